//! The byte layout in which an invocation's context and a failure cross JNI: version 1.
//!
//! Mirrored by `Envelope.java`; the golden files in `tests/golden` keep the two honest. All numbers
//! are big-endian. A *text* is an `i32` length in bytes, -1 for absent, and that much UTF-8.
//!
//! - context, towards Java: version `u8`, token `u64`, payload size `u32`, deadline `i64` in
//!   milliseconds (-1 for absent), then the texts request id, invoked function ARN, trace id, client
//!   context, Cognito identity, tenant id.
//! - failure, from Java: version `u8`, then the throwable: the texts error type and error message,
//!   number of frames `u16`, a text a frame, number of causes `u8` (0 or 1), the cause as a throwable
//!   of the same form, number of suppressed `u8`, each likewise.
//! - log record, from Java: version `u8`, the texts logger and message, number of throwables `u8` (0 or
//!   1), the throwable.
//!
//! The payload is not in it: Java fetches it straight into its own array, which saves one copy of up
//! to 6 MiB.

use crate::error::BridgeError;
use crate::exchange::{ErrorReport, InvocationContext, Token};

const VERSION: u8 = 1;
const ABSENT: i32 = -1;

/// How deep throwables may nest; Java stops at less. A stack must not depend on what it is sent.
const MAX_DEPTH: usize = 32;

/// Writes an invocation's context as one buffer.
///
/// A payload or text beyond `i32::MAX` bytes cannot be told to Java, and does not occur: Lambda's
/// limits are 6 MiB for a payload and 1 MiB for all headers.
///
/// # Errors
/// [`BridgeError::BadArgument`] for such a size.
pub fn encode_context(
    token: Token,
    payload_size: usize,
    context: &InvocationContext,
) -> Result<Vec<u8>, BridgeError> {
    let texts = [
        Some(&context.request_id),
        context.invoked_function_arn.as_ref(),
        context.trace_id.as_ref(),
        context.client_context.as_ref(),
        context.cognito_identity.as_ref(),
        context.tenant_id.as_ref(),
    ];
    let text_bytes: usize = texts.iter().flatten().map(|text| text.len()).sum();
    let mut out = Vec::with_capacity(21 + 4 * texts.len() + text_bytes);
    out.push(VERSION);
    out.extend_from_slice(&token.to_be_bytes());
    out.extend_from_slice(&size(payload_size)?.to_be_bytes());
    let deadline = context
        .deadline_ms
        .and_then(|ms| i64::try_from(ms).ok())
        .unwrap_or(-1);
    out.extend_from_slice(&deadline.to_be_bytes());
    for text in texts {
        match text {
            Some(text) => {
                out.extend_from_slice(&size(text.len())?.to_be_bytes());
                out.extend_from_slice(text.as_bytes());
            }
            None => out.extend_from_slice(&ABSENT.to_be_bytes()),
        }
    }
    Ok(out)
}

fn size(bytes: usize) -> Result<i32, BridgeError> {
    i32::try_from(bytes).map_err(|_| BridgeError::BadArgument("the invocation is larger than a Java array"))
}

/// Reads a failure that Java wrote.
///
/// # Errors
/// [`BridgeError::BadArgument`] when the bytes are not a whole failure of this version.
pub fn decode_failure(bytes: &[u8]) -> Result<ErrorReport, BridgeError> {
    let mut reader = Reader { rest: bytes };
    let failure = reader.failure();
    failure
        .filter(|_| reader.rest.is_empty())
        .ok_or(BridgeError::BadArgument(
            "the failure is not an envelope of version 1: use one libHello version throughout",
        ))
}

/// What a Java logger says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LogRecord {
    /// The logger's name.
    pub logger: String,
    /// What it says.
    pub message: String,
    /// What was thrown, where that is the occasion.
    pub error: Option<ErrorReport>,
}

/// Reads a log record that Java wrote.
///
/// # Errors
/// [`BridgeError::BadArgument`] when the bytes are not a whole record of this version.
pub fn decode_log_record(bytes: &[u8]) -> Result<LogRecord, BridgeError> {
    let mut reader = Reader { rest: bytes };
    let record = reader.log_record();
    record
        .filter(|_| reader.rest.is_empty())
        .ok_or(BridgeError::BadArgument(
            "the log record is not an envelope of version 1: use one libHello version throughout",
        ))
}

struct Reader<'a> {
    rest: &'a [u8],
}

impl<'a> Reader<'a> {
    fn failure(&mut self) -> Option<ErrorReport> {
        if self.bytes(1)? != [VERSION] {
            return None;
        }
        self.report(MAX_DEPTH)
    }

    fn report(&mut self, depth: usize) -> Option<ErrorReport> {
        let deeper = depth.checked_sub(1)?;
        let error_type = self.text()?;
        let error_message = self.text()?;
        let frames = self.u16()?;
        let stack_trace = (0..frames).map(|_| self.text()).collect::<Option<_>>()?;
        let cause = self.optional_report(deeper)?.map(Box::new);
        let count = self.bytes(1)?[0];
        let suppressed = (0..count).map(|_| self.report(deeper)).collect::<Option<_>>()?;
        Some(ErrorReport {
            error_type,
            error_message,
            stack_trace,
            cause,
            suppressed,
        })
    }

    fn optional_report(&mut self, depth: usize) -> Option<Option<ErrorReport>> {
        match self.bytes(1)? {
            [0] => Some(None),
            [1] => self.report(depth).map(Some),
            _ => None,
        }
    }

    fn log_record(&mut self) -> Option<LogRecord> {
        if self.bytes(1)? != [VERSION] {
            return None;
        }
        Some(LogRecord {
            logger: self.text()?,
            message: self.text()?,
            error: self.optional_report(MAX_DEPTH)?,
        })
    }

    /// Java writes whatever a message holds; what is not UTF-8 is replaced rather than refused, since
    /// a report with a replacement character is worth more than none.
    fn text(&mut self) -> Option<String> {
        match i32::from_be_bytes(self.bytes(4)?.try_into().ok()?) {
            ABSENT => Some(String::new()),
            length => {
                let bytes = self.bytes(usize::try_from(length).ok()?)?;
                Some(String::from_utf8_lossy(bytes).into_owned())
            }
        }
    }

    fn u16(&mut self) -> Option<u16> {
        Some(u16::from_be_bytes(self.bytes(2)?.try_into().ok()?))
    }

    fn bytes(&mut self, count: usize) -> Option<&'a [u8]> {
        let (head, rest) = self.rest.split_at_checked(count)?;
        self.rest = rest;
        Some(head)
    }
}
