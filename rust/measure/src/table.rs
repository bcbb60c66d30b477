//! Figures as a Markdown table.

use super::{
    Column, Measured, Plan, base, figures::Statistic, one_core, record::four_digits, statistics::Summary,
};

/// A Markdown table with these columns, a row for each function and memory size, and a line about the
/// limits below it.
pub fn markdown(plan: &Plan, measured: &[Measured], columns: &[Column]) -> String {
    let sizes = measured
        .iter()
        .any(|one| Some(one.memory_mb) != measured.first().map(|first| first.memory_mb));
    let mut table = String::new();
    let mut row = |cells: &[String]| {
        table += "| ";
        table += &cells.join(" | ");
        table += " |\n";
    };
    let heads = ["function"]
        .into_iter()
        .chain(sizes.then_some("memory, MB"))
        .map(str::to_owned);
    let heads: Vec<String> = heads.chain(columns.iter().map(Column::title)).collect();
    row(&heads);
    row(&vec!["---".to_owned(); heads.len()]);
    for function in measured {
        let mut cells = vec![in_cell(&function.name)];
        if sizes {
            cells.push(function.memory_mb.to_string());
        }
        match &function.failure {
            Some(reason) => {
                cells.push(in_cell(reason));
                cells.resize(heads.len().max(cells.len()), String::new());
            }
            None => cells.extend(columns.iter().map(|column| cell(column, function, measured))),
        }
        row(&cells);
    }
    table += &match &plan.limits {
        _ if plan.one_core => format!("\nOne core: {}.\n", one_core::IN_WORDS),
        Ok(limits) => format!("\nLimits: {limits}.\n"),
        Err(reason) => format!("\nUnlimited: {reason}.\n"),
    };
    table
}

fn cell(column: &Column, function: &Measured, all: &[Measured]) -> String {
    if column.statistic == Statistic::Ratio {
        let ratio = base(all, function).and_then(|base| column.figure.ratio(function, base));
        return ratio.map_or_else(|| "-".to_owned(), |ratio| format!("{:.2}", ratio.median));
    }
    let Some(summary) = column.figure.summary(function) else {
        return "-".to_owned();
    };
    let Summary { median, min, max, .. } = summary;
    number(match column.statistic {
        Statistic::Mean => summary.mean,
        Statistic::Sd => summary.sd,
        Statistic::Median | Statistic::Ratio => median,
        Statistic::P99 => summary.p99,
        Statistic::P999 => summary.p999,
        Statistic::Min => min,
        Statistic::Max => max,
        Statistic::Range => {
            return format!("{} [{}..{}]", number(median), number(min), number(max));
        }
    })
}

/// Three digits that matter, since no figure is better than that.
pub(super) fn number(value: f64) -> String {
    // Of the four that a record keeps, so that a picture drawn from one says the same.
    match four_digits(value) {
        value if value >= 100.0 => format!("{value:.0}"),
        value if value >= 10.0 => format!("{value:.1}"),
        value => format!("{value:.2}"),
    }
}

/// On one line, without what would end the cell.
fn in_cell(text: &str) -> String {
    let words: Vec<&str> = text.split_whitespace().collect();
    words.join(" ").replace('|', "\\|")
}

#[cfg(test)]
pub(super) mod tests {
    use super::{Measured, Plan, markdown};
    use crate::{Check, Column, Pressure, Sample};

    pub(crate) fn function(name: &str, memory_mb: u32, values: &[f64]) -> Measured {
        let sample = |&value: &f64| Sample {
            cold_ms: value,
            init_ms: value,
            first_ms: value,
            cold_cpu_ms: None,
            warm_us: vec![value, 3.0 * value],
            first_byte_us: Vec::new(),
            response_bytes: None,
            rate: None,
            cpu_us: None,
            resident_early_mib: value,
            resident_first_mib: value,
            resident_last_mib: value,
            peak_mib: value,
            pressure: Some((
                Pressure::default(),
                Pressure {
                    throttled_share: 0.25,
                    throttled_ms: value,
                    group_peak_mib: None,
                },
            )),
        };
        Measured {
            name: name.to_owned(),
            memory_mb,
            samples: values.iter().map(sample).collect(),
            failure: None,
        }
    }

    pub(crate) fn plan(limits: Result<&str, &str>) -> Plan {
        Plan {
            functions: Vec::new(),
            payloads: crate::Payloads::same("{}"),
            check: Check::Ok,
            processes: 3,
            discard: 0,
            warm: 2,
            concurrency: 1,
            one_core: false,
            keep_going: true,
            limits: limits.map(str::to_owned).map_err(str::to_owned),
            notes: vec![("JDK".to_owned(), "25".to_owned())],
        }
    }

    fn columns(names: &[&str]) -> Vec<Column> {
        names.iter().map(|name| name.parse().unwrap()).collect()
    }

    #[test]
    fn ratios_are_taken_within_a_round_and_a_memory_size() {
        let functions = [
            function("floor", 128, &[1.0, 100.0, 1.0]),
            function("other", 128, &[2.0, 300.0, 2.0]),
            function("floor", 512, &[1.0, 1.0]),
            function("other", 512, &[4.0, 4.0]),
        ];
        let table = markdown(
            &plan(Err("not asked for")),
            &functions,
            &columns(&["init_range", "init_ratio", "warm_mean", "throttled_median"]),
        );
        let lines: Vec<&str> = table.lines().collect();
        assert_eq!(
            lines[0],
            "| function | memory, MB | spawn to first `/next`, ms | ratio | warm mean, us | throttled periods median, % |"
        );
        assert_eq!(lines[3], "| other | 128 | 2.00 [2.00..300] | 2.00 | 203 | 25.0 |");
        assert_eq!(
            lines[5],
            "| other | 512 | 4.00 [4.00..4.00] | 4.00 | 8.00 | 25.0 |"
        );
        assert_eq!(lines[6..], ["", "Unlimited: not asked for."]);
    }

    #[test]
    fn a_function_that_failed_has_a_sentence_in_its_row() {
        let mut failed = function("other", 128, &[1.0]);
        failed.failure = Some("out of\nmemory | at 128 MB".to_owned());
        let functions = [function("floor", 128, &[1.0]), failed];
        let table = markdown(
            &plan(Ok("cgroup v1")),
            &functions,
            &columns(&["cold_mean", "cold_sd", "group_peak_max"]),
        );
        let lines: Vec<&str> = table.lines().collect();
        assert_eq!(lines[2], "| floor | 1.00 | 0.00 | - |");
        assert_eq!(lines[3], "| other | out of memory \\| at 128 MB |  |  |");
        assert_eq!(lines[5], "Limits: cgroup v1.");
    }
}
