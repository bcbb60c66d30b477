//! The command line.

use crate::values::{seconds, variable};
use clap::{Args, Parser, Subcommand, ValueEnum};
use lambda_emulator::{
    CallKind, Cgroups, Cut, Ending, FunctionSettings, Limits, LogTarget, Misbehaviour, WhenBusy,
    function_url::InvokeMode,
};
use serde::Deserialize;
use std::{ffi::OsString, num::NonZeroU32, path::PathBuf, time::Duration};

/// Options that say something of the one function.
const OF_ONE_FUNCTION: [&str; 23] = [
    "events",
    "responses",
    "pictures",
    "url",
    "invoke_mode",
    "name",
    "handler",
    "memory",
    "limits",
    "timeout",
    "init_timeout",
    "variables",
    "task_root",
    "concurrency",
    "when_busy",
    "stream_rate",
    "snap_start",
    "restore_delay",
    "stop",
    "grace",
    "paths",
    "build",
    "command",
];

/// How many invocations the console shows.
const CONSOLE_INVOCATIONS: usize = 500;

/// Runs a command as a local Lambda function: the Runtime API towards it, the Invoke API towards clients.
///
/// Without --event it serves: `aws lambda invoke --endpoint-url http://127.0.0.1:9000 --function-name function
/// out.json`, or `curl -d '{}' http://127.0.0.1:9000/2015-03-31/functions/function/invocations`.
/// Responses go to standard output, everything that CloudWatch would show to standard error.
#[derive(Debug, Parser)]
#[command(
    name = "lambda-emulator",
    version,
    args_conflicts_with_subcommands = true,
    subcommand_negates_reqs = true
)]
pub(crate) struct Arguments {
    #[command(subcommand)]
    pub(crate) task: Option<Task>,
    #[command(flatten)]
    pub(crate) function: FunctionArguments,
}

/// What else can be done.
#[derive(Debug, Subcommand)]
pub(crate) enum Task {
    Invoke(crate::invoke::InvokeArguments),
    /// Measures functions side by side: starts, first and warm invocations, memory.
    Measure(crate::measure::MeasureArguments),
    Suite(crate::suite::SuiteArguments),
    /// Draws what `measure --json` wrote.
    Draw(crate::draw::DrawArguments),
    Conformance(crate::conformance::ConformanceArguments),
}

