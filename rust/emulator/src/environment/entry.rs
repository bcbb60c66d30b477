//! One event on its way through the function: what it is, and where it stands.

use crate::{answer::Answer, event::Event, history::Number};
use bytes::Bytes;
use std::{
    sync::{Arc, atomic::AtomicBool},
    time::{Instant, SystemTime},
};
use tokio::sync::oneshot;

/// One event on its way through the function.
#[derive(Debug)]
pub(crate) struct Invocation {
    pub(crate) request_id: String,
    pub(crate) invocation_id: String,
    pub(crate) event: Event,
    /// Its number in the history.
    pub(crate) number: Number,
    /// Whether the log has its START.
    pub(super) started: AtomicBool,
}

impl Invocation {
    pub(super) fn new(request_id: String, invocation_id: String, event: Event, number: Number) -> Self {
        Invocation {
            request_id,
            invocation_id,
            event,
            number,
            started: AtomicBool::new(false),
        }
    }

    /// What is left of it to be known by.
    pub(super) fn without_payload(&self) -> Self {
        let event = Event {
            payload: Bytes::new(),
            pieces: None,
            reader: None,
            ..self.event.clone()
        };
        Invocation::new(
            self.request_id.clone(),
            self.invocation_id.clone(),
            event,
            self.number,
        )
    }
}

/// Where an invocation stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Stage {
    /// Nobody has fetched it yet.
    Waiting,
    /// The function has it.
    Delivered,
    /// Its answer is being read.
    Answering,
    /// It was answered.
    Answered,
    /// Its response was refused for its size.
    TooLarge,
    /// Its time-out passed.
    TimedOut,
}

/// An answer with the time at which its last byte arrived.
pub(crate) type Answered = (Answer, Instant);

/// An invocation in the books of the Runtime API.
#[derive(Debug)]
pub(super) struct Entry {
    pub(super) invocation: Arc<Invocation>,
    pub(super) stage: Stage,
    /// A poll has been chosen for it, which has not yet written it: no other poll may have it.
    pub(super) promised: bool,
    pub(super) deadline: Option<SystemTime>,
    pub(super) delivered: Option<oneshot::Sender<Instant>>,
    pub(super) answer: Option<oneshot::Sender<Answered>>,
}

/// Why an answer is not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum NotAnswerable {
    UnknownRequestId,
    InvalidStateTransition(&'static str),
    Over,
    StaleInvocationId,
}
