//! Inputs that nobody chose: drawn from a seed, which a failure prints.

/// A source of numbers (SplitMix64), the same for the same seed.
pub(crate) struct Draw(u64);

impl Draw {
    /// From `LAMBDA_EMULATOR_SEED`, or else from the clock; printed, and shown if the test fails.
    pub(crate) fn new() -> Self {
        let seed = std::env::var("LAMBDA_EMULATOR_SEED").ok();
        let seed = seed.map_or_else(
            || {
                let time = std::time::UNIX_EPOCH.elapsed().unwrap();
                u64::from(time.subsec_nanos()) ^ time.as_secs()
            },
            |seed| seed.parse().unwrap(),
        );
        eprintln!("LAMBDA_EMULATOR_SEED={seed}");
        Draw(seed)
    }

    pub(crate) fn number(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    pub(crate) fn below(&mut self, limit: usize) -> usize {
        usize::try_from(self.number() % limit as u64).unwrap()
    }

    pub(crate) fn one_of<T: Clone>(&mut self, choices: &[T]) -> T {
        choices[self.below(choices.len())].clone()
    }

    pub(crate) fn chance(&mut self, percent: usize) -> bool {
        self.below(100) < percent
    }

    /// Cuts a message into pieces, from single bytes to the whole.
    pub(crate) fn pieces(&mut self, message: &[u8]) -> Vec<Vec<u8>> {
        let longest = self.one_of(&[1, 2, 7, 40, 1000, 100_000]);
        let mut rest = message;
        let mut pieces = Vec::new();
        while !rest.is_empty() {
            let (piece, behind) = rest.split_at((1 + self.below(longest)).min(rest.len()));
            pieces.push(piece.to_vec());
            rest = behind;
        }
        pieces
    }
}
