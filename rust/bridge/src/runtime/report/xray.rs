//! The cause that X-Ray shows of an error: header `Lambda-Runtime-Function-XRay-Error-Cause`.
//!
//! JSON with `working_directory`, `exceptions` (each with `type`, `message` and `stack` of `path`,
//! `line`, `label`) and `paths`. The platform crops it to 64 KiB, which would leave broken JSON, so it
//! is kept below that by leaving frames out. A header holds ASCII only; JSON can say everything in it.

use serde::Serialize;

use crate::exchange::ErrorReport;
use crate::truncate::truncated;

const LIMIT: usize = 60 * 1024;

/// Frames of each throwable and bytes of each message, tried in turn.
const CUTS: [(usize, usize); 3] = [(100, 2048), (20, 512), (3, 128)];

#[derive(Serialize)]
struct Cause<'a> {
    working_directory: &'a str,
    exceptions: Vec<Exception<'a>>,
    paths: Vec<&'a str>,
}

#[derive(Serialize)]
struct Exception<'a> {
    #[serde(rename = "type")]
    error_type: &'a str,
    message: String,
    stack: Vec<Frame<'a>>,
}

#[derive(Debug, PartialEq, Eq, Serialize)]
struct Frame<'a> {
    label: &'a str,
    path: &'a str,
    line: u32,
}

/// The cause of a throwable and its causes; `None` if it cannot be made to fit, since an error without
/// it is better than one that is refused for its headers.
pub(super) fn cause(error: &ErrorReport) -> Option<String> {
    let directory = std::env::current_dir().unwrap_or_default();
    let directory = directory.to_string_lossy();
    CUTS.iter().find_map(|&(frames, message)| {
        let chain = std::iter::successors(Some(error), |error| error.cause.as_deref());
        let exceptions: Vec<_> = chain.map(|error| exception(error, frames, message)).collect();
        let mut paths: Vec<&str> = exceptions
            .iter()
            .flat_map(|exception| exception.stack.iter().map(|frame| frame.path))
            .filter(|path| !path.is_empty())
            .collect();
        paths.sort_unstable();
        paths.dedup();
        let json = serde_json::to_string(&Cause {
            working_directory: &directory,
            exceptions,
            paths,
        });
        json.ok()
            .map(|json| ascii(&json))
            .filter(|json| json.len() <= LIMIT)
    })
}

fn exception(error: &ErrorReport, frames: usize, message: usize) -> Exception<'_> {
    Exception {
        error_type: &error.error_type,
        message: truncated(&error.error_message, message),
        stack: error
            .stack_trace
            .iter()
            .take(frames)
            .map(|line| frame(line))
            .collect(),
    }
}

/// Takes `module/package.Class.method(File.java:12)` apart; what has no place in parentheses is all
/// label.
fn frame(line: &str) -> Frame<'_> {
    let (label, place) = line
        .strip_suffix(')')
        .and_then(|line| line.rsplit_once('('))
        .unwrap_or((line, ""));
    let (path, number) = place.rsplit_once(':').unwrap_or((place, ""));
    Frame {
        label,
        path,
        line: number.parse().unwrap_or(0),
    }
}

/// The same JSON with every character that a header cannot hold, DEL among them, written as `\u`; only
/// strings have any.
fn ascii(json: &str) -> String {
    let printable = |character: char| (' '..='~').contains(&character);
    if json.chars().all(printable) {
        return json.to_owned();
    }
    let mut text = String::with_capacity(json.len() * 2);
    let mut units = [0; 2];
    for character in json.chars() {
        if printable(character) {
            text.push(character);
        } else {
            for unit in character.encode_utf16(&mut units) {
                text.push_str(&format!("\\u{unit:04x}"));
            }
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn takes_frames_apart() {
        let expected = Frame {
            label: "java.base/java.lang.Thread.run",
            path: "Thread.java",
            line: 1474,
        };
        assert_eq!(
            frame("java.base/java.lang.Thread.run(Thread.java:1474)"),
            expected
        );
        assert_eq!(frame("A.b(Native Method)").path, "Native Method");
        assert_eq!(frame("... 12 more frames").label, "... 12 more frames");
    }

    #[test]
    fn escapes_a_delete_in_a_text_of_ascii() {
        assert_eq!(ascii("\"a\u{7f}b\""), "\"a\\u007fb\"");
    }

    #[test]
    fn is_ascii_json_below_the_limit_whatever_the_text() {
        let mut error = ErrorReport {
            error_type: "T".into(),
            error_message: "Zoë 😀 \u{7f}\"\n".repeat(20_000),
            stack_trace: vec!["pâckage.Class.method(Fïle.java:1)".into(); 1000],
            ..ErrorReport::default()
        };
        error.cause = Some(Box::new(error.clone()));
        let json = cause(&error).unwrap();
        assert!(json.len() <= LIMIT);
        assert!(json.bytes().all(|byte| (0x20..0x7f).contains(&byte)), "{json}");
        let parsed: serde_json::Value = serde_json::from_str(&json).unwrap();
        assert_eq!(parsed["exceptions"].as_array().unwrap().len(), 2);
        assert_eq!(parsed["paths"][0], "Fïle.java");
        assert!(
            parsed["exceptions"][0]["message"]
                .as_str()
                .unwrap()
                .starts_with("Zoë 😀")
        );
    }
}
