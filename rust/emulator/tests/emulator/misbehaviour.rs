//! The script: statuses, delays, headers and bodies that no honest Runtime API sends.

use crate::{
    function::{SHORT, api, echo, patient},
    http::{Client, error_to, refusal, response_to},
};
use lambda_emulator::{Answer, CallKind, Emulator, FunctionSettings, Misbehaviour};
use std::time::Duration;

#[test]
fn a_poll_that_fails_consumes_no_event() {
    let emulator = api();
    emulator.misbehave(CallKind::Next, Misbehaviour::status(500));
    emulator.misbehave(CallKind::Next, Misbehaviour::status(503).body("not JSON"));
    let pending = emulator.begin("4");
    let mut runtime = Client::runtime(&emulator);
    assert_eq!(runtime.next().refusal(), refusal(500, "Scripted"));
    let second = runtime.next();
    assert_eq!((second.status, second.text().as_str()), (503, "not JSON"));
    let event = runtime.next();
    assert_eq!((event.status, event.text().as_str()), (200, "4"));
    runtime.respond(&event, "5");
    assert_eq!(pending.wait().unwrap().answer.text(), "5");
}

#[test]
fn calls_take_their_turn_in_the_script_by_kind() {
    let mut settings = patient(FunctionSettings::new(""));
    settings = settings
        .misbehave(CallKind::Response, Misbehaviour::none())
        .misbehave(CallKind::Response, Misbehaviour::status(500))
        .misbehave(CallKind::Other, Misbehaviour::status(418));
    let emulator = Emulator::without_function(settings).unwrap();
    let mut runtime = Client::runtime(&emulator);
    for status in [202, 500, 202] {
        let pending = emulator.begin("{}");
        let event = runtime.next();
        assert_eq!(runtime.respond(&event, "1").status, status);
        pending.wait().unwrap();
    }
    assert_eq!(runtime.call("GET", "/odd", "", b"").status, 418);
    assert_eq!(runtime.call("GET", "/odd", "", b"").status, 404);
}

#[test]
fn an_answer_that_is_refused_ends_its_invocation() {
    let emulator = api();
    let mut runtime = Client::runtime(&emulator);
    for (kind, is_error) in [(CallKind::Response, false), (CallKind::Error, true)] {
        emulator.misbehave(kind, Misbehaviour::status(500));
        let pending = emulator.begin("{}");
        let event = runtime.next();
        let path = if is_error {
            error_to(&event)
        } else {
            response_to(&event)
        };
        let reply = runtime.post(&path, "X-Own: kept\r\n", "what was sent");
        assert_eq!(reply.refusal(), refusal(500, "Scripted"));
        let Answer::Refused(refused) = pending.wait().unwrap().answer else {
            panic!("the script says no");
        };
        assert_eq!((refused.status, refused.is_error), (Some(500), is_error));
        assert_eq!(refused.body, "what was sent");
        assert_eq!(refused.headers.get("x-own"), Some("kept"));
    }
}

#[test]
fn after_a_scripted_413_a_report_is_refused_as_after_a_real_one() {
    let emulator = api();
    emulator.misbehave(CallKind::Response, Misbehaviour::status(413));
    let pending = emulator.begin("{}");
    let mut runtime = Client::runtime(&emulator);
    let event = runtime.next();
    assert_eq!(runtime.respond(&event, "1").status, 413);
    let report = runtime.post(&error_to(&event), "", "{}");
    assert_eq!(report.refusal(), refusal(403, "InvalidStateTransition"));
    assert!(matches!(pending.wait().unwrap().answer, Answer::Refused(_)));
}

#[test]
fn a_status_that_is_no_refusal_changes_only_the_reply() {
    let emulator = api();
    emulator.misbehave(CallKind::Response, Misbehaviour::status(200));
    let pending = emulator.begin("{}");
    let mut runtime = Client::runtime(&emulator);
    let event = runtime.next();
    assert_eq!(runtime.respond(&event, "1").status, 200);
    assert_eq!(pending.wait().unwrap().answer.text(), "1");
}

