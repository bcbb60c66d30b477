//! What a right answer is.

use bytes::Bytes;
use lambda_emulator::{Answer, Completion, Phase};
use serde_json::Value;

/// Relative difference up to which two numbers are the same.
const TOLERANCE: f64 = 1e-9;

/// Characters of an answer or of a log line that are shown.
const SHOWN: usize = 300;

/// What a right answer is.
#[derive(Debug, Clone, PartialEq)]
pub enum Check {
    /// A response whose bytes are those of the payload.
    Echo,
    /// Any response that is not a function error.
    Ok,
    /// A JSON response in which everything that stands here is there and the same; object fields that do
    /// not stand here are not looked at, and numbers may differ by a billionth.
    Expect(Value),
    /// A response of so many bytes, as the event asks for, of which the one at position n is n modulo 251. It is
    /// checked as it comes, and not kept.
    Pattern(usize),
}

impl Check {
    /// Its name in the record.
    pub(super) fn name(&self) -> &'static str {
        match self {
            Check::Echo => "echo",
            Check::Ok => "ok",
            Check::Expect(_) => "expect",
            Check::Pattern(_) => "pattern",
        }
    }

    /// What is wrong with an answer, if anything is.
    pub(super) fn fault(&self, completion: &Completion, payload: &Bytes, memory_mb: u32) -> Option<String> {
        let response = match &completion.answer {
            Answer::Response(response) => response,
            Answer::Exit(exit) if exit.out_of_memory => {
                let when = if exit.phase == Phase::Init {
                    " while it initialized"
                } else {
                    ""
                };
                return Some(format!(
                    "out of memory at {memory_mb} MB: the kernel killed it{when}"
                ));
            }
            answer => {
                let mut fault = match phase(answer) {
                    Phase::Init | Phase::Restore => {
                        format!("the function did not initialize: {}", reason(answer))
                    }
                    Phase::Invocation => format!("it answered with an error: {}", reason(answer)),
                };
                if let (Answer::Exit(_), Some(line)) = (answer, last_line(&completion.log_tail)) {
                    fault += &format!("; its log ends with: {line}");
                }
                return Some(fault);
            }
        };
        match self {
            // The bytes of a pattern were looked at before.
            Check::Ok | Check::Pattern(_) => None,
            Check::Echo => {
                let (expected, found) = (payload.len(), response.body.len());
                (response.body != *payload)
                    .then(|| format!("an echo of {expected} bytes came back as {found} other bytes"))
            }
            Check::Expect(expected) => match serde_json::from_slice(&response.body) {
                Ok(found) => difference("", expected, &found),
                Err(error) => {
                    let text = String::from_utf8_lossy(&response.body);
                    Some(format!("its response is not JSON ({error}): {}", shown(&text)))
                }
            },
        }
    }
}

fn phase(answer: &Answer) -> Phase {
    match answer {
        Answer::Error(error) => error.phase,
        Answer::Exit(exit) => exit.phase,
        Answer::Timeout(timeout) => timeout.phase,
        _ => Phase::Invocation,
    }
}

/// Type and message of an error report without the request id, which is another one each time.
fn reason(answer: &Answer) -> String {
    let report: Value = serde_json::from_slice(answer.body()).unwrap_or_default();
    let field = |name: &str| report[name].as_str();
    match (field("errorType"), field("errorMessage")) {
        (Some(error_type), Some(message)) => {
            let without_id = message
                .strip_prefix("RequestId: ")
                .and_then(|rest| rest.split_once(" Error: "));
            shown(&format!(
                "{error_type}: {}",
                without_id.map_or(message, |(_, rest)| rest)
            ))
        }
        _ => shown(&answer.text()),
    }
}

fn shown(text: &str) -> String {
    text.chars().take(SHOWN).collect()
}

fn last_line(log: &[u8]) -> Option<String> {
    let text = String::from_utf8_lossy(log);
    let line = text.lines().rfind(|line| !line.trim().is_empty())?;
    Some(shown(line.trim()))
}

/// The first difference, with where it is.
fn difference(place: &str, expected: &Value, found: &Value) -> Option<String> {
    match (expected, found) {
        (Value::Object(expected), Value::Object(found)) => expected.iter().find_map(|(name, value)| {
            let place = format!("{place}.{name}");
            match found.get(name) {
                Some(found) => difference(&place, value, found),
                None => Some(format!("its response has no {}", named(&place))),
            }
        }),
        (Value::Array(expected), Value::Array(found)) if expected.len() == found.len() => {
            let pairs = expected.iter().zip(found).enumerate();
            pairs.into_iter().find_map(|(index, (expected, found))| {
                difference(&format!("{place}[{index}]"), expected, found)
            })
        }
        (Value::Array(expected), Value::Array(found)) => Some(format!(
            "{} has {} elements instead of {}",
            named(place),
            found.len(),
            expected.len()
        )),
        (Value::Number(expected), Value::Number(found)) if near(expected.as_f64(), found.as_f64()) => None,
        _ if expected == found => None,
        _ => Some(format!(
            "{} is {} instead of {}",
            named(place),
            shown(&found.to_string()),
            shown(&expected.to_string())
        )),
    }
}

fn near(expected: Option<f64>, found: Option<f64>) -> bool {
    let (Some(expected), Some(found)) = (expected, found) else {
        return false;
    };
    (expected - found).abs() <= TOLERANCE * expected.abs().max(found.abs())
}

fn named(place: &str) -> &str {
    match place.trim_start_matches('.') {
        "" => "its response",
        place => place,
    }
}

#[cfg(test)]
mod tests {
    use super::difference;
    use serde_json::json;

    #[test]
    fn what_is_expected_must_be_there_and_the_rest_may() {
        let found =
            json!({"sse": 78.851_441_426_146, "centers": [[1, 2.5], [3, 4]], "ms": 17, "name": "iris"});
        for right in [
            json!({}),
            json!({"name": "iris", "sse": 78.851_441_426_2}),
            json!({"centers": [[1.0, 2.5], [3, 4.000_000_000_1]]}),
        ] {
            assert_eq!(difference("", &right, &found), None, "{right}");
        }
        for (wrong, told) in [
            (
                json!({"sse": 78.851_442}),
                "sse is 78.851441426146 instead of 78.851442",
            ),
            (json!({"k": 3}), "its response has no k"),
            (
                json!({"centers": [[1, 2.5]]}),
                "centers has 2 elements instead of 1",
            ),
            (
                json!({"centers": [[1, 2.5], [3, 5]]}),
                "centers[1][1] is 4 instead of 5",
            ),
            (
                json!({"name": ["iris"]}),
                "name is \"iris\" instead of [\"iris\"]",
            ),
            (json!(1), "its response is {"),
        ] {
            let difference = difference("", &wrong, &found).unwrap_or_default();
            assert!(difference.starts_with(told), "{difference}");
        }
    }
}
