//! Responses in pieces, through `LambdaRuntime`: what reaches the caller, and what goes wrong in a handler.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on panics")]

use std::time::Duration;

use acceptance::{Function, Target, for_targets, heavy_permit};
use lambda_emulator::{AfterTimeout, Answer, CallKind, Cut, Misbehaviour, Response};

for_targets!(
    [jvm: Jvm Streams, image: Image Streams],
    [
        streams_pieces_of_any_size,
        sends_a_head_for_http,
        answers_without_a_byte,
        reports_a_failure_before_the_first_byte,
        reports_a_failure_after_the_first_byte,
        reports_a_failure_within_a_block_that_closes,
        rejects_a_head_that_is_late_or_wrong,
        rejects_what_is_written_wrongly,
        takes_writes_of_many_threads,
        outlives_a_thread_that_goes_on_writing,
        tells_a_handler_that_its_response_is_refused,
        tells_a_handler_that_nobody_reads_any_more,
        tells_a_handler_that_its_deadline_has_passed,
        holds_little_of_a_long_response_whose_reader_is_slow,
        answers_for_a_handler_that_is_still_writing_at_the_end,
    ]
);

const HTTP: &str = "application/vnd.awslambda.http-integration-response";

fn stream(function: &Function, event: &str) -> Response {
    match function.completion(event).answer {
        Answer::Response(response) => {
            assert!(response.streamed, "{event}");
            response
        }
        other => panic!("{event}: {other:.600?}\n{}", function.emulator().log()),
    }
}

fn streams_pieces_of_any_size(target: Target) {
    let function = Function::start(target);
    let response = stream(&function, "stream:pieces:one two three");
    assert_eq!(response.body, "onetwothree");
    assert_eq!(
        response.content_type.as_deref(),
        Some("text/plain; charset=utf-8")
    );
    let announced = response.headers.get("Trailer").unwrap();
    assert_eq!(
        announced,
        "Lambda-Runtime-Function-Error-Type, Lambda-Runtime-Function-Error-Body"
    );
    assert_eq!(response.trailers.iter().count(), 0);
    for (total, piece) in [
        (1, 1),
        (40_000, 1),
        (100_000, 16_383),
        (100_000, 16_384),
        (1_000_000, 65_537),
        (20_000_000, 7_000_000),
    ] {
        let response = stream(&function, &format!("stream:bytes:{total}:{piece}"));
        assert_eq!(response.content_type.as_deref(), Some("application/json"));
        assert_eq!(response.body.len(), total);
        let right = |(at, byte): (usize, &u8)| usize::from(*byte) == at % 251;
        assert!(response.body.iter().enumerate().all(right), "{total}:{piece}");
    }
    function.goes_on();
}

/// The JSON in front of a body, and the body.
fn http(response: &Response) -> (serde_json::Value, &[u8]) {
    assert_eq!(response.content_type.as_deref(), Some(HTTP));
    let at = response
        .body
        .windows(8)
        .position(|bytes| bytes == [0; 8])
        .unwrap();
    let (head, body) = response.body.split_at(at);
    (serde_json::from_slice(head).unwrap(), &body[8..])
}

fn sends_a_head_for_http(target: Target) {
    let function = Function::start(target);
    for body in ["", "<p>"] {
        let response = stream(&function, &format!("stream:http:{body}"));
        let (head, sent) = http(&response);
        assert_eq!(sent, body.as_bytes());
        let expected = serde_json::json!({
            "statusCode": 201,
            "headers": {"X-Text": "\"Zoë\"\t\\", "Cache-Control": "no-store", "Content-Type": "text/html"},
            "cookies": ["a=1; Secure", "b=\"2\""],
        });
        assert_eq!(head, expected);
    }
}

fn answers_without_a_byte(target: Target) {
    let function = Function::start(target);
    assert_eq!(stream(&function, "stream:nothing:").body, "");
    function.goes_on();
}

fn reports_a_failure_before_the_first_byte(target: Target) {
    let function = Function::start(target);
    let (error, report) = function.fail("stream:fail-early:the reason");
    assert!(!error.after_first_byte);
    assert_eq!(report["errorMessage"], "the reason");
    assert_eq!(function.count_calls(CallKind::Response), 0);
    function.goes_on();
}

