//! SIGTERM and an event at the same time: an event that was handed over has exactly one answer, whenever the
//! signal comes.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on panics")]

use acceptance::{Function, Target, for_each_target};
use lambda_emulator::{Answer, CallKind, Misbehaviour};
use std::thread::sleep;
use std::time::Duration;

/// A body of 1 MiB that arrives in 16 pieces, 2 ms apart.
const PIECE: usize = 64 * 1024;
const PAUSE: Duration = Duration::from_millis(2);
const SIZE: usize = 16 * PIECE;

for_each_target!(answers_an_event_that_arrives_with_sigterm);

/// Moments between the head of the event and well after its answer, in milliseconds.
fn moments() -> impl Iterator<Item = u64> {
    (0..40).step_by(4).chain([60, 120])
}

fn answers_an_event_that_arrives_with_sigterm(target: Target) {
    for moment in moments() {
        let function = Function::start(target);
        function.misbehave(CallKind::Next, Misbehaviour::none());
        function.misbehave(CallKind::Next, Misbehaviour::none().dribble(PIECE, PAUSE));
        function.goes_on();
        function.wait_for_poll();
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
        let report = function.wait_for_exit();
        assert_eq!(report.status, Some(143), "{}", report.log);
        let posts = function.count_calls(CallKind::Response) + function.count_calls(CallKind::Error);
        assert_eq!(posts, 2, "one for each event, {moment} ms");
    }
}
