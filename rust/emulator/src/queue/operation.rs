//! The operations of SQS that clients may ask for.

use super::{
    Queue, Queues, checksum, event,
    mapping::until,
    messages::{Now, Received, size},
};
use crate::bounds::MAX_MESSAGE_BYTES;
use bytes::Bytes;
use hyper::StatusCode;
use serde_json::{Map, Value, json};
use std::{sync::Arc, time::Duration};

/// Why an operation was not carried out, by the name that SDKs know.
#[derive(Debug)]
pub(super) struct Fault {
    pub(super) code: &'static str,
    pub(super) message: String,
}

impl Fault {
    pub(super) fn invalid(code: &'static str, message: &str) -> Self {
        Fault {
            code,
            message: message.to_owned(),
        }
    }

    pub(super) fn denied(message: String) -> Self {
        Fault {
            code: "AccessDenied",
            message,
        }
    }

    pub(super) fn too_long() -> Self {
        Fault::invalid(
            "InvalidParameterValue",
            &format!(
                "One or more parameters are invalid. Reason: Message must be shorter than {MAX_MESSAGE_BYTES} bytes."
            ),
        )
    }

    fn missing(parameter: &str) -> Self {
        Fault::invalid(
            "MissingParameter",
            &format!("The request must contain the parameter {parameter}."),
        )
    }

    fn out_of_range(parameter: &str, value: &Value, range: &str) -> Self {
        Fault::invalid(
            "InvalidParameterValue",
            &format!("Value {value} for parameter {parameter} is invalid. Reason: Must be {range}."),
        )
    }

    pub(super) fn status(&self) -> StatusCode {
        match self.code {
            "AccessDenied" => StatusCode::FORBIDDEN,
            _ => StatusCode::BAD_REQUEST,
        }
    }

    /// The exception's name in the JSON protocol.
    pub(super) fn name(&self) -> &'static str {
        match self.code {
            "AWS.SimpleQueueService.NonExistentQueue" => "QueueDoesNotExist",
            "AWS.SimpleQueueService.UnsupportedOperation" => "UnsupportedOperation",
            code => code,
        }
    }
}

/// What an operation is carried out on.
#[derive(Debug, Clone, Copy)]
pub(super) struct Request<'a> {
    pub(super) queues: &'a Queues,
    pub(super) region: &'a str,
    pub(super) host: &'a str,
}

impl Request<'_> {
    pub(super) async fn run(&self, operation: &str, body: &Value) -> Result<Value, Fault> {
        if operation == "ListQueues" {
            let begin = body["QueueNamePrefix"].as_str().unwrap_or_default();
            let names = self.queues.iter().map(|queue| queue.settings.name.as_str());
            let urls: Vec<String> = names
                .filter(|name| name.starts_with(begin))
                .map(|name| self.url(name))
                .collect();
            return Ok(json!({ "QueueUrls": urls }));
        }
        let queue = self.queue(body)?;
        match operation {
            "GetQueueUrl" => Ok(json!({ "QueueUrl": self.url(&queue.settings.name) })),
            "GetQueueAttributes" => Ok(json!({ "Attributes": attributes(queue, self.region) })),
            "SendMessage" => send(queue, body),
            "SendMessageBatch" => batch(body, |entry| send(queue, entry)),
            "ReceiveMessage" => self.receive(queue, body).await,
            "DeleteMessage" => delete(queue, body),
            "DeleteMessageBatch" => batch(body, |entry| delete(queue, entry)),
            "ChangeMessageVisibility" => change_visibility(queue, body),
            "PurgeQueue" => {
                queue.messages().purge();
                Ok(json!({}))
            }
            _ => Err(Fault::invalid(
                "AWS.SimpleQueueService.UnsupportedOperation",
                &format!("{operation} is not supported here; queues are made by the file of functions"),
            )),
        }
    }

    fn url(&self, name: &str) -> String {
        format!("http://{}/queues/{name}", self.host)
    }

    /// By its URL, of which the last part counts, or its name.
    fn queue(&self, body: &Value) -> Result<&Arc<Queue>, Fault> {
        let named = body
            .get("QueueUrl")
            .or(body.get("QueueName"))
            .and_then(Value::as_str);
        let named = named.ok_or_else(|| Fault::missing("QueueUrl"))?;
        let name = named.rsplit('/').next().unwrap_or(named);
        self.queues.get(name).ok_or_else(|| {
            Fault::invalid(
                "AWS.SimpleQueueService.NonExistentQueue",
                "The specified queue does not exist.",
            )
        })
    }

    async fn receive(&self, queue: &Arc<Queue>, body: &Value) -> Result<Value, Fault> {
        let most = number(body, "MaxNumberOfMessages", 1, 10)?.unwrap_or(1);
        let visibility = number(body, "VisibilityTimeout", 0, 43_200)?
            .map_or(queue.settings.visibility, Duration::from_secs);
        let wait = Duration::from_secs(number(body, "WaitTimeSeconds", 0, 20)?.unwrap_or(0));
        let over = tokio::time::Instant::now() + wait;
        loop {
            let changed = queue.changed.notified();
            let received: Vec<Received> = std::iter::from_fn(|| self.queues.receive(queue, visibility))
                .take(usize::try_from(most).unwrap_or(1))
                .collect();
            if !received.is_empty() {
                let messages: Vec<Value> = received.iter().map(|received| shown(received, body)).collect();
                return Ok(json!({ "Messages": messages }));
            }
            let visible = queue.messages().next_visible();
            tokio::select! {
                () = changed => {}
                () = until(visible) => {}
                () = tokio::time::sleep_until(over) => return Ok(json!({})),
            }
        }
    }
}

