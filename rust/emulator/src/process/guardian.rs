//! Kills the functions of an emulator that was itself killed.
//!
//! A process that is killed by SIGKILL runs no code at its end. The kernel's own way, `PR_SET_PDEATHSIG`, must
//! be set between fork and exec, which needs `unsafe`, and is not inherited. Instead one small shell per emulating
//! process reads from a pipe what is to go with it, and sees to that when the pipe ends:
//!
//! - process groups, by their number: killed;
//! - folders of cgroups: whatever is in them is killed, and they are removed;
//! - marks ([`Mark`]): whatever has one in its environment is killed, which finds those that
//!   left their process group where there is no cgroup.
//!
//! It looks again until nothing is left, since a process can fork while it is looked for.

use super::Mark;
use rustix::process::Pid;
use std::{
    fmt::Display,
    io::{PipeWriter, Write},
    os::unix::process::CommandExt,
    path::Path,
    process::{Command, Stdio},
    sync::{Mutex, OnceLock, PoisonError},
};

/// Three looks that find nothing end it, 300 at the latest: a killed process of a throttled group takes its
/// time to go.
const SCRIPT: &str = r#"
known=
while read -r verb name; do
  rest=
  for other in $known; do [ "$other" = "$name" ] || rest="$rest $other"; done
  known=$rest
  [ "$verb" = watch ] && known="$known $name"
done
for name in $known; do
  case $name in
    /* | mark:*) ;;
    *) kill -s KILL -- "-$name" ;;
  esac
done
look() {
  left=
  for name in $known; do
    case $name in
      mark:*)
        for file in $(grep -slF -e "${name#mark:}" /proc/[0-9]*/environ); do
          process=${file#/proc/}
          kill -s KILL "${process%/environ}" && left=yes
        done
        ;;
      /*)
        [ -d "$name" ] || continue
        left=yes
        for folder in $(find "$name" -depth -type d); do
          [ -e "$folder/cgroup.kill" ] && echo 1 >"$folder/cgroup.kill"
          while read -r process; do kill -s KILL "$process"; done <"$folder/cgroup.procs"
          rmdir "$folder"
        done
        ;;
    esac
  done
}
idle=0
looks=0
while [ -n "$known" ] && [ $idle -lt 3 ] && [ $looks -lt 300 ]; do
  look
  if [ -n "$left" ]; then idle=0; else idle=$((idle + 1)); fi
  looks=$((looks + 1))
  sleep 0.1
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

/// Has everything with this mark killed if the emulating process dies first.
pub(super) fn watch_mark(mark: &Mark) {
    tell("watch", format_args!("mark:{mark}"));
}

/// Takes a mark off the list, because nothing is left that has it.
pub(super) fn forget_mark(mark: &Mark) {
    tell("forget", format_args!("mark:{mark}"));
}

/// Has the folder of a cgroup emptied and removed if the emulating process dies first.
pub(super) fn watch_folder(folder: &Path) {
    tell("watch", folder.display());
}

/// Takes a folder off the list, because it was removed.
pub(super) fn forget_folder(folder: &Path) {
    tell("forget", folder.display());
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

fn tell(verb: &str, what: impl Display) {
    if let Some(pipe) = guardian() {
        let mut pipe = pipe.lock().unwrap_or_else(PoisonError::into_inner);
        let _ = pipe.write_all(format!("{verb} {what}\n").as_bytes());
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
