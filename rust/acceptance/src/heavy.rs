//! Cases that take much memory, or all of a core for minutes, wait for each other here.
//!
//! The test runner starts as many cases at once as the machine has cores. Most take a core and some 200 MB,
//! which such a machine has. A heavy one takes up to 1 GB, or keeps function and emulator busy for as long as
//! it lasts; many of them at once would leave too little for the limits of the others.

use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};

/// On any machine as many as on one with two cores.
const MAX_HEAVY: usize = 2;

static RUNNING: Mutex<usize> = Mutex::new(0);
static FINISHED: Condvar = Condvar::new();

/// One of the few heavy cases that may run at once, for as long as this lives.
#[must_use = "the case is heavy until this is dropped"]
pub struct HeavyPermit(());

/// Waits until another heavy case may run. A case takes it before it starts a heavy function, and
/// never a second one beside it.
pub fn heavy_permit() -> HeavyPermit {
    let running = FINISHED.wait_while(running(), |running| *running >= MAX_HEAVY);
    *running.unwrap_or_else(PoisonError::into_inner) += 1;
    HeavyPermit(())
}

/// A count is right whoever panicked.
fn running() -> MutexGuard<'static, usize> {
    RUNNING.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Drop for HeavyPermit {
    fn drop(&mut self) {
        *running() -= 1;
        FINISHED.notify_one();
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicUsize, Ordering};

    use super::*;

    #[test]
    fn never_more_than_the_maximum_at_once() {
        let (now, most) = (AtomicUsize::new(0), AtomicUsize::new(0));
        std::thread::scope(|scope| {
            for _ in 0..8 {
                scope.spawn(|| {
                    for _ in 0..200 {
                        let _permit = heavy_permit();
                        most.fetch_max(now.fetch_add(1, Ordering::SeqCst) + 1, Ordering::SeqCst);
                        std::thread::yield_now();
                        now.fetch_sub(1, Ordering::SeqCst);
                    }
                });
            }
        });
        let most = most.into_inner();
        assert!((1..=MAX_HEAVY).contains(&most), "{most} at once");
    }

    #[test]
    fn a_case_that_panics_gives_its_permit_back() {
        for _ in 0..=MAX_HEAVY {
            let failed = std::thread::spawn(|| {
                let _permit = heavy_permit();
                panic!("on purpose");
            });
            assert!(failed.join().is_err());
        }
    }
}
