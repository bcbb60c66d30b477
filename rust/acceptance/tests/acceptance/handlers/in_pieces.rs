//! `RequestStreamHandler`, which answers in pieces where the function asks for that.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on panics")]

use super::settings;
use acceptance::{Function, Target};
use lambda_emulator::{Answer, CallKind};

acceptance::for_targets!(
    [jvm: Jvm Handlers, image: Image Handlers],
    [
        answers_in_pieces_where_the_function_asks_for_it,
        answers_as_a_whole_otherwise,
        reports_a_failure_between_two_pieces,
        names_a_mode_that_is_none,
    ]
);

fn start(target: Target, handler: &str, mode: &str) -> Function {
    let mut settings = settings(target, handler);
    settings
        .variables
        .push(("LIBHELLO_RESPONSE_MODE".into(), mode.into()));
    Function::with(settings)
}

fn answers_in_pieces_where_the_function_asks_for_it(target: Target) {
    let function = start(target, "InPieces", "streaming");
    for _ in 0..3 {
        let answer = function.completion("it").answer;
        let response = answer.response().unwrap();
        assert!(response.streamed);
        assert_eq!(
            response.body,
            "{\"statusCode\":200,\"headers\":{\"Content-Type\":\"text/plain\"},\"cookies\":[]}\0\0\0\0\0\0\0\0half of it"
        );
    }
    let function = start(target, "Streams", "streaming");
    for size in [0, 1, 100_000, 6 * 1024 * 1024] {
        let event = "x".repeat(size);
        let answer = function.completion(event.as_str()).answer;
        let response = answer.response().unwrap();
        assert!(response.streamed && response.body == event, "{size} bytes");
    }
    function.wait_for_log("rejected: the invocation has its answer already");
}

fn answers_as_a_whole_otherwise(target: Target) {
    for function in [
        Function::with(settings(target, "InPieces")),
        start(target, "InPieces", "buffered"),
    ] {
        let answer = function.completion("it").answer;
        let response = answer.response().unwrap();
        assert!(!response.streamed && response.body == "half of it");
    }
}

fn reports_a_failure_between_two_pieces(target: Target) {
    let function = start(target, "InPieces", "streaming");
    let (error, report) = function.fail("fail");
    assert!(error.after_first_byte);
    assert_eq!(report["errorMessage"], "the other half");
    let frames = report["stackTrace"].as_array().unwrap();
    assert_eq!(frames.len(), 1, "{report}");
    let (error, report) = function.fail("fail early");
    assert!(!error.after_first_byte);
    assert_eq!(report["errorMessage"], "nothing");
    assert!(matches!(function.completion("it").answer, Answer::Response(_)));
    assert_eq!(function.count_calls(CallKind::Error), 1);
}

fn names_a_mode_that_is_none(target: Target) {
    let (error, report) = start(target, "InPieces", "Streaming").fail("it");
    assert_eq!(error.error_type, "Runtime.InitError");
    let message = report["errorMessage"].as_str().unwrap();
    assert!(
        message.contains("LIBHELLO_RESPONSE_MODE is \"Streaming\": set it to buffered or streaming"),
        "{message}"
    );
}
