//! SnapStart: hooks, priming, what fails around a snapshot, and what is made anew.

mod handlers;

use std::fs;
use std::time::Duration;

use acceptance::{Function, Target, for_targets, root};
use lambda_emulator::{Answer, CallKind, FunctionError, FunctionSettings, Phase};
use serde_json::Value;

for_targets!(
    [jvm: Jvm Snapshots, image: Image Snapshots],
    [
        answers_after_the_restore,
        reports_a_hook_that_fails_before_the_snapshot,
        reports_a_hook_that_fails_after_the_restore,
        reports_what_several_hooks_threw,
        primes_the_handler,
        primes_the_handler_with_files,
        reports_a_priming_event_that_fails,
        names_a_priming_file_that_is_not_there,
        ends_with_the_status_that_a_hook_gives,
        says_why_it_was_not_restored,
        draws_other_random_numbers,
        seeds_the_default_generator,
    ]
);

fn settings(target: Target) -> FunctionSettings {
    let mut settings = target.settings().snap_start(Duration::ZERO);
    // Time is no part of these cases.
    settings.restore_timeout = settings.init_timeout;
    settings
}

fn failing(target: Target, hooks: &str) -> FunctionSettings {
    settings(target).variable("CONFORMANCE_HOOKS", hooks)
}

/// The report of a process that does not come to its first event, and its log; it ends with status 64.
fn fails(settings: FunctionSettings) -> (FunctionError, Value, String) {
    let function = Function::with(settings);
    let (error, report) = function.fail("{}");
    let exit = function.wait_for_exit();
    assert_eq!(exit.status, Some(64), "{}", exit.log);
    assert_eq!(function.count_calls(CallKind::Next), 0);
    (error, report, exit.log)
}

fn answers_after_the_restore(target: Target) {
    let function = Function::with(settings(target));
    function.goes_on();
    let kinds: Vec<CallKind> = function.emulator().calls().iter().map(|call| call.kind).collect();
    assert_eq!(kinds[0], CallKind::ExtensionRegister);
    let restore = kinds.iter().position(|kind| *kind == CallKind::RestoreNext);
    let next = kinds.iter().position(|kind| *kind == CallKind::Next);
    assert!(restore.is_some() && restore < next, "{kinds:?}");
}

fn reports_a_hook_that_fails_before_the_snapshot(target: Target) {
    let (error, report, log) = fails(failing(target, "fail-before"));
    assert_eq!(
        (error.phase, &*error.error_type),
        (Phase::Init, "Runtime.BeforeCheckpointError")
    );
    assert_eq!(report["errorType"], "java.io.IOException");
    assert_eq!(report["errorMessage"], "the reason of before:2");
    assert_eq!(report["cause"]["errorMessage"], "its cause");
    assert!(
        report["stackTrace"][0]
            .as_str()
            .is_some_and(|frame| frame.contains("SnapshotScenarios")),
        "{report}"
    );
    assert!(
        log.contains("the snapshot cannot be taken: java.io.IOException: the reason of before:2"),
        "{log}"
    );
}

fn reports_a_hook_that_fails_after_the_restore(target: Target) {
    let (error, report, log) = fails(failing(target, "fail-after"));
    assert_eq!(
        (error.phase, &*error.error_type),
        (Phase::Restore, "Runtime.AfterRestoreError")
    );
    assert_eq!(report["errorMessage"], "the reason of after:1");
    assert!(
        log.contains("conformance:after:2"),
        "the other hook has run: {log}"
    );
    assert!(
        log.contains("the snapshot cannot be restored: java.io.IOException: the reason of after:1"),
        "{log}"
    );
}

fn reports_what_several_hooks_threw(target: Target) {
    for (hooks, kind, first, second) in [
        ("fail-all-before", "Checkpoint", "before:2", "before:1"),
        ("fail-all-after", "Restore", "after:1", "after:2"),
    ] {
        let (_, report, log) = fails(failing(target, hooks));
        assert_eq!(
            report["errorType"],
            format!("io.github.libhello.crac.{kind}Exception")
        );
        let message = format!("2 hooks failed, the first with java.io.IOException: the reason of {first}");
        assert_eq!(report["errorMessage"], message);
        for (at, hook) in [(0, first), (1, second)] {
            assert_eq!(
                report["suppressed"][at]["errorMessage"],
                format!("the reason of {hook}")
            );
            assert!(
                log.contains(&format!("Suppressed: java.io.IOException: the reason of {hook}")),
                "{log}"
            );
        }
    }
}

