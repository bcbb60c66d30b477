//! Every function that `libHello.so` exports, and nothing else; `exports.txt` lists their names. Those of
//! responses in pieces are in `exports/streams.rs`, those of SnapStart in `exports/snapshots.rs`.
//!
//! The first group is the face of 2018: class `Test` of the default package. The second is that of
//! `io.github.libhello.internal.Native`, which `LambdaRuntime` uses. Both do the same things with the
//! same code.

mod snapshots;
mod streams;

use std::time::Duration;

use bytes::BytesMut;
use jni::objects::{JByteArray, JClass, JObjectArray, JString};
use jni::sys::{jboolean, jint, jlong};
use jni::{Env, EnvUnowned};

use super::state::{self, State};
use super::{byte_array, entry, text};
use crate::envelope::{decode_failure, decode_log_record, encode_context};
use crate::error::BridgeError;
use crate::exchange::{ErrorReport, Exchange, RESPONSE_LIMIT, Reply, Taken, Token, too_large};
use crate::log::{Level, Record};

/// `static native void start()`: starts the Runtime API loop on its own thread and returns. A second
/// call does nothing. Throws `RuntimeException` outside Lambda.
#[unsafe(no_mangle)]
pub(super) extern "system" fn Java_Test_start<'local>(env: EnvUnowned<'local>, _class: JClass<'local>) {
    entry(env, "Test.start", |_| state::serve(1));
}

/// `static native String readRequest()`: blocks until there is an event, and returns it. Throws
/// `IllegalArgumentException` when the one before has no answer, `RuntimeException` when no more will
/// come.
#[unsafe(no_mangle)]
pub(super) extern "system" fn Java_Test_readRequest<'local>(
    env: EnvUnowned<'local>,
    _class: JClass<'local>,
) -> JString<'local> {
    entry(env, "Test.readRequest", |env| {
        let State {
            runtime,
            current,
            kept_array,
        } = state::state()?;
        let token = current.next(&runtime.exchange)?.token;
        let payload = runtime.exchange.payload(token)?;
        let text = text::to_java(env, &payload, kept_array)?;
        runtime.exchange.buffers.recycle(payload);
        Ok(text)
    })
}

/// `static native void writeResponse(String response)`: answers the open invocation. Throws
/// `IllegalArgumentException` without one, or when the response is too large, and then it stays open.
#[unsafe(no_mangle)]
pub(super) extern "system" fn Java_Test_writeResponse<'local>(
    env: EnvUnowned<'local>,
    _class: JClass<'local>,
    response: JString<'local>,
) {
    entry(env, "Test.writeResponse", |env| {
        let State { runtime, current, .. } = state::state()?;
        let buffer = runtime.exchange.buffers.take();
        let response = text::utf8(env, &response, buffer, "response")?;
        current.answer(&runtime.exchange, Reply::Buffered(response))
    });
}

/// `static native void writeError(String errorType, String errorMessage, String[] stackTrace)`:
/// answers the open invocation with an error. A null message is an empty one.
#[unsafe(no_mangle)]
pub(super) extern "system" fn Java_Test_writeError<'local>(
    env: EnvUnowned<'local>,
    _class: JClass<'local>,
    error_type: JString<'local>,
    error_message: JString<'local>,
    stack_trace: JObjectArray<'local, JString<'local>>,
) {
    entry(env, "Test.writeError", |env| {
        let State { runtime, current, .. } = state::state()?;
        let error_type = text::from_java(env, &error_type, "errorType")?;
        let error_message = match error_message.is_null() {
            true => String::new(),
            false => text::from_java(env, &error_message, "errorMessage")?,
        };
        let stack_trace = text::texts(env, &stack_trace)?;
        let report = ErrorReport {
            error_type,
            error_message,
            stack_trace,
            ..ErrorReport::default()
        };
        current.answer(&runtime.exchange, Reply::Failed(report))
    });
}

/// `static native void open()`: starts the library's thread, which connects to the Runtime API, and
/// returns. No event is requested yet. A second call does nothing. Throws `RuntimeException` outside
/// Lambda.
#[unsafe(no_mangle)]
pub(super) extern "system" fn Java_io_github_libhello_internal_Native_open<'local>(
    env: EnvUnowned<'local>,
    _class: JClass<'local>,
) {
    entry(env, "Native.open", |_| state::open().map(drop));
}

