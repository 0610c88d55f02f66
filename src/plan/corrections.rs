//! The pages of all corrections, where there are any.

use super::addresses::numbered_url;
use super::browsing::{CorrectionView, CorrectionsView};
use super::view::View;
use super::{Pages, Part};
use crate::archive::{Edition, Headline, Pagination};

/// Corrections on a numbered page.
const PER_PAGE: usize = 100;

/// Whether an article of the edition was corrected.
pub(super) fn has_any(archive: &Edition) -> bool {
    let mut articles = archive.articles.iter();
    articles.any(|entry| !entry.body.corrections.is_empty())
}

/// Adds the pages, numbered from the oldest correction.
pub(super) fn add(pages: &mut Pages, part: &Part) {
    let mut all: Vec<CorrectionView> = Vec::new();
    for entry in &part.archive.articles {
        all.extend(
            entry
                .body
                .corrections
                .iter()
                .map(|correction| CorrectionView {
                    article: Headline::of(&entry.card),
                    correction: correction.clone(),
                }),
        );
    }
    if all.is_empty() {
        return;
    }
    // One without a date is as old as its article. Of one moment, those of the later article are later.
    all.sort_by_key(|one| {
        let date = one.correction.date.or(one.article.date());
        date.map(|date| (date.day_number(), date.seconds()))
    });
    let home = part.addresses.corrections();
    let pagination = Pagination::new(all.len(), PER_PAGE);
    let numbered = pagination.numbered();
    let address = |number: usize| numbered_url(&home, number);
    let total = u32::try_from(all.len()).ok();
    let newest_first = |range: std::ops::Range<usize>| {
        let range = all.get(range).unwrap_or_default();
        range.iter().rev().cloned().collect()
    };
    for number in 1..=numbered {
        let url = address(number);
        let newer = match number < numbered {
            true => address(number + 1),
            false => home.clone(),
        };
        let view = CorrectionsView {
            url: url.clone(),
            number: u32::try_from(number).ok(),
            total: None,
            corrections: newest_first(pagination.page(number)),
            older: (number > 1).then(|| address(number - 1)),
            newer: Some(newer),
        };
        pages.push((url, View::Corrections(Box::new(view))));
    }
    let view = CorrectionsView {
        url: home.clone(),
        number: None,
        total,
        corrections: newest_first(pagination.landing()),
        older: (numbered > 0).then(|| address(numbered)),
        newer: None,
    };
    pages.push((home, View::Corrections(Box::new(view))));
}
