//! A gateway as HTTP clients see it, and as its functions do.

use crate::{
    function::api,
    http::{Client, Reply, error_to},
};
use lambda_emulator::{
    Emulator, Functions,
    gateway::{Gateway, GatewaySettings, Payload},
};
use serde_json::{Value, json};
use std::{net::Ipv4Addr, sync::Arc};

/// A gateway of which the test is the function behind its routes.
struct Function {
    gateway: Gateway,
    runtime: Client,
    _emulator: Arc<Emulator>,
}

impl Function {
    fn start(payload: Payload) -> Self {
        let emulator = Arc::new(api());
        let routes = ["GET /orders/{id}", "POST /orders/{id}", "ANY /files/{path+}"];
        let settings = GatewaySettings {
            name: "shop".to_owned(),
            payload,
            routes: routes
                .map(|key| (key.parse().unwrap(), "function".to_owned()))
                .into(),
        };
        let functions = Functions::from(Arc::clone(&emulator));
        Function {
            gateway: Gateway::start(&functions, settings, (Ipv4Addr::LOCALHOST, 0).into()).unwrap(),
            runtime: Client::runtime(&emulator),
            _emulator: emulator,
        }
    }

    fn client(&self) -> Client {
        Client::to(self.gateway.address())
    }

    /// What the function gets, and what the client gets for this response.
    fn call(
        &mut self,
        method: &str,
        path: &str,
        headers: &str,
        body: &[u8],
        response: &str,
    ) -> (Value, Reply) {
        let mut client = self.client();
        client.send(method, path, headers, body);
        let event = self.runtime.next();
        assert_eq!(self.runtime.respond(&event, response).status, 202);
        (event.json(), client.read())
    }
}

const HEADERS: &str =
    "Content-Type: application/json\r\nX-Two: a\r\nX-Two: b\r\nCookie: c=1; d=2\r\nUser-Agent: test\r\n";

#[test]
fn format_2_has_the_route_its_variables_and_everything_of_the_request() {
    let mut function = Function::start(Payload::V2);
    let response = r#"{"statusCode":201,"headers":{"X-Made":"tea"},"cookies":["e=3"],"body":"made"}"#;
    let (event, reply) = function.call("POST", "/orders/a%20b?q=1&q=2", HEADERS, b"{\"k\":1}", response);
    assert_eq!(event["version"], "2.0");
    assert_eq!(event["routeKey"], "POST /orders/{id}");
    assert_eq!(event["requestContext"]["routeKey"], "POST /orders/{id}");
    assert_eq!(event["requestContext"]["apiId"], "shop");
    assert_eq!(event["requestContext"]["accountId"], "123456789012");
    assert_eq!(event["requestContext"].get("authentication"), None);
    assert_eq!(event["pathParameters"], json!({ "id": "a b" }));
    assert_eq!(event["rawPath"], "/orders/a%20b");
    assert_eq!(event["queryStringParameters"], json!({ "q": "1,2" }));
    assert_eq!(event["cookies"], json!(["c=1", "d=2"]));
    assert_eq!(event["headers"]["x-two"], "a,b");
    assert_eq!(event["body"], "{\"k\":1}");
    assert_eq!((reply.status, reply.text().as_str()), (201, "made"));
    assert_eq!(reply.header("X-Made").unwrap(), "tea");
    assert_eq!(reply.header("Set-Cookie").unwrap(), "e=3");
    let (event, reply) = function.call("GET", "/orders/17", "", b"", r#"{"any":"JSON"}"#);
    assert_eq!(event.get("body"), None);
    assert_eq!((reply.status, reply.text().as_str()), (200, r#"{"any":"JSON"}"#));
}

#[test]
fn format_1_has_every_value_of_a_name_and_takes_a_response_with_a_status_alone() {
    let mut function = Function::start(Payload::V1);
    let response = r#"{"statusCode":200,"headers":{"X-One":"1","x-two":"0"},"multiValueHeaders":{"X-Two":["2","3"]},"body":"bWFkZQ==","isBase64Encoded":true}"#;
    let (event, reply) = function.call("POST", "/files/a/b?q=1&q=2&r=%20", HEADERS, b"\xff", response);
    assert_eq!(event["version"], "1.0");
    assert_eq!(event["resource"], "/files/{path+}");
    assert_eq!(event["path"], "/files/a/b");
    assert_eq!(event["httpMethod"], "POST");
    assert_eq!(event["pathParameters"], json!({ "path": "a/b" }));
    assert_eq!(event["queryStringParameters"], json!({ "q": "2", "r": " " }));
    assert_eq!(
        event["multiValueQueryStringParameters"],
        json!({ "q": ["1", "2"], "r": [" "] })
    );
    assert_eq!(event["headers"]["x-two"], "b");
    assert_eq!(event["multiValueHeaders"]["x-two"], json!(["a", "b"]));
    assert_eq!(event["headers"]["cookie"], "c=1; d=2");
    assert_eq!(event["requestContext"]["identity"]["userAgent"], "test");
    assert_eq!(event["requestContext"]["resourcePath"], "/files/{path+}");
    assert_eq!(
        (&event["body"], &event["isBase64Encoded"]),
        (&"/w==".into(), &true.into())
    );
    assert_eq!((reply.status, reply.text().as_str()), (200, "made"));
    assert_eq!(reply.header("X-One").unwrap(), "1");
    let head = String::from_utf8(reply.head).unwrap().to_ascii_lowercase();
    assert!(
        head.contains("x-two: 2\r\nx-two: 3\r\n") && !head.contains("x-two: 0"),
        "{head}"
    );
    let (event, reply) = function.call("GET", "/orders/17", "", b"", r#"{"any":"JSON"}"#);
    assert_eq!(
        (&event["body"], &event["queryStringParameters"]),
        (&Value::Null, &Value::Null)
    );
    assert_eq!(
        (reply.status, reply.text().as_str()),
        (500, r#"{"message":"Internal Server Error"}"#)
    );
}

#[test]
fn what_has_no_route_and_what_fails_is_told_as_by_api_gateway() {
    let mut function = Function::start(Payload::V2);
    for (method, path) in [
        ("GET", "/"),
        ("DELETE", "/orders/17"),
        ("GET", "/orders/17/lines"),
        ("GET", "/files/"),
    ] {
        let reply = function.client().call(method, path, "", b"");
        assert_eq!(
            (reply.status, reply.text().as_str()),
            (404, r#"{"message":"Not Found"}"#),
            "{method} {path}"
        );
    }
    let mut client = function.client();
    client.send("GET", "/orders/17", "", b"");
    let event = function.runtime.next();
    assert_eq!(function.runtime.post(&error_to(&event), "", "{}").status, 202);
    let reply = client.read();
    assert_eq!(
        (reply.status, reply.text().as_str()),
        (500, r#"{"message":"Internal Server Error"}"#)
    );
    for headers in [
        "Origin: https://page.example\r\n",
        "Sec-Fetch-Site: cross-site\r\n",
    ] {
        assert_eq!(
            function.client().call("GET", "/orders/17", headers, b"").status,
            403
        );
    }
    let mut client = function.client();
    client.write("GET /orders/17 HTTP/1.1\r\nHost: page.example\r\n\r\n");
    assert_eq!(client.read().status, 403);
}
