//! The calls that wait beside the loops: for a restore, and those of the extension. What each invocation takes is
//! in `calls`.
//!
//! The transport is hyper's pooled client, set up as `lambda_runtime_api_client` sets it up. There is no
//! time-out: the environment may be frozen for hours within a call.

use http::header::{CONNECTION, CONTENT_TYPE};
use http::request::Builder;
use http::uri::{Authority, Scheme};
use http::{HeaderMap, HeaderValue, Method, Request, StatusCode, Uri};
use http_body_util::{BodyExt, Collected, Limited};
use hyper_util::client::legacy::Client;
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::rt::TokioExecutor;
use lambda_runtime::Error;
use lambda_runtime_api_client::body::Body;
use lambda_runtime_api_client::build_request;

use super::answer::Answer;
use super::wire;

/// The largest body of an answer that is read, in bytes: none of these calls has one of more than a few lines.
const MAX_BODY: usize = 64 * 1024;

/// Calls the Runtime API at one address.
pub(super) struct Api {
    client: Client<HttpConnector, Body>,
    address: Authority,
}

impl Api {
    pub(super) fn new(address: Authority) -> Self {
        let mut connector = HttpConnector::new();
        connector.set_nodelay(true);
        let client = Client::builder(TokioExecutor::new()).build(connector);
        Self { client, address }
    }

    /// Waits for the restore of the snapshot: the answer of `/runtime/restore/next`. The connection is
    /// closed after it, as nothing is to be sent on one that is older than the restore.
    pub(super) async fn restore_next(&self) -> Result<Answer, Error> {
        let request = self
            .request(Method::GET, wire::RESTORE_NEXT)?
            .header(CONNECTION, "close")
            .body(Body::empty())?;
        self.send(request).await
    }

    /// Registers an internal extension without events, and returns the headers of the answer.
    pub(super) async fn register_extension(&self, name: &str) -> Result<HeaderMap, Error> {
        let request = self
            .request(Method::POST, wire::EXTENSION_REGISTER)?
            .header(wire::EXTENSION_NAME, name)
            .header(CONTENT_TYPE, "application/json")
            .body(Body::from("{\"events\":[]}"))?;
        let (parts, body) = self.client.request(request).await?.into_parts();
        let body = Limited::new(body, MAX_BODY).collect().await?.to_bytes();
        if parts.status != StatusCode::OK {
            let reply = Answer {
                status: parts.status,
                body,
            };
            return Err(reply.to_string().into());
        }
        Ok(parts.headers)
    }

    /// Tells that the extension is ready. Without events there is never an answer.
    pub(super) async fn await_extension_event(&self, identifier: HeaderValue) -> Result<(), Error> {
        let request = self
            .request(Method::GET, wire::EXTENSION_NEXT)?
            .header(wire::EXTENSION_IDENTIFIER, identifier)
            .body(Body::empty())?;
        self.client.request(request).await?;
        Ok(())
    }

    async fn send(&self, request: Request<Body>) -> Result<Answer, Error> {
        let (parts, body) = self.client.request(request).await?.into_parts();
        // Read to its end whatever the status: else the connection could not be used again.
        let body = Limited::new(body, MAX_BODY)
            .collect()
            .await
            .map(Collected::to_bytes);
        if parts.status.is_success() {
            // The answer counts; what breaks off afterwards changes nothing.
            return Ok(Answer {
                status: parts.status,
                body: body.unwrap_or_default(),
            });
        }
        Ok(Answer {
            status: parts.status,
            body: body?,
        })
    }

    fn request(&self, method: Method, path: &str) -> Result<Builder, Error> {
        let uri = Uri::builder()
            .scheme(Scheme::HTTP)
            .authority(self.address.clone())
            .path_and_query(path)
            .build()?;
        Ok(build_request().method(method).uri(uri))
    }
}
