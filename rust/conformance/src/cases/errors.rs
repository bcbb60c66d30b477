//! Invocation errors: what is reported, and that the process goes on.

use super::{Case, Found, Session, case};
use crate::session::shown;
use lambda_emulator::{Answer, CallKind, FunctionError};
use serde_json::Value;

const THROW: &str = "\"conformance:throw:the reason\"";

pub(super) const CASES: &[Case] = &[
    case(
        "errors",
        "a handler's failure is an invocation error, and the process goes on",
        |s| {
            let (_, report) = fail(s, THROW)?;
            let message = report["errorMessage"].as_str().unwrap_or_default().to_owned();
            if message.contains("the reason") {
                s.goes_on(message)
            } else {
                Err(report.to_string())
            }
        },
    ),
    case("errors", "fifty failures in a row", |s| {
        for _ in 0..50 {
            fail(s, THROW)?;
        }
        s.goes_on("all reported".to_owned())
    }),
    case("errors", "errorType is a name", |s| {
        let (_, report) = fail(s, THROW)?;
        named(report["errorType"].as_str())
    }),
    case("errors", "stackTrace is a list of lines", |s| {
        let (_, report) = fail(s, THROW)?;
        let lines = report["stackTrace"]
            .as_array()
            .map(Vec::as_slice)
            .unwrap_or_default();
        if !lines.is_empty()
            && lines
                .iter()
                .all(|line| line.as_str().is_some_and(|line| !line.is_empty()))
        {
            Ok(format!("{} lines", lines.len()))
        } else {
            Err(format!("stackTrace: {}", report["stackTrace"]))
        }
    }),
    case(
        "errors",
        "the error type header has a form that Lambda keeps",
        |s| {
            let (error, _) = fail(s, THROW)?;
            let value = error.headers.get("Lambda-Runtime-Function-Error-Type");
            match value {
                Some(value) if kept(value) => Ok(value.to_owned()),
                other => Err(format!("{other:?}")),
            }
        },
    ),
    case(
        "errors",
        "the X-Ray cause, if there is one, is JSON within 64 KiB",
        |s| {
            let (error, _) = fail(s, THROW)?;
            let Some(cause) = error.headers.get("Lambda-Runtime-Function-XRay-Error-Cause") else {
                return Ok("there is none".to_owned());
            };
            let json: Value = serde_json::from_str(cause).map_err(|error| error.to_string())?;
            let whole = ["working_directory", "exceptions", "paths"]
                .iter()
                .all(|name| json.get(name).is_some());
            if whole && cause.len() <= 64 * 1024 {
                Ok(format!("{} bytes", cause.len()))
            } else {
                Err(cause.chars().take(90).collect())
            }
        },
    ),
    case("errors", "the report is JSON whatever the message holds", |s| {
        let (_, report) = fail(
            s,
            "\"conformance:throw:\\\"quoted\\\" \\\\ \\n\\t\\u0001 Zoë 😀\"",
        )?;
        let message = report["errorMessage"].as_str().unwrap_or_default();
        if message.contains("Zoë 😀") {
            s.goes_on("whole".to_owned())
        } else {
            Err(message.to_owned())
        }
    }),
    case("errors", "a message of 2 MiB is bounded to 1 MiB", |s| {
        let (error, _) = fail(s, "\"conformance:throw-long:2097152\"")?;
        let size = error.body.len();
        if size <= 1024 * 1024 {
            s.goes_on(format!("a report of {size} bytes"))
        } else {
            Err(format!("a report of {size} bytes"))
        }
    }),
    case("errors", "a report is posted once", |s| {
        fail(s, THROW)?;
        let posts = s.count(CallKind::Error) + s.count(CallKind::Response);
        if posts == 1 {
            Ok("once".to_owned())
        } else {
            Err(format!("{posts} posts"))
        }
    }),
];

fn fail(s: &Session, event: &str) -> Result<(FunctionError, Value), String> {
    match s.invoke(event)?.answer {
        Answer::Error(error) => {
            let report = serde_json::from_slice(&error.body)
                .map_err(|why| format!("a report that is not JSON: {why}"))?;
            Ok((error, report))
        }
        other => Err(shown(&other)),
    }
}

fn named(name: Option<&str>) -> Found {
    match name {
        Some(name) if !name.is_empty() => Ok(name.to_owned()),
        other => Err(format!("{other:?}")),
    }
}

/// `(Runtime|Function).` and a capital letter, then letters only.
fn kept(value: &str) -> bool {
    let name = value
        .strip_prefix("Runtime.")
        .or_else(|| value.strip_prefix("Function."));
    name.is_some_and(|name| {
        name.starts_with(|first: char| first.is_ascii_uppercase())
            && name.bytes().all(|byte| byte.is_ascii_alphabetic())
    })
}
