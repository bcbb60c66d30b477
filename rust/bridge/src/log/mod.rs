//! Log records, the library's own and those of Java's loggers, in the form that the function is
//! configured for.
//!
//! - `AWS_LAMBDA_LOG_FORMAT=JSON`: one JSON object a line; else text. With any
//!   `AWS_LAMBDA_MAX_CONCURRENCY` but 1 always JSON.
//! - `AWS_LAMBDA_LOG_LEVEL`: the minimum level that is written; `INFO` where it is not set.
//! - `_LAMBDA_TELEMETRY_LOG_FD`: where the platform takes framed records, so that one of many lines stays
//!   one. Without it they go to stderr, each in one write.
//!
//! Source: AWS Lambda developer guide, "Configuring JSON and plain text log formats"; the frame is that
//! of AWS's own runtime clients. Nothing here is touched by an invocation that logs nothing.

mod output;
mod trace;

use std::env;
use std::fs::File;
use std::io::{Write, stderr};
use std::time::{SystemTime, UNIX_EPOCH};

use serde::Serialize;

use crate::exchange::{ErrorReport, InvocationContext};
use output::Output;

/// How much a record matters, in ascending order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "UPPERCASE")]
pub enum Level {
    /// `TRACE`
    Trace = 1,
    /// `DEBUG`
    Debug,
    /// `INFO`
    Info,
    /// `WARN`
    Warn,
    /// `ERROR`
    Error,
    /// `FATAL`
    Fatal,
}

const LEVELS: [(&str, Level); 6] = [
    ("TRACE", Level::Trace),
    ("DEBUG", Level::Debug),
    ("INFO", Level::Info),
    ("WARN", Level::Warn),
    ("ERROR", Level::Error),
    ("FATAL", Level::Fatal),
];

impl Level {
    /// The level of this number, 1 for `TRACE` to 6 for `FATAL`; anything else is `INFO`.
    pub fn of(number: i32) -> Self {
        usize::try_from(number)
            .ok()
            .and_then(|number| LEVELS.get(number.wrapping_sub(1)))
            .map_or(Level::Info, |(_, level)| *level)
    }

    fn name(self) -> &'static str {
        LEVELS[self as usize - 1].0
    }
}

/// The logger of the library's own messages.
const LIBRARY: &str = "libHello";

/// One log record.
#[derive(Debug, Clone, Copy)]
pub struct Record<'a> {
    /// How much it matters.
    pub level: Level,
    /// The logger's name, or `libHello`; `None` for the error of an invocation, as AWS's runtimes have it.
    pub logger: Option<&'a str>,
    /// The message.
    pub message: &'a str,
    /// What was thrown, where that is the occasion.
    pub error: Option<&'a ErrorReport>,
    /// The invocation during which it is logged.
    pub context: Option<&'a InvocationContext>,
}

/// Where records go.
#[derive(Debug)]
pub struct Log {
    json: bool,
    min_level: Level,
    output: Output,
}

/// A record as JSON; names as in the records of AWS's Java runtime.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Json<'a> {
    timestamp: String,
    level: Level,
    message: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    logger: Option<&'a str>,
    #[serde(rename = "AWSRequestId", skip_serializing_if = "Option::is_none")]
    request_id: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    trace_id: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    tenant_id: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    error_type: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    error_message: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    stack_trace: Option<&'a [String]>,
}

impl Log {
    /// The log that the environment asks for. `telemetry_log` is where the platform takes framed
    /// records, if it does.
    pub fn from_environment(telemetry_log: Option<File>) -> Self {
        let min_level = env::var("AWS_LAMBDA_LOG_LEVEL").ok().and_then(|name| {
            LEVELS
                .iter()
                .find(|(known, _)| name.eq_ignore_ascii_case(known))
                .map(|(_, level)| *level)
        });
        let json = env::var("AWS_LAMBDA_LOG_FORMAT").is_ok_and(|format| format.eq_ignore_ascii_case("JSON"));
        Self {
            json: json || !is_sequential(env::var("AWS_LAMBDA_MAX_CONCURRENCY").ok().as_deref()),
            min_level: min_level.unwrap_or(Level::Info),
            output: Output::new(telemetry_log),
        }
    }

