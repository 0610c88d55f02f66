//! One language's part of the archive, from its articles in order of time to its lists.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::card::{Card, CardFields};
use super::gallery::Gallery;
use super::hijri::hijri_periods;
use super::links::{ResolvedLink, Targets};
use super::names::{AllNames, Filing};
use super::periods::periods;
use super::related::{About, Related, related};
use super::resolve::picture;
use super::terms::{Term, terms};
use super::tombstone::Tombstone;
use super::translations::Translation;
use super::{Edition, Entry, Introduction};
use crate::config;
use crate::content::{Article, Role};
use crate::diagnostics::Diagnostic;
use crate::digest::Digest;
use crate::locale::Locale;
use crate::paths::UrlPath;

/// An article with its address and what its links lead to.
pub(super) struct Resolved {
    pub(super) article: Box<Article>,
    pub(super) url: UrlPath,
    pub(super) links: Arc<[ResolvedLink]>,
    pub(super) translations: Option<Arc<[Translation]>>,
}

/// Which articles, by their places in the list, are filed under which name, by its place.
type Filed = Vec<(u32, u32)>;

/// What has become of an article.
pub(super) enum Made {
    /// It is in the lists of its edition, and perhaps in those of the main edition.
    Article {
        entry: Entry,
        names: Filing,
        in_main: Option<Filing>,
    },
    /// It is in no list.
    Page(Entry),
    /// It stands above a section's list, by the section's key, or above the home page's.
    Introduction(Option<String>, Introduction),
    /// It was removed.
    Removed(Tombstone),
}

/// An edition while its articles are added, in order of time.
#[derive(Default)]
pub(super) struct Draft {
    articles: Vec<Entry>,
    /// The articles of all editions, where the lists hold them.
    mixed: Option<Vec<Entry>>,
    listed: u32,
    pages: Vec<Entry>,
    removed: Vec<Tombstone>,
    tags: Filed,
    authors: Filed,
    sections: Filed,
    series: Filed,
    introductions: BTreeMap<String, Introduction>,
    home_introduction: Option<Introduction>,
}

impl Draft {
    /// An edition with room for `articles`; `mixes` if its lists hold those of all editions.
    pub(super) fn new(articles: usize, mixes: bool) -> Self {
        Draft {
            articles: Vec::with_capacity(articles),
            mixed: mixes.then(Vec::new),
            ..Draft::default()
        }
    }

    /// Files an article under its names, at the next place of the lists.
    pub(super) fn list(&mut self, names: &Filing) {
        let at = self.listed;
        self.listed = self.listed.saturating_add(1);
        self.tags.extend(names.tags.iter().map(|tag| (at, *tag)));
        self.authors
            .extend(names.authors.iter().map(|author| (at, *author)));
        self.sections
            .extend(names.section.iter().map(|section| (at, *section)));
        self.series
            .extend(names.series.iter().map(|series| (at, *series)));
    }

    /// Adds an article of this edition.
    pub(super) fn add(&mut self, entry: Entry) {
        self.articles.push(entry);
    }

    /// Adds an article of any edition to lists that hold all.
    pub(super) fn mix(&mut self, entry: Entry) {
        if let Some(mixed) = &mut self.mixed {
            mixed.push(entry);
        }
    }

    /// Adds what is in no list.
    pub(super) fn add_page(&mut self, entry: Entry) {
        self.pages.push(entry);
    }

    /// Adds an article that was removed, which is in no list.
    pub(super) fn bury(&mut self, tombstone: Tombstone) {
        self.removed.push(tombstone);
    }

    /// Adds the text above a list.
    pub(super) fn introduce(&mut self, section: Option<String>, introduction: Introduction) {
        match section {
            Some(key) => {
                self.introductions.insert(key, introduction);
            }
            None => self.home_introduction = Some(introduction),
        }
    }

