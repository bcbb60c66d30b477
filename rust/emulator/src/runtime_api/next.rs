//! `GET /runtime/invocation/next`.

use super::{KeepAlive, Session};
use crate::{
    environment::{Invocation, Progress, unix_milliseconds},
    http::{Body, Head, Reply},
    report,
    script::{CallKind, Misbehaviour},
    wire,
};
use std::{io, sync::Arc, time::SystemTime};

impl Session<'_> {
    /// Waits for an event as long as it takes and writes it.
    pub(super) async fn next(
        &mut self,
        head: &Head,
        misbehaviour: Option<&Misbehaviour>,
    ) -> io::Result<KeepAlive> {
        self.record(head, CallKind::Next, &Body::default());
        if let Some(status) = misbehaviour.and_then(|misbehaviour| misbehaviour.status) {
            let refusal = Reply::refusal(status, "Scripted", "this poll was told to fail");
            return self.reply(refusal, misbehaviour).await;
        }
        if let Some(refusal) = self.note_ready() {
            return self.reply(refusal, misbehaviour).await;
        }
        let Some(invocation) = self.wait_for_event().await else {
            return Ok(false);
        };
        self.environment.log_start(&invocation);
        let deadline = SystemTime::now() + self.environment.settings.timeout;
        let deadline = self.environment.state().mark_delivered(&invocation, deadline);
        let reply = self.event(&invocation, deadline);
        match self.connection.reply(reply, misbehaviour).await {
            // Whoever has several polls open does not ask for the event again: another poll has it.
            Ok((_, keep)) if self.environment.settings.concurrency > 1 && breaks_off(misbehaviour) => {
                self.environment.state().take_back(&invocation);
                Ok(keep)
            }
            Ok((start, keep)) => {
                self.environment.state().confirm_delivery(&invocation, start);
                Ok(keep)
            }
            Err(error) => {
                self.environment.state().take_back(&invocation);
                Err(error)
            }
        }
    }

    fn note_ready(&self) -> Option<Reply> {
        let mut state = self.environment.state();
        match state.progress {
            Progress::Init => {
                state.progress = Progress::Ready(self.connection.last_read);
                let restored = state.restored.take();
                drop(state);
                if let Some(restored) = restored {
                    self.environment
                        .log
                        .platform_line(|| report::restored(restored.elapsed(), None));
                }
                self.environment.announce();
                None
            }
            Progress::Ready(_) => None,
            Progress::InitError(_) => Some(Reply::refusal(
                403,
                "InvalidStateTransition",
                "State transition from InitError to Ready failed for runtime. Error: State transition is not allowed",
            )),
        }
    }

    /// `None` if the connection ended while it waited.
    async fn wait_for_event(&mut self) -> Option<Arc<Invocation>> {
        let sequential = self.environment.settings.concurrency <= 1;
        let mut place = match self.environment.state().poll(sequential) {
            Ok(invocation) => return Some(invocation),
            Err(place) => place,
        };
        tokio::select! {
            biased;
            invocation = &mut place => invocation.ok(),
            () = self.connection.closed() => {
                place.close();
                // It may have been handed over in the very moment the connection ended.
                if let Ok(invocation) = place.try_recv() {
                    self.environment.state().take_back(&invocation);
                }
                None
            }
        }
    }

    fn event(&self, invocation: &Invocation, deadline: SystemTime) -> Reply {
        let settings = &self.environment.settings;
        let event = &invocation.event;
        let mut headers = Vec::with_capacity(12);
        let mut set = |name: &str, value: Option<&str>| {
            if let Some(value) = value {
                headers.push((name.to_owned(), value.as_bytes().to_vec()));
            }
        };
        set(
            "Content-Type",
            Some(event.content_type.as_deref().unwrap_or("application/json")),
        );
        set(wire::REQUEST_ID, Some(&invocation.request_id));
        set(wire::DEADLINE_MS, Some(&unix_milliseconds(deadline).to_string()));
        set(wire::INVOKED_FUNCTION_ARN, Some(&settings.function_arn()));
        set(wire::TRACE_ID, event.trace_id.as_deref());
        set(wire::CLIENT_CONTEXT, event.client_context.as_deref());
        set(wire::COGNITO_IDENTITY, event.cognito_identity.as_deref());
        set(wire::TENANT_ID, event.tenant_id.as_deref());
        set(
            wire::INVOCATION_ID,
            settings.send_invocation_id.then_some(&invocation.invocation_id),
        );
        Reply {
            status: 200,
            headers,
            body: event.payload.clone(),
        }
    }
}

/// Whether the event was not written to its end.
fn breaks_off(misbehaviour: Option<&Misbehaviour>) -> bool {
    misbehaviour
        .and_then(|misbehaviour| misbehaviour.cut)
        .is_some_and(|cut| !cut.leaves_the_reply())
}
