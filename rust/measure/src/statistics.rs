//! Summaries of lists of values.

/// A list of values in a few numbers.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Summary {
    /// How many there are.
    pub n: usize,
    /// The mean.
    pub mean: f64,
    /// The standard deviation of the sample, with n - 1; 0 of a single value.
    pub sd: f64,
    /// The median; of an even number of values the mean of the middle two.
    pub median: f64,
    /// 99th percentile (nearest rank: a value that occurred).
    pub p99: f64,
    /// 99.9th percentile (nearest rank).
    pub p999: f64,
    /// The smallest value.
    pub min: f64,
    /// The largest value.
    pub max: f64,
}

impl Summary {
    /// The summary of these values; `None` if there are none.
    #[expect(
        clippy::cast_precision_loss,
        reason = "no measurement has so many invocations"
    )]
    pub fn of(values: impl IntoIterator<Item = f64>) -> Option<Self> {
        let mut values: Vec<f64> = values.into_iter().collect();
        values.sort_by(f64::total_cmp);
        let (&min, &max) = (values.first()?, values.last()?);
        let n = values.len();
        let mean = values.iter().sum::<f64>() / n as f64;
        let squares: f64 = values.iter().map(|value| (value - mean).powi(2)).sum();
        let sd = if n > 1 {
            (squares / (n - 1) as f64).sqrt()
        } else {
            0.0
        };
        let median = if n.is_multiple_of(2) {
            f64::midpoint(values[n / 2 - 1], values[n / 2])
        } else {
            values[n / 2]
        };
        Some(Summary {
            n,
            mean,
            sd,
            median,
            p99: quantile(&values, 0.99)?,
            p999: quantile(&values, 0.999)?,
            min,
            max,
        })
    }
}

/// The value below which this share of sorted values lies (nearest rank); `None` if there are none.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    clippy::cast_precision_loss,
    reason = "a rank is between 0 and the number of values"
)]
pub(super) fn quantile(sorted: &[f64], share: f64) -> Option<f64> {
    let rank = (sorted.len() as f64 * share).ceil() as usize;
    sorted.get(rank.saturating_sub(1)).copied()
}

#[cfg(test)]
mod tests {
    use super::{Summary, quantile};

    #[test]
    fn the_median_of_an_even_number_of_values_is_between_the_middle_two() {
        let four = Summary::of([4.0, 1.0, 3.0, 2.0]).unwrap();
        assert_eq!((four.n, four.median, four.min, four.max), (4, 2.5, 1.0, 4.0));
        let one = Summary::of([7.0]).unwrap();
        assert_eq!(
            (one.median, one.min, one.max, one.p99, one.sd),
            (7.0, 7.0, 7.0, 7.0, 0.0)
        );
        assert_eq!(Summary::of([]), None);
    }

    #[test]
    fn the_deviation_is_that_of_a_sample() {
        let values = [2.0, 4.0, 4.0, 4.0, 5.0, 5.0, 7.0, 9.0];
        let summary = Summary::of(values).unwrap();
        assert_eq!(summary.mean, 5.0);
        assert!(
            (summary.sd - (32.0_f64 / 7.0).sqrt()).abs() < 1e-12,
            "{summary:?}"
        );
    }

    #[test]
    fn quantiles_are_values_that_occurred() {
        let values: Vec<f64> = (1..=1000).map(f64::from).collect();
        assert_eq!(quantile(&values, 0.5), Some(500.0));
        let summary = Summary::of(values.iter().rev().copied()).unwrap();
        assert_eq!((summary.p99, summary.p999), (990.0, 999.0));
        assert_eq!(quantile(&[], 0.5), None);
        assert_eq!(quantile(&[3.0], 0.99), Some(3.0));
    }
}
