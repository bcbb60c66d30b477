//! A response whose every byte is known by its position, checked while it comes.

use bytes::Bytes;
use lambda_emulator::BodyReader;
use std::{
    sync::{Mutex, OnceLock, PoisonError},
    time::Instant,
};

/// The byte at position n is n modulo this, a prime, so that no piece of a usual size begins as the one before.
const PERIOD: usize = 251;

/// Ends what stands in front of the body of a response of HTTP, which `lambda_runtime` always sends.
const NULS: usize = 8;

/// Compared at once.
const BLOCK: usize = 64 * 1024;

/// The event that asks for a response of so many bytes.
pub(super) fn event(bytes: usize) -> Bytes {
    format!("{{\"bytes\":{bytes}}}").into()
}

/// What has come of one response.
#[derive(Debug, Default)]
pub(super) struct Pattern(Mutex<Come>);

#[derive(Debug, Default, Clone, Copy)]
struct Come {
    bytes: usize,
    first: Option<Instant>,
    wrong: Option<usize>,
    prelude: Prelude,
}

/// Where the reader stands.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
enum Prelude {
    /// Before the first byte, which tells whether there is one.
    #[default]
    Unknown,
    /// Within it, after so many NULs.
    Within(usize),
    Over,
}

impl Come {
    /// What is left without the prelude.
    fn body<'a>(&mut self, bytes: &'a [u8]) -> &'a [u8] {
        if self.prelude == Prelude::Unknown {
            self.prelude = match bytes.first() {
                None => Prelude::Unknown,
                Some(b'{') => Prelude::Within(0),
                Some(_) => Prelude::Over,
            };
        }
        for (index, byte) in bytes.iter().enumerate() {
            match (self.prelude, byte) {
                (Prelude::Within(NULS), _) => self.prelude = Prelude::Over,
                (Prelude::Within(nuls), 0) => self.prelude = Prelude::Within(nuls + 1),
                (Prelude::Within(_), _) => self.prelude = Prelude::Within(0),
                _ => {}
            }
            if self.prelude == Prelude::Over {
                return &bytes[index..];
            }
        }
        &[]
    }
}

impl BodyReader for Pattern {
    fn read(&self, bytes: &[u8], arrived: Instant) {
        static BLOCK_BYTES: OnceLock<Vec<u8>> = OnceLock::new();
        let expected =
            BLOCK_BYTES.get_or_init(|| (0..=u8::MAX).take(PERIOD).cycle().take(BLOCK + PERIOD).collect());
        let mut come = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        come.first.get_or_insert(arrived);
        let mut bytes = come.body(bytes);
        while !bytes.is_empty() {
            let (block, rest) = bytes.split_at(bytes.len().min(BLOCK));
            let expected = &expected[come.bytes % PERIOD..][..block.len()];
            if block != expected && come.wrong.is_none() {
                let right = block.iter().zip(expected).take_while(|(own, other)| own == other);
                come.wrong = Some(come.bytes + right.count());
            }
            come.bytes += block.len();
            bytes = rest;
        }
    }
}

impl Pattern {
    /// When the first byte came, or what is wrong with a response that was to have so many.
    pub(super) fn first_byte(&self, wanted: usize) -> Result<Instant, String> {
        let Come {
            bytes, first, wrong, ..
        } = *self.0.lock().unwrap_or_else(PoisonError::into_inner);
        match (wrong, first) {
            (Some(position), _) => Err(format!(
                "byte {position} of its response is not the one asked for"
            )),
            (None, Some(first)) if bytes == wanted => Ok(first),
            _ => Err(format!("its response has {bytes} bytes instead of {wanted}")),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{BLOCK, NULS, PERIOD, Pattern};
    use lambda_emulator::BodyReader;
    use std::time::Instant;

    fn come(pieces: &[&[u8]]) -> Pattern {
        let pattern = Pattern::default();
        for piece in pieces {
            pattern.read(piece, Instant::now());
        }
        pattern
    }

    fn bytes(count: usize) -> Vec<u8> {
        (0..count)
            .map(|position| u8::try_from(position % PERIOD).unwrap())
            .collect()
    }

    #[test]
    fn pieces_of_any_size_make_the_response() {
        let all = bytes(3 * BLOCK);
        for at in [1, PERIOD, 1000, BLOCK, BLOCK + 1, 2 * BLOCK + 7] {
            let (one, two) = all.split_at(at);
            assert!(come(&[one, two]).first_byte(all.len()).is_ok(), "{at}");
        }
    }

    #[test]
    fn what_stands_in_front_of_the_body_is_no_part_of_it() {
        let all = [b"{\"statusCode\":200}".as_slice(), &[0; NULS], &bytes(1000)].concat();
        for at in 1..all.len() {
            let (one, two) = all.split_at(at);
            assert!(come(&[one, two]).first_byte(1000).is_ok(), "{at}");
        }
    }

    #[test]
    fn a_wrong_or_missing_byte_is_told_with_its_place() {
        let mut all = bytes(2 * BLOCK);
        let short = come(&[&all[1..]]).first_byte(all.len()).unwrap_err();
        assert!(short.starts_with("byte 0 of"), "{short}");
        let short = come(&[&all[..10]]).first_byte(11).unwrap_err();
        assert_eq!(short, "its response has 10 bytes instead of 11");
        assert_eq!(
            come(&[]).first_byte(0).unwrap_err(),
            "its response has 0 bytes instead of 0"
        );
        all[BLOCK + 5] ^= 1;
        let wrong = come(&[&all]).first_byte(all.len()).unwrap_err();
        assert!(wrong.starts_with(&format!("byte {} of", BLOCK + 5)), "{wrong}");
    }
}