fn reports_a_failure_after_the_first_byte(target: Target) {
    let function = Function::start(target);
    let (error, report) = function.fail("stream:fail-late:the reason");
    assert!(error.after_first_byte);
    assert_eq!(error.error_type, "Runtime.UserException");
    assert_eq!(report["errorType"], "java.lang.IllegalStateException");
    assert_eq!(report["errorMessage"], "the reason");
    assert_eq!(report["cause"]["errorMessage"], "the disk");
    assert_eq!(function.count_calls(CallKind::Error), 0);
    function.wait_for_log("the reason: java.lang.IllegalStateException");
    let (error, report) = function.fail("stream:overflow:");
    assert!(error.after_first_byte);
    assert_eq!(report["errorType"], "java.lang.StackOverflowError");
    function.goes_on();
}

/// `try` closes the stream before the exception has left it.
fn reports_a_failure_within_a_block_that_closes(target: Target) {
    let function = Function::start(target);
    for (event, message) in [
        ("stream:fail-in-block:the reason", "the reason"),
        ("stream:fail-in-close:", "close failed"),
    ] {
        let (error, report) = function.fail(event);
        assert!(error.after_first_byte, "{event}");
        assert_eq!(report["errorMessage"], message);
        function.goes_on();
    }
}

fn rejects_a_head_that_is_late_or_wrong(target: Target) {
    let function = Function::start(target);
    for what in ["type", "http"] {
        let (error, report) = function.fail(format!("stream:head-late:{what}").as_str());
        assert!(error.after_first_byte);
        assert_eq!(report["errorType"], "java.lang.IllegalStateException");
    }
    for what in ["type", "status", "name", "cookie"] {
        let (error, report) = function.fail(format!("stream:bad-head:{what}").as_str());
        assert!(!error.after_first_byte);
        assert_eq!(report["errorType"], "java.lang.IllegalArgumentException");
    }
    function.goes_on();
}

fn rejects_what_is_written_wrongly(target: Target) {
    let function = Function::start(target);
    for (event, error_type) in [
        ("stream:bad-range:", "java.lang.IndexOutOfBoundsException"),
        ("stream:null:", "java.lang.NullPointerException"),
        ("stream:after-close:", "java.io.IOException"),
    ] {
        let (error, report) = function.fail(event);
        assert_eq!(report["errorType"], error_type, "{event}");
        assert_eq!(error.after_first_byte, event.contains("close"), "{event}");
    }
    stream(&function, "stream:keep:");
    let said = stream(&function, "stream:kept:").body;
    assert_eq!(
        said,
        "the invocation has its answer already: write before the handler returns"
    );
    function.goes_on();
}

fn takes_writes_of_many_threads(target: Target) {
    let function = Function::start(target);
    let body = stream(&function, "stream:threads:200").body;
    let text = std::str::from_utf8(&body).unwrap();
    let mut lines = [0; 10];
    for line in text.lines() {
        assert!(line.len() == 99 && line.bytes().all(|byte| byte == line.as_bytes()[0]));
        lines[usize::from(line.as_bytes()[0] - b'0')] += 1;
    }
    assert_eq!(lines, [200; 10]);
    function.goes_on();
}

fn outlives_a_thread_that_goes_on_writing(target: Target) {
    let function = Function::start(target);
    let body = stream(&function, "stream:left-behind:").body;
    assert!(body.iter().all(|byte| *byte == b'x'));
    function.wait_for_log("left behind: the invocation has its answer already");
    function.goes_on();
}

fn tells_a_handler_that_its_response_is_refused(target: Target) {
    let function = Function::start(target);
    for status in [410, 413] {
        function.misbehave(CallKind::Response, Misbehaviour::status(status));
        let refused = function.completion("stream:bytes:50000:100").answer;
        assert!(matches!(refused, Answer::Refused(_)), "{refused:.300?}");
        function.wait_for_log(&format!(
            "the response could not be streamed to its end: the Runtime API answered {status}"
        ));
        function.goes_on();
    }
    assert_eq!(function.count_calls(CallKind::Error), 0);
}

