//! One process: started, invoked, read, ended.

use super::{Candidate, Check, MeasureError, Plan, pattern::Pattern, statistics::quantile};
use bytes::Bytes;
use lambda_emulator::{Completion, Emulator, Event, LimitFigures, ProcessFigures};
use std::{
    cell::Cell,
    sync::{Arc, Mutex, PoisonError},
    time::{Duration, Instant},
};

/// What one process showed.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Sample {
    /// From the spawn to the last byte of the first answer, in milliseconds.
    pub cold_ms: f64,
    /// From the spawn to the first call of `/next`, in milliseconds.
    pub init_ms: f64,
    /// The first invocation, in milliseconds.
    pub first_ms: f64,
    /// Processor time of the function until the first answer, in milliseconds, if the kernel tells.
    pub cold_cpu_ms: Option<f64>,
    /// Each warm invocation, in microseconds, shortest first.
    pub warm_us: Vec<f64>,
    /// Of each warm invocation with a response in pieces, in microseconds from the hand-over of the event to the
    /// first byte of the response, shortest first.
    pub first_byte_us: Vec<f64>,
    /// What each response in pieces has.
    pub response_bytes: Option<f64>,
    /// Warm invocations in a second, where several are open at once.
    pub rate: Option<f64>,
    /// Processor time of the function for each warm invocation, in microseconds.
    pub cpu_us: Option<f64>,
    /// Resident memory after the first invocation, in MiB.
    pub resident_first_mib: f64,
    /// Resident memory after the invocations that are not counted as warm, in MiB.
    pub resident_early_mib: f64,
    /// Resident memory after all invocations, in MiB.
    pub resident_last_mib: f64,
    /// Largest resident memory, in MiB.
    pub peak_mib: f64,
    /// How its limits pressed, until the first answer and altogether; `None` without limits.
    pub pressure: Option<(Pressure, Pressure)>,
}

/// How the limits pressed upon a process.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Pressure {
    /// Share of its scheduling periods in which it used up its CPU, from 0 to 1.
    pub throttled_share: f64,
    /// How long it was kept from running, in milliseconds, summed over the CPUs.
    pub throttled_ms: f64,
    /// Largest memory of its group, in MiB, if the kernel tells.
    pub group_peak_mib: Option<f64>,
}

impl Sample {
    /// The value below which this share of its warm invocations lies; `None` if there were none.
    pub fn warm_quantile(&self, share: f64) -> Option<f64> {
        quantile(&self.warm_us, share)
    }
}

impl Pressure {
    #[expect(clippy::cast_precision_loss, reason = "no process lives for so many periods")]
    fn of(figures: &LimitFigures) -> Self {
        Pressure {
            throttled_share: figures.throttled_periods as f64 / (figures.periods.max(1)) as f64,
            throttled_ms: figures.throttled.as_secs_f64() * 1e3,
            group_peak_mib: figures.peak_memory.map(mib),
        }
    }
}

pub(super) fn take(plan: &Plan, function: &Candidate, core: Option<usize>) -> Result<Sample, MeasureError> {
    let mut settings = function.settings.clone();
    settings.recorded_calls = 0;
    settings.concurrency = plan.concurrency;
    settings.core = core;
    let emulator = Emulator::start(settings)?;
    let process = Process {
        plan,
        function,
        emulator: &emulator,
        events: Cell::new(0),
    };
    let pressure = || emulator.limit_figures().map(|figures| Pressure::of(&figures));
    let (first, _) = process.invoke()?;
    let pressure_first = pressure();
    let after_first = process.figures()?;
    process.invoke_many(plan.discard)?;
    let before = process.figures()?;
    let begin = Instant::now();
    let mut warm = process.invoke_many(plan.warm)?;
    let took = begin.elapsed();
    let after_all = process.figures()?;
    warm.durations.sort_by(f64::total_cmp);
    warm.first_bytes.sort_by(f64::total_cmp);
    let count = number(plan.warm);
    let several = plan.concurrency > 1 && plan.warm > 0;
    let cpu = after_all.cpu.saturating_sub(before.cpu).as_secs_f64() * 1e6;
    Ok(Sample {
        cold_ms: first.cold_duration.unwrap_or_default().as_secs_f64() * 1e3,
        init_ms: first.init_duration.unwrap_or_default().as_secs_f64() * 1e3,
        first_ms: first.duration.as_secs_f64() * 1e3,
        cold_cpu_ms: after_first.cpu_of_threads.map(|cpu| cpu.as_secs_f64() * 1e3),
        warm_us: warm.durations,
        first_byte_us: warm.first_bytes,
        response_bytes: match plan.check {
            Check::Pattern(bytes) => Some(number(bytes)),
            _ => None,
        },
        rate: several.then(|| count / took.as_secs_f64()),
        cpu_us: (plan.warm > 0).then(|| cpu / count),
        resident_first_mib: mib(after_first.memory.resident),
        resident_early_mib: mib(before.memory.resident),
        resident_last_mib: mib(after_all.memory.resident),
        peak_mib: mib(after_all.memory.peak),
        pressure: pressure_first.zip(pressure()),
    })
}

