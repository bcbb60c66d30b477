//! Bodies in chunks: sizes, extensions, trailers.

use super::{Body, BodyEnd, Broken, Connection, Fault, Headers, connection::READ_BYTES};
use crate::{
    bounds::{MAX_CHUNK_EXTENSION_BYTES, MAX_DROPPED_BYTES, MAX_HEAD_BYTES, MAX_TRAILERS},
    piece::Piece,
};
use bytes::{Buf, Bytes};

/// Longest line of a chunk without an extension: 16 digits and a line break.
const CHUNK_LINE_BYTES: usize = 18;

/// What is asked of the system at once within large chunks.
const MAX_READ_BYTES: usize = 256 * 1024;

impl Connection {
    /// Reads chunks up to the end of the trailers.
    pub(super) async fn read_chunks(&mut self, limit: usize) -> Result<Body, Broken> {
        self.bodies.clear();
        let mut length: usize = 0;
        let mut extensions = 0;
        loop {
            let Some(size) = self.read_chunk_size(&mut extensions).await? else {
                return Ok(self.truncated());
            };
            if size == 0 {
                break;
            }
            if length.saturating_add(size) > limit.saturating_add(MAX_DROPPED_BYTES) {
                return Err(Fault::BodyWithoutEnd.into());
            }
            let mut missing = size;
            // More of the same kind follow a large one.
            let at_once = if size > READ_BYTES {
                MAX_READ_BYTES
            } else {
                READ_BYTES
            };
            while missing > 0 {
                if self.ahead.is_empty() && !self.read_ahead_of(at_once).await? {
                    return Ok(self.truncated());
                }
                let piece = self.ahead.split_to(self.ahead.len().min(missing));
                missing -= piece.len();
                length += piece.len();
                if let Some(counter) = &self.counter {
                    counter.arrived(piece.len(), self.last_read);
                }
                if length <= limit {
                    match &self.reader {
                        Some(reader) => reader.read(&piece, self.last_read),
                        None => self.bodies.extend_from_slice(&piece),
                    }
                    if let Some(pieces) = &self.pieces {
                        // Whoever no longer takes them has no say in how the response ends.
                        let _gone = pieces.send(Piece::Bytes(Bytes::copy_from_slice(&piece))).await;
                    }
                }
                if self.reading.until.is_some_and(|until| length >= until) {
                    return Ok(self.ended(BodyEnd::Stopped));
                }
                self.read_slowly(piece.len()).await;
                if let Some(pace) = &mut self.pace {
                    pace.keep(length).await;
                }
            }
            if !self.read_line_break().await? {
                return Ok(self.truncated());
            }
        }
        let Some(trailers) = self.read_trailers().await? else {
            return Ok(self.truncated());
        };
        let bytes = self.bodies.split().freeze();
        let (bytes, end) = if length > limit {
            (Bytes::new(), BodyEnd::TooLarge)
        } else {
            (bytes, BodyEnd::Whole)
        };
        Ok(Body {
            bytes,
            trailers,
            end,
            length,
        })
    }

    fn truncated(&mut self) -> Body {
        self.ended(BodyEnd::Truncated)
    }

    fn ended(&mut self, end: BodyEnd) -> Body {
        let bytes = self.bodies.split().freeze();
        Body {
            length: bytes.len(),
            bytes,
            end,
            trailers: Headers::default(),
        }
    }

    /// `extensions` counts the bytes of those of the whole body.
    async fn read_chunk_size(&mut self, extensions: &mut usize) -> Result<Option<usize>, Broken> {
        loop {
            let parsed = httparse::parse_chunk_size(&self.ahead);
            let (line, size) = match parsed {
                Ok(httparse::Status::Complete((line, size))) => (line, Some(size)),
                Ok(httparse::Status::Partial) => (self.ahead.len(), None),
                Err(_) => return Ok(None),
            };
            let digits = self.ahead.iter().take_while(|byte| byte.is_ascii_hexdigit());
            let extension = line.saturating_sub(digits.count().min(CHUNK_LINE_BYTES) + 2);
            if *extensions + extension > MAX_CHUNK_EXTENSION_BYTES {
                return Err(Fault::ChunkExtensions.into());
            }
            if let Some(size) = size {
                *extensions += extension;
                self.ahead.advance(line);
                return Ok(usize::try_from(size).ok());
            }
            if !self.read_ahead().await? {
                return Ok(None);
            }
        }
    }

    /// False if there is something else, or nothing any more.
    async fn read_line_break(&mut self) -> Result<bool, Broken> {
        while self.ahead.len() < 2 {
            if !self.read_ahead().await? {
                return Ok(false);
            }
        }
        Ok(self.ahead.split_to(2) == b"\r\n"[..])
    }

    async fn read_trailers(&mut self) -> Result<Option<Headers>, Broken> {
        loop {
            let mut fields = [httparse::EMPTY_HEADER; MAX_TRAILERS];
            let end = match httparse::parse_headers(&self.ahead, &mut fields) {
                Ok(httparse::Status::Complete((length, fields))) => {
                    let mut trailers = Headers::default();
                    for field in fields {
                        trailers.push(field.name, field.value);
                    }
                    Some((length, trailers))
                }
                Ok(httparse::Status::Partial) => None,
                Err(httparse::Error::TooManyHeaders) => return Err(Fault::Trailers.into()),
                Err(_) => return Ok(None),
            };
            if end.as_ref().map_or(self.ahead.len(), |(length, _)| *length) > MAX_HEAD_BYTES {
                return Err(Fault::Trailers.into());
            }
            if let Some((length, trailers)) = end {
                self.ahead.advance(length);
                return Ok(Some(trailers));
            }
            if !self.read_ahead_line().await? {
                return Ok(None);
            }
        }
    }
}
