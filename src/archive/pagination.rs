//! How a listing is cut into pages that never move.
//!
//! Pages are numbered from the oldest article, so that page 7 means the same next year: once full, a
//! numbered page keeps its articles for ever, and publishing changes the landing page alone (and, once
//! every `per_page` articles, adds one numbered page). The landing page carries the newest articles:
//! at least `per_page` of them, fewer than twice as many. Each article is on exactly one page.

use std::ops::Range;

/// The pages of a listing of `len` articles, oldest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Pagination {
    len: usize,
    per_page: usize,
}

impl Pagination {
    /// Cuts `len` articles into pages of `per_page`.
    pub fn new(len: usize, per_page: usize) -> Self {
        Pagination {
            len,
            per_page: per_page.max(1),
        }
    }

    /// How many numbered pages there are.
    pub fn numbered(self) -> usize {
        (self.len / self.per_page).saturating_sub(1)
    }

    /// The articles of page `number`, from 1.
    pub fn page(self, number: usize) -> Range<usize> {
        let start = number.saturating_sub(1) * self.per_page;
        start.min(self.len)..(start + self.per_page).min(self.len)
    }

    /// The articles of the landing page.
    pub fn landing(self) -> Range<usize> {
        self.numbered() * self.per_page..self.len
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_article_is_on_exactly_one_page() {
        for per_page in 1..7 {
            for len in 0..50 {
                let pagination = Pagination::new(len, per_page);
                let mut seen: Vec<usize> = (1..=pagination.numbered())
                    .flat_map(|n| pagination.page(n))
                    .collect();
                seen.extend(pagination.landing());
                assert_eq!(seen, (0..len).collect::<Vec<_>>());
                assert!(pagination.landing().len() < 2 * per_page);
                assert!(pagination.landing().len() >= per_page.min(len));
            }
        }
    }

    #[test]
    fn a_new_article_never_moves_a_numbered_page() {
        for len in 0..50 {
            let (before, after) = (Pagination::new(len, 5), Pagination::new(len + 1, 5));
            for number in 1..=before.numbered() {
                assert_eq!(before.page(number), after.page(number));
            }
            assert!(after.numbered() - before.numbered() <= 1);
        }
    }
}
