//! The Runtime API side: the only room that knows `lambda_runtime`.
//!
//! One thread, named `lambda-runtime`, runs the crate's loop on a current-thread tokio runtime: one
//! thread is enough for a loop that waits, and it beats the crate's default executor at every size.
//! It never calls into the VM. Whatever ends the loop, a panic included, closes the exchange, which
//! wakes every Java reader with the reason.

mod client;
mod environment;
mod report;
mod service;

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::thread;

use lambda_runtime::{LambdaEvent, Runtime, service_fn};
use once_cell::sync::OnceCell;
use serde::de::IgnoredAny;

use crate::error::BridgeError;
use crate::exchange::{Exchange, Turn};

/// The process's bridge. `get_or_try_init` of this cell, not of std's, is what lets a start that
/// failed for want of a variable be tried again.
static BRIDGE: OnceCell<Bridge> = OnceCell::new();

/// What the process has once it is started.
pub struct Bridge {
    /// Where invocations and outcomes change sides.
    pub exchange: Arc<Exchange>,
    /// The open invocation of the `Test` class.
    pub turn: Turn,
}

/// Starts the loop unless it was started before, and returns at once: the first poll of
/// `/runtime/invocation/next` happens on the loop's thread.
///
/// # Errors
/// [`BridgeError::Environment`] outside Lambda, [`BridgeError::Thread`] when the system gives no
/// thread. Either way nothing is started, and a later call may succeed.
pub fn start() -> Result<&'static Bridge, BridgeError> {
    BRIDGE.get_or_try_init(|| {
        environment::check()?;
        let executor = tokio::runtime::Builder::new_current_thread()
            .enable_io()
            .enable_time()
            .build()
            .map_err(BridgeError::Thread)?;
        let exchange = Arc::new(Exchange::default());
        let bridge = Bridge {
            exchange: Arc::clone(&exchange),
            turn: Turn::default(),
        };
        thread::Builder::new()
            .name("lambda-runtime".into())
            .spawn(move || {
                let ended = catch_unwind(AssertUnwindSafe(|| executor.block_on(run(&exchange))));
                exchange.close(ended.unwrap_or_else(|payload| panic_cause(payload.as_ref())));
            })
            .map_err(BridgeError::Thread)?;
        Ok(bridge)
    })
}

/// The started bridge.
///
/// # Errors
/// [`BridgeError::NotStarted`] before [`start`].
pub fn bridge() -> Result<&'static Bridge, BridgeError> {
    BRIDGE.get().ok_or(BridgeError::NotStarted)
}

/// Runs the crate's loop to its end and says why it ended.
async fn run(exchange: &Arc<Exchange>) -> String {
    // The layer answers every invocation itself, so this inner handler is never called and no
    // payload is ever parsed.
    let unused = service_fn(async |_: LambdaEvent<IgnoredAny>| Ok::<(), lambda_runtime::Error>(()));
    let layer = service::ExchangeLayer::new(Arc::clone(exchange), client::Client::new());
    match Runtime::new(unused).layer(layer).run().await {
        Ok(()) => "the Runtime API sent no further event".to_owned(),
        Err(error) => chain(error.as_ref()),
    }
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

fn panic_cause(payload: &(dyn std::any::Any + Send)) -> String {
    let said = payload
        .downcast_ref::<&str>()
        .copied()
        .or_else(|| payload.downcast_ref::<String>().map(String::as_str));
    format!("it panicked: {}", said.unwrap_or("no message"))
}
