//! Queues and schedules in the console.

use super::{OWN, watcher::Watcher};
use crate::{
    function::echo,
    http::{Client, Reply},
};
use lambda_emulator::{
    DeadLetters, Emulator, EventSources, Functions, QueueSettings, Queues, Schedule, Schedules, Sources,
    invoke_api::InvokeApi,
};
use serde_json::{Value, json};
use std::{net::Ipv4Addr, sync::Arc};

/// 2099-01-01T00:00:00Z, in milliseconds.
const FAR_AWAY: f64 = 4_070_908_800_000.0;

/// Two queues that only programs read, and a schedule whose time does not come.
struct Shown {
    api: InvokeApi,
    _sources: EventSources,
}

impl Shown {
    fn start() -> Self {
        let mut settings = echo("echo");
        settings.history = 10;
        let functions = Functions::from(Arc::new(Emulator::start(settings).unwrap()));
        let mut jobs = QueueSettings::new("jobs");
        jobs.dead_letters = Some(DeadLetters {
            queue: "failed".to_owned(),
            max_receives: 1,
        });
        let yearly = Schedule {
            name: "yearly".to_owned(),
            function: "function".to_owned(),
            when: "cron(0 0 1 1 ? 2099)".parse().unwrap(),
            input: None,
        };
        let sources = Sources {
            queues: Queues::new([jobs, QueueSettings::new("failed")]),
            schedules: Schedules::new([yearly]),
        };
        let address = (Ipv4Addr::LOCALHOST, 0).into();
        Shown {
            api: InvokeApi::with_sources(functions.clone(), sources.clone(), address).unwrap(),
            _sources: EventSources::start(&functions, &sources).unwrap(),
        }
    }

    fn post(&self, path: &str, headers: &str, body: &str) -> Reply {
        let path = format!("/console/api/{path}");
        Client::to(self.api.address()).call("POST", &path, headers, body.as_bytes())
    }

    fn messages(&self, queue: &str) -> Value {
        let path = format!("/console/api/queues/{queue}/messages");
        Client::to(self.api.address()).call("GET", &path, "", b"").json()
    }

    /// As a client of SQS receives.
    fn receive(&self, visibility: u32) -> Value {
        let body = json!({ "QueueUrl": "jobs", "VisibilityTimeout": visibility }).to_string();
        let target = "X-Amz-Target: AmazonSQS.ReceiveMessage\r\n";
        Client::to(self.api.address())
            .call("POST", "/", target, body.as_bytes())
            .json()
    }

    /// Reads on until this holds of what is told of the sources.
    fn until(&self, holds: impl Fn(&Value) -> bool) {
        let mut watcher = Watcher::new(self.api.address());
        while !holds(&watcher.next()["sources"]) {}
    }
}

#[test]
fn a_queue_is_shown_with_what_is_in_it_and_what_was_given_up() {
    let shown = Shown::start();
    shown.until(|sources| sources["queues"][0]["waiting"] == 0 && sources["queues"][1]["name"] == "failed");
    let sent = shown.post("queues/jobs/messages", OWN, "first");
    assert_eq!(sent.status, 202, "{}", sent.text());
    shown.until(|sources| sources["queues"][0]["waiting"] == 1);
    let messages = shown.messages("jobs");
    assert_eq!(
        (&messages["of"], &messages["messages"][0]["id"]),
        (&json!(1), &sent.json()["messageId"])
    );
    let first = |queue: &str| {
        let message = &shown.messages(queue)["messages"][0];
        json!([message["text"], message["state"], message["receives"]])
    };
    assert_eq!(
        first("jobs"),
        json!(["first", "waiting", 0]),
        "to look is not to receive"
    );
    assert_eq!(shown.receive(43_200)["Messages"][0]["Body"], "first");
    assert_eq!(first("jobs"), json!(["first", "received", 1]));
    shown.until(|sources| sources["queues"][0]["hidden"] == 1);

    shown.post("queues/jobs/messages", OWN, "second");
    assert_eq!(shown.receive(0)["Messages"][0]["Body"], "second");
    assert_eq!(shown.receive(0), json!({}), "it was received too often");
    shown.until(|sources| sources["queues"][0]["givenUp"] == 1 && sources["queues"][1]["waiting"] == 1);
    assert_eq!(first("failed"), json!(["second", "waiting", 1]));
    let long = "x".repeat(5000);
    shown.post("queues/failed/messages", OWN, &long);
    let message = shown.messages("failed")["messages"][1].clone();
    assert_eq!(
        (message["text"].as_str().unwrap().len(), &message["cut"]),
        (2048, &json!(true))
    );
}

#[test]
fn what_is_no_message_is_refused_with_a_sentence() {
    let shown = Shown::start();
    for (path, headers, body, status) in [
        ("queues/jobs/messages", "", "text", 403),
        ("queues/jobs/messages", OWN, "", 400),
        ("queues/others/messages", OWN, "text", 404),
        ("schedules/others/run", OWN, "", 404),
        ("schedules/yearly/run", "", "", 403),
    ] {
        let reply = shown.post(path, headers, body);
        assert_eq!(reply.status, status, "{path}: {}", reply.text());
        assert!(!reply.json()["message"].as_str().unwrap().is_empty(), "{path}");
    }
    assert_eq!(shown.messages("jobs"), json!({ "of": 0, "messages": [] }));
}

#[test]
fn a_schedule_is_shown_with_its_next_time_and_runs_when_it_is_told() {
    let shown = Shown::start();
    shown.until(|sources| sources["schedules"][0]["next"] == FAR_AWAY);
    let mut watcher = Watcher::new(shown.api.address());
    let schedule = watcher.next()["sources"]["schedules"][0].clone();
    assert_eq!(
        (&schedule["name"], &schedule["function"], &schedule["when"]),
        (
            &json!("yearly"),
            &json!("function"),
            &json!("cron(0 0 1 1 ? 2099)")
        )
    );
    let reply = shown.post("schedules/yearly/run", OWN, "");
    assert_eq!(reply.status, 202, "{}", reply.text());
    let invocation = loop {
        if let Some(invocation) = watcher.invocations().pop()
            && invocation["stage"] == "succeeded"
        {
            break invocation;
        }
    };
    assert_eq!(invocation["requestId"], reply.json()["requestId"]);
    let path = format!(
        "/console/api/functions/function/invocations/{}",
        invocation["number"]
    );
    let invoked = Client::to(shown.api.address()).call("GET", &path, "", b"").json();
    let event = invoked["event"]["text"].as_str().unwrap();
    assert!(event.contains("rule/yearly"), "{event}");
    shown.until(|sources| sources["schedules"][0]["next"] == FAR_AWAY);
}