    /// Logs a message of the library's own. Waits at most 100 ms where nobody reads the
    /// log: the loop must go on.
    pub fn internal(&self, level: Level, message: &str, context: Option<&InvocationContext>) {
        let record = Record {
            level,
            logger: Some(LIBRARY),
            message,
            error: None,
            context,
        };
        if level >= self.min_level {
            self.output.write_within_bound(&self.bytes(&record));
        }
    }

    /// Logs what a handler threw, in the form of AWS's own Java runtime: message, type and stack trace, as text
    /// whatever the level, as JSON in a record of level `ERROR`. Waits as [`Log::internal`] does.
    pub fn invocation_error(&self, error: &ErrorReport, context: &InvocationContext) {
        if self.json && Level::Error < self.min_level {
            return;
        }
        let record = Record {
            level: Level::Error,
            logger: None,
            message: &trace::reported(error),
            error: self.json.then_some(error),
            context: Some(context),
        };
        self.output.write_within_bound(&self.bytes(&record));
    }

    /// Writes a record, unless it is below the level. Blocks while nobody reads the log, as Java's own
    /// output does.
    pub fn write(&self, record: &Record<'_>) {
        if record.level >= self.min_level {
            self.output.write(&self.bytes(record));
        }
    }

    /// Writes a message that is complete, with a level of 0 to 6, if the platform takes framed records. Blocks as
    /// [`Log::write`] does.
    pub fn write_framed(&self, level: u8, message: &[u8]) -> bool {
        let framed = self.output.is_framed();
        if framed {
            self.output
                .write(&frame(self.json, level, SystemTime::now(), message));
        }
        framed
    }

    fn bytes(&self, record: &Record<'_>) -> Vec<u8> {
        let now = SystemTime::now();
        let mut line = match self.json {
            true => json(record, now),
            false => text(record),
        };
        if self.output.is_framed() {
            return frame(self.json, record.level as u8, now, line.as_bytes());
        }
        line.push('\n');
        line.into_bytes()
    }
}

/// Whether one invocation is open at a time, by the rule of Java's `Start.isSequential`. On Lambda Managed Instances
/// there are several, whose lines of text could not be told apart.
fn is_sequential(concurrency: Option<&str>) -> bool {
    concurrency.is_none_or(|number| number == "1")
}

/// Writes to stderr and ignores a failure, where there is no log; `eprintln!` panics on a closed pipe.
pub fn stderr_best_effort(message: &str) {
    drop(
        stderr()
            .lock()
            .write_all(format!("libHello: {message}\n").as_bytes()),
    );
}

fn json(record: &Record<'_>, now: SystemTime) -> String {
    let context = record.context;
    let json = Json {
        timestamp: humantime::format_rfc3339_millis(now).to_string(),
        level: record.level,
        message: record.message,
        logger: record.logger,
        request_id: context.map(|context| context.request_id.as_str()),
        trace_id: context.and_then(|context| context.trace_id.as_deref()),
        tenant_id: context.and_then(|context| context.tenant_id.as_deref()),
        error_type: record.error.map(|error| error.error_type.as_str()),
        error_message: record.error.map(|error| error.error_message.as_str()),
        stack_trace: record.error.map(|error| error.stack_trace.as_slice()),
    };
    serde_json::to_string(&json).unwrap_or_default()
}

fn text(record: &Record<'_>) -> String {
    let mut text = match record.logger {
        // Its message is complete.
        None => return record.message.to_owned(),
        Some(LIBRARY) => format!("{LIBRARY}: {}", record.message),
        Some(logger) => format!("{} {logger}: {}", record.level.name(), record.message),
    };
    if let Some(context) = record.context {
        text.push_str(" RequestId: ");
        text.push_str(&context.request_id);
    }
    if let Some(error) = record.error {
        text.push('\n');
        text.push_str(&trace::printed(error));
    }
    text
}

