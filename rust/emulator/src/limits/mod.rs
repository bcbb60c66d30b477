//! What a function's process may use: memory and a share of the CPU, through cgroups of version 1 or 2.
//!
//! Lambda gives a function CPU in proportion to its memory: one vCPU at 1,769 MB (Developer Guide,
//! "Configure Lambda function memory"). The length of its scheduling period is not documented; 20 ms is
//! used here, within which the kernel still takes the share of 128 MB (1.4 ms; it refuses less than 1 ms).

mod entry;
mod group;
mod place;

pub(crate) use entry::Entry;
pub(crate) use group::Group;
pub use group::LimitFigures;
pub use place::Cgroups;

use std::{num::NonZero, thread, time::Duration};

/// Memory size in MB at which Lambda gives a function one vCPU.
pub const MB_PER_CPU: u32 = 1769;

/// Period within which the CPU share of a process is counted.
pub const CPU_PERIOD: Duration = Duration::from_millis(20);

/// The kernel's least quota, 1 ms, within [`CPU_PERIOD`].
const MIN_CPUS: f64 = 0.05;

/// Limits of a function's process, each process in groups of its own.
#[derive(Debug, Clone, PartialEq)]
pub struct Limits {
    /// CPUs that it may use; below 0.05 the kernel's least share is taken, which is 0.05.
    pub cpus: f64,
    /// Bytes of memory; where the kernel counts swap, none is given beyond it.
    pub memory: u64,
    /// Where the groups are made.
    pub cgroups: Cgroups,
}

impl Limits {
    /// What Lambda gives a function of this memory size, but never more CPUs than the machine has.
    pub fn of_lambda(memory_mb: u32, cgroups: &Cgroups) -> Self {
        let processors = thread::available_parallelism().map_or(1, NonZero::get);
        let processors = u32::try_from(processors).unwrap_or(u32::MAX);
        let cpus = f64::from(memory_mb) / f64::from(MB_PER_CPU);
        Limits {
            cpus: cpus.clamp(MIN_CPUS, f64::from(processors)),
            memory: u64::from(memory_mb) * 1024 * 1024,
            cgroups: cgroups.clone(),
        }
    }

    /// CPU time within one period, in microseconds.
    fn quota(&self) -> u128 {
        let share = if self.cpus.is_finite() {
            self.cpus.clamp(MIN_CPUS, 10_000.0)
        } else {
            10_000.0
        };
        CPU_PERIOD.mul_f64(share).as_micros()
    }
}

#[cfg(test)]
mod tests {
    use super::{Cgroups, Limits};

    #[test]
    fn the_share_follows_the_memory_size_up_to_the_machine() {
        let cgroups = Cgroups::at("/cpu".into(), "/memory".into());
        let small = Limits::of_lambda(128, &cgroups);
        assert_eq!(
            (small.memory, small.quota()),
            (134_217_728, 1447),
            "7.2 % of 20 ms"
        );
        assert_eq!(Limits::of_lambda(1769, &cgroups).quota(), 20_000);
        let processors = std::thread::available_parallelism().unwrap().get();
        assert_eq!(
            Limits::of_lambda(4_000_000, &cgroups).quota(),
            processors as u128 * 20_000
        );
    }

    #[test]
    fn no_quota_is_less_than_the_kernel_takes() {
        let cgroups = Cgroups::at("/cpu".into(), "/memory".into());
        let mut limits = Limits::of_lambda(1, &cgroups);
        assert_eq!(limits.quota(), 1000);
        limits.cpus = f64::NAN;
        assert_eq!(limits.quota(), 200_000_000);
    }
}
