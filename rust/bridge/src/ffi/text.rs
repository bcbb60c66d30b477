//! `String` in and out, exactly.
//!
//! JNI's own "UTF" functions speak Modified UTF-8, in which one lone surrogate makes the jni crate
//! replace far more than that one unit, and a native image converts it byte by byte. So small texts
//! go as UTF-16, which loses nothing; large ones are handed to `java.lang.String`'s own conversion,
//! which is vectorised everywhere. That needs `String` in the image's JNI metadata, which the
//! runtime's jar carries; without it, large texts go as UTF-16 too.
//!
//! Towards Java, what is not UTF-8 becomes U+FFFD; towards Rust, a lone surrogate becomes `?`, as
//! Java's own encoder has it. Both sizes of text behave alike.

use std::borrow::Cow;
use std::ffi::CStr;

use jni::Env;
use jni::objects::{JByteArray, JString};
use jni::sys::{self, jvalue};

use super::{convert, jni_call};
use crate::error::BridgeError;

/// From this size on, in bytes or UTF-16 units, `java.lang.String` converts; below it the look-up of
/// its methods costs more than it saves.
const LARGE: usize = 4096;

/// A new `String` of these bytes.
pub(super) fn to_java<'local>(env: &mut Env<'local>, utf8: &[u8]) -> Result<JString<'local>, BridgeError> {
    // What is not UTF-8 is mended here for both ways, so that they cannot differ in how.
    let utf8: Cow<'_, str> = String::from_utf8_lossy(utf8);
    if utf8.len() >= LARGE
        && let Some(string) = decode_in_java(env, utf8.as_bytes())?
    {
        return Ok(string);
    }
    let units: Vec<u16> = utf8.encode_utf16().collect();
    let length = sys::jsize::try_from(units.len())
        .map_err(|_| BridgeError::BadArgument("the text is longer than a Java string"))?;
    // SAFETY: the pointer and length are those of `units`.
    let raw = unsafe { jni_call!(env, v1_1, NewString, units.as_ptr(), length) };
    local_string(env, raw)
}

/// The UTF-8 of a `String`.
///
/// # Errors
/// [`BridgeError::Null`] with the argument's name.
pub(super) fn from_java(
    env: &mut Env<'_>,
    string: &JString<'_>,
    name: &'static str,
) -> Result<String, BridgeError> {
    utf8(env, string, name).map(|bytes| match String::from_utf8(bytes.into()) {
        Ok(text) => text,
        Err(error) => String::from_utf8_lossy(error.as_bytes()).into_owned(),
    })
}

/// The UTF-8 of a `String`, as bytes that have not been checked again.
///
/// # Errors
/// [`BridgeError::Null`] with the argument's name.
pub(super) fn utf8(
    env: &mut Env<'_>,
    string: &JString<'_>,
    name: &'static str,
) -> Result<bytes::Bytes, BridgeError> {
    if string.is_null() {
        return Err(BridgeError::Null(name));
    }
    // SAFETY: a live, non-null string of this call.
    let length: sys::jsize = unsafe { jni_call!(env, v1_1, GetStringLength, string.as_raw()) };
    let size = usize::try_from(length).unwrap_or(0);
    if size >= LARGE
        && let Some(bytes) = encode_in_java(env, string)?
    {
        return Ok(bytes);
    }
    let mut units = Vec::<u16>::with_capacity(size);
    // SAFETY: the region is exactly the string, so nothing is thrown and `size` units are written,
    // all within the capacity.
    unsafe {
        jni_call!(
            env,
            v1_2,
            GetStringRegion,
            string.as_raw(),
            0,
            length,
            units.as_mut_ptr()
        );
        units.set_len(size);
    }
    Ok(encode(&units).into())
}

/// UTF-16 to UTF-8, unit by unit: only a lone surrogate itself is replaced.
fn encode(units: &[u16]) -> Vec<u8> {
    let mut text = String::with_capacity(units.len());
    text.extend(char::decode_utf16(units.iter().copied()).map(|unit| unit.unwrap_or('?')));
    text.into_bytes()
}

const STRING: &CStr = c"java/lang/String";
const CHARSET: &[u16] = &[0x55, 0x54, 0x46, 0x2d, 0x38];

/// `new String(bytes, "UTF-8")`, or `None` where the image does not know that constructor.
fn decode_in_java<'local>(
    env: &mut Env<'local>,
    utf8: &[u8],
) -> Result<Option<JString<'local>>, BridgeError> {
    let Some((class, constructor)) = method(env, c"<init>", c"([BLjava/lang/String;)V") else {
        return Ok(None);
    };
    let array = convert::to_java(env, utf8)?;
    let charset = charset(env)?;
    let arguments = [jvalue { l: array.as_raw() }, jvalue { l: charset.as_raw() }];
    // SAFETY: `constructor` belongs to `class` and takes these two arguments.
    let raw = unsafe { jni_call!(env, v1_1, NewObjectA, class, constructor, arguments.as_ptr()) };
    // The array is as large as the payload: let the collector have it before the entry returns.
    env.delete_local_ref(array);
    local_string(env, raw).map(Some)
}

/// `string.getBytes("UTF-8")`, or `None` where the image does not know that method.
fn encode_in_java(env: &mut Env<'_>, string: &JString<'_>) -> Result<Option<bytes::Bytes>, BridgeError> {
    let Some((_, get_bytes)) = method(env, c"getBytes", c"(Ljava/lang/String;)[B") else {
        return Ok(None);
    };
    let charset = charset(env)?;
    let arguments = [jvalue { l: charset.as_raw() }];
    // SAFETY: `get_bytes` is an instance method of the string's class and takes this argument.
    let raw = unsafe {
        jni_call!(
            env,
            v1_1,
            CallObjectMethodA,
            string.as_raw(),
            get_bytes,
            arguments.as_ptr()
        )
    };
    pending(env, raw.is_null())?;
    // SAFETY: a new local reference of this call to a byte[].
    let array = unsafe { JByteArray::from_raw(env, raw) };
    convert::from_java(env, &array, "bytes").map(Some)
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

fn charset<'local>(env: &mut Env<'local>) -> Result<JString<'local>, BridgeError> {
    // SAFETY: pointer and length (five units) are those of a constant.
    let raw = unsafe { jni_call!(env, v1_1, NewString, CHARSET.as_ptr(), 5) };
    local_string(env, raw)
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

#[cfg(test)]
mod tests {
    use super::encode;

    #[test]
    fn replaces_only_the_lone_surrogate() {
        let units: Vec<u16> = "a\u{0}"
            .encode_utf16()
            .chain([0xd800])
            .chain("\u{1f600}é".encode_utf16())
            .collect();
        assert_eq!(encode(&units), "a\u{0}?\u{1f600}é".as_bytes());
        assert_eq!(
            encode(&[0xdc00, 0xd83d, 0xd83d, 0xde00]),
            "??\u{1f600}".as_bytes()
        );
    }
}
