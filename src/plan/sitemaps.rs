//! The sitemap, cut so that publishing an article changes one small part of it.
//!
//! Articles are cut by month: the part of a month that is over never changes. Tags, authors and
//! sections stand in the order in which they first appeared, so that a new one is appended.

use std::sync::Arc;

use crate::archive::{Archive, Card, Term};
use crate::paths::UrlPath;

use super::view::{Calendar, Month, SitemapEntry, View, Year};
use super::{Pages, Part};

/// The protocol allows 50,000 addresses and 50 MiB a file (sitemaps.org). An Arabic address takes up
/// to 1.3 KB percent-encoded, so the bytes can run out first.
const MAX_ENTRIES: usize = 50_000;
const MAX_BYTES: usize = 48 * 1024 * 1024;

/// XML around an address, and its date.
const BYTES_AROUND: usize = 100;

/// Adds the parts of an edition's sitemap; their addresses, for the index.
pub(super) fn add(pages: &mut Pages, part: &Part) -> Vec<UrlPath> {
    let (archive, addresses) = (part.archive, &part.addresses);
    let base_url_length = part.config.base_url.to_string().len();
    let mut parts: Vec<(String, Vec<SitemapEntry>)> = vec![("pages".into(), fixed_pages(part))];
    // Search engines are asked to pass over a tag of one article.
    let tags = archive.tags.iter().filter(|tag| tag.articles.len() > 1);
    parts.push(("sections".into(), by_first_use(archive.sections.iter())));
    parts.push(("tags".into(), by_first_use(tags)));
    parts.push(("authors".into(), by_first_use(archive.authors.iter())));
    if !archive.series.is_empty() {
        parts.push(("series".into(), by_first_use(archive.series.iter())));
    }
    let days = super::on_this_day::days(archive).into_keys();
    let days = days.map(|day| SitemapEntry::List(addresses.on_this_day(day)));
    parts.push(("days".into(), days.collect()));
    // Articles of other editions that are listed here are in the sitemap of their own.
    let mut next = 0;
    for month in archive.years.iter().flat_map(|year| &year.months) {
        let lists = std::iter::once(addresses.month(Month::Gregorian(month.first)))
            .chain(month.days.iter().map(|day| addresses.day(day.date)));
        let start = next;
        let in_month = |card: &Card| {
            card.date
                .is_none_or(|date| date.day().first_of_month() <= month.first)
        };
        while let Some(entry) = archive.articles.get(next)
            && in_month(&entry.card)
        {
            next += 1;
        }
        let articles = archive.articles.get(start..next).unwrap_or_default();
        let articles = articles
            .iter()
            .map(|entry| SitemapEntry::Article(Arc::clone(&entry.card)));
        let entries = lists.map(SitemapEntry::List).chain(articles).collect();
        parts.push((
            format!("{:04}-{:02}", month.first.year(), month.first.month()),
            entries,
        ));
    }
    let mut index = Vec::new();
    let edition = part.edition.prefix.as_ref();
    let edition = edition.map_or_else(String::new, |prefix| format!("{prefix}-"));
    for (name, entries) in parts {
        for (n, piece) in cut(entries, base_url_length).into_iter().enumerate() {
            let number = if n == 0 {
                String::new()
            } else {
                format!("-{}", n + 1)
            };
            let Ok(url) = UrlPath::new(&format!("/sitemaps/{edition}{name}{number}.xml")) else {
                continue;
            };
            index.push(url.clone());
            pages.push((url, View::Sitemap(piece.into())));
        }
    }
    index
}

/// Most articles of a news sitemap, and how long it tells of one, in seconds (Google's rules for news
/// sitemaps).
const NEWS_ENTRIES: usize = 1000;
pub const NEWS_SECONDS: i64 = 2 * 86_400;

