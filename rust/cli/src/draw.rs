//! `draw`: pictures of what `measure --json` wrote.

use crate::exit::{Outcome, SUCCESS};
use ::measure::picture::{self, Form, Picture};
use clap::{Args, ValueEnum};
use serde_json::Value;
use std::{
    fs,
    path::{Path, PathBuf},
};

/// A bar for each function with its median and spread, or lines over memory sizes.
#[derive(Debug, Args)]
pub(crate) struct DrawArguments {
    /// A record that `measure --json` wrote. Repeatable: all functions are drawn together.
    #[arg(long = "json", value_name = "FILE", required = true)]
    records: Vec<PathBuf>,
    /// The figure by its name in the record: cold_ms, init_ms, warm_us, warm_ms, peak_mib and so on.
    #[arg(long, value_name = "KEY", default_value = "cold_ms")]
    figure: String,
    /// The picture: a name that ends in .svg. Repeatable.
    #[arg(long = "out", value_name = "FILE", required = true)]
    files: Vec<PathBuf>,
    /// The line at the top.
    #[arg(long)]
    title: Option<String>,
    /// A logarithmic scale.
    #[arg(long)]
    log: bool,
    /// Lines instead of bars: over the memory sizes, or over the payload sizes of several records.
    #[arg(long, value_enum, num_args = 0..=1, default_missing_value = "memory")]
    lines: Option<Over>,
    /// Only functions of these names, in this order. Repeatable.
    #[arg(long, value_name = "NAME")]
    only: Vec<String>,
    /// Only this memory size in MB. Repeatable.
    #[arg(long = "memory", value_name = "MB")]
    memory_sizes: Vec<u64>,
    /// Functions whose name holds this stand out, the others are grey. Repeatable.
    #[arg(long, value_name = "TEXT")]
    highlight: Vec<String>,
}

/// What lines go over.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Over {
    /// Memory sizes.
    Memory,
    /// Payload sizes.
    Payload,
}

pub(crate) fn run(arguments: &DrawArguments) -> Outcome {
    let records = arguments.records.iter().map(|file| record(file));
    let records = records.collect::<Result<Vec<Value>, _>>()?;
    let svg = picture::svg(
        &records,
        &Picture {
            figure: arguments.figure.clone(),
            title: arguments.title.clone(),
            form: match arguments.lines {
                None => Form::Bars,
                Some(Over::Memory) => Form::OverMemory,
                Some(Over::Payload) => Form::OverPayload,
            },
            logarithmic: arguments.log,
            only: arguments.only.clone(),
            memory_mb: arguments.memory_sizes.clone(),
            highlight: arguments.highlight.clone(),
        },
    )?;
    if let Some(other) = arguments
        .files
        .iter()
        .find(|file| file.extension() != Some("svg".as_ref()))
    {
        return Err(format!("{}: the name of a picture ends in .svg", other.display()).into());
    }
    for file in &arguments.files {
        fs::write(file, &svg).map_err(|error| format!("{}: {error}", file.display()))?;
    }
    Ok(SUCCESS)
}

fn record(file: &Path) -> Result<Value, String> {
    let text = fs::read(file).map_err(|error| format!("{}: {error}", file.display()))?;
    serde_json::from_slice(&text).map_err(|error| format!("{}: {error}", file.display()))
}
