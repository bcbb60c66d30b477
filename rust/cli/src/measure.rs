//! `measure`: the command line of side-by-side measurements.

use crate::{
    exit::{Outcome, SUCCESS},
    values::{note, seconds, variable},
};
use ::measure::{
    Candidate, Check, Column, MeasureError, Payloads, Plan, cgroups, json, limits_in_words, markdown,
    record_text, text_payload,
};
use clap::{ArgGroup, Args, ValueEnum};
use lambda_emulator::Cgroups;
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
    /// {memory} becomes the memory size in MB, {heap} four fifths of it.
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
    /// A right answer is JSON with at least what stands in this file; numbers may differ by a billionth.
    #[arg(long, value_name = "FILE", conflicts_with = "check")]
    expect: Option<PathBuf>,
    /// Leave a function that cannot be measured with the reason in its row, and go on with the others.
    #[arg(long)]
    keep_going: bool,
    /// Processes per function, each a cold start.
    #[arg(long, value_name = "P", default_value_t = 10, value_parser = clap::value_parser!(u32).range(1..))]
    processes: u32,
    /// Counted warm invocations per process.
    #[arg(long, value_name = "N", default_value_t = 1000)]
    warm: u32,
    /// Invocations per process between the first one and the counted ones.
    #[arg(long, value_name = "D", default_value_t = 100)]
    discard: u32,
    /// How many of the invocations after the first are open at once; more than 1 is the mode of Lambda Managed
    /// Instances.
    #[arg(long, value_name = "N", default_value_t = 1, value_parser = clap::value_parser!(u16).range(1..=1000))]
    concurrency: u16,
    /// Memory size in MB. Repeatable: each function is measured at each size, taking turns.
    #[arg(long = "memory", value_name = "MB", default_values_t = [128], value_parser = clap::value_parser!(u32).range(1..=1_048_576))]
    memory_sizes: Vec<u32>,
    /// Enforce the memory size and the CPU share that Lambda gives with it, through cgroups; needs root.
    #[arg(long)]
    limits: bool,
    /// Give the function's process one core of its own, as one below 1,769 MB has it, and keep all cores awake; needs
    /// two cores, and taskset and chrt of util-linux.
    #[arg(long, conflicts_with = "limits")]
    one_core: bool,
    /// Time-out of one invocation.
    #[arg(long, value_name = "SECONDS", default_value = "60", value_parser = seconds)]
    timeout: Duration,
    /// Time from the start of a process to its first call of /next; Lambda gives 10 [default: --timeout]
    #[arg(long, value_name = "SECONDS", value_parser = seconds)]
    init_timeout: Option<Duration>,
    /// Environment variable of every function. Repeatable.
    #[arg(long = "env", value_name = "NAME=VALUE", value_parser = variable)]
    variables: Vec<(OsString, OsString)>,
    /// Working folder of every function [default: the folder of its command]
    #[arg(long, value_name = "FOLDER")]
    task_root: Option<PathBuf>,
    /// Columns of the table.
    #[arg(long, value_enum, default_value_t = TableArgument::Usual)]
    table: TableArgument,
    /// Columns of the table by name: FIGURE_STATISTIC, such as cold_mean,cold_sd,warm_p999,peak_max. The
    /// message about a wrong name lists all figures and statistics.
    #[arg(long, value_name = "NAMES", value_delimiter = ',', conflicts_with = "table")]
    columns: Vec<Column>,
    /// What else the reader should know, for the record: a version, for example. Repeatable.
    #[arg(long = "note", value_name = "NAME=VALUE", value_parser = note)]
    notes: Vec<(String, String)>,
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

/// Columns of the table.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum TableArgument {
    /// Medians with their spread, and ratios.
    Usual,
    /// Mean, deviation, median and 99th percentile of cold and warm.
    Articles,
}

