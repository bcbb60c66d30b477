//! Responses in the streaming mode: pieces, trailers, limits.

use crate::{
    function::{answer, api, echo},
    http::{Client, Reply, refusal, response_to},
};
use base64::{Engine, engine::general_purpose::STANDARD};
use lambda_emulator::{Answer, CallKind, Cut, Emulator, Misbehaviour, wire};
use std::time::Duration;

/// Opens a streamed response.
pub(crate) fn begin(runtime: &mut Client, event: &Reply) {
    runtime.write(format!(
        "POST /2018-06-01/runtime/{} HTTP/1.1\r\nHost: {}\r\nContent-Type: text/plain\r\n\
         Lambda-Runtime-Function-Response-Mode: streaming\r\nTransfer-Encoding: chunked\r\n\
         Trailer: Lambda-Runtime-Function-Error-Type, Lambda-Runtime-Function-Error-Body\r\n\r\n",
        response_to(event),
        runtime.host(),
    ));
}

#[test]
fn pieces_are_put_together_and_trailers_kept() {
    let emulator = api();
    let pending = emulator.begin("{}");
    let mut runtime = Client::runtime(&emulator);
    let event = runtime.next();
    begin(&mut runtime, &event);
    for piece in [
        "4\r\none \r\n",
        "3;name=value\r\ntwo\r\n",
        "0\r\nX-Sum: 7\r\n\r\n",
    ] {
        runtime.write(piece);
    }
    assert_eq!(runtime.read().status, 202);
    let completion = pending.wait().unwrap();
    let response = completion.answer.response().unwrap();
    assert_eq!(response.body, "one two");
    assert_eq!(response.content_type.as_deref(), Some("text/plain"));
    assert_eq!(response.trailers.get("x-sum"), Some("7"));
    assert!(response.streamed);
}

#[test]
fn an_error_after_the_first_byte_comes_as_trailers() {
    let emulator = api();
    let pending = emulator.begin("{}");
    let mut runtime = Client::runtime(&emulator);
    let event = runtime.next();
    begin(&mut runtime, &event);
    let report = r#"{"errorMessage":"late","errorType":"Late"}"#;
    runtime.write(format!(
        "5\r\nbegun\r\n0\r\nLambda-Runtime-Function-Error-Type: Function.Late\r\n\
         Lambda-Runtime-Function-Error-Body: {}\r\n\r\n",
        STANDARD.encode(report)
    ));
    assert_eq!(runtime.read().status, 202);
    let completion = pending.wait().unwrap();
    let error = completion.answer.error().unwrap();
    assert!(error.after_first_byte);
    assert_eq!(error.error_type, "Function.Late");
    assert_eq!(error.body, report);
}

#[test]
fn a_stream_may_be_larger_than_a_buffered_response() {
    let emulator = api();
    let pending = emulator.begin("{}");
    let mut runtime = Client::runtime(&emulator);
    let event = runtime.next();
    begin(&mut runtime, &event);
    let piece = vec![b'x'; 1024 * 1024];
    for _ in 0..8 {
        runtime.write(format!("{:x}\r\n", piece.len()));
        runtime.write(&piece);
        runtime.write("\r\n");
    }
    runtime.write("0\r\n\r\n");
    assert_eq!(runtime.read().status, 202);
    let body = pending.wait().unwrap().answer.body().clone();
    assert!(body.len() > wire::RESPONSE_LIMIT);
    assert!(body.iter().all(|byte| *byte == b'x'));
}

#[test]
fn chunks_alone_do_not_make_a_stream() {
    let emulator = api();
    let pending = emulator.begin("{}");
    let mut runtime = Client::runtime(&emulator);
    let event = runtime.next();
    runtime.write(format!(
        "POST /2018-06-01/runtime/{} HTTP/1.1\r\nHost: {}\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nnull\r\n0\r\n\
         Lambda-Runtime-Function-Error-Type: Function.Ignored\r\n\r\n",
        response_to(&event),
        runtime.host(),
    ));
    assert_eq!(runtime.read().status, 202);
    let completion = pending.wait().unwrap();
    let response = completion.answer.response().unwrap();
    assert_eq!(response.body, "null");
    assert!(!response.streamed);
}

