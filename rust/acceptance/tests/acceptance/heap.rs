//! The heap of an image under the limits of its memory size: what fits stays alive, in pieces of any size, and
//! what does not is an invocation error. The process is never killed.
//!
//! Where cgroups cannot be made, which is printed, there are no limits to test.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on panics")]

use acceptance::{Function, HeavyPermit, Target, for_targets, heavy_permit, image_heap_mb};
use lambda_emulator::{Answer, Cgroups, Limits};
use std::path::Path;
use std::time::Duration;

for_targets!(
    [runtime: Image Runtime, natives: Image Natives],
    [
        keeps_what_is_promised,
        reports_exhaustion_in_pieces_of_any_size,
        reports_one_thing_that_grows,
        has_memory_beside_a_full_heap,
        fills_the_heap_from_many_threads,
    ]
);

for_targets!(
    [runtime_alone: Image Runtime],
    [
        rejects_a_response_that_fits_into_memory_only_once,
        keeps_no_large_event_of_before,
        asks_for_large_pages_for_a_large_event,
    ]
);

/// Memory sizes in MB.
const SIZES: [u32; 4] = [128, 256, 512, 1024];

/// Sizes of pieces in bytes, from and to: two kinds of small ones, those that the collector copies and
/// those that it does not, those that leave the most unused in a chunk of the heap, and all together.
const PIECES: [(u32, u32); 5] = [
    (16, 64),
    (500, 20_000),
    (80_000, 180_000),
    (1024 * 1024, 4 * 1024 * 1024),
    (16, 8 * 1024 * 1024),
];

/// What may be alive in the heap of an image of this memory size, in MB.
fn promised(memory_mb: u32) -> u32 {
    image_heap_mb(memory_mb) * 5 / 6
}

/// A function with the memory of its size, and all CPUs so that it is done soon.
struct Limited {
    function: Function,
    pid: Option<u32>,
    memory_mb: u32,
    _permit: HeavyPermit,
}

impl Limited {
    /// `None` where there are no limits.
    fn start(target: Target, memory_mb: u32) -> Option<Self> {
        let cgroups = Cgroups::find()
            .inspect_err(|error| eprintln!("not tested here: {error}"))
            .ok()?;
        let permit = heavy_permit();
        let mut settings = target.settings();
        settings.memory_mb = memory_mb;
        settings.timeout = Duration::from_secs(900);
        let mut limits = Limits::of_lambda(memory_mb, &cgroups);
        limits.cpus = 64.0;
        settings.limits = Some(limits);
        let function = Function::with(settings);
        function.goes_on();
        let heap_bytes: u32 = function.respond_text("scenario:max-memory:").parse().unwrap();
        assert_eq!(heap_bytes / (1024 * 1024), image_heap_mb(memory_mb));
        let pid = function.emulator().pid();
        Some(Limited {
            function,
            pid,
            memory_mb,
            _permit: permit,
        })
    }

    fn respond(&self, event: &str) -> String {
        let completion = self.function.completion(event);
        let Answer::Response(response) = completion.answer else {
            panic!("{} MB, {event:.100}: {:.600?}", self.memory_mb, completion.answer);
        };
        String::from_utf8(response.body.to_vec()).unwrap()
    }

    fn exhaust(&self, event: &str) {
        let completion = self.function.completion(event);
        let Answer::Error(error) = &completion.answer else {
            panic!("{} MB, {event:.100}: {:.600?}", self.memory_mb, completion.answer);
        };
        let report = String::from_utf8_lossy(&error.body);
        assert!(
            report.contains("\"java.lang.OutOfMemoryError\""),
            "{} MB, {event:.100}: {report:.600}",
            self.memory_mb
        );
    }

    /// The same process must still be there, with all of its heap.
    fn goes_on(&self, seed: u32) {
        self.function.goes_on();
        let half = image_heap_mb(self.memory_mb) / 2;
        self.respond(&format!("scenario:heap:live:{seed}:{half}:16:100000:10"));
        assert_eq!(
            self.function.emulator().pid(),
            self.pid,
            "{} MB: another process",
            self.memory_mb
        );
        let figures = self.function.emulator().limit_figures().unwrap();
        assert_eq!(figures.out_of_memory_kills, 0);
    }
}

/// What a collection takes for old stays until all of the heap is collected.
fn keeps_no_large_event_of_before(target: Target) {
    let mut settings = target.settings();
    settings.memory_mb = 512;
    let function = Function::with(settings);
    let event = format!("\"{}\"", "x".repeat(5_767_166));
    for _ in 0..30 {
        assert!(function.respond(event.as_str()) == event.as_bytes());
    }
    let peak = function.emulator().figures().unwrap().memory.peak;
    assert!(peak <= 48 * 1024 * 1024, "{peak} bytes");
}

