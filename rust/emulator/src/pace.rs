//! How fast a streamed response is read, where that is limited as on Lambda.

use std::{num::NonZeroU32, time::Duration};
use tokio::time::{Instant, sleep_until};

/// What Lambda takes of a response before it limits the rate.
const UNLIMITED_BYTES: usize = 6 * 1024 * 1024;

/// The rate of one response.
#[derive(Debug)]
pub(crate) struct Pace {
    rate: NonZeroU32,
    /// When the limit was reached.
    limited: Option<Instant>,
}

impl Pace {
    pub(crate) fn new(rate: NonZeroU32) -> Self {
        Pace { rate, limited: None }
    }

    /// Waits until so many bytes in all may have been read.
    pub(crate) async fn keep(&mut self, length: usize) {
        let due = self.due(length);
        if !due.is_zero() {
            let limited = *self.limited.get_or_insert_with(Instant::now);
            sleep_until(limited + due).await;
        }
    }

    /// How long after the limit was reached so many bytes in all may have been read.
    fn due(&self, length: usize) -> Duration {
        let limited = length.saturating_sub(UNLIMITED_BYTES);
        let milliseconds = limited.saturating_mul(1000) / self.rate.get() as usize;
        Duration::from_millis(milliseconds as u64)
    }
}

#[cfg(test)]
mod tests {
    use super::{Duration, NonZeroU32, Pace, UNLIMITED_BYTES};

    #[test]
    fn the_first_bytes_are_free_and_the_others_take_their_time() {
        let pace = Pace::new(NonZeroU32::new(2 * 1024 * 1024).unwrap());
        assert_eq!(pace.due(0), Duration::ZERO);
        assert_eq!(pace.due(UNLIMITED_BYTES), Duration::ZERO);
        assert_eq!(
            pace.due(UNLIMITED_BYTES + 1024 * 1024),
            Duration::from_millis(500)
        );
        assert_eq!(
            pace.due(UNLIMITED_BYTES + 20 * 1024 * 1024),
            Duration::from_secs(10)
        );
    }
}
