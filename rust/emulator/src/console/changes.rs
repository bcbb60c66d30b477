//! Server-sent events: what has changed of the functions and their invocations, and of the sources.

use super::{
    reply::{Reply, with_type},
    sources::overview,
};
use crate::{emulator::Emulator, functions::Functions, serving::Received, sources::Sources};
use bytes::Bytes;
use hyper::StatusCode;
use serde_json::{Value, json};
use std::time::Duration;
use tokio::{
    sync::{OwnedSemaphorePermit, mpsc},
    time::{MissedTickBehavior, interval},
};

/// A function may be invoked ten thousand times in a second, and nobody reads faster than this.
const PERIOD: Duration = Duration::from_millis(100);

/// Periods between two looks at a process's memory.
const MEMORY_PERIODS: u32 = 10;

/// Periods after which a connection is used although nothing has changed, so that a dead one is known.
const IDLE_PERIODS: u32 = 150;

/// Tells first of everything that is kept, and then of each change, until the page is closed.
pub(super) fn reply(functions: Functions, sources: Sources, watcher: OwnedSemaphorePermit) -> Reply {
    let (messages, to_page) = mpsc::channel(1);
    tokio::spawn(async move {
        tell(&functions, &sources, messages).await;
        drop(watcher);
    });
    with_type(StatusCode::OK, "text/event-stream", Received(to_page))
}

/// What a page knows of one function.
struct Known {
    revision: u64,
    memory: Value,
    condition: Value,
}

async fn tell(functions: &Functions, sources: &Sources, messages: mpsc::Sender<Bytes>) {
    let mut known: Vec<_> = functions.iter().map(|_| Known::nothing()).collect();
    let mut known_sources = Value::Null;
    let mut ticks = interval(PERIOD);
    // A page that was slow is told what is, not what was.
    ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    let mut idle = 0;
    for period in 0_u32.. {
        ticks.tick().await;
        if messages.is_closed() {
            return;
        }
        let known = functions.iter().zip(&mut known);
        let changes: Vec<_> = known
            .filter_map(|(emulator, known)| known.changes(emulator, period.is_multiple_of(MEMORY_PERIODS)))
            .collect();
        let sources = overview(sources);
        let message = if !changes.is_empty() || sources != known_sources {
            let mut changes = json!({ "whole": period == 0, "functions": changes });
            if sources != known_sources {
                changes["sources"] = sources.clone();
                known_sources = sources;
            }
            format!("event: changes\ndata: {changes}\n\n")
        } else if idle >= IDLE_PERIODS {
            ": still here\n\n".to_owned()
        } else {
            idle += 1;
            continue;
        };
        idle = 0;
        if messages.send(message.into()).await.is_err() {
            return;
        }
    }
}

impl Known {
    fn nothing() -> Self {
        Known {
            revision: 0,
            memory: Value::Null,
            condition: Value::Null,
        }
    }

    fn changes(&mut self, emulator: &Emulator, look_at_memory: bool) -> Option<Value> {
        let mut condition = emulator.condition();
        if look_at_memory || self.condition["pid"] != condition["pid"] {
            let memory = emulator.memory();
            self.memory = memory.map_or(
                Value::Null,
                |memory| json!({ "resident": memory.resident, "peak": memory.peak }),
            );
        }
        condition["memory"] = self.memory.clone();
        let history = emulator.history();
        if condition == self.condition && history.revision() == self.revision {
            return None;
        }
        let (invocations, revision) = history.changes(self.revision);
        self.revision = revision;
        self.condition = condition.clone();
        Some(json!({ "function": condition, "invocations": invocations }))
    }
}
