//! What goes wrong in a handler is an invocation error, once, and the loop goes on.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on panics")]

use acceptance::{Function, Program, Target, for_each_target};
use lambda_emulator::{Answer, CallKind, Cut, Misbehaviour};
use serde_json::Value;

for_each_target!(
    reports_an_exception,
    reports_an_exception_without_a_message,
    reports_an_error_message_of_any_text,
    reports_causes,
    reports_an_error,
    reports_an_overflowed_stack,
    reports_exhausted_memory,
    reports_a_null_response,
    reports_a_response_over_the_limit,
    takes_a_response_of_exactly_the_limit,
    cuts_a_message_of_megabytes,
    turns_a_panic_into_an_exception,
    outlives_a_refused_answer,
    ends_when_the_handler_ends_the_process,
    ends_when_the_runtime_api_goes_away,
);

fn frames(report: &Value) -> Vec<&str> {
    report["stackTrace"]
        .as_array()
        .expect("a stack trace")
        .iter()
        .map(|frame| frame.as_str().unwrap())
        .collect()
}

fn reports_an_exception(target: Target) {
    let function = Function::start(target);
    let (error, report) = function.fail("scenario:throw:the reason");
    assert_eq!(report["errorType"], "java.lang.IllegalStateException");
    assert_eq!(report["errorMessage"], "the reason");
    assert!(frames(&report)[0].contains("Scenarios.perform"), "{report}");
    assert_eq!(error.error_type, "Runtime.UserException");
    assert_eq!(error.headers.get("Content-Type"), Some("application/json"));
    function.goes_on();
}

fn reports_an_exception_without_a_message(target: Target) {
    let function = Function::start(target);
    let (_, report) = function.fail("scenario:throw-without-message:");
    assert_eq!(report["errorType"], "java.lang.UnsupportedOperationException");
    // As AWS's own runtime has it.
    assert_eq!(report["errorMessage"], "java.lang.UnsupportedOperationException");
}

fn reports_an_error_message_of_any_text(target: Target) {
    let function = Function::start(target);
    for message in [
        "\"quoted\" \\ and \n\t\u{1}\u{0}",
        "all ASCII, with a \u{7f} that no header may hold",
        "Zoë 😀 \u{ffff}",
        &"long ".repeat(2000),
    ] {
        let (_, report) = function.fail(format!("scenario:throw:{message}").as_str());
        assert_eq!(report["errorMessage"], message);
    }
}

fn reports_causes(target: Target) {
    let function = Function::start(target);
    let (_, report) = function.fail("scenario:throw-caused:the outermost");
    assert_eq!(report["errorMessage"], "the outermost");
    if target.program == Program::Runtime {
        assert_eq!(report["cause"]["errorType"], "java.io.IOException");
        assert_eq!(report["cause"]["cause"]["errorMessage"], "the root");
        assert_eq!(report["cause"]["cause"].get("cause"), None);
        assert_eq!(report["suppressed"][0]["errorMessage"], "close failed");
    } else {
        // The natives of 2018 know one stack trace; the causes follow in it, as Java prints them.
        assert!(
            frames(&report).contains(&"Caused by: java.io.IOException: the disk"),
            "{report}"
        );
    }
}

fn reports_an_error(target: Target) {
    let function = Function::start(target);
    let (_, report) = function.fail("scenario:throw-error:not so");
    assert_eq!(report["errorType"], "java.lang.AssertionError");
    function.goes_on();
}

fn reports_an_overflowed_stack(target: Target) {
    let function = Function::start(target);
    let (_, report) = function.fail("scenario:overflow:");
    assert_eq!(report["errorType"], "java.lang.StackOverflowError");
    let frames = frames(&report);
    assert_eq!(frames.len(), 101);
    assert!(frames[100].ends_with("more frames"), "{}", frames[100]);
    function.goes_on();
}

fn reports_exhausted_memory(target: Target) {
    let function = Function::start(target);
    let (_, report) = function.fail("scenario:out-of-memory:");
    assert_eq!(report["errorType"], "java.lang.OutOfMemoryError");
    function.goes_on();
}

fn reports_a_null_response(target: Target) {
    let function = Function::start(target);
    let (_, report) = function.fail("scenario:null:");
    assert_eq!(report["errorType"], "java.lang.NullPointerException");
    assert!(
        report["errorMessage"].as_str().unwrap().contains("null"),
        "{report}"
    );
    function.goes_on();
}

fn reports_a_response_over_the_limit(target: Target) {
    let function = Function::start(target);
    let (_, report) = function.fail("scenario:size:6291557");
    assert_eq!(report["errorType"], "java.lang.IllegalArgumentException");
    let message = report["errorMessage"].as_str().unwrap();
    assert!(
        message.contains("6291557 bytes") && message.contains("6291556"),
        "{message}"
    );
    function.goes_on();
}

