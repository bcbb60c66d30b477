//! Everything as JSON, for pictures and for further calculation.

use super::{
    Candidate, Measured, Plan, Sample, base,
    check::Check,
    figures::{FIGURES, Figure},
    machine,
    statistics::Summary,
};
use serde_json::{Map, Value, json};

/// Levels of a record that are spread over lines.
const MAX_SPREAD: usize = 4;

/// A record as the text of a file: one sample to a line, numbers with four digits that matter.
pub fn text(record: &Value) -> String {
    let mut text = String::new();
    write(&mut text, record, 0);
    text.push('\n');
    text
}

/// The plan, the machine, each process's figures, and each function's summaries and ratios.
pub fn json(plan: &Plan, measured: &[Measured]) -> Value {
    let functions = measured.iter().zip(&plan.functions);
    let functions: Vec<Value> = functions
        .map(|(function, candidate)| entry(function, candidate, measured))
        .collect();
    let (state, text) = match &plan.limits {
        Ok(how) => ("enforced", how),
        Err(why) => ("unlimited", why),
    };
    let notes: Map<String, Value> = plan
        .notes
        .iter()
        .map(|(name, value)| (name.clone(), value.as_str().into()))
        .collect();
    json!({
        "date": machine::date(),
        "machine": machine::machine(),
        "limits": { "state": state, "about": text },
        "notes": notes,
        "payload_bytes": plan.payloads.usual().len(),
        "payload_steps": plan.payloads.steps(),
        "processes": plan.processes,
        "discarded": plan.discard,
        "warm": plan.warm,
        "concurrency": plan.concurrency,
        "one_core": plan.one_core,
        "check": plan.check.name(),
        "expected": match &plan.check {
            Check::Expect(expected) => expected,
            _ => &Value::Null,
        },
        "functions": functions,
    })
}

fn entry(function: &Measured, candidate: &Candidate, all: &[Measured]) -> Value {
    let settings = &candidate.settings;
    let words: Vec<_> = settings.args.iter().map(|word| word.to_string_lossy()).collect();
    let samples: Vec<Value> = function.samples.iter().map(sample).collect();
    let ratios = base(all, function).map(|base| {
        figures(|figure| {
            let Summary {
                median, min, max, n, ..
            } = figure.ratio(function, base)?;
            Some(json!({ "median": median, "min": min, "max": max, "n": n }))
        })
    });
    json!({
        "name": function.name,
        "memory_mb": function.memory_mb,
        "cpus": settings.limits.as_ref().map(|limits| limits.cpus),
        "memory_limit_bytes": settings.limits.as_ref().map(|limits| limits.memory),
        "command": settings.command,
        "arguments": words,
        "failure": function.failure,
        "figures": figures(|figure| figure.summary(function).map(|summary| summarized(&summary))),
        "ratios": ratios,
        "samples": samples,
    })
}

fn figures(of: impl Fn(&Figure) -> Option<Value>) -> Value {
    let entries = FIGURES
        .iter()
        .filter_map(|figure| Some((figure.key.to_owned(), of(figure)?)));
    Value::Object(entries.collect())
}

/// What holds only plain values, and whatever is deep, is one line.
fn write(text: &mut String, value: &Value, depth: usize) {
    let plain = |value: &Value| !value.is_array() && !value.is_object();
    let indent = |text: &mut String, depth: usize| {
        text.push('\n');
        text.push_str(&"  ".repeat(depth));
    };
    match value {
        Value::Array(values) if depth < MAX_SPREAD && !values.iter().all(plain) => {
            text.push('[');
            for (index, value) in values.iter().enumerate() {
                text.push_str(if index > 0 { "," } else { "" });
                indent(text, depth + 1);
                write(text, value, depth + 1);
            }
            indent(text, depth);
            text.push(']');
        }
        Value::Object(fields) if depth < MAX_SPREAD && !fields.values().all(plain) => {
            text.push('{');
            for (index, (name, value)) in fields.iter().enumerate() {
                text.push_str(if index > 0 { "," } else { "" });
                indent(text, depth + 1);
                *text += &format!("{}: ", Value::from(name.as_str()));
                write(text, value, depth + 1);
            }
            indent(text, depth);
            text.push('}');
        }
        value => *text += &rounded(value).to_string(),
    }
}

fn rounded(value: &Value) -> Value {
    match value {
        Value::Number(number) if number.is_f64() => number.as_f64().map(four_digits).into(),
        Value::Array(values) => values.iter().map(rounded).collect(),
        Value::Object(fields) => fields
            .iter()
            .map(|(name, value)| (name.clone(), rounded(value)))
            .collect(),
        value => value.clone(),
    }
}

/// The number with four digits that matter; no figure is better than that.
pub(super) fn four_digits(value: f64) -> f64 {
    format!("{value:.3e}").parse().unwrap_or(value)
}

/// What is counted per invocation is left out: there it is the median again.
fn sample(sample: &Sample) -> Value {
    figures(|figure| match figure.pooled {
        Some(_) => None,
        None => (figure.of)(sample).map(Value::from),
    })
}

fn summarized(summary: &Summary) -> Value {
    let Summary {
        n,
        mean,
        sd,
        median,
        p99,
        p999,
        min,
        max,
    } = summary;
    json!({
        "n": n, "mean": mean, "sd": sd, "median": median, "p99": p99, "p999": p999, "min": min, "max": max,
    })
}

#[cfg(test)]
mod tests {
    use super::json;
    use crate::{
        Candidate,
        table::tests::{function, plan},
    };
    use lambda_emulator::FunctionSettings;

    #[test]
    fn warm_invocations_are_taken_together_and_ratios_within_rounds() {
        let mut plan = plan(Err("not asked for"));
        let candidate = |name: &str| Candidate {
            name: name.to_owned(),
            settings: FunctionSettings::new(name).arg("word"),
        };
        plan.functions = vec![candidate("floor"), candidate("other")];
        let record = json(
            &plan,
            &[
                function("floor", 128, &[1.0, 2.0]),
                function("other", 128, &[2.0, 8.0]),
            ],
        );
        assert_eq!(record["limits"]["state"], "unlimited");
        assert_eq!(record["notes"]["JDK"], "25");
        assert!(
            record["date"].as_str().is_some_and(|date| date.ends_with('Z')),
            "{record}"
        );
        let other = &record["functions"][1];
        assert_eq!(other["figures"]["warm_us"]["n"], 4);
        assert_eq!(other["figures"]["warm_us"]["mean"], 10.0);
        assert_eq!(other["figures"]["warm_ms"]["max"], 0.024);
        assert_eq!(other["figures"]["cold_ms"]["n"], 2);
        assert_eq!(other["ratios"]["cold_ms"]["median"], 3.0);
        assert_eq!(other["ratios"]["warm_us"]["max"], 4.0);
        assert_eq!(other["samples"][1]["warm_p99_us"], 24.0);
        assert_eq!(other["samples"][1]["throttled_percent"], 25.0);
        assert!(other["samples"][1].get("warm_us").is_none());
        assert!(
            other["figures"].get("group_peak_mib").is_none(),
            "not told, not shown"
        );
        assert!(other["cpus"].is_null() && other["failure"].is_null());
    }
}
