//! The meeting place of Java and the Runtime API loop. It knows neither JNI nor `lambda_runtime`.
//!
//! Invocations go to Java through a crossbeam queue, on which Java threads block; outcomes come
//! back through a oneshot each, which the loop awaits. So neither side ever blocks the other's kind
//! of thread. What Java holds of an open invocation is a token, a counter that is checked against a
//! table: a stale one is an error, never a pointer.

mod envelope;
mod invocation;
mod turn;

use std::collections::HashMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use bytes::{Bytes, BytesMut};
use crossbeam_channel::{Receiver, Sender};
use tokio::sync::oneshot;

pub use envelope::{LogRecord, decode_failure, decode_log_record, encode_context};
pub use invocation::{Invocation, InvocationContext, Outcome, Thrown};
pub use turn::Turn;

use crate::error::{BridgeError, RESPONSE_LIMIT};

/// The largest event that is read, in bytes. Lambda's own limit for one is 6 MiB.
///
/// Source: AWS Lambda developer guide, "Lambda quotas".
pub const EVENT_LIMIT: usize = 32 * 1024 * 1024;

/// From this size on a buffer is kept for the next invocation: the allocator takes less from its own.
const WORTH_KEEPING: usize = 64 * 1024;

/// Names an open invocation while Java works on it. Never zero, never given out twice.
pub type Token = u64;

/// What waits in the queue: an invocation and the way back for its outcome.
type Arrival = (Invocation, oneshot::Sender<Outcome>);

/// An invocation that Java has taken and not yet answered.
struct Open {
    context: Arc<InvocationContext>,
    /// Taken out by the first [`Exchange::payload`].
    payload: Option<Bytes>,
    reply: oneshot::Sender<Outcome>,
}

/// The queue towards Java, the table of open invocations, and the way back.
///
/// Every method may be called from any thread. Only [`Exchange::next`] blocks.
pub struct Exchange {
    /// `None` once closed: with the only sender gone, every reader wakes.
    entrance: Mutex<Option<Sender<Arrival>>>,
    arrivals: Receiver<Arrival>,
    open: Mutex<HashMap<Token, Open>>,
    last_token: AtomicU64,
    end: Mutex<Option<End>>,
    /// How many invocations were offered and have not been settled.
    unsettled: Mutex<usize>,
    settled: Condvar,
    spare: Mutex<BytesMut>,
}

/// Why the exchange has ended.
#[derive(Clone)]
enum End {
    /// The process is ending.
    Stopped,
    /// The loop has ended.
    Closed(Arc<str>),
}

impl Default for Exchange {
    fn default() -> Self {
        let (entrance, arrivals) = crossbeam_channel::unbounded();
        Self {
            entrance: Mutex::new(Some(entrance)),
            arrivals,
            open: Mutex::default(),
            last_token: AtomicU64::new(0),
            end: Mutex::default(),
            unsettled: Mutex::default(),
            settled: Condvar::new(),
            spare: Mutex::default(),
        }
    }
}

impl Exchange {
    /// Hands an invocation to whichever Java thread asks next, and returns where its outcome will
    /// arrive. Never blocks. The receiver fails when the outcome can no longer come.
    ///
    /// # Errors
    /// [`BridgeError::Closed`] after [`Exchange::close`].
    pub fn offer(&self, invocation: Invocation) -> Result<oneshot::Receiver<Outcome>, BridgeError> {
        let (reply, outcome) = oneshot::channel();
        let sent = match &*lock(&self.entrance) {
            Some(entrance) => entrance.send((invocation, reply)).is_ok(),
            None => false,
        };
        if sent {
            *lock(&self.unsettled) += 1;
        }
        if sent { Ok(outcome) } else { Err(self.closed()) }
    }

    /// Waits for the next invocation and opens it. Blocks without limit; a Java thread calls it, and
    /// a virtual one would pin its carrier meanwhile.
    ///
    /// # Errors
    /// [`BridgeError::Closed`] when the loop has ended and the queue is empty.
    pub fn next(&self) -> Result<(Token, Arc<InvocationContext>, usize), BridgeError> {
        let (invocation, reply) = self.arrivals.recv().map_err(|_| self.closed())?;
        let token = self.last_token.fetch_add(1, Ordering::Relaxed) + 1;
        let Invocation { context, payload } = invocation;
        let size = payload.len();
        lock(&self.open).insert(
            token,
            Open {
                context: Arc::clone(&context),
                payload: Some(payload),
                reply,
            },
        );
        Ok((token, context, size))
    }

