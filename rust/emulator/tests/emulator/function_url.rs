//! A function URL as HTTP clients see it, and as the function does.

use crate::{
    function::{SHORT, api, echo},
    http::{Client, Reply, error_to, response_to},
};
use base64::{Engine, engine::general_purpose::STANDARD};
use lambda_emulator::{
    Emulator,
    function_url::{FunctionUrl, InvokeMode},
};
use serde_json::{Value, json};
use std::{net::Ipv4Addr, sync::Arc};

mod hostile;
mod streamed;

/// A function URL of which the test is the function.
struct Function {
    url: FunctionUrl,
    runtime: Client,
    _emulator: Arc<Emulator>,
}

impl Function {
    fn start(mode: InvokeMode) -> Self {
        let emulator = Arc::new(api());
        Function {
            url: serve(&emulator, mode),
            runtime: Client::runtime(&emulator),
            _emulator: emulator,
        }
    }

    fn client(&self) -> Client {
        Client::to(self.url.address())
    }

    /// What the function gets for this request, and what the client gets for `{}`.
    fn event(&mut self, method: &str, path: &str, headers: &str, body: &[u8]) -> (Value, Reply) {
        let mut client = self.client();
        client.send(method, path, headers, body);
        let event = self.runtime.next();
        assert_eq!(self.runtime.respond(&event, "{}").status, 202);
        (event.json(), client.read())
    }

    /// What the client gets when the function answers so.
    fn reply(&mut self, response: &str) -> Reply {
        let mut client = self.client();
        client.send("GET", "/", "", b"");
        let event = self.runtime.next();
        assert_eq!(self.runtime.respond(&event, response).status, 202);
        client.read()
    }
}

fn serve(emulator: &Arc<Emulator>, mode: InvokeMode) -> FunctionUrl {
    FunctionUrl::start(Arc::clone(emulator), (Ipv4Addr::LOCALHOST, 0).into(), mode).unwrap()
}

/// Status and body of a function that failed, as Lambda shows it.
fn assert_bad_gateway(reply: &Reply, why: &str) {
    assert_eq!(
        (reply.status, reply.text().as_str()),
        (502, "Internal Server Error"),
        "{why}"
    );
}

#[test]
fn a_request_is_an_event_of_payload_format_2() {
    let mut function = Function::start(InvokeMode::Buffered);
    let port = function.url.address().port();
    let (mut event, reply) = function.event(
        "POST",
        "/my/p%20th?a=1&a=2&b=%26",
        "X-Many: 1\r\nCookie: one=1; two=2\r\nX-MANY: 2\r\nContent-Type: text/plain\r\nUser-Agent: agent\r\n\
         Connection: keep-alive\r\nX-Forwarded-For: 192.0.2.1\r\n",
        "Grüße".as_bytes(),
    );
    let context = event["requestContext"].as_object_mut().unwrap();
    let epoch = context.remove("timeEpoch").unwrap().as_u64().unwrap();
    assert!(epoch > 1_700_000_000_000, "{epoch}");
    assert_eq!(context.remove("time").unwrap().as_str().unwrap().len(), 26);
    let request_id = context.remove("requestId").unwrap();
    assert_eq!(reply.header("x-amzn-RequestId").as_deref(), request_id.as_str());
    let host = format!("127.0.0.1:{port}");
    assert_eq!(
        event,
        json!({
            "version": "2.0",
            "routeKey": "$default",
            "rawPath": "/my/p%20th",
            "rawQueryString": "a=1&a=2&b=%26",
            "cookies": ["one=1", "two=2"],
            "headers": {
                "host": host,
                "x-many": "1,2",
                "content-type": "text/plain",
                "user-agent": "agent",
                "content-length": "7",
                "x-forwarded-for": "192.0.2.1, 127.0.0.1",
                "x-forwarded-port": port.to_string(),
                "x-forwarded-proto": "http",
            },
            "queryStringParameters": { "a": "1,2", "b": "&" },
            "requestContext": {
                "accountId": "anonymous",
                "apiId": "function",
                "authentication": null,
                "authorizer": null,
                "domainName": host,
                "domainPrefix": "function",
                "http": {
                    "method": "POST",
                    "path": "/my/p%20th",
                    "protocol": "HTTP/1.1",
                    "sourceIp": "127.0.0.1",
                    "userAgent": "agent",
                },
                "routeKey": "$default",
                "stage": "$default",
            },
            "body": "Grüße",
            "isBase64Encoded": false,
        })
    );
    let (event, _) = function.event("GET", "/", "", b"");
    for absent in ["cookies", "queryStringParameters", "body"] {
        assert!(event.get(absent).is_none(), "{absent}");
    }
}

#[test]
fn a_body_that_is_no_text_comes_in_base64() {
    let mut function = Function::start(InvokeMode::Buffered);
    let cases: [(&str, &[u8], bool); 5] = [
        ("Content-Type: application/json\r\n", b"{}", false),
        ("Content-Type: image/png\r\n", b"\x89PNG", true),
        (
            "Content-Type: application/x-www-form-urlencoded\r\n",
            b"a=b",
            true,
        ),
        ("", b"text", true),
        ("Content-Type: text/plain\r\n", b"\xff\xfe", true),
    ];
    for (headers, body, encoded) in cases {
        let (event, _) = function.event("PUT", "/", headers, body);
        assert_eq!(event["isBase64Encoded"], encoded, "{headers}");
        let text = event["body"].as_str().unwrap();
        let bytes = if encoded {
            STANDARD.decode(text).unwrap()
        } else {
            text.into()
        };
        assert_eq!(bytes, body);
    }
}

