//! What the machine is, for the reader of the figures.

use serde_json::{Value, json};
use std::{fs, num::NonZero, thread, time::SystemTime};

/// Processor, cores, kernel and memory; what cannot be read is null.
pub(super) fn machine() -> Value {
    let read = |file: &str| fs::read_to_string(file).unwrap_or_default();
    let memory_kb = field(&read("/proc/meminfo"), "MemTotal")
        .and_then(|value| value.strip_suffix(" kB")?.trim().parse::<u64>().ok());
    let kernel = read("/proc/sys/kernel/osrelease").trim().to_owned();
    json!({
        "processor": field(&read("/proc/cpuinfo"), "model name"),
        "cores": thread::available_parallelism().map_or(1, NonZero::get),
        "architecture": std::env::consts::ARCH,
        "kernel": (!kernel.is_empty()).then_some(kernel),
        "memory_mib": memory_kb.map(|kilobytes| kilobytes / 1024),
    })
}

/// Now, in UTC.
pub(super) fn date() -> String {
    humantime::format_rfc3339_seconds(SystemTime::now()).to_string()
}

fn field(text: &str, name: &str) -> Option<String> {
    let line = text.lines().find(|line| line.starts_with(name))?;
    Some(line.split_once(':')?.1.trim().to_owned())
}

#[cfg(test)]
mod tests {
    use super::{field, machine};

    #[test]
    fn the_machine_is_known() {
        let machine = machine();
        assert!(machine["cores"].as_u64().unwrap() > 0, "{machine}");
        assert!(machine["memory_mib"].as_u64().unwrap() > 0, "{machine}");
        assert!(machine["kernel"].is_string(), "{machine}");
        assert_eq!(field("a\t: 1\nb\t: x y\n", "b"), Some("x y".to_owned()));
        assert_eq!(field("a 1", "b"), None);
    }
}
