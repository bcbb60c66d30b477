//! A local Lambda, for tests, for measurements and for trying a function by hand.
//!
//! # Modules
//!
//! - [`Emulator`]: the blocking API; everything else is reached through it.
//! - `settings`: [`FunctionSettings`], what is run and how.
//! - `event`, `answer`: [`Event`] in, [`Completion`] with an [`Answer`] out.
//! - `environment`: one execution environment; starts the process, lets events through, decides how each
//!   ended. Speaks no HTTP.
//! - `runtime_api`: the Runtime API and the Extensions API; takes events from the environment, brings answers.
//! - `http`: the server's side of HTTP/1.1 under it, breakable byte by byte.
//! - `access`: whose requests the servers take.
//! - [`bounds`]: how large everything may become that a peer can make grow.
//! - `script`, `recorded`: [`Misbehaviour`] to order, and a [`RecordedCall`] of every request.
//! - `process`: the function's process, its variables, log and figures.
//! - `limits`: the memory and the CPU share that it may use, where there are cgroups.
//! - [`examples`]: events as AWS's services send them.
//! - [`Functions`]: several of them behind one port.
//! - [`Sources`], which are [`Queues`] and [`Schedules`], and [`EventSources`]: what invokes functions by itself.
//! - [`gateway`]: routes to functions behind HTTP.
//! - [`invoke_api`]: the Invoke API for clients such as the AWS CLI.
//! - [`function_url`]: the function behind HTTP, in payload format 2.0.
//! - `serving`, `part`: what those two have in common.
//! - [`console`]: the page that shows and controls it; `history`: what it shows.
//! - `event_loop`: the thread that each server has.
//! - `pace`: the rate at which streamed responses are read.
//! - [`wire`]: every name of the protocols.
//!
//! # One invocation
//!
//! [`Emulator::invoke`] hands the event to the environment on the Runtime API's thread. The environment
//! starts the process if there is none and waits for its first `/next`. The event goes to the connection
//! whose poll waits; the time is taken just before its first byte is written. The answer's body is read into
//! one buffer of its size, the time is taken when its last byte has arrived, the reply is written, and the
//! caller wakes.

#![forbid(unsafe_code)]

mod access;
mod answer;
pub mod bounds;
pub mod console;
mod emulator;
mod environment;
mod error;
mod event;
mod event_loop;
mod example;
pub mod function_url;
mod functions;
pub mod gateway;
mod history;
mod http;
pub mod invoke_api;
mod limits;
mod pace;
mod part;
mod piece;
mod process;
mod queue;
mod recorded;
mod report;
mod runtime_api;
mod schedule;
mod script;
mod serving;
mod settings;
mod sources;
pub mod wire;

pub use answer::{Answer, Completion, Exit, FunctionError, Phase, Refused, Response, Timeout};
pub use emulator::{Emulator, PendingInvocation, Reload};
pub use error::EmulatorError;
pub use event::Event;
pub use example::{Example, example, examples};
pub use functions::Functions;
pub use http::Headers;
pub use limits::{CPU_PERIOD, Cgroups, LimitFigures, Limits, MB_PER_CPU};
pub use piece::BodyReader;
pub use process::{ExitReport, Memory, ProcessFigures};
pub use queue::{DeadLetters, QueueSettings, Queues};
pub use recorded::RecordedCall;
pub use schedule::{Schedule, Schedules, When};
pub use script::{CallKind, Cut, Misbehaviour};
pub use settings::{AfterTimeout, Ending, FunctionSettings, LogTarget, WhenBusy};
pub use sources::{EventSources, Sources};
