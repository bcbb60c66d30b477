//! Calls on one connection, whatever it is made of.

use std::future::{Future, poll_fn};
use std::io::{self, IoSlice};
use std::pin::{Pin, pin};
use std::task::{Context, Poll};

use bytes::{Buf, BufMut, Bytes, BytesMut};
use httparse::Status;
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite};

use super::framing::Framing;
use super::head::{self, Head, Visit};
use super::outgoing::Outgoing;
use super::{ClientError, MAX_HEAD_BYTES};

/// How much room a read of a head or of a small body has, in bytes.
const READ: usize = 8 * 1024;

/// The longest line with the size of a chunk, in bytes; extensions are read over.
const MAX_CHUNK_LINE: usize = 16 * 1024;

/// A connection, and what was read from it but not yet used.
pub(super) struct Transfer<S> {
    stream: S,
    input: BytesMut,
    /// Whether the last call has come to its end, and left nothing behind.
    complete: bool,
}

impl<S: AsyncRead + AsyncWrite + Unpin> Transfer<S> {
    pub(super) fn new(stream: S) -> Self {
        Self {
            stream,
            input: BytesMut::new(),
            complete: true,
        }
    }

    /// The connection, for a test to look at.
    #[cfg(any(test, feature = "fuzzing"))]
    pub(super) fn into_stream(self) -> S {
        self.stream
    }

    /// Whether another call can be made: not after one that was dropped, broke off, or was answered before it
    /// was sent, and not once the other side has closed the connection.
    pub(super) async fn is_reusable(&mut self) -> bool {
        let idle = poll_fn(|context| Poll::Ready(self.poll_fill(context).is_pending())).await;
        self.complete && idle && self.input.is_empty()
    }

    /// Sends a request and waits for the head of its answer, whose headers it shows. An answer that comes
    /// before the request is sent ends the sending.
    pub(super) async fn call(
        &mut self,
        mut request: impl Outgoing,
        visit: Visit<'_>,
    ) -> Result<Head, ClientError> {
        self.complete = false;
        let whole = poll_fn(|context| self.poll_send(context, &mut request)).await?;
        let mut answer = loop {
            if let Some(answer) = self.take_head(visit)? {
                break answer;
            }
            self.fill().await?;
        };
        answer.keep_alive &= whole;
        Ok(answer)
    }

    /// Reads the body of an answer into `buffer`, which is empty but may have room from an earlier one.
    pub(super) async fn body(
        &mut self,
        head: &Head,
        mut buffer: BytesMut,
        limit: usize,
    ) -> Result<Bytes, ClientError> {
        match head.framing {
            Framing::Length(size) => {
                within(size, limit)?;
                self.copy(size, &mut buffer).await?;
            }
            Framing::Chunked => loop {
                let size = self.chunk_size().await?;
                if size == 0 {
                    self.trailers().await?;
                    break;
                }
                within(buffer.len().saturating_add(size), limit)?;
                self.copy(size, &mut buffer).await?;
                self.line_end().await?;
            },
            Framing::UntilClose => loop {
                within(buffer.len() + self.input.len(), limit)?;
                buffer.extend_from_slice(&self.input);
                self.input.clear();
                match self.fill().await {
                    Ok(()) => {}
                    Err(ClientError::Closed) => break,
                    Err(error) => return Err(error),
                }
            },
        }
        self.complete = head.keep_alive;
        Ok(buffer.freeze())
    }

    /// Writes what is left of a request. Resolves with whether it is written, or an answer came before.
    fn poll_send(
        &mut self,
        context: &mut Context<'_>,
        request: &mut impl Outgoing,
    ) -> Poll<Result<bool, ClientError>> {
        let failed = loop {
            let parts = request.parts().map(IoSlice::new);
            if parts.iter().all(|part| part.is_empty()) {
                match request.poll_more(context) {
                    Poll::Ready(Ok(true)) => continue,
                    Poll::Ready(Ok(false)) => return Poll::Ready(Ok(true)),
                    Poll::Ready(Err(error)) => return Poll::Ready(Err(error)),
                    Poll::Pending => break None,
                }
            }
            match Pin::new(&mut self.stream).poll_write_vectored(context, &parts) {
                Poll::Ready(Ok(0)) => break Some(io::ErrorKind::WriteZero.into()),
                Poll::Ready(Ok(written)) => request.wrote(written),
                Poll::Ready(Err(error)) => break Some(error),
                Poll::Pending => break None,
            }
        };
        // It may be rejected before it has been read, and the connection closed then.
        loop {
            if self.is_answered()? {
                return Poll::Ready(Ok(false));
            }
            match self.poll_fill(context) {
                Poll::Ready(Ok(())) => {}
                Poll::Ready(Err(error)) => {
                    return Poll::Ready(Err(failed.map_or(error, ClientError::Broken)));
                }
                Poll::Pending => match failed {
                    Some(error) => return Poll::Ready(Err(ClientError::Broken(error))),
                    None => return Poll::Pending,
                },
            }
        }
    }

