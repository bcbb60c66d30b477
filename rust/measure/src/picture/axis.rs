//! An axis from the least of some values to the greatest.

pub(super) struct Axis {
    from: f64,
    to: f64,
    start: f64,
    end: f64,
}

impl Axis {
    /// With a share of the axis as room at both ends.
    pub(super) fn new(values: impl Iterator<Item = f64>, room: f64, start: f64, end: f64) -> Self {
        let (least, greatest) = values
            .fold((f64::INFINITY, f64::NEG_INFINITY), |(least, greatest), value| {
                (least.min(value), greatest.max(value))
            });
        let room = match (greatest - least) * room {
            room if room > 0.0 && room.is_finite() => room,
            _ => least.abs().max(f64::MIN_POSITIVE) * 0.5,
        };
        Axis {
            from: least - room,
            to: greatest + room,
            start,
            end,
        }
    }

    pub(super) fn place(&self, value: f64) -> f64 {
        self.start + (value - self.from) / (self.to - self.from) * (self.end - self.start)
    }

    /// Round values at least so far apart, and how they are written.
    pub(super) fn ticks(&self, apart: f64) -> Vec<(f64, String)> {
        let span = self.to - self.from;
        let least = span * apart / (self.end - self.start).abs();
        let power = 10f64.powf(least.log10().floor());
        let step = [1.0, 2.0, 5.0, 10.0]
            .map(|factor| factor * power)
            .into_iter()
            .find(|step| *step >= least)
            .unwrap_or(least);
        let first = (self.from / step).ceil();
        (0..)
            .map(|index| (first + f64::from(index)) * step)
            .take_while(|value| *value <= self.to)
            .take(100)
            .map(|value| (value, written(value, step)))
            .collect()
    }
}

/// With as many decimals as tell one step from the next, or with a power of ten.
fn written(value: f64, step: f64) -> String {
    let value = if value.abs() < step / 2.0 { 0.0 } else { value };
    if !(1e-5..1e6).contains(&step) {
        return format!("{value:.1e}");
    }
    let decimals = (0..5)
        .find(|decimals| step * 10f64.powi(*decimals) > 0.99)
        .unwrap_or(5);
    format!("{value:.*}", usize::try_from(decimals).unwrap_or(0))
}

#[cfg(test)]
mod tests {
    use super::Axis;

    fn ticks(least: f64, greatest: f64) -> Vec<String> {
        let axis = Axis::new([least, greatest].into_iter(), 0.04, 0.0, 400.0);
        axis.ticks(90.0).into_iter().map(|(_, text)| text).collect()
    }

    #[test]
    fn ticks_are_round() {
        assert_eq!(ticks(-2.0, 7.0), ["0", "5"]);
        assert_eq!(ticks(0.1, 0.2), ["0.10", "0.15", "0.20"]);
        assert_eq!(ticks(1e9, 3e9), ["1.0e9", "1.5e9", "2.0e9", "2.5e9", "3.0e9"]);
    }
}
