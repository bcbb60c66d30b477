//! Queues as clients of SQS see them, and as the function does that is given their messages.

use crate::{
    function::api,
    http::{Client, Reply, error_to},
};
use lambda_emulator::{
    DeadLetters, Emulator, EventSources, Functions, QueueSettings, Queues, Schedule, Schedules, Sources,
    invoke_api::InvokeApi,
};
use serde_json::{Value, json};
use std::{net::Ipv4Addr, sync::Arc, time::Duration};

/// Queues of which the test is the function.
struct Service {
    api: InvokeApi,
    _sources: EventSources,
    emulator: Arc<Emulator>,
}

impl Service {
    fn start(queues: Vec<QueueSettings>, schedules: Vec<Schedule>) -> Self {
        let emulator = Arc::new(api());
        let functions = Functions::from(Arc::clone(&emulator));
        let sources = Sources {
            queues: Queues::new(queues),
            schedules: Schedules::new(schedules),
        };
        let address = (Ipv4Addr::LOCALHOST, 0).into();
        Service {
            api: InvokeApi::with_sources(functions.clone(), sources.clone(), address).unwrap(),
            _sources: EventSources::start(&functions, &sources).unwrap(),
            emulator,
        }
    }

    fn call(&self, operation: &str, queue: &str, body: Value) -> Reply {
        let mut body = body;
        body["QueueUrl"] = format!("http://{}/queues/{queue}", self.api.address()).into();
        let headers =
            format!("X-Amz-Target: AmazonSQS.{operation}\r\nContent-Type: application/x-amz-json-1.0\r\n");
        Client::to(self.api.address()).call("POST", "/", &headers, body.to_string().as_bytes())
    }

    fn told(&self, operation: &str, queue: &str, body: Value) -> Value {
        let reply = self.call(operation, queue, body);
        assert_eq!(reply.status, 200, "{}", reply.text());
        reply.json()
    }

    /// What waits, and what is hidden.
    fn counts(&self, queue: &str) -> (Value, Value) {
        let attributes = &self.told("GetQueueAttributes", queue, json!({}))["Attributes"];
        (
            attributes["ApproximateNumberOfMessages"].clone(),
            attributes["ApproximateNumberOfMessagesNotVisible"].clone(),
        )
    }

    fn refused(&self, operation: &str, queue: &str, body: Value) -> String {
        let reply = self.call(operation, queue, body);
        assert_eq!(reply.status, 400, "{}", reply.text());
        let name = reply.json()["__type"].as_str().unwrap().to_owned();
        let code = reply.header("x-amzn-query-error").unwrap();
        assert!(code.ends_with(";Sender"), "{code}");
        name.strip_prefix("com.amazonaws.sqs#").unwrap().to_owned()
    }
}

/// A queue of which nobody is given anything.
fn plain() -> Service {
    Service::start(vec![QueueSettings::new("plain")], Vec::new())
}

/// Messages come in batches of two and show again at once.
fn mapped() -> Service {
    let mut jobs = QueueSettings::new("jobs");
    jobs.function = Some("function".to_owned());
    jobs.batch_size = 2;
    jobs.window = Duration::from_secs(60);
    jobs.visibility = Duration::from_millis(1);
    jobs.partial_responses = true;
    jobs.dead_letters = Some(DeadLetters {
        queue: "failed".to_owned(),
        max_receives: 3,
    });
    Service::start(vec![jobs, QueueSettings::new("failed")], Vec::new())
}

fn bodies(event: &Value) -> Vec<&str> {
    let records = event["Records"].as_array().unwrap();
    let mut bodies: Vec<&str> = records
        .iter()
        .map(|record| record["body"].as_str().unwrap())
        .collect();
    bodies.sort_unstable();
    bodies
}

fn id(event: &Value, body: &str) -> Value {
    let records = event["Records"].as_array().unwrap();
    let record = records.iter().find(|record| record["body"] == body);
    record.unwrap()["messageId"].clone()
}

