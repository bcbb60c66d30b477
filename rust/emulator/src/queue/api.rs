//! Queues for clients: SQS by its JSON protocol, and a path that takes a message as it is.

use super::{
    Queues,
    operation::{Fault, Request as Call},
};
use crate::{
    bounds::MAX_MESSAGE_BYTES,
    serving::{self, Admission, Ends, Unread},
};
use bytes::Bytes;
use http_body_util::{BodyExt, Full, combinators::UnsyncBoxBody};
use hyper::{
    Method, Request, Response, StatusCode,
    body::Incoming,
    header::{CONNECTION, CONTENT_TYPE, HOST, HeaderValue},
};
use serde_json::{Value, json};
use std::convert::Infallible;

/// Header that names the operation, after this.
const TARGET: &str = "x-amz-target";
const SERVICE: &str = "AmazonSQS.";
/// What takes a message as it is.
const PATH: &str = "/queues/";

type Reply = Response<UnsyncBoxBody<Bytes, Infallible>>;

/// Whether a request is not for a function.
pub(crate) fn is_for_a_queue(request: &Request<Incoming>) -> bool {
    operation(request).is_some() || request.uri().path().starts_with(PATH)
}

fn operation(request: &Request<Incoming>) -> Option<&str> {
    let target = request.headers().get(TARGET)?.to_str().ok()?;
    target.strip_prefix(SERVICE)
}

/// Answers a request for which [`is_for_a_queue`] holds.
pub(crate) async fn answer(
    queues: &Queues,
    allowed_hosts: &[String],
    region: &str,
    admission: &Admission,
    ends: Ends,
    request: Request<Incoming>,
) -> Reply {
    let (head, mut body) = request.into_parts();
    let target = head.headers.get(TARGET).and_then(|target| target.to_str().ok());
    let operation = target.and_then(|target| target.strip_prefix(SERVICE));
    let result = async {
        serving::check_access(allowed_hosts, ends, &head)
            .map_err(|denied| Fault::denied(denied.to_string()))?;
        if head.method != Method::POST {
            return Err(Fault::invalid(
                "AWS.SimpleQueueService.UnsupportedOperation",
                "send a POST",
            ));
        }
        let limit = MAX_MESSAGE_BYTES * 2;
        let _admitted = admission.admit(serving::announced(&body, limit)).ok_or_else(|| {
            Fault::invalid(
                "RequestThrottled",
                "too many requests wait already; send them slower",
            )
        })?;
        // Room for a batch of messages, escaped.
        let bytes = serving::read(&mut body, limit)
            .await
            .map_err(|unread| match unread {
                Unread::TooLarge => Fault::too_long(),
                Unread::TooSlow | Unread::EndedEarly => {
                    Fault::invalid("RequestAborted", "the request body did not come whole")
                }
            })?;
        let host = head.headers.get(HOST).and_then(|host| host.to_str().ok());
        let call = Call {
            queues,
            region,
            host: host.unwrap_or("localhost"),
        };
        match operation {
            Some(operation) => {
                let body = serde_json::from_slice(&bytes)
                    .map_err(|error| Fault::invalid("SerializationException", &error.to_string()))?;
                call.run(operation, &body).await
            }
            None => {
                let name = head.uri.path().strip_prefix(PATH).unwrap_or_default();
                let text = std::str::from_utf8(&bytes)
                    .map_err(|_| Fault::invalid("InvalidMessageContents", "a message is text in UTF-8"))?;
                call.run("SendMessage", &json!({ "QueueUrl": name, "MessageBody": text }))
                    .await
            }
        }
    };
    let result = result.await;
    if result.is_err() {
        serving::drain(&mut body).await;
    }
    reply(result)
}

fn reply(result: Result<Value, Fault>) -> Reply {
    let (status, body, query_error) = match result {
        Ok(body) => (StatusCode::OK, body, None),
        Err(fault) => (
            fault.status(),
            json!({ "__type": format!("com.amazonaws.sqs#{}", fault.name()), "message": fault.message }),
            Some(format!("{};Sender", fault.code)),
        ),
    };
    let body = Full::new(Bytes::from(body.to_string())).boxed_unsync();
    let mut reply = Response::new(body);
    *reply.status_mut() = status;
    let headers = reply.headers_mut();
    headers.insert(
        CONTENT_TYPE,
        HeaderValue::from_static("application/x-amz-json-1.0"),
    );
    if let Ok(id) = HeaderValue::from_str(&uuid::Uuid::new_v4().to_string()) {
        headers.insert("x-amzn-requestid", id);
    }
    if let Some(error) = query_error.and_then(|error| HeaderValue::from_str(&error).ok()) {
        headers.insert("x-amzn-query-error", error);
    }
    if status == StatusCode::FORBIDDEN {
        headers.insert(CONNECTION, HeaderValue::from_static("close"));
    }
    reply
}
