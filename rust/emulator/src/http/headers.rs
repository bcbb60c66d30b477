//! Headers as they came: in order, with duplicates, names spelt as they were.

/// The headers or trailers of one message.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Headers(Vec<(String, String)>);

impl Headers {
    /// Adds one header at the end.
    pub(crate) fn push(&mut self, name: &str, value: &[u8]) {
        self.0
            .push((name.to_owned(), String::from_utf8_lossy(value).into_owned()));
    }

    /// The first value of this name, compared without regard to case; bytes that are not UTF-8 have become
    /// replacement characters.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.iter()
            .find(|(found, _)| found.eq_ignore_ascii_case(name))
            .map(|(_, value)| value)
    }

    /// Every value of this name in the order they came.
    pub fn get_all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        self.iter()
            .filter(move |(found, _)| found.eq_ignore_ascii_case(name))
            .map(|(_, value)| value)
    }

    /// Every name and value in the order they came.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().map(|(name, value)| (name.as_str(), value.as_str()))
    }

    /// Bytes that they take, roughly.
    pub(crate) fn size(&self) -> usize {
        let field =
            |(name, value): &(String, String)| size_of::<(String, String)>() + name.len() + value.len();
        self.0.iter().map(field).sum()
    }

    /// Number of headers.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}
