//! One connection of the function: reads heads, waits for its end, closes or resets it.

use super::Headers;
use bytes::{Buf, BytesMut};
use std::{io, time::Instant};
use tokio::{io::AsyncReadExt, net::TcpStream};

/// Largest head in bytes: Lambda allows 1 MB of headers in all.
const HEAD_LIMIT: usize = 1024 * 1024;
const HEADER_COUNT_LIMIT: usize = 256;

/// The head of a request.
#[derive(Debug)]
pub(crate) struct Head {
    pub(crate) method: String,
    pub(crate) target: String,
    pub(crate) headers: Headers,
    pub(crate) keep_alive: bool,
}

impl Head {
    pub(crate) fn is_chunked(&self) -> bool {
        self.headers
            .get_all("Transfer-Encoding")
            .any(|value| value.to_ascii_lowercase().contains("chunked"))
    }

    pub(crate) fn content_length(&self) -> io::Result<usize> {
        match self.headers.get("Content-Length") {
            None => Ok(0),
            Some(value) => value
                .trim()
                .parse()
                .map_err(|_| io::Error::new(io::ErrorKind::InvalidData, "malformed Content-Length")),
        }
    }
}

/// A connection with what was read ahead of the message being handled.
#[derive(Debug)]
pub(crate) struct Connection {
    pub(super) stream: TcpStream,
    pub(super) ahead: BytesMut,
    /// Where bodies are read into. Its memory is used again as soon as the last body has been dropped, so
    /// that a large body costs no fresh pages.
    pub(super) bodies: BytesMut,
    /// When the last read that brought something returned.
    pub(crate) last_read: Instant,
    /// Position of this connection among all that were accepted.
    pub(crate) number: u64,
}

impl Connection {
    pub(crate) fn new(stream: TcpStream, number: u64) -> io::Result<Self> {
        stream.set_nodelay(true)?;
        Ok(Connection {
            stream,
            ahead: BytesMut::with_capacity(16 * 1024),
            bodies: BytesMut::new(),
            last_read: Instant::now(),
            number,
        })
    }

    /// Reads more into `ahead`; false at the end of the stream.
    pub(super) async fn read_ahead(&mut self) -> io::Result<bool> {
        self.ahead.reserve(16 * 1024);
        let read = self.stream.read_buf(&mut self.ahead).await?;
        self.last_read = Instant::now();
        Ok(read > 0)
    }

    /// Reads the next head; `None` if the function closed the connection between two messages.
    ///
    /// Dropping the future loses nothing: what was read stays in the connection.
    pub(crate) async fn read_head(&mut self) -> io::Result<Option<Head>> {
        loop {
            if let Some((head, length)) = parse_head(&self.ahead)? {
                self.ahead.advance(length);
                return Ok(Some(head));
            }
            if self.ahead.len() > HEAD_LIMIT {
                return Err(io::Error::new(
                    io::ErrorKind::InvalidData,
                    "head larger than 1 MiB",
                ));
            }
            if !self.read_ahead().await? {
                return if self.ahead.is_empty() {
                    Ok(None)
                } else {
                    Err(io::ErrorKind::UnexpectedEof.into())
                };
            }
        }
    }

    /// Returns when the function closes its half of the connection or the connection breaks.
    ///
    /// Bytes that arrive meanwhile are kept for the next message. Cancel-safe.
    pub(crate) async fn closed(&mut self) {
        while self.ahead.len() <= HEAD_LIMIT {
            if !self.read_ahead().await.unwrap_or(false) {
                return;
            }
        }
        std::future::pending().await
    }

    /// Makes the drop of the connection a reset (RST) instead of an orderly end.
    pub(crate) fn reset_on_drop(&self) {
        // A connection that is already gone cannot be reset, which is as good.
        let _ = self.stream.set_zero_linger();
    }

    /// Reads and forgets until the function closes the connection.
    pub(crate) async fn drain(&mut self) {
        loop {
            self.ahead.clear();
            if !self.read_ahead().await.unwrap_or(false) {
                return;
            }
        }
    }
}

fn parse_head(bytes: &[u8]) -> io::Result<Option<(Head, usize)>> {
    let mut fields = [httparse::EMPTY_HEADER; HEADER_COUNT_LIMIT];
    let mut request = httparse::Request::new(&mut fields);
    let status = request
        .parse(bytes)
        .map_err(|error| io::Error::new(io::ErrorKind::InvalidData, format!("malformed head: {error}")))?;
    let httparse::Status::Complete(length) = status else {
        return Ok(None);
    };
    let mut headers = Headers::default();
    for field in request.headers.iter() {
        headers.push(field.name, field.value);
    }
    let connection = headers.get("Connection").unwrap_or_default().to_ascii_lowercase();
    let keep_alive = match request.version {
        Some(0) => connection.contains("keep-alive"),
        _ => !connection.contains("close"),
    };
    let head = Head {
        method: request.method.unwrap_or_default().to_owned(),
        target: request.path.unwrap_or_default().to_owned(),
        headers,
        keep_alive,
    };
    Ok(Some((head, length)))
}
