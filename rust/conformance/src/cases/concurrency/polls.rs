//! As many polls as there are places, and polls that fail beside invocations that are open.

use super::{
    super::{Case, Found, Session, unstarted},
    beside::{Held, MUST, N, SHOULD, all_end, as_many, case, goes_on, hold, own, until_open},
};
use crate::session::{ECHO, shown};
use lambda_emulator::{Answer, CallKind, Cut, FunctionSettings, Misbehaviour};
use std::{thread::sleep, time::Duration};

macro_rules! outlives {
    ($name:literal, $misbehaviour:expr) => {
        case(MUST, $name, |s| outlives(s, &[$misbehaviour]))
    };
}

pub(super) const CASES: &[Case] = &[
    case(MUST, "as many are open at once as there are places", |s| {
        let held = hold(s, N)?;
        all_end(s, held, &format!("{N} were open"))
    }),
    unstarted(MUST, "32 places", thirty_two, |s| {
        for invocation in hold(s, 32)? {
            invocation.ends()?;
        }
        s.goes_on("32 were open".to_owned())
    }),
    unstarted(MUST, "one place is one invocation after the other", one, |s| {
        s.initialize()?;
        for _ in 0..5 {
            s.echo(ECHO)?;
        }
        s.goes_on("answered".to_owned())
    }),
    case(MUST, "a place that is free takes the next event", |s| {
        let held = hold(s, N - 1)?;
        for number in 0..20 {
            s.echo(format!("{{\"echo\":{number}}}").as_str())?;
        }
        all_end(s, held, "20 in the place that was left")
    }),
    case(MUST, "an event that finds no place waits for one", |s| {
        let mut held = hold(s, N)?;
        let late = Held::begin(s, "late");
        held.pop().ok_or("nothing waits")?.ends()?;
        until_open(s, N)?;
        late.ends()?;
        all_end(s, held, "answered when there was one")
    }),
    outlives!("a poll refused with 403", Misbehaviour::status(403)),
    outlives!("a poll refused with 503", Misbehaviour::status(503)),
    outlives!(
        "a poll closed instead of answered",
        Misbehaviour::cut(Cut::CloseInsteadOfReply)
    ),
    outlives!(
        "a poll reset instead of answered",
        Misbehaviour::cut(Cut::ResetInsteadOfReply)
    ),
    outlives!(
        "a poll that is half closed",
        Misbehaviour::cut(Cut::HalfCloseInsteadOfReply)
    ),
    outlives!(
        "a poll that breaks off within its head",
        Misbehaviour::cut(Cut::CloseAfter(40))
    ),
    case(MUST, "three polls closed in a row", |s| {
        let cut = Misbehaviour::cut(Cut::CloseInsteadOfReply);
        outlives(s, &[cut.clone(), cut.clone(), cut])
    }),
    case(MUST, "as many polls refused as there are places", |s| {
        outlives(s, &vec![Misbehaviour::status(503); N])
    }),
    case(
        MUST,
        "polls that are all refused end the process as failed, without haste",
        |s| {
            s.initialize()?;
            for _ in 0..10_000 {
                s.misbehave(CallKind::Next, Misbehaviour::status(403));
            }
            let before = s.count(CallKind::Next);
            let pending: Vec<_> = (0..2 * N).map(|_| s.emulator.begin(ECHO)).collect();
            let ended = s.ends_as_failed();
            drop(pending);
            let calls = s.count(CallKind::Next) - before;
            match ended {
                Ok(seen) if calls <= 50 * N => Ok(format!("{seen} after {calls} calls")),
                Ok(seen) | Err(seen) => Err(format!("{seen} after {calls} calls")),
            }
        },
    ),
    case(MUST, "500 on a poll ends the process as failed", |s| {
        s.initialize()?;
        // A first poll that comes late would get the 500 instead of an event. A runtime may poll from fewer places.
        let _ = s.until("the polls", || s.emulator.waiting_polls() >= N);
        s.misbehave(CallKind::Next, Misbehaviour::status(500));
        s.echo(ECHO)?;
        s.ends_as_failed()
    }),
    unstarted(
        SHOULD,
        "a setting that is no number ends the process as failed",
        no_number,
        |s| match s.invoke(ECHO)?.answer {
            Answer::Error(_) | Answer::Exit(_) => s.ends_as_failed(),
            other => Err(shown(&other)),
        },
    ),
    case(SHOULD, "no more polls than there are places", |s| {
        s.initialize()?;
        s.until("the polls", || s.emulator.waiting_polls() >= N)?;
        sleep(Duration::from_millis(300));
        match s.emulator.waiting_polls() {
            N => goes_on(s, format!("{N} polls")),
            polls => Err(format!("{polls} polls")),
        }
    }),
    case(SHOULD, "no more connections than two for each place", |s| {
        s.initialize()?;
        for round in 0..25 {
            let begin = |number| {
                let event = format!("\"{round} {number}\"");
                (s.emulator.begin(event.as_str()), event)
            };
            let begun: Vec<_> = (0..N).map(begin).collect();
            for (pending, event) in begun {
                own(pending, &event)?;
            }
        }
        let calls = s.emulator.calls();
        let connections: std::collections::HashSet<u64> = calls.iter().map(|call| call.connection).collect();
        let seen = format!("{} for {} calls", connections.len(), calls.len());
        if connections.len() <= 2 * N {
            Ok(seen)
        } else {
            Err(seen)
        }
    }),
];

fn thirty_two(settings: &mut FunctionSettings) {
    as_many(settings, 32);
}

fn one(settings: &mut FunctionSettings) {
    set(settings, "1");
}

fn no_number(settings: &mut FunctionSettings) {
    set(settings, "many");
}

fn set(settings: &mut FunctionSettings, value: &str) {
    settings
        .variables
        .push(("AWS_LAMBDA_MAX_CONCURRENCY".into(), value.into()));
}

/// The polls are made again while two invocations are open, and those end well.
fn outlives(s: &mut Session, misbehaviours: &[Misbehaviour]) -> Found {
    let held = hold(s, 2)?;
    for misbehaviour in misbehaviours {
        s.misbehave(CallKind::Next, misbehaviour.clone());
    }
    // Those that wait have taken their places in the script already.
    s.until("another poll", || {
        s.emulator.misbehaviours_left(CallKind::Next) == 0 || s.echo(ECHO).is_err()
    })?;
    // A poll is broken off when it has an event, which another one then has.
    for _ in 0..=s.emulator.waiting_polls() {
        s.echo(ECHO)?;
    }
    all_end(s, held, "made again")
}
