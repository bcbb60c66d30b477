//! The phases of the process, and which may follow which.

use std::sync::Arc;

use crate::error::BridgeError;

/// Where the process stands in its life.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Phase {
    /// Connected, but no event has been asked for: an init error can still be reported.
    Init,
    /// Between the snapshot and its restore, for functions with SnapStart.
    Restoring,
    /// Events are asked for and handed to Java.
    Serving,
    /// The process is ending: no further event is asked for, and those that were taken are finished.
    Draining,
    /// Nothing more happens.
    Ended(Cause),
}

/// Why the process has ended. The first cause is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Cause {
    /// The process was told to end.
    Stopped,
    /// The Runtime API loop has ended, with its reason.
    Failed(Arc<str>),
}

impl Phase {
    /// Whether the process may go from this phase to `next`.
    pub fn allows(&self, next: &Phase) -> bool {
        use Phase::{Draining, Ended, Init, Restoring, Serving};
        matches!(
            (self, next),
            (Init, Restoring | Serving)
                | (Restoring, Serving)
                | (Init | Restoring | Serving, Draining)
                | (Init | Restoring | Serving | Draining, Ended(_))
        )
    }

    /// Goes to `next` if that is allowed, and returns whether it was.
    pub(super) fn advance(&mut self, next: Phase) -> bool {
        let allowed = self.allows(&next);
        if allowed {
            *self = next;
        }
        allowed
    }

    /// Why no further invocation comes in this phase.
    pub(crate) fn refusal(&self) -> BridgeError {
        match self {
            Phase::Init | Phase::Restoring => BridgeError::NotStarted,
            Phase::Draining | Phase::Ended(Cause::Stopped) => BridgeError::Stopped,
            Phase::Ended(Cause::Failed(cause)) => BridgeError::Closed {
                cause: Arc::clone(cause),
            },
            Phase::Serving => BridgeError::Closed {
                cause: "it no longer waits for this answer".into(),
            },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Cause, Phase};

    #[test]
    fn phases_follow_each_other_in_one_direction() {
        let ended = Phase::Ended(Cause::Stopped);
        let phases = [
            Phase::Init,
            Phase::Restoring,
            Phase::Serving,
            Phase::Draining,
            ended.clone(),
        ];
        for (from, phase) in phases.iter().enumerate() {
            for (to, next) in phases.iter().enumerate() {
                assert_eq!(phase.allows(next), from < to, "{phase:?} to {next:?}");
            }
        }
        let failed = Phase::Ended(Cause::Failed("later".into()));
        assert!(!ended.allows(&failed), "the first cause is kept");
    }

    #[test]
    fn a_transition_that_is_not_allowed_changes_nothing() {
        let mut phase = Phase::Draining;
        assert!(!phase.advance(Phase::Serving));
        assert_eq!(phase, Phase::Draining);
    }
}
