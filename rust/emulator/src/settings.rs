//! What is run, and how: the function's command, its environment and limits, and how the emulator behaves.

use crate::{
    error::EmulatorError,
    limits::Limits,
    script::{CallKind, Misbehaviour},
};
use std::{
    ffi::OsString,
    fs,
    num::NonZeroU32,
    os::unix::fs::PermissionsExt,
    path::{Path, PathBuf},
    time::Duration,
};

/// The initialization type of a function whose process is restored from a snapshot.
pub(crate) const SNAP_START: &str = "snap-start";

/// Everything that can be chosen about one emulated function.
///
/// Made with [`FunctionSettings::new`] and changed field by field:
///
/// ```
/// use lambda_emulator::FunctionSettings;
/// let mut settings = FunctionSettings::new("./bootstrap");
/// settings.memory_mb = 512;
/// settings.variables.push(("STAGE".into(), "test".into()));
/// ```
#[derive(Debug, Clone)]
pub struct FunctionSettings {
    /// The executable: a path, or a name looked up on the `PATH`.
    pub command: PathBuf,
    /// Its arguments.
    pub args: Vec<OsString>,
    /// Further environment variables, each stronger than the emulator's own of the same name.
    pub variables: Vec<(OsString, OsString)>,
    /// Working folder and `LAMBDA_TASK_ROOT`. When `None`: the folder of the executable if `command` holds
    /// a `/`, else the current folder.
    pub task_root: Option<PathBuf>,
    /// Name of the function, also part of its ARN.
    pub name: String,
    /// `_HANDLER`; absent when `None`, as in container images.
    pub handler: Option<String>,
    /// Memory size in MB, as the function reads it in its environment and as it is printed;
    /// [`FunctionSettings::limits`] enforces it.
    pub memory_mb: u32,
    /// What the process may use; everything when `None`.
    pub limits: Option<Limits>,
    /// The only core that its process may run on; whatever it likes when `None`.
    pub core: Option<usize>,
    /// Time-out of one invocation, counted from the hand-over of the event.
    pub timeout: Duration,
    /// Time that the function has from its start to its first call of `/next`: 10 s on Lambda.
    pub init_timeout: Duration,
    /// `AWS_LAMBDA_INITIALIZATION_TYPE`. With `snap-start`, `/restore/next` is answered, after
    /// [`FunctionSettings::restore_delay`].
    pub initialization_type: String,
    /// How long `/restore/next` waits for its answer: the age of the snapshot when it is restored.
    pub restore_delay: Duration,
    /// Time that the function has from the restore to its first call of `/next`: 10 s on Lambda.
    pub restore_timeout: Duration,
    /// AWS region that the function believes to be in.
    pub region: String,
    /// How many invocations may be open at once. More than 1 sets `AWS_LAMBDA_MAX_CONCURRENCY`, as on
    /// Lambda Managed Instances; the others wait in line.
    pub concurrency: u16,
    /// What becomes of a client's event when as many invocations are open.
    pub when_busy: WhenBusy,
    /// How many bytes of a streamed response are read in a second, after its first 6 MiB, which are read at once;
    /// 2 MiB on Lambda. As many as come when `None`.
    pub stream_rate: Option<NonZeroU32>,
    /// What happens to the process when an invocation passes its time-out.
    pub after_timeout: AfterTimeout,
    /// How the process is ended.
    pub ending: Ending,
    /// Sends `Lambda-Runtime-Invocation-Id` with each event and checks it on the answer.
    pub send_invocation_id: bool,
    /// Where the log goes besides [`Emulator::log`](crate::Emulator::log).
    pub log_target: LogTarget,
    /// Adds the lines START, END, REPORT and so on to the log.
    pub report_lines: bool,
    /// Bytes of log that are kept; older ones are dropped.
    pub log_limit: usize,
    /// Number of [`RecordedCall`](crate::RecordedCall)s that are kept; older ones are dropped. 0 records nothing.
    pub recorded_calls: usize,
    /// Largest request body, in bytes, that a [`RecordedCall`](crate::RecordedCall) keeps a copy of.
    pub recorded_body_limit: usize,
    /// Number of invocations that the [console](crate::console) shows; older ones are dropped. With 0 there is no
    /// console.
    pub history: usize,
    /// Names by which the Invoke API may be called besides those of the machine itself, each with its port
    /// unless that is 80; for a forwarded port or a proxy.
    pub allowed_hosts: Vec<String>,
    /// Serves a function URL of this mode under `/urls/NAME/` on the port of the Invoke API.
    pub url: Option<InvokeMode>,
    /// What to do to the first calls of each kind; see [`Misbehaviour`].
    pub script: Vec<(CallKind, Misbehaviour)>,
}

/// What happens to the process when an invocation passes its time-out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AfterTimeout {
    /// It is killed, as on Lambda, and started again for the next invocation.
    Kill,
    /// It runs on, as on Lambda Managed Instances; a late answer gets status 410.
    RunOn,
}

/// What becomes of an event of the Invoke API or the function URL that finds no place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WhenBusy {
    /// It waits in line.
    Wait,
    /// Its client gets 400 `Runtime.Unavailable`, as from AWS's emulator of Managed Instances. An asynchronous one
    /// waits all the same.
    Reject,
}

/// How a function URL invokes its function, by the names that Lambda has for it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum InvokeMode {
    /// `BUFFERED`: the client gets the response when it is whole, status and headers out of its JSON.
    #[default]
    Buffered,
    /// `RESPONSE_STREAM`: the client gets the response as it comes, status and headers out of its prelude.
    ResponseStream,
}

