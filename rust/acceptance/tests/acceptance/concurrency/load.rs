//! A hundred thousand invocations, 64 at once: each is answered once, with its own answer, and nothing grows.

use super::settings;
use acceptance::{Function, Machine, Target, heavy_permit};
use lambda_emulator::CallKind;
use std::sync::atomic::{AtomicU64, Ordering};
use std::thread;

const MIB: u64 = 1024 * 1024;
const AT_ONCE: u16 = 64;
const INVOCATIONS: u64 = 100_000;

acceptance::for_targets!(
    [jvm: Jvm Concurrent, image: Image Concurrent],
    [gives_each_of_many_its_own_answer, answers_all_on_platform_threads]
);

/// Mostly short, one in a thousand of up to two seconds; the same for a number each time.
fn event(number: u64) -> String {
    let drawn = number.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 33;
    let (name, milliseconds) = match drawn % 1000 {
        0 => ("sleep", drawn / 1000 % 2000),
        1..=50 => ("sleep", 1 + drawn / 1000 % 20),
        51..=60 => ("throw", 0),
        _ => ("sleep", 0),
    };
    format!("{name}:{milliseconds}:the answer to {number}")
}

fn run(function: &Function, numbers: std::ops::Range<u64>) {
    let next = AtomicU64::new(numbers.start);
    thread::scope(|scope| {
        for _ in 0..AT_ONCE {
            scope.spawn(|| {
                loop {
                    let number = next.fetch_add(1, Ordering::Relaxed);
                    if number >= numbers.end {
                        return;
                    }
                    let event = event(number);
                    let expected = format!("the answer to {number}");
                    if event.starts_with("throw") {
                        let (_, report) = function.fail(event.as_str());
                        assert_eq!(report["errorMessage"], expected);
                    } else {
                        assert_eq!(function.respond_text(event.as_str()), expected);
                    }
                }
            });
        }
    });
}

fn gives_each_of_many_its_own_answer(target: Target) {
    let _permit = heavy_permit();
    let mut settings = settings(target, AT_ONCE);
    settings.recorded_calls = 0;
    // What is logged of thrown exceptions is read, and dropped.
    settings.log_limit = 64 * 1024;
    let function = Function::with(settings);
    run(&function, 0..INVOCATIONS / 10);
    let before = function.emulator().figures().expect("the function runs");
    run(&function, INVOCATIONS / 10..INVOCATIONS);
    let after = function.emulator().figures().expect("the function runs");

    let allowed = match target.machine {
        Machine::Jvm => 24 * MIB,
        Machine::Image => 16 * MIB,
    };
    let grown = after.memory.resident.saturating_sub(before.memory.resident);
    assert!(grown < allowed, "{} KiB more resident", grown / 1024);
    // A connection for each poll, and now and then one for an answer whose own was closed.
    assert!(
        after.open_file_descriptors <= before.open_file_descriptors + usize::from(AT_ONCE),
        "{} descriptors, then {}",
        before.open_file_descriptors,
        after.open_file_descriptors
    );
    assert!(
        after.threads <= before.threads + 4,
        "{} threads, then {}",
        before.threads,
        after.threads
    );
}

fn answers_all_on_platform_threads(target: Target) {
    let _permit = heavy_permit();
    let function = Function::with(settings(target, AT_ONCE).variable("LIBHELLO_THREADS", "platform"));
    run(&function, 0..2_000);
    let posts = function.count_calls(CallKind::Response) + function.count_calls(CallKind::Error);
    assert_eq!(posts, 2_000, "one for each");
}
