//! New code while the emulator runs.

use super::Emulator;
use crate::{environment::Code, error::EmulatorError};
use std::{sync::Arc, time::Duration};
use tokio::sync::oneshot;

/// A reload under way; see [`Emulator::begin_reload`]. If it is dropped, events go on as before it, in a new
/// process.
#[derive(Debug)]
#[must_use]
pub struct Reload {
    code: oneshot::Sender<Code>,
    outcome: oneshot::Receiver<Result<Option<Duration>, EmulatorError>>,
}

impl Emulator {
    /// Takes the function's process away, since its code is changing: invocations that run come to their end, and
    /// events that come from now on wait for what [`Reload`] is told.
    pub fn begin_reload(&self) -> Reload {
        let (code, built) = oneshot::channel();
        let (sender, outcome) = oneshot::channel();
        let environment = Arc::clone(&self.environment);
        self.running.handle().spawn(async move {
            let _ = sender.send(environment.reload(built).await);
        });
        Reload { code, outcome }
    }
}

impl Reload {
    /// The new code is there: starts it, and gives the time to its first `/next`. Blocks.
    ///
    /// # Errors
    /// As [`Emulator::initialize`].
    pub fn start(self) -> Result<Option<Duration>, EmulatorError> {
        self.tell(Ok(()))
    }

    /// There is no new code: events get an error of this message, until the next reload. Blocks until the old
    /// process has ended.
    ///
    /// # Errors
    /// If the emulator was stopped.
    pub fn fail(self, message: impl Into<String>) -> Result<(), EmulatorError> {
        self.tell(Err(message.into())).map(|_| ())
    }

    fn tell(self, code: Code) -> Result<Option<Duration>, EmulatorError> {
        // Nobody listens where the emulator was stopped, which the outcome says.
        let _ = self.code.send(code);
        self.outcome
            .blocking_recv()
            .unwrap_or(Err(EmulatorError::Stopped))
    }
}
