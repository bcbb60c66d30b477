//! What a function answered, as HTTP: status, headers and cookies out of its JSON.

use super::reply::{Failure, Reply, whole};
use crate::{
    answer::{Answer, Completion},
    wire::HTTP_INTEGRATION_RESPONSE,
};
use base64::{Engine, engine::general_purpose::STANDARD};
use bytes::Bytes;
use hyper::{
    HeaderMap, StatusCode,
    header::{CONTENT_TYPE, HeaderName, HeaderValue, SET_COOKIE},
};
use serde_json::{Map, Value};

/// Headers that the server sets itself, or of which HTTP's framing is made.
const OF_THE_SERVER: [&str; 7] = [
    "connection",
    "content-length",
    "keep-alive",
    "te",
    "trailer",
    "transfer-encoding",
    "upgrade",
];

/// The reply to a buffered request.
pub(crate) fn reply(completion: Completion) -> Result<Reply, Failure> {
    let Answer::Response(response) = completion.answer else {
        return Err(Failure::Function(completion.answer.text()));
    };
    if response.streamed && response.content_type.as_deref() == Some(HTTP_INTEGRATION_RESPONSE) {
        return Err(Failure::StreamedToBuffered);
    }
    let json = serde_json::from_slice::<Value>(&response.body).map_err(Failure::NotJson)?;
    match json
        .as_object()
        .filter(|object| object.contains_key("statusCode"))
    {
        Some(object) => {
            let (status, headers) = head(object, "application/json")?;
            Ok(whole(status, headers, body(object)?))
        }
        // Lambda infers all else from an answer that says nothing of HTTP.
        None => {
            let (status, headers) = head(&Map::new(), "application/json")?;
            Ok(whole(status, headers, response.body))
        }
    }
}

fn body(object: &Map<String, Value>) -> Result<Bytes, Failure> {
    let body = match object.get("body") {
        None | Some(Value::Null) => String::new(),
        Some(Value::String(body)) => body.clone(),
        Some(_) => return Err(Failure::Malformed("body")),
    };
    match object.get("isBase64Encoded") {
        None | Some(Value::Null | Value::Bool(false)) => Ok(body.into()),
        Some(Value::Bool(true)) => {
            let bytes = STANDARD.decode(body).map_err(|_| Failure::Malformed("body"))?;
            Ok(bytes.into())
        }
        Some(_) => Err(Failure::Malformed("isBase64Encoded")),
    }
}

/// Status and headers, cookies among them; 200 without a status, `content_type` without one.
pub(super) fn head(
    object: &Map<String, Value>,
    content_type: &'static str,
) -> Result<(StatusCode, HeaderMap), Failure> {
    let mut headers = HeaderMap::new();
    for (name, value) in fields(object)? {
        let name: HeaderName = name.parse().map_err(|_| Failure::Malformed("headers"))?;
        if OF_THE_SERVER.contains(&name.as_str()) {
            continue;
        }
        let values = match value {
            Value::Array(values) => values.as_slice(),
            value => std::slice::from_ref(value),
        };
        for value in values {
            if let Some(value) = header_value(value, "headers")? {
                headers.append(name.clone(), value);
            }
        }
    }
    if !headers.contains_key(CONTENT_TYPE) {
        headers.insert(CONTENT_TYPE, HeaderValue::from_static(content_type));
    }
    match object.get("cookies") {
        None | Some(Value::Null) => {}
        Some(Value::Array(cookies)) => {
            for cookie in cookies {
                if let Some(cookie) = header_value(cookie, "cookies")? {
                    headers.append(SET_COOKIE, cookie);
                }
            }
        }
        Some(_) => return Err(Failure::Malformed("cookies")),
    }
    Ok((status(object)?, headers))
}

fn status(object: &Map<String, Value>) -> Result<StatusCode, Failure> {
    let status = match object.get("statusCode") {
        None | Some(Value::Null) => Some(200),
        Some(Value::String(status)) => status.parse().ok(),
        Some(status) => status.as_u64(),
    };
    // Below 200 are interim responses, after which the client would wait for another.
    status
        .filter(|status| (200..600).contains(status))
        .and_then(|status| u16::try_from(status).ok())
        .and_then(|status| StatusCode::from_u16(status).ok())
        .ok_or(Failure::Malformed("statusCode"))
}

fn fields(object: &Map<String, Value>) -> Result<impl Iterator<Item = (&String, &Value)>, Failure> {
    match object.get("headers") {
        None | Some(Value::Null) => Ok(None.into_iter().flatten()),
        Some(Value::Object(headers)) => Ok(Some(headers).into_iter().flatten()),
        Some(_) => Err(Failure::Malformed("headers")),
    }
}

/// `None` for null, which is no value.
fn header_value(value: &Value, field: &'static str) -> Result<Option<HeaderValue>, Failure> {
    let text = match value {
        Value::Null => return Ok(None),
        Value::String(text) => text.clone(),
        Value::Number(_) | Value::Bool(_) => value.to_string(),
        _ => return Err(Failure::Malformed(field)),
    };
    HeaderValue::from_bytes(text.as_bytes())
        .map(Some)
        .map_err(|_| Failure::Malformed(field))
}
