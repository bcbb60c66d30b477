//! What a function allocates for one invocation, as it counts itself.

use super::{
    SuiteRun,
    entries::{Allocations, Counted},
};
use crate::{MeasureError, text_payload};
use lambda_emulator::{Emulator, Event};
use serde_json::Value;
use std::fmt::Write;

/// Makes a function tell what it has counted.
const QUESTION: &str = r#"{"report":1}"#;

const MEMORY_MB: u32 = 256;

impl SuiteRun<'_> {
    pub(super) fn allocations(&self, counted: &Allocations) -> Result<String, MeasureError> {
        let titles: Vec<&str> = counted
            .columns
            .iter()
            .map(|column| column.title.as_str())
            .collect();
        let mut table = format!("| event and response | {} |\n|---|", titles.join(" | "));
        table += &"---|".repeat(titles.len());
        table.push('\n');
        for size in &counted.sizes {
            // Writing into a string cannot fail.
            let _ = write!(table, "| {size} B |");
            for column in &counted.columns {
                let cell = self.counted(column, *size, counted.invocations)?;
                let _ = write!(table, " {cell} |");
            }
            table.push('\n');
        }
        Ok(table)
    }

    /// `min to max`, or one number where they are the same.
    fn counted(&self, column: &Counted, size: usize, invocations: usize) -> Result<String, MeasureError> {
        let candidate = self.function(&column.function, MEMORY_MB, None)?;
        let wrong = |what: String| MeasureError::WrongAnswer {
            function: column.function.clone(),
            what,
        };
        let emulator = Emulator::start(candidate.settings)?;
        let event = text_payload(size);
        for _ in 0..invocations {
            let answer = emulator.invoke(Event::new(event.clone()))?.answer;
            if answer.response().is_none() {
                return Err(wrong(answer.text()));
            }
        }
        let answer = emulator.invoke(QUESTION)?.answer;
        let report: Value = serde_json::from_slice(answer.body()).unwrap_or_default();
        let field = |name: &str| {
            let missing = || wrong(format!("there is no {name:?} in {:.200}", answer.text()));
            report[name].as_u64().ok_or_else(missing)
        };
        let (min, max) = (field(&column.min)?, field(&column.max)?);
        Ok(if min == max {
            min.to_string()
        } else {
            format!("{min} to {max}")
        })
    }
}
