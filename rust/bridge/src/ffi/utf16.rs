//! UTF-16 to UTF-8 and back, piece by piece, and how much of it a text is.

use bytes::{Bytes, BytesMut};
use encoding_rs::mem;
use jni::sys;

/// Units, or bytes of a text, that are converted at a time: they stay in the processor's first cache.
pub(super) const PIECE: usize = 4096;
pub(super) const PIECE_UNITS: sys::jsize = 4096;

/// What stands for a lone surrogate: one `?`, as UTF-16.
const LONE: &[u16] = &[0x3f];

/// How many UTF-16 units a text has: one for each character, and one more for each of four bytes.
pub(super) fn units(text: &str) -> usize {
    // So short that a byte holds the sum, which the compiler then makes vector instructions of.
    let of_chunk = |chunk: &[u8]| {
        chunk.iter().fold(0_u8, |sum, byte| {
            sum + u8::from(byte.cast_signed() >= -0x40) + u8::from(*byte >= 0xf0)
        })
    };
    text.as_bytes()
        .chunks(127)
        .map(|chunk| usize::from(of_chunk(chunk)))
        .sum()
}

/// Writes a text into as many units as it has. Piece by piece, since the converter asks for as many units as there
/// are bytes, which at the end are more than are left.
pub(super) fn fill(text: &str, units: &mut [u16]) {
    let mut last = [0; PIECE];
    let (mut rest, mut end) = (text, 0);
    while !rest.is_empty() {
        let (piece, after) = rest.split_at(rest.floor_char_boundary(PIECE));
        let room = &mut units[end..];
        end += if room.len() >= piece.len() {
            mem::convert_str_to_utf16(piece, room)
        } else {
            let count = mem::convert_str_to_utf16(piece, &mut last);
            room[..count].copy_from_slice(&last[..count]);
            count
        };
        rest = after;
    }
}

fn is_high(unit: u16) -> bool {
    (0xd800..0xdc00).contains(&unit)
}

fn is_low(unit: u16) -> bool {
    (0xdc00..0xe000).contains(&unit)
}

/// Whether there is a surrogate without its other half. Looks at all units, in which the compiler finds vector
/// instructions.
fn has_lone(units: &[u16]) -> bool {
    let [first, others @ ..] = units else {
        return false;
    };
    let pairs = units.iter().zip(others);
    is_low(*first)
        | units.last().is_some_and(|last| is_high(*last))
        | pairs.fold(false, |lone, (unit, next)| {
            lone | (is_high(*unit) != is_low(*next))
        })
}

/// Collects UTF-8, up to a limit; beyond it only the size goes on to be counted. Only a lone surrogate
/// itself is replaced, by `?`, as Java's own encoder has it.
pub(super) struct Encoder {
    utf8: BytesMut,
    /// In bytes, of everything that was pushed.
    size: usize,
    /// In bytes.
    limit: usize,
    /// A high surrogate at the end of the last piece.
    high: Option<u16>,
    /// Where a piece is converted: the converter asks for three bytes a unit.
    converted: Vec<u8>,
}

impl Encoder {
    /// Writes into `buffer`, with room for so many units of ASCII; other text makes it grow. What is
    /// sure to go over the limit takes no room.
    pub(super) fn new(mut buffer: BytesMut, units: usize, limit: usize) -> Self {
        if units <= limit {
            buffer.reserve(units);
        }
        Self {
            utf8: buffer,
            size: 0,
            limit: if units <= limit { limit } else { 0 },
            high: None,
            converted: Vec::new(),
        }
    }

    /// Appends a piece, which may end within a surrogate pair.
    pub(super) fn push(&mut self, units: &[u16]) {
        let Some((first, after_first)) = units.split_first() else {
            return;
        };
        let mut rest = units;
        if let Some(high) = self.high.take() {
            if is_low(*first) {
                self.append(&[high, *first]);
                rest = after_first;
            } else {
                self.append(LONE);
            }
        }
        if let Some((last, but_last)) = rest.split_last()
            && is_high(*last)
        {
            self.high = Some(*last);
            rest = but_last;
        }
        if !has_lone(rest) {
            return self.append(rest);
        }
        loop {
            let valid = mem::utf16_valid_up_to(rest);
            self.append(&rest[..valid]);
            let Some(after) = rest.get(valid + 1..) else {
                return;
            };
            self.append(LONE);
            rest = after;
        }
    }

    /// Appends a piece of Latin-1, as if it were UTF-16.
    pub(super) fn push_latin1(&mut self, bytes: &[u8]) {
        self.size += bytes.len();
        if bytes.is_ascii() {
            if self.size <= self.limit {
                self.utf8.extend_from_slice(bytes);
            }
        } else {
            self.grow(2 * bytes.len());
            let written = mem::convert_latin1_to_utf8(bytes, &mut self.converted);
            self.size += written - bytes.len();
            self.keep(written);
        }
    }

