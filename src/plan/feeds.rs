//! The feeds of an edition, its sections, tags and authors.

use std::sync::Arc;

use crate::archive::Card;
use crate::paths::UrlPath;

use super::view::{FeedFormat, FeedView, Subject, View};
use super::{Pages, Part};

/// Adds an Atom and an RSS feed beside each list that has them.
pub(super) fn add(pages: &mut Pages, part: &Part) {
    let archive = part.archive;
    let newest = part.config.listings.feed_items;
    let all = archive.cards(0..archive.listed().len());
    feeds(
        pages,
        &part.addresses.home(),
        &Subject::Home,
        all.rev().take(newest),
    );
    for section in &archive.sections {
        let subject = Subject::Section(Arc::clone(&section.name));
        feeds(
            pages,
            &section.name.url,
            &subject,
            archive.cards_of(section).rev().take(newest),
        );
    }
    for tag in &archive.tags {
        let subject = Subject::Tag(Arc::clone(&tag.name));
        feeds(
            pages,
            &tag.name.url,
            &subject,
            archive.cards_of(tag).rev().take(newest),
        );
    }
    for author in &archive.authors {
        // What the configuration says of an author is no part of a feed.
        let subject = Subject::Author(Arc::clone(&author.name), None);
        feeds(
            pages,
            &author.name.url,
            &subject,
            archive.cards_of(author).rev().take(newest),
        );
    }
}

fn feeds<'a>(
    pages: &mut Pages,
    page: &UrlPath,
    subject: &Subject,
    cards: impl Iterator<Item = &'a Arc<Card>>,
) {
    let cards: Vec<Arc<Card>> = cards.cloned().collect();
    for (format, name) in [(FeedFormat::Atom, "atom.xml"), (FeedFormat::Rss, "rss.xml")] {
        let url = page.below(name);
        let view = FeedView {
            format,
            subject: subject.clone(),
            url: url.clone(),
            page: page.clone(),
            cards: cards.clone(),
        };
        pages.push((url, View::Feed(Box::new(view))));
    }
}
