//! Several invocations at once, as on Lambda Managed Instances.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on panics")]

mod hostile;
mod load;
mod streams;

use acceptance::{Function, Target};
use lambda_emulator::{AfterTimeout, Answer, CallKind, Event, FunctionSettings, Misbehaviour, Phase};
use serde_json::Value;
use std::time::Duration;

acceptance::for_targets!(
    [jvm: Jvm Concurrent, image: Image Concurrent],
    [
        answers_as_they_are_ready,
        sets_nothing_of_an_invocation_in_the_process,
        logs_with_the_ids_of_the_invocation_on_whose_thread_it_is,
        shares_one_handler,
        works_on_platform_threads_by_choice,
        reports_a_setting_that_is_wrong_as_an_init_error,
        outlives_polls_that_fail,
        says_that_a_poll_is_given_up_and_goes_on,
        ends_when_no_poll_can_succeed,
        writes_a_line_about_a_late_answer_and_goes_on,
        finishes_all_on_sigterm,
    ]
);

fn settings(target: Target, concurrency: u16) -> FunctionSettings {
    let mut settings = target.settings();
    settings.concurrency = concurrency;
    settings
}

fn start(target: Target, concurrency: u16) -> Function {
    Function::with(settings(target, concurrency))
}

fn text(answer: &Answer) -> String {
    match answer {
        Answer::Response(response) => String::from_utf8_lossy(&response.body).into_owned(),
        other => panic!("a response was expected, not {other:?}"),
    }
}

/// The log's records whose message ends with this.
fn records(function: &Function, message: &str) -> Vec<Value> {
    let log = function.emulator().log();
    let records = log
        .lines()
        .filter_map(|line| serde_json::from_str::<Value>(line).ok());
    records
        .filter(|record| {
            record["message"]
                .as_str()
                .is_some_and(|found| found.ends_with(message))
        })
        .collect()
}

fn answers_as_they_are_ready(target: Target) {
    let function = start(target, 3);
    let first = function.emulator().begin("wait:gate:first");
    let second = function.emulator().begin("wait:gate:second");
    function.wait_for_log("waits first");
    function.wait_for_log("waits second");
    assert_eq!(function.respond_text("open:gate:third"), "third");
    assert_eq!(text(&second.wait().unwrap().answer), "second");
    assert_eq!(text(&first.wait().unwrap().answer), "first");
    function.goes_on();
}

fn sets_nothing_of_an_invocation_in_the_process(target: Target) {
    let function = start(target, 2);
    let event = Event::from("thread::").trace_id("Root=1-5759e988-bd862e3fe1be46a994272793");
    assert_eq!(function.respond_text(event), "true null");
}

fn logs_with_the_ids_of_the_invocation_on_whose_thread_it_is(target: Target) {
    let function = start(target, 3);
    let first = function.emulator().begin("wait:gate:first");
    let second = function.emulator().begin("wait:gate:second");
    function.wait_for_log("waits first");
    function.wait_for_log("waits second");
    let logging = function.completion("log::third");
    let later = function.completion("log::fourth");
    function.respond_text("open:gate:x");
    for (name, completion) in [
        ("first", first.wait().unwrap()),
        ("second", second.wait().unwrap()),
    ] {
        for message in ["waits ", "goes on "] {
            let found = records(&function, &format!("{message}{name}"));
            assert_eq!(found.len(), 1, "{found:?}");
            assert_eq!(found[0]["AWSRequestId"], completion.request_id.as_str());
        }
    }
    let ids = |message: &str| {
        let found = records(&function, message);
        assert_eq!(found.len(), 1, "{message}: {found:?}");
        found[0]["AWSRequestId"].as_str().map(str::to_owned)
    };
    assert_eq!(ids("own thread third"), Some(logging.request_id.clone()));
    assert_eq!(ids("child thread third"), Some(logging.request_id));
    assert_eq!(ids("own thread fourth"), Some(later.request_id.clone()));
    assert_eq!(ids("child thread fourth"), Some(later.request_id));
    // The thread was started by an invocation that is over: it belongs to none.
    assert_eq!(ids("shared thread fourth"), None);
}

