//! What makes a program of sources that have changed.

use serde_json::{Value, json};
use std::{
    collections::BTreeSet,
    io::{self, BufRead, BufReader, Write},
    path::PathBuf,
    process::{Command, Stdio},
};

/// So many lines of a failed build are the message of the error that events get.
const LAST_LINES: usize = 60;

/// Who builds.
pub(super) enum Build {
    /// Nobody: what changes is what is run.
    Nothing,
    /// A command of the shell.
    Shell(String),
    /// Whoever has started the emulator, who reads its standard output and writes its standard input. Asked by one
    /// line of JSON, `{"changed": ["PATH"]}`, and answered by one, `{}` or `{"error": "TEXT"}`.
    Asked,
}

impl Build {
    pub(super) fn by(command: Option<&str>) -> Self {
        match command {
            None => Build::Nothing,
            Some("-") => Build::Asked,
            Some(command) => Build::Shell(command.to_owned()),
        }
    }

    /// # Errors
    /// Why there is no program, in words for the developer.
    pub(super) fn run(&self, changed: &BTreeSet<PathBuf>) -> Result<(), String> {
        match self {
            Build::Nothing => Ok(()),
            Build::Shell(command) => {
                shell(command).unwrap_or_else(|error| Err(format!("the build cannot be started: {error}")))
            }
            Build::Asked => ask(changed).unwrap_or_else(|error| Err(format!("nobody builds: {error}"))),
        }
    }
}

/// Runs the command, with its output on standard error as it comes.
fn shell(command: &str) -> io::Result<Result<(), String>> {
    let (reader, writer) = io::pipe()?;
    let mut child = Command::new("/bin/sh")
        .args(["-c", command])
        .stdin(Stdio::null())
        .stdout(writer.try_clone()?)
        .stderr(writer)
        .spawn()?;
    let mut lines = Vec::new();
    for line in BufReader::new(reader).split(b'\n') {
        let line = String::from_utf8_lossy(&line?).into_owned();
        eprintln!("{line}");
        if lines.len() == LAST_LINES {
            lines.remove(0);
        }
        lines.push(line);
    }
    let status = child.wait()?;
    Ok(if status.success() {
        Ok(())
    } else {
        Err(format!("{command} failed, {status}:\n{}", lines.join("\n")))
    })
}

fn ask(changed: &BTreeSet<PathBuf>) -> io::Result<Result<(), String>> {
    let changed: Vec<_> = changed.iter().map(|path| path.to_string_lossy()).collect();
    let mut output = io::stdout().lock();
    writeln!(output, "{}", json!({ "changed": changed }))?;
    output.flush()?;
    let mut line = String::new();
    if io::stdin().lock().read_line(&mut line)? == 0 {
        return Err(io::ErrorKind::UnexpectedEof.into());
    }
    let told: Value = serde_json::from_str(&line)?;
    Ok(match told["error"].as_str() {
        None => Ok(()),
        Some(error) => Err(error.to_owned()),
    })
}
