//! When how much of a streamed response had come.

use super::record::milliseconds;
use serde_json::{Value, json};
use std::time::Duration;

/// Points of the curve that are kept.
const MAX_POINTS: usize = 64;

/// The bytes of a response that had come at some moments of it, however many pieces there are.
#[derive(Debug)]
pub(super) struct Pieces {
    points: Vec<(Duration, usize)>,
    bytes: usize,
    count: usize,
    /// Every so many pieces make a point.
    stride: usize,
}

impl Default for Pieces {
    fn default() -> Self {
        Pieces {
            points: Vec::new(),
            bytes: 0,
            count: 0,
            stride: 1,
        }
    }
}

impl Pieces {
    pub(super) fn add(&mut self, bytes: usize, at: Duration) {
        self.bytes += bytes;
        self.count += 1;
        if !self.count.is_multiple_of(self.stride) {
            return;
        }
        if self.points.len() == MAX_POINTS {
            let mut index = 0;
            self.points.retain(|_| {
                index += 1;
                index % 2 == 0
            });
            self.stride *= 2;
        }
        self.points.push((at, self.bytes));
    }

    pub(super) fn bytes(&self) -> usize {
        self.bytes
    }

    pub(super) fn size(&self) -> usize {
        size_of_val(self.points.as_slice())
    }

    pub(super) fn json(&self) -> Value {
        let points = self.points.iter();
        let points: Vec<_> = points
            .map(|(at, bytes)| json!([milliseconds(*at), bytes]))
            .collect();
        json!({ "count": self.count, "bytes": self.bytes, "points": points })
    }
}

#[cfg(test)]
mod tests {
    use super::{MAX_POINTS, Pieces};
    use std::time::Duration;

    #[test]
    fn a_hundred_thousand_pieces_are_a_few_points_that_rise() {
        let mut pieces = Pieces::default();
        for number in 1..=100_000 {
            pieces.add(10, Duration::from_micros(number));
        }
        assert_eq!((pieces.bytes(), pieces.count), (1_000_000, 100_000));
        assert!(pieces.points.len() > MAX_POINTS / 4 && pieces.points.len() <= MAX_POINTS);
        assert!(pieces.points.is_sorted());
    }
}
