//! `measure`: the command line of side-by-side measurements.

use crate::{
    Outcome, SUCCESS,
    values::{seconds, variable},
};
use clap::{ArgGroup, Args, ValueEnum};
use lambda_emulator::{
    EmulatorError, Ending, FunctionSettings,
    measure::{self, Candidate, Check, Plan},
};
use std::{
    ffi::OsString,
    fs,
    io::{self, Write},
    path::PathBuf,
    time::Duration,
};

/// Functions take turns, one process each, round after round. The table goes to standard output.
#[derive(Debug, Args)]
#[command(group = ArgGroup::new("payload").required(true).args(["payload_bytes", "event"]))]
pub(crate) struct MeasureArguments {
    /// A function: NAME=COMMAND LINE, split like a shell does. Repeatable; ratios are against the first.
    #[arg(long = "function", value_name = "NAME=COMMAND", required = true)]
    functions: Vec<String>,
    /// Send a JSON string of this many bytes, the quotes included.
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(2..=6_291_456))]
    payload_bytes: Option<u32>,
    /// Send the contents of this file.
    #[arg(long, value_name = "FILE")]
    event: Option<PathBuf>,
    /// What a right answer is.
    #[arg(long, value_enum, default_value_t = CheckArgument::Ok)]
    check: CheckArgument,
    /// Processes per function, each a cold start.
    #[arg(long, value_name = "P", default_value_t = 10, value_parser = clap::value_parser!(u32).range(1..))]
    processes: u32,
    /// Counted warm invocations per process.
    #[arg(long, value_name = "N", default_value_t = 1000)]
    warm: u32,
    /// Invocations per process between the first one and the counted ones.
    #[arg(long, value_name = "D", default_value_t = 100)]
    discard: u32,
    /// Memory size in MB.
    #[arg(long, value_name = "MB", default_value_t = 128)]
    memory: u32,
    /// Time-out of one invocation.
    #[arg(long, value_name = "SECONDS", default_value = "60", value_parser = seconds)]
    timeout: Duration,
    /// Environment variable of every function. Repeatable.
    #[arg(long = "env", value_name = "NAME=VALUE", value_parser = variable)]
    variables: Vec<(OsString, OsString)>,
    /// Working folder of every function [default: the folder of its command]
    #[arg(long, value_name = "FOLDER")]
    task_root: Option<PathBuf>,
    /// Also write every sample to this file.
    #[arg(long, value_name = "FILE")]
    json: Option<PathBuf>,
}

/// What a right answer is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum CheckArgument {
    /// The bytes of the event.
    Echo,
    /// No function error.
    Ok,
}

pub(crate) fn run(arguments: &MeasureArguments) -> Outcome {
    let plan = plan(arguments)?;
    let measured = measure::run(&plan, |round, name| {
        eprintln!("round {} of {}: {name}", round + 1, plan.processes);
    })?;
    if let Some(file) = &arguments.json {
        let text = format!("{:#}\n", measure::json(&plan, &measured));
        fs::write(file, text).map_err(|error| format!("{}: {error}", file.display()))?;
    }
    io::stdout()
        .lock()
        .write_all(measure::markdown(&measured).as_bytes())?;
    Ok(SUCCESS)
}

fn plan(arguments: &MeasureArguments) -> Result<Plan, Box<dyn std::error::Error>> {
    let payload = match (&arguments.event, arguments.payload_bytes) {
        (Some(file), _) => {
            fs::read(file).map_err(|error| format!("event file {}: {error}", file.display()))?
        }
        (None, bytes) => text_of(usize::try_from(bytes.unwrap_or(2))?),
    };
    let functions = arguments.functions.iter().map(|line| candidate(line, arguments));
    Ok(Plan {
        functions: functions.collect::<Result<_, _>>()?,
        payload: payload.into(),
        check: match arguments.check {
            CheckArgument::Echo => Check::Echo,
            CheckArgument::Ok => Check::Ok,
        },
        processes: usize::try_from(arguments.processes)?,
        discard: usize::try_from(arguments.discard)?,
        warm: usize::try_from(arguments.warm)?,
    })
}

/// A JSON string of so many bytes.
fn text_of(bytes: usize) -> Vec<u8> {
    let mut text = vec![b'x'; bytes];
    if let [first, .., last] = text.as_mut_slice() {
        *first = b'"';
        *last = b'"';
    }
    text
}

fn candidate(line: &str, arguments: &MeasureArguments) -> Result<Candidate, EmulatorError> {
    let malformed = |reason: String| EmulatorError::CommandLine {
        line: line.to_owned(),
        reason,
    };
    let (name, command) = line
        .split_once('=')
        .ok_or_else(|| malformed("no NAME= before it".to_owned()))?;
    let words = shell_words::split(command).map_err(|error| malformed(error.to_string()))?;
    let (command, words) = words
        .split_first()
        .ok_or_else(|| malformed("no command after NAME=".to_owned()))?;
    let mut settings = FunctionSettings::new(command);
    settings.args = words.iter().map(OsString::from).collect();
    settings.variables = arguments.variables.clone();
    settings.task_root = arguments.task_root.clone();
    settings.memory_mb = arguments.memory;
    settings.timeout = arguments.timeout;
    settings.init_timeout = arguments.timeout;
    // Nothing is learned from how long a function takes to say goodbye.
    settings.ending = Ending::Kill;
    Ok(Candidate {
        name: name.to_owned(),
        settings,
    })
}
