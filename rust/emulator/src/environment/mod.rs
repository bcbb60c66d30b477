//! One execution environment: starts the process when an event needs it, lets one event after the other
//! through, and decides how each of them ended.
//!
//! Runs on the Runtime API's thread. It never speaks HTTP: the Runtime API takes events from [`State`] and
//! puts answers there.

mod control;
mod entry;
mod extension;
mod invocation;
mod lifecycle;
mod reload;
mod state;

pub(crate) use control::Condition;
pub(crate) use entry::{Answered, Invocation, NotAnswerable, Stage};
pub(crate) use extension::{Extension, invoke_event, unix_milliseconds};
pub(crate) use reload::Code;
pub(crate) use state::{Progress, State};

use crate::{
    answer::Answer,
    history::History,
    process::{FunctionProcess, Log, LogPipe},
    recorded::Recorder,
    script::Script,
    settings::{FunctionSettings, Resolved},
};
use std::{
    net::SocketAddr,
    sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError},
};
use tokio::sync::{Notify, RwLock, Semaphore};

/// One execution environment and everything that its parts share.
#[derive(Debug)]
pub(crate) struct Environment {
    pub(crate) settings: FunctionSettings,
    pub(crate) script: Script,
    pub(crate) recorder: Recorder,
    pub(crate) history: Arc<History>,
    pub(crate) log: Arc<Log>,
    resolved: Option<Resolved>,
    address: OnceLock<SocketAddr>,
    state: Mutex<State>,
    changed: Notify,
    running: Mutex<Option<Running>>,
    turns: Semaphore,
    starting: tokio::sync::Mutex<()>,
    /// What events get while there is no code to run. Read by each invocation until its end, and written by a
    /// reload, which so waits for those that run and keeps later ones waiting.
    no_code: RwLock<Option<Answer>>,
}

#[derive(Debug, Clone)]
struct Running {
    process: Arc<FunctionProcess>,
    log_pipe: Arc<LogPipe>,
}

impl Environment {
    /// `resolved` is `None` when the caller brings the runtime itself.
    pub(crate) fn new(settings: FunctionSettings, resolved: Option<Resolved>) -> Arc<Self> {
        let script = Script::default();
        for (call, misbehaviour) in &settings.script {
            script.push(*call, misbehaviour.clone());
        }
        Arc::new(Environment {
            script,
            recorder: Recorder::new(settings.recorded_calls, settings.recorded_body_limit),
            history: Arc::new(History::new(settings.history)),
            log: Log::new(&settings),
            resolved,
            address: OnceLock::new(),
            state: Mutex::default(),
            changed: Notify::new(),
            running: Mutex::default(),
            turns: Semaphore::new(settings.concurrency.max(1).into()),
            starting: tokio::sync::Mutex::default(),
            no_code: RwLock::default(),
            settings,
        })
    }

    /// Whether an event would be handed over at once.
    pub(crate) fn has_place(&self) -> bool {
        self.turns.available_permits() > 0
    }

    pub(crate) fn set_address(&self, address: SocketAddr) {
        self.address.get_or_init(|| address);
    }

    pub(crate) fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Wakes everyone who waits for a change of the state.
    pub(crate) fn announce(&self) {
        self.changed.notify_waiters();
    }

    /// Waits until `condition` finds what it looks for. Cancel-safe.
    async fn wait_for<T>(&self, mut condition: impl FnMut(&mut State) -> Option<T>) -> T {
        loop {
            let changed = self.changed.notified();
            let mut changed = std::pin::pin!(changed);
            changed.as_mut().enable();
            if let Some(found) = condition(&mut self.state()) {
                return found;
            }
            changed.await;
        }
    }

    fn running(&self) -> Option<Running> {
        self.running
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }

    /// Takes what the function has written so far into the log.
    fn drain_log(&self) {
        if let Some(running) = self.running() {
            running.log_pipe.drain();
        }
    }

    /// The process, if one has been started; it may have ended.
    pub(crate) fn process(&self) -> Option<Arc<FunctionProcess>> {
        self.running().map(|running| running.process)
    }
}
