//! What the process has once it is started: the library's only global.

use std::time::Duration;

use once_cell::sync::OnceCell;

use super::transfer::Transfer;
use crate::error::BridgeError;
use crate::exchange::Thrown;
use crate::runtime::{self, Bridge};

/// `get_or_try_init` of this cell, not of std's, is what lets a start that failed for want of a
/// variable be tried again.
static PROCESS: OnceCell<Process> = OnceCell::new();

/// The started bridge, and what its Java side keeps.
pub(super) struct Process {
    pub(super) bridge: Bridge,
    pub(super) transfer: Transfer,
}

/// Starts the loop unless it was started before.
///
/// # Errors
/// Those of [`runtime::start`].
pub(super) fn start() -> Result<(), BridgeError> {
    PROCESS
        .get_or_try_init(|| {
            Ok(Process {
                bridge: runtime::start()?,
                transfer: Transfer::default(),
            })
        })
        .map(drop)
}

/// The started process.
///
/// # Errors
/// [`BridgeError::NotStarted`] before [`start`].
pub(super) fn process() -> Result<&'static Process, BridgeError> {
    PROCESS.get().ok_or(BridgeError::NotStarted)
}

/// Reports that the program could not be made ready, in place of [`start`].
///
/// # Errors
/// [`BridgeError::Started`] after [`start`], when it is too late; else those of
/// [`runtime::init_error`].
pub(super) fn init_error(thrown: &Thrown) -> Result<(), BridgeError> {
    match PROCESS.get() {
        Some(_) => Err(BridgeError::Started),
        None => runtime::init_error(thrown),
    }
}

/// Wakes readers and waits for open invocations; before [`start`] there is nothing to do.
pub(super) fn stop(patience: Duration) {
    if let Some(process) = PROCESS.get() {
        process.bridge.exchange.stop(patience);
    }
}
