//! SnapStart: the wait for the restore, hooks before the snapshot and after it, and what fails around both.
//!
//! Those of the part `restore` hold for any runtime whose function has SnapStart, those of `restore, hooks` for one
//! with hooks. Those of `restore, should` are what a careful runtime does and Lambda does without.

mod seen;

use super::{Case, unstarted};
use crate::session::{ECHO, shown};
use lambda_emulator::{Answer, CallKind, Cut, FunctionSettings, Misbehaviour, Phase};
use seen::{
    ends_refused, ends_unreported, ends_with_64, expect, lines, order, order_with_extensions, reasoned,
    reports, typed, until_it_waits, waits_again,
};
use std::time::Duration;

const MUST: &str = "restore";
const HOOKS: &str = "restore, hooks";
const SHOULD: &str = "restore, should";

/// Longer than a case waits.
const NEVER: Duration = Duration::from_secs(60);

fn at_once(settings: &mut FunctionSettings) {
    delayed(settings, Duration::ZERO);
}

fn later(settings: &mut FunctionSettings) {
    delayed(settings, Duration::from_millis(1500));
}

fn never(settings: &mut FunctionSettings) {
    delayed(settings, NEVER);
}

fn delayed(settings: &mut FunctionSettings, delay: Duration) {
    *settings = settings.clone().snap_start(delay);
}

fn fails_before(settings: &mut FunctionSettings) {
    at_once(settings);
    settings
        .variables
        .push((HOOKS_VARIABLE.into(), "fail-before".into()));
}

fn fails_after(settings: &mut FunctionSettings) {
    at_once(settings);
    settings
        .variables
        .push((HOOKS_VARIABLE.into(), "fail-after".into()));
}

const HOOKS_VARIABLE: &str = "CONFORMANCE_HOOKS";

