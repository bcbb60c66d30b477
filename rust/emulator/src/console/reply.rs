//! Replies of the console.

use crate::{
    access::Denied,
    bounds::{MAX_EVENT_BYTES, MAX_EVENTS, MAX_WATCHERS},
    error::EmulatorError,
    schedule::TooManyWait,
    serving::Unread,
    wire,
};
use bytes::Bytes;
use http_body_util::{BodyExt, Full, combinators::UnsyncBoxBody};
use hyper::{
    Response, StatusCode,
    body::Body,
    header::{HeaderName, HeaderValue},
};
use serde_json::{Value, json};
use std::convert::Infallible;

/// A reply to the page.
pub(super) type Reply = Response<UnsyncBoxBody<Bytes, Infallible>>;

/// The page runs what is in this program and speaks to this server, and no page may show it within itself.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; \
                      base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/// Why a request is not answered as it wanted.
#[derive(Debug, thiserror::Error)]
pub(super) enum Failure {
    #[error("{0}")]
    Denied(Denied),
    #[error("the console has nothing here; its page is /")]
    NotFound,
    #[error("the console knows GET to look and POST to change something")]
    MethodNotAllowed,
    #[error("what changes something needs the header {header}; send it with any value", header = super::HEADER)]
    NoHeader,
    #[error("the event is no JSON: {0}")]
    NoJson(serde_json::Error),
    #[error("an event may have {limit} bytes", limit = wire::PAYLOAD_LIMIT)]
    TooLarge,
    #[error("the event did not come to its end")]
    Unread,
    #[error("{MAX_EVENTS} events, or {MAX_EVENT_BYTES} bytes of them, wait already; send it later")]
    TooManyEvents,
    #[error("{MAX_WATCHERS} pages are open already; close one")]
    TooManyWatchers,
    #[error("{0}")]
    Refused(String),
    #[error("{0}")]
    TooManyWait(TooManyWait),
    #[error("no process runs; send an event or restart the function to start one")]
    NoProcess,
    #[error("{0}")]
    Emulator(EmulatorError),
}

impl From<Unread> for Failure {
    fn from(unread: Unread) -> Self {
        match unread {
            Unread::TooLarge => Failure::TooLarge,
            Unread::TooSlow | Unread::EndedEarly => Failure::Unread,
        }
    }
}

impl Failure {
    fn status(&self) -> StatusCode {
        match self {
            Failure::Denied(denied) if denied.status() == 400 => StatusCode::BAD_REQUEST,
            Failure::Denied(_) | Failure::NoHeader => StatusCode::FORBIDDEN,
            Failure::NotFound => StatusCode::NOT_FOUND,
            Failure::MethodNotAllowed => StatusCode::METHOD_NOT_ALLOWED,
            Failure::NoJson(_) | Failure::Refused(_) => StatusCode::BAD_REQUEST,
            Failure::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
            Failure::Unread => StatusCode::REQUEST_TIMEOUT,
            Failure::TooManyEvents | Failure::TooManyWait(_) => StatusCode::TOO_MANY_REQUESTS,
            Failure::TooManyWatchers => StatusCode::SERVICE_UNAVAILABLE,
            Failure::NoProcess => StatusCode::CONFLICT,
            Failure::Emulator(_) => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }

    pub(super) fn reply(&self) -> Reply {
        let status = self.status();
        let mut reply = json(status, &json!({ "message": self.to_string() }));
        // What was not read to its end leaves a connection that cannot serve another request.
        if [
            StatusCode::FORBIDDEN,
            StatusCode::PAYLOAD_TOO_LARGE,
            StatusCode::REQUEST_TIMEOUT,
        ]
        .contains(&status)
        {
            let close = HeaderValue::from_static("close");
            reply.headers_mut().insert("Connection", close);
        }
        reply
    }
}

pub(super) fn json(status: StatusCode, value: &Value) -> Reply {
    let body = Full::new(Bytes::from(value.to_string()));
    with_type(status, "application/json", body)
}

/// Any reply: never kept by a cache, never taken for something else, never read by another origin.
pub(super) fn with_type(
    status: StatusCode,
    content_type: &'static str,
    body: impl Body<Data = Bytes, Error = Infallible> + Send + 'static,
) -> Reply {
    let mut reply = Response::new(body.boxed_unsync());
    *reply.status_mut() = status;
    for (name, value) in [
        ("content-type", content_type),
        ("cache-control", "no-store"),
        ("content-security-policy", POLICY),
        ("x-content-type-options", "nosniff"),
        ("cross-origin-resource-policy", "same-origin"),
        ("cross-origin-opener-policy", "same-origin"),
        ("referrer-policy", "no-referrer"),
    ] {
        let name = HeaderName::from_static(name);
        reply.headers_mut().insert(name, HeaderValue::from_static(value));
    }
    reply
}
