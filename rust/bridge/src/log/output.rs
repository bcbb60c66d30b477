//! The descriptor that log records are written to.

use std::fs::File;
use std::io::{Write, stderr};
use std::os::fd::AsFd;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError, TryLockError};
use std::thread;
use std::time::{Duration, Instant};

use rustix::event::{PollFd, PollFlags, Timespec, poll};

/// How long the library waits for a reader of the log before it drops its own message.
pub(super) const MAX_WAIT: Duration = Duration::from_millis(100);

/// How long to wait before the lock is tried again.
const LOCK_PAUSE: Duration = Duration::from_millis(1);

/// What a pipe accepts in one piece without blocking, once `poll` says that it is writable. Source:
/// pipe(7), `PIPE_BUF`.
const PIPE_BUF: usize = 4096;

/// A duplicate of stderr or of the platform's descriptor for framed records. A duplicate, so that the
/// lock around Rust's own stderr, which a blocked thread may hold, is not needed.
#[derive(Debug)]
pub(super) struct Output {
    /// `None` where the process has no stderr. The lock keeps one record in one piece.
    file: Mutex<Option<File>>,
    framed: bool,
    /// How many of the library's own messages were dropped.
    dropped: AtomicUsize,
}

impl Output {
    pub(super) fn new(telemetry_log: Option<File>) -> Self {
        let framed = telemetry_log.is_some();
        let stderr = || stderr().as_fd().try_clone_to_owned().ok().map(File::from);
        Self {
            file: Mutex::new(telemetry_log.or_else(stderr)),
            framed,
            dropped: AtomicUsize::new(0),
        }
    }

    pub(super) fn is_framed(&self) -> bool {
        self.framed
    }

    /// Writes a record, however long that takes. A log that cannot be written to is nothing that could
    /// be reported anywhere.
    pub(super) fn write(&self, record: &[u8]) {
        let mut file = self.file.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(file) = file.as_mut() {
            drop(file.write_all(record));
        }
    }

    /// Writes a record if that takes no longer than [`MAX_WAIT`], and drops it otherwise; the next one
    /// that can be written says how many were dropped.
    pub(super) fn write_within_bound(&self, record: &[u8]) {
        let deadline = Instant::now() + MAX_WAIT;
        let written = self.lock_until(deadline).is_some_and(|mut file| {
            let Some(file) = file.as_mut() else {
                return true;
            };
            let dropped = self.dropped.load(Ordering::Relaxed);
            if dropped > 0 && !self.framed {
                let note = format!(
                    "libHello: {dropped} earlier messages were dropped, since the log was not read\n"
                );
                if !write_until(file, note.as_bytes(), deadline) {
                    return false;
                }
                self.dropped.store(0, Ordering::Relaxed);
            }
            write_until(file, record, deadline)
        });
        if !written {
            self.dropped.fetch_add(1, Ordering::Relaxed);
        }
    }

    fn lock_until(&self, deadline: Instant) -> Option<MutexGuard<'_, Option<File>>> {
        loop {
            match self.file.try_lock() {
                Ok(file) => return Some(file),
                Err(TryLockError::Poisoned(poisoned)) => return Some(poisoned.into_inner()),
                Err(TryLockError::WouldBlock) if Instant::now() < deadline => thread::sleep(LOCK_PAUSE),
                Err(TryLockError::WouldBlock) => return None,
            }
        }
    }
}

/// Whether all was written, or can never be.
fn write_until(file: &mut File, record: &[u8], deadline: Instant) -> bool {
    for piece in record.chunks(PIPE_BUF) {
        if !is_writable(file, deadline) {
            return false;
        }
        if file.write_all(piece).is_err() {
            return true;
        }
    }
    true
}

fn is_writable(file: &File, deadline: Instant) -> bool {
    let left = deadline.saturating_duration_since(Instant::now());
    let Ok(left) = Timespec::try_from(left) else {
        return false;
    };
    let mut descriptors = [PollFd::new(file, PollFlags::OUT)];
    // What poll cannot answer for, such as a signal in between, is left to the write.
    poll(&mut descriptors, Some(&left)).is_ok_and(|ready| ready > 0)
}

#[cfg(test)]
mod tests {
    use std::io::Read;

    use super::*;

    fn pipe() -> (std::io::PipeReader, Output) {
        let (reader, writer) = std::io::pipe().expect("a pipe");
        let output = Output {
            file: Mutex::new(Some(File::from(std::os::fd::OwnedFd::from(writer)))),
            framed: false,
            dropped: AtomicUsize::new(0),
        };
        (reader, output)
    }

    #[test]
    fn a_log_that_nobody_reads_blocks_nothing_and_says_so_later() {
        let (mut reader, output) = pipe();
        let record = [b'x'; 100_000];
        output.write_within_bound(&record);
        output.write_within_bound(&record);
        assert_eq!(output.dropped.load(Ordering::Relaxed), 2);

        let reading = thread::spawn(move || {
            let mut text = String::new();
            reader.read_to_string(&mut text).expect("text");
            text
        });
        while output.dropped.load(Ordering::Relaxed) != 0 {
            output.write_within_bound(b"read\n");
        }
        drop(output);
        let text = reading.join().expect("it reads");
        assert!(text.contains("earlier messages were dropped"), "{}", text.len());
        assert!(text.ends_with("read\n"));
    }

    #[test]
    fn a_writer_that_is_blocked_does_not_block_the_library() {
        let (reader, output) = pipe();
        thread::scope(|scope| {
            let held = output.file.lock().expect("not poisoned");
            scope
                .spawn(|| output.write_within_bound(b"never"))
                .join()
                .expect("it returns");
            drop(held);
        });
        assert_eq!(output.dropped.load(Ordering::Relaxed), 1);
        drop(reader);
    }

    #[test]
    fn a_closed_log_is_ignored() {
        let (reader, output) = pipe();
        drop(reader);
        output.write_within_bound(b"nobody");
        output.write(b"nobody");
        assert_eq!(output.dropped.load(Ordering::Relaxed), 0);
    }
}
