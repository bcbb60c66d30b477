//! UTF-16 to UTF-8, piece by piece.

use bytes::{BufMut, Bytes, BytesMut};

/// Collects UTF-8. Only a lone surrogate itself is replaced, by `?`, as Java's own encoder has it.
pub(super) struct Encoder {
    utf8: BytesMut,
    /// A high surrogate at the end of the last piece.
    high: Option<u16>,
}

impl Encoder {
    /// Writes into `buffer`, with room for so many units of ASCII; other text makes it grow.
    pub(super) fn new(mut buffer: BytesMut, units: usize) -> Self {
        buffer.reserve(units);
        Self {
            utf8: buffer,
            high: None,
        }
    }

    /// Appends a piece, which may end within a surrogate pair.
    pub(super) fn push(&mut self, units: &[u16]) {
        let any = units.iter().fold(0, |any, unit| any | unit);
        if any < 0x80 && self.high.is_none() {
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
            self.utf8
                .extend_from_slice(character.encode_utf8(&mut buffer).as_bytes());
        }
    }

    pub(super) fn finish(mut self) -> Bytes {
        if self.high.is_some() {
            self.utf8.put_u8(b'?');
        }
        self.utf8.freeze()
    }
}

#[cfg(test)]
mod tests {
    use super::Encoder;

    fn encode(pieces: &[&[u16]]) -> bytes::Bytes {
        let mut encoder = Encoder::new(bytes::BytesMut::new(), 0);
        for piece in pieces {
            encoder.push(piece);
        }
        encoder.finish()
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
