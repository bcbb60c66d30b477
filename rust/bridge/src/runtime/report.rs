//! The JSON of an error report, as `/runtime/invocation/{id}/error` takes it.

use serde::Serialize;

use crate::exchange::{Failure, Thrown};

/// An error report ready to be posted.
pub(super) struct Report {
    /// The value of `Lambda-Runtime-Function-Error-Type`, in the form that Lambda keeps.
    pub(super) error_type: &'static str,
    /// The JSON body.
    pub(super) body: Vec<u8>,
}

/// One throwable; the Java runtimes of AWS nest causes in the same way.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Body<'a> {
    error_message: &'a str,
    error_type: &'a str,
    stack_trace: &'a [String],
    #[serde(skip_serializing_if = "Option::is_none")]
    cause: Option<Box<Body<'a>>>,
}

/// The report of what a handler threw: `errorMessage`, `errorType`, `stackTrace`, and `cause` nested
/// to any depth that the failure has.
pub(super) fn invocation_error(failure: &Failure) -> Report {
    let cause = failure
        .causes
        .iter()
        .rev()
        .fold(None, |inner, thrown| Some(Box::new(body(thrown, inner))));
    let json = serde_json::to_vec(&body(&failure.thrown, cause));
    // Text and lists of text have a JSON form always; an empty report would still be an answer.
    Report {
        error_type: "Runtime.UserException",
        body: json.unwrap_or_default(),
    }
}

fn body<'a>(thrown: &'a Thrown, cause: Option<Box<Body<'a>>>) -> Body<'a> {
    Body {
        error_message: &thrown.error_message,
        error_type: &thrown.error_type,
        stack_trace: &thrown.stack_trace,
        cause,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn thrown(error_type: &str, error_message: &str) -> Thrown {
        Thrown {
            error_type: error_type.into(),
            error_message: error_message.into(),
            stack_trace: vec!["A.b(A.java:1)".into()],
        }
    }

    #[test]
    fn nests_causes_outermost_first() {
        let failure = Failure {
            thrown: thrown("java.lang.RuntimeException", "a \"quoted\"\u{0}\n"),
            causes: vec![thrown("java.io.IOException", "b"), thrown("java.lang.Error", "c")],
        };
        let json: serde_json::Value = serde_json::from_slice(&invocation_error(&failure).body).unwrap();
        assert_eq!(json["errorType"], "java.lang.RuntimeException");
        assert_eq!(json["errorMessage"], "a \"quoted\"\u{0}\n");
        assert_eq!(json["stackTrace"][0], "A.b(A.java:1)");
        assert_eq!(json["cause"]["errorType"], "java.io.IOException");
        assert_eq!(json["cause"]["cause"]["errorMessage"], "c");
        assert_eq!(json["cause"]["cause"].get("cause"), None);
    }
}
