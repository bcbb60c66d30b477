//! What a command comes to, and the exit code that says so.

use std::{error::Error, process::ExitCode};

/// An exit code, or why the command could not be carried out.
pub(crate) type Outcome = Result<u8, Box<dyn Error>>;

/// Every event was answered with a response.
pub(crate) const SUCCESS: u8 = 0;
/// A function error.
pub(crate) const FUNCTION_ERROR: u8 = 1;
/// Nothing could be started.
const USAGE: u8 = 2;

/// The outcome as the process's exit code, the reason of a failure on standard error.
pub(crate) fn code(outcome: Outcome) -> ExitCode {
    match outcome {
        Ok(code) => ExitCode::from(code),
        Err(error) => {
            eprintln!("lambda-emulator: {error}");
            ExitCode::from(USAGE)
        }
    }
}
