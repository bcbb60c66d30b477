//! The end: SIGTERM at every stage, and what a program that cannot be made ready says.

use acceptance::{Function, Target, for_each_target, for_targets};
use lambda_emulator::{Answer, CallKind, Misbehaviour, Phase};

/// What a process that was asked to end by SIGTERM exits with: 128 and the signal's number.
const TERMINATED: Option<i32> = Some(143);

for_each_target!(
    ends_while_it_waits,
    finishes_the_invocation_that_is_running,
    ends_before_the_first_event,
    registers_an_extension,
    can_do_without_an_extension,
    goes_on_without_an_extensions_api,
);
for_targets!(
    [jvm_init_error: Jvm InitError, image_init_error: Image InitError],
    [reports_what_its_factory_threw, reports_an_error_and_a_null]
);

fn end(function: &Function) -> String {
    function.emulator().terminate();
    let report = function.wait_for_exit();
    assert_eq!(
        (report.status, report.signal),
        (TERMINATED, None),
        "{}",
        report.log
    );
    report.log
}

fn ends_while_it_waits(target: Target) {
    let function = Function::start(target);
    function.goes_on();
    function.wait_for_poll();
    let log = end(&function);
    assert!(!log.contains("loop has ended"), "{log}");
}

fn finishes_the_invocation_that_is_running(target: Target) {
    let function = Function::start(target);
    function.goes_on();
    let pending = function.emulator().begin("scenario:sleep:150");
    function.wait_for_log("sleeping");
    function.emulator().terminate();
    match pending.wait().expect("the emulator works").answer {
        Answer::Response(response) => assert_eq!(&response.body[..], b"slept"),
        other => panic!("{other:?}\n{}", function.emulator().log()),
    }
    let report = function.wait_for_exit();
    assert_eq!(report.status, TERMINATED, "{}", report.log);
}

fn ends_before_the_first_event(target: Target) {
    let function = Function::start(target);
    function.emulator().initialize().expect("it becomes ready");
    end(&function);
}

fn registers_an_extension(target: Target) {
    let function = Function::start(target);
    function.goes_on();
    let kinds: Vec<CallKind> = function.emulator().calls().iter().map(|call| call.kind).collect();
    assert_eq!(kinds[0], CallKind::ExtensionRegister, "before the first /next");
    assert_eq!(function.count_calls(CallKind::ExtensionRegister), 1);
}

fn can_do_without_an_extension(target: Target) {
    let function = Function::with(target.settings().variable("LIBHELLO_EXTENSION", "off"));
    function.goes_on();
    assert_eq!(function.count_calls(CallKind::ExtensionRegister), 0);
}

fn goes_on_without_an_extensions_api(target: Target) {
    for status in [403, 404, 500] {
        let settings = target
            .settings()
            .misbehave(CallKind::ExtensionRegister, Misbehaviour::status(status));
        let function = Function::with(settings);
        function.goes_on();
        assert_eq!(function.count_calls(CallKind::ExtensionNext), 0, "after {status}");
    }
}

fn init_error(target: Target, how: &str) -> (Function, serde_json::Value) {
    let function = Function::with(target.settings().arg(how));
    let completion = function.completion("{}");
    match completion.answer {
        Answer::Error(error) => {
            assert_eq!(error.phase, Phase::Init);
            assert_eq!(error.error_type, "Runtime.InitError");
            let report = serde_json::from_slice(&error.body).expect("an error report is JSON");
            (function, report)
        }
        other => panic!("{other:?}\n{}", function.emulator().log()),
    }
}

fn reports_what_its_factory_threw(target: Target) {
    let (function, report) = init_error(target, "exception");
    assert_eq!(report["errorType"], "java.io.IOException");
    assert_eq!(report["errorMessage"], "no configuration");
    assert_eq!(report["cause"]["errorMessage"], "empty");
    assert!(
        report["stackTrace"][0]
            .as_str()
            .is_some_and(|frame| frame.contains("Acceptance.unready")),
        "{report}"
    );
    let exit = function.wait_for_exit();
    assert_eq!(exit.status, Some(1), "{}", exit.log);
    assert!(
        exit.log
            .contains("the handler factory failed: java.io.IOException: no configuration"),
        "{}",
        exit.log
    );
    assert_eq!(function.count_calls(CallKind::Next), 0);
}

fn reports_an_error_and_a_null(target: Target) {
    let (_, report) = init_error(target, "error");
    assert_eq!(report["errorType"], "java.lang.ExceptionInInitializerError");
    let (_, report) = init_error(target, "null");
    assert_eq!(report["errorType"], "java.lang.NullPointerException");
}
