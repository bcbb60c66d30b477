//! The byte layout that crosses JNI, held against golden files that the Java tests read too.
//!
//! `UPDATE_GOLDEN=1 cargo test -p hello --test envelope` writes them anew; then read the difference.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on panics")]

use std::fmt::Write as _;
use std::fs;
use std::path::PathBuf;

use Hello::envelope::{decode_failure, encode_context};
use Hello::exchange::{ErrorReport, InvocationContext};

fn golden(name: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
        .join("tests/golden")
        .join(name)
}

fn hex(bytes: &[u8]) -> String {
    let mut text = String::new();
    for line in bytes.chunks(32) {
        for byte in line {
            write!(text, "{byte:02x}").unwrap();
        }
        text.push('\n');
    }
    text
}

fn unhex(text: &str) -> Vec<u8> {
    let digits: Vec<u8> = text.bytes().filter(u8::is_ascii_hexdigit).collect();
    digits
        .chunks(2)
        .map(|pair| u8::from_str_radix(std::str::from_utf8(pair).unwrap(), 16).unwrap())
        .collect()
}

fn assert_golden(name: &str, bytes: &[u8]) {
    let path = golden(name);
    if std::env::var_os("UPDATE_GOLDEN").is_some() {
        fs::write(&path, hex(bytes)).unwrap();
    }
    assert_eq!(fs::read_to_string(&path).unwrap(), hex(bytes), "{name}");
}

fn full_context() -> InvocationContext {
    InvocationContext {
        request_id: "8476a536-e9f4-11e8-9739-2dfe598c3fcd".into(),
        deadline_ms: Some(1_767_225_600_123),
        invoked_function_arn: Some("arn:aws:lambda:eu-west-1:123456789012:function:kmeans".into()),
        trace_id: Some("Root=1-5bef4de7-ad49b0e87f6ef6c87fc2e700;Sampled=1".into()),
        client_context: Some("{\"custom\":{\"name\":\"Zoë 😀\"}}".into()),
        cognito_identity: None,
        tenant_id: Some("tenant".into()),
    }
}

#[test]
fn writes_a_full_and_a_bare_context_as_the_golden_files_have_them() {
    assert_golden(
        "context-full.hex",
        &encode_context(0x0102_0304_0506_0708, 6 << 20, &full_context()).unwrap(),
    );
    let bare = InvocationContext {
        request_id: "r".into(),
        ..InvocationContext::default()
    };
    assert_golden("context-bare.hex", &encode_context(1, 0, &bare).unwrap());
}

fn thrown(error_type: &str, error_message: &str, stack_trace: &[&str]) -> ErrorReport {
    ErrorReport {
        error_type: error_type.into(),
        error_message: error_message.into(),
        stack_trace: stack_trace.iter().map(|line| (*line).into()).collect(),
        ..ErrorReport::default()
    }
}

#[test]
fn reads_the_failure_that_the_java_test_writes() {
    let mut cause = thrown("java.io.IOException", "", &[]);
    cause.suppressed = vec![thrown("java.io.EOFException", "closed", &["a.B.close(B.java:9)"])];
    let mut expected = thrown(
        "java.lang.IllegalStateException",
        "no \u{0} room for 😀",
        &["a.B.c(B.java:12)", "a.B.main(B.java:3)"],
    );
    expected.cause = Some(Box::new(cause));
    let bytes = unhex(&fs::read_to_string(golden("failure.hex")).unwrap());
    assert_eq!(decode_failure(&bytes).unwrap(), expected);
}

#[test]
fn refuses_every_failure_that_is_cut_or_has_more() {
    let bytes = unhex(&fs::read_to_string(golden("failure.hex")).unwrap());
    for length in 0..bytes.len() {
        assert!(decode_failure(&bytes[..length]).is_err(), "cut to {length} bytes");
    }
    let mut longer = bytes.clone();
    longer.push(0);
    assert!(decode_failure(&longer).is_err());
    let mut other_version = bytes;
    other_version[0] = 2;
    assert!(decode_failure(&other_version).is_err());
}

#[test]
fn no_length_in_a_failure_makes_it_panic_or_allocate() {
    // Version, then a text whose length is a lie.
    for length in [i32::MAX, i32::MIN, -2, 1] {
        let mut bytes = vec![1];
        bytes.extend_from_slice(&length.to_be_bytes());
        assert!(decode_failure(&bytes).is_err());
    }
    assert!(decode_failure(&[1]).is_err(), "no throwable at all");
}

/// Type and message absent, no frames, then a cause of the same form, and so on.
#[test]
fn throwables_that_nest_without_end_are_refused() {
    let level = [0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0, 0, 1];
    let mut bytes = vec![1];
    for _ in 0..100_000 {
        bytes.extend_from_slice(&level);
    }
    assert!(decode_failure(&bytes).is_err());
}
