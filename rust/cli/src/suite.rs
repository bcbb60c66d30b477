//! `suite`: the tables of a suite file, measured and published in a folder.

use crate::exit::{FUNCTION_ERROR, Outcome, SUCCESS};
use ::measure::suite::{Form, Suite, SuiteRun};
use clap::{Args, ValueEnum};
use std::{
    env,
    io::{self, Write},
    path::PathBuf,
};

/// Measures the tables of a suite file; each goes to standard output and, with its record, to a folder.
///
/// Exit: 0 if every function was measured, 1 if one failed that the suite does not expect to; 2 if nothing could be
/// measured. The form of the file is that of the project's own, bench/suite.toml.
#[derive(Debug, Args)]
pub(crate) struct SuiteArguments {
    /// The suite: a TOML file. Its paths are relative to the current folder.
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// Tables by name [default: all]
    #[arg(value_name = "TABLE")]
    tables: Vec<String>,
    /// How much is measured.
    #[arg(long, value_enum, default_value_t = FormArgument::Full)]
    form: FormArgument,
    /// Folder of tables, records, pictures and their page.
    #[arg(long, value_name = "FOLDER", required_unless_present = "builds")]
    results: Option<PathBuf>,
    /// Print what must be built for the tables, a name to a line, and measure nothing.
    #[arg(long)]
    builds: bool,
    /// Draw the pictures and write the page of what was measured before, and measure nothing.
    #[arg(long, conflicts_with = "builds")]
    publish: bool,
}

/// How much is measured.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum FormArgument {
    /// As published.
    Full,
    /// A first look.
    Quick,
    /// Each function once, to see that it answers; the figures mean nothing.
    Smoke,
}

pub(crate) fn run(arguments: &SuiteArguments) -> Outcome {
    let suite = Suite::read(&arguments.file)?;
    let tables = match arguments.tables.as_slice() {
        [] => suite.names().map(str::to_owned).collect(),
        tables => tables.to_vec(),
    };
    let builds = suite.builds(&tables)?;
    let mut output = io::stdout();
    let Some(results) = &arguments.results else {
        for build in builds {
            writeln!(output, "{build}")?;
        }
        return Ok(SUCCESS);
    };
    let form = match arguments.form {
        FormArgument::Full => Form::Full,
        FormArgument::Quick => Form::Quick,
        FormArgument::Smoke => Form::Smoke,
    };
    let root = env::current_dir()?;
    let run = SuiteRun::new(&suite, form, &root, results);
    let mut failures = Vec::new();
    for table in tables.iter().filter(|_| !arguments.publish) {
        let report = run.measure(table, |line| eprintln!("{line}"))?;
        for (file, table) in report.parts {
            writeln!(output, "{file}\n\n{table}")?;
        }
        failures.extend(report.failures);
    }
    run.publish()?;
    for failure in &failures {
        eprintln!("lambda-emulator: {failure}");
    }
    Ok(match failures.is_empty() {
        true => SUCCESS,
        false => FUNCTION_ERROR,
    })
}
