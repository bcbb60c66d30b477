//! Every wrong call of a native is an exception that says what is wrong, and does no harm.

use acceptance::{Function, Machine, Program, Way};
use std::thread::sleep;
use std::time::{Duration, Instant};

const EXPECTED: &[&str] = &[
    "next before start -> java.lang.RuntimeException: libHello: the runtime is not started: call start() first",
    "respond before start -> java.lang.RuntimeException: libHello: the runtime is not started: call start() first",
    "start twice -> fine",
    "respond to a token never given -> java.lang.IllegalArgumentException: libHello: no open invocation has the token 77: it was answered before, or never given out",
    "respond to token 0 -> java.lang.IllegalArgumentException: libHello: no open invocation has the token 0: it was answered before, or never given out",
    "respond to a negative token -> java.lang.IllegalArgumentException: libHello: no open invocation has the token 18446744073709551615: it was answered before, or never given out",
    "payload -> fine",
    "payload twice -> java.lang.IllegalArgumentException: libHello: no open invocation has the token 1: it was answered before, or never given out",
    "respond with null -> java.lang.NullPointerException: libHello: response is null",
    "fail with null -> java.lang.NullPointerException: libHello: failure is null",
    "fail with what is not an envelope -> java.lang.IllegalArgumentException: libHello: the failure is not an envelope of version 1: use one libHello version throughout",
    "respond with too much -> java.lang.IllegalArgumentException: libHello: the response has 6291557 bytes, Lambda takes at most 6291556: answer with less, or with a reference to it",
    "respond -> fine",
    "respond twice -> java.lang.IllegalArgumentException: libHello: no open invocation has the token 1: it was answered before, or never given out",
    "fail after respond -> java.lang.IllegalArgumentException: libHello: the failure is not an envelope of version 1: use one libHello version throughout",
    "panic -> java.lang.InternalError: libHello: panic in PanicProbe.panic: on purpose",
    "panic with null -> java.lang.NullPointerException: libHello: message is null",
    "respond after the panic -> fine",
];

fn throws_for_every_wrong_call(machine: Machine) {
    let function = Function::with(
        Way {
            machine,
            program: Program::Misuse,
        }
        .settings(),
    );
    assert_eq!(function.respond_text("one"), "{}");
    assert_eq!(function.respond_text("two"), "{}");
    // The program says how the last answer went after it was sent.
    let last = EXPECTED.last().expect("there are some");
    let patience = Instant::now() + Duration::from_secs(60);
    while !function.emulator().log().contains(last) && Instant::now() < patience {
        sleep(Duration::from_millis(5));
    }
    let log = function.emulator().log();
    let said: Vec<&str> = log
        .lines()
        .filter_map(|line| line.strip_prefix("misuse: "))
        .collect();
    assert_eq!(said[..EXPECTED.len()], *EXPECTED, "{log}");
    function.emulator().terminate();
    let report = function.emulator().wait_for_exit(Duration::from_secs(60));
    assert!(
        report.is_some(),
        "a reader that waits must not keep the process from ending"
    );
}

#[test]
fn on_the_jvm() {
    throws_for_every_wrong_call(Machine::Jvm);
}

#[cfg(feature = "images")]
#[test]
fn in_the_image() {
    throws_for_every_wrong_call(Machine::Image);
}
