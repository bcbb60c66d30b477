//! Posts answers to the Runtime API, and reads what it says of them.

use bytes::Bytes;
use http::header::CONTENT_TYPE;
use http::{HeaderValue, Method, Request, StatusCode};
use http_body_util::BodyExt;
use lambda_runtime_api_client::body::Body;
use lambda_runtime_api_client::{PooledClient, build_request};
use tower::BoxError;

use super::{chain, report};
use crate::exchange::Outcome;

const INVOCATION: &str = "/2018-06-01/runtime/invocation";
const INVOCATION_ID: &str = "lambda-runtime-invocation-id";
const ERROR_TYPE: &str = "lambda-runtime-function-error-type";

/// What an answer must repeat of its invocation.
pub(super) struct Answering {
    pub(super) request_id: String,
    /// `Lambda-Runtime-Invocation-Id`, sent back if and only if it was there: it tells a late answer
    /// from one to a later invocation of the same request id.
    pub(super) invocation_id: Option<HeaderValue>,
}

/// The answering half of a Runtime API client.
pub(super) struct Client {
    api: PooledClient,
}

impl Client {
    /// Reads the address from `AWS_LAMBDA_RUNTIME_API`, which `environment` has checked.
    pub(super) fn new() -> Self {
        Self {
            api: PooledClient::builder().with_pool_size(1).build(),
        }
    }

    /// Posts the outcome to `/response` or `/error`.
    ///
    /// A refusal is for this invocation only, and repeating an answer is never right, so it becomes
    /// one line on stderr and the loop goes on.
    pub(super) async fn answer(&self, answering: &Answering, outcome: Outcome) {
        let (endpoint, request) = match outcome {
            Outcome::Success(response) => ("response", request(answering, "response", None, response)),
            Outcome::Failure(failure) => {
                let report = report::invocation_error(&failure);
                (
                    "error",
                    request(answering, "error", Some(report.error_type), report.body.into()),
                )
            }
        };
        let sent = match request {
            Ok(request) => self.post(request).await,
            Err(error) => Err(error),
        };
        let problem = match sent {
            Ok((StatusCode::ACCEPTED, _)) => return,
            Ok((status, said)) => format!("{status} {}", String::from_utf8_lossy(&said).trim()),
            Err(error) => chain(error.as_ref()),
        };
        eprintln!(
            "libHello: the Runtime API refused the {endpoint} to {}: {problem}",
            answering.request_id
        );
    }

    async fn post(&self, request: Request<Body>) -> Result<(StatusCode, Bytes), BoxError> {
        let (parts, body) = self.api.call(request).await?.into_parts();
        // Read to its end whatever the status: else the connection could not be used again.
        Ok((parts.status, body.collect().await?.to_bytes()))
    }
}

fn request(
    answering: &Answering,
    endpoint: &str,
    error_type: Option<&'static str>,
    body: Bytes,
) -> Result<Request<Body>, BoxError> {
    let mut request = build_request()
        .method(Method::POST)
        .uri(format!("{INVOCATION}/{}/{endpoint}", answering.request_id))
        .header(CONTENT_TYPE, "application/json");
    if let Some(id) = &answering.invocation_id {
        request = request.header(INVOCATION_ID, id);
    }
    if let Some(error_type) = error_type {
        request = request.header(ERROR_TYPE, error_type);
    }
    Ok(request.body(Body::from(body))?)
}
