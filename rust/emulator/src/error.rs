//! Every way the emulator itself can fail, as opposed to the function that it runs.
//!
//! What a function does wrong is never an error here: it is an [`Answer`](crate::Answer).

use std::{io, net::SocketAddr, path::PathBuf, time::Duration};

/// A failure of the emulator or of what it was asked to do; each message says what to do about it.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum EmulatorError {
    /// The command names no file.
    #[error("{command}: no such command; give the path of an executable, or a name found on the PATH")]
    CommandNotFound {
        /// The command as it was given.
        command: PathBuf,
    },
    /// The command is a file that may not be executed.
    #[error("{command}: not an executable file; mark it with `chmod +x {command}` or give another command")]
    CommandNotExecutable {
        /// The file that was found.
        command: PathBuf,
    },
    /// The task root is not a folder.
    #[error("{folder}: not a folder; the task root must be an existing one")]
    TaskRoot {
        /// The folder as it was given.
        folder: PathBuf,
    },
    /// The system refused to start the command.
    #[error("{command} cannot be started: {source}")]
    Spawn {
        /// The command.
        command: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// The address is in use.
    #[error("port {port} of {ip} is taken; stop what listens there or choose another one", port = .address.port(), ip = .address.ip())]
    PortTaken {
        /// The wanted address.
        address: SocketAddr,
    },
    /// Two functions were to be served under one name.
    #[error("there are two functions called {name}; give one of them another name")]
    NameTaken {
        /// The name.
        name: String,
    },
    /// The system refused a thread, a socket or a pipe.
    #[error("the system refused {what}: {source}")]
    System {
        /// What was asked for.
        what: &'static str,
        /// What the system said.
        source: io::Error,
    },
    /// The limits of a function's process cannot be set on this machine, or not by this user.
    #[error("no limits can be set: {reason}")]
    Limits {
        /// What stands against it.
        reason: String,
    },
    /// Nothing asked for the first event in time, and there is no process to blame.
    #[error(
        "nobody asked for the next event within {limit:?}; start the runtime under test before invoking it"
    )]
    NobodyPolled {
        /// The init limit.
        limit: Duration,
    },
    /// The function ended, reported an init error or took too long before its first call of `/next`.
    #[error("the function did not initialize: {report}; its log says more")]
    InitFailed {
        /// The error report that a caller of the function would get.
        report: String,
    },
    /// The emulator was stopped while the call waited.
    #[error("the emulator was stopped; start a new one")]
    Stopped,
    /// As many invocations are open as may be, and the settings let no event wait.
    #[error("{places} of {places} places are taken, and no event waits for one; send it later")]
    Unavailable {
        /// How many may be open.
        places: u16,
    },
    /// An event holds what a header cannot carry.
    #[error("{field} holds a line break or a NUL, which no HTTP header can carry; remove it")]
    InvalidHeader {
        /// The field of the event.
        field: &'static str,
    },
}

impl EmulatorError {
    /// Makes an error of kind [`EmulatorError::System`] from what the system said.
    pub(crate) fn system(what: &'static str) -> impl Fn(io::Error) -> EmulatorError {
        move |source| EmulatorError::System { what, source }
    }
}
