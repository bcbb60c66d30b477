//! The natives of `io.github.libhello.internal.Native` for responses in pieces.

use bytes::BytesMut;
use jni::EnvUnowned;
use jni::objects::{JByteArray, JClass};
use jni::sys::{jint, jlong};

use super::super::state;
use super::super::{byte_array, entry};
use super::to_token;
use crate::error::BridgeError;
use crate::exchange::PIECE;

/// `static native void begin(long token, byte[] contentType)`: begins a response in pieces, of this type in
/// ASCII, or of Lambda's default where it is null.
#[unsafe(no_mangle)]
pub(in crate::ffi) extern "system" fn Java_io_github_libhello_internal_Native_begin<'local>(
    env: EnvUnowned<'local>,
    _class: JClass<'local>,
    token: jlong,
    content_type: JByteArray<'local>,
) {
    entry(env, "Native.begin", |env| {
        let content_type = match content_type.is_null() {
            true => None,
            false => {
                let bytes = byte_array::from_java(env, &content_type, BytesMut::new(), "contentType")?;
                let text = String::from_utf8(bytes.into());
                Some(text.map_err(|_| BridgeError::BadArgument("the content type is not ASCII"))?)
            }
        };
        state::state()?
            .runtime
            .exchange
            .begin(to_token(token), content_type)
    });
}

/// `static native void write(long token, byte[] bytes, int start, int length)`: writes a part of the array.
/// Blocks while too much waits to be sent.
#[unsafe(no_mangle)]
pub(in crate::ffi) extern "system" fn Java_io_github_libhello_internal_Native_write<'local>(
    env: EnvUnowned<'local>,
    _class: JClass<'local>,
    token: jlong,
    bytes: JByteArray<'local>,
    start: jint,
    length: jint,
) {
    entry(env, "Native.write", |env| {
        let exchange = &state::state()?.runtime.exchange;
        byte_array::pieces_from_java(env, &bytes, (start, length), (PIECE, &exchange.pieces), |piece| {
            exchange.write(to_token(token), piece)
        })
    });
}

/// `static native int writeSome(long token, byte[] bytes, int start, int length)`: writes the beginning of the
/// part, as much as one piece takes, and returns how much; nothing where that would block.
#[unsafe(no_mangle)]
pub(in crate::ffi) extern "system" fn Java_io_github_libhello_internal_Native_writeSome<'local>(
    env: EnvUnowned<'local>,
    _class: JClass<'local>,
    token: jlong,
    bytes: JByteArray<'local>,
    start: jint,
    length: jint,
) -> jint {
    entry(env, "Native.writeSome", |env| {
        let exchange = &state::state()?.runtime.exchange;
        let some = length.min(jint::try_from(PIECE).unwrap_or(jint::MAX));
        if !exchange.has_room(to_token(token), usize::try_from(some).unwrap_or(0))? {
            return Ok(0);
        }
        byte_array::pieces_from_java(env, &bytes, (start, some), (PIECE, &exchange.pieces), |piece| {
            exchange.write(to_token(token), piece)
        })?;
        Ok(some)
    })
}

/// `static native void flush(long token)`: has what was written sent at once.
#[unsafe(no_mangle)]
pub(in crate::ffi) extern "system" fn Java_io_github_libhello_internal_Native_flush<'local>(
    env: EnvUnowned<'local>,
    _class: JClass<'local>,
    token: jlong,
) {
    entry(env, "Native.flush", |_| {
        state::state()?.runtime.exchange.flush(to_token(token))
    });
}

/// `static native void finish(long token)`: ends a response in pieces.
#[unsafe(no_mangle)]
pub(in crate::ffi) extern "system" fn Java_io_github_libhello_internal_Native_finish<'local>(
    env: EnvUnowned<'local>,
    _class: JClass<'local>,
    token: jlong,
) {
    entry(env, "Native.finish", |_| {
        state::state()?.runtime.exchange.finish(to_token(token))
    });
}
