//! Random numbers that are the same everywhere (SplitMix64).
//!
//! A stream and a place in it come in, numbers go out. Nothing is seeded by the machine.

/// What numbers are drawn for: streams of one place do not depend on each other.
#[derive(Clone, Copy)]
pub(super) enum Stream {
    Tags = 1,
    Date = 2,
    Article = 3,
}

/// One stream of numbers.
pub(super) struct Random(u64);

const GAMMA: u64 = 0x9E37_79B9_7F4A_7C15;

fn mix(mut z: u64) -> u64 {
    z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    z ^ (z >> 31)
}

impl Random {
    /// The numbers of `stream` for the thing number `index`.
    pub(super) fn of(stream: Stream, index: usize) -> Random {
        // Mixed twice: neighbouring starts would give streams that overlap.
        Random(mix(
            mix((stream as u64).wrapping_mul(GAMMA)) ^ (index as u64).wrapping_mul(GAMMA)
        ))
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(GAMMA);
        mix(self.0)
    }

    /// A number from 0 up to, not with, `n`.
    pub(super) fn below(&mut self, n: usize) -> usize {
        ((u128::from(self.next()) * n as u128) >> 64) as usize
    }

    /// A number from `low` to `high`, both with.
    pub(super) fn between(&mut self, low: usize, high: usize) -> usize {
        low + self.below(high - low + 1)
    }

    /// A number from 0 up to, not with, 1.
    pub(super) fn fraction(&mut self) -> f64 {
        (self.next() >> 11) as f64 / (1_u64 << 53) as f64
    }

    /// One of `list`.
    pub(super) fn one_of<'a, T>(&mut self, list: &'a [T]) -> &'a T {
        &list[self.below(list.len())]
    }

    /// `n` different ones of `list`, in the order drawn.
    pub(super) fn several<'a>(&mut self, list: &[&'a str], n: usize) -> Vec<&'a str> {
        let mut drawn = Vec::with_capacity(n);
        while drawn.len() < n.min(list.len()) {
            let one = *self.one_of(list);
            if !drawn.contains(&one) {
                drawn.push(one);
            }
        }
        drawn
    }
}