fn primes_the_handler(target: Target) {
    let function = Function::with(settings(target).variable("PRIMING", "\"warm\""));
    function.goes_on();
    let log = function.emulator().log();
    let order = [
        "primed with \"warm\"",
        "primed with \"warm\"again",
        "conformance:before:2",
    ]
    .map(|line| log.find(line));
    assert!(order.is_sorted() && order[0].is_some(), "{log}");
    assert!(
        log.contains("priming-1 in time true as arn:aws:lambda:us-east-1:000000000000:function:function"),
        "{log}"
    );
    assert_eq!(
        function.count_calls(CallKind::Response),
        1,
        "answers of priming events go nowhere"
    );
}

fn primes_the_handler_with_files(target: Target) {
    let folder = root().join("target/acceptance/priming");
    fs::create_dir_all(&folder).expect("a folder for events");
    for (name, event) in [("one.json", "1"), ("two.json", "2")] {
        fs::write(folder.join(name), event).expect("an event can be written");
    }
    let mut settings = settings(target).variable("LIBHELLO_PRIMING_EVENTS", "one.json:two.json");
    settings.task_root = Some(folder);
    let function = Function::with(settings);
    function.goes_on();
    let log = function.emulator().log();
    assert!(
        log.contains("primed with 1\n") && log.contains("primed with 2\n"),
        "{log}"
    );
}

fn reports_a_priming_event_that_fails(target: Target) {
    let (error, report, log) = fails(settings(target).variable("PRIMING", "scenario:throw:not warm"));
    assert_eq!(
        (error.phase, &*error.error_type),
        (Phase::Init, "Runtime.BeforeCheckpointError")
    );
    assert_eq!(report["errorMessage"], "not warm");
    assert!(!log.contains("conformance:"), "no hook has run: {log}");
}

fn names_a_priming_file_that_is_not_there(target: Target) {
    let (_, report, _) = fails(settings(target).variable("LIBHELLO_PRIMING_EVENTS", "nothing.json"));
    let message = report["errorMessage"].as_str().unwrap_or_default();
    assert!(
        message.starts_with("LIBHELLO_PRIMING_EVENTS names nothing.json: java.io.FileNotFoundException"),
        "{message}"
    );
}

fn ends_with_the_status_that_a_hook_gives(target: Target) {
    let function = Function::with(failing(target, "exit"));
    match function.completion("{}").answer {
        Answer::Exit(exit) => assert_eq!(exit.status, Some(7)),
        other => panic!("{other:?}"),
    }
}

fn says_why_it_was_not_restored(target: Target) {
    let refused = lambda_emulator::Misbehaviour::status(403);
    let (error, report, log) = fails(settings(target).misbehave(CallKind::RestoreNext, refused));
    assert_eq!(&*error.error_type, "Runtime.BeforeCheckpointError");
    let message = report["errorMessage"].as_str().unwrap_or_default();
    assert!(
        message.starts_with("libHello: GET /restore/next failed: 403"),
        "{message}"
    );
    assert!(log.contains("the snapshot cannot be restored: "), "{log}");
}

/// The default algorithm is the one whose seed is shared by all its generators, and so can be renewed.
fn draws_other_random_numbers(target: Target) {
    let function = Function::with(settings(target));
    assert_eq!(function.respond_text("random"), "NativePRNG true");
}

/// A provider in front of all others sees what is done to the default generator.
fn seeds_the_default_generator(target: Target) {
    let function = Function::with(settings(target).variable("SEED_PROBE", "on"));
    assert_eq!(function.respond_text("seeds"), "1 of 64 bytes");
}

mod other_functions {
    use super::*;

    for_targets!([jvm: Jvm Runtime], [load_nothing_of_it]);

    /// A cold start must not pay for what a function does not use.
    fn load_nothing_of_it(target: Target) {
        let mut settings = target.settings();
        settings.args.insert(0, "-Xlog:class+load:stderr".into());
        let function = Function::with(settings);
        function.goes_on();
        let log = function.emulator().log();
        assert!(log.contains("io.github.libhello.internal.Worker "), "{log:.2000}");
        for name in [
            "io.github.libhello.Snapshot",
            "io.github.libhello.internal.Snapshot",
            "io.github.libhello.internal.Priming",
            "io.github.libhello.internal.FreshRandom",
            "io.github.libhello.internal.FailedStart",
            "io.github.libhello.crac",
            "java.security.SecureRandom ",
        ] {
            let loaded: Vec<_> = log.lines().filter(|line| line.contains(name)).collect();
            assert!(loaded.is_empty(), "{loaded:?}");
        }
    }
}
