//! SIGTERM and an event at the same time: an event that was handed over has exactly one answer, at
//! whatever moment of its way the signal comes.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on panics")]

use acceptance::{Function, Way, in_every_way};
use lambda_emulator::{Answer, CallKind, Misbehaviour};
use std::thread::sleep;
use std::time::{Duration, Instant};

const LONG: Duration = Duration::from_secs(60);

/// A body of 1 MiB that arrives in 16 pieces, 2 ms apart.
const PIECE: usize = 64 * 1024;
const PAUSE: Duration = Duration::from_millis(2);
const SIZE: usize = 16 * PIECE;

in_every_way!(answers_an_event_that_arrives_with_sigterm);

/// Moments between the head of the event and well after its answer, in milliseconds.
fn moments() -> impl Iterator<Item = u64> {
    (0..40).step_by(4).chain([60, 120])
}

fn answers_an_event_that_arrives_with_sigterm(way: Way) {
    for moment in moments() {
        let function = Function::start(way);
        function.misbehave(CallKind::Next, Misbehaviour::none());
        function.misbehave(CallKind::Next, Misbehaviour::none().dribble(PIECE, PAUSE));
        function.goes_on();
        let until = Instant::now() + LONG;
        while function.emulator().waiting_polls() == 0 {
            assert!(Instant::now() < until, "{}", function.emulator().log());
            sleep(Duration::from_millis(1));
        }
        let event = format!("\"{}\"", "x".repeat(SIZE - 2));
        let pending = function.emulator().begin(event.as_str());
        sleep(Duration::from_millis(moment));
        function.emulator().terminate();
        match pending.wait().unwrap().answer {
            Answer::Response(response) => assert_eq!(response.body.len(), SIZE),
            // The handler was not called, and the caller is told so.
            Answer::Error(error) => assert_eq!(error.error_type, "Runtime.ShuttingDown", "{error:?}"),
            other => panic!("{moment} ms: {other:?}\n{}", function.emulator().log()),
        }
        let report = function.emulator().wait_for_exit(LONG).expect("the process ends");
        assert_eq!(report.status, Some(143), "{}", report.log);
        let posts = function
            .emulator()
            .calls()
            .iter()
            .filter(|call| matches!(call.kind, CallKind::Response | CallKind::Error))
            .count();
        assert_eq!(posts, 2, "one for each event, {moment} ms");
    }
}
