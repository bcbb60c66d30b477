//! Replies of a function URL, those that the function has no part in among them.

use crate::{
    access::Denied,
    bounds::{MAX_BODY_TIME, MAX_CLIENTS, MAX_EVENT_BYTES, MAX_EVENTS, MAX_PRELUDE_BYTES},
    error::EmulatorError,
    wire,
};
use bytes::Bytes;
use http_body_util::{BodyExt, Full, combinators::UnsyncBoxBody};
use hyper::{
    HeaderMap, Response, StatusCode,
    body::Body,
    header::{CONNECTION, CONTENT_TYPE, HeaderValue, RETRY_AFTER},
};

/// A reply to a client.
pub(crate) type Reply = Response<UnsyncBoxBody<Bytes, BrokenOff>>;

/// Ends a response without its last chunk, so that the client does not take it for whole.
#[derive(Debug, Clone, Copy, thiserror::Error)]
#[error("the function's response broke off")]
pub(crate) struct BrokenOff;

/// Why a client gets something else than the function's response.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Failure {
    #[error(transparent)]
    Denied(#[from] Denied),
    #[error("a function URL takes GET, POST, PUT, HEAD, OPTIONS, PATCH and DELETE")]
    MethodNotAllowed,
    #[error("{MAX_EVENTS} events, or {MAX_EVENT_BYTES} bytes of them, wait already; send them slower")]
    TooManyRequests,
    #[error("{MAX_CLIENTS} connections are open already; close some")]
    TooManyConnections,
    #[error("the request as an event must be at most {} bytes", wire::PAYLOAD_LIMIT)]
    TooLarge,
    #[error("the request body took longer than {MAX_BODY_TIME:?}")]
    TooSlow,
    #[error("the request body ended early")]
    EndedEarly,
    #[error("the function failed: {0}")]
    Function(String),
    #[error("the response is not JSON, as a function URL of invoke mode BUFFERED needs it: {0}")]
    NotJson(serde_json::Error),
    #[error("the response is streamed with a prelude for HTTP, which takes the invoke mode RESPONSE_STREAM")]
    StreamedToBuffered,
    #[error("`{0}` of the response cannot be HTTP's")]
    Malformed(&'static str),
    #[error("the response has no prelude: no JSON object and eight NULs within {MAX_PRELUDE_BYTES} bytes")]
    NoPrelude,
    #[error(transparent)]
    Emulator(#[from] EmulatorError),
}

impl Failure {
    fn status(&self) -> StatusCode {
        match self {
            Failure::Denied(denied) if denied.status() == 400 => StatusCode::BAD_REQUEST,
            Failure::Denied(_) => StatusCode::FORBIDDEN,
            Failure::MethodNotAllowed => StatusCode::METHOD_NOT_ALLOWED,
            Failure::TooManyRequests => StatusCode::TOO_MANY_REQUESTS,
            Failure::TooManyConnections => StatusCode::SERVICE_UNAVAILABLE,
            Failure::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
            Failure::TooSlow => StatusCode::REQUEST_TIMEOUT,
            Failure::EndedEarly => StatusCode::BAD_REQUEST,
            Failure::Emulator(EmulatorError::Unavailable { .. }) => StatusCode::BAD_REQUEST,
            Failure::Emulator(_) => StatusCode::INTERNAL_SERVER_ERROR,
            Failure::Function(_)
            | Failure::NotJson(_)
            | Failure::StreamedToBuffered
            | Failure::Malformed(_)
            | Failure::NoPrelude => StatusCode::BAD_GATEWAY,
        }
    }
}

/// What a client sees of a failure.
pub(super) fn failure(failure: &Failure) -> Reply {
    let status = failure.status();
    let message = match status {
        StatusCode::BAD_GATEWAY => "Internal Server Error".to_owned(),
        _ => serde_json::json!({ "Message": failure.to_string() }).to_string(),
    };
    let mut headers = HeaderMap::new();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
    match status {
        // What was not read to its end leaves a connection that cannot serve another request.
        StatusCode::PAYLOAD_TOO_LARGE | StatusCode::REQUEST_TIMEOUT | StatusCode::FORBIDDEN => {
            headers.insert(CONNECTION, HeaderValue::from_static("close"));
        }
        StatusCode::TOO_MANY_REQUESTS | StatusCode::SERVICE_UNAVAILABLE => {
            headers.insert(RETRY_AFTER, HeaderValue::from_static("1"));
        }
        _ => {}
    }
    whole(status, headers, message.into())
}

/// A reply that is known to its end.
pub(super) fn whole(status: StatusCode, headers: HeaderMap, body: Bytes) -> Reply {
    reply(status, headers, Full::new(body).map_err(|never| match never {}))
}

pub(super) fn reply(
    status: StatusCode,
    headers: HeaderMap,
    body: impl Body<Data = Bytes, Error = BrokenOff> + Send + 'static,
) -> Reply {
    let mut reply = Response::new(body.boxed_unsync());
    *reply.status_mut() = status;
    *reply.headers_mut() = headers;
    reply
}

pub(super) fn with_request_id(mut reply: Reply, request_id: &str) -> Reply {
    if let Ok(request_id) = HeaderValue::from_str(request_id) {
        reply.headers_mut().insert("x-amzn-requestid", request_id);
    }
    reply
}
