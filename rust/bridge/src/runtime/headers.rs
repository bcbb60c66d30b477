//! What the headers of `/runtime/invocation/next` say of an invocation.
//!
//! Any caller can set the client context, emulators send empty headers where Lambda sends none, and a
//! header may be missing or odd: none of it may end the process, so nothing here fails but for want
//! of a request id, without which an invocation cannot be answered. `lambda_runtime` parses the same
//! headers before any of its layers sees them, and ends on several of these; that is why this module
//! polls by itself.

use http::{HeaderMap, HeaderValue};

use super::wire;
use crate::exchange::InvocationContext;

/// The identifiers that a reply must echo.
#[derive(Debug, Clone)]
pub(super) struct ReplyIds {
    pub(super) request_id: String,
    /// `Lambda-Runtime-Invocation-Id`, sent back if and only if it was there: it tells a late answer
    /// from one to a later invocation of the same request id.
    pub(super) invocation_id: Option<HeaderValue>,
}

/// The identity of an invocation, or `None` where its request id is missing or could not stand in
/// the path of an answer.
pub(super) fn reply_ids(headers: &HeaderMap) -> Option<ReplyIds> {
    let request_id = text(headers, wire::REQUEST_ID)?;
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~:".contains(&byte);
    // A client resolves the segments of a single and a double dot, and would post to another path.
    if !request_id.bytes().all(plain) || matches!(request_id.as_str(), "." | "..") {
        return None;
    }
    Some(ReplyIds {
        request_id,
        invocation_id: headers
            .get(wire::INVOCATION_ID)
            .filter(|id| !id.is_empty())
            .cloned(),
    })
}

/// The context; the headers that hold JSON are passed on unparsed.
pub(super) fn context(headers: &HeaderMap, request_id: &str) -> InvocationContext {
    InvocationContext {
        request_id: request_id.to_owned(),
        deadline_ms: text(headers, wire::DEADLINE_MS).and_then(|ms| ms.trim().parse().ok()),
        invoked_function_arn: text(headers, wire::INVOKED_FUNCTION_ARN),
        trace_id: text(headers, wire::TRACE_ID),
        client_context: text(headers, wire::CLIENT_CONTEXT),
        cognito_identity: text(headers, wire::COGNITO_IDENTITY),
        tenant_id: text(headers, wire::TENANT_ID),
    }
}

/// An empty header counts as absent.
fn text(headers: &HeaderMap, name: &str) -> Option<String> {
    let value = headers.get(name)?.as_bytes();
    (!value.is_empty()).then(|| String::from_utf8_lossy(value).into_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(pairs: &[(&'static str, &str)]) -> HeaderMap {
        pairs
            .iter()
            .map(|(name, value)| (http::HeaderName::from_static(name), value.parse().unwrap()))
            .collect()
    }

    #[test]
    fn empty_and_odd_headers_count_as_absent() {
        let headers = headers(&[
            (wire::REQUEST_ID, "r-1"),
            (wire::TENANT_ID, ""),
            (wire::DEADLINE_MS, "soon"),
            (wire::INVOCATION_ID, ""),
        ]);
        let ids = reply_ids(&headers).unwrap();
        assert_eq!(ids.invocation_id, None);
        let expected = InvocationContext {
            request_id: "r-1".into(),
            ..InvocationContext::default()
        };
        assert_eq!(context(&headers, &ids.request_id), expected);
    }

    #[test]
    fn json_headers_pass_unparsed() {
        let headers = headers(&[
            (wire::CLIENT_CONTEXT, "{not json"),
            (wire::DEADLINE_MS, "1767225600000"),
        ]);
        let context = context(&headers, "r");
        assert_eq!(context.client_context.as_deref(), Some("{not json"));
        assert_eq!(context.deadline_ms, Some(1_767_225_600_000));
    }

    #[test]
    fn a_deadline_out_of_range_is_no_deadline() {
        for odd in ["-1", "99999999999999999999999", "1e3", "12 ms"] {
            let headers = headers(&[(wire::DEADLINE_MS, odd)]);
            assert_eq!(context(&headers, "r").deadline_ms, None, "{odd}");
        }
    }

    #[test]
    fn a_request_id_that_cannot_stand_in_a_path_is_none() {
        for odd in ["", ".", "..", "a/b", "a b", "a?b", "a#b", "a%b", "ä"] {
            let mut map = HeaderMap::new();
            map.insert(wire::REQUEST_ID, HeaderValue::from_bytes(odd.as_bytes()).unwrap());
            assert!(reply_ids(&map).is_none(), "{odd}");
        }
    }
}
