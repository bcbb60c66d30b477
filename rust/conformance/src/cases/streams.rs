//! Streamed responses: what is on the wire, and failures after the first byte. Those of the part `streams, should` are
//! asked for by the documentation, or are what a careful runtime does, and Lambda does without.

mod faults;
mod seen;

use super::{Case, case};
use crate::session::shown;
use lambda_emulator::{Answer, CallKind, Misbehaviour};
use seen::{LONG, SLOW, TEN, arrives, failed, posts, sent};

macro_rules! arrives {
    ($name:literal, $total:literal, $piece:literal) => {
        case("streams", $name, |s| {
            let event = concat!("\"conformance:stream:", $total, ":", $piece, "\"");
            s.goes_on(arrives(s, event, $total)?)
        })
    };
}

const WIRE: &[Case] = &[
    arrives!("no byte", 0, 1),
    arrives!("one byte", 1, 1),
    arrives!("five thousand bytes, one by one", 5000, 1),
    arrives!("pieces of 16 KiB less one", 1_000_000, 16_383),
    arrives!("pieces of 1 MiB and one", 5_000_000, 1_048_577),
    arrives!(
        "one byte more than a buffered response may have",
        6_291_557,
        65_536
    ),
    arrives!("20 MB", 20_000_000, 65_536),
    arrives!("20 MB in one piece", 20_000_000, 20_000_000),
    case("streams", "a hundred streams in a row", |s| {
        for _ in 0..100 {
            arrives(s, TEN, 10)?;
        }
        s.goes_on("all arrived".to_owned())
    }),
    case("streams", "streams and buffered responses in turn", |s| {
        for _ in 0..10 {
            arrives(s, TEN, 10)?;
            s.echo("{\"buffered\":1}")?;
        }
        s.goes_on("all arrived".to_owned())
    }),
    case("streams", "it is sent in chunks, without a Content-Length", |s| {
        let call = sent(s, TEN)?;
        let chunked = call.headers.get("Transfer-Encoding") == Some("chunked");
        match call.headers.get("Content-Length") {
            None if chunked => Ok("in chunks".to_owned()),
            length => Err(format!("chunked: {chunked}, Content-Length: {length:?}")),
        }
    }),
    case("streams", "it names its content type", |s| {
        let call = sent(s, TEN)?;
        let content_type = call.headers.get("Content-Type").map(str::to_owned);
        content_type.ok_or_else(|| "none".to_owned())
    }),
    case("streams", "the invocation id is sent back", |s| {
        let call = sent(s, TEN)?;
        let id = call
            .headers
            .get("Lambda-Runtime-Invocation-Id")
            .map(str::to_owned);
        id.ok_or_else(|| "it is not".to_owned())
    }),
    case("streams", "it is posted once", |s| {
        arrives(s, LONG, 20_000_000)?;
        s.until_it_polls()?;
        posts(s, 1)
    }),
    case(
        "streams",
        "the first byte is sent while the handler goes on",
        |s| {
            s.misbehave(CallKind::Response, Misbehaviour::status(410).within_body(1));
            match s.invoke(SLOW)?.answer {
                Answer::Refused(refused) => Ok(format!("{} bytes came", refused.body.len())),
                other => Err(shown(&other)),
            }
        },
    ),
    case(
        "streams",
        "a failure after the first byte is told by trailers",
        |s| {
            let (error, report) = failed(s)?;
            match report["errorMessage"].as_str() {
                Some(message) if error.after_first_byte && message.contains("the reason") => {
                    s.goes_on(message.to_owned())
                }
                _ => Err(format!(
                    "after the first byte: {}, {report}",
                    error.after_first_byte
                )),
            }
        },
    ),
    case("streams", "such a failure is not posted to /error, too", |s| {
        failed(s)?;
        s.until_it_polls()?;
        posts(s, 1)
    }),
    case(
        "streams",
        "the error type of such a failure has a form that Lambda keeps",
        |s| {
            let (error, _) = failed(s)?;
            match error.error_type.as_str() {
                "Runtime.Unknown" | "Function.Unknown" => Err(error.error_type),
                _ => Ok(error.error_type),
            }
        },
    ),
    case(
        "streams",
        "a failure before the first byte is an ordinary error",
        |s| match s.invoke("\"conformance:stream-fail:0:the reason\"")?.answer {
            Answer::Error(error) if !error.after_first_byte => {
                let seen = String::from_utf8_lossy(&error.body).chars().take(60).collect();
                s.goes_on(seen)
            }
            other => Err(shown(&other)),
        },
    ),
    case("streams", "fifty failures after the first byte in a row", |s| {
        for _ in 0..50 {
            failed(s)?;
        }
        s.goes_on("all reported".to_owned())
    }),
    case("streams, should", "both trailers are announced", |s| {
        let call = sent(s, TEN)?;
        let announced = call
            .headers
            .get("Trailer")
            .unwrap_or_default()
            .to_ascii_lowercase();
        let names = ["error-type", "error-body"].map(|name| format!("lambda-runtime-function-{name}"));
        if names.iter().all(|name| announced.contains(name)) {
            Ok(announced)
        } else {
            Err(format!("Trailer: {announced:?}"))
        }
    }),
    case("streams, should", "the connection is not used again", |s| {
        let stream = sent(s, TEN)?.connection;
        s.until_it_polls()?;
        match s.calls(CallKind::Next).last().map(|call| call.connection) {
            Some(next) if next != stream => Ok("the next poll has another".to_owned()),
            next => Err(format!("connection {stream}, then {next:?}")),
        }
    }),
];

pub(super) fn cases() -> Vec<Case> {
    [WIRE, faults::CASES].concat()
}
