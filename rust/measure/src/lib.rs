//! Side-by-side measurements of several functions.
//!
//! Functions take turns, one process each, round after round, so that whatever else the machine does hits
//! all of them alike; ratios are taken within a round, to the first function of the same memory size.
//! Nothing is measured that is not also checked for the right answer. Times of invocations are those of
//! [`Completion::duration`](lambda_emulator::Completion::duration): from just before the event is written to the
//! arrival of the last byte of the answer; a cold start is
//! [`Completion::cold_duration`](lambda_emulator::Completion::cold_duration). Of several invocations at once the next
//! is handed in as soon as one is answered; what waits in the function counts.

#![forbid(unsafe_code)]

mod candidate;
mod check;
mod error;
mod figures;
mod machine;
mod one_core;
mod pattern;
mod payloads;
pub mod picture;
mod record;
mod sample;
mod statistics;
pub mod suite;
mod table;

pub use candidate::{cgroups, limits_in_words};
pub use check::Check;
pub use error::MeasureError;
pub use figures::{Column, Statistic};
pub use payloads::{Payloads, mixed_payload, text_payload};
pub use record::{json, text as record_text};
pub use sample::{Pressure, Sample};
pub use statistics::Summary;
pub use table::markdown;

use lambda_emulator::FunctionSettings;
use one_core::OneCore;

/// What to measure.
#[derive(Debug, Clone)]
pub struct Plan {
    /// The functions, each with its memory size; ratios are against the first of the same size.
    pub functions: Vec<Candidate>,
    /// What the events carry; of several at once all carry the usual one.
    pub payloads: Payloads,
    /// What a right answer is.
    pub check: Check,
    /// Processes started per function.
    pub processes: usize,
    /// Invocations per process after the first one that are not counted.
    pub discard: usize,
    /// Invocations per process that are counted as warm.
    pub warm: usize,
    /// How many of those after the first are open at once.
    pub concurrency: u16,
    /// Whether the function's process has one core, alone, and the cores are kept awake; never within limits, since
    /// the loops that keep them awake would take from its share.
    pub one_core: bool,
    /// Whether a function that cannot be measured is left with the reason while the others go on.
    pub keep_going: bool,
    /// Whether limits are in force: how, or why not.
    pub limits: Result<String, String>,
    /// What else the reader should know, such as versions: names and values.
    pub notes: Vec<(String, String)>,
}

/// One of the functions.
#[derive(Debug, Clone)]
pub struct Candidate {
    /// Its name in the table.
    pub name: String,
    /// How it is run. Its log is captured, nothing is recorded.
    pub settings: FunctionSettings,
}

/// What all processes of one function showed.
#[derive(Debug, Clone)]
pub struct Measured {
    /// Its name in the table.
    pub name: String,
    /// Its memory size in MB.
    pub memory_mb: u32,
    /// One sample per round, in order.
    pub samples: Vec<Sample>,
    /// Why it could not be measured, or not to the end.
    pub failure: Option<String>,
}

/// Runs the plan; `progress` is called before each process starts, with its round, counted from 0, and
/// its function. Blocks for as long as it takes.
///
/// # Errors
/// If there is no core for [`Plan::one_core`]; if a function cannot be started, does not come to its first `/next`, or answers wrongly once; with
/// [`Plan::keep_going`] that is only the end of this function.
pub fn run(plan: &Plan, mut progress: impl FnMut(usize, &Candidate)) -> Result<Vec<Measured>, MeasureError> {
    let start = |function: &Candidate| Measured {
        name: function.name.clone(),
        memory_mb: function.settings.memory_mb,
        samples: Vec::new(),
        failure: None,
    };
    let divided = plan.one_core.then(OneCore::divide).transpose()?;
    let core = divided.as_ref().map(|divided| divided.core);
    let mut measured: Vec<Measured> = plan.functions.iter().map(start).collect();
    for round in 0..plan.processes {
        for (function, measured) in plan.functions.iter().zip(&mut measured) {
            if measured.failure.is_some() {
                continue;
            }
            progress(round, function);
            match sample::take(plan, function, core) {
                Ok(sample) => measured.samples.push(sample),
                Err(error) if plan.keep_going => {
                    let reason = match error {
                        MeasureError::WrongAnswer { what, .. } => what,
                        other => other.to_string(),
                    };
                    measured.failure = Some(match round {
                        0 => reason,
                        _ => format!("{reason} (process {} of {})", round + 1, plan.processes),
                    });
                }
                Err(error) => return Err(error),
            }
        }
    }
    Ok(measured)
}

/// The one that a function's ratios are against.
fn base<'a>(all: &'a [Measured], function: &Measured) -> Option<&'a Measured> {
    all.iter().find(|other| other.memory_mb == function.memory_mb)
}
