//! Series: their pages, and each article's place in its series.
//!
//! Parts are in order of time. A page is full once and for all, so that a new part changes the last page,
//! and the landing page, which tells how many there are. An article tells how many parts its series has only
//! where these are few, or where no part will be added: in a long running series a new part changes the
//! page of the part before it and of no other.

use std::sync::Arc;

use super::addresses::numbered_url;
use super::browsing::{PartView, SeriesLanding, SeriesView};
use super::view::View;
use super::{Pages, Part};
use crate::archive::{Card, Headline, Term};
use crate::config::SeriesConfig;
use crate::lookup::Lookup;
use crate::paths::UrlPath;
use crate::text::identity::topic_key;

/// The longest series, not declared closed, whose articles tell how many parts there are.
const SHORT: usize = 20;

/// Adds the pages of each series.
pub(super) fn add(pages: &mut Pages, part: &Part) {
    for series in &part.archive.series {
        let cards: Vec<&Arc<Card>> = part.archive.cards_of(series).collect();
        let per_page = part.config.listings.per_page.max(1);
        let last = cards.len().div_ceil(per_page).max(1);
        let address = |number: usize| match number {
            1 => series.name.url.clone(),
            _ => numbered_url(&series.name.url, number),
        };
        let described = config(part, series);
        for (at, own) in cards.chunks(per_page).enumerate() {
            let number = at + 1;
            let landing = (number == 1).then(|| SeriesLanding {
                total: count(cards.len()),
                description: described.and_then(|series| series.description.clone()),
                closed: described.is_some_and(|series| series.closed),
            });
            let url = address(number);
            let view = SeriesView {
                name: Arc::clone(&series.name),
                url: url.clone(),
                number: (number > 1).then(|| count(number)),
                first: count(at * per_page + 1),
                cards: own.iter().map(|card| Arc::clone(card)).collect(),
                previous: (number > 1).then(|| address(number - 1)),
                next: (number < last).then(|| address(number + 1)),
                landing,
            };
            pages.push((url, View::Series(Box::new(view))));
        }
    }
}

/// The places of an edition's articles in its series.
pub(super) struct Parts<'a> {
    part: &'a Part<'a>,
    /// By the address of an article, its series and its place there. Only looked up in.
    places: Lookup<&'a UrlPath, (usize, usize)>,
}

impl<'a> Parts<'a> {
    pub(super) fn of(part: &'a Part<'a>) -> Self {
        let mut places = Lookup::default();
        for (at, series) in part.archive.series.iter().enumerate() {
            for (place, card) in part.archive.cards_of(series).enumerate() {
                places.insert(&card.url, (at, place));
            }
        }
        Parts { part, places }
    }

    /// The place of an article, if it is in a series.
    pub(super) fn of_article(&self, card: &Card) -> Option<Box<PartView>> {
        let (at, place) = *self.places.get(&card.url)?;
        let series = self.part.archive.series.get(at)?;
        let total = series.articles.len();
        let listed = self.part.archive.listed();
        let headline = |place: Option<usize>| {
            let at = series.articles.get(place?)?;
            Some(Headline::of(&listed.get(*at as usize)?.card))
        };
        let is_closed = config(self.part, series).is_some_and(|series| series.closed);
        Some(Box::new(PartView {
            series: Arc::clone(&series.name),
            number: count(place + 1),
            total: (total <= SHORT || is_closed).then(|| count(total)),
            previous: headline(place.checked_sub(1)),
            next: headline(place.checked_add(1)),
        }))
    }
}

fn config<'a>(part: &Part<'a>, series: &Term) -> Option<&'a SeriesConfig> {
    let mut described = part.edition.series.iter();
    let found = described.find(|(name, _)| topic_key(name) == series.key);
    found.map(|(_, series)| series)
}

fn count(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}
