//! The calls of the Runtime API, each as one function: what is sent, and what may come back.
//!
//! The transport is hyper's pooled client, set up as `lambda_runtime_api_client` sets it up but for the
//! number of headers, which that crate leaves at 100: an event with more would be lost. There is no
//! time-out: the environment may be frozen for hours within a call of `/next`.

use bytes::{Bytes, BytesMut};
use http::header::{CONNECTION, CONTENT_TYPE, TRAILER, TRANSFER_ENCODING};
use http::request::Builder;
use http::uri::{Authority, Scheme};
use http::{HeaderMap, HeaderValue, Method, Request, Response, StatusCode, Uri};
use http_body_util::BodyExt;
use hyper::body::{Body as _, Incoming};
use hyper_util::client::legacy::Client;
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::rt::TokioExecutor;
use lambda_runtime::Error;
use lambda_runtime_api_client::body::Body;
use lambda_runtime_api_client::build_request;

use super::headers::ReplyIds;
use super::report::Report;
use super::stream_body::StreamBody;
use super::wire;
use crate::truncate::truncated;

/// The largest event that is read, in bytes. Lambda's own limit for one is 6 MiB.
///
/// Source: AWS Lambda developer guide, "Lambda quotas".
pub const EVENT_LIMIT: usize = 32 * 1024 * 1024;

/// The most headers of one answer that are read. Lambda sends about ten. Hyper fills a table of so many before it
/// parses an answer: with 1024 that was an eighth of this thread's time.
const MAX_HEADERS: usize = 128;

/// The most bytes of an answer's head. Lambda's limit for all headers together is 1 MB.
const MAX_HEAD_BYTES: usize = 1024 * 1024;

/// How much of a rejection's body a message shows, in bytes.
const MAX_SHOWN_BODY: usize = 1024;

/// Status and body of a call's answer.
pub(super) struct ApiReply {
    pub(super) status: StatusCode,
    pub(super) body: Bytes,
}

impl std::fmt::Display for ApiReply {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let body = String::from_utf8_lossy(&self.body);
        write!(f, "{} {}", self.status, truncated(body.trim(), MAX_SHOWN_BODY))
    }
}

/// Calls the Runtime API at one address.
pub(super) struct Api {
    client: Client<HttpConnector, Body>,
    address: Authority,
}

impl Api {
    pub(super) fn new(address: Authority) -> Self {
        let mut connector = HttpConnector::new();
        connector.set_nodelay(true);
        let client = Client::builder(TokioExecutor::new())
            .http1_max_buf_size(MAX_HEAD_BYTES)
            .http1_max_headers(MAX_HEADERS)
            .build(connector);
        Self { client, address }
    }

    /// Waits for an event: the answer of `/runtime/invocation/next`, whatever its status, with the
    /// body still to be read.
    pub(super) async fn next(&self) -> Result<Response<Incoming>, Error> {
        let request = self.request(Method::GET, wire::NEXT)?.body(Body::empty())?;
        Ok(self.client.request(request).await?)
    }

    /// Posts a response. `Ok` whenever the Runtime API answered, be it with a rejection.
    pub(super) async fn respond(&self, ids: &ReplyIds, response: &Bytes) -> Result<ApiReply, Error> {
        self.post(|| {
            Ok(self
                .reply(ids, wire::RESPONSE)?
                .header(CONTENT_TYPE, "application/json")
                .body(Body::from(response.clone()))?)
        })
        .await
    }

    /// Posts a response as its pieces come. What has begun cannot be repeated, so it is sent once. The
    /// connection is closed after it, as Lambda asks for.
    pub(super) async fn respond_in_pieces(
        &self,
        ids: &ReplyIds,
        content_type: Option<&HeaderValue>,
        body: StreamBody,
    ) -> Result<ApiReply, Error> {
        let json = HeaderValue::from_static("application/json");
        let request = self
            .reply(ids, wire::RESPONSE)?
            .header(CONTENT_TYPE, content_type.unwrap_or(&json))
            .header(wire::RESPONSE_MODE, wire::STREAMING)
            .header(TRANSFER_ENCODING, "chunked")
            .header(TRAILER, wire::STREAM_TRAILERS)
            .header(CONNECTION, "close")
            .body(Body::new(body))?;
        self.send(request).await
    }

    /// Posts an invocation error. `Ok` as with [`Api::respond`].
    pub(super) async fn error(&self, ids: &ReplyIds, report: Report) -> Result<ApiReply, Error> {
        let body = Bytes::from(report.body);
        let headers = report.headers;
        self.post(|| {
            let request = self.reply(ids, wire::ERROR)?;
            Ok(headers.put(request).body(Body::from(body.clone()))?)
        })
        .await
    }

    /// Waits for the restore of the snapshot: the answer of `/runtime/restore/next`. The connection is
    /// closed after it, as nothing is to be sent on one that is older than the restore.
    pub(super) async fn restore_next(&self) -> Result<ApiReply, Error> {
        let request = self
            .request(Method::GET, wire::RESTORE_NEXT)?
            .header(CONNECTION, "close")
            .body(Body::empty())?;
        self.send(request).await
    }

