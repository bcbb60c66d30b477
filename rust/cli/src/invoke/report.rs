//! An invocation's log, error and cost in words for people.

use base64::{Engine, engine::general_purpose::STANDARD};
use serde_json::Value;
use std::fmt::Write;

/// Lines of the platform, of which the figures are made.
const OF_THE_PLATFORM: [&str; 6] = ["INIT_START", "INIT_REPORT", "START ", "END ", "REPORT ", "XRAY "];

/// The function's own lines in the end of a log, which came in Base64.
pub(super) fn log(encoded: &str) -> String {
    let log = decoded(encoded);
    let own = log
        .lines()
        .filter(|line| !OF_THE_PLATFORM.iter().any(|begin| line.starts_with(begin)));
    own.fold(String::new(), |text, line| text + "  | " + line + "\n")
}

/// What its REPORT line says; nothing where there is none.
pub(super) fn figures(encoded: &str) -> String {
    let log = decoded(encoded);
    let Some(line) = log.lines().rfind(|line| line.starts_with("REPORT ")) else {
        return String::new();
    };
    let field = |name: &str| {
        let mut fields = line.split('\t');
        fields.find_map(|field| field.trim().strip_prefix(name)?.strip_prefix(": "))
    };
    let mut text = format!("ran {}", field("Duration").unwrap_or("?"));
    let figures = [
        (" after an init of ", "Init Duration"),
        (" after a restore of ", "Restore Duration"),
        (", billed ", "Billed Duration"),
        (", used ", "Max Memory Used"),
        (" of ", "Memory Size"),
        (", status ", "Status"),
    ];
    for (before, name) in figures {
        if let Some(value) = field(name) {
            text += before;
            text += value;
        }
    }
    text + "\n"
}

/// Type, message and stack of an error report, its causes below; as it is, if it is none.
pub(super) fn error(body: &[u8]) -> String {
    match serde_json::from_slice::<Value>(body) {
        Ok(report @ Value::Object(_)) if report.get("errorMessage").is_some() => {
            let mut text = "function error: ".to_owned();
            describe(&report, &mut text);
            text
        }
        _ => format!("function error: {}\n", String::from_utf8_lossy(body)),
    }
}

fn describe(report: &Value, text: &mut String) {
    let field = |name: &str| report.get(name).and_then(Value::as_str);
    let message = field("errorMessage").unwrap_or_default();
    // Writing into a string cannot fail.
    let _ = match field("errorType") {
        Some(error_type) => writeln!(text, "{error_type}: {message}"),
        None => writeln!(text, "{message}"),
    };
    let frames = report.get("stackTrace").and_then(Value::as_array);
    for frame in frames.into_iter().flatten() {
        match frame {
            Value::String(frame) => *text += &format!("    at {}\n", frame.trim()),
            frame => *text += &format!("    at {frame}\n"),
        }
    }
    if let Some(cause) = report.get("cause").filter(|cause| cause.is_object()) {
        text.push_str("  caused by ");
        describe(cause, text);
    }
}

fn decoded(encoded: &str) -> String {
    String::from_utf8_lossy(&STANDARD.decode(encoded).unwrap_or_default()).into_owned()
}

#[cfg(test)]
mod tests {
    use super::{error, figures, log};
    use base64::{Engine, engine::general_purpose::STANDARD};

    #[test]
    fn the_log_is_the_functions_own_and_the_report_is_a_sentence() {
        let text = "INIT_START Runtime Version: x\nSTART RequestId: 1\nhello\nworld\nEND RequestId: 1\n\
                    REPORT RequestId: 1\tDuration: 0.11 ms\tBilled Duration: 4 ms\tMemory Size: 256 MB\tMax Memory Used: 3 MB\tInit Duration: 2.97 ms\t\n";
        let encoded = STANDARD.encode(text);
        assert_eq!(log(&encoded), "  | hello\n  | world\n");
        assert_eq!(
            figures(&encoded),
            "ran 0.11 ms after an init of 2.97 ms, billed 4 ms, used 3 MB of 256 MB\n"
        );
        assert_eq!((log(""), figures("no Base64")), (String::new(), String::new()));
    }

    #[test]
    fn an_error_has_its_stack_and_causes() {
        let report = r#"{"errorMessage":"no tea","errorType":"a.B","stackTrace":["a.B.c(B.java:1)"],"cause":{"errorMessage":"dry","errorType":"a.C","stackTrace":[]}}"#;
        assert_eq!(
            error(report.as_bytes()),
            "function error: a.B: no tea\n    at a.B.c(B.java:1)\n  caused by a.C: dry\n"
        );
        assert_eq!(error(b"plain"), "function error: plain\n");
        assert_eq!(error(b"{\"a\":1}"), "function error: {\"a\":1}\n");
    }
}
