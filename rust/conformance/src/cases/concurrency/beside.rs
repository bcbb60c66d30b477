//! Several invocations that are open at once, and when each of them goes on.
//!
//! An event names a file, and its invocation waits until there is one. So the suite decides in which order
//! invocations end, however busy the machine is, and the function needs no memory that its invocations share.

use super::super::{Case, Found, Session, unstarted};
use crate::session::{payload, shown};
use lambda_emulator::{Answer, FunctionSettings, PendingInvocation};
use std::{
    fs,
    path::PathBuf,
    sync::atomic::{AtomicUsize, Ordering},
};

/// How many invocations may be open at once in nearly every case.
pub(super) const N: usize = 4;

pub(super) const MUST: &str = "at once";
pub(super) const SHOULD: &str = "at once, should";

static GATES: AtomicUsize = AtomicUsize::new(0);

/// What holds invocations back until it is opened.
pub(super) struct Gate {
    file: PathBuf,
}

impl Gate {
    pub(super) fn new() -> Self {
        let number = GATES.fetch_add(1, Ordering::Relaxed);
        let name = format!("lambda-conformance-{}-{number}", std::process::id());
        Gate {
            file: std::env::temp_dir().join(name),
        }
    }

    /// An event that asks for `what` once the gate is open.
    pub(super) fn event(&self, what: &str, text: impl std::fmt::Display) -> String {
        format!("\"conformance:{what}:{}:{text}\"", self.file.display())
    }

    pub(super) fn open(&self) -> Result<(), String> {
        fs::write(&self.file, "").map_err(|error| format!("{}: {error}", self.file.display()))
    }
}

impl Drop for Gate {
    fn drop(&mut self) {
        // One that was never opened has no file.
        let _ = fs::remove_file(&self.file);
    }
}

/// An invocation that waits at a gate of its own.
pub(super) struct Held {
    gate: Gate,
    event: String,
    pending: PendingInvocation,
}

impl Held {
    pub(super) fn begin(s: &Session, text: impl std::fmt::Display) -> Self {
        let gate = Gate::new();
        let event = gate.event("wait", text);
        let pending = s.emulator.begin(event.as_str());
        Held { gate, event, pending }
    }

    pub(super) fn open(&self) -> Result<(), String> {
        self.gate.open()
    }

    /// Lets it go on; it is answered with its own event.
    pub(super) fn ends(self) -> Result<(), String> {
        self.gate.open()?;
        own(self.pending, &self.event)
    }

    /// Lets it go on; whatever comes of it.
    pub(super) fn ends_somehow(self) -> Result<Answer, String> {
        self.gate.open()?;
        completed(self.pending)
    }
}

/// A case with a process that may have [`N`] invocations open.
pub(super) const fn case(group: &'static str, name: &'static str, run: fn(&mut Session) -> Found) -> Case {
    unstarted(group, name, several, run)
}

/// Settings of a function that may have [`N`] invocations open.
pub(super) fn several(settings: &mut FunctionSettings) {
    as_many(settings, N);
}

/// As on Lambda Managed Instances, where logs are JSON alone.
pub(super) fn as_many(settings: &mut FunctionSettings, concurrency: usize) {
    settings.concurrency = u16::try_from(concurrency).unwrap_or(u16::MAX);
    settings
        .variables
        .push(("AWS_LAMBDA_LOG_FORMAT".into(), "JSON".into()));
}

/// So many invocations that wait, in a process that has just been started.
pub(super) fn hold(s: &mut Session, held: usize) -> Result<Vec<Held>, String> {
    s.initialize()?;
    held_now(s, held)
}

/// So many events that the same gate holds back, all of them with the function.
pub(super) fn behind(
    s: &mut Session,
    gate: &Gate,
    what: &str,
) -> Result<Vec<(String, PendingInvocation)>, String> {
    s.initialize()?;
    let begun = (0..N)
        .map(|number| {
            let event = gate.event(what, numbered(number));
            let pending = s.emulator.begin(event.as_str());
            (event, pending)
        })
        .collect();
    until_open(s, N)?;
    Ok(begun)
}

/// The text of an event among others, which is part of no other one's.
pub(super) fn numbered(number: usize) -> String {
    format!("number {number}.")
}

fn held_now(s: &Session, held: usize) -> Result<Vec<Held>, String> {
    let waiting = (0..held).map(|number| Held::begin(s, number)).collect();
    until_open(s, held)?;
    Ok(waiting)
}

pub(super) fn until_open(s: &Session, expected: usize) -> Result<(), String> {
    let mut open = 0;
    s.until(&format!("{expected} invocations"), || {
        open = s.emulator.open_invocations();
        open == expected
    })
    .map_err(|waited| format!("{waited}; {open} are open"))
}

/// The process is still the same, and takes as many as at its start.
pub(super) fn goes_on(s: &Session, so_far: String) -> Found {
    for invocation in held_now(s, N).map_err(|seen| format!("{so_far}; then: {seen}"))? {
        invocation.ends()?;
    }
    s.goes_on(so_far)
}

/// The others end as if nothing had been, and the process has all its places again.
pub(super) fn all_end(s: &Session, held: Vec<Held>, so_far: &str) -> Found {
    for invocation in held {
        invocation.ends()?;
    }
    goes_on(s, format!("{so_far}; the others were answered"))
}

pub(super) fn completed(pending: PendingInvocation) -> Result<Answer, String> {
    let completion = pending.wait().map_err(|error| error.to_string())?;
    Ok(completion.answer)
}

/// An event without its path, which differs from run to run.
fn named(event: &str) -> &str {
    event.rsplit(':').next().unwrap_or(event).trim_matches('"')
}

/// It is answered with its own event.
pub(super) fn own(pending: PendingInvocation, event: &str) -> Result<(), String> {
    match completed(pending)? {
        Answer::Response(response) if payload(&response) == event.as_bytes() => Ok(()),
        Answer::Response(response) => Err(format!(
            "{} was answered with {}",
            named(event),
            named(&String::from_utf8_lossy(&response.body))
        )),
        other => Err(format!("{}: {}", named(event), shown(&other))),
    }
}
