//! The cgroups of this machine and of a process.

use lambda_emulator::Cgroups;
use std::{fs, path::PathBuf};

/// The groups of this machine, if they may be made.
pub(crate) fn cgroups() -> Option<Cgroups> {
    Cgroups::find()
        .inspect_err(|error| eprintln!("not tested here: {error}"))
        .ok()
}

/// The cgroups of a process, as absolute names within their hierarchies.
pub(crate) fn groups_of(pid: u32) -> Vec<String> {
    let list = fs::read_to_string(format!("/proc/{pid}/cgroup")).unwrap_or_default();
    let own = list.lines().filter(|line| line.contains("lambda-emulator-"));
    own.filter_map(|line| line.splitn(3, ':').nth(2))
        .map(str::to_owned)
        .collect()
}

/// Where a group lies on this machine; more than one place where the controllers are apart.
pub(crate) fn folders(group: &str) -> Vec<PathBuf> {
    let name = group.rsplit('/').next().unwrap();
    let mounts = fs::read_to_string("/proc/self/mountinfo").unwrap();
    let tops = mounts.lines().filter(|line| line.contains(" - cgroup"));
    let tops = tops.filter_map(|line| line.split(' ').nth(4));
    tops.flat_map(|top| [format!("{top}{group}"), format!("{top}/{name}")])
        .map(PathBuf::from)
        .filter(|folder| folder.is_dir())
        .collect()
}
