//! A core for the function alone, as one below 1,769 MB has it, and none that sleeps.
//!
//! On one core the threads of a function take turns, and each change between them is a context switch. A core
//! that falls asleep between two events takes longer to wake, in a virtual machine above all, than many functions to
//! answer; a loop of the lowest priority on each keeps them awake, and gives way to everything else.

use crate::MeasureError;
use rustix::thread::{CpuSet, sched_getaffinity, sched_setaffinity};
use std::process::{Child, Command, Stdio};

/// Ends with the tool, even one that was killed: `$PPID` stays what it was.
const AWAKE: &str = "while kill -0 $PPID; do i=0; while [ $i -lt 9999 ]; do i=$((i + 1)); done; done";

/// For the record and the reader.
pub(super) const IN_WORDS: &str = "the function on one core, everything else on the others, all kept awake";

/// The division of the cores, until it is dropped.
pub(super) struct OneCore {
    /// The function's.
    pub(super) core: usize,
    before: CpuSet,
    loops: Vec<Child>,
}

impl OneCore {
    /// Keeps the calling thread, and those that it starts, off one of the cores that it may run on.
    ///
    /// # Errors
    /// [`MeasureError::OneCore`] where there are not two cores, or no `chrt` and `taskset`.
    pub(super) fn divide() -> Result<Self, MeasureError> {
        let refused = |reason: String| MeasureError::OneCore { reason };
        let before = sched_getaffinity(None).map_err(|error| refused(error.to_string()))?;
        let cores: Vec<usize> = (0..CpuSet::MAX_CPU).filter(|core| before.is_set(*core)).collect();
        let [first, .., core] = cores[..] else {
            return Err(refused("it takes two cores".to_owned()));
        };
        let mut divided = OneCore {
            core,
            before,
            loops: Vec::new(),
        };
        let mut others = before;
        others.unset(core);
        sched_setaffinity(None, &others).map_err(|error| refused(error.to_string()))?;
        for core in first..=core {
            if before.is_set(core) {
                divided.loops.push(awake(core).map_err(refused)?);
            }
        }
        Ok(divided)
    }
}

/// A loop that keeps a core awake.
fn awake(core: usize) -> Result<Child, String> {
    Command::new("taskset")
        .args([
            "-c",
            &core.to_string(),
            "chrt",
            "--idle",
            "0",
            "/bin/sh",
            "-c",
            AWAKE,
        ])
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .map_err(|error| format!("taskset, of util-linux: {error}"))
}

impl Drop for OneCore {
    fn drop(&mut self) {
        for one in &mut self.loops {
            // Gone is gone, and its thread may run where it could before.
            let _gone = one.kill().and_then(|()| one.wait());
        }
        let _kept = sched_setaffinity(None, &self.before);
    }
}
