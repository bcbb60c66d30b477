//! One process: started, invoked, read, ended.

use super::{Candidate, MeasureError, Plan, statistics::quantile};
use lambda_emulator::{Completion, Emulator, Event, LimitFigures};

/// What one process showed.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Sample {
    /// From the spawn to the last byte of the first answer, in milliseconds.
    pub cold_ms: f64,
    /// From the spawn to the first call of `/next`, in milliseconds.
    pub init_ms: f64,
    /// The first invocation, in milliseconds.
    pub first_ms: f64,
    /// Each warm invocation, in microseconds, shortest first.
    pub warm_us: Vec<f64>,
    /// Resident memory after the first invocation, in MiB.
    pub resident_first_mib: f64,
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

pub(super) fn take(plan: &Plan, function: &Candidate) -> Result<Sample, MeasureError> {
    let mut settings = function.settings.clone();
    settings.recorded_calls = 0;
    let emulator = Emulator::start(settings)?;
    let wrong = |what: String| MeasureError::WrongAnswer {
        function: function.name.clone(),
        what,
    };
    let invoke = || -> Result<Completion, MeasureError> {
        let completion = emulator.invoke(Event::new(plan.payload.clone()))?;
        match plan
            .check
            .fault(&completion, &plan.payload, function.settings.memory_mb)
        {
            Some(fault) => Err(wrong(fault)),
            None => Ok(completion),
        }
    };
    let memory = || {
        emulator
            .memory()
            .ok_or_else(|| wrong("the process ended after its answer".to_owned()))
    };
    let pressure = || emulator.limit_figures().map(|figures| Pressure::of(&figures));
    let first = invoke()?;
    let pressure_first = pressure();
    let after_first = memory()?;
    for _ in 0..plan.discard {
        invoke()?;
    }
    let mut warm_us = Vec::with_capacity(plan.warm);
    for _ in 0..plan.warm {
        warm_us.push(invoke()?.duration.as_secs_f64() * 1e6);
    }
    warm_us.sort_by(f64::total_cmp);
    let after_all = memory()?;
    Ok(Sample {
        cold_ms: first.cold_duration.unwrap_or_default().as_secs_f64() * 1e3,
        init_ms: first.init_duration.unwrap_or_default().as_secs_f64() * 1e3,
        first_ms: first.duration.as_secs_f64() * 1e3,
        warm_us,
        resident_first_mib: mib(after_first.resident),
        resident_last_mib: mib(after_all.resident),
        peak_mib: mib(after_all.peak),
        pressure: pressure_first.zip(pressure()),
    })
}

#[expect(
    clippy::cast_precision_loss,
    reason = "a process has less memory than a double has exact integers"
)]
fn mib(bytes: u64) -> f64 {
    bytes as f64 / (1024.0 * 1024.0)
}
