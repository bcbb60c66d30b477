//! The groups of one process: made before it starts, read while it lives, removed after its end.

use super::{
    CPU_PERIOD, Limits,
    place::{Cgroups, Place, Version, refused},
};
use crate::error::EmulatorError;
use rustix::process::{Pid, Signal, kill_process};
use std::{
    fs,
    io::{ErrorKind, Write},
    path::{Path, PathBuf},
    sync::{
        Mutex, PoisonError,
        atomic::{AtomicUsize, Ordering},
    },
    thread,
    time::Duration,
};

/// What the kernel counted for the process, and for all that it started.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct LimitFigures {
    /// Periods in which it wanted to run.
    pub periods: u64,
    /// Periods in which its share was used up before it was done.
    pub throttled_periods: u64,
    /// How long it was kept from running, summed over the CPUs.
    pub throttled: Duration,
    /// Largest memory of the group in bytes: resident pages, but also files that it was the first to read,
    /// and what the kernel keeps for it. `None` on kernels that do not tell.
    pub peak_memory: Option<u64>,
    /// Processes that the kernel killed because the memory was used up.
    pub out_of_memory_kills: u64,
}

/// The groups of one process.
#[derive(Debug)]
pub(crate) struct Group {
    cpu: Place,
    memory: Place,
    last: Mutex<Option<LimitFigures>>,
}

impl Group {
    /// Makes the groups and sets the limits; each folder is announced before it is made.
    pub(crate) fn create(limits: &Limits, announce: impl FnMut(&Path)) -> Result<Self, EmulatorError> {
        static COUNT: AtomicUsize = AtomicUsize::new(0);
        let number = COUNT.fetch_add(1, Ordering::Relaxed);
        let name = format!("lambda-emulator-{}-{number}", std::process::id());
        let Cgroups { cpu, memory } = &limits.cgroups;
        let inside = |place: &Place| Place {
            version: place.version,
            folder: place.folder.join(&name),
        };
        let group = Group {
            cpu: inside(cpu),
            memory: inside(memory),
            last: Mutex::default(),
        };
        group.folders().for_each(announce);
        group.set(limits)?;
        Ok(group)
    }

    fn set(&self, limits: &Limits) -> Result<(), EmulatorError> {
        for folder in self.folders() {
            // Named is the folder that refuses, since the name of the group is another one each time.
            let place = folder.parent().unwrap_or(folder);
            fs::create_dir(folder).map_err(|error| not_permitted(place, &error))?;
        }
        let (period, quota) = (CPU_PERIOD.as_micros(), limits.quota());
        match self.cpu.version {
            Version::One => {
                set(&self.cpu.folder, "cpu.cfs_period_us", &period.to_string())?;
                set(&self.cpu.folder, "cpu.cfs_quota_us", &quota.to_string())?;
            }
            Version::Two => set(&self.cpu.folder, "cpu.max", &format!("{quota} {period}"))?,
        }
        let bytes = limits.memory.to_string();
        let (limit, swap, swap_bytes) = match self.memory.version {
            Version::One => (
                "memory.limit_in_bytes",
                "memory.memsw.limit_in_bytes",
                bytes.as_str(),
            ),
            Version::Two => ("memory.max", "memory.swap.max", "0"),
        };
        set(&self.memory.folder, limit, &bytes)?;
        if self.memory.folder.join(swap).exists() {
            set(&self.memory.folder, swap, swap_bytes)?;
        }
        Ok(())
    }

    /// Each folder once.
    pub(crate) fn folders(&self) -> impl Iterator<Item = &Path> {
        let memory = (self.memory.folder != self.cpu.folder).then_some(self.memory.folder.as_path());
        std::iter::once(self.cpu.folder.as_path()).chain(memory)
    }

    /// What was counted so far, or until the end; `None` if the process was never in the group.
    pub(crate) fn figures(&self) -> Option<LimitFigures> {
        let mut last = self.last.lock().unwrap_or_else(PoisonError::into_inner);
        *last = self.read().or(*last);
        *last
    }

    fn read(&self) -> Option<LimitFigures> {
        let text = |place: &Place, file: &str| fs::read_to_string(place.folder.join(file)).ok();
        let cpu = text(&self.cpu, "cpu.stat")?;
        let throttled = match self.cpu.version {
            Version::One => Duration::from_nanos(field(&cpu, "throttled_time")?),
            Version::Two => Duration::from_micros(field(&cpu, "throttled_usec")?),
        };
        let number = |file: &str| text(&self.memory, file)?.trim().parse::<u64>().ok();
        let (peak_memory, kills) = match self.memory.version {
            Version::One => (
                number("memory.max_usage_in_bytes"),
                field(&text(&self.memory, "memory.oom_control")?, "oom_kill"),
            ),
            Version::Two => {
                let events = text(&self.memory, "memory.events")?;
                (number("memory.peak"), field(&events, "oom_kill"))
            }
        };
        Some(LimitFigures {
            periods: field(&cpu, "nr_periods")?,
            throttled_periods: field(&cpu, "nr_throttled")?,
            throttled,
            peak_memory,
            out_of_memory_kills: kills.unwrap_or_default(),
        })
    }

    /// Reads the figures a last time, ends what is left in the groups, and removes them.
    pub(crate) fn remove(&self) {
        self.figures();
        // What was killed leaves its group when the kernel has taken it apart.
        for _ in 0..100 {
            for folder in self.folders() {
                empty(folder);
            }
            if self.remove_folders() {
                return;
            }
            thread::sleep(Duration::from_millis(2));
        }
    }

