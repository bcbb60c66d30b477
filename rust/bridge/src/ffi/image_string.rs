//! Large texts of a native image, as what its `String` consists of: a `byte[]`, of Latin-1 or of UTF-16, and a byte
//! that says which of the two.
//!
//! What an image has for turning strings into characters and back goes unit by unit, through an array of its own.
//! So that `byte[]` is written here, where a text becomes a string, and read where it is. Both the constructor and
//! the fields are the JDK's own, the same from Java 9 on. An image finds them where its metadata names them, which
//! the runtime's jar carries; without them, or where its strings are not compact, texts go as JNI has it. On a JVM
//! they are left alone: there JNI's functions are as fast.

use std::ffi::CStr;

use encoding_rs::mem;
use jni::Env;
use jni::objects::{JByteArray, JString};
use jni::sys::{self, jvalue};

use super::elements::{self, WRITE_BACK};
use super::string_methods::{self, local_string, method, of_units};
use super::utf16::{self, Encoder, PIECE};
use super::{byte_array, jni_call};
use crate::error::BridgeError;

/// The two kinds of `String.coder`.
const LATIN1: sys::jbyte = 0;
const UTF16: sys::jbyte = 1;

/// `new String(bytes, coder)`, or `None` where that is not known.
pub(super) fn of<'local>(env: &mut Env<'local>, text: &str) -> Result<Option<JString<'local>>, BridgeError> {
    let Some((class, constructor)) = method(env, c"<init>", c"([BB)V") else {
        return Ok(None);
    };
    if string_methods::is_jvm(env) || !is_compact(env)? {
        return Ok(None);
    }
    let units = utf16::units(text);
    let (coder, size) = match units == text.len() || mem::is_str_latin1(text) {
        true => (LATIN1, units),
        false => (UTF16, 2 * units),
    };
    let array = byte_array::new_array(env, size)?;
    // SAFETY: a live array of this call; the slices are the whole array, which nobody else has.
    let written = unsafe {
        elements::with(env, array.as_raw(), WRITE_BACK, |elements| {
            if coder == LATIN1 {
                latin1(text, std::slice::from_raw_parts_mut(elements.cast(), size));
                return true;
            }
            let elements = elements.cast::<u16>();
            let aligned = elements.is_aligned();
            if aligned {
                utf16::fill(text, std::slice::from_raw_parts_mut(elements, units));
            }
            aligned
        })?
    };
    if !written {
        return Ok(None);
    }
    let arguments = [jvalue { l: array.as_raw() }, jvalue { b: coder }];
    // SAFETY: `constructor` belongs to `class` and takes these two arguments; the array is complete, and of the
    // kind that Java itself would choose.
    let raw = unsafe { jni_call!(env, v1_1, NewObjectA, class, constructor, arguments.as_ptr()) };
    local_string(env, raw).map(Some)
}

/// Hands all of a string to the encoder; false where its fields are not known.
pub(super) fn take(
    env: &mut Env<'_>,
    string: &JString<'_>,
    encoder: &mut Encoder,
) -> Result<bool, BridgeError> {
    let (Some(value), Some(coder)) = (field(env, c"value", c"[B"), field(env, c"coder", c"B")) else {
        return Ok(false);
    };
    if string_methods::is_jvm(env) {
        return Ok(false);
    }
    // SAFETY: fields of the class of this live string, of these types; the array is a new local reference.
    let (array, coder) = unsafe {
        let array = jni_call!(env, v1_1, GetObjectField, string.as_raw(), value);
        let coder = jni_call!(env, v1_1, GetByteField, string.as_raw(), coder);
        (JByteArray::from_raw(env, array), coder)
    };
    let length = byte_array::length(env, &array, "value")?;
    let size = usize::try_from(length).unwrap_or(0);
    // SAFETY: a live array of this call, which is never written to; the slices are within it.
    unsafe {
        elements::with(env, array.as_raw(), sys::JNI_ABORT, |elements| match coder {
            LATIN1 => {
                let bytes: &[u8] = std::slice::from_raw_parts(elements.cast(), size);
                bytes.chunks(PIECE).for_each(|piece| encoder.push_latin1(piece));
                true
            }
            UTF16 if elements.cast::<u16>().is_aligned() => {
                let units: &[u16] = std::slice::from_raw_parts(elements.cast(), size / 2);
                units.chunks(PIECE).for_each(|piece| encoder.push(piece));
                true
            }
            _ => false,
        })
    }
}

/// Writes a text without any character beyond U+00FF, and of as many characters.
fn latin1(text: &str, bytes: &mut [u8]) {
    if bytes.len() == text.len() {
        bytes.copy_from_slice(text.as_bytes());
        return;
    }
    for (byte, character) in bytes.iter_mut().zip(text.chars()) {
        *byte = u8::try_from(character).unwrap_or(b'?');
    }
}

/// Whether a string of Latin-1 has a byte for each character.
fn is_compact(env: &Env<'_>) -> Result<bool, BridgeError> {
    let Some(coder) = field(env, c"coder", c"B") else {
        return Ok(false);
    };
    let string = of_units(env, &[0x61])?;
    // SAFETY: a field of the class of this live string, of this type.
    Ok(unsafe { jni_call!(env, v1_1, GetByteField, string.as_raw(), coder) } == LATIN1)
}

/// A field of `String`. Not finding one leaves no exception pending.
fn field(env: &Env<'_>, name: &CStr, signature: &CStr) -> Option<sys::jfieldID> {
    let class = string_methods::class(env)?;
    // SAFETY: the names end in NUL; ExceptionClear may be called at any time.
    unsafe {
        let field = jni_call!(env, v1_1, GetFieldID, class, name.as_ptr(), signature.as_ptr());
        if field.is_null() {
            jni_call!(env, v1_1, ExceptionClear);
            return None;
        }
        Some(field)
    }
}

#[cfg(test)]
mod tests {
    use super::latin1;

    #[test]
    fn latin1_has_a_byte_for_each_character() {
        for text in ["", "plain", "Zoë, ÿ\u{80}\u{0}"] {
            let mut bytes = vec![0; text.chars().count()];
            latin1(text, &mut bytes);
            assert!(
                text.chars().eq(bytes.iter().map(|byte| char::from(*byte))),
                "{text}"
            );
        }
    }
}