/// One function, served or fed with event files.
#[derive(Debug, Args)]
pub(crate) struct FunctionArguments {
    /// Run this event file and exit: 0 if every event got a response, 1 otherwise. Repeatable; `-` is
    /// standard input.
    #[arg(long = "event", value_name = "FILE")]
    pub(crate) events: Vec<PathBuf>,
    /// How the responses to --event files are printed.
    #[arg(long, value_enum, default_value_t = Responses::Json)]
    pub(crate) responses: Responses,
    /// With --event: draw the clusters that a response of k-means has (`centers`, `sizes`), with the points of the
    /// event's `data`, as an SVG file in this folder.
    #[arg(long, value_name = "FOLDER", requires = "events")]
    pub(crate) pictures: Option<PathBuf>,
    /// Serve the functions of this file, each by its name, instead of one; --port, --allow-host and --quiet are for
    /// all, everything else is in the file.
    #[arg(long, value_name = "FILE", conflicts_with_all = OF_ONE_FUNCTION)]
    pub(crate) functions: Option<PathBuf>,
    /// Port of the Invoke API on 127.0.0.1; 0 takes a free one.
    #[arg(long, default_value_t = 9000)]
    pub(crate) port: u16,
    /// Serve a function URL on this port of 127.0.0.1, too: HTTP requests become events of payload format 2.0.
    /// 0 takes a free one.
    #[arg(long, value_name = "PORT", conflicts_with = "events")]
    pub(crate) url: Option<u16>,
    /// How the function URL hands on a response, as Lambda's InvokeMode has it.
    #[arg(long, value_enum, default_value_t = UrlMode::Buffered, ignore_case = true, requires = "url")]
    pub(crate) invoke_mode: UrlMode,
    /// Host by which the servers may be called besides localhost and the loopback addresses, for a
    /// forwarded port or a proxy: `NAME:PORT` as the clients write it. Repeatable.
    #[arg(long = "allow-host", value_name = "HOST:PORT")]
    allowed_hosts: Vec<String>,
    /// Name of the function.
    #[arg(long, default_value = "function")]
    name: String,
    /// Handler (`_HANDLER`).
    #[arg(long, default_value = "bootstrap")]
    handler: String,
    /// Memory size in MB; passed to the function, and enforced with --limits.
    #[arg(long, value_name = "MB", default_value_t = 128, value_parser = clap::value_parser!(u32).range(128..=10_240))]
    memory: u32,
    /// Enforce the memory size and the CPU share that Lambda gives with it, through cgroups; needs root.
    #[arg(long)]
    limits: bool,
    /// Time-out of one invocation.
    #[arg(long, value_name = "SECONDS", default_value = "3", value_parser = seconds)]
    timeout: Duration,
    /// Time from the start of the process to its first call of /next.
    #[arg(long, value_name = "SECONDS", default_value = "10", value_parser = seconds)]
    init_timeout: Duration,
    /// Environment variable of the function. Repeatable. Only PATH and JAVA_HOME are inherited.
    #[arg(long = "env", value_name = "NAME=VALUE", value_parser = variable)]
    variables: Vec<(OsString, OsString)>,
    /// Working folder and LAMBDA_TASK_ROOT [default: the folder of the command]
    #[arg(long, value_name = "FOLDER")]
    task_root: Option<PathBuf>,
    /// How many invocations may be open at once; more than 1 is the mode of Lambda Managed Instances.
    #[arg(long, value_name = "N", default_value_t = 1, value_parser = clap::value_parser!(u16).range(1..=1000))]
    concurrency: u16,
    /// What becomes of an event when as many invocations are open: it waits, or its client gets 400
    /// Runtime.Unavailable.
    #[arg(long, value_enum, default_value_t = Busy::Wait)]
    when_busy: Busy,
    /// Read streamed responses no faster than so many KiB in a second, after 6 MiB that are read at once; 2048 on
    /// Lambda [default: as fast as they come]
    #[arg(long, value_name = "KIB", value_parser = clap::value_parser!(u32).range(32..=65_536))]
    stream_rate: Option<u32>,
    /// Give the function SnapStart: no snapshot is taken, but it is asked to prepare for one and told of a
    /// restore.
    #[arg(long, conflicts_with = "concurrency")]
    snap_start: bool,
    /// With --snap-start: how long the function waits for its restore.
    #[arg(long, value_name = "SECONDS", value_parser = seconds, requires = "snap_start")]
    restore_delay: Option<Duration>,
    /// With --snap-start: what goes wrong with the first restore.
    #[arg(long, value_enum, requires = "snap_start")]
    restore_failure: Option<RestoreFailure>,
    /// How the process is ended.
    #[arg(long, value_enum, default_value_t = Stop::Terminate)]
    stop: Stop,
    /// With --stop terminate: from SIGTERM to SIGKILL.
    #[arg(long, value_name = "SECONDS", default_value = "2", value_parser = seconds)]
    grace: Duration,
    #[command(flatten)]
    pub(crate) watch: crate::watch::WatchArguments,
    /// Serve no console beside the Invoke API.
    #[arg(long, conflicts_with = "events")]
    no_console: bool,
    /// List the events of `invoke --data-example`: name, AWS's class, and what sends it.
    #[arg(long, exclusive = true)]
    pub(crate) list_examples: bool,
    /// Do not print START, END, REPORT and the like.
    #[arg(long)]
    quiet: bool,
    /// The function: an executable and its arguments.
    #[arg(last = true, required_unless_present_any = ["functions", "list_examples"], value_name = "COMMAND")]
    command: Vec<OsString>,
}

/// How responses are printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Responses {
    /// As they came, one to a line.
    Json,
    /// Indented.
    Pretty,
    /// For people: fields in a line, lists as tables, each under its event's name.
    Readable,
    /// Not at all.
    None,
}

