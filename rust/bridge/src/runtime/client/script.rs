//! A peer that takes everything and sends what was written before, for tests and fuzz targets.

use std::io;
use std::pin::{Pin, pin};
use std::task::{Context, Poll, Waker};

use bytes::{Bytes, BytesMut};
use http::StatusCode;
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};

use super::ClientError;
use super::outgoing::Outgoing;
use super::transfer::Transfer;

/// Sends so many bytes at a time at most, then closes.
pub(super) struct Script<'a> {
    pub(super) answer: &'a [u8],
    pub(super) piece: usize,
    /// What it was sent.
    pub(super) taken: Vec<u8>,
}

impl AsyncRead for Script<'_> {
    fn poll_read(self: Pin<&mut Self>, _: &mut Context<'_>, room: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        let script = self.get_mut();
        let size = script.piece.min(script.answer.len()).min(room.remaining());
        let (piece, rest) = script.answer.split_at(size);
        room.put_slice(piece);
        script.answer = rest;
        Poll::Ready(Ok(()))
    }
}

impl AsyncWrite for Script<'_> {
    fn poll_write(self: Pin<&mut Self>, _: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        let size = bytes.len().min(self.piece);
        self.get_mut().taken.extend_from_slice(&bytes[..size]);
        Poll::Ready(Ok(size))
    }

    fn poll_flush(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<io::Result<()>> {
        Poll::Ready(Ok(()))
    }

    fn poll_shutdown(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<io::Result<()>> {
        Poll::Ready(Ok(()))
    }
}

/// What came of a call.
pub(super) struct Outcome {
    pub(super) answer: Result<(StatusCode, Bytes), ClientError>,
    pub(super) headers: Vec<(String, Vec<u8>)>,
    /// What the peer was sent.
    pub(super) sent: Vec<u8>,
}

/// Makes a call of a peer that sends these bytes in such pieces.
pub(super) fn call(request: impl Outgoing, answer: &[u8], piece: usize, limit: usize) -> Outcome {
    let mut headers = Vec::new();
    let mut transfer = Transfer::new(Script {
        answer,
        piece: piece.max(1),
        taken: Vec::new(),
    });
    let answer = {
        let mut visit = |name: &str, value: &[u8]| headers.push((name.to_owned(), value.to_owned()));
        let call = pin!(async {
            let head = transfer.call(request, &mut visit).await?;
            let body = transfer.body(&head, BytesMut::new(), limit).await?;
            Ok((head.status, body))
        });
        match call.poll(&mut Context::from_waker(Waker::noop())) {
            Poll::Ready(answer) => answer,
            Poll::Pending => Err(ClientError::Malformed("it waits for a peer that never does")),
        }
    };
    Outcome {
        answer,
        headers,
        sent: transfer.into_stream().taken,
    }
}

/// An answer is what it is, in whatever pieces it comes. The first byte is the size of a piece.
#[cfg(feature = "fuzzing")]
pub(crate) fn fuzz_answer(bytes: &[u8]) {
    use super::outgoing::Whole;

    const LIMIT: usize = 10_000;
    let Some((piece, answer)) = bytes.split_first() else {
        return;
    };
    let request = || Whole {
        request: b"GET / HTTP/1.1\r\n\r\n",
        body: b"",
    };
    let whole = call(request(), answer, usize::MAX, LIMIT);
    let pieces = call(request(), answer, usize::from(*piece), LIMIT);
    assert_eq!((&whole.headers, &whole.sent), (&pieces.headers, &pieces.sent));
    match (whole.answer, pieces.answer) {
        (Ok(whole), Ok(pieces)) => {
            assert!(whole.1.len() <= LIMIT);
            assert_eq!(whole, pieces);
        }
        (whole, pieces) => assert_eq!(format!("{whole:?}"), format!("{pieces:?}")),
    }
}
