//! What the head of the answer of `/runtime/invocation/next` says of an invocation.
//!
//! Any caller can set the client context, emulators send empty headers where Lambda sends none, and a
//! header may be missing or odd: none of it may end the process, so nothing here fails but for want
//! of a request id, without which an invocation cannot be answered. `lambda_runtime` parses the same
//! headers before any of its layers sees them, and ends on several of these; that is why this module
//! polls by itself.

use std::sync::Arc;

use super::wire;
use crate::exchange::InvocationContext;

/// The headers so far. The first that is not empty counts; those that hold JSON are passed on unparsed.
#[derive(Debug, Default)]
pub(super) struct EventHead {
    context: InvocationContext,
    invocation_id: Option<Vec<u8>>,
}

/// An event that can be answered.
#[derive(Debug)]
pub(super) struct Event {
    pub(super) context: Arc<InvocationContext>,
    /// `Lambda-Runtime-Invocation-Id`, sent back if and only if it was there: it tells a late answer
    /// from one to a later invocation of the same request id.
    invocation_id: Option<Vec<u8>>,
}

impl EventHead {
    /// Takes a header.
    pub(super) fn field(&mut self, name: &str, value: &[u8]) {
        if value.is_empty() {
            return;
        }
        let is = |known: &str| name.eq_ignore_ascii_case(known);
        let context = &mut self.context;
        let text = || String::from_utf8_lossy(value).into_owned();
        if is(wire::REQUEST_ID) {
            if context.request_id.is_empty() {
                context.request_id = text();
            }
        } else if is(wire::DEADLINE_MS) {
            context.deadline_ms = context.deadline_ms.or_else(|| text().trim().parse().ok());
        } else if is(wire::INVOCATION_ID) {
            self.invocation_id.get_or_insert_with(|| value.to_owned());
        } else {
            let slot = match () {
                () if is(wire::INVOKED_FUNCTION_ARN) => &mut context.invoked_function_arn,
                () if is(wire::TRACE_ID) => &mut context.trace_id,
                () if is(wire::CLIENT_CONTEXT) => &mut context.client_context,
                () if is(wire::COGNITO_IDENTITY) => &mut context.cognito_identity,
                () if is(wire::TENANT_ID) => &mut context.tenant_id,
                () => return,
            };
            slot.get_or_insert_with(text);
        }
    }

    /// The event, or `None` where its request id is missing or could not stand in the path of an answer.
    pub(super) fn event(self) -> Option<Event> {
        let request_id = self.context.request_id.as_str();
        let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~:".contains(&byte);
        // What is between may resolve the segments of a single and a double dot, and post to another path.
        if request_id.is_empty() || !request_id.bytes().all(plain) || matches!(request_id, "." | "..") {
            return None;
        }
        Some(Event {
            context: Arc::new(self.context),
            invocation_id: self.invocation_id,
        })
    }

    /// The context as far as it was read, for the fuzz targets.
    #[cfg(feature = "fuzzing")]
    pub(super) fn context(self) -> InvocationContext {
        self.context
    }
}

impl Event {
    pub(super) fn request_id(&self) -> &str {
        &self.context.request_id
    }

    /// The header that an answer has to repeat.
    pub(super) fn echoed(&self) -> Option<(&str, &[u8])> {
        let id = self.invocation_id.as_deref()?;
        Some((wire::INVOCATION_ID, id))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn head(headers: &[(&str, &str)]) -> EventHead {
        let mut head = EventHead::default();
        for (name, value) in headers {
            head.field(name, value.as_bytes());
        }
        head
    }

    #[test]
    fn empty_and_odd_headers_count_as_absent() {
        let event = head(&[
            (wire::REQUEST_ID, "r-1"),
            (wire::TENANT_ID, ""),
            (wire::DEADLINE_MS, "soon"),
            (wire::INVOCATION_ID, ""),
            ("x-other", "y"),
        ]);
        let event = event.event().unwrap();
        assert_eq!(event.echoed(), None);
        let expected = InvocationContext {
            request_id: "r-1".into(),
            ..InvocationContext::default()
        };
        assert_eq!(*event.context, expected);
    }

    #[test]
    fn headers_of_any_case_pass_unparsed_and_the_first_counts() {
        let event = head(&[
            ("Lambda-Runtime-Client-Context", "{not json"),
            ("LAMBDA-RUNTIME-DEADLINE-MS", " 1767225600000 "),
            ("lambda-runtime-aws-request-id", "r"),
            ("Lambda-Runtime-Aws-Request-Id", "another"),
            ("Lambda-Runtime-Invocation-Id", "i-1"),
            ("Lambda-Runtime-Trace-Id", "Root=1"),
        ]);
        let event = event.event().unwrap();
        assert_eq!(event.request_id(), "r");
        assert_eq!(event.echoed(), Some((wire::INVOCATION_ID, &b"i-1"[..])));
        assert_eq!(event.context.client_context.as_deref(), Some("{not json"));
        assert_eq!(event.context.trace_id.as_deref(), Some("Root=1"));
        assert_eq!(event.context.deadline_ms, Some(1_767_225_600_000));
    }

    #[test]
    fn a_deadline_out_of_range_is_no_deadline() {
        for odd in ["-1", "99999999999999999999999", "1e3", "12 ms"] {
            let event = head(&[(wire::REQUEST_ID, "r"), (wire::DEADLINE_MS, odd)]).event();
            assert_eq!(event.unwrap().context.deadline_ms, None, "{odd}");
        }
    }

    #[test]
    fn a_request_id_that_cannot_stand_in_a_path_is_none() {
        for odd in ["", ".", "..", "a/b", "a b", "a?b", "a#b", "a%b", "ä"] {
            assert!(head(&[(wire::REQUEST_ID, odd)]).event().is_none(), "{odd}");
        }
    }
}
