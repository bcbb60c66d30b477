//! The function's process: spawned with Lambda's environment, watched, measured, ended and always reaped.

mod core;
mod guardian;
mod log;
mod mark;
mod memory;
mod variables;

pub(crate) use guardian::prepare;
pub(crate) use log::{Log, LogPipe};
pub(crate) use mark::Mark;
pub use memory::{Memory, ProcessFigures};

use crate::{
    error::EmulatorError,
    limits::{Entry, Group, LimitFigures},
    settings::{FunctionSettings, Resolved},
};
use rustix::process::{Pid, Signal, kill_process, kill_process_group};
use std::{
    net::SocketAddr,
    os::unix::process::ExitStatusExt,
    process::{ExitStatus, Stdio},
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::{Duration, Instant},
};
use tokio::{process::Command, sync::watch};

/// How a process ended.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ExitReport {
    /// Exit status, unless a signal ended it.
    pub status: Option<i32>,
    /// Number of the signal that ended it.
    pub signal: Option<i32>,
    /// Everything that was logged and kept so far.
    pub log: String,
}

/// A process of the function, the leader of a process group of its own.
#[derive(Debug)]
pub(crate) struct FunctionProcess {
    pid: Pid,
    pub(crate) started: Instant,
    exit: watch::Receiver<Option<ExitStatus>>,
    frozen: AtomicBool,
    group: Option<Arc<Group>>,
}

impl FunctionProcess {
    /// Spawns the command. Must be called on the Runtime API's thread.
    pub(crate) fn spawn(
        settings: &FunctionSettings,
        resolved: &Resolved,
        runtime_api: SocketAddr,
        log: &Arc<Log>,
    ) -> Result<(Self, Arc<LogPipe>), EmulatorError> {
        let pipe = EmulatorError::system("a pipe for the log");
        let (reader, writer) = std::io::pipe().map_err(&pipe)?;
        let group = settings
            .limits
            .as_ref()
            .map(|limits| Group::create(limits, guardian::watch_folder))
            .transpose()?
            .map(Arc::new);
        let mark = Mark::new();
        let (mut command, entry) = match &group {
            None => {
                let mut command = Command::new(&resolved.command);
                command.stdin(Stdio::null());
                (command, None)
            }
            Some(group) => {
                let prepared = Entry::prepare(settings, &resolved.command, group);
                let (shell, entry) = prepared.map_err(EmulatorError::system("a pair of sockets"))?;
                (shell, Some(entry))
            }
        };
        command
            .args(&settings.args)
            .env_clear()
            .envs(variables::of(settings, resolved, runtime_api, &mark))
            .current_dir(&resolved.task_root)
            .process_group(0)
            .stdout(writer.try_clone().map_err(&pipe)?)
            .stderr(writer)
            .kill_on_drop(true);
        guardian::watch_mark(&mark);
        let mut started = Instant::now();
        let spawned = core::on(settings.core, || command.spawn());
        let mut child = spawned.map_err(|source| EmulatorError::Spawn {
            command: settings.command.clone(),
            source,
        })?;
        // The command holds the writing end; the pipe must end with the process.
        drop(command);
        let pid = child
            .id()
            .and_then(|id| Pid::from_raw(id.try_into().ok()?))
            .ok_or_else(|| EmulatorError::Spawn {
                command: settings.command.clone(),
                source: std::io::ErrorKind::NotFound.into(),
            })?;
        guardian::watch(pid);
        let log_pipe = LogPipe::start(reader, Arc::clone(log)).map_err(&pipe)?;
        if let Some(mut entry) = entry {
            let entered = EmulatorError::system("a process its place in a cgroup");
            entry.wait().map_err(&entered)?;
            started = Instant::now();
            entry.go().map_err(&entered)?;
        }
        let limited = group.clone();
        let (sender, exit) = watch::channel(None);
        tokio::spawn(async move {
            let status = child.wait().await.unwrap_or_else(|_| ExitStatus::from_raw(0));
            // What the process left behind goes with it, as the environment does on Lambda.
            let _ = kill_process_group(pid, Signal::KILL);
            guardian::forget(pid);
            if let Some(group) = limited {
                group.remove();
                group.folders().for_each(guardian::forget_folder);
            }
            if mark.kill() {
                guardian::forget_mark(&mark);
            }
            sender.send_replace(Some(status));
        });
        Ok((
            FunctionProcess {
                pid,
                started,
                exit,
                frozen: AtomicBool::new(false),
                group,
            },
            log_pipe,
        ))
    }

    pub(crate) fn id(&self) -> u32 {
        self.pid.as_raw_nonzero().get().unsigned_abs()
    }

    /// What was counted against its limits so far, or until its end.
    pub(crate) fn limit_figures(&self) -> Option<LimitFigures> {
        self.group.as_ref()?.figures()
    }

    /// Whether the kernel killed because the memory of its groups was used up.
    pub(crate) fn ran_out_of_memory(&self) -> bool {
        self.limit_figures()
            .is_some_and(|figures| figures.out_of_memory_kills > 0)
    }

    /// The status, if the process has ended and was reaped.
    pub(crate) fn exit_status(&self) -> Option<ExitStatus> {
        *self.exit.borrow()
    }

    /// Returns when the process has ended and was reaped. Cancel-safe.
    pub(crate) fn exited(&self) -> impl Future<Output = ExitStatus> + use<> {
        let mut exit = self.exit.clone();
        async move {
            let status = exit
                .wait_for(Option::is_some)
                .await
                .ok()
                .and_then(|status| *status);
            status.unwrap_or_else(|| ExitStatus::from_raw(0))
        }
    }

    /// Sends SIGTERM to the process group, as AWS's emulator does.
    pub(crate) fn terminate(&self) {
        if self.exit_status().is_none() {
            // A group whose last member has just ended is as good as told.
            let _ = kill_process_group(self.pid, Signal::TERM);
            self.thaw();
        }
    }

    /// Stops the process group, and tells whether it went on until now.
    pub(crate) fn freeze(&self) -> bool {
        let went_on = !self.frozen.swap(true, Ordering::Relaxed);
        if self.exit_status().is_none() {
            let _ = kill_process_group(self.pid, Signal::STOP);
        }
        went_on
    }

    /// Lets the process group go on, and tells whether it was frozen.
    pub(crate) fn thaw(&self) -> bool {
        let was_frozen = self.frozen.swap(false, Ordering::Relaxed);
        if was_frozen && self.exit_status().is_none() {
            let _ = kill_process_group(self.pid, Signal::CONT);
        }
        was_frozen
    }

    pub(crate) fn is_frozen(&self) -> bool {
        self.frozen.load(Ordering::Relaxed)
    }

    /// Ends the process: SIGTERM and a pause if one is given, then SIGKILL; returns when it was reaped.
    pub(crate) async fn end(&self, grace: Option<Duration>) -> ExitStatus {
        if let Some(grace) = grace {
            self.terminate();
            if let Ok(status) = tokio::time::timeout(grace, self.exited()).await {
                return status;
            }
        }
        if self.exit_status().is_none() {
            let _ = kill_process_group(self.pid, Signal::KILL);
            let _ = kill_process(self.pid, Signal::KILL);
        }
        self.exited().await
    }
}
