//! A file, and the line of a place in it.

use serde::de::DeserializeOwned;
use std::{
    fs,
    ops::Range,
    path::{Path, PathBuf},
};

/// A file that was read.
pub(super) struct Source {
    file: PathBuf,
    text: String,
}

impl Source {
    pub(super) fn read(file: &Path) -> Result<Self, String> {
        let text = fs::read_to_string(file)
            .map_err(|error| format!("{}: {error}; give a file of functions in TOML", file.display()))?;
        Ok(Source {
            file: file.to_owned(),
            text,
        })
    }

    pub(super) fn parse<T: DeserializeOwned>(&self) -> Result<T, String> {
        toml::from_str(&self.text).map_err(|error| {
            let what = error.message().trim().replace('\n', "; ");
            self.wrong(error.span().unwrap_or_default(), &what)
        })
    }

    /// The folder of the file, to which its paths are relative.
    pub(super) fn folder(&self) -> &Path {
        match self.file.parent() {
            Some(folder) if !folder.as_os_str().is_empty() => folder,
            _ => Path::new(""),
        }
    }

    /// What is wrong, after the place.
    pub(super) fn wrong(&self, span: Range<usize>, what: &str) -> String {
        let before = self.text.as_bytes().get(..span.start).unwrap_or_default();
        let line = before.iter().filter(|byte| **byte == b'\n').count() + 1;
        format!("{}, line {line}: {what}", self.file.display())
    }
}