    /// The edition with all its lists, in the order of the language's dictionary.
    pub(super) fn finish(
        mut self,
        names: &AllNames,
        config: &config::Edition,
        locale: &Locale,
        most_related: usize,
    ) -> Edition {
        let listed = self.mixed.as_ref().unwrap_or(&self.articles);
        let days = || {
            let dates = listed.iter().filter_map(|entry| entry.card.date);
            dates.map(|date| date.day())
        };
        let years = || {
            let hijri_years = match config.hijri_archive {
                true => hijri_periods(days()),
                false => Vec::new(),
            };
            (periods(days()), hijri_years)
        };
        let place = |key: &str| {
            config
                .sections
                .iter()
                .position(|(name, _)| names.sections.key(name) == key)
                .unwrap_or(usize::MAX)
        };
        let sections = terms(&names.sections, self.sections, locale, place);
        let lists = || {
            let tags = terms(&names.tags, self.tags, locale, |_| 0);
            let authors = terms(&names.authors, self.authors, locale, |_| 0);
            let series = terms(&names.series, self.series, locale, |_| 0);
            (years(), tags, authors, series)
        };
        let of_articles = || -> Related {
            let articles: Vec<About> = self.articles.iter().map(About::of).collect();
            related(&articles, most_related)
        };
        let (((years, hijri_years), tags, authors, series), related) =
            rayon::join(lists, of_articles);
        Edition {
            articles: self.articles,
            mixed: self.mixed,
            related,
            pages: self.pages,
            removed: self.removed,
            years,
            hijri_years,
            tags,
            authors,
            series,
            section_introductions: introductions_of(&sections, &mut self.introductions),
            sections,
            home_introduction: self.home_introduction,
        }
    }
}

fn introductions_of(
    sections: &[Term],
    introductions: &mut BTreeMap<String, Introduction>,
) -> Vec<Option<Introduction>> {
    sections
        .iter()
        .map(|section| introductions.remove(&section.key))
        .collect()
}

/// What becomes of an article; `main` are the names of the main edition where its lists hold the articles
/// of all.
pub(super) fn make(
    resolved: Resolved,
    names: &AllNames,
    main: Option<&AllNames>,
    targets: &Targets,
    gallery: &Gallery,
    diagnostics: &mut Vec<Diagnostic>,
) -> Made {
    let article = &resolved.article;
    match article.role {
        Role::Introduction => introduction(resolved, names),
        Role::Page => Made::Page(entry(resolved, names, targets, gallery, diagnostics).0),
        // A draft may have no date yet: it is in no list, since no list has a place for it.
        Role::Article if article.head.date.is_none() => {
            Made::Page(entry(resolved, names, targets, gallery, diagnostics).0)
        }
        Role::Article => {
            let in_main = main.map(|main| main.filing(article));
            let (entry, names) = entry(resolved, names, targets, gallery, diagnostics);
            Made::Article {
                entry,
                names,
                in_main,
            }
        }
    }
}

fn introduction(resolved: Resolved, names: &AllNames) -> Made {
    let Resolved { article, links, .. } = resolved;
    let section = article.section.as_deref();
    Made::Introduction(
        section.map(|section| names.sections.key(section)),
        Introduction {
            title: article.head.title,
            description: Some(article.head.summary.text()).filter(|summary| !summary.is_empty()),
            body: article.body,
            links,
        },
    )
}

/// What stays of an article when its address, title or date is mended: its language and its file, whose
/// format may change.
pub(super) fn id(article: &Article) -> Digest {
    let neutral = article.neutral().as_str();
    let name = neutral.rsplit_once('.').map_or(neutral, |(name, _)| name);
    Digest::of(&(article.edition, name))
}

fn entry(
    resolved: Resolved,
    names: &AllNames,
    targets: &Targets,
    gallery: &Gallery,
    diagnostics: &mut Vec<Diagnostic>,
) -> (Entry, Filing) {
    let Resolved {
        article,
        url,
        links,
        translations,
    } = resolved;
    let filing = names.filing(&article);
    let article = *article;
    let source = &article.body.origin.path;
    let place = article.image_place;
    let id = id(&article);
    let head = article.head;
    let picture = head.image.map(|image| {
        Box::new(picture(
            *image,
            place,
            source,
            targets,
            gallery,
            diagnostics,
        ))
    });
    let card = Card::new(CardFields {
        id,
        url,
        title: head.title,
        language: head.language.map(Arc::from),
        edition: article.edition,
        date: head.date,
        updated: head.updated,
        summary: head.summary,
        picture,
        section: names
            .sections
            .at(filing.section.as_slice())
            .first()
            .cloned(),
        authors: names.authors.at(&filing.authors),
        tags: names.tags.at(&filing.tags),
    });
    let entry = Entry {
        card: Arc::new(card),
        body: article.body,
        links,
        aliases: article.aliases,
        translations,
    };
    (entry, filing)
}