    /// Whether none is left.
    fn remove_folders(&self) -> bool {
        let gone = |folder: &Path| match fs::remove_dir(folder) {
            Ok(()) => true,
            Err(error) => error.kind() != ErrorKind::ResourceBusy,
        };
        self.folders().filter(|folder| !gone(folder)).count() == 0
    }
}

impl Drop for Group {
    /// A process that could not be started leaves nothing behind either.
    fn drop(&mut self) {
        self.remove();
    }
}

fn set(folder: &Path, file: &str, value: &str) -> Result<(), EmulatorError> {
    let file: PathBuf = folder.join(file);
    fs::write(&file, value).map_err(|error| not_permitted(&file, &error))
}

fn not_permitted(path: &Path, error: &std::io::Error) -> EmulatorError {
    let hint = match error.kind() {
        ErrorKind::PermissionDenied => "; run it as root",
        ErrorKind::ReadOnlyFilesystem => "; run it as root, in a container with --privileged",
        _ => "",
    };
    refused(format!("{}: {error}{hint}", path.display()))
}

fn field(text: &str, name: &str) -> Option<u64> {
    let line = text
        .lines()
        .find_map(|line| line.strip_prefix(name)?.strip_prefix(' '))?;
    line.trim().parse().ok()
}

/// Kills what is in the group, and in the groups that a function made inside of it, and removes those.
fn empty(folder: &Path) {
    // Version 2 kills all at once, also what forks meanwhile; where there is no such file, one by one.
    let kill_file = fs::OpenOptions::new()
        .write(true)
        .open(folder.join("cgroup.kill"));
    let _ = kill_file.and_then(|mut file| file.write_all(b"1"));
    for process in processes(folder) {
        let _ = kill_process(process, Signal::KILL);
    }
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        if entry.file_type().is_ok_and(|kind| kind.is_dir()) {
            empty(&entry.path());
            let _ = fs::remove_dir(entry.path());
        }
    }
}

fn processes(folder: &Path) -> Vec<Pid> {
    let list = fs::read_to_string(folder.join("cgroup.procs")).unwrap_or_default();
    list.lines()
        .filter_map(|id| Pid::from_raw(id.parse().ok()?))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::{Group, LimitFigures, Version};
    use crate::limits::{Cgroups, Limits};
    use std::{fs, path::PathBuf, time::Duration};

    /// Plain files in the place of the kernel's.
    fn group(name: &str, version: Version) -> (PathBuf, Group) {
        let folder =
            std::env::temp_dir().join(format!("lambda-emulator-group-{name}-{}", std::process::id()));
        let _ = fs::remove_dir_all(&folder);
        let (cpu, memory) = match version {
            Version::One => (folder.join("cpu"), folder.join("memory")),
            Version::Two => (folder.join("both"), folder.join("both")),
        };
        fs::create_dir_all(&cpu).unwrap();
        fs::create_dir_all(&memory).unwrap();
        let mut cgroups = Cgroups::at(cpu, memory);
        (cgroups.cpu.version, cgroups.memory.version) = (version, version);
        (
            folder,
            Group::create(&Limits::of_lambda(512, &cgroups), |_| {}).unwrap(),
        )
    }

    fn content(group: &Group, file: &str) -> String {
        let found = group
            .folders()
            .find_map(|folder| fs::read_to_string(folder.join(file)).ok());
        found.unwrap_or_default()
    }

    fn fill(group: &Group, files: &[(&str, &str)]) {
        for folder in group.folders() {
            for (name, text) in files {
                fs::write(folder.join(name), text).unwrap();
            }
        }
    }

    #[test]
    fn version_1_has_a_file_for_each_limit_and_each_figure() {
        let (folder, group) = group("one", Version::One);
        assert_eq!(content(&group, "cpu.cfs_period_us"), "20000");
        assert_eq!(content(&group, "cpu.cfs_quota_us"), "5788");
        assert_eq!(content(&group, "memory.limit_in_bytes"), "536870912");
        assert_eq!(group.figures(), None);
        fill(
            &group,
            &[
                (
                    "cpu.stat",
                    "nr_periods 7\nnr_throttled 3\nthrottled_time 1500000\n",
                ),
                ("memory.max_usage_in_bytes", "4096\n"),
                (
                    "memory.oom_control",
                    "oom_kill_disable 0\nunder_oom 0\noom_kill 1\n",
                ),
            ],
        );
        let expected = LimitFigures {
            periods: 7,
            throttled_periods: 3,
            throttled: Duration::from_micros(1500),
            peak_memory: Some(4096),
            out_of_memory_kills: 1,
        };
        assert_eq!(group.figures(), Some(expected));
        fs::remove_dir_all(folder).unwrap();
        assert_eq!(group.figures(), Some(expected), "they outlive the group");
    }

    #[test]
    fn version_2_has_one_folder() {
        let (folder, group) = group("two", Version::Two);
        assert_eq!(group.folders().count(), 1);
        assert_eq!(content(&group, "cpu.max"), "5788 20000");
        assert_eq!(content(&group, "memory.max"), "536870912");
        fill(
            &group,
            &[
                (
                    "cpu.stat",
                    "usage_usec 9\nnr_periods 7\nnr_throttled 3\nthrottled_usec 1500\n",
                ),
                (
                    "memory.events",
                    "low 0\nhigh 0\nmax 2\noom 1\noom_kill 1\noom_group_kill 0\n",
                ),
            ],
        );
        let figures = group.figures().unwrap();
        assert_eq!((figures.periods, figures.throttled_periods), (7, 3));
        assert_eq!(figures.throttled, Duration::from_micros(1500));
        assert_eq!((figures.peak_memory, figures.out_of_memory_kills), (None, 1));
        fs::remove_dir_all(folder).unwrap();
    }
}
