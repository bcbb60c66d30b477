//! A narrow HTTP/1.1 client for the calls that each invocation makes, to the one server that the Runtime API
//! is.
//!
//! A loop has one connection and makes one call at a time on it: no pool, no table of headers. An event is read
//! from the socket into the buffer that Java copies it from, and an answer is sent from the buffer that Java has
//! filled, or piece by piece as it is written.
//!
//! Source: RFC 9112, HTTP/1.1.

mod connection;
mod framing;
mod head;
mod outgoing;
#[cfg(any(test, feature = "fuzzing"))]
mod script;
#[cfg(test)]
mod tests;
mod transfer;

use std::io;

use lambda_runtime::Error;

pub(super) use connection::Connection;
pub(super) use head::Head;
#[cfg(feature = "fuzzing")]
pub(crate) use script::fuzz_answer;

/// The most headers of one answer that are read. Lambda sends about ten.
const MAX_HEADERS: usize = 1024;

/// The most bytes of an answer's head. Lambda's limit for all headers together is 1 MB.
const MAX_HEAD_BYTES: usize = 1024 * 1024;

/// Why a call has no answer.
#[derive(Debug, thiserror::Error)]
pub(super) enum ClientError {
    #[error("cannot connect: {0}")]
    Connect(io::Error),
    #[error("the connection broke: {0}")]
    Broken(io::Error),
    #[error("the request was given up: {0}")]
    Abandoned(Error),
    #[error("the connection was closed before the end of the answer")]
    Closed,
    #[error("the answer is not HTTP/1.1: {0}")]
    Malformed(&'static str),
    #[error("it has more than the limit of {0} bytes")]
    TooLarge(usize),
}
