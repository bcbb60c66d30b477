//! The cases, a file for each part of the contract.

mod answers;
mod concurrency;
mod ends;
mod errors;
mod events;
mod headers;
mod polls;
mod restore;
mod streams;

use super::{Case, Found, session::Session};
use lambda_emulator::FunctionSettings;

pub(super) fn all() -> Vec<Case> {
    let parts = [
        events::CASES,
        headers::CASES,
        errors::CASES,
        answers::CASES,
        polls::CASES,
        ends::CASES,
    ];
    parts.concat()
}

/// Those of streamed responses, which not every function has.
pub(super) fn streamed() -> Vec<Case> {
    streams::cases()
}

/// Those of SnapStart, which not every function has.
pub(super) fn restored() -> Vec<Case> {
    restore::CASES.to_vec()
}

/// Those of several invocations at once, which not every runtime takes.
pub(super) fn concurrent() -> Vec<Case> {
    concurrency::cases()
}

/// Those of streamed responses beside each other.
pub(super) fn concurrent_streamed() -> Vec<Case> {
    concurrency::streamed()
}

/// A case that starts the process itself.
const fn unstarted(
    group: &'static str,
    name: &'static str,
    prepare: fn(&mut FunctionSettings),
    run: fn(&mut Session) -> Found,
) -> Case {
    Case {
        group,
        name,
        prepare: Some(prepare),
        run,
    }
}

const fn case(group: &'static str, name: &'static str, run: fn(&mut Session) -> Found) -> Case {
    Case {
        group,
        name,
        prepare: None,
        run,
    }
}