#[test]
fn a_batch_comes_again_as_far_as_it_failed_and_goes_to_the_dead_letters_in_the_end() {
    let mut service = mapped();
    let mut runtime = Client::runtime(&service.emulator);
    let entries = json!([
        {"Id": "1", "MessageBody": "good", "MessageAttributes": {"a": {"DataType": "String", "StringValue": "b"}}},
        {"Id": "2", "MessageBody": "bad"},
    ]);
    let sent = service.told("SendMessageBatch", "jobs", json!({ "Entries": entries }));
    assert_eq!(
        sent["Successful"][0]["MD5OfMessageAttributes"],
        "bef8bf215374a0a228d67533b1a488be"
    );
    let next = runtime.next();
    let event = next.json();
    assert_eq!(bodies(&event), ["bad", "good"]);
    let good = event["Records"]
        .as_array()
        .unwrap()
        .iter()
        .find(|record| record["body"] == "good")
        .unwrap();
    assert_eq!(good["messageId"], sent["Successful"][0]["MessageId"]);
    assert_eq!(good["md5OfBody"], sent["Successful"][0]["MD5OfMessageBody"]);
    assert_eq!(good["eventSource"], "aws:sqs");
    assert_eq!(good["eventSourceARN"], "arn:aws:sqs:us-east-1:123456789012:jobs");
    assert_eq!(good["messageAttributes"]["a"]["stringValue"], "b");
    assert_eq!(good["attributes"]["ApproximateReceiveCount"], "1");
    // A second message, so that the batch is full again.
    service.told("SendMessage", "jobs", json!({ "MessageBody": "other" }));
    let failed = json!({"batchItemFailures": [{"itemIdentifier": id(&event, "bad")}]});
    assert_eq!(runtime.respond(&next, failed.to_string()).status, 202);
    let next = runtime.next();
    let event = next.json();
    assert_eq!(bodies(&event), ["bad", "other"]);
    // A response that is no JSON fails both, and so does an error.
    assert_eq!(runtime.respond(&next, "no JSON").status, 202);
    let next = runtime.next();
    assert_eq!(bodies(&next.json()), ["bad", "other"]);
    service.told("SendMessage", "jobs", json!({ "MessageBody": "third" }));
    assert_eq!(runtime.post(&error_to(&next), "", "{}").status, 202);
    let next = runtime.next();
    assert_eq!(
        bodies(&next.json()),
        ["other", "third"],
        "the first was received three times"
    );
    assert_eq!(runtime.respond(&next, "{}").status, 202);
    let dead = service.told("ReceiveMessage", "failed", json!({ "WaitTimeSeconds": 20 }));
    assert_eq!(dead["Messages"][0]["Body"], "bad");
    assert_eq!(dead["Messages"][0]["MessageId"], id(&event, "bad"));
    let service = &mut service;
    crate::function::eventually("all else is done", || {
        service.counts("jobs") == ("0".into(), "0".into())
    });
}

#[test]
fn messages_are_sent_received_and_deleted() {
    let service = plain();
    let sent = service.told("SendMessage", "plain", json!({ "MessageBody": "hello" }));
    assert_eq!(sent["MD5OfMessageBody"], "5d41402abc4b2a76b9719d911017c592");
    let plain = Client::to(service.api.address()).call("POST", "/queues/plain", "", "text ä".as_bytes());
    assert_eq!(plain.status, 200);
    assert_eq!(service.counts("plain"), ("2".into(), "0".into()));
    let received = service.told(
        "ReceiveMessage",
        "plain",
        json!({ "MaxNumberOfMessages": 10, "AttributeNames": ["All"] }),
    );
    let messages = received["Messages"].as_array().unwrap();
    assert_eq!(messages.len(), 2);
    assert_eq!(messages[1]["Body"], "text ä");
    assert_eq!(messages[0]["MessageId"], sent["MessageId"]);
    assert_eq!(messages[0]["Attributes"]["ApproximateReceiveCount"], "1");
    assert_eq!(service.counts("plain"), ("0".into(), "2".into()));
    assert_eq!(service.told("ReceiveMessage", "plain", json!({})), json!({}));
    let handle = |index: usize| json!({ "ReceiptHandle": messages[index]["ReceiptHandle"] });
    service.told("DeleteMessage", "plain", handle(0));
    let mut shown = handle(1);
    shown["VisibilityTimeout"] = 0.into();
    service.told("ChangeMessageVisibility", "plain", shown.clone());
    assert_eq!(service.counts("plain"), ("1".into(), "0".into()));
    assert_eq!(
        service.refused("ChangeMessageVisibility", "plain", shown),
        "MessageNotInflight"
    );
    service.told("PurgeQueue", "plain", json!({}));
    assert_eq!(service.counts("plain"), ("0".into(), "0".into()));
    let url = format!("http://{}/queues/plain", service.api.address());
    assert_eq!(
        service.told("ListQueues", "plain", json!({}))["QueueUrls"],
        json!([url])
    );
    assert_eq!(service.told("GetQueueUrl", "plain", json!({}))["QueueUrl"], url);
}

