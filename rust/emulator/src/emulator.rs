//! The blocking API of the emulator.

mod control;
mod load;
mod reload;

pub use reload::Reload;

use crate::{
    answer::Completion,
    environment::Environment,
    error::EmulatorError,
    event::Event,
    event_loop::{self, EventLoop, Stopped},
    limits::LimitFigures,
    process::{ExitReport, Memory, ProcessFigures},
    recorded::RecordedCall,
    runtime_api,
    script::{CallKind, Misbehaviour},
    settings::{FunctionSettings, WhenBusy},
};
use std::{
    net::{Ipv4Addr, SocketAddr},
    sync::Arc,
    time::Duration,
};
use tokio::sync::oneshot;

/// A local Lambda with one function: its Runtime API, its process, its log.
///
/// A thread of its own runs the Runtime API. Every method may be called from any thread, and those that wait
/// say so; none of them may be called from inside an asynchronous task except [`Emulator::invoke_async`].
/// Dropping the emulator ends the process as the settings say and waits for that.
///
/// ```no_run
/// # fn main() -> Result<(), lambda_emulator::EmulatorError> {
/// use lambda_emulator::{Emulator, Event, FunctionSettings};
/// let emulator = Emulator::start(FunctionSettings::new("./bootstrap"))?;
/// let completion = emulator.invoke(Event::new(r#"{"points": 100}"#))?;
/// println!("{} in {:?}", completion.answer.text(), completion.duration);
/// println!("{}", emulator.stop().log);
/// # Ok(())
/// # }
/// ```
#[derive(Debug)]
pub struct Emulator {
    environment: Arc<Environment>,
    address: SocketAddr,
    running: EventLoop,
}

/// An invocation under way; see [`Emulator::begin`].
#[derive(Debug)]
#[must_use]
pub struct PendingInvocation(oneshot::Receiver<Result<Completion, EmulatorError>>);

impl PendingInvocation {
    /// Waits for its end.
    ///
    /// # Errors
    /// As [`Emulator::invoke`].
    pub fn wait(self) -> Result<Completion, EmulatorError> {
        self.0.blocking_recv().unwrap_or(Err(EmulatorError::Stopped))
    }
}

impl Emulator {
    /// Binds the Runtime API to a free port of 127.0.0.1. The process is started by the first invocation or
    /// by [`Emulator::initialize`], as Lambda starts an on-demand function.
    ///
    /// # Errors
    /// If the command is not an executable file, the task root not a folder, or the system refuses a thread
    /// or a socket.
    pub fn start(settings: FunctionSettings) -> Result<Self, EmulatorError> {
        let resolved = settings.resolve()?;
        Self::with_environment(Environment::new(settings, Some(resolved)))
    }

    /// Only the Runtime API, for a runtime that the caller brings itself, for example in the same process:
    /// give it [`Emulator::runtime_api`] as `AWS_LAMBDA_RUNTIME_API`. The command of the settings is not used.
    ///
    /// # Errors
    /// If the system refuses a thread or a socket.
    pub fn without_function(settings: FunctionSettings) -> Result<Self, EmulatorError> {
        Self::with_environment(Environment::new(settings, None))
    }

    fn with_environment(environment: Arc<Environment>) -> Result<Self, EmulatorError> {
        let unstarted = event_loop::Unstarted::new()?;
        let listener = unstarted
            .bind((Ipv4Addr::LOCALHOST, 0).into())
            .map_err(EmulatorError::system("a port of 127.0.0.1"))?;
        let address = listener
            .local_addr()
            .map_err(EmulatorError::system("the address of a socket"))?;
        environment.set_address(address);
        crate::process::prepare();
        let serving = Arc::clone(&environment);
        let work = async move |stopped: Stopped| {
            tokio::spawn(runtime_api::serve(Arc::clone(&serving), listener));
            stopped.wait().await;
            serving.stop().await;
        };
        Ok(Emulator {
            environment,
            address,
            running: unstarted.start("runtime-api", work)?,
        })
    }

    /// Address of the Runtime API, for example `127.0.0.1:41234`.
    pub fn runtime_api(&self) -> SocketAddr {
        self.address
    }

    /// The settings it was started with.
    pub fn settings(&self) -> &FunctionSettings {
        &self.environment.settings
    }

    /// Starts the process if there is none and waits for its first call of `/next`; gives the time from the
    /// spawn to that call, or `None` if it had been made before. Blocks.
    ///
    /// # Errors
    /// If the process cannot be started, ends, reports an init error or exceeds the init time-out.
    pub fn initialize(&self) -> Result<Option<Duration>, EmulatorError> {
        let environment = Arc::clone(&self.environment);
        self.block_on(async move { environment.initialize().await })?
    }

