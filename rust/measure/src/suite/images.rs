//! What it takes to build an image, by level of optimization.

use super::{SuiteRun, entries::Images};
use crate::MeasureError;
use serde_json::Value;
use std::{fmt::Write, fs, path::Path};

impl SuiteRun<'_> {
    #[expect(clippy::cast_precision_loss, reason = "an image has less than 2^53 bytes")]
    pub(super) fn images(&self, images: &Images) -> Result<String, MeasureError> {
        let mut table =
            "| level | seconds | peak memory of the builder, MB | image, MB |\n|---|---|---|---|\n"
                .to_owned();
        for level in images.levels.of(self.form) {
            let named = |text: &str| text.replace("{level}", level);
            let record = named(&images.record);
            let text = self.read(Path::new(&record))?;
            let used: Value = serde_json::from_slice(&text)
                .map_err(|error| MeasureError::suite(format!("{record}: {error}")))?;
            let used = &used["resource_usage"];
            let number = |value: &Value| {
                let missing = || MeasureError::suite(format!("{record} has no time or no memory"));
                value.as_f64().ok_or_else(missing)
            };
            let (seconds, peak) = (
                number(&used["total_secs"])?,
                number(&used["memory"]["peak_rss_bytes"])?,
            );
            let image = self.root.join(named(&images.image));
            let size = fs::metadata(&image).map_err(MeasureError::file(&image))?.len();
            // Writing into a string cannot fail.
            let _ = writeln!(
                table,
                "| `{level}` | {seconds:.1} | {:.0} | {:.1} |",
                peak / 1e6,
                size as f64 / 1e6
            );
        }
        Ok(table)
    }
}