/// Adds the news sitemap, where there is news; its address. The schema knows no empty one.
pub(super) fn add_news(pages: &mut Pages, archive: &Archive, now: i64) -> Option<UrlPath> {
    let is_news = |card: &&Arc<Card>| {
        let age = card.date.map(|date| now - date.seconds());
        age.is_some_and(|age| (0..=NEWS_SECONDS).contains(&age))
    };
    let mut cards: Vec<&Arc<Card>> = archive
        .editions
        .iter()
        .flat_map(|edition| edition.articles.iter().rev())
        .map(|entry| &entry.card)
        .filter(is_news)
        .collect();
    if cards.is_empty() {
        return None;
    }
    cards.sort_by_key(|card| (std::cmp::Reverse(card.date), &card.url));
    let newest = cards.into_iter().take(NEWS_ENTRIES).cloned().collect();
    let url = UrlPath::new("/sitemaps/news.xml").ok()?;
    pages.push((url.clone(), View::NewsSitemap(newest)));
    Some(url)
}

fn fixed_pages(part: &Part) -> Vec<SitemapEntry> {
    let (archive, addresses) = (part.archive, &part.addresses);
    let mut lists = vec![addresses.home(), addresses.archive()];
    if !archive.tags.is_empty() {
        lists.push(addresses.tags());
    }
    if !archive.authors.is_empty() {
        lists.push(addresses.authors());
    }
    lists.push(addresses.all_days());
    if !archive.series.is_empty() {
        lists.push(addresses.series());
    }
    if super::corrections::has_any(archive) {
        lists.push(addresses.corrections());
    }
    for calendar in [Calendar::Gregorian, Calendar::Hijri] {
        let years: Vec<i16> = match calendar {
            Calendar::Gregorian => archive.years.iter().map(|year| year.year).collect(),
            Calendar::Hijri => archive.hijri_years.iter().map(|year| year.year).collect(),
        };
        if calendar == Calendar::Hijri && part.edition.hijri_archive {
            lists.push(addresses.root(calendar));
        }
        lists.extend(
            years
                .into_iter()
                .map(|number| addresses.year(Year { calendar, number })),
        );
    }
    let months = archive.hijri_years.iter().flat_map(|year| &year.months);
    lists.extend(months.map(|period| addresses.month(Month::Hijri(period.month))));
    let pages = archive
        .pages
        .iter()
        .map(|entry| SitemapEntry::Article(Arc::clone(&entry.card)));
    lists
        .into_iter()
        .map(SitemapEntry::List)
        .chain(pages)
        .collect()
}

fn by_first_use<'a>(terms: impl Iterator<Item = &'a Term>) -> Vec<SitemapEntry> {
    let mut order: Vec<&Term> = terms.collect();
    order.sort_by_key(|term| {
        (
            term.articles.first().copied().unwrap_or(u32::MAX),
            &term.key,
        )
    });
    order
        .into_iter()
        .map(|term| SitemapEntry::List(term.name.url.clone()))
        .collect()
}

fn cut(entries: Vec<SitemapEntry>, base_url_length: usize) -> Vec<Vec<SitemapEntry>> {
    let mut pieces: Vec<Vec<SitemapEntry>> = Vec::new();
    let mut bytes = 0;
    for entry in entries {
        let url = match &entry {
            SitemapEntry::Article(card) => &card.url,
            SitemapEntry::List(url) => url,
        };
        // Each byte outside ASCII takes three when it is encoded.
        let size = url.as_str().len() * 3 + base_url_length + BYTES_AROUND;
        match pieces.last_mut() {
            Some(piece) if piece.len() < MAX_ENTRIES && bytes + size <= MAX_BYTES => {
                bytes += size;
                piece.push(entry);
            }
            _ => {
                bytes = size;
                pieces.push(vec![entry]);
            }
        }
    }
    pieces
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_part_exceeds_the_protocols_limits() {
        let entry = |n: usize| SitemapEntry::List(UrlPath::new(&format!("/{n}/")).unwrap());
        let short = cut((0..120_000).map(entry).collect(), 30);
        assert_eq!(
            short.iter().map(Vec::len).collect::<Vec<_>>(),
            [50_000, 50_000, 20_000]
        );
        let long_name = "م".repeat(100);
        let long = cut(
            (0..60_000)
                .map(|n| {
                    SitemapEntry::List(
                        UrlPath::new(&format!("/{long_name}/{long_name}/{n}/")).unwrap(),
                    )
                })
                .collect(),
            30,
        );
        assert!(long.len() > 1 && long[0].len() < 50_000);
    }
}
