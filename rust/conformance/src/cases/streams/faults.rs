//! A Runtime API that refuses a streamed response, breaks off, or reads slowly, at every point of it.

use super::{
    super::{Case, Found, Session, case},
    seen::{FAIL, LONG, SLOW, TEN, arrives, posts},
};
use crate::session::shown;
use lambda_emulator::{Answer, CallKind, Cut, Misbehaviour};
use std::time::Duration;

macro_rules! outlives {
    ($name:expr, $event:expr, $misbehaviour:expr) => {
        case("streams", $name, |s| {
            s.outlives_refusal($event, CallKind::Response, $misbehaviour)
        })
    };
}

/// A reply that comes before so many bytes, or when all have.
macro_rules! replied {
    ($what:literal, $status:literal, when it is whole) => {
        outlives!(
            concat!("a stream ", $what, " when it is whole"),
            LONG,
            Misbehaviour::status($status)
        )
    };
    ($what:literal, $status:literal, $bytes:literal, $at:literal) => {
        outlives!(
            concat!("a stream ", $what, " ", $at),
            LONG,
            Misbehaviour::status($status).within_body($bytes)
        )
    };
}

macro_rules! cut {
    ($cut:ident, $what:literal, before its body) => {
        outlives!(
            concat!("a stream whose connection ", $what, " before its body"),
            LONG,
            Misbehaviour::cut(Cut::$cut)
        )
    };
    ($cut:ident, $what:literal, $bytes:literal, $at:literal) => {
        outlives!(
            concat!("a stream whose connection ", $what, " ", $at),
            LONG,
            Misbehaviour::cut(Cut::$cut).within_body($bytes)
        )
    };
}

macro_rules! unanswered {
    ($name:literal, $cut:expr) => {
        case("streams", $name, |s| sent_once(s, $cut))
    };
}

