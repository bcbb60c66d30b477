//! The whole contract of the Runtime API, as `lambda-emulator conformance` has it for any runtime.

use ::conformance::{cases, markdown, run};
use acceptance::{Target, for_each_target};
use std::time::Duration;

for_each_target!(passes_every_case);

fn passes_every_case(target: Target) {
    let verdicts: Vec<_> = cases()
        .into_iter()
        .map(|case| run(case, &target.settings(), Duration::from_secs(60)))
        .collect();
    let failed: Vec<_> = verdicts
        .iter()
        .filter(|verdict| !verdict.passed)
        .cloned()
        .collect();
    assert!(failed.is_empty(), "{}", markdown(&failed));
    eprintln!("{target:?}\n{}", markdown(&verdicts));
}
