//! The function's log: its standard output and error through one pipe, so that the order is kept.

use crate::settings::{FunctionSettings, LogTarget};
use std::{
    io::{self, PipeReader, Write},
    os::fd::AsFd,
    sync::{Arc, Mutex, PoisonError},
};
use tokio::net::unix::pipe::Receiver;

/// Bytes that are copied at once: what a pipe holds.
const PIECE: usize = 64 * 1024;

/// Everything that was logged and is still kept.
#[derive(Debug)]
pub(crate) struct Log {
    kept: Mutex<Kept>,
    limit: usize,
    target: LogTarget,
    /// What begins a line of a target with names.
    mark: String,
    platform_lines: bool,
}

#[derive(Debug, Default)]
struct Kept {
    bytes: Vec<u8>,
    /// Bytes that came before those in `bytes`.
    dropped: usize,
    /// Whether the target has a line that has not ended.
    within_line: bool,
}

impl Log {
    pub(crate) fn new(settings: &FunctionSettings) -> Arc<Self> {
        Arc::new(Log {
            kept: Mutex::default(),
            limit: settings.log_limit,
            target: settings.log_target,
            mark: format!("[{}] ", settings.name),
            platform_lines: settings.report_lines,
        })
    }

    pub(crate) fn has_platform_lines(&self) -> bool {
        self.platform_lines
    }

    /// Adds a line of the platform, if those are wanted.
    pub(crate) fn platform_line(&self, line: impl FnOnce() -> String) {
        if self.platform_lines {
            self.append(format!("{}\n", line()).as_bytes());
        }
    }

    /// Tells whoever reads the target, if there are platform lines, what Lambda's log would not.
    pub(crate) fn advise(&self, line: &str) {
        if self.platform_lines {
            let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
            self.write(format!("{line}\n").as_bytes(), &mut kept.within_line);
        }
    }

    fn append(&self, bytes: &[u8]) {
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        kept.bytes.extend_from_slice(bytes);
        // Dropped in large steps, so that a long log is not moved for every line.
        if kept.bytes.len() > self.limit.saturating_mul(2) {
            let surplus = kept.bytes.len() - self.limit;
            kept.bytes.drain(..surplus);
            kept.dropped += surplus;
        }
        self.write(bytes, &mut kept.within_line);
    }

    fn write(&self, bytes: &[u8], within_line: &mut bool) {
        // Nobody is left to be told that standard error is gone.
        match self.target {
            LogTarget::Captured => {}
            LogTarget::StandardError => drop(io::stderr().lock().write_all(bytes)),
            LogTarget::NamedStandardError => {
                let lines = marked(bytes, self.mark.as_bytes(), within_line);
                drop(io::stderr().lock().write_all(&lines));
            }
        }
    }

    /// Position in the log, for [`Log::tail`].
    pub(crate) fn position(&self) -> usize {
        let kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        kept.dropped + kept.bytes.len()
    }

    /// At most the last `length` bytes of what was logged since `position`.
    pub(crate) fn tail(&self, position: usize, length: usize) -> Vec<u8> {
        let kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        let since = position.saturating_sub(kept.dropped).min(kept.bytes.len());
        let start = since.max(kept.bytes.len().saturating_sub(length));
        kept.bytes[start..].to_vec()
    }

    /// The whole log; what is not UTF-8 becomes replacement characters.
    pub(crate) fn text(&self) -> String {
        let kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        String::from_utf8_lossy(&kept.bytes).into_owned()
    }
}

/// The bytes with a mark before every line that begins in them.
fn marked(bytes: &[u8], mark: &[u8], within_line: &mut bool) -> Vec<u8> {
    let mut marked = Vec::with_capacity(bytes.len() + mark.len() * 4);
    for line in bytes.split_inclusive(|byte| *byte == b'\n') {
        if !*within_line {
            marked.extend_from_slice(mark);
        }
        marked.extend_from_slice(line);
        *within_line = !line.ends_with(b"\n");
    }
    marked
}

/// The reading end of one process's pipe.
#[derive(Debug)]
pub(crate) struct LogPipe {
    reader: Receiver,
    log: Arc<Log>,
}

impl LogPipe {
    /// Copies what the process writes into the log until its last writer has gone. Must be called on the
    /// Runtime API's thread.
    pub(crate) fn start(reader: PipeReader, log: Arc<Log>) -> io::Result<Arc<Self>> {
        let pipe = Arc::new(LogPipe {
            reader: Receiver::from_owned_fd(reader.into())?,
            log,
        });
        let copying = Arc::clone(&pipe);
        tokio::spawn(async move {
            let mut piece = vec![0; PIECE];
            while copying.reader.readable().await.is_ok() {
                match copying.reader.try_read(&mut piece) {
                    Ok(0) => return,
                    Ok(read) => copying.log.append(&piece[..read]),
                    Err(error) if error.kind() == io::ErrorKind::WouldBlock => {}
                    Err(_) => return,
                }
            }
        });
        Ok(pipe)
    }

    /// Copies what has been written so far, so that it stands in the log before a line of the platform.
    ///
    /// It reads the pipe itself, because the event loop may not have been told yet that there is something;
    /// and only what is in it now, because a function that never stops writing would otherwise hold the
    /// Runtime API's thread for ever.
    pub(crate) fn drain(&self) {
        let waiting = rustix::io::ioctl_fionread(self.reader.as_fd()).unwrap_or_default();
        let mut missing = usize::try_from(waiting).unwrap_or(PIECE);
        let mut piece = [0; 4096];
        while missing > 0 {
            let length = missing.min(piece.len());
            match rustix::io::read(self.reader.as_fd(), &mut piece[..length]) {
                Ok(0) => return,
                Ok(read) => {
                    missing -= read;
                    self.log.append(&piece[..read]);
                }
                Err(rustix::io::Errno::INTR) => {}
                Err(_) => return,
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::marked;

    #[test]
    fn every_line_is_marked_once_however_its_bytes_come() {
        let mut within_line = false;
        let mut seen = Vec::new();
        for piece in ["one\ntw", "o\n", "", "\nthree"] {
            seen.extend(marked(piece.as_bytes(), b"[a] ", &mut within_line));
        }
        assert_eq!(
            String::from_utf8(seen).unwrap(),
            "[a] one\n[a] two\n[a] \n[a] three"
        );
        assert!(within_line);
    }
}
