//! The end of a process in which several invocations are open.

use super::{
    super::{Case, Found, Session},
    beside::{Held, MUST, N, case, completed, goes_on, hold},
};
use crate::session::{ECHO, exit, shown};
use lambda_emulator::{Answer, CallKind};

pub(super) const CASES: &[Case] = &[
    case(MUST, "SIGTERM while every place waits for an event", |s| {
        s.initialize()?;
        s.terminated()
    }),
    case(MUST, "SIGTERM lets every open invocation end", |s| {
        let held = hold(s, N - 1)?;
        s.emulator.terminate();
        open_all_end(s, held)
    }),
    case(
        MUST,
        "SIGTERM with no place left lets every open invocation end",
        |s| {
            let held = hold(s, N)?;
            s.emulator.terminate();
            open_all_end(s, held)
        },
    ),
    case(
        MUST,
        "SIGTERM beside an invocation that does not end, ends the process in time",
        |s| {
            let mut held = hold(s, N)?;
            let stuck = held.pop();
            for invocation in held {
                invocation.ends()?;
            }
            let seen = s.terminated();
            drop(stuck);
            seen
        },
    ),
    case(MUST, "SIGTERM after failures of several", |s| {
        s.initialize()?;
        let begun: Vec<_> = (0..N)
            .map(|_| s.emulator.begin("\"conformance:throw:x\""))
            .collect();
        for pending in begun {
            completed(pending)?;
        }
        goes_on(s, "all failed".to_owned())?;
        s.terminated()
    }),
    case(MUST, "a handler that ends the process, ends all", |s| {
        let held = hold(s, N - 1)?;
        ended(&s.invoke("\"conformance:exit:7\"")?.answer)?;
        for invocation in held {
            ended(&invocation.ends_somehow()?)?;
        }
        let (report, _) = s.ends()?;
        if report.status != Some(7) {
            return Err(exit(&report));
        }
        s.echo(ECHO).map(|_| "and a new process answers".to_owned())
    }),
];

/// By the end of the process, or by a report that it is about to come.
fn ended(answer: &Answer) -> Result<(), String> {
    match answer {
        Answer::Exit(_) | Answer::Error(_) => Ok(()),
        other => Err(shown(other)),
    }
}

/// All are answered, and then the process ends.
fn open_all_end(s: &Session, held: Vec<Held>) -> Found {
    let count = held.len();
    for invocation in &held {
        invocation.open()?;
    }
    for invocation in held {
        invocation.ends()?;
    }
    let (report, _) = s.ends()?;
    let polls = s.count(CallKind::Next);
    Ok(format!("{count} answered, {polls} polls, then {}", exit(&report)))
}
