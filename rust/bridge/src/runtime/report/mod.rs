//! An error report, as `/runtime/invocation/{id}/error` and `/runtime/init/error` take it.
//!
//! Body: `errorType`, `errorMessage`, `stackTrace`, and where there are any `cause` and `suppressed`,
//! nested. Source: AWS Lambda developer guide, "Using the Lambda runtime API for custom runtimes".

mod xray;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use http::{HeaderMap, HeaderValue};
use lambda_runtime::Diagnostic;
use serde::Serialize;

use super::wire;
use crate::exchange::ErrorReport;
use crate::truncate::{head, truncated};

/// The largest body that is sent, in bytes: Lambda Managed Instances take 1 MiB, and whoever reads an
/// error reads its beginning.
pub(super) const BODY_LIMIT: usize = 256 * 1024;

/// What a report is cut down to, step by step until it fits: frames of each throwable, and bytes of
/// each message.
const CUTS: [(usize, usize); 5] = [(1000, BODY_LIMIT), (100, 16_384), (20, 2048), (5, 512), (0, 128)];

/// What kind of failure it is, for `Lambda-Runtime-Function-Error-Type`. Lambda keeps only values of
/// the form `Runtime.Name` or `Function.Name`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// A handler threw.
    UserException,
    /// The program could not be made ready for its first event.
    InitError,
    /// Something failed before the snapshot, as AWS's own Java client names it.
    BeforeCheckpoint,
    /// Something failed after the restore, as AWS's own Java client names it.
    AfterRestore,
    /// The event's body broke off or was too large.
    InvalidEvent,
    /// An event arrived while the process was on its way out.
    ShuttingDown,
}

impl Kind {
    fn header(self) -> &'static str {
        match self {
            Kind::UserException => "Runtime.UserException",
            Kind::InitError => "Runtime.InitError",
            Kind::BeforeCheckpoint => "Runtime.BeforeCheckpointError",
            Kind::AfterRestore => "Runtime.AfterRestoreError",
            Kind::InvalidEvent => "Runtime.InvalidEvent",
            Kind::ShuttingDown => "Runtime.ShuttingDown",
        }
    }
}

/// An error report ready to be sent.
pub(super) struct Report {
    pub(super) headers: Headers,
    /// JSON.
    pub(super) body: Vec<u8>,
}

/// The headers of a report.
pub(super) struct Headers {
    kind: Kind,
    /// JSON for X-Ray, in ASCII.
    pub(super) xray_cause: Option<String>,
}

impl Headers {
    /// Their names and values.
    pub(super) fn iter(&self) -> impl Iterator<Item = (&str, &[u8])> + Clone {
        let cause = self.xray_cause.as_deref();
        [
            ("content-type", "application/json"),
            (wire::FUNCTION_ERROR_TYPE, self.kind.header()),
        ]
        .into_iter()
        .chain(cause.map(|cause| (wire::XRAY_ERROR_CAUSE, cause)))
        .map(|(name, value)| (name, value.as_bytes()))
    }
}

impl Report {
    /// The report of what Java threw.
    pub(super) fn of(kind: Kind, error: &ErrorReport) -> Self {
        Self {
            headers: Headers {
                kind,
                xray_cause: xray::cause(error),
            },
            body: body(error),
        }
    }

    /// The same report as trailers of a response that has begun.
    pub(super) fn trailers(&self) -> HeaderMap {
        let mut trailers = HeaderMap::new();
        let kind = HeaderValue::from_static(self.headers.kind.header());
        trailers.insert(wire::FUNCTION_ERROR_TYPE, kind);
        // Base64 is a header's value always.
        if let Ok(body) = HeaderValue::try_from(STANDARD.encode(&self.body)) {
            trailers.insert(wire::FUNCTION_ERROR_BODY, body);
        }
        trailers
    }