/// How a process is ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ending {
    /// SIGTERM to the process group, and SIGKILL after this pause.
    Terminate(Duration),
    /// SIGKILL at once, as on Lambda when no extension is registered.
    Kill,
    /// As on Lambda: SIGKILL, or SIGTERM and 500 ms if the function registered an internal extension.
    LikeLambda,
}

/// Where the log goes besides the buffer that [`Emulator::log`](crate::Emulator::log) reads.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LogTarget {
    /// Nowhere.
    Captured,
    /// To the standard error of this process.
    StandardError,
    /// The same, each line after the function's name.
    NamedStandardError,
}

impl FunctionSettings {
    /// Settings with Lambda's defaults: 128 MB, 3 s, 10 s for the init phase, one invocation at a time.
    ///
    /// The emulator's own defaults: SIGTERM and 2 s at the end, a captured log without platform lines of
    /// at most 16 MiB, 10,000 recorded calls with bodies up to 64 KiB.
    pub fn new(command: impl Into<PathBuf>) -> Self {
        FunctionSettings {
            command: command.into(),
            args: Vec::new(),
            variables: Vec::new(),
            task_root: None,
            name: "function".to_owned(),
            handler: Some("bootstrap".to_owned()),
            memory_mb: 128,
            limits: None,
            core: None,
            timeout: Duration::from_secs(3),
            init_timeout: Duration::from_secs(10),
            initialization_type: "on-demand".to_owned(),
            restore_delay: Duration::ZERO,
            restore_timeout: Duration::from_secs(10),
            region: "us-east-1".to_owned(),
            concurrency: 1,
            when_busy: WhenBusy::Wait,
            stream_rate: None,
            after_timeout: AfterTimeout::Kill,
            ending: Ending::Terminate(Duration::from_secs(2)),
            send_invocation_id: true,
            log_target: LogTarget::Captured,
            report_lines: false,
            log_limit: 16 * 1024 * 1024,
            recorded_calls: 10_000,
            recorded_body_limit: 64 * 1024,
            history: 0,
            allowed_hosts: Vec::new(),
            url: None,
            script: Vec::new(),
        }
    }

    /// Adds one argument to the command.
    #[must_use]
    pub fn arg(mut self, value: impl Into<OsString>) -> Self {
        self.args.push(value.into());
        self
    }

    /// Adds one environment variable.
    #[must_use]
    pub fn variable(mut self, name: impl Into<OsString>, value: impl Into<OsString>) -> Self {
        self.variables.push((name.into(), value.into()));
        self
    }

    /// Sets the time-out of one invocation.
    #[must_use]
    pub fn timeout(mut self, value: Duration) -> Self {
        self.timeout = value;
        self
    }

    /// Adds something to do to the next call of this kind.
    #[must_use]
    pub fn misbehave(mut self, call: CallKind, misbehaviour: Misbehaviour) -> Self {
        self.script.push((call, misbehaviour));
        self
    }

    /// Gives the function SnapStart: `/restore/next` is answered after this time.
    #[must_use]
    pub fn snap_start(mut self, restore_delay: Duration) -> Self {
        self.initialization_type = SNAP_START.to_owned();
        self.restore_delay = restore_delay;
        self
    }

    /// The ARN by which the function is invoked.
    pub(crate) fn function_arn(&self) -> String {
        format!(
            "arn:aws:lambda:{}:123456789012:function:{}",
            self.region, self.name
        )
    }

    /// The executable and the task root as absolute paths, checked before anything is spawned.
    pub(crate) fn resolve(&self) -> Result<Resolved, EmulatorError> {
        let system = EmulatorError::system("the current folder");
        let named_by_path = self.command.components().count() > 1;
        let command = if named_by_path {
            self.command.clone()
        } else {
            find_on_path(&self.command)?
        };
        let command = std::path::absolute(command).map_err(&system)?;
        let metadata = fs::metadata(&command).map_err(|_| EmulatorError::CommandNotFound {
            command: self.command.clone(),
        })?;
        if !metadata.is_file() || metadata.permissions().mode() & 0o111 == 0 {
            return Err(EmulatorError::CommandNotExecutable {
                command: self.command.clone(),
            });
        }
        let task_root = match (&self.task_root, command.parent()) {
            (Some(folder), _) => std::path::absolute(folder).map_err(&system)?,
            (None, Some(folder)) if named_by_path => folder.to_owned(),
            _ => std::env::current_dir().map_err(&system)?,
        };
        if !task_root.is_dir() {
            return Err(EmulatorError::TaskRoot { folder: task_root });
        }
        Ok(Resolved { command, task_root })
    }
}

/// Absolute paths of what is run and where.
#[derive(Debug, Clone)]
pub(crate) struct Resolved {
    pub(crate) command: PathBuf,
    pub(crate) task_root: PathBuf,
}

fn find_on_path(name: &Path) -> Result<PathBuf, EmulatorError> {
    let path = std::env::var_os("PATH").unwrap_or_default();
    std::env::split_paths(&path)
        .map(|folder| folder.join(name))
        .find(|file| {
            fs::metadata(file).is_ok_and(|found| found.is_file() && found.permissions().mode() & 0o111 != 0)
        })
        .ok_or_else(|| EmulatorError::CommandNotFound {
            command: name.to_owned(),
        })
}
