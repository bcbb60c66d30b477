//! What is written of a request: one with its whole body, or one whose body comes in pieces.

use std::io::Write as _;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use bytes::Bytes;
use http::HeaderMap;
use hyper::body::Body;
use lambda_runtime::Error;

use super::ClientError;

/// Gives what is to be written, a few parts at a time.
pub(super) trait Outgoing {
    /// What is written next, one after the other; nothing where everything given so far is written.
    fn parts(&self) -> [&[u8]; 3];

    /// Takes so many bytes off what is written next.
    fn wrote(&mut self, size: usize);

    /// Gives further parts once all are written. Resolves with false when there are none.
    fn poll_more(&mut self, context: &mut Context<'_>) -> Poll<Result<bool, ClientError>>;
}

/// A request that is there as a whole.
pub(super) struct Whole<'a> {
    pub(super) request: &'a [u8],
    pub(super) body: &'a [u8],
}

impl Outgoing for Whole<'_> {
    fn parts(&self) -> [&[u8]; 3] {
        [self.request, self.body, &[]]
    }

    fn wrote(&mut self, size: usize) {
        let (of_request, of_body) = split(size, self.request.len());
        self.request = &self.request[of_request..];
        self.body = &self.body[of_body..];
    }

    fn poll_more(&mut self, _: &mut Context<'_>) -> Poll<Result<bool, ClientError>> {
        Poll::Ready(Ok(false))
    }
}

/// A request whose body is sent in chunks, as it comes.
pub(super) struct Pieces<B> {
    body: B,
    /// The head of the request, then what goes before the data of a chunk.
    before: Vec<u8>,
    written: usize,
    data: Bytes,
    after: &'static [u8],
    last: bool,
}

impl<B> Pieces<B> {
    /// Nothing is written before the first piece is there.
    pub(super) fn new(request: &[u8], body: B) -> Self {
        Self {
            body,
            before: request.to_vec(),
            written: 0,
            data: Bytes::new(),
            after: &[],
            last: false,
        }
    }
}

impl<B: Body<Data = Bytes, Error = Error> + Unpin> Outgoing for Pieces<B> {
    fn parts(&self) -> [&[u8]; 3] {
        // Until a chunk is there, the head waits for it.
        match self.after.is_empty() && !self.last {
            true => [&[]; 3],
            false => [&self.before[self.written..], &self.data, self.after],
        }
    }

    fn wrote(&mut self, size: usize) {
        let (of_before, rest) = split(size, self.before.len() - self.written);
        let (of_data, of_after) = split(rest, self.data.len());
        self.written += of_before;
        self.data = self.data.slice(of_data..);
        self.after = &self.after[of_after..];
    }

    fn poll_more(&mut self, context: &mut Context<'_>) -> Poll<Result<bool, ClientError>> {
        if self.last {
            return Poll::Ready(Ok(false));
        }
        let frame = ready!(Pin::new(&mut self.body).poll_frame(context));
        self.before.drain(..self.written);
        self.written = 0;
        match frame {
            Some(Ok(frame)) => match frame.into_data() {
                // An empty chunk would be the last one.
                Ok(data) if data.is_empty() => {
                    context.waker().wake_by_ref();
                    return Poll::Pending;
                }
                Ok(data) => {
                    // Writing to memory does not fail.
                    let _written = write!(self.before, "{:x}\r\n", data.len());
                    self.data = data;
                    self.after = b"\r\n";
                }
                Err(frame) => self.end(frame.into_trailers().unwrap_or_default()),
            },
            Some(Err(error)) => return Poll::Ready(Err(ClientError::Abandoned(error))),
            None => self.end(HeaderMap::new()),
        }
        Poll::Ready(Ok(true))
    }
}

impl<B> Pieces<B> {
    fn end(&mut self, trailers: HeaderMap) {
        self.before.extend_from_slice(b"0\r\n");
        for (name, value) in &trailers {
            put_field(&mut self.before, name.as_str(), value.as_bytes());
        }
        self.after = b"\r\n";
        self.last = true;
    }
}

/// Appends a line of a head, or a trailer.
pub(super) fn put_field(lines: &mut Vec<u8>, name: &str, value: &[u8]) {
    for part in [name.as_bytes(), b": ", value, b"\r\n"] {
        lines.extend_from_slice(part);
    }
}

/// How many of so many bytes are within the first part, and how many beyond it.
fn split(size: usize, first: usize) -> (usize, usize) {
    let within = size.min(first);
    (within, size - within)
}
