//! Throwables whose own methods misbehave: one answer each, and the same process goes on.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on panics")]

use acceptance::{Function, Target, for_each_target, for_targets};
use lambda_emulator::{Answer, CallKind, Phase};

const HOSTILE: &str = "io.github.libhello.acceptance.HostileException";

const METHODS: [&str; 6] = [
    "GET_MESSAGE",
    "GET_LOCALIZED_MESSAGE",
    "GET_CAUSE",
    "GET_STACK_TRACE",
    "TO_STRING",
    "GET_SUPPRESSED",
];
const CONDUCTS: [&str; 9] = [
    "NORMAL",
    "RUNTIME_EXCEPTION",
    "ERROR",
    "OVERFLOW",
    "OUT_OF_MEMORY",
    "NULL",
    "ODD",
    "CHECKED",
    "OTHER",
];

/// Trees of throwables, each made of its seed, in which every method of every throwable does something.
const SEEDS: std::ops::Range<u32> = 0..20;

for_each_target!(
    answers_every_hostile_throwable,
    answers_generated_trees_of_them,
    answers_what_is_thrown_in_odd_ways,
    refuses_a_second_loop,
    restores_the_thread,
);
for_targets!(
    [jvm_init_error: Jvm InitError, image_init_error: Image InitError],
    [reports_hostile_init_errors]
);
for_targets!([jvm_log: Jvm Runtime, image_log: Image Runtime], [logs_hostile_throwables]);

/// Every conduct of every method, by its name.
fn all() -> impl Iterator<Item = String> {
    METHODS
        .iter()
        .flat_map(|method| CONDUCTS.iter().map(move |conduct| format!("{method}={conduct}")))
}

/// Each of these is one error of that type, in one process.
fn fails_each(function: &Function, scenarios: impl Iterator<Item = String>) {
    let mut expected = 0;
    for scenario in scenarios {
        let event = format!("scenario:hostile:{scenario}");
        match function.completion(event.as_str()).answer {
            Answer::Error(error) => {
                let report: serde_json::Value = serde_json::from_slice(&error.body).unwrap();
                assert_eq!(report["errorType"], HOSTILE, "{scenario}: {report}");
                assert_eq!(error.phase, Phase::Invocation, "{scenario}");
            }
            other => panic!("{scenario}: {other:.300?}\n{}", function.emulator().log()),
        }
        expected += 1;
        assert_eq!(
            function.count_calls(CallKind::Error),
            expected,
            "one error for {scenario}"
        );
    }
    function.goes_on();
    assert_eq!(
        function.count_calls(CallKind::ExtensionRegister),
        1,
        "one process"
    );
}

fn answers_every_hostile_throwable(target: Target) {
    fails_each(&Function::start(target), all());
}

fn answers_generated_trees_of_them(target: Target) {
    fails_each(&Function::start(target), SEEDS.map(|seed| format!("seed={seed}")));
}

fn answers_what_is_thrown_in_odd_ways(target: Target) {
    let function = Function::start(target);
    for (scenario, error_type) in [
        ("shared", HOSTILE),
        ("shared", HOSTILE),
        ("initializer", "java.lang.ExceptionInInitializerError"),
        ("initializer", "java.lang.NoClassDefFoundError"),
        (
            "checked",
            "io.github.libhello.acceptance.HostileException$BareThrowable",
        ),
        (
            "exhausting",
            "io.github.libhello.acceptance.HostileException$ExhaustingException",
        ),
    ] {
        let (_, report) = function.fail(format!("scenario:hostile:{scenario}").as_str());
        assert_eq!(report["errorType"], error_type, "{report}");
    }
    function.goes_on();
    assert_eq!(
        function.count_calls(CallKind::ExtensionRegister),
        1,
        "one process"
    );
}

fn refuses_a_second_loop(target: Target) {
    let function = Function::start(target);
    for (how, error_type) in [
        ("run", "io.github.libhello.LambdaRuntimeException"),
        ("factory", "io.github.libhello.LambdaRuntimeException"),
        ("thread", "io.github.libhello.LambdaRuntimeException"),
        ("next", "java.lang.IllegalStateException"),
    ] {
        let (_, report) = function.fail(format!("scenario:run-inside:{how}").as_str());
        assert_eq!(report["errorType"], error_type, "{how}: {report}");
        function.goes_on();
    }
}

fn restores_the_thread(target: Target) {
    let function = Function::start(target);
    let first = function.respond_text("scenario:thread:");
    assert!(first.starts_with("interrupted=false name=main"), "{first}");
    for _ in 0..3 {
        assert_eq!(function.respond_text("scenario:thread:"), first);
    }
    assert_eq!(function.respond_text("scenario:sleep:1"), "slept");
}

fn reports_hostile_init_errors(target: Target) {
    let seeds = SEEDS.take(3).map(|seed| format!("seed={seed}"));
    for scenario in all()
        .filter(|how| !how.contains("NORMAL"))
        .step_by(5)
        .chain(seeds)
    {
        let function = Function::with(target.settings().arg(format!("hostile:{scenario}")));
        match function.completion("{}").answer {
            Answer::Error(error) => {
                let report: serde_json::Value = serde_json::from_slice(&error.body).unwrap();
                assert_eq!(error.phase, Phase::Init, "{scenario}");
                assert_eq!(report["errorType"], HOSTILE, "{scenario}: {report}");
            }
            other => panic!("{scenario}: {other:.300?}\n{}", function.emulator().log()),
        }
        let exit = function.wait_for_exit();
        assert_eq!(exit.status, Some(1), "{scenario}: {}", exit.log);
        assert!(
            exit.log
                .contains(&format!("the handler factory failed: {HOSTILE}")),
            "{}",
            exit.log
        );
    }
}

fn logs_hostile_throwables(target: Target) {
    let function = Function::with(target.settings().variable("AWS_LAMBDA_LOG_FORMAT", "JSON"));
    let seeds = SEEDS.take(20).map(|seed| format!("seed={seed}"));
    let mut lines = 0;
    for scenario in all().chain(seeds) {
        let event = format!("scenario:log-hostile:{scenario}");
        assert_eq!(function.respond_text(event.as_str()), "logged", "{scenario}");
        lines += 1;
    }
    let log = function.emulator().log();
    for message in ["thrown", "after them"] {
        let written = format!("\"message\":\"{message}\"");
        assert_eq!(log.matches(&written).count(), lines, "{message}");
    }
    let written = log
        .lines()
        .filter(|line| line.contains("\"message\":\"parameter "));
    assert_eq!(written.count(), lines, "a parameter that is no text");
}
