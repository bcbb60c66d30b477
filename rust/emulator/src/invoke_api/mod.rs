//! The Invoke API for clients: the AWS CLI, the SDKs, curl.
//!
//! Speaks `POST /2015-03-31/functions/{name}/invocations` and `POST
//! /2021-11-15/functions/{name}/response-streaming-invocations` (AWS Lambda API Reference, pages "Invoke" and
//! "InvokeWithResponseStream") on a thread of its own, so that a client costs the Runtime API nothing. Signatures are not checked.

mod event_stream;
mod reply;
mod request;
mod url;

use crate::{
    console::Console,
    error::EmulatorError,
    function_url::BrokenOff,
    functions::Functions,
    queue::{self, Queues},
    serving::{self, Admission, Ends, Server},
    sources::Sources,
};
use bytes::Bytes;
use http_body_util::{BodyExt, combinators::UnsyncBoxBody};
use hyper::{Request, Response, body::Incoming};
use reply::{Failure, Reply};
use std::{net::SocketAddr, sync::Arc};
use url::{Taken, Urls};

/// A running Invoke API. Dropping it closes the port; open requests are cut off.
#[derive(Debug)]
pub struct InvokeApi(Server);

impl InvokeApi {
    /// Serves one function or several on `address`, and the function URLs of those that have one; port 0 takes a
    /// free one. If the settings of one have a [`history`](crate::FunctionSettings::history), the
    /// [console](crate::console) is there, too.
    ///
    /// # Errors
    /// If the port is taken or the system refuses a socket or a thread.
    pub fn start(functions: impl Into<Functions>, address: SocketAddr) -> Result<Self, EmulatorError> {
        Self::with_sources(functions, Sources::default(), address)
    }

    /// The same, and queues for clients of SQS; the console shows them, and the schedules.
    ///
    /// # Errors
    /// As [`InvokeApi::start`].
    pub fn with_sources(
        functions: impl Into<Functions>,
        sources: Sources,
        address: SocketAddr,
    ) -> Result<Self, EmulatorError> {
        let functions = functions.into();
        let service = Service {
            allowed_hosts: functions.allowed_hosts(),
            urls: Urls::of(&functions),
            console: Console::of(&functions, &sources),
            functions,
            queues: sources.queues,
            admission: Admission::new(),
        };
        Server::start(service, address, "invoke-api").map(InvokeApi)
    }

    /// The address that is served.
    pub fn address(&self) -> SocketAddr {
        self.0.address()
    }
}

/// What the connections of one server share.
#[derive(Debug)]
struct Service {
    functions: Functions,
    allowed_hosts: Vec<String>,
    urls: Urls,
    console: Option<Console>,
    queues: Queues,
    admission: Admission,
}

impl serving::Service for Service {
    type Body = UnsyncBoxBody<Bytes, BrokenOff>;

    async fn answer(self: Arc<Self>, ends: Ends, request: Request<Incoming>) -> Response<Self::Body> {
        // Clients of SQS ask for `/`, as the console's do.
        if queue::is_for_a_queue(&request) {
            let region = self.functions.region();
            return unbroken(
                queue::answer(
                    &self.queues,
                    &self.allowed_hosts,
                    region,
                    &self.admission,
                    ends,
                    request,
                )
                .await,
            );
        }
        if let Some(console) = &self.console
            && console.has(request.uri().path())
        {
            return unbroken(console.answer(&self.admission, ends, request).await);
        }
        match self.urls.take(request) {
            Taken::Url(url, request) => url.answer(ends, request).await,
            Taken::Not(request) => unbroken(request::answer(&self, ends, request).await),
        }
    }

    fn busy() -> Response<Self::Body> {
        unbroken(reply::failure(Failure::too_many_connections()))
    }
}

/// Only what a function URL streams can break off.
fn unbroken(reply: Reply) -> Response<UnsyncBoxBody<Bytes, BrokenOff>> {
    reply.map(|body| body.map_err(|never| match never {}).boxed_unsync())
}
