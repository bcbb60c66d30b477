//! JSON numbers of every form, drawn from a seed.

use std::fmt::Write;

/// `SplitMix64`: the same numbers for the same seed wherever the tests run.
pub(crate) struct Random {
    state: u64,
}

impl Random {
    pub(crate) fn new(seed: u64) -> Self {
        Self { state: seed }
    }

    fn bits(&mut self) -> u64 {
        self.state = self.state.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.state;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    pub(crate) fn below(&mut self, bound: u64) -> u64 {
        self.bits() % bound
    }

    /// Uniformly distributed in its bits, and within what k-means takes.
    fn double(&mut self) -> f64 {
        loop {
            let value = f64::from_bits(self.bits());
            if value.abs() < 1e140 {
                return value;
            }
        }
    }

    fn digits(&mut self, count: u64) -> String {
        (0..count).fold(String::new(), |mut digits, _| {
            write!(digits, "{}", self.below(10)).expect("a String takes all");
            digits
        })
    }

    fn integer(&mut self, digits: u64) -> String {
        format!("{}{}", 1 + self.below(9), self.digits(digits - 1))
    }

    fn places(&mut self, bound: u64) -> usize {
        usize::try_from(self.below(bound)).unwrap_or(0)
    }

    /// As data sets have them: up to 17 digits, integers, few exponents.
    pub(crate) fn measurement(&mut self) -> String {
        let sign = if self.below(3) == 0 { "-" } else { "" };
        let (before, after) = (1 + self.below(4), 1 + self.below(13));
        match self.below(6) {
            0 => format!("{sign}{}", self.integer(before)),
            1 => format!("{sign}0.{}", self.digits(after + 4)),
            2 => format!(
                "{sign}{}.{}e-0{}",
                self.integer(1),
                self.digits(after),
                self.below(10)
            ),
            _ => format!("{sign}{}.{}", self.integer(before), self.digits(after)),
        }
    }

    /// Whatever JSON has, and the hard ones among them: subnormal, huge, far longer than a double.
    pub(crate) fn number(&mut self) -> String {
        match self.below(9) {
            0 => format!("{:e}", self.double()),
            1 => {
                let places = self.places(17);
                format!("{:.places$E}", self.double())
            }
            2 => format!("{:e}", f64::from_bits(self.bits() >> (12 + self.below(52)))),
            3 => {
                let digits = 1 + self.below(30);
                self.integer(digits)
            }
            4 => {
                let (digits, exponent) = (1 + self.below(19), self.below(120));
                format!("-{}e+{exponent}", self.integer(digits))
            }
            5 => {
                let (digits, exponent) = (1 + self.below(19), self.below(400));
                format!("{}E-{exponent}", self.integer(digits))
            }
            6 => {
                // All digits of a double, and some more, close to where the next begins.
                let places = 17 + self.places(60);
                format!("{:.places$e}", self.double())
            }
            7 => [
                "0",
                "-0",
                "-0.0",
                "0e5",
                "5e-324",
                "-2.5e-324",
                "1e-999999",
                "1e140",
                "-1e140",
            ][self.places(9)]
            .to_owned(),
            _ => self.measurement(),
        }
    }
}
