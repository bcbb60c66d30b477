//! Hand-overs in batches, where several invocations are open at once.
//!
//! To wake a thread takes a call of the system, and that thread a while to come up, which is most of what a
//! small invocation costs. While the loop is at work it would wake Java for each event that it reads, and Java
//! would wake the loop for each reply, though it looks for replies before it waits in any case. So what comes
//! up meanwhile is kept here, and changes sides when the loop is about to wait.
//!
//! Whoever runs the loop says when it works and when it waits. Where nobody does, everything changes sides at
//! once, as it does where one invocation is open at a time.

use std::sync::Arc;
use std::task::{Wake, Waker};

use super::queue::{Arrivals, Entrance};
use super::sync::{AtomicBool, Mutex, Ordering, lock};
use super::{Arrival, Exchange};

/// So many events are kept at most: Java gets to work while the loop reads what is left.
const MOST_ARRIVALS: usize = 8;

/// How often one reader of several looks for an event before it sleeps, since they come one after the other. More
/// than this gained nothing in 32 readers; without, they answered a seventh less.
const LOOKS: usize = 5;

/// What goes through the queue towards Java.
pub(super) enum Message {
    One(Arrival),
    /// Those of a batch, so that one reader can have them all without a wake-up for each.
    Several(Vec<Kept>),
}

/// An event, and the entrance that keeps readers waiting for it.
pub(super) type Kept = (Entrance<Message>, Arrival);

/// What is kept until the loop waits.
#[derive(Default)]
pub(super) struct Batch {
    /// Set once, before the first event.
    used: AtomicBool,
    waiting: Mutex<Waiting>,
    /// Of the last batch, for the only reader.
    rest: Mutex<Vec<Kept>>,
}

#[derive(Default)]
struct Waiting {
    /// Whether the loop is at work, and so will look at what is kept.
    working: bool,
    arrivals: Vec<Kept>,
    /// Of the tasks whose replies are there.
    wakers: Vec<Waker>,
}

impl Batch {
    /// Whether anything is ever kept.
    pub(super) fn is_used(&self) -> bool {
        self.used.load(Ordering::Relaxed)
    }

    /// Hands an event to Java, or keeps it for a little.
    pub(super) fn offer(&self, entrance: Entrance<Message>, arrival: Arrival) {
        if !self.is_used() {
            entrance.send(Message::One(arrival));
            return;
        }
        let mut kept = lock(&self.waiting);
        kept.arrivals.push((entrance, arrival));
        if !kept.working || kept.arrivals.len() >= MOST_ARRIVALS {
            let arrivals = std::mem::take(&mut kept.arrivals);
            drop(kept);
            send(arrivals);
        }
    }

    /// Waits for an event, for one reader of several: the others of a batch go on to them.
    pub(super) fn receive(&self, arrivals: &Arrivals<Message>) -> Option<Arrival> {
        let looks = if self.is_used() { LOOKS } else { 1 };
        match arrivals.recv(looks)? {
            Message::One(arrival) => Some(arrival),
            Message::Several(several) => {
                let mut several = several.into_iter();
                let first = several.next();
                for (entrance, arrival) in several {
                    entrance.send(Message::One(arrival));
                }
                first.map(|(_, arrival)| arrival)
            }
        }
    }

    /// The next event for the only reader, which takes the others of a batch later. Without `wait`, or when no more
    /// can come, there may be none.
    pub(super) fn receive_alone(&self, arrivals: &Arrivals<Message>, wait: bool) -> Option<Arrival> {
        if let Some((_, arrival)) = lock(&self.rest).pop() {
            return Some(arrival);
        }
        let message = match wait {
            true => arrivals.recv(1)?,
            false => arrivals.try_iter().next()?,
        };
        match message {
            Message::One(arrival) => Some(arrival),
            Message::Several(mut several) => {
                several.reverse();
                let first = several.pop();
                *lock(&self.rest) = several;
                first.map(|(_, arrival)| arrival)
            }
        }
    }

    /// Takes what no reader has taken.
    pub(super) fn drop_rest(&self) {
        lock(&self.rest).clear();
    }

    /// Hands over the events that are kept.
    pub(super) fn flush(&self) {
        let arrivals = std::mem::take(&mut lock(&self.waiting).arrivals);
        send(arrivals);
    }

    /// Wakes a task of the loop, or leaves that to the loop.
    fn wake(&self, task: &Waker) {
        let mut kept = lock(&self.waiting);
        if kept.working {
            kept.wakers.push(task.clone());
        } else {
            drop(kept);
            task.wake_by_ref();
        }
    }
}

fn send(arrivals: Vec<Kept>) {
    let Some((entrance, _)) = arrivals.first() else {
        return;
    };
    entrance.clone().send(Message::Several(arrivals));
}

impl Exchange {
    /// From now on events and replies change sides in batches: for a loop that has several events at once and
    /// whose thread tells [`Exchange::loop_works`] and [`Exchange::loop_waits`].
    pub fn batch(&self) {
        self.batch.used.store(true, Ordering::Relaxed);
    }

    /// The loop's thread has come up.
    pub fn loop_works(&self) {
        if self.batch.is_used() {
            lock(&self.batch.waiting).working = true;
        }
    }

    /// The loop's thread is about to wait, unless one of its tasks is woken by this.
    pub fn loop_waits(&self) {
        self.hand_over(false);
    }

    /// A task that may keep the loop's thread for long has come a step further: nobody else waits for its end.
    pub fn loop_goes_on(&self) {
        self.hand_over(true);
    }

    fn hand_over(&self, working: bool) {
        if !self.batch.is_used() {
            return;
        }
        let mut kept = lock(&self.batch.waiting);
        kept.working = working;
        let arrivals = std::mem::take(&mut kept.arrivals);
        let wakers = std::mem::take(&mut kept.wakers);
        drop(kept);
        send(arrivals);
        wakers.into_iter().for_each(Waker::wake);
    }
}

/// A task of the loop that waits for a reply.
pub(super) struct Sleeper {
    pub(super) exchange: Arc<Exchange>,
    pub(super) task: Waker,
}

impl Wake for Sleeper {
    fn wake(self: Arc<Self>) {
        self.wake_by_ref();
    }

    fn wake_by_ref(self: &Arc<Self>) {
        self.exchange.batch.wake(&self.task);
    }
}
