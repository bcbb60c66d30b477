//! Pictures of one figure, drawn from records: bars for functions side by side, lines over memory sizes; and of
//! clusters.
//!
//! A picture has a light ground of its own, so that it reads alike on a light and on a dark page, and no
//! colour carries what the words beside it do not say too.

mod axis;
mod bars;
mod clusters;
mod lines;
mod plane;
mod read;
mod scale;
mod svg;

pub use clusters::{Clusters, clusters_svg};

use crate::MeasureError;
use serde_json::Value;

/// What to draw.
#[derive(Debug, Clone, Default)]
pub struct Picture {
    /// The figure by its name in the record, for example `cold_ms`.
    pub figure: String,
    /// The line at the top; the figure's own title if there is none.
    pub title: Option<String>,
    /// Bars, or lines over something.
    pub form: Form,
    /// Whether the values stand on a logarithmic scale.
    pub logarithmic: bool,
    /// Only functions whose names are here, in this order; all if there are none.
    pub only: Vec<String>,
    /// Only these memory sizes in MB; all if there are none.
    pub memory_mb: Vec<u64>,
    /// Functions whose names hold one of these stand out from the others, which become grey.
    pub highlight: Vec<String>,
}

/// How a picture is laid out.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Form {
    /// A bar for each function, in a group for each memory size.
    #[default]
    Bars,
    /// A line for each function over the memory sizes.
    OverMemory,
    /// A line for each function over the payload sizes of several records.
    OverPayload,
}

/// Draws the functions of these records, as [`json`](crate::json) gives them, as an SVG document.
///
/// Of a record only `functions` with `name`, `memory_mb`, `figures` and `failure` must be there, so that
/// figures from elsewhere can be set beside the measured ones.
///
/// # Errors
/// [`MeasureError::Picture`] if a record is not one, or has no such figure.
pub fn svg(records: &[Value], picture: &Picture) -> Result<String, MeasureError> {
    let chart = read::chart(records, picture).map_err(|reason| MeasureError::Picture { reason })?;
    Ok(match picture.form {
        Form::Bars => bars::draw(&chart),
        Form::OverMemory | Form::OverPayload => lines::draw(&chart),
    })
}

#[cfg(test)]
mod tests {
    use super::{Form, Picture, svg};
    use serde_json::{Value, json};

    fn record() -> Value {
        let function = |name: &str, memory_mb: u32, median: f64| {
            json!({ "name": name, "memory_mb": memory_mb, "figures": {
                "cold_ms": { "median": median, "min": median / 2.0, "max": median * 2.0, "p99": median },
                "warm_us": { "median": median, "min": median / 2.0, "max": 1e9, "p99": median * 3.0 },
            }})
        };
        json!({
            "date": "2026-11-01T10:00:00Z", "processes": 30, "payload_bytes": 128,
            "machine": { "processor": "A <fast> & new one", "cores": 2, "kernel": "6.1" },
            "limits": { "state": "unlimited", "about": "not asked for" },
            "notes": { "JDK": "25" },
            "functions": [
                function("native & \"small\"", 128, 12.5), function("jvm", 128, 2345.0),
                json!({ "name": "greedy", "memory_mb": 128, "failure": "out of memory at 128 MB" }),
                function("native & \"small\"", 512, 4.25), function("jvm", 512, 345.0), function("greedy", 512, 40.0),
            ],
        })
    }

    fn drawn(form: Form, figure: &str, logarithmic: bool) -> String {
        let picture = Picture {
            figure: figure.to_owned(),
            form,
            logarithmic,
            ..Picture::default()
        };
        svg(&[record()], &picture).unwrap()
    }

