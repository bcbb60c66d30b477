//! The calls of the Runtime API, each as one function: what is sent, and what may come back.
//!
//! The transport is `lambda_runtime_api_client`, without any time-out: the environment may be frozen
//! for hours within a call of `/next`.

use bytes::{Bytes, BytesMut};
use http::header::CONTENT_TYPE;
use http::{HeaderMap, Method, Request, Response, StatusCode};
use http_body_util::BodyExt;
use hyper::body::{Body as _, Incoming};
use lambda_runtime::Error;
use lambda_runtime_api_client::body::Body;
use lambda_runtime_api_client::{PooledClient, build_request};

use super::context::Answering;
use super::report::Report;
use super::wire;
use crate::exchange::EVENT_LIMIT;

/// What an event is called in a refused answer's line.
const RESPONSE: &str = "response";
const ERROR: &str = "error";

/// What the Runtime API says on a call: its status, and for a refusal its body.
pub(super) struct Said {
    pub(super) status: StatusCode,
    pub(super) body: Bytes,
}

impl std::fmt::Display for Said {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(
            f,
            "{} {}",
            self.status,
            String::from_utf8_lossy(&self.body).trim()
        )
    }
}

/// Speaks to the Runtime API that `AWS_LAMBDA_RUNTIME_API` names; `environment` has checked it.
pub(super) struct Api {
    client: PooledClient,
}

impl Api {
    pub(super) fn new() -> Self {
        Self {
            client: PooledClient::builder().with_pool_size(1).build(),
        }
    }

    /// Waits for an event: the response of `/runtime/invocation/next`, whatever its status, with the
    /// body still to be read.
    pub(super) async fn next(&self) -> Result<Response<Incoming>, Error> {
        let request = build_request().uri(wire::NEXT).body(Body::empty())?;
        self.client.call(request).await
    }

    /// Posts a response; on success and on refusal alike the status is what the Runtime API said.
    pub(super) async fn respond(&self, to: &Answering, response: Bytes) -> Result<Said, Error> {
        let request = answer(to, RESPONSE)
            .header(CONTENT_TYPE, "application/json")
            .body(Body::from(response))?;
        self.post(request).await
    }

    /// Posts an invocation error.
    pub(super) async fn error(&self, to: &Answering, report: Report) -> Result<Said, Error> {
        let request = report.headers(answer(to, ERROR)).body(Body::from(report.body))?;
        self.post(request).await
    }

    /// Posts an init error: nothing else may be called afterwards.
    pub(super) async fn init_error(&self, report: Report) -> Result<Said, Error> {
        let request = build_request().method(Method::POST).uri(wire::INIT_ERROR);
        self.post(report.headers(request).body(Body::from(report.body))?)
            .await
    }

    /// Registers an internal extension without events, and returns its identifier.
    pub(super) async fn register_extension(&self, name: &str) -> Result<HeaderMap, Error> {
        let request = build_request()
            .method(Method::POST)
            .uri(wire::EXTENSION_REGISTER)
            .header(wire::EXTENSION_NAME, name)
            .header(CONTENT_TYPE, "application/json")
            .body(Body::from("{\"events\":[]}"))?;
        let (parts, body) = self.client.call(request).await?.into_parts();
        let body = body.collect().await?.to_bytes();
        if parts.status != StatusCode::OK {
            let said = Said {
                status: parts.status,
                body,
            };
            return Err(said.to_string().into());
        }
        Ok(parts.headers)
    }

    /// Says that the extension is ready. Without events there is never an answer.
    pub(super) async fn await_extension_event(
        &self,
        identifier: http::HeaderValue,
    ) -> Result<Response<Incoming>, Error> {
        let request = build_request()
            .uri(wire::EXTENSION_NEXT)
            .header(wire::EXTENSION_IDENTIFIER, identifier)
            .body(Body::empty())?;
        self.client.call(request).await
    }

    async fn post(&self, request: Request<Body>) -> Result<Said, Error> {
        let (parts, body) = self.client.call(request).await?.into_parts();
        // Read to its end whatever the status: else the connection could not be used again.
        Ok(Said {
            status: parts.status,
            body: body.collect().await?.to_bytes(),
        })
    }
}

fn answer(to: &Answering, endpoint: &str) -> http::request::Builder {
    let request = build_request().method(Method::POST).uri(format!(
        "{}/{}/{endpoint}",
        wire::INVOCATION,
        to.request_id
    ));
    match &to.invocation_id {
        Some(id) => request.header(wire::INVOCATION_ID, id),
        None => request,
    }
}

/// Reads a body into `buffer`, which is empty but may have room from an earlier one: a body of
/// megabytes is copied once and not gathered from its pieces at the end.
pub(super) async fn read(mut body: Incoming, mut buffer: BytesMut) -> Result<Bytes, Error> {
    let announced = body.size_hint().exact().unwrap_or(0);
    if announced > EVENT_LIMIT as u64 {
        return Err(format!("it has {announced} bytes, more than the {EVENT_LIMIT} that are read").into());
    }
    buffer.reserve(usize::try_from(announced).unwrap_or(0));
    while let Some(frame) = body.frame().await {
        let Ok(piece) = frame?.into_data() else {
            continue;
        };
        if buffer.len() + piece.len() > EVENT_LIMIT {
            return Err(format!("it has more than the {EVENT_LIMIT} bytes that are read").into());
        }
        buffer.extend_from_slice(&piece);
    }
    Ok(buffer.freeze())
}
