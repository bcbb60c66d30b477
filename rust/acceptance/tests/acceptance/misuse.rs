//! Every wrong call of a native is an exception that says what is wrong, and does no harm.

use acceptance::{Function, Target, for_targets};

for_targets!([jvm: Jvm Misuse, image: Image Misuse], [throws_for_every_wrong_call]);

const EXPECTED: &[&str] = &[
    "next before open -> java.lang.RuntimeException: libHello: the runtime is not started: call start() first",
    "respond before open -> java.lang.RuntimeException: libHello: the runtime is not started: call start() first",
    "open twice -> fine",
    "next before serve -> java.lang.RuntimeException: libHello: the runtime is not started: call start() first",
    "serve nothing at once -> java.lang.IllegalArgumentException: libHello: the concurrency must be at least 1",
    "serve less than nothing -> java.lang.IllegalArgumentException: libHello: the concurrency must be at least 1",
    "serve twice -> fine",
    "init error after serve -> java.lang.RuntimeException: libHello: the runtime is started already: an init error can only be reported before the first event is requested",
    "respond to a token never given -> java.lang.IllegalArgumentException: libHello: token 77 is not open: already answered, or never issued",
    "respond to token 0 -> java.lang.IllegalArgumentException: libHello: token 0 is not open: already answered, or never issued",
    "respond to a negative token -> java.lang.IllegalArgumentException: libHello: token 18446744073709551615 is not open: already answered, or never issued",
    "payload -> fine",
    "payload twice -> java.lang.IllegalArgumentException: libHello: token 1 is not open: already answered, or never issued",
    "respond with null -> java.lang.NullPointerException: libHello: response is null",
    "fail with null -> java.lang.NullPointerException: libHello: failure is null",
    "fail with what is not an envelope -> java.lang.IllegalArgumentException: libHello: the failure is not an envelope of version 1: use one libHello version throughout",
    "respond with too much -> java.lang.IllegalArgumentException: libHello: the response has 6291557 bytes, and Lambda accepts at most 6291556: return less, or a reference to it",
    "respond with more than there is -> java.lang.IllegalArgumentException: libHello: the length is not within the array",
    "respond with less than nothing -> java.lang.IllegalArgumentException: libHello: the length is not within the array",
    "respond -> fine",
    "respond twice -> java.lang.IllegalArgumentException: libHello: token 1 is not open: already answered, or never issued",
    "fail after respond -> java.lang.IllegalArgumentException: libHello: the failure is not an envelope of version 1: use one libHello version throughout",
    "panic -> java.lang.InternalError: libHello: panic in PanicProbe.panic: on purpose",
    "panic with null -> java.lang.NullPointerException: libHello: message is null",
    "respond after the panic -> fine",
    "begin with a token never given -> java.lang.IllegalArgumentException: libHello: token 77 is not open: already answered, or never issued",
    "begin with what is not ASCII -> java.lang.IllegalArgumentException: libHello: the content type is not ASCII",
    "begin with what is not UTF-8 -> java.lang.IllegalArgumentException: libHello: the content type is not ASCII",
    "write before begin -> java.lang.IllegalArgumentException: libHello: the response has not begun",
    "flush before begin -> java.lang.IllegalArgumentException: libHello: the response has not begun",
    "finish before begin -> java.lang.IllegalArgumentException: libHello: the response has not begun",
    "begin -> fine",
    "begin twice -> java.lang.IllegalArgumentException: libHello: the response has begun already",
    "respond after begin -> java.lang.IllegalArgumentException: libHello: the response is being streamed already",
    "write null -> java.lang.NullPointerException: libHello: bytes is null",
    "write more than there is -> java.lang.IllegalArgumentException: libHello: the length is not within the array",
    "write less than nothing -> java.lang.IllegalArgumentException: libHello: the length is not within the array",
    "write before the array -> java.lang.IllegalArgumentException: libHello: the length is not within the array",
    "write beyond all numbers -> java.lang.IllegalArgumentException: libHello: the length is not within the array",
    "write -> fine",
    "finish -> fine",
    "finish twice -> java.lang.IllegalArgumentException: libHello: token 3 is not open: already answered, or never issued",
    "write after finish -> java.lang.IllegalArgumentException: libHello: token 3 is not open: already answered, or never issued",
    "fail after finish -> java.lang.IllegalArgumentException: libHello: token 3 is not open: already answered, or never issued",
];

fn throws_for_every_wrong_call(target: Target) {
    let function = Function::start(target);
    assert_eq!(function.respond_text("one"), "{}");
    assert_eq!(function.respond_text("two"), "{}");
    assert_eq!(function.respond_text("three"), "{}");
    // The program says how the last answer went after it was sent.
    let last = EXPECTED.last().expect("there are some");
    function.wait_for_log(last);
    let log = function.emulator().log();
    let outcomes: Vec<&str> = log
        .lines()
        .filter_map(|line| line.strip_prefix("misuse: "))
        .collect();
    assert_eq!(outcomes[..EXPECTED.len()], *EXPECTED, "{log}");
    function.emulator().terminate();
    // A reader that waits must not keep the process from ending.
    function.wait_for_exit();
}
