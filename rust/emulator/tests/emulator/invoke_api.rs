//! The Invoke API as clients see it.

use crate::{
    function::{SHORT, echo, eventually, json, refused},
    http::{Client, Reply},
};
use base64::{Engine, engine::general_purpose::STANDARD};
use lambda_emulator::{CallKind, Emulator, FunctionSettings, Misbehaviour, invoke_api::InvokeApi, wire};
use std::{net::Ipv4Addr, sync::Arc};

const PATH: &str = "/2015-03-31/functions/function/invocations";

struct Service {
    api: InvokeApi,
    emulator: Arc<Emulator>,
}

impl Service {
    fn start(settings: FunctionSettings) -> Self {
        let emulator = Arc::new(Emulator::start(settings).unwrap());
        let api = InvokeApi::start(Arc::clone(&emulator), (Ipv4Addr::LOCALHOST, 0).into()).unwrap();
        Service { api, emulator }
    }

    fn invoke(&self, headers: &str, payload: impl AsRef<[u8]>) -> Reply {
        Client::to(self.api.address()).call("POST", PATH, headers, payload.as_ref())
    }
}

fn log(reply: &Reply) -> String {
    let tail = reply.header("X-Amz-Log-Result").expect("a log was asked for");
    String::from_utf8(STANDARD.decode(tail).unwrap()).unwrap()
}

/// Status and exception of a call that never came to the function.
fn exception(reply: &Reply) -> (u16, String) {
    let body = reply.json();
    assert!(!body["Message"].as_str().unwrap().is_empty());
    assert_eq!(body["Type"], if reply.status < 500 { "User" } else { "Service" });
    (reply.status, reply.header("x-amzn-ErrorType").unwrap())
}

