//! The platform's lines in the log, as CloudWatch shows them, and the messages that Lambda gives a caller.

use crate::{
    answer::{Answer, Completion, Phase},
    settings::FunctionSettings,
    wire,
};
use std::{
    os::unix::process::ExitStatusExt,
    process::ExitStatus,
    time::{Duration, SystemTime},
};

/// First line of a process's log.
pub(crate) fn init_start() -> String {
    format!(
        "INIT_START Runtime Version: lambda-emulator {}",
        env!("CARGO_PKG_VERSION")
    )
}

/// Line of a process whose snapshot is restored.
pub(crate) fn restore_start() -> String {
    format!(
        "RESTORE_START Runtime Version: lambda-emulator {}",
        env!("CARGO_PKG_VERSION")
    )
}

/// Line of a restored process that is ready for its first event, or has failed to be.
pub(crate) fn restored(duration: Duration, failure: Option<&Answer>) -> String {
    let mut line = format!(
        "RESTORE_REPORT Restore Duration: {:.2} ms",
        milliseconds(duration)
    );
    if let Some(answer) = failure {
        line += &format!("\tStatus: {}\tError Type: {}", status(answer), error_type(answer));
    }
    line
}

pub(crate) fn start(request_id: &str) -> String {
    format!("START RequestId: {request_id} Version: $LATEST")
}

pub(crate) fn timed_out(request_id: &str, limit: Duration) -> String {
    let now = humantime::format_rfc3339_millis(SystemTime::now());
    format!("{now} {request_id} {}\n", timeout_message(limit))
}

pub(crate) fn init_failed(duration: Duration, answer: &Answer) -> String {
    format!(
        "INIT_REPORT Init Duration: {:.2} ms\tPhase: init\tStatus: {}\tError Type: {}",
        milliseconds(duration),
        status(answer),
        error_type(answer),
    )
}

/// What to do about a function that never asked for an event, which the lines of Lambda do not say.
pub(crate) fn never_polled(answer: &Answer) -> Option<&'static str> {
    match answer {
        Answer::Timeout(timeout) if timeout.phase == Phase::Init => Some(
            "lambda-emulator: the function never asked for an event; its command must be a Lambda runtime, which calls GET \
             /2018-06-01/runtime/invocation/next at $AWS_LAMBDA_RUNTIME_API, or needs a longer init time-out",
        ),
        Answer::Exit(exit) if exit.phase == Phase::Init && !exit.out_of_memory => Some(
            "lambda-emulator: the function ended before it asked for an event; what it printed says why, or its command is no \
             Lambda runtime, which calls GET /2018-06-01/runtime/invocation/next at $AWS_LAMBDA_RUNTIME_API",
        ),
        _ => None,
    }
}

/// The lines END and REPORT.
pub(crate) fn end(completion: &Completion, settings: &FunctionSettings) -> String {
    let Completion {
        request_id,
        answer,
        duration,
        init_duration,
        max_memory,
        ..
    } = completion;
    let billed = *duration + init_duration.unwrap_or_default();
    let mut lines = format!("END RequestId: {request_id}\nREPORT RequestId: {request_id}\t");
    lines += &format!("Duration: {:.2} ms\t", milliseconds(*duration));
    lines += &format!("Billed Duration: {:.0} ms\t", milliseconds(billed).ceil());
    lines += &format!("Memory Size: {} MB\t", settings.memory_mb);
    if let Some(bytes) = max_memory {
        lines += &format!("Max Memory Used: {} MB\t", bytes.div_ceil(1024 * 1024));
    }
    if let Some(duration) = init_duration {
        lines += &format!("Init Duration: {:.2} ms\t", milliseconds(*duration));
    }
    match answer {
        Answer::Timeout(_) => lines += "Status: timeout\t",
        Answer::Exit(_) => lines += &format!("Status: error\tError Type: {}\t", error_type(answer)),
        _ => {}
    }
    lines
}

/// What Lambda says about a process that ended.
pub(crate) fn exit_message(status: ExitStatus) -> String {
    match (status.code(), status.signal()) {
        (Some(0), _) => "Runtime exited without providing a reason".to_owned(),
        (Some(code), _) => format!("Runtime exited with error: exit status {code}"),
        (None, Some(signal)) => format!("Runtime exited with error: signal: {}", signal_name(signal)),
        (None, None) => "Runtime exited".to_owned(),
    }
}

pub(crate) fn timeout_message(limit: Duration) -> String {
    format!("Task timed out after {:.2} seconds", limit.as_secs_f64())
}

/// The error type by which an answer that is not a response is known.
pub(crate) fn error_type(answer: &Answer) -> &str {
    match answer {
        Answer::Response(_) => "",
        Answer::Error(error) => &error.error_type,
        Answer::Exit(exit) if exit.out_of_memory => wire::OUT_OF_MEMORY,
        Answer::Exit(_) => wire::EXIT_ERROR,
        Answer::Timeout(_) => wire::TIMED_OUT,
        Answer::Refused(_) => "Emulator.Refused",
    }
}

fn status(answer: &Answer) -> &'static str {
    if matches!(answer, Answer::Timeout(_)) {
        "timeout"
    } else {
        "error"
    }
}

fn milliseconds(duration: Duration) -> f64 {
    duration.as_secs_f64() * 1000.0
}

/// Names as Go prints them, since Lambda's messages come from a Go program.
fn signal_name(signal: i32) -> String {
    match signal {
        2 => "interrupt".to_owned(),
        6 => "aborted".to_owned(),
        9 => "killed".to_owned(),
        11 => "segmentation fault".to_owned(),
        13 => "broken pipe".to_owned(),
        15 => "terminated".to_owned(),
        other => format!("signal {other}"),
    }
}
