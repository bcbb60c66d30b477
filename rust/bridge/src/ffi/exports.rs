//! Every function that `libHello.so` exports, and nothing else; `exports.txt` lists their names.
//!
//! The first group is the face of 2018: class `Test` of the default package. The second is that of
//! `io.github.libhello.internal.Native`, which `LambdaRuntime` uses. Both do the same things with the
//! same code.

use std::time::Duration;

use bytes::BytesMut;
use jni::EnvUnowned;
use jni::objects::{JByteArray, JClass, JObjectArray, JString};
use jni::sys::{jint, jlong};

use super::process::{self, Process};
use super::{convert, entry, text};
use crate::error::BridgeError;
use crate::exchange::{Outcome, Thrown, Token, decode_failure, decode_log_record, encode_context};
use crate::log::{Level, Record};

/// `static native void start()`: starts the Runtime API loop on its own thread and returns. A second
/// call does nothing. Throws `RuntimeException` outside Lambda.
#[unsafe(no_mangle)]
pub(super) extern "system" fn Java_Test_start<'local>(env: EnvUnowned<'local>, _class: JClass<'local>) {
    entry(env, "Test.start", |_| process::start());
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
        let Process { bridge, transfer } = process::process()?;
        let (token, _) = bridge.turn.next(&bridge.exchange)?;
        let payload = bridge.exchange.payload(token)?;
        let text = text::to_java(env, &payload, transfer)?;
        bridge.exchange.give_back(payload);
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
        let bridge = &process::process()?.bridge;
        let buffer = bridge.exchange.buffer();
        let response = text::utf8(env, &response, buffer, "response")?;
        bridge.turn.answer(&bridge.exchange, Outcome::Success(response))
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
        let bridge = &process::process()?.bridge;
        let error_type = text::from_java(env, &error_type, "errorType")?;
        let error_message = match error_message.is_null() {
            true => String::new(),
            false => text::from_java(env, &error_message, "errorMessage")?,
        };
        let stack_trace = text::texts(env, &stack_trace)?;
        let thrown = Thrown {
            error_type,
            error_message,
            stack_trace,
            ..Thrown::default()
        };
        bridge.turn.answer(&bridge.exchange, Outcome::Failure(thrown))
    });
}

/// `static native void start()`: as `Test.start`.
#[unsafe(no_mangle)]
pub(super) extern "system" fn Java_io_github_libhello_internal_Native_start<'local>(
    env: EnvUnowned<'local>,
    _class: JClass<'local>,
) {
    entry(env, "Native.start", |_| process::start());
}

/// `static native byte[] next()`: blocks until there is an event, and returns its context as an
/// envelope; null when the process is ending.
#[unsafe(no_mangle)]
pub(super) extern "system" fn Java_io_github_libhello_internal_Native_next<'local>(
    env: EnvUnowned<'local>,
    _class: JClass<'local>,
) -> JByteArray<'local> {
    entry(env, "Native.next", |env| {
        match process::process()?.bridge.exchange.next() {
            Ok((token, context, payload_size)) => {
                convert::to_java(env, &encode_context(token, payload_size, &context)?)
            }
            Err(BridgeError::Stopped) => Ok(JByteArray::default()),
            Err(error) => Err(error),
        }
    })
}

/// `static native byte[] payload(long token)`: the event's bytes, once.
#[unsafe(no_mangle)]
pub(super) extern "system" fn Java_io_github_libhello_internal_Native_payload<'local>(
    env: EnvUnowned<'local>,
    _class: JClass<'local>,
    token: jlong,
) -> JByteArray<'local> {
    entry(env, "Native.payload", |env| {
        let exchange = &process::process()?.bridge.exchange;
        let payload = exchange.payload(to_token(token))?;
        let array = convert::to_java(env, &payload)?;
        exchange.give_back(payload);
        Ok(array)
    })
}

/// `static native void respond(long token, byte[] response)`: answers with these bytes, untouched.
#[unsafe(no_mangle)]
pub(super) extern "system" fn Java_io_github_libhello_internal_Native_respond<'local>(
    env: EnvUnowned<'local>,
    _class: JClass<'local>,
    token: jlong,
    response: JByteArray<'local>,
) {
    entry(env, "Native.respond", |env| {
        let exchange = &process::process()?.bridge.exchange;
        let response = convert::from_java(env, &response, exchange.buffer(), "response")?;
        exchange.answer(to_token(token), Outcome::Success(response))
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
        let failure = decode_failure(&convert::from_java(env, &failure, BytesMut::new(), "failure")?)?;
        process::process()?
            .bridge
            .exchange
            .answer(to_token(token), Outcome::Failure(failure))
    });
}

/// `static native void initError(byte[] failure)`: reports that the program could not be made ready,
/// given as an envelope, in place of `start`. Blocks until the Runtime API has taken it.
#[unsafe(no_mangle)]
pub(super) extern "system" fn Java_io_github_libhello_internal_Native_initError<'local>(
    env: EnvUnowned<'local>,
    _class: JClass<'local>,
    failure: JByteArray<'local>,
) {
    entry(env, "Native.initError", |env| {
        let failure = decode_failure(&convert::from_java(env, &failure, BytesMut::new(), "failure")?)?;
        process::init_error(&failure)
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
        process::stop(Duration::from_millis(u64::try_from(patience).unwrap_or(0)));
        Ok(())
    });
}

/// `static native void log(int level, byte[] record)`: writes what a Java logger says, given as an
/// envelope, in the form that the function is set to. Level 1 is trace, 6 fatal.
#[unsafe(no_mangle)]
pub(super) extern "system" fn Java_io_github_libhello_internal_Native_log<'local>(
    env: EnvUnowned<'local>,
    _class: JClass<'local>,
    level: jint,
    record: JByteArray<'local>,
) {
    entry(env, "Native.log", |env| {
        let bridge = &process::process()?.bridge;
        let record = decode_log_record(&convert::from_java(env, &record, BytesMut::new(), "record")?)?;
        bridge.log.write(&Record {
            level: Level::of(level),
            logger: &record.logger,
            message: &record.message,
            thrown: record.thrown.as_ref(),
            context: bridge.exchange.only_open().as_deref(),
        });
        Ok(())
    });
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

/// Java has no unsigned long: the same 64 bits. A token that was never given out is found by the
/// table, not here.
fn to_token(token: jlong) -> Token {
    token.cast_unsigned()
}