/// `static native void serve(int concurrency)`: requests events from now on, this many at once, and
/// returns. A second call does nothing.
#[unsafe(no_mangle)]
pub(super) extern "system" fn Java_io_github_libhello_internal_Native_serve<'local>(
    env: EnvUnowned<'local>,
    _class: JClass<'local>,
    concurrency: jint,
) {
    entry(env, "Native.serve", |_| {
        let concurrency = usize::try_from(concurrency).unwrap_or(0);
        if concurrency == 0 {
            return Err(BridgeError::BadArgument("the concurrency must be at least 1"));
        }
        state::serve(concurrency)
    });
}

/// `static native byte[] next()`: blocks until there is an event, and returns its context as an
/// envelope; null when the process is ending.
#[unsafe(no_mangle)]
pub(super) extern "system" fn Java_io_github_libhello_internal_Native_next<'local>(
    env: EnvUnowned<'local>,
    _class: JClass<'local>,
) -> JByteArray<'local> {
    entry(env, "Native.next", |env| {
        let exchange = &state::state()?.runtime.exchange;
        arrival(env, exchange, exchange.next().map(Some))
    })
}

/// `static native byte[] takeAlone(boolean wait)`: as `next`, for the only thread that takes events. Without `wait` it
/// does not block; null then means that there is none.
#[unsafe(no_mangle)]
pub(super) extern "system" fn Java_io_github_libhello_internal_Native_takeAlone<'local>(
    env: EnvUnowned<'local>,
    _class: JClass<'local>,
    wait: jboolean,
) -> JByteArray<'local> {
    entry(env, "Native.takeAlone", |env| {
        let exchange = &state::state()?.runtime.exchange;
        arrival(env, exchange, exchange.next_alone(wait))
    })
}

/// The envelope of an invocation that was taken, null where none was.
fn arrival<'local>(
    env: &mut Env<'local>,
    exchange: &Exchange,
    taken: Result<Option<Taken>, BridgeError>,
) -> Result<JByteArray<'local>, BridgeError> {
    let Taken {
        token,
        context,
        payload_size,
    } = match taken {
        Ok(Some(taken)) => taken,
        Ok(None) | Err(BridgeError::Stopped) => return Ok(JByteArray::default()),
        Err(error) => return Err(error),
    };
    let envelope =
        encode_context(token, payload_size, &context).and_then(|bytes| byte_array::to_java(env, &bytes));
    if envelope.is_err() {
        // Java never learns of this token, so nobody else can answer it.
        exchange.answer(token, Reply::Failed(no_room()))?;
    }
    envelope
}

/// What the caller of an invocation is told that the heap has no room for.
fn no_room() -> ErrorReport {
    ErrorReport {
        error_type: "java.lang.OutOfMemoryError".to_owned(),
        error_message: "the Java heap has no room for the context of the invocation".to_owned(),
        ..ErrorReport::default()
    }
}

/// `static native byte[] payload(long token)`: the event's bytes, once.
#[unsafe(no_mangle)]
pub(super) extern "system" fn Java_io_github_libhello_internal_Native_payload<'local>(
    env: EnvUnowned<'local>,
    _class: JClass<'local>,
    token: jlong,
) -> JByteArray<'local> {
    entry(env, "Native.payload", |env| {
        let exchange = &state::state()?.runtime.exchange;
        let payload = exchange.payload(to_token(token))?;
        let array = byte_array::to_java(env, &payload)?;
        exchange.buffers.recycle(payload);
        Ok(array)
    })
}

/// `static native void respond(long token, byte[] buffer, int length)`: answers with the first bytes of the
/// buffer, untouched.
#[unsafe(no_mangle)]
pub(super) extern "system" fn Java_io_github_libhello_internal_Native_respond<'local>(
    env: EnvUnowned<'local>,
    _class: JClass<'local>,
    token: jlong,
    buffer: JByteArray<'local>,
    length: jint,
) {
    entry(env, "Native.respond", |env| {
        let exchange = &state::state()?.runtime.exchange;
        let size = byte_array::part(env, &buffer, length, "response")?;
        if size > RESPONSE_LIMIT {
            // Before it is copied, which a small function might not survive.
            return Err(too_large(size));
        }
        let response = byte_array::head_from_java(env, &buffer, length, exchange.buffers.take(), "response")?;
        exchange.answer(to_token(token), Reply::Buffered(response))
    });
}

