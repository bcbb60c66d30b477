//! The Invoke API for clients: the AWS CLI, the SDKs, curl.
//!
//! Speaks `POST /2015-03-31/functions/{name}/invocations` and `POST
//! /2021-11-15/functions/{name}/response-streaming-invocations` (AWS Lambda API Reference, pages "Invoke" and
//! "InvokeWithResponseStream") on a thread of its own, so that a client costs the Runtime API nothing. Signatures are not checked.

mod admission;
mod event_stream;
mod reply;
mod request;
mod stall;

use crate::{
    bounds::{
        MAX_CLIENT_HEAD_BYTES, MAX_CLIENT_HEADERS, MAX_CLIENTS, MAX_HEAD_TIME, MAX_LINGER, MAX_TURNED_AWAY,
    },
    emulator::Emulator,
    error::EmulatorError,
};
use admission::Admission;
use hyper::{server::conn::http1, service::service_fn};
use hyper_util::rt::{TokioIo, TokioTimer};
use reply::Failure;
use stall::WithoutStall;
use std::{convert::Infallible, io, net::SocketAddr, sync::Arc, thread::JoinHandle, time::Duration};
use tokio::{
    net::{TcpListener, TcpStream},
    runtime,
    sync::{Semaphore, oneshot},
};

/// A running Invoke API. Dropping it closes the port; open requests are cut off.
#[derive(Debug)]
pub struct InvokeApi {
    address: SocketAddr,
    thread: Option<(oneshot::Sender<()>, JoinHandle<()>)>,
}

impl InvokeApi {
    /// Serves the function of this emulator on `address`; port 0 takes a free one.
    ///
    /// # Errors
    /// If the port is taken or the system refuses a socket or a thread.
    pub fn start(emulator: Arc<Emulator>, address: SocketAddr) -> Result<Self, EmulatorError> {
        let system = |what| EmulatorError::system(what);
        let runtime = runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .map_err(system("an event loop"))?;
        let listener =
            runtime
                .block_on(TcpListener::bind(address))
                .map_err(|source| match source.kind() {
                    io::ErrorKind::AddrInUse => EmulatorError::PortTaken { address },
                    _ => EmulatorError::System {
                        what: "the Invoke API's port",
                        source,
                    },
                })?;
        let address = listener.local_addr().map_err(system("the address of a socket"))?;
        let (stop, stopped) = oneshot::channel::<()>();
        let thread = std::thread::Builder::new()
            .name("invoke-api".to_owned())
            .spawn(move || {
                runtime.block_on(async {
                    tokio::select! {
                        () = accept(emulator, listener) => {}
                        _ = stopped => {}
                    }
                });
            })
            .map_err(system("a thread"))?;
        Ok(InvokeApi {
            address,
            thread: Some((stop, thread)),
        })
    }

    /// The address that is served.
    pub fn address(&self) -> SocketAddr {
        self.address
    }
}

impl Drop for InvokeApi {
    fn drop(&mut self) {
        if let Some((stop, thread)) = self.thread.take() {
            let _ = stop.send(());
            let _ = thread.join();
        }
    }
}

/// What the connections of one server share.
#[derive(Debug)]
struct Service {
    emulator: Arc<Emulator>,
    admission: Admission,
}

async fn accept(emulator: Arc<Emulator>, listener: TcpListener) {
    let service = Arc::new(Service {
        emulator,
        admission: Admission::new(),
    });
    let served = Arc::new(Semaphore::new(MAX_CLIENTS));
    let turned_away = Arc::new(Semaphore::new(MAX_TURNED_AWAY));
    loop {
        let Ok((stream, _)) = listener.accept().await else {
            // Out of file descriptors, most likely; a pause is the only thing that can help.
            tokio::time::sleep(Duration::from_millis(10)).await;
            continue;
        };
        // Without it a small answer may wait for the client's delayed acknowledgement.
        let _ = stream.set_nodelay(true);
        if let Ok(permit) = Arc::clone(&served).try_acquire_owned() {
            let service = Arc::clone(&service);
            tokio::spawn(async move {
                serve(service, stream).await;
                drop(permit);
            });
        } else if let Ok(permit) = Arc::clone(&turned_away).try_acquire_owned() {
            tokio::spawn(async move {
                let _ = tokio::time::timeout(MAX_LINGER, turn_away(stream)).await;
                drop(permit);
            });
        }
    }
}

async fn serve(service: Arc<Service>, stream: TcpStream) {
    let Ok(address) = stream.local_addr() else { return };
    let answer = service_fn(|request| {
        let service = Arc::clone(&service);
        async move { Ok::<_, Infallible>(request::answer(&service, address, request).await) }
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

/// Says that there are too many connections.
async fn turn_away(stream: TcpStream) {
    let busy = service_fn(|_| async { Ok::<_, Infallible>(reply::failure(Failure::too_many_connections())) });
    let _ = http1::Builder::new()
        .keep_alive(false)
        .serve_connection(TokioIo::new(stream), busy)
        .await;
}
