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
//! For the cases of several invocations at once these, too. PATH is that of a file that is not there yet: the
//! invocation looks for it every few milliseconds, and does what is asked when it has come.
//!
//! | event | asks for |
//! |---|---|
//! | `"conformance:wait:PATH:TEXT"` | the event itself as the answer |
//! | `"conformance:fail:PATH:TEXT"` | an invocation error with TEXT in its message |
//! | `"conformance:log:PATH:TEXT"` | a record with TEXT in its message, by the runtime's own log, and the event as the answer |
//! | `"conformance:ids:PATH:TEXT"` | an object: `requestId`, `traceId` and `remainingMs` of the invocation, and `processTraceId`, what all invocations of the process would find as theirs, or `null` |
//! | `"conformance:stream-wait:PATH:TEXT"` | streamed: TEXT at once, and once more when the file has come |
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

/// The cases of several invocations at once, in order; for functions that obey their events.
pub fn concurrent_cases() -> Vec<Case> {
    cases::concurrent()
}

/// The cases of streamed responses beside each other, in order; for functions that stream and take several
/// invocations at once.
pub fn concurrent_streamed_cases() -> Vec<Case> {
    cases::concurrent_streamed()
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
    use super::{cases, concurrent_cases, concurrent_streamed_cases, restored_cases, streamed_cases};
    use std::collections::HashSet;

    #[test]
    fn each_case_has_a_name_of_its_own_and_none_is_lost() {
        let parts = [
            cases(),
            streamed_cases(),
            restored_cases(),
            concurrent_cases(),
            concurrent_streamed_cases(),
        ];
        // As the pages say.
        let counts = parts.each_ref().map(Vec::len);
        assert_eq!(counts, [106, 62, 31, 47, 9]);
        let names: HashSet<_> = parts
            .iter()
            .flatten()
            .map(|case| (case.group, case.name))
            .collect();
        assert_eq!(names.len(), counts.iter().sum::<usize>());
    }
}
