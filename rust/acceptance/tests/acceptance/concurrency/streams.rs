//! Responses in pieces, several at once: a slow caller of one holds up none of the others.

use super::start;
use acceptance::Target;
use lambda_emulator::{CallKind, Misbehaviour};
use std::thread;
use std::time::Duration;

acceptance::for_targets!(
    [jvm: Jvm Streams, image: Image Streams],
    [writes_many_at_once, writes_beside_slow_callers]
);

fn writes_many_at_once(target: Target) {
    let function = start(target, 8);
    thread::scope(|scope| {
        for worker in 0..8_usize {
            let function = &function;
            scope.spawn(move || {
                for round in 0..5 {
                    let size = 1 + 500_000 * ((worker + round) % 8);
                    let response = function.respond(format!("stream:bytes:{size}:70000").as_str());
                    assert_eq!(response.len(), size);
                    let right = response
                        .iter()
                        .enumerate()
                        .all(|(at, byte)| usize::from(*byte) == at % 251);
                    assert!(right, "{size} bytes are others");
                    let (_, report) = function.fail(format!("stream:fail-late:{worker}").as_str());
                    assert_eq!(report["errorMessage"], worker.to_string());
                }
            });
        }
    });
    function.goes_on();
}

/// More of them than there are processors, whose number is that of the threads under all virtual ones.
fn writes_beside_slow_callers(target: Target) {
    let slow = 2 * thread::available_parallelism().map_or(8, usize::from) + 2;
    let function = start(target, u16::try_from(slow).unwrap() + 2);
    for _ in 0..slow {
        let reading = Misbehaviour::none().read_slowly(1000, Duration::from_secs(1));
        function.misbehave(CallKind::Response, reading);
    }
    let stalled: Vec<_> = (0..slow)
        .map(|_| function.emulator().begin("stream:until-refused:"))
        .collect();
    while function.emulator().waiting_polls() != 2 {
        thread::sleep(Duration::from_millis(1));
    }
    for number in 0..100 {
        let event = format!("\"{number}\"");
        assert_eq!(function.respond_text(event.as_str()), event);
    }
    function.emulator().terminate();
    function.wait_for_exit();
    drop(stalled);
}
