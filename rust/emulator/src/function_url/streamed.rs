//! What a function streams, as HTTP: the prelude is taken off, the rest goes to the client as it comes.

use super::{
    reply::{self, BrokenOff, Failure, Reply, whole},
    response,
};
use crate::{
    answer::{Answer, Completion},
    bounds::MAX_PRELUDE_BYTES,
    error::EmulatorError,
    part::Part,
    piece::Piece,
    wire::HTTP_INTEGRATION_RESPONSE,
};
use bytes::{Bytes, BytesMut};
use hyper::{
    HeaderMap, StatusCode,
    body::{Body, Frame},
    header::{CONTENT_TYPE, HeaderValue},
};
use serde_json::Value;
use std::{
    pin::Pin,
    task::{Context, Poll},
};
use tokio::sync::mpsc;

/// What stands between a prelude and the body.
const END_OF_PRELUDE: [u8; 8] = [0; 8];

/// What a response is taken for that says nothing of its type.
const UNKNOWN_TYPE: &str = "application/octet-stream";

/// Replies as soon as status and headers are known.
pub(super) async fn reply(mut parts: mpsc::Receiver<Part>) -> Result<Reply, Failure> {
    match parts.recv().await {
        Some(Part::Piece(Piece::Begin(content_type))) => {
            if content_type.as_deref() == Some(HTTP_INTEGRATION_RESPONSE) {
                let (prelude, first) = prelude(&mut parts).await?;
                let Ok(Value::Object(prelude)) = serde_json::from_slice(&prelude) else {
                    return Err(Failure::NoPrelude);
                };
                let (status, headers) = response::head(&prelude, UNKNOWN_TYPE)?;
                return Ok(reply::reply(status, headers, Rest { first, parts }));
            }
            let first = Bytes::new();
            let headers = headers(content_type.as_deref());
            Ok(reply::reply(StatusCode::OK, headers, Rest { first, parts }))
        }
        Some(Part::End(ended)) => buffered(*ended),
        Some(Part::Piece(Piece::Bytes(_))) | None => Err(Failure::Emulator(EmulatorError::Stopped)),
    }
}

/// An answer that the function did not stream: its bytes as they are.
fn buffered(ended: Result<Completion, EmulatorError>) -> Result<Reply, Failure> {
    match ended?.answer {
        Answer::Response(response) => {
            let headers = headers(response.content_type.as_deref());
            Ok(whole(StatusCode::OK, headers, response.body))
        }
        answer => Err(Failure::Function(answer.text())),
    }
}

fn headers(content_type: Option<&str>) -> HeaderMap {
    let content_type = content_type.and_then(|content_type| HeaderValue::from_str(content_type).ok());
    let content_type = content_type.unwrap_or(HeaderValue::from_static(UNKNOWN_TYPE));
    HeaderMap::from_iter([(CONTENT_TYPE, content_type)])
}

/// The prelude without its end, and what has come after it.
async fn prelude(parts: &mut mpsc::Receiver<Part>) -> Result<(Bytes, Bytes), Failure> {
    let mut read = BytesMut::new();
    loop {
        match parts.recv().await {
            Some(Part::Piece(Piece::Bytes(piece))) => {
                // The end may be spread over pieces.
                let known = read.len().saturating_sub(END_OF_PRELUDE.len() - 1);
                read.extend_from_slice(&piece);
                let end = read[known..]
                    .windows(END_OF_PRELUDE.len())
                    .position(|window| window == END_OF_PRELUDE);
                if let Some(end) = end.map(|end| known + end) {
                    let mut rest = read.split_off(end);
                    let rest = rest.split_off(END_OF_PRELUDE.len());
                    return Ok((read.freeze(), rest.freeze()));
                }
                if read.len() > MAX_PRELUDE_BYTES {
                    return Err(Failure::NoPrelude);
                }
            }
            Some(Part::Piece(Piece::Begin(_))) => {}
            Some(Part::End(ended)) => {
                return Err(match (*ended)?.answer {
                    Answer::Response(_) => Failure::NoPrelude,
                    answer => Failure::Function(answer.text()),
                });
            }
            None => return Err(Failure::Emulator(EmulatorError::Stopped)),
        }
    }
}

/// What follows the head.
struct Rest {
    first: Bytes,
    parts: mpsc::Receiver<Part>,
}

impl Body for Rest {
    type Data = Bytes;
    type Error = BrokenOff;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, BrokenOff>>> {
        if !self.first.is_empty() {
            let first = std::mem::take(&mut self.first);
            return Poll::Ready(Some(Ok(Frame::data(first))));
        }
        loop {
            let Poll::Ready(part) = self.parts.poll_recv(context) else {
                return Poll::Pending;
            };
            match part {
                Some(Part::Piece(Piece::Bytes(piece))) => return Poll::Ready(Some(Ok(Frame::data(piece)))),
                Some(Part::Piece(Piece::Begin(_))) => {}
                Some(Part::End(ended)) => {
                    let whole = ended.is_ok_and(|completion| completion.answer.response().is_some());
                    return Poll::Ready((!whole).then_some(Err(BrokenOff)));
                }
                None => return Poll::Ready(Some(Err(BrokenOff))),
            }
        }
    }
}
