//! What invokes functions by itself: queues with messages, and schedules.

use crate::{
    error::EmulatorError,
    event_loop::{self, EventLoop, Stopped},
    functions::Functions,
    queue::{self, Queues},
    schedule::{self, Schedules},
};
use std::sync::Arc;

/// What there is of them. Clones share it.
#[derive(Debug, Clone, Default)]
pub struct Sources {
    /// Given to their functions, and served to clients of SQS.
    pub queues: Queues,
    /// Invoke their functions.
    pub schedules: Schedules,
}

/// Event sources on a thread of their own. Dropping them ends it; invocations under way go on.
#[derive(Debug)]
pub struct EventSources {
    _running: EventLoop,
}

impl EventSources {
    /// Gives the functions what the queues hold, and invokes them at the times of the schedules. A source whose function
    /// is not among them does nothing.
    ///
    /// # Errors
    /// If the system refuses a thread.
    pub fn start(functions: &Functions, sources: &Sources) -> Result<Self, EmulatorError> {
        let functions = functions.clone();
        let Sources { queues, schedules } = sources.clone();
        let work = async move |stopped: Stopped| {
            for queue in queues.iter() {
                let function = queue.settings.function.as_deref();
                if let Some(emulator) = function.and_then(|name| functions.get(name)) {
                    let (queue, emulator) = (Arc::clone(queue), Arc::clone(emulator));
                    tokio::spawn(queue::run(queues.clone(), queue, emulator));
                }
            }
            for rule in schedules.iter() {
                if let Some(emulator) = functions.get(&rule.schedule.function) {
                    tokio::spawn(schedule::run(Arc::clone(rule), Arc::clone(emulator)));
                }
            }
            stopped.wait().await;
        };
        let running = event_loop::Unstarted::new()?.start("event-sources", work)?;
        Ok(EventSources { _running: running })
    }
}