    /// The same with connections of its own, and none yet.
    pub(super) fn anew(&self) -> Self {
        Self::new(self.address.clone())
    }

    /// Posts an error of the program's life, to `wire::INIT_ERROR` or `wire::RESTORE_ERROR`: nothing else may
    /// be called afterwards.
    pub(super) async fn process_error(&self, path: &str, report: Report) -> Result<ApiReply, Error> {
        let body = Bytes::from(report.body);
        let headers = report.headers;
        self.post(|| {
            let request = self.request(Method::POST, path)?;
            Ok(headers.put(request).body(Body::from(body.clone()))?)
        })
        .await
    }

    /// Registers an internal extension without events, and returns the headers of the answer.
    pub(super) async fn register_extension(&self, name: &str) -> Result<HeaderMap, Error> {
        let request = self
            .request(Method::POST, wire::EXTENSION_REGISTER)?
            .header(wire::EXTENSION_NAME, name)
            .header(CONTENT_TYPE, "application/json")
            .body(Body::from("{\"events\":[]}"))?;
        let (parts, body) = self.client.request(request).await?.into_parts();
        let body = read(body, BytesMut::new()).await?;
        if parts.status != StatusCode::OK {
            let reply = ApiReply {
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

    /// An error in one line, with the address that was called.
    pub(super) fn failure(&self, error: &Error) -> String {
        format!("http://{}: {}", self.address, chain(error.as_ref()))
    }

    /// Posts what `request` builds, and once more on a fresh connection if this one breaks: a server may
    /// close an idle connection at the moment it is used. The Runtime API accepts one answer an id, so a
    /// second one does no harm, and its rejection as a second one means that the first arrived.
    async fn post(&self, request: impl Fn() -> Result<Request<Body>, Error>) -> Result<ApiReply, Error> {
        let first = match self.send(request()?).await {
            Err(error) if is_broken_connection(&error) => error,
            sent => return sent,
        };
        match self.send(request()?).await {
            Ok(reply) if matches!(reply.status, StatusCode::BAD_REQUEST | StatusCode::FORBIDDEN) => {
                Ok(ApiReply {
                    status: StatusCode::ACCEPTED,
                    body: Bytes::new(),
                })
            }
            Ok(reply) => Ok(reply),
            Err(_) => Err(first),
        }
    }

    async fn send(&self, request: Request<Body>) -> Result<ApiReply, Error> {
        let (parts, body) = self.client.request(request).await?.into_parts();
        // Read to its end whatever the status: else the connection could not be used again.
        let body = read(body, BytesMut::new()).await;
        if parts.status.is_success() {
            // The answer counts; what breaks off afterwards changes nothing.
            return Ok(ApiReply {
                status: parts.status,
                body: body.unwrap_or_default(),
            });
        }
        Ok(ApiReply {
            status: parts.status,
            body: body?,
        })
    }

    fn reply(&self, ids: &ReplyIds, endpoint: &str) -> Result<Builder, Error> {
        let path = format!("{}/{}/{endpoint}", wire::INVOCATION, ids.request_id);
        let request = self.request(Method::POST, &path)?;
        Ok(match &ids.invocation_id {
            Some(id) => request.header(wire::INVOCATION_ID, id),
            None => request,
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

/// Whether a connection that was there broke, as opposed to one that could not be made.
fn is_broken_connection(error: &Error) -> bool {
    client_error(error).is_some_and(|error| !error.is_connect())
}

/// Whether the answer was not HTTP as this client reads it.
pub(super) fn is_parse_error(error: &Error) -> bool {
    let cause = client_error(error).and_then(std::error::Error::source);
    cause
        .and_then(|cause| cause.downcast_ref::<hyper::Error>())
        .is_some_and(hyper::Error::is_parse)
}

fn client_error(error: &Error) -> Option<&hyper_util::client::legacy::Error> {
    error.downcast_ref()
}

/// An error and its sources in one line; hyper's first line alone says little.
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

/// Reads a body into `buffer`, which is empty but may have room from an earlier one: a body of
/// megabytes is copied once and not gathered from its pieces at the end.
pub(super) async fn read(mut body: Incoming, mut buffer: BytesMut) -> Result<Bytes, Error> {
    let announced = body.size_hint().exact().unwrap_or(0);
    if announced > EVENT_LIMIT as u64 {
        return Err(format!("it has {announced} bytes, more than the limit of {EVENT_LIMIT}").into());
    }
    buffer.reserve(usize::try_from(announced).unwrap_or(0));
    while let Some(frame) = body.frame().await {
        let Ok(piece) = frame?.into_data() else {
            continue;
        };
        if buffer.len() + piece.len() > EVENT_LIMIT {
            return Err(format!("it has more than the limit of {EVENT_LIMIT} bytes").into());
        }
        buffer.extend_from_slice(&piece);
    }
    Ok(buffer.freeze())
}
