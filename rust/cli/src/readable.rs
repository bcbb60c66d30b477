//! Answers in a form for people: plain fields in a line, lists of one length side by side as a table.

use lambda_emulator::{Answer, Completion};
use serde_json::{Map, Value};
use std::fmt::Write;

/// Width of a line of fields or of a list.
const WIDTH: usize = 96;

/// Rows of a table; what is left out is counted.
const MAX_ROWS: usize = 12;

/// Numbers of a list that belongs to no table.
const MAX_NUMBERS: usize = 60;

/// One event's answer under the event's name, with how long it took.
pub(crate) fn readable(event: &str, completion: &Completion) -> String {
    let mut text = format!("{event}\n");
    let body = completion.answer.body();
    match (&completion.answer, serde_json::from_slice(body)) {
        (Answer::Response(_), Ok(Value::Object(fields))) => object(&mut text, &fields),
        (Answer::Response(_), _) => indent(&mut text, &String::from_utf8_lossy(body)),
        (answer, Ok(Value::Object(report))) => indent(&mut text, &failure(answer, &report)),
        (answer, _) => indent(&mut text, &answer.text()),
    }
    indent(&mut text, &timing(completion));
    text
}

/// Type and message of an error report, or all of it if it has neither.
fn failure(answer: &Answer, report: &Map<String, Value>) -> String {
    let field = |name: &str| report.get(name).and_then(Value::as_str);
    let header = answer.error().map(|error| error.error_type.as_str());
    match (field("errorType").or(header), field("errorMessage")) {
        (Some(error_type), Some(message)) => format!("{error_type}: {message}"),
        _ => Value::Object(report.clone()).to_string(),
    }
}

fn timing(completion: &Completion) -> String {
    let mut text = format!("answered in {:.1} ms", completion.duration.as_secs_f64() * 1e3);
    if let Some(init) = completion.init_duration {
        // Writing into a string cannot fail.
        let _ = write!(text, " (init {:.1} ms)", init.as_secs_f64() * 1e3);
    }
    if let Some(memory) = completion.max_memory {
        let _ = write!(text, ", {} MB", memory.div_ceil(1024 * 1024));
    }
    text
}

fn object(text: &mut String, fields: &Map<String, Value>) {
    let plain = fields
        .iter()
        .filter(|(_, value)| !value.is_array() && !value.is_object())
        .map(|(name, value)| format!("{name} {}", scalar(value)));
    wrap(text, plain, "   ");
    for (name, value) in fields.iter().filter(|(_, value)| value.is_object()) {
        indent(text, &format!("{name} {value}"));
    }
    let lists: Vec<(&String, &Vec<Value>)> = fields
        .iter()
        .filter_map(|(name, value)| value.as_array().map(|list| (name, list)))
        .collect();
    let mut tables: Vec<usize> = Vec::new();
    for (_, list) in &lists {
        if list.first().is_some_and(Value::is_array) && !tables.contains(&list.len()) {
            tables.push(list.len());
        }
    }
    for rows in &tables {
        let columns: Vec<_> = lists
            .iter()
            .filter(|(_, list)| list.len() == *rows)
            .copied()
            .collect();
        table(text, *rows, &columns);
    }
    for (name, list) in lists.iter().filter(|(_, list)| !tables.contains(&list.len())) {
        let shown = list.iter().take(MAX_NUMBERS).map(scalar);
        let rest = list.len().saturating_sub(MAX_NUMBERS);
        let more = (rest > 0).then(|| format!("... {rest} more"));
        wrap(
            text,
            std::iter::once((*name).clone()).chain(shown).chain(more),
            " ",
        );
    }
}

/// Lists of one length, each a column, or several where its elements are lists themselves.
fn table(text: &mut String, rows: usize, lists: &[(&String, &Vec<Value>)]) {
    let mut columns: Vec<Vec<String>> = Vec::new();
    for (name, list) in lists {
        let width = list.iter().filter_map(Value::as_array).map(Vec::len).max();
        for index in 0..width.unwrap_or(1).max(1) {
            let title = if index == 0 {
                (*name).clone()
            } else {
                String::new()
            };
            let cells = list.iter().take(MAX_ROWS).map(|row| match row {
                Value::Array(row) => row.get(index).map_or_else(|| "-".to_owned(), rounded),
                value => scalar(value),
            });
            columns.push(std::iter::once(title).chain(cells).collect());
        }
    }
    let widths: Vec<usize> = columns
        .iter()
        .map(|cells| cells.iter().map(|cell| cell.chars().count()).max().unwrap_or(0))
        .collect();
    for row in 0..=rows.min(MAX_ROWS) {
        let line: Vec<String> = columns
            .iter()
            .zip(&widths)
            .map(|(cells, width)| format!("{:>width$}", cells[row]))
            .collect();
        indent(text, line.join("  ").trim_end());
    }
    if rows > MAX_ROWS {
        indent(text, &format!("... {} more", rows - MAX_ROWS));
    }
}

