//! Figures as a Markdown table and as JSON.

use super::{Measured, Plan, Sample, statistics::Spread};
use serde_json::{Value, json};
use std::fmt::Write;

/// One figure of a sample.
struct Figure {
    title: &'static str,
    key: &'static str,
    of: fn(&Sample) -> f64,
    with_ratio: bool,
}

const FIGURES: [Figure; 7] = [
    Figure {
        title: "spawn to first `/next`, ms",
        key: "init_ms",
        of: |s| s.init_ms,
        with_ratio: true,
    },
    Figure {
        title: "first invocation, ms",
        key: "first_ms",
        of: |s| s.first_ms,
        with_ratio: true,
    },
    Figure {
        title: "warm p50, us",
        key: "warm_p50_us",
        of: |s| s.warm_p50_us,
        with_ratio: true,
    },
    Figure {
        title: "warm p99, us",
        key: "warm_p99_us",
        of: |s| s.warm_p99_us,
        with_ratio: true,
    },
    Figure {
        title: "resident after first, MiB",
        key: "resident_first_mib",
        of: |s| s.resident_first_mib,
        with_ratio: true,
    },
    Figure {
        title: "resident after all, MiB",
        key: "resident_last_mib",
        of: |s| s.resident_last_mib,
        with_ratio: false,
    },
    Figure {
        title: "peak, MiB",
        key: "peak_mib",
        of: |s| s.peak_mib,
        with_ratio: true,
    },
];

/// A Markdown table: `median [min..max]` over the processes of each function, and beside a figure the median
/// of its per-round ratios to the first function.
pub fn markdown(measured: &[Measured]) -> String {
    let mut table = "| function |".to_owned();
    let mut rule = "|---|".to_owned();
    for figure in &FIGURES {
        // Writing into a string cannot fail.
        let _ = write!(table, " {} |", figure.title);
        rule += "---|";
        if figure.with_ratio {
            table += " ratio |";
            rule += "---|";
        }
    }
    table = format!("{table}\n{rule}\n");
    for function in measured {
        let _ = write!(table, "| {} |", function.name);
        for figure in &FIGURES {
            let Spread { median, min, max } = spread(function, figure);
            let _ = write!(table, " {} [{}..{}] |", number(median), number(min), number(max));
            if figure.with_ratio {
                let ratio = measured
                    .first()
                    .map_or(1.0, |first| ratio(function, first, figure));
                let _ = write!(table, " {ratio:.2} |");
            }
        }
        table.push('\n');
    }
    table
}

/// Everything as JSON: the plan, each sample, each spread and ratio.
pub fn json(plan: &Plan, measured: &[Measured]) -> Value {
    let functions: Vec<Value> = measured
        .iter()
        .zip(&plan.functions)
        .map(|(function, candidate)| {
            let figures = |of: &dyn Fn(&Figure) -> Value| {
                FIGURES.iter().map(|figure| (figure.key.to_owned(), of(figure))).collect::<serde_json::Map<_, _>>()
            };
            let samples: Vec<_> = function
                .samples
                .iter()
                .map(|sample| figures(&|figure| json!((figure.of)(sample))))
                .collect();
            json!({
                "name": function.name,
                "command": candidate.settings.command,
                "arguments": candidate.settings.args.iter().map(|word| word.to_string_lossy()).collect::<Vec<_>>(),
                "memory_mb": candidate.settings.memory_mb,
                "samples": samples,
                "medians": figures(&|figure| json!(spread(function, figure).median)),
                "ratios": figures(&|figure| json!(measured.first().map(|first| ratio(function, first, figure)))),
            })
        })
        .collect();
    json!({
        "payload_bytes": plan.payload.len(),
        "processes": plan.processes,
        "discarded": plan.discard,
        "warm": plan.warm,
        "check": format!("{:?}", plan.check).to_lowercase(),
        "functions": functions,
    })
}

fn spread(function: &Measured, figure: &Figure) -> Spread {
    Spread::of(function.samples.iter().map(figure.of))
}

/// Median of the ratios within each round.
fn ratio(function: &Measured, first: &Measured, figure: &Figure) -> f64 {
    let rounds = function.samples.iter().zip(&first.samples);
    Spread::of(rounds.map(|(own, base)| (figure.of)(own) / (figure.of)(base))).median
}

/// Three digits that matter, since no figure is better than that.
fn number(value: f64) -> String {
    match value {
        value if value >= 100.0 => format!("{value:.0}"),
        value if value >= 10.0 => format!("{value:.1}"),
        value => format!("{value:.2}"),
    }
}

#[cfg(test)]
mod tests {
    use super::{Measured, Sample, markdown};

    fn function(name: &str, values: &[f64]) -> Measured {
        let sample = |&value: &f64| Sample {
            init_ms: value,
            first_ms: value,
            warm_p50_us: value,
            warm_p99_us: value,
            resident_first_mib: value,
            resident_last_mib: value,
            peak_mib: value,
        };
        Measured {
            name: name.to_owned(),
            samples: values.iter().map(sample).collect(),
        }
    }

    #[test]
    fn ratios_are_taken_within_a_round() {
        let table = markdown(&[
            function("floor", &[1.0, 100.0, 1.0]),
            function("other", &[2.0, 300.0, 2.0]),
        ]);
        let row = table.lines().nth(3).unwrap_or_default();
        assert!(row.starts_with("| other | 2.00 [2.00..300] | 2.00 |"), "{table}");
        assert_eq!(table.lines().count(), 4);
    }
}
