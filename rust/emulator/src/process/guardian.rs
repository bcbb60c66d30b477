//! Kills the functions of an emulator that was itself killed.
//!
//! A process that dies of SIGKILL can tell nobody. The kernel's own way, `PR_SET_PDEATHSIG`, must be set
//! between fork and exec, which needs `unsafe`. Instead one small shell per emulating process reads the ids
//! of the process groups from a pipe, and kills what is left when the pipe ends. The folders of their cgroups
//! come the same way, and are removed.

use crate::limits::Group;
use rustix::process::Pid;
use std::{
    fmt::Display,
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
folders=
for known in $groups; do
  case $known in
    /*) folders="$folders $known" ;;
    *) kill -s KILL -- "-$known" ;;
  esac
done
for try in 1 2 3 4 5 6 7 8 9 10; do
  [ -z "$folders" ] || rmdir $folders || sleep 0.1
done
"#;

/// Has this process group killed if the emulating process dies first.
pub(super) fn watch(group: Pid) {
    tell("watch", group.as_raw_nonzero());
}

/// Takes a process group off the list, because it was reaped and its id may be used again.
pub(super) fn forget(group: Pid) {
    tell("forget", group.as_raw_nonzero());
}

/// Has the folders of these cgroups removed if the emulating process dies first.
pub(super) fn watch_folders(group: &Group) {
    group.folders().for_each(|folder| tell("watch", folder.display()));
}

/// Takes the folders off the list, because they were removed.
pub(super) fn forget_folders(group: &Group) {
    group
        .folders()
        .for_each(|folder| tell("forget", folder.display()));
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

fn tell(verb: &str, group: impl Display) {
    if let Some(pipe) = guardian() {
        let mut pipe = pipe.lock().unwrap_or_else(PoisonError::into_inner);
        let _ = pipe.write_all(format!("{verb} {group}\n").as_bytes());
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
