//! A response in pieces: Java writes and blocks while there is no room, the loop reads and never blocks.
//!
//! It is bounded by bytes. Small pieces are gathered into one, so a handler that writes byte by byte
//! costs neither a chunk nor an allocation each.

use std::collections::VecDeque;
use std::sync::Arc;
use std::task::{Context, Poll, Waker};

use bytes::{Bytes, BytesMut};

use super::ErrorReport;
use super::sync::{Condvar, Mutex, MutexGuard, lock, wait};
use crate::error::BridgeError;

/// How many bytes may wait to be sent before a write blocks. With the client's own buffer and the
/// piece that is being written, a stream holds less than 4 MiB.
pub const STREAM_BUFFER: usize = 1024 * 1024;

/// The largest piece that should be handed over at once: a larger one would overshoot the bound.
pub const PIECE: usize = 256 * 1024;

/// Once a write has found no room, it waits until so many bytes are left: else each piece that is sent would
/// wake it for one more, which costs more than the piece. A piece fits in then.
const LOW: usize = STREAM_BUFFER / 2;

/// A piece below this size, in bytes, is gathered with its neighbours; one at a time is not held back
/// for more once so many bytes wait.
const SMALL: usize = 16 * 1024;

/// Why a stream is refused that nobody has refused with a better reason.
const GONE: &str = "the connection to the Runtime API is gone";

/// How a stream ended on Java's side.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum StreamEnd {
    /// All was written.
    Complete,
    /// The handler threw after its response had begun.
    Failed(ErrorReport),
    /// Nobody will write any more, since the process is ending.
    Dropped,
}

/// What a reader gets.
#[derive(Debug, PartialEq, Eq)]
pub enum Piece {
    /// The next bytes, never none.
    Data(Bytes),
    /// A few bytes wait, which may have company soon: poll again, in haste, once patience is over.
    Gathering,
    /// There is no more.
    End(StreamEnd),
}

#[derive(Default)]
struct State {
    pieces: VecDeque<Bytes>,
    /// Follows the last of `pieces`.
    small: BytesMut,
    /// In both.
    waiting: usize,
    /// Writers for which there was no room.
    blocked: usize,
    flushed: bool,
    end: Option<StreamEnd>,
    /// Why nothing is sent any more.
    refused: Option<Arc<str>>,
    /// The reader is dropped.
    abandoned: bool,
    reader: Option<Waker>,
    /// Waits in [`StreamControl`].
    watcher: Option<Waker>,
}

#[derive(Default)]
struct Shared {
    state: Mutex<State>,
    /// Notified when there is room, and when the stream is refused.
    room: Condvar,
}

/// The side of Java, which may block.
#[derive(Clone)]
pub(super) struct Writer(Arc<Shared>);

/// The side of the loop. Dropping it refuses what is written later, unless there is a [`StreamControl`].
pub struct Stream {
    /// `Content-Type` of the response.
    pub content_type: Option<String>,
    shared: Arc<Shared>,
    controlled: bool,
}

/// Lets the loop refuse a stream whose reader it has given away, and wait for its end. Dropping it refuses
/// what is written later.
pub struct StreamControl(Arc<Shared>);

pub(super) fn stream(content_type: Option<String>) -> (Writer, Stream) {
    let shared = Arc::new(Shared::default());
    let reader = Stream {
        content_type,
        shared: Arc::clone(&shared),
        controlled: false,
    };
    (Writer(shared), reader)
}

impl Writer {
    /// Hands over a piece, and blocks until there is room for it.
    pub(super) fn write(&self, piece: Bytes) -> Result<(), BridgeError> {
        let mut state = lock(&self.0.state);
        let mut has_room = state.has_room(piece.len());
        loop {
            if let Some(reason) = &state.refused {
                return Err(BridgeError::StreamRefused(Arc::clone(reason)));
            }
            if state.end.is_some() {
                return Err(BridgeError::StreamRefused("it has ended already".into()));
            }
            if has_room {
                break;
            }
            state.blocked += 1;
            state = wait(&self.0.room, state);
            state.blocked -= 1;
            has_room = state.waiting <= LOW;
        }
        state.push(piece);
        wake(state);
        Ok(())
    }

    /// Whether [`Writer::write`] would not block now.
    pub(super) fn has_room(&self, size: usize) -> bool {
        let state = lock(&self.0.state);
        state.refused.is_some() || state.end.is_some() || state.has_room(size)
    }

    /// Has what waits sent at once.
    pub(super) fn flush(&self) -> Result<(), BridgeError> {
        let mut state = lock(&self.0.state);
        if let Some(reason) = &state.refused {
            return Err(BridgeError::StreamRefused(Arc::clone(reason)));
        }
        state.flushed = true;
        wake(state);
        Ok(())
    }

