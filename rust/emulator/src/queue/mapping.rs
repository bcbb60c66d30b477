//! The event source mapping: batches of a queue's messages to its function.

use super::{Queue, Queues, event, messages::Received};
use crate::{emulator::Emulator, event::Event, wire::PAYLOAD_LIMIT};
use std::{sync::Arc, time::Duration};
use tokio::{sync::Semaphore, time::Instant};

/// What the event has beside the body of a message.
const RECORD_BYTES: usize = 2048;

/// Invokes the function with batches as long as there are messages, so many at once as it may have.
pub(crate) async fn run(queues: Queues, queue: Arc<Queue>, emulator: Arc<Emulator>) {
    let places = Arc::new(Semaphore::new(emulator.settings().concurrency.max(1).into()));
    loop {
        let Ok(place) = Arc::clone(&places).acquire_owned().await else {
            return;
        };
        let batch = collect(&queues, &queue).await;
        let (queue, emulator) = (Arc::clone(&queue), Arc::clone(&emulator));
        tokio::spawn(async move {
            hand_over(&queue, &emulator, &batch).await;
            drop(place);
        });
    }
}

/// Waits for a message, and then for more until the batch is full or its window has passed.
async fn collect(queues: &Queues, queue: &Queue) -> Vec<Received> {
    let mut batch = vec![next(queues, queue).await];
    let over = Instant::now() + queue.settings.window;
    let mut bytes = batch[0].message.body.len() + RECORD_BYTES;
    // In an event quotes and line breaks of a body take twice their bytes.
    while batch.len() < usize::from(queue.settings.batch_size) && bytes < PAYLOAD_LIMIT / 2 {
        let received = match queue.settings.window.is_zero() {
            true => queues.receive(queue, queue.settings.visibility),
            false => tokio::time::timeout_at(over, next(queues, queue)).await.ok(),
        };
        let Some(received) = received else { break };
        bytes += received.message.body.len() + RECORD_BYTES;
        batch.push(received);
    }
    batch
}

async fn next(queues: &Queues, queue: &Queue) -> Received {
    loop {
        let changed = queue.changed.notified();
        if let Some(received) = queues.receive(queue, queue.settings.visibility) {
            return received;
        }
        let visible = queue.messages().next_visible();
        tokio::select! {
            () = changed => {}
            () = until(visible) => {}
        }
    }
}

/// Until then, or for ever.
pub(super) async fn until(instant: Option<std::time::Instant>) {
    match instant {
        // A little late, so that it is over then.
        Some(instant) => {
            tokio::time::sleep_until(Instant::from_std(instant + Duration::from_millis(1))).await
        }
        None => std::future::pending().await,
    }
}

async fn hand_over(queue: &Queue, emulator: &Emulator, batch: &[Received]) {
    let payload = event::payload(queue, &emulator.settings().region, batch);
    let done = match emulator.invoke_async(Event::new(payload)).await {
        Ok(completion) => event::done(batch, &completion.answer, queue.settings.partial_responses),
        Err(_) => Vec::new(),
    };
    let failed = batch.len() - done.len();
    let mut messages = queue.messages();
    for handle in done {
        messages.delete(handle);
    }
    drop(messages);
    if failed > 0 {
        eprintln!(
            "lambda-emulator: {failed} of {} messages of {} failed and show again after {} s",
            batch.len(),
            queue.settings.name,
            queue.settings.visibility.as_secs_f64()
        );
    }
}