pub(in super::super) const CASES: &[Case] = &[
    unstarted(MUST, "the first call after init is /restore/next", at_once, |s| {
        s.initialize()?;
        match &order(s)[..] {
            [CallKind::RestoreNext, CallKind::Next, ..] => s.goes_on("then /next".to_owned()),
            other => Err(format!("{other:?}")),
        }
    }),
    unstarted(
        MUST,
        "without SnapStart it is not called",
        |_| {},
        |s| {
            s.initialize()?;
            s.echo(ECHO)?;
            match s.count(CallKind::RestoreNext) {
                0 => s.goes_on("not called".to_owned()),
                count => Err(format!("called {count} times")),
            }
        },
    ),
    unstarted(MUST, "no event is asked for before the restore", later, |s| {
        let pending = s.emulator.begin(ECHO);
        until_it_waits(s)?;
        std::thread::sleep(Duration::from_millis(500));
        if s.count(CallKind::Next) > 0 {
            return Err("asked for while it waited".to_owned());
        }
        match pending.wait().map_err(|error| error.to_string())?.answer {
            Answer::Response(_) => Ok("and answered afterwards".to_owned()),
            other => Err(shown(&other)),
        }
    }),
    unstarted(MUST, "it is called once, whatever follows", at_once, |s| {
        s.initialize()?;
        for _ in 0..50 {
            s.echo(ECHO)?;
        }
        s.answered("\"conformance:throw:x\"")?;
        match s.count(CallKind::RestoreNext) {
            1 => s.goes_on("once".to_owned()),
            count => Err(format!("{count} times")),
        }
    }),
    unstarted(
        MUST,
        "deadlines are those of the events, not of the snapshot",
        later,
        |s| {
            s.initialize()?;
            let seen = s.answered("\"conformance:sleep:100\"")?;
            s.goes_on(seen)
        },
    ),
    unstarted(
        MUST,
        "a restore refused with 403 ends the process",
        at_once,
        |s| ends_refused(s, 403),
    ),
    unstarted(
        MUST,
        "a restore refused with 500 ends the process",
        at_once,
        |s| ends_refused(s, 500),
    ),
    unstarted(MUST, "SIGTERM while it waits for the restore", never, |s| {
        let _pending = s.emulator.begin(ECHO);
        until_it_waits(s)?;
        s.terminated()
    }),
    unstarted(MUST, "SIGTERM after the restore", at_once, |s| {
        s.initialize()?;
        s.echo(ECHO)?;
        s.terminated()
    }),
    unstarted(
        MUST,
        "a process that is killed while it waits is followed by another",
        at_once,
        |s| {
            s.misbehave(CallKind::RestoreNext, Misbehaviour::kill_process());
            match s.invoke(ECHO)?.answer {
                Answer::Exit(ended) if ended.phase == Phase::Init || ended.phase == Phase::Restore => {}
                other => return Err(shown(&other)),
            }
            s.initialize()?;
            s.goes_on("the next one answers".to_owned())
        },
    ),
    unstarted(
        HOOKS,
        "those before the snapshot have run when it is taken, the last first",
        never,
        |s| {
            let _pending = s.emulator.begin(ECHO);
            until_it_waits(s)?;
            s.until("the hooks' lines", || lines(s).len() >= 2)?;
            expect(&lines(s), &["before:2", "before:1"])
        },
    ),
    unstarted(
        HOOKS,
        "those after the restore have run at the first /next, the first first",
        at_once,
        |s| {
            s.initialize()?;
            s.until("the hooks' lines", || lines(s).len() >= 4)?;
            expect(&lines(s), &["before:2", "before:1", "after:1", "after:2"])
        },
    ),
    unstarted(
        HOOKS,
        "none runs without SnapStart",
        |_| {},
        |s| {
            s.initialize()?;
            s.echo(ECHO)?;
            expect(&lines(s), &[])
        },
    ),
    unstarted(
        HOOKS,
        "one that fails before the snapshot is an init error",
        fails_before,
        |s| {
            reports(s, CallKind::InitError)?;
            match (s.count(CallKind::RestoreNext), s.count(CallKind::Next)) {
                (0, 0) => s.ends_as_failed(),
                other => Err(format!("then {other:?} calls of /restore/next and /next")),
            }
        },
    ),
    unstarted(
        HOOKS,
        "one that fails after the restore is a restore error",
        fails_after,
        |s| {
            reports(s, CallKind::RestoreError)?;
            match s.count(CallKind::Next) {
                0 => s.ends_as_failed(),
                count => Err(format!("then {count} calls of /next")),
            }
        },
    ),
    unstarted(
        HOOKS,
        "a report of a failure before the snapshot that is refused ends the process all the same",
        fails_before,
        |s| ends_unreported(s, CallKind::InitError, Misbehaviour::status(403)),
    ),
    unstarted(
        HOOKS,
        "a report of a failure after the restore that is refused ends the process all the same",
        fails_after,
        |s| ends_unreported(s, CallKind::RestoreError, Misbehaviour::status(403)),
    ),
    unstarted(
        HOOKS,
        "a report of a failure after the restore that is cut ends the process all the same",
        fails_after,
        |s| ends_unreported(s, CallKind::RestoreError, Misbehaviour::cut(Cut::CloseBeforeBody)),
    ),
    unstarted(
        SHOULD,
        "what is sent after the restore goes out on new connections",
        at_once,
        |s| {
            s.initialize()?;
            s.echo(ECHO)?;
            let restore = s.calls(CallKind::RestoreNext);
            let waited = restore.first().ok_or("it was not called")?.connection;
            let old = |kind| s.calls(kind).iter().any(|call| call.connection <= waited);
            if old(CallKind::Next) || old(CallKind::Response) {
                Err("on the connection of /restore/next".to_owned())
            } else {
                Ok("on new ones".to_owned())
            }
        },
    ),
    unstarted(SHOULD, "a wait that is closed is taken up again", at_once, |s| {
        waits_again(s, Cut::CloseInsteadOfReply)
    }),
    unstarted(
        SHOULD,
        "a wait that is half closed is taken up again",
        at_once,
        |s| waits_again(s, Cut::HalfCloseInsteadOfReply),
    ),
    unstarted(SHOULD, "a wait that is reset is taken up again", at_once, |s| {
        waits_again(s, Cut::ResetInsteadOfReply)
    }),
    unstarted(
        SHOULD,
        "a wait that breaks off within its answer is taken up again",
        at_once,
        |s| waits_again(s, Cut::CloseAfter(20)),
    ),
    unstarted(
        SHOULD,
        "an extension is registered before the snapshot",
        at_once,
        |s| {
            s.initialize()?;
            let calls = order_with_extensions(s);
            let at = |kind| calls.iter().position(|call| *call == kind);
            match (at(CallKind::ExtensionRegister), at(CallKind::RestoreNext)) {
                (None, _) => Ok("there is none".to_owned()),
                (Some(registered), Some(restored)) if registered < restored => Ok("before".to_owned()),
                other => Err(format!("{other:?}")),
            }
        },
    ),
    unstarted(
        SHOULD,
        "the report of a failure before the snapshot has its reason",
        fails_before,
        |s| reasoned(s, CallKind::InitError),
    ),
    unstarted(
        SHOULD,
        "the report of a failure after the restore has its reason",
        fails_after,
        |s| reasoned(s, CallKind::RestoreError),
    ),
    unstarted(
        SHOULD,
        "a failure before the snapshot has the type BeforeCheckpointError",
        fails_before,
        |s| typed(s, CallKind::InitError, "Runtime.BeforeCheckpointError"),
    ),
    unstarted(
        SHOULD,
        "a failure after the restore has the type AfterRestoreError",
        fails_after,
        |s| typed(s, CallKind::RestoreError, "Runtime.AfterRestoreError"),
    ),
    unstarted(
        SHOULD,
        "after a failure before the snapshot the exit status is 64",
        fails_before,
        ends_with_64,
    ),
    unstarted(
        SHOULD,
        "after a failure after the restore the exit status is 64",
        fails_after,
        ends_with_64,
    ),
    unstarted(
        SHOULD,
        "a failing hook does not keep the others from running",
        fails_before,
        |s| {
            reports(s, CallKind::InitError)?;
            expect(&lines(s), &["before:2", "before:1"])
        },
    ),
];
