//! What a measurement is made of: a function at a memory size, the limits in force.

use crate::{Candidate, MeasureError};
use lambda_emulator::{CPU_PERIOD, Cgroups, Ending, FunctionSettings, Limits, MB_PER_CPU};
use std::ffi::OsString;

impl Candidate {
    /// A command at a memory size, within limits if there are cgroups for them. In its words `{memory}` becomes
    /// the size in MB, `{heap}` four fifths of it.
    ///
    /// # Errors
    /// [`MeasureError::CommandLine`] if there is no word.
    pub fn new(
        name: &str,
        words: &[String],
        memory_mb: u32,
        cgroups: Option<&Cgroups>,
    ) -> Result<Self, MeasureError> {
        let (command, words) = words.split_first().ok_or_else(|| MeasureError::CommandLine {
            line: name.to_owned(),
            reason: "no command".to_owned(),
        })?;
        let heap = (memory_mb / 5 * 4 + memory_mb % 5 * 4 / 5).to_string();
        let memory = memory_mb.to_string();
        let sized =
            |word: &String| OsString::from(word.replace("{memory}", &memory).replace("{heap}", &heap));
        let mut settings = FunctionSettings::new(command);
        settings.args = words.iter().map(sized).collect();
        settings.limits = cgroups.map(|cgroups| Limits::of_lambda(memory_mb, cgroups));
        settings.memory_mb = memory_mb;
        // How a function ends is not measured.
        settings.ending = Ending::Kill;
        Ok(Candidate {
            name: name.to_owned(),
            settings,
        })
    }
}

/// Where limits can be set, or why there are none.
///
/// # Errors
/// The reason, in a sentence for the reader of the figures.
pub fn cgroups(wanted: bool) -> Result<Cgroups, String> {
    if wanted {
        Cgroups::find().map_err(|error| error.to_string())
    } else {
        Err("no limits were asked for".to_owned())
    }
}

/// How these limits work, for [`Plan::limits`](crate::Plan::limits).
pub fn limits_in_words(cgroups: &Cgroups) -> String {
    format!(
        "cgroups {}, memory as given, CPU = memory / {MB_PER_CPU} MB in periods of {} ms",
        cgroups.version(),
        CPU_PERIOD.as_millis()
    )
}
