//! The entries of a suite file.

use serde::Deserialize;
use std::{collections::BTreeMap, path::PathBuf};

/// How much is measured.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// As published.
    Full,
    /// A first look.
    Quick,
    /// That everything runs and answers rightly; the figures mean nothing.
    Smoke,
}

/// A file of measurements.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Suite {
    /// Begins the page.
    pub(super) text: String,
    /// What the records say beside the figures.
    #[serde(rename = "note")]
    pub(super) notes: Vec<Note>,
    /// Parts of command lines: `{name}` in one stands for the text.
    pub(super) variables: BTreeMap<String, String>,
    /// The most that a form other than the full one takes.
    pub(super) quick: Runs,
    pub(super) smoke: Runs,
    #[serde(rename = "function")]
    pub(super) functions: BTreeMap<String, Function>,
    #[serde(rename = "table")]
    pub(super) tables: Vec<Table>,
}

/// A name, and a line of shell whose first line of output is its value.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Note {
    pub(super) name: String,
    pub(super) command: String,
}

/// Processes of each function, and invocations of each process after its first.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Runs {
    pub(super) processes: usize,
    pub(super) warm: usize,
    pub(super) discard: usize,
}

/// A function that can be in tables.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Function {
    /// What must be built for it.
    pub(super) build: Vec<String>,
    pub(super) command: String,
    #[serde(default)]
    pub(super) environment: BTreeMap<String, String>,
    pub(super) handler: Option<String>,
    pub(super) task_root: Option<PathBuf>,
}

/// What can be asked for by name: parts that are measured together, and pictures of them.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Table {
    pub(super) name: String,
    /// Stands above its parts, as Markdown.
    #[serde(default)]
    pub(super) text: String,
    /// What must be built besides its functions.
    #[serde(default)]
    pub(super) build: Vec<String>,
    #[serde(rename = "part")]
    pub(super) parts: Vec<Part>,
    #[serde(default, rename = "picture")]
    pub(super) pictures: Vec<PictureEntry>,
}

/// One file of results; exactly one of the five kinds.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Part {
    /// Its name below the folder of results. Of `{bytes}` there is one for each payload.
    pub(super) file: String,
    #[serde(default)]
    pub(super) text: String,
    pub(super) measure: Option<Measure>,
    pub(super) criterion: Option<External>,
    pub(super) jmh: Option<External>,
    pub(super) allocations: Option<Allocations>,
    pub(super) images: Option<Images>,
}

/// Functions that take turns under the emulator.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Measure {
    pub(super) memory: PerForm<u32>,
    #[serde(default)]
    pub(super) limits: bool,
    /// Whether the function has one core, alone; not within limits.
    #[serde(default)]
    pub(super) one_core: bool,
    /// In seconds; as long as an invocation if absent.
    pub(super) init_timeout: Option<u64>,
    pub(super) payloads: Option<PerForm<Payload>>,
    /// Every so many events another size, of events that come one after the other.
    #[serde(default)]
    pub(super) mix: Vec<Every>,
    /// Whether the payloads are text of several scripts.
    #[serde(default)]
    pub(super) mixed: bool,
    pub(super) event: Option<PathBuf>,
    /// Bytes of a response in pieces that the event asks for.
    pub(super) stream: Option<PerForm<usize>>,
    /// Invocations at once, after the first.
    pub(super) concurrency: Option<u16>,
    #[serde(default)]
    pub(super) echo: bool,
    pub(super) expect: Option<PathBuf>,
    pub(super) runs: Runs,
    /// Those of `articles` if there are none.
    #[serde(default)]
    pub(super) columns: Vec<String>,
    #[serde(default)]
    pub(super) environment: BTreeMap<String, String>,
    pub(super) rows: Vec<Row>,
}

/// A list, or one for each form.
#[derive(Debug, Clone, Deserialize)]
#[serde(untagged)]
pub(super) enum PerForm<T> {
    Same(Vec<T>),
    Each {
        full: Vec<T>,
        quick: Vec<T>,
        smoke: Vec<T>,
    },
}

#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Payload {
    pub(super) bytes: usize,
    /// Instead of the table's.
    pub(super) warm: Option<usize>,
    pub(super) discard: Option<usize>,
}

/// One event in so many.
#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Every {
    pub(super) every: usize,
    pub(super) bytes: usize,
}

/// A function under the name that it has in this table.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Row {
    pub(super) name: String,
    pub(super) function: String,
    /// Memory sizes at which it is known not to start or answer in time.
    #[serde(default)]
    pub(super) may_fail: Vec<u32>,
    /// Whether it is left out of a smoke run.
    #[serde(default)]
    pub(super) not_in_smoke: bool,
}

/// Another program that measures.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct External {
    pub(super) command: String,
    /// What follows the command, by form.
    pub(super) full: String,
    pub(super) smoke: String,
}

/// Functions that count what they allocate, and tell when asked.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Allocations {
    pub(super) sizes: Vec<usize>,
    /// Events of each size before the question.
    pub(super) invocations: usize,
    pub(super) columns: Vec<Counted>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Counted {
    pub(super) title: String,
    pub(super) function: String,
    /// Fields of the function's report.
    pub(super) min: String,
    pub(super) max: String,
}

/// What the builder of images recorded of its work.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Images {
    /// The record and the image of a level, with `{level}` in the name.
    pub(super) record: String,
    pub(super) image: String,
    pub(super) levels: PerForm<String>,
}

/// A picture of records of this table.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct PictureEntry {
    pub(super) file: String,
    /// What it shows, for those who cannot see it.
    pub(super) alt: String,
    pub(super) title: String,
    pub(super) figure: String,
    #[serde(default)]
    pub(super) lines: Option<Over>,
    #[serde(default)]
    pub(super) log: bool,
    /// Only this size, where it was measured.
    pub(super) memory: Option<u64>,
    #[serde(default)]
    pub(super) highlight: Vec<String>,
}

#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum Over {
    Memory,
    Payload,
}

impl Part {
    pub(super) fn functions(&self) -> impl Iterator<Item = &str> {
        let rows = self.measure.iter().flat_map(|measure| &measure.rows);
        let columns = self.allocations.iter().flat_map(|counted| &counted.columns);
        rows.map(|row| row.function.as_str())
            .chain(columns.map(|column| column.function.as_str()))
    }

    /// The files of its results, without their ends; each with its payload if it has one of its own.
    pub(super) fn files(&self, form: Form) -> Vec<(String, Option<Payload>)> {
        let payloads = self
            .measure
            .as_ref()
            .and_then(|measure| measure.payloads.as_ref());
        let Some(payloads) = payloads else {
            return vec![(self.file.clone(), None)];
        };
        payloads
            .of(form)
            .iter()
            .map(|payload| (with_bytes(&self.file, payload.bytes), Some(*payload)))
            .collect()
    }
}

pub(super) fn with_bytes(text: &str, bytes: usize) -> String {
    text.replace("{bytes}", &bytes.to_string())
}

impl<T> PerForm<T> {
    pub(super) fn of(&self, form: Form) -> &[T] {
        match (self, form) {
            (PerForm::Same(all), _) => all,
            (PerForm::Each { full, .. }, Form::Full) => full,
            (PerForm::Each { quick, .. }, Form::Quick) => quick,
            (PerForm::Each { smoke, .. }, Form::Smoke) => smoke,
        }
    }
}
