//! Side-by-side measurements of several functions.
//!
//! Functions take turns, one process each, round after round, so that whatever else the machine does hits
//! all of them alike; ratios are taken within a round. Nothing is measured that is not also checked for the
//! right answer. Times are those of [`Completion::duration`](crate::Completion::duration): from just before
//! the event is written to the arrival of the last byte of the answer.

mod statistics;
mod table;

pub use statistics::Spread;
pub use table::{json, markdown};

use crate::{
    answer::Answer, emulator::Emulator, error::EmulatorError, event::Event, settings::FunctionSettings,
};
use bytes::Bytes;
use statistics::quantile;
use std::time::Duration;

/// What to measure.
#[derive(Debug, Clone)]
pub struct Plan {
    /// The functions; ratios are against the first.
    pub functions: Vec<Candidate>,
    /// The payload of every event.
    pub payload: Bytes,
    /// What a right answer is.
    pub check: Check,
    /// Processes started per function.
    pub processes: usize,
    /// Invocations per process after the first one that are not counted.
    pub discard: usize,
    /// Invocations per process that are counted as warm.
    pub warm: usize,
}

/// One of the functions.
#[derive(Debug, Clone)]
pub struct Candidate {
    /// Its name in the table.
    pub name: String,
    /// How it is run. Its log is captured, nothing is recorded.
    pub settings: FunctionSettings,
}

/// What a right answer is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Check {
    /// A response whose bytes are those of the payload.
    Echo,
    /// Any response that is not a function error.
    Ok,
}

/// What one process showed.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Sample {
    /// From the spawn to the first call of `/next`, in milliseconds.
    pub init_ms: f64,
    /// The first invocation, in milliseconds.
    pub first_ms: f64,
    /// Median of the warm invocations, in microseconds.
    pub warm_p50_us: f64,
    /// 99th percentile of the warm invocations, in microseconds.
    pub warm_p99_us: f64,
    /// Resident memory after the first invocation, in MiB.
    pub resident_first_mib: f64,
    /// Resident memory after all invocations, in MiB.
    pub resident_last_mib: f64,
    /// Largest resident memory, in MiB.
    pub peak_mib: f64,
}

/// What all processes of one function showed, one sample per round.
#[derive(Debug, Clone)]
pub struct Measured {
    /// Its name in the table.
    pub name: String,
    /// One sample per round, in order.
    pub samples: Vec<Sample>,
}

/// Runs the plan; `progress` is told about each process before it starts. Blocks for as long as it takes.
///
/// # Errors
/// If a function cannot be started, does not come to its first `/next`, or answers wrongly once.
pub fn run(plan: &Plan, mut progress: impl FnMut(usize, &str)) -> Result<Vec<Measured>, EmulatorError> {
    let mut measured: Vec<Measured> = plan
        .functions
        .iter()
        .map(|function| Measured {
            name: function.name.clone(),
            samples: Vec::new(),
        })
        .collect();
    for round in 0..plan.processes {
        for (function, measured) in plan.functions.iter().zip(&mut measured) {
            progress(round, &function.name);
            measured.samples.push(sample(plan, function)?);
        }
    }
    Ok(measured)
}

fn sample(plan: &Plan, function: &Candidate) -> Result<Sample, EmulatorError> {
    let mut settings = function.settings.clone();
    settings.recorded_calls = 0;
    let emulator = Emulator::start(settings)?;
    let wrong = |what: String| EmulatorError::WrongAnswer {
        function: function.name.clone(),
        what,
    };
    let init = emulator.initialize()?.unwrap_or_default();
    let invoke = || checked(&emulator, plan).and_then(|outcome| outcome.map_err(wrong));
    let memory = || {
        emulator
            .memory()
            .ok_or_else(|| wrong("the process ended after its answer".to_owned()))
    };
    let first = invoke()?;
    let after_first = memory()?;
    for _ in 0..plan.discard {
        invoke()?;
    }
    let mut warm = Vec::with_capacity(plan.warm);
    for _ in 0..plan.warm {
        warm.push(invoke()?.as_secs_f64() * 1e6);
    }
    let after_all = memory()?;
    Ok(Sample {
        init_ms: init.as_secs_f64() * 1e3,
        first_ms: first.as_secs_f64() * 1e3,
        warm_p50_us: quantile(&mut warm, 0.5),
        warm_p99_us: quantile(&mut warm, 0.99),
        resident_first_mib: mib(after_first.resident),
        resident_last_mib: mib(after_all.resident),
        peak_mib: mib(after_all.peak),
    })
}

/// One invocation: its duration, or what was wrong with its answer.
fn checked(emulator: &Emulator, plan: &Plan) -> Result<Result<Duration, String>, EmulatorError> {
    let completion = emulator.invoke(Event::new(plan.payload.clone()))?;
    let shown = |text: String| text.chars().take(300).collect::<String>();
    Ok(match (&completion.answer, plan.check) {
        (Answer::Response(response), Check::Echo) if response.body != plan.payload => {
            let (expected, found) = (plan.payload.len(), response.body.len());
            Err(format!(
                "an echo of {expected} bytes came back as {found} other bytes"
            ))
        }
        (Answer::Response(_), _) => Ok(completion.duration),
        (answer, _) => Err(format!("it answered with an error: {}", shown(answer.text()))),
    })
}

#[expect(
    clippy::cast_precision_loss,
    reason = "a process has less memory than a double has exact integers"
)]
fn mib(bytes: u64) -> f64 {
    bytes as f64 / (1024.0 * 1024.0)
}
