//! The whole contract of the Runtime API, as `lambda-emulator conformance` has it for any runtime.

use ::conformance::{
    Case, cases, concurrent_cases, concurrent_streamed_cases, markdown, restored_cases, run, streamed_cases,
};
use acceptance::{Target, for_each_target, for_targets};
use std::time::Duration;

for_each_target!(passes_every_case);

fn passes_every_case(target: Target) {
    passes(target, cases());
}

mod streams {
    use super::*;

    for_targets!([jvm: Jvm Streams, image: Image Streams], [passes_every_case_of_streams]);

    fn passes_every_case_of_streams(target: Target) {
        passes(target, streamed_cases());
    }
}

mod restore {
    use super::*;

    for_targets!([jvm: Jvm Snapshots, image: Image Snapshots], [passes_every_case_of_restores]);

    fn passes_every_case_of_restores(target: Target) {
        passes(target, restored_cases());
    }
}

mod concurrency {
    use super::*;

    for_targets!([jvm: Jvm Concurrent, image: Image Concurrent], [passes_every_case_of_concurrency]);

    fn passes_every_case_of_concurrency(target: Target) {
        passes(target, concurrent_cases());
    }
}

mod streams_at_once {
    use super::*;

    for_targets!([jvm: Jvm Streams, image: Image Streams], [passes_every_case_of_streams_at_once]);

    fn passes_every_case_of_streams_at_once(target: Target) {
        passes(target, concurrent_streamed_cases());
    }
}

fn passes(target: Target, cases: Vec<Case>) {
    let verdicts: Vec<_> = cases
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
