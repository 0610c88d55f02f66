//! The pages of lists: home, sections, tags, authors, months and days, each cut into pages that
//! never move.

use std::sync::Arc;

use rayon::prelude::*;

use crate::archive::{Card, Introduction, Pagination, Term, Translation};
use crate::config::{AuthorConfig, Edition, EditionId};
use crate::paths::UrlPath;
use crate::text::identity::{person_key, topic_key};

use super::addresses::numbered_url;
use super::overview::{Counts, Overviews};
use super::view::{IntroductionView, Landing, ListingView, Subject, View};
use super::{Pages, Part};

/// Adds the pages of a list of articles, given oldest first.
pub(super) fn list<'a>(
    pages: &mut Pages,
    home: &UrlPath,
    subject: Subject,
    cards: impl Iterator<Item = &'a Arc<Card>>,
    per_page: usize,
    landing: Landing,
) {
    let cards: Vec<&Arc<Card>> = cards.collect();
    let pagination = Pagination::new(cards.len(), per_page);
    let numbered = pagination.numbered();
    let address = |number: usize| numbered_url(home, number);
    let newest_first = |range: std::ops::Range<usize>| {
        cards[range]
            .iter()
            .rev()
            .map(|card| Arc::clone(card))
            .collect()
    };
    for number in 1..=numbered {
        let url = address(number);
        let view = ListingView {
            subject: subject.clone(),
            home: home.clone(),
            url: url.clone(),
            number: u32::try_from(number).ok(),
            cards: newest_first(pagination.page(number)),
            older: (number > 1).then(|| address(number - 1)),
            newer: Some(if number < numbered {
                address(number + 1)
            } else {
                home.clone()
            }),
            landing: None,
        };
        pages.push((url, View::Listing(Box::new(view))));
    }
    let view = ListingView {
        subject,
        home: home.clone(),
        url: home.clone(),
        number: None,
        cards: newest_first(pagination.landing()),
        older: (numbered > 0).then(|| address(numbered)),
        newer: None,
        landing: Some(Box::new(landing)),
    };
    pages.push((home.clone(), View::Listing(Box::new(view))));
}

/// A landing page of a list of `total` articles, with nothing above it yet.
pub(super) fn landing(total: usize) -> Landing {
    Landing {
        total: u32::try_from(total).unwrap_or(u32::MAX),
        description: None,
        introduction: None,
        has_feeds: false,
        overview: None,
        translations: Vec::new(),
        days: Vec::new(),
        previous: None,
        next: None,
    }
}

/// Adds the home list and the lists of all sections, tags and authors.
pub(super) fn add(pages: &mut Pages, part: &Part, parts: &[(EditionId, Part)]) {
    let (archive, edition) = (part.archive, part.edition);
    let per_page = part.config.listings.per_page;
    let home = Landing {
        description: described(
            edition.description.as_ref(),
            archive.home_introduction.as_ref(),
        ),
        introduction: archive.home_introduction.as_ref().map(introduction),
        has_feeds: !part.config.feeds.formats.is_empty(),
        ..landing(archive.listed().len())
    };
    list(
        pages,
        &part.addresses.home(),
        Subject::Home,
        archive.cards(0..archive.listed().len()),
        per_page,
        home,
    );
    let overviews = Overviews::of(archive);
    let section = |(at, section): (usize, &Term), counts: &mut Counts| {
        let introductions = &archive.section_introductions;
        let text = introductions.get(at).and_then(Option::as_ref);
        let above = Landing {
            description: described(section_description(edition, section).as_ref(), text),
            introduction: text.map(introduction),
            overview: overviews.of_list(&section.articles, None, counts),
            translations: same_section(section, parts),
            ..landing(section.articles.len())
        };
        (Subject::Section(Arc::clone(&section.name)), above)
    };
    let tag = |(at, tag): (usize, &Term), counts: &mut Counts| {
        let above = Landing {
            overview: overviews.of_list(&tag.articles, Some(at), counts),
            ..landing(tag.articles.len())
        };
        (Subject::Tag(Arc::clone(&tag.name)), above)
    };
    let author = |(_, author): (usize, &Term), counts: &mut Counts| {
        let described = author_config(edition, author);
        let above = Landing {
            description: described.as_ref().and_then(|author| author.bio.clone()),
            overview: overviews.of_list(&author.articles, None, counts),
            ..landing(author.articles.len())
        };
        (Subject::Author(Arc::clone(&author.name), described), above)
    };
    let kinds: [(&[Term], &Above); 3] = [
        (&archive.sections, &section),
        (&archive.tags, &tag),
        (&archive.authors, &author),
    ];
    for (terms, above) in kinds {
        let lists = terms.par_iter().enumerate().map_init(
            || overviews.counts(),
            |counts, (at, term)| {
                let (subject, above) = above((at, term), counts);
                let above = Landing {
                    has_feeds: !part.config.feeds.formats.is_empty(),
                    ..above
                };
                let mut pages = Pages::new();
                let cards = archive.cards_of(term);
                list(&mut pages, &term.name.url, subject, cards, per_page, above);
                pages
            },
        );
        pages.par_extend(lists.flatten_iter());
    }
}

/// What stands on and above the list of a term, which is at this place among those of its kind.
type Above<'a> = dyn Fn((usize, &Term), &mut Counts) -> (Subject, Landing) + Sync + 'a;

fn introduction(introduction: &Introduction) -> IntroductionView {
    IntroductionView {
        body: Arc::clone(&introduction.body),
        links: Arc::clone(&introduction.links),
    }
}

/// What is said of a list: as the configuration says, else as its introduction does.
fn described(set: Option<&String>, introduction: Option<&Introduction>) -> Option<String> {
    let written = introduction.and_then(|introduction| introduction.description.as_ref());
    set.or(written).cloned()
}

/// The section of this key in every edition that has it; none where only one has.
fn same_section(section: &Term, parts: &[(EditionId, Part)]) -> Vec<Translation> {
    let translations: Vec<Translation> = parts
        .iter()
        .filter_map(|(edition, part)| {
            let sections = &part.archive.sections;
            let same = sections.iter().find(|other| other.key == section.key)?;
            Some(Translation {
                edition: *edition,
                url: same.name.url.clone(),
            })
        })
        .collect();
    match translations.len() {
        1 => Vec::new(),
        _ => translations,
    }
}

fn section_description(edition: &Edition, section: &Term) -> Option<String> {
    let set = edition
        .sections
        .iter()
        .find(|(key, _)| topic_key(key) == section.key);
    set.and_then(|(_, section)| section.description.clone())
}

fn author_config(edition: &Edition, author: &Term) -> Option<AuthorConfig> {
    edition
        .authors
        .iter()
        .find(|(name, _)| person_key(name) == author.key)
        .map(|(_, author)| author.clone())
}
