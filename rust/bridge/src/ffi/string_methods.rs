//! Strings by the VM's own functions and methods. Large ASCII goes through a constructor of `java.lang.String`, which
//! copies it as it is.

use std::ffi::CStr;

use jni::Env;
use jni::objects::JString;
use jni::sys::{self, jvalue};

use super::kept_array::KeptArray;
use super::{byte_array, jni_call};
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
    kept.with(env, ascii.len(), |env, array| {
        byte_array::fill(env, array, ascii)?;
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

/// A method of `String`. Not finding one leaves no exception pending: it only means UTF-16.
pub(super) fn method(env: &Env<'_>, name: &CStr, signature: &CStr) -> Option<(sys::jclass, sys::jmethodID)> {
    let class = class(env)?;
    // SAFETY: the names end in NUL; ExceptionClear may be called at any time.
    unsafe {
        let method = jni_call!(env, v1_1, GetMethodID, class, name.as_ptr(), signature.as_ptr());
        if method.is_null() {
            jni_call!(env, v1_1, ExceptionClear);
            return None;
        }
        Some((class, method))
    }
}

/// The class `String`; an image may not know it.
pub(super) fn class(env: &Env<'_>) -> Option<sys::jclass> {
    // SAFETY: the name ends in NUL; ExceptionClear may be called at any time.
    unsafe {
        let class = jni_call!(env, v1_1, FindClass, STRING.as_ptr());
        if class.is_null() {
            jni_call!(env, v1_1, ExceptionClear);
            return None;
        }
        Some(class)
    }
}

/// Whether this is a JVM, which finds every method of `String`; an image finds those that its metadata names.
pub(super) fn is_jvm(env: &Env<'_>) -> bool {
    method(env, c"length", c"()I").is_some()
}

fn java_length(length: usize) -> Result<sys::jsize, BridgeError> {
    sys::jsize::try_from(length)
        .map_err(|_| BridgeError::BadArgument("the text is longer than a Java string"))
}

pub(super) fn local_string<'local>(
    env: &Env<'local>,
    raw: sys::jstring,
) -> Result<JString<'local>, BridgeError> {
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
