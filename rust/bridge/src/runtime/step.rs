//! What the loop learns of one event, whichever way its answer took.

/// How one step of the loop ended.
pub(super) enum Step {
    /// An event was taken and its answer posted, or rejected.
    Answered,
    /// No event could be taken, for this reason.
    NoEvent(String),
    /// The loop cannot go on, for this reason.
    Fatal(String),
}
