//! One handler object that several invocations call at once, as AWS's own client does it on Lambda Managed
//! Instances.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on panics")]

use super::settings;
use acceptance::{Function, Target};
use lambda_emulator::Event;
use serde_json::Value;
use std::{
    collections::HashMap,
    sync::atomic::{AtomicU32, Ordering},
    thread,
};

acceptance::for_targets!(
    [jvm: Jvm Handlers, image: Image Handlers],
    [
        tell_the_context_of_their_own_invocation,
        log_with_the_request_id_of_their_own_invocation,
        read_and_write_events_of_their_own,
    ]
);

const AT_ONCE: u16 = 8;
const INVOCATIONS: u32 = 800;

fn start(target: Target, handler: &str) -> Function {
    let mut settings = settings(target, handler);
    settings.concurrency = AT_ONCE;
    Function::with(settings)
}

/// Calls `invoke` with each number once, from as many threads as invocations may be open.
fn for_each(numbers: u32, invoke: impl Fn(u32) + Sync) {
    let next = AtomicU32::new(0);
    thread::scope(|scope| {
        for _ in 0..AT_ONCE {
            scope.spawn(|| {
                loop {
                    let number = next.fetch_add(1, Ordering::Relaxed);
                    if number >= numbers {
                        return;
                    }
                    invoke(number);
                }
            });
        }
    });
}

fn request_id(number: u32) -> String {
    format!("8476a536-e9f4-11e8-9739-{number:012}")
}

fn tell_the_context_of_their_own_invocation(target: Target) {
    let function = start(target, "Facts");
    for_each(INVOCATIONS, |number| {
        let trace_id = format!("Root=1-5bef4de7-{number:024};Sampled=1");
        let event = Event::new("\"x\"")
            .request_id(request_id(number))
            .trace_id(trace_id.as_str())
            .tenant_id(format!("tenant-{number}"))
            .client_context(format!(
                r#"{{"client":{{"app_title":"t"}},"custom":{{"number":"{number}"}}}}"#
            ));
        let facts: Value = serde_json::from_str(&function.respond_text(event)).unwrap();
        assert_eq!(facts["requestId"], request_id(number).as_str());
        assert_eq!(facts["trace"], trace_id.as_str());
        assert_eq!(facts["tenant"], format!("tenant-{number}").as_str());
        assert_eq!(facts["custom"]["number"], number.to_string().as_str());
    });
}

fn log_with_the_request_id_of_their_own_invocation(target: Target) {
    const LINES: u32 = 100;
    // Twice without a level, then one for each from INFO on.
    const RECORDS: usize = 6;
    let function = start(target, "Facts");
    for_each(LINES, |number| {
        function.respond(Event::new(format!("\"the line {number}\"")).request_id(request_id(number)));
    });
    function.wait_for_logs("the line ", LINES as usize * RECORDS);
    let mut ids: HashMap<String, Vec<String>> = HashMap::new();
    for line in function.emulator().log().lines() {
        let Ok(record) = serde_json::from_str::<Value>(line) else {
            continue;
        };
        if let (Some(message), Some(id)) = (record["message"].as_str(), record["AWSRequestId"].as_str()) {
            ids.entry(message.to_owned()).or_default().push(id.to_owned());
        }
    }
    for number in 0..LINES {
        let found = &ids[&format!("the line {number}")];
        assert!(found.len() >= 4, "{number}: {found:?}");
        assert!(
            found.iter().all(|id| *id == request_id(number)),
            "{number}: {found:?}"
        );
    }
}

fn read_and_write_events_of_their_own(target: Target) {
    let function = start(target, "Http");
    for_each(INVOCATIONS, |number| {
        let path = format!("/orders/{number}/{}", "x".repeat((number % 50) as usize * 100));
        let event = format!(r#"{{"rawPath":"{path}","requestContext":{{"http":{{"method":"GET"}}}}}}"#);
        let response: Value = serde_json::from_str(&function.respond_text(event.as_str())).unwrap();
        assert_eq!(response["body"], format!("GET {path}").as_str());
    });
}
