//! What came of an invocation.

use crate::{http::Headers, wire::error_report};
use bytes::Bytes;
use std::time::{Duration, Instant};

/// How an invocation ended, and what it cost.
#[derive(Debug, Clone)]
pub struct Completion {
    /// The request id under which the function saw the event.
    pub request_id: String,
    /// How it ended.
    pub answer: Answer,
    /// From the spawn of the process to its first call of `/next`, if this invocation started the process.
    pub init_duration: Option<Duration>,
    /// When the first byte of the event was about to be written, unless it was never handed over.
    pub delivered: Option<Instant>,
    /// From just before the first byte of the event was written to the arrival of the last byte of the
    /// answer; to the exit or the time-out if there was no answer; zero if the event was never handed over.
    pub duration: Duration,
    /// From the spawn of the process to the arrival of the last byte of the answer, if this invocation
    /// started the process and was answered.
    pub cold_duration: Option<Duration>,
    /// Largest resident memory of the process and its children so far, in bytes, if it could be read. It is
    /// only asked for when platform lines are printed.
    pub max_memory: Option<u64>,
    /// Last 4 KiB of what was logged from the start of the invocation to its end.
    pub log_tail: Vec<u8>,
}

/// How an invocation ended.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub enum Answer {
    /// The function responded.
    Response(Response),
    /// The function reported an error, or the platform refused its response.
    Error(FunctionError),
    /// The process ended before it answered.
    Exit(Exit),
    /// The function took too long.
    Timeout(Timeout),
    /// The script refused the answer; see [`Misbehaviour`](crate::Misbehaviour).
    Refused(Refused),
}

/// A response of the function.
#[derive(Debug, Clone)]
pub struct Response {
    /// The body, as it came.
    pub body: Bytes,
    /// Its content type, if one was sent.
    pub content_type: Option<String>,
    /// Whether the function chose the streaming response mode.
    pub streamed: bool,
    /// All headers of the call.
    pub headers: Headers,
    /// The trailers after a chunked body.
    pub trailers: Headers,
}

/// An error report of the function, or of the platform about its response.
#[derive(Debug, Clone)]
pub struct FunctionError {
    /// When it happened.
    pub phase: Phase,
    /// The error type as Lambda takes it over from the header: `Runtime.X` or `Function.X`.
    pub error_type: String,
    /// The error report, as it came: JSON if the function keeps the contract.
    pub body: Bytes,
    /// All headers of the call; empty when the platform made the report.
    pub headers: Headers,
    /// Whether the report came as trailers of a response that had already begun.
    pub after_first_byte: bool,
}

/// The end of the process.
#[derive(Debug, Clone, Default)]
pub struct Exit {
    /// When it happened.
    pub phase: Phase,
    /// Exit status, unless a signal ended it.
    pub status: Option<i32>,
    /// Number of the signal that ended it.
    pub signal: Option<i32>,
    /// Whether the kernel ended it, or one of its children, because the memory of its
    /// [limits](crate::Limits) was used up.
    pub out_of_memory: bool,
    /// The error report that Lambda gives the caller.
    pub body: Bytes,
}

/// A time-out.
#[derive(Debug, Clone)]
pub struct Timeout {
    /// When it happened.
    pub phase: Phase,
    /// The limit that passed.
    pub limit: Duration,
    /// The error report that Lambda gives the caller.
    pub body: Bytes,
}

/// An answer that the script refused.
#[derive(Debug, Clone)]
pub struct Refused {
    /// The scripted status; `None` if the connection was cut instead.
    pub status: Option<u16>,
    /// What the function had sent.
    pub body: Bytes,
    /// Whether it was sent to `/error`.
    pub is_error: bool,
    /// All headers of the call.
    pub headers: Headers,
}

/// When something happened.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Phase {
    /// Between the spawn of the process and its first call of `/next`, or of `/restore/next`.
    Init,
    /// Between the call of `/restore/next` and the first call of `/next`.
    Restore,
    /// While an event was the function's.
    #[default]
    Invocation,
}

impl Answer {
    /// The response, if it is one.
    pub fn response(&self) -> Option<&Response> {
        match self {
            Answer::Response(response) => Some(response),
            _ => None,
        }
    }

    /// The error report, if the answer is one.
    pub fn error(&self) -> Option<&FunctionError> {
        match self {
            Answer::Error(error) => Some(error),
            _ => None,
        }
    }

    /// What the caller gets: the response, or the error report that stands for it.
    pub fn body(&self) -> &Bytes {
        match self {
            Answer::Response(Response { body, .. })
            | Answer::Error(FunctionError { body, .. })
            | Answer::Exit(Exit { body, .. })
            | Answer::Timeout(Timeout { body, .. })
            | Answer::Refused(Refused { body, .. }) => body,
        }
    }

    /// [`Answer::body`] as text; what is not UTF-8 becomes replacement characters.
    pub fn text(&self) -> String {
        String::from_utf8_lossy(self.body()).into_owned()
    }
}

impl FunctionError {
    /// A report that the platform makes itself.
    pub(crate) fn by_platform(phase: Phase, error_type: &str, message: &str) -> Self {
        FunctionError {
            phase,
            error_type: error_type.to_owned(),
            body: error_report(error_type, message),
            headers: Headers::default(),
            after_first_byte: false,
        }
    }
}
