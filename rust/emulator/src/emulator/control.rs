//! What the console does to a function and shows of it.

use super::Emulator;
use crate::{
    bounds::MAX_LOG_EXCERPT_BYTES,
    environment::Condition,
    error::EmulatorError,
    history::{History, Record},
};
use serde_json::{Value, json};
use std::{sync::Arc, time::Duration};
use tokio::sync::oneshot;

impl Emulator {
    /// Ends the process as the settings say and starts another one, which is ready when this returns.
    pub(crate) async fn restart(&self) -> Result<Option<Duration>, EmulatorError> {
        let (sender, receiver) = oneshot::channel();
        let environment = Arc::clone(&self.environment);
        // Processes are started on the Runtime API's thread alone.
        self.running.handle().spawn(async move {
            let _gone = sender.send(environment.restart().await);
        });
        receiver.await.unwrap_or(Err(EmulatorError::Stopped))
    }

    /// Ends the process by SIGKILL, and returns when it was reaped.
    pub(crate) async fn kill(&self) {
        self.environment.kill().await;
    }

    /// Stops the process until it is thawed or an event comes; false if none runs.
    pub(crate) fn freeze(&self) -> bool {
        self.environment.freeze()
    }

    /// Lets a frozen process go on; false if none is.
    pub(crate) fn thaw(&self) -> bool {
        self.environment.thaw()
    }

    pub(crate) fn history(&self) -> &History {
        &self.environment.history
    }

    /// All that is known of one invocation, if it is still kept.
    pub(crate) fn record(&self, number: u64) -> Option<Value> {
        let log = |since| self.environment.log.tail(since, MAX_LOG_EXCERPT_BYTES);
        self.history().show(number, |record: &Record| record.detail(log))
    }

    /// The function's state, without its memory.
    pub(crate) fn condition(&self) -> Value {
        let condition = self.environment.condition();
        let settings = self.settings();
        let state = self.environment.state();
        let running = !matches!(condition, Condition::NotStarted | Condition::Ended(_));
        json!({
            "name": settings.name,
            "state": condition.name(),
            "reason": condition.reason(),
            "pid": self.environment.process().filter(|_| running).map(|process| process.id()),
            "started": state.generation,
            "open": state.open_invocations(),
            "concurrency": settings.concurrency,
            "memoryMb": settings.memory_mb,
            "timeout": settings.timeout.as_secs_f64(),
            "totals": self.history().totals(),
        })
    }
}
