//! Criterion's results as a table.

use super::{
    SuiteRun,
    entries::{External, Form},
};
use crate::MeasureError;
use std::fmt::Write;

impl SuiteRun<'_> {
    pub(super) fn criterion(&self, external: &External) -> Result<String, MeasureError> {
        table(&self.output(&self.line(external))?)
    }

    /// The command of another program in this form.
    pub(super) fn line(&self, external: &External) -> String {
        let arguments = match self.form {
            Form::Smoke => &external.smoke,
            _ => &external.full,
        };
        format!("{} {arguments}", external.command)
    }
}

/// Of lines such as `test NAME ... bench:  1,234 ns/iter (+/- 56)`.
fn table(output: &str) -> Result<String, MeasureError> {
    let mut table = "| part | ns | +/- |\n|---|---|---|\n".to_owned();
    let rows = output.lines().filter_map(row);
    let mut count = 0;
    for (name, time, spread) in rows {
        // Writing into a string cannot fail.
        let _ = writeln!(table, "| {name} | {time} | {spread} |");
        count += 1;
    }
    match count {
        0 => Err(MeasureError::suite("criterion printed no benchmark".to_owned())),
        _ => Ok(table),
    }
}

fn row(line: &str) -> Option<(&str, &str, &str)> {
    let (name, rest) = line.strip_prefix("test ")?.split_once(" ... bench:")?;
    let (time, rest) = rest.trim_start().split_once(" ns/iter (+/- ")?;
    Some((name, time, rest.trim_end().strip_suffix(')')?))
}

#[cfg(test)]
mod tests {
    use super::table;

    #[test]
    fn lines_that_are_no_benchmark_are_left_out() {
        let output = "\nrunning 1 test\ntest text/ASCII, 128 B ... bench:       3,120 ns/iter (+/- 22)\n";
        assert_eq!(
            table(output).unwrap(),
            "| part | ns | +/- |\n|---|---|---|\n| text/ASCII, 128 B | 3,120 | 22 |\n"
        );
        assert!(table("test a ... ok\n").is_err());
    }
}
