//! The one open invocation of the `Test` class, whose natives know no token.

use std::sync::{Arc, Mutex};

use super::{Exchange, InvocationContext, Outcome, Token, lock};
use crate::error::BridgeError;

/// Read one, answer one: the order of the 2018 loop, for callers that name no token.
#[derive(Default)]
pub struct Turn {
    open: Mutex<Option<Token>>,
}

impl Turn {
    /// Waits for the next invocation, as [`Exchange::next`] does.
    ///
    /// # Errors
    /// [`BridgeError::StillOpen`] instead of waiting for an event that Lambda cannot send before the
    /// open one is answered.
    pub fn next(&self, exchange: &Exchange) -> Result<(Token, Arc<InvocationContext>), BridgeError> {
        if lock(&self.open).is_some() {
            return Err(BridgeError::StillOpen);
        }
        let (token, context, _) = exchange.next()?;
        *lock(&self.open) = Some(token);
        Ok((token, context))
    }

    /// Answers the open invocation, as [`Exchange::answer`] does.
    ///
    /// # Errors
    /// [`BridgeError::NothingOpen`] without one; else those of [`Exchange::answer`], where a response
    /// that is too large leaves the invocation open.
    pub fn answer(&self, exchange: &Exchange, outcome: Outcome) -> Result<(), BridgeError> {
        let mut open = lock(&self.open);
        let token = open.ok_or(BridgeError::NothingOpen)?;
        let answered = exchange.answer(token, outcome);
        if !matches!(answered, Err(BridgeError::ResponseTooLarge { .. })) {
            *open = None;
        }
        answered
    }
}
