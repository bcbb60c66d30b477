//! A suite of measurements as data: functions, tables of them, pictures of those, and a page of it all.
//!
//! The file says what is measured and how it is shown. What must be built first it only names; whoever runs the
//! suite builds it. See `bench/suite.toml` for the form.

mod allocations;
mod criterion;
mod entries;
mod images;
mod jmh;
mod page;
mod plan;
mod run;
mod words;

pub use entries::{Form, Suite};
pub use run::{Report, SuiteRun};

use crate::{Column, MeasureError};
use entries::{Part, Table};
use std::{fs, path::Path};

impl Suite {
    /// Reads a suite file.
    ///
    /// # Errors
    /// If it cannot be read, is not a suite, or names a function or column that there is not.
    pub fn read(file: &Path) -> Result<Self, MeasureError> {
        let failed = |reason: String| MeasureError::suite(format!("{}: {reason}", file.display()));
        let text = fs::read_to_string(file).map_err(|error| failed(error.to_string()))?;
        let suite: Suite = toml::from_str(&text).map_err(|error| failed(error.to_string()))?;
        suite.check().map_err(failed)?;
        Ok(suite)
    }

    fn check(&self) -> Result<(), String> {
        for part in self.tables.iter().flat_map(|table| &table.parts) {
            let kinds = [
                part.measure.is_some(),
                part.criterion.is_some(),
                part.jmh.is_some(),
                part.allocations.is_some(),
                part.images.is_some(),
            ];
            if kinds.iter().filter(|there| **there).count() != 1 {
                return Err(format!("{} must be of one kind", part.file));
            }
            for name in part.functions() {
                if !self.functions.contains_key(name) {
                    return Err(format!("{}: no function is called {name}", part.file));
                }
            }
            for column in part.measure.iter().flat_map(|measure| &measure.columns) {
                column
                    .parse::<Column>()
                    .map_err(|error| format!("{}: {column}: {error}", part.file))?;
            }
        }
        Ok(())
    }

    /// The names of all tables, in order.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.tables.iter().map(|table| table.name.as_str())
    }

    /// What must be built for these tables, each once, in the order of the file.
    ///
    /// # Errors
    /// If no table has one of the names.
    pub fn builds(&self, names: &[String]) -> Result<Vec<&str>, MeasureError> {
        let mut builds: Vec<&str> = Vec::new();
        for name in names {
            let table = self.table(name)?;
            let functions = table.parts.iter().flat_map(Part::functions);
            let of_functions = functions.flat_map(|name| &self.functions[name].build);
            for build in table.build.iter().chain(of_functions) {
                if !builds.contains(&build.as_str()) {
                    builds.push(build);
                }
            }
        }
        Ok(builds)
    }

    fn table(&self, name: &str) -> Result<&Table, MeasureError> {
        self.tables
            .iter()
            .find(|table| table.name == name)
            .ok_or_else(|| {
                let names: Vec<&str> = self.names().collect();
                MeasureError::suite(format!("there is no table {name:?}, but {}", names.join(", ")))
            })
    }
}
