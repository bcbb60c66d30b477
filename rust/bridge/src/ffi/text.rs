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

use bytes::{Bytes, BytesMut};
use jni::Env;
use jni::objects::{JCharArray, JObject, JObjectArray, JString};
use jni::sys::{self, jvalue};

use super::jni_call;
use super::kept_array::KeptArray;
use super::utf16::Encoder;
use crate::error::BridgeError;
use crate::exchange::{RESPONSE_LIMIT, too_large};

/// From this size on, in bytes, `java.lang.String` decodes; below it the look-up of its constructor
/// costs more than it saves.
const LARGE: usize = 4096;
const LARGE_UNITS: sys::jsize = 4096;

/// UTF-16 units that are taken out of a string at a time: they stay in the processor's first cache.
const PIECE: usize = 4096;
const PIECE_UNITS: sys::jsize = 4096;

/// A text of an error is truncated after this many UTF-16 units: a report is smaller, and a message of
/// megabytes must not be copied only to be left out.
const MAX_TEXT_UNITS: sys::jsize = 128 * 1024;

/// More frames than this are in no report.
const MAX_TEXTS: usize = 1024;

/// A new `String` of these bytes.
pub(super) fn to_java<'local>(
    env: &mut Env<'local>,
    utf8: &[u8],
    kept: &KeptArray,
) -> Result<JString<'local>, BridgeError> {
    // What is not UTF-8 is mended here for both ways, so that they cannot differ in how.
    let utf8 = match std::str::from_utf8(utf8) {
        Ok(text) => Cow::Borrowed(text),
        // By itself it would look at every byte of a good text, one at a time.
        Err(_) => String::from_utf8_lossy(utf8),
    };
    if utf8.len() >= LARGE
        && let Some(string) = decode_in_java(env, utf8.as_bytes(), kept)?
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

/// The text of a `String`, truncated after [`MAX_TEXT_UNITS`].
///
/// # Errors
/// [`BridgeError::Null`] with the argument's name.
pub(super) fn from_java(
    env: &mut Env<'_>,
    string: &JString<'_>,
    name: &'static str,
) -> Result<String, BridgeError> {
    let length = units(env, string, name)?;
    let shown = length.min(MAX_TEXT_UNITS);
    let mut encoder = Encoder::new(BytesMut::new(), 0, usize::MAX);
    take_regions(env, string, shown, &mut encoder);
    let utf8 = encoder.finish().unwrap_or_default();
    let mut text = match String::from_utf8(utf8.into()) {
        Ok(text) => text,
        Err(error) => String::from_utf8_lossy(error.as_bytes()).into_owned(),
    };
    if shown < length {
        text.push_str(&format!("... ({} more characters)", length - shown));
    }
    Ok(text)
}

/// The texts of a `String[]`, at most [`MAX_TEXTS`] of them; a null array gives none, a null element an
/// empty text.
pub(super) fn texts(
    env: &mut Env<'_>,
    array: &JObjectArray<'_, JString<'_>>,
) -> Result<Vec<String>, BridgeError> {
    if array.is_null() {
        return Ok(Vec::new());
    }
    let count = array.len(env)?.min(MAX_TEXTS);
    let mut texts = Vec::with_capacity(count);
    for index in 0..count {
        // Deleted at the end of each turn, so that a stack trace of a thousand lines holds one
        // local reference at a time.
        let element = array.get_element(env, index)?;
        texts.push(if element.is_null() {
            String::new()
        } else {
            from_java(env, &element, "element")?
        });
        env.delete_local_ref::<JObject>(element.into());
    }
    Ok(texts)
}

/// The UTF-8 of a response, written into `buffer`, which is empty and need not have room.
///
/// # Errors
/// [`BridgeError::Null`] with the argument's name; [`BridgeError::ResponseTooLarge`], for which nothing
/// beyond the limit was copied.
pub(super) fn utf8(
    env: &mut Env<'_>,
    string: &JString<'_>,
    buffer: BytesMut,
    name: &'static str,
) -> Result<Bytes, BridgeError> {
    let length = units(env, string, name)?;
    let mut encoder = Encoder::new(buffer, usize::try_from(length).unwrap_or(0), RESPONSE_LIMIT);
    let taken = length >= LARGE_UNITS && take_in_java(env, string, length, &mut encoder)?;
    if !taken {
        take_regions(env, string, length, &mut encoder);
    }
    encoder.finish().map_err(too_large)
}

/// The length of a `String` in UTF-16 units.
fn units(env: &Env<'_>, string: &JString<'_>, name: &'static str) -> Result<sys::jsize, BridgeError> {
    if string.is_null() {
        return Err(BridgeError::Null(name));
    }
    // SAFETY: a live, non-null string of this call.
    Ok(unsafe { jni_call!(env, v1_1, GetStringLength, string.as_raw()) })
}

/// Takes the units piece by piece through JNI.
fn take_regions(env: &Env<'_>, string: &JString<'_>, length: sys::jsize, encoder: &mut Encoder) {
    let mut units = [0_u16; PIECE];
    let mut start: sys::jsize = 0;
    while start < length {
        let count = (length - start).min(PIECE_UNITS);
        // SAFETY: the region is within the string, so nothing is thrown and `count` units are
        // written, which is at most what `units` holds.
        unsafe {
            jni_call!(
                env,
                v1_2,
                GetStringRegion,
                string.as_raw(),
                start,
                count,
                units.as_mut_ptr()
            );
        }
        encoder.push(&units[..usize::try_from(count).unwrap_or(0)]);
        start += count;
    }
}

/// The same with `string.getChars(start, end, piece, 0)`, for native images: their `GetStringRegion`
/// goes character by character, while a JVM's is faster than what its first compiler makes of
/// `getChars`. False where it is not to be used.
fn take_in_java(
    env: &mut Env<'_>,
    string: &JString<'_>,
    length: sys::jsize,
    encoder: &mut Encoder,
) -> Result<bool, BridgeError> {
    let Some((_, get_chars)) = method(env, c"getChars", c"(II[CI)V") else {
        return Ok(false);
    };
    // An image finds the methods that its metadata names, a JVM finds them all: this one tells which.
    if method(env, c"length", c"()I").is_some() {
        return Ok(false);
    }
    // SAFETY: a constant length; what comes back is a new local reference of this call.
    let array = unsafe {
        let raw = jni_call!(env, v1_1, NewCharArray, PIECE_UNITS);
        pending(env, raw.is_null())?;
        JCharArray::from_raw(env, raw)
    };
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

const STRING: &CStr = c"java/lang/String";
const CHARSET: &[u16] = &[0x55, 0x54, 0x46, 0x2d, 0x38];

/// `new String(bytes, 0, length, "UTF-8")`, or `None` where the image does not know that constructor.
fn decode_in_java<'local>(
    env: &mut Env<'local>,
    utf8: &[u8],
    kept: &KeptArray,
) -> Result<Option<JString<'local>>, BridgeError> {
    let Some((class, constructor)) = method(env, c"<init>", c"([BIILjava/lang/String;)V") else {
        return Ok(None);
    };
    let charset = charset(env)?;
    let length = sys::jsize::try_from(utf8.len())
        .map_err(|_| BridgeError::BadArgument("the text is longer than a Java string"))?;
    kept.with(env, utf8, |env, array| {
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
