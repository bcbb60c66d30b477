//! A line for each function over memory or payload sizes, with a band for its spread.
//!
//! The names and the medians stand in a table below, each column under its place on the axis, so that no
//! label can lie upon a line or upon another label.

use super::{
    Form,
    read::{Chart, Row},
    scale::{Scale, bytes, number, tick},
    svg::{Anchor, COLORS, EDGE, FAINT, INK, REST, RULE, Svg, WIDTH, width, wrapped},
};

const TEXT: f64 = 13.0;
const HEIGHT: f64 = 280.0;
const ROW: f64 = 24.0;

pub(super) fn draw(chart: &Chart) -> String {
    let mut svg = Svg::new();
    let top = svg.heading(&chart.title, &chart.subtitle) + 10.0;
    let names = chart.names();
    let over = |row: &Row| match chart.form {
        Form::OverPayload => row.payload_bytes,
        _ => row.memory_mb,
    };
    let mut sizes: Vec<u64> = chart.rows.iter().filter_map(over).collect();
    sizes.sort_unstable();
    sizes.dedup();
    let label = |size: u64| match chart.form {
        Form::OverPayload => bytes(size),
        _ => size.to_string(),
    };
    let cells = chart.values().map(|values| number(values.median));
    let cell = cells
        .chain(sizes.iter().map(|size| label(*size)))
        .map(|text| width(&text, 12.0));
    let cell = cell.fold(0.0, f64::max) + 8.0;
    let name_width = names
        .iter()
        .map(|name| width(name, TEXT))
        .fold(0.0, f64::max)
        .min(220.0);
    let left = EDGE + 18.0 + name_width + 10.0;
    let places = places(&sizes, left + cell / 2.0, WIDTH - EDGE - cell / 2.0, cell);
    let bottom = top + HEIGHT;
    let nearest = chart
        .values()
        .map(|values| values.near)
        .fold(f64::INFINITY, f64::min);
    let farthest = chart.values().map(|values| values.far).fold(0.0, f64::max);
    let scale = Scale::new(nearest, farthest, chart.logarithmic, bottom, top);

    for value in scale.ticks(26.0) {
        let y = scale.place(value);
        svg.line((left, y), (WIDTH - EDGE, y), 1.0, RULE);
        svg.text(left - 8.0, y + 4.0, 11.0, FAINT, Anchor::End, &tick(value));
    }
    for (size, x) in sizes.iter().zip(&places) {
        svg.line((*x, bottom), (*x, bottom + 5.0), 1.0, FAINT);
        svg.text(*x, bottom + 20.0, 12.0, INK, Anchor::Middle, &label(*size));
    }
    let axis = if chart.form == Form::OverPayload {
        "payload"
    } else {
        "memory, MB"
    };
    svg.text(EDGE, bottom + 20.0, 12.0, FAINT, Anchor::Start, axis);

    let mut y = bottom + 30.0;
    svg.line((EDGE, y), (WIDTH - EDGE, y), 1.0, RULE);
    let mut lines = Svg::new();
    for (index, name) in names.iter().enumerate() {
        let color = if chart.stands_out(name) {
            COLORS[index % COLORS.len()]
        } else {
            REST
        };
        let rows: Vec<(&Row, f64)> = sizes
            .iter()
            .zip(&places)
            .filter_map(|(size, x)| {
                let row = chart
                    .rows
                    .iter()
                    .find(|row| row.name == *name && over(row) == Some(*size));
                Some((row?, *x))
            })
            .collect();
        draw_line(&mut lines, &rows, &scale, color);
        y += draw_cells(&mut svg, &rows, name, y, (name_width, cell), color);
    }
    svg.append(lines);
    y = draw_failures(&mut svg, chart, y, &over, &label);
    let height = svg.footer(y + 30.0, &chart.footer);
    svg.finish(height, &chart.title)
}

