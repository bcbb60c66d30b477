//! A function URL: HTTP requests become events of payload format 2.0, and what the function answers becomes HTTP.
//!
//! Sources: AWS Lambda Developer Guide, pages "Invoking Lambda function URLs" and "Response streaming for
//! Lambda functions". Which content types are text (`text/*` and three of `application/`), what an account id
//! without authentication is, and what a failure looks like is from events and responses that users have
//! published; that paths stay percent-encoded, and that a body which is no string is refused, are inferences.
//! Only the authentication type `NONE` is there, and no CORS.

pub(crate) mod event;
mod reply;
pub(crate) mod response;
mod streamed;

pub use crate::settings::InvokeMode;
use crate::{
    emulator::Emulator,
    error::EmulatorError,
    event::Event,
    part,
    serving::{self, Admission, Ends, Server, Unread},
    wire,
};
use bytes::Bytes;
use http_body_util::combinators::UnsyncBoxBody;
use hyper::{Method, Request, body::Incoming, http::request::Parts};
pub(crate) use reply::BrokenOff;
use reply::{Failure, Reply};
use std::{net::SocketAddr, sync::Arc};

/// A running function URL. Dropping it closes the port; open requests are cut off.
#[derive(Debug)]
pub struct FunctionUrl(Server);

impl FunctionUrl {
    /// Serves the function of this emulator on `address`; port 0 takes a free one.
    ///
    /// # Errors
    /// If the port is taken or the system refuses a socket or a thread.
    pub fn start(
        emulator: Arc<Emulator>,
        address: SocketAddr,
        invoke_mode: InvokeMode,
    ) -> Result<Self, EmulatorError> {
        let service = Service::new(emulator, invoke_mode);
        Server::start(service, address, "function-url").map(FunctionUrl)
    }

    /// The address that is served.
    pub fn address(&self) -> SocketAddr {
        self.0.address()
    }
}

/// One function behind HTTP.
#[derive(Debug)]
pub(crate) struct Service {
    emulator: Arc<Emulator>,
    invoke_mode: InvokeMode,
    admission: Admission,
}

impl serving::Service for Service {
    type Body = UnsyncBoxBody<Bytes, BrokenOff>;

    async fn answer(self: Arc<Self>, ends: Ends, request: Request<Incoming>) -> Reply {
        let (head, mut body) = request.into_parts();
        match self.invoke(ends, &head, &mut body).await {
            Ok(reply) => reply,
            Err(failure) => {
                serving::drain(&mut body).await;
                reply::failure(&failure)
            }
        }
    }

    fn busy() -> Reply {
        reply::failure(&Failure::TooManyConnections)
    }
}

impl Service {
    pub(crate) fn new(emulator: Arc<Emulator>, invoke_mode: InvokeMode) -> Self {
        Service {
            emulator,
            invoke_mode,
            admission: Admission::new(),
        }
    }

    async fn invoke(&self, ends: Ends, head: &Parts, body: &mut Incoming) -> Result<Reply, Failure> {
        serving::check_access(&self.emulator.settings().allowed_hosts, ends, head)?;
        let methods = [
            Method::GET,
            Method::POST,
            Method::PUT,
            Method::HEAD,
            Method::OPTIONS,
            Method::PATCH,
            Method::DELETE,
        ];
        if !methods.contains(&head.method) {
            return Err(Failure::MethodNotAllowed);
        }
        let admitted = self
            .admission
            .admit(serving::announced(body, wire::PAYLOAD_LIMIT))
            .ok_or(Failure::TooManyRequests)?;
        let body = serving::read(body, wire::PAYLOAD_LIMIT)
            .await
            .map_err(|unread| match unread {
                Unread::TooLarge => Failure::TooLarge,
                Unread::TooSlow => Failure::TooSlow,
                Unread::EndedEarly => Failure::EndedEarly,
            })?;
        let request_id = uuid::Uuid::new_v4().to_string();
        let payload = event::payload(&self.emulator.settings().name, &request_id, ends, head, &body);
        // Base64 makes a body a third larger, and it is the event that has to keep to the limit.
        if payload.len() > wire::PAYLOAD_LIMIT {
            return Err(Failure::TooLarge);
        }
        if let Some(unavailable) = self.emulator.unavailable() {
            return Err(unavailable.into());
        }
        let mut event = Event::new(payload).request_id(request_id.clone());
        if let Some(trace_id) = head
            .headers
            .get("X-Amzn-Trace-Id")
            .and_then(|id| id.to_str().ok())
        {
            event = event.trace_id(trace_id);
        }
        let reply = match self.invoke_mode {
            InvokeMode::Buffered => {
                let completion = self.emulator.invoke_async(event).await;
                drop(admitted);
                response::reply(completion?)
            }
            InvokeMode::ResponseStream => {
                streamed::reply(part::invoke(Arc::clone(&self.emulator), event, admitted)).await
            }
        };
        let reply = reply.unwrap_or_else(|failure| {
            // A client is told no more than on Lambda; whoever writes the function needs to know.
            self.emulator
                .log_line(|| format!("FUNCTION URL RequestId: {request_id}\tStatus: 502\t{failure}"));
            reply::failure(&failure)
        });
        Ok(reply::with_request_id(reply, &request_id))
    }
}
