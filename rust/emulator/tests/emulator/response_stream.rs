//! `InvokeWithResponseStream`: what a client has while the function is still at work, and how it ends.

use crate::{
    function::{api, echo, json},
    http::{Client, Reply, response_to},
    streaming::begin,
};
use base64::{Engine, engine::general_purpose::STANDARD};
use lambda_emulator::{CallKind, Emulator, Misbehaviour, invoke_api::InvokeApi};
use serde_json::Value;
use std::{net::Ipv4Addr, sync::Arc};

const PATH: &str = "/2021-11-15/functions/function/response-streaming-invocations";

/// One frame: the type of its event, and its payload.
type Frame = (String, Vec<u8>);

fn serve(emulator: Emulator) -> (InvokeApi, Arc<Emulator>) {
    let emulator = Arc::new(emulator);
    let api = InvokeApi::start(Arc::clone(&emulator), (Ipv4Addr::LOCALHOST, 0).into()).unwrap();
    (api, emulator)
}

fn number(bytes: &[u8]) -> usize {
    usize::try_from(u32::from_be_bytes(bytes[..4].try_into().unwrap())).unwrap()
}

/// Takes frames apart; the checksums have vectors of their own.
fn frames(mut bytes: &[u8]) -> Vec<Frame> {
    let mut frames = Vec::new();
    while !bytes.is_empty() {
        let (length, headers) = (number(bytes), number(&bytes[4..]));
        let text = String::from_utf8_lossy(&bytes[12..12 + headers]).into_owned();
        assert!(text.contains(":message-type\u{7}\0\u{5}event"), "{text:?}");
        let event_type = ["PayloadChunk", "InvokeComplete"]
            .into_iter()
            .find(|name| text.contains(name));
        let payload = bytes[12 + headers..length - 4].to_vec();
        frames.push((event_type.unwrap().to_owned(), payload));
        bytes = &bytes[length..];
    }
    frames
}

/// The bytes of all chunks, and what the last frame says.
fn whole(reply: &Reply) -> (Vec<u8>, Value) {
    assert_eq!(reply.status, 200);
    let mut frames = frames(&reply.body);
    let (last, complete) = frames.pop().unwrap();
    assert_eq!(last, "InvokeComplete");
    assert!(frames.iter().all(|(event_type, _)| event_type == "PayloadChunk"));
    let bytes = frames.into_iter().flat_map(|(_, payload)| payload).collect();
    (bytes, json(&complete))
}

fn call(api: &InvokeApi, headers: &str, payload: &str) -> Reply {
    Client::to(api.address()).call("POST", PATH, headers, payload.as_bytes())
}

#[test]
fn a_client_has_each_piece_before_the_next_is_made() {
    let (api, emulator) = serve(api());
    let mut client = Client::to(api.address());
    client.send("POST", PATH, "", b"{}");
    let mut runtime = Client::runtime(&emulator);
    let event = runtime.next();
    let head = client.head();
    assert_eq!(
        head.header("Content-Type").unwrap(),
        "application/vnd.amazon.eventstream"
    );
    assert_eq!(head.header("X-Amz-Executed-Version").unwrap(), "$LATEST");
    assert_eq!(
        head.header("x-amzn-RequestId"),
        event.header("Lambda-Runtime-Aws-Request-Id")
    );
    begin(&mut runtime, &event);
    for piece in ["one", "two"] {
        runtime.write(format!("3\r\n{piece}\r\n"));
        let expected = ("PayloadChunk".to_owned(), piece.as_bytes().to_vec());
        assert_eq!(frames(&client.chunk()), [expected]);
    }
    runtime.write("0\r\n\r\n");
    assert_eq!(runtime.read().status, 202);
    let complete = ("InvokeComplete".to_owned(), b"{}".to_vec());
    assert_eq!(frames(&client.chunk()), [complete]);
    assert!(client.chunk().is_empty());
}

