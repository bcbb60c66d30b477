//! Streamed responses: what is on the wire, failures after the first byte, a Runtime API that refuses them, breaks
//! off or reads slowly. Those of the part `streams, should` are asked for by the documentation, and Lambda does
//! without.

use super::{Case, Found, Session, case};
use crate::session::{exit, shown};
use lambda_emulator::{Answer, CallKind, Cut, FunctionError, Misbehaviour, RecordedCall, Response};
use serde_json::Value;
use std::time::Duration;

const TEN: &str = "\"conformance:stream:10:10\"";
const LONG: &str = "\"conformance:stream:20000000:65536\"";
const FAIL: &str = "\"conformance:stream-fail:5:the reason\"";
/// Longer than a case waits.
const SLOW: &str = "\"conformance:stream-sleep:20000\"";

macro_rules! arrives {
    ($name:literal, $total:literal, $piece:literal) => {
        case("streams", $name, |s| {
            let event = concat!("\"conformance:stream:", $total, ":", $piece, "\"");
            s.goes_on(arrives(s, event, $total)?)
        })
    };
}

macro_rules! outlives {
    ($name:literal, $misbehaviour:expr) => {
        case("streams", $name, |s| {
            s.outlives_refusal(LONG, CallKind::Response, $misbehaviour)
        })
    };
}

pub(in super::super) const CASES: &[Case] = &[
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
    outlives!(
        "a stream refused with 400 when it is whole",
        Misbehaviour::status(400)
    ),
    outlives!(
        "a stream refused with 403 when it is whole",
        Misbehaviour::status(403)
    ),
    outlives!(
        "a stream refused with 410 when it is whole",
        Misbehaviour::status(410)
    ),
    outlives!(
        "a stream refused with 413 when it is whole",
        Misbehaviour::status(413)
    ),
    outlives!(
        "a stream refused with 400 at its first byte",
        Misbehaviour::status(400).within_body(1)
    ),
    outlives!(
        "a stream refused with 403 at its first byte",
        Misbehaviour::status(403).within_body(1)
    ),
    outlives!(
        "a stream refused with 410 at its first byte",
        Misbehaviour::status(410).within_body(1)
    ),
    outlives!(
        "a stream refused with 413 at its first byte",
        Misbehaviour::status(413).within_body(1)
    ),
    outlives!(
        "a stream refused with 410 after 10 MB",
        Misbehaviour::status(410).within_body(10_000_000)
    ),
    outlives!(
        "a stream refused with 413 after 10 MB",
        Misbehaviour::status(413).within_body(10_000_000)
    ),
    outlives!(
        "a stream accepted at its first byte",
        Misbehaviour::status(202).within_body(1)
    ),
    outlives!(
        "a stream accepted after 10 MB",
        Misbehaviour::status(202).within_body(10_000_000)
    ),
    outlives!(
        "a stream whose connection closes before its body",
        Misbehaviour::cut(Cut::CloseBeforeBody)
    ),
    outlives!(
        "a stream whose connection closes after 1 MB",
        cut(Cut::CloseBeforeBody, 1_000_000)
    ),
    outlives!(
        "a stream whose connection closes after 19 MB",
        cut(Cut::CloseBeforeBody, 19_000_000)
    ),
    outlives!(
        "a stream whose connection is reset before its body",
        Misbehaviour::cut(Cut::ResetBeforeBody)
    ),
    outlives!(
        "a stream whose connection is reset after 1 MB",
        cut(Cut::ResetBeforeBody, 1_000_000)
    ),
    outlives!(
        "a stream whose connection is reset after 19 MB",
        cut(Cut::ResetBeforeBody, 19_000_000)
    ),
    case("streams", "500 in the middle ends the process as failed", |s| {
        s.misbehave(
            CallKind::Response,
            Misbehaviour::status(500).within_body(1_000_000),
        );
        s.invoke(LONG)?;
        s.ends_as_failed()
    }),
    case("streams", "a reader that is slow gets all of it", |s| {
        let slow = Misbehaviour::none().read_slowly(200_000, Duration::from_millis(10));
        s.misbehave(CallKind::Response, slow);
        s.goes_on(arrives(s, LONG, 20_000_000)?)
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
    case(
        "streams",
        "a reply that never comes is no reason to send it again",
        |s| {
            s.misbehave(CallKind::Response, Misbehaviour::cut(Cut::CloseInsteadOfReply));
            let seen = arrives(s, TEN, 10)?;
            s.until_it_polls()?;
            posts(s, 1)?;
            s.goes_on(seen)
        },
    ),
    case("streams", "SIGTERM in the middle ends the process", |s| {
        let pending = s.emulator.begin(SLOW);
        s.until("the event", || s.emulator.waiting_polls() == 0)?;
        s.emulator.terminate();
        let (report, took) = s.ends()?;
        if took > s.grace {
            return Err(format!("{} after {took:?}", exit(&report)));
        }
        let answer = pending.wait().map_err(|error| error.to_string())?.answer;
        Ok(format!("{}, {}", exit(&report), shown(&answer)))
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

fn cut(cut: Cut, bytes: usize) -> Misbehaviour {
    Misbehaviour::cut(cut).within_body(bytes)
}

fn streamed(s: &Session, event: &str) -> Result<Response, String> {
    match s.invoke(event)?.answer {
        Answer::Response(response) if response.streamed => Ok(response),
        Answer::Response(_) => Err("a response that is not streamed".to_owned()),
        other => Err(shown(&other)),
    }
}

/// So many times the letter x.
fn arrives(s: &Session, event: &str, total: usize) -> Found {
    let body = streamed(s, event)?.body;
    if body.len() == total && body.iter().all(|byte| *byte == b'x') {
        Ok(format!("{total} bytes came"))
    } else {
        Err(format!("{} bytes came, of {total}", body.len()))
    }
}

fn sent(s: &Session, event: &str) -> Result<RecordedCall, String> {
    streamed(s, event)?;
    let call = s.calls(CallKind::Response).pop();
    call.ok_or_else(|| "no call".to_owned())
}

fn failed(s: &Session) -> Result<(FunctionError, Value), String> {
    match s.invoke(FAIL)?.answer {
        Answer::Error(error) => {
            let report = serde_json::from_slice(&error.body)
                .map_err(|why| format!("a report that is not JSON: {why}"))?;
            Ok((error, report))
        }
        other => Err(shown(&other)),
    }
}

fn posts(s: &Session, expected: usize) -> Found {
    let posts = s.count(CallKind::Response) + s.count(CallKind::Error);
    if posts == expected {
        Ok(format!("{posts} posts"))
    } else {
        Err(format!("{posts} posts instead of {expected}"))
    }
}
