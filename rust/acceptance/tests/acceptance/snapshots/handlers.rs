//! Handlers against AWS's interfaces that are resources of `org.crac`, as they are.

use std::fs;
use std::time::Duration;

use acceptance::{Function, Target, root};
use lambda_emulator::{CallKind, FunctionSettings, Phase};

acceptance::for_targets!(
    [jvm: Jvm Handlers, image: Image Handlers],
    [
        runs_resources_of_handlers,
        runs_none_without_snap_start,
        reports_what_a_resource_threw,
        takes_no_snapshot_on_request,
        primes_a_handler_with_files,
    ]
);

fn settings(target: Target, snap_start: bool) -> FunctionSettings {
    let mut settings = target.settings();
    if snap_start {
        settings = settings.snap_start(Duration::ZERO);
        settings.restore_timeout = settings.init_timeout;
    }
    settings.handler = Some("com.example.handlers.Restored".to_owned());
    settings
}

fn runs_resources_of_handlers(target: Target) {
    let function = Function::with(settings(target, true));
    assert_eq!(function.respond_text("\"life\""), "\"made, before, after\"");
}

fn runs_none_without_snap_start(target: Target) {
    let function = Function::with(settings(target, false));
    assert_eq!(function.respond_text("\"life\""), "\"made\"");
    assert_eq!(function.respond_text("\"snapshot\""), "\"not supported\"");
    assert_eq!(function.count_calls(CallKind::RestoreNext), 0);
}

fn reports_what_a_resource_threw(target: Target) {
    for (when, phase, error_type, message) in [
        (
            "before",
            Phase::Init,
            "Runtime.BeforeCheckpointError",
            "not before the snapshot",
        ),
        (
            "after",
            Phase::Restore,
            "Runtime.AfterRestoreError",
            "not after the restore",
        ),
    ] {
        let function = Function::with(settings(target, true).variable("FAILS", when));
        let (error, report) = function.fail("\"life\"");
        assert_eq!((error.phase, &*error.error_type), (phase, error_type));
        assert_eq!(report["errorType"], "java.lang.IllegalStateException");
        assert_eq!(report["errorMessage"], message);
        assert_eq!(function.wait_for_exit().status, Some(64));
    }
}

fn takes_no_snapshot_on_request(target: Target) {
    let function = Function::with(settings(target, true));
    assert_eq!(
        function.respond_text("\"snapshot\""),
        "\"AWS Lambda takes the snapshot itself, once the function is initialized\""
    );
}

fn primes_a_handler_with_files(target: Target) {
    let folder = root().join("target/acceptance/priming-handlers");
    fs::create_dir_all(&folder).expect("a folder for events");
    fs::write(folder.join("event.json"), "\"as if invoked\"").expect("an event can be written");
    let mut settings = settings(target, true).variable("LIBHELLO_PRIMING_EVENTS", "event.json");
    settings.handler = Some("com.example.handlers.Facts".to_owned());
    settings.task_root = Some(folder);
    let function = Function::with(settings);
    function.emulator().initialize().expect("it becomes ready");
    function.wait_for_log("as if invoked");
    assert_eq!(function.count_calls(CallKind::Response), 0);
}
