//! The cases, a file for each part of the contract.

mod answers;
mod ends;
mod errors;
mod events;
mod headers;
mod polls;
mod streams;

use super::{Case, Found, session::Session};

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
    streams::CASES.to_vec()
}

const fn case(group: &'static str, name: &'static str, run: fn(&mut Session) -> Found) -> Case {
    Case { group, name, run }
}