    /// Appends units that have no lone surrogate.
    fn append(&mut self, units: &[u16]) {
        if units.iter().fold(0, |any, unit| any | unit) < 0x80 {
            self.size += units.len();
            if self.size <= self.limit {
                #[expect(clippy::cast_possible_truncation, reason = "they are all below 0x80")]
                self.utf8.extend(units.iter().map(|unit| *unit as u8));
            }
        } else {
            self.grow(3 * units.len());
            let written = mem::convert_utf16_to_utf8(units, &mut self.converted);
            self.size += written;
            self.keep(written);
        }
    }

    fn grow(&mut self, size: usize) {
        if self.converted.len() < size {
            self.converted.resize(size, 0);
        }
    }

    /// Keeps so many bytes of what was converted, unless all together are too many.
    fn keep(&mut self, written: usize) {
        if self.size <= self.limit {
            self.utf8.extend_from_slice(&self.converted[..written]);
        }
    }

    /// The UTF-8 of everything, or its size in bytes where that is over the limit.
    pub(super) fn finish(mut self) -> Result<Bytes, usize> {
        if self.high.is_some() {
            self.append(LONE);
        }
        if self.size > self.limit {
            return Err(self.size);
        }
        Ok(self.utf8.freeze())
    }
}

#[cfg(test)]
mod tests {
    use super::{Encoder, PIECE, fill, units};

    fn encode(pieces: &[&[u16]]) -> bytes::Bytes {
        let mut encoder = Encoder::new(bytes::BytesMut::new(), 0, usize::MAX);
        for piece in pieces {
            encoder.push(piece);
        }
        encoder.finish().expect("there is no limit")
    }

    #[test]
    fn beyond_the_limit_only_the_size_is_counted() {
        let text: Vec<u16> = "aé€😀".encode_utf16().collect();
        let lone = [0x61, 0xd83d];
        for (units, size) in [(&text[..], 10), (&lone[..], 2), (&[][..], 0)] {
            for limit in 0..12 {
                for piece in 1..4 {
                    let mut encoder = Encoder::new(bytes::BytesMut::new(), units.len(), limit);
                    units.chunks(piece).for_each(|piece| encoder.push(piece));
                    let finished = encoder.finish();
                    if size <= limit {
                        assert_eq!(finished.map(|bytes| bytes.len()), Ok(size));
                    } else {
                        assert_eq!(finished, Err(size), "limit {limit}");
                    }
                }
            }
        }
    }

    #[test]
    fn units_are_counted_as_they_are() {
        for text in ["", "a", "\u{0}é€\u{ffff}", "\u{10000}a\u{10ffff}"] {
            assert_eq!(units(text), text.encode_utf16().count(), "{text}");
        }
    }

    #[test]
    fn a_text_of_any_length_fills_its_units() {
        for (unit, count) in [("a", 3), ("é", PIECE), ("€", 3000), ("😀", 5000), ("aé€😀", 1365)] {
            let text = unit.repeat(count);
            let expected: Vec<u16> = text.encode_utf16().collect();
            let mut filled = vec![0; units(&text)];
            fill(&text, &mut filled);
            assert_eq!(filled, expected, "{count} times {unit}");
        }
    }

    #[test]
    fn latin1_is_encoded_as_its_units_are() {
        let bytes: Vec<u8> = (0..=255).collect();
        let text: String = bytes.iter().map(|byte| char::from(*byte)).collect();
        for limit in [text.len() - 1, text.len()] {
            let mut encoder = Encoder::new(bytes::BytesMut::new(), bytes.len(), limit);
            bytes.chunks(100).for_each(|piece| encoder.push_latin1(piece));
            let encoded = encoder.finish();
            if limit < text.len() {
                assert_eq!(encoded, Err(text.len()));
            } else {
                assert_eq!(encoded.as_deref(), Ok(text.as_bytes()));
            }
        }
    }

    #[test]
    fn replaces_only_the_lone_surrogate() {
        let units: Vec<u16> = "a\u{0}"
            .encode_utf16()
            .chain([0xd800])
            .chain("\u{1f600}é".encode_utf16())
            .collect();
        assert_eq!(encode(&[&units]), "a\u{0}?\u{1f600}é".as_bytes());
        assert_eq!(
            encode(&[&[0xdc00, 0xd83d, 0xd83d, 0xde00]]),
            "??\u{1f600}".as_bytes()
        );
    }

    #[test]
    fn a_text_may_be_cut_anywhere() {
        let units = [
            0x61, 0xd83d, 0xde00, 0xd83d, 0x62, 0xde00, 0xd83d, 0xd83d, 0xde00, 0xd800,
        ];
        let whole = encode(&[&units]);
        assert_eq!(whole, "a😀?b??😀?".as_bytes());
        for first in 0..units.len() {
            for second in first..units.len() {
                let pieces: [&[u16]; 3] = [&units[..first], &units[first..second], &units[second..]];
                assert_eq!(encode(&pieces), whole, "cut at {first} and {second}");
            }
        }
    }
}
