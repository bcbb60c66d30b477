//! What an invocation knows about itself, and its log records, beside other invocations.

use super::{
    super::{Case, Session, unstarted},
    beside::{Gate, MUST, N, SHOULD, behind, case, completed, goes_on, numbered, several, until_open},
};
use crate::session::shown;
use lambda_emulator::{Answer, CallKind, Completion, Event, FunctionSettings};
use serde_json::Value;
use std::time::Duration;

pub(super) const CASES: &[Case] = &[
    case(MUST, "each knows its own request id", |s| {
        let mut seen = Vec::new();
        for (_, completion, known) in known(s)? {
            if known["requestId"] != completion.request_id.as_str() {
                return Err(format!("{} for {}", known["requestId"], completion.request_id));
            }
            seen.push(completion.request_id);
        }
        Ok(format!("{} ids", seen.len()))
    }),
    case(MUST, "each knows its own trace id", |s| {
        for (trace_id, _, known) in known(s)? {
            if known["traceId"] != trace_id.as_str() {
                return Err(format!("{} for {trace_id}", known["traceId"]));
            }
        }
        Ok(format!("{N} ids"))
    }),
    case(MUST, "the process has no trace id", |s| {
        for (_, _, known) in known(s)? {
            if !known["processTraceId"].is_null() {
                return Err(known["processTraceId"].to_string());
            }
        }
        Ok("none".to_owned())
    }),
    case(MUST, "each has time left", |s| {
        let mut left = Vec::new();
        for (_, _, known) in known(s)? {
            match known["remainingMs"].as_i64() {
                Some(ms @ 1..=6000) => left.push(ms),
                _ => return Err(known["remainingMs"].to_string()),
            }
        }
        Ok(format!("{left:?} ms"))
    }),
    unstarted(
        MUST,
        "after its deadline an invocation goes on, without time",
        impatient,
        |s| {
            let call = late(s, "ids")?;
            let body = call.body.as_deref().unwrap_or_default();
            let known: Value = serde_json::from_slice(body).map_err(|error| error.to_string())?;
            match known["remainingMs"].as_i64() {
                Some(left) if left <= 0 => goes_on(s, format!("{left} ms")),
                _ => Err(format!("{} ms", known["remainingMs"])),
            }
        },
    ),
    unstarted(MUST, "an answer that comes late ends nothing", impatient, |s| {
        late(s, "wait")?;
        s.until("another call", || s.emulator.waiting_polls() > 0)?;
        let posts = s.count(CallKind::Response) + s.count(CallKind::Error);
        if posts != 1 {
            return Err(format!("{posts} posts for it"));
        }
        goes_on(s, "posted once".to_owned())
    }),
    case(
        SHOULD,
        "log records have the request id of their own invocation",
        |s| {
            let gate = Gate::new();
            let begun = behind(s, &gate, "log")?;
            gate.open()?;
            for (number, (_, pending)) in begun.into_iter().enumerate() {
                let completion = pending.wait().map_err(|error| error.to_string())?;
                record(s, &numbered(number), &completion.request_id)?;
            }
            Ok(format!("{N} records"))
        },
    ),
    case(SHOULD, "log records of many are each a line", |s| {
        s.initialize()?;
        let gate = Gate::new();
        gate.open()?;
        let begun: Vec<_> = (0..200)
            .map(|number| s.emulator.begin(gate.event("log", numbered(number)).as_str()))
            .collect();
        for (number, pending) in begun.into_iter().enumerate() {
            let completion = pending.wait().map_err(|error| error.to_string())?;
            record(s, &numbered(number), &completion.request_id)?;
        }
        Ok("200 records".to_owned())
    }),
];

/// Invocations that are open at once, each with its trace id, how it ended, and what it says it knows.
fn known(s: &mut Session) -> Result<Vec<(String, Completion, Value)>, String> {
    s.initialize()?;
    let gate = Gate::new();
    let begun: Vec<_> = (0..N)
        .map(|number| {
            let trace_id = format!("Root=1-5759e988-bd862e3fe1be46a99427279{number}");
            let event = Event::from(gate.event("ids", number).as_str()).trace_id(&trace_id);
            (trace_id, s.emulator.begin(event))
        })
        .collect();
    until_open(s, N)?;
    gate.open()?;
    let mut known = Vec::new();
    for (trace_id, pending) in begun {
        let completion = pending.wait().map_err(|error| error.to_string())?;
        let Answer::Response(response) = &completion.answer else {
            return Err(shown(&completion.answer));
        };
        let said = serde_json::from_slice(&response.body).map_err(|error| error.to_string())?;
        known.push((trace_id, completion, said));
    }
    Ok(known)
}

/// Its time-out passes before the gate is opened.
fn impatient(settings: &mut FunctionSettings) {
    several(settings);
    settings.timeout = Duration::from_secs(2);
}

/// The answer of an invocation whose time-out has passed.
fn late(s: &mut Session, what: &str) -> Result<lambda_emulator::RecordedCall, String> {
    s.initialize()?;
    let gate = Gate::new();
    let pending = s.emulator.begin(gate.event(what, "late").as_str());
    match completed(pending)? {
        Answer::Timeout(_) => {}
        other => return Err(shown(&other)),
    }
    gate.open()?;
    s.until("its answer", || s.count(CallKind::Response) > 0)?;
    s.calls(CallKind::Response).pop().ok_or_else(|| "none".to_owned())
}

/// There is one line with this text; it is JSON and names the request id.
fn record(s: &Session, text: &str, request_id: &str) -> Result<(), String> {
    let mut found = Vec::new();
    s.until(&format!("{text:?} in the log"), || {
        let log = s.emulator.log();
        found = log
            .lines()
            .filter(|line| line.contains(text))
            .map(str::to_owned)
            .collect();
        !found.is_empty()
    })?;
    match &found[..] {
        [line] if serde_json::from_str::<Value>(line).is_err() => Err(format!("no JSON: {line}")),
        [line] if line.contains(request_id) => Ok(()),
        [line] => Err(format!("{request_id} is not in {line}")),
        lines => Err(format!("{} lines for {text:?}", lines.len())),
    }
}
