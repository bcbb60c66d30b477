//! The Runtime API side: the only room that knows `lambda_runtime`'s client.
//!
//! One thread, named `lambda-runtime`, runs the loop on a current-thread tokio runtime: one thread is
//! enough for a loop that waits, and it beats the default executor at every size. It never calls into
//! the VM. Whatever ends the loop, a panic included, closes the exchange, which wakes every Java
//! reader with the reason.

mod api;
mod context;
mod environment;
mod extension;
mod polling;
mod report;
mod shortened;
mod wire;
mod xray;

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::thread;

use crate::error::BridgeError;
use crate::exchange::{Exchange, Thrown, Turn};
use crate::log::Log;
use api::Api;
use report::{Kind, Report};

/// A started loop, seen from Java's side.
pub struct Bridge {
    /// Where invocations and outcomes change sides.
    pub exchange: Arc<Exchange>,
    /// The open invocation of the `Test` class.
    pub turn: Turn,
    /// Where the loop, and Java's loggers, say what they have to say.
    pub log: Arc<Log>,
}

/// Starts the loop and returns at once: the first poll of `/runtime/invocation/next` happens on the
/// loop's thread.
///
/// # Errors
/// [`BridgeError::Environment`] outside Lambda, [`BridgeError::Thread`] when the system gives no
/// thread. Either way nothing is started, and a later call may succeed.
pub fn start() -> Result<Bridge, BridgeError> {
    environment::check()?;
    let executor = executor()?;
    let exchange = Arc::new(Exchange::default());
    let log = Arc::new(Log::from_environment());
    let bridge = Bridge {
        exchange: Arc::clone(&exchange),
        turn: Turn::default(),
        log: Arc::clone(&log),
    };
    thread::Builder::new()
        .name("lambda-runtime".into())
        .spawn(move || {
            let ended = catch_unwind(AssertUnwindSafe(|| {
                executor.block_on(async { polling::run(&exchange, &Arc::new(Api::new()), &log).await })
            }));
            exchange.close(ended.unwrap_or_else(|payload| panic_cause(payload.as_ref())));
        })
        .map_err(BridgeError::Thread)?;
    Ok(bridge)
}

/// Reports that the program could not be made ready, in place of [`start`]. Blocks until the Runtime
/// API has taken it; the process must end non-zero afterwards.
///
/// # Errors
/// [`BridgeError::Environment`] outside Lambda; [`BridgeError::InitError`] when the Runtime API does not
/// take it.
pub fn init_error(thrown: &Thrown) -> Result<(), BridgeError> {
    environment::check()?;
    let report = Report::of(Kind::InitError, thrown);
    let said = executor()?.block_on(async { Api::new().init_error(report).await });
    match said {
        Ok(said) if said.status.is_success() => Ok(()),
        Ok(said) => Err(BridgeError::InitError(said.to_string())),
        Err(error) => Err(BridgeError::InitError(chain(error.as_ref()))),
    }
}

fn executor() -> Result<tokio::runtime::Runtime, BridgeError> {
    tokio::runtime::Builder::new_current_thread()
        .enable_io()
        .enable_time()
        .build()
        .map_err(BridgeError::Thread)
}

/// An error and its sources in one line; hyper's first line alone says little.
fn chain(error: &dyn std::error::Error) -> String {
    let mut text = error.to_string();
    let mut source = error.source();
    while let Some(cause) = source {
        text.push_str(": ");
        text.push_str(&cause.to_string());
        source = cause.source();
    }
    text
}

/// The context of these headers, for the fuzz targets.
#[cfg(feature = "fuzzing")]
pub(crate) fn fuzz_context(headers: &http::HeaderMap) -> crate::exchange::InvocationContext {
    let request_id = context::answering(headers).map(|answering| answering.request_id);
    context::context(headers, request_id.as_deref().unwrap_or_default())
}

/// Makes a report and holds it against its promises, for the fuzz targets.
#[cfg(feature = "fuzzing")]
pub(crate) fn fuzz_report(thrown: &Thrown) {
    let report = Report::of(Kind::UserException, thrown);
    assert!(serde_json::from_slice::<serde_json::Value>(&report.body).is_ok());
    assert!(report.body.len() <= report::BODY_LIMIT);
    if let Some(cause) = &report.xray_cause {
        assert!(serde_json::from_str::<serde_json::Value>(cause).is_ok());
        assert!(http::HeaderValue::from_str(cause).is_ok());
    }
}

fn panic_cause(payload: &(dyn std::any::Any + Send)) -> String {
    let said = payload
        .downcast_ref::<&str>()
        .copied()
        .or_else(|| payload.downcast_ref::<String>().map(String::as_str));
    format!("it panicked: {}", said.unwrap_or("no message"))
}