/// `static native void fail(long token, byte[] failure)`: answers with an error, given as an
/// envelope.
#[unsafe(no_mangle)]
pub(super) extern "system" fn Java_io_github_libhello_internal_Native_fail<'local>(
    env: EnvUnowned<'local>,
    _class: JClass<'local>,
    token: jlong,
    failure: JByteArray<'local>,
) {
    entry(env, "Native.fail", |env| {
        let failure = decode_failure(&byte_array::from_java(env, &failure, BytesMut::new(), "failure")?)?;
        state::state()?
            .runtime
            .exchange
            .answer(to_token(token), Reply::Failed(failure))
    });
}

/// `static native void initError(byte[] failure)`: reports that the program could not be initialized,
/// given as an envelope, in place of `serve`. Blocks until the Runtime API has accepted it.
#[unsafe(no_mangle)]
pub(super) extern "system" fn Java_io_github_libhello_internal_Native_initError<'local>(
    env: EnvUnowned<'local>,
    _class: JClass<'local>,
    failure: JByteArray<'local>,
) {
    entry(env, "Native.initError", |env| {
        let failure = decode_failure(&byte_array::from_java(env, &failure, BytesMut::new(), "failure")?)?;
        state::init_error(&failure)
    });
}

/// `static native void stop(long patience)`: wakes every reader, and blocks until every open
/// invocation has its answer, at most for so many milliseconds.
#[unsafe(no_mangle)]
pub(super) extern "system" fn Java_io_github_libhello_internal_Native_stop<'local>(
    env: EnvUnowned<'local>,
    _class: JClass<'local>,
    patience: jlong,
) {
    entry(env, "Native.stop", |_| {
        state::stop(Duration::from_millis(u64::try_from(patience).unwrap_or(0)));
        Ok(())
    });
}

/// `static native void log(long token, int level, byte[] record)`: writes a record of a Java logger, given as
/// an envelope, in the form that the function is set to. Token 0 is the only open invocation, -1 none; level 1
/// is trace, 6 fatal.
#[unsafe(no_mangle)]
pub(super) extern "system" fn Java_io_github_libhello_internal_Native_log<'local>(
    env: EnvUnowned<'local>,
    _class: JClass<'local>,
    token: jlong,
    level: jint,
    record: JByteArray<'local>,
) {
    entry(env, "Native.log", |env| {
        let runtime = &state::state()?.runtime;
        let record = decode_log_record(&byte_array::from_java(env, &record, BytesMut::new(), "record")?)?;
        let context = match token {
            0 => runtime.exchange.only_open(),
            token => runtime.exchange.context(to_token(token)),
        };
        runtime.log.write(&Record {
            level: Level::of(level),
            logger: Some(&record.logger),
            message: &record.message,
            error: record.error.as_ref(),
            context: context.as_deref(),
        });
        Ok(())
    });
}

/// `static native boolean logFramed(int level, byte[] message)`: writes a message as it is, if there is a
/// descriptor for framed records. Level 0 is none.
#[unsafe(no_mangle)]
pub(super) extern "system" fn Java_io_github_libhello_internal_Native_logFramed<'local>(
    env: EnvUnowned<'local>,
    _class: JClass<'local>,
    level: jint,
    message: JByteArray<'local>,
) -> jboolean {
    entry(env, "Native.logFramed", |env| {
        let log = &state::state()?.runtime.log;
        let message = byte_array::from_java(env, &message, BytesMut::new(), "message")?;
        Ok(log.write_framed(u8::try_from(level).unwrap_or(0), &message))
    })
}

/// `static native void panic(String message)` of the acceptance tests' `PanicProbe`: panics, to show
/// what becomes of it.
#[cfg(feature = "panic-probe")]
#[unsafe(no_mangle)]
pub(super) extern "system" fn Java_io_github_libhello_acceptance_PanicProbe_panic<'local>(
    env: EnvUnowned<'local>,
    _class: JClass<'local>,
    message: JString<'local>,
) {
    entry(env, "PanicProbe.panic", |env| -> Result<(), BridgeError> {
        panic!("{}", text::from_java(env, &message, "message")?)
    });
}

/// Java has no unsigned long: the same 64 bits. A token that was never issued is found by the
/// table, not here.
fn to_token(token: jlong) -> Token {
    token.cast_unsigned()
}
