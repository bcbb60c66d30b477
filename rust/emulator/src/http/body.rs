//! Request bodies: with a length, in chunks, cut off, too large.

use super::{Broken, Connection, Fault, Head, Headers};
use crate::bounds::{MAX_DROPPED_BYTES, MAX_WRITE_STALL};
use bytes::{Buf, BufMut, Bytes};
use std::time::{Duration, Instant};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    time::timeout,
};

/// What was read after a head.
#[derive(Debug, Default)]
pub(crate) struct Body {
    pub(crate) bytes: Bytes,
    pub(crate) trailers: Headers,
    pub(crate) end: BodyEnd,
    /// Bytes that arrived, those beyond the limit included.
    pub(crate) length: usize,
}

/// How a body ended.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub(crate) enum BodyEnd {
    /// As announced.
    #[default]
    Whole,
    /// As announced, but beyond the limit; `bytes` is empty.
    TooLarge,
    /// The connection ended first, or the chunks made no sense; it is of no further use.
    Truncated,
    /// Read as far as the script says; the connection is of no further use.
    Stopped,
    /// What came is refused, and not read any further; the connection is of no further use.
    Refused(Fault),
}

impl Connection {
    /// Reads the body that `head` announces. One that is larger than `limit` is read to its end and dropped,
    /// because a reply sent earlier would be lost with most clients; but not if it goes on for ever, nor for
    /// longer than `time`.
    pub(crate) async fn read_body(&mut self, head: &Head, limit: usize, time: Duration) -> Body {
        let end = match timeout(time, self.read_announced_body(head, limit)).await {
            Ok(Ok(body)) => return body,
            Ok(Err(Broken::Connection(_))) => BodyEnd::Truncated,
            Ok(Err(Broken::Request(fault))) => BodyEnd::Refused(fault),
            Err(_) => BodyEnd::Refused(Fault::BodyTooSlow),
        };
        self.bodies.clear();
        Body {
            end,
            ..Body::default()
        }
    }

    async fn read_announced_body(&mut self, head: &Head, limit: usize) -> Result<Body, Broken> {
        if head
            .headers
            .get("Expect")
            .is_some_and(|value| value.eq_ignore_ascii_case("100-continue"))
        {
            let interim = self.stream.write_all(b"HTTP/1.1 100 Continue\r\n\r\n");
            timeout(MAX_WRITE_STALL, interim)
                .await
                .map_err(std::io::Error::from)??;
        }
        if head.is_chunked() {
            return self.read_chunks(limit).await;
        }
        let length = head.content_length()?;
        if length.saturating_sub(limit) > MAX_DROPPED_BYTES {
            return Err(Fault::BodyWithoutEnd.into());
        }
        if length > limit {
            let whole = self.skip(length).await?;
            let end = if whole {
                BodyEnd::TooLarge
            } else {
                BodyEnd::Truncated
            };
            return Ok(Body {
                end,
                length,
                ..Body::default()
            });
        }
        self.bodies.clear();
        self.bodies.reserve(length);
        let ahead = self.ahead.len().min(length);
        self.bodies.put(self.ahead.split_to(ahead));
        let mut end = BodyEnd::Whole;
        let until = self.reading.until.map_or(length, |until| until.min(length));
        while self.bodies.len() < until {
            let before = self.bodies.len();
            // What has come already is taken in pieces, too.
            let piece = self.reading.slowly.map_or(length, |(size, _)| size);
            let missing = piece.min(until - before);
            if self
                .stream
                .read_buf(&mut (&mut self.bodies).limit(missing))
                .await?
                == 0
            {
                end = BodyEnd::Truncated;
                break;
            }
            self.last_read = Instant::now();
            self.read_slowly(self.bodies.len() - before).await;
        }
        if until < length && end == BodyEnd::Whole {
            end = BodyEnd::Stopped;
        }
        let bytes = self.bodies.split().freeze();
        Ok(Body {
            length: bytes.len(),
            bytes,
            end,
            trailers: Headers::default(),
        })
    }

    /// Pauses after so many bytes of a body, if the script says so.
    pub(super) async fn read_slowly(&mut self, bytes: usize) {
        self.unpaused += bytes;
        if let Some((size, pause)) = self.reading.slowly
            && self.unpaused >= size
        {
            self.unpaused = 0;
            tokio::time::sleep(pause).await;
        }
    }

    async fn skip(&mut self, length: usize) -> Result<bool, Broken> {
        let mut missing = length;
        loop {
            let ahead = self.ahead.len().min(missing);
            self.ahead.advance(ahead);
            missing -= ahead;
            if missing == 0 {
                return Ok(true);
            }
            if !self.read_ahead().await? {
                return Ok(false);
            }
        }
    }
}
