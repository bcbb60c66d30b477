//! A batch of messages as an event, and what the function's response says of them.

use super::{Queue, checksum, messages::Received};
use crate::answer::Answer;
use serde_json::{Map, Value, json};
use std::{
    collections::BTreeSet,
    time::{SystemTime, UNIX_EPOCH},
};

/// The event of a batch.
pub(super) fn payload(queue: &Queue, region: &str, batch: &[Received]) -> String {
    let arn = queue.arn(region);
    let records: Vec<Value> = batch
        .iter()
        .map(|received| record(received, &arn, region))
        .collect();
    json!({ "Records": records }).to_string()
}

fn record(received: &Received, arn: &str, region: &str) -> Value {
    let message = &received.message;
    let mut attributes: Map<String, Value> = Map::new();
    for (name, value) in system_attributes(received) {
        attributes.insert(name.to_owned(), value.into());
    }
    let message_attributes: Map<String, Value> = message
        .attributes
        .iter()
        .map(|(name, attribute)| (name.clone(), message_attribute(attribute)))
        .collect();
    json!({
        "messageId": message.id,
        "receiptHandle": received.handle,
        "body": String::from_utf8_lossy(&message.body),
        "attributes": attributes,
        "messageAttributes": message_attributes,
        "md5OfBody": checksum::of_body(&message.body),
        "eventSource": "aws:sqs",
        "eventSourceARN": arn,
        "awsRegion": region,
    })
}

/// What SQS itself says of a message.
pub(super) fn system_attributes(received: &Received) -> [(&'static str, String); 4] {
    let message = &received.message;
    [
        ("ApproximateReceiveCount", message.receives.to_string()),
        ("SentTimestamp", milliseconds(message.sent)),
        ("SenderId", "AIDALOCAL".to_owned()),
        (
            "ApproximateFirstReceiveTimestamp",
            milliseconds(message.first_received.unwrap_or(message.sent)),
        ),
    ]
}

pub(super) fn milliseconds(time: SystemTime) -> String {
    let since = time.duration_since(UNIX_EPOCH).unwrap_or_default();
    since.as_millis().to_string()
}

/// In the event's spelling, which is not the API's.
fn message_attribute(attribute: &Value) -> Value {
    let mut event =
        json!({ "stringListValues": [], "binaryListValues": [], "dataType": attribute["DataType"] });
    for (from, to) in [("StringValue", "stringValue"), ("BinaryValue", "binaryValue")] {
        if let Some(value) = attribute.get(from) {
            event[to] = value.clone();
        }
    }
    event
}

/// The handles of those messages of the batch that are done.
pub(super) fn done<'a>(batch: &'a [Received], answer: &Answer, partial: bool) -> Vec<&'a str> {
    let Some(response) = answer.response() else {
        return Vec::new();
    };
    let failed = if partial {
        failures(batch, &response.body)
    } else {
        Some(BTreeSet::new())
    };
    // A response that names what is not in the batch, or is none, fails all of it.
    let Some(failed) = failed else {
        return Vec::new();
    };
    let done = batch
        .iter()
        .filter(|received| !failed.contains(&received.message.id));
    done.map(|received| received.handle.as_str()).collect()
}

fn failures(batch: &[Received], response: &[u8]) -> Option<BTreeSet<String>> {
    let response = match response.is_empty() {
        true => Value::Null,
        false => serde_json::from_slice(response).ok()?,
    };
    let items = match response.get("batchItemFailures") {
        None | Some(Value::Null) => return Some(BTreeSet::new()),
        Some(items) => items.as_array()?,
    };
    let known = |id: &str| batch.iter().any(|received| received.message.id == id);
    items
        .iter()
        .map(|item| {
            let id = item["itemIdentifier"].as_str().filter(|id| known(id))?;
            Some(id.to_owned())
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::{Received, failures};
    use crate::queue::messages::{Messages, Now};
    use std::time::Duration;

    #[test]
    fn a_response_names_what_failed_or_fails_all() {
        let (mut messages, now) = (Messages::default(), Now::read());
        for body in ["a", "b"] {
            messages.send(body.into(), serde_json::Map::new(), Duration::ZERO, now);
        }
        let batch: Vec<Received> = (0..2)
            .map(|_| {
                messages
                    .receive(Duration::from_secs(1), None, &mut Vec::new(), now)
                    .unwrap()
            })
            .collect();
        let id = &batch[1].message.id;
        let of = |response: String| {
            failures(&batch, response.as_bytes()).map(|failed| failed.into_iter().collect())
        };
        let named: Vec<String> = vec![id.clone()];
        assert_eq!(
            of(format!(
                r#"{{"batchItemFailures":[{{"itemIdentifier":"{id}"}}]}}"#
            )),
            Some(named)
        );
        for success in [
            "",
            "null",
            "{}",
            r#"{"batchItemFailures":null}"#,
            r#"{"batchItemFailures":[]}"#,
            "\"text\"",
        ] {
            assert_eq!(of(success.to_owned()), Some(Vec::new()), "{success}");
        }
        for failure in [
            "no JSON",
            r#"{"batchItemFailures":{}}"#,
            r#"{"batchItemFailures":[{}]}"#,
            r#"{"batchItemFailures":[{"itemIdentifier":""}]}"#,
            r#"{"batchItemFailures":[{"itemIdentifier":"other"}]}"#,
        ] {
            assert_eq!(of(failure.to_owned()), None, "{failure}");
        }
    }
}
