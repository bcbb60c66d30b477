//! Functions to run, and patience.

pub(crate) use crate::ECHO;

use lambda_emulator::{Answer, Emulator, EmulatorError, FunctionSettings};
use serde_json::Value;
use std::{
    thread,
    time::{Duration, Instant},
};

/// Longer than anything takes on the busiest machine.
pub(crate) const PATIENCE: Duration = Duration::from_secs(60);

/// A limit that is meant to pass.
pub(crate) const SHORT: Duration = Duration::from_millis(150);

/// `echo-function` with one argument, which says what it does while it starts.
pub(crate) fn echo(trick: &str) -> FunctionSettings {
    patient(FunctionSettings::new(ECHO).arg(trick))
}

/// A function that is a line of shell; `$ECHO` is `echo-function`.
pub(crate) fn shell(script: &str) -> FunctionSettings {
    let settings = FunctionSettings::new("/bin/sh").arg("-c").arg(script);
    patient(settings.variable("ECHO", ECHO))
}

/// A process that does nothing, so that the test can speak to the Runtime API in its place.
pub(crate) fn idle() -> FunctionSettings {
    patient(FunctionSettings::new("/bin/sleep").arg("1000"))
}

/// Only a Runtime API; the test is the runtime.
pub(crate) fn api() -> Emulator {
    Emulator::without_function(patient(FunctionSettings::new(""))).unwrap()
}

pub(crate) fn patient(mut settings: FunctionSettings) -> FunctionSettings {
    settings.timeout = PATIENCE;
    settings.init_timeout = PATIENCE;
    settings
}

/// Waits for what other threads and processes do in their own time.
pub(crate) fn eventually(what: &str, mut condition: impl FnMut() -> bool) {
    let start = Instant::now();
    while !condition() {
        assert!(start.elapsed() < PATIENCE, "never happened: {what}");
        thread::sleep(Duration::from_millis(2));
    }
}

pub(crate) fn json(body: &[u8]) -> Value {
    serde_json::from_slice(body)
        .unwrap_or_else(|error| panic!("{error}: {:?}", String::from_utf8_lossy(body)))
}

/// What a function answered to this event.
pub(crate) fn answer(emulator: &Emulator, event: &str) -> Answer {
    emulator.invoke(event).unwrap().answer
}

/// Whether a process is there and not only waits to be reaped.
pub(crate) fn runs(pid: u32) -> bool {
    let status = std::fs::read_to_string(format!("/proc/{pid}/stat"));
    status.is_ok_and(|status| {
        status
            .rsplit(')')
            .next()
            .is_some_and(|rest| !rest.starts_with(" Z"))
    })
}

/// The error of a call that must fail.
pub(crate) fn refused<T: std::fmt::Debug>(result: Result<T, EmulatorError>) -> String {
    result.expect_err("it was taken").to_string()
}
