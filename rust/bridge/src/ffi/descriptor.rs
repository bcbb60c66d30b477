//! The descriptor that the platform passes for framed log records.

use std::env;
use std::fs::File;
use std::os::fd::{BorrowedFd, RawFd};

/// Names the descriptor. Source: the runtime clients of AWS.
const TELEMETRY_LOG: &str = "_LAMBDA_TELEMETRY_LOG_FD";

/// A duplicate of the descriptor of `_LAMBDA_TELEMETRY_LOG_FD`, whatever it is: a pipe, a file or a
/// socket, which could not be opened by a name. `None` where the variable names no open descriptor.
pub(super) fn telemetry_log() -> Option<File> {
    let number: RawFd = env::var(TELEMETRY_LOG).ok()?.parse().ok()?;
    if number < 0 {
        return None;
    }
    // SAFETY: the number is not -1, and is only borrowed for the call that duplicates it. The platform
    // passed it to this process for as long as it lives; if nothing is open under it, duplicating fails.
    let passed = unsafe { BorrowedFd::borrow_raw(number) };
    passed.try_clone_to_owned().ok().map(File::from)
}