fn scalar(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        value => value.to_string(),
    }
}

/// Within a table four decimals are what one can compare at a glance.
fn rounded(value: &Value) -> String {
    match value.as_f64() {
        Some(number) if value.is_f64() => format!("{number:.4}"),
        _ => scalar(value),
    }
}

fn wrap(text: &mut String, words: impl Iterator<Item = String>, between: &str) {
    let mut line = String::new();
    for word in words {
        if !line.is_empty() && line.chars().count() + between.len() + word.chars().count() > WIDTH {
            indent(text, &line);
            line.clear();
        }
        if !line.is_empty() {
            line.push_str(between);
        }
        line.push_str(&word);
    }
    if !line.is_empty() {
        indent(text, &line);
    }
}

fn indent(text: &mut String, lines: &str) {
    for line in lines.lines() {
        text.push_str("  ");
        text.push_str(line);
        text.push('\n');
    }
}

#[cfg(test)]
mod tests {
    use super::{object, readable};
    use lambda_emulator::{Answer, Completion, Exit};
    use std::time::Duration;

    fn shown(json: &str) -> String {
        let mut text = String::new();
        object(&mut text, &serde_json::from_str(json).unwrap());
        text
    }

    fn exit(body: &'static str, init: Option<Duration>, max_memory: Option<u64>) -> String {
        let exit = Exit {
            body: body.into(),
            ..Exit::default()
        };
        readable(
            "bad.json",
            &Completion {
                request_id: String::new(),
                answer: Answer::Exit(exit),
                init_duration: init,
                delivered: None,
                duration: Duration::from_micros(12_345),
                cold_duration: None,
                max_memory,
                log_tail: Vec::new(),
            },
        )
    }

    #[test]
    fn lists_of_one_length_share_a_table() {
        let text = shown(
            r#"{"points": 3, "name": "iris", "ok": true, "centers": [[1.5, 2], [10.25, -3.123456]], "sizes": [1, 200]}"#,
        );
        let expected = "  points 3   name iris   ok true\n  centers           sizes\n   1.5000        2      1\n  10.2500  -3.1235    200\n";
        assert_eq!(text, expected);
    }

    #[test]
    fn tables_of_two_lengths_are_shown_once_each() {
        let text = shown(r#"{"a": [[1], [2]], "b": [[1], [2], [3]], "c": [[4], [5]], "µ": ["ä", "bc"]}"#);
        assert_eq!(text, "  a  c   µ\n  1  4   ä\n  2  5  bc\n  b\n  1\n  2\n  3\n");
    }

    #[test]
    fn rows_may_be_ragged_or_empty() {
        assert_eq!(shown(r#"{"a": [[], [1, 2]]}"#), "  a\n  -  -\n  1  2\n");
        assert_eq!(shown(r#"{"a": [[], []]}"#), "  a\n  -\n  -\n");
        assert_eq!(shown(r#"{"a": []}"#), "  a\n");
        assert_eq!(shown("{}"), "");
    }

    #[test]
    fn a_long_table_and_a_long_list_are_cut_and_counted() {
        let rows = vec!["[1]"; 15].join(",");
        let text = shown(&format!(r#"{{"rows": [{rows}], "list": {:?}}}"#, vec![7; 70]));
        assert!(text.contains("... 3 more"), "{text}");
        assert!(text.contains("... 10 more"), "{text}");
        assert!(text.lines().all(|line| line.len() <= 98), "{text}");
    }

    #[test]
    fn fields_keep_their_order_and_digits() {
        assert_eq!(
            shown(r#"{"z": 78.851441426146, "a": null, "o": {"k": [1]}}"#),
            "  z 78.851441426146   a null\n  o {\"k\":[1]}\n"
        );
    }

    #[test]
    fn an_error_is_its_type_and_message() {
        let init = Some(Duration::from_micros(4_050));
        assert_eq!(
            exit(
                r#"{"errorMessage":"no","errorType":"Odd"}"#,
                init,
                Some(17 * 1024 * 1024)
            ),
            "bad.json\n  Odd: no\n  answered in 12.3 ms (init 4.0 ms), 17 MB\n"
        );
        assert_eq!(
            exit(r#"{"why":"no"}"#, None, None),
            "bad.json\n  {\"why\":\"no\"}\n  answered in 12.3 ms\n"
        );
        assert_eq!(
            exit("two\nlines", None, None),
            "bad.json\n  two\n  lines\n  answered in 12.3 ms\n"
        );
    }
}
