//! A stream of the exchange as the body of a request.

use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use bytes::Bytes;
use hyper::body::{Body, Frame};
use lambda_runtime::Error;
use tokio::time::Sleep;

use super::report::{Kind, Report};
use crate::exchange::{Exchange, Piece, Stream, StreamEnd};

/// How long a few bytes wait for more, so that a handler that writes byte by byte sends no chunk for
/// each.
const PATIENCE: Duration = Duration::from_millis(2);

/// Reads a stream, and ends with trailers where the handler failed.
pub(super) struct StreamBody {
    stream: Stream,
    exchange: Arc<Exchange>,
    patience: Option<Pin<Box<Sleep>>>,
    ended: bool,
}

impl StreamBody {
    pub(super) fn new(stream: Stream, exchange: &Arc<Exchange>) -> Self {
        Self {
            stream,
            exchange: Arc::clone(exchange),
            patience: None,
            ended: false,
        }
    }

    fn end(&mut self, end: &StreamEnd) -> Option<Frame<Bytes>> {
        self.ended = true;
        let report = match end {
            StreamEnd::Complete => return None,
            StreamEnd::Failed(error) => Report::of(Kind::UserException, error),
            StreamEnd::Dropped => Report::internal(
                Kind::ShuttingDown,
                "the process was terminated before the response was complete".to_owned(),
            ),
        };
        Some(Frame::trailers(report.trailers()))
    }
}

impl Body for StreamBody {
    type Data = Bytes;
    type Error = Error;

    fn poll_frame(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Error>>> {
        let body = self.get_mut();
        if body.ended {
            return Poll::Ready(None);
        }
        let mut hasty = false;
        loop {
            if let Some(patience) = &mut body.patience {
                hasty = patience.as_mut().poll(context).is_ready();
            }
            let piece = match ready!(body.stream.poll(context, hasty)) {
                Ok(piece) => piece,
                // Ends the connection: half a response must not look like a whole one.
                Err(reason) => return Poll::Ready(Some(Err(reason.as_ref().into()))),
            };
            match piece {
                Piece::Gathering if body.patience.is_some() => return Poll::Pending,
                Piece::Gathering => body.patience = Some(Box::pin(tokio::time::sleep(PATIENCE))),
                Piece::Data(bytes) => {
                    body.patience = None;
                    body.exchange.loop_goes_on();
                    return Poll::Ready(Some(Ok(Frame::data(bytes))));
                }
                Piece::End(end) => return Poll::Ready(body.end(&end).map(Ok)),
            }
        }
    }
}
