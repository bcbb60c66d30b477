//! How a process comes into its groups before its first instruction.
//!
//! A small shell enters the groups, says that it has, waits for the word, and becomes the function. What it
//! does before the word is not in the group's figures and not on the clock: entering takes the kernel up to
//! tens of milliseconds, because it waits for all CPUs to take notice.

use super::Group;
use crate::settings::FunctionSettings;
use std::{
    ffi::OsString,
    io::{self, Read, Write},
    os::{fd::OwnedFd, unix::net::UnixStream},
    path::{Path, PathBuf},
    process::Stdio,
    time::Duration,
};
use tokio::process::Command;

/// `$1` names variables that are the shell's own; the groups follow up to `--`, and then the command.
const SCRIPT: &str = r#"
unset $1
shift
while [ "$1" != -- ]; do
  echo $$ >"$1" || exit 126
  shift
done
shift
echo in >&0
read -r word && exec "$@" </dev/null
exit 126
"#;

/// Longer than any kernel takes to let a process into a group.
const PATIENCE: Duration = Duration::from_secs(10);

/// A shell on its way into a group.
#[derive(Debug)]
pub(crate) struct Entry(UnixStream);

impl Entry {
    /// The command of a shell that becomes `command` after the word.
    pub(crate) fn prepare(
        settings: &FunctionSettings,
        command: &Path,
        group: &Group,
    ) -> io::Result<(Command, Self)> {
        let (own, others) = UnixStream::pair()?;
        own.set_read_timeout(Some(PATIENCE))?;
        let files: Vec<PathBuf> = group
            .folders()
            .map(|folder| folder.join("cgroup.procs"))
            .collect();
        let mut shell = Command::new("/bin/sh");
        shell
            .args(["-c", SCRIPT, "sh"])
            .arg(own_variables(settings))
            .args(files)
            .arg("--")
            .arg(command)
            .stdin(Stdio::from(OwnedFd::from(others)));
        Ok((shell, Entry(own)))
    }

    /// Waits until the shell is in the groups. Blocks.
    pub(crate) fn wait(&mut self) -> io::Result<()> {
        self.0.read_exact(&mut [0; 3])
    }

    /// Lets the shell become the function.
    pub(crate) fn go(mut self) -> io::Result<()> {
        self.0.write_all(b"go\n")
    }
}

/// What shells export of themselves, unless it was set for the function.
fn own_variables(settings: &FunctionSettings) -> String {
    let set = |name: &&str| {
        !settings
            .variables
            .iter()
            .any(|(other, _)| other == &OsString::from(name))
    };
    let names: Vec<&str> = ["PWD", "OLDPWD", "SHLVL"].into_iter().filter(set).collect();
    names.join(" ")
}
