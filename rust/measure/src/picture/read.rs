//! From records to what is drawn: rows in order, one unit, and the words around them.

use super::{Form, Picture};
use crate::figures::FIGURES;
use serde_json::Value;

/// Everything that a picture shows.
pub(super) struct Chart {
    pub(super) title: String,
    pub(super) subtitle: String,
    /// The figure with its unit, for the axis.
    pub(super) axis: String,
    /// What the further end of a value's line is.
    pub(super) far_end: &'static str,
    pub(super) form: Form,
    pub(super) logarithmic: bool,
    pub(super) highlight: Vec<String>,
    pub(super) rows: Vec<Row>,
    pub(super) footer: Vec<String>,
}

/// One function at one memory size and payload.
pub(super) struct Row {
    pub(super) name: String,
    pub(super) memory_mb: Option<u64>,
    pub(super) payload_bytes: Option<u64>,
    pub(super) value: Result<Values, String>,
}

#[derive(Clone, Copy)]
pub(super) struct Values {
    pub(super) near: f64,
    pub(super) median: f64,
    pub(super) far: f64,
}

impl Chart {
    /// Functions in the order of their first row.
    pub(super) fn names(&self) -> Vec<&str> {
        let mut names: Vec<&str> = Vec::new();
        for row in &self.rows {
            if !names.contains(&row.name.as_str()) {
                names.push(&row.name);
            }
        }
        names
    }

    pub(super) fn values(&self) -> impl Iterator<Item = Values> {
        self.rows
            .iter()
            .filter_map(|row| row.value.as_ref().ok().copied())
    }

    pub(super) fn stands_out(&self, name: &str) -> bool {
        self.highlight.is_empty() || self.highlight.iter().any(|part| name.contains(part.as_str()))
    }
}

pub(super) fn chart(records: &[Value], picture: &Picture) -> Result<Chart, String> {
    let key = picture.figure.as_str();
    let known = FIGURES.iter().find(|figure| figure.key == key);
    let pooled = known.is_some_and(|figure| figure.pooled.is_some());
    let mut rows = Vec::new();
    for record in records {
        let functions = record["functions"].as_array();
        let functions = functions.ok_or("no `functions` in it; give what `measure --json` wrote")?;
        for function in functions {
            rows.push(row(record, function, key, pooled)?);
        }
    }
    if let Some(absent) = picture
        .only
        .iter()
        .find(|name| rows.iter().all(|row| row.name != **name))
    {
        return Err(format!("no function is called {absent}"));
    }
    if !picture.only.is_empty() {
        let place = |row: &Row| picture.only.iter().position(|name| *name == row.name);
        rows.retain(|row| place(row).is_some());
        rows.sort_by_key(place);
    }
    if !picture.memory_mb.is_empty() {
        rows.retain(|row| {
            row.memory_mb
                .is_some_and(|size| picture.memory_mb.contains(&size))
        });
    }
    match picture.form {
        Form::Bars | Form::OverMemory => rows.sort_by_key(|row| row.memory_mb),
        Form::OverPayload => rows.sort_by_key(|row| row.payload_bytes),
    }
    let unit = unit(key);
    let (factor, unit) = readable(unit, &rows);
    for value in rows.iter_mut().filter_map(|row| row.value.as_mut().ok()) {
        value.near *= factor;
        value.median *= factor;
        value.far *= factor;
    }
    if rows.iter().all(|row| row.value.is_err()) {
        return Err("nothing to draw: no function was measured".to_owned());
    }
    let name = known.map_or(key, |figure| figure.title).replace('`', "");
    let axis = if unit.is_empty() {
        name.clone()
    } else {
        format!("{name}, {unit}")
    };
    Ok(Chart {
        title: picture.title.clone().unwrap_or_else(|| axis.clone()),
        subtitle: subtitle(records, &axis, pooled, picture, &rows),
        axis,
        far_end: if pooled { "99 %" } else { "greatest" },
        form: picture.form,
        logarithmic: picture.logarithmic,
        highlight: picture.highlight.clone(),
        rows,
        footer: footer(records),
    })
}