    /// The report of what went wrong on this side, as `lambda_runtime` has it; its error type is that of
    /// the header.
    pub(super) fn internal(kind: Kind, message: String) -> Self {
        let diagnostic = Diagnostic {
            error_type: kind.header().to_owned(),
            error_message: message,
        };
        Self {
            headers: Headers {
                kind,
                xray_cause: None,
            },
            body: serde_json::to_vec(&diagnostic).unwrap_or_default(),
        }
    }
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Body<'a> {
    error_message: String,
    error_type: &'a str,
    stack_trace: Vec<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    cause: Option<Box<Body<'a>>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    suppressed: Vec<Body<'a>>,
}

fn body(error: &ErrorReport) -> Vec<u8> {
    let mut json = Vec::new();
    for (frames, message) in CUTS {
        // Text and lists of text have a JSON form always; an empty report would still be an answer.
        json = serde_json::to_vec(&cut(error, frames, message)).unwrap_or_default();
        if json.len() <= BODY_LIMIT {
            break;
        }
    }
    json
}

fn cut(error: &ErrorReport, frames: usize, message: usize) -> Body<'_> {
    let shown = error.stack_trace.len().min(frames);
    let mut stack_trace: Vec<&str> = error.stack_trace[..shown].iter().map(String::as_str).collect();
    if shown < error.stack_trace.len() {
        stack_trace.push("... further frames are left out");
    }
    Body {
        error_message: truncated(&error.error_message, message),
        error_type: head(&error.error_type, message),
        stack_trace,
        cause: error
            .cause
            .as_deref()
            .map(|cause| Box::new(cut(cause, frames, message))),
        suppressed: error
            .suppressed
            .iter()
            .map(|suppressed| cut(suppressed, frames, message))
            .collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn thrown(error_type: &str, error_message: &str) -> ErrorReport {
        ErrorReport {
            error_type: error_type.into(),
            error_message: error_message.into(),
            stack_trace: vec!["A.b(A.java:1)".into()],
            ..ErrorReport::default()
        }
    }

    fn json(error: &ErrorReport) -> serde_json::Value {
        serde_json::from_slice(&Report::of(Kind::UserException, error).body).unwrap()
    }

    #[test]
    fn nests_causes_and_suppressed() {
        let mut outer = thrown("java.lang.RuntimeException", "a \"quoted\"\u{0}\n");
        let mut cause = thrown("java.io.IOException", "b");
        cause.suppressed = vec![thrown("java.lang.Error", "c"), thrown("X", "d")];
        outer.cause = Some(Box::new(cause));
        let json = json(&outer);
        assert_eq!(json["errorType"], "java.lang.RuntimeException");
        assert_eq!(json["errorMessage"], "a \"quoted\"\u{0}\n");
        assert_eq!(json["stackTrace"][0], "A.b(A.java:1)");
        assert_eq!(json["cause"]["errorType"], "java.io.IOException");
        assert_eq!(json["cause"]["suppressed"][1]["errorMessage"], "d");
        assert_eq!(json.get("suppressed"), None);
        assert_eq!(json["cause"].get("cause"), None);
    }

    #[test]
    fn a_report_is_cut_until_it_fits() {
        let mut outer = thrown("T", &"€".repeat(300_000));
        outer.stack_trace = vec!["x".repeat(5000); 900];
        outer.suppressed = vec![outer.clone(); 8];
        let body = Report::of(Kind::UserException, &outer).body;
        assert!(body.len() <= BODY_LIMIT, "{} bytes", body.len());
        let json = json(&outer);
        let message = json["errorMessage"].as_str().unwrap();
        assert!(message.ends_with("more bytes)"), "{message}");
        let frames = json["stackTrace"].as_array().unwrap();
        assert_eq!(frames.last().unwrap(), "... further frames are left out");
        assert_eq!(json["suppressed"].as_array().unwrap().len(), 8);
    }

    #[test]
    fn what_fits_is_whole() {
        let mut outer = thrown("T", &"m".repeat(100_000));
        outer.stack_trace = vec!["A.b(A.java:1)".into(); 101];
        let json = json(&outer);
        assert_eq!(json["errorMessage"].as_str().unwrap().len(), 100_000);
        assert_eq!(json["stackTrace"].as_array().unwrap().len(), 101);
    }
}
