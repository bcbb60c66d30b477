//! A request as an event of payload format 2.0.

use crate::serving::Ends;
use base64::{Engine, engine::general_purpose::STANDARD};
use bytes::Bytes;
use hyper::{
    HeaderMap,
    header::{CONTENT_TYPE, COOKIE, HOST, USER_AGENT},
    http::request::Parts,
};
use serde_json::{Map, Value, json};
use std::time::{SystemTime, UNIX_EPOCH};

/// Headers of a connection, which are not the function's.
const OF_THE_CONNECTION: [&str; 7] = [
    "connection",
    "expect",
    "keep-alive",
    "te",
    "trailer",
    "transfer-encoding",
    "upgrade",
];

/// The event as JSON.
pub(super) fn payload(function: &str, request_id: &str, ends: Ends, head: &Parts, body: &Bytes) -> Bytes {
    value(function, request_id, ends, head, body).to_string().into()
}

/// The event.
pub(crate) fn value(function: &str, request_id: &str, ends: Ends, head: &Parts, body: &Bytes) -> Value {
    let now = SystemTime::now();
    let path = match head.uri.path() {
        "" => "/",
        path => path,
    };
    let query = head.uri.query().unwrap_or_default();
    let source_ip = ends.client.ip().to_string();
    let mut event = json!({
        "version": "2.0",
        "routeKey": "$default",
        "rawPath": path,
        "rawQueryString": query,
    });
    let cookies: Vec<Value> = cookies(&head.headers).map(Value::from).collect();
    if !cookies.is_empty() {
        event["cookies"] = cookies.into();
    }
    event["headers"] = headers(head, ends, &source_ip, false).into();
    if !query.is_empty() {
        event["queryStringParameters"] = query_parameters(query).into();
    }
    event["requestContext"] = json!({
        "accountId": "anonymous",
        "apiId": function,
        "authentication": null,
        "authorizer": null,
        "domainName": text(&head.headers, HOST.as_str()),
        "domainPrefix": function,
        "http": {
            "method": head.method.as_str(),
            "path": path,
            "protocol": format!("{:?}", head.version),
            "sourceIp": source_ip,
            "userAgent": text(&head.headers, USER_AGENT.as_str()),
        },
        "requestId": request_id,
        "routeKey": "$default",
        "stage": "$default",
        "time": common_log_time(now),
        "timeEpoch": now.duration_since(UNIX_EPOCH).map_or(0, |since| since.as_millis()),
    });
    let mut encoded = false;
    if !body.is_empty() {
        let as_text = std::str::from_utf8(body)
            .ok()
            .filter(|_| is_text(&text(&head.headers, CONTENT_TYPE.as_str())));
        encoded = as_text.is_none();
        event["body"] = as_text
            .map_or_else(|| STANDARD.encode(body), str::to_owned)
            .into();
    }
    event["isBase64Encoded"] = encoded.into();
    event
}

/// Whether a body of this type is the event's `body` as it is, instead of in Base64.
fn is_text(content_type: &str) -> bool {
    let media_type = content_type.split(';').next().unwrap_or_default();
    let media_type = media_type.trim().to_ascii_lowercase();
    media_type.starts_with("text/")
        || ["application/json", "application/xml", "application/javascript"].contains(&media_type.as_str())
}

fn cookies(headers: &HeaderMap) -> impl Iterator<Item = String> + '_ {
    let values = headers.get_all(COOKIE).iter();
    values.flat_map(|value| {
        let value = String::from_utf8_lossy(value.as_bytes()).into_owned();
        let cookies: Vec<_> = value
            .split(';')
            .map(|cookie| cookie.trim().to_owned())
            .filter(|cookie| !cookie.is_empty())
            .collect();
        cookies
    })
}

/// Names in lower case, the values of one name joined by commas; in format 2.0 cookies have a field of their own.
pub(crate) fn headers(head: &Parts, ends: Ends, source_ip: &str, cookies: bool) -> Map<String, Value> {
    let mut headers = Map::new();
    for name in head.headers.keys() {
        if (*name == COOKIE && !cookies) || OF_THE_CONNECTION.contains(&name.as_str()) {
            continue;
        }
        headers.insert(
            name.as_str().to_owned(),
            text(&head.headers, name.as_str()).into(),
        );
    }
    let forwarded_for = match headers.get("x-forwarded-for").and_then(Value::as_str) {
        Some(before) => format!("{before}, {source_ip}"),
        None => source_ip.to_owned(),
    };
    headers.insert("x-forwarded-for".to_owned(), forwarded_for.into());
    headers.insert(
        "x-forwarded-port".to_owned(),
        ends.server.port().to_string().into(),
    );
    headers.insert("x-forwarded-proto".to_owned(), "http".into());
    headers
}

/// All values of a header, of which those that are no UTF-8 lose what is none.
fn text(headers: &HeaderMap, name: &str) -> String {
    let values = headers.get_all(name).iter();
    let values: Vec<_> = values
        .map(|value| String::from_utf8_lossy(value.as_bytes()))
        .collect();
    values.join(",")
}

/// Decoded, the values of one name joined by commas.
fn query_parameters(query: &str) -> Map<String, Value> {
    let mut parameters = Map::new();
    for (name, value) in form_urlencoded::parse(query.as_bytes()) {
        match parameters.get_mut(name.as_ref()) {
            Some(Value::String(values)) => {
                values.push(',');
                values.push_str(&value);
            }
            _ => {
                parameters.insert(name.into_owned(), value.into());
            }
        }
    }
    parameters
}

/// As `07/Sep/2021:22:50:22 +0000`.
fn common_log_time(time: SystemTime) -> String {
    const MONTHS: [&str; 12] = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ];
    let time = humantime::format_rfc3339_seconds(time).to_string();
    let month = time[5..7].parse::<usize>().ok();
    let month = month.and_then(|month| MONTHS.get(month.wrapping_sub(1)));
    format!(
        "{}/{}/{}:{} +0000",
        &time[8..10],
        month.unwrap_or(&"Jan"),
        &time[..4],
        &time[11..19]
    )
}

#[cfg(test)]
mod tests {
    use super::{common_log_time, is_text, query_parameters};
    use serde_json::Value;
    use std::time::{Duration, UNIX_EPOCH};

    #[test]
    fn times_are_those_of_the_common_log_format() {
        let time = UNIX_EPOCH + Duration::from_secs(1_631_055_022);
        assert_eq!(common_log_time(time), "07/Sep/2021:22:50:22 +0000");
    }

    #[test]
    fn few_types_are_text() {
        for text in [
            "text/html; charset=utf-8",
            "Application/JSON",
            "application/xml",
            "text/x",
        ] {
            assert!(is_text(text), "{text}");
        }
        for binary in [
            "",
            "application/x-www-form-urlencoded",
            "image/png",
            "application/jsonx",
        ] {
            assert!(!is_text(binary), "{binary}");
        }
    }

    #[test]
    fn parameters_are_decoded_and_joined() {
        let parameters = Value::from(query_parameters("a=1&b=%20x+y&a=%2C2&c&=&%FF=%zz"));
        assert_eq!(
            parameters.to_string(),
            "{\"a\":\"1,,2\",\"b\":\" x y\",\"c\":\"\",\"\":\"\",\"\u{fffd}\":\"%zz\"}"
        );
    }
}
