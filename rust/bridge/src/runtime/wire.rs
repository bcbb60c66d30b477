//! The names of the Runtime API, version 2018-06-01, and of the Extensions API, version 2020-01-01.
//!
//! Source: AWS Lambda developer guide, "Using the Lambda runtime API for custom runtimes" and "Using
//! the Lambda Extensions API"; `Lambda-Runtime-Invocation-Id` from the runtime clients of AWS.

pub(super) const NEXT: &str = "/2018-06-01/runtime/invocation/next";
pub(super) const INVOCATION: &str = "/2018-06-01/runtime/invocation";
pub(super) const INIT_ERROR: &str = "/2018-06-01/runtime/init/error";
pub(super) const RESTORE_NEXT: &str = "/2018-06-01/runtime/restore/next";
pub(super) const RESTORE_ERROR: &str = "/2018-06-01/runtime/restore/error";
/// The last path segment of a response's endpoint, below the invocation's id.
pub(super) const RESPONSE: &str = "response";
/// The last path segment of an invocation error's endpoint.
pub(super) const ERROR: &str = "error";
pub(super) const EXTENSION_REGISTER: &str = "/2020-01-01/extension/register";
pub(super) const EXTENSION_NEXT: &str = "/2020-01-01/extension/event/next";

pub(super) const REQUEST_ID: &str = "lambda-runtime-aws-request-id";
pub(super) const DEADLINE_MS: &str = "lambda-runtime-deadline-ms";
pub(super) const INVOKED_FUNCTION_ARN: &str = "lambda-runtime-invoked-function-arn";
pub(super) const TRACE_ID: &str = "lambda-runtime-trace-id";
pub(super) const CLIENT_CONTEXT: &str = "lambda-runtime-client-context";
pub(super) const COGNITO_IDENTITY: &str = "lambda-runtime-cognito-identity";
pub(super) const TENANT_ID: &str = "lambda-runtime-aws-tenant-id";
pub(super) const INVOCATION_ID: &str = "lambda-runtime-invocation-id";

pub(super) const FUNCTION_ERROR_TYPE: &str = "lambda-runtime-function-error-type";
pub(super) const FUNCTION_ERROR_BODY: &str = "lambda-runtime-function-error-body";
pub(super) const RESPONSE_MODE: &str = "lambda-runtime-function-response-mode";
/// The value of [`RESPONSE_MODE`] for a response in chunks.
pub(super) const STREAMING: &[u8] = b"streaming";
/// The value of `Trailer` of such a response.
pub(super) const STREAM_TRAILERS: &[u8] =
    b"Lambda-Runtime-Function-Error-Type, Lambda-Runtime-Function-Error-Body";
pub(super) const XRAY_ERROR_CAUSE: &str = "lambda-runtime-function-xray-error-cause";
pub(super) const EXTENSION_NAME: &str = "lambda-extension-name";
pub(super) const EXTENSION_IDENTIFIER: &str = "lambda-extension-identifier";