    /// Takes the payload of an open invocation, without copying it. It can be taken once.
    ///
    /// # Errors
    /// [`BridgeError::UnknownToken`] when the invocation is not open or its payload was taken.
    pub fn payload(&self, token: Token) -> Result<Bytes, BridgeError> {
        let mut open = lock(&self.open);
        open.get_mut(&token)
            .and_then(|open| open.payload.take())
            .ok_or(BridgeError::UnknownToken(token))
    }

    /// Gives an open invocation its outcome, and so closes it.
    ///
    /// # Errors
    /// [`BridgeError::ResponseTooLarge`], and the invocation stays open; [`BridgeError::UnknownToken`]
    /// for a second answer; [`BridgeError::Closed`] when the loop has ended meanwhile.
    pub fn answer(&self, token: Token, outcome: Outcome) -> Result<(), BridgeError> {
        if let Outcome::Success(response) = &outcome
            && response.len() > RESPONSE_LIMIT
        {
            return Err(BridgeError::ResponseTooLarge { size: response.len() });
        }
        let open = lock(&self.open)
            .remove(&token)
            .ok_or(BridgeError::UnknownToken(token))?;
        open.reply.send(outcome).map_err(|_| self.closed())
    }

    /// Ends the exchange because the loop has ended: every waiting reader wakes with
    /// [`BridgeError::Closed`] once the queue is empty. The first end is kept.
    pub fn close(&self, cause: impl Into<Arc<str>>) {
        lock(&self.end).get_or_insert_with(|| End::Closed(cause.into()));
        lock(&self.entrance).take();
    }

    /// Ends the exchange because the process is ending: every waiting reader wakes with
    /// [`BridgeError::Stopped`]. Blocks until every invocation that was offered has been answered, at
    /// most for `patience`.
    pub fn stop(&self, patience: Duration) {
        lock(&self.end).get_or_insert(End::Stopped);
        lock(&self.entrance).take();
        let unsettled = lock(&self.unsettled);
        // Whatever is still open then dies with the process.
        drop(
            self.settled
                .wait_timeout_while(unsettled, patience, |count| *count > 0),
        );
    }

    /// Says that an outcome has reached the Runtime API, or never will.
    pub fn settled(&self) {
        let mut unsettled = lock(&self.unsettled);
        *unsettled = unsettled.saturating_sub(1);
        self.settled.notify_all();
    }

    /// The context of the invocation that is open, if it is the only one: what is logged meanwhile
    /// belongs to it.
    pub fn only_open(&self) -> Option<Arc<InvocationContext>> {
        let open = lock(&self.open);
        let mut all = open.values();
        match (all.next(), all.next()) {
            (Some(only), None) => Some(Arc::clone(&only.context)),
            _ => None,
        }
    }

    /// How many invocations Java has taken and not yet answered.
    pub fn open_invocations(&self) -> usize {
        lock(&self.open).len()
    }

    /// An empty buffer for a payload or a response, with the room of one that was given back.
    ///
    /// A body of megabytes in fresh memory costs more in page faults than in copying; an invocation
    /// needs one such buffer at a time.
    pub fn buffer(&self) -> BytesMut {
        std::mem::take(&mut *lock(&self.spare))
    }

    /// Takes back what was made from [`Exchange::buffer`], if nobody else holds it and it is worth
    /// keeping.
    pub fn give_back(&self, bytes: Bytes) {
        if bytes.len() < WORTH_KEEPING {
            return;
        }
        if let Ok(mut buffer) = bytes.try_into_mut() {
            buffer.clear();
            let mut spare = lock(&self.spare);
            if spare.capacity() < buffer.capacity() {
                *spare = buffer;
            }
        }
    }

    fn closed(&self) -> BridgeError {
        match &*lock(&self.end) {
            Some(End::Stopped) => BridgeError::Stopped,
            Some(End::Closed(cause)) => BridgeError::Closed {
                cause: Arc::clone(cause),
            },
            None => BridgeError::Closed {
                cause: "it no longer waits for this answer".into(),
            },
        }
    }
}

/// Every critical section here leaves its data whole, so a panic elsewhere does not spoil it.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
