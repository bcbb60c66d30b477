//! Queues and schedules: what the page shows of them, and what it does to them.

use super::reply::{Failure, Reply, json};
use crate::{
    bounds::MAX_MESSAGE_BYTES,
    functions::Functions,
    queue::Queue,
    schedule::Rule,
    serving::{self, Admission},
    sources::Sources,
};
use hyper::{StatusCode, body::Incoming};
use serde_json::{Value, json};
use std::time::{SystemTime, UNIX_EPOCH};

/// All of them, without their messages; null where there is none.
pub(super) fn overview(sources: &Sources) -> Value {
    let queues: Vec<Value> = sources.queues.iter().map(|queue| queue.overview()).collect();
    let schedules: Vec<Value> = sources.schedules.iter().map(|rule| scheduled(rule)).collect();
    match queues.is_empty() && schedules.is_empty() {
        true => Value::Null,
        false => json!({ "queues": queues, "schedules": schedules }),
    }
}

fn scheduled(rule: &Rule) -> Value {
    let next = rule.next().and_then(|next| next.duration_since(UNIX_EPOCH).ok());
    json!({
        "name": rule.schedule.name,
        "function": rule.schedule.function,
        "when": rule.schedule.when.to_string(),
        "next": next.map(|next| next.as_secs_f64() * 1e3),
    })
}

/// The first messages of a queue.
pub(super) fn messages(sources: &Sources, name: &str) -> Result<Reply, Failure> {
    Ok(json(StatusCode::OK, &queue(sources, name)?.peek()))
}

/// Takes the body as a message.
pub(super) async fn send(
    sources: &Sources,
    name: &str,
    admission: &Admission,
    body: &mut Incoming,
) -> Result<Reply, Failure> {
    let queue = queue(sources, name)?;
    let _admitted = admission
        .admit(serving::announced(body, MAX_MESSAGE_BYTES))
        .ok_or(Failure::TooManyEvents)?;
    let bytes = serving::read(body, MAX_MESSAGE_BYTES).await?;
    let text =
        std::str::from_utf8(&bytes).map_err(|_| Failure::Refused("a message is text in UTF-8".to_owned()))?;
    let id = queue.send(text).map_err(Failure::Refused)?;
    Ok(json(StatusCode::ACCEPTED, &json!({ "messageId": id })))
}

/// Invokes the function of a schedule as if its time had come.
pub(super) fn run_now(sources: &Sources, functions: &Functions, name: &str) -> Result<Reply, Failure> {
    let rule = sources.schedules.get(name).ok_or(Failure::NotFound)?;
    let emulator = functions.get(&rule.schedule.function).ok_or(Failure::NotFound)?;
    if let Some(unavailable) = emulator.unavailable() {
        return Err(Failure::Emulator(unavailable));
    }
    let request_id = rule
        .invoke(emulator, SystemTime::now())
        .map_err(Failure::TooManyWait)?;
    Ok(json(StatusCode::ACCEPTED, &json!({ "requestId": request_id })))
}

fn queue<'a>(sources: &'a Sources, name: &str) -> Result<&'a Queue, Failure> {
    sources
        .queues
        .get(name)
        .map(AsRef::as_ref)
        .ok_or(Failure::NotFound)
}