/// A function that runs.
struct Process<'a> {
    plan: &'a Plan,
    function: &'a Candidate,
    emulator: &'a Emulator,
    /// How many it was given so far, one after the other.
    events: Cell<usize>,
}

/// In microseconds.
#[derive(Debug, Default)]
struct Warm {
    durations: Vec<f64>,
    /// Only of responses in pieces.
    first_bytes: Vec<f64>,
}

impl Process<'_> {
    /// How it ended, and of a response in pieces when its first byte came.
    fn invoke(&self) -> Result<(Completion, Option<Duration>), MeasureError> {
        self.events.set(self.events.get() + 1);
        let payload = self.plan.payloads.of(self.events.get());
        let event = Event::new(payload.clone());
        let Check::Pattern(bytes) = self.plan.check else {
            let completion = self.emulator.invoke(event)?;
            self.check(payload)(&completion)?;
            return Ok((completion, None));
        };
        let pattern = Arc::new(Pattern::default());
        let completion = self.emulator.invoke(event.reader(Arc::clone(&pattern) as _))?;
        self.check(payload)(&completion)?;
        let came = pattern.first_byte(bytes).map_err(|what| self.wrong(what))?;
        let first_byte = completion
            .delivered
            .map(|delivered| came.saturating_duration_since(delivered));
        Ok((completion, first_byte))
    }

    fn invoke_many(&self, count: usize) -> Result<Warm, MeasureError> {
        if self.plan.concurrency > 1 {
            return self.invoke_at_once(count);
        }
        let mut warm = Warm {
            durations: Vec::with_capacity(count),
            first_bytes: Vec::new(),
        };
        for _ in 0..count {
            let (completion, first_byte) = self.invoke()?;
            warm.durations.push(microseconds(completion.duration));
            warm.first_bytes.extend(first_byte.map(microseconds));
        }
        Ok(warm)
    }

    fn invoke_at_once(&self, count: usize) -> Result<Warm, MeasureError> {
        let payload = self.plan.payloads.usual();
        let event = Event::new(payload.clone());
        let durations = Arc::new(Mutex::new(Vec::with_capacity(count)));
        let (taken, check) = (Arc::clone(&durations), self.check(payload));
        let completed = move |completion: &Completion| {
            check(completion)?;
            let mut taken = taken.lock().unwrap_or_else(PoisonError::into_inner);
            taken.push(microseconds(completion.duration));
            Ok::<_, MeasureError>(())
        };
        self.emulator
            .load(&event, count, usize::from(self.plan.concurrency), completed)?;
        let durations = std::mem::take(&mut *durations.lock().unwrap_or_else(PoisonError::into_inner));
        Ok(Warm {
            durations,
            first_bytes: Vec::new(),
        })
    }

    fn check(&self, payload: &Bytes) -> impl Fn(&Completion) -> Result<(), MeasureError> + Send + use<> {
        let (check, payload) = (self.plan.check.clone(), payload.clone());
        let (function, memory_mb) = (self.function.name.clone(), self.function.settings.memory_mb);
        move |completion| match check.fault(completion, &payload, memory_mb) {
            Some(what) => Err(MeasureError::WrongAnswer {
                function: function.clone(),
                what,
            }),
            None => Ok(()),
        }
    }

    fn figures(&self) -> Result<ProcessFigures, MeasureError> {
        let figures = self.emulator.figures();
        figures.ok_or_else(|| self.wrong("the process ended after its answer".to_owned()))
    }

    fn wrong(&self, what: String) -> MeasureError {
        MeasureError::WrongAnswer {
            function: self.function.name.clone(),
            what,
        }
    }
}

fn microseconds(duration: Duration) -> f64 {
    duration.as_secs_f64() * 1e6
}

#[expect(
    clippy::cast_precision_loss,
    reason = "nothing here is counted as far as that"
)]
fn number(count: usize) -> f64 {
    count as f64
}

#[expect(
    clippy::cast_precision_loss,
    reason = "a process has less memory than a double has exact integers"
)]
fn mib(bytes: u64) -> f64 {
    bytes as f64 / (1024.0 * 1024.0)
}
