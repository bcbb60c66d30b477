//! The tower Layer round `lambda_runtime`'s loop: invocation to the exchange, outcome to the Runtime
//! API.
//!
//! The crate keeps the loop. Its own answer path cannot send stack traces, causes or bytes that are
//! not JSON, and never reads a refusal; so this layer ignores the service inside it and answers by
//! itself. An `Err` from it would end the loop, and therefore the process: whatever an invocation can
//! do wrong is `Ok(())` here.

use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};

use http::HeaderMap;
use lambda_runtime::LambdaInvocation;
use tower::{BoxError, Layer, Service};

use super::client::{Answering, Client};
use crate::exchange::{Exchange, Invocation, InvocationContext};

const REQUEST_ID: &str = "lambda-runtime-aws-request-id";
const DEADLINE_MS: &str = "lambda-runtime-deadline-ms";
const INVOKED_FUNCTION_ARN: &str = "lambda-runtime-invoked-function-arn";
const TRACE_ID: &str = "lambda-runtime-trace-id";
const CLIENT_CONTEXT: &str = "lambda-runtime-client-context";
const COGNITO_IDENTITY: &str = "lambda-runtime-cognito-identity";
const TENANT_ID: &str = "lambda-runtime-aws-tenant-id";
const INVOCATION_ID: &str = "lambda-runtime-invocation-id";

/// Puts an [`ExchangeService`] where the crate would call a handler.
pub(super) struct ExchangeLayer {
    exchange: Arc<Exchange>,
    client: Arc<Client>,
}

impl ExchangeLayer {
    pub(super) fn new(exchange: Arc<Exchange>, client: Client) -> Self {
        Self {
            exchange,
            client: Arc::new(client),
        }
    }
}

impl<S> Layer<S> for ExchangeLayer {
    type Service = ExchangeService;

    fn layer(&self, _unused: S) -> ExchangeService {
        ExchangeService {
            exchange: Arc::clone(&self.exchange),
            client: Arc::clone(&self.client),
        }
    }
}

/// Answers one invocation through the exchange.
#[derive(Clone)]
pub(super) struct ExchangeService {
    exchange: Arc<Exchange>,
    client: Arc<Client>,
}

impl Service<LambdaInvocation> for ExchangeService {
    type Response = ();
    type Error = BoxError;
    type Future = Pin<Box<dyn Future<Output = Result<(), BoxError>> + Send>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), BoxError>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, received: LambdaInvocation) -> Self::Future {
        let exchange = Arc::clone(&self.exchange);
        let client = Arc::clone(&self.client);
        Box::pin(async move {
            let headers = &received.parts.headers;
            let context = context(headers);
            let answering = Answering {
                request_id: context.request_id.clone(),
                invocation_id: headers.get(INVOCATION_ID).cloned(),
            };
            let outcome = exchange.offer(Invocation {
                context,
                payload: received.body,
            })?;
            // The sender is dropped unanswered only when the process is on its way out.
            let outcome = outcome.await?;
            client.answer(&answering, outcome).await;
            Ok(())
        })
    }
}

/// The context as Lambda's headers have it; the JSON ones are passed on as they are.
fn context(headers: &HeaderMap) -> InvocationContext {
    InvocationContext {
        request_id: text(headers, REQUEST_ID).unwrap_or_default(),
        deadline_ms: text(headers, DEADLINE_MS).and_then(|ms| ms.parse().ok()),
        invoked_function_arn: text(headers, INVOKED_FUNCTION_ARN),
        trace_id: text(headers, TRACE_ID),
        client_context: text(headers, CLIENT_CONTEXT),
        cognito_identity: text(headers, COGNITO_IDENTITY),
        tenant_id: text(headers, TENANT_ID),
    }
}

/// Some emulators send empty headers where Lambda sends none; both count as absent.
fn text(headers: &HeaderMap, name: &str) -> Option<String> {
    let value = headers.get(name)?.as_bytes();
    (!value.is_empty()).then(|| String::from_utf8_lossy(value).into_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn empty_headers_count_as_absent() {
        let mut headers = HeaderMap::new();
        headers.insert(REQUEST_ID, "r-1".parse().unwrap());
        headers.insert(TENANT_ID, "".parse().unwrap());
        headers.insert(DEADLINE_MS, "soon".parse().unwrap());
        let expected = InvocationContext {
            request_id: "r-1".into(),
            ..InvocationContext::default()
        };
        assert_eq!(context(&headers), expected);
    }

    #[test]
    fn json_headers_pass_unparsed() {
        let mut headers = HeaderMap::new();
        headers.insert(CLIENT_CONTEXT, "{not json".parse().unwrap());
        headers.insert(DEADLINE_MS, "1767225600000".parse().unwrap());
        let context = context(&headers);
        assert_eq!(context.client_context.as_deref(), Some("{not json"));
        assert_eq!(context.deadline_ms, Some(1_767_225_600_000));
    }
}
