//! The whole contract of the Runtime API, as `lambda-emulator conformance` has it for any runtime.

use acceptance::{Way, in_every_way};
use lambda_emulator::conformance;
use std::time::Duration;

in_every_way!(passes_every_case);

fn passes_every_case(way: Way) {
    let verdicts: Vec<_> = conformance::cases()
        .into_iter()
        .map(|case| conformance::run(case, &way.settings(), Duration::from_secs(60)))
        .collect();
    let failed: Vec<_> = verdicts
        .iter()
        .filter(|verdict| !verdict.passed)
        .cloned()
        .collect();
    assert!(failed.is_empty(), "{}", conformance::markdown(&failed));
    eprintln!("{way:?}\n{}", conformance::markdown(&verdicts));
}