/// Doubling is one step to the right, unless that would bring two columns too near to each other.
#[expect(
    clippy::cast_precision_loss,
    reason = "sizes are far below the integers of a double"
)]
fn places(sizes: &[u64], from: f64, to: f64, apart: f64) -> Vec<f64> {
    let logs: Vec<f64> = sizes.iter().map(|size| (*size.max(&1) as f64).log2()).collect();
    let (Some(first), Some(last)) = (logs.first(), logs.last()) else {
        return Vec::new();
    };
    let span = if last > first { last - first } else { 1.0 };
    let places: Vec<f64> = logs
        .iter()
        .map(|log| from + (log - first) / span * (to - from))
        .collect();
    if places.windows(2).all(|pair| pair[1] - pair[0] >= apart) {
        return places;
    }
    let steps = (sizes.len().max(2) - 1) as f64;
    (0..sizes.len())
        .map(|index| from + index as f64 / steps * (to - from))
        .collect()
}

fn draw_line(svg: &mut Svg, rows: &[(&Row, f64)], scale: &Scale, color: &str) {
    // A size at which the function failed parts its line.
    for part in rows.split(|(row, _)| row.value.is_err()) {
        let points = |of: fn(&super::read::Values) -> f64| -> Vec<(f64, f64)> {
            let values = part
                .iter()
                .filter_map(|(row, x)| Some((*x, row.value.as_ref().ok()?)));
            values.map(|(x, values)| (x, scale.place(of(values)))).collect()
        };
        let (near, far) = (points(|values| values.near), points(|values| values.far));
        let medians = points(|values| values.median);
        if medians.len() > 1 {
            let band: Vec<(f64, f64)> = far.into_iter().chain(near.into_iter().rev()).collect();
            svg.area(&band, color);
            svg.path(&medians, 2.0, color);
        } else if let (Some(near), Some(far)) = (near.first(), far.first()) {
            svg.line(*near, *far, 2.0, color);
        }
        for point in medians {
            svg.dot(point, color);
        }
    }
}

/// The function's row of the table; gives its height.
fn draw_cells(
    svg: &mut Svg,
    rows: &[(&Row, f64)],
    name: &str,
    y: f64,
    (name_width, cell): (f64, f64),
    color: &str,
) -> f64 {
    let lines = wrapped(name, TEXT, name_width + 1.0, 2);
    let mut baseline = y + 17.0;
    svg.line((EDGE, baseline - 4.5), (EDGE + 12.0, baseline - 4.5), 3.0, color);
    for (_, x) in rows.iter().filter(|(row, _)| row.value.is_err()) {
        svg.text(*x, baseline, 12.0, FAINT, Anchor::Middle, "–");
    }
    // Numbers of one column end at one place, and the widest stands under its tick.
    for (row, x) in rows {
        if let Ok(values) = &row.value {
            let end = x + (cell - 8.0) / 2.0;
            svg.text(end, baseline, 12.0, INK, Anchor::End, &number(values.median));
        }
    }
    for line in &lines {
        svg.text(EDGE + 18.0, baseline, TEXT, INK, Anchor::Start, line);
        baseline += 16.0;
    }
    baseline - 16.0 - y - 17.0 + ROW
}

/// Why a function has no value, in a line of its own below the table.
fn draw_failures(
    svg: &mut Svg,
    chart: &Chart,
    mut y: f64,
    over: &impl Fn(&Row) -> Option<u64>,
    label: &impl Fn(u64) -> String,
) -> f64 {
    y += 4.0;
    for row in &chart.rows {
        let (Err(reason), Some(size)) = (&row.value, over(row)) else {
            continue;
        };
        let text = format!("{}, {}: {reason}", row.name, label(size));
        for line in wrapped(&text, 11.0, WIDTH - 2.0 * EDGE, 2) {
            y += 16.0;
            svg.text(EDGE, y, 11.0, FAINT, Anchor::Start, &line);
        }
    }
    y
}
