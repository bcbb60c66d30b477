//! One event's way through the function: handed over, answered or not, reported.

use super::{
    Answered, Environment, Invocation, Stage,
    lifecycle::{NotReady, exit_answer, timeout_answer},
};
use crate::{
    answer::{Answer, Completion, Exit, Phase},
    bounds::MAX_LOG_EXCERPT_BYTES,
    error::EmulatorError,
    event::Event,
    history::Number,
    process::{FunctionProcess, ProcessFigures},
    report,
    settings::AfterTimeout,
    wire,
};
use std::{
    sync::{Arc, atomic::Ordering},
    time::{Duration, Instant},
};
use tokio::sync::oneshot;
use uuid::Uuid;

/// What became of an event within one process.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Outcome {
    /// It was answered, or nothing more can be expected.
    Over,
    /// The process ended before it asked for the event.
    NeverFetched,
}

impl Environment {
    /// Lets one event through the function and waits for what comes of it.
    pub(crate) async fn invoke(&self, event: Event) -> Result<Completion, EmulatorError> {
        event.check()?;
        let request_id = event
            .request_id
            .clone()
            .unwrap_or_else(|| Uuid::new_v4().to_string());
        let number = self.history.begin(&request_id, &event);
        let ended = self.let_through(event, request_id, number).await;
        self.history.end(number, &ended, |since| {
            self.log.tail(since, MAX_LOG_EXCERPT_BYTES)
        });
        ended
    }

    async fn let_through(
        &self,
        event: Event,
        request_id: String,
        number: Number,
    ) -> Result<Completion, EmulatorError> {
        let _turn = self.turns.acquire().await.map_err(|_| EmulatorError::Stopped)?;
        let no_code = self.no_code.read().await;
        let log_start = self.log.position();
        self.history.turn(number, log_start);
        let mut completion = Completion {
            request_id: request_id.clone(),
            answer: Answer::Exit(Exit::default()),
            init_duration: None,
            delivered: None,
            duration: Duration::ZERO,
            cold_duration: None,
            max_memory: None,
            log_tail: Vec::new(),
        };
        let invocation_id = Uuid::new_v4().to_string();
        let invocation = Arc::new(Invocation::new(request_id, invocation_id, event, number));
        loop {
            if let Some(answer) = &*no_code {
                completion.answer = answer.clone();
                break;
            }
            match self.make_ready(&invocation.request_id).await {
                Ok(init_duration) => {
                    completion.init_duration = init_duration;
                    self.history.ready(number);
                    let outcome = self.run(&invocation, &mut completion).await?;
                    if init_duration.is_none() {
                        completion.cold_duration = None;
                    }
                    // A process that ends after its last answer has seen nothing of this event; another one
                    // gets it. One that was started for it and ends before it asks has failed.
                    if outcome == Outcome::NeverFetched && init_duration.is_none() {
                        continue;
                    }
                }
                Err(NotReady::Answer(answer)) => completion.answer = answer,
                Err(NotReady::Emulator(error)) => return Err(error),
            }
            break;
        }
        self.log_start(&invocation);
        self.drain_log();
        self.log
            .platform_line(|| report::end(&completion, &self.settings));
        completion.log_tail = self.log.tail(log_start, wire::LOG_TAIL);
        Ok(completion)
    }

    async fn run(
        &self,
        invocation: &Arc<Invocation>,
        completion: &mut Completion,
    ) -> Result<Outcome, EmulatorError> {
        let (mut on_delivery, mut on_answer) = self.state().offer(Arc::clone(invocation));
        let dropped = std::mem::take(&mut self.state().dropped_events);
        if dropped > 0 {
            self.log
                .platform_line(|| format!("EXTENSION\tDropped INVOKE events: {dropped}"));
        }
        let process = self.process();
        let exited = async {
            match &process {
                Some(process) => process.exited().await,
                None => std::future::pending().await,
            }
        };
        let mut exited = std::pin::pin!(exited);
        let timeout = self.settings.timeout;
        let started = Instant::now();
        let mut delivered_at = None;
        loop {
            let clock = delivered_at.unwrap_or(started);
            tokio::select! {
                biased;
                delivery = &mut on_delivery, if delivered_at.is_none() => {
                    delivered_at = Some(delivery.map_err(|_| EmulatorError::Stopped)?);
                    completion.delivered = delivered_at;
                    if let Some(at) = delivered_at {
                        self.history.delivered(invocation.number, at);
                    }
                }
                answer = &mut on_answer => {
                    let (answer, arrived) = answer.map_err(|_| EmulatorError::Stopped)?;
                    completion.duration = arrived.saturating_duration_since(clock);
                    completion.cold_duration =
                        process.as_ref().map(|process| arrived.saturating_duration_since(process.started));
                    completion.max_memory = self.max_memory(process.as_deref());
                    completion.answer = answer;
                    return Ok(Outcome::Over);
                }
                status = &mut exited => {
                    completion.duration = delivered_at.map_or(Duration::ZERO, |start| start.elapsed());
                    completion.answer = match self.last_words(&mut on_answer).await {
                        Some((answer, _)) => answer,
                        None => exit_answer(
                            Phase::Invocation,
                            &invocation.request_id,
                            status,
                            process.as_deref().is_some_and(FunctionProcess::ran_out_of_memory),
                        ),
                    };
                    if delivered_at.is_none() && matches!(completion.answer, Answer::Exit(_)) {
                        self.state().withdraw(invocation);
                        return Ok(Outcome::NeverFetched);
                    }
                    self.state().end(invocation, Stage::TimedOut, None);
                    return Ok(Outcome::Over);
                }
                () = tokio::time::sleep_until((clock + timeout).into()) => {
                    completion.duration = delivered_at.map_or(Duration::ZERO, |start| start.elapsed());
                    completion.max_memory = self.max_memory(process.as_deref());
                    if !self.state().end(invocation, Stage::TimedOut, None) {
                        continue;
                    }
                    completion.answer = timeout_answer(Phase::Invocation, &invocation.request_id, timeout);
                    self.log_start(invocation);
                    self.drain_log();
                    self.log.platform_line(|| report::timed_out(&invocation.request_id, timeout));
                    if delivered_at.is_none() {
                        self.state().withdraw(invocation);
                    }
                    if let (Some(process), AfterTimeout::Kill) = (&process, self.settings.after_timeout) {
                        process.end(None).await;
                    }
                    return Ok(Outcome::Over);
                }
            }
        }
    }

    /// Writes START once, after all that the function wrote until now: called when the event is about to be
    /// handed over, or when it is certain that it never will be.
    pub(crate) fn log_start(&self, invocation: &Invocation) {
        if !invocation.started.swap(true, Ordering::Relaxed) {
            self.drain_log();
            self.log.platform_line(|| report::start(&invocation.request_id));
        }
    }

    /// Gives an answer that the process sent just before it ended the time to be read.
    async fn last_words(&self, on_answer: &mut oneshot::Receiver<Answered>) -> Option<Answered> {
        self.connections_ended().await;
        on_answer.try_recv().ok()
    }

    fn max_memory(&self, process: Option<&FunctionProcess>) -> Option<u64> {
        // Reading /proc takes longer than a small invocation; only who sees the figure is worth it.
        let process = process.filter(|_| self.log.has_platform_lines() || self.history.is_on())?;
        Some(ProcessFigures::of(process.id())?.memory.peak)
    }
}
