//! JMH's results as a record and a table.

use super::{SuiteRun, entries::External};
use crate::{MeasureError, record_text};
use serde_json::{Value, json};
use std::{fmt::Write, path::Path};

/// Where JMH writes its own record, relative to the root.
const RECORD: &str = "target/bench/jmh.json";

impl SuiteRun<'_> {
    pub(super) fn jmh(&self, external: &External, file: &str) -> Result<String, MeasureError> {
        self.output(&format!("{} -rf json -rff {RECORD}", self.line(external)))?;
        let text = self.read(Path::new(RECORD))?;
        let results: Value = serde_json::from_slice(&text)
            .map_err(|error| MeasureError::suite(format!("{RECORD}: {error}")))?;
        let rows = Value::Array(results.as_array().into_iter().flatten().map(row).collect());
        self.write(&format!("{file}.json"), &record_text(&rows))?;
        table(&rows)
    }
}

/// Of a benchmark without its single iterations.
fn row(result: &Value) -> Value {
    let name = result["benchmark"].as_str().unwrap_or_default();
    let name: Vec<&str> = name.rsplitn(3, '.').take(2).collect();
    let metric = &result["primaryMetric"];
    let heap = result["secondaryMetrics"]
        .as_object()
        .and_then(|metrics| {
            metrics
                .iter()
                .find(|(name, _)| name.ends_with("gc.alloc.rate.norm"))
        })
        .map(|(_, metric)| &metric["score"]);
    json!({
        "benchmark": format!("{}.{}", name.get(1).unwrap_or(&""), name[0]),
        "size": result["params"]["size"],
        "score": metric["score"],
        "error": metric["scoreError"],
        "unit": metric["scoreUnit"],
        "heap_bytes": heap,
    })
}

fn table(rows: &Value) -> Result<String, MeasureError> {
    let mut table =
        "| part | event and response | time | +/- | unit | Java heap, bytes |\n|---|---|---|---|---|---|\n"
            .to_owned();
    let rows = rows.as_array().filter(|rows| !rows.is_empty());
    for row in rows.ok_or_else(|| MeasureError::suite("JMH ran no benchmark".to_owned()))? {
        let text = |name: &str| row[name].as_str().unwrap_or_default();
        let number = |name: &str, digits: usize| match row[name].as_f64() {
            Some(value) => format!("{value:.digits$}"),
            None => "-".to_owned(),
        };
        let size = row["size"]
            .as_str()
            .map(|size| format!("{size} B"))
            .unwrap_or_default();
        // Writing into a string cannot fail.
        let _ = writeln!(
            table,
            "| {} | {size} | {} | {} | {} | {} |",
            text("benchmark"),
            number("score", 1),
            number("error", 1),
            text("unit"),
            number("heap_bytes", 0)
        );
    }
    Ok(table)
}

#[cfg(test)]
mod tests {
    use super::{row, table};
    use serde_json::{Value, json};

    #[test]
    fn a_benchmark_is_a_row() {
        let result = json!({
            "benchmark": "io.github.libhello.bench.micro.LoopBenchmark.bytes", "params": { "size": "128" },
            "primaryMetric": { "score": 160.04, "scoreError": "NaN", "scoreUnit": "us/op", "rawData": [[1.0]] },
            "secondaryMetrics": { "gc.alloc.rate": { "score": 3.0 }, "gc.alloc.rate.norm": { "score": 537.2 } },
        });
        let rows = Value::Array(vec![row(&result)]);
        assert_eq!(
            table(&rows).unwrap().lines().last().unwrap(),
            "| LoopBenchmark.bytes | 128 B | 160.0 | - | us/op | 537 |"
        );
        assert!(table(&json!([])).is_err());
    }
}