pub(super) const CASES: &[Case] = &[
    replied!("refused with 400", 400, when it is whole),
    replied!("refused with 403", 403, when it is whole),
    replied!("refused with 410", 410, when it is whole),
    replied!("refused with 413", 413, when it is whole),
    replied!("refused with 400", 400, 1, "at its first byte"),
    replied!("refused with 403", 403, 1, "at its first byte"),
    replied!("refused with 410", 410, 1, "at its first byte"),
    replied!("refused with 413", 413, 1, "at its first byte"),
    replied!("refused with 410", 410, 10_000_000, "after 10 MB"),
    replied!("refused with 413", 413, 10_000_000, "after 10 MB"),
    replied!("accepted", 202, 1, "at its first byte"),
    replied!("accepted", 202, 10_000_000, "after 10 MB"),
    cut!(CloseBeforeBody, "closes", before its body),
    cut!(CloseBeforeBody, "closes", 1, "at its first byte"),
    cut!(CloseBeforeBody, "closes", 1_000_000, "after 1 MB"),
    cut!(CloseBeforeBody, "closes", 19_000_000, "after 19 MB"),
    cut!(CloseBeforeBody, "closes", 20_000_000, "after its last byte"),
    cut!(ResetBeforeBody, "is reset", before its body),
    cut!(ResetBeforeBody, "is reset", 1, "at its first byte"),
    cut!(ResetBeforeBody, "is reset", 1_000_000, "after 1 MB"),
    cut!(ResetBeforeBody, "is reset", 19_000_000, "after 19 MB"),
    cut!(ResetBeforeBody, "is reset", 20_000_000, "after its last byte"),
    outlives!(
        "a failure whose trailers are lost as the connection closes",
        FAIL,
        Misbehaviour::cut(Cut::CloseBeforeBody).within_body(5)
    ),
    outlives!(
        "a failure whose trailers are lost as the connection is reset",
        FAIL,
        Misbehaviour::cut(Cut::ResetBeforeBody).within_body(5)
    ),
    outlives!(
        "a failure whose trailers are refused with 400",
        FAIL,
        Misbehaviour::status(400)
    ),
    outlives!(
        "a failure whose trailers are refused with 410",
        FAIL,
        Misbehaviour::status(410)
    ),
    outlives!(
        "a failure whose stream was refused with 413 before it",
        FAIL,
        Misbehaviour::status(413).within_body(1)
    ),
    case("streams", "500 in the middle ends the process as failed", |s| {
        container_error(s, Misbehaviour::status(500).within_body(1_000_000))
    }),
    case(
        "streams",
        "500 for a whole stream ends the process as failed",
        |s| container_error(s, Misbehaviour::status(500)),
    ),
    case("streams", "a reader that is slow gets all of it", |s| {
        let slow = Misbehaviour::none().read_slowly(200_000, Duration::from_millis(10));
        s.misbehave(CallKind::Response, slow);
        s.goes_on(arrives(s, LONG, 20_000_000)?)
    }),
    case("streams", "a reader that is slow gets the trailers, too", |s| {
        let slow = Misbehaviour::none().read_slowly(100_000, Duration::from_millis(10));
        s.misbehave(CallKind::Response, slow);
        match s.invoke("\"conformance:stream-fail:5000000:the reason\"")?.answer {
            Answer::Error(error) if error.after_first_byte => s.goes_on(error.error_type),
            other => Err(shown(&other)),
        }
    }),
    case("streams", "a reply half a second late", |s| {
        s.misbehave(
            CallKind::Response,
            Misbehaviour::delay(Duration::from_millis(500)),
        );
        s.goes_on(arrives(s, TEN, 10)?)
    }),
    case("streams", "a reply byte by byte", |s| {
        let slow = Misbehaviour::none().dribble(1, Duration::from_micros(200));
        s.misbehave(CallKind::Response, slow);
        s.goes_on(arrives(s, TEN, 10)?)
    }),
    case("streams", "a connection that closes after its reply", |s| {
        s.misbehave(CallKind::Response, Misbehaviour::cut(Cut::CloseAfterReply));
        s.goes_on(arrives(s, TEN, 10)?)
    }),
    unanswered!(
        "a reply that never comes is no reason to send it again",
        Cut::CloseInsteadOfReply
    ),
    unanswered!(
        "a reply that is reset is no reason to send it again",
        Cut::ResetInsteadOfReply
    ),
    unanswered!(
        "a reply that breaks off within its head is no reason to send it again",
        Cut::CloseAfter(12)
    ),
    case("streams", "SIGTERM in the middle ends the process", |s| {
        let pending = s.emulator.begin(SLOW);
        s.until("the event", || s.emulator.waiting_polls() == 0)?;
        let seen = s.terminated()?;
        let answer = pending.wait().map_err(|error| error.to_string())?.answer;
        Ok(format!("{seen}, {}", shown(&answer)))
    }),
    case("streams", "SIGTERM while a slow reader has some of it", |s| {
        stalled(s)?;
        s.terminated()
    }),
    case(
        "streams, should",
        "a reader that stops for good is given up at the deadline",
        |s| {
            stalled(s)?;
            s.until_it_polls_within(Duration::from_secs(12))?;
            s.goes_on("given up".to_owned())
        },
    ),
];

/// A reader has some of a long stream, and nothing more for longer than a case waits.
fn stalled(s: &Session) -> Result<(), String> {
    let slow = Misbehaviour::none().read_slowly(1000, Duration::from_secs(60));
    s.misbehave(CallKind::Response, slow);
    // Whoever asked for it no longer waits.
    drop(s.emulator.begin(LONG));
    s.until("the stream's head", || {
        s.emulator.misbehaviours_left(CallKind::Response) == 0
    })
}

/// The reply is lost, and the response is not sent again: nobody could tell whether its beginning was passed on.
fn sent_once(s: &Session, cut: Cut) -> Found {
    s.misbehave(CallKind::Response, Misbehaviour::cut(cut));
    let seen = arrives(s, TEN, 10)?;
    s.until_it_polls()?;
    posts(s, 1)?;
    s.goes_on(seen)
}

fn container_error(s: &Session, misbehaviour: Misbehaviour) -> Found {
    s.misbehave(CallKind::Response, misbehaviour);
    s.invoke(LONG)?;
    s.ends_as_failed()
}
