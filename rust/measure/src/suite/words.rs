//! Command lines of a suite: variables in, and out again the places of this machine.

use super::entries::Suite;
use crate::MeasureError;
use serde_json::Value;
use std::{env, path::Path};

/// Variables may name others, but not without end.
const MAX_DEPTH: usize = 8;

/// What stands for a place of this machine, and the place.
pub(super) struct Words<'a> {
    suite: &'a Suite,
    places: Vec<(&'static str, String)>,
}

impl<'a> Words<'a> {
    pub(super) fn new(suite: &'a Suite, root: &Path) -> Self {
        let mut places = vec![("{root}", root.display().to_string())];
        places.extend(env::var("JAVA_HOME").ok().map(|home| ("{java_home}", home)));
        Words { suite, places }
    }

    /// The line with the suite's variables in it.
    fn line(&self, text: &str) -> String {
        let mut line = text.to_owned();
        for _ in 0..MAX_DEPTH {
            let before = line.clone();
            for (name, value) in &self.suite.variables {
                line = line.replace(&format!("{{{name}}}"), value);
            }
            if line == before {
                break;
            }
        }
        line
    }

    /// One text, with variables and places in it.
    pub(super) fn text(&self, text: &str) -> Result<String, MeasureError> {
        let mut word = self.line(text);
        for (name, place) in &self.places {
            word = word.replace(name, place);
        }
        if word.contains("{java_home}") {
            return Err(MeasureError::suite("JAVA_HOME is not set".to_owned()));
        }
        Ok(word)
    }

    /// The words of a command line, split before places come in, which may have blanks.
    pub(super) fn split(&self, text: &str) -> Result<Vec<String>, MeasureError> {
        let line = self.line(text);
        let words = shell_words::split(&line).map_err(|error| MeasureError::CommandLine {
            line: line.clone(),
            reason: error.to_string(),
        })?;
        words.iter().map(|word| self.text(word)).collect()
    }

    /// Results say what was run, not where.
    pub(super) fn without_places(&self, text: &str) -> String {
        let home = env::var("HOME").ok().filter(|home| home.len() > 1);
        let mut places: Vec<&str> = self.places.iter().map(|(_, place)| place.as_str()).collect();
        places.extend(home.as_deref());
        // One may lie in another.
        places.sort_by_key(|place| std::cmp::Reverse(place.len()));
        places.iter().fold(text.to_owned(), |text, place| {
            text.replace(&format!("{place}/"), "").replace(place, ".")
        })
    }

    pub(super) fn record_without_places(&self, record: &mut Value) {
        match record {
            Value::String(text) => *text = self.without_places(text),
            Value::Array(values) => values
                .iter_mut()
                .for_each(|value| self.record_without_places(value)),
            Value::Object(fields) => {
                fields
                    .values_mut()
                    .for_each(|value| self.record_without_places(value));
            }
            _ => {}
        }
    }
}
