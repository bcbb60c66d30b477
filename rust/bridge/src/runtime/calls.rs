//! The calls that a loop makes for each invocation, the errors of a program's life, the restore, and those of the
//! extension, each as one function: what is sent, and what may come back.

use bytes::{Bytes, BytesMut};
use http::uri::Authority;
use http::{HeaderValue, StatusCode};

use super::answer::Answer;
use super::client::{ClientError, Connection, Head};
use super::event_head::{Event, EventHead};
use super::report::Report;
use super::stream_body::StreamBody;
use super::wire;

/// The largest event that is read, in bytes. Lambda's own limit for one is 6 MiB.
///
/// Source: AWS Lambda developer guide, "Lambda quotas".
pub const EVENT_LIMIT: usize = 32 * 1024 * 1024;

const CONTENT_TYPE: &str = "content-type";
const JSON: &[u8] = b"application/json";

/// Calls the Runtime API on a connection of its own.
pub(super) struct Calls {
    connection: Connection,
}

impl Calls {
    /// Connects with the first call.
    pub(super) fn new(address: Authority) -> Self {
        Self {
            connection: Connection::new(address),
        }
    }

    /// Waits for an event: the head of the answer of `/runtime/invocation/next`, whatever its status, with the
    /// body still to be read.
    pub(super) async fn next(&mut self) -> Result<(Head, EventHead), ClientError> {
        let mut event = EventHead::default();
        let mut visit = |name: &str, value: &[u8]| event.field(name, value);
        let head = self.connection.get(wire::NEXT, &[], &mut visit).await?;
        Ok((head, event))
    }

    /// Reads the body of [`Calls::next`]'s answer into `buffer`, which is empty but may have room from an
    /// earlier one.
    pub(super) async fn body(&mut self, head: &Head, buffer: BytesMut) -> Result<Bytes, ClientError> {
        self.connection.body(head, buffer, EVENT_LIMIT).await
    }

    /// Posts a response. `Ok` whenever the Runtime API answered, be it with a rejection.
    pub(super) async fn respond(&mut self, event: &Event, response: &[u8]) -> Result<Answer, ClientError> {
        let path = [wire::INVOCATION, "/", event.request_id(), "/", wire::RESPONSE];
        let headers = event.echoed().into_iter().chain([(CONTENT_TYPE, JSON)]);
        self.post(&path, headers, response).await
    }

    /// Posts a response as its pieces come. What has begun cannot be repeated, so it is sent once. The
    /// connection is closed after it, as Lambda asks for.
    pub(super) async fn respond_in_pieces(
        &mut self,
        event: &Event,
        content_type: Option<&HeaderValue>,
        body: StreamBody,
    ) -> Result<Answer, ClientError> {
        let path = [wire::INVOCATION, "/", event.request_id(), "/", wire::RESPONSE];
        let headers = event.echoed().into_iter().chain([
            (CONTENT_TYPE, content_type.map_or(JSON, HeaderValue::as_bytes)),
            (wire::RESPONSE_MODE, wire::STREAMING),
            ("trailer", wire::STREAM_TRAILERS),
        ]);
        let head = self.connection.post_pieces(&path, headers, body).await?;
        self.answer(head).await
    }

    /// Posts an invocation error. `Ok` as with [`Calls::respond`].
    pub(super) async fn error(&mut self, event: &Event, report: &Report) -> Result<Answer, ClientError> {
        let path = [wire::INVOCATION, "/", event.request_id(), "/", wire::ERROR];
        let headers = event.echoed().into_iter().chain(report.headers.iter());
        self.post(&path, headers, &report.body).await
    }

    /// Posts an error of the program's life, to [`wire::INIT_ERROR`] or [`wire::RESTORE_ERROR`]: nothing else may
    /// be called afterwards.
    pub(super) async fn process_error(&mut self, path: &str, report: &Report) -> Result<Answer, ClientError> {
        self.post(&[path], report.headers.iter(), &report.body).await
    }

    /// Waits for the restore of the snapshot: the answer of `/runtime/restore/next`. The connection is closed after
    /// it, as nothing is to be sent on one that is older than the restore.
    pub(super) async fn restore_next(&mut self) -> Result<Answer, ClientError> {
        let close: [(&str, &[u8]); 1] = [("connection", b"close")];
        let head = self
            .connection
            .get(wire::RESTORE_NEXT, &close, &mut |_, _| {})
            .await?;
        self.answer(head).await
    }

    /// Registers an internal extension without events. Returns its identifier, which there is none of when the
    /// registration is rejected.
    pub(super) async fn register_extension(&mut self, name: &str) -> Result<Option<Vec<u8>>, ClientError> {
        let headers = [(wire::EXTENSION_NAME, name.as_bytes()), (CONTENT_TYPE, JSON)];
        let mut identifier = None;
        let mut visit = |name: &str, value: &[u8]| {
            if name.eq_ignore_ascii_case(wire::EXTENSION_IDENTIFIER) {
                identifier = Some(value.to_vec());
            }
        };
        let path = [wire::EXTENSION_REGISTER];
        let events = b"{\"events\":[]}";
        let head = self
            .connection
            .post(&path, headers.into_iter(), events, &mut visit)
            .await?;
        let answer = self.answer(head).await?;
        Ok(identifier.filter(|_| answer.status == StatusCode::OK))
    }

    /// Tells that the extension is ready. Without events there is never an answer.
    pub(super) async fn await_extension_event(&mut self, identifier: &[u8]) -> Result<(), ClientError> {
        let headers = [(wire::EXTENSION_IDENTIFIER, identifier)];
        self.connection
            .get(wire::EXTENSION_NEXT, &headers, &mut |_, _| {})
            .await?;
        Ok(())
    }

    /// Posts a body, and once more on a fresh connection if this one breaks: a server may close an idle
    /// connection at the moment it is used. The Runtime API accepts one answer an id, so a second one does no
    /// harm, and its rejection as a second one means that the first arrived.
    async fn post<'a>(
        &mut self,
        path: &[&str],
        headers: impl Iterator<Item = (&'a str, &'a [u8])> + Clone,
        body: &[u8],
    ) -> Result<Answer, ClientError> {
        let first = match self.send(path, headers.clone(), body).await {
            Err(error) if !matches!(error, ClientError::Connect(_)) => error,
            sent => return sent,
        };
        match self.send(path, headers, body).await {
            Ok(answer) if matches!(answer.status, StatusCode::BAD_REQUEST | StatusCode::FORBIDDEN) => {
                Ok(Answer {
                    status: StatusCode::ACCEPTED,
                    body: Bytes::new(),
                })
            }
            Ok(answer) => Ok(answer),
            Err(_) => Err(first),
        }
    }

    async fn send<'a>(
        &mut self,
        path: &[&str],
        headers: impl Iterator<Item = (&'a str, &'a [u8])>,
        body: &[u8],
    ) -> Result<Answer, ClientError> {
        let head = self.connection.post(path, headers, body, &mut |_, _| {}).await?;
        self.answer(head).await
    }

    async fn answer(&mut self, head: Head) -> Result<Answer, ClientError> {
        // Read to its end whatever the status: else the connection could not be used again.
        let body = self.body(&head, BytesMut::new()).await;
        let body = match head.status.is_success() {
            // The answer counts; what breaks off afterwards changes nothing.
            true => body.unwrap_or_default(),
            false => body?,
        };
        Ok(Answer {
            status: head.status,
            body,
        })
    }
}
