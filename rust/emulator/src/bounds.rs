//! Bounds on everything that a peer can make grow: a client of the Invoke API or of the function URL, the function, or anybody else on
//! either port. What goes beyond one is refused with the status that stands with it.

use std::time::Duration;

/// Connections to the Runtime API besides two for each invocation that may be open at once; 503.
pub const MAX_CONNECTIONS: usize = 128;
/// Connections to the Invoke API; 503.
pub const MAX_CLIENTS: usize = 512;
/// Connections beyond those that get a 503, at once, on either port; more are closed without a reply.
pub const MAX_TURNED_AWAY: usize = 32;

/// Events that wait or run, asynchronous ones included; 429 `TooManyRequestsException`.
pub const MAX_EVENTS: usize = 1000;
/// Bytes of their payloads, counted as announced; 429 `TooManyRequestsException`.
pub const MAX_EVENT_BYTES: usize = 256 * 1024 * 1024;

/// Request line; 414.
pub const MAX_REQUEST_LINE_BYTES: usize = 64 * 1024;
/// Head or trailers of a request to the Runtime API: Lambda allows 1 MB of headers in all; 431.
pub const MAX_HEAD_BYTES: usize = 1024 * 1024;
/// Headers of a request to the Runtime API; 431.
pub const MAX_HEADERS: usize = 256;
/// Trailers of a request to the Runtime API; 431.
pub const MAX_TRAILERS: usize = 64;
/// Head of a request to the Invoke API; 431, or 414 for a request line beyond [`MAX_REQUEST_LINE_BYTES`].
pub const MAX_CLIENT_HEAD_BYTES: usize = 256 * 1024;
/// Headers of a request to the Invoke API; 431.
pub const MAX_CLIENT_HEADERS: usize = 100;
/// `X-Amz-Client-Context`, Base64, as on Lambda; 400.
pub const MAX_CLIENT_CONTEXT_BYTES: usize = 3583;
/// What a function streams before the end of its prelude, to a function URL; 502.
pub const MAX_PRELUDE_BYTES: usize = 1024 * 1024;
/// Extensions of all chunks of one body; 413. Of the Invoke API, where it is hyper's bound, 400.
pub const MAX_CHUNK_EXTENSION_BYTES: usize = 16 * 1024;
/// What is read and dropped of a body that is too large, because most clients see a refusal only when they
/// have written everything; 413 either way, but beyond it the connection is closed.
pub const MAX_DROPPED_BYTES: usize = 256 * 1024 * 1024;
/// The same on the Invoke API.
pub const MAX_CLIENT_DROPPED_BYTES: usize = 64 * 1024 * 1024;
/// Body of a request to the Runtime API that answers no open invocation and is no report; 413, unless the
/// call is refused anyway.
pub const MAX_OTHER_BODY_BYTES: usize = 64 * 1024;

/// A message of a queue, as with SQS; 400 `InvalidParameterValue`.
pub const MAX_MESSAGE_BYTES: usize = 1024 * 1024;
/// Messages of one queue; 400 `OverLimit`.
pub const MAX_QUEUE_MESSAGES: usize = 100_000;
/// Bytes of their bodies; 400 `OverLimit`.
pub const MAX_QUEUE_BYTES: usize = 256 * 1024 * 1024;

/// From the first byte of a head to its last; 408, on the Invoke API the connection is closed.
pub const MAX_HEAD_TIME: Duration = Duration::from_secs(30);
/// From the end of a head to that of the body; 408. An answer has the time-out of its invocation besides.
pub const MAX_BODY_TIME: Duration = Duration::from_secs(60);
/// How long a peer may take no byte of a reply before its connection is closed.
pub const MAX_WRITE_STALL: Duration = Duration::from_secs(60);
/// How long a refused request is read on, so that its sender sees the refusal.
pub const MAX_LINGER: Duration = Duration::from_secs(2);

/// Name of an extension, which is a file's; 403.
pub const MAX_EXTENSION_NAME_BYTES: usize = 255;
/// Extensions of a function, as on Lambda; 403.
pub const MAX_EXTENSIONS: usize = 10;
/// INVOKE events kept for an extension that does not ask for them; older ones are dropped, which the log says.
pub const MAX_EXTENSION_EVENTS: usize = 1000;
/// Memory of [`Emulator::calls`](crate::Emulator::calls), heads included; the oldest are dropped, as beyond
/// [`recorded_calls`](crate::FunctionSettings::recorded_calls).
pub const MAX_RECORDED_BYTES: usize = 128 * 1024 * 1024;

/// What the console keeps of an event or an answer; the rest is counted.
pub const MAX_EXCERPT_BYTES: usize = 1024 * 1024;
/// What the console keeps of the log of one invocation.
pub const MAX_LOG_EXCERPT_BYTES: usize = 64 * 1024;
/// Memory of all that the console keeps of one function; the oldest invocations are dropped, as beyond
/// [`history`](crate::FunctionSettings::history).
pub const MAX_HISTORY_BYTES: usize = 32 * 1024 * 1024;
/// Pages of the console that are told of changes; 503.
pub const MAX_WATCHERS: usize = 32;
