//! Hundreds of thousands of invocations leave memory, file descriptors and threads as they were.

use acceptance::{Function, Machine, Program, Target, for_each_target, heavy_permit};

const MIB: u64 = 1024 * 1024;

for_each_target!(stays_flat_over_many_invocations);

fn stays_flat_over_many_invocations(target: Target) {
    let _permit = heavy_permit();
    let mut settings = target.settings();
    settings.recorded_calls = 0;
    let function = Function::with(settings);
    let event = format!("{{\"text\": \"{}\"}}", "0123456789é".repeat(100));
    let some = |count: usize| {
        for number in 0..count {
            if number % 50 == 7 {
                function.fail("scenario:throw:now and then");
            } else {
                assert_eq!(function.respond_text(event.as_str()), event);
            }
        }
    };
    // Until the heap has reached the size that it works in.
    some(4_000);
    let before = function.emulator().figures().expect("the function runs");
    let count = match target.program {
        Program::Runtime => 200_000,
        _ => 20_000,
    };
    some(count);
    let after = function.emulator().figures().expect("the function runs");

    let allowed = match target.machine {
        // The JVM compiles for a long time yet, and its heap may still step up once.
        Machine::Jvm => 24 * MIB,
        Machine::Image => 8 * MIB,
    };
    let grown = after.memory.resident.saturating_sub(before.memory.resident);
    assert!(
        grown < allowed,
        "{} KiB more resident after {count} invocations",
        grown / 1024
    );
    assert_eq!(after.open_file_descriptors, before.open_file_descriptors);
    assert!(
        after.threads <= before.threads + 1,
        "{} threads, then {}",
        before.threads,
        after.threads
    );
}
