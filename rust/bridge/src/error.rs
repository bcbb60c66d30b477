//! Every way in which the bridge can fail, each with a sentence that says what to do.

use std::sync::Arc;

/// A failure of the bridge itself, as opposed to one of a handler, which is an
/// [`Reply`](crate::exchange::Reply).
///
/// | variant | thrown in Java as |
/// |---|---|
/// | `Environment`, `Thread`, `NotStarted`, `Closed`, `Stopped`, `Started`, `InitError`, `Restore`, `Vm` | `RuntimeException` |
/// | `UnknownToken`, `NothingOpen`, `StillOpen`, `ResponseTooLarge`, `BadArgument` | `IllegalArgumentException` |
/// | `StreamRefused` | `IOException` |
/// | `Null` | `NullPointerException` |
///
/// A Java exception that is already pending is left as it is, whatever the variant. A panic is our
/// own mistake and becomes an `InternalError`.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum BridgeError {
    /// An environment variable that Lambda sets is missing or unusable.
    #[error(
        "{variable} {problem}: run this program on AWS Lambda, or locally with `lambda-emulator -- COMMAND`, which sets it"
    )]
    Environment {
        /// The variable's name.
        variable: &'static str,
        /// What is wrong with it: "is not set", or its value and what it should be.
        problem: String,
    },

    /// The thread of the Runtime API loop, or its tokio runtime, could not be made.
    #[error("the thread of the Runtime API loop could not be started: {0}")]
    Thread(#[source] std::io::Error),

    /// A native was called before `start` or `serve`.
    #[error("the runtime is not started: call start() first")]
    NotStarted,

    /// The token was never issued, or its invocation is answered already.
    #[error("token {0} is not open: already answered, or never issued")]
    UnknownToken(u64),

    /// `Test.writeResponse` or `Test.writeError` without an open invocation.
    #[error("no invocation is open: call readRequest() first, then answer once")]
    NothingOpen,

    /// `Test.readRequest` while the invocation before it waits for its answer.
    #[error("the previous invocation is not answered yet: call writeResponse() or writeError() first")]
    StillOpen,

    /// The response is over Lambda's limit. The invocation stays open and can still be answered.
    #[error(
        "the response has {size} bytes, and Lambda accepts at most {limit}: return less, or a reference to it"
    )]
    ResponseTooLarge {
        /// The response's size in bytes.
        size: usize,
        /// The limit in bytes.
        limit: usize,
    },

    /// A stream that nobody reads any more, with the reason. Its invocation is lost, the loop goes on.
    #[error("the response cannot be streamed any further: {0}")]
    StreamRefused(Arc<str>),

    /// An argument that must not be null was null; this names it.
    #[error("{0} is null")]
    Null(&'static str),

    /// An argument has no meaning; this says which and why.
    #[error("{0}")]
    BadArgument(&'static str),

    /// The Runtime API loop has ended, so no further invocation will come.
    #[error("the Runtime API loop has ended: {cause}")]
    Closed {
        /// Why it ended.
        cause: Arc<str>,
    },

    /// The process is on its way out, so no further invocation will come.
    #[error("the process is ending")]
    Stopped,

    /// An init error was to be reported after the loop had begun.
    #[error(
        "the runtime is started already: an init error can only be reported before the first event is requested"
    )]
    Started,

    /// The Runtime API did not accept an init error, or one of a restore.
    #[error("the error could not be reported: {0}")]
    InitError(String),

    /// The Runtime API did not restore a snapshot.
    #[error("GET /restore/next failed: {0}")]
    Restore(String),

    /// The VM refused a JNI call, usually with an exception pending.
    #[error("the Java VM refused a call: {0}")]
    Vm(#[source] Box<dyn std::error::Error + Send + Sync>),
}

/// What a panic was given as its message.
pub(crate) fn panic_text(payload: &(dyn std::any::Any + Send)) -> &str {
    payload
        .downcast_ref::<&str>()
        .copied()
        .or_else(|| payload.downcast_ref::<String>().map(String::as_str))
        .unwrap_or("no message")
}
