//! `byte[]` and `String[]` in and out.

use bytes::{Bytes, BytesMut};
use jni::Env;
use jni::objects::{JByteArray, JObject, JObjectArray, JString};
use jni::sys;

use super::{jni_call, text};
use crate::error::BridgeError;

/// A new `byte[]` with these bytes: one allocation in Java's heap, one copy.
pub(super) fn to_java<'local>(
    env: &mut Env<'local>,
    bytes: &[u8],
) -> Result<JByteArray<'local>, BridgeError> {
    Ok(env.byte_array_from_slice(bytes)?)
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
    // SAFETY: the region is exactly the array, so nothing is thrown and `size` bytes are written,
    // all within the capacity; jbyte and u8 have the same layout.
    unsafe {
        jni_call!(
            env,
            v1_1,
            GetByteArrayRegion,
            array.as_raw(),
            0,
            length,
            buffer.as_mut_ptr().cast()
        );
        buffer.set_len(size);
    }
    Ok(buffer.freeze())
}

/// The texts of a `String[]`; a null array gives none, a null element an empty text.
pub(super) fn texts(
    env: &mut Env<'_>,
    array: &JObjectArray<'_, JString<'_>>,
) -> Result<Vec<String>, BridgeError> {
    if array.is_null() {
        return Ok(Vec::new());
    }
    let count = array.len(env)?;
    let mut texts = Vec::with_capacity(count);
    for index in 0..count {
        // Deleted at the end of each turn, so that a stack trace of a thousand lines holds one
        // local reference at a time.
        let element = array.get_element(env, index)?;
        texts.push(if element.is_null() {
            String::new()
        } else {
            text::from_java(env, &element, "element")?
        });
        env.delete_local_ref::<JObject>(element.into());
    }
    Ok(texts)
}
