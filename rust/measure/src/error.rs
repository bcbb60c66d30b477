//! Every way a measurement or a picture of it can fail.

use lambda_emulator::EmulatorError;

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
}