#[test]
fn a_failure_after_the_first_byte_follows_what_came() {
    let (api, _emulator) = serve(Emulator::start(echo("echo")).unwrap());
    let (bytes, complete) = whole(&call(&api, "", r#"{"do":"stream","error":"Function.Late"}"#));
    assert!(!bytes.is_empty());
    assert_eq!(complete["ErrorCode"], "Unhandled");
    assert_eq!(complete["ErrorDetails"], r#"{"errorMessage":"late"}"#);
}

#[test]
fn a_buffered_response_comes_too_and_so_do_errors() {
    let (api, _emulator) = serve(Emulator::start(echo("echo")).unwrap());
    let large = format!("\"{}\"", "x".repeat(1_000_000));
    for payload in ["1", large.as_str()] {
        let (bytes, complete) = whole(&call(&api, "", payload));
        assert!(bytes == payload.as_bytes());
        assert_eq!(complete, json(b"{}"));
    }
    let (bytes, complete) = whole(&call(&api, "", r#"{"do":"fail","type":"Function.Asked"}"#));
    assert!(bytes.is_empty());
    assert_eq!(complete["ErrorCode"], "Unhandled");
    let details = complete["ErrorDetails"].as_str().unwrap();
    assert_eq!(json(details.as_bytes())["errorType"], "Asked");
}

#[test]
fn the_log_is_in_the_last_frame_if_it_is_asked_for() {
    let (api, _emulator) = serve(Emulator::start(echo("echo")).unwrap());
    let event = r#"{"do":"log","out":"said","err":""}"#;
    let (_, complete) = whole(&call(&api, "X-Amz-Log-Type: Tail\r\n", event));
    let log = STANDARD.decode(complete["LogResult"].as_str().unwrap()).unwrap();
    assert!(String::from_utf8_lossy(&log).contains("said"));
}

#[test]
fn a_response_that_breaks_off_says_so_after_what_came() {
    let (api, emulator) = serve(Emulator::start(echo("echo")).unwrap());
    let event = r#"{"do":"stream","cut":"yes"}"#;
    let (bytes, complete) = whole(&call(&api, "", event));
    assert!(!bytes.is_empty());
    let details = json(complete["ErrorDetails"].as_str().unwrap().as_bytes());
    assert_eq!(details["errorType"], "Runtime.TruncatedResponse");
    emulator.misbehave(CallKind::Response, Misbehaviour::status(500));
    let (bytes, complete) = whole(&call(&api, "", "1"));
    assert!(bytes.is_empty());
    assert_eq!(
        complete["ErrorDetails"],
        "the script refused the function's answer"
    );
}

#[test]
fn a_client_that_goes_away_leaves_the_invocation_to_its_end() {
    let (api, emulator) = serve(api());
    let mut client = Client::to(api.address());
    client.send("POST", PATH, "", b"{}");
    let mut runtime = Client::runtime(&emulator);
    let event = runtime.next();
    begin(&mut runtime, &event);
    runtime.write("3\r\none\r\n");
    client.head();
    client.chunk();
    drop(client);
    let piece = "x".repeat(100_000);
    for _ in 0..100 {
        runtime.write(format!("186a0\r\n{piece}\r\n"));
    }
    runtime.write("0\r\n\r\n");
    assert_eq!(runtime.read().status, 202);
}

#[test]
fn what_is_not_to_be_streamed_is_refused() {
    let (api, _emulator) = serve(api());
    let refused = call(&api, "X-Amz-Invocation-Type: Event\r\n", "{}");
    assert_eq!(
        (
            refused.status,
            refused.header("x-amzn-ErrorType").unwrap().as_str()
        ),
        (400, "InvalidParameterValueException")
    );
    assert_eq!(call(&api, "X-Amz-Invocation-Type: DryRun\r\n", "{}").status, 204);
    assert_eq!(call(&api, "", "{").status, 400);
}

#[test]
fn a_streamed_response_with_a_length_comes_too() {
    let (api, emulator) = serve(api());
    let mut client = Client::to(api.address());
    client.send("POST", PATH, "", b"{}");
    let mut runtime = Client::runtime(&emulator);
    let event = runtime.next();
    let mode = "Lambda-Runtime-Function-Response-Mode: streaming\r\n";
    assert_eq!(runtime.post(&response_to(&event), mode, "whole").status, 202);
    let (bytes, complete) = whole(&client.read());
    assert_eq!((bytes.as_slice(), complete), (b"whole".as_slice(), json(b"{}")));
}
