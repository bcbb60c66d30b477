//! Each event is answered once, with its own answer, whatever becomes of the others.

use super::{
    super::{Case, Found, Session},
    beside::{Gate, MUST, N, SHOULD, all_end, behind, case, completed, goes_on, hold, numbered, own},
};
use crate::session::{ECHO, shown};
use lambda_emulator::{Answer, CallKind, Cut, Misbehaviour, RecordedCall};
use std::{collections::HashMap, time::Duration};

const LARGE: usize = 2_000_000;
/// Of events that are each answered by an invocation of their own.
const MANY: usize = 1000;

macro_rules! leaves_the_others {
    ($name:literal, $call:ident, $misbehaviour:expr) => {
        case(MUST, $name, |s| {
            leaves_the_others(s, CallKind::$call, $misbehaviour)
        })
    };
}

pub(super) const CASES: &[Case] = &[
    case(MUST, "the last to begin is the first to end", |s| {
        let held = hold(s, N)?;
        for invocation in held.into_iter().rev() {
            invocation.ends()?;
        }
        goes_on(s, "each with its own answer".to_owned())
    }),
    case(MUST, "all are answered in one moment", |s| {
        let gate = Gate::new();
        let begun = behind(s, &gate, "wait")?;
        gate.open()?;
        for (event, pending) in begun {
            own(pending, &event)?;
        }
        goes_on(s, "each with its own answer".to_owned())
    }),
    case(MUST, "a thousand events, each answered once", many),
    case(MUST, "responses of 2 MB beside each other", |s| {
        s.initialize()?;
        let begun: Vec<_> = (0..N)
            .map(|number| {
                let event = format!("\"{}\"", number.to_string().repeat(LARGE));
                (s.emulator.begin(event.as_str()), event)
            })
            .collect();
        for (pending, event) in begun {
            match completed(pending)? {
                Answer::Response(response) if response.body == event.as_bytes() => {}
                other => return Err(shown(&other)),
            }
        }
        goes_on(s, "each is its own event".to_owned())
    }),
    case(MUST, "an error of one leaves the others", |s| {
        let held = hold(s, N - 1)?;
        let answer = s.invoke("\"conformance:throw:the reason\"")?.answer;
        match &answer {
            Answer::Error(_) => all_end(s, held, &shown(&answer)),
            other => Err(shown(other)),
        }
    }),
    case(MUST, "errors in one moment have each their own message", |s| {
        let gate = Gate::new();
        let begun = behind(s, &gate, "fail")?;
        gate.open()?;
        for (number, (_, pending)) in begun.into_iter().enumerate() {
            let answer = completed(pending)?;
            let expected = numbered(number);
            let own = |error: &lambda_emulator::FunctionError| {
                String::from_utf8_lossy(&error.body).contains(&expected)
            };
            if !answer.error().is_some_and(own) {
                return Err(format!("{expected}: {}", shown(&answer)));
            }
        }
        goes_on(s, "each its own".to_owned())
    }),
    leaves_the_others!(
        "a response refused with 400 leaves the others",
        Response,
        Misbehaviour::status(400)
    ),
    leaves_the_others!(
        "a response refused with 413 leaves the others",
        Response,
        Misbehaviour::status(413)
    ),
    leaves_the_others!(
        "a response whose connection is closed leaves the others",
        Response,
        Misbehaviour::cut(Cut::CloseBeforeBody)
    ),
    leaves_the_others!(
        "a response whose reply never comes leaves the others",
        Response,
        Misbehaviour::cut(Cut::CloseInsteadOfReply)
    ),
    leaves_the_others!(
        "an error refused with 413 leaves the others",
        Error,
        Misbehaviour::status(413)
    ),
    case(MUST, "500 on a response ends the process as failed", |s| {
        let _held = hold(s, 2)?;
        s.misbehave(CallKind::Response, Misbehaviour::status(500));
        s.invoke(ECHO)?;
        s.ends_as_failed()
    }),
    case(MUST, "a response that is read slowly delays no other", |s| {
        s.initialize()?;
        // 2 MB in half a minute, which is longer than the case.
        let slow = Misbehaviour::none().read_slowly(LARGE / 100, Duration::from_millis(300));
        s.misbehave(CallKind::Response, slow);
        let event = format!("\"{}\"", "x".repeat(LARGE));
        let _read = s.emulator.begin(event.as_str());
        s.until("the head of its response", || {
            s.emulator.misbehaviours_left(CallKind::Response) == 0
        })?;
        beside(s, event.len())
    }),
    case(MUST, "a reply that is late delays no other", |s| {
        s.initialize()?;
        let late = Misbehaviour::delay(Duration::from_secs(3));
        s.misbehave(CallKind::Response, late);
        let first = s.emulator.begin("\"the first\"");
        s.until("its response", || !responses(s).is_empty())?;
        let before = s.count(CallKind::Next);
        for _ in 0..20 {
            s.echo(ECHO)?;
        }
        // It polls again when it has its reply: until then the others make every poll.
        let polls = s.count(CallKind::Next) - before;
        own(first, "\"the first\"")?;
        goes_on(s, format!("20 others answered, {polls} polls"))
    }),
    case(
        SHOULD,
        "the invocation id of each is sent back with its answer",
        |s| {
            let gate = Gate::new();
            let begun = behind(s, &gate, "wait")?;
            gate.open()?;
            for (event, pending) in begun {
                own(pending, &event)?;
            }
            let ids: std::collections::HashSet<_> = responses(s)
                .iter()
                .filter_map(|call| call.headers.get("Lambda-Runtime-Invocation-Id"))
                .map(str::to_owned)
                .collect();
            match ids.len() {
                N => Ok(format!("{N} ids")),
                others => Err(format!("{others} ids")),
            }
        },
    ),
];

fn responses(s: &Session) -> Vec<RecordedCall> {
    s.calls(CallKind::Response)
}

fn many(s: &mut Session) -> Found {
    s.initialize()?;
    let begun: Vec<_> = (0..MANY)
        .map(|number| {
            let event = format!("\"event {number}\"");
            (s.emulator.begin(event.as_str()), event)
        })
        .collect();
    for (pending, event) in begun {
        own(pending, &event)?;
    }
    let mut posts: HashMap<String, usize> = HashMap::new();
    for call in responses(s) {
        *posts.entry(call.path).or_default() += 1;
    }
    let twice = posts.values().filter(|count| **count > 1).count();
    if posts.len() != MANY || twice > 0 {
        return Err(format!("{} were answered, {twice} more than once", posts.len()));
    }
    goes_on(s, format!("{MANY} answers"))
}

/// The Runtime API does this to one answer while two invocations are open.
fn leaves_the_others(s: &mut Session, call: CallKind, misbehaviour: Misbehaviour) -> Found {
    let held = hold(s, 2)?;
    s.misbehave(call, misbehaviour);
    let event = match call {
        CallKind::Error => "\"conformance:throw:x\"",
        _ => ECHO,
    };
    let seen = shown(&s.invoke(event)?.answer);
    all_end(s, held, &seen)
}

/// Twenty others are answered while a response of this size has not been read yet.
fn beside(s: &Session, size: usize) -> Found {
    for _ in 0..20 {
        s.echo(ECHO)?;
    }
    if responses(s).iter().any(|call| call.body_length == size) {
        return Err("the others came after it".to_owned());
    }
    s.goes_on("20 others answered".to_owned())
}
