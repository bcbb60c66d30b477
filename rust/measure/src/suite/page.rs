//! Pictures of the records that there are, and a page of all tables.

use super::{
    SuiteRun,
    entries::{Over, PictureEntry, Table},
    run::heading,
};
use crate::{
    MeasureError,
    picture::{Form as Layout, Picture, svg},
};
use serde_json::Value;
use std::fs;

impl SuiteRun<'_> {
    /// Draws the pictures of these records that are there, and writes the page of all tables that are there.
    ///
    /// # Errors
    /// If a record cannot be read or drawn, or a file not be written.
    pub fn publish(&self) -> Result<(), MeasureError> {
        let mut page = self.suite.text.clone();
        for table in &self.suite.tables {
            let parts = self.parts(table)?;
            if parts.is_empty() {
                continue;
            }
            if !table.text.is_empty() {
                page += &format!("{}\n", table.text);
            }
            for (text, part) in parts {
                if !text.is_empty() {
                    page += &format!("{text}\n\n");
                }
                page += &format!("{part}\n");
            }
            for picture in &table.pictures {
                if self.draw(table, picture)? {
                    page += &format!("![{}]({}.svg)\n\n", picture.alt, picture.file);
                }
            }
        }
        self.write("README.md", &page)
    }

    /// Each part that was measured, under its text.
    fn parts(&self, table: &Table) -> Result<Vec<(String, String)>, MeasureError> {
        let mut parts = Vec::new();
        for part in &table.parts {
            for (file, payload) in part.files(self.form) {
                let file = self.results.join(format!("{file}.md"));
                if file.is_file() {
                    let content = fs::read_to_string(&file).map_err(MeasureError::file(&file))?;
                    parts.push((heading(&part.text, payload), content));
                }
            }
        }
        Ok(parts)
    }

    /// False if there is nothing to draw it from.
    fn draw(&self, table: &Table, entry: &PictureEntry) -> Result<bool, MeasureError> {
        let mut records: Vec<Value> = Vec::new();
        for part in table.parts.iter().filter(|part| part.measure.is_some()) {
            for (name, _) in part.files(self.form) {
                let file = self.results.join(format!("{name}.json"));
                if !file.is_file() {
                    continue;
                }
                let text = fs::read(&file).map_err(MeasureError::file(&file))?;
                let record = serde_json::from_slice(&text);
                records.push(record.map_err(|error| MeasureError::suite(format!("{name}: {error}")))?);
            }
        }
        let form = match entry.lines {
            None => Layout::Bars,
            Some(Over::Memory) => Layout::OverMemory,
            Some(Over::Payload) => Layout::OverPayload,
        };
        // One payload is no line.
        if records.len() < if form == Layout::OverPayload { 2 } else { 1 } || nothing_measured(&records) {
            return Ok(false);
        }
        let picture = Picture {
            figure: entry.figure.clone(),
            title: Some(entry.title.clone()),
            form,
            logarithmic: entry.log,
            only: Vec::new(),
            memory_mb: memory(&records, entry.memory),
            highlight: entry.highlight.clone(),
        };
        self.write(&format!("{}.svg", entry.file), &svg(&records, &picture)?)?;
        Ok(true)
    }
}

fn functions(records: &[Value]) -> impl Iterator<Item = &Value> {
    records
        .iter()
        .filter_map(|record| record["functions"].as_array())
        .flatten()
}

/// Whether every row is a failure, of which the table tells.
fn nothing_measured(records: &[Value]) -> bool {
    functions(records).all(|function| function["failure"].is_string())
}

/// The wanted size, or else the first that was measured.
fn memory(records: &[Value], wanted: Option<u64>) -> Vec<u64> {
    let Some(wanted) = wanted else {
        return Vec::new();
    };
    let sizes: Vec<u64> = functions(records)
        .filter_map(|function| function["memory_mb"].as_u64())
        .collect();
    let size = sizes.iter().find(|size| **size == wanted).or(sizes.first());
    size.copied().into_iter().collect()
}