/// Type (`0xa55a0000`, bit 0 for text, bit 1 for a timestamp, bits 2 to 4 the level), length, time in
/// microseconds, all big-endian, then the record.
fn frame(json: bool, level: u8, now: SystemTime, record: &[u8]) -> Vec<u8> {
    let kind = 0xa55a_0000_u32 | u32::from(!json) | 0b10 | (u32::from(level & 7) << 2);
    let length = u32::try_from(record.len()).unwrap_or(u32::MAX);
    let microseconds = now.duration_since(UNIX_EPOCH).unwrap_or_default().as_micros();
    let mut frame = Vec::with_capacity(16 + record.len());
    frame.extend_from_slice(&kind.to_be_bytes());
    frame.extend_from_slice(&length.to_be_bytes());
    frame.extend_from_slice(&u64::try_from(microseconds).unwrap_or(0).to_be_bytes());
    frame.extend_from_slice(record);
    frame
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    fn at() -> SystemTime {
        UNIX_EPOCH + Duration::from_micros(1_767_225_600_123_456)
    }

    #[test]
    fn what_is_not_one_invocation_at_a_time_is_several() {
        assert!(is_sequential(None) && is_sequential(Some("1")));
        assert!(
            ["2", "many", "0", ""]
                .iter()
                .all(|value| !is_sequential(Some(value)))
        );
    }

    #[test]
    fn json_records_have_all_that_is_known_on_one_line() {
        let context = InvocationContext {
            request_id: "r-1".into(),
            tenant_id: Some("t".into()),
            ..InvocationContext::default()
        };
        let error = ErrorReport {
            error_type: "E".into(),
            stack_trace: vec!["A.b(A.java:1)".into()],
            ..ErrorReport::default()
        };
        let line = json(
            &Record {
                level: Level::Warn,
                logger: Some("a.b"),
                message: "two\nlines \u{0}",
                error: Some(&error),
                context: Some(&context),
            },
            at(),
        );
        let expected = concat!(
            r#"{"timestamp":"2026-01-01T00:00:00.123Z","level":"WARN","message":"two\nlines \u0000","#,
            r#""logger":"a.b","AWSRequestId":"r-1","tenantId":"t","errorType":"E","errorMessage":"","#,
            r#""stackTrace":["A.b(A.java:1)"]}"#
        );
        assert_eq!(line, expected);
    }

    #[test]
    fn text_records_name_level_logger_and_request() {
        let context = InvocationContext {
            request_id: "r-1".into(),
            ..InvocationContext::default()
        };
        let mut record = Record {
            level: Level::Error,
            logger: Some("a.b"),
            message: "lost",
            error: None,
            context: Some(&context),
        };
        assert_eq!(text(&record), "ERROR a.b: lost RequestId: r-1");
        record.logger = Some(LIBRARY);
        record.context = None;
        assert_eq!(text(&record), "libHello: lost");
    }

    #[test]
    fn frames_are_those_of_the_telemetry_protocol() {
        let framed = frame(false, Level::Info as u8, at(), b"abc");
        assert_eq!(framed[..4], [0xa5, 0x5a, 0x00, 0b000_1111]);
        assert_eq!(framed[4..8], [0, 0, 0, 3]);
        assert_eq!(framed[8..16], 1_767_225_600_123_456_u64.to_be_bytes());
        assert_eq!(&framed[16..], b"abc");
        assert_eq!(frame(true, Level::Fatal as u8, at(), b"")[3], 0b001_1010);
    }

    #[test]
    fn numbers_stand_for_levels() {
        assert_eq!(Level::of(1), Level::Trace);
        assert_eq!(Level::of(6), Level::Fatal);
        for odd in [0, 7, -1, i32::MIN, i32::MAX] {
            assert_eq!(Level::of(odd), Level::Info, "{odd}");
        }
    }
}
