//! What the servers for clients have in common: a port, a thread, connections with bounds.

mod admission;
mod received;
mod request;
mod stall;

pub(crate) use admission::{Admission, Admitted};
pub(crate) use received::Received;
pub(crate) use request::{Unread, announced, check_access, drain, read};

use crate::{
    bounds::{
        MAX_CLIENT_HEAD_BYTES, MAX_CLIENT_HEADERS, MAX_CLIENTS, MAX_HEAD_TIME, MAX_LINGER, MAX_TURNED_AWAY,
    },
    error::EmulatorError,
    event_loop::{self, EventLoop, Stopped},
};
use bytes::Bytes;
use hyper::{
    Request, Response,
    body::{Body, Incoming},
    server::conn::http1,
    service::service_fn,
};
use hyper_util::rt::{TokioIo, TokioTimer};
use stall::WithoutStall;
use std::{convert::Infallible, error::Error, io, net::SocketAddr, sync::Arc, time::Duration};
use tokio::{
    net::{TcpListener, TcpStream},
    sync::Semaphore,
};

/// Both ends of a client's connection.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Ends {
    pub(crate) server: SocketAddr,
    pub(crate) client: SocketAddr,
}

/// What a server does with requests.
pub(crate) trait Service: Send + Sync + 'static {
    type Body: Body<Data = Bytes, Error: Into<Box<dyn Error + Send + Sync>>> + Send + 'static;

    /// Answers one request, whatever it is.
    fn answer(
        self: Arc<Self>,
        ends: Ends,
        request: Request<Incoming>,
    ) -> impl Future<Output = Response<Self::Body>> + Send;

    /// Says that there are too many connections.
    fn busy() -> Response<Self::Body>;
}

/// A server on a thread of its own. Dropping it closes the port; open requests are cut off.
#[derive(Debug)]
pub(crate) struct Server {
    address: SocketAddr,
    _running: EventLoop,
}

impl Server {
    /// Serves on `address`; port 0 takes a free one. `name` is the thread's.
    pub(crate) fn start<S: Service>(
        service: S,
        address: SocketAddr,
        name: &'static str,
    ) -> Result<Self, EmulatorError> {
        let unstarted = event_loop::Unstarted::new()?;
        let listener = unstarted.bind(address).map_err(|source| match source.kind() {
            io::ErrorKind::AddrInUse => EmulatorError::PortTaken { address },
            _ => EmulatorError::System {
                what: "a port for clients",
                source,
            },
        })?;
        let address = listener
            .local_addr()
            .map_err(EmulatorError::system("the address of a socket"))?;
        let work = async move |stopped: Stopped| {
            tokio::select! {
                () = accept(Arc::new(service), listener) => {}
                () = stopped.wait() => {}
            }
        };
        Ok(Server {
            address,
            _running: unstarted.start(name, work)?,
        })
    }

    /// The address that is served.
    pub(crate) fn address(&self) -> SocketAddr {
        self.address
    }
}

async fn accept<S: Service>(service: Arc<S>, listener: TcpListener) {
    let served = Arc::new(Semaphore::new(MAX_CLIENTS));
    let turned_away = Arc::new(Semaphore::new(MAX_TURNED_AWAY));
    loop {
        let Ok((stream, client)) = listener.accept().await else {
            // Out of file descriptors, most likely; a pause is the only thing that can help.
            tokio::time::sleep(Duration::from_millis(10)).await;
            continue;
        };
        // Without it a small answer may wait for the client's delayed acknowledgement.
        let _ = stream.set_nodelay(true);
        if let Ok(permit) = Arc::clone(&served).try_acquire_owned() {
            let service = Arc::clone(&service);
            tokio::spawn(async move {
                serve(service, stream, client).await;
                drop(permit);
            });
        } else if let Ok(permit) = Arc::clone(&turned_away).try_acquire_owned() {
            tokio::spawn(async move {
                let _ = tokio::time::timeout(MAX_LINGER, turn_away::<S>(stream)).await;
                drop(permit);
            });
        }
    }
}

async fn serve<S: Service>(service: Arc<S>, stream: TcpStream, client: SocketAddr) {
    let Ok(server) = stream.local_addr() else { return };
    let ends = Ends { server, client };
    let answer = service_fn(|request| {
        let service = Arc::clone(&service);
        async move { Ok::<_, Infallible>(service.answer(ends, request).await) }
    });
    // A client that goes away in the middle is its own affair.
    let _ = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(MAX_HEAD_TIME)
        .max_buf_size(MAX_CLIENT_HEAD_BYTES)
        .max_headers(MAX_CLIENT_HEADERS)
        .serve_connection(TokioIo::new(WithoutStall::new(stream)), answer)
        .await;
}

async fn turn_away<S: Service>(stream: TcpStream) {
    let busy = service_fn(|_| async { Ok::<_, Infallible>(S::busy()) });
    let _ = http1::Builder::new()
        .keep_alive(false)
        .serve_connection(TokioIo::new(stream), busy)
        .await;
}
