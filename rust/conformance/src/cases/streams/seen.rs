//! Events that ask for streams, and what came of them.

use super::super::{Found, Session};
use crate::session::{payload, shown};
use lambda_emulator::{Answer, CallKind, FunctionError, RecordedCall, Response};
use serde_json::Value;

pub(super) const TEN: &str = "\"conformance:stream:10:10\"";
pub(super) const LONG: &str = "\"conformance:stream:20000000:65536\"";
pub(super) const FAIL: &str = "\"conformance:stream-fail:5:the reason\"";
/// Longer than a case waits.
pub(super) const SLOW: &str = "\"conformance:stream-sleep:20000\"";

fn streamed(s: &Session, event: &str) -> Result<Response, String> {
    match s.invoke(event)?.answer {
        Answer::Response(response) if response.streamed => Ok(response),
        Answer::Response(_) => Err("a response that is not streamed".to_owned()),
        other => Err(shown(&other)),
    }
}

/// So many times the letter x.
pub(super) fn arrives(s: &Session, event: &str, total: usize) -> Found {
    let response = streamed(s, event)?;
    let body = payload(&response);
    if body.len() == total && body.iter().all(|byte| *byte == b'x') {
        Ok(format!("{total} bytes came"))
    } else {
        Err(format!("{} bytes came, of {total}", body.len()))
    }
}

pub(super) fn sent(s: &Session, event: &str) -> Result<RecordedCall, String> {
    streamed(s, event)?;
    let call = s.calls(CallKind::Response).pop();
    call.ok_or_else(|| "no call".to_owned())
}

pub(super) fn failed(s: &Session) -> Result<(FunctionError, Value), String> {
    match s.invoke(FAIL)?.answer {
        Answer::Error(error) => {
            let report = serde_json::from_slice(&error.body)
                .map_err(|why| format!("a report that is not JSON: {why}"))?;
            Ok((error, report))
        }
        other => Err(shown(&other)),
    }
}

pub(super) fn posts(s: &Session, expected: usize) -> Found {
    let posts = s.count(CallKind::Response) + s.count(CallKind::Error);
    if posts == expected {
        Ok(format!("{posts} posts"))
    } else {
        Err(format!("{posts} posts instead of {expected}"))
    }
}
