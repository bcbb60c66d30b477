//! What is logged, in the form that the function is set to, and the trace header beside it.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on panics")]

use acceptance::{Function, Program, Target, for_each_target, root};
use lambda_emulator::{CallKind, Event, Misbehaviour};
use serde_json::Value;
use std::fs;

acceptance::for_targets!(
    [jvm: Jvm Runtime, image: Image Runtime],
    [
        writes_records_as_json,
        leaves_loggers_alone_in_text_mode,
        keeps_to_the_level,
        writes_framed_records,
        tells_the_trace_header,
    ]
);

for_each_target!(
    tells_what_a_handler_threw_as_text,
    tells_what_a_handler_threw_as_json
);

fn tells_what_a_handler_threw_as_text(target: Target) {
    let function = Function::with(target.settings().variable("AWS_LAMBDA_LOG_LEVEL", "FATAL"));
    function.fail("scenario:throw-caused:the outermost");
    function.goes_on();
    function.wait_for_log(
        "the outermost: java.lang.IllegalStateException\njava.lang.IllegalStateException: the outermost\n\tat ",
    );
    function.wait_for_log("\nCaused by: java.io.IOException: the disk\n\tat ");
    if target.program == Program::Runtime {
        function.wait_for_log("\n\tSuppressed: ");
    }
}

fn tells_what_a_handler_threw_as_json(target: Target) {
    let function = Function::with(target.settings().variable("AWS_LAMBDA_LOG_FORMAT", "JSON"));
    let thrown =
        Event::new("scenario:throw-caused:the outermost").request_id("8476a536-e9f4-11e8-9739-2dfe598c3fcd");
    function.completion(thrown);
    function.wait_for_log("the outermost");
    let log = function.emulator().log();
    let record: Value = log
        .lines()
        .filter_map(|line| serde_json::from_str(line).ok())
        .find(|record: &Value| record.get("errorType").is_some())
        .unwrap_or_else(|| panic!("no record of the error: {log}"));
    assert_eq!(record["level"], "ERROR");
    assert_eq!(record["AWSRequestId"], "8476a536-e9f4-11e8-9739-2dfe598c3fcd");
    assert_eq!(record["errorType"], "java.lang.IllegalStateException");
    assert_eq!(record.get("logger"), None);
    let message = record["message"].as_str().unwrap();
    assert!(
        message.starts_with("the outermost: java.lang.IllegalStateException\n"),
        "{message}"
    );
    assert!(
        message.contains("\nCaused by: java.io.IOException: the disk\n"),
        "{message}"
    );

    let quiet = target
        .settings()
        .variable("AWS_LAMBDA_LOG_FORMAT", "JSON")
        .variable("AWS_LAMBDA_LOG_LEVEL", "FATAL");
    let function = Function::with(quiet);
    function.fail("scenario:throw-caused:the outermost");
    function.goes_on();
    assert!(
        !function.emulator().log().contains("the outermost"),
        "{}",
        function.emulator().log()
    );
}

fn records(function: &Function) -> Vec<Value> {
    function
        .emulator()
        .log()
        .lines()
        .filter_map(|line| serde_json::from_str(line).ok())
        .filter(|record: &Value| record.get("logger").is_some())
        .collect()
}

fn event(payload: &'static str) -> Event {
    Event::new(payload)
        .request_id("8476a536-e9f4-11e8-9739-2dfe598c3fcd")
        .trace_id("Root=1-5bef4de7-ad49b0e87f6ef6c87fc2e700;Sampled=1")
        .tenant_id("tenant-7")
}

