//! Responses that a function URL hands on as they come.

use super::{Function, assert_bad_gateway};
use crate::http::{Client, Reply, response_to};
use lambda_emulator::{bounds, function_url::InvokeMode};

const FOR_HTTP: &str = "application/vnd.awslambda.http-integration-response";

/// A request under way.
struct Exchange {
    function: Function,
    client: Client,
    event: Reply,
}

impl Exchange {
    /// The function has begun a streamed response.
    fn begin(content_type: &str) -> Self {
        let mut function = Function::start(InvokeMode::ResponseStream);
        let mut client = function.client();
        client.send("GET", "/", "", b"");
        let event = function.runtime.next();
        let host = function.runtime.host();
        let path = response_to(&event);
        function.runtime.write(format!(
            "POST /2018-06-01/runtime/{path} HTTP/1.1\r\nHost: {host}\r\n{content_type}\
             Lambda-Runtime-Function-Response-Mode: streaming\r\nTransfer-Encoding: chunked\r\n\r\n"
        ));
        Exchange {
            function,
            client,
            event,
        }
    }

    fn for_http() -> Self {
        Self::begin(&format!("Content-Type: {FOR_HTTP}\r\n"))
    }

    fn piece(&mut self, piece: impl AsRef<[u8]>) {
        let piece = piece.as_ref();
        let size = format!("{:x}\r\n", piece.len());
        self.function
            .runtime
            .write([size.as_bytes(), piece, b"\r\n"].concat());
    }

    fn end(&mut self) {
        self.function.runtime.write("0\r\n\r\n");
        assert_eq!(self.function.runtime.read().status, 202);
    }
}

#[test]
fn the_prelude_becomes_the_head_and_pieces_come_as_they_are_made() {
    let mut exchange = Exchange::for_http();
    // In pieces that end anywhere, within the NULs too.
    for piece in [
        "{\"statusCode\":206,\"headers\":{\"Content-Type\":\"text/css\",\"X-Two\":[\"a\",\"b\"],",
        "\"Content-Length\":\"1\"},\"cookies\":[\"a=1\",\"b=2\"]}\0\0\0",
        "\0\0\0",
        "\0\0one",
    ] {
        exchange.piece(piece);
    }
    let head = exchange.client.head();
    assert_eq!(head.status, 206);
    assert_eq!(head.headers("Content-Type"), ["text/css"]);
    assert_eq!(head.headers("X-Two"), ["a", "b"]);
    assert_eq!(head.headers("Set-Cookie"), ["a=1", "b=2"]);
    assert_eq!(head.header("Content-Length"), None);
    assert_eq!(head.header("x-amzn-RequestId"), Some(exchange.event.request_id()));
    assert_eq!(exchange.client.chunk(), b"one");
    for piece in ["two", "\0\0\0\0\0\0\0\0\0three"] {
        exchange.piece(piece);
        assert_eq!(exchange.client.chunk(), piece.as_bytes());
    }
    exchange.end();
    assert!(exchange.client.chunk().is_empty());
}

#[test]
fn a_prelude_alone_is_an_empty_response() {
    let mut exchange = Exchange::for_http();
    exchange.piece("{}\0\0\0\0\0\0\0\0");
    exchange.end();
    let reply = exchange.client.read();
    assert_eq!((reply.status, reply.body.len()), (200, 0));
    assert_eq!(reply.headers("Content-Type"), ["application/octet-stream"]);
}

#[test]
fn without_a_prelude_all_bytes_are_the_body() {
    for (content_type, expected) in [
        ("Content-Type: text/event-stream\r\n", "text/event-stream"),
        ("", "application/octet-stream"),
    ] {
        let mut exchange = Exchange::begin(content_type);
        let head = exchange.client.head();
        assert_eq!(
            (head.status, head.header("Content-Type").unwrap().as_str()),
            (200, expected)
        );
        exchange.piece("{}\0\0\0\0\0\0\0\0one");
        assert_eq!(exchange.client.chunk(), b"{}\0\0\0\0\0\0\0\0one");
        exchange.end();
    }
    // Nor is anything inferred from a response that is not streamed.
    let mut function = Function::start(InvokeMode::ResponseStream);
    let reply = function.reply(r#"{"statusCode": 404}"#);
    assert_eq!(
        (reply.status, reply.text().as_str()),
        (200, r#"{"statusCode": 404}"#)
    );
}

#[test]
fn a_prelude_that_is_none_is_a_bad_gateway() {
    for prelude in [
        "body and no prelude".to_owned(),
        String::new(),
        "[]\0\0\0\0\0\0\0\0".to_owned(),
        "{\"statusCode\":1}\0\0\0\0\0\0\0\0".to_owned(),
        "{\"headers\":{\"a\":\"b\\r\\nc: d\"}}\0\0\0\0\0\0\0\0".to_owned(),
        "x".repeat(bounds::MAX_PRELUDE_BYTES + 1),
    ] {
        let mut exchange = Exchange::for_http();
        if !prelude.is_empty() {
            exchange.piece(&prelude);
        }
        // It is the client's response that failed; the function's was taken.
        exchange.end();
        assert_bad_gateway(&exchange.client.read(), &prelude[..prelude.len().min(40)]);
    }
}

#[test]
fn a_failure_after_the_first_byte_leaves_the_response_without_an_end() {
    let mut exchange = Exchange::for_http();
    exchange.piece("{}\0\0\0\0\0\0\0\0one");
    exchange.client.head();
    assert_eq!(exchange.client.chunk(), b"one");
    exchange
        .function
        .runtime
        .write("0\r\nLambda-Runtime-Function-Error-Type: Function.Late\r\n\r\n");
    assert_eq!(exchange.function.runtime.read().status, 202);
    assert_eq!(exchange.client.rest().unwrap(), b"", "no last chunk");
}

#[test]
fn a_failure_within_the_prelude_is_a_bad_gateway() {
    let mut exchange = Exchange::for_http();
    exchange.piece("{");
    exchange
        .function
        .runtime
        .write("0\r\nLambda-Runtime-Function-Error-Type: Function.Late\r\n\r\n");
    assert_bad_gateway(&exchange.client.read(), "late");
}

#[test]
fn a_client_that_goes_away_leaves_the_function_to_its_end() {
    let mut exchange = Exchange::for_http();
    exchange.piece("{}\0\0\0\0\0\0\0\0one");
    exchange.client.head();
    exchange.client = exchange.function.client();
    for _ in 0..100 {
        exchange.piece("x".repeat(100_000));
    }
    exchange.end();
    let function = &mut exchange.function;
    assert_eq!(function.reply("1").text(), "1");
}

#[test]
fn old_clients_get_the_body_until_the_connection_ends() {
    let mut function = Function::start(InvokeMode::ResponseStream);
    let mut client = function.client();
    client.write(format!("GET / HTTP/1.0\r\nHost: {}\r\n\r\n", client.host()));
    let event = function.runtime.next();
    assert_eq!(event.json()["requestContext"]["http"]["protocol"], "HTTP/1.0");
    let mode = "Lambda-Runtime-Function-Response-Mode: streaming\r\nContent-Type: text/plain\r\n";
    function.runtime.post(&response_to(&event), mode, "whole");
    let head = client.head();
    assert_eq!(head.header("Transfer-Encoding"), None);
    assert_eq!(client.rest().unwrap(), b"whole");
}
