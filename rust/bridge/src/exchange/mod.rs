//! The meeting place of Java and the Runtime API loop. It knows neither JNI nor `lambda_runtime`.
//!
//! Invocations go to Java through a crossbeam channel, for which Java threads sleep; replies come back
//! through a oneshot each, which the loop awaits. So neither side ever blocks the other's kind of
//! thread. What Java holds of an open invocation is a token, a counter that is checked against a table:
//! a stale one is an error, never a pointer.
//!
//! An event counts as under way from before it is asked for until the Runtime API has its answer: the
//! loop holds a [`Ticket`] for it, then a [`Pending`]. So nothing that was taken can be overlooked at
//! the end of the process.

mod batch;
mod buffers;
mod invocation;
mod lifecycle;
mod pieces;
mod queue;
mod reading;
mod stream;
mod sync;
mod ticket;
mod writing;

use std::collections::HashMap;
use std::future::Future;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use tokio::sync::{Notify, oneshot};

pub use buffers::Buffers;
pub use invocation::{ErrorReport, Invocation, InvocationContext, Reply};
pub use lifecycle::{Cause, Phase};
pub use pieces::Pieces;
pub use reading::Taken;
pub use stream::{PIECE, Piece, STREAM_BUFFER, Stream, StreamControl, StreamEnd};
pub use ticket::{Pending, Ticket};

use crate::error::BridgeError;
use batch::{Batch, Message};
use queue::{Arrivals, Entrance, queue};
use stream::Writer;
use sync::{AtomicU64, Condvar, Mutex, lock};

/// The largest buffered response that Lambda takes, in bytes: 6 MiB and 100 bytes.
///
/// Source: AWS Lambda developer guide, "Lambda quotas"; beyond it the Runtime API answers `413`.
pub const RESPONSE_LIMIT: usize = 6 * 1024 * 1024 + 100;

/// The error of a response of more than [`RESPONSE_LIMIT`] bytes.
pub(crate) fn too_large(size: usize) -> BridgeError {
    BridgeError::ResponseTooLarge {
        size,
        limit: RESPONSE_LIMIT,
    }
}

/// How long [`Exchange::stop`] waits, once it has given up on handlers, until their callers have been
/// told so.
const LAST_ANSWERS: Duration = Duration::from_millis(50);

/// Names an open invocation while Java works on it. Never zero, never issued twice.
pub type Token = u64;

/// What waits in the queue: an invocation and the way back for its reply.
type Arrival = (Invocation, oneshot::Sender<Reply>);

/// An invocation that Java has taken and not yet answered.
struct Open {
    context: Arc<InvocationContext>,
    /// Taken out by the first [`Exchange::payload`].
    payload: Option<Bytes>,
    way: Way,
}

impl Drop for Open {
    fn drop(&mut self) {
        if let Way::Stream(writer) = &self.way {
            // What was refused has been logged already.
            let _refused = writer.end(StreamEnd::Dropped);
        }
    }
}

/// Where what Java says about an invocation goes.
enum Way {
    Reply(oneshot::Sender<Reply>),
    Stream(Writer),
    /// It is on its way, and the invocation about to leave the table.
    Taken,
}

/// The phase, and what must change together with it.
struct Life {
    phase: Phase,
    /// Cloned into each ticket. Once this one and all tickets are gone, readers wake.
    entrance: Option<Entrance<Message>>,
    /// How many events are under way.
    under_way: usize,
}

/// The queue towards Java, the table of open invocations, and the way back.
///
/// Every method may be called from any thread. Only [`Exchange::next`] and its sibling, [`Exchange::write`] and
/// [`Exchange::stop`] block.
pub struct Exchange {
    life: Mutex<Life>,
    /// Notified when `under_way` falls, once somebody may wait for that.
    settled: Condvar,
    /// Notified when the phase goes past serving.
    draining: Notify,
    arrivals: Arrivals<Message>,
    batch: Batch,
    open: Mutex<HashMap<Token, Open>>,
    last_token: AtomicU64,
    /// For payloads and responses.
    pub buffers: Buffers,
    /// For responses in pieces.
    pub pieces: Pieces,
}

impl Default for Exchange {
    fn default() -> Self {
        let (entrance, arrivals) = queue();
        Self {
            life: Mutex::new(Life {
                phase: Phase::Init,
                entrance: Some(entrance),
                under_way: 0,
            }),
            settled: Condvar::new(),
            draining: Notify::new(),
            arrivals,
            batch: Batch::default(),
            open: Mutex::default(),
            last_token: AtomicU64::new(0),
            buffers: Buffers::default(),
            pieces: Pieces::default(),
        }
    }
}

impl Exchange {
    /// The phase of the process.
    pub fn phase(&self) -> Phase {
        lock(&self.life).phase.clone()
    }

    /// Goes to [`Phase::Serving`], in which tickets are issued. Returns whether the phase allowed it.
    pub fn serve(&self) -> bool {
        lock(&self.life).phase.advance(Phase::Serving)
    }

