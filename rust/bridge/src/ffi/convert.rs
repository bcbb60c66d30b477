//! `byte[]` in and out.

use std::ptr;

use bytes::{Bytes, BytesMut};
use jni::Env;
use jni::objects::JByteArray;
use jni::sys;

use super::jni_call;
use crate::error::BridgeError;

/// From this size on, in bytes, arrays are copied by this library: an image's own region copies go
/// eight bytes at a time.
const LARGE: usize = 16 * 1024;

/// A new `byte[]` with these bytes: one allocation in Java's heap, one copy.
pub(super) fn to_java<'local>(
    env: &mut Env<'local>,
    bytes: &[u8],
) -> Result<JByteArray<'local>, BridgeError> {
    let array = env.new_byte_array(bytes.len())?;
    fill(env, &array, bytes)?;
    Ok(array)
}

/// Writes the bytes into the beginning of an array that has room for them.
pub(super) fn fill(env: &Env<'_>, array: &JByteArray<'_>, bytes: &[u8]) -> Result<(), BridgeError> {
    if bytes.len() < LARGE {
        // SAFETY: jbyte and u8 have the same layout.
        let signed = unsafe { std::slice::from_raw_parts(bytes.as_ptr().cast(), bytes.len()) };
        return Ok(array.set_region(env, 0, signed)?);
    }
    // SAFETY: `fill`'s caller has an array with room for `bytes`; nothing but the copying happens
    // before the release, and both calls belong together.
    unsafe {
        let start = jni_call!(
            env,
            v1_2,
            GetPrimitiveArrayCritical,
            array.as_raw(),
            ptr::null_mut()
        );
        if start.is_null() {
            return Err(jni::errors::Error::JavaException.into());
        }
        ptr::copy_nonoverlapping(bytes.as_ptr(), start.cast(), bytes.len());
        jni_call!(env, v1_2, ReleasePrimitiveArrayCritical, array.as_raw(), start, 0);
    }
    Ok(())
}

/// The bytes of a `byte[]`: one copy into `buffer`, which is empty and need not have room.
///
/// # Errors
/// [`BridgeError::Null`] with the argument's name.
pub(super) fn from_java(
    env: &Env<'_>,
    array: &JByteArray<'_>,
    mut buffer: BytesMut,
    name: &'static str,
) -> Result<Bytes, BridgeError> {
    if array.is_null() {
        return Err(BridgeError::Null(name));
    }
    // SAFETY: a live, non-null array of this call; GetArrayLength never throws.
    let length: sys::jsize = unsafe { jni_call!(env, v1_1, GetArrayLength, array.as_raw()) };
    let size = usize::try_from(length).unwrap_or(0);
    buffer.reserve(size);
    // SAFETY: exactly the array's `size` bytes are written, all within the capacity, and jbyte and u8
    // have the same layout. A region that is the whole array throws nothing; nothing but the copying
    // happens between the two critical calls.
    unsafe {
        if size < LARGE {
            jni_call!(
                env,
                v1_1,
                GetByteArrayRegion,
                array.as_raw(),
                0,
                length,
                buffer.as_mut_ptr().cast()
            );
        } else {
            let start = jni_call!(
                env,
                v1_2,
                GetPrimitiveArrayCritical,
                array.as_raw(),
                ptr::null_mut()
            );
            if start.is_null() {
                return Err(jni::errors::Error::JavaException.into());
            }
            ptr::copy_nonoverlapping(start.cast(), buffer.as_mut_ptr(), size);
            jni_call!(
                env,
                v1_2,
                ReleasePrimitiveArrayCritical,
                array.as_raw(),
                start,
                sys::JNI_ABORT
            );
        }
        buffer.set_len(size);
    }
    Ok(buffer.freeze())
}