#[test]
fn an_event_that_is_held_back_too_long_times_out() {
    let mut settings = patient(FunctionSettings::new(""));
    settings.timeout = SHORT;
    let emulator = Emulator::without_function(settings).unwrap();
    emulator.misbehave(CallKind::Next, Misbehaviour::delay(Duration::from_secs(600)));
    let mut runtime = Client::runtime(&emulator);
    runtime.poll();
    assert!(matches!(
        emulator.invoke("{}").unwrap().answer,
        Answer::Timeout(_)
    ));
}

#[test]
fn a_reply_that_is_delayed_is_whole_all_the_same() {
    let emulator = Emulator::start(
        echo("echo")
            .misbehave(CallKind::Next, Misbehaviour::delay(SHORT))
            .misbehave(CallKind::Response, Misbehaviour::none().and_delay(SHORT)),
    )
    .unwrap();
    assert_eq!(emulator.invoke("1").unwrap().answer.text(), "1");
    assert_eq!(emulator.invoke("2").unwrap().answer.text(), "2");
}

#[test]
fn headers_can_be_left_out_changed_and_doubled() {
    let emulator = api();
    emulator.misbehave(
        CallKind::Next,
        Misbehaviour::none()
            .without_header("lambda-runtime-deadline-ms")
            .without_header("Content-Type")
            .header("Lambda-Runtime-Trace-Id", "")
            .header("Lambda-Runtime-Client-Context", b"\xff\xfe")
            .extra_header("Lambda-Runtime-Aws-Request-Id", "second"),
    );
    let pending = emulator.begin("{}");
    let mut runtime = Client::runtime(&emulator);
    let event = runtime.next();
    assert_eq!(event.header("Lambda-Runtime-Deadline-Ms"), None);
    assert_eq!(event.header("Content-Type"), None);
    assert_eq!(event.headers("Lambda-Runtime-Trace-Id"), [""]);
    assert!(event.head.windows(2).any(|bytes| bytes == b"\xff\xfe"));
    let ids = event.headers("Lambda-Runtime-Aws-Request-Id");
    assert_eq!((ids.len(), ids[1].as_str()), (2, "second"));
    runtime.respond(&event, "1");
    assert_eq!(pending.wait().unwrap().answer.text(), "1");
}

#[test]
fn a_content_length_can_lie() {
    let emulator = api();
    emulator.misbehave(
        CallKind::Next,
        Misbehaviour::none()
            .header("Content-Length", "1000")
            .and_cut(lambda_emulator::Cut::CloseAfterReply),
    );
    let _pending = emulator.begin(r#""short""#);
    let mut runtime = Client::runtime(&emulator);
    runtime.poll();
    let message = String::from_utf8(runtime.rest().unwrap()).unwrap();
    assert!(message.contains("\r\nContent-Length: 1000\r\n"), "{message}");
    assert!(message.ends_with("\r\n\r\n\"short\""), "{message}");
}

#[test]
fn an_event_can_come_in_chunks() {
    let emulator = api();
    emulator.misbehave(CallKind::Next, Misbehaviour::none().chunked(4));
    let pending = emulator.begin("0123456789");
    let mut runtime = Client::runtime(&emulator);
    let event = runtime.next();
    assert_eq!(event.header("Content-Length"), None);
    assert_eq!(event.chunks, [4, 4, 2]);
    assert_eq!(event.text(), "0123456789");
    assert_eq!(runtime.respond(&event, "1").status, 202);
    assert_eq!(pending.wait().unwrap().answer.text(), "1");
}

#[test]
fn an_event_can_trickle_in() {
    let dribble = Misbehaviour::none().dribble(7, Duration::from_millis(1));
    let emulator = Emulator::start(
        echo("echo")
            .misbehave(CallKind::Next, dribble.clone())
            .misbehave(CallKind::Response, dribble),
    )
    .unwrap();
    assert_eq!(
        emulator.invoke("\"drop by drop\"").unwrap().answer.text(),
        "\"drop by drop\""
    );
    assert_eq!(emulator.invoke("1").unwrap().answer.text(), "1");
}
