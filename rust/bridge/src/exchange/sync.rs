//! The primitives under the exchange: the real ones, or with the feature `model` those of `shuttle`,
//! under which the tests run the exchange in every order that its threads can take.

#[cfg(not(feature = "model"))]
mod primitives {
    pub(in crate::exchange) use crossbeam_channel::{Receiver, Sender, TryRecvError, unbounded};
    pub(in crate::exchange) use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
    pub(in crate::exchange) use std::sync::{Condvar, Mutex, MutexGuard};
    pub(in crate::exchange) use std::thread::yield_now;
}

#[cfg(feature = "model")]
mod primitives {
    pub(in crate::exchange) use super::modelled::{Receiver, Sender, TryRecvError, unbounded};
    pub(in crate::exchange) use shuttle::sync::atomic::{AtomicBool, AtomicU64, Ordering};
    pub(in crate::exchange) use shuttle::sync::{Condvar, Mutex, MutexGuard};
    pub(in crate::exchange) use shuttle::thread::yield_now;
}

pub(super) use primitives::*;

/// Every critical section here leaves its data whole, so a panic elsewhere does not spoil it.
pub(super) fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
}

/// Waits for a notification, and has the lock again after it.
pub(super) fn wait<'a, T>(condition: &Condvar, guard: MutexGuard<'a, T>) -> MutexGuard<'a, T> {
    condition
        .wait(guard)
        .unwrap_or_else(std::sync::PoisonError::into_inner)
}

/// `crossbeam_channel::unbounded` as the exchange uses it, made of primitives that `shuttle` schedules.
#[cfg(feature = "model")]
mod modelled {
    use std::collections::VecDeque;

    use shuttle::sync::{Arc, Mutex};

    use super::lock;

    struct Queue<T> {
        messages: VecDeque<T>,
        /// Until the sender is dropped: the exchange clones none.
        open: bool,
    }

    pub(in crate::exchange) struct Sender<T>(Arc<Mutex<Queue<T>>>);
    pub(in crate::exchange) struct Receiver<T>(Arc<Mutex<Queue<T>>>);

    pub(in crate::exchange) enum TryRecvError {
        Empty,
        Disconnected,
    }

    pub(in crate::exchange) fn unbounded<T>() -> (Sender<T>, Receiver<T>) {
        let queue = Arc::new(Mutex::new(Queue {
            messages: VecDeque::new(),
            open: true,
        }));
        (Sender(Arc::clone(&queue)), Receiver(queue))
    }

    impl<T> Sender<T> {
        pub(in crate::exchange) fn send(&self, message: T) -> Result<(), T> {
            lock(&self.0).messages.push_back(message);
            Ok(())
        }
    }

    impl<T> Drop for Sender<T> {
        fn drop(&mut self) {
            lock(&self.0).open = false;
        }
    }

    impl<T> Receiver<T> {
        pub(in crate::exchange) fn try_recv(&self) -> Result<T, TryRecvError> {
            let mut queue = lock(&self.0);
            match queue.messages.pop_front() {
                Some(message) => Ok(message),
                None if queue.open => Err(TryRecvError::Empty),
                None => Err(TryRecvError::Disconnected),
            }
        }
    }
}