fn shares_one_handler(target: Target) {
    let function = start(target, 2);
    let waiting = function.emulator().begin("wait:gate:x");
    function.wait_for_log("waits x");
    assert_eq!(function.respond_text("handler::"), "handler 1 of 1 beside 1");
    function.respond_text("open:gate:x");
    waiting.wait().unwrap();
}

fn works_on_platform_threads_by_choice(target: Target) {
    let function = Function::with(settings(target, 3).variable("LIBHELLO_THREADS", "platform"));
    let first = function.emulator().begin("wait:gate:first");
    let second = function.emulator().begin("wait:gate:second");
    function.wait_for_log("waits first");
    function.wait_for_log("waits second");
    assert_eq!(function.respond_text("thread::"), "false null");
    assert_eq!(function.respond_text("open:gate:x"), "x");
    let first = first.wait().unwrap();
    assert_eq!(text(&first.answer), "first");
    assert_eq!(text(&second.wait().unwrap().answer), "second");
    let found = records(&function, "waits first");
    assert_eq!(found[0]["AWSRequestId"], first.request_id.as_str());
    function.emulator().terminate();
    function.wait_for_exit();
}

fn reports_a_setting_that_is_wrong_as_an_init_error(target: Target) {
    for (name, value, line) in [
        (
            "AWS_LAMBDA_MAX_CONCURRENCY",
            "many",
            "AWS_LAMBDA_MAX_CONCURRENCY is \"many\": it must be a number from 1 to 10000",
        ),
        (
            "AWS_LAMBDA_MAX_CONCURRENCY",
            "0",
            "AWS_LAMBDA_MAX_CONCURRENCY is \"0\": it must be a number from 1 to 10000",
        ),
        (
            "LIBHELLO_THREADS",
            "green",
            "LIBHELLO_THREADS is \"green\": set it to virtual or platform, or not at all",
        ),
    ] {
        let function = Function::with(settings(target, 2).variable(name, value));
        let (error, report) = function.fail("\"x\"");
        assert_eq!(error.phase, Phase::Init);
        assert_eq!(report["errorMessage"], line);
        assert_eq!(report["errorType"], "java.lang.IllegalArgumentException");
        assert_eq!(function.wait_for_exit().status, Some(1));
        let found = function.emulator().log().replace("\\\"", "\"");
        assert_eq!(found.matches(line).count(), 1, "{found}");
        assert!(!found.contains("\tat "), "{found}");
    }
}

fn outlives_polls_that_fail(target: Target) {
    let function = start(target, 4);
    let waiting = function.emulator().begin("wait:gate:first");
    function.wait_for_log("waits first");
    for _ in 0..5 {
        function.misbehave(CallKind::Next, Misbehaviour::status(503));
    }
    for number in 0..20 {
        let event = format!("\"{number}\"");
        assert_eq!(function.respond_text(event.as_str()), event);
    }
    function.respond_text("open:gate:x");
    assert_eq!(text(&waiting.wait().unwrap().answer), "first");
    let pids = function.emulator().pid();
    function.goes_on();
    assert_eq!(function.emulator().pid(), pids, "the same process");
}

fn says_that_a_poll_is_given_up_and_goes_on(target: Target) {
    let function = start(target, 3);
    let waiting = function.emulator().begin("wait:gate:first");
    function.wait_for_log("waits first");
    while function.emulator().waiting_polls() < 2 {
        std::thread::sleep(Duration::from_millis(1));
    }
    for _ in 0..6 {
        function.misbehave(CallKind::Next, Misbehaviour::status(503));
    }
    // The poll that comes after it takes them all, since the one beside it waits.
    function.respond_text("\"x\"");
    function.wait_for_log("GET /next failed 6 times in a row");
    function.respond_text("open:gate:x");
    assert_eq!(text(&waiting.wait().unwrap().answer), "first");
    function.goes_on();
    let found = records(&function, "2 of 3 polls go on");
    assert_eq!(found.len(), 1, "{found:?}");
    assert_eq!(found[0]["level"], "ERROR");
}