    /// Fails on an element that is not closed or text that is not escaped.
    pub(super) fn well_formed(svg: &str) {
        let mut open = Vec::new();
        for piece in svg.split('<').skip(1) {
            let (tag, text) = piece.split_once('>').unwrap_or_else(|| panic!("no end: {piece}"));
            assert!(!text.contains('>'), "{piece}");
            for entity in text
                .split('&')
                .chain(tag.split('&'))
                .skip(1)
                .filter(|rest| !rest.contains('='))
            {
                let name = entity.split(';').next().unwrap_or_default();
                assert!(
                    ["amp", "lt", "gt", "quot"].contains(&name) || text == entity || tag == entity,
                    "{piece}"
                );
            }
            assert!(tag.matches('"').count() % 2 == 0, "{piece}");
            if let Some(name) = tag.strip_prefix('/') {
                assert_eq!(open.pop(), Some(name), "{piece}");
            } else if !tag.ends_with('/') {
                open.push(tag.split(' ').next().unwrap());
            }
        }
        assert!(open.is_empty(), "{open:?}");
        assert!(!svg.contains("NaN") && !svg.contains("inf"), "{svg}");
    }

    #[test]
    fn every_function_and_value_is_in_the_picture() {
        for form in [Form::Bars, Form::OverMemory] {
            for logarithmic in [false, true] {
                let svg = drawn(form, "cold_ms", logarithmic);
                well_formed(&svg);
                for text in [
                    "native &amp; &quot;small&quot;",
                    "jvm",
                    "greedy",
                    "out of memory at 128 MB",
                    ">12.5<",
                    ">2,345<",
                    ">4.25<",
                    ">40.0<",
                    "cold start",
                    "30 processes",
                    "A &lt;fast&gt; &amp; new one",
                    "JDK 25",
                    "Unlimited: not asked for",
                ] {
                    assert!(svg.contains(text), "{text} is not in {svg}");
                }
            }
        }
    }

    #[test]
    fn what_is_counted_per_invocation_ends_at_the_99th_percentile() {
        let svg = drawn(Form::Bars, "warm_us", false);
        assert!(
            svg.contains("99th percentile") && !svg.contains("1,000,000"),
            "{svg}"
        );
    }

    #[test]
    fn large_values_are_in_the_next_unit() {
        let mut record = record();
        let figures = |median: f64| json!({ "cold_ms": { "median": median, "min": median, "max": median } });
        record["functions"] = json!([
            { "name": "a", "figures": figures(1500.0) }, { "name": "b", "figures": figures(82_000.0) }
        ]);
        let picture = Picture {
            figure: "cold_ms".to_owned(),
            ..Picture::default()
        };
        let svg = svg(&[record], &picture).unwrap();
        assert!(
            svg.contains(">1.50<") && svg.contains(">82.0<") && svg.contains("cold start, s"),
            "{svg}"
        );
    }

    #[test]
    fn records_can_be_chosen_from_and_put_over_payloads() {
        let mut large = record();
        large["payload_bytes"] = 6_291_456.into();
        let picture = Picture {
            figure: "cold_ms".to_owned(),
            form: Form::OverPayload,
            only: vec!["jvm".to_owned()],
            title: Some("Size & time".to_owned()),
            ..Picture::default()
        };
        let svg = svg(&[record(), large], &picture).unwrap();
        well_formed(&svg);
        assert!(
            svg.contains("128 B") && svg.contains("6 MiB") && svg.contains("Size &amp; time"),
            "{svg}"
        );
        assert!(!svg.contains("greedy"));
    }

    #[test]
    fn one_memory_size_is_told_in_words() {
        let picture = Picture {
            figure: "cold_ms".to_owned(),
            memory_mb: vec![512],
            ..Picture::default()
        };
        let svg = svg(&[record()], &picture).unwrap();
        assert!(
            svg.contains("at 512 MB") && !svg.contains(">12.5<") && svg.contains(">4.25<"),
            "{svg}"
        );
    }

    #[test]
    fn what_cannot_be_drawn_is_told() {
        let told = |records: &[Value], figure: &str, only: &[&str]| {
            let picture = Picture {
                figure: figure.to_owned(),
                only: only.iter().map(|name| (*name).to_owned()).collect(),
                ..Picture::default()
            };
            svg(records, &picture).unwrap_err().to_string()
        };
        assert!(told(&[record()], "speed", &[]).contains("cold_ms, warm_us"));
        assert!(told(&[json!([1])], "cold_ms", &[]).contains("no `functions`"));
        assert!(told(&[record()], "cold_ms", &["absent"]).contains("no function is called absent"));
        assert!(told(&[], "cold_ms", &[]).contains("nothing to draw"));
    }
}
