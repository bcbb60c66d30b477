//! The single open invocation of class `Test`, whose natives take no token.

use std::sync::{Mutex, MutexGuard, PoisonError};

use crate::error::BridgeError;
use crate::exchange::{Exchange, Reply, Taken, Token};

/// Invocations are read and answered strictly in turn, as the loop of 2018 does.
#[derive(Default)]
pub(super) struct CurrentInvocation {
    open: Mutex<Option<Token>>,
}

impl CurrentInvocation {
    /// Waits for the next invocation, as [`Exchange::next`] does.
    ///
    /// # Errors
    /// [`BridgeError::StillOpen`] instead of waiting for an event that Lambda cannot send before the
    /// open one is answered.
    pub(super) fn next(&self, exchange: &Exchange) -> Result<Taken, BridgeError> {
        // One that `LambdaRuntime` has open counts, too: its handler would wait here for ever.
        if self.open().is_some() || exchange.open_invocations() > 0 {
            return Err(BridgeError::StillOpen);
        }
        let taken = exchange.next()?;
        *self.open() = Some(taken.token);
        Ok(taken)
    }

    /// Answers the open invocation, as [`Exchange::answer`] does.
    ///
    /// # Errors
    /// [`BridgeError::NothingOpen`] without one; else those of [`Exchange::answer`], where a response
    /// that is too large leaves the invocation open.
    pub(super) fn answer(&self, exchange: &Exchange, reply: Reply) -> Result<(), BridgeError> {
        let mut open = self.open();
        let token = open.ok_or(BridgeError::NothingOpen)?;
        let answered = exchange.answer(token, reply);
        if !matches!(answered, Err(BridgeError::ResponseTooLarge { .. })) {
            *open = None;
        }
        answered
    }

    fn open(&self) -> MutexGuard<'_, Option<Token>> {
        self.open.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(all(test, not(feature = "model")))]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::exchange::{ErrorReport, Invocation, InvocationContext, RESPONSE_LIMIT};

    #[test]
    fn an_invocation_is_read_once_and_answered_once() {
        let exchange = Arc::new(Exchange::default());
        let current = CurrentInvocation::default();
        let buffered = |size: usize| Reply::Buffered(vec![b'x'; size].into());
        assert!(matches!(
            current.answer(&exchange, buffered(1)),
            Err(BridgeError::NothingOpen)
        ));

        assert!(exchange.serve());
        let _pending = exchange.ticket().expect("it serves").offer(Invocation {
            context: Arc::new(InvocationContext::default()),
            payload: bytes::Bytes::new(),
        });
        current.next(&exchange).expect("there is one");
        assert!(matches!(current.next(&exchange), Err(BridgeError::StillOpen)));

        assert!(matches!(
            current.answer(&exchange, buffered(RESPONSE_LIMIT + 1)),
            Err(BridgeError::ResponseTooLarge { .. })
        ));
        current
            .answer(&exchange, Reply::Failed(ErrorReport::default()))
            .expect("it is still open");
        assert!(matches!(
            current.answer(&exchange, buffered(1)),
            Err(BridgeError::NothingOpen)
        ));
    }
}
