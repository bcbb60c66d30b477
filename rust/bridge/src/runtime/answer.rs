//! What a call of the Runtime API came to.

use bytes::Bytes;
use http::StatusCode;

use crate::truncate::truncated;

/// How much of a rejection's body a message shows, in bytes.
const MAX_SHOWN_BODY: usize = 1024;

/// Status and body of a call's answer.
pub(super) struct Answer {
    pub(super) status: StatusCode,
    pub(super) body: Bytes,
}

impl std::fmt::Display for Answer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let body = String::from_utf8_lossy(&self.body);
        write!(f, "{} {}", self.status, truncated(body.trim(), MAX_SHOWN_BODY))
    }
}

/// An error and its sources in one line; the first one alone may say little.
pub(super) fn chain(error: &dyn std::error::Error) -> String {
    let mut text = error.to_string();
    let mut source = error.source();
    while let Some(cause) = source {
        text.push_str(": ");
        text.push_str(&cause.to_string());
        source = cause.source();
    }
    text
}