    /// Whether the input begins with a head that answers, after those that only inform.
    fn is_answered(&mut self) -> Result<bool, ClientError> {
        while let Some((head, size)) = head::parse(&self.input, &mut |_, _| {})? {
            if !head.is_interim() {
                return Ok(true);
            }
            self.input.advance(size);
        }
        Ok(false)
    }

    /// Takes the head that answers off the input, if it is there, and shows its headers.
    fn take_head(&mut self, visit: Visit<'_>) -> Result<Option<Head>, ClientError> {
        while let Some((head, size)) = head::parse(&self.input, visit)? {
            self.input.advance(size);
            if !head.is_interim() {
                return Ok(Some(head));
            }
        }
        Ok(None)
    }

    /// Moves so many bytes of a body to the end of a buffer.
    ///
    /// It reads with room for one byte more: a read that leaves room tells tokio that there is nothing left, which
    /// spares the call of the system that would find that out before the next request.
    async fn copy(&mut self, size: usize, buffer: &mut BytesMut) -> Result<(), ClientError> {
        let end = buffer.len() + size;
        buffer.reserve(size + 1);
        let ready = size.min(self.input.len());
        buffer.extend_from_slice(&self.input[..ready]);
        self.input.advance(ready);
        while buffer.len() < end {
            let left = end - buffer.len();
            let mut room = (&mut *buffer).limit(left + 1);
            some(self.stream.read_buf(&mut room).await)?;
        }
        // What came behind the body, if anything did.
        self.input.extend_from_slice(&buffer[end..]);
        buffer.truncate(end);
        Ok(())
    }

    async fn chunk_size(&mut self) -> Result<usize, ClientError> {
        loop {
            match httparse::parse_chunk_size(&self.input) {
                Ok(Status::Complete((line, size))) if line <= MAX_CHUNK_LINE => {
                    self.input.advance(line);
                    return usize::try_from(size).map_err(|_| ClientError::Malformed("the size of a chunk"));
                }
                Ok(Status::Partial) if self.input.len() <= MAX_CHUNK_LINE => self.fill().await?,
                _ => return Err(ClientError::Malformed("the size of a chunk")),
            }
        }
    }

    /// Reads over the trailers, up to the empty line after them.
    async fn trailers(&mut self) -> Result<(), ClientError> {
        let mut read = 0;
        loop {
            let end = self.input.windows(2).position(|pair| pair == b"\r\n");
            let Some(end) = end else {
                if self.input.len() > MAX_HEAD_BYTES {
                    return Err(ClientError::Malformed("its trailers are too long"));
                }
                self.fill().await?;
                continue;
            };
            self.input.advance(end + 2);
            read += end + 2;
            if end == 0 {
                return Ok(());
            }
            if read > MAX_HEAD_BYTES {
                return Err(ClientError::Malformed("its trailers are too long"));
            }
        }
    }

    async fn line_end(&mut self) -> Result<(), ClientError> {
        while self.input.len() < 2 {
            self.fill().await?;
        }
        if !self.input.starts_with(b"\r\n") {
            return Err(ClientError::Malformed("the end of a chunk"));
        }
        self.input.advance(2);
        Ok(())
    }

    async fn fill(&mut self) -> Result<(), ClientError> {
        poll_fn(|context| self.poll_fill(context)).await
    }

    /// Reads what there is to the end of the input.
    fn poll_fill(&mut self, context: &mut Context<'_>) -> Poll<Result<(), ClientError>> {
        self.input.reserve(READ);
        let read = pin!(self.stream.read_buf(&mut self.input)).poll(context);
        read.map(|read| some(read).map(drop))
    }
}

fn within(size: usize, limit: usize) -> Result<(), ClientError> {
    match size <= limit {
        true => Ok(()),
        false => Err(ClientError::TooLarge(limit)),
    }
}

/// How much was read, which is something until the other side closes.
fn some(read: io::Result<usize>) -> Result<usize, ClientError> {
    match read {
        Ok(0) => Err(ClientError::Closed),
        Ok(size) => Ok(size),
        Err(error) => Err(ClientError::Broken(error)),
    }
}
