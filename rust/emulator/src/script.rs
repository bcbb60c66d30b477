//! The script: what the Runtime API does wrong on purpose, call by call.
//!
//! Each kind of call has a queue of [`Misbehaviour`]s; every call takes the first of its kind, and a call
//! that finds its queue empty is answered as by Lambda.

use bytes::Bytes;
use std::{
    collections::{HashMap, VecDeque},
    sync::{Mutex, PoisonError},
    time::Duration,
};

/// The calls that a function can make.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum CallKind {
    /// `GET /runtime/invocation/next`
    Next,
    /// `POST /runtime/invocation/{id}/response`
    Response,
    /// `POST /runtime/invocation/{id}/error`
    Error,
    /// `POST /runtime/init/error`
    InitError,
    /// `GET /runtime/restore/next`
    RestoreNext,
    /// `POST /runtime/restore/error`
    RestoreError,
    /// `POST /extension/register`
    ExtensionRegister,
    /// `GET /extension/event/next`
    ExtensionNext,
    /// Anything else.
    Other,
}

/// What to do to one call; the default does nothing wrong.
///
/// An answer call (`/response`, `/error`) whose [`status`](Misbehaviour::status) is scripted to be a refusal,
/// or whose upload is cut, ends its invocation with [`Answer::Refused`](crate::Answer::Refused), so that the
/// next event can show whether the function goes on.
#[derive(Debug, Clone, Default)]
#[must_use]
pub struct Misbehaviour {
    pub(crate) delay: Option<Duration>,
    pub(crate) status: Option<u16>,
    pub(crate) body: Option<Bytes>,
    pub(crate) headers: Vec<HeaderChange>,
    pub(crate) chunked: Option<usize>,
    pub(crate) dribble: Option<(usize, Duration)>,
    pub(crate) cut: Option<Cut>,
    pub(crate) reading: Reading,
    pub(crate) kills: bool,
}

/// How the body of a request is read.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Reading {
    /// A pause after each so many bytes.
    pub(crate) slowly: Option<(usize, Duration)>,
    /// Where reading stops.
    pub(crate) until: Option<usize>,
}

/// A change to the headers of one reply.
#[derive(Debug, Clone)]
pub(crate) enum HeaderChange {
    Remove(String),
    Set(String, Vec<u8>),
    Add(String, Vec<u8>),
}

/// Where and how the connection of a call ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Cut {
    /// Closed when the head of the request has arrived; its body is never read, or not to its end, as
    /// [`Misbehaviour::within_body`] says.
    CloseBeforeBody,
    /// Reset (RST) when the head of the request has arrived.
    ResetBeforeBody,
    /// Closed instead of a reply; the request itself counts.
    CloseInsteadOfReply,
    /// Reset instead of a reply; the request itself counts.
    ResetInsteadOfReply,
    /// The emulator's half of the connection is closed instead of a reply, and the other stays open.
    HalfCloseInsteadOfReply,
    /// Closed after so many bytes of the reply, counted from the status line.
    CloseAfter(usize),
    /// Reset after so many bytes of the reply, counted from the status line.
    ResetAfter(usize),
    /// Closed after a whole reply, without a `Connection: close` that would announce it.
    CloseAfterReply,
}

impl Cut {
    /// Whether the function has a whole reply.
    pub(crate) fn leaves_the_reply(self) -> bool {
        self == Cut::CloseAfterReply
    }
}

impl Misbehaviour {
    /// Does nothing wrong: a place in the queue for a call that is to go well.
    pub fn none() -> Self {
        Misbehaviour::default()
    }

    /// Answers with this status and a body in the Runtime API's error form.
    ///
    /// A call of `/next` is answered at once and consumes no event.
    pub fn status(status: u16) -> Self {
        Misbehaviour {
            status: Some(status),
            ..Misbehaviour::default()
        }
    }

    /// Waits before the reply is written (for `/next`: after there is an event).
    pub fn delay(time: Duration) -> Self {
        Misbehaviour {
            delay: Some(time),
            ..Misbehaviour::default()
        }
    }

    /// Ends the connection.
    pub fn cut(cut: Cut) -> Self {
        Misbehaviour {
            cut: Some(cut),
            ..Misbehaviour::default()
        }
    }

    /// Ends the process of the function by SIGKILL when the head of the request has arrived.
    pub fn kill_process() -> Self {
        Misbehaviour {
            kills: true,
            ..Misbehaviour::default()
        }
    }

    /// Also waits before the reply is written.
    pub fn and_delay(mut self, time: Duration) -> Self {
        self.delay = Some(time);
        self
    }

    /// Also ends the connection.
    pub fn and_cut(mut self, cut: Cut) -> Self {
        self.cut = Some(cut);
        self
    }

    /// Leaves every header of this name out of the reply; `Content-Length` and `Content-Type` included.
    pub fn without_header(mut self, name: &str) -> Self {
        self.headers.push(HeaderChange::Remove(name.to_owned()));
        self
    }

    /// Replaces every header of this name by this one value, which may be empty or not UTF-8.
    pub fn header(mut self, name: &str, value: impl AsRef<[u8]>) -> Self {
        self.headers
            .push(HeaderChange::Set(name.to_owned(), value.as_ref().to_vec()));
        self
    }

    /// Adds a header, beside one of the same name if there is one.
    pub fn extra_header(mut self, name: &str, value: impl AsRef<[u8]>) -> Self {
        self.headers
            .push(HeaderChange::Add(name.to_owned(), value.as_ref().to_vec()));
        self
    }

    /// Replaces the body of the reply.
    pub fn body(mut self, bytes: impl Into<Bytes>) -> Self {
        self.body = Some(bytes.into());
        self
    }

    /// Sends the body of the reply in chunks of this many bytes instead of with a `Content-Length`.
    pub fn chunked(mut self, size: usize) -> Self {
        self.chunked = Some(size.max(1));
        self
    }

    /// Reads the body of the request in pieces of this many bytes with a pause after each.
    pub fn read_slowly(mut self, size: usize, pause: Duration) -> Self {
        self.reading.slowly = Some((size.max(1), pause));
        self
    }

    /// Replies, or cuts before the body, when so many bytes of the request's body have been read; no more of
    /// it is. A reply then closes the connection. For answer calls.
    pub fn within_body(mut self, bytes: usize) -> Self {
        self.reading.until = Some(bytes);
        self
    }

    /// Writes the reply in pieces of this many bytes with a pause after each.
    pub fn dribble(mut self, size: usize, pause: Duration) -> Self {
        self.dribble = Some((size.max(1), pause));
        self
    }
}

/// The queues of one emulator.
#[derive(Debug, Default)]
pub(crate) struct Script {
    queues: Mutex<HashMap<CallKind, VecDeque<Misbehaviour>>>,
}

impl Script {
    pub(crate) fn push(&self, call: CallKind, misbehaviour: Misbehaviour) {
        self.queues
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .entry(call)
            .or_default()
            .push_back(misbehaviour);
    }

    /// How many calls of this kind still have something to be done to them.
    pub(crate) fn left(&self, call: CallKind) -> usize {
        let queues = self.queues.lock().unwrap_or_else(PoisonError::into_inner);
        queues.get(&call).map_or(0, VecDeque::len)
    }

    /// Takes what is to be done to the call that has just arrived.
    pub(crate) fn take(&self, call: CallKind) -> Option<Misbehaviour> {
        self.queues
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .get_mut(&call)?
            .pop_front()
    }
}
