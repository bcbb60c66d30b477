//! Handlers against AWS's interfaces, as they are: on the JVM and as an image they answer what AWS's own client
//! answers.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on panics")]

mod at_once;
#[cfg(feature = "images")]
mod build;
#[cfg(feature = "images")]
mod event_classes;
mod in_pieces;

use acceptance::{Function, Machine, Target};
use lambda_emulator::{Answer, CallKind, Event, FunctionSettings, Phase};
use serde_json::{Value, json};

acceptance::for_targets!(
    [jvm: Jvm Handlers, image: Image Handlers],
    [
        answers_http,
        answers_a_queue,
        carries_streams,
        ends_the_stream_of_the_event_before,
        carries_maps,
        calls_methods,
        uses_a_json_library_of_its_own,
        tells_the_whole_context,
        logs_as_the_function_is_set_to,
        logs_framed_records,
        reports_what_a_handler_threw,
        says_where_an_event_is_wrong,
        reports_what_a_constructor_threw,
        names_a_handler_that_is_not_there,
        writes_no_silent_empty_object,
    ]
);

fn settings(target: Target, handler: &str) -> FunctionSettings {
    let mut settings = target.settings();
    settings.handler = Some(format!("com.example.handlers.{handler}"));
    settings
}

fn start(target: Target, handler: &str) -> Function {
    Function::with(settings(target, handler))
}

fn answers_http(target: Target) {
    let function = start(target, "Http");
    let event = r#"{"rawPath":"/orders/17","requestContext":{"http":{"method":"GET"}},"unknown":[{}]}"#;
    assert_eq!(
        function.respond_text(event),
        r#"{"statusCode":200,"headers":{"Content-Type":"text/plain"},"body":"GET /orders/17","isBase64Encoded":false}"#
    );
}

