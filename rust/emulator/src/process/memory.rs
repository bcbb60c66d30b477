//! What `/proc` tells about a process: memory, processor time, file descriptors, threads.

use std::{fs, time::Duration};

/// Memory of a process and its children, in bytes.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Memory {
    /// Resident now (`VmRSS`).
    pub resident: u64,
    /// Largest ever resident (`VmHWM`).
    pub peak: u64,
}

/// What can be asked about a running process.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct ProcessFigures {
    /// Memory of the process and its children.
    pub memory: Memory,
    /// Processor time of the process and its children so far, in the kernel's ticks, of 10 ms for the most part.
    pub cpu: Duration,
    /// Processor time of the threads that there are now, to the nanosecond; `None` where the kernel does not tell.
    pub cpu_of_threads: Option<Duration>,
    /// Open file descriptors of the process itself.
    pub open_file_descriptors: usize,
    /// Threads of the process itself.
    pub threads: usize,
}

impl ProcessFigures {
    /// Reads the figures of a process and its children; `None` if it has ended.
    ///
    /// Children that share pages with each other are counted in full, so the sum is an upper bound.
    pub(crate) fn of(pid: u32) -> Option<Self> {
        let status = fs::read_to_string(format!("/proc/{pid}/status")).ok()?;
        let mut memory = Memory {
            resident: kilobytes(&status, "VmRSS:")?,
            peak: kilobytes(&status, "VmHWM:")?,
        };
        let mut cpu = cpu(pid)?;
        let mut of_threads = cpu_of_threads(pid);
        for child in children(pid) {
            if let Some(figures) = ProcessFigures::of(child) {
                memory.resident += figures.memory.resident;
                memory.peak += figures.memory.peak;
                cpu += figures.cpu;
                of_threads = of_threads
                    .zip(figures.cpu_of_threads)
                    .map(|(own, other)| own + other);
            }
        }
        Some(ProcessFigures {
            memory,
            cpu,
            cpu_of_threads: of_threads,
            open_file_descriptors: entries(&format!("/proc/{pid}/fd")),
            threads: entries(&format!("/proc/{pid}/task")),
        })
    }
}

fn kilobytes(status: &str, field: &str) -> Option<u64> {
    let line = status.lines().find_map(|line| line.strip_prefix(field))?;
    Some(line.trim().strip_suffix(" kB")?.trim().parse::<u64>().ok()? * 1024)
}

/// User and system time: the 14th and 15th field, of which the second is a name in brackets.
fn cpu(pid: u32) -> Option<Duration> {
    let stat = fs::read_to_string(format!("/proc/{pid}/stat")).ok()?;
    let (_, fields) = stat.rsplit_once(") ")?;
    let ticks = fields.split(' ').skip(11).take(2).map(str::parse::<u64>);
    let ticks = ticks.sum::<Result<u64, _>>().ok()?;
    Some(Duration::from_secs(ticks) / u32::try_from(rustix::param::clock_ticks_per_second()).ok()?)
}

/// The first field of each thread's scheduling statistics.
fn cpu_of_threads(pid: u32) -> Option<Duration> {
    let threads = fs::read_dir(format!("/proc/{pid}/task")).ok()?;
    let nanoseconds = threads.flatten().filter_map(|thread| {
        let statistics = fs::read_to_string(thread.path().join("schedstat")).ok()?;
        statistics.split(' ').next()?.parse::<u64>().ok()
    });
    let sum = nanoseconds.sum::<u64>();
    (sum > 0).then(|| Duration::from_nanos(sum))
}

fn children(pid: u32) -> Vec<u32> {
    let Ok(threads) = fs::read_dir(format!("/proc/{pid}/task")) else {
        return Vec::new();
    };
    threads
        .flatten()
        .filter_map(|thread| fs::read_to_string(thread.path().join("children")).ok())
        .flat_map(|list| {
            list.split_whitespace()
                .filter_map(|id| id.parse().ok())
                .collect::<Vec<_>>()
        })
        .collect()
}

fn entries(folder: &str) -> usize {
    fs::read_dir(folder).map_or(0, Iterator::count)
}
