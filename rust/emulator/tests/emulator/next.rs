//! `GET /runtime/invocation/next`: what an event looks like, and who gets it.

use crate::{
    function::{PATIENCE, api, eventually, patient, refused},
    http::Client,
};
use lambda_emulator::{CallKind, Emulator, Event, FunctionSettings};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

fn now() -> Duration {
    SystemTime::now().duration_since(UNIX_EPOCH).unwrap()
}

#[test]
fn an_event_comes_with_every_header_of_the_contract() {
    let emulator = api();
    let before = now();
    let pending = emulator.begin(
        Event::new(r#"{"k": 3}"#)
            .request_id("8476a536-e9f4-11e8-9739-2dfe598c3fcd")
            .trace_id("Root=1-5bef4de7-ad49b0e87f6ef6c87fc2e700;Parent=9a9197af755a6419;Sampled=1")
            .client_context(r#"{"custom":{"a":"b"}}"#)
            .cognito_identity(r#"{"cognitoIdentityId":"i"}"#)
            .tenant_id("tenant-7"),
    );
    let mut runtime = Client::runtime(&emulator);
    let event = runtime.next();
    let after = now();
    let header = |name: &str| event.header(name).unwrap_or_else(|| panic!("no {name}"));
    assert_eq!(event.status, 200);
    assert_eq!(event.text(), r#"{"k": 3}"#);
    assert_eq!(header("Content-Type"), "application/json");
    assert_eq!(event.request_id(), "8476a536-e9f4-11e8-9739-2dfe598c3fcd");
    assert_eq!(
        header("Lambda-Runtime-Invoked-Function-Arn"),
        "arn:aws:lambda:us-east-1:123456789012:function:function"
    );
    assert_eq!(
        header("Lambda-Runtime-Trace-Id"),
        "Root=1-5bef4de7-ad49b0e87f6ef6c87fc2e700;Parent=9a9197af755a6419;Sampled=1"
    );
    assert_eq!(header("Lambda-Runtime-Client-Context"), r#"{"custom":{"a":"b"}}"#);
    assert_eq!(
        header("Lambda-Runtime-Cognito-Identity"),
        r#"{"cognitoIdentityId":"i"}"#
    );
    assert_eq!(header("Lambda-Runtime-Aws-Tenant-Id"), "tenant-7");
    assert_eq!(header("Lambda-Runtime-Invocation-Id").len(), 36);
    let deadline: u128 = header("Lambda-Runtime-Deadline-Ms").parse().unwrap();
    let earliest = (before + PATIENCE).as_millis();
    assert!(
        (earliest..=(after + PATIENCE).as_millis()).contains(&deadline),
        "{deadline}"
    );
    runtime.respond(&event, "1");
    assert_eq!(
        pending.wait().unwrap().request_id,
        "8476a536-e9f4-11e8-9739-2dfe598c3fcd"
    );
}

#[test]
fn fields_that_are_not_set_are_absent() {
    let mut settings = patient(FunctionSettings::new(""));
    settings.send_invocation_id = false;
    let emulator = Emulator::without_function(settings).unwrap();
    let pending = emulator.begin("{}");
    let mut runtime = Client::runtime(&emulator);
    let event = runtime.next();
    for absent in [
        "Trace-Id",
        "Client-Context",
        "Cognito-Identity",
        "Aws-Tenant-Id",
        "Invocation-Id",
    ] {
        assert_eq!(
            event.header(&format!("Lambda-Runtime-{absent}")),
            None,
            "{absent}"
        );
    }
    assert_eq!(event.request_id().len(), 36, "a UUID");
    // Nothing was sent that could be checked, so nothing is.
    let stray = "Lambda-Runtime-Invocation-Id: anything\r\n";
    let path = crate::http::response_to(&event);
    assert_eq!(runtime.post(&path, stray, "1").status, 202);
    assert_eq!(pending.wait().unwrap().answer.text(), "1");
}

#[test]
fn name_region_and_content_type_are_those_of_settings_and_event() {
    let mut settings = patient(FunctionSettings::new(""));
    settings.name = "k-means".to_owned();
    settings.region = "eu-central-1".to_owned();
    let emulator = Emulator::without_function(settings).unwrap();
    let pending = emulator.begin(Event::new(vec![0, 159, 146, 150]).content_type("application/octet-stream"));
    let mut runtime = Client::runtime(&emulator);
    let event = runtime.next();
    assert_eq!(
        event.header("Lambda-Runtime-Invoked-Function-Arn").unwrap(),
        "arn:aws:lambda:eu-central-1:123456789012:function:k-means"
    );
    assert_eq!(event.header("Content-Type").unwrap(), "application/octet-stream");
    assert_eq!(event.body, [0, 159, 146, 150]);
    runtime.respond(&event, "");
    assert!(pending.wait().unwrap().answer.body().is_empty());
}

#[test]
fn what_no_header_can_carry_is_refused_before_anybody_sees_it() {
    let emulator = api();
    let message = refused(emulator.invoke(Event::new("{}").trace_id("Root=1\r\nEvil: yes")));
    assert!(
        message.starts_with("the trace id holds a line break"),
        "{message}"
    );
    assert!(emulator.calls().is_empty());
}

#[test]
fn a_poll_without_an_answer_gets_the_same_event_again() {
    let emulator = api();
    let pending = emulator.begin("7");
    let mut runtime = Client::runtime(&emulator);
    let (first, second) = (runtime.next(), runtime.next());
    assert_eq!(first.head, second.head, "deadline and invocation id included");
    assert_eq!(second.text(), "7");
    assert_eq!(runtime.respond(&second, "8").status, 202);
    assert_eq!(pending.wait().unwrap().answer.text(), "8");
}

#[test]
fn a_poll_whose_connection_ended_takes_no_event_with_it() {
    let emulator = api();
    let mut gone = Client::runtime(&emulator);
    gone.poll();
    eventually("the poll waits", || emulator.waiting_polls() == 1);
    drop(gone);
    eventually("the poll is forgotten", || emulator.waiting_polls() == 0);
    let pending = emulator.begin("9");
    let mut runtime = Client::runtime(&emulator);
    let event = runtime.next();
    assert_eq!(event.text(), "9");
    runtime.respond(&event, "10");
    assert_eq!(pending.wait().unwrap().answer.text(), "10");
}

#[test]
fn events_come_in_the_order_they_were_handed_in() {
    let emulator = api();
    let mut runtime = Client::runtime(&emulator);
    runtime.poll();
    eventually("the poll waits", || emulator.waiting_polls() == 1);
    let pending: Vec<_> = (0..5)
        .map(|number| emulator.begin(number.to_string().as_str()))
        .collect();
    for number in 0..5 {
        let event = runtime.read();
        assert_eq!(event.text(), number.to_string());
        runtime.respond(&event, format!("answer {number}"));
        runtime.poll();
    }
    for (number, pending) in pending.into_iter().enumerate() {
        assert_eq!(pending.wait().unwrap().answer.text(), format!("answer {number}"));
    }
    let polls = emulator
        .calls()
        .iter()
        .filter(|call| call.kind == CallKind::Next)
        .count();
    eventually("the last poll waits", || emulator.waiting_polls() == 1);
    assert!((5..=6).contains(&polls));
}