#[test]
fn what_sqs_would_refuse_is_refused_by_its_names() {
    let service = plain();
    let large = "x".repeat(1024 * 1024 + 1);
    let cases = [
        (
            "SendMessage",
            "other",
            json!({ "MessageBody": "a" }),
            "QueueDoesNotExist",
        ),
        ("SendMessage", "plain", json!({}), "MissingParameter"),
        (
            "SendMessage",
            "plain",
            json!({ "MessageBody": "" }),
            "MissingParameter",
        ),
        (
            "SendMessage",
            "plain",
            json!({ "MessageBody": large.clone() }),
            "InvalidParameterValue",
        ),
        (
            "SendMessage",
            "plain",
            json!({ "MessageBody": "a", "MessageAttributes": {"a": {"DataType": "String", "StringValue": large}} }),
            "InvalidParameterValue",
        ),
        (
            "SendMessage",
            "plain",
            json!({ "MessageBody": "a", "DelaySeconds": 901 }),
            "InvalidParameterValue",
        ),
        (
            "ReceiveMessage",
            "plain",
            json!({ "MaxNumberOfMessages": 11 }),
            "InvalidParameterValue",
        ),
        (
            "ReceiveMessage",
            "plain",
            json!({ "WaitTimeSeconds": -1 }),
            "InvalidParameterValue",
        ),
        ("DeleteMessage", "plain", json!({}), "MissingParameter"),
        (
            "SendMessageBatch",
            "plain",
            json!({ "Entries": [] }),
            "AWS.SimpleQueueService.TooManyEntriesInBatchRequest",
        ),
        ("DeleteQueue", "plain", json!({}), "UnsupportedOperation"),
    ];
    for (operation, queue, body, name) in cases {
        assert_eq!(service.refused(operation, queue, body), name, "{operation}");
    }
    let mixed = json!({ "Entries": [{"Id": "1", "MessageBody": "a"}, {"Id": "2"}] });
    let told = service.told("SendMessageBatch", "plain", mixed);
    assert_eq!(
        (&told["Successful"][0]["Id"], &told["Failed"][0]["Id"]),
        (&"1".into(), &"2".into())
    );
    for (method, path, headers, status) in [
        ("POST", "/queues/plain", "Origin: https://page.example\r\n", 403),
        (
            "POST",
            "/",
            "X-Amz-Target: AmazonSQS.SendMessage\r\nSec-Fetch-Site: cross-site\r\n",
            403,
        ),
        ("GET", "/queues/plain", "", 400),
        ("POST", "/", "X-Amz-Target: AmazonSQS.SendMessage\r\n", 400),
    ] {
        let reply = Client::to(service.api.address()).call(method, path, headers, b"not JSON");
        assert_eq!(
            reply.status,
            status,
            "{method} {path} {headers}: {}",
            reply.text()
        );
    }
}

#[test]
fn a_schedule_invokes_its_function_again_and_again() {
    let schedule = |name: &str, input: Option<&str>| Schedule {
        name: name.to_owned(),
        function: "function".to_owned(),
        when: "rate(1 second)".parse().unwrap(),
        input: input.map(str::to_owned),
    };
    let service = Service::start(Vec::new(), vec![schedule("tick", None)]);
    let mut runtime = Client::runtime(&service.emulator);
    for _ in 0..2 {
        let next = runtime.next();
        let event = next.json();
        assert_eq!(event["detail-type"], "Scheduled Event");
        assert_eq!(
            event["resources"][0],
            "arn:aws:events:us-east-1:123456789012:rule/tick"
        );
        assert_eq!(runtime.respond(&next, "{}").status, 202);
    }
    let service = Service::start(Vec::new(), vec![schedule("own", Some("[1]"))]);
    assert_eq!(Client::runtime(&service.emulator).next().text(), "[1]");
}
