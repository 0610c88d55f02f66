//! Lists of which the first items are drawn far more often than the last, as tags and authors are.

use super::random::Random;

/// Items with their likelihoods summed up.
pub(super) struct Skewed<T> {
    items: Vec<T>,
    sums: Vec<f64>,
}

impl<T> Skewed<T> {
    /// The k-th item is 1/k as likely as the first.
    pub(super) fn harmonic(items: Vec<T>) -> Self {
        Self::weighed(items, |k| 1.0 / k)
    }

    /// The k-th item is k^(-7/8) as likely as the first. Roots and division are exact by IEEE 754, a
    /// power would be the machine's.
    pub(super) fn gently(items: Vec<T>) -> Self {
        Self::weighed(items, |k| k.sqrt().sqrt().sqrt() / k)
    }

    fn weighed(items: Vec<T>, weight: impl Fn(f64) -> f64) -> Self {
        let mut sum = 0.0;
        let sums = (1..=items.len())
            .map(|k| {
                sum += weight(k as f64);
                sum
            })
            .collect();
        Skewed { items, sums }
    }

    /// All items, the likeliest first.
    pub(super) fn items(&self) -> &[T] {
        &self.items
    }

    fn place(&self, random: &mut Random) -> usize {
        let whole = self.sums.last().copied().unwrap_or_default();
        let at = random.fraction() * whole;
        self.sums
            .partition_point(|sum| *sum <= at)
            .min(self.items.len() - 1)
    }

    /// One item.
    pub(super) fn one(&self, random: &mut Random) -> &T {
        &self.items[self.place(random)]
    }

    /// `n` different items, in the order drawn.
    pub(super) fn several(&self, random: &mut Random, n: usize) -> Vec<&T> {
        let mut places = Vec::with_capacity(n);
        while places.len() < n.min(self.items.len()) {
            let place = self.place(random);
            if !places.contains(&place) {
                places.push(place);
            }
        }
        places.into_iter().map(|place| &self.items[place]).collect()
    }
}
