//! Request bodies: with a length, in chunks, cut off, too large.

use super::{Connection, Head, Headers};
use bytes::{Buf, BufMut, Bytes};
use std::{io, time::Instant};
use tokio::io::{AsyncReadExt, AsyncWriteExt};

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
}

impl Connection {
    /// Reads the body that `head` announces. One that is larger than `limit` is read to its end and dropped,
    /// because a reply sent earlier would be lost with most clients.
    pub(crate) async fn read_body(&mut self, head: &Head, limit: usize) -> Body {
        self.read_announced_body(head, limit)
            .await
            .unwrap_or_else(|_| Body {
                end: BodyEnd::Truncated,
                ..Body::default()
            })
    }

    async fn read_announced_body(&mut self, head: &Head, limit: usize) -> io::Result<Body> {
        if head
            .headers
            .get("Expect")
            .is_some_and(|value| value.eq_ignore_ascii_case("100-continue"))
        {
            self.stream.write_all(b"HTTP/1.1 100 Continue\r\n\r\n").await?;
        }
        if head.is_chunked() {
            return self.read_chunks(limit).await;
        }
        let length = head.content_length()?;
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
        while self.bodies.len() < length {
            let missing = length - self.bodies.len();
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
        }
        let bytes = self.bodies.split().freeze();
        Ok(Body {
            length: bytes.len(),
            bytes,
            end,
            trailers: Headers::default(),
        })
    }

    async fn skip(&mut self, length: usize) -> io::Result<bool> {
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

    async fn read_chunks(&mut self, limit: usize) -> io::Result<Body> {
        self.bodies.clear();
        let mut length = 0;
        loop {
            let Some(size) = self.read_chunk_size().await? else {
                return Ok(self.truncated());
            };
            if size == 0 {
                break;
            }
            let mut missing = size;
            while missing > 0 {
                if self.ahead.is_empty() && !self.read_ahead().await? {
                    return Ok(self.truncated());
                }
                let piece = self.ahead.split_to(self.ahead.len().min(missing));
                missing -= piece.len();
                length += piece.len();
                if length <= limit {
                    self.bodies.extend_from_slice(&piece);
                }
            }
            if !self.skip(2).await? {
                return Ok(self.truncated());
            }
        }
        let Some(trailers) = self.read_trailers().await? else {
            return Ok(self.truncated());
        };
        let bytes = self.bodies.split().freeze();
        if length > limit {
            return Ok(Body {
                trailers,
                end: BodyEnd::TooLarge,
                length,
                bytes: Bytes::new(),
            });
        }
        Ok(Body {
            bytes,
            trailers,
            end: BodyEnd::Whole,
            length,
        })
    }

    fn truncated(&mut self) -> Body {
        let bytes = self.bodies.split().freeze();
        Body {
            length: bytes.len(),
            bytes,
            end: BodyEnd::Truncated,
            trailers: Headers::default(),
        }
    }

    async fn read_chunk_size(&mut self) -> io::Result<Option<usize>> {
        loop {
            match httparse::parse_chunk_size(&self.ahead) {
                Ok(httparse::Status::Complete((line, size))) => {
                    self.ahead.advance(line);
                    return Ok(usize::try_from(size).ok());
                }
                Ok(httparse::Status::Partial) => {
                    if !self.read_ahead().await? {
                        return Ok(None);
                    }
                }
                Err(_) => return Ok(None),
            }
        }
    }

    async fn read_trailers(&mut self) -> io::Result<Option<Headers>> {
        loop {
            let mut fields = [httparse::EMPTY_HEADER; 64];
            match httparse::parse_headers(&self.ahead, &mut fields) {
                Ok(httparse::Status::Complete((length, fields))) => {
                    let mut trailers = Headers::default();
                    for field in fields {
                        trailers.push(field.name, field.value);
                    }
                    self.ahead.advance(length);
                    return Ok(Some(trailers));
                }
                Ok(httparse::Status::Partial) => {
                    if !self.read_ahead().await? {
                        return Ok(None);
                    }
                }
                Err(_) => return Ok(None),
            }
        }
    }
}
