//! Restart, kill, freeze, thaw.

use super::{SEND, Watched};
use crate::function::{echo, eventually, runs};

fn control(watched: &Watched, what: &str) -> u16 {
    watched
        .post(&format!("/console/api/functions/function/{what}"), "")
        .status
}

#[test]
fn a_killed_function_is_started_again_by_the_next_event() {
    let watched = Watched::new(echo("echo"));
    let mut watcher = watched.watch();
    assert_eq!(control(&watched, "kill"), 409, "there is nothing to kill");
    assert_eq!(watched.invoke("1").text(), "1");
    let pid = watched.emulator.pid().unwrap();
    assert_eq!(watcher.until("idle")["pid"], pid);
    assert_eq!(control(&watched, "kill"), 200);
    assert!(!runs(pid));
    let ended = watcher.until("ended");
    assert_eq!(ended["reason"], "Runtime exited with error: signal: killed");
    assert_eq!(watched.invoke("2").text(), "2");
    assert_eq!(watched.shown(2)["cold"], true);
}

#[test]
fn a_restart_ends_what_runs_and_leaves_a_process_that_is_ready() {
    let watched = Watched::new(echo("echo"));
    assert_eq!(
        control(&watched, "restart"),
        200,
        "it may be the first start, too"
    );
    let first = watched.emulator.pid().unwrap();
    assert_eq!(
        watched
            .post(SEND, r#"{"do":"sleep","milliseconds":60000}"#)
            .status,
        202
    );
    eventually("the event was delivered", || {
        watched.emulator.open_invocations() == 1
    });
    assert_eq!(control(&watched, "restart"), 200);
    let second = watched.emulator.pid().unwrap();
    assert!(!runs(first) && first != second);
    let shown = watched.shown(1);
    assert_eq!(
        (&shown["stage"], &shown["cold"]),
        (&"exited".into(), &false.into())
    );
    watched.invoke("1");
    assert_eq!(watched.shown(2)["cold"], false, "it was started before the event");
}

#[test]
fn a_function_that_cannot_start_says_why_when_it_is_restarted() {
    let watched = Watched::new(echo("init-error"));
    let reply = watched.post("/console/api/functions/function/restart", "");
    assert_eq!(reply.status, 500);
    assert!(reply.text().contains("no table"), "{}", reply.text());
    let function = watched.watch().next()["functions"][0]["function"].clone();
    assert!(["init-failed", "ended"].contains(&function["state"].as_str().unwrap()));
}

#[test]
fn a_frozen_function_goes_on_when_it_is_thawed_or_an_event_comes() {
    let watched = Watched::new(echo("echo"));
    assert_eq!(control(&watched, "freeze"), 409);
    watched.invoke("1");
    let pid = watched.emulator.pid().unwrap();
    let stopped = || {
        let stat = std::fs::read_to_string(format!("/proc/{pid}/stat")).unwrap();
        stat.rsplit(") ").next().unwrap().starts_with('T')
    };
    let mut watcher = watched.watch();
    assert_eq!(control(&watched, "freeze"), 200);
    eventually("the process stands still", stopped);
    watcher.until("frozen");
    assert_eq!(control(&watched, "thaw"), 200);
    eventually("the process goes on", || !stopped());
    watcher.until("idle");
    assert_eq!(control(&watched, "freeze"), 200);
    assert_eq!(watched.invoke("2").text(), "2");
    assert_eq!(watched.shown(2)["cold"], false);
    assert_eq!(control(&watched, "freeze"), 200);
    // One that stands still is ended like any other.
    assert_eq!(control(&watched, "restart"), 200);
    assert!(!runs(pid));
}

#[test]
fn there_is_nothing_else_to_do() {
    let watched = Watched::new(echo("echo"));
    assert_eq!(control(&watched, "explode"), 404);
    assert_eq!(watched.post("/console/api/functions/other/kill", "").status, 404);
}
