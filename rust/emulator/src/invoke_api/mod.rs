//! The Invoke API for clients: the AWS CLI, the SDKs, curl.
//!
//! Speaks `POST /2015-03-31/functions/{name}/invocations` and `POST
//! /2021-11-15/functions/{name}/response-streaming-invocations` (AWS Lambda API Reference, pages "Invoke" and
//! "InvokeWithResponseStream") on a thread of its own, so that a client costs the Runtime API nothing. Signatures are not checked.

mod event_stream;
mod reply;
mod request;

use crate::{
    emulator::Emulator,
    error::EmulatorError,
    serving::{self, Admission, Ends, Server},
};
use bytes::Bytes;
use http_body_util::combinators::UnsyncBoxBody;
use hyper::{Request, body::Incoming};
use reply::{Failure, Reply};
use std::{convert::Infallible, net::SocketAddr, sync::Arc};

/// A running Invoke API. Dropping it closes the port; open requests are cut off.
#[derive(Debug)]
pub struct InvokeApi(Server);

impl InvokeApi {
    /// Serves the function of this emulator on `address`; port 0 takes a free one.
    ///
    /// # Errors
    /// If the port is taken or the system refuses a socket or a thread.
    pub fn start(emulator: Arc<Emulator>, address: SocketAddr) -> Result<Self, EmulatorError> {
        let service = Service {
            emulator,
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
    emulator: Arc<Emulator>,
    admission: Admission,
}

impl serving::Service for Service {
    type Body = UnsyncBoxBody<Bytes, Infallible>;

    async fn answer(self: Arc<Self>, ends: Ends, request: Request<Incoming>) -> Reply {
        request::answer(&self, ends, request).await
    }

    fn busy() -> Reply {
        reply::failure(Failure::too_many_connections())
    }
}
