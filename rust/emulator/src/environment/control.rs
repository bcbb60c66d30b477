//! What somebody who watches the function does to its process, and what is told of it.

use super::{Environment, Invocation, Progress};
use crate::{error::EmulatorError, history::Streamed, piece::PieceCounter, process::FunctionProcess, report};
use std::{sync::Arc, time::Duration};

/// What the process of a function does at a moment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Condition {
    /// None was started yet, or whoever uses the emulator brings it.
    NotStarted,
    /// It has not asked for an event yet.
    Starting,
    /// It waits for an event.
    Idle,
    /// It has an event.
    Busy,
    /// It was stopped and goes on with the next event.
    Frozen,
    /// It reported that it cannot start, by this error type.
    InitFailed(String),
    /// It ended, as the sentence says.
    Ended(String),
}

impl Condition {
    pub(crate) fn name(&self) -> &'static str {
        match self {
            Condition::NotStarted => "not-started",
            Condition::Starting => "starting",
            Condition::Idle => "idle",
            Condition::Busy => "busy",
            Condition::Frozen => "frozen",
            Condition::InitFailed(_) => "init-failed",
            Condition::Ended(_) => "ended",
        }
    }

    /// Why it is so, where something went wrong.
    pub(crate) fn reason(&self) -> Option<&str> {
        match self {
            Condition::InitFailed(reason) | Condition::Ended(reason) => Some(reason),
            _ => None,
        }
    }
}

impl Environment {
    /// Ends the process as the settings say and starts another one. Invocations that it had end with it.
    pub(crate) async fn restart(&self) -> Result<Option<Duration>, EmulatorError> {
        if let Some(answer) = &*self.no_code.read().await {
            let report = answer.text();
            return Err(EmulatorError::InitFailed { report });
        }
        if let Some(process) = self.process() {
            process.end(self.grace()).await;
        }
        self.initialize().await
    }

    /// Ends the process without a word; the next event starts another one.
    pub(crate) async fn kill(&self) {
        if let Some(process) = self.process() {
            process.end(None).await;
        }
    }

    /// Stops the process between two instructions, as Lambda does between two invocations; false if none runs.
    pub(crate) fn freeze(&self) -> bool {
        self.live_process().is_some_and(|process| process.freeze())
    }

    /// Lets a frozen process go on; false if none is.
    pub(crate) fn thaw(&self) -> bool {
        self.live_process().is_some_and(|process| process.thaw())
    }

    fn live_process(&self) -> Option<Arc<FunctionProcess>> {
        self.process().filter(|process| process.exit_status().is_none())
    }

    pub(crate) fn condition(&self) -> Condition {
        let Some(process) = self.process() else {
            return Condition::NotStarted;
        };
        if let Some(status) = process.exit_status() {
            return Condition::Ended(report::exit_message(status));
        }
        if process.is_frozen() {
            return Condition::Frozen;
        }
        let state = self.state();
        match &state.progress {
            Progress::InitError(answer) => Condition::InitFailed(report::error_type(answer).to_owned()),
            _ if state.ready_since().is_none() => Condition::Starting,
            _ if state.open_invocations() > 0 => Condition::Busy,
            _ => Condition::Idle,
        }
    }

    /// What is told of the pieces of a response to this invocation, if anybody wants to know.
    pub(crate) fn counter(&self, invocation: &Invocation) -> Option<Arc<dyn PieceCounter>> {
        self.history.is_on().then(|| {
            Arc::new(Streamed {
                history: Arc::clone(&self.history),
                number: invocation.number,
            }) as Arc<dyn PieceCounter>
        })
    }
}
