//! What invokes functions by itself: queues with messages, and schedules.

use crate::{
    error::EmulatorError,
    event_loop::{self, EventLoop, Stopped},
    functions::Functions,
    queue::{self, Queues},
    schedule::{self, Schedule},
};
use std::sync::Arc;

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
    pub fn start(
        functions: &Functions,
        queues: &Queues,
        schedules: Vec<Schedule>,
    ) -> Result<Self, EmulatorError> {
        let functions = functions.clone();
        let queues = queues.clone();
        let work = async move |stopped: Stopped| {
            for queue in queues.iter() {
                let function = queue.settings.function.as_deref();
                if let Some(emulator) = function.and_then(|name| functions.get(name)) {
                    let (queue, emulator) = (Arc::clone(queue), Arc::clone(emulator));
                    tokio::spawn(queue::run(queues.clone(), queue, emulator));
                }
            }
            for schedule in schedules {
                if let Some(emulator) = functions.get(&schedule.function) {
                    tokio::spawn(schedule::run(schedule, Arc::clone(emulator)));
                }
            }
            stopped.wait().await;
        };
        let running = event_loop::Unstarted::new()?.start("event-sources", work)?;
        Ok(EventSources { _running: running })
    }
}