fn answers_a_queue(target: Target) {
    let function = start(target, "Queue");
    let event = r#"{"Records":[{"messageId":"1","body":"an order"},{"messageId":"2","body":"else"},{"messageId":"3","body":""}]}"#;
    assert_eq!(
        function.respond_text(event),
        r#"{"batchItemFailures":[{"itemIdentifier":"2"},{"itemIdentifier":"3"}]}"#
    );
    assert_eq!(
        function.respond_text(r#"{"Records":[]}"#),
        r#"{"batchItemFailures":[]}"#
    );
}

fn carries_streams(target: Target) {
    let function = start(target, "Streams");
    for size in [0, 1, 1023, 1024, 1025, 100_000, 6 * 1024 * 1024, 17] {
        let event = "x".repeat(size);
        assert!(function.respond_text(event.as_str()) == event, "{size} bytes");
    }
}

fn ends_the_stream_of_the_event_before(target: Target) {
    let function = start(target, "Streams");
    assert_eq!(function.respond_text("one"), "one");
    assert_eq!(function.respond_text("two"), "two");
    function.wait_for_log("rejected: the invocation has its answer already");
}

fn carries_maps(target: Target) {
    let function = start(target, "Maps");
    assert_eq!(
        function.respond_text(r#"{"a":[1,2.5,true,"é",{"b":{}}],"item":"i","n":12345678901}"#),
        r#"{"a":[1,2.5,true,"é",{"b":{}}],"item":{"name":"i","count":1},"n":12345678901}"#
    );
}

const ORDER: &str = r#"{"id":"1","state":"PAID","placed":1700000000000,"paid":1700000000.5,"due":[2026,1,2],"note":"n","items":[{"name":"a","count":2}],"byName":{"x":{"name":"b"}},"weights":[1.5]}"#;

fn calls_methods(target: Target) {
    let same = start(target, "Shop::same");
    assert_eq!(
        same.respond_text(ORDER),
        r#"{"id":"1","state":"PAID","placed":1700000000000,"paid":1700000000.500000000,"due":[2026,1,2],"note":"n","items":[{"name":"a","count":2}],"byName":{"x":{"name":"b","count":0}},"weights":[1.5]}"#
    );
    assert_eq!(same.respond_text("null"), "null");
    // A state that is not known is none, as AWS's mapper has it.
    assert_eq!(
        same.respond_text(r#"{"state":"LOST"}"#),
        r#"{"note":null,"items":[],"byName":{},"weights":[]}"#
    );
    assert_eq!(
        start(target, "Shop::receipt").respond_text(ORDER),
        r#"{"order":"1","state":"PAID","at":1700000000.500000000,"payments":[{"cents":100},{"number":"4111","state":"PAID"}],"due":[2026,1,2],"any":{"name":"unnamed","count":1}}"#
    );
    assert_eq!(start(target, "Shop::lines").respond_text("a"), "a\n");
    assert_eq!(start(target, "Shop::nothing").respond_text("{}"), "null");
}

/// No signature names the class that they read and write.
fn uses_a_json_library_of_its_own(target: Target) {
    let event = r#"{"name":"Z","animals":[{"name":"a","kind":"BIRD","weights":[1,2]}],"prices":{"x":1.5}}"#;
    let answer: Value = serde_json::from_slice(&start(target, "WithJackson").respond(event)).unwrap();
    assert_eq!(answer, serde_json::from_str::<Value>(event).unwrap());
    let text: String = serde_json::from_slice(&start(target, "WithGson").respond(event)).unwrap();
    assert_eq!(
        serde_json::from_str::<Value>(&text).unwrap(),
        serde_json::from_str::<Value>(event).unwrap()
    );
}

fn tells_the_whole_context(target: Target) {
    let function = start(target, "Facts");
    let event = Event::new("\"x\"")
        .request_id("8476a536-e9f4-11e8-9739-2dfe598c3fcd")
        .trace_id("Root=1-5bef4de7-ad49b0e87f6ef6c87fc2e700;Sampled=1")
        .client_context(
            r#"{"client":{"installation_id":"i","app_title":"t","app_version_name":"1"},"custom":{"k":"v"},"env":{"locale":"de"}}"#,
        )
        .cognito_identity(r#"{"cognitoIdentityId":"id","cognitoIdentityPoolId":"pool"}"#)
        .tenant_id("tenant-7");
    let mut facts: Value = serde_json::from_str(&function.respond_text(event)).unwrap();
    let stream = facts["logStream"].take();
    assert!(stream.as_str().unwrap().contains("[$LATEST]"), "{stream}");
    assert_eq!(
        facts,
        json!({
            "app": "t 1 i",
            "arn": "arn:aws:lambda:us-east-1:123456789012:function:function",
            "custom": {"k": "v"},
            "environment": {"locale": "de"},
            "identity": "id of pool",
            "logGroup": "/aws/lambda/function",
            "logStream": null,
            "memory": acceptance::MEMORY_MB,
            "name": "function",
            "requestId": "8476a536-e9f4-11e8-9739-2dfe598c3fcd",
            "tenant": "tenant-7",
            "timeLeft": true,
            "trace": "Root=1-5bef4de7-ad49b0e87f6ef6c87fc2e700;Sampled=1",
            "version": "$LATEST",
        })
    );
    let broken = Event::new("\"x\"").client_context("what a caller sent");
    let (_, report) = function.fail(broken);
    assert_eq!(
        report["errorMessage"],
        "the client context is none: what a caller sent"
    );
    function.respond("\"x\"");
}

fn logs_as_the_function_is_set_to(target: Target) {
    let function = start(target, "Facts");
    function.respond("\"a line \"");
    function.wait_for_log(
        "a line a line [TRACE] a line [DEBUG] a line [INFO] a line [WARN] a line [ERROR] a line [FATAL] a line ",
    );

    let json = settings(target, "Facts")
        .variable("AWS_LAMBDA_LOG_FORMAT", "JSON")
        .variable("AWS_LAMBDA_LOG_LEVEL", "ERROR");
    let function = Function::with(json);
    function.respond(
        Event::new("\"two\\nlines\"")
            .request_id("8476a536-e9f4-11e8-9739-2dfe598c3fcd")
            .tenant_id("tenant-7"),
    );
    function.wait_for_log("FATAL");
    let log = function.emulator().log();
    let records: Vec<Value> = log
        .lines()
        .filter_map(|line| serde_json::from_str(line).ok())
        .filter(|record: &Value| record["message"] == "two\nlines")
        .collect();
    let levels: Vec<&str> = records
        .iter()
        .map(|record| record["level"].as_str().unwrap())
        .collect();
    assert_eq!(levels, ["UNDEFINED", "UNDEFINED", "ERROR", "FATAL"], "{log}");
    for record in &records {
        assert_eq!(record["AWSRequestId"], "8476a536-e9f4-11e8-9739-2dfe598c3fcd");
        assert_eq!(record["tenantId"], "tenant-7");
        assert_eq!(record["timestamp"].as_str().unwrap().len(), 24);
    }
}

/// The platform gives the function a descriptor for them; here a shell does.
fn logs_framed_records(target: Target) {
    let file = acceptance::root().join(format!("target/acceptance/handler-frames-{:?}", target.machine));
    let _none_before = std::fs::remove_file(&file);
    let mut settings = settings(target, "Facts").variable("_LAMBDA_TELEMETRY_LOG_FD", "3");
    let mut arguments = vec![
        "-c".into(),
        "exec 3>>\"$0\"; exec \"$@\"".into(),
        file.clone().into(),
    ];
    arguments.push(settings.command.into());
    arguments.append(&mut settings.args);
    settings.command = "/bin/sh".into();
    settings.args = arguments;
    let function = Function::with(settings);
    function.respond("\"two\\nlines\"");
    let frames = std::fs::read(&file).unwrap();
    // Text with a timestamp and no level, of nine bytes; later those with levels.
    assert_eq!(frames[..8], [0xa5, 0x5a, 0, 0b11, 0, 0, 0, 9]);
    assert_eq!(&frames[16..25], b"two\nlines");
    let text = String::from_utf8_lossy(&frames);
    assert!(text.contains("[WARN] two\nlines"), "{text}");
    assert!(
        !function.emulator().log().contains("two"),
        "{}",
        function.emulator().log()
    );
}

fn reports_what_a_handler_threw(target: Target) {
    let function = start(target, "Failing");
    let (_, report) = function.fail(r#"{"message":"on purpose"}"#);
    assert_eq!(report["errorType"], "java.lang.IllegalStateException");
    assert_eq!(report["errorMessage"], "on purpose");
    assert_eq!(report["cause"]["errorMessage"], "the cause");
    assert_eq!(report["suppressed"][0]["errorMessage"], "close failed");
    // Nothing of the runtime below the user's own frames.
    let frames = report["stackTrace"].as_array().unwrap();
    assert!(
        frames
            .iter()
            .all(|frame| frame.as_str().unwrap().starts_with("com.example.handlers.")),
        "{report}"
    );
    function.wait_for_log("on purpose: java.lang.IllegalStateException\n");
    function.wait_for_log("Caused by: java.io.IOException: the cause\n");
    let (_, report) = function.fail("{}");
    assert_eq!(report["errorMessage"], "java.lang.IllegalStateException");
    let (_, report) = function.fail(r#"{"unwritable":"yes"}"#);
    assert_eq!(
        report["errorMessage"],
        "An error occurred during JSON serialization of response"
    );
    assert!(
        report["cause"]["errorMessage"]
            .as_str()
            .unwrap()
            .contains("no name"),
        "{report}"
    );
}

fn says_where_an_event_is_wrong(target: Target) {
    let function = start(target, "Queue");
    for (event, place) in [
        (r#"{"Records":["#, "line: 1, column: 12"),
        (r#"{"Records":[{"body":{}}]}"#, r#"["body"]"#),
        ("\n\n17", "line: 3"),
    ] {
        let (_, report) = function.fail(event);
        assert_eq!(report["errorType"], "java.lang.RuntimeException");
        assert_eq!(report["errorMessage"], "An error occurred during JSON parsing");
        assert_eq!(report["stackTrace"], json!([]));
        let cause = report["cause"]["errorMessage"].as_str().unwrap();
        assert!(cause.contains(place), "{event}: {cause}");
    }
    function.respond(r#"{"Records":[]}"#);
}

fn init_error(function: &Function) -> Value {
    match function.completion("{}").answer {
        Answer::Error(error) => {
            assert_eq!(error.phase, Phase::Init);
            serde_json::from_slice(&error.body).unwrap()
        }
        other => panic!("{other:?}\n{}", function.emulator().log()),
    }
}

fn reports_what_a_constructor_threw(target: Target) {
    let function = start(target, "Failing$Constructor");
    let report = init_error(&function);
    assert_eq!(report["errorType"], "java.io.IOException");
    assert_eq!(report["errorMessage"], "no configuration");
    assert_eq!(function.wait_for_exit().status, Some(1));
    assert_eq!(function.count_calls(CallKind::Next), 0);
}

fn names_a_handler_that_is_not_there(target: Target) {
    let report = init_error(&start(target, "Missing"));
    let message = report["errorMessage"].as_str().unwrap();
    assert_eq!(report["errorType"], "java.lang.ClassNotFoundException");
    assert!(message.contains("com.example.handlers.Missing"), "{message}");
    if target.machine == Machine::Image {
        assert!(message.contains("com.example.handlers.Shop::same"), "{message}");
    } else {
        assert_eq!(message, "Class not found: com.example.handlers.Missing");
        let report = init_error(&start(target, "Shop"));
        assert_eq!(
            report["errorMessage"],
            "Class does not implement an appropriate handler interface: com.example.handlers.Shop"
        );
    }
}

/// An image does not know what no signature names.
fn writes_no_silent_empty_object(target: Target) {
    let function = start(target, "Maps");
    let event = r#"{"cents":5}"#;
    if target.machine == Machine::Image {
        let (_, report) = function.fail(event);
        let cause = report["cause"]["errorMessage"].as_str().unwrap();
        assert!(
            cause.contains("-Dlibhello.types=org.example.prices.Price"),
            "{cause}"
        );
        function.respond("{}");
    } else {
        assert_eq!(function.respond_text(event), r#"{"cents":5,"price":{"cents":5}}"#);
    }
}
