//! The Runtime API side: the only module that knows `lambda_runtime` and its client.
//!
//! One thread, named `lambda-runtime`, runs everything on a current-thread tokio runtime: one thread is
//! enough for loops that wait, and it beats the default executor at every size. It never calls into the
//! VM. Opening connects and registers the extension; serving requests events. Between the two, the
//! program initializes itself, and an init error can be reported. Whatever ends the loops, a panic
//! included, closes the exchange, which wakes every Java reader with the reason.

mod answer;
mod calls;
mod client;
mod environment;
mod event_head;
mod extension;
mod invoke_loop;
mod report;
mod restore;
mod step;
mod stream_body;
mod streaming;
mod wire;

use std::fs::File;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::thread;

use http::uri::Authority;
use tokio::runtime::{Builder, LocalOptions, LocalRuntime};
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};

use crate::error::{BridgeError, panic_text};
use crate::exchange::{ErrorReport, Exchange, Phase};
use crate::log::Log;
use answer::chain;
use calls::Calls;
use report::{Kind, Report};

pub use calls::EVENT_LIMIT;
pub use environment::Settings;

/// What the thread is told once the program has initialized itself, or has failed to.
enum Order {
    /// Requests events, as many at once as this says.
    Serve(usize),
    /// Reports an init error, and sends back what came of it.
    InitError(Report, crossbeam_channel::Sender<Result<(), BridgeError>>),
    /// What only functions with SnapStart ask for.
    Snapshot(restore::Order),
}

/// An opened connection to the Runtime API, seen from Java's side.
pub struct Runtime {
    /// Where invocations and replies change sides.
    pub exchange: Arc<Exchange>,
    /// Where the loop, and Java's loggers, write.
    pub log: Arc<Log>,
    orders: UnboundedSender<Order>,
}

/// What the thread of the loops works with.
struct Shared {
    exchange: Arc<Exchange>,
    address: Authority,
    log: Arc<Log>,
}

impl Shared {
    /// Calls on a connection of their own, which is not made yet.
    fn calls(&self) -> Calls {
        Calls::new(self.address.clone())
    }

    /// An error in one line, with the address that was called.
    fn failure(&self, error: &dyn std::error::Error) -> String {
        format!("http://{}: {}", self.address, chain(error))
    }
}

impl Runtime {
    /// Starts the thread and returns at once. The thread registers the extension; no event is requested
    /// before [`Runtime::serve`]. `telemetry_log` is where the platform takes framed log records, if it
    /// does.
    ///
    /// # Errors
    /// [`BridgeError::Thread`] when the system gives no thread. Nothing is started then, and a later call
    /// may succeed.
    pub fn open(settings: &Settings, telemetry_log: Option<File>) -> Result<Self, BridgeError> {
        let exchange = Arc::new(Exchange::default());
        let log = Arc::new(Log::from_environment(telemetry_log));
        let (orders, received) = unbounded_channel();
        let runtime = Self {
            exchange: Arc::clone(&exchange),
            log: Arc::clone(&log),
            orders,
        };
        let settings = settings.clone();
        thread::Builder::new()
            .name("lambda-runtime".into())
            .spawn(move || {
                let ended = catch_unwind(AssertUnwindSafe(|| {
                    let shared = Arc::new(Shared {
                        exchange: Arc::clone(&exchange),
                        address: settings.runtime_api,
                        log,
                    });
                    match executor(&exchange) {
                        Ok(executor) => executor.block_on(run(shared, settings.extension, received)),
                        Err(error) => format!("the system does not let it wait for events: {error}"),
                    }
                }));
                let cause =
                    ended.unwrap_or_else(|payload| format!("it panicked: {}", panic_text(payload.as_ref())));
                exchange.close(cause);
            })
            .map_err(BridgeError::Thread)?;
        Ok(runtime)
    }

    /// Requests events from now on, at most `concurrency` at once, and returns. While it serves already,
    /// this does nothing.
    ///
    /// # Errors
    /// Why the process has ended, or is ending.
    pub fn serve(&self, concurrency: usize) -> Result<(), BridgeError> {
        if self.exchange.serve() {
            // Fails only when the thread has ended, which readers are told.
            let _sent = self.orders.send(Order::Serve(concurrency));
            return Ok(());
        }
        match self.exchange.phase() {
            Phase::Serving => Ok(()),
            phase => Err(phase.refusal()),
        }
    }

