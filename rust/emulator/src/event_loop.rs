//! Event loops on threads of their own.

use crate::error::EmulatorError;
use std::{io, net::SocketAddr, thread::JoinHandle};
use tokio::{
    net::TcpListener,
    runtime::{self, Handle, Runtime},
    sync::oneshot,
};

/// Completes when its [`EventLoop`] is dropped.
#[derive(Debug)]
pub(crate) struct Stopped(oneshot::Receiver<()>);

impl Stopped {
    pub(crate) async fn wait(self) {
        // A dropped sender is as good a reason to end as a message.
        let _ = self.0.await;
    }
}

/// A loop without a thread: what must have happened before the thread starts is done on the caller's.
#[derive(Debug)]
pub(crate) struct Unstarted(Runtime);

impl Unstarted {
    pub(crate) fn new() -> Result<Self, EmulatorError> {
        let runtime = runtime::Builder::new_current_thread().enable_all().build();
        runtime
            .map(Unstarted)
            .map_err(EmulatorError::system("an event loop"))
    }

    /// A listener of this loop; port 0 takes a free one.
    pub(crate) fn bind(&self, address: SocketAddr) -> io::Result<TcpListener> {
        self.0.block_on(TcpListener::bind(address))
    }

    /// Runs `work` to its end on a thread with this name.
    pub(crate) fn start<W: Future<Output = ()>>(
        self,
        name: &str,
        work: impl FnOnce(Stopped) -> W + Send + 'static,
    ) -> Result<EventLoop, EmulatorError> {
        let handle = self.0.handle().clone();
        let (stop, stopped) = oneshot::channel();
        let thread = std::thread::Builder::new()
            .name(name.to_owned())
            .spawn(move || self.0.block_on(work(Stopped(stopped))))
            .map_err(EmulatorError::system("a thread"))?;
        Ok(EventLoop {
            handle,
            thread: Some((stop, thread)),
        })
    }
}

/// A loop that runs. Dropping it tells the work to stop, and waits until it has.
#[derive(Debug)]
pub(crate) struct EventLoop {
    handle: Handle,
    thread: Option<(oneshot::Sender<()>, JoinHandle<()>)>,
}

impl EventLoop {
    pub(crate) fn handle(&self) -> &Handle {
        &self.handle
    }
}

impl Drop for EventLoop {
    fn drop(&mut self) {
        if let Some((stop, thread)) = self.thread.take() {
            let _ = stop.send(());
            // The thread has nothing to say at its end; if it panicked, the test has already seen that.
            let _ = thread.join();
        }
    }
}