/// Whether it gets them is the system's affair.
fn asks_for_large_pages_for_a_large_event(target: Target) {
    if !Path::new("/sys/kernel/mm/transparent_hugepage").exists() {
        eprintln!("not tested here: the system has no large pages");
        return;
    }
    let mut settings = target.settings();
    settings.memory_mb = 512;
    let function = Function::with(settings);
    let advised = |bytes: usize| {
        let event = format!("\"{}\"", "x".repeat(bytes));
        assert!(function.respond(event.as_str()) == event.as_bytes());
        let pid = function.emulator().pid().unwrap();
        let maps = std::fs::read_to_string(format!("/proc/{pid}/smaps")).unwrap();
        maps.lines()
            .filter(|line| line.starts_with("VmFlags:") && line.split(' ').any(|flag| flag == "hg"))
            .count()
    };
    assert_eq!(advised(100_000), 0, "small arrays share what the heap has");
    assert!(advised(5_767_166) > 0);
}

/// 70 MB of 128: the library must not copy what Lambda would reject anyway. Once in each process: before the next
/// array of this size the image need not have collected this one (see the shim, `main.c`).
fn rejects_a_response_that_fits_into_memory_only_once(target: Target) {
    for garbage in [0, 1, 3] {
        let Some(limited) = Limited::start(target, 128) else {
            return;
        };
        for _ in 0..garbage {
            let event = format!("\"{}\"", "e".repeat(900_000));
            assert_eq!(limited.respond(&event), event);
        }
        let (_, report) = limited.function.fail("scenario:array:70000000");
        assert_eq!(report["errorType"], "java.lang.IllegalArgumentException");
        let message = report["errorMessage"].as_str().unwrap();
        assert!(message.contains("70000000 bytes"), "{message}");
        limited.goes_on(1);
    }
}

/// Each in the process that the one before has left.
fn keeps_what_is_promised(target: Target) {
    for (seed, memory_mb) in (100..).zip(SIZES) {
        let Some(limited) = Limited::start(target, memory_mb) else {
            return;
        };
        let live = promised(memory_mb);
        for (smallest, largest) in PIECES {
            let garbage = live.min(150);
            limited.respond(&format!(
                "scenario:heap:live:{seed}:{live}:{smallest}:{largest}:{garbage}"
            ));
        }
        limited.goes_on(seed);
    }
}

fn reports_exhaustion_in_pieces_of_any_size(target: Target) {
    for (seed, memory_mb) in (200..).zip(SIZES) {
        let Some(limited) = Limited::start(target, memory_mb) else {
            return;
        };
        for (smallest, largest) in PIECES {
            limited.exhaust(&format!("scenario:heap:exhaust:{seed}:{smallest}:{largest}"));
        }
        limited.goes_on(seed);
    }
}

/// The chains are what takes most of the collector's own memory.
fn reports_one_thing_that_grows(target: Target) {
    for (seed, memory_mb) in (300..).zip(SIZES) {
        let Some(limited) = Limited::start(target, memory_mb) else {
            return;
        };
        for how in ["array", "string", "list", "map", "linked", "comb"] {
            limited.exhaust(&format!("scenario:heap:double:{seed}:{how}"));
        }
        limited.goes_on(seed);
    }
}

/// The largest event and the largest response, and a heap that is full after them.
fn has_memory_beside_a_full_heap(target: Target) {
    const LARGEST: usize = 6 * 1024 * 1024;
    for (seed, memory_mb) in (400..).zip([128, 512]) {
        let Some(limited) = Limited::start(target, memory_mb) else {
            return;
        };
        let event = format!("\"{}\"", "e".repeat(LARGEST - 2));
        assert_eq!(limited.respond(&event), event);
        assert_eq!(limited.respond("scenario:size:6291556").len(), 6_291_556);
        for (smallest, largest) in PIECES {
            limited.exhaust(&format!("scenario:heap:exhaust:{seed}:{smallest}:{largest}"));
        }
        assert_eq!(limited.respond(&event), event);
        limited.goes_on(seed);
    }
}

fn fills_the_heap_from_many_threads(target: Target) {
    for (seed, memory_mb) in (500..).zip([128, 1024]) {
        let Some(limited) = Limited::start(target, memory_mb) else {
            return;
        };
        let live = promised(memory_mb);
        for (smallest, largest) in [(16, 64), (500, 20_000), (16, 500_000)] {
            let kept = limited.respond(&format!(
                "scenario:heap:threads:{seed}:{live}:{smallest}:{largest}:20"
            ));
            assert_eq!(kept.split("; ").count(), 20);
        }
        limited.goes_on(seed);
    }
}
