//! `conformance`: the contract's cases against any runtime.

use crate::{
    exit::{FUNCTION_ERROR, Outcome, SUCCESS},
    values::variable,
};
use ::conformance::{
    Case, GRACE, cases, concurrent_cases, concurrent_streamed_cases, markdown, restored_cases,
    run as run_case, streamed_cases,
};
use clap::Args;
use lambda_emulator::FunctionSettings;
use std::{
    ffi::OsString,
    io::{self, Write},
    path::PathBuf,
};

/// Runs every case of the Runtime API's contract against a runtime; the table goes to standard output.
///
/// The command is a function that echoes events and obeys events such as "conformance:throw:TEXT", as the
/// documentation of the crate `conformance` lists them. Exit: 0 if all cases passed, 1 otherwise.
#[derive(Debug, Args)]
pub(crate) struct ConformanceArguments {
    /// Only cases whose part or name contains this.
    #[arg(long, value_name = "TEXT", default_value = "")]
    only: String,
    /// The cases of streamed responses instead, for a function that obeys their events, too.
    #[arg(long)]
    streams: bool,
    /// The cases of several invocations at once instead, for a function that obeys their events, too; with --streams,
    /// of streamed responses beside each other.
    #[arg(long)]
    concurrency: bool,
    /// The cases of SnapStart instead, for a function that has their hooks, too.
    #[arg(long, conflicts_with_all = ["streams", "concurrency"])]
    restore: bool,
    /// Environment variable of the function. Repeatable.
    #[arg(long = "env", value_name = "NAME=VALUE", value_parser = variable)]
    variables: Vec<(OsString, OsString)>,
    /// Working folder of the function [default: the folder of the command]
    #[arg(long, value_name = "FOLDER")]
    task_root: Option<PathBuf>,
    /// The function: an executable and its arguments.
    #[arg(last = true, required = true, value_name = "COMMAND")]
    command: Vec<OsString>,
}

pub(crate) fn run(arguments: &ConformanceArguments) -> Outcome {
    let mut command = arguments.command.iter();
    let mut settings = FunctionSettings::new(command.next().map(PathBuf::from).unwrap_or_default());
    settings.args = command.cloned().collect();
    settings.variables = arguments.variables.clone();
    settings.task_root = arguments.task_root.clone();
    let mut verdicts = Vec::new();
    for case in asked(arguments) {
        if !case.group.contains(&arguments.only) && !case.name.contains(&arguments.only) {
            continue;
        }
        let verdict = run_case(case, &settings, GRACE);
        let mark = if verdict.passed { "ok" } else { "NO" };
        eprintln!("{mark} {}: {} ({})", case.group, case.name, verdict.seen);
        verdicts.push(verdict);
    }
    // A misspelt name must not look like success.
    if verdicts.is_empty() {
        return Err(format!("no case has {:?} in its part or name", arguments.only).into());
    }
    io::stdout().lock().write_all(markdown(&verdicts).as_bytes())?;
    Ok(match verdicts.iter().all(|verdict| verdict.passed) {
        true => SUCCESS,
        false => FUNCTION_ERROR,
    })
}

fn asked(arguments: &ConformanceArguments) -> Vec<Case> {
    match (arguments.streams, arguments.concurrency) {
        (true, true) => concurrent_streamed_cases(),
        (true, false) => streamed_cases(),
        (false, true) => concurrent_cases(),
        (false, false) if arguments.restore => restored_cases(),
        (false, false) => cases(),
    }
}
