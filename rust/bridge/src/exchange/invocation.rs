//! What crosses the exchange: an invocation one way, its reply the other.

use std::sync::Arc;

use bytes::Bytes;

use super::Stream;

/// One event and what Lambda says about it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Invocation {
    /// The facts from the headers of `/runtime/invocation/next`.
    pub context: Arc<InvocationContext>,
    /// The event's bytes as Lambda sent them; never parsed here.
    pub payload: Bytes,
}

/// The headers of `/runtime/invocation/next`. A header that is missing or empty is `None`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct InvocationContext {
    /// `Lambda-Runtime-Aws-Request-Id`.
    pub request_id: String,
    /// `Lambda-Runtime-Deadline-Ms`: milliseconds since the Unix epoch.
    pub deadline_ms: Option<u64>,
    /// `Lambda-Runtime-Invoked-Function-Arn`.
    pub invoked_function_arn: Option<String>,
    /// `Lambda-Runtime-Trace-Id`: the AWS X-Ray tracing header.
    pub trace_id: Option<String>,
    /// `Lambda-Runtime-Client-Context`: JSON that any caller can set, unchecked.
    pub client_context: Option<String>,
    /// `Lambda-Runtime-Cognito-Identity`: JSON.
    pub cognito_identity: Option<String>,
    /// `Lambda-Runtime-Aws-Tenant-Id`.
    pub tenant_id: Option<String>,
}

/// The answer to one invocation.
#[derive(Debug, PartialEq, Eq)]
pub enum Reply {
    /// The whole response, to be sent untouched; at most [`RESPONSE_LIMIT`](super::RESPONSE_LIMIT) bytes.
    Buffered(Bytes),
    /// A response in pieces, which begins before it is complete.
    Stream(Stream),
    /// What the handler threw.
    Failed(ErrorReport),
}

/// One Java throwable, as text.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ErrorReport {
    /// The throwable's class name.
    pub error_type: String,
    /// Its message, or its class name where it has none.
    pub error_message: String,
    /// One line a frame, innermost first.
    pub stack_trace: Vec<String>,
    /// What caused it.
    pub cause: Option<Box<ErrorReport>>,
    /// What was suppressed in its favour, such as a failed `close`.
    pub suppressed: Vec<ErrorReport>,
}