    /// Goes to [`Phase::Restoring`], in which the process waits for the restore of its snapshot. Returns
    /// whether the phase allowed it.
    pub fn restore(&self) -> bool {
        lock(&self.life).phase.advance(Phase::Restoring)
    }

    /// A ticket for the next poll of the Runtime API, or `None` when no further event may be asked for.
    pub fn ticket(self: &Arc<Self>) -> Option<Ticket> {
        let mut life = lock(&self.life);
        if life.phase != Phase::Serving {
            return None;
        }
        let entrance = life.entrance.clone()?;
        life.under_way += 1;
        Some(Ticket::new(Arc::clone(self), entrance))
    }

    /// Resolves when the phase goes past [`Phase::Serving`] after this call; [`Exchange::ticket`] tells
    /// whether it did before.
    pub fn draining(&self) -> impl Future<Output = ()> + '_ {
        self.draining.notified()
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

    /// Answers an open invocation, and so closes it. An error after [`Exchange::begin`] ends the stream,
    /// whether it is still read or not: the loop logs it in any case.
    ///
    /// # Errors
    /// [`BridgeError::BadArgument`] for a buffered response after [`Exchange::begin`];
    /// [`BridgeError::ResponseTooLarge`], and the invocation stays open; [`BridgeError::UnknownToken`]
    /// for a second answer; [`BridgeError::Closed`] when the loop has ended meanwhile.
    pub fn answer(&self, token: Token, reply: Reply) -> Result<(), BridgeError> {
        if let Reply::Buffered(response) = &reply
            && response.len() > RESPONSE_LIMIT
        {
            return Err(too_large(response.len()));
        }
        let mut table = lock(&self.open);
        let streams = |open: &Open| matches!(open.way, Way::Stream(_));
        if matches!(reply, Reply::Buffered(_)) && table.get(&token).is_some_and(streams) {
            return Err(BridgeError::BadArgument("the response is being streamed already"));
        }
        let mut open = table.remove(&token).ok_or(BridgeError::UnknownToken(token))?;
        drop(table);
        match (std::mem::replace(&mut open.way, Way::Taken), reply) {
            (Way::Reply(way), reply) => way.send(reply).map_err(|_| self.refusal()),
            (Way::Stream(writer), Reply::Failed(report)) => {
                // Whoever refused it has said why.
                let _refused = writer.end(StreamEnd::Failed(report));
                Ok(())
            }
            _ => Err(BridgeError::UnknownToken(token)),
        }
    }

    /// Ends the process because the loop has ended: every waiting reader wakes with
    /// [`BridgeError::Closed`] once the queue is empty. The first cause is kept.
    pub fn close(&self, cause: impl Into<Arc<str>>) {
        let mut life = lock(&self.life);
        let cause = match life.phase {
            Phase::Draining => Cause::Stopped,
            _ => Cause::Failed(cause.into()),
        };
        life.phase.advance(Phase::Ended(cause));
        let entrance = life.entrance.take();
        drop(life);
        drop(entrance);
        self.batch.flush();
        self.draining.notify_waiters();
    }

    /// Ends the process because it was told to: no further event is asked for, and readers wake with
    /// [`BridgeError::Stopped`] once no more can come. Blocks until every event that is under way has
    /// been answered, at most for `patience`. Those that Java has not answered by then are answered for
    /// it, unless `patience` is zero.
    pub fn stop(&self, patience: Duration) {
        let mut life = lock(&self.life);
        life.phase.advance(Phase::Draining);
        let entrance = life.entrance.take();
        drop(life);
        drop(entrance);
        self.draining.notify_waiters();
        let all_settled = self.wait(patience);
        lock(&self.life).phase.advance(Phase::Ended(Cause::Stopped));
        if !all_settled && !patience.is_zero() {
            // Without the way back for their replies, the loop answers for them.
            let open = std::mem::take(&mut *lock(&self.open));
            drop(open);
            self.batch.flush();
            self.batch.drop_rest();
            self.arrivals.try_iter().for_each(drop);
            self.wait(LAST_ANSWERS);
        }
    }

    /// Waits until nothing is under way, at most for `patience`; returns whether that was reached.
    fn wait(&self, patience: Duration) -> bool {
        let life = lock(&self.life);
        let waited = self
            .settled
            .wait_timeout_while(life, patience, |life| life.under_way > 0);
        waited.is_ok_and(|(life, _)| life.under_way == 0)
    }

    fn settle(&self) {
        let mut life = lock(&self.life);
        life.under_way -= 1;
        // Only `stop` waits, which has left this phase before it does; notifying nobody is a call of the system.
        if life.phase != Phase::Serving {
            self.settled.notify_all();
        }
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

    /// The context of an invocation, while it is open.
    pub fn context(&self, token: Token) -> Option<Arc<InvocationContext>> {
        lock(&self.open).get(&token).map(|open| Arc::clone(&open.context))
    }

    /// How many invocations Java has taken and not yet answered.
    pub fn open_invocations(&self) -> usize {
        lock(&self.open).len()
    }

    fn refusal(&self) -> BridgeError {
        lock(&self.life).phase.refusal()
    }
}
