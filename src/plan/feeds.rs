//! The feeds of an edition, its sections, tags, authors and series.

use std::sync::Arc;

use crate::archive::Entry;
use crate::paths::UrlPath;

use super::view::{FeedText, FeedView, Subject, View};
use super::{Pages, Part};

/// Adds the feeds beside each list that has them, one in each form the site has.
pub(super) fn add(pages: &mut Pages, part: &Part) {
    let archive = part.archive;
    feeds(
        pages,
        part,
        &part.addresses.home(),
        &Subject::Home,
        archive.listed().iter().rev(),
    );
    for section in &archive.sections {
        let subject = Subject::Section(Arc::clone(&section.name));
        let newest_first = archive.entries_of(section).rev();
        feeds(pages, part, &section.name.url, &subject, newest_first);
    }
    for tag in &archive.tags {
        let subject = Subject::Tag(Arc::clone(&tag.name));
        let newest_first = archive.entries_of(tag).rev();
        feeds(pages, part, &tag.name.url, &subject, newest_first);
    }
    for author in &archive.authors {
        // What the configuration says of an author is no part of a feed.
        let subject = Subject::Author(Arc::clone(&author.name), None);
        let newest_first = archive.entries_of(author).rev();
        feeds(pages, part, &author.name.url, &subject, newest_first);
    }
    for series in &archive.series {
        let subject = Subject::Series(Arc::clone(&series.name));
        let newest_first = archive.entries_of(series).rev();
        feeds(pages, part, &series.name.url, &subject, newest_first);
    }
}

fn feeds<'a>(
    pages: &mut Pages,
    part: &Part,
    page: &UrlPath,
    subject: &Subject,
    newest_first: impl Iterator<Item = &'a Entry>,
) {
    let entries: Vec<&Entry> = newest_first.take(part.config.listings.feed_items).collect();
    let cards: Arc<[_]> = entries
        .iter()
        .map(|entry| Arc::clone(&entry.card))
        .collect();
    let text = |entry: &&Entry| FeedText {
        body: Arc::clone(&entry.body),
        links: Arc::clone(&entry.links),
    };
    let texts: Arc<[FeedText]> = match part.config.feeds.full_text {
        true => entries.iter().map(text).collect(),
        false => Arc::default(),
    };
    for format in &part.config.feeds.formats {
        let url = page.below(format.file_name());
        let view = FeedView {
            format: *format,
            subject: subject.clone(),
            url: url.clone(),
            page: page.clone(),
            cards: Arc::clone(&cards),
            texts: Arc::clone(&texts),
        };
        pages.push((url, View::Feed(Box::new(view))));
    }
}