#[test]
fn a_response_that_says_nothing_of_http_is_json_with_status_200() {
    let mut function = Function::start(InvokeMode::Buffered);
    for response in [
        "\"Hello, world!\"",
        "{\"message\": \"Hello\"}",
        "[1]",
        "null",
        "{\"headers\":{\"a\":\"b\"}}",
    ] {
        let reply = function.reply(response);
        assert_eq!((reply.status, reply.text().as_str()), (200, response));
        assert_eq!(reply.headers("Content-Type"), ["application/json"]);
        assert_eq!(reply.header("a"), None);
    }
}

#[test]
fn status_headers_and_cookies_are_taken_out_of_a_response() {
    let mut function = Function::start(InvokeMode::Buffered);
    let reply = function.reply(
        r#"{"statusCode": 201, "headers": {"Content-Type": "text/html", "X-One": 1, "X-Two": ["a", "b"],
            "Content-Length": "7000", "Transfer-Encoding": "chunked", "X-None": null},
            "cookies": ["a=1; Secure", "b=2"], "body": "Grüße", "isBase64Encoded": false, "more": {}}"#,
    );
    assert_eq!((reply.status, reply.text().as_str()), (201, "Grüße"));
    assert_eq!(reply.headers("Content-Type"), ["text/html"]);
    assert_eq!(reply.headers("X-One"), ["1"]);
    assert_eq!(reply.headers("X-Two"), ["a", "b"]);
    assert_eq!(reply.headers("Content-Length"), ["7"]);
    assert_eq!(reply.headers("Set-Cookie"), ["a=1; Secure", "b=2"]);
    assert_eq!(reply.header("X-None"), None);
    let bytes: Vec<u8> = (0..=255).collect();
    let encoded = STANDARD.encode(&bytes);
    let reply = function.reply(&format!(
        r#"{{"statusCode": "404", "body": "{encoded}", "isBase64Encoded": true}}"#
    ));
    assert_eq!(reply.headers("Content-Type"), ["application/json"]);
    assert_eq!((reply.status, reply.body), (404, bytes));
    let reply = function.reply(r#"{"statusCode": 204}"#);
    assert_eq!((reply.status, reply.body.len()), (204, 0));
}

#[test]
fn a_response_that_is_no_http_is_a_bad_gateway() {
    let mut function = Function::start(InvokeMode::Buffered);
    for response in [
        "not JSON",
        "",
        r#"{"statusCode": 99}"#,
        r#"{"statusCode": 101}"#,
        r#"{"statusCode": 600}"#,
        r#"{"statusCode": 1e3}"#,
        r#"{"statusCode": {}}"#,
        r#"{"statusCode": 200, "headers": []}"#,
        r#"{"statusCode": 200, "headers": {"a b": "c"}}"#,
        r#"{"statusCode": 200, "headers": {"a": "b\r\nc: d"}}"#,
        r#"{"statusCode": 200, "headers": {"a": {}}}"#,
        r#"{"statusCode": 200, "cookies": "a=b"}"#,
        r#"{"statusCode": 200, "cookies": ["a=b\r\nc: d"]}"#,
        r#"{"statusCode": 200, "body": {}}"#,
        r#"{"statusCode": 200, "body": "=", "isBase64Encoded": true}"#,
        r#"{"statusCode": 200, "isBase64Encoded": "yes"}"#,
    ] {
        assert_bad_gateway(&function.reply(response), response);
    }
    assert_eq!(function.reply("1").status, 200);
}

#[test]
fn a_function_that_fails_is_a_bad_gateway_in_both_modes() {
    for mode in [InvokeMode::Buffered, InvokeMode::ResponseStream] {
        let mut function = Function::start(mode);
        let mut client = function.client();
        client.send("GET", "/", "", b"");
        let event = function.runtime.next();
        let report = "{\"errorMessage\":\"a secret\"}";
        assert_eq!(function.runtime.post(&error_to(&event), "", report).status, 202);
        let reply = client.read();
        assert_bad_gateway(&reply, "a reported error");
        assert_eq!(reply.header("x-amzn-RequestId"), Some(event.request_id()));
        let mut settings = echo("hang-in-init");
        settings.init_timeout = SHORT;
        settings.report_lines = true;
        let emulator = Arc::new(Emulator::start(settings).unwrap());
        let url = serve(&emulator, mode);
        assert_bad_gateway(&Client::to(url.address()).call("GET", "/", "", b""), "a time-out");
        assert!(
            emulator.log().contains("\tStatus: 502\tthe function failed: "),
            "{}",
            emulator.log()
        );
    }
}

#[test]
fn a_head_request_has_no_body() {
    let mut function = Function::start(InvokeMode::Buffered);
    let mut client = function.client();
    client.send("HEAD", "/", "", b"");
    let event = function.runtime.next();
    assert_eq!(event.json()["requestContext"]["http"]["method"], "HEAD");
    function.runtime.respond(&event, "\"four\"");
    let head = client.head();
    assert_eq!(
        (head.status, head.header("Content-Length").unwrap().as_str()),
        (200, "6")
    );
    client.send("GET", "/", "", b"");
    let event = function.runtime.next();
    function.runtime.respond(&event, "1");
    assert_eq!(client.read().text(), "1");
}

#[test]
fn a_function_that_streams_needs_the_mode_for_it() {
    let mut function = Function::start(InvokeMode::Buffered);
    let mut client = function.client();
    client.send("GET", "/", "", b"");
    let event = function.runtime.next();
    let headers = "Lambda-Runtime-Function-Response-Mode: streaming\r\n\
                   Content-Type: application/vnd.awslambda.http-integration-response\r\n";
    let body = b"{\"statusCode\":200}\0\0\0\0\0\0\0\0body";
    assert_eq!(
        function.runtime.post(&response_to(&event), headers, body).status,
        202
    );
    assert_bad_gateway(&client.read(), "a prelude");
}
