//! Articles that say one thing in several languages, joined by a key.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::config::{Config, EditionId};
use crate::content::{Article, Role};
use crate::diagnostics::{Diagnostic, Span};
use crate::paths::UrlPath;

/// An article in one language.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Translation {
    /// Its edition.
    pub edition: EditionId,
    /// Its address.
    pub url: UrlPath,
}

/// For each article that has translations, by its place in `published`, all versions of it with its
/// own among them, in the order of the editions. `url` gives an article's address by its place.
pub(super) fn join(
    published: &[Article],
    config: &Config,
    url: impl Fn(usize) -> UrlPath,
    diagnostics: &mut Vec<Diagnostic>,
) -> BTreeMap<usize, Arc<[Translation]>> {
    let mut joined = BTreeMap::new();
    if config.others.is_empty() {
        return joined;
    }
    let mut groups: BTreeMap<(Role, &str), Vec<usize>> = BTreeMap::new();
    for (at, article) in published.iter().enumerate() {
        if article.role != Role::Introduction && article.removed.is_none() {
            let key = (article.role, key(article));
            groups.entry(key).or_default().push(at);
        }
    }
    for ((_, key), members) in groups.into_iter().filter(|(_, members)| members.len() > 1) {
        let mut versions: BTreeMap<EditionId, usize> = BTreeMap::new();
        for at in &members {
            let Some(article) = published.get(*at) else {
                continue;
            };
            if let Some(other) = versions.insert(article.edition, *at) {
                versions.insert(article.edition, other);
                if let Some(other) = published.get(other) {
                    diagnostics.push(twice(article, other, key, config));
                }
            }
        }
        if versions.len() < 2 {
            continue;
        }
        let all: Arc<[Translation]> = versions
            .iter()
            .map(|(edition, at)| Translation {
                edition: *edition,
                url: url(*at),
            })
            .collect();
        joined.extend(versions.into_values().map(|at| (at, Arc::clone(&all))));
    }
    joined
}

/// What an article has in common with its translations: as written, else its path without language
/// and ending.
fn key(article: &Article) -> &str {
    let path = article.neutral.as_str();
    match &article.translation_key {
        Some(key) => key,
        None => path.rsplit_once('.').map_or(path, |(stem, _)| stem),
    }
}

fn twice(article: &Article, other: &Article, key: &str, config: &Config) -> Diagnostic {
    let language = config.edition(article.edition).language().tag();
    // The front matter is where language and key are decided; its line is filled in when it is told.
    let place = Span {
        line: 1,
        column: 1,
        length: 3,
        text: String::new(),
    };
    Diagnostic::error(
        "two-translations",
        format!(
            "this article and {} are both the `{language}` version of `{key}`",
            other.body.origin.path
        ),
    )
    .at(&article.body.origin.path, place)
    .hint("Give one of them another `translation_key:` or `lang:`, or another file name.")
}
