//! The end of the process: by SIGTERM at every stage, and by the handler.

use super::{Case, case};
use crate::session::{ECHO, exit, shown};
use lambda_emulator::{Answer, CallKind};
use std::time::Duration;

pub(super) const CASES: &[Case] = &[
    case("end", "SIGTERM while it waits for its first event", |s| {
        s.until_it_polls()?;
        s.terminated()
    }),
    case("end", "SIGTERM while it waits for a later event", |s| {
        s.echo(ECHO)?;
        s.until_it_polls()?;
        s.terminated()
    }),
    case("end", "SIGTERM right after a response", |s| {
        s.echo(ECHO)?;
        s.terminated()
    }),
    case("end", "SIGTERM after a failed invocation", |s| {
        s.answered("\"conformance:throw:x\"")?;
        s.terminated()
    }),
    case(
        "end",
        "an invocation of 100 ms is answered in spite of SIGTERM",
        |s| {
            s.echo(ECHO)?;
            let pending = s.emulator.begin("\"conformance:sleep:100\"");
            s.until("the event's delivery", || {
                s.emulator.waiting_polls() == 0 && s.count(CallKind::Next) >= 2
            })?;
            std::thread::sleep(Duration::from_millis(40));
            s.emulator.terminate();
            let answer = pending.wait().map_err(|error| error.to_string())?.answer;
            match &answer {
                Answer::Response(_) => s
                    .ends()
                    .map(|(report, _)| format!("answered, then {}", exit(&report))),
                other => Err(shown(other)),
            }
        },
    ),
    case(
        "end",
        "SIGTERM during an invocation of 5 s ends the process in time",
        |s| {
            s.echo(ECHO)?;
            let pending = s.emulator.begin("\"conformance:sleep:5000\"");
            s.until("the event's delivery", || {
                s.emulator.waiting_polls() == 0 && s.count(CallKind::Next) >= 2
            })?;
            std::thread::sleep(Duration::from_millis(40));
            let seen = s.terminated();
            drop(pending);
            seen
        },
    ),
    case("end", "a handler that ends the process, ends it", |s| {
        match s.invoke("\"conformance:exit:7\"")?.answer {
            Answer::Exit(ended) if ended.status == Some(7) => Ok("exit status 7".to_owned()),
            other => Err(shown(&other)),
        }
    }),
    case("end", "after that, a new process answers", |s| {
        s.invoke("\"conformance:exit:1\"")?;
        s.echo(ECHO)
    }),
];