#[test]
fn chunks_that_make_no_sense_are_a_truncated_response() {
    let emulator = api();
    let pending = emulator.begin("{}");
    let mut runtime = Client::runtime(&emulator);
    let event = runtime.next();
    begin(&mut runtime, &event);
    runtime.write("many\r\n");
    assert_eq!(runtime.read().refusal(), refusal(400, "TruncatedHTTPRequest"));
    let completion = pending.wait().unwrap();
    assert_eq!(
        completion.answer.error().unwrap().error_type,
        "Runtime.TruncatedResponse"
    );
}

#[test]
fn a_process_streams_and_fails_and_breaks_off() {
    let emulator = Emulator::start(echo("echo")).unwrap();
    let whole = answer(&emulator, r#"{"do":"stream"}"#);
    assert_eq!(whole.response().map(|response| response.streamed), Some(true));
    assert_eq!(whole.text(), "first second");
    let failed = answer(&emulator, r#"{"do":"stream","error":"Function.Late"}"#);
    assert_eq!(failed.error().unwrap().error_type, "Function.Late");
    assert_eq!(failed.text(), r#"{"errorMessage":"late"}"#);
    let Answer::Error(cut) = answer(&emulator, r#"{"do":"stream","cut":"yes"}"#) else {
        panic!("the end of the process counts, not what it had begun to say");
    };
    assert_eq!(cut.error_type, "Runtime.TruncatedResponse");
    assert_eq!(answer(&emulator, "1").text(), "1");
}

/// Opens a response of a hundred thousand bytes, of which the emulator is told to take fewer.
fn begin_long(runtime: &mut Client, event: &Reply) {
    begin(runtime, event);
    let piece = "x".repeat(10_000);
    for _ in 0..10 {
        runtime.write(format!("2710\r\n{piece}\r\n"));
    }
}

#[test]
fn a_stream_is_refused_before_its_end() {
    let emulator = api();
    for status in [202, 410, 413] {
        let pending = emulator.begin("{}");
        let mut runtime = Client::runtime(&emulator);
        let event = runtime.next();
        emulator.misbehave(
            CallKind::Response,
            Misbehaviour::status(status).within_body(30_000),
        );
        begin_long(&mut runtime, &event);
        assert_eq!(runtime.read().status, status);
        let Answer::Refused(refused) = pending.wait().unwrap().answer else {
            panic!("it was refused");
        };
        assert_eq!(refused.status, Some(status));
        assert!(refused.body.len() >= 30_000 && refused.body.len() < 100_000);
    }
}

#[test]
fn a_stream_is_cut_before_its_end() {
    let emulator = api();
    for cut in [Cut::CloseBeforeBody, Cut::ResetBeforeBody] {
        let pending = emulator.begin("{}");
        let mut runtime = Client::runtime(&emulator);
        let event = runtime.next();
        emulator.misbehave(CallKind::Response, Misbehaviour::cut(cut).within_body(30_000));
        begin_long(&mut runtime, &event);
        let Answer::Refused(refused) = pending.wait().unwrap().answer else {
            panic!("it was cut");
        };
        assert_eq!(refused.status, None);
    }
}

#[test]
fn a_stream_that_is_read_slowly_arrives_whole() {
    let emulator = api();
    let pending = emulator.begin("{}");
    let mut runtime = Client::runtime(&emulator);
    let event = runtime.next();
    let slow = Misbehaviour::none().read_slowly(10_000, Duration::from_millis(1));
    emulator.misbehave(CallKind::Response, slow);
    begin_long(&mut runtime, &event);
    runtime.write("0\r\n\r\n");
    assert_eq!(runtime.read().status, 202);
    assert_eq!(pending.wait().unwrap().answer.body().len(), 100_000);
}
