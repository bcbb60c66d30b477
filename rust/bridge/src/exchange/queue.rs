//! The queue towards Java, on which its threads wait asleep.
//!
//! A receiver of crossbeam looks again and again for some microseconds before it sleeps. Java asks for the next
//! event as soon as it has answered the one before, so where one invocation is open at a time there is nothing to be
//! found, and where both threads share one processor, as in a function of less than 1,769 MB, the answer waits for
//! the looking. So the reader says here how often it looks.

use std::sync::Arc;

use super::sync::{Condvar, Mutex, Receiver, Sender, TryRecvError, lock, unbounded, wait, yield_now};

/// The readers that sleep.
#[derive(Default)]
struct Sleepers {
    /// How many, as far as is known: each wake-up takes one off, and one that wakes without being told stays counted,
    /// which costs a call of the system and nothing else.
    count: Mutex<usize>,
    wake_up: Condvar,
}

/// Where events go in. Once all clones are gone, readers wake.
pub(super) struct Entrance<T>(Arc<Input<T>>);

/// What the clones of an entrance share.
struct Input<T> {
    /// Empty only while this is dropped.
    sender: Option<Sender<T>>,
    sleepers: Arc<Sleepers>,
}

/// Where readers take events out.
pub(super) struct Arrivals<T> {
    receiver: Receiver<T>,
    sleepers: Arc<Sleepers>,
}

/// A queue without events.
pub(super) fn queue<T>() -> (Entrance<T>, Arrivals<T>) {
    let (sender, receiver) = unbounded();
    let sleepers = Arc::new(Sleepers::default());
    let input = Input {
        sender: Some(sender),
        sleepers: Arc::clone(&sleepers),
    };
    (Entrance(Arc::new(input)), Arrivals { receiver, sleepers })
}

impl<T> Entrance<T> {
    /// Puts a message in, and wakes a reader that sleeps. Never blocks.
    pub(super) fn send(&self, message: T) {
        if let Some(sender) = &self.0.sender {
            // It cannot fail: the exchange has the receiver, and whoever sends has the exchange.
            let _sent = sender.send(message);
        }
        let mut asleep = lock(&self.0.sleepers.count);
        if *asleep > 0 {
            *asleep -= 1;
            drop(asleep);
            self.0.sleepers.wake_up.notify_one();
        }
    }
}

impl<T> Clone for Entrance<T> {
    fn clone(&self) -> Self {
        Self(Arc::clone(&self.0))
    }
}

impl<T> Drop for Input<T> {
    fn drop(&mut self) {
        self.sender = None;
        *lock(&self.sleepers.count) = 0;
        self.sleepers.wake_up.notify_all();
    }
}

impl<T> Arrivals<T> {
    /// Waits for a message, in its sleep after having looked so many times; `None` when no more can come.
    pub(super) fn recv(&self, looks: usize) -> Option<T> {
        for look in 0..looks {
            if look > 0 {
                yield_now();
            }
            if let Ok(message) = self.receiver.try_recv() {
                return Some(message);
            }
        }
        let mut asleep = lock(&self.sleepers.count);
        loop {
            // With the lock held: whoever sends meanwhile finds this reader counted.
            match self.receiver.try_recv() {
                Ok(message) => return Some(message),
                Err(TryRecvError::Disconnected) => return None,
                Err(TryRecvError::Empty) => {}
            }
            *asleep += 1;
            asleep = wait(&self.sleepers.wake_up, asleep);
        }
    }

    /// The messages that are there.
    pub(super) fn try_iter(&self) -> impl Iterator<Item = T> + '_ {
        std::iter::from_fn(|| self.receiver.try_recv().ok())
    }
}