/// The handler writes for ever, until it is told why it must not.
fn tells_a_handler_that_nobody_reads_any_more(target: Target) {
    let function = Function::start(target);
    let mut told = 0;
    for bytes in [0, 1, 100_000, 10_000_000] {
        for (misbehaviour, reason) in [
            (
                Misbehaviour::status(202),
                "the Runtime API answered 202 Accepted before the end of the response",
            ),
            (Misbehaviour::status(410), "the Runtime API answered 410 Gone"),
            (Misbehaviour::status(413), "the Runtime API answered 413"),
            (Misbehaviour::cut(Cut::CloseBeforeBody), "http://127.0.0.1:"),
            (Misbehaviour::cut(Cut::ResetBeforeBody), "http://127.0.0.1:"),
        ] {
            function.misbehave(CallKind::Response, misbehaviour.within_body(bytes));
            let refused = function.completion("stream:until-refused:").answer;
            assert!(matches!(refused, Answer::Refused(_)), "{refused:.300?}");
            function.goes_on();
            told += 1;
            function.wait_for_logs("the response cannot be streamed any further: ", told);
            function.wait_for_log(&format!("any further: {reason}"));
        }
    }
    assert_eq!(function.count_calls(CallKind::Error), 0);
}

/// As on Lambda Managed Instances, where a process outlives a time-out.
fn tells_a_handler_that_its_deadline_has_passed(target: Target) {
    let mut settings = target.settings();
    settings.timeout = Duration::from_secs(3);
    settings.after_timeout = AfterTimeout::RunOn;
    let function = Function::with(settings);
    function.goes_on();
    // So that the response is not too large before its deadline.
    let slow = Misbehaviour::none().read_slowly(100_000, Duration::from_millis(20));
    function.misbehave(CallKind::Response, slow);
    let answer = function.completion("stream:until-refused:").answer;
    assert!(matches!(answer, Answer::Timeout(_)), "{answer:.300?}");
    function.wait_for_log("any further: the deadline of the invocation has passed");
    function.goes_on();
}

/// The largest resident memory so far, in KiB.
fn peak(function: &Function) -> u64 {
    function.emulator().memory().unwrap().peak / 1024
}

/// As much as Lambda takes, through at most 8 MiB.
fn holds_little_of_a_long_response_whose_reader_is_slow(target: Target) {
    const TOTAL: usize = 200_000_000;
    let _permit = heavy_permit();
    let function = Function::start(target);
    for _ in 0..100 {
        stream(&function, "stream:bytes:100000:5000");
    }
    let before = peak(&function);
    let slow = Misbehaviour::none().read_slowly(1_000_000, Duration::from_millis(5));
    function.misbehave(CallKind::Response, slow);
    let response = stream(&function, &format!("stream:bytes:{TOTAL}:1000000"));
    assert_eq!(response.body.len(), TOTAL);
    let right = |(at, byte): (usize, &u8)| usize::from(*byte) == at % 251;
    assert!(response.body.iter().enumerate().all(right));
    let grown = peak(&function) - before;
    assert!(grown <= 8 * 1024, "by {grown} KiB");
}

fn answers_for_a_handler_that_is_still_writing_at_the_end(target: Target) {
    let function = Function::start(target);
    let pending = function.emulator().begin("stream:sleep:100000");
    function.wait_for_log("sleeping");
    function.emulator().terminate();
    let answer = pending.wait().unwrap().answer;
    let error = answer.error().unwrap();
    assert!(error.after_first_byte);
    assert_eq!(error.error_type, "Runtime.ShuttingDown");
    function.wait_for_exit();
}

mod other_handlers {
    use super::*;

    acceptance::for_targets!([jvm: Jvm Runtime], [load_nothing_of_it]);

    /// A cold start must not pay for what a function does not use.
    fn load_nothing_of_it(target: Target) {
        let mut settings = target.settings();
        settings.args.insert(0, "-Xlog:class+load:stderr".into());
        let function = Function::with(settings);
        function.goes_on();
        function.fail("scenario:throw:once");
        function.goes_on();
        let log = function.emulator().log();
        assert!(log.contains("io.github.libhello.internal.Worker "), "{log:.2000}");
        for name in ["Stream", "HttpPrelude"] {
            let ours = format!("io.github.libhello.internal.{name}");
            let loaded: Vec<_> = log.lines().filter(|line| line.contains(&ours)).collect();
            assert!(loaded.is_empty(), "{loaded:?}");
        }
        for name in ["InvocationStream", "NativeStream", "ResponseStream"] {
            assert!(!log.contains(name), "{name} was loaded");
        }
    }
}
