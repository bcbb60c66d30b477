//! When the loop has ended, so has the process, with its line and its status, whatever user code left
//! behind.

use acceptance::{Function, Target, for_each_target, for_targets};
use lambda_emulator::{Answer, CallKind, Misbehaviour};

for_each_target!(
    ends_with_threads_of_the_user_when_next_fails,
    ends_with_threads_of_the_user_when_no_poll_succeeds,
    ends_with_threads_of_the_user_when_an_answer_fails,
    ends_with_a_hook_that_hangs,
    ends_by_a_signal_with_threads_of_the_user,
);
for_targets!(
    [jvm_caught: Jvm Caught, image_caught: Image Caught],
    [ends_a_program_that_catches_everything]
);
for_targets!(
    [jvm_init_error: Jvm InitError, image_init_error: Image InitError],
    [ends_after_an_init_error_with_threads]
);

/// The loop's end, after user code has done this. The poll that waits has its event; the next ones fail.
fn ends(function: &Function, scenarios: &[&str], failure: &Misbehaviour) {
    for scenario in scenarios {
        function.respond(*scenario);
    }
    function.wait_for_poll();
    // More often than the loop tries; a connection that was open before may be tried twice.
    for _ in 0..20 {
        function.misbehave(CallKind::Next, failure.clone());
    }
    function.goes_on();
    expect_failure(function, "the Runtime API loop has ended: ");
}

fn expect_failure(function: &Function, line: &str) {
    let report = function.wait_for_exit();
    assert_eq!(report.status, Some(1), "{}", report.log);
    assert_eq!(report.log.matches(line).count(), 1, "{}", report.log);
}

fn ends_with_threads_of_the_user_when_next_fails(target: Target) {
    let function = Function::start(target);
    ends(&function, &["scenario:spawn:"], &Misbehaviour::status(500));
}

fn ends_with_threads_of_the_user_when_no_poll_succeeds(target: Target) {
    let function = Function::start(target);
    ends(&function, &["scenario:spawn:"], &Misbehaviour::status(503));
}

fn ends_with_threads_of_the_user_when_an_answer_fails(target: Target) {
    let function = Function::start(target);
    function.respond("scenario:spawn:");
    function.misbehave(CallKind::Response, Misbehaviour::status(500));
    let _refused = function.emulator().begin("\"refused\"");
    expect_failure(&function, "the Runtime API loop has ended: ");
}

fn ends_with_a_hook_that_hangs(target: Target) {
    let function = Function::start(target);
    let scenarios = ["scenario:spawn:", "scenario:hang-hook:"];
    ends(&function, &scenarios, &Misbehaviour::status(500));
}

fn ends_by_a_signal_with_threads_of_the_user(target: Target) {
    let function = Function::start(target);
    function.respond("scenario:spawn:");
    function.emulator().terminate();
    let report = function.wait_for_exit();
    assert_eq!(report.status, Some(143), "{}", report.log);
    assert!(!report.log.contains("loop has ended"), "{}", report.log);
}

fn ends_a_program_that_catches_everything(target: Target) {
    let function = Function::start(target);
    ends(&function, &["scenario:spawn:"], &Misbehaviour::status(500));
    assert!(!function.emulator().log().contains("caught"));
}

fn ends_after_an_init_error_with_threads(target: Target) {
    let function = Function::with(target.settings().arg("threads"));
    let answer = function.completion("{}").answer;
    assert!(matches!(answer, Answer::Error(_)), "{answer:?}");
    let line = "the handler factory failed: java.io.IOException: no configuration";
    expect_failure(&function, line);
}
