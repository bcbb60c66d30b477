//! Queues as SQS has them, and the event source mapping that gives their messages to functions.
//!
//! Sources: Amazon SQS API Reference and Developer Guide; AWS Lambda Developer Guide, "Using Lambda with Amazon SQS". Standard
//! queues alone; messages are in memory and end with the program.

mod api;
mod checksum;
mod event;
mod mapping;
mod messages;
mod operation;
mod overview;

pub(crate) use api::{answer, is_for_a_queue};
pub(crate) use mapping::run;

use crate::bounds::{MAX_QUEUE_BYTES, MAX_QUEUE_MESSAGES};
use messages::{Message, Messages, Now, Received};
use serde_json::json;
use std::{
    sync::{
        Arc, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicU64, Ordering},
    },
    time::Duration,
};
use tokio::sync::Notify;

/// A queue and who is given its messages.
#[derive(Debug, Clone)]
pub struct QueueSettings {
    /// Its name.
    pub name: String,
    /// The function that is invoked with its messages; `None` for a queue that only programs read.
    pub function: Option<String>,
    /// The most messages of one event.
    pub batch_size: u16,
    /// How long a batch that is not full waits for more messages.
    pub window: Duration,
    /// How long a message that was received and not deleted stays hidden; a function that fails is given it again after that.
    pub visibility: Duration,
    /// How often a message is received before it goes to the other queue.
    pub dead_letters: Option<DeadLetters>,
    /// Whether the function says which messages of a batch it failed on (`ReportBatchItemFailures`).
    pub partial_responses: bool,
}

/// Where messages go that were received in vain.
#[derive(Debug, Clone)]
pub struct DeadLetters {
    /// The other queue.
    pub queue: String,
    /// So many times they are received before.
    pub max_receives: u32,
}

impl QueueSettings {
    /// A queue with the defaults of AWS: batches of 10 at once, 30 s of visibility.
    pub fn new(name: impl Into<String>) -> Self {
        QueueSettings {
            name: name.into(),
            function: None,
            batch_size: 10,
            window: Duration::ZERO,
            visibility: Duration::from_secs(30),
            dead_letters: None,
            partial_responses: false,
        }
    }
}

/// The queues behind one port. Clones share them.
#[derive(Debug, Clone, Default)]
pub struct Queues(Arc<[Arc<Queue>]>);

impl Queues {
    /// Empty queues.
    pub fn new(settings: impl IntoIterator<Item = QueueSettings>) -> Self {
        let queue = |settings| {
            Arc::new(Queue {
                settings,
                messages: Mutex::default(),
                changed: Notify::new(),
                given_up: AtomicU64::new(0),
            })
        };
        Queues(settings.into_iter().map(queue).collect())
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = &Arc<Queue>> {
        self.0.iter()
    }

    pub(crate) fn get(&self, name: &str) -> Option<&Arc<Queue>> {
        self.iter().find(|queue| queue.settings.name == name)
    }

    /// Gives a message of this queue, if one is to be seen; those that were received too often go on.
    fn receive(&self, queue: &Queue, visibility: Duration) -> Option<Received> {
        let mut dead = Vec::new();
        let most = queue.settings.dead_letters.as_ref();
        let received = queue.messages().receive(
            visibility,
            most.map(|dead| dead.max_receives),
            &mut dead,
            Now::read(),
        );
        let to = most.and_then(|dead| self.get(&dead.queue));
        for message in dead {
            give_up(queue, to, message);
        }
        received
    }
}

fn give_up(from: &Queue, to: Option<&Arc<Queue>>, message: Message) {
    from.given_up.fetch_add(1, Ordering::Relaxed);
    let Some(to) = to else { return };
    eprintln!(
        "lambda-emulator: message {} of {} was received {} times and goes to {}",
        message.id, from.settings.name, message.receives, to.settings.name
    );
    to.messages().adopt(message);
    to.changed.notify_waiters();
}

/// One queue.
#[derive(Debug)]
pub(crate) struct Queue {
    pub(crate) settings: QueueSettings,
    messages: Mutex<Messages>,
    /// Told of everything after which there may be something to receive.
    changed: Notify,
    /// Messages that were received too often.
    given_up: AtomicU64,
}

impl Queue {
    /// Takes a text as a message, as `SendMessage` does, and gives its id; or says why not.
    pub(crate) fn send(&self, text: &str) -> Result<String, String> {
        let told = operation::send(self, &json!({ "MessageBody": text })).map_err(|fault| fault.message)?;
        Ok(told["MessageId"].as_str().unwrap_or_default().to_owned())
    }

    fn messages(&self) -> MutexGuard<'_, Messages> {
        self.messages.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Whether another message of this size finds room.
    fn has_room(&self, bytes: usize) -> bool {
        let mut messages = self.messages();
        let (waiting, hidden) = messages.counts(Now::read().instant);
        waiting + hidden < MAX_QUEUE_MESSAGES && messages.bytes() + bytes <= MAX_QUEUE_BYTES
    }

    fn arn(&self, region: &str) -> String {
        format!("arn:aws:sqs:{region}:123456789012:{}", self.settings.name)
    }
}
