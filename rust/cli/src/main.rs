//! `lambda-emulator`: runs a command as a local Lambda function.

#![forbid(unsafe_code)]

mod arguments;
mod conformance;
mod draw;
mod event_file;
mod exit;
mod frames;
mod invoke;
mod measure;
mod pretty;
mod readable;
mod run_events;
mod serve;
mod suite;
mod values;
mod watch;

use arguments::{Arguments, Task};
use clap::Parser;
use std::process::ExitCode;

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    exit::code(match arguments.task {
        Some(Task::Measure(options)) => measure::run(&options),
        Some(Task::Invoke(options)) => invoke::run(&options),
        Some(Task::Suite(options)) => suite::run(&options),
        Some(Task::Draw(options)) => draw::run(&options),
        Some(Task::Conformance(options)) => conformance::run(&options),
        None if arguments.function.events.is_empty() => serve::run(&arguments.function),
        None => run_events::run(&arguments.function),
    })
}
