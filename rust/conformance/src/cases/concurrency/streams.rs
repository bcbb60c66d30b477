//! Streamed responses beside each other.

use super::{
    super::{Case, Found, Session},
    beside::{Gate, N, behind, case, completed, numbered},
};
use crate::session::{payload, shown};
use lambda_emulator::{Answer, CallKind, Cut, Misbehaviour};
use std::time::Duration;

const LONG: usize = 20_000_000;
const LONG_EVENT: &str = "\"conformance:stream:20000000:65536\"";
const PART: &str = "at once, streams";

macro_rules! leaves_the_others {
    ($name:literal, $misbehaviour:expr) => {
        case(PART, $name, |s| leaves_the_others(s, $misbehaviour))
    };
}

pub(super) const CASES: &[Case] = &[
    case(PART, "all are open at once, and each is its own", |s| {
        let gate = Gate::new();
        let begun = behind(s, &gate, "stream-wait")?;
        gate.open()?;
        for (number, (_, pending)) in begun.into_iter().enumerate() {
            match completed(pending)? {
                Answer::Response(response)
                    if response.streamed && payload(&response) == numbered(number).repeat(2).as_bytes() => {}
                Answer::Response(response) if !response.streamed => {
                    return Err("a response that is not streamed".to_owned());
                }
                Answer::Response(response) => {
                    return Err(format!("{number}: {}", String::from_utf8_lossy(&response.body)));
                }
                other => return Err(shown(&other)),
            }
        }
        s.goes_on(format!("{N} streams"))
    }),
    case(PART, "20 MB beside each other", |s| {
        s.initialize()?;
        let begun: Vec<_> = (0..N).map(|_| s.emulator.begin(LONG_EVENT)).collect();
        for pending in begun {
            whole(&completed(pending)?)?;
        }
        Ok(format!("{N} arrived"))
    }),
    case(PART, "a failure after the first byte leaves the others", |s| {
        s.initialize()?;
        let long: Vec<_> = (1..N).map(|_| s.emulator.begin(LONG_EVENT)).collect();
        let failed = s.invoke("\"conformance:stream-fail:5:the reason\"")?.answer;
        let late = failed.error().is_some_and(|error| error.after_first_byte);
        if !late {
            return Err(shown(&failed));
        }
        for pending in long {
            whole(&completed(pending)?)?;
        }
        s.goes_on(shown(&failed))
    }),
    leaves_the_others!(
        "a stream refused with 410 in the middle leaves the others",
        Misbehaviour::status(410).within_body(1_000_000)
    ),
    leaves_the_others!(
        "a stream refused with 413 in the middle leaves the others",
        Misbehaviour::status(413).within_body(1_000_000)
    ),
    leaves_the_others!(
        "a stream whose connection is closed in the middle leaves the others",
        Misbehaviour::cut(Cut::CloseBeforeBody).within_body(1_000_000)
    ),
    leaves_the_others!(
        "a stream whose connection is reset in the middle leaves the others",
        Misbehaviour::cut(Cut::ResetBeforeBody).within_body(1_000_000)
    ),
    case(PART, "readers that are slow delay no other", |s| {
        s.initialize()?;
        for _ in 1..N {
            let slow = Misbehaviour::none().read_slowly(1000, Duration::from_secs(1));
            s.misbehave(CallKind::Response, slow);
        }
        let slow: Vec<_> = (1..N).map(|_| s.emulator.begin(LONG_EVENT)).collect();
        s.until("the heads of their responses", || {
            s.emulator.misbehaviours_left(CallKind::Response) == 0
        })?;
        for _ in 0..20 {
            match s.invoke("\"conformance:stream:10:10\"")?.answer {
                Answer::Response(response) if payload(&response).len() == 10 => {}
                other => return Err(shown(&other)),
            }
        }
        drop(slow);
        Ok("20 others arrived".to_owned())
    }),
    case(PART, "SIGTERM in the middle of all ends the process", |s| {
        let gate = Gate::new();
        let begun = behind(s, &gate, "stream-wait")?;
        let seen = s.terminated();
        drop(begun);
        seen
    }),
];

fn whole(answer: &Answer) -> Result<(), String> {
    match answer {
        Answer::Response(response) if payload(response).len() == LONG => Ok(()),
        other => Err(shown(other)),
    }
}

/// This is done to the first of those that are open.
fn leaves_the_others(s: &mut Session, misbehaviour: Misbehaviour) -> Found {
    s.initialize()?;
    s.misbehave(CallKind::Response, misbehaviour);
    let begun: Vec<_> = (0..N).map(|_| s.emulator.begin(LONG_EVENT)).collect();
    let mut refused = Vec::new();
    for pending in begun {
        match completed(pending)? {
            Answer::Refused(other) => refused.push(other),
            answer => whole(&answer)?,
        }
    }
    match &refused[..] {
        [_] => s.goes_on(format!("{} others arrived", N - 1)),
        others => Err(format!("{} were refused", others.len())),
    }
}
