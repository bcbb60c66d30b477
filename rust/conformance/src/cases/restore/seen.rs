//! What a session has shown around its restore.

use super::super::{Found, Session};
use crate::session::{ECHO, exit, shown};
use lambda_emulator::{Answer, CallKind, Cut, Misbehaviour};

pub(super) fn order(s: &Session) -> Vec<CallKind> {
    let mut calls = order_with_extensions(s);
    calls.retain(|kind| !matches!(kind, CallKind::ExtensionRegister | CallKind::ExtensionNext));
    calls
}

pub(super) fn order_with_extensions(s: &Session) -> Vec<CallKind> {
    s.emulator.calls().iter().map(|call| call.kind).collect()
}

pub(super) fn until_it_waits(s: &Session) -> Result<(), String> {
    s.until("the call of /restore/next", || s.count(CallKind::RestoreNext) > 0)
}

/// What the hooks have said.
pub(super) fn lines(s: &Session) -> Vec<String> {
    let log = s.emulator.log();
    let said = log
        .lines()
        .filter_map(|line| line.split_once("conformance:").map(|(_, hook)| hook));
    said.filter(|hook| hook.starts_with("before:") || hook.starts_with("after:"))
        .map(|hook| hook.trim().to_owned())
        .collect()
}

pub(super) fn expect(lines: &[String], expected: &[&str]) -> Found {
    let seen = format!("{lines:?}");
    if lines == expected { Ok(seen) } else { Err(seen) }
}

pub(super) fn ends_refused(s: &mut Session, status: u16) -> Found {
    s.misbehave(CallKind::RestoreNext, Misbehaviour::status(status));
    let answer = s.invoke(ECHO)?.answer;
    let seen = s.ends_as_failed()?;
    match (s.count(CallKind::Next), answer) {
        (0, Answer::Error(_) | Answer::Exit(_)) => Ok(seen),
        (count, answer) => Err(format!("{}, {count} calls of /next", shown(&answer))),
    }
}

/// What fails cannot be reported; the process ends as failed, and no event is asked for.
pub(super) fn ends_unreported(s: &mut Session, kind: CallKind, misbehaviour: Misbehaviour) -> Found {
    s.misbehave(kind, misbehaviour);
    let answer = s.invoke(ECHO)?.answer;
    let seen = s.ends_as_failed()?;
    match s.count(CallKind::Next) {
        0 => Ok(format!("{}, {seen}", shown(&answer))),
        count => Err(format!("{seen}, {count} calls of /next")),
    }
}

pub(super) fn waits_again(s: &mut Session, cut: Cut) -> Found {
    s.misbehave(CallKind::RestoreNext, Misbehaviour::cut(cut));
    s.initialize()?;
    match s.count(CallKind::RestoreNext) {
        2 => s.goes_on("called twice".to_owned()),
        count => Err(format!("called {count} times")),
    }
}

/// The failure is what the caller gets, and it is reported once.
pub(super) fn reports(s: &Session, kind: CallKind) -> Found {
    let answer = s.invoke(ECHO)?.answer;
    match (&answer, s.count(kind)) {
        (Answer::Error(_), 1) => Ok(shown(&answer)),
        (_, count) => Err(format!("{}; reported {count} times", shown(&answer))),
    }
}

pub(super) fn reasoned(s: &Session, kind: CallKind) -> Found {
    let seen = reports(s, kind)?;
    let calls = s.calls(kind);
    let report = calls.first().and_then(|call| call.body.as_deref());
    let report = String::from_utf8_lossy(report.unwrap_or_default());
    if report.contains("the reason") {
        Ok(seen)
    } else {
        Err(seen)
    }
}

pub(super) fn typed(s: &Session, kind: CallKind, expected: &str) -> Found {
    reports(s, kind)?;
    let calls = s.calls(kind);
    let header = calls
        .first()
        .and_then(|call| call.headers.get("Lambda-Runtime-Function-Error-Type"));
    match header {
        Some(name) if name == expected => Ok(name.to_owned()),
        other => Err(format!("{other:?}")),
    }
}

pub(super) fn ends_with_64(s: &mut Session) -> Found {
    s.invoke(ECHO)?;
    let (report, _) = s.ends()?;
    match report.status {
        Some(64) => Ok(exit(&report)),
        _ => Err(exit(&report)),
    }
}
