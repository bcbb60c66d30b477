//! A record of every request that the function made, for assertions.

use crate::{bounds::MAX_RECORDED_BYTES, http::Headers, script::CallKind};
use bytes::Bytes;
use std::{
    collections::VecDeque,
    sync::{Mutex, PoisonError},
    time::Instant,
};

/// One request of the function to the Runtime API or the Extensions API.
///
/// It is recorded when its body has arrived or failed to; a `/next` as soon as its head has arrived.
#[derive(Debug, Clone)]
pub struct RecordedCall {
    /// Which call it was.
    pub kind: CallKind,
    /// The method, for example `POST`.
    pub method: String,
    /// The path with its version prefix and query, as it came.
    pub path: String,
    /// The headers in the order they came, names spelt as they came.
    pub headers: Headers,
    /// The trailers after a chunked body.
    pub trailers: Headers,
    /// Bytes of body that arrived.
    pub body_length: usize,
    /// A copy of the body, unless it was larger than
    /// [`recorded_body_limit`](crate::FunctionSettings::recorded_body_limit).
    pub body: Option<Bytes>,
    /// Number of the connection, counted from 0 in the order they were accepted.
    pub connection: u64,
    /// When the last byte arrived.
    pub arrived: Instant,
}

#[derive(Debug, Default)]
struct Kept {
    calls: VecDeque<RecordedCall>,
    bytes: usize,
}

impl RecordedCall {
    /// Bytes that its record takes, roughly.
    fn size(&self) -> usize {
        let fields = self.headers.size() + self.trailers.size();
        let body = self.body.as_ref().map_or(0, Bytes::len);
        size_of::<Self>() + self.method.len() + self.path.len() + fields + body
    }
}

/// The calls of one emulator, the oldest dropped when there are too many.
#[derive(Debug)]
pub(crate) struct Recorder {
    calls: Mutex<Kept>,
    limit: usize,
    pub(crate) body_limit: usize,
}

impl Recorder {
    pub(crate) fn new(limit: usize, body_limit: usize) -> Self {
        Recorder {
            calls: Mutex::default(),
            limit,
            body_limit,
        }
    }

    pub(crate) fn is_on(&self) -> bool {
        self.limit > 0
    }

    pub(crate) fn record(&self, call: RecordedCall) {
        let mut kept = self.calls.lock().unwrap_or_else(PoisonError::into_inner);
        kept.bytes += call.size();
        kept.calls.push_back(call);
        while kept.calls.len() > self.limit || kept.bytes > MAX_RECORDED_BYTES {
            let Some(oldest) = kept.calls.pop_front() else {
                break;
            };
            kept.bytes -= oldest.size();
        }
    }

    pub(crate) fn calls(&self) -> Vec<RecordedCall> {
        self.calls
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .calls
            .iter()
            .cloned()
            .collect()
    }
}