pub(crate) fn run(arguments: &MeasureArguments) -> Outcome {
    let plan = plan(arguments)?;
    let measured = ::measure::run(&plan, |round, function| {
        let size = match arguments.memory_sizes.len() {
            1 => String::new(),
            _ => format!(", {} MB", function.settings.memory_mb),
        };
        eprintln!(
            "round {} of {}: {}{size}",
            round + 1,
            plan.processes,
            function.name
        );
    })?;
    if let Some(file) = &arguments.json {
        fs::write(file, record_text(&json(&plan, &measured)))
            .map_err(|error| format!("{}: {error}", file.display()))?;
    }
    io::stdout()
        .lock()
        .write_all(markdown(&plan, &measured, &columns(arguments, plan.limits.is_ok())).as_bytes())?;
    Ok(SUCCESS)
}

fn columns(arguments: &MeasureArguments, limited: bool) -> Vec<Column> {
    match arguments.table {
        _ if !arguments.columns.is_empty() => arguments.columns.clone(),
        TableArgument::Usual => Column::usual(limited),
        TableArgument::Articles => Column::articles(limited),
    }
}

fn plan(arguments: &MeasureArguments) -> Result<Plan, Box<dyn std::error::Error>> {
    let payload = match (&arguments.event, arguments.payload_bytes) {
        (Some(file), _) => {
            fs::read(file).map_err(|error| format!("event file {}: {error}", file.display()))?
        }
        (None, bytes) => text_payload(usize::try_from(bytes.unwrap_or(2))?),
    };
    let cgroups = limits(arguments);
    let sizes = arguments.memory_sizes.iter();
    let functions = sizes.flat_map(|size| arguments.functions.iter().map(|line| (line, *size)));
    let functions = functions.map(|(line, size)| candidate(line, size, cgroups.as_ref().ok(), arguments));
    Ok(Plan {
        functions: functions.collect::<Result<_, _>>()?,
        payloads: Payloads::same(payload),
        check: check(arguments)?,
        one_core: arguments.one_core,
        keep_going: arguments.keep_going,
        limits: cgroups.map(|cgroups| limits_in_words(&cgroups)),
        notes: arguments.notes.clone(),
        processes: usize::try_from(arguments.processes)?,
        discard: usize::try_from(arguments.discard)?,
        warm: usize::try_from(arguments.warm)?,
        concurrency: arguments.concurrency,
    })
}

/// Where limits can be set, or why there are none.
fn limits(arguments: &MeasureArguments) -> Result<Cgroups, String> {
    cgroups(arguments.limits).inspect_err(|reason| {
        if arguments.limits {
            eprintln!("lambda-emulator: {reason}; the functions run unlimited");
        }
    })
}

fn check(arguments: &MeasureArguments) -> Result<Check, String> {
    let Some(file) = &arguments.expect else {
        return Ok(match arguments.check {
            CheckArgument::Echo => Check::Echo,
            CheckArgument::Ok => Check::Ok,
        });
    };
    let text = fs::read(file).map_err(|error| format!("{}: {error}", file.display()))?;
    let expected = serde_json::from_slice(&text).map_err(|error| format!("{}: {error}", file.display()))?;
    Ok(Check::Expect(expected))
}

/// A function at one memory size.
fn candidate(
    line: &str,
    memory_mb: u32,
    cgroups: Option<&Cgroups>,
    arguments: &MeasureArguments,
) -> Result<Candidate, MeasureError> {
    let malformed = |reason: String| MeasureError::CommandLine {
        line: line.to_owned(),
        reason,
    };
    let (name, command) = line
        .split_once('=')
        .ok_or_else(|| malformed("no NAME= before it".to_owned()))?;
    let words = shell_words::split(command).map_err(|error| malformed(error.to_string()))?;
    if words.is_empty() {
        return Err(malformed("no command after NAME=".to_owned()));
    }
    let mut candidate = Candidate::new(name, &words, memory_mb, cgroups)?;
    let settings = &mut candidate.settings;
    settings.variables = arguments.variables.clone();
    settings.task_root = arguments.task_root.clone();
    settings.timeout = arguments.timeout;
    settings.init_timeout = arguments.init_timeout.unwrap_or(arguments.timeout);
    Ok(candidate)
}
