//! How Java takes invocations.

use std::sync::Arc;

use super::lifecycle::{Cause, Phase};
use super::sync::{Ordering, lock};
use super::{Arrival, Exchange, Invocation, InvocationContext, Open, Token, Way};
use crate::error::BridgeError;

/// An invocation that Java has just taken.
#[derive(Debug)]
pub struct Taken {
    /// Names it until it is answered.
    pub token: Token,
    /// What its headers say.
    pub context: Arc<InvocationContext>,
    /// The size of its payload in bytes.
    pub payload_size: usize,
}

impl Exchange {
    /// Waits for the next invocation and opens it. Blocks without limit; a Java thread calls it, and
    /// a virtual one would pin its carrier meanwhile.
    ///
    /// # Errors
    /// [`BridgeError::NotStarted`] before [`Exchange::serve`]; [`BridgeError::Stopped`] or
    /// [`BridgeError::Closed`] when the process has ended or is ending and nothing more is under way
    /// towards Java.
    pub fn next(&self) -> Result<Taken, BridgeError> {
        self.ready()?;
        let arrival = self.batch.receive(&self.arrivals);
        self.open(arrival.ok_or_else(|| self.refusal())?)
    }

    /// As [`Exchange::next`], for the only thread that takes events. Without `wait` it does not block, and there is
    /// none where none is there.
    ///
    /// # Errors
    /// Those of [`Exchange::next`].
    pub fn next_alone(&self, wait: bool) -> Result<Option<Taken>, BridgeError> {
        self.ready()?;
        match self.batch.receive_alone(&self.arrivals, wait) {
            Some(arrival) => self.open(arrival).map(Some),
            None if wait => Err(self.refusal()),
            None => Ok(None),
        }
    }

    fn ready(&self) -> Result<(), BridgeError> {
        match self.phase() {
            Phase::Init | Phase::Restoring => Err(BridgeError::NotStarted),
            _ => Ok(()),
        }
    }

    fn open(&self, (invocation, reply): Arrival) -> Result<Taken, BridgeError> {
        let token = self.last_token.fetch_add(1, Ordering::Relaxed) + 1;
        let Invocation { context, payload } = invocation;
        let taken = Taken {
            token,
            context: Arc::clone(&context),
            payload_size: payload.len(),
        };
        let open = Open {
            context,
            payload: Some(payload),
            way: Way::Reply(reply),
        };
        lock(&self.open).insert(token, open);
        // `stop` may have given up between the two: then nobody would ever answer this one.
        if self.phase() == Phase::Ended(Cause::Stopped) {
            lock(&self.open).remove(&token);
            return Err(BridgeError::Stopped);
        }
        Ok(taken)
    }
}
