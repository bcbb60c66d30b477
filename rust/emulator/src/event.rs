//! What a client sends: the payload of an invocation and its context.

use crate::{
    error::EmulatorError,
    piece::{BodyReader, Piece},
};
use bytes::Bytes;
use std::sync::Arc;
use tokio::sync::mpsc;

/// One event for the function: the payload and the context fields that become headers of `/next`.
///
/// Fields that are not set are absent on the wire, as AWS's Runtime Interface Emulator does it.
#[derive(Debug, Clone, Default)]
pub struct Event {
    pub(crate) payload: Bytes,
    pub(crate) content_type: Option<String>,
    pub(crate) request_id: Option<String>,
    pub(crate) trace_id: Option<String>,
    pub(crate) client_context: Option<String>,
    pub(crate) cognito_identity: Option<String>,
    pub(crate) tenant_id: Option<String>,
    /// Where the pieces of a streamed response go as they come.
    pub(crate) pieces: Option<mpsc::Sender<Piece>>,
    /// Takes the body of the response.
    pub(crate) reader: Option<Arc<dyn BodyReader>>,
}

impl Event {
    /// An event with this payload. Any bytes are allowed; Lambda itself only passes JSON on.
    pub fn new(payload: impl Into<Bytes>) -> Self {
        Event {
            payload: payload.into(),
            ..Event::default()
        }
    }

    /// Sets the content type of the event, `application/json` otherwise.
    #[must_use]
    pub fn content_type(mut self, value: impl Into<String>) -> Self {
        self.content_type = Some(value.into());
        self
    }

    /// Sets the request id, a random UUID otherwise. Two events may share one, as a retried asynchronous
    /// invocation does on Lambda.
    #[must_use]
    pub fn request_id(mut self, value: impl Into<String>) -> Self {
        self.request_id = Some(value.into());
        self
    }

    /// Sets the X-Ray trace id, for example `Root=1-...;Parent=...;Sampled=1`.
    #[must_use]
    pub fn trace_id(mut self, value: impl Into<String>) -> Self {
        self.trace_id = Some(value.into());
        self
    }

    /// Sets the client context, JSON on Lambda. It is passed on as it is, so that malformed ones can be tried.
    #[must_use]
    pub fn client_context(mut self, value: impl Into<String>) -> Self {
        self.client_context = Some(value.into());
        self
    }

    /// Sets the Cognito identity, JSON on Lambda. It is passed on as it is.
    #[must_use]
    pub fn cognito_identity(mut self, value: impl Into<String>) -> Self {
        self.cognito_identity = Some(value.into());
        self
    }

    /// Sets the tenant id.
    #[must_use]
    pub fn tenant_id(mut self, value: impl Into<String>) -> Self {
        self.tenant_id = Some(value.into());
        self
    }

    /// Has the body of the response taken by a reader as it comes; in the answer it is empty then. A response in
    /// chunks counts as streamed here even if its head does not say so, as that of a function in Go never does.
    #[must_use]
    pub fn reader(mut self, reader: Arc<dyn BodyReader>) -> Self {
        self.reader = Some(reader);
        self
    }

    /// Sends the pieces of a streamed response there as they come; they are in the answer as well.
    pub(crate) fn pieces(mut self, pieces: mpsc::Sender<Piece>) -> Self {
        self.pieces = Some(pieces);
        self
    }

    /// The payload.
    pub fn payload(&self) -> &Bytes {
        &self.payload
    }

    /// Refuses what would break the head of the message apart.
    pub(crate) fn check(&self) -> Result<(), EmulatorError> {
        let fields = [
            ("the content type", &self.content_type),
            ("the request id", &self.request_id),
            ("the trace id", &self.trace_id),
            ("the client context", &self.client_context),
            ("the Cognito identity", &self.cognito_identity),
            ("the tenant id", &self.tenant_id),
        ];
        for (field, value) in fields {
            if value
                .as_ref()
                .is_some_and(|value| value.contains(['\r', '\n', '\0']))
            {
                return Err(EmulatorError::InvalidHeader { field });
            }
        }
        Ok(())
    }
}

impl From<&str> for Event {
    fn from(payload: &str) -> Self {
        Event::new(payload.to_owned())
    }
}
