//! Requests of clients: what they mean, and which of them Lambda refuses before a function sees them.

use super::{
    Service, event_stream,
    reply::{self, Failure, Reply},
};
use crate::{
    bounds::MAX_CLIENT_CONTEXT_BYTES,
    event::Event,
    serving::{self, Ends, Unread},
    wire,
};
use base64::{Engine, engine::general_purpose::STANDARD};
use bytes::Bytes;
use hyper::{HeaderMap, Method, Request, body::Incoming, http::request::Parts};
use serde::de::IgnoredAny;
use std::sync::Arc;

/// How a client wants to be answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum InvocationType {
    RequestResponse,
    Event,
    DryRun,
}

/// What a client can ask for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Operation {
    Invoke,
    InvokeWithResponseStream,
}

/// Answers one request, whatever it is.
pub(super) async fn answer(service: &Service, ends: Ends, request: Request<Incoming>) -> Reply {
    let (head, mut body) = request.into_parts();
    match invoke(service, ends, &head, &mut body).await {
        Ok(reply) => reply,
        Err(failure) => {
            serving::drain(&mut body).await;
            reply::failure(failure)
        }
    }
}

async fn invoke(
    service: &Service,
    ends: Ends,
    request: &Parts,
    body: &mut Incoming,
) -> Result<Reply, Failure> {
    serving::check_access(&service.allowed_hosts, ends, request)
        .map_err(|denied| Failure::denied(&denied))?;
    let (name, operation) = operation(request.uri.path()).ok_or_else(Failure::unknown_operation)?;
    if request.method != Method::POST {
        return Err(Failure::unknown_operation());
    }
    let functions = &service.functions;
    let emulator = functions
        .get(&name)
        .ok_or_else(|| Failure::function_not_found(functions.region(), &name))?;
    let kind = invocation_type(&request.headers)?;
    if (operation, kind) == (Operation::InvokeWithResponseStream, InvocationType::Event) {
        return Err(Failure::invalid_parameter(
            "a response cannot be streamed to a caller that does not wait; use RequestResponse or DryRun",
        ));
    }
    let with_log = header(&request.headers, "X-Amz-Log-Type").is_some_and(|kind| kind == "Tail");
    let limit = match kind {
        InvocationType::Event => wire::ASYNCHRONOUS_PAYLOAD_LIMIT,
        _ => wire::PAYLOAD_LIMIT,
    };
    let admitted = service
        .admission
        .admit(serving::announced(body, limit))
        .ok_or_else(Failure::too_many_requests)?;
    let payload = serving::read(body, limit).await.map_err(|unread| match unread {
        Unread::TooLarge => Failure::too_large(limit),
        Unread::TooSlow => Failure::too_slow(),
        Unread::EndedEarly => Failure::invalid_content("The request body ended early"),
    })?;
    let event = event(&request.headers, payload)?;
    let waits = matches!(kind, InvocationType::DryRun | InvocationType::Event);
    if let Some(unavailable) = emulator.unavailable().filter(|_| !waits) {
        return Err(Failure::emulator(&unavailable));
    }
    match kind {
        InvocationType::DryRun => Ok(reply::dry_run()),
        _ if operation == Operation::InvokeWithResponseStream => Ok(event_stream::reply(
            Arc::clone(emulator),
            event,
            with_log,
            admitted,
        )),
        InvocationType::Event => {
            let request_id = uuid::Uuid::new_v4().to_string();
            // Nobody waits for it; what comes of it stands in the log. Lambda's two retries are not made.
            let emulator = Arc::clone(emulator);
            let event = event.request_id(request_id.clone());
            tokio::spawn(async move {
                let _ = emulator.invoke_async(event).await;
                drop(admitted);
            });
            Ok(reply::queued(&request_id))
        }
        InvocationType::RequestResponse => match emulator.invoke_async(event).await {
            Ok(completion) => Ok(reply::completed(completion, with_log)),
            Err(error) => Err(Failure::emulator(&error)),
        },
    }
}

