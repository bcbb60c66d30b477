//! What Java does with a response in pieces: begins it, writes it, ends it.

use bytes::Bytes;

use super::stream::{StreamEnd, Writer, stream};
use super::sync::lock;
use super::{Exchange, Reply, Token, Way};
use crate::error::BridgeError;

impl Exchange {
    /// Begins a response in pieces. The invocation stays open until [`Exchange::finish`], or an error.
    ///
    /// # Errors
    /// [`BridgeError::UnknownToken`] when the invocation is not open; [`BridgeError::BadArgument`] when its
    /// response has begun, or the content type cannot be sent; [`BridgeError::Closed`] when the loop has ended meanwhile.
    pub fn begin(&self, token: Token, content_type: Option<String>) -> Result<(), BridgeError> {
        let mut table = lock(&self.open);
        let open = table.get_mut(&token).ok_or(BridgeError::UnknownToken(token))?;
        let visible = |text: &String| text.bytes().all(|byte| byte == b' ' || byte.is_ascii_graphic());
        if !content_type.as_ref().is_none_or(visible) {
            return Err(BridgeError::BadArgument("the content type is not ASCII"));
        }
        if matches!(open.way, Way::Stream(_)) {
            return Err(BridgeError::BadArgument("the response has begun already"));
        }
        let (writer, reader) = stream(content_type);
        match std::mem::replace(&mut open.way, Way::Stream(writer)) {
            Way::Reply(way) => way.send(Reply::Stream(reader)).map_err(|_| self.refusal()),
            _ => Err(BridgeError::UnknownToken(token)),
        }
    }

    /// Writes a piece of a response that has begun, of [`PIECE`](super::PIECE) bytes at most. Blocks while more than
    /// [`STREAM_BUFFER`](super::STREAM_BUFFER) bytes would wait to be sent.
    ///
    /// # Errors
    /// [`BridgeError::StreamRefused`] when nobody reads it any more, with the reason;
    /// [`BridgeError::UnknownToken`] when the invocation is not open; [`BridgeError::BadArgument`] before
    /// [`Exchange::begin`].
    pub fn write(&self, token: Token, piece: Bytes) -> Result<(), BridgeError> {
        self.writer(token)?.write(piece)
    }

    /// Whether a piece of this size can be written now without blocking, provided that nobody else writes.
    ///
    /// # Errors
    /// [`BridgeError::UnknownToken`] and [`BridgeError::BadArgument`] as [`Exchange::write`]. A stream that is
    /// refused has room: the write that follows says why.
    pub fn has_room(&self, token: Token, size: usize) -> Result<bool, BridgeError> {
        Ok(self.writer(token)?.has_room(size))
    }

    /// Has what was written sent at once. Does not block.
    ///
    /// # Errors
    /// As [`Exchange::write`].
    pub fn flush(&self, token: Token) -> Result<(), BridgeError> {
        self.writer(token)?.flush()
    }

    /// Ends a response that has begun, and so closes the invocation.
    ///
    /// # Errors
    /// As [`Exchange::write`]; the invocation is closed in any case.
    pub fn finish(&self, token: Token) -> Result<(), BridgeError> {
        let writer = self.writer(token)?;
        let ended = writer.end(StreamEnd::Complete);
        lock(&self.open).remove(&token);
        ended
    }

    fn writer(&self, token: Token) -> Result<Writer, BridgeError> {
        match lock(&self.open).get(&token).map(|open| &open.way) {
            Some(Way::Stream(writer)) => Ok(writer.clone()),
            Some(_) => Err(BridgeError::BadArgument("the response has not begun")),
            None => Err(BridgeError::UnknownToken(token)),
        }
    }
}
