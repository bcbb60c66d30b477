//! The console's API: what it shows of invocations, and what it does to a function.

mod access;
mod control;
mod sources;
mod watcher;

use crate::{
    function::{echo, eventually, shell},
    http::{Client, Reply},
};
use lambda_emulator::{Emulator, FunctionSettings, invoke_api::InvokeApi};
use serde_json::{Value, json};
use std::{net::Ipv4Addr, sync::Arc};
use watcher::Watcher;

const INVOKE: &str = "/2015-03-31/functions/function/invocations";
const SEND: &str = "/console/api/functions/function/invocations";
const OWN: &str = "Lambda-Emulator-Console: 1\r\n";

/// A function with a console.
struct Watched {
    api: InvokeApi,
    emulator: Arc<Emulator>,
}

impl Watched {
    fn new(settings: FunctionSettings) -> Self {
        Self::keeping(settings, 10)
    }

    fn keeping(mut settings: FunctionSettings, history: usize) -> Self {
        settings.history = history;
        settings.report_lines = true;
        let emulator = Arc::new(Emulator::start(settings).unwrap());
        let api = InvokeApi::start(Arc::clone(&emulator), (Ipv4Addr::LOCALHOST, 0).into()).unwrap();
        Watched { api, emulator }
    }

    fn get(&self, path: &str) -> Reply {
        Client::to(self.api.address()).call("GET", path, "", b"")
    }

    fn post(&self, path: &str, body: &str) -> Reply {
        Client::to(self.api.address()).call("POST", path, OWN, body.as_bytes())
    }

    fn invoke(&self, event: &str) -> Reply {
        Client::to(self.api.address()).call("POST", INVOKE, "", event.as_bytes())
    }

    fn watch(&self) -> Watcher {
        Watcher::new(self.api.address())
    }

    /// All that the console knows of this invocation.
    fn shown(&self, number: u64) -> Value {
        let reply = self.get(&format!("{SEND}/{number}"));
        assert_eq!(reply.status, 200, "{}", reply.text());
        reply.json()
    }
}

#[test]
fn an_invocation_is_shown_with_its_event_answer_log_and_times() {
    let watched = Watched::new(echo("talk"));
    let event = r#"{"do":"log","out":"to out","err":"to err"}"#;
    watched.invoke(event);
    watched.invoke("2");
    let first = watched.shown(1);
    assert_eq!(
        (&first["stage"], &first["cold"]),
        (&"succeeded".into(), &true.into())
    );
    assert_eq!(
        (&first["event"]["text"], &first["answer"]["text"]),
        (&event.into(), &event.into())
    );
    let log = first["log"]["text"].as_str().unwrap();
    for line in ["hello from init", "START", "to out", "to err", "END", "REPORT"] {
        assert!(log.contains(line), "{line}: {log}");
    }
    assert!(first["memory"].as_u64().unwrap() > 100_000, "{first}");
    let times = ["turn", "ready", "delivered", "ended"].map(|name| first["timeline"][name].as_f64().unwrap());
    assert!(times.is_sorted(), "{times:?}");
    assert!(first["init"].as_f64().unwrap() > 0.0);
    let second = watched.shown(2);
    assert_eq!((&second["cold"], &second["init"]), (&false.into(), &Value::Null));
    assert!(!second["log"]["text"].as_str().unwrap().contains("to out"));
}

