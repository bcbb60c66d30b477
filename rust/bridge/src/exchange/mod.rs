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
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use bytes::Bytes;
use crossbeam_channel::{Receiver, Sender};
use tokio::sync::oneshot;

pub use envelope::{decode_failure, encode_context};
pub use invocation::{Failure, Invocation, InvocationContext, Outcome, Thrown};
pub use turn::Turn;

use crate::error::{BridgeError, RESPONSE_LIMIT};

/// Names an open invocation while Java works on it. Never zero, never given out twice.
pub type Token = u64;

/// What waits in the queue: an invocation and the way back for its outcome.
type Arrival = (Invocation, oneshot::Sender<Outcome>);

/// An invocation that Java has taken and not yet answered.
struct Open {
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
    cause: Mutex<Option<Arc<str>>>,
}

impl Default for Exchange {
    fn default() -> Self {
        let (entrance, arrivals) = crossbeam_channel::unbounded();
        Self {
            entrance: Mutex::new(Some(entrance)),
            arrivals,
            open: Mutex::default(),
            last_token: AtomicU64::new(0),
            cause: Mutex::default(),
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
        if sent { Ok(outcome) } else { Err(self.closed()) }
    }

    /// Waits for the next invocation and opens it. Blocks without limit; a Java thread calls it, and
    /// a virtual one would pin its carrier meanwhile.
    ///
    /// # Errors
    /// [`BridgeError::Closed`] when the loop has ended and the queue is empty.
    pub fn next(&self) -> Result<(Token, InvocationContext, usize), BridgeError> {
        let (invocation, reply) = self.arrivals.recv().map_err(|_| self.closed())?;
        let token = self.last_token.fetch_add(1, Ordering::Relaxed) + 1;
        let Invocation { context, payload } = invocation;
        let size = payload.len();
        lock(&self.open).insert(
            token,
            Open {
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

    /// Ends the exchange: every waiting reader wakes with [`BridgeError::Closed`] once the queue is
    /// empty. The first cause is kept.
    pub fn close(&self, cause: impl Into<Arc<str>>) {
        lock(&self.cause).get_or_insert_with(|| cause.into());
        lock(&self.entrance).take();
    }

    /// How many invocations Java has taken and not yet answered.
    pub fn open_invocations(&self) -> usize {
        lock(&self.open).len()
    }

    fn closed(&self) -> BridgeError {
        let cause = lock(&self.cause).clone();
        BridgeError::Closed {
            cause: cause.unwrap_or_else(|| "it no longer waits for this answer".into()),
        }
    }
}

/// Every critical section here leaves its data whole, so a panic elsewhere does not spoil it.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
