//! Events and responses of every form and size.

use super::{Case, Found, Session, case};
use crate::session::{ECHO, shown};
use lambda_emulator::{Answer, CallKind, Event, Misbehaviour, wire};
use std::time::Duration;

const MIB: usize = 1024 * 1024;

pub(super) const CASES: &[Case] = &[
    case("events", "a JSON object is echoed", |s| s.echo(ECHO)),
    case("events", "a hundred events in one process", hundred),
    case("events", "text beyond ASCII is echoed", |s| {
        s.echo("\"Zoë 😀 \\u0000 \\ud83d\\ude00\"")
    }),
    case("events", "5.9 MiB there and back", |s| {
        s.echo(text(6_200_000).as_str())
    }),
    case("events", "5.9 MiB of four-byte characters", |s| {
        s.echo(format!("\"{}\"", "😀".repeat(1_550_000)).as_str())
    }),
    case("events", "an event in chunks", |s| {
        s.echoes_despite(Misbehaviour::none().chunked(3))
    }),
    case("events", "an event of 1 MiB in chunks of 1000 bytes", |s| {
        s.misbehave(CallKind::Next, Misbehaviour::none().chunked(1000));
        s.echo(ECHO)?;
        let seen = s.echo(text(MIB).as_str())?;
        s.goes_on(seen)
    }),
    case("events", "an event that arrives byte by byte", |s| {
        s.echoes_despite(Misbehaviour::none().dribble(1, Duration::from_micros(200)))
    }),
    case("events", "an event whose end is the connection's", |s| {
        let until_close = Misbehaviour::none()
            .without_header("Content-Length")
            .and_cut(lambda_emulator::Cut::CloseAfterReply);
        s.echoes_despite(until_close)
    }),
    case("events", "another content type is no obstacle", |s| {
        let seen = s.answered(Event::new(ECHO).content_type("text/plain; charset=odd"))?;
        s.goes_on(seen)
    }),
    case("events", "no content type is no obstacle", |s| {
        s.echoes_despite(Misbehaviour::none().without_header("Content-Type"))
    }),
    case("events", "an empty event is answered", |s| {
        let seen = s.answered("")?;
        s.goes_on(seen)
    }),
    case("events", "an event that is not JSON is answered", |s| {
        let seen = s.answered("{not json")?;
        s.goes_on(seen)
    }),
    case("events", "an event that is not UTF-8 is answered", |s| {
        let seen = s.answered(Event::new(b"\"\xff\xc0\"".to_vec()))?;
        s.goes_on(seen)
    }),
    case("events", "a response of exactly the limit is taken", |s| {
        sized(s, wire::RESPONSE_LIMIT, true)
    }),
    case(
        "events",
        "a response one byte over the limit is a clear error",
        |s| sized(s, wire::RESPONSE_LIMIT + 1, false),
    ),
    case("events", "a response of 8 MiB is a clear error", |s| {
        sized(s, 8 * MIB, false)
    }),
];

fn text(bytes: usize) -> String {
    format!("\"{}\"", "x".repeat(bytes - 2))
}

fn hundred(s: &mut Session) -> Found {
    for number in 0..100 {
        s.echo(format!("{{\"number\":{number}}}").as_str())?;
    }
    s.goes_on("all came back".to_owned())
}

/// Too large a response must end as an error that says so, from the runtime or from Lambda itself.
fn sized(s: &mut Session, bytes: usize, fits: bool) -> Found {
    let answer = s.invoke(format!("\"conformance:size:{bytes}\"").as_str())?.answer;
    let seen = shown(&answer);
    let right = match &answer {
        Answer::Response(response) => fits && response.body.len() == bytes,
        Answer::Error(_) => !fits,
        Answer::Refused(refused) => !fits && refused.status == Some(413),
        _ => false,
    };
    if right { s.goes_on(seen) } else { Err(seen) }
}
