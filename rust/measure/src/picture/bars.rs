//! A bar for each function, a group for each memory size; the numbers stand in columns at the right.

use super::{
    read::{Chart, Row},
    scale::{Scale, number, tick},
    svg::{ACCENT, Anchor, EDGE, FAINT, INK, REST, RULE, Svg, WIDTH, width, wrapped},
};

const TEXT: f64 = 13.0;
const BAR: f64 = 14.0;
const LINE: f64 = 16.0;

pub(super) fn draw(chart: &Chart) -> String {
    let mut svg = Svg::new();
    let top = svg.heading(&chart.title, &chart.subtitle) + 8.0;
    let widest = |texts: &mut dyn Iterator<Item = String>, size: f64| {
        texts.map(|text| width(&text, size)).fold(0.0, f64::max)
    };
    let far_title = format!("least – {}", chart.far_end);
    let medians =
        widest(&mut chart.values().map(|values| number(values.median)), TEXT).max(width("median", 11.0));
    let ranges = widest(
        &mut chart.values().map(|values| range(values.near, values.far)),
        12.0,
    )
    .max(width(&far_title, 11.0));
    let names = widest(&mut chart.rows.iter().map(|row| row.name.clone()), TEXT).min(230.0);
    let columns = Columns {
        names,
        start: EDGE + names + 14.0,
        end: WIDTH - EDGE - ranges - 16.0 - medians - 14.0,
        median: WIDTH - EDGE - ranges - 16.0,
        range: WIDTH - EDGE,
    };
    let nearest = chart
        .values()
        .map(|values| values.near)
        .fold(f64::INFINITY, f64::min);
    let farthest = chart.values().map(|values| values.far).fold(0.0, f64::max);
    let scale = Scale::new(nearest, farthest, chart.logarithmic, columns.start, columns.end);
    svg.text(columns.median, top, 11.0, FAINT, Anchor::End, "median");
    svg.text(columns.range, top, 11.0, FAINT, Anchor::End, &far_title);

    let mut sizes: Vec<Option<u64>> = chart.rows.iter().map(|row| row.memory_mb).collect();
    sizes.dedup();
    let start = top + 10.0;
    let mut rows = Svg::new();
    let mut y = start;
    for size in &sizes {
        if sizes.len() > 1 {
            y += 8.0;
            let title = size.map_or_else(|| "no memory size".to_owned(), |size| format!("{size} MB"));
            rows.bold(EDGE, y + 14.0, TEXT, &title);
            y += 22.0;
        }
        for row in chart.rows.iter().filter(|row| row.memory_mb == *size) {
            let color = if chart.stands_out(&row.name) { ACCENT } else { REST };
            y += draw_row(&mut rows, row, y, &columns, &scale, color);
        }
    }
    for value in scale.ticks(46.0) {
        let x = scale.place(value);
        svg.line((x, start), (x, y + 4.0), 1.0, RULE);
        svg.text(x, y + 18.0, 11.0, FAINT, Anchor::Middle, &tick(value));
    }
    svg.append(rows);
    svg.text(
        f64::midpoint(columns.start, columns.end),
        y + 35.0,
        11.0,
        FAINT,
        Anchor::Middle,
        &chart.axis,
    );
    let height = svg.footer(y + 60.0, &chart.footer);
    svg.finish(height, &chart.title)
}

/// Where what stands.
struct Columns {
    names: f64,
    start: f64,
    end: f64,
    median: f64,
    range: f64,
}

/// Gives the height of the row.
fn draw_row(svg: &mut Svg, row: &Row, y: f64, columns: &Columns, scale: &Scale, color: &str) -> f64 {
    let lines = wrapped(&row.name, TEXT, columns.names + 1.0, 2);
    let height = if lines.len() > 1 { 2.0 * LINE + 8.0 } else { 26.0 };
    let middle = y + height / 2.0;
    let mut baseline = middle + 4.5 - if lines.len() > 1 { LINE / 2.0 } else { 0.0 };
    for line in &lines {
        svg.text(EDGE, baseline, TEXT, INK, Anchor::Start, line);
        baseline += LINE;
    }
    let values = match &row.value {
        Ok(values) => values,
        Err(reason) => {
            let line = wrapped(reason, 12.0, columns.range - columns.start - 6.0, 1).join("");
            // A ground of its own, so that the rules of the axis do not cross the words.
            svg.rectangle(
                columns.start + 1.0,
                middle - 9.0,
                width(&line, 12.0) + 10.0,
                18.0,
                "#ffffff",
            );
            svg.text(
                columns.start + 6.0,
                middle + 4.5,
                12.0,
                FAINT,
                Anchor::Start,
                &line,
            );
            return height;
        }
    };
    let end = scale.place(values.median);
    svg.rectangle(
        columns.start,
        middle - BAR / 2.0,
        (end - columns.start).max(1.0),
        BAR,
        color,
    );
    let (near, far) = (scale.place(values.near), scale.place(values.far));
    svg.line((near, middle), (far, middle), 1.5, INK);
    for x in [near, far] {
        svg.line((x, middle - 4.0), (x, middle + 4.0), 1.5, INK);
    }
    svg.text(
        columns.median,
        middle + 4.5,
        TEXT,
        INK,
        Anchor::End,
        &number(values.median),
    );
    svg.text(
        columns.range,
        middle + 4.5,
        12.0,
        FAINT,
        Anchor::End,
        &range(values.near, values.far),
    );
    height
}

fn range(near: f64, far: f64) -> String {
    format!("{} – {}", number(near), number(far))
}
