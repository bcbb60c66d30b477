//! Every way a measurement or a picture of it can fail.

use lambda_emulator::EmulatorError;
use std::{
    io,
    path::{Path, PathBuf},
};

/// A failure to measure or to draw; each message says what is wrong with what was given.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum MeasureError {
    /// The function could not be run.
    #[error(transparent)]
    Emulator(#[from] EmulatorError),
    /// A function that was to be measured answered wrongly.
    #[error("{function}: {what}; nothing is measured that is not right")]
    WrongAnswer {
        /// Name of the measured function.
        function: String,
        /// What was wrong.
        what: String,
    },
    /// There is no core for the function alone.
    #[error("one core for the function alone: {reason}")]
    OneCore {
        /// Why not.
        reason: String,
    },
    /// A record cannot be drawn.
    #[error("{reason}")]
    Picture {
        /// What is missing.
        reason: String,
    },
    /// A command line cannot be split into words.
    #[error("{line}: {reason}; quote it like a shell command")]
    CommandLine {
        /// The command line as given.
        line: String,
        /// What is wrong with it.
        reason: String,
    },
    /// A suite cannot be read, or what it names is not as it must be.
    #[error("{reason}")]
    Suite {
        /// What is wrong.
        reason: String,
    },
    /// A file cannot be read or written, or a program not be run.
    #[error("{file}: {source}")]
    File {
        /// The file.
        file: PathBuf,
        /// What the system said.
        source: io::Error,
    },
}

impl MeasureError {
    pub(crate) fn suite(reason: String) -> Self {
        MeasureError::Suite { reason }
    }

    pub(crate) fn file(file: &Path) -> impl Fn(io::Error) -> Self {
        move |source| MeasureError::File {
            file: file.to_owned(),
            source,
        }
    }
}
