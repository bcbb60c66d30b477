//! What the Runtime API knows at any moment: the phase, who polls, which invocations are open.
//!
//! Pure bookkeeping under one lock; nothing here waits, writes or spawns.

use super::entry::{Answered, Entry, Invocation, NotAnswerable, Stage};
use crate::answer::Answer;
use std::{
    collections::VecDeque,
    sync::Arc,
    time::{Instant, SystemTime},
};
use tokio::sync::oneshot;

/// How many answered invocations are remembered, to tell a second answer from an unknown request id.
const ENDED_KEPT: usize = 64;

/// How many of those whose time-out passed are remembered, to know a late answer; as on Lambda Managed Instances.
const TIMED_OUT_KEPT: usize = 1000;

/// What the process has done so far.
#[derive(Debug, Default)]
pub(crate) enum Progress {
    /// It has not asked for an event yet.
    #[default]
    Init,
    /// It has, for the first time at this moment.
    Ready(Instant),
    /// It reported that it cannot start.
    InitError(Answer),
}

/// The state of one execution environment.
#[derive(Debug, Default)]
pub(crate) struct State {
    /// Counts processes; a connection of an earlier one is ignored.
    pub(crate) generation: u64,
    pub(crate) progress: Progress,
    /// Whether the process has called `/restore/next`, and so its snapshot is taken.
    pub(crate) snapshot: bool,
    /// When that call was answered, until the process is ready.
    pub(crate) restored: Option<Instant>,
    /// Open connections of this generation.
    pub(crate) connections: usize,
    pub(crate) extensions: Vec<super::extension::Extension>,
    /// Events that extensions did not ask for in time.
    pub(super) dropped_events: usize,
    pollers: VecDeque<oneshot::Sender<Arc<Invocation>>>,
    entries: Vec<Entry>,
}

impl State {
    /// Forgets the process that was, before another is started.
    pub(crate) fn begin_generation(&mut self) {
        self.generation += 1;
        self.progress = Progress::Init;
        self.snapshot = false;
        self.restored = None;
        self.connections = 0;
        self.pollers.clear();
        self.extensions.clear();
        self.entries.retain(|entry| entry.stage == Stage::Waiting);
    }

    /// When the function asked for its first event, once all its extensions have asked for theirs: only
    /// then does Lambda's init phase end.
    pub(crate) fn ready_since(&self) -> Option<Instant> {
        match self.progress {
            Progress::Ready(at) if self.extensions.iter().all(|extension| extension.polled) => Some(at),
            _ => None,
        }
    }

    /// Takes an invocation in and hands it to a waiting poll if there is one.
    pub(crate) fn offer(
        &mut self,
        invocation: Arc<Invocation>,
    ) -> (oneshot::Receiver<Instant>, oneshot::Receiver<Answered>) {
        let (delivered, on_delivery) = oneshot::channel();
        let (answer, on_answer) = oneshot::channel();
        self.entries.push(Entry {
            invocation: Arc::clone(&invocation),
            stage: Stage::Waiting,
            promised: false,
            deadline: None,
            delivered: Some(delivered),
            answer: Some(answer),
        });
        for extension in &mut self.extensions {
            if extension.offer(&invocation) {
                self.dropped_events += 1;
            }
        }
        self.hand_over(&invocation);
        (on_delivery, on_answer)
    }

    fn hand_over(&mut self, invocation: &Arc<Invocation>) {
        while let Some(poller) = self.pollers.pop_front() {
            // A poll whose connection ended meanwhile has dropped its receiver.
            if poller.send(Arc::clone(invocation)).is_ok() {
                if let Some(entry) = self.entry(invocation) {
                    entry.promised = true;
                }
                return;
            }
        }
    }

    /// What a poll gets: an event at once, or the place where it will appear.
    ///
    /// A function that handles one invocation at a time and polls again without an answer gets the same
    /// event again, as from AWS's emulator.
    pub(crate) fn poll(
        &mut self,
        sequential: bool,
    ) -> Result<Arc<Invocation>, oneshot::Receiver<Arc<Invocation>>> {
        let again = sequential
            .then(|| self.entries.iter().find(|entry| entry.stage == Stage::Delivered))
            .flatten();
        if let Some(entry) = again {
            return Ok(Arc::clone(&entry.invocation));
        }
        let mut entries = self.entries.iter_mut();
        if let Some(entry) = entries.find(|entry| entry.stage == Stage::Waiting && !entry.promised) {
            entry.promised = true;
            return Ok(Arc::clone(&entry.invocation));
        }
        let (sender, receiver) = oneshot::channel();
        // A function may open a connection, poll and close it as often as it likes.
        self.pollers.retain(|poller| !poller.is_closed());
        self.pollers.push_back(sender);
        Err(receiver)
    }

    /// Number of polls that wait for an event.
    pub(crate) fn waiting_polls(&self) -> usize {
        self.pollers.iter().filter(|poller| !poller.is_closed()).count()
    }

    /// Number of invocations that the function has and has not answered.
    pub(crate) fn open_invocations(&self) -> usize {
        let open = |entry: &&Entry| matches!(entry.stage, Stage::Delivered | Stage::Answering);
        self.entries.iter().filter(open).count()
    }

    /// Notes that the event is about to be written. The deadline stays that of the first delivery.
    pub(crate) fn mark_delivered(
        &mut self,
        invocation: &Arc<Invocation>,
        deadline: SystemTime,
    ) -> SystemTime {
        let Some(entry) = self.entry(invocation) else {
            return deadline;
        };
        entry.stage = Stage::Delivered;
        *entry.deadline.get_or_insert(deadline)
    }

