//! Scales: from values to coordinates, and from values to text.

/// An axis of values from one place of the picture to another.
pub(super) struct Scale {
    from: f64,
    to: f64,
    start: f64,
    end: f64,
    logarithmic: bool,
}

impl Scale {
    /// From zero, or on a logarithmic scale from below the smallest value, to the largest value.
    pub(super) fn new(smallest: f64, largest: f64, logarithmic: bool, start: f64, end: f64) -> Self {
        let largest = if largest > 0.0 { largest } else { 1.0 };
        let smallest = if smallest > 0.0 {
            smallest
        } else {
            largest / 1000.0
        };
        let from = if logarithmic {
            steps(smallest / 10.0, smallest * 0.999)
                .last()
                .copied()
                .unwrap_or(smallest)
        } else {
            0.0
        };
        Scale {
            from,
            to: largest * 1.02,
            start,
            end,
            logarithmic,
        }
    }

    pub(super) fn place(&self, value: f64) -> f64 {
        let share = if self.logarithmic {
            (value.max(self.from) / self.from).ln() / (self.to / self.from).ln()
        } else {
            value / self.to
        };
        self.start + share * (self.end - self.start)
    }

    /// Round values at least so far apart.
    pub(super) fn ticks(&self, apart: f64) -> Vec<f64> {
        let far_enough = |values: &[f64]| {
            values
                .windows(2)
                .all(|pair| (self.place(pair[1]) - self.place(pair[0])).abs() >= apart)
        };
        if self.logarithmic {
            let all = steps(self.from, self.to);
            if far_enough(&all) {
                return all;
            }
            let is_decade = |value: f64| (value.log10() - value.log10().round()).abs() < 1e-9;
            let far = |value: f64| (self.place(value) - self.start).abs() >= apart;
            let decades = all.into_iter().filter(|value| is_decade(*value) && far(*value));
            return std::iter::once(self.from).chain(decades).collect();
        }
        let step = steps(self.to / 1000.0, self.to)
            .into_iter()
            .find(|step| (self.place(*step) - self.start).abs() >= apart)
            .unwrap_or(self.to);
        let values = std::iter::successors(Some(0.0), |value| Some(value + step));
        values.take_while(|value| *value <= self.to).collect()
    }
}

/// 1, 2 and 5 times the powers of ten between two values.
fn steps(from: f64, to: f64) -> Vec<f64> {
    let (first, last) = (from.log10().floor(), to.log10().ceil());
    let mut values = Vec::new();
    let mut power = first;
    while power <= last {
        // Written out and read, so that a tenth is the tenth that people write.
        let decade: f64 = format!("1e{power}").parse().unwrap_or(1.0);
        values.extend([1.0, 2.0, 5.0].map(|factor| factor * decade));
        power += 1.0;
    }
    values.retain(|value| *value >= from * 0.999_999 && *value <= to * 1.000_001);
    values
}

/// Three digits that matter, thousands apart.
pub(super) fn number(value: f64) -> String {
    apart(crate::table::number(value))
}

/// A tick's number: as short as it can be.
pub(super) fn tick(value: f64) -> String {
    let text = format!("{value:.4}");
    apart(text.trim_end_matches('0').trim_end_matches('.').to_owned())
}

fn apart(text: String) -> String {
    let whole = text.split('.').next().unwrap_or_default().len();
    let mut result = String::new();
    for (index, digit) in text.chars().enumerate() {
        if index > 0 && index < whole && (whole - index).is_multiple_of(3) {
            result.push(',');
        }
        result.push(digit);
    }
    result
}

/// A number of bytes as people say it.
pub(super) fn bytes(value: u64) -> String {
    match value {
        value if value >= 1 << 20 => format!("{} MiB", tick(mega(value))),
        value if value >= 1 << 10 => format!("{} KiB", value >> 10),
        value => format!("{value} B"),
    }
}

#[expect(
    clippy::cast_precision_loss,
    reason = "a payload is far below the integers of a double"
)]
fn mega(value: u64) -> f64 {
    (value as f64 / f64::from(1 << 20) * 10.0).round() / 10.0
}

#[cfg(test)]
mod tests {
    use super::{Scale, bytes, number, tick};

    #[test]
    fn numbers_read_well() {
        assert_eq!(
            [0.123, 9.876, 98.76, 1234.5, 1_234_567.0].map(number),
            ["0.12", "9.88", "98.8", "1,234", "1,235,000"]
        );
        assert_eq!(
            [0.0, 0.05, 2.5, 20.0, 12_000.0].map(tick),
            ["0", "0.05", "2.5", "20", "12,000"]
        );
        assert_eq!(
            [128, 65_536, 5_767_168, 6_291_456].map(bytes),
            ["128 B", "64 KiB", "5.5 MiB", "6 MiB"]
        );
    }

    #[test]
    fn places_grow_with_values() {
        for logarithmic in [false, true] {
            let scale = Scale::new(3.0, 940.0, logarithmic, 100.0, 500.0);
            let places = [3.0, 10.0, 100.0, 940.0].map(|value| scale.place(value));
            assert!(
                places.is_sorted() && places[0] > 100.0 && places[3] < 500.0,
                "{places:?}"
            );
        }
    }

    #[test]
    fn ticks_are_round_and_apart() {
        assert_eq!(
            Scale::new(3.0, 940.0, false, 0.0, 400.0).ticks(60.0),
            [0.0, 200.0, 400.0, 600.0, 800.0]
        );
        assert_eq!(
            Scale::new(3.0, 940.0, true, 0.0, 400.0).ticks(30.0),
            [2.0, 5.0, 10.0, 20.0, 50.0, 100.0, 200.0, 500.0]
        );
        assert_eq!(
            Scale::new(0.03, 940.0, true, 0.0, 300.0).ticks(40.0),
            [0.02, 0.1, 1.0, 10.0, 100.0]
        );
        assert!(!Scale::new(0.0, 0.0, true, 0.0, 300.0).ticks(40.0).is_empty());
    }
}