/// The function's name out of the path, and what is asked for: a plain name, a partial or whole ARN, with or
/// without a qualifier.
fn operation(path: &str) -> Option<(String, Operation)> {
    let (version, rest) = path.strip_prefix('/')?.split_once("/functions/")?;
    let (name, end) = rest.rsplit_once('/')?;
    let operation = match (version, end) {
        (wire::INVOKE_API_VERSION, "invocations") => Operation::Invoke,
        (wire::RESPONSE_STREAM_VERSION, "response-streaming-invocations") => {
            Operation::InvokeWithResponseStream
        }
        _ => return None,
    };
    let name = name.replace("%3A", ":").replace("%3a", ":").replace("%24", "$");
    let name = name
        .rsplit_once("function:")
        .map_or(name.as_str(), |(_, name)| name);
    let name = name.split(':').next()?;
    (!name.is_empty() && !name.contains('/')).then(|| (name.to_owned(), operation))
}

fn invocation_type(headers: &HeaderMap) -> Result<InvocationType, Failure> {
    match header(headers, "X-Amz-Invocation-Type") {
        None | Some("" | "RequestResponse") => Ok(InvocationType::RequestResponse),
        Some("Event") => Ok(InvocationType::Event),
        Some("DryRun") => Ok(InvocationType::DryRun),
        Some(other) => Err(Failure::invalid_parameter(&format!(
            "{other} is not a valid invocation type; use RequestResponse, Event or DryRun"
        ))),
    }
}

fn event(headers: &HeaderMap, payload: Bytes) -> Result<Event, Failure> {
    // A call without a payload reaches a function as an empty object.
    let payload = if payload.is_empty() {
        Bytes::from_static(b"{}")
    } else {
        payload
    };
    if let Err(error) = serde_json::from_slice::<IgnoredAny>(&payload) {
        return Err(Failure::invalid_content(&format!(
            "Could not parse request body into json: {error}"
        )));
    }
    let mut event = Event::new(payload);
    if let Some(context) = header(headers, "X-Amz-Client-Context").filter(|context| !context.is_empty()) {
        if context.len() > MAX_CLIENT_CONTEXT_BYTES {
            return Err(Failure::invalid_content(&format!(
                "Client context must be at most {MAX_CLIENT_CONTEXT_BYTES} bytes of Base64."
            )));
        }
        let json = STANDARD
            .decode(context)
            .ok()
            .and_then(|bytes| String::from_utf8(bytes).ok())
            .filter(|text| serde_json::from_str::<IgnoredAny>(text).is_ok());
        let json = json.ok_or_else(|| {
            Failure::invalid_content("Client context must be a valid Base64-encoded JSON object.")
        })?;
        // It becomes a header, in which JSON may not be spread over lines.
        event = event.client_context(json.replace(['\r', '\n'], " "));
    }
    if let Some(tenant_id) = header(headers, "X-Amz-Tenant-Id").filter(|value| !value.is_empty()) {
        event = event.tenant_id(tenant_id);
    }
    if let Some(trace_id) = header(headers, "X-Amzn-Trace-Id").filter(|value| !value.is_empty()) {
        event = event.trace_id(trace_id);
    }
    Ok(event)
}

fn header<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    headers.get(name)?.to_str().ok()
}

#[cfg(test)]
mod tests {
    use super::{Operation, operation};

    #[test]
    fn a_function_is_named_in_every_way_that_lambda_knows() {
        let arn = "arn%3Aaws%3Alambda%3Aus-east-1%3A123456789012%3Afunction%3Akmeans%3A%24LATEST";
        for name in ["kmeans", "kmeans:$LATEST", "123456789012:function:kmeans", arn] {
            let path = format!("/2015-03-31/functions/{name}/invocations");
            let expected = Some(("kmeans".to_owned(), Operation::Invoke));
            assert_eq!(operation(&path), expected, "{name}");
            let path = format!("/2021-11-15/functions/{name}/response-streaming-invocations");
            let expected = Some(("kmeans".to_owned(), Operation::InvokeWithResponseStream));
            assert_eq!(operation(&path), expected, "{name}");
        }
        for path in [
            "/2015-03-31/functions//invocations",
            "/2015-03-31/functions/kmeans",
            "/2015-03-31/functions/kmeans/response-streaming-invocations",
            "/2021-11-15/functions/kmeans/invocations",
            "/2015-03-31/functions/a/b/invocations",
            "/",
        ] {
            assert_eq!(operation(path), None, "{path}");
        }
    }
}
