//! Everything that is measured, by name, and the columns that a table can have of it.

use super::{
    Measured, Sample,
    statistics::{Summary, quantile},
};
use std::{fmt, str::FromStr};

/// One figure.
#[derive(Debug)]
pub(super) struct Figure {
    /// Its name in a column.
    pub(super) name: &'static str,
    /// Its name in the record.
    pub(super) key: &'static str,
    pub(super) title: &'static str,
    pub(super) unit: &'static str,
    /// Its value for one process.
    pub(super) of: fn(&Sample) -> Option<f64>,
    /// For what is counted per invocation: the warm invocations of all processes are taken together.
    pub(super) pooled: Option<Pooled>,
}

/// The values of the warm invocations of one process, and their factor from microseconds.
#[derive(Debug)]
pub(super) struct Pooled {
    of: fn(&Sample) -> &[f64],
    factor: f64,
}

impl Figure {
    const fn plain(
        name: &'static str,
        key: &'static str,
        title: &'static str,
        unit: &'static str,
        of: fn(&Sample) -> Option<f64>,
    ) -> Self {
        Figure {
            name,
            key,
            title,
            unit,
            of,
            pooled: None,
        }
    }

    pub(super) fn summary(&self, function: &Measured) -> Option<Summary> {
        match &self.pooled {
            Some(Pooled { of, factor }) => {
                let all = function.samples.iter().flat_map(of);
                Summary::of(all.map(|value| value * factor))
            }
            None => Summary::of(function.samples.iter().filter_map(self.of)),
        }
    }

    /// The ratios within each round.
    pub(super) fn ratio(&self, function: &Measured, base: &Measured) -> Option<Summary> {
        let rounds = function.samples.iter().zip(&base.samples);
        let ratios = rounds.filter_map(|(own, base)| Some((self.of)(own)? / (self.of)(base)?));
        Summary::of(ratios.filter(|ratio| ratio.is_finite()))
    }
}

pub(super) static FIGURES: [Figure; 21] = [
    Figure::plain("cold", "cold_ms", "cold start", "ms", |s| Some(s.cold_ms)),
    Figure::plain("init", "init_ms", "spawn to first `/next`", "ms", |s| {
        Some(s.init_ms)
    }),
    Figure::plain("first", "first_ms", "first invocation", "ms", |s| {
        Some(s.first_ms)
    }),
    Figure::plain(
        "cold_cpu",
        "cold_cpu_ms",
        "CPU until the first answer",
        "ms",
        |s| s.cold_cpu_ms,
    ),
    Figure {
        pooled: Some(Pooled {
            of: |s| &s.warm_us,
            factor: 1.0,
        }),
        ..Figure::plain("warm", "warm_us", "warm", "us", |s| s.warm_quantile(0.5))
    },
    Figure {
        pooled: Some(Pooled {
            of: |s| &s.warm_us,
            factor: 1e-3,
        }),
        ..Figure::plain("warm_ms", "warm_ms", "warm", "ms", |s| {
            Some(s.warm_quantile(0.5)? / 1e3)
        })
    },
    Figure::plain("warm_p50", "warm_p50_us", "warm p50", "us", |s| {
        s.warm_quantile(0.5)
    }),
    Figure::plain("warm_p99", "warm_p99_us", "warm p99", "us", |s| {
        s.warm_quantile(0.99)
    }),
    Figure {
        pooled: Some(Pooled {
            of: |s| &s.first_byte_us,
            factor: 1.0,
        }),
        ..Figure::plain("first_byte", "first_byte_us", "first byte", "us", |s| {
            quantile(&s.first_byte_us, 0.5)
        })
    },
    Figure::plain("throughput", "throughput_mb_s", "throughput", "MB/s", |s| {
        // Bytes in a microsecond are megabytes in a second.
        Some(s.response_bytes? / s.warm_quantile(0.5)?)
    }),
    Figure::plain("rate", "rate_per_s", "invocations", "1/s", |s| s.rate),
    Figure::plain("cpu", "cpu_us", "CPU per invocation", "us", |s| s.cpu_us),
    Figure::plain(
        "resident",
        "resident_first_mib",
        "resident after first",
        "MiB",
        |s| Some(s.resident_first_mib),
    ),
    Figure::plain(
        "resident_early",
        "resident_early_mib",
        "resident before the warm",
        "MiB",
        |s| Some(s.resident_early_mib),
    ),
    Figure::plain(
        "resident_last",
        "resident_last_mib",
        "resident after all",
        "MiB",
        |s| Some(s.resident_last_mib),
    ),
    Figure::plain("peak", "peak_mib", "peak", "MiB", |s| Some(s.peak_mib)),
    Figure::plain("group_peak", "group_peak_mib", "peak of the cgroup", "MiB", |s| {
        s.pressure?.1.group_peak_mib
    }),
    Figure::plain(
        "cold_throttled",
        "cold_throttled_percent",
        "throttled periods, cold",
        "%",
        |s| Some(s.pressure?.0.throttled_share * 100.0),
    ),
    Figure::plain(
        "cold_throttled_ms",
        "cold_throttled_ms",
        "throttled, cold",
        "ms",
        |s| Some(s.pressure?.0.throttled_ms),
    ),
    Figure::plain("throttled", "throttled_percent", "throttled periods", "%", |s| {
        Some(s.pressure?.1.throttled_share * 100.0)
    }),
    Figure::plain("throttled_ms", "throttled_ms", "throttled", "ms", |s| {
        Some(s.pressure?.1.throttled_ms)
    }),
];

