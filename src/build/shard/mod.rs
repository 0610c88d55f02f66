//! One machine's slice of a site: which files of a plan it makes, and how the slices of all machines are
//! joined.
//!
//! Every machine plans the whole site; a [`Share`] says which slice of which plan it made. A file's shard is
//! decided by its path alone. So a file stays with its machine whatever is published beside it, which leaves
//! the machine's memory of the last build of use, and of a file in a wrong shard anyone can tell.

mod join;
mod share;

pub use join::{Fault, Joint, Part, join};
pub use share::{Share, plan_digest};

use std::fmt;

use crate::plan::Plan;

/// The most machines a site is built on.
pub const MOST: u32 = 10_000;

/// Slice `number` of `of`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Shard {
    number: u32,
    of: u32,
}

impl Shard {
    /// Slice `number` of `of`, counted from 1; `None` where there is no such slice.
    pub fn new(number: u32, of: u32) -> Option<Shard> {
        let is_one = (1..=of).contains(&number) && of <= MOST;
        is_one.then_some(Shard { number, of })
    }

    /// Reads `2/7`.
    pub fn read(text: &str) -> Option<Shard> {
        let (number, of) = text.split_once('/')?;
        Shard::new(number.parse().ok()?, of.parse().ok()?)
    }

    /// Which one it is, from 1.
    pub fn number(self) -> u32 {
        self.number
    }

    /// How many there are.
    pub fn of(self) -> u32 {
        self.of
    }

    /// The slice of `of` in which the file at `path` is.
    pub fn holding(path: &str, of: u32) -> u32 {
        let hash = blake3::hash(path.as_bytes());
        // A hash has more bytes than a number.
        let first = hash.as_bytes().first_chunk().copied().unwrap_or_default();
        let place = u64::from_le_bytes(first) % u64::from(of.max(1));
        u32::try_from(place).unwrap_or_default() + 1
    }

    /// Whether the file at `path` is in this slice.
    pub fn holds(self, path: &str) -> bool {
        Shard::holding(path, self.of) == self.number
    }

    /// Leaves this slice of `plan`, and no other page.
    pub fn cut(self, plan: &mut Plan) {
        plan.pages.retain(|page| self.holds(page.path.as_str()));
    }
}

impl fmt::Display for Shard {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.number, self.of)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_shard_is_one_of_those_there_are() {
        let two = Shard::read("2/7").unwrap();
        assert_eq!((two.number(), two.of()), (2, 7));
        assert_eq!(two.to_string(), "2/7");
        for wrong in [
            "", "2", "0/7", "8/7", "1/0", "-1/7", "1/10001", "1/2/3", "a/b",
        ] {
            assert_eq!(Shard::read(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn every_file_is_in_one_shard_and_the_shards_are_of_one_size() {
        for of in [1, 2, 7, 64] {
            let mut sizes = vec![0usize; of as usize];
            for n in 0..20_000 {
                let path = format!("2024/05/{n}/خبر/index.html");
                let holding: Vec<u32> = (1..=of)
                    .filter(|number| Shard::new(*number, of).unwrap().holds(&path))
                    .collect();
                assert_eq!(holding, [Shard::holding(&path, of)]);
                sizes[holding[0] as usize - 1] += 1;
            }
            let fair = 20_000 / of as usize;
            assert!(
                sizes.iter().all(|size| size.abs_diff(fair) < fair / 4),
                "{sizes:?}"
            );
        }
    }
}
