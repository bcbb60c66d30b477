//! The end of a process: asked, waited for, forced. And its log to the last line.

use crate::{
    function::{answer, echo, eventually, idle, runs, shell},
    http::Client,
};
use lambda_emulator::{Answer, Emulator, EmulatorError, Ending, ExitReport, LogTarget};
use std::time::Duration;

const GRACE: Duration = Duration::from_millis(150);

fn signal(report: &ExitReport) -> (Option<i32>, Option<i32>) {
    (report.status, report.signal)
}

#[test]
fn a_process_is_asked_to_end_and_may_say_goodbye() {
    let mut settings = shell("trap 'echo goodbye; exit 5' TERM; $ECHO & wait");
    settings.ending = Ending::Terminate(Duration::from_secs(60));
    let emulator = Emulator::start(settings).unwrap();
    assert_eq!(answer(&emulator, "1").text(), "1");
    let report = emulator.stop();
    assert_eq!(signal(&report), (Some(5), None));
    assert!(report.log.contains("goodbye"), "{}", report.log);
}

#[test]
fn a_process_that_does_not_listen_is_killed() {
    let mut settings = shell("trap '' TERM; exec $ECHO");
    settings.ending = Ending::Terminate(GRACE);
    let emulator = Emulator::start(settings).unwrap();
    emulator.initialize().unwrap();
    assert_eq!(signal(&emulator.stop()), (None, Some(9)));
}

#[test]
fn a_process_can_be_killed_at_once() {
    let mut settings = shell("trap 'echo goodbye; exit 5' TERM; $ECHO & wait");
    settings.ending = Ending::Kill;
    let emulator = Emulator::start(settings).unwrap();
    emulator.initialize().unwrap();
    let report = emulator.stop();
    assert_eq!(signal(&report), (None, Some(9)));
    assert!(!report.log.contains("goodbye"));
}

#[test]
fn as_on_lambda_only_a_function_with_an_extension_is_asked() {
    for (with_extension, expected) in [(false, 9), (true, 15)] {
        let mut settings = idle();
        settings.ending = Ending::LikeLambda;
        let emulator = Emulator::start(settings).unwrap();
        let pending = emulator.begin("{}");
        eventually("the process runs", || emulator.pid().is_some());
        let mut extension = Client::runtime(&emulator);
        if with_extension {
            let path = "/2020-01-01/extension/register";
            let reply = extension.call(
                "POST",
                path,
                "Lambda-Extension-Name: own\r\n",
                br#"{"events":[]}"#,
            );
            assert_eq!(reply.status, 200);
            let identifier = reply.header("Lambda-Extension-Identifier").unwrap();
            let header = format!("Lambda-Extension-Identifier: {identifier}\r\n");
            extension.send("GET", "/2020-01-01/extension/event/next", &header, b"");
        }
        let mut runtime = Client::runtime(&emulator);
        let event = runtime.next();
        runtime.respond(&event, "1");
        pending.wait().unwrap();
        assert_eq!(
            signal(&emulator.stop()),
            (None, Some(expected)),
            "extension: {with_extension}"
        );
    }
}

#[test]
fn an_end_can_be_waited_for() {
    let emulator = Emulator::start(shell("$ECHO; echo the end")).unwrap();
    assert_eq!(emulator.wait_for_exit(GRACE), None, "none was started");
    assert_eq!(answer(&emulator, "1").text(), "1");
    assert_eq!(emulator.wait_for_exit(GRACE), None, "it runs");
    emulator.terminate();
    let report = emulator.wait_for_exit(Duration::from_secs(60)).unwrap();
    assert_eq!(report.signal, Some(15));
    assert_eq!(emulator.pid(), None);
}

#[test]
fn without_a_process_there_is_nothing_to_stop() {
    let emulator = Emulator::start(echo("echo")).unwrap();
    assert_eq!(emulator.stop(), ExitReport::default());
}

#[test]
fn what_a_function_started_ends_with_it() {
    let emulator = Emulator::start(echo("child")).unwrap();
    emulator.initialize().unwrap();
    let pid = emulator.pid().unwrap();
    let children = std::fs::read_to_string(format!("/proc/{pid}/task/{pid}/children")).unwrap();
    let child: u32 = children.trim().parse().unwrap();
    let figures = emulator.figures().unwrap();
    assert_eq!(figures.threads, 1);
    assert!(
        figures.open_file_descriptors >= 4,
        "three standard ones and a socket: {figures:?}"
    );
    assert!(figures.memory.peak >= figures.memory.resident && figures.memory.resident > 0);
    drop(emulator);
    eventually("both have ended", || !runs(pid) && !runs(child));
}

#[test]
fn invocations_that_wait_when_the_emulator_stops_are_told() {
    let emulator = Emulator::start(echo("echo")).unwrap();
    emulator.initialize().unwrap();
    let open = emulator.begin(r#"{"do":"sleep","milliseconds":600000}"#);
    eventually("it sleeps", || emulator.waiting_polls() == 0);
    let waits = emulator.begin("2");
    emulator.stop();
    match open.wait() {
        Ok(completion) => assert!(matches!(completion.answer, Answer::Exit(exit) if exit.signal == Some(15))),
        Err(told) => assert!(matches!(told, EmulatorError::Stopped), "{told}"),
    }
    let told = waits.wait().unwrap_err();
    assert!(matches!(told, EmulatorError::Stopped), "{told}");
}

#[test]
fn what_is_written_before_an_answer_is_in_the_log_after_it() {
    let mut settings = echo("talk");
    settings.log_target = LogTarget::Captured;
    let emulator = Emulator::start(settings).unwrap();
    for round in 0..20 {
        let event = format!(r#"{{"do":"log","out":"out {round}","err":"err {round}"}}"#);
        let completion = emulator.invoke(event.as_str()).unwrap();
        let tail = String::from_utf8(completion.log_tail).unwrap();
        let first = if round == 0 { "hello from init\n" } else { "" };
        assert_eq!(
            tail,
            format!("{first}out {round}\nerr {round}\n"),
            "that of one invocation only"
        );
    }
    let log = emulator.log();
    assert!(log.starts_with("hello from init\nout 0\nerr 0\nout 1\n"), "{log}");
    assert_eq!(log.lines().count(), 41);
    assert_eq!(emulator.stop().log, log);
}

#[test]
fn a_log_is_kept_up_to_its_limit() {
    let mut settings = echo("echo");
    settings.log_limit = 100;
    let emulator = Emulator::start(settings).unwrap();
    let mut tail = Vec::new();
    for round in 0..50 {
        let long = "x".repeat(90);
        let event = format!(r#"{{"do":"log","out":"{long}","err":"line {round}"}}"#);
        tail = emulator.invoke(event.as_str()).unwrap().log_tail;
    }
    let log = emulator.log();
    assert!((100..=200).contains(&log.len()), "{}", log.len());
    assert!(log.ends_with("line 49\n"));
    assert!(
        log.as_bytes().ends_with(&tail) && tail.len() == 99,
        "{}",
        tail.len()
    );
}
