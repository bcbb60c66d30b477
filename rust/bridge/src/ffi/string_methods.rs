//! The methods of `java.lang.String` that large texts go through: where the VM has vectorised code, or JNI's own
//! functions go character by character. An image finds those that its metadata names, which the runtime's jar
//! carries; without them, texts go as JNI has it.

use std::ffi::CStr;

use jni::Env;
use jni::objects::{JByteArray, JCharArray, JString};
use jni::sys::{self, jvalue};

use super::kept_array::KeptArray;
use super::utf16::{Encoder, PIECE, PIECE_UNITS};
use super::{byte_array, char_array, jni_call, utf16};
use crate::error::BridgeError;

const STRING: &CStr = c"java/lang/String";

/// `ISO-8859-1`, of which ASCII is a part: Java copies it without looking at it.
const CHARSET: &[u16] = &[0x49, 0x53, 0x4f, 0x2d, 0x38, 0x38, 0x35, 0x39, 0x2d, 0x31];

/// A new `String` of these units, of which each is a character to JNI.
pub(super) fn of_units<'local>(env: &Env<'local>, units: &[u16]) -> Result<JString<'local>, BridgeError> {
    let length = java_length(units.len())?;
    // SAFETY: the pointer and length are those of `units`.
    let raw = unsafe { jni_call!(env, v1_1, NewString, units.as_ptr(), length) };
    local_string(env, raw)
}

/// `new String(bytes, 0, length, "ISO-8859-1")`, or `None` where the image does not know that constructor.
pub(super) fn of_ascii<'local>(
    env: &mut Env<'local>,
    ascii: &[u8],
    kept: &KeptArray,
) -> Result<Option<JString<'local>>, BridgeError> {
    let Some((class, constructor)) = method(env, c"<init>", c"([BIILjava/lang/String;)V") else {
        return Ok(None);
    };
    let charset = of_units(env, CHARSET)?;
    let length = java_length(ascii.len())?;
    let new_bytes = |env: &Env<'local>, size| byte_array::new_array(env, size).map(Into::into);
    kept.with(env, ascii.len(), new_bytes, |env, array| {
        // SAFETY: every array here is of `new_bytes`, and lives as long as this call.
        let array = unsafe { JByteArray::from_raw(env, array.as_raw()) };
        byte_array::fill(env, &array, ascii)?;
        let arguments = [
            jvalue { l: array.as_raw() },
            jvalue { i: 0 },
            jvalue { i: length },
            jvalue { l: charset.as_raw() },
        ];
        // SAFETY: `constructor` belongs to `class` and takes these four arguments.
        let raw = unsafe { jni_call!(env, v1_1, NewObjectA, class, constructor, arguments.as_ptr()) };
        local_string(env, raw).map(Some)
    })
}

/// `new String(chars, 0, length)` in an image; `None` elsewhere, and where the image does not know that
/// constructor. A JVM's `NewString` copies as fast, without that array.
pub(super) fn of_text<'local>(
    env: &mut Env<'local>,
    text: &str,
    kept: &KeptArray,
) -> Result<Option<JString<'local>>, BridgeError> {
    let Some((class, constructor)) = method_of_image(env, c"<init>", c"([CII)V") else {
        return Ok(None);
    };
    let units = utf16::units(text);
    let length = java_length(units)?;
    let new_chars = |env: &Env<'local>, size| char_array::new_array(env, size).map(Into::into);
    kept.with(env, units + char_array::SPARE, new_chars, |env, array| {
        // SAFETY: every array here is of `new_chars`, and lives as long as this call.
        let array = unsafe { JCharArray::from_raw(env, array.as_raw()) };
        char_array::fill(env, &array, text)?;
        let arguments = [
            jvalue { l: array.as_raw() },
            jvalue { i: 0 },
            jvalue { i: length },
        ];
        // SAFETY: `constructor` belongs to `class` and takes these three arguments.
        let raw = unsafe { jni_call!(env, v1_1, NewObjectA, class, constructor, arguments.as_ptr()) };
        local_string(env, raw).map(Some)
    })
}

