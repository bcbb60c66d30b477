//! A request as an event of a gateway, in both payload formats.

use super::{Payload, RouteKey};
use crate::{
    function_url::event::{self as url, headers},
    serving::Ends,
};
use bytes::Bytes;
use hyper::http::request::Parts;
use serde_json::{Map, Value, json};

const ACCOUNT: &str = "123456789012";

/// What is known of a request beside itself.
pub(super) struct Routed<'a> {
    pub(super) gateway: &'a str,
    pub(super) request_id: &'a str,
    pub(super) route: &'a RouteKey,
    pub(super) variables: Map<String, Value>,
}

pub(super) fn payload(format: Payload, routed: Routed<'_>, ends: Ends, head: &Parts, body: &Bytes) -> Bytes {
    let event = url::value(routed.gateway, routed.request_id, ends, head, body);
    match format {
        Payload::V2 => second(event, routed),
        Payload::V1 => first(&event, routed, ends, head),
    }
    .to_string()
    .into()
}

/// That of a function URL, with the route.
fn second(mut event: Value, routed: Routed<'_>) -> Value {
    let key = Value::from(routed.route.text());
    event["routeKey"] = key.clone();
    let context = &mut event["requestContext"];
    context["routeKey"] = key;
    context["accountId"] = ACCOUNT.into();
    if let Some(context) = context.as_object_mut() {
        context.shift_remove("authentication");
        context.shift_remove("authorizer");
    }
    if !routed.variables.is_empty() {
        event["pathParameters"] = routed.variables.into();
    }
    event
}

fn first(second: &Value, routed: Routed<'_>, ends: Ends, head: &Parts) -> Value {
    let context = &second["requestContext"];
    let source_ip = ends.client.ip().to_string();
    let query = head.uri.query().unwrap_or_default();
    let headers = headers(head, ends, &source_ip, true);
    let multi: Map<String, Value> = headers
        .iter()
        .map(|(name, value)| {
            let values: Vec<Value> = match head.headers.get_all(name.as_str()).iter().count() {
                0 | 1 => vec![value.clone()],
                _ => head
                    .headers
                    .get_all(name.as_str())
                    .iter()
                    .map(|value| String::from_utf8_lossy(value.as_bytes()).into())
                    .collect(),
            };
            (name.clone(), values.into())
        })
        .collect();
    let mut several: Map<String, Value> = Map::new();
    for (name, value) in form_urlencoded::parse(query.as_bytes()) {
        let values = several.entry(name.into_owned()).or_insert_with(|| json!([]));
        if let Some(values) = values.as_array_mut() {
            values.push(value.into());
        }
    }
    let last = |map: &Map<String, Value>| -> Map<String, Value> {
        map.iter()
            .filter_map(|(name, values)| Some((name.clone(), values.as_array()?.last()?.clone())))
            .collect()
    };
    json!({
        "version": "1.0",
        "resource": routed.route.resource(),
        "path": second["rawPath"],
        "httpMethod": head.method.as_str(),
        "headers": last(&multi),
        "multiValueHeaders": multi,
        "queryStringParameters": unless_empty(last(&several)),
        "multiValueQueryStringParameters": unless_empty(several),
        "pathParameters": unless_empty(routed.variables),
        "stageVariables": null,
        "requestContext": {
            "accountId": ACCOUNT,
            "apiId": routed.gateway,
            "domainName": context["domainName"],
            "domainPrefix": context["domainPrefix"],
            "extendedRequestId": routed.request_id,
            "httpMethod": head.method.as_str(),
            "identity": { "sourceIp": source_ip, "userAgent": context["http"]["userAgent"] },
            "path": second["rawPath"],
            "protocol": context["http"]["protocol"],
            "requestId": routed.request_id,
            "requestTime": context["time"],
            "requestTimeEpoch": context["timeEpoch"],
            "resourcePath": routed.route.resource(),
            "stage": "$default",
        },
        "body": second.get("body").cloned().unwrap_or_default(),
        "isBase64Encoded": second["isBase64Encoded"],
    })
}

fn unless_empty(map: Map<String, Value>) -> Value {
    match map.is_empty() {
        true => Value::Null,
        false => map.into(),
    }
}
