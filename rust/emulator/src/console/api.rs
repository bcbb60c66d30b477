//! What the page asks for and sends.

use super::reply::{Failure, Reply, json};
use crate::{
    emulator::Emulator,
    event::Event,
    serving::{self, Admission},
    wire,
};
use bytes::Bytes;
use hyper::{StatusCode, body::Incoming};
use serde::de::IgnoredAny;
use serde_json::json;
use std::sync::Arc;

/// All that is known of one invocation.
pub(super) fn invocation(emulator: &Emulator, number: &str) -> Result<Reply, Failure> {
    let number = number.parse().map_err(|_| Failure::NotFound)?;
    let record = emulator.record(number).ok_or(Failure::NotFound)?;
    Ok(json(StatusCode::OK, &record))
}

/// What the function logged last, between its invocations too.
pub(super) fn log(emulator: &Emulator) -> Reply {
    json(StatusCode::OK, &json!({ "text": emulator.log() }))
}

/// What there is to try a function with.
pub(super) fn examples() -> Reply {
    let examples = crate::example::examples().iter();
    let examples: Vec<_> = examples
        .map(|example| json!({ "name": example.name, "about": example.about }))
        .collect();
    json(StatusCode::OK, &json!({ "examples": examples }))
}

/// One of them.
pub(super) fn example(name: &str) -> Result<Reply, Failure> {
    let example = crate::example::example(name).ok_or(Failure::NotFound)?;
    Ok(json(StatusCode::OK, &json!({ "text": example.event })))
}

/// Sends an event, which the page does not wait for: it sees the invocation in the list.
pub(super) async fn send(
    emulator: Arc<Emulator>,
    admission: &Admission,
    body: &mut Incoming,
) -> Result<Reply, Failure> {
    let admitted = admission
        .admit(serving::announced(body, wire::PAYLOAD_LIMIT))
        .ok_or(Failure::TooManyEvents)?;
    let payload = serving::read(body, wire::PAYLOAD_LIMIT).await?;
    let payload = match payload.is_empty() {
        true => Bytes::from_static(b"{}"),
        false => payload,
    };
    serde_json::from_slice::<IgnoredAny>(&payload).map_err(Failure::NoJson)?;
    if let Some(unavailable) = emulator.unavailable() {
        return Err(Failure::Emulator(unavailable));
    }
    let request_id = uuid::Uuid::new_v4().to_string();
    let event = Event::new(payload).request_id(request_id.clone());
    tokio::spawn(async move {
        // What comes of it stands in the list.
        let _ = emulator.invoke_async(event).await;
        drop(admitted);
    });
    Ok(json(StatusCode::ACCEPTED, &json!({ "requestId": request_id })))
}
