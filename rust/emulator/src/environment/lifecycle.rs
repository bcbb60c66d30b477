//! The life of a process: started when an event needs it, watched through its init phase, ended.

use super::{Environment, Progress, Running, State};
use crate::{
    answer::{Answer, Exit, Phase, Timeout},
    error::EmulatorError,
    process::{ExitReport, FunctionProcess},
    report,
    settings::{Ending, Resolved},
    wire,
};
use std::{
    os::unix::process::ExitStatusExt,
    process::ExitStatus,
    sync::{Arc, PoisonError},
    time::{Duration, Instant},
};

/// How long the connections of a process that has ended may take to be read to their end.
const LAST_WORDS: Duration = Duration::from_millis(200);

/// Why an event cannot be handed over.
pub(super) enum NotReady {
    /// The function's fault, and what its caller gets.
    Answer(Answer),
    /// The emulator's.
    Emulator(EmulatorError),
}

impl Environment {
    /// Brings the function to its first `/next`, starting its process if there is none.
    pub(crate) async fn initialize(&self) -> Result<Option<Duration>, EmulatorError> {
        match self.make_ready("").await {
            Ok(duration) => Ok(duration),
            Err(NotReady::Emulator(error)) => Err(error),
            Err(NotReady::Answer(answer)) => Err(EmulatorError::InitFailed {
                report: answer.text(),
            }),
        }
    }

    /// Returns when the function can be given an event; with the init duration if this call waited for it.
    pub(super) async fn make_ready(&self, request_id: &str) -> Result<Option<Duration>, NotReady> {
        let _starting = self.starting.lock().await;
        let Some(resolved) = &self.resolved else {
            let limit = self.settings.init_timeout;
            let waited = tokio::time::timeout(limit, self.wait_for(init_outcome)).await;
            return match waited {
                Ok(Ok(_)) => Ok(None),
                Ok(Err(answer)) => Err(NotReady::Answer(answer)),
                Err(_) => Err(NotReady::Emulator(EmulatorError::NobodyPolled { limit })),
            };
        };
        let process = match self.usable_process().await {
            Some(_) if self.state().ready_since().is_some() => return Ok(None),
            Some(process) => process,
            None => self.spawn(resolved).map_err(NotReady::Emulator)?,
        };
        self.await_init(&process, request_id).await.map(Some)
    }

    /// The process if it can take events; one that reported an init error is ended first.
    async fn usable_process(&self) -> Option<Arc<FunctionProcess>> {
        let process = self.process()?;
        if self.init_error().is_some() {
            process.end(None).await;
        }
        if process.exit_status().is_some() {
            self.connections_ended().await;
            return None;
        }
        // As Lambda does for an event.
        process.thaw();
        Some(process)
    }

    fn init_error(&self) -> Option<Answer> {
        match &self.state().progress {
            Progress::InitError(answer) => Some(answer.clone()),
            _ => None,
        }
    }

    fn spawn(&self, resolved: &Resolved) -> Result<Arc<FunctionProcess>, EmulatorError> {
        let address = *self.address.get().ok_or(EmulatorError::Stopped)?;
        if self.turns.is_closed() {
            return Err(EmulatorError::Stopped);
        }
        self.state().begin_generation();
        self.log.platform_line(report::init_start);
        let (process, log_pipe) = FunctionProcess::spawn(&self.settings, resolved, address, &self.log)?;
        let process = Arc::new(process);
        let running = Running {
            process: Arc::clone(&process),
            log_pipe,
        };
        *self.running.lock().unwrap_or_else(PoisonError::into_inner) = Some(running);
        Ok(process)
    }

    async fn await_init(&self, process: &FunctionProcess, request_id: &str) -> Result<Duration, NotReady> {
        let outcome = tokio::select! {
            biased;
            outcome = self.wait_for(init_outcome) => outcome,
            status = process.exited() => {
                self.connections_ended().await;
                let reported = init_outcome(&mut self.state());
                match reported {
                    Some(Err(answer)) => Err(answer),
                    _ => Err(exit_answer(
                        self.start_phase(),
                        request_id,
                        status,
                        process.ran_out_of_memory(),
                    )),
                }
            }
            limit = self.start_takes_too_long(process.started) => {
                let phase = self.start_phase();
                process.end(None).await;
                Err(timeout_answer(phase, request_id, limit))
            }
        };
        let ready_at = outcome.map_err(|answer| {
            self.drain_log();
            let restored = self.state().restored;
            self.log.platform_line(|| match restored {
                Some(restored) => report::restored(restored.elapsed(), Some(&answer)),
                None => report::init_failed(process.started.elapsed(), &answer),
            });
            if let Some(advice) = report::never_polled(&answer) {
                self.log.advise(advice);
            }
            NotReady::Answer(answer)
        })?;
        Ok(ready_at.saturating_duration_since(process.started))
    }

