//! The Runtime API's contract as named cases, for any runtime.
//!
//! The function under test returns each event as it came, and does what an event asks that is a JSON
//! string of this form:
//!
//! | event | asks for |
//! |---|---|
//! | `"conformance:throw:TEXT"` | an invocation error with TEXT in its message |
//! | `"conformance:throw-long:N"` | one whose message has N characters |
//! | `"conformance:size:N"` | a response of N bytes, a JSON string |
//! | `"conformance:sleep:MS"` | an answer after so many milliseconds |
//! | `"conformance:exit:N"` | the end of the process with this status |
//!
//! For the cases of streamed responses it also obeys these, and streams:
//!
//! | event | asks for |
//! |---|---|
//! | `"conformance:stream:N:SIZE"` | N times the letter `x`, in writes of SIZE bytes |
//! | `"conformance:stream-fail:N:TEXT"` | N bytes that are sent at once, then a failure with TEXT in its message |
//! | `"conformance:stream-sleep:MS"` | a byte that is sent at once, and a second one after so many milliseconds |
//!
//! For the cases of SnapStart it has hooks around the snapshot, two before it and two after the restore, which
//! write `conformance:before:1`, `conformance:before:2`, `conformance:after:1` and `conformance:after:2` to the
//! standard output, numbered in the order in which they are registered. The environment variable
//! `CONFORMANCE_HOOKS` can be `fail-before` or `fail-after`: then the first hook of
//! these that runs fails, once it has written its line, with `the reason` in its message.
//!
//! A case says what it expects and, passed or not, what was seen. Its expectations are those of the AWS
//! Lambda developer guide; where that leaves a choice, every answer that loses nothing passes.

mod cases;
mod session;

use lambda_emulator::{AfterTimeout, Ending, FunctionSettings};
use session::Session;
use std::{fmt::Write, time::Duration};

/// What one case found.
pub(crate) type Found = Result<String, String>;

/// One point of the contract.
#[derive(Debug, Clone, Copy)]
pub struct Case {
    /// Which part of the contract.
    pub group: &'static str,
    /// What is done, and what a right runtime then does.
    pub name: &'static str,
    /// For a case that starts the process itself: how its settings differ.
    pub(crate) prepare: Option<fn(&mut FunctionSettings)>,
    pub(crate) run: fn(&mut Session) -> Found,
}

/// What came of a case.
#[derive(Debug, Clone)]
pub struct Verdict {
    /// Which case.
    pub case: Case,
    /// Whether the runtime did what the contract asks.
    pub passed: bool,
    /// What was seen.
    pub seen: String,
}

/// Every case there is, in order.
pub fn cases() -> Vec<Case> {
    cases::all()
}

/// The cases of streamed responses, in order; for functions that stream.
pub fn streamed_cases() -> Vec<Case> {
    cases::streamed()
}

/// The cases of SnapStart, in order; for functions with such hooks. Those of the part `restore` need none.
pub fn restored_cases() -> Vec<Case> {
    cases::restored()
}

/// What Lambda gives a function with an internal extension between SIGTERM and SIGKILL.
pub const GRACE: Duration = Duration::from_millis(500);

/// Runs one case with a process of its own. The settings name the command; time-outs and the way it is
/// ended are the suite's. A process that is told to end has `grace` for it: [`GRACE`] as on Lambda, or more
/// where a busy machine must not decide. Blocks, at most for some seconds.
pub fn run(case: Case, settings: &FunctionSettings, grace: Duration) -> Verdict {
    let mut settings = settings.clone();
    settings.timeout = Duration::from_secs(6);
    settings.init_timeout = Duration::from_secs(20);
    settings.after_timeout = AfterTimeout::RunOn;
    settings.ending = Ending::Kill;
    let session = match case.prepare {
        None => Session::start(settings, grace),
        Some(prepare) => {
            prepare(&mut settings);
            Session::unstarted(settings, grace)
        }
    };
    let found = session.and_then(|mut session| (case.run)(&mut session));
    Verdict {
        case,
        passed: found.is_ok(),
        seen: found.unwrap_or_else(|seen| seen),
    }
}

/// The verdicts as a Markdown table, and how many passed.
pub fn markdown(verdicts: &[Verdict]) -> String {
    let mut table = "| part | case | | seen |\n|---|---|---|---|\n".to_owned();
    for Verdict { case, passed, seen } in verdicts {
        let mark = if *passed { "ok" } else { "**no**" };
        let seen = seen.replace('|', "\\|").replace(['\n', '\r'], " ");
        // Writing into a string cannot fail.
        let _ = writeln!(table, "| {} | {} | {mark} | {seen} |", case.group, case.name);
    }
    let passed = verdicts.iter().filter(|verdict| verdict.passed).count();
    let _ = writeln!(table, "\n{passed} of {} cases passed.", verdicts.len());
    table
}

#[cfg(test)]
mod tests {
    use super::{cases, restored_cases, streamed_cases};
    use std::collections::HashSet;

    #[test]
    fn there_are_at_least_a_hundred_cases_and_each_has_a_name_of_its_own() {
        let cases = [cases(), streamed_cases(), restored_cases()].concat();
        let names: HashSet<_> = cases.iter().map(|case| (case.group, case.name)).collect();
        assert_eq!(names.len(), cases.len());
        assert!(cases.len() >= 100, "{}", cases.len());
    }
}