pub(super) fn send(queue: &Queue, body: &Value) -> Result<Value, Fault> {
    let text = body["MessageBody"].as_str().filter(|text| !text.is_empty());
    let text = text.ok_or_else(|| Fault::missing("MessageBody"))?;
    let attributes = body["MessageAttributes"].as_object().cloned().unwrap_or_default();
    let bytes = size(text.as_bytes(), &attributes);
    if bytes > MAX_MESSAGE_BYTES {
        return Err(Fault::too_long());
    }
    if !queue.has_room(bytes) {
        return Err(Fault::invalid(
            "OverLimit",
            "The queue is full; receive or purge its messages.",
        ));
    }
    let delay = Duration::from_secs(number(body, "DelaySeconds", 0, 900)?.unwrap_or(0));
    let mut told = json!({ "MD5OfMessageBody": checksum::of_body(text.as_bytes()) });
    if !attributes.is_empty() {
        told["MD5OfMessageAttributes"] = checksum::of_attributes(&attributes).into();
    }
    let id = queue
        .messages()
        .send(Bytes::from(text.to_owned()), attributes, delay, Now::read());
    told["MessageId"] = id.into();
    queue.changed.notify_waiters();
    Ok(told)
}

/// Each entry by itself: what came of it under its id.
fn batch(body: &Value, mut operation: impl FnMut(&Value) -> Result<Value, Fault>) -> Result<Value, Fault> {
    let entries = body["Entries"]
        .as_array()
        .ok_or_else(|| Fault::missing("Entries"))?;
    if !(1..=10).contains(&entries.len()) {
        return Err(Fault::invalid(
            "AWS.SimpleQueueService.TooManyEntriesInBatchRequest",
            "A batch has 1 to 10 entries.",
        ));
    }
    let (mut successful, mut failed) = (Vec::new(), Vec::new());
    for entry in entries {
        match operation(entry) {
            Ok(mut told) => {
                told["Id"] = entry["Id"].clone();
                successful.push(told);
            }
            Err(fault) => failed.push(json!({
                "Id": entry["Id"], "SenderFault": true, "Code": fault.name(), "Message": fault.message,
            })),
        }
    }
    Ok(json!({ "Successful": successful, "Failed": failed }))
}

fn delete(queue: &Queue, body: &Value) -> Result<Value, Fault> {
    // A message that is gone already is as good.
    queue.messages().delete(handle(body)?);
    Ok(json!({}))
}

fn change_visibility(queue: &Queue, body: &Value) -> Result<Value, Fault> {
    let visibility = number(body, "VisibilityTimeout", 0, 43_200)?;
    let visibility = Duration::from_secs(visibility.ok_or_else(|| Fault::missing("VisibilityTimeout"))?);
    let known = queue
        .messages()
        .change_visibility(handle(body)?, visibility, Now::read());
    queue.changed.notify_waiters();
    match known {
        true => Ok(json!({})),
        false => Err(Fault::invalid(
            "MessageNotInflight",
            "The message is not in flight: nobody has received it, or it was deleted.",
        )),
    }
}

fn handle(body: &Value) -> Result<&str, Fault> {
    let handle = body["ReceiptHandle"].as_str();
    handle.ok_or_else(|| Fault::missing("ReceiptHandle"))
}

fn number(body: &Value, parameter: &str, least: u64, most: u64) -> Result<Option<u64>, Fault> {
    let Some(value) = body.get(parameter).filter(|value| !value.is_null()) else {
        return Ok(None);
    };
    let number = value.as_u64().filter(|number| (least..=most).contains(number));
    let range = || Fault::out_of_range(parameter, value, &format!("{least} to {most}"));
    number.map(Some).ok_or_else(range)
}

/// What a client sees of a message: the attributes that it asked for.
fn shown(received: &Received, body: &Value) -> Value {
    let message = &received.message;
    let mut shown = json!({
        "MessageId": message.id,
        "ReceiptHandle": received.handle,
        "MD5OfBody": checksum::of_body(&message.body),
        "Body": String::from_utf8_lossy(&message.body),
    });
    let asked = |lists: &[&str], name: &str| {
        let lists = lists.iter().filter_map(|list| body[list].as_array());
        lists.flatten().any(|asked| asked == name || asked == "All")
    };
    let system: Map<String, Value> = event::system_attributes(received)
        .into_iter()
        .filter(|(name, _)| asked(&["AttributeNames", "MessageSystemAttributeNames"], name))
        .map(|(name, value)| (name.to_owned(), value.into()))
        .collect();
    if !system.is_empty() {
        shown["Attributes"] = system.into();
    }
    let own: Map<String, Value> = message
        .attributes
        .iter()
        .filter(|(name, _)| asked(&["MessageAttributeNames"], name))
        .map(|(name, value)| (name.clone(), value.clone()))
        .collect();
    if !own.is_empty() {
        shown["MD5OfMessageAttributes"] = checksum::of_attributes(&own).into();
        shown["MessageAttributes"] = own.into();
    }
    shown
}

fn attributes(queue: &Queue, region: &str) -> Value {
    let (waiting, hidden) = queue.messages().counts(Now::read().instant);
    let mut attributes = json!({
        "QueueArn": queue.arn(region),
        "ApproximateNumberOfMessages": waiting.to_string(),
        "ApproximateNumberOfMessagesNotVisible": hidden.to_string(),
        "VisibilityTimeout": queue.settings.visibility.as_secs().to_string(),
    });
    if let Some(dead) = &queue.settings.dead_letters {
        let arn = queue.arn(region);
        let target = arn.replace(&format!(":{}", queue.settings.name), &format!(":{}", dead.queue));
        let policy = json!({ "deadLetterTargetArn": target, "maxReceiveCount": dead.max_receives });
        attributes["RedrivePolicy"] = policy.to_string().into();
    }
    attributes
}
