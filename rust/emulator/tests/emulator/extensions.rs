//! The Extensions API, as far as an extension inside the function's process needs it.

use crate::{
    function::{api, eventually},
    http::{Client, Reply, refusal},
};
use lambda_emulator::{CallKind, Emulator, Event, Misbehaviour};

fn register(client: &mut Client, name: &str, body: &str) -> Reply {
    let header = format!("Lambda-Extension-Name: {name}\r\n");
    client.call("POST", "/2020-01-01/extension/register", &header, body.as_bytes())
}

fn ask(client: &mut Client, identifier: &str) {
    let header = format!("Lambda-Extension-Identifier: {identifier}\r\n");
    client.send("GET", "/2020-01-01/extension/event/next", &header, b"");
}

fn identifier(reply: &Reply) -> String {
    assert_eq!(reply.status, 200, "{}", reply.text());
    reply.header("Lambda-Extension-Identifier").unwrap()
}

/// Registers an extension and has it wait for its first event.
fn waiting_extension(emulator: &Emulator, events: &str) -> (Client, String) {
    let mut client = Client::runtime(emulator);
    let identifier = identifier(&register(
        &mut client,
        "own",
        &format!(r#"{{"events":{events}}}"#),
    ));
    ask(&mut client, &identifier);
    (client, identifier)
}

#[test]
fn an_extension_registers_and_learns_whose_it_is() {
    let emulator = api();
    let mut client = Client::runtime(&emulator);
    let reply = register(&mut client, "own", r#"{"events":["INVOKE"]}"#);
    assert_eq!(identifier(&reply).len(), 36);
    let told = reply.json();
    assert_eq!(told["functionName"], "function");
    assert_eq!(told["functionVersion"], "$LATEST");
    assert_eq!(told["handler"], "bootstrap");
    let kinds: Vec<_> = emulator.calls().iter().map(|call| call.kind).collect();
    assert_eq!(kinds, [CallKind::ExtensionRegister]);
}

#[test]
fn an_extension_gets_an_invoke_event_for_every_invocation() {
    let emulator = api();
    let (mut extension, identifier) = waiting_extension(&emulator, r#"["INVOKE"]"#);
    let mut runtime = Client::runtime(&emulator);
    for request_id in ["first", "second"] {
        let pending = emulator.begin(Event::new("{}").request_id(request_id).trace_id("Root=1-2-3"));
        let event = runtime.next();
        let told = extension.read();
        assert!(told.header("Lambda-Extension-Event-Identifier").is_some());
        let told = told.json();
        assert_eq!(
            (&told["eventType"], &told["requestId"]),
            (&"INVOKE".into(), &request_id.into())
        );
        assert_eq!(
            told["invokedFunctionArn"],
            "arn:aws:lambda:us-east-1:123456789012:function:function"
        );
        assert_eq!(told["tracing"]["value"], "Root=1-2-3");
        assert!(told["deadlineMs"].is_u64());
        runtime.respond(&event, "1");
        pending.wait().unwrap();
        ask(&mut extension, &identifier);
    }
}

#[test]
fn an_invoke_event_waits_for_an_extension_that_is_busy() {
    let emulator = api();
    let (mut extension, identifier) = waiting_extension(&emulator, r#"["INVOKE"]"#);
    let mut runtime = Client::runtime(&emulator);
    for request_id in ["first", "second"] {
        let pending = emulator.begin(Event::new("{}").request_id(request_id));
        let event = runtime.next();
        runtime.respond(&event, "1");
        pending.wait().unwrap();
    }
    assert_eq!(extension.read().json()["requestId"], "first");
    ask(&mut extension, &identifier);
    assert_eq!(extension.read().json()["requestId"], "second");
}

#[test]
fn no_event_is_handed_over_before_every_extension_has_asked_for_its_own() {
    let emulator = api();
    let mut extension = Client::runtime(&emulator);
    let identifier = identifier(&register(&mut extension, "own", r#"{"events":[]}"#));
    let mut runtime = Client::runtime(&emulator);
    runtime.poll();
    eventually("the runtime waits", || emulator.waiting_polls() == 1);
    let pending = emulator.begin("1");
    // A call that comes back shows that the event loop has dealt with everything before it.
    Client::runtime(&emulator).call("GET", "/", "", b"");
    assert_eq!(emulator.waiting_polls(), 1, "the init phase is not over");
    ask(&mut extension, &identifier);
    let event = runtime.read();
    assert_eq!(event.text(), "1");
    runtime.respond(&event, "2");
    assert_eq!(pending.wait().unwrap().answer.text(), "2");
}

#[test]
fn an_extension_that_was_told_it_is_refused_is_not_waited_for() {
    let emulator = api();
    emulator.misbehave(CallKind::ExtensionRegister, Misbehaviour::status(500));
    let mut client = Client::runtime(&emulator);
    assert_eq!(register(&mut client, "own", r#"{"events":[]}"#).status, 500);
    let pending = emulator.begin("1");
    let event = client.next();
    client.respond(&event, "2");
    assert_eq!(pending.wait().unwrap().answer.text(), "2");
}

#[test]
fn registrations_that_lambda_refuses_are_refused() {
    let emulator = api();
    let mut client = Client::runtime(&emulator);
    let refused = |reply: Reply| {
        let (status, error_type) = reply.refusal();
        assert_eq!(status, 403);
        error_type
    };
    assert_eq!(
        refused(register(&mut client, "", "{}")),
        "Extension.InvalidExtensionName"
    );
    assert_eq!(
        refused(register(&mut client, "own", "not JSON")),
        "InvalidRequestFormat"
    );
    let shutdown = register(&mut client, "own", r#"{"events":["INVOKE","SHUTDOWN"]}"#);
    assert_eq!(refused(shutdown), "Extension.InvalidEventType");
    for number in 0..10 {
        identifier(&register(
            &mut client,
            &format!("own-{number}"),
            r#"{"events":[]}"#,
        ));
    }
    assert_eq!(
        refused(register(&mut client, "own-3", "{}")),
        "Extension.InvalidExtensionState"
    );
    assert_eq!(
        refused(register(&mut client, "eleventh", "{}")),
        "Extension.TooManyExtensions"
    );
    let mut runtime = Client::runtime(&emulator);
    runtime.poll();
    eventually("the runtime waits", || emulator.waiting_polls() == 1);
    assert_eq!(
        refused(register(&mut client, "late", "{}")),
        "Extension.RegistrationClosed"
    );
}

#[test]
fn an_extension_that_nobody_knows_gets_nothing() {
    let emulator = api();
    let mut client = Client::runtime(&emulator);
    ask(&mut client, "nobody");
    assert_eq!(
        client.read().refusal(),
        refusal(403, "Extension.UnknownExtensionIdentifier")
    );
}

#[test]
fn reports_of_extensions_are_accepted() {
    let emulator = api();
    let mut client = Client::runtime(&emulator);
    for call in ["init/error", "exit/error"] {
        let reply = client.call("POST", &format!("/2020-01-01/extension/{call}"), "", b"{}");
        assert_eq!(reply.status, 202, "{call}");
    }
}
