//! What the process has once it is opened: the library's only global.

use std::time::Duration;

use once_cell::sync::OnceCell;

use super::current::CurrentInvocation;
use super::descriptor;
use super::kept_array::KeptArray;
use crate::error::BridgeError;
use crate::exchange::ErrorReport;
use crate::runtime::{Runtime, Settings};

/// `get_or_try_init` of this cell, not of std's, is what lets an opening that failed for want of a
/// variable be tried again.
static STATE: OnceCell<State> = OnceCell::new();

/// The opened runtime, and what its Java side keeps.
pub(super) struct State {
    pub(super) runtime: Runtime,
    pub(super) current: CurrentInvocation,
    pub(super) kept_array: KeptArray,
}

/// Opens the runtime unless it was opened before.
///
/// # Errors
/// Those of [`Settings::from_environment`] and [`Runtime::open`].
pub(super) fn open() -> Result<&'static State, BridgeError> {
    STATE.get_or_try_init(|| {
        let settings = Settings::from_environment()?;
        Ok(State {
            runtime: Runtime::open(&settings, descriptor::telemetry_log())?,
            current: CurrentInvocation::default(),
            kept_array: KeptArray::default(),
        })
    })
}

/// Opens the runtime if need be, and lets it request events, as many at once as `concurrency` says.
/// A later call does nothing.
///
/// # Errors
/// Those of [`open`]; why the process has ended, if it has.
pub(super) fn serve(concurrency: usize) -> Result<(), BridgeError> {
    open()?.runtime.serve(concurrency)
}

/// The opened runtime.
///
/// # Errors
/// [`BridgeError::NotStarted`] before [`open`].
pub(super) fn state() -> Result<&'static State, BridgeError> {
    STATE.get().ok_or(BridgeError::NotStarted)
}

/// Reports that the program could not be initialized, in place of [`serve`].
///
/// # Errors
/// Those of [`open`] and [`Runtime::init_error`].
pub(super) fn init_error(report: &ErrorReport) -> Result<(), BridgeError> {
    open()?.runtime.init_error(report)
}

/// Waits until the snapshot of this process is restored; false when the process is ending.
///
/// # Errors
/// Those of [`open`] and [`Runtime::restore`].
pub(super) fn restore() -> Result<bool, BridgeError> {
    open()?.runtime.restore()
}

/// Reports that the process cannot be taken a snapshot of, or cannot go on after its restore.
///
/// # Errors
/// Those of [`open`] and [`Runtime::snapshot_error`].
pub(super) fn snapshot_error(report: &ErrorReport) -> Result<(), BridgeError> {
    open()?.runtime.snapshot_error(report)
}

/// Wakes readers and waits for what is under way; before [`open`] there is nothing to do.
pub(super) fn stop(patience: Duration) {
    if let Some(state) = STATE.get() {
        state.runtime.exchange.stop(patience);
    }
}
