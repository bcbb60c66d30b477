//! `GET /runtime/restore/next`: no snapshot is taken, and the same process goes on after the answer.

use super::{KeepAlive, Session};
use crate::{
    environment::Progress,
    http::{Body, Head, Reply},
    report,
    script::{CallKind, Misbehaviour},
    settings::SNAP_START,
};
use std::{io, time::Instant};

impl Session<'_> {
    /// Answers when the snapshot is old enough, if the function has SnapStart and has not been ready yet.
    pub(super) async fn restore_next(
        &mut self,
        head: &Head,
        misbehaviour: Option<&Misbehaviour>,
    ) -> io::Result<KeepAlive> {
        self.record(head, CallKind::RestoreNext, &Body::default());
        if let Some(status) = misbehaviour.and_then(|misbehaviour| misbehaviour.status) {
            let refusal = Reply::refusal(status, "Scripted", "this restore was told to fail");
            return self.reply(refusal, misbehaviour).await;
        }
        if !self.note_snapshot() {
            let refusal = Reply::refusal(
                403,
                "InvalidStateTransition",
                "there is nothing to restore: the function has no SnapStart, or has asked for events already",
            );
            return self.reply(refusal, misbehaviour).await;
        }
        tokio::select! {
            biased;
            () = self.connection.closed() => return Ok(false),
            () = tokio::time::sleep(self.environment.settings.restore_delay) => {}
        }
        self.environment.state().restored = Some(Instant::now());
        self.environment.announce();
        self.environment.log.platform_line(report::restore_start);
        self.reply(Reply::json(200, ""), misbehaviour).await
    }

    fn note_snapshot(&self) -> bool {
        let mut state = self.environment.state();
        let allowed = self.environment.settings.initialization_type == SNAP_START
            && matches!(state.progress, Progress::Init);
        state.snapshot |= allowed;
        drop(state);
        self.environment.announce();
        allowed
    }
}
