//! `POST .../response` and `.../error`: what the caller gets of an answer that is taken.

use crate::{
    function::api,
    http::{Client, Reply, error_to, refusal, response_to},
};
use lambda_emulator::{Answer, Completion, Emulator, Phase};

/// One invocation with the test as the runtime.
fn invocation<T>(emulator: &Emulator, runtime: impl FnOnce(&mut Client, &Reply) -> T) -> (Completion, T) {
    let pending = emulator.begin(r#"{"a": 1}"#);
    let mut client = Client::runtime(emulator);
    let event = client.next();
    let outcome = runtime(&mut client, &event);
    (pending.wait().unwrap(), outcome)
}

#[test]
fn a_response_is_taken_as_it_comes() {
    let emulator = api();
    let body = b"any bytes: \x00\xff".as_slice();
    let headers = "Content-Type: text/odd\r\nX-Own: one\r\nX-Own: two\r\n";
    let (completion, reply) = invocation(&emulator, |client, event| {
        client.post(&response_to(event), headers, body)
    });
    assert_eq!(reply.status, 202);
    assert_eq!(reply.json()["status"], "OK");
    assert!(completion.init_duration.is_none(), "no process was started");
    let response = completion.answer.response().unwrap();
    assert_eq!(response.body, body);
    assert_eq!(response.content_type.as_deref(), Some("text/odd"));
    assert_eq!(
        response.headers.get_all("x-own").collect::<Vec<_>>(),
        ["one", "two"]
    );
    assert!(!response.streamed);
    assert!(response.trailers.is_empty());
}

#[test]
fn an_error_report_is_taken_as_it_comes() {
    let emulator = api();
    let report =
        r#"{"errorMessage":"no","errorType":"java.lang.IllegalStateException","stackTrace":["a","b"]}"#;
    let headers = "Lambda-Runtime-Function-Error-Type: Function.Broken\r\n\
                   Lambda-Runtime-Function-XRay-Error-Cause: {\"paths\":[]}\r\n";
    let (completion, reply) = invocation(&emulator, |client, event| {
        client.post(&error_to(event), headers, report)
    });
    assert_eq!(reply.status, 202);
    let error = completion.answer.error().unwrap();
    assert_eq!(error.phase, Phase::Invocation);
    assert_eq!(error.error_type, "Function.Broken");
    assert_eq!(error.body, report);
    assert_eq!(
        error.headers.get("lambda-runtime-function-xray-error-cause"),
        Some(r#"{"paths":[]}"#)
    );
    assert!(!error.after_first_byte);
    assert!(completion.answer.response().is_none());
}

#[test]
fn error_types_are_taken_over_as_the_platform_does() {
    let emulator = api();
    let cases = [
        (Some("Runtime.UserException"), "Runtime.UserException"),
        (Some("Function.Broken"), "Function.Broken"),
        (Some("Function.broken"), "Function.Unknown"),
        (Some("Function."), "Function.Unknown"),
        (Some("Runtime.Error42"), "Runtime.Unknown"),
        (Some("java.lang.Error"), "Runtime.Unknown"),
        (None, "Runtime.Unknown"),
    ];
    for (sent, taken) in cases {
        let header = sent.map(|sent| format!("Lambda-Runtime-Function-Error-Type: {sent}\r\n"));
        let (completion, _) = invocation(&emulator, |client, event| {
            client.post(&error_to(event), &header.unwrap_or_default(), "{}")
        });
        assert_eq!(completion.answer.error().unwrap().error_type, taken, "{sent:?}");
    }
}

#[test]
fn the_invocation_id_may_be_sent_back_or_left_out() {
    let emulator = api();
    for send in [true, false] {
        let (completion, reply) = invocation(&emulator, |client, event| {
            let id = event.header("Lambda-Runtime-Invocation-Id").unwrap();
            let header = format!("Lambda-Runtime-Invocation-Id: {id}\r\n");
            client.post(&response_to(event), if send { &header } else { "" }, "1")
        });
        assert_eq!(reply.status, 202, "sent back: {send}");
        assert_eq!(completion.answer.text(), "1");
    }
}

#[test]
fn two_events_may_share_a_request_id_one_after_the_other() {
    let emulator = api();
    let mut client = Client::runtime(&emulator);
    for round in ["first", "second"] {
        let pending = emulator.begin(lambda_emulator::Event::new("{}").request_id("retried"));
        let event = client.next();
        assert_eq!(client.respond(&event, round).status, 202);
        assert_eq!(pending.wait().unwrap().answer.text(), round);
    }
}

#[test]
fn an_empty_response_is_a_response() {
    let emulator = api();
    let (completion, reply) = invocation(&emulator, |client, event| client.respond(event, ""));
    assert_eq!(reply.status, 202);
    assert!(matches!(completion.answer, Answer::Response(_)));
    assert_eq!(completion.answer.text(), "");
}

#[test]
fn a_large_response_waits_for_the_word_to_go_on() {
    let emulator = api();
    let (completion, reply) = invocation(&emulator, |client, event| {
        client.write(format!(
            "POST /2018-06-01/runtime/{} HTTP/1.1\r\nHost: {}\r\nExpect: 100-continue\r\nContent-Length: 4\r\n\r\n",
            response_to(event),
            client.host(),
        ));
        assert_eq!(client.read().status, 100);
        client.write("null");
        client.read()
    });
    assert_eq!(reply.status, 202);
    assert_eq!(completion.answer.text(), "null");
}

#[test]
fn an_answer_while_another_is_being_read_is_refused() {
    let emulator = api();
    let (completion, ()) = invocation(&emulator, |client, event| {
        client.write(format!(
            "POST /2018-06-01/runtime/{} HTTP/1.1\r\nHost: {}\r\nExpect: 100-continue\r\nContent-Length: 5\r\n\r\n",
            response_to(event),
            client.host(),
        ));
        assert_eq!(
            client.read().status,
            100,
            "the emulator reads the first one's body now"
        );
        let mut other = Client::runtime(&emulator);
        let refused = other.respond(event, "other");
        assert_eq!(refused.refusal(), refusal(403, "InvalidStateTransition"));
        client.write("first");
        assert_eq!(client.read().status, 202);
    });
    assert_eq!(completion.answer.text(), "first");
}
