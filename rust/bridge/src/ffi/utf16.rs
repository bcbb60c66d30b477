//! UTF-16 to UTF-8, piece by piece.

use bytes::{BufMut, Bytes, BytesMut};

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
        }
    }

    /// Appends a piece, which may end within a surrogate pair.
    pub(super) fn push(&mut self, units: &[u16]) {
        let any = units.iter().fold(0, |any, unit| any | unit);
        if any < 0x80 && self.high.is_none() {
            self.size += units.len();
            if self.size > self.limit {
                return;
            }
            #[expect(clippy::cast_possible_truncation, reason = "they are all below 0x80")]
            self.utf8.extend(units.iter().map(|unit| *unit as u8));
            return;
        }
        let Some((last, but_last)) = units.split_last() else {
            return;
        };
        let carried = self.high.take();
        let whole = if (0xd800..0xdc00).contains(last) {
            self.high = Some(*last);
            but_last
        } else {
            units
        };
        let mut buffer = [0; 4];
        for unit in char::decode_utf16(carried.into_iter().chain(whole.iter().copied())) {
            let character = unit.unwrap_or('?');
            self.size += character.len_utf8();
            if self.size <= self.limit {
                self.utf8
                    .extend_from_slice(character.encode_utf8(&mut buffer).as_bytes());
            }
        }
    }

    /// The UTF-8 of everything, or its size in bytes where that is over the limit.
    pub(super) fn finish(mut self) -> Result<Bytes, usize> {
        if self.high.is_some() {
            self.size += 1;
            if self.size <= self.limit {
                self.utf8.put_u8(b'?');
            }
        }
        if self.size > self.limit {
            return Err(self.size);
        }
        Ok(self.utf8.freeze())
    }
}

#[cfg(test)]
mod tests {
    use super::Encoder;

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
