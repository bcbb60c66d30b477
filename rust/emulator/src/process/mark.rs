//! By what the processes of a function are known that have left its process group.
//!
//! Every process that a function starts inherits its environment, and with it the name of the log stream,
//! which no other function shares. One that was started with an environment of its own *and* has left the
//! process group is only found where it has a cgroup.

use rustix::process::{Pid, Signal, kill_process};
use std::{
    fmt::{self, Display, Formatter},
    fs,
};
use uuid::Uuid;

/// The end of the log stream's name, 32 hexadecimal digits as on Lambda.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Mark(String);

impl Mark {
    pub(crate) fn new() -> Self {
        Mark(Uuid::new_v4().simple().to_string())
    }

    /// The processes whose environment, as it was when they were started, has the mark.
    fn processes(&self) -> impl Iterator<Item = Pid> {
        let entries = fs::read_dir("/proc").into_iter().flatten().flatten();
        entries.filter_map(|entry| {
            let pid = Pid::from_raw(entry.file_name().to_str()?.parse().ok()?)?;
            let environment = fs::read(entry.path().join("environ")).ok()?;
            let mark = self.0.as_bytes();
            environment
                .windows(mark.len())
                .any(|window| window == mark)
                .then_some(pid)
        })
    }

    /// Kills every process that has the mark, and looks again for what they forked meanwhile; false if there
    /// still were some in the end.
    pub(crate) fn kill(&self) -> bool {
        for _ in 0..MAX_LOOKS {
            let mut found = false;
            for process in self.processes() {
                found |= kill_process(process, Signal::KILL).is_ok();
            }
            if !found {
                return true;
            }
        }
        false
    }
}

/// What forks faster than it is found, or takes its time to die, is left to the guardian.
const MAX_LOOKS: usize = 20;

impl Display for Mark {
    fn fmt(&self, formatter: &mut Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}
