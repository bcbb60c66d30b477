//! New code while the emulator runs.

use crate::function::{SHORT, answer, echo, eventually, json, patient, refused, runs, shell};
use lambda_emulator::{Answer, Emulator, FunctionSettings, Phase};
use std::thread;

const SLOW: &str = r#"{"do":"sleep","milliseconds":300}"#;

#[test]
fn the_running_invocation_ends_first_and_the_next_one_waits_for_the_new_process() {
    let emulator = Emulator::start(echo("echo")).unwrap();
    answer(&emulator, "1");
    let old = emulator.pid().unwrap();
    let running = emulator.begin(SLOW);
    eventually("it runs", || emulator.open_invocations() == 1);
    let reload = emulator.begin_reload();
    let waiting = emulator.begin("2");
    assert_eq!(running.wait().unwrap().answer.text(), SLOW);
    eventually("the old process has ended", || emulator.pid().is_none());
    assert!(reload.start().unwrap().is_some());
    let completion = waiting.wait().unwrap();
    assert_eq!(completion.answer.text(), "2");
    assert_eq!(completion.init_duration, None, "the start waited for no event");
    assert_ne!(emulator.pid(), Some(old));
}

#[test]
fn events_get_the_builds_error_until_there_is_code() {
    let emulator = Emulator::start(echo("echo")).unwrap();
    answer(&emulator, "1");
    let old = emulator.pid().unwrap();
    emulator
        .begin_reload()
        .fail("Main.java:3: no such thing")
        .unwrap();
    assert!(!runs(old), "the old code runs no more");
    for _ in 0..2 {
        let Answer::Error(error) = answer(&emulator, "2") else {
            panic!("no error")
        };
        assert_eq!(
            (error.phase, error.error_type.as_str()),
            (Phase::Init, "Emulator.BuildFailed")
        );
        assert_eq!(json(&error.body)["errorMessage"], "Main.java:3: no such thing");
    }
    emulator.begin_reload().start().unwrap();
    assert_eq!(answer(&emulator, "3").text(), "3");
}

#[test]
fn of_two_reloads_the_second_waits_and_no_event_comes_between() {
    let emulator = Emulator::start(echo("echo")).unwrap();
    let (first, second) = (emulator.begin_reload(), emulator.begin_reload());
    let waiting = emulator.begin("1");
    first.start().unwrap();
    let between = emulator.pid().unwrap();
    eventually("the process of the first has ended", || !runs(between));
    second.start().unwrap();
    assert_eq!(waiting.wait().unwrap().answer.text(), "1");
}

#[test]
fn code_that_does_not_start_is_said_and_tried_again_by_the_next_event() {
    let emulator = Emulator::start(echo("init-error")).unwrap();
    let told = refused(emulator.begin_reload().start());
    assert!(told.contains("no table"), "{told}");
    let Answer::Error(error) = answer(&emulator, "1") else {
        panic!("no error")
    };
    assert_eq!(
        (error.phase, error.error_type.as_str()),
        (Phase::Init, "Runtime.NoTable")
    );
}

#[test]
fn every_open_invocation_ends_first() {
    let mut settings = patient(FunctionSettings::new(""));
    settings.concurrency = 2;
    let emulator = Emulator::without_function(settings).unwrap();
    let pending = [emulator.begin("1"), emulator.begin("2")];
    let mut clients = [(); 2].map(|()| crate::http::Client::runtime(&emulator));
    let events = clients.each_mut().map(crate::http::Client::next);
    let reload = emulator.begin_reload();
    let waiting = emulator.begin("3");
    let reloading = thread::spawn(move || reload.start());
    for (client, event) in clients.iter_mut().zip(&events) {
        assert!(!reloading.is_finished());
        client.respond(event, "{}");
    }
    for pending in pending {
        assert!(pending.wait().unwrap().answer.response().is_some());
    }
    reloading.join().unwrap().unwrap();
    let third = clients[0].next();
    clients[0].respond(&third, "3");
    assert_eq!(waiting.wait().unwrap().answer.text(), "3");
}

#[test]
fn an_emulator_that_is_stopped_ends_a_reload() {
    let emulator = Emulator::start(shell("exec $ECHO")).unwrap();
    answer(&emulator, "1");
    let reload = emulator.begin_reload();
    let waiting = emulator.begin("2");
    thread::sleep(SHORT);
    emulator.stop();
    assert!(refused(reload.start()).contains("stopped"));
    assert!(refused(waiting.wait()).contains("stopped"));
}
