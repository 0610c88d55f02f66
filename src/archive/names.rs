//! The names of an edition's sections, tags, authors and series, settled.

use std::collections::BTreeMap;

use super::terms::{Kind, Named, Names, Place};
use crate::config::{Config, Edition};
use crate::content::{Article, Role};
use crate::diagnostics::{Diagnostic, Span};
use crate::paths::UrlPath;

/// The names of all kinds in one edition.
pub(super) struct AllNames {
    pub(super) tags: Named,
    pub(super) authors: Named,
    pub(super) sections: Named,
    pub(super) series: Named,
}

/// The names an article is filed under, by their places among the names of an edition.
pub(super) struct Filing {
    pub(super) tags: Box<[u32]>,
    pub(super) authors: Box<[u32]>,
    pub(super) section: Option<u32>,
    pub(super) series: Option<u32>,
}

impl AllNames {
    /// The names `article` is filed under.
    pub(super) fn filing(&self, article: &Article) -> Filing {
        let section = article.section.as_deref();
        Filing {
            tags: self.tags.places(&article.tags),
            authors: self.authors.places(&article.authors),
            section: section.and_then(|section| self.sections.place(section)),
            series: series_of(article).and_then(|series| self.series.place(series)),
        }
    }

    /// Counts the names of `articles`, which are in order of time, and gives each its spelling and
    /// address.
    pub(super) fn settle(
        articles: &[&Article],
        edition: &Edition,
        config: &Config,
        diagnostics: &mut Vec<Diagnostic>,
    ) -> Self {
        let mut titles = BTreeMap::new();
        for article in articles {
            if let (Role::Introduction, Some(section)) = (article.role, &article.section) {
                let key = Kind::Section.key(section);
                tell_two_titles(article, &key, edition, diagnostics);
                titles.insert(key, article.head.title.clone());
            }
        }
        // Each kind by itself: what is counted is a few thousand names, millions of times.
        let dated = || {
            let all = articles.iter();
            all.filter(|article| article.role == Role::Article)
        };
        let tags = || {
            let mut tags = Names::new(Kind::Tag);
            for (kept, others) in &config.merged_tags {
                tags.merge(kept, others);
            }
            let names = dated().flat_map(|article| &article.tags);
            names.for_each(|name| tags.count(name));
            tags
        };
        let others = || {
            let mut authors = Names::new(Kind::Author);
            let names = dated().flat_map(|article| &article.authors);
            names.for_each(|name| authors.count(name));
            let mut sections = Names::new(Kind::Section);
            let names = articles
                .iter()
                .filter_map(|article| article.section.as_ref());
            names.for_each(|name| sections.count(name));
            let mut series = Names::new(Kind::Series);
            let names = dated().filter_map(|article| series_of(article));
            names.for_each(|name| series.count(name));
            (authors, sections, series)
        };
        let (tags, (authors, sections, series)) = rayon::join(tags, others);
        for (key, section) in &edition.sections {
            if let Some(title) = &section.title {
                titles.insert(Kind::Section.key(key), title.clone());
            }
        }
        let series_titles = edition
            .series
            .iter()
            .filter_map(|(name, series)| Some((Kind::Series.key(name), series.title.clone()?)));
        let series_titles: BTreeMap<String, String> = series_titles.collect();
        let place = (edition, config.slugs);
        tags.suggest(diagnostics);
        AllNames {
            tags: tags.settle(place, |_| None, diagnostics),
            authors: authors.settle(place, |_| None, diagnostics),
            sections: sections.settle(place, |key| titles.get(key).cloned(), diagnostics),
            series: series.settle(place, |key| series_titles.get(key).cloned(), diagnostics),
        }
    }
}

impl AllNames {
    /// The pages of an article's section, tags, authors and series, or those they would have.
    pub(super) fn addresses(&self, article: &Article, place: Place) -> Vec<UrlPath> {
        let section = article.section.iter().map(|name| (&self.sections, name));
        let tags = article.tags.iter().map(|name| (&self.tags, name));
        let authors = article.authors.iter().map(|name| (&self.authors, name));
        let series = article.body.series.iter();
        let series = series.map(|name| (&self.series, name.as_ref()));
        let section = section.map(|(named, name)| (named, name.as_ref()));
        let names = tags
            .chain(authors)
            .map(|(named, name)| (named, name.as_ref()));
        section
            .chain(names)
            .chain(series)
            .filter_map(|(named, name)| named.address(name, place))
            .collect()
    }
}

/// The series of a dated article: what has no date has no place in one.
fn series_of(article: &Article) -> Option<&str> {
    article.head.date.and(article.body.series.as_deref())
}

/// Tells of a section whose title is set in two places to two things.
fn tell_two_titles(
    article: &Article,
    key: &str,
    edition: &Edition,
    diagnostics: &mut Vec<Diagnostic>,
) {
    let set = edition
        .sections
        .iter()
        .find(|(name, _)| Kind::Section.key(name) == key);
    let title = set.and_then(|(_, section)| section.title.as_deref());
    if let Some(title) = title.filter(|title| *title != article.head.title) {
        let place = Span {
            line: 1,
            column: 1,
            length: 3,
            text: String::new(),
        };
        diagnostics.push(
            Diagnostic::warning(
                "two-section-titles",
                format!(
                    "the section is called `{}` here and `{title}` in warraq.yaml, which is used",
                    article.head.title
                ),
            )
            .at(&article.body.origin.path, place)
            .hint("Set the title in one of the two places."),
        );
    }
}
