//! Functions with SnapStart: from `/restore/next` to the first `/next`.

use crate::{
    function::{PATIENCE, SHORT, api, eventually, idle, patient},
    http::{Client, refusal},
};
use lambda_emulator::{Answer, CallKind, Cut, Emulator, FunctionSettings, Misbehaviour, Phase};
use std::time::Duration;

const RESTORE: &str = "/2018-06-01/runtime/restore/next";
const FAILED: &str = "Lambda-Runtime-Function-Error-Type: Runtime.AfterRestoreError\r\n";

/// What a caller gets of a process that does nothing, while the test speaks in its place.
fn spoken_for(settings: FunctionSettings, speak: impl FnOnce(&Emulator, &mut Client)) -> Answer {
    let emulator = Emulator::start(settings).unwrap();
    let pending = emulator.begin("5");
    eventually("the process runs", || emulator.pid().is_some());
    let mut runtime = Client::runtime(&emulator);
    speak(&emulator, &mut runtime);
    pending.wait().unwrap().answer
}

fn restore(runtime: &mut Client) {
    assert_eq!(runtime.call("GET", RESTORE, "", b"").status, 200);
}

#[test]
fn a_snapshot_is_restored_before_the_first_poll_and_only_if_there_is_one() {
    let settings = patient(FunctionSettings::new("")).snap_start(Duration::ZERO);
    let emulator = Emulator::without_function(settings).unwrap();
    let mut runtime = Client::runtime(&emulator);
    restore(&mut runtime);
    let pending = emulator.begin("5");
    let event = runtime.next();
    assert_eq!(
        runtime.call("GET", RESTORE, "", b"").refusal(),
        refusal(403, "InvalidStateTransition")
    );
    runtime.respond(&event, "6");
    assert_eq!(pending.wait().unwrap().answer.text(), "6");

    let on_demand = api();
    let reply = Client::runtime(&on_demand).call("GET", RESTORE, "", b"");
    assert_eq!(reply.refusal(), refusal(403, "InvalidStateTransition"));
}

#[test]
fn the_init_limit_does_not_count_the_age_of_a_snapshot() {
    let mut settings = idle().snap_start(SHORT * 4);
    settings.init_timeout = SHORT * 2;
    let told = spoken_for(settings, |_, runtime| {
        restore(runtime);
        let event = runtime.next();
        runtime.respond(&event, "6");
    });
    assert_eq!(told.text(), "6");
}

#[test]
fn a_restore_that_failed_is_what_the_caller_gets() {
    let told = spoken_for(idle().snap_start(Duration::ZERO), |_, runtime| {
        assert_eq!(
            runtime.post("restore/error", FAILED, "{}").refusal(),
            refusal(403, "InvalidStateTransition"),
            "before the restore"
        );
        restore(runtime);
        assert_eq!(runtime.post("restore/error", FAILED, "{}").status, 202);
    });
    let error = told.error().unwrap();
    assert_eq!(
        (error.phase, error.error_type.as_str()),
        (Phase::Restore, "Runtime.AfterRestoreError")
    );
}

#[test]
fn a_restored_function_has_a_limit_of_its_own() {
    let mut settings = idle().snap_start(Duration::ZERO);
    settings.restore_timeout = SHORT;
    let Answer::Timeout(timeout) = spoken_for(settings, |_, runtime| restore(runtime)) else {
        panic!("it never became ready");
    };
    assert_eq!((timeout.phase, timeout.limit), (Phase::Restore, SHORT));
}

#[test]
fn restores_fail_as_the_script_says() {
    let settings = idle()
        .snap_start(Duration::ZERO)
        .misbehave(CallKind::RestoreNext, Misbehaviour::status(403))
        .misbehave(CallKind::RestoreNext, Misbehaviour::cut(Cut::CloseInsteadOfReply))
        .misbehave(CallKind::RestoreNext, Misbehaviour::kill_process());
    let told = spoken_for(settings, |emulator, runtime| {
        assert_eq!(
            runtime.call("GET", RESTORE, "", b"").refusal(),
            refusal(403, "Scripted")
        );
        let mut cut = Client::runtime(emulator);
        cut.send("GET", RESTORE, "", b"");
        assert!(cut.rest().unwrap().is_empty(), "closed without an answer");
        Client::runtime(emulator).send("GET", RESTORE, "", b"");
        assert_eq!(emulator.wait_for_exit(PATIENCE).unwrap().signal, Some(9));
    });
    let Answer::Exit(exit) = told else {
        panic!("it was killed");
    };
    assert_eq!((exit.phase, exit.signal), (Phase::Restore, Some(9)));
}

#[test]
fn restores_are_in_the_log() {
    let mut settings = idle().snap_start(Duration::ZERO);
    settings.report_lines = true;
    let log = {
        let mut log = String::new();
        spoken_for(settings, |emulator, runtime| {
            restore(runtime);
            let event = runtime.next();
            runtime.respond(&event, "6");
            log = emulator.log();
        });
        log
    };
    for line in [
        "RESTORE_START Runtime Version: ",
        "RESTORE_REPORT Restore Duration: ",
    ] {
        assert!(log.contains(line), "{log}");
    }
}
