//! Events and responses reach the other side as they are.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on panics")]

use acceptance::{Function, MEMORY_MB, Program, Target, for_each_target, image_heap_mb, text_vectors};
use lambda_emulator::{CallKind, Event, Misbehaviour};

const MIB: usize = 1024 * 1024;

for_each_target!(
    echoes_json,
    echoes_an_empty_event,
    carries_every_text_vector,
    carries_large_texts_of_every_width,
    carries_large_text_with_lone_surrogates,
    carries_six_mebibytes_each_way,
    takes_what_is_not_utf8,
    sends_the_invocation_id_back,
    sends_no_invocation_id_where_there_was_none,
    reads_a_chunked_event,
    passes_prints_through,
    keeps_its_heap_below_the_memory_size,
);

fn echoes_json(target: Target) {
    let function = Function::start(target);
    for event in [
        "{}",
        "null",
        "[1, 2.5e-3]",
        "{\"text\": \"a\\u0000b \\ud83d\\ude00\"}",
        "\"Zoë 😀\"",
    ] {
        assert_eq!(function.respond_text(event), event);
    }
}

fn echoes_an_empty_event(target: Target) {
    let function = Function::start(target);
    assert_eq!(function.respond_text(""), "");
    function.goes_on();
}

fn carries_every_text_vector(target: Target) {
    let function = Function::start(target);
    for (name, units, utf8) in text_vectors() {
        assert_eq!(
            function.respond(format!("scenario:utf16:{units}").as_str()),
            utf8,
            "out of Java: {name}"
        );
        assert_eq!(
            function.respond(Event::new(utf8.clone())),
            utf8,
            "both ways: {name}"
        );
    }
}

fn carries_large_texts_of_every_width(target: Target) {
    let function = Function::start(target);
    // Around the size from which Java's own conversion is used, and far beyond.
    for size in [1023, 4095, 4096, 4097, 100_000] {
        for unit in ["a", "é", "\u{0}", "€", "😀"] {
            let text = unit.repeat(size / unit.len());
            assert!(
                function.respond_text(text.as_str()) == text,
                "{size} bytes of {unit:?}"
            );
        }
    }
}

fn carries_large_text_with_lone_surrogates(target: Target) {
    let function = Function::start(target);
    let event = format!(
        "scenario:utf16:{}",
        "0061 d800 d83d de00 ".repeat(3000).trim_end()
    );
    assert!(function.respond_text(event.as_str()) == "a?😀".repeat(3000));
}

fn carries_six_mebibytes_each_way(target: Target) {
    let function = Function::start(target);
    for _ in 0..3 {
        let event = format!("\"{}\"", "x".repeat(6 * MIB - 2));
        assert!(function.respond_text(event.as_str()) == event);
        let wide = format!("\"{}\"", "😀".repeat((6 * MIB - 2) / 4));
        assert!(function.respond_text(wide.as_str()) == wide);
    }
    function.goes_on();
}

fn takes_what_is_not_utf8(target: Target) {
    let function = Function::start(target);
    let bytes = b"a\xff\xc0b\xed\xa0\x80".to_vec();
    let response = function.respond(Event::new(bytes.clone()));
    match target.program {
        // Strings cannot hold it: each bad sequence is one replacement character, or several.
        Program::Natives => assert_eq!(response, String::from_utf8_lossy(&bytes).as_bytes()),
        _ => {
            assert_eq!(response, bytes);
            assert_eq!(function.respond("scenario:raw:"), [0xff, 0, 0xc0, b'{']);
        }
    }
}

fn sends_the_invocation_id_back(target: Target) {
    let function = Function::start(target);
    function.goes_on();
    function.fail("scenario:throw:x");
    for kind in [CallKind::Response, CallKind::Error] {
        let calls = function.emulator().calls();
        let call = calls.iter().find(|call| call.kind == kind).unwrap();
        assert!(
            call.headers.get("Lambda-Runtime-Invocation-Id").is_some(),
            "{kind:?}"
        );
    }
}

fn sends_no_invocation_id_where_there_was_none(target: Target) {
    let mut settings = target.settings();
    settings.send_invocation_id = false;
    let function = Function::with(settings);
    function.goes_on();
    let calls = function.emulator().calls();
    let call = calls.iter().find(|call| call.kind == CallKind::Response).unwrap();
    assert_eq!(call.headers.get("Lambda-Runtime-Invocation-Id"), None);
}

fn reads_a_chunked_event(target: Target) {
    let function = Function::start(target);
    function.misbehave(CallKind::Next, Misbehaviour::none().chunked(7));
    let event = "\"in seven-byte chunks, whatever they hold: 😀\"";
    assert_eq!(function.respond_text(event), event);
}

fn passes_prints_through(target: Target) {
    let function = Function::start(target);
    assert_eq!(
        function.respond_text("scenario:print:a line of the handler"),
        "printed"
    );
    assert!(function.emulator().log().contains("a line of the handler\n"));
}

fn keeps_its_heap_below_the_memory_size(target: Target) {
    let function = Function::start(target);
    let bytes: usize = function.respond_text("scenario:max-memory:").parse().unwrap();
    assert!(
        bytes <= image_heap_mb(MEMORY_MB) as usize * MIB,
        "{bytes} bytes of heap for a function of {MEMORY_MB} MB"
    );
}

mod context {
    use super::*;

    acceptance::for_targets!(
        [jvm: Jvm Runtime, image: Image Runtime],
        [
            tells_all_that_lambda_says,
            tells_what_is_absent,
        ]
    );

    fn tells_all_that_lambda_says(target: Target) {
        let function = Function::start(target);
        let client_context = r#"{"client":{"installation_id":"i","app_title":"t","app_version_name":"1","app_version_code":"2","app_package_name":"p"},"custom":{"k":"v"},"env":{}}"#;
        let identity = r#"{"cognitoIdentityId":"id","cognitoIdentityPoolId":"pool"}"#;
        let event = Event::new("scenario:context:")
            .request_id("8476a536-e9f4-11e8-9739-2dfe598c3fcd")
            .trace_id("Root=1-5bef4de7-ad49b0e87f6ef6c87fc2e700;Sampled=1")
            .client_context(client_context)
            .cognito_identity(identity)
            .tenant_id("tenant-7");
        let response = function.respond_text(event);
        let lines: Vec<&str> = response.lines().collect();
        assert_eq!(lines[0], "8476a536-e9f4-11e8-9739-2dfe598c3fcd");
        assert!(
            lines[1].parse::<u64>().unwrap() > 1_700_000_000_000,
            "a deadline in milliseconds: {}",
            lines[1]
        );
        assert_eq!(
            lines[2],
            "arn:aws:lambda:us-east-1:123456789012:function:function"
        );
        assert_eq!(lines[3], "Root=1-5bef4de7-ad49b0e87f6ef6c87fc2e700;Sampled=1");
        assert_eq!(lines[4], client_context);
        assert_eq!(lines[5], identity);
        assert_eq!(lines[6], "tenant-7");
    }

    fn tells_what_is_absent(target: Target) {
        let function = Function::start(target);
        let headers = Misbehaviour::none()
            .header("Lambda-Runtime-Client-Context", "")
            .header("Lambda-Runtime-Aws-Tenant-Id", "")
            .without_header("Lambda-Runtime-Trace-Id");
        function.misbehave(CallKind::Next, headers);
        let response = function.respond_text("scenario:context:");
        let lines: Vec<&str> = response.lines().collect();
        assert_eq!(lines[3..], ["null"; 4]);
    }
}