fn takes_a_response_of_exactly_the_limit(target: Target) {
    let function = Function::start(target);
    assert_eq!(function.respond("scenario:size:6291556").len(), 6_291_556);
}

fn cuts_a_message_of_megabytes(target: Target) {
    let function = Function::start(target);
    let (error, report) = function.fail("scenario:throw-long:3000000");
    let message = report["errorMessage"].as_str().unwrap();
    assert!(
        message.ends_with("x\n... 2967232 more characters"),
        "{} characters",
        message.len()
    );
    assert!(error.body.len() < 64 * 1024);
    function.goes_on();
}

fn turns_a_panic_into_an_exception(target: Target) {
    let function = Function::start(target);
    let (_, report) = function.fail("scenario:panic:on purpose");
    assert_eq!(report["errorType"], "java.lang.InternalError");
    assert_eq!(
        report["errorMessage"],
        "libHello: panic in PanicProbe.panic: on purpose"
    );
    // An image puts its own frames of the throw above the native's.
    assert!(
        frames(&report)
            .iter()
            .any(|frame| frame.contains("PanicProbe.panic")),
        "{report}"
    );
    function.goes_on();
}

fn outlives_a_refused_answer(target: Target) {
    let function = Function::start(target);
    for status in [400, 403, 410, 413] {
        function.misbehave(CallKind::Response, Misbehaviour::status(status));
        let answer = function.completion("\"refused\"").answer;
        assert!(matches!(answer, Answer::Refused(_)), "{answer:?}");
        function.goes_on();
        assert!(
            function.emulator().log().contains(&format!(": {status} ")),
            "no line about {status}"
        );
    }
    let errors = function.count_calls(CallKind::Error);
    assert_eq!(errors, 0, "a refused response must not be followed by an error");
}

fn ends_when_the_handler_ends_the_process(target: Target) {
    let function = Function::start(target);
    match function.completion("scenario:exit:7").answer {
        Answer::Exit(exit) => assert_eq!(exit.status, Some(7)),
        other => panic!("{other:?}"),
    }
}

fn ends_when_the_runtime_api_goes_away(target: Target) {
    let function = Function::start(target);
    function.misbehave(CallKind::Next, Misbehaviour::none());
    function.misbehave(CallKind::Next, Misbehaviour::cut(Cut::CloseInsteadOfReply));
    function.goes_on();
    // The polls after that one are cut, more often than the loop tries; a connection that was open
    // before may be tried twice.
    for _ in 0..20 {
        function.misbehave(CallKind::Next, Misbehaviour::cut(Cut::CloseInsteadOfReply));
    }
    let _pending = function.emulator().begin("\"never answered\"");
    let report = function.wait_for_exit();
    assert_eq!(report.status, Some(1), "{}", report.log);
    assert!(
        report
            .log
            .contains("the Runtime API loop has ended: GET /next failed 6 times in a row"),
        "{}",
        report.log
    );
}

/// An image never has less than 16 MB of heap, into which the largest event fits.
mod small_heap {
    use super::*;

    acceptance::for_targets!([jvm_runtime: Jvm Runtime, jvm_natives: Jvm Natives], [reports_an_event_that_finds_no_room]);

    fn reports_an_event_that_finds_no_room(target: Target) {
        let function = Function::with(target.settings_with_jvm_heap(7));
        for _ in 0..3 {
            let event = format!("\"{}\"", "x".repeat(6 * 1024 * 1024));
            let (_, report) = function.fail(event.as_str());
            assert_eq!(report["errorType"], "java.lang.OutOfMemoryError", "{report}");
            function.goes_on();
        }
    }
}

mod test_natives {
    use super::*;

    acceptance::for_targets!([jvm: Jvm Natives, image: Image Natives], [refuses_a_second_answer, refuses_to_read_twice]);

    fn refuses_a_second_answer(target: Target) {
        let function = Function::start(target);
        assert_eq!(
            function.respond_text("scenario:answer-twice:"),
            "the first answer"
        );
        function.goes_on();
        assert!(
            function
                .emulator()
                .log()
                .contains("refused: libHello: no invocation is open")
        );
    }

    fn refuses_to_read_twice(target: Target) {
        let function = Function::start(target);
        let (_, report) = function.fail("scenario:read-twice:");
        assert_eq!(report["errorType"], "java.lang.IllegalArgumentException");
        assert!(
            report["errorMessage"]
                .as_str()
                .unwrap()
                .contains("is not answered yet"),
            "{report}"
        );
        function.goes_on();
    }
}