fn writes_records_as_json(target: Target) {
    let function = Function::with(target.settings().variable("AWS_LAMBDA_LOG_FORMAT", "JSON"));
    function.respond(event("scenario:log:two\nlines"));
    function.misbehave(CallKind::Response, Misbehaviour::status(413));
    function.completion(event("\"refused\""));
    function.goes_on();

    let records = records(&function);
    assert_eq!(records.len(), 3, "{}", function.emulator().log());
    assert_eq!(records[0]["level"], "WARN");
    assert_eq!(records[0]["logger"], "a.b");
    assert_eq!(records[0]["message"], "two\nlines");
    assert_eq!(records[0]["errorType"], "java.io.IOException");
    assert!(!records[0]["stackTrace"].as_array().unwrap().is_empty());
    assert_eq!(records[1]["level"], "INFO");
    assert_eq!(records[1]["logger"], "c.d");
    assert_eq!(records[1]["message"], "1 of 2");
    assert_eq!(records[2]["level"], "ERROR");
    assert_eq!(records[2]["logger"], "libHello");
    for record in &records {
        assert_eq!(record["AWSRequestId"], "8476a536-e9f4-11e8-9739-2dfe598c3fcd");
        assert_eq!(
            record["traceId"],
            "Root=1-5bef4de7-ad49b0e87f6ef6c87fc2e700;Sampled=1"
        );
        assert_eq!(record["tenantId"], "tenant-7");
        let timestamp = record["timestamp"].as_str().unwrap();
        assert!(
            timestamp.len() == 24 && timestamp.ends_with('Z'),
            "RFC 3339 with milliseconds: {timestamp}"
        );
    }
}

fn leaves_loggers_alone_in_text_mode(target: Target) {
    let function = Function::start(target);
    function.respond(event("scenario:log:a plain line"));
    let log = function.emulator().log();
    assert!(
        log.contains("WARNING: a plain line"),
        "Java's own handler writes it: {log}"
    );
    assert_eq!(records(&function).len(), 0, "{log}");
}

fn keeps_to_the_level(target: Target) {
    let settings = target
        .settings()
        .variable("AWS_LAMBDA_LOG_FORMAT", "JSON")
        .variable("AWS_LAMBDA_LOG_LEVEL", "DEBUG");
    let function = Function::with(settings);
    function.respond("scenario:log:x");
    assert_eq!(records(&function)[2]["message"], "for nobody");

    let settings = target
        .settings()
        .variable("AWS_LAMBDA_LOG_FORMAT", "JSON")
        .variable("AWS_LAMBDA_LOG_LEVEL", "ERROR");
    let function = Function::with(settings);
    function.respond("scenario:log:x");
    assert_eq!(records(&function).len(), 0, "{}", function.emulator().log());
}

/// The platform gives the function a descriptor for them; here a shell does.
fn writes_framed_records(target: Target) {
    let file = root().join(format!("target/acceptance/frames-{:?}", target.machine));
    let _none_before = fs::remove_file(&file);
    let (command, arguments) = target.command(None);
    let mut settings = target.settings();
    settings.command = "/bin/sh".into();
    settings.args = [
        "-c".into(),
        "exec 3>>\"$0\"; exec \"$@\"".into(),
        file.clone().into(),
    ]
    .into();
    settings.args.push(command.into());
    settings.args.extend(arguments);
    let function = Function::with(settings.variable("_LAMBDA_TELEMETRY_LOG_FD", "3"));
    function.respond("scenario:log:two\nlines");

    let mut frames = &fs::read(&file).unwrap()[..];
    let mut texts = Vec::new();
    while let Some((head, rest)) = frames.split_at_checked(16) {
        assert_eq!(head[..3], [0xa5, 0x5a, 0x00]);
        let length = u32::from_be_bytes(head[4..8].try_into().unwrap());
        let (text, rest) = rest.split_at(length as usize);
        texts.push((head[3], String::from_utf8(text.to_vec()).unwrap()));
        frames = rest;
    }
    assert_eq!(texts.len(), 2, "{texts:?}");
    // Text with a timestamp, warning; then information.
    assert_eq!(texts[0].0, 0b001_0011);
    assert!(texts[0].1.starts_with("WARN a.b: two\nlines"), "{texts:?}");
    assert!(
        texts[0].1.contains("java.io.IOException: the disk\n\tat "),
        "{texts:?}"
    );
    assert_eq!(texts[1].0, 0b000_1111);
    assert!(texts[1].1.starts_with("INFO c.d: 1 of 2"), "{texts:?}");
}

fn tells_the_trace_header(target: Target) {
    let function = Function::start(target);
    let property = "scenario:property:com.amazonaws.xray.traceHeader";
    assert_eq!(
        function.respond_text(event(property)),
        "Root=1-5bef4de7-ad49b0e87f6ef6c87fc2e700;Sampled=1"
    );
    let without = Misbehaviour::none().without_header("Lambda-Runtime-Trace-Id");
    function.misbehave(CallKind::Next, without);
    assert_eq!(function.respond_text(property), "null");
}
