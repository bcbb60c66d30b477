//! The end of the process: by SIGTERM at every stage, and by the handler.

use super::{Case, Found, Session, case};
use crate::session::{ECHO, exit, shown};
use lambda_emulator::{Answer, CallKind};
use std::time::{Duration, Instant};

pub(super) const CASES: &[Case] = &[
    case("end", "SIGTERM while it waits for its first event", |s| {
        s.until_it_polls()?;
        terminated(s)
    }),
    case("end", "SIGTERM while it waits for a later event", |s| {
        s.echo(ECHO)?;
        s.until_it_polls()?;
        terminated(s)
    }),
    case("end", "SIGTERM right after a response", |s| {
        s.echo(ECHO)?;
        terminated(s)
    }),
    case("end", "SIGTERM after a failed invocation", |s| {
        s.answered("\"conformance:throw:x\"")?;
        terminated(s)
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
            let seen = terminated(s);
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

fn terminated(s: &Session) -> Found {
    let start = Instant::now();
    s.emulator.terminate();
    let (report, _) = s.ends()?;
    let time = start.elapsed();
    let seen = format!("{} after {} ms", exit(&report), time.as_millis());
    if time <= s.grace { Ok(seen) } else { Err(seen) }
}
