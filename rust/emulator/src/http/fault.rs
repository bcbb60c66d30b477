//! Requests that are not read to their end, and the refusals that say why.

use super::Reply;
use crate::bounds::{
    MAX_BODY_TIME, MAX_CHUNK_EXTENSION_BYTES, MAX_DROPPED_BYTES, MAX_HEAD_BYTES, MAX_HEAD_TIME, MAX_HEADERS,
    MAX_OTHER_BODY_BYTES, MAX_REQUEST_LINE_BYTES, MAX_TRAILERS,
};
use std::io;

/// What is wrong with a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub(crate) enum Fault {
    #[error("malformed head: {0}")]
    MalformedHead(&'static str),
    #[error("the connection ended within a head")]
    HeadCutOff,
    #[error("request line longer than {MAX_REQUEST_LINE_BYTES} bytes")]
    RequestLineTooLong,
    #[error("head larger than {MAX_HEAD_BYTES} bytes")]
    HeadTooLarge,
    #[error("more than {MAX_HEADERS} headers")]
    TooManyHeaders,
    #[error("the head took longer than {MAX_HEAD_TIME:?}")]
    HeadTooSlow,
    #[error("the body took longer than {MAX_BODY_TIME:?}")]
    BodyTooSlow,
    #[error("more than {MAX_DROPPED_BYTES} bytes beyond the largest body")]
    BodyWithoutEnd,
    #[error("body larger than {MAX_OTHER_BODY_BYTES} bytes")]
    BodyTooLarge,
    #[error("chunk extensions of more than {MAX_CHUNK_EXTENSION_BYTES} bytes")]
    ChunkExtensions,
    #[error("more than {MAX_TRAILERS} trailers, or trailers of more than {MAX_HEAD_BYTES} bytes")]
    Trailers,
    #[error("too many connections are open; close some")]
    TooManyConnections,
}

impl Fault {
    fn status(self) -> u16 {
        match self {
            Fault::MalformedHead(_) | Fault::HeadCutOff => 400,
            Fault::HeadTooSlow | Fault::BodyTooSlow => 408,
            Fault::BodyTooLarge | Fault::BodyWithoutEnd | Fault::ChunkExtensions => 413,
            Fault::RequestLineTooLong => 414,
            Fault::HeadTooLarge | Fault::TooManyHeaders | Fault::Trailers => 431,
            Fault::TooManyConnections => 503,
        }
    }

    /// The refusal in the form of the Runtime API.
    pub(crate) fn reply(self) -> Reply {
        let error_type = match self.status() {
            400 => "MalformedRequest",
            408 => "RequestTimeout",
            413 => "RequestEntityTooLarge",
            414 => "RequestURITooLong",
            431 => "RequestHeaderFieldsTooLarge",
            _ => "ServiceUnavailable",
        };
        Reply::refusal(self.status(), error_type, &self.to_string())
    }
}

/// Why reading stopped.
#[derive(Debug)]
pub(crate) enum Broken {
    /// The connection is gone.
    Connection(io::Error),
    /// The request is refused.
    Request(Fault),
}

impl From<io::Error> for Broken {
    fn from(error: io::Error) -> Self {
        Broken::Connection(error)
    }
}

impl From<Fault> for Broken {
    fn from(fault: Fault) -> Self {
        Broken::Request(fault)
    }
}