    /// Lets one event through the function. Blocks until there is an answer, the process ends, or the
    /// time-out passes; waits in line while other invocations are open.
    ///
    /// # Errors
    /// Only if the emulator itself fails; all that a function does wrong is in
    /// [`Completion::answer`](crate::Completion::answer).
    pub fn invoke(&self, event: impl Into<Event>) -> Result<Completion, EmulatorError> {
        self.begin(event).wait()
    }

    /// Hands in one event without waiting for its answer.
    pub fn begin(&self, event: impl Into<Event>) -> PendingInvocation {
        let (sender, receiver) = oneshot::channel();
        let environment = Arc::clone(&self.environment);
        let event = event.into();
        self.running.handle().spawn(async move {
            // A caller who no longer waits does not want the answer.
            let _ = sender.send(environment.invoke(event).await);
        });
        PendingInvocation(receiver)
    }

    /// As [`Emulator::invoke`], for callers on an event loop of their own.
    ///
    /// # Errors
    /// As [`Emulator::invoke`].
    pub async fn invoke_async(&self, event: impl Into<Event>) -> Result<Completion, EmulatorError> {
        self.begin(event).0.await.unwrap_or(Err(EmulatorError::Stopped))
    }

    fn block_on<T: Send + 'static>(
        &self,
        future: impl Future<Output = T> + Send + 'static,
    ) -> Result<T, EmulatorError> {
        let (sender, receiver) = oneshot::channel();
        self.running.handle().spawn(async move {
            let _ = sender.send(future.await);
        });
        receiver.blocking_recv().map_err(|_| EmulatorError::Stopped)
    }

    /// Adds something to do to the next call of this kind for which nothing is queued yet.
    pub fn misbehave(&self, call: CallKind, misbehaviour: Misbehaviour) {
        self.environment.script.push(call, misbehaviour);
    }

    /// How many things that [`Emulator::misbehave`] added for calls of this kind no call has taken yet. One is taken as
    /// soon as the head of a call has arrived.
    pub fn misbehaviours_left(&self, call: CallKind) -> usize {
        self.environment.script.left(call)
    }

    /// Every request that the function made, oldest first.
    pub fn calls(&self) -> Vec<RecordedCall> {
        self.environment.recorder.calls()
    }

    /// Number of polls that wait for an event at this moment.
    pub fn waiting_polls(&self) -> usize {
        self.environment.state().waiting_polls()
    }

    /// Number of invocations that the function has and has not answered at this moment.
    pub fn open_invocations(&self) -> usize {
        self.environment.state().open_invocations()
    }

    /// What the function has written to its standard output and error so far, and the platform's lines if
    /// those are switched on. What a process wrote before an invocation ended is in it when
    /// [`Emulator::invoke`] returns.
    pub fn log(&self) -> String {
        self.environment.log.text()
    }

    /// Why an event that comes now finds no place, if it must not wait for one.
    pub(crate) fn unavailable(&self) -> Option<EmulatorError> {
        let settings = self.settings();
        let busy = settings.when_busy == WhenBusy::Reject && !self.environment.has_place();
        busy.then_some(EmulatorError::Unavailable {
            places: settings.concurrency.max(1),
        })
    }

    /// Adds a line of the platform to the log, if those are switched on.
    pub(crate) fn log_line(&self, line: impl FnOnce() -> String) {
        self.environment.log.platform_line(line);
    }

    /// Process id of the function, if it runs.
    pub fn pid(&self) -> Option<u32> {
        let process = self.environment.process()?;
        process.exit_status().is_none().then(|| process.id())
    }

    /// Memory, threads and file descriptors of the function, if it runs.
    pub fn figures(&self) -> Option<ProcessFigures> {
        ProcessFigures::of(self.pid()?)
    }

    /// Memory of the function and its children in bytes, if it runs.
    pub fn memory(&self) -> Option<Memory> {
        Some(self.figures()?.memory)
    }

    /// What the kernel counted against the limits of the process, also after its end; `None` if none was
    /// started, or without limits.
    pub fn limit_figures(&self) -> Option<LimitFigures> {
        self.environment.process()?.limit_figures()
    }

    /// Sends SIGTERM to the function's process group and returns at once.
    pub fn terminate(&self) {
        if let Some(process) = self.environment.process() {
            process.terminate();
        }
    }

    /// Waits until the process ends by itself; `None` if it did not within `limit`, or none was started.
    /// Blocks.
    pub fn wait_for_exit(&self, limit: Duration) -> Option<ExitReport> {
        let environment = Arc::clone(&self.environment);
        let waiting = async move {
            tokio::time::timeout(limit, environment.wait_for_exit())
                .await
                .ok()
                .flatten()
        };
        self.block_on(waiting).ok().flatten()
    }

    /// Ends the process as the settings say and gives its exit report; an empty one if none was started.
    /// Blocks.
    pub fn stop(self) -> ExitReport {
        let environment = Arc::clone(&self.environment);
        let report = self.block_on(async move { environment.stop().await });
        report.ok().flatten().unwrap_or_else(|| ExitReport {
            log: self.log(),
            ..ExitReport::default()
        })
    }
}
