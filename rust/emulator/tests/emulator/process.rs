//! The life of a process between its first `/next` and its end.

use crate::{
    function::{ECHO, SHORT, answer, echo, eventually, idle, json, runs},
    http::{Client, refusal},
};
use lambda_emulator::{AfterTimeout, Answer, Emulator, Phase};
use rustix::process::{Pid, Signal, kill_process};
use serde_json::Value;
use std::path::Path;

fn environment(emulator: &Emulator) -> Value {
    json(answer(emulator, r#"{"do":"show-environment"}"#).body())
}

#[test]
fn a_process_finds_the_environment_that_lambda_gives() {
    let mut settings = echo("echo")
        .variable("STAGE", "test")
        .variable("TZ", "Europe/Vienna");
    settings.name = "k-means".to_owned();
    settings.memory_mb = 512;
    settings.handler = Some("hello.Handler".to_owned());
    let emulator = Emulator::start(settings).unwrap();
    let found = environment(&emulator);
    let folder = Path::new(ECHO).parent().unwrap().to_str().unwrap();
    let api = emulator.runtime_api().to_string();
    let expected = [
        ("AWS_LAMBDA_RUNTIME_API", api.as_str()),
        ("AWS_LAMBDA_FUNCTION_NAME", "k-means"),
        ("AWS_LAMBDA_FUNCTION_VERSION", "$LATEST"),
        ("AWS_LAMBDA_FUNCTION_MEMORY_SIZE", "512"),
        ("AWS_LAMBDA_LOG_GROUP_NAME", "/aws/lambda/k-means"),
        ("AWS_LAMBDA_INITIALIZATION_TYPE", "on-demand"),
        ("AWS_REGION", "us-east-1"),
        ("AWS_DEFAULT_REGION", "us-east-1"),
        ("LAMBDA_TASK_ROOT", folder),
        ("LAMBDA_RUNTIME_DIR", "/var/runtime"),
        ("LANG", "en_US.UTF-8"),
        ("_HANDLER", "hello.Handler"),
        ("STAGE", "test"),
        ("TZ", "Europe/Vienna"),
    ];
    for (name, value) in expected {
        assert_eq!(found["variables"][name], value, "{name}");
    }
    for name in [
        "AWS_ACCESS_KEY_ID",
        "AWS_SECRET_ACCESS_KEY",
        "AWS_SESSION_TOKEN",
        "AWS_LAMBDA_LOG_STREAM_NAME",
    ] {
        assert!(found["variables"][name].is_string(), "{name}");
    }
    let libraries = found["variables"]["LD_LIBRARY_PATH"].as_str().unwrap();
    assert!(
        libraries.split(':').any(|path| path == format!("{folder}/lib")),
        "{libraries}"
    );
    assert_eq!(found["folder"], folder, "the working folder");
}

#[test]
fn a_process_inherits_nothing_else() {
    let mut settings = echo("echo");
    settings.handler = None;
    settings.task_root = Some("/".into());
    let emulator = Emulator::start(settings).unwrap();
    let found = environment(&emulator);
    let variables = found["variables"].as_object().unwrap();
    assert!(!variables.contains_key("CARGO_MANIFEST_DIR") && std::env::var("CARGO_MANIFEST_DIR").is_ok());
    assert!(!variables.contains_key("_HANDLER") && !variables.contains_key("AWS_LAMBDA_MAX_CONCURRENCY"));
    assert_eq!(variables["PATH"], std::env::var("PATH").unwrap());
    assert_eq!(
        (&variables["LAMBDA_TASK_ROOT"], &found["folder"]),
        (&"/".into(), &"/".into())
    );
}

#[test]
fn an_exit_in_an_invocation_is_told_and_the_next_one_starts_a_process() {
    let emulator = Emulator::start(echo("echo")).unwrap();
    assert_eq!(answer(&emulator, "1").text(), "1");
    let pid = emulator.pid();
    for (status, message) in [
        (4, "Runtime exited with error: exit status 4"),
        (0, "Runtime exited without providing a reason"),
    ] {
        let completion = emulator
            .invoke(format!(r#"{{"do":"exit","status":{status}}}"#).as_str())
            .unwrap();
        let Answer::Exit(exit) = &completion.answer else {
            panic!("{:?}", completion.answer);
        };
        assert_eq!(
            (exit.phase, exit.status, exit.signal),
            (Phase::Invocation, Some(status), None)
        );
        let report = json(&exit.body);
        assert_eq!(report["errorType"], "Runtime.ExitError");
        assert_eq!(
            report["errorMessage"],
            format!("RequestId: {} Error: {message}", completion.request_id)
        );
        assert_eq!(emulator.pid(), None);
    }
    let next = emulator.invoke("2").unwrap();
    assert!(next.init_duration.is_some() && emulator.pid() != pid);
    assert_eq!(next.answer.text(), "2");
}

#[test]
fn a_process_that_a_signal_ends_is_told_with_the_signal() {
    let emulator = Emulator::start(idle()).unwrap();
    let pending = emulator.begin("{}");
    eventually("the process runs", || emulator.pid().is_some());
    let mut runtime = Client::runtime(&emulator);
    runtime.next();
    let pid = Pid::from_raw(emulator.pid().unwrap().try_into().unwrap()).unwrap();
    kill_process(pid, Signal::SEGV).unwrap();
    drop(runtime);
    let Answer::Exit(exit) = pending.wait().unwrap().answer else {
        panic!("the process ended");
    };
    assert_eq!((exit.status, exit.signal), (None, Some(11)));
    let message = json(&exit.body)["errorMessage"].to_string();
    assert!(message.contains("signal: segmentation fault"), "{message}");
}

#[test]
fn an_answer_just_before_the_end_counts() {
    let emulator = Emulator::start(echo("echo")).unwrap();
    for _ in 0..5 {
        let completion = emulator.invoke(r#"{"do":"answer-then-exit"}"#).unwrap();
        assert_eq!(completion.answer.text(), r#"{"do":"answer-then-exit"}"#);
    }
    // The last process may still be on its way out, which must not cost the next event.
    assert_eq!(answer(&emulator, "1").text(), "1");
}

#[test]
fn an_invocation_that_takes_too_long_costs_the_process() {
    let mut settings = echo("echo");
    settings.timeout = SHORT;
    let emulator = Emulator::start(settings).unwrap();
    emulator.initialize().unwrap();
    let pid = emulator.pid().unwrap();
    let completion = emulator
        .invoke(r#"{"do":"sleep","milliseconds":600000}"#)
        .unwrap();
    let Answer::Timeout(timeout) = &completion.answer else {
        panic!("{:?}", completion.answer);
    };
    assert_eq!((timeout.phase, timeout.limit), (Phase::Invocation, SHORT));
    let report = json(&timeout.body);
    assert_eq!(report["errorType"], "Sandbox.Timedout");
    assert_eq!(
        report["errorMessage"],
        format!(
            "RequestId: {} Error: Task timed out after 0.15 seconds",
            completion.request_id
        )
    );
    assert!(!runs(pid));
    assert!(emulator.initialize().unwrap().is_some(), "another one is started");
}

#[test]
fn a_process_may_outlive_a_time_out_and_answer_late() {
    let mut settings = idle();
    settings.timeout = SHORT;
    settings.after_timeout = AfterTimeout::RunOn;
    let emulator = Emulator::start(settings).unwrap();
    let pending = emulator.begin("{}");
    eventually("the process runs", || emulator.pid().is_some());
    let pid = emulator.pid();
    let mut runtime = Client::runtime(&emulator);
    let event = runtime.next();
    assert!(matches!(pending.wait().unwrap().answer, Answer::Timeout(_)));
    assert_eq!(emulator.pid(), pid);
    assert_eq!(
        runtime.respond(&event, "late").refusal(),
        refusal(410, "InvokeTimeout")
    );
}

#[test]
fn an_ended_process_has_no_connections_left_to_confuse_its_successor() {
    let emulator = Emulator::start(idle()).unwrap();
    let pending = emulator.begin("first");
    eventually("the process runs", || emulator.pid().is_some());
    let pid = emulator.pid();
    let mut old = Client::runtime(&emulator);
    old.next();
    emulator.terminate();
    assert!(matches!(pending.wait().unwrap().answer, Answer::Exit(_)));
    let pending = emulator.begin("second");
    eventually("another process runs", || {
        emulator.pid().is_some_and(|other| Some(other) != pid)
    });
    old.poll();
    assert_eq!(
        old.rest().unwrap(),
        b"",
        "no event for a connection of the first process"
    );
    let mut runtime = Client::runtime(&emulator);
    let event = runtime.next();
    assert_eq!(event.text(), "second");
    runtime.respond(&event, "done");
    assert_eq!(pending.wait().unwrap().answer.text(), "done");
}
