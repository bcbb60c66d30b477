//! Several invocations at once, as on Lambda Managed Instances, by `AWS_LAMBDA_MAX_CONCURRENCY`.
//!
//! Those of the part `at once` hold for any runtime that takes several. Those of `at once, should` are asked for
//! by the documentation, or are what a careful runtime does, and Lambda does without.

mod answers;
mod beside;
mod context;
mod ends;
mod polls;
mod streams;

use super::Case;

pub(super) fn cases() -> Vec<Case> {
    [polls::CASES, answers::CASES, context::CASES, ends::CASES].concat()
}

/// Those of functions that stream, too.
pub(super) fn streamed() -> Vec<Case> {
    streams::CASES.to_vec()
}
