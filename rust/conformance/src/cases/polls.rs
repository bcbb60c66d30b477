//! Polls of `/next` that fail, wait, or break off.

use super::{Case, Found, Session, case};
use crate::session::ECHO;
use lambda_emulator::{CallKind, Cut, Misbehaviour};
use std::{
    thread::sleep,
    time::{Duration, Instant},
};

macro_rules! outlives {
    ($name:literal, $misbehaviour:expr) => {
        case("polls", $name, |s| s.outlives_polls(&[$misbehaviour]))
    };
}

pub(super) const CASES: &[Case] = &[
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
    outlives!(
        "a poll that is reset within its head",
        Misbehaviour::cut(Cut::ResetAfter(40))
    ),
    case("polls", "three lost polls in a row", |s| {
        let cut = Misbehaviour::cut(Cut::CloseInsteadOfReply);
        s.outlives_polls(&[cut.clone(), cut.clone(), cut])
    }),
    case(
        "polls",
        "an event that breaks off within its body ends nothing",
        |s| broken(s, Cut::CloseAfter(700)),
    ),
    case(
        "polls",
        "an event that is reset within its body ends nothing",
        |s| broken(s, Cut::ResetAfter(700)),
    ),
    case("polls", "a connection that closes after an event", |s| {
        s.echoes_despite(Misbehaviour::cut(Cut::CloseAfterReply))
    }),
    case("polls", "an event that comes after 3 s", |s| {
        s.until_it_polls()?;
        sleep(Duration::from_secs(3));
        let seen = s.echo(ECHO)?;
        s.goes_on(seen)
    }),
    case("polls", "a poll that waits is the only one", |s| {
        s.echo(ECHO)?;
        s.until_it_polls()?;
        sleep(Duration::from_millis(300));
        match s.emulator.waiting_polls() {
            1 => Ok("one".to_owned()),
            many => Err(format!("{many} polls")),
        }
    }),
    case("polls", "500 ends the process as failed", |s| {
        s.until_it_polls()?;
        s.misbehave(CallKind::Next, Misbehaviour::status(500));
        s.echo(ECHO)?;
        s.ends_as_failed()
    }),
    case(
        "polls",
        "a Runtime API that is gone ends the process as failed, without haste",
        gone,
    ),
    case(
        "polls",
        "polls that are all refused end the process as failed, without haste",
        |s| without_haste(s, &Misbehaviour::status(403)),
    ),
    case("polls", "connections are used again", |s| {
        for _ in 0..20 {
            s.echo(ECHO)?;
        }
        let connections: std::collections::HashSet<u64> = s
            .calls(CallKind::Response)
            .iter()
            .map(|call| call.connection)
            .collect();
        if connections.len() <= 2 {
            Ok(format!("{} for 20 responses", connections.len()))
        } else {
            Err(format!("{} for 20 responses", connections.len()))
        }
    }),
];

/// Whether the event it was part of is answered is not asked: nobody has the whole of it.
fn broken(s: &Session, cut: Cut) -> Found {
    s.until_it_polls()?;
    s.misbehave(CallKind::Next, Misbehaviour::cut(cut));
    s.echo(ECHO)?;
    let pending = s.emulator.begin(format!("\"{}\"", "x".repeat(100_000)).as_str());
    s.until("the end of the broken event", || {
        s.count(CallKind::Error) > 0 || s.count(CallKind::Next) > 2
    })?;
    drop(pending);
    let answered = match s.count(CallKind::Error) {
        0 => "the event was fetched again",
        _ => "the event was answered with an error",
    };
    s.goes_on(answered.to_owned())
}

fn gone(s: &mut Session) -> Found {
    without_haste(s, &Misbehaviour::cut(Cut::CloseInsteadOfReply))
}

/// At most fifty calls until it gives up, and a failed status.
fn without_haste(s: &Session, misbehaviour: &Misbehaviour) -> Found {
    s.until_it_polls()?;
    for _ in 0..100_000 {
        s.misbehave(CallKind::Next, misbehaviour.clone());
    }
    let before = s.count(CallKind::Next);
    s.echo(ECHO)?;
    let start = Instant::now();
    // An event waits, so that a poll is answered at once.
    let pending = s.emulator.begin(ECHO);
    let ended = s.ends_as_failed();
    drop(pending);
    let calls = s.count(CallKind::Next) - before;
    let seen = format!("{calls} calls in {:.1} s", start.elapsed().as_secs_f64());
    match ended {
        Ok(exit) if calls <= 50 => Ok(format!("{exit} after {seen}")),
        Ok(exit) => Err(format!("{exit} after {seen}")),
        Err(why) => Err(format!("{why}: {seen}")),
    }
}