    fn start_phase(&self) -> Phase {
        match self.state().snapshot {
            true => Phase::Restore,
            false => Phase::Init,
        }
    }

    /// Returns with the limit once it has passed: that of the init phase, which a snapshot ends, or that of
    /// the time from its restore.
    async fn start_takes_too_long(&self, started: Instant) -> Duration {
        let limit = self.settings.init_timeout;
        tokio::select! {
            biased;
            () = self.wait_for(|state| state.snapshot.then_some(())) => {}
            () = tokio::time::sleep_until((started + limit).into()) => return limit,
        }
        let restored = self.wait_for(|state| state.restored).await;
        let limit = self.settings.restore_timeout;
        tokio::time::sleep_until((restored + limit).into()).await;
        limit
    }

    /// Ends the process as the settings say and gives its exit report; `None` if none was ever started.
    ///
    /// Nothing is started afterwards: callers who still wait in line are told so.
    pub(crate) async fn stop(&self) -> Option<ExitReport> {
        self.turns.close();
        let running = self.running()?;
        let status = running.process.end(self.grace()).await;
        Some(self.exit_report(&running, status).await)
    }

    /// How long a process has from SIGTERM to SIGKILL, as the settings say; `None` where there is no SIGTERM.
    pub(super) fn grace(&self) -> Option<Duration> {
        match self.settings.ending {
            Ending::Terminate(grace) => Some(grace),
            Ending::Kill => None,
            Ending::LikeLambda if self.state().extensions.is_empty() => None,
            Ending::LikeLambda => Some(Duration::from_millis(500)),
        }
    }

    /// Waits for the process to end by itself; `None` if none was ever started.
    pub(crate) async fn wait_for_exit(&self) -> Option<ExitReport> {
        let running = self.running()?;
        let status = running.process.exited().await;
        Some(self.exit_report(&running, status).await)
    }

    async fn exit_report(&self, running: &Running, status: ExitStatus) -> ExitReport {
        self.connections_ended().await;
        running.log_pipe.drain();
        ExitReport {
            status: status.code(),
            signal: status.signal(),
            log: self.log.text(),
        }
    }

    pub(super) async fn connections_ended(&self) {
        // The listener may still hold a connection that nobody has counted yet.
        tokio::task::yield_now().await;
        let ended = self.wait_for(|state| (state.connections == 0).then_some(()));
        // A child that outlived the process may keep a connection open; it is not waited for.
        let _ = tokio::time::timeout(LAST_WORDS, ended).await;
    }
}

/// When the function was ready, or its init error; `None` while its init phase lasts.
fn init_outcome(state: &mut State) -> Option<Result<Instant, Answer>> {
    match &state.progress {
        Progress::InitError(answer) => Some(Err(answer.clone())),
        Progress::Init | Progress::Ready(_) => state.ready_since().map(Ok),
    }
}

pub(super) fn exit_answer(phase: Phase, request_id: &str, status: ExitStatus, out_of_memory: bool) -> Answer {
    let how = report::exit_message(status);
    let error_type = if out_of_memory {
        wire::OUT_OF_MEMORY
    } else {
        wire::EXIT_ERROR
    };
    let body = wire::error_report(error_type, &format!("RequestId: {request_id} Error: {how}"));
    Answer::Exit(Exit {
        phase,
        status: status.code(),
        signal: status.signal(),
        out_of_memory,
        body,
    })
}

pub(super) fn timeout_answer(phase: Phase, request_id: &str, limit: Duration) -> Answer {
    let message = format!(
        "RequestId: {request_id} Error: {}",
        report::timeout_message(limit)
    );
    Answer::Timeout(Timeout {
        phase,
        limit,
        body: wire::error_report(wire::TIMED_OUT, &message),
    })
}
