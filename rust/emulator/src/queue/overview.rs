//! A queue as the console shows it.

use super::{Queue, event::milliseconds, messages::Now};
use serde_json::{Value, json};
use std::sync::atomic::Ordering;

/// Messages of one queue that are shown.
const MAX_SHOWN: usize = 50;

/// Bytes of a message that are shown.
const MAX_SHOWN_BYTES: usize = 2048;

impl Queue {
    /// What it is and how much is in it.
    pub(crate) fn overview(&self) -> Value {
        let (waiting, hidden) = self.messages().counts(Now::read().instant);
        let settings = &self.settings;
        let dead = settings.dead_letters.as_ref();
        json!({
            "name": settings.name,
            "function": settings.function,
            "batchSize": settings.batch_size,
            "window": settings.window.as_secs_f64(),
            "visibility": settings.visibility.as_secs_f64(),
            "deadLetters": dead.map(|dead| json!({ "queue": dead.queue, "maxReceives": dead.max_receives })),
            "waiting": waiting,
            "hidden": hidden,
            "givenUp": self.given_up.load(Ordering::Relaxed),
        })
    }

    /// The first messages in it, none of which counts as received by that.
    pub(crate) fn peek(&self) -> Value {
        let mut messages = self.messages();
        let (waiting, hidden) = messages.counts(Now::read().instant);
        let shown: Vec<Value> = messages
            .iter()
            .take(MAX_SHOWN)
            .map(|(message, hidden)| {
                let state = match (hidden, message.receives) {
                    (false, _) => "waiting",
                    (true, 0) => "delayed",
                    (true, _) => "received",
                };
                let cut = message.body.len().min(MAX_SHOWN_BYTES);
                json!({
                    "id": message.id,
                    "state": state,
                    "receives": message.receives,
                    "sent": milliseconds(message.sent).parse::<u64>().unwrap_or_default(),
                    "text": String::from_utf8_lossy(&message.body[..cut]),
                    "cut": cut < message.body.len(),
                })
            })
            .collect();
        json!({ "of": waiting + hidden, "messages": shown })
    }
}
