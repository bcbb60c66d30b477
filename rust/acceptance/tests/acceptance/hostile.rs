//! Throwables whose own methods misbehave: one answer each, and the same process goes on.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on panics")]

use acceptance::{Function, Machine, Program, Way, in_every_way};
use lambda_emulator::{Answer, CallKind, Phase};
use std::time::Duration;

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

in_every_way!(
    answers_every_hostile_throwable,
    answers_generated_trees_of_them,
    answers_what_is_thrown_in_odd_ways,
    refuses_a_second_loop,
    restores_the_thread,
);

/// Every single way, by the name of what it does.
fn all() -> impl Iterator<Item = String> {
    METHODS
        .iter()
        .flat_map(|method| CONDUCTS.iter().map(move |conduct| format!("{method}={conduct}")))
}

fn count(function: &Function, kind: CallKind) -> usize {
    let calls = function.emulator().calls();
    calls.iter().filter(|call| call.kind == kind).count()
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
            count(function, CallKind::Error),
            expected,
            "one error for {scenario}"
        );
    }
    function.goes_on();
    assert_eq!(count(function, CallKind::ExtensionRegister), 1, "one process");
}

fn answers_every_hostile_throwable(way: Way) {
    fails_each(&Function::start(way), all());
}

fn answers_generated_trees_of_them(way: Way) {
    fails_each(&Function::start(way), SEEDS.map(|seed| format!("seed={seed}")));
}

fn answers_what_is_thrown_in_odd_ways(way: Way) {
    let function = Function::start(way);
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
    assert_eq!(count(&function, CallKind::ExtensionRegister), 1, "one process");
}

fn refuses_a_second_loop(way: Way) {
    let function = Function::start(way);
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

fn restores_the_thread(way: Way) {
    let function = Function::start(way);
    let first = function.respond_text("scenario:thread:");
    assert!(first.starts_with("interrupted=false name=main"), "{first}");
    for _ in 0..3 {
        assert_eq!(function.respond_text("scenario:thread:"), first);
    }
    assert_eq!(function.respond_text("scenario:sleep:1"), "slept");
}

fn reports_hostile_init_errors(machine: Machine) {
    let way = Way {
        machine,
        program: Program::InitError,
    };
    let seeds = SEEDS.take(3).map(|seed| format!("seed={seed}"));
    for scenario in all()
        .filter(|how| !how.contains("NORMAL"))
        .step_by(5)
        .chain(seeds)
    {
        let function = Function::with(way.settings().arg(format!("hostile:{scenario}")));
        match function.completion("{}").answer {
            Answer::Error(error) => {
                let report: serde_json::Value = serde_json::from_slice(&error.body).unwrap();
                assert_eq!(error.phase, Phase::Init, "{scenario}");
                assert_eq!(report["errorType"], HOSTILE, "{scenario}: {report}");
            }
            other => panic!("{scenario}: {other:.300?}\n{}", function.emulator().log()),
        }
        let exit = function
            .emulator()
            .wait_for_exit(Duration::from_secs(60))
            .unwrap();
        assert_eq!(exit.status, Some(1), "{scenario}: {}", exit.log);
        assert!(
            exit.log
                .contains(&format!("the handler factory failed: {HOSTILE}")),
            "{}",
            exit.log
        );
    }
}

fn logs_hostile_throwables(machine: Machine) {
    let way = Way {
        machine,
        program: Program::Runtime,
    };
    let function = Function::with(way.settings().variable("AWS_LAMBDA_LOG_FORMAT", "JSON"));
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

#[test]
fn the_jvm_reports_hostile_init_errors() {
    reports_hostile_init_errors(Machine::Jvm);
}

#[test]
fn the_jvm_logs_hostile_throwables() {
    logs_hostile_throwables(Machine::Jvm);
}

#[cfg(feature = "images")]
#[test]
fn the_image_reports_hostile_init_errors() {
    reports_hostile_init_errors(Machine::Image);
}

#[cfg(feature = "images")]
#[test]
fn the_image_logs_hostile_throwables() {
    logs_hostile_throwables(Machine::Image);
}
