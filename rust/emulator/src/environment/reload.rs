//! Another process in place of the one that runs, since its code has changed.

use super::Environment;
use crate::{
    answer::{Answer, FunctionError, Phase},
    error::EmulatorError,
    wire,
};
use std::time::Duration;
use tokio::sync::oneshot;

/// What became of the new code: it can be run, or why there is none.
pub(crate) type Code = Result<(), String>;

impl Environment {
    /// Lets the invocations that run come to their end, ends the process, and starts another one once `built` says that
    /// the code is there; events that come meanwhile wait. Gives the time that the start took; `None` where there
    /// is no code, which every event is told until the next reload.
    ///
    /// # Errors
    /// If nobody says what became of the code: then the old one is started again by the next event.
    pub(crate) async fn reload(
        &self,
        built: oneshot::Receiver<Code>,
    ) -> Result<Option<Duration>, EmulatorError> {
        let mut no_code = self.no_code.write().await;
        // While the code is being built, so that the end of the process costs no time of its own.
        if let Some(process) = self.process() {
            process.end(self.grace()).await;
        }
        let code = built.await.map_err(|_| EmulatorError::Stopped)?;
        *no_code = code
            .err()
            .map(|why| Answer::Error(FunctionError::by_platform(Phase::Init, wire::BUILD_FAILED, &why)));
        if no_code.is_some() {
            return Ok(None);
        }
        self.initialize().await
    }
}
