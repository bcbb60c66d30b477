//! Replies to clients, in the form that the AWS SDKs parse.

use crate::{
    access::Denied,
    answer::{Answer, Completion},
    bounds::{MAX_BODY_TIME, MAX_CLIENTS, MAX_EVENT_BYTES, MAX_EVENTS},
    error::EmulatorError,
    wire,
};
use base64::{Engine, engine::general_purpose::STANDARD};
use bytes::Bytes;
use http_body_util::{BodyExt, Full, combinators::UnsyncBoxBody};
use hyper::{
    Response, StatusCode,
    body::Body,
    header::{HeaderName, HeaderValue},
};
use std::convert::Infallible;

/// A reply to a client.
pub(super) type Reply = Response<UnsyncBoxBody<Bytes, Infallible>>;

/// A refusal or failure with the name by which the SDKs know it.
#[derive(Debug)]
pub(super) struct Failure {
    status: StatusCode,
    exception: &'static str,
    message: String,
}

impl Failure {
    fn new(status: StatusCode, exception: &'static str, message: impl Into<String>) -> Self {
        Failure {
            status,
            exception,
            message: message.into(),
        }
    }

    pub(super) fn unknown_operation() -> Self {
        let message = "this is the Invoke API; it knows POST /2015-03-31/functions/{name}/invocations and \
                       /2021-11-15/functions/{name}/response-streaming-invocations";
        Failure::new(StatusCode::NOT_FOUND, "UnknownOperationException", message)
    }

    pub(super) fn function_not_found(region: &str, name: &str) -> Self {
        let message = format!("Function not found: arn:aws:lambda:{region}:123456789012:function:{name}");
        Failure::new(StatusCode::NOT_FOUND, "ResourceNotFoundException", message)
    }

    pub(super) fn invalid_parameter(message: &str) -> Self {
        Failure::new(StatusCode::BAD_REQUEST, "InvalidParameterValueException", message)
    }

    pub(super) fn invalid_content(message: &str) -> Self {
        Failure::new(StatusCode::BAD_REQUEST, "InvalidRequestContentException", message)
    }

    pub(super) fn too_large(limit: usize) -> Self {
        let message = format!("Request must be smaller than {limit} bytes for the InvokeFunction operation");
        Failure::new(StatusCode::PAYLOAD_TOO_LARGE, "RequestTooLargeException", message)
    }

    pub(super) fn denied(denied: &Denied) -> Self {
        let status = match denied.status() {
            400 => StatusCode::BAD_REQUEST,
            _ => StatusCode::FORBIDDEN,
        };
        Failure::new(status, "AccessDeniedException", denied.to_string())
    }

    pub(super) fn too_many_requests() -> Self {
        let message = format!(
            "Rate Exceeded: {MAX_EVENTS} events, or {MAX_EVENT_BYTES} bytes of them, wait already; send them slower"
        );
        Failure::new(StatusCode::TOO_MANY_REQUESTS, "TooManyRequestsException", message)
    }

    pub(super) fn too_many_connections() -> Self {
        let message = format!("{MAX_CLIENTS} connections are open already; close some");
        Failure::new(
            StatusCode::SERVICE_UNAVAILABLE,
            "ServiceUnavailableException",
            message,
        )
    }

    pub(super) fn too_slow() -> Self {
        let message = format!("The request body took longer than {MAX_BODY_TIME:?}");
        Failure::new(StatusCode::REQUEST_TIMEOUT, "RequestTimeoutException", message)
    }

    pub(super) fn emulator(error: &EmulatorError) -> Self {
        let (status, exception) = match error {
            EmulatorError::Unavailable { .. } => (StatusCode::BAD_REQUEST, "Runtime.Unavailable"),
            _ => (StatusCode::INTERNAL_SERVER_ERROR, "ServiceException"),
        };
        Failure::new(status, exception, error.to_string())
    }
}

pub(super) fn failure(failure: Failure) -> Reply {
    let kind = if failure.status.is_server_error() {
        "Service"
    } else {
        "User"
    };
    let mut body = serde_json::json!({ "Type": kind, "Message": failure.message });
    if failure.status == StatusCode::TOO_MANY_REQUESTS {
        body["Reason"] = "ConcurrentInvocationLimitExceeded".into();
    }
    let reply = with_body(failure.status, body.to_string().into(), None);
    let reply = with_header(reply, "x-amzn-ErrorType", failure.exception);
    match failure.status {
        // What was not read to its end leaves a connection that cannot serve another request.
        StatusCode::PAYLOAD_TOO_LARGE | StatusCode::REQUEST_TIMEOUT | StatusCode::FORBIDDEN => {
            with_header(reply, "Connection", "close")
        }
        StatusCode::TOO_MANY_REQUESTS | StatusCode::SERVICE_UNAVAILABLE => {
            with_header(reply, "Retry-After", "1")
        }
        _ => reply,
    }
}

pub(super) fn dry_run() -> Reply {
    with_header(
        with_body(StatusCode::NO_CONTENT, Bytes::new(), None),
        "X-Amz-Executed-Version",
        "$LATEST",
    )
}

pub(super) fn queued(request_id: &str) -> Reply {
    with_header(
        with_body(StatusCode::ACCEPTED, Bytes::new(), None),
        "x-amzn-RequestId",
        request_id,
    )
}

/// 200 in every case: a header says that the function failed.
pub(super) fn completed(completion: Completion, with_log: bool) -> Reply {
    let content_type = completion
        .answer
        .response()
        .and_then(|response| response.content_type.as_deref());
    let body = match &completion.answer {
        Answer::Refused(_) => {
            wire::error_report("Emulator.Refused", "the script refused the function's answer")
        }
        answer => answer.body().clone(),
    };
    let mut reply = with_body(StatusCode::OK, body, content_type);
    if completion.answer.response().is_none() {
        reply = with_header(reply, "X-Amz-Function-Error", "Unhandled");
    }
    if with_log {
        let tail = completion.log_tail.len().saturating_sub(wire::LOG_TAIL);
        reply = with_header(
            reply,
            "X-Amz-Log-Result",
            &STANDARD.encode(&completion.log_tail[tail..]),
        );
    }
    reply = with_header(reply, "X-Amz-Executed-Version", "$LATEST");
    with_header(reply, "x-amzn-RequestId", &completion.request_id)
}

fn with_body(status: StatusCode, body: Bytes, content_type: Option<&str>) -> Reply {
    let mut reply = Response::new(self::body(Full::new(body)));
    *reply.status_mut() = status;
    with_header(reply, "Content-Type", content_type.unwrap_or("application/json"))
}

/// The body of any reply.
pub(super) fn body(
    body: impl Body<Data = Bytes, Error = Infallible> + Send + 'static,
) -> UnsyncBoxBody<Bytes, Infallible> {
    body.boxed_unsync()
}

pub(super) fn with_header(mut reply: Reply, name: &'static str, value: &str) -> Reply {
    if let (Ok(name), Ok(value)) = (
        name.parse::<HeaderName>(),
        HeaderValue::from_bytes(value.as_bytes()),
    ) {
        reply.headers_mut().insert(name, value);
    }
    reply
}
