//! `byte[]` in and out.

use std::ptr;

use bytes::{Bytes, BytesMut};
use jni::Env;
use jni::objects::JByteArray;
use jni::sys;

use super::elements::{self, WRITE_BACK};
use super::jni_call;
use crate::error::BridgeError;
use crate::exchange::Pieces;

/// From this size on, in bytes, arrays are copied by this library: an image's own region copies go
/// eight bytes at a time.
const LARGE: usize = 16 * 1024;

const OUT_OF_BOUNDS: &str = "the length is not within the array";

/// A new `byte[]` with these bytes: one allocation in Java's heap, one copy.
pub(super) fn to_java<'local>(
    env: &mut Env<'local>,
    bytes: &[u8],
) -> Result<JByteArray<'local>, BridgeError> {
    let array = new_array(env, bytes.len())?;
    fill(env, &array, bytes)?;
    Ok(array)
}

/// A new `byte[]` of zeros. Where the heap has no room, Java's own `OutOfMemoryError` stays pending, which
/// the jni crate would take for an error of its own.
pub(super) fn new_array<'local>(env: &Env<'local>, size: usize) -> Result<JByteArray<'local>, BridgeError> {
    let length = sys::jsize::try_from(size)
        .map_err(|_| BridgeError::BadArgument("the payload is larger than a Java array"))?;
    // SAFETY: a length that is not negative; what comes back is a new local reference of this call.
    let array = unsafe { jni_call!(env, v1_1, NewByteArray, length) };
    if array.is_null() {
        return Err(jni::errors::Error::JavaException.into());
    }
    // SAFETY: as above.
    Ok(unsafe { JByteArray::from_raw(env, array) })
}

/// Writes the bytes into the beginning of an array that has room for them.
pub(super) fn fill(env: &Env<'_>, array: &JByteArray<'_>, bytes: &[u8]) -> Result<(), BridgeError> {
    if bytes.len() < LARGE {
        // SAFETY: jbyte and u8 have the same layout.
        let signed = unsafe { std::slice::from_raw_parts(bytes.as_ptr().cast(), bytes.len()) };
        return Ok(array.set_region(env, 0, signed)?);
    }
    // SAFETY: a live array of this call, which `fill`'s caller has with room for `bytes`.
    unsafe {
        elements::with(env, array.as_raw(), WRITE_BACK, |elements| {
            ptr::copy_nonoverlapping(bytes.as_ptr(), elements.cast(), bytes.len());
        })
    }
}

/// The length of a `byte[]`.
///
/// # Errors
/// [`BridgeError::Null`] with the argument's name.
pub(super) fn length(
    env: &Env<'_>,
    array: &JByteArray<'_>,
    name: &'static str,
) -> Result<sys::jsize, BridgeError> {
    if array.is_null() {
        return Err(BridgeError::Null(name));
    }
    // SAFETY: a live, non-null array of this call; GetArrayLength never throws.
    Ok(unsafe { jni_call!(env, v1_1, GetArrayLength, array.as_raw()) })
}

/// The size of an array's first `length` bytes.
///
/// # Errors
/// [`BridgeError::Null`] with the argument's name, [`BridgeError::BadArgument`] for a length that the array
/// does not have.
pub(super) fn part(
    env: &Env<'_>,
    array: &JByteArray<'_>,
    part: sys::jsize,
    name: &'static str,
) -> Result<usize, BridgeError> {
    if part > length(env, array, name)? {
        return Err(BridgeError::BadArgument(OUT_OF_BOUNDS));
    }
    usize::try_from(part).map_err(|_| BridgeError::BadArgument(OUT_OF_BOUNDS))
}

/// The bytes of a `byte[]`: one copy into `buffer`, which is empty and need not have room.
///
/// # Errors
/// [`BridgeError::Null`] with the argument's name.
pub(super) fn from_java(
    env: &Env<'_>,
    array: &JByteArray<'_>,
    buffer: BytesMut,
    name: &'static str,
) -> Result<Bytes, BridgeError> {
    let length = length(env, array, name)?;
    head_from_java(env, array, length, buffer, name)
}

/// The first `length` bytes of a `byte[]`, as [`from_java`].
///
/// # Errors
/// Those of [`part`].
pub(super) fn head_from_java(
    env: &Env<'_>,
    array: &JByteArray<'_>,
    length: sys::jsize,
    mut buffer: BytesMut,
    name: &'static str,
) -> Result<Bytes, BridgeError> {
    let size = part(env, array, length, name)?;
    copy(env, array, 0, size, &mut buffer)?;
    Ok(buffer.freeze())
}

/// Hands the bytes of a part of a `byte[]` to `take` in pieces of at most `largest` bytes, each copied once, into
/// `memory`.
/// No piece is taken from an array that has not the whole part.
///
/// # Errors
/// Those of [`part`], and the first of `take`.
pub(super) fn pieces_from_java(
    env: &Env<'_>,
    array: &JByteArray<'_>,
    (start, length): (sys::jsize, sys::jsize),
    (largest, memory): (usize, &Pieces),
    mut take: impl FnMut(Bytes) -> Result<(), BridgeError>,
) -> Result<(), BridgeError> {
    let end = start.checked_add(length).filter(|end| *end >= start);
    let end = end.ok_or(BridgeError::BadArgument(OUT_OF_BOUNDS))?;
    let end = part(env, array, end, "bytes")?;
    let mut at = usize::try_from(start).map_err(|_| BridgeError::BadArgument(OUT_OF_BOUNDS))?;
    while at < end {
        let size = largest.min(end - at);
        take(memory.filled(size, |piece| copy(env, array, at, size, piece))?)?;
        at += size;
    }
    Ok(())
}

/// Copies `size` bytes of the array, which has that many from `start` on, into `buffer`, which is empty.
fn copy(
    env: &Env<'_>,
    array: &JByteArray<'_>,
    start: usize,
    size: usize,
    buffer: &mut BytesMut,
) -> Result<(), BridgeError> {
    buffer.reserve(size);
    let target = buffer.as_mut_ptr();
    if size < LARGE {
        let [start, size] = [start, size].map(sys::jsize::try_from);
        let (Ok(start), Ok(size)) = (start, size) else {
            return Err(BridgeError::BadArgument(OUT_OF_BOUNDS));
        };
        // SAFETY: a region within the array throws nothing, and its `size` bytes are within the capacity;
        // jbyte and u8 have the same layout.
        unsafe {
            jni_call!(
                env,
                v1_1,
                GetByteArrayRegion,
                array.as_raw(),
                start,
                size,
                target.cast()
            )
        };
    } else {
        // SAFETY: a live array of this call; `size` of its bytes from `start` on, which it has, and within the
        // capacity.
        unsafe {
            elements::with(env, array.as_raw(), sys::JNI_ABORT, |elements| {
                ptr::copy_nonoverlapping(elements.cast::<u8>().add(start), target, size);
            })?;
        }
    }
    // SAFETY: `size` bytes were written just now.
    unsafe { buffer.set_len(size) };
    Ok(())
}
