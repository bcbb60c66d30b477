//! From the start of a process to its first `/next`.

use crate::{
    function::{PATIENCE, SHORT, answer, api, echo, json, patient, refused},
    http::{Client, refusal},
};
use lambda_emulator::{Answer, CallKind, Emulator, EmulatorError, FunctionSettings, Phase};
use std::time::Duration;

#[test]
fn the_first_invocation_starts_the_process_and_the_next_ones_do_not() {
    let emulator = Emulator::start(echo("echo")).unwrap();
    assert_eq!(emulator.pid(), None, "nothing is started before it is needed");
    let first = emulator.invoke("1").unwrap();
    let pid = emulator.pid();
    assert!(pid.is_some() && first.init_duration.is_some());
    let second = emulator.invoke("2").unwrap();
    assert_eq!((emulator.pid(), second.init_duration), (pid, None));
    assert_eq!(
        (first.answer.text(), second.answer.text()),
        ("1".to_owned(), "2".to_owned())
    );
}

#[test]
fn a_process_can_be_started_ahead_of_its_first_event() {
    let emulator = Emulator::start(echo("echo")).unwrap();
    assert!(emulator.initialize().unwrap().is_some());
    assert!(emulator.initialize().unwrap().is_none(), "it had been");
    assert!(emulator.invoke("1").unwrap().init_duration.is_none());
}

#[test]
fn an_init_error_is_what_the_caller_gets_and_the_next_invocation_tries_again() {
    let emulator = Emulator::start(echo("init-error")).unwrap();
    for _ in 0..2 {
        let Answer::Error(error) = answer(&emulator, "{}") else {
            panic!("an init error is an error");
        };
        assert_eq!(
            (error.phase, error.error_type.as_str()),
            (Phase::Init, "Runtime.NoTable")
        );
        assert_eq!(json(&error.body)["errorMessage"], "no table");
    }
    let reports = emulator.calls();
    assert_eq!(
        reports
            .iter()
            .filter(|call| call.kind == CallKind::InitError)
            .count(),
        2
    );
    assert!(
        reports
            .iter()
            .all(|call| call.path == "/2018-06-01/runtime/init/error")
    );
    let message = refused(emulator.initialize());
    assert!(
        message.contains("did not initialize") && message.contains("no table"),
        "{message}"
    );
}

#[test]
fn an_init_error_of_a_runtime_without_a_process_ends_the_wait() {
    let emulator = api();
    let pending = emulator.begin("{}");
    let mut runtime = Client::runtime(&emulator);
    let reply = runtime.post(
        "init/error",
        "Lambda-Runtime-Function-Error-Type: Runtime.NoTable\r\n",
        "{}",
    );
    assert_eq!(reply.status, 202);
    let Answer::Error(error) = pending.wait().unwrap().answer else {
        panic!("an init error is an error");
    };
    assert_eq!(
        (error.phase, error.error_type.as_str()),
        (Phase::Init, "Runtime.NoTable")
    );
    assert_eq!(runtime.next().refusal(), refusal(403, "InvalidStateTransition"));
    let again = runtime.post("init/error", "", "{}");
    assert_eq!(again.refusal(), refusal(403, "InvalidStateTransition"));
}

#[test]
fn an_init_error_after_the_first_poll_is_refused() {
    let emulator = Emulator::start(echo("echo")).unwrap();
    assert_eq!(
        answer(&emulator, r#"{"do":"late-init-error"}"#).text(),
        r#"{"do":"late-init-error"}"#
    );
    assert!(emulator.log().contains("init error 403"), "{}", emulator.log());
}

#[test]
fn an_exit_in_init_is_told_with_its_status() {
    let emulator = Emulator::start(echo("exit-in-init")).unwrap();
    let completion = emulator.invoke("{}").unwrap();
    let Answer::Exit(exit) = completion.answer else {
        panic!("the process ended");
    };
    assert_eq!(
        (exit.phase, exit.status, exit.signal),
        (Phase::Init, Some(7), None)
    );
    assert_eq!(
        completion.duration,
        Duration::ZERO,
        "the event was never handed over"
    );
    let report = json(&exit.body);
    assert_eq!(report["errorType"], "Runtime.ExitError");
    let message = format!(
        "RequestId: {} Error: Runtime exited with error: exit status 7",
        completion.request_id
    );
    assert_eq!(report["errorMessage"], message);
}

#[test]
fn an_init_that_never_ends_is_ended() {
    let mut settings = echo("hang-in-init");
    settings.init_timeout = SHORT;
    let emulator = Emulator::start(settings).unwrap();
    let Answer::Timeout(timeout) = answer(&emulator, "{}") else {
        panic!("it hangs");
    };
    assert_eq!((timeout.phase, timeout.limit), (Phase::Init, SHORT));
    assert_eq!(json(&timeout.body)["errorType"], "Sandbox.Timedout");
    assert_eq!(emulator.pid(), None, "it was killed");
}

#[test]
fn a_runtime_that_nobody_started_is_missed() {
    let mut settings = patient(FunctionSettings::new(""));
    settings.init_timeout = SHORT;
    let emulator = Emulator::without_function(settings).unwrap();
    let missed = emulator.invoke("{}").unwrap_err();
    assert!(
        matches!(missed, EmulatorError::NobodyPolled { limit } if limit == SHORT),
        "{missed}"
    );
}

#[test]
fn what_cannot_be_started_is_told_before_anything_is() {
    let start = |settings: FunctionSettings| refused(Emulator::start(settings));
    let missing = start(FunctionSettings::new("./no-such-file"));
    assert!(
        missing.starts_with("./no-such-file: no such command"),
        "{missing}"
    );
    let missing = start(FunctionSettings::new("no-such-name-on-the-path"));
    assert!(
        missing.starts_with("no-such-name-on-the-path: no such command"),
        "{missing}"
    );
    let file = concat!(env!("CARGO_MANIFEST_DIR"), "/Cargo.toml");
    assert!(start(FunctionSettings::new(file)).contains("not an executable file"));
    let mut settings = FunctionSettings::new("sh");
    settings.task_root = Some(file.into());
    assert!(start(settings).contains("the task root must be an existing one"));
}

#[test]
fn a_file_that_the_system_cannot_run_fails_the_invocation() {
    let folder = std::env::temp_dir().join(format!("lambda-emulator-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    let file = folder.join("not-a-program");
    std::fs::write(&file, b"\x7fELF but not really").unwrap();
    std::fs::set_permissions(&file, std::os::unix::fs::PermissionsExt::from_mode(0o755)).unwrap();
    let mut settings = FunctionSettings::new(&file);
    settings.init_timeout = PATIENCE;
    let emulator = Emulator::start(settings).unwrap();
    let error = emulator.invoke("{}").unwrap_err();
    assert!(matches!(error, EmulatorError::Spawn { .. }), "{error}");
    std::fs::remove_dir_all(folder).unwrap();
}
