//! Requests that nobody chose, or that nobody should send.

use super::{Function, serve};
use crate::{
    function::echo,
    generated::Draw,
    http::{Client, without_end},
};
use base64::{Engine, engine::general_purpose::STANDARD};
use lambda_emulator::{Emulator, bounds, function_url::InvokeMode, wire};
use serde_json::json;
use std::sync::Arc;

#[test]
fn requests_that_are_refused_never_come_to_the_function() {
    let emulator = Arc::new(Emulator::start(echo("echo")).unwrap());
    let url = serve(&emulator, InvokeMode::Buffered);
    let call = |method: &str, headers: &str, body: &[u8]| {
        let reply = Client::to(url.address()).call(method, "/", headers, body);
        assert!(!reply.json()["Message"].as_str().unwrap().is_empty());
        reply.status
    };
    assert_eq!(call("TRACE", "", b""), 405);
    assert_eq!(call("BREW", "", b""), 405);
    assert_eq!(call("GET", "Host: example.org\r\n", b""), 400);
    assert_eq!(call("GET", "Origin: http://example.org\r\n", b""), 403);
    assert_eq!(call("GET", "Sec-Fetch-Site: cross-site\r\n", b""), 403);
    let text = "Content-Type: text/plain\r\n";
    assert_eq!(call("POST", text, &vec![b'x'; wire::PAYLOAD_LIMIT + 1]), 413);
    // What is small enough as it comes, but not in Base64.
    assert_eq!(call("POST", "", &vec![b'x'; 5 * 1024 * 1024]), 413);
    let begin = "POST / HTTP/1.1\r\nHost: HOST\r\nTransfer-Encoding: chunked\r\n\r\n";
    assert_eq!(without_end(url.address(), begin, "10000\r\n").status, 400);
    let head = "GET / HTTP/1.1\r\nHost: HOST\r\na: ";
    assert_eq!(without_end(url.address(), head, "a").status, 431);
    let many = "a: b\r\n".repeat(bounds::MAX_CLIENT_HEADERS);
    let mut client = Client::to(url.address());
    client.send("GET", "/", &many, b"");
    assert_eq!(client.read().status, 431);
    assert_eq!(emulator.pid(), None);
    assert!(emulator.calls().is_empty());
}

/// Whatever a client writes, the function gets an event with its bytes, or the client a refusal.
#[test]
fn drawn_requests_arrive_as_they_are() {
    let mut function = Function::start(InvokeMode::Buffered);
    let mut draw = Draw::new();
    let bytes: Vec<u8> = (0x21..=0x7e)
        .filter(|byte| !b"#?\"<>\\^`{|}".contains(byte))
        .collect();
    let mut client = function.client();
    for _ in 0..200 {
        let mut text = |length| -> String {
            (0..draw.below(length))
                .map(|_| char::from(draw.one_of(&bytes)))
                .collect()
        };
        let (path, query, value) = (format!("/{}", text(40)), text(40), text(20));
        let body: Vec<u8> = (0..draw.below(3000))
            .map(|_| u8::try_from(draw.below(256)).unwrap())
            .collect();
        let target = if query.is_empty() {
            path.clone()
        } else {
            format!("{path}?{query}")
        };
        let head = format!(
            "PATCH {target} HTTP/1.1\r\nHost: {}\r\nX-Drawn: {value}\r\nContent-Length: {}\r\n\r\n",
            client.host(),
            body.len()
        );
        for piece in draw.pieces(&[head.as_bytes(), &body].concat()) {
            client.write(piece);
        }
        let event = function.runtime.next();
        let seen = event.json();
        assert_eq!(seen["rawPath"], path);
        assert_eq!(seen["rawQueryString"], query);
        assert_eq!(seen["headers"]["x-drawn"], value);
        let sent = seen["body"].as_str().map(|text| STANDARD.decode(text).unwrap());
        assert_eq!(sent.unwrap_or_default(), body);
        let answer = json!({ "statusCode": 200, "body": STANDARD.encode(&body), "isBase64Encoded": true });
        function.runtime.respond(&event, answer.to_string());
        assert_eq!(client.read().body, body);
    }
}
