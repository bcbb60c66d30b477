//! What one handler does is the error of its own invocation, while the others work.

use super::{settings, start, text};
use acceptance::{Function, Target};
use std::thread;

acceptance::for_targets!(
    [jvm: Jvm Concurrent, image: Image Concurrent],
    [
        keeps_failures_apart,
        outlives_a_full_heap_in_one,
        works_beside_handlers_that_never_return,
        ends_when_one_exits,
    ]
);

fn keeps_failures_apart(target: Target) {
    let function = start(target, 8);
    thread::scope(|scope| {
        for worker in 0..8 {
            let function = &function;
            scope.spawn(move || {
                for round in 0..25 {
                    let own = format!("{worker} in {round}");
                    match (worker + round) % 4 {
                        0 => {
                            let (_, report) = function.fail(format!("throw::{own}").as_str());
                            assert_eq!(report["errorType"], "java.lang.IllegalStateException");
                            assert_eq!(report["errorMessage"], own.as_str());
                        }
                        1 => {
                            let (_, report) = function.fail(format!("error::{own}").as_str());
                            assert_eq!(report["errorType"], "java.lang.AssertionError");
                            assert_eq!(report["errorMessage"], own.as_str());
                        }
                        2 => assert_eq!(function.respond_text(format!("interrupt::{own}").as_str()), own),
                        _ => {
                            let (_, report) = function.fail("overflow::");
                            assert_eq!(report["errorType"], "java.lang.StackOverflowError");
                        }
                    }
                }
            });
        }
    });
    function.goes_on();
}

/// The others may meet the full heap, too; each of them has its own answer all the same, and later ones go well.
fn outlives_a_full_heap_in_one(target: Target) {
    let function = start(target, 4);
    let waiting = function.emulator().begin("wait:gate:first");
    function.wait_for_log("waits first");
    for _ in 0..3 {
        let (_, report) = function.fail("fill-heap:throw:0");
        assert_eq!(report["errorType"], "java.lang.OutOfMemoryError");
        function.completion("sleep:1:beside it");
    }
    function.respond_text("open:gate:x");
    assert_eq!(text(&waiting.wait().unwrap().answer), "first");
    function.goes_on();
}

fn works_beside_handlers_that_never_return(target: Target) {
    let function = start(target, 8);
    let blocked: Vec<_> = (0..7)
        .map(|number| {
            function
                .emulator()
                .begin(format!("wait:for ever:{number}").as_str())
        })
        .collect();
    for number in 0..7 {
        function.wait_for_log(&format!("waits {number}"));
    }
    for number in 0..100 {
        let event = format!("\"{number}\"");
        assert_eq!(function.respond_text(event.as_str()), event);
    }
    function.emulator().terminate();
    for pending in blocked {
        let answer = pending.wait().unwrap().answer;
        assert_eq!(answer.error().unwrap().error_type, "Runtime.ShuttingDown");
    }
    function.wait_for_exit();
}

fn ends_when_one_exits(target: Target) {
    let function = Function::with(settings(target, 4));
    let waiting = function.emulator().begin("wait:for ever:first");
    function.wait_for_log("waits first");
    let exiting = function.emulator().begin("exit:7:");
    assert_eq!(function.wait_for_exit().status, Some(7));
    waiting.wait().unwrap();
    exiting.wait().unwrap();
}
