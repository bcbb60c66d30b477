//! Kills the functions of an emulator that was itself killed.
//!
//! A process that dies of SIGKILL can tell nobody. The kernel's own way, `PR_SET_PDEATHSIG`, must be set
//! between fork and exec, which needs `unsafe`. Instead one small shell per emulating process reads the ids
//! of the process groups from a pipe, and kills what is left when the pipe ends.

use rustix::process::Pid;
use std::{
    io::{PipeWriter, Write},
    os::unix::process::CommandExt,
    process::{Command, Stdio},
    sync::{Mutex, OnceLock, PoisonError},
};

const SCRIPT: &str = r#"
groups=
while read -r verb group; do
  rest=
  for known in $groups; do [ "$known" = "$group" ] || rest="$rest $known"; done
  groups=$rest
  [ "$verb" = watch ] && groups="$groups $group"
done
for known in $groups; do kill -s KILL -- "-$known"; done
"#;

/// Has this process group killed if the emulating process dies first.
pub(super) fn watch(group: Pid) {
    tell("watch", group);
}

/// Takes a process group off the list, because it was reaped and its id may be used again.
pub(super) fn forget(group: Pid) {
    tell("forget", group);
}

/// Starts the guardian ahead of time, so that its start disturbs no measurement.
pub(crate) fn prepare() {
    guardian();
}

/// `None` where there is no shell; an orderly end does not need a guardian.
fn guardian() -> Option<&'static Mutex<PipeWriter>> {
    static GUARDIAN: OnceLock<Option<Mutex<PipeWriter>>> = OnceLock::new();
    GUARDIAN.get_or_init(start).as_ref()
}

fn tell(verb: &str, group: Pid) {
    if let Some(pipe) = guardian() {
        let mut pipe = pipe.lock().unwrap_or_else(PoisonError::into_inner);
        let _ = pipe.write_all(format!("{verb} {}\n", group.as_raw_nonzero()).as_bytes());
    }
}

fn start() -> Option<Mutex<PipeWriter>> {
    let (reader, writer) = std::io::pipe().ok()?;
    Command::new("/bin/sh")
        .args(["-c", SCRIPT])
        .stdin(reader)
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        // A group of its own: an interrupt from the terminal must not end it before its time.
        .process_group(0)
        .spawn()
        .ok()?;
    Some(Mutex::new(writer))
}
