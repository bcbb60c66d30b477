//! `String` in and out, exactly.
//!
//! JNI's own "UTF" functions speak Modified UTF-8, in which one lone surrogate makes the jni crate
//! replace far more than that one unit, and a native image converts it byte by byte. So texts go as
//! UTF-16, which loses nothing, converted here by `encoding_rs`. A native image copies UTF-16 character by
//! character, so its large texts are written and read as what a string consists of (`image_string.rs`). On a
//! JVM large ASCII goes through a constructor (`string_methods.rs`), since it needs no conversion.
//!
//! Towards Java, what is not UTF-8 becomes U+FFFD; towards Rust, a lone surrogate becomes `?`, as
//! Java's own encoder has it. All ways behave alike.

use std::borrow::Cow;

use bytes::{Bytes, BytesMut};
use encoding_rs::mem;
use jni::Env;
use jni::objects::{JObject, JObjectArray, JString};
use jni::sys;

use super::jni_call;
use super::kept_array::KeptArray;
use super::utf16::{Encoder, PIECE, PIECE_UNITS};
use super::{image_string, string_methods};
use crate::error::BridgeError;
use crate::exchange::{RESPONSE_LIMIT, too_large};

/// From this size on, in bytes, methods and fields of `java.lang.String` are used; below it their look-up
/// costs more than it saves.
const LARGE: usize = 4096;
const LARGE_UNITS: sys::jsize = 4096;

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
    // What is not UTF-8 is mended here for all ways, so that they cannot differ in how.
    let text = match simdutf8::basic::from_utf8(utf8) {
        Ok(text) => Cow::Borrowed(text),
        Err(_) => String::from_utf8_lossy(utf8),
    };
    if text.len() >= LARGE {
        let string = match image_string::of(env, &text)? {
            None if text.is_ascii() => string_methods::of_ascii(env, text.as_bytes(), kept)?,
            string => string,
        };
        if let Some(string) = string {
            return Ok(string);
        }
    }
    let mut units = vec![0; text.len()];
    let count = mem::convert_str_to_utf16(&text, &mut units);
    string_methods::of_units(env, &units[..count])
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
    let taken = length >= LARGE_UNITS && image_string::take(env, string, &mut encoder)?;
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