fn ends_when_no_poll_can_succeed(target: Target) {
    let mut settings = settings(target, 3);
    settings.script = vec![(CallKind::Next, Misbehaviour::status(403)); 3 * 6];
    let function = Function::with(settings);
    let pending = function.emulator().begin("\"x\"");
    assert_eq!(function.wait_for_exit().status, Some(1));
    function.wait_for_log("GET /next failed 6 times in a row");
    drop(pending);
}

fn writes_a_line_about_a_late_answer_and_goes_on(target: Target) {
    let mut settings = settings(target, 2).timeout(Duration::from_millis(300));
    settings.after_timeout = AfterTimeout::RunOn;
    let function = Function::with(settings);
    // The first of them is not yet warm; whatever comes of it.
    function.completion("\"warm\"");
    let late = function.completion("wait:gate:late").answer;
    assert!(matches!(late, Answer::Timeout(_)), "{late:?}");
    while !matches!(function.completion("open:gate:x").answer, Answer::Response(_)) {}
    function.wait_for_log("410");
    while !matches!(function.completion("\"still here\"").answer, Answer::Response(_)) {}
    let log = function.emulator().log();
    assert_eq!(
        log.lines().filter(|line| line.contains("410")).count(),
        1,
        "{log}"
    );
}

fn finishes_all_on_sigterm(target: Target) {
    let function = start(target, 4);
    let begin = |event: String| function.emulator().begin(event.as_str());
    let mut open: Vec<_> = (0..3)
        .map(|number| begin(format!("until-end::{number}")))
        .collect();
    for number in 0..3 {
        function.wait_for_log(&format!("waits {number}"));
    }
    let stuck = begin("wait:for ever:3".to_owned());
    function.wait_for_log("waits 3");
    function.emulator().terminate();
    for (number, pending) in open.drain(..).enumerate() {
        assert_eq!(text(&pending.wait().unwrap().answer), number.to_string());
    }
    let answer = stuck.wait().unwrap().answer;
    assert_eq!(answer.error().unwrap().error_type, "Runtime.ShuttingDown");
    function.wait_for_exit();
}

mod own_handlers {
    use super::*;

    acceptance::for_targets!([jvm: Jvm PerWorker, image: Image PerWorker], [has_one_for_each]);

    fn has_one_for_each(target: Target) {
        let function = start(target, 3);
        let waiting = function.emulator().begin("wait:gate:x");
        function.wait_for_log("waits x");
        for _ in 0..10 {
            let found = function.respond_text("handler::");
            assert!(found.ends_with("of 3 beside 0"), "{found}");
        }
        function.respond_text("open:gate:x");
        waiting.wait().unwrap();
    }
}

mod one_at_a_time {
    use super::*;

    acceptance::for_targets!([jvm: Jvm Concurrent], [loads_nothing_of_it]);

    /// A cold start must not pay for what a function does not use.
    fn loads_nothing_of_it(target: Target) {
        for settings in [
            target.settings(),
            target.settings().variable("AWS_LAMBDA_MAX_CONCURRENCY", "1"),
        ] {
            let mut settings = settings;
            settings.args.insert(0, "-Xlog:class+load:stderr".into());
            let function = Function::with(settings);
            function.goes_on();
            function.fail("throw::once");
            function.goes_on();
            let log = function.emulator().log();
            assert!(log.contains("io.github.libhello.internal.Worker "), "{log:.2000}");
            let ours = "io.github.libhello.internal.";
            for name in ["Concurrent", "IdleWorkers", "PerWorker"] {
                let name = format!("{ours}{name}");
                let loaded: Vec<_> = log.lines().filter(|line| line.contains(&name)).collect();
                assert!(loaded.is_empty(), "{loaded:?}");
            }
        }
    }
}