/// How a function URL hands on a response.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, ValueEnum)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub(crate) enum UrlMode {
    /// When it is whole, status and headers out of its JSON.
    #[value(name = "BUFFERED")]
    Buffered,
    /// As it comes, status and headers out of its prelude.
    #[value(name = "RESPONSE_STREAM")]
    ResponseStream,
}

/// How the process is ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, ValueEnum)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Stop {
    /// SIGTERM, and SIGKILL after --grace.
    Terminate,
    /// SIGKILL.
    Kill,
    /// As on Lambda: SIGKILL, or SIGTERM and 500 ms if an extension is registered.
    Lambda,
}

/// What becomes of an event that finds no place.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, ValueEnum)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Busy {
    /// It waits in line.
    Wait,
    /// 400 Runtime.Unavailable, as from AWS's emulator of Managed Instances.
    Reject,
}

/// What goes wrong with a restore.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum RestoreFailure {
    /// The call of /restore/next gets status 403.
    Refused,
    /// Its connection is closed without an answer.
    Cut,
    /// The process is killed while it waits.
    Killed,
}

impl RestoreFailure {
    fn misbehaviour(self) -> Misbehaviour {
        match self {
            RestoreFailure::Refused => Misbehaviour::status(403),
            RestoreFailure::Cut => Misbehaviour::cut(Cut::CloseInsteadOfReply),
            RestoreFailure::Killed => Misbehaviour::kill_process(),
        }
    }
}

impl UrlMode {
    pub(crate) fn invoke_mode(self) -> InvokeMode {
        match self {
            UrlMode::Buffered => InvokeMode::Buffered,
            UrlMode::ResponseStream => InvokeMode::ResponseStream,
        }
    }
}

impl Stop {
    pub(crate) fn ending(self, grace: Duration) -> Ending {
        match self {
            Stop::Terminate => Ending::Terminate(grace),
            Stop::Kill => Ending::Kill,
            Stop::Lambda => Ending::LikeLambda,
        }
    }
}

impl Busy {
    pub(crate) fn when_busy(self) -> WhenBusy {
        match self {
            Busy::Wait => WhenBusy::Wait,
            Busy::Reject => WhenBusy::Reject,
        }
    }
}

/// The limits of this memory size, or a line that says why there are none.
pub(crate) fn limits(memory_mb: u32) -> Option<Limits> {
    match Cgroups::find() {
        Ok(cgroups) => Some(Limits::of_lambda(memory_mb, &cgroups)),
        Err(error) => {
            eprintln!("lambda-emulator: {error}; the function runs unlimited");
            None
        }
    }
}

impl FunctionArguments {
    pub(crate) fn settings(&self) -> FunctionSettings {
        let mut command = self.command.iter();
        let mut settings = FunctionSettings::new(command.next().map(PathBuf::from).unwrap_or_default());
        settings.args = command.cloned().collect();
        settings.variables = self.variables.clone();
        settings.task_root = self.task_root.clone();
        settings.name = self.name.clone();
        settings.allowed_hosts = self.allowed_hosts.clone();
        settings.handler = Some(self.handler.clone());
        settings.memory_mb = self.memory;
        if self.limits {
            settings.limits = limits(self.memory);
        }
        settings.timeout = self.timeout;
        settings.init_timeout = self.init_timeout;
        settings.concurrency = self.concurrency;
        settings.when_busy = self.when_busy.when_busy();
        settings.stream_rate = self.stream_rate.and_then(|kib| NonZeroU32::new(kib * 1024));
        if self.snap_start {
            settings = settings.snap_start(self.restore_delay.unwrap_or_default());
        }
        if let Some(failure) = self.restore_failure {
            settings = settings.misbehave(CallKind::RestoreNext, failure.misbehaviour());
        }
        settings.ending = self.stop.ending(self.grace);
        settings.log_target = LogTarget::StandardError;
        settings.report_lines = !self.quiet;
        // Nobody asks for them here, and a server may run for days.
        settings.recorded_calls = 0;
        settings.log_limit = 64 * 1024;
        if !self.no_console && self.events.is_empty() {
            settings.history = CONSOLE_INVOCATIONS;
        }
        settings
    }
}