#[test]
fn a_call_waits_for_the_response() {
    let service = Service::start(echo("echo"));
    let mut client = Client::to(service.api.address());
    for kind in ["", "X-Amz-Invocation-Type: RequestResponse\r\n"] {
        let reply = client.call("POST", PATH, kind, br#"{"k": 3}"#);
        assert_eq!((reply.status, reply.text().as_str()), (200, r#"{"k": 3}"#));
        assert_eq!(reply.header("X-Amz-Executed-Version").unwrap(), "$LATEST");
        assert_eq!(reply.header("Content-Type").unwrap(), "application/json");
        assert_eq!(reply.header("x-amzn-RequestId").unwrap().len(), 36);
        assert_eq!(reply.header("X-Amz-Function-Error"), None);
        assert_eq!(reply.header("X-Amz-Log-Result"), None);
    }
    assert_eq!(
        client.call("POST", PATH, "", b"").text(),
        "{}",
        "no payload is an empty object"
    );
    let streamed = client.call("POST", PATH, "", br#"{"do":"stream"}"#);
    assert_eq!(streamed.header("Content-Type").unwrap(), "text/plain");
    assert_eq!(streamed.text(), "first second");
}

#[test]
fn function_errors_come_with_status_200_and_a_header() {
    let mut settings = echo("echo");
    settings.timeout = SHORT;
    let service = Service::start(settings);
    service.emulator.initialize().unwrap();
    let cases = [
        (r#"{"do":"fail","type":"Function.Asked"}"#, "Asked"),
        (
            r#"{"do":"large","bytes":6291557}"#,
            "Function.ResponseSizeTooLarge",
        ),
        (r#"{"do":"sleep","milliseconds":600000}"#, "Sandbox.Timedout"),
    ];
    for (payload, error_type) in cases {
        let reply = service.invoke("", payload);
        assert_eq!(reply.status, 200, "{payload}");
        assert_eq!(
            reply.header("X-Amz-Function-Error").unwrap(),
            "Unhandled",
            "{payload}"
        );
        assert_eq!(reply.json()["errorType"], error_type);
    }
    let exits = Service::start(echo("exit-in-init")).invoke("", "{}");
    assert_eq!(exits.header("X-Amz-Function-Error").unwrap(), "Unhandled");
    assert_eq!(exits.json()["errorType"], "Runtime.ExitError");
}

#[test]
fn an_answer_that_the_script_refused_is_a_function_error() {
    let service = Service::start(echo("echo").misbehave(CallKind::Response, Misbehaviour::status(500)));
    let reply = service.invoke("", "1");
    assert_eq!(reply.header("X-Amz-Function-Error").unwrap(), "Unhandled");
    assert_eq!(reply.json()["errorType"], "Emulator.Refused");
}

#[test]
fn an_asynchronous_call_is_queued() {
    let service = Service::start(echo("echo"));
    let reply = service.invoke(
        "X-Amz-Invocation-Type: Event\r\n",
        r#"{"do":"log","out":"ran","err":""}"#,
    );
    assert_eq!((reply.status, reply.text().as_str()), (202, ""));
    let request_id = reply.header("x-amzn-RequestId").unwrap();
    eventually("it ran", || service.emulator.log().contains("ran\n"));
    eventually("it answered", || {
        let path = format!("/2018-06-01/runtime/invocation/{request_id}/response");
        service.emulator.calls().iter().any(|call| call.path == path)
    });
}

#[test]
fn a_dry_run_runs_nothing() {
    let service = Service::start(echo("echo"));
    let reply = service.invoke("X-Amz-Invocation-Type: DryRun\r\n", "{}");
    assert_eq!((reply.status, reply.body.len()), (204, 0));
    assert_eq!(service.emulator.pid(), None);
}

#[test]
fn the_end_of_the_log_comes_back_if_it_is_asked_for() {
    let mut settings = echo("talk");
    settings.report_lines = true;
    let service = Service::start(settings);
    let tail = "X-Amz-Log-Type: Tail\r\n";
    let short = log(&service.invoke(tail, r#"{"do":"log","out":"to out","err":"to err"}"#));
    assert!(
        short.contains("hello from init\n") && short.contains("\nto out\nto err\nEND "),
        "{short}"
    );
    assert!(
        short.contains("START RequestId: ") && short.contains("\tInit Duration: "),
        "{short}"
    );
    let long = format!(r#"{{"do":"log","out":"{}","err":"last"}}"#, "x".repeat(10_000));
    let reply = service.invoke(tail, long);
    assert_eq!(reply.header("X-Amz-Function-Error"), None);
    let long = log(&reply);
    assert_eq!(long.len(), wire::LOG_TAIL);
    assert!(long.starts_with("xxx") && long.contains("\nlast\nEND "), "{long}");
    let none = service.invoke("X-Amz-Log-Type: None\r\n", "{}");
    assert_eq!(none.header("X-Amz-Log-Result"), None);
}

#[test]
fn the_context_of_a_call_reaches_the_function() {
    let service = Service::start(echo("echo"));
    let context = STANDARD.encode("{\"custom\":\n{\"a\":\"b\"}}");
    let headers = format!(
        "X-Amz-Client-Context: {context}\r\nX-Amz-Tenant-Id: tenant-7\r\nX-Amzn-Trace-Id: Root=1-2-3\r\n"
    );
    let head = service.invoke(&headers, r#"{"do":"show-head"}"#).json();
    let head = head.as_str().unwrap();
    assert!(
        head.contains("\r\nLambda-Runtime-Client-Context: {\"custom\": {\"a\":\"b\"}}\r\n"),
        "{head}"
    );
    assert!(
        head.contains("\r\nLambda-Runtime-Aws-Tenant-Id: tenant-7\r\n"),
        "{head}"
    );
    assert!(
        head.contains("\r\nLambda-Runtime-Trace-Id: Root=1-2-3\r\n"),
        "{head}"
    );
}

#[test]
fn calls_that_lambda_refuses_never_come_to_the_function() {
    let service = Service::start(echo("echo"));
    let call = |method: &str, path: &str, headers: &str, body: &[u8]| {
        exception(&Client::to(service.api.address()).call(method, path, headers, body))
    };
    let refusal = |status, exception: &str| (status, exception.to_owned());
    let other = "/2015-03-31/functions/other/invocations";
    assert_eq!(
        call("POST", other, "", b"{}"),
        refusal(404, "ResourceNotFoundException")
    );
    assert_eq!(
        call("GET", PATH, "", b""),
        refusal(404, "UnknownOperationException")
    );
    assert_eq!(
        call("GET", "/2015-03-31/functions", "", b""),
        refusal(404, "UnknownOperationException")
    );
    assert_eq!(
        call("POST", PATH, "", b"{not json"),
        refusal(400, "InvalidRequestContentException")
    );
    let kind = "X-Amz-Invocation-Type: Sideways\r\n";
    assert_eq!(
        call("POST", PATH, kind, b"{}"),
        refusal(400, "InvalidParameterValueException")
    );
    for context in ["!!", &STANDARD.encode("not JSON")] {
        let header = format!("X-Amz-Client-Context: {context}\r\n");
        assert_eq!(
            call("POST", PATH, &header, b"{}"),
            refusal(400, "InvalidRequestContentException")
        );
    }
    assert_eq!(service.emulator.pid(), None);
    assert!(service.emulator.calls().is_empty());
}

#[test]
fn payloads_have_their_limits() {
    let service = Service::start(echo("echo"));
    let text = |length: usize| format!("\"{}\"", "x".repeat(length - 2));
    let largest = service.invoke("", text(wire::PAYLOAD_LIMIT));
    assert_eq!((largest.status, largest.body.len()), (200, 6_291_456));
    // Far more than the buffers of a connection hold: the client must be able to write it all.
    for length in [wire::PAYLOAD_LIMIT + 1, 5 * wire::PAYLOAD_LIMIT] {
        let reply = service.invoke("", text(length));
        assert_eq!(
            exception(&reply),
            (413, "RequestTooLargeException".to_owned()),
            "{length}"
        );
    }
    let asynchronous = "X-Amz-Invocation-Type: Event\r\n";
    let reply = service.invoke(asynchronous, text(wire::ASYNCHRONOUS_PAYLOAD_LIMIT + 1));
    assert_eq!(exception(&reply), (413, "RequestTooLargeException".to_owned()));
    assert_eq!(
        service
            .invoke(asynchronous, text(wire::ASYNCHRONOUS_PAYLOAD_LIMIT))
            .status,
        202
    );
}

#[test]
fn a_function_that_cannot_run_is_the_services_failure() {
    let mut settings = FunctionSettings::new("");
    settings.init_timeout = SHORT;
    let emulator = Arc::new(Emulator::without_function(settings).unwrap());
    let api = InvokeApi::start(Arc::clone(&emulator), (Ipv4Addr::LOCALHOST, 0).into()).unwrap();
    let reply = Client::to(api.address()).call("POST", PATH, "", b"{}");
    assert_eq!(exception(&reply), (500, "ServiceException".to_owned()));
    assert!(
        json(&reply.body)["Message"]
            .as_str()
            .unwrap()
            .contains("nobody asked for the next event")
    );
}

#[test]
fn a_port_that_is_taken_is_told() {
    let service = Service::start(echo("echo"));
    let message = refused(InvokeApi::start(
        Arc::clone(&service.emulator),
        service.api.address(),
    ));
    let expected = format!("port {} of 127.0.0.1 is taken", service.api.address().port());
    assert!(message.starts_with(&expected), "{message}");
}