/// Takes a string's units with `getChars(start, end, piece, 0)` in an image; false elsewhere, and where the image
/// does not know it. A JVM's `GetStringRegion` is faster than what its first compiler makes of `getChars`.
pub(super) fn take(
    env: &mut Env<'_>,
    string: &JString<'_>,
    length: sys::jsize,
    encoder: &mut Encoder,
) -> Result<bool, BridgeError> {
    let Some((_, get_chars)) = method_of_image(env, c"getChars", c"(II[CI)V") else {
        return Ok(false);
    };
    let array = char_array::new_array(env, PIECE)?;
    let mut copied = sys::JNI_TRUE;
    // SAFETY: a live array of this call, whose elements are given back below.
    let elements = unsafe { jni_call!(env, v1_1, GetCharArrayElements, array.as_raw(), &raw mut copied) };
    pending(env, elements.is_null())?;
    // An image lends the array itself; a copy would not see what `getChars` writes.
    let lent = copied == sys::JNI_FALSE;
    let mut start: sys::jsize = 0;
    let mut thrown = Ok(());
    while lent && start < length && thrown.is_ok() {
        let count = (length - start).min(PIECE_UNITS);
        let arguments = [
            jvalue { i: start },
            jvalue { i: start + count },
            jvalue { l: array.as_raw() },
            jvalue { i: 0 },
        ];
        // SAFETY: `get_chars` is an instance method of the string's class and takes these arguments;
        // both ranges are within string and array. Nobody writes to the elements while they are read.
        unsafe {
            jni_call!(
                env,
                v1_1,
                CallVoidMethodA,
                string.as_raw(),
                get_chars,
                arguments.as_ptr()
            );
            thrown = pending(env, false);
            if thrown.is_ok() {
                let count = usize::try_from(count).unwrap_or(0);
                encoder.push(std::slice::from_raw_parts(elements, count));
            }
        }
        start += count;
    }
    // SAFETY: the elements of this array, for the last time; nothing needs to be written back. May be
    // called with an exception pending.
    unsafe {
        jni_call!(
            env,
            v1_1,
            ReleaseCharArrayElements,
            array.as_raw(),
            elements,
            sys::JNI_ABORT
        );
    }
    thrown.map(|()| lent)
}

/// A method of `String`. Not finding one leaves no exception pending: it only means UTF-16.
fn method(env: &Env<'_>, name: &CStr, signature: &CStr) -> Option<(sys::jclass, sys::jmethodID)> {
    // SAFETY: the names end in NUL; ExceptionClear may be called at any time.
    unsafe {
        let class = jni_call!(env, v1_1, FindClass, STRING.as_ptr());
        if !class.is_null() {
            let method = jni_call!(env, v1_1, GetMethodID, class, name.as_ptr(), signature.as_ptr());
            if !method.is_null() {
                return Some((class, method));
            }
        }
        jni_call!(env, v1_1, ExceptionClear);
        None
    }
}

/// The same in an image alone, which finds the methods that its metadata names; a JVM finds them all, `length`
/// among them.
fn method_of_image(env: &Env<'_>, name: &CStr, signature: &CStr) -> Option<(sys::jclass, sys::jmethodID)> {
    let found = method(env, name, signature)?;
    method(env, c"length", c"()I").is_none().then_some(found)
}

fn java_length(length: usize) -> Result<sys::jsize, BridgeError> {
    sys::jsize::try_from(length)
        .map_err(|_| BridgeError::BadArgument("the text is longer than a Java string"))
}

fn local_string<'local>(env: &Env<'local>, raw: sys::jstring) -> Result<JString<'local>, BridgeError> {
    pending(env, raw.is_null())?;
    // SAFETY: a new local reference of this call to a String.
    Ok(unsafe { JString::from_raw(env, raw) })
}

/// A null from the VM means that an exception, usually `OutOfMemoryError`, is pending.
fn pending(env: &Env<'_>, failed: bool) -> Result<(), BridgeError> {
    if failed || env.exception_check() {
        return Err(jni::errors::Error::JavaException.into());
    }
    Ok(())
}
