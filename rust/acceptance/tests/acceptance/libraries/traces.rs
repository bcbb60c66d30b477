//! The trace id that AWS's SDK puts into its requests is that of the invocation which makes them. No service is
//! called.

use std::fs;

use acceptance::{Function, Target};
use lambda_emulator::{Answer, Event};

use super::settings;

acceptance::for_targets!(
    [jvm: Jvm Cloud, image: Image Cloud],
    [
        are_those_of_invocations_at_once,
        are_those_of_one_invocation_after_the_other,
    ]
);

fn start(target: Target, concurrency: u16) -> Function {
    let mut settings = settings(target, "orders.Traces")
        .variable("AWS_ACCESS_KEY_ID", "testing")
        .variable("AWS_SECRET_ACCESS_KEY", "testing");
    settings.concurrency = concurrency;
    Function::with(settings)
}

fn trace_id(number: u32) -> String {
    format!("Root=1-5759e988-bd862e3fe1be46a99427279{number};Sampled=1")
}

/// The invocation goes on once there is a file of this name.
fn order(file: &str) -> Event {
    format!(r#"{{"order_id":"{file}","item_count":1,"item_names":[]}}"#)
        .as_str()
        .into()
}

fn answer(answer: &Answer) -> String {
    let response = answer.response().unwrap_or_else(|| panic!("{answer:?}"));
    serde_json::from_slice(&response.body).unwrap()
}

fn are_those_of_invocations_at_once(target: Target) {
    let function = start(target, 4);
    let name = format!("traces-{:?}-{}", target.machine, std::process::id());
    let gate = std::env::temp_dir().join(name);
    let event = || order(gate.to_str().unwrap());
    let mut open: Vec<_> = (0..3)
        .map(|number| function.emulator().begin(event().trace_id(trace_id(number))))
        .collect();
    let without = function.emulator().begin(event());
    while function.emulator().open_invocations() < 4 {
        std::thread::yield_now();
    }
    fs::write(&gate, "").unwrap();
    for (number, pending) in (0..).zip(open.drain(..)) {
        assert_eq!(answer(&pending.wait().unwrap().answer), trace_id(number));
    }
    assert_eq!(answer(&without.wait().unwrap().answer), "none");
    fs::remove_file(&gate).unwrap();
}

fn are_those_of_one_invocation_after_the_other(target: Target) {
    let function = start(target, 1);
    for number in 0..3 {
        let event = order("/").trace_id(trace_id(number));
        assert_eq!(answer(&function.completion(event).answer), trace_id(number));
    }
    assert_eq!(answer(&function.completion(order("/")).answer), "none");
}
