//! What the Runtime API says to an answer: refusals, delays, broken connections.

use super::{Case, Found, Session, case};
use crate::session::{ECHO, shown};
use lambda_emulator::{CallKind, Cut, Misbehaviour};
use std::time::Duration;

const THROW: &str = "\"conformance:throw:x\"";

macro_rules! outlives {
    ($name:literal, $event:expr, $call:ident, $misbehaviour:expr) => {
        case("answers", $name, |s| {
            s.outlives_refusal($event, CallKind::$call, $misbehaviour)
        })
    };
}

pub(super) const CASES: &[Case] = &[
    outlives!(
        "a response refused with 400",
        ECHO,
        Response,
        Misbehaviour::status(400)
    ),
    outlives!(
        "a response refused with 403",
        ECHO,
        Response,
        Misbehaviour::status(403)
    ),
    outlives!(
        "a response refused with 410",
        ECHO,
        Response,
        Misbehaviour::status(410)
    ),
    outlives!(
        "a response refused with 413 is followed by no /error",
        ECHO,
        Response,
        Misbehaviour::status(413)
    ),
    outlives!(
        "an error refused with 400",
        THROW,
        Error,
        Misbehaviour::status(400)
    ),
    outlives!(
        "an error refused with 403",
        THROW,
        Error,
        Misbehaviour::status(403)
    ),
    outlives!(
        "an error refused with 410",
        THROW,
        Error,
        Misbehaviour::status(410)
    ),
    outlives!(
        "an error refused with 413",
        THROW,
        Error,
        Misbehaviour::status(413)
    ),
    outlives!(
        "a refusal with a body of 200 KiB",
        ECHO,
        Response,
        Misbehaviour::status(400).body(vec![b'x'; 200 * 1024])
    ),
    outlives!(
        "a refusal without a body",
        ECHO,
        Response,
        Misbehaviour::status(400).body("")
    ),
    outlives!(
        "a refusal whose connection closes unannounced",
        ECHO,
        Response,
        Misbehaviour::status(400).and_cut(Cut::CloseAfterReply)
    ),
    case(
        "answers",
        "a response whose connection closes before its body is read",
        |s| lost_reply(s, ECHO, CallKind::Response, Cut::CloseBeforeBody),
    ),
    case(
        "answers",
        "a response whose connection is reset before its body is read",
        |s| lost_reply(s, ECHO, CallKind::Response, Cut::ResetBeforeBody),
    ),
    case(
        "answers",
        "a response whose reply never comes is repeated once at most",
        |s| lost_reply(s, ECHO, CallKind::Response, Cut::CloseInsteadOfReply),
    ),
    case(
        "answers",
        "a response whose reply is reset is repeated once at most",
        |s| lost_reply(s, ECHO, CallKind::Response, Cut::ResetInsteadOfReply),
    ),
    case(
        "answers",
        "an error whose reply never comes is repeated once at most",
        |s| lost_reply(s, THROW, CallKind::Error, Cut::CloseInsteadOfReply),
    ),
    case("answers", "a reply that breaks off within its head", |s| {
        lost_reply(s, ECHO, CallKind::Response, Cut::CloseAfter(12))
    }),
    case("answers", "a reply half a second late", |s| {
        good_reply(s, Misbehaviour::delay(Duration::from_millis(500)))
    }),
    case("answers", "a reply byte by byte", |s| {
        good_reply(s, Misbehaviour::none().dribble(1, Duration::from_micros(200)))
    }),
    case("answers", "a reply in chunks", |s| {
        good_reply(s, Misbehaviour::none().chunked(2))
    }),
    case("answers", "a reply whose connection closes unannounced", |s| {
        good_reply(s, Misbehaviour::cut(Cut::CloseAfterReply))
    }),
    case("answers", "500 on a response ends the process as failed", |s| {
        container_error(s, ECHO, CallKind::Response)
    }),
    case("answers", "500 on an error ends the process as failed", |s| {
        container_error(s, THROW, CallKind::Error)
    }),
    case("answers", "an answer after the time-out ends nothing", late),
];

/// Whether the answer counts, as its body arrived, the runtime cannot know. It may have been a connection that was
/// closed while idle, and then only a second attempt delivers the answer; more would not be bounded.
fn lost_reply(s: &Session, event: &str, call: CallKind, cut: Cut) -> Found {
    s.misbehave(call, Misbehaviour::cut(cut));
    let answer = s.invoke(event)?.answer;
    let seen = s.goes_on(shown(&answer))?;
    match s.count(CallKind::Response) + s.count(CallKind::Error) {
        posts @ (2 | 3) => Ok(format!(
            "{seen}, {}",
            if posts == 2 { "sent once" } else { "sent twice" }
        )),
        posts => Err(format!("{seen}; {} posts for one event", posts - 1)),
    }
}

fn good_reply(s: &Session, misbehaviour: Misbehaviour) -> Found {
    s.misbehave(CallKind::Response, misbehaviour);
    let seen = s.echo(ECHO)?;
    s.goes_on(seen)
}

fn container_error(s: &Session, event: &str, call: CallKind) -> Found {
    s.misbehave(call, Misbehaviour::status(500));
    s.invoke(event)?;
    s.ends_as_failed()
}

fn late(s: &mut Session) -> Found {
    let answer = s.invoke("\"conformance:sleep:7000\"")?.answer;
    let seen = shown(&answer);
    s.until_it_polls()?;
    s.goes_on(seen)
}
