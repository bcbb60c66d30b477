//! An HTTP gateway: routes to functions, as API Gateway's HTTP APIs have them, in payload format 1.0 or 2.0.
//!
//! Sources: API Gateway Developer Guide, "Working with HTTP APIs", pages "Routes" and "Lambda proxy integrations". Without stages,
//! authorizers and CORS. Header names are in lower case in both formats.

mod event;
mod route;

pub use route::RouteKey;

use crate::{
    answer::{Answer, Completion},
    emulator::Emulator,
    error::EmulatorError,
    event::Event,
    function_url::{BrokenOff, response},
    functions::Functions,
    serving::{self, Admission, Ends, Server, Unread},
    wire,
};
use bytes::Bytes;
use event::Routed;
use http_body_util::{BodyExt, Full, combinators::UnsyncBoxBody};
use hyper::{
    Request, Response, StatusCode,
    body::Incoming,
    header::{CONNECTION, CONTENT_TYPE, HeaderValue},
};
use serde_json::{Map, Value, json};
use std::{net::SocketAddr, sync::Arc};

/// How a gateway writes events and reads responses.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Payload {
    /// Format 1.0, that of REST APIs.
    V1,
    /// Format 2.0.
    #[default]
    V2,
}

/// A gateway and its routes.
#[derive(Debug, Clone)]
pub struct GatewaySettings {
    /// Its name, which is the events' `apiId`.
    pub name: String,
    /// How its functions see requests.
    pub payload: Payload,
    /// Each route, and the name of its function.
    pub routes: Vec<(RouteKey, String)>,
}

/// A running gateway. Dropping it closes the port; open requests are cut off.
#[derive(Debug)]
pub struct Gateway(Server);

impl Gateway {
    /// Serves the routes whose functions are there on `address`; port 0 takes a free one.
    ///
    /// # Errors
    /// If the port is taken or the system refuses a socket or a thread.
    pub fn start(
        functions: &Functions,
        settings: GatewaySettings,
        address: SocketAddr,
    ) -> Result<Self, EmulatorError> {
        let mut routes: Vec<(RouteKey, Arc<Emulator>)> = settings
            .routes
            .into_iter()
            .filter_map(|(key, name)| Some((key, Arc::clone(functions.get(&name)?))))
            .collect();
        routes.sort_by_key(|(key, _)| key.rank());
        let service = Service {
            name: settings.name,
            payload: settings.payload,
            routes,
            allowed_hosts: functions.allowed_hosts(),
            admission: Admission::new(),
        };
        Server::start(service, address, "gateway").map(Gateway)
    }

    /// The address that is served.
    pub fn address(&self) -> SocketAddr {
        self.0.address()
    }
}

#[derive(Debug)]
struct Service {
    name: String,
    payload: Payload,
    routes: Vec<(RouteKey, Arc<Emulator>)>,
    allowed_hosts: Vec<String>,
    admission: Admission,
}

type Reply = Response<UnsyncBoxBody<Bytes, BrokenOff>>;

impl serving::Service for Service {
    type Body = UnsyncBoxBody<Bytes, BrokenOff>;