/// How the values of a figure are summarized.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Statistic {
    /// The mean.
    Mean,
    /// The standard deviation.
    Sd,
    /// The median.
    Median,
    /// 99th percentile.
    P99,
    /// 99.9th percentile.
    P999,
    /// The smallest value.
    Min,
    /// The largest value.
    Max,
    /// `median [min..max]`.
    Range,
    /// Median of the ratios to the first function, each taken within a round.
    Ratio,
}

const STATISTICS: [(&str, Statistic); 9] = [
    ("mean", Statistic::Mean),
    ("sd", Statistic::Sd),
    ("median", Statistic::Median),
    ("p99", Statistic::P99),
    ("p999", Statistic::P999),
    ("min", Statistic::Min),
    ("max", Statistic::Max),
    ("range", Statistic::Range),
    ("ratio", Statistic::Ratio),
];

/// One column of a table: `FIGURE_STATISTIC`, for example `cold_median` or `warm_p99`.
#[derive(Debug, Clone, Copy)]
pub struct Column {
    pub(super) figure: &'static Figure,
    pub(super) statistic: Statistic,
}

/// Columns of a table that shows what a person wants to know first.
const DEFAULT: &str = "cold_range,cold_ratio,init_range,init_ratio,first_range,first_ratio,warm_p50_range,\
    warm_p50_ratio,warm_p99_range,warm_p99_ratio,resident_range,resident_ratio,resident_last_range,peak_range,\
    peak_ratio";

/// Columns of the tables of 2018: mean, deviation, median and 99th percentile, cold and warm.
const ARTICLES: &str =
    "cold_mean,cold_sd,cold_median,cold_p99,warm_mean,warm_sd,warm_median,warm_p99,peak_median";

impl Column {
    /// `median [min..max]` of the main figures and their ratios; with limits also what they cost.
    pub fn usual(limited: bool) -> Vec<Column> {
        Self::preset(DEFAULT, limited)
    }

    /// Mean, deviation, median and 99th percentile of cold starts and warm invocations.
    pub fn articles(limited: bool) -> Vec<Column> {
        Self::preset(ARTICLES, limited)
    }

    fn preset(names: &str, limited: bool) -> Vec<Column> {
        let further = ["cold_throttled_median", "throttled_median"];
        let further = further.into_iter().filter(|_| limited);
        names
            .split(',')
            .chain(further)
            .filter_map(|name| name.parse().ok())
            .collect()
    }

    pub(super) fn title(&self) -> String {
        let Figure { title, unit, .. } = self.figure;
        match self.statistic {
            Statistic::Ratio => "ratio".to_owned(),
            Statistic::Range => format!("{title}, {unit}"),
            statistic => format!("{title} {statistic}, {unit}"),
        }
    }
}

impl fmt::Display for Statistic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let name = STATISTICS.iter().find(|(_, statistic)| statistic == self);
        f.write_str(match name {
            Some(("p999", _)) => "p99.9",
            Some((name, _)) => name,
            None => "",
        })
    }
}

impl FromStr for Column {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let found = FIGURES.iter().find_map(|figure| {
            let rest = text.strip_prefix(figure.name)?.strip_prefix('_')?;
            let (_, statistic) = STATISTICS.iter().find(|(name, _)| *name == rest)?;
            Some(Column {
                figure,
                statistic: *statistic,
            })
        });
        found.ok_or_else(|| {
            let figures: Vec<&str> = FIGURES.iter().map(|figure| figure.name).collect();
            let statistics: Vec<&str> = STATISTICS.iter().map(|(name, _)| *name).collect();
            format!(
                "write FIGURE_STATISTIC, with a figure of {} and a statistic of {}",
                figures.join(", "),
                statistics.join(", ")
            )
        })
    }
}

#[cfg(test)]
mod tests {
    use super::{Column, FIGURES, STATISTICS};

    #[test]
    fn every_name_is_one_column() {
        for figure in &FIGURES {
            for (name, statistic) in STATISTICS {
                let column: Column = format!("{}_{name}", figure.name).parse().unwrap();
                assert_eq!((column.figure.name, column.statistic), (figure.name, statistic));
            }
        }
        assert_eq!(Column::usual(false).len(), 15);
        assert_eq!(Column::articles(true).len(), 11);
    }

    #[test]
    fn a_wrong_name_is_told_the_right_ones() {
        for wrong in ["cold", "cold_", "warm_p98", "speed_median", ""] {
            let told = wrong.parse::<Column>().unwrap_err();
            assert!(told.contains("cold_throttled") && told.contains("p999"), "{told}");
        }
    }

    #[test]
    fn titles_say_what_and_in_which_unit() {
        let title = |name: &str| name.parse::<Column>().unwrap().title();
        assert_eq!(title("cold_p999"), "cold start p99.9, ms");
        assert_eq!(title("warm_range"), "warm, us");
        assert_eq!(title("peak_ratio"), "ratio");
    }
}
