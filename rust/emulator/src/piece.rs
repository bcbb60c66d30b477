//! What a streamed response is made of.

use bytes::Bytes;

/// A piece of a streamed response.
#[derive(Debug)]
pub(crate) enum Piece {
    /// It has begun, with this content type.
    Begin(Option<String>),
    /// More of its body.
    Bytes(Bytes),
}
