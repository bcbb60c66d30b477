//! What the loop holds of an event, from before it asks for it until its answer is settled.

use std::future::{Future, poll_fn};
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Waker};

use tokio::sync::oneshot;

use super::batch::{Message, Sleeper};
use super::queue::Entrance;
use super::{Exchange, Invocation, Reply};

/// Counts as one event that is under way, which [`Exchange::stop`] waits for, until it is dropped.
struct UnderWay(Arc<Exchange>);

impl Drop for UnderWay {
    fn drop(&mut self) {
        self.0.settle();
    }
}

/// A poll, or the event that came of it, before it is handed to Java. Readers wait for as long as there
/// is one. Dropping it settles it.
pub struct Ticket {
    // Dropped first: readers must not wait for what is settled.
    entrance: Entrance<Message>,
    under_way: UnderWay,
}

impl Ticket {
    pub(super) fn new(exchange: Arc<Exchange>, entrance: Entrance<Message>) -> Self {
        Self {
            entrance,
            under_way: UnderWay(exchange),
        }
    }

    /// Hands the invocation to whichever Java thread asks next, at the latest when the loop waits. Never blocks.
    pub fn offer(self, invocation: Invocation) -> Pending {
        let (reply, receiver) = oneshot::channel();
        self.under_way.0.batch.offer(self.entrance, (invocation, reply));
        Pending {
            reply: receiver,
            under_way: self.under_way,
        }
    }
}

/// An invocation that was handed over and waits for its reply. Dropping it settles it, so it is kept
/// until the Runtime API has the answer.
pub struct Pending {
    reply: oneshot::Receiver<Reply>,
    under_way: UnderWay,
}

impl Pending {
    /// Waits for the reply.
    ///
    /// Returns `None` when none can come any more, since the process is ending.
    pub async fn reply(&mut self) -> Option<Reply> {
        let exchange = &self.under_way.0;
        if !exchange.batch.is_used() {
            return (&mut self.reply).await.ok();
        }
        let reply = &mut self.reply;
        poll_fn(|context| {
            let waker = Waker::from(Arc::new(Sleeper {
                exchange: Arc::clone(exchange),
                task: context.waker().clone(),
            }));
            Pin::new(&mut *reply).poll(&mut Context::from_waker(&waker))
        })
        .await
        .ok()
    }
}
