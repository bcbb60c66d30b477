//! `lambda-emulator`: runs a command as a local Lambda function.

#![forbid(unsafe_code)]

mod arguments;
mod cluster_picture;
mod conformance;
mod draw;
mod event_file;
mod examples;
mod exit;
mod functions;
mod invoke;
mod measure;
mod pretty;
mod readable;
mod run_events;
mod serve;
mod suite;
mod values;
mod watch;

use arguments::{Arguments, FunctionArguments, Task};
use clap::Parser;
use exit::Outcome;
use std::process::ExitCode;

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    exit::code(match arguments.task {
        Some(Task::Measure(options)) => measure::run(&options),
        Some(Task::Invoke(options)) => invoke::run(&options),
        Some(Task::Suite(options)) => suite::run(&options),
        Some(Task::Draw(options)) => draw::run(&options),
        Some(Task::Conformance(options)) => conformance::run(&options),
        None => function(&arguments.function),
    })
}

fn function(arguments: &FunctionArguments) -> Outcome {
    if arguments.list_examples {
        return examples::list();
    }
    match &arguments.functions {
        Some(file) => serve::run_file(file, arguments),
        None if arguments.events.is_empty() => serve::run(arguments),
        None => run_events::run(arguments),
    }
}
