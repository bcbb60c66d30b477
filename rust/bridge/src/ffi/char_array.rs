//! `char[]` for texts.

use encoding_rs::mem;
use jni::Env;
use jni::objects::JCharArray;
use jni::sys;

use super::elements::{self, WRITE_BACK};
use super::jni_call;
use crate::error::BridgeError;

/// How much longer than a text an array must be: the converter of a piece of so many bytes asks for it.
pub(super) const SPARE: usize = 4096;

/// A new `char[]` of zeros.
pub(super) fn new_array<'local>(env: &Env<'local>, size: usize) -> Result<JCharArray<'local>, BridgeError> {
    let length = sys::jsize::try_from(size)
        .map_err(|_| BridgeError::BadArgument("the text is longer than a Java array"))?;
    // SAFETY: a length that is not negative; what comes back is a new local reference of this call.
    let array = unsafe { jni_call!(env, v1_1, NewCharArray, length) };
    if array.is_null() {
        return Err(jni::errors::Error::JavaException.into());
    }
    // SAFETY: as above.
    Ok(unsafe { JCharArray::from_raw(env, array) })
}

/// Writes the UTF-16 of a text into the beginning of an array of its length and [`SPARE`].
pub(super) fn fill(env: &Env<'_>, array: &JCharArray<'_>, text: &str) -> Result<(), BridgeError> {
    // SAFETY: a live array of this call; GetArrayLength never throws.
    let length = unsafe { jni_call!(env, v1_1, GetArrayLength, array.as_raw()) };
    let length = usize::try_from(length).unwrap_or(0);
    // SAFETY: as above; the slice is the whole array, which nobody else writes to.
    unsafe {
        elements::with(env, array.as_raw(), WRITE_BACK, |elements| {
            convert(text, std::slice::from_raw_parts_mut(elements.cast(), length));
        })
    }
}

/// Converts piece by piece, since the converter asks for as many units as there are bytes.
fn convert(text: &str, units: &mut [u16]) {
    let (mut rest, mut end) = (text, 0);
    while !rest.is_empty() {
        let (piece, after) = rest.split_at(rest.floor_char_boundary(SPARE));
        end += mem::convert_str_to_utf16(piece, &mut units[end..]);
        rest = after;
    }
}

#[cfg(test)]
mod tests {
    use super::{SPARE, convert};

    #[test]
    fn a_text_of_any_length_has_room_with_what_is_spare() {
        for (unit, count) in [("a", 3), ("é", 4096), ("€", 3000), ("😀", 5000), ("aé€😀", 1365)] {
            let text = unit.repeat(count);
            let expected: Vec<u16> = text.encode_utf16().collect();
            let mut units = vec![0; expected.len() + SPARE];
            convert(&text, &mut units);
            assert_eq!(units[..expected.len()], expected, "{count} times {unit}");
        }
    }
}