    async fn answer(self: Arc<Self>, ends: Ends, request: Request<Incoming>) -> Reply {
        let (head, mut body) = request.into_parts();
        if let Err(denied) = serving::check_access(&self.allowed_hosts, ends, &head) {
            let status = StatusCode::from_u16(denied.status()).unwrap_or(StatusCode::FORBIDDEN);
            serving::drain(&mut body).await;
            return message(status, &denied.to_string());
        }
        let path = match head.uri.path() {
            "" => "/",
            path => path,
        };
        let found = self.routes.iter().find_map(|(key, emulator)| {
            let variables = key.variables(head.method.as_str(), path)?;
            Some((key, variables, emulator))
        });
        let Some((route, variables, emulator)) = found else {
            serving::drain(&mut body).await;
            return message(StatusCode::NOT_FOUND, "Not Found");
        };
        let Some(_admitted) = self
            .admission
            .admit(serving::announced(&body, wire::PAYLOAD_LIMIT))
        else {
            serving::drain(&mut body).await;
            return message(StatusCode::TOO_MANY_REQUESTS, "Too Many Requests");
        };
        let bytes = match serving::read(&mut body, wire::PAYLOAD_LIMIT).await {
            Ok(bytes) => bytes,
            Err(unread) => {
                serving::drain(&mut body).await;
                return unread_body(unread);
            }
        };
        let request_id = uuid::Uuid::new_v4().to_string();
        let routed = Routed {
            gateway: &self.name,
            request_id: &request_id,
            route,
            variables,
        };
        let payload = event::payload(self.payload, routed, ends, &head, &bytes);
        if payload.len() > wire::PAYLOAD_LIMIT {
            return message(StatusCode::PAYLOAD_TOO_LARGE, "Request Entity Too Large");
        }
        let event = Event::new(payload).request_id(request_id.clone());
        let completion = match emulator.invoke_async(event).await {
            Ok(completion) => completion,
            Err(error) => return message(StatusCode::INTERNAL_SERVER_ERROR, &error.to_string()),
        };
        let answered = match self.payload {
            Payload::V2 => response::reply(completion).map_err(|failure| failure.to_string()),
            Payload::V1 => first(completion)
                .and_then(|completion| response::reply(completion).map_err(|failure| failure.to_string())),
        };
        answered.unwrap_or_else(|failure| {
            // A client is told no more than by API Gateway; whoever writes the function needs to know.
            emulator.log_line(|| format!("GATEWAY RequestId: {request_id}\tStatus: 500\t{failure}"));
            message(StatusCode::INTERNAL_SERVER_ERROR, "Internal Server Error")
        })
    }

    fn busy() -> Reply {
        message(StatusCode::SERVICE_UNAVAILABLE, "Service Unavailable")
    }
}

/// A response of format 1.0 in the form of 2.0: it must have a status, and several values of a header have a field of
/// their own.
fn first(mut completion: Completion) -> Result<Completion, String> {
    let Answer::Response(response) = &mut completion.answer else {
        return Ok(completion);
    };
    let json = serde_json::from_slice::<Value>(&response.body).ok();
    let mut object = match json {
        Some(Value::Object(object)) if object.contains_key("statusCode") => object,
        _ => return Err("the response has no statusCode, as payload format 1.0 needs it".to_owned()),
    };
    if let Some(Value::Object(several)) = object.remove("multiValueHeaders") {
        let mut headers = match object.remove("headers") {
            Some(Value::Object(headers)) => headers,
            _ => Map::new(),
        };
        for (name, values) in several {
            headers.retain(|known, _| !known.eq_ignore_ascii_case(&name));
            headers.insert(name, values);
        }
        object.insert("headers".to_owned(), headers.into());
    }
    object.remove("cookies");
    response.body = Value::Object(object).to_string().into();
    Ok(completion)
}

fn unread_body(unread: Unread) -> Reply {
    match unread {
        Unread::TooLarge => message(StatusCode::PAYLOAD_TOO_LARGE, "Request Entity Too Large"),
        Unread::TooSlow => message(StatusCode::REQUEST_TIMEOUT, "Request Timeout"),
        Unread::EndedEarly => message(StatusCode::BAD_REQUEST, "Bad Request"),
    }
}

/// A reply that no function has a part in.
fn message(status: StatusCode, text: &str) -> Reply {
    let body = Full::new(Bytes::from(json!({ "message": text }).to_string()));
    let mut reply = Response::new(body.map_err(|never| match never {}).boxed_unsync());
    *reply.status_mut() = status;
    let headers = reply.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
    if status.is_client_error() && status != StatusCode::NOT_FOUND {
        // What was not read to its end leaves a connection that cannot serve another request.
        headers.insert(CONNECTION, HeaderValue::from_static("close"));
    }
    reply
}
