//! The extension's calls, beside those of the loop.

#![cfg(not(feature = "model"))]
#![allow(clippy::unwrap_used, reason = "a test that cannot go on panics")]

mod support;

use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use Hello::exchange::Reply;
use support::{Call, Reaction, Server, event, serve, status};

/// Where the extension waits.
const WAITING: &str = "/extension/event/next";

/// Answers one event in a runtime with the extension; `register` is what comes of its registration, and
/// whether it then waits for an event of its own, on a connection that comes up beside that of the loop.
fn answered(register: fn() -> Reaction, waits: bool) -> Server {
    let given = AtomicBool::new(false);
    let mut server = serve(move |call| match &call.line {
        line if line.ends_with("/extension/register") => register(),
        line if line.ends_with("/invocation/next") && !given.swap(true, Ordering::SeqCst) => {
            Reaction::Answer(event("r-0", "", "{}"))
        }
        line if line.ends_with("/next") => Reaction::Hold,
        _ => Reaction::Answer(status("202 Accepted")),
    });
    server.settings.extension = true;
    let runtime = server.runtime(1);
    let taken = runtime.exchange.next().unwrap();
    let until = Instant::now() + Duration::from_secs(60);
    while waits && first(&server, WAITING).is_none() {
        assert!(Instant::now() < until, "the extension does not wait");
        thread::sleep(Duration::from_millis(1));
    }
    runtime
        .exchange
        .answer(taken.token, Reply::Buffered("{}".into()))
        .unwrap();
    runtime.exchange.stop(Duration::from_secs(60));
    assert_eq!(server.count("/r-0/response"), 1);
    server
}

fn first(server: &Server, end: &str) -> Option<(usize, Call)> {
    let calls = server.calls.lock().unwrap();
    let found = calls
        .iter()
        .enumerate()
        .find(|(_, call)| call.line.ends_with(end));
    found.map(|(place, call)| (place, call.clone()))
}

#[test]
fn is_registered_before_the_first_poll_on_its_connection_and_waits_on_another() {
    let register = || {
        let identified = "HTTP/1.1 200 OK\r\nLAMBDA-Extension-Identifier: e-1\r\nContent-Length: 2\r\n\r\n{}";
        Reaction::Answer(identified.into())
    };
    let server = answered(register, true);
    let (registered, register) = first(&server, "/extension/register").unwrap();
    let (polled, poll) = first(&server, "/invocation/next").unwrap();
    assert!(registered < polled);
    assert_eq!(register.connection, poll.connection);
    let (_, waiting) = first(&server, WAITING).unwrap();
    assert_ne!(waiting.connection, poll.connection);
}

#[test]
fn a_registration_that_fails_keeps_no_event_away() {
    let reactions: [fn() -> Reaction; 4] = [
        || Reaction::Answer(status("403 Forbidden")),
        // Without an identifier.
        || Reaction::Answer(status("200 OK")),
        || Reaction::AnswerAndClose(status("200 OK")),
        || Reaction::AnswerAndClose(b"nothing of HTTP\r\n\r\n".to_vec()),
    ];
    for register in reactions {
        let server = answered(register, false);
        assert!(first(&server, WAITING).is_none());
    }
}