    /// Reports that the program could not be initialized, in place of [`Runtime::serve`]. Blocks until the
    /// Runtime API has accepted it; the process must end non-zero afterwards.
    ///
    /// # Errors
    /// [`BridgeError::Started`] after [`Runtime::serve`], when it is too late; [`BridgeError::InitError`]
    /// when the Runtime API does not accept it.
    pub fn init_error(&self, report: &ErrorReport) -> Result<(), BridgeError> {
        self.report(|done| Order::InitError(Report::of(Kind::InitError, report), done))
    }

    /// Has the thread report an error of the program's life, and waits for what comes of it.
    fn report(
        &self,
        order: impl FnOnce(crossbeam_channel::Sender<Result<(), BridgeError>>) -> Order,
    ) -> Result<(), BridgeError> {
        if !matches!(self.exchange.phase(), Phase::Init | Phase::Restoring) {
            return Err(BridgeError::Started);
        }
        let (done, result) = crossbeam_channel::bounded(1);
        let ended = || BridgeError::InitError("the thread of the Runtime API loop has ended".to_owned());
        self.orders.send(order(done)).map_err(|_| ended())?;
        result.recv().unwrap_or_else(|_| Err(ended()))
    }
}

/// What the thread runs on. One that could have several threads would bring all of their scheduler along.
fn executor(exchange: &Arc<Exchange>) -> std::io::Result<LocalRuntime> {
    let [works, waits] = [(); 2].map(|()| Arc::clone(exchange));
    Builder::new_current_thread()
        .enable_io()
        .enable_time()
        .on_thread_unpark(move || works.loop_works())
        .on_thread_park(move || waits.loop_waits())
        .build_local(LocalOptions::default())
}

/// Runs everything to its end and returns why it ended.
async fn run(shared: Arc<Shared>, extension: bool, mut orders: UnboundedReceiver<Order>) -> String {
    // Beside the program's initialization.
    let mut registration =
        extension.then(|| tokio::spawn(extension::register(shared.calls(), shared.calls())));
    let mut calls = None;
    let mut restored = false;
    loop {
        let order = orders.recv().await;
        if let (Some(Order::Serve(_) | Order::Snapshot(_)), Some(registering)) = (&order, registration.take())
        {
            // Lambda accepts it before the end of the init phase only. It reports no error of its own. Its
            // connection is that of the loop afterwards.
            calls = registering.await.ok();
        }
        let (posted, done) = match order {
            Some(Order::Serve(concurrency)) => {
                let calls = calls.unwrap_or_else(|| shared.calls());
                return invoke_loop::serve(&shared, concurrency, calls).await;
            }
            Some(Order::Snapshot(restore::Order::Wait(done))) => {
                let result = restore::wait(&shared).await;
                restored = matches!(result, Ok(true));
                // Nothing goes out on a connection that is older than the restore.
                calls = None;
                let _received = done.send(result);
                continue;
            }
            Some(Order::Snapshot(restore::Order::Fail(report, done))) => {
                (restore::fail(&shared, &report, restored).await, done)
            }
            Some(Order::InitError(report, done)) => {
                let posted = shared.calls().process_error(wire::INIT_ERROR, &report).await;
                (restore::accepted(&shared, posted), done)
            }
            None => return "nobody is left to serve".to_owned(),
        };
        let _received = done.send(posted);
        return "the program could not be initialized".to_owned();
    }
}

/// The context of these headers, for the fuzz targets.
#[cfg(feature = "fuzzing")]
pub(crate) fn fuzz_context<'a>(
    headers: impl Iterator<Item = (&'a str, &'a [u8])>,
) -> crate::exchange::InvocationContext {
    let mut head = event_head::EventHead::default();
    headers.for_each(|(name, value)| head.field(name, value));
    head.context()
}

#[cfg(feature = "fuzzing")]
pub(crate) use client::fuzz_answer;

/// Makes a report and holds it against its promises, for the fuzz targets.
#[cfg(feature = "fuzzing")]
pub(crate) fn fuzz_report(error: &ErrorReport) {
    let report = Report::of(Kind::UserException, error);
    assert!(serde_json::from_slice::<serde_json::Value>(&report.body).is_ok());
    assert!(report.body.len() <= report::BODY_LIMIT);
    if let Some(cause) = &report.headers.xray_cause {
        assert!(serde_json::from_str::<serde_json::Value>(cause).is_ok());
        assert!(http::HeaderValue::from_str(cause).is_ok());
    }
}
