//! What the fuzz targets call: each takes any bytes, and panics when a promise is broken. And what the
//! micro-benchmarks of `bench/micro` could not reach otherwise.

use bytes::{Bytes, BytesMut};

use crate::envelope::{decode_failure, decode_log_record, encode_context};
use crate::exchange::{ErrorReport, InvocationContext};
use crate::ffi;
use crate::runtime;

/// Failures and log records are read or refused, never more; what was read makes a report.
pub fn envelope(bytes: &[u8]) {
    if let Ok(thrown) = decode_failure(bytes) {
        runtime::fuzz_report(&thrown);
    }
    let _refused = decode_log_record(bytes);
}

/// Headers of any names and values give a context that Java can be told of. The bytes are lines of
/// `NAME:VALUE`.
pub fn headers(bytes: &[u8]) {
    let lines = bytes.split(|byte| *byte == b'\n');
    let headers = lines.filter_map(|line| {
        let colon = line.iter().position(|byte| *byte == b':')?;
        Some((std::str::from_utf8(&line[..colon]).ok()?, &line[colon + 1..]))
    });
    let context: InvocationContext = runtime::fuzz_context(headers);
    assert!(encode_context(1, 0, &context).is_ok());
}

/// A report of any texts is JSON within its bound, and so is what X-Ray gets. The bytes are message,
/// type and frames, a line each.
pub fn report(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    let mut lines = text.split('\n').map(str::to_owned);
    let mut thrown = ErrorReport {
        error_message: lines.next().unwrap_or_default(),
        error_type: lines.next().unwrap_or_default(),
        stack_trace: lines.collect(),
        ..ErrorReport::default()
    };
    thrown.cause = Some(Box::new(thrown.clone()));
    thrown.suppressed = vec![thrown.clone()];
    runtime::fuzz_report(&thrown);
}

/// An answer of the Runtime API is what it is, in whatever pieces it comes, or an error. The first byte is the
/// size of a piece.
pub fn answer(bytes: &[u8]) {
    runtime::fuzz_answer(bytes);
}

/// UTF-16 in pieces is what it is as a whole: UTF-8 in which only lone surrogates are replaced. The
/// first byte is the size of a piece.
pub fn text(bytes: &[u8]) {
    let Some((size, bytes)) = bytes.split_first() else {
        return;
    };
    let units: Vec<u16> = bytes
        .chunks_exact(2)
        .map(|pair| u16::from_be_bytes([pair[0], pair[1]]))
        .collect();
    let expected: String = char::decode_utf16(units.iter().copied())
        .map(|unit| unit.unwrap_or('?'))
        .collect();
    let encoded = ffi::fuzz_encode(BytesMut::new(), units.chunks(usize::from(*size).max(1)));
    assert_eq!(encoded, expected.as_bytes());
}

/// The UTF-8 of UTF-16 that comes in pieces of so many units, for the micro-benchmarks.
pub fn encoded(units: &[u16], piece: usize) -> Bytes {
    ffi::fuzz_encode(BytesMut::new(), units.chunks(piece))
}