#[test]
fn what_went_wrong_is_shown() {
    let watched = Watched::new(echo("echo"));
    for (event, stage, error_type, message) in [
        (
            r#"{"do":"fail","type":"Function.Odd"}"#,
            "failed",
            "Function.Odd",
            "as asked",
        ),
        (
            r#"{"do":"exit","status":3}"#,
            "exited",
            "Runtime.ExitError",
            "exit status 3",
        ),
    ] {
        watched.invoke(event);
        let shown = watched.watch().last();
        assert_eq!(
            (&shown["stage"], &shown["errorType"]),
            (&stage.into(), &error_type.into()),
            "{shown}"
        );
        assert!(
            shown["errorMessage"].as_str().unwrap().contains(message),
            "{shown}"
        );
    }
    let mut slow = echo("echo");
    slow.timeout = crate::function::SHORT;
    let watched = Watched::new(slow);
    watched.invoke(r#"{"do":"sleep","milliseconds":60000}"#);
    assert_eq!(watched.shown(1)["stage"], "timed-out");
    let watched = Watched::new(echo("exit-in-init"));
    watched.invoke("1");
    let shown = watched.shown(1);
    assert_eq!(
        (&shown["stage"], &shown["duration"]),
        (&"exited".into(), &Value::Null)
    );
}

#[test]
fn an_event_that_is_sent_from_the_page_is_seen_running_and_then_over() {
    let watched = Watched::new(echo("echo"));
    let mut watcher = watched.watch();
    let first = watcher.next();
    assert_eq!(first["whole"], true);
    assert_eq!(first["functions"][0]["function"]["state"], "not-started");
    let reply = watched.post(SEND, r#"{"do":"sleep","milliseconds":400}"#);
    assert_eq!(reply.status, 202);
    let request_id = &reply.json()["requestId"];
    let mut stages = Vec::new();
    while stages.last() != Some(&json!("succeeded")) {
        for invocation in watcher.invocations() {
            assert_eq!(&invocation["requestId"], request_id);
            stages.push(invocation["stage"].clone());
        }
    }
    assert!(stages.contains(&"running".into()), "{stages:?}");
    assert_eq!(
        watched.post(SEND, "").status,
        202,
        "no event is an empty object, as elsewhere"
    );
    let refused = watched.post(SEND, "{oops");
    assert_eq!(refused.status, 400);
    assert!(
        refused.json()["message"]
            .as_str()
            .unwrap()
            .contains("no JSON: key must be"),
        "{}",
        refused.text()
    );
}

#[test]
fn the_pieces_of_a_streamed_response_are_counted_as_they_come() {
    let watched = Watched::new(echo("echo"));
    watched.invoke(r#"{"do":"stream"}"#);
    let shown = watched.shown(1);
    let pieces = &shown["timeline"]["pieces"];
    assert_eq!((&shown["streamed"], &pieces["bytes"]), (&true.into(), &12.into()));
    assert!(shown["timeline"]["firstByte"].as_f64() <= shown["timeline"]["ended"].as_f64());
    assert_eq!(shown["answer"]["text"], "first second");
    watched.invoke(r#"{"do":"stream","error":"Function.Late"}"#);
    assert_eq!(watched.shown(2)["errorMessage"], "late");
}

#[test]
fn the_oldest_are_dropped_and_large_payloads_are_cut() {
    let watched = Watched::keeping(echo("echo"), 3);
    for number in 1..=5 {
        watched.invoke(&number.to_string());
    }
    assert_eq!(watched.get(&format!("{SEND}/2")).status, 404);
    assert_eq!(watched.shown(3)["event"]["text"], "3");
    let large = format!("\"{}\"", "a".repeat(2 << 20));
    watched.invoke(&large);
    let shown = watched.shown(6);
    for part in ["event", "answer"] {
        assert_eq!(
            (&shown[part]["bytes"], &shown[part]["cut"]),
            (&large.len().into(), &true.into())
        );
        assert_eq!(shown[part]["text"].as_str().unwrap().len(), 1 << 20);
    }
    let all = watched.watch().next();
    let function = &all["functions"][0];
    let totals = &function["function"]["totals"];
    assert_eq!(
        (&totals["invocations"], &totals["oldest"]),
        (&6.into(), &4.into())
    );
    assert_eq!(function["invocations"].as_array().unwrap().len(), 3);
}

#[test]
fn the_log_of_an_invocation_can_be_read_while_it_runs() {
    let watched = Watched::new(shell("echo begins; exec sleep 1000"));
    let reply = watched.post(SEND, "1");
    assert_eq!(reply.status, 202);
    eventually("its log is there", || {
        let reply = watched.get(&format!("{SEND}/1"));
        reply.status == 200 && reply.text().contains("begins")
    });
    let log = watched.get("/console/api/functions/function/log");
    assert!(log.json()["text"].as_str().unwrap().contains("begins"));
}

#[test]
fn there_are_events_to_start_from() {
    let watched = Watched::new(echo("echo"));
    let all = watched.get("/console/api/examples").json();
    let first = &all["examples"][0];
    assert!(!first["about"].as_str().unwrap().is_empty());
    let name = first["name"].as_str().unwrap();
    let event = watched.get(&format!("/console/api/examples/{name}")).json();
    assert!(serde_json::from_str::<Value>(event["text"].as_str().unwrap()).is_ok());
    assert_eq!(watched.get("/console/api/examples/none").status, 404);
}

#[test]
fn without_a_history_there_is_no_console() {
    let watched = Watched::keeping(echo("echo"), 0);
    assert_eq!(watched.get("/").status, 404);
    assert_eq!(watched.post(SEND, "1").status, 404);
    assert_eq!(watched.invoke("1").text(), "1");
}
