//! A heap that is full to the last byte, and stays so: every event has its answer, and when there is space
//! again, the same process goes on.

use acceptance::{Function, Program, Target, for_targets, heavy_permit};
use lambda_emulator::{Answer, CallKind};
use std::time::{Duration, Instant};

for_targets!(
    [jvm_runtime: Jvm Runtime, jvm_natives: Jvm Natives, jvm_streams: Jvm Streams],
    [
        outlives_it_when_the_handler_throws,
        outlives_it_when_the_handler_returns,
        outlives_it_at_the_first_event,
    ]
);

/// How long the heap stays full. No test waits for it to be so; what matters is that some events come
/// meanwhile.
const FULL_FOR_MS: u32 = 3000;

fn outlives_it(target: Target, function: &Function, how: &str) {
    let until = Instant::now() + Duration::from_secs(120);
    let part = match target.program {
        // After the first byte.
        Program::Streams => "stream",
        _ => "scenario",
    };
    let filling = format!("{part}:fill-heap:{how}:{FULL_FOR_MS}");
    let mut answer = function.completion(filling.as_str()).answer;
    let mut failed = 0;
    loop {
        match &answer {
            Answer::Response(response) if &response.body[..] == b"\"again\"" => break,
            Answer::Response(_) => {}
            Answer::Error(error) => {
                let report = error.body.as_ref();
                let expected = b"java.lang.OutOfMemoryError";
                assert!(
                    report.windows(expected.len()).any(|window| window == expected),
                    "{}",
                    String::from_utf8_lossy(report)
                );
                failed += 1;
            }
            other => panic!("{other:.300?}\n{}", function.emulator().log()),
        }
        assert!(Instant::now() < until, "still full after {failed} errors");
        answer = function.completion("\"again\"").answer;
    }
    // A handler that returns may leave as much garbage as the echo of the next event takes.
    assert!(failed > 0 || how == "return", "the heap was never full");
    assert_eq!(
        function.count_calls(CallKind::ExtensionRegister),
        1,
        "one process"
    );
    function.goes_on();
}

fn outlives_it_when_the_handler_throws(target: Target) {
    let _permit = heavy_permit();
    let function = Function::start(target);
    function.goes_on();
    outlives_it(target, &function, "throw");
    outlives_it(target, &function, "throw");
}

fn outlives_it_when_the_handler_returns(target: Target) {
    let _permit = heavy_permit();
    let function = Function::start(target);
    function.goes_on();
    outlives_it(target, &function, "return");
}

/// Nothing has been loaded by an event before.
fn outlives_it_at_the_first_event(target: Target) {
    let _permit = heavy_permit();
    outlives_it(target, &Function::start(target), "throw");
}
