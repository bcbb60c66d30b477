//! The natives of SnapStart, of `io.github.libhello.internal.SnapshotNative`.

use bytes::BytesMut;
use jni::EnvUnowned;
use jni::objects::{JByteArray, JClass};
use jni::sys::jboolean;

use super::super::state;
use super::super::{byte_array, entry};
use crate::envelope::decode_failure;

/// `static native boolean restore()`: blocks until the snapshot of this process is restored; false when the
/// process is ending.
#[unsafe(no_mangle)]
pub(in crate::ffi) extern "system" fn Java_io_github_libhello_internal_SnapshotNative_restore<'local>(
    env: EnvUnowned<'local>,
    _class: JClass<'local>,
) -> jboolean {
    entry(env, "SnapshotNative.restore", |_| state::restore())
}

/// `static native void error(byte[] failure)`: reports what failed before the snapshot or after its restore,
/// given as an envelope. Blocks until the Runtime API has accepted it.
#[unsafe(no_mangle)]
pub(in crate::ffi) extern "system" fn Java_io_github_libhello_internal_SnapshotNative_error<'local>(
    env: EnvUnowned<'local>,
    _class: JClass<'local>,
    failure: JByteArray<'local>,
) {
    entry(env, "SnapshotNative.error", |env| {
        let failure = decode_failure(&byte_array::from_java(env, &failure, BytesMut::new(), "failure")?)?;
        state::snapshot_error(&failure)
    });
}
