//! Many invocations, some of them open at any time.

use super::Emulator;
use crate::{answer::Completion, error::EmulatorError, event::Event};
use std::sync::{
    Arc, Mutex, PoisonError,
    atomic::{AtomicUsize, Ordering},
};
use tokio::task::JoinSet;

impl Emulator {
    /// Lets the same event `count` times through the function, `open` of them at any time while there are so many
    /// left. `completed` sees how each ended, on the Runtime API's thread; its first error ends the load. Blocks.
    ///
    /// # Errors
    /// The first that `completed` returns, and where the emulator itself fails.
    pub fn load<E>(
        &self,
        event: &Event,
        count: usize,
        open: usize,
        completed: impl FnMut(&Completion) -> Result<(), E> + Send + 'static,
    ) -> Result<(), E>
    where
        E: From<EmulatorError> + Send + 'static,
    {
        let completed = Arc::new(Mutex::new(completed));
        let left = Arc::new(AtomicUsize::new(count));
        let (environment, event) = (Arc::clone(&self.environment), event.clone());
        let load = async move {
            let mut callers = JoinSet::new();
            for _ in 0..open.min(count) {
                let (environment, left) = (Arc::clone(&environment), Arc::clone(&left));
                let (completed, event) = (Arc::clone(&completed), event.clone());
                callers.spawn(async move {
                    let take = |left: usize| left.checked_sub(1);
                    while left
                        .fetch_update(Ordering::Relaxed, Ordering::Relaxed, take)
                        .is_ok()
                    {
                        let completion = environment.invoke(event.clone()).await?;
                        let mut completed = completed.lock().unwrap_or_else(PoisonError::into_inner);
                        completed(&completion)?;
                    }
                    Ok::<_, E>(())
                });
            }
            while let Some(caller) = callers.join_next().await {
                // The others end with the set.
                caller.unwrap_or_else(|_| Err(EmulatorError::Stopped.into()))?;
            }
            Ok(())
        };
        self.block_on(load).unwrap_or_else(|error| Err(error.into()))
    }
}
