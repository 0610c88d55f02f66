//! One language's part of the archive, from its articles in order of time to its lists.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::card::{Card, CardFields};
use super::hijri::hijri_periods;
use super::links::{ResolvedLink, Targets};
use super::names::AllNames;
use super::periods::periods;
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
    pub(super) article: Article,
    pub(super) url: UrlPath,
    pub(super) links: Arc<[ResolvedLink]>,
    pub(super) translations: Option<Arc<[Translation]>>,
}

/// Which articles, by their places in the list, are filed under which key.
type Filed = Vec<(u32, String)>;

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
    introductions: BTreeMap<String, Introduction>,
    home_introduction: Option<Introduction>,
}

impl Draft {
    /// An edition without articles; `mixes` if its lists hold those of all editions.
    pub(super) fn new(mixes: bool) -> Self {
        Draft {
            mixed: mixes.then(Vec::new),
            ..Draft::default()
        }
    }

    /// Adds an article, page or introduction of this edition; an article's entry is given back where
    /// the lists of the main edition want it too.
    pub(super) fn add(
        &mut self,
        resolved: Resolved,
        names: &AllNames,
        targets: &Targets,
        diagnostics: &mut Vec<Diagnostic>,
    ) -> Option<Entry> {
        match resolved.article.role {
            Role::Introduction => {
                self.introduce(resolved, names);
                None
            }
            Role::Page => {
                self.pages
                    .push(entry(resolved, names, targets, diagnostics));
                None
            }
            // A draft may have no date yet: it is in no list, since no list has a place for it.
            Role::Article if resolved.article.head.date.is_none() => {
                self.pages
                    .push(entry(resolved, names, targets, diagnostics));
                None
            }
            Role::Article => {
                self.list(&resolved.article, names);
                let entry = entry(resolved, names, targets, diagnostics);
                self.articles.push(entry.clone());
                Some(entry)
            }
        }
    }

    /// Adds an article that was removed, which is in no list.
    pub(super) fn bury(&mut self, tombstone: Tombstone) {
        self.removed.push(tombstone);
    }

    /// Files an article under its names, at the next place of the lists.
    pub(super) fn list(&mut self, article: &Article, names: &AllNames) {
        let at = self.listed;
        self.listed = self.listed.saturating_add(1);
        let tags = article.tags.iter().map(|tag| (at, names.tags.key(tag)));
        self.tags.extend(tags);
        let authors = article.authors.iter();
        self.authors
            .extend(authors.map(|author| (at, names.authors.key(author))));
        let section = article.section.iter();
        self.sections
            .extend(section.map(|section| (at, names.sections.key(section))));
    }

    /// Adds an article of any edition to lists that hold all.
    pub(super) fn mix(&mut self, entry: Entry) {
        if let Some(mixed) = &mut self.mixed {
            mixed.push(entry);
        }
    }

    fn introduce(&mut self, resolved: Resolved, names: &AllNames) {
        let Resolved { article, links, .. } = resolved;
        let introduction = Introduction {
            title: article.head.title,
            description: Some(article.head.summary).filter(|summary| !summary.is_empty()),
            body: Arc::new(article.body),
            links,
        };
        match article.section {
            Some(section) => {
                self.introductions
                    .insert(names.sections.key(&section), introduction);
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
    ) -> Edition {
        let listed = self.mixed.as_ref().unwrap_or(&self.articles);
        let days = || {
            let dates = listed.iter().filter_map(|entry| entry.card.date);
            dates.map(|date| date.day())
        };
        let years = periods(days());
        let hijri_years = match config.hijri_archive {
            true => hijri_periods(days()),
            false => Vec::new(),
        };
        let place = |key: &str| {
            config
                .sections
                .iter()
                .position(|(name, _)| names.sections.key(name) == key)
                .unwrap_or(usize::MAX)
        };
        let sections = terms(&names.sections, self.sections.into_iter(), locale, place);
        Edition {
            articles: self.articles,
            mixed: self.mixed,
            pages: self.pages,
            removed: self.removed,
            years,
            hijri_years,
            tags: terms(&names.tags, self.tags.into_iter(), locale, |_| 0),
            authors: terms(&names.authors, self.authors.into_iter(), locale, |_| 0),
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

fn entry(
    resolved: Resolved,
    names: &AllNames,
    targets: &Targets,
    diagnostics: &mut Vec<Diagnostic>,
) -> Entry {
    let Resolved {
        article,
        url,
        links,
        translations,
    } = resolved;
    let source = &article.body.origin.path;
    let place = article.image_place;
    let head = article.head;
    let picture = head
        .image
        .map(|image| picture(image, place, source, targets, diagnostics));
    let neutral = article.neutral.as_str();
    let name = neutral.rsplit_once('.').map_or(neutral, |(name, _)| name);
    let card = Card::new(CardFields {
        id: Digest::of(&(article.edition, name)),
        url,
        title: head.title,
        language: head.language.map(Arc::from),
        edition: article.edition,
        date: head.date,
        updated: head.updated,
        summary: head.summary,
        picture,
        section: article
            .section
            .as_deref()
            .and_then(|section| names.sections.of(section))
            .cloned(),
        authors: names.authors.all_of(&article.authors),
        tags: names.tags.all_of(&article.tags),
    });
    Entry {
        card: Arc::new(card),
        body: Arc::new(article.body),
        links,
        aliases: article.aliases,
        translations,
    }
}