fn row(record: &Value, function: &Value, key: &str, pooled: bool) -> Result<Row, String> {
    let name = function["name"].as_str().ok_or("a function without a `name`")?;
    let figures = function["figures"].as_object();
    let figure = figures.and_then(|figures| figures.get(key));
    let value = match (function["failure"].as_str(), figure) {
        (Some(failure), _) => Err(failure.to_owned()),
        (None, Some(figure)) => {
            Ok(values(figure, pooled).ok_or_else(|| format!("{name}: {key} has no median"))?)
        }
        (None, None) => {
            let names: Vec<&str> = figures
                .into_iter()
                .flat_map(|all| all.keys().map(String::as_str))
                .collect();
            return Err(format!("{name} has no figure {key}, but {}", names.join(", ")));
        }
    };
    Ok(Row {
        name: name.to_owned(),
        memory_mb: function["memory_mb"].as_u64(),
        payload_bytes: record["payload_bytes"].as_u64(),
        value,
    })
}

/// Figures from elsewhere may have no more than a median.
fn values(figure: &Value, pooled: bool) -> Option<Values> {
    let median = figure["median"].as_f64()?;
    let far = figure[if pooled { "p99" } else { "max" }].as_f64();
    Some(Values {
        near: figure["min"].as_f64().unwrap_or(median),
        median,
        far: far.unwrap_or(median),
    })
}

fn unit(key: &str) -> &'static str {
    let units = [("_ms", "ms"), ("_us", "us"), ("_mib", "MiB"), ("_percent", "%")];
    units
        .iter()
        .find(|(end, _)| key.ends_with(end))
        .map_or("", |(_, unit)| unit)
}

/// The next unit if the smallest value is a thousand or more.
fn readable(unit: &'static str, rows: &[Row]) -> (f64, &'static str) {
    let medians = rows.iter().filter_map(|row| row.value.as_ref().ok());
    let smallest = medians.map(|values| values.median).fold(f64::INFINITY, f64::min);
    match unit {
        "us" if smallest >= 1e6 => (1e-6, "s"),
        "us" if smallest >= 1e3 => (1e-3, "ms"),
        "ms" if smallest >= 1e3 => (1e-3, "s"),
        unit => (1.0, unit),
    }
}

fn subtitle(records: &[Value], axis: &str, pooled: bool, picture: &Picture, rows: &[Row]) -> String {
    let processes = records.iter().filter_map(|record| record["processes"].as_u64());
    let (least, most) = processes.fold((u64::MAX, 0), |(least, most), n| (least.min(n), most.max(n)));
    let of = match (least, most) {
        (_, 0) => String::new(),
        (least, most) if least == most => format!(" of {most} processes"),
        (least, most) => format!(" of {least} to {most} processes"),
    };
    let mut text = match picture.title {
        Some(_) => format!("{axis}: median"),
        None => "Median".to_owned(),
    };
    if pooled {
        text += " of all warm invocations";
    }
    text += &of;
    if let (Some(size), Form::Bars | Form::OverPayload) = (only_size(rows), picture.form) {
        text += &format!(" at {size} MB");
    }
    text += match (pooled, picture.form) {
        (true, Form::Bars) => "; the line goes from the least to the 99th percentile",
        (false, Form::Bars) => "; the line goes from the least to the greatest",
        (true, _) => "; the band goes from the least to the 99th percentile",
        (false, _) => "; the band goes from the least to the greatest",
    };
    if picture.logarithmic {
        text += "; logarithmic";
    }
    text
}

fn only_size(rows: &[Row]) -> Option<u64> {
    let size = rows.first()?.memory_mb?;
    rows.iter().all(|row| row.memory_mb == Some(size)).then_some(size)
}

/// Machine, limits, versions and day; each line once, since records of one run share them.
fn footer(records: &[Value]) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    let mut add = |line: String| {
        if !line.is_empty() && !lines.contains(&line) {
            lines.push(line);
        }
    };
    for record in records {
        let machine = &record["machine"];
        let mut about: Vec<String> = Vec::new();
        about.extend(machine["processor"].as_str().map(str::to_owned));
        about.extend(machine["cores"].as_u64().map(|cores| format!("{cores} cores")));
        about.extend(machine["kernel"].as_str().map(|kernel| format!("Linux {kernel}")));
        about.extend(
            record["date"]
                .as_str()
                .map(|date| date.split('T').next().unwrap_or(date).to_owned()),
        );
        add(about.join(", "));
    }
    for record in records {
        let limits = &record["limits"];
        let about = limits["about"].as_str().unwrap_or_default();
        match limits["state"].as_str() {
            Some("enforced") => add(format!("Limits: {about}")),
            Some(_) => add(format!("Unlimited: {about}")),
            None => {}
        }
    }
    for record in records {
        let notes = record["notes"].as_object().into_iter().flatten();
        let notes: Vec<String> = notes
            .filter_map(|(name, value)| Some(format!("{name} {}", value.as_str()?)))
            .collect();
        add(notes.join(", "));
    }
    lines
}
