//! How many events may wait or run at once, and how many bytes they may be.

use crate::bounds::{MAX_EVENT_BYTES, MAX_EVENTS};
use std::sync::Arc;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

/// Bytes are counted in pieces of this size, since a semaphore counts to 2^32 only.
const PIECE: usize = 1024;

/// What is left for further events.
#[derive(Debug)]
pub(crate) struct Admission {
    events: Arc<Semaphore>,
    pieces: Arc<Semaphore>,
}

/// One event's place, until it is dropped.
#[derive(Debug)]
pub(crate) struct Admitted(#[allow(dead_code, reason = "held for its drop")] [OwnedSemaphorePermit; 2]);

impl Admission {
    pub(crate) fn new() -> Self {
        Admission {
            events: Arc::new(Semaphore::new(MAX_EVENTS)),
            pieces: Arc::new(Semaphore::new(MAX_EVENT_BYTES / PIECE)),
        }
    }

    /// Takes in an event with a payload of at most `bytes`, before any of them is read; `None` if there are too
    /// many already.
    pub(crate) fn admit(&self, bytes: usize) -> Option<Admitted> {
        let pieces = u32::try_from(bytes.div_ceil(PIECE)).unwrap_or(u32::MAX);
        let event = Arc::clone(&self.events).try_acquire_owned();
        let payload = Arc::clone(&self.pieces).try_acquire_many_owned(pieces);
        match (event, payload) {
            (Ok(event), Ok(payload)) => Some(Admitted([event, payload])),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Admission, MAX_EVENT_BYTES, MAX_EVENTS};
    use crate::wire::PAYLOAD_LIMIT;

    #[test]
    fn events_and_their_bytes_are_counted_until_they_are_dropped() {
        let admission = Admission::new();
        let mut small: Vec<_> = (0..MAX_EVENTS).map(|_| admission.admit(2).unwrap()).collect();
        assert!(admission.admit(0).is_none());
        small.pop();
        drop(admission.admit(2).unwrap());
        small.clear();
        let large: Vec<_> = std::iter::from_fn(|| admission.admit(PAYLOAD_LIMIT)).collect();
        assert_eq!(large.len(), MAX_EVENT_BYTES / PAYLOAD_LIMIT);
        drop(large);
        assert!(admission.admit(PAYLOAD_LIMIT).is_some());
    }
}
