//! Internal extensions: programs inside the function's process that registered with the Extensions API.

use super::entry::Invocation;
use crate::bounds::MAX_EXTENSION_EVENTS;
use std::{
    collections::VecDeque,
    sync::Arc,
    time::{SystemTime, UNIX_EPOCH},
};
use tokio::sync::oneshot;

/// One registered extension.
#[derive(Debug)]
pub(crate) struct Extension {
    pub(crate) name: String,
    pub(crate) identifier: String,
    wants_invocations: bool,
    waiting: VecDeque<Arc<Invocation>>,
    poller: Option<oneshot::Sender<Arc<Invocation>>>,
    /// Whether it has ever asked for an event, which says that it is ready.
    pub(super) polled: bool,
}

impl Extension {
    pub(crate) fn new(name: &str, wants_invocations: bool) -> Self {
        Extension {
            name: name.to_owned(),
            identifier: uuid::Uuid::new_v4().to_string(),
            wants_invocations,
            waiting: VecDeque::new(),
            poller: None,
            polled: false,
        }
    }

    /// Whether an older event had to be dropped for it.
    pub(super) fn offer(&mut self, invocation: &Arc<Invocation>) -> bool {
        if !self.wants_invocations {
            return false;
        }
        let unsent = match self.poller.take() {
            Some(poller) => poller.send(Arc::clone(invocation)).err(),
            None => Some(Arc::clone(invocation)),
        };
        // Its event names the invocation only, so the payload is not kept for one that lags behind.
        self.waiting
            .extend(unsent.map(|invocation| Arc::new(invocation.without_payload())));
        let dropped = self.waiting.len() > MAX_EXTENSION_EVENTS;
        if dropped {
            self.waiting.pop_front();
        }
        dropped
    }

    /// The next event at once, or the place where it will appear.
    pub(crate) fn poll(&mut self) -> Result<Arc<Invocation>, oneshot::Receiver<Arc<Invocation>>> {
        self.polled = true;
        if let Some(invocation) = self.waiting.pop_front() {
            return Ok(invocation);
        }
        let (sender, receiver) = oneshot::channel();
        self.poller = Some(sender);
        Err(receiver)
    }
}

/// The INVOKE event of the Extensions API.
pub(crate) fn invoke_event(invocation: &Invocation, function_arn: &str, deadline: SystemTime) -> String {
    serde_json::json!({
        "eventType": "INVOKE",
        "deadlineMs": unix_milliseconds(deadline),
        "requestId": invocation.request_id,
        "invokedFunctionArn": function_arn,
        "tracing": { "type": "X-Amzn-Trace-Id", "value": invocation.event.trace_id.as_deref().unwrap_or_default() },
    })
    .to_string()
}

/// Milliseconds since 1970, as deadlines are written.
pub(crate) fn unix_milliseconds(time: SystemTime) -> u128 {
    time.duration_since(UNIX_EPOCH).unwrap_or_default().as_millis()
}
