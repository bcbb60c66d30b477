//! Texts truncated to a size, for reports that are bounded.

/// At most so many bytes of a text, and then how many are missing.
pub(crate) fn truncated(text: &str, bytes: usize) -> String {
    let head = head(text, bytes);
    if head.len() == text.len() {
        return text.to_owned();
    }
    format!("{head}... ({} more bytes)", text.len() - head.len())
}

/// At most so many bytes of a text, cut between characters.
pub(crate) fn head(text: &str, bytes: usize) -> &str {
    &text[..text.floor_char_boundary(bytes)]
}

#[cfg(test)]
mod tests {
    use super::truncated;

    #[test]
    fn cuts_between_characters_and_says_how_much_is_missing() {
        assert_eq!(truncated("€€€", 9), "€€€");
        assert_eq!(truncated("€€€", 8), "€€... (3 more bytes)");
        assert_eq!(truncated("€€€", 0), "... (9 more bytes)");
    }
}
