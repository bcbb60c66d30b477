//! What a streamed response is made of, and who takes it as it comes.

use bytes::Bytes;
use std::{fmt, time::Instant};

/// A piece of a streamed response.
#[derive(Debug)]
pub(crate) enum Piece {
    /// It has begun, with this content type.
    Begin(Option<String>),
    /// More of its body.
    Bytes(Bytes),
}

/// Takes the body of a response as it comes, instead of having it kept in the answer; see
/// [`Event::reader`](crate::Event::reader).
pub trait BodyReader: fmt::Debug + Send + Sync {
    /// More of the body, which arrived at this time. Called on the Runtime API's thread, which does nothing
    /// else meanwhile.
    fn read(&self, bytes: &[u8], arrived: Instant);
}

/// Is told of a streamed response how much has come, and when.
pub(crate) trait PieceCounter: fmt::Debug + Send + Sync {
    fn arrived(&self, bytes: usize, at: Instant);
}