    /// Ends the stream. The first end counts.
    pub(super) fn end(&self, end: StreamEnd) -> Result<(), BridgeError> {
        let mut state = lock(&self.0.state);
        let refused = state.refused.clone();
        state.end.get_or_insert(end);
        self.0.room.notify_all();
        wake(state);
        refused.map_or(Ok(()), |reason| Err(BridgeError::StreamRefused(reason)))
    }
}

impl State {
    fn has_room(&self, size: usize) -> bool {
        self.waiting == 0 || self.waiting + size <= STREAM_BUFFER
    }

    fn push(&mut self, piece: Bytes) {
        self.waiting += piece.len();
        if piece.len() < SMALL {
            self.small.extend_from_slice(&piece);
            return;
        }
        if !self.small.is_empty() {
            self.pieces.push_back(self.small.split().freeze());
        }
        self.pieces.push_back(piece);
    }

    fn pop(&mut self) -> Option<Bytes> {
        let small = |small: &mut BytesMut| (!small.is_empty()).then(|| small.split().freeze());
        let piece = self.pieces.pop_front().or_else(|| small(&mut self.small))?;
        self.waiting -= piece.len();
        Some(piece)
    }
}

/// Wakes the loop, after the lock is released.
fn wake(mut state: MutexGuard<'_, State>) {
    let reader = state.reader.take();
    let watcher = if state.end.is_some() || state.abandoned {
        state.watcher.take()
    } else {
        None
    };
    drop(state);
    for waker in [reader, watcher].into_iter().flatten() {
        waker.wake();
    }
}

impl Stream {
    /// The next piece. A few bytes that nobody has flushed are held back unless the reader is `hasty`.
    ///
    /// # Errors
    /// Why the stream was refused.
    pub fn poll(&mut self, context: &mut Context<'_>, hasty: bool) -> Poll<Result<Piece, Arc<str>>> {
        let mut state = lock(&self.shared.state);
        if let Some(reason) = &state.refused {
            return Poll::Ready(Err(Arc::clone(reason)));
        }
        let urgent = hasty || state.flushed || state.end.is_some() || state.waiting >= SMALL;
        if state.waiting > 0 && !urgent {
            state.reader = Some(context.waker().clone());
            return Poll::Ready(Ok(Piece::Gathering));
        }
        if let Some(piece) = state.pop() {
            state.flushed &= state.waiting > 0;
            if state.blocked > 0 && state.waiting <= LOW {
                self.shared.room.notify_all();
            }
            return Poll::Ready(Ok(Piece::Data(piece)));
        }
        if let Some(end) = &state.end {
            return Poll::Ready(Ok(Piece::End(end.clone())));
        }
        state.flushed = false;
        state.reader = Some(context.waker().clone());
        Poll::Pending
    }

    /// What stays with the loop while the reader is elsewhere, and refuses the stream from now on.
    pub fn control(&mut self) -> StreamControl {
        self.controlled = true;
        StreamControl(Arc::clone(&self.shared))
    }
}

impl Drop for Stream {
    fn drop(&mut self) {
        if !self.controlled {
            refuse(&self.shared, GONE.into());
        }
        let mut state = lock(&self.shared.state);
        state.abandoned = true;
        wake(state);
    }
}

impl StreamControl {
    /// Makes every write fail with this reason, the ones that wait included. The first reason is kept.
    pub fn refuse(&self, reason: &str) {
        refuse(&self.0, reason.into());
    }

    /// Resolves once all is read, to how Java ended the stream; to `None` as soon as the reader was dropped
    /// before that.
    pub async fn read(&self) -> Option<StreamEnd> {
        self.wait(|state| match &state.end {
            Some(end) if state.waiting == 0 => Some(Some(end.clone())),
            _ => state.abandoned.then_some(None),
        })
        .await
    }

    /// Resolves once Java has ended the stream, to how it did.
    pub async fn ended(&self) -> StreamEnd {
        self.wait(|state| state.end.clone()).await
    }

    async fn wait<T>(&self, come: impl Fn(&State) -> Option<T>) -> T {
        std::future::poll_fn(|context| {
            let mut state = lock(&self.0.state);
            if let Some(value) = come(&state) {
                return Poll::Ready(value);
            }
            state.watcher = Some(context.waker().clone());
            Poll::Pending
        })
        .await
    }
}

/// A loop that is no longer there reads nothing.
impl Drop for StreamControl {
    fn drop(&mut self) {
        refuse(&self.0, GONE.into());
    }
}

fn refuse(shared: &Shared, reason: Arc<str>) {
    let mut state = lock(&shared.state);
    state.refused.get_or_insert(reason);
    state.pieces.clear();
    state.small.clear();
    state.waiting = 0;
    shared.room.notify_all();
    wake(state);
}

impl std::fmt::Debug for Stream {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Stream")
            .field("content_type", &self.content_type)
            .finish_non_exhaustive()
    }
}

/// Two streams are the same when they are one.
impl PartialEq for Stream {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.shared, &other.shared)
    }
}

impl Eq for Stream {}
