//! What stands on the wire: paths, headers, limits, error types, and the form of an error report.
//!
//! Everything here is a protocol fact. Sources: AWS Lambda Developer Guide, pages "Using the Lambda
//! runtime API", "Using the Lambda Extensions API" and "Lambda quotas", and the sources of AWS's Runtime
//! Interface Emulator where the guide is silent.

use bytes::Bytes;

/// Version prefix of the Runtime API.
pub const RUNTIME_API_VERSION: &str = "2018-06-01";
/// Version prefix of the Extensions API.
pub const EXTENSIONS_API_VERSION: &str = "2020-01-01";
/// Version prefix of the Invoke API.
pub const INVOKE_API_VERSION: &str = "2015-03-31";

/// Version prefix of `InvokeWithResponseStream`.
pub const RESPONSE_STREAM_VERSION: &str = "2021-11-15";

/// Request id of the invocation, on every event.
pub const REQUEST_ID: &str = "Lambda-Runtime-Aws-Request-Id";
/// Deadline in Unix milliseconds, on every event.
pub const DEADLINE_MS: &str = "Lambda-Runtime-Deadline-Ms";
/// Invoked function ARN, on every event.
pub const INVOKED_FUNCTION_ARN: &str = "Lambda-Runtime-Invoked-Function-Arn";
/// X-Ray trace id of the event.
pub const TRACE_ID: &str = "Lambda-Runtime-Trace-Id";
/// Client context of the event, JSON.
pub const CLIENT_CONTEXT: &str = "Lambda-Runtime-Client-Context";
/// Cognito identity of the event, JSON.
pub const COGNITO_IDENTITY: &str = "Lambda-Runtime-Cognito-Identity";
/// Tenant id of the event.
pub const TENANT_ID: &str = "Lambda-Runtime-Aws-Tenant-Id";
/// Identity of one delivery of an event; a runtime sends it back with its answer.
pub const INVOCATION_ID: &str = "Lambda-Runtime-Invocation-Id";

/// Error type of an error report, on `/error`, `/init/error` and as a trailer.
pub const FUNCTION_ERROR_TYPE: &str = "Lambda-Runtime-Function-Error-Type";
/// Base64 of an error report, as a trailer of a streamed response.
pub const FUNCTION_ERROR_BODY: &str = "Lambda-Runtime-Function-Error-Body";
/// X-Ray cause of an error report, JSON.
pub const XRAY_ERROR_CAUSE: &str = "Lambda-Runtime-Function-XRay-Error-Cause";
/// `streaming` on a response whose body is sent piece by piece.
pub const RESPONSE_MODE: &str = "Lambda-Runtime-Function-Response-Mode";

/// Content type of a streamed response that begins with status, headers and cookies for HTTP.
pub const HTTP_INTEGRATION_RESPONSE: &str = "application/vnd.awslambda.http-integration-response";

/// Name under which an extension registers.
pub const EXTENSION_NAME: &str = "Lambda-Extension-Name";
/// Identity that a registered extension sends with each call.
pub const EXTENSION_IDENTIFIER: &str = "Lambda-Extension-Identifier";
/// Identity of one event of the Extensions API.
pub const EXTENSION_EVENT_IDENTIFIER: &str = "Lambda-Extension-Event-Identifier";

/// Largest buffered response in bytes: 6 MiB and 100 bytes.
pub const RESPONSE_LIMIT: usize = 6 * 1024 * 1024 + 100;
/// Largest streamed response in bytes: 200 MB.
pub const STREAMED_RESPONSE_LIMIT: usize = 200 * 1000 * 1000;
/// Largest payload of a synchronous invocation in bytes: 6 MiB.
pub const PAYLOAD_LIMIT: usize = 6 * 1024 * 1024;
/// Largest payload of an asynchronous invocation in bytes: 1 MiB.
pub const ASYNCHRONOUS_PAYLOAD_LIMIT: usize = 1024 * 1024;
/// Bytes of log that `X-Amz-Log-Type: Tail` gives back.
pub const LOG_TAIL: usize = 4 * 1024;

/// Error type of an invocation that passed its time-out.
pub const TIMED_OUT: &str = "Sandbox.Timedout";
/// Error type of an invocation whose process ended.
pub const EXIT_ERROR: &str = "Runtime.ExitError";
/// Error type of an invocation whose process was killed because its memory was used up.
pub const OUT_OF_MEMORY: &str = "Runtime.OutOfMemory";
/// Error type of a function that cannot be started.
pub const INVALID_ENTRYPOINT: &str = "Runtime.InvalidEntrypoint";
/// Error type of a response beyond [`RESPONSE_LIMIT`].
pub const RESPONSE_SIZE_TOO_LARGE: &str = "Function.ResponseSizeTooLarge";
/// Error type of a response that stopped before its end.
pub const TRUNCATED_RESPONSE: &str = "Runtime.TruncatedResponse";
/// Error type of a response with an unknown [`RESPONSE_MODE`].
pub const INVALID_RESPONSE_MODE: &str = "Runtime.InvalidResponseModeHeader";

/// Error type of an event for which there is no code, since it could not be built: Lambda has no such thing.
pub const BUILD_FAILED: &str = "Emulator.BuildFailed";

/// The JSON body of every refusal and every report made by the platform.
pub(crate) fn error_report(error_type: &str, message: &str) -> Bytes {
    serde_json::json!({ "errorMessage": message, "errorType": error_type })
        .to_string()
        .into()
}
