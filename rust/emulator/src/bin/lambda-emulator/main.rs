//! `lambda-emulator`: runs a command as a local Lambda function.

#![forbid(unsafe_code)]

mod arguments;
mod conformance;
mod draw;
mod measure;
mod pretty;
mod readable;
mod run_events;
mod serve;
mod values;

use arguments::{Arguments, Task};
use clap::Parser;
use std::{error::Error, process::ExitCode};

/// Every event was answered with a response.
const SUCCESS: u8 = 0;
/// A function error.
const FUNCTION_ERROR: u8 = 1;
/// Nothing could be started.
const USAGE: u8 = 2;

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    let outcome = match arguments.task {
        Some(Task::Measure(options)) => measure::run(&options),
        Some(Task::Draw(options)) => draw::run(&options),
        Some(Task::Conformance(options)) => conformance::run(&options),
        None if arguments.function.events.is_empty() => serve::run(&arguments.function),
        None => run_events::run(&arguments.function),
    };
    match outcome {
        Ok(code) => ExitCode::from(code),
        Err(error) => {
            eprintln!("lambda-emulator: {error}");
            ExitCode::from(USAGE)
        }
    }
}

/// What a task comes to: an exit code, or why it could not be done.
type Outcome = Result<u8, Box<dyn Error>>;