    /// Tells the environment when the first byte of the event was written.
    pub(crate) fn confirm_delivery(&mut self, invocation: &Arc<Invocation>, start: Instant) {
        if let Some(sender) = self.entry(invocation).and_then(|entry| entry.delivered.take()) {
            let _ = sender.send(start);
        }
    }

    /// Takes back an event that could not be written, for the next poll.
    pub(crate) fn take_back(&mut self, invocation: &Arc<Invocation>) {
        if let Some(entry) = self.entry(invocation)
            && matches!(entry.stage, Stage::Delivered | Stage::Waiting)
        {
            entry.stage = Stage::Waiting;
            entry.promised = false;
            self.hand_over(invocation);
        }
    }

    /// Opens an invocation for the answer that is about to be read.
    pub(crate) fn begin_answer(
        &mut self,
        request_id: &str,
        invocation_id: Option<&str>,
    ) -> Result<Arc<Invocation>, NotAnswerable> {
        let entry = self
            .entries
            .iter_mut()
            .rev()
            .find(|entry| entry.invocation.request_id == request_id)
            .ok_or(NotAnswerable::UnknownRequestId)?;
        if invocation_id.is_some_and(|value| value != entry.invocation.invocation_id) {
            return Err(NotAnswerable::StaleInvocationId);
        }
        match entry.stage {
            Stage::Delivered => {
                entry.stage = Stage::Answering;
                Ok(Arc::clone(&entry.invocation))
            }
            Stage::Waiting | Stage::Answered => Err(NotAnswerable::UnknownRequestId),
            Stage::Answering => Err(NotAnswerable::InvalidStateTransition("InvocationResponse")),
            Stage::TooLarge => Err(NotAnswerable::InvalidStateTransition("RuntimeResponseSentState")),
            Stage::TimedOut => Err(NotAnswerable::Over),
        }
    }

    /// Ends an invocation; false if it was over already.
    pub(crate) fn end(
        &mut self,
        invocation: &Arc<Invocation>,
        stage: Stage,
        answer: Option<Answered>,
    ) -> bool {
        let Some(entry) = self.entry(invocation) else {
            return false;
        };
        if entry.stage == Stage::TimedOut {
            return false;
        }
        entry.stage = stage;
        // It is remembered by its ids; 64 payloads of 6 MiB would be too much to keep for that.
        entry.invocation = Arc::new(invocation.without_payload());
        if let (Some(sender), Some(answer)) = (entry.answer.take(), answer) {
            let _ = sender.send(answer);
        }
        let timed_out = stage == Stage::TimedOut;
        let alike = |entry: &Entry| match entry.stage {
            Stage::TimedOut => timed_out,
            Stage::Answered | Stage::TooLarge => !timed_out,
            _ => false,
        };
        let kept = if timed_out { TIMED_OUT_KEPT } else { ENDED_KEPT };
        if self.entries.iter().filter(|entry| alike(entry)).count() > kept
            && let Some(oldest) = self.entries.iter().position(alike)
        {
            self.entries.remove(oldest);
        }
        true
    }

    /// Forgets an invocation that never came to the function.
    pub(crate) fn withdraw(&mut self, invocation: &Arc<Invocation>) {
        self.entries
            .retain(|entry| !Arc::ptr_eq(&entry.invocation, invocation));
    }

    fn entry(&mut self, invocation: &Arc<Invocation>) -> Option<&mut Entry> {
        self.entries
            .iter_mut()
            .find(|entry| Arc::ptr_eq(&entry.invocation, invocation))
    }
}

#[cfg(test)]
mod tests {
    use super::{Arc, Invocation, NotAnswerable, Stage, State};
    use crate::event::Event;

    fn invocation(number: usize) -> Arc<Invocation> {
        let event = Event::new(vec![b' '; 1000]).trace_id("Root=1");
        Arc::new(Invocation::new(
            number.to_string(),
            format!("delivery {number}"),
            event,
            0,
        ))
    }

    #[test]
    fn polls_that_were_given_up_are_forgotten() {
        let mut state = State::default();
        let waits = state.poll(true);
        for _ in 0..1000 {
            drop(state.poll(true));
        }
        assert!(state.pollers.len() <= 2, "{}", state.pollers.len());
        let offered = invocation(1);
        state.offer(Arc::clone(&offered));
        assert!(Arc::ptr_eq(&waits.unwrap_err().try_recv().unwrap(), &offered));
    }

    #[test]
    fn an_invocation_that_has_ended_is_remembered_without_its_payload() {
        let mut state = State::default();
        for number in 0..1000 {
            let invocation = invocation(number);
            let _receivers = state.offer(Arc::clone(&invocation));
            assert!(state.end(&invocation, Stage::Answered, None));
        }
        assert!(
            state.entries.len() <= super::ENDED_KEPT,
            "{}",
            state.entries.len()
        );
        let kept = state
            .entries
            .iter()
            .map(|entry| entry.invocation.event.payload.len());
        assert_eq!(kept.sum::<usize>(), 0);
        assert!(state.begin_answer("999", None).is_err());
    }

    #[test]
    fn a_late_answer_is_known_as_one_after_hundreds_of_others() {
        let mut state = State::default();
        for number in 0..2000 {
            let invocation = invocation(number);
            let _receivers = state.offer(Arc::clone(&invocation));
            let stage = if number % 2 == 0 {
                Stage::TimedOut
            } else {
                Stage::Answered
            };
            assert!(state.end(&invocation, stage, None));
        }
        assert_eq!(state.begin_answer("2", None).unwrap_err(), NotAnswerable::Over);
        assert_eq!(
            state.begin_answer("3", None).unwrap_err(),
            NotAnswerable::UnknownRequestId
        );
        assert!(state.entries.len() <= super::TIMED_OUT_KEPT + super::ENDED_KEPT);
    }
}
