//! A process that may run on one core only.

use rustix::thread::{CpuSet, sched_getaffinity, sched_setaffinity};
use std::io;

/// Calls `spawn` on a thread that may run on this core only, which the process inherits before its first
/// instruction; then the thread may run where it could before.
pub(super) fn on<T>(core: Option<usize>, spawn: impl FnOnce() -> io::Result<T>) -> io::Result<T> {
    let Some(core) = core else {
        return spawn();
    };
    if core >= CpuSet::MAX_CPU {
        return Err(io::Error::other(format!("there is no core {core}")));
    }
    let before = sched_getaffinity(None)?;
    let mut alone = CpuSet::new();
    alone.set(core);
    sched_setaffinity(None, &alone)?;
    let spawned = spawn();
    sched_setaffinity(None, &before)?;
    spawned
}
