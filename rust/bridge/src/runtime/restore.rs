//! SnapStart: the wait between the snapshot of the process and its restore, and what fails around it.
//!
//! The snapshot is taken while `/restore/next` waits. So each connection that is older than the answer may
//! be dead without knowing it: the call has a connection of its own, which is closed after it, and whatever
//! is sent later goes out on new ones.

use crossbeam_channel::Sender;
use http::StatusCode;

use super::answer::Answer;
use super::client::ClientError;
use super::invoke_loop::PAUSES;
use super::report::{Kind, Report};
use super::{Runtime, Shared, wire};
use crate::error::BridgeError;
use crate::exchange::{ErrorReport, Phase};

/// What the thread of the loops is told.
pub(super) enum Order {
    /// Waits for the restore, and sends back whether it came; false when the process is ending.
    Wait(Sender<Result<bool, BridgeError>>),
    /// Reports what failed, and sends back what came of it.
    Fail(ErrorReport, Sender<Result<(), BridgeError>>),
}

impl Runtime {
    /// Waits, without limit, until the snapshot of this process is restored, in place of
    /// [`Runtime::serve`], which follows. False when the process is ending. Blocks.
    ///
    /// # Errors
    /// [`BridgeError::Started`] when the process serves already or has waited before;
    /// [`BridgeError::Restore`] when the Runtime API does not answer as it should.
    pub fn restore(&self) -> Result<bool, BridgeError> {
        if !self.exchange.restore() {
            return match self.exchange.phase() {
                Phase::Init | Phase::Restoring | Phase::Serving => Err(BridgeError::Started),
                Phase::Draining | Phase::Ended(_) => Ok(false),
            };
        }
        let (done, result) = crossbeam_channel::bounded(1);
        let ended = || BridgeError::Restore("the thread of the Runtime API loop has ended".to_owned());
        let order = super::Order::Snapshot(Order::Wait(done));
        self.orders.send(order).map_err(|_| ended())?;
        result.recv().unwrap_or_else(|_| Err(ended()))
    }

    /// Reports what failed before the snapshot or after its restore, in place of [`Runtime::serve`]. Blocks
    /// until the Runtime API has accepted it; the process must end non-zero afterwards.
    ///
    /// # Errors
    /// Those of [`Runtime::init_error`].
    pub fn snapshot_error(&self, report: &ErrorReport) -> Result<(), BridgeError> {
        self.report(|done| super::Order::Snapshot(Order::Fail(report.clone(), done)))
    }
}

/// Waits for the restore. What breaks is called again, as a restored process may find its connection dead;
/// what is answered with a rejection is not.
pub(super) async fn wait(shared: &Shared) -> Result<bool, BridgeError> {
    let mut draining = std::pin::pin!(shared.exchange.draining());
    let mut pauses = PAUSES.iter();
    loop {
        if shared.exchange.phase() != Phase::Restoring {
            return Ok(false);
        }
        let mut calls = shared.calls();
        let answer = tokio::select! {
            biased;
            answer = calls.restore_next() => answer,
            () = &mut draining => return Ok(false),
        };
        match answer {
            Ok(reply) if reply.status == StatusCode::OK => return Ok(true),
            Ok(reply) => return Err(BridgeError::Restore(reply.to_string())),
            Err(error) => match pauses.next() {
                Some(pause) => tokio::time::sleep(*pause).await,
                None => return Err(BridgeError::Restore(shared.failure(&error))),
            },
        }
    }
}

/// Reports what failed: until the restore it is an init error.
pub(super) async fn fail(shared: &Shared, error: &ErrorReport, restored: bool) -> Result<(), BridgeError> {
    let (path, kind) = match restored {
        false => (wire::INIT_ERROR, Kind::BeforeCheckpoint),
        true => (wire::RESTORE_ERROR, Kind::AfterRestore),
    };
    accepted(
        shared,
        shared.calls().process_error(path, &Report::of(kind, error)).await,
    )
}

/// Whether the Runtime API has accepted an error of the program's life.
pub(super) fn accepted(shared: &Shared, posted: Result<Answer, ClientError>) -> Result<(), BridgeError> {
    match posted {
        Ok(reply) if reply.status.is_success() => Ok(()),
        Ok(reply) => Err(BridgeError::InitError(reply.to_string())),
        Err(error) => Err(BridgeError::InitError(shared.failure(&error))),
    }
}
