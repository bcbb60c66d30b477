//! One connection of the function: reads heads, waits for its end, closes or resets it.

use super::{Broken, Fault, Headers, Reply};
use crate::{
    bounds::{MAX_HEAD_BYTES, MAX_HEAD_TIME, MAX_HEADERS, MAX_LINGER, MAX_REQUEST_LINE_BYTES},
    pace::Pace,
    piece::{BodyReader, Piece, PieceCounter},
    script::Reading,
};
use bytes::{Buf, BytesMut};
use std::{
    io,
    sync::Arc,
    time::{Duration, Instant},
};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
    sync::mpsc,
    time::{timeout, timeout_at},
};

/// What is asked of the system at once where nothing is known of what comes.
pub(super) const READ_BYTES: usize = 16 * 1024;

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
            .flat_map(|value| value.split(','))
            .any(|coding| coding.trim().eq_ignore_ascii_case("chunked"))
    }

    /// An error if it is no number, or if there are two different ones.
    pub(crate) fn content_length(&self) -> io::Result<usize> {
        let mut lengths = self.headers.get_all("Content-Length").map(str::trim);
        let Some(length) = lengths.next() else {
            return Ok(0);
        };
        let digits = length.bytes().all(|byte| byte.is_ascii_digit());
        length
            .parse()
            .ok()
            .filter(|_| digits && lengths.all(|other| other == length))
            .ok_or_else(|| io::Error::new(io::ErrorKind::InvalidData, "malformed Content-Length"))
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
    /// How the script has the next body read.
    pub(crate) reading: Reading,
    /// How fast the next body in chunks is read, if that is limited.
    pub(crate) pace: Option<Pace>,
    /// Where the pieces of the body in chunks go as they come, besides.
    pub(crate) pieces: Option<mpsc::Sender<Piece>>,
    /// Takes the body in chunks instead of having it kept.
    pub(crate) reader: Option<Arc<dyn BodyReader>>,
    /// Is told how much of the body in chunks has come.
    pub(crate) counter: Option<Arc<dyn PieceCounter>>,
    /// Bytes since the last pause that the script asks for.
    pub(super) unpaused: usize,
    head_time: Duration,
}

impl Connection {
    pub(crate) fn new(stream: TcpStream, number: u64) -> io::Result<Self> {
        stream.set_nodelay(true)?;
        Ok(Connection {
            stream,
            ahead: BytesMut::with_capacity(READ_BYTES),
            bodies: BytesMut::new(),
            last_read: Instant::now(),
            number,
            reading: Reading::default(),
            pace: None,
            pieces: None,
            reader: None,
            counter: None,
            unpaused: 0,
            head_time: MAX_HEAD_TIME,
        })
    }

    /// Reads more into `ahead`; false at the end of the stream.
    pub(super) async fn read_ahead(&mut self) -> io::Result<bool> {
        self.read_ahead_of(READ_BYTES).await
    }

    /// As much at once as fits into so many bytes.
    pub(super) async fn read_ahead_of(&mut self, bytes: usize) -> io::Result<bool> {
        self.ahead.reserve(bytes);
        let read = self.stream.read_buf(&mut self.ahead).await?;
        self.last_read = Instant::now();
        Ok(read > 0)
    }

    /// Reads the next head; `None` if the function closed the connection between two messages.
    ///
    /// Dropping the future loses nothing: what was read stays in the connection.
    pub(crate) async fn read_head(&mut self) -> Result<Option<Head>, Broken> {
        // Between two messages there is no time limit: a function may take as long as it likes to answer.
        while self.ahead.is_empty() {
            if !self.read_ahead().await? {
                return Ok(None);
            }
            self.skip_empty_lines();
        }
        self.skip_empty_lines();
        let end = tokio::time::Instant::now() + self.head_time;
        loop {
            if let Some((head, length)) = parse_head(&self.ahead)? {
                self.ahead.advance(length);
                return Ok(Some(head));
            }
            let more = timeout_at(end, self.read_ahead_line());
            if !more.await.map_err(|_| Fault::HeadTooSlow)?? {
                return Err(Fault::HeadCutOff.into());
            }
        }
    }

