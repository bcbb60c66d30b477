//! The primitives under the exchange: the real ones, or with the feature `model` those of `shuttle`,
//! under which the tests run the exchange in every order that its threads can take.

#[cfg(not(feature = "model"))]
mod primitives {
    pub(in crate::exchange) use crossbeam_channel::{Receiver, Sender, unbounded};
    pub(in crate::exchange) use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
    pub(in crate::exchange) use std::sync::{Condvar, Mutex, MutexGuard};
}

#[cfg(feature = "model")]
mod primitives {
    pub(in crate::exchange) use super::modelled::{Receiver, Sender, unbounded};
    pub(in crate::exchange) use shuttle::sync::atomic::{AtomicBool, AtomicU64, Ordering};
    pub(in crate::exchange) use shuttle::sync::{Condvar, Mutex, MutexGuard};
}

pub(super) use primitives::*;

/// Every critical section here leaves its data whole, so a panic elsewhere does not spoil it.
pub(super) fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
}

/// `crossbeam_channel::unbounded` as the exchange uses it, made of primitives that `shuttle` schedules:
/// a receiver blocks until there is a message, or until the last sender is gone.
#[cfg(feature = "model")]
mod modelled {
    use std::collections::VecDeque;

    use shuttle::sync::{Arc, Condvar, Mutex};

    use super::lock;

    struct Queue<T> {
        messages: VecDeque<T>,
        senders: usize,
    }

    struct Channel<T> {
        queue: Mutex<Queue<T>>,
        changed: Condvar,
    }

    pub(in crate::exchange) struct Sender<T>(Arc<Channel<T>>);
    pub(in crate::exchange) struct Receiver<T>(Arc<Channel<T>>);

    pub(in crate::exchange) fn unbounded<T>() -> (Sender<T>, Receiver<T>) {
        let channel = Arc::new(Channel {
            queue: Mutex::new(Queue {
                messages: VecDeque::new(),
                senders: 1,
            }),
            changed: Condvar::new(),
        });
        (Sender(Arc::clone(&channel)), Receiver(channel))
    }

    impl<T> Sender<T> {
        pub(in crate::exchange) fn send(&self, message: T) -> Result<(), T> {
            lock(&self.0.queue).messages.push_back(message);
            self.0.changed.notify_one();
            Ok(())
        }
    }

    impl<T> Clone for Sender<T> {
        fn clone(&self) -> Self {
            lock(&self.0.queue).senders += 1;
            Self(Arc::clone(&self.0))
        }
    }

    impl<T> Drop for Sender<T> {
        fn drop(&mut self) {
            let mut queue = lock(&self.0.queue);
            queue.senders -= 1;
            if queue.senders == 0 {
                self.0.changed.notify_all();
            }
        }
    }

    impl<T> Receiver<T> {
        pub(in crate::exchange) fn recv(&self) -> Result<T, ()> {
            let mut queue = lock(&self.0.queue);
            loop {
                if let Some(message) = queue.messages.pop_front() {
                    return Ok(message);
                }
                if queue.senders == 0 {
                    return Err(());
                }
                queue = self
                    .0
                    .changed
                    .wait(queue)
                    .unwrap_or_else(std::sync::PoisonError::into_inner);
            }
        }

        pub(in crate::exchange) fn try_iter(&self) -> impl Iterator<Item = T> + '_ {
            std::iter::from_fn(|| lock(&self.0.queue).messages.pop_front())
        }
    }
}
