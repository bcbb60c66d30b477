//! A run of a suite: each part into its files, and what failed on the way.

use super::{
    entries::{Form, Part, Payload, Suite, with_bytes},
    words::Words,
};
use crate::MeasureError;
use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
};

/// A suite with all that a run of it takes.
pub struct SuiteRun<'a> {
    pub(super) suite: &'a Suite,
    pub(super) form: Form,
    /// The project's folder, to which all paths of the suite are relative.
    pub(super) root: &'a Path,
    pub(super) results: &'a Path,
    pub(super) words: Words<'a>,
}

/// What came of one table.
#[derive(Debug, Default)]
pub struct Report {
    /// Each part's file and its table in Markdown.
    pub parts: Vec<(String, String)>,
    /// Functions that were not measured, and are not known for it.
    pub failures: Vec<String>,
}

impl<'a> SuiteRun<'a> {
    /// A run with its results below a folder; paths in the suite are relative to `root`.
    pub fn new(suite: &'a Suite, form: Form, root: &'a Path, results: &'a Path) -> Self {
        SuiteRun {
            suite,
            form,
            root,
            results,
            words: Words::new(suite, root),
        }
    }

    /// Measures a table into the folder of results; `progress` gets a line for each process that starts.
    ///
    /// # Errors
    /// If there is no such table, if one of its files is missing, or if another program that it takes fails. A
    /// function that fails is in the report.
    pub fn measure(&self, name: &str, mut progress: impl FnMut(&str)) -> Result<Report, MeasureError> {
        let mut report = Report::default();
        for part in &self.suite.table(name)?.parts {
            for (file, payload) in part.files(self.form) {
                progress(&file);
                let table = self.part(part, &file, payload, &mut report.failures, &mut progress)?;
                self.write(&format!("{file}.md"), &table)?;
                report.parts.push((file, table));
            }
        }
        Ok(report)
    }

    fn part(
        &self,
        part: &Part,
        file: &str,
        payload: Option<Payload>,
        failures: &mut Vec<String>,
        progress: &mut impl FnMut(&str),
    ) -> Result<String, MeasureError> {
        if let Some(measure) = &part.measure {
            self.functions(measure, file, payload, failures, progress)
        } else if let Some(external) = &part.criterion {
            self.criterion(external)
        } else if let Some(external) = &part.jmh {
            self.jmh(external, file)
        } else if let Some(counted) = &part.allocations {
            self.allocations(counted)
        } else if let Some(images) = &part.images {
            self.images(images)
        } else {
            Err(MeasureError::suite(format!("{file} is of no kind")))
        }
    }

    /// Those that this machine can tell.
    pub(super) fn notes(&self) -> Vec<(String, String)> {
        let notes = self.suite.notes.iter();
        notes
            .filter_map(|note| {
                let line = self.words.text(&note.command).ok()?;
                let output = Command::new("/bin/sh")
                    .args(["-c", &line])
                    .current_dir(self.root)
                    .output()
                    .ok()?;
                let text = String::from_utf8_lossy(&output.stdout);
                let first = text.lines().next().filter(|first| !first.is_empty())?;
                Some((note.name.clone(), self.words.without_places(first)))
            })
            .collect()
    }

    pub(super) fn read(&self, file: &Path) -> Result<Vec<u8>, MeasureError> {
        fs::read(self.root.join(file)).map_err(MeasureError::file(file))
    }

    pub(super) fn write(&self, name: &str, text: &str) -> Result<(), MeasureError> {
        let file: PathBuf = self.results.join(name);
        let folder = file.parent().unwrap_or(self.results);
        fs::create_dir_all(folder)
            .and_then(|()| fs::write(&file, text))
            .map_err(MeasureError::file(&file))
    }

    /// Runs another program to its end and gives its standard output.
    pub(super) fn output(&self, line: &str) -> Result<String, MeasureError> {
        let words = self.words.split(line)?;
        let Some((command, arguments)) = words.split_first() else {
            return Err(MeasureError::suite("an empty command".to_owned()));
        };
        let output = Command::new(command)
            .args(arguments)
            .current_dir(self.root)
            .output()
            .map_err(MeasureError::file(Path::new(command)))?;
        if output.status.success() {
            return Ok(String::from_utf8_lossy(&output.stdout).into_owned());
        }
        let log = [output.stdout, output.stderr].concat();
        let log = String::from_utf8_lossy(&log);
        let last: Vec<&str> = log.lines().rev().take(20).collect();
        let last: Vec<&str> = last.into_iter().rev().collect();
        Err(MeasureError::suite(format!(
            "{line}: {}\n{}",
            output.status,
            last.join("\n")
        )))
    }
}

/// A heading of one payload's part.
pub(super) fn heading(text: &str, payload: Option<Payload>) -> String {
    match payload {
        Some(payload) => with_bytes(text, payload.bytes),
        None => text.to_owned(),
    }
}
