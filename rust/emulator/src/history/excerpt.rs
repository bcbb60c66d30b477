//! The first bytes of something that may be large.

use serde_json::{Value, json};

/// What is kept of a payload, an answer or a log.
#[derive(Debug, Default)]
pub(crate) struct Excerpt {
    kept: Box<[u8]>,
    length: usize,
}

impl Excerpt {
    /// A copy of at most the first `limit` bytes: the original may be a piece of a much larger buffer, which must
    /// not live as long as its record.
    pub(super) fn first(bytes: &[u8], limit: usize) -> Self {
        Excerpt {
            kept: bytes[..bytes.len().min(limit)].into(),
            length: bytes.len(),
        }
    }

    /// How many bytes the whole has.
    pub(crate) fn length(&self) -> usize {
        self.length
    }

    /// How many bytes are kept.
    pub(super) fn size(&self) -> usize {
        self.kept.len()
    }

    /// As the console shows it: what is not UTF-8 has become replacement characters, which `binary` says.
    pub(crate) fn json(&self) -> Value {
        let cut = self.kept.len() < self.length;
        let text = match std::str::from_utf8(&self.kept) {
            // The cut went through a character.
            Err(error) if cut && error.error_len().is_none() => &self.kept[..error.valid_up_to()],
            _ => &self.kept,
        };
        json!({
            "text": String::from_utf8_lossy(text),
            "bytes": self.length,
            "cut": cut,
            "binary": std::str::from_utf8(text).is_err(),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::Excerpt;

    #[test]
    fn a_cut_within_a_character_leaves_whole_ones() {
        let shown = Excerpt::first("aä€".as_bytes(), 5).json();
        assert_eq!(shown["text"], "aä");
        assert_eq!((&shown["bytes"], &shown["cut"]), (&6.into(), &true.into()));
        assert_eq!(shown["binary"], false);
    }

    #[test]
    fn what_is_no_text_says_so() {
        let shown = Excerpt::first(&[b'a', 0xff], 5).json();
        assert_eq!(shown["text"], "a\u{fffd}");
        assert_eq!((&shown["cut"], &shown["binary"]), (&false.into(), &true.into()));
    }
}