    /// Empty lines before a message do not count.
    fn skip_empty_lines(&mut self) {
        let empty = self.ahead.iter().take_while(|byte| b"\r\n".contains(byte));
        self.ahead.advance(empty.count());
    }

    /// Reads ahead until there is the end of another line, or more than a head may have; so that a line that
    /// comes byte by byte is parsed once.
    pub(super) async fn read_ahead_line(&mut self) -> io::Result<bool> {
        loop {
            let known = self.ahead.len();
            if !self.read_ahead().await? {
                return Ok(false);
            }
            let full = self.ahead.len() > MAX_REQUEST_LINE_BYTES;
            if full && known <= MAX_REQUEST_LINE_BYTES
                || self.ahead.len() > MAX_HEAD_BYTES
                || self.ahead[known..].contains(&b'\n')
            {
                return Ok(true);
            }
        }
    }

    /// Refuses a request and ends the connection, in such a way that a peer that is still writing sees why.
    pub(crate) async fn refuse(&mut self, reply: Reply) {
        if self
            .reply(reply.header("Connection", "close"), None)
            .await
            .is_ok()
            && self.stream.shutdown().await.is_ok()
        {
            let _ = timeout(MAX_LINGER, self.drain()).await;
        }
    }

    /// Returns when the function closes its half of the connection or the connection breaks.
    ///
    /// Bytes that arrive meanwhile are kept for the next message. Cancel-safe.
    pub(crate) async fn closed(&mut self) {
        while self.ahead.len() <= MAX_HEAD_BYTES {
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

/// The head that stands at the beginning, and its length; `None` if it is not whole yet.
fn parse_head(bytes: &[u8]) -> Result<Option<(Head, usize)>, Fault> {
    let first_line = bytes.iter().take(MAX_REQUEST_LINE_BYTES + 1);
    if first_line.len() > MAX_REQUEST_LINE_BYTES && !first_line.into_iter().any(|byte| *byte == b'\n') {
        return Err(Fault::RequestLineTooLong);
    }
    let mut fields = [httparse::EMPTY_HEADER; MAX_HEADERS];
    let mut request = httparse::Request::new(&mut fields);
    let status = request.parse(bytes).map_err(|error| match error {
        httparse::Error::TooManyHeaders => Fault::TooManyHeaders,
        httparse::Error::HeaderName => Fault::MalformedHead("invalid header name"),
        httparse::Error::HeaderValue => Fault::MalformedHead("invalid header value"),
        httparse::Error::Version => Fault::MalformedHead("invalid HTTP version"),
        _ => Fault::MalformedHead("invalid request line"),
    })?;
    let length = match status {
        httparse::Status::Complete(length) => Some(length),
        httparse::Status::Partial => None,
    };
    if length.unwrap_or(bytes.len()) > MAX_HEAD_BYTES {
        return Err(Fault::HeadTooLarge);
    }
    let Some(length) = length else {
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

#[cfg(test)]
mod tests {
    use super::{Broken, Connection, Fault};
    use std::time::Duration;
    use tokio::{
        io::AsyncWriteExt,
        net::{TcpListener, TcpStream},
    };

    #[tokio::test]
    async fn a_head_may_not_take_for_ever_but_the_time_before_it_may() {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let mut client = TcpStream::connect(listener.local_addr().unwrap()).await.unwrap();
        let mut connection = Connection::new(listener.accept().await.unwrap().0, 0).unwrap();
        connection.head_time = Duration::from_millis(50);
        let idle = tokio::time::timeout(Duration::from_millis(200), connection.read_head()).await;
        assert!(idle.is_err(), "no head is waited for as long as it takes");
        client
            .write_all(b"\r\n\r\nGET /slow HTTP/1.1\r\nHost: a")
            .await
            .unwrap();
        let Err(Broken::Request(fault)) = connection.read_head().await else {
            panic!("it waited");
        };
        assert_eq!(fault, Fault::HeadTooSlow);
    }
}
