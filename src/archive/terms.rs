//! Tags, authors and sections: different spellings of one name made one, with a page each.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::card::TermName;
use crate::diagnostics::Diagnostic;
use crate::paths::{PathError, UrlPath};
use crate::text::identity::{person_key, topic_key};
use crate::text::slug::slug_or_hash;

/// A section, tag or author with its articles.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Term {
    /// The key under which its spellings are one.
    pub key: String,
    /// Its name and page.
    pub name: Arc<TermName>,
    /// Its articles as places in the archive's list, oldest first.
    pub articles: Vec<u32>,
}

/// Spellings that became one tag.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Merge {
    /// The spelling that is shown.
    pub kept: String,
    /// The others, with how often each was written.
    pub merged: Vec<(String, usize)>,
}

/// What kind of name is grouped.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Tag,
    Author,
    Section,
}

impl Kind {
    pub(super) fn key(self, name: &str) -> String {
        let key = match self {
            Kind::Tag | Kind::Section => topic_key(name),
            Kind::Author => person_key(name),
        };
        // A name of signs alone is still a name.
        if key.is_empty() { name.to_owned() } else { key }
    }

    fn folder(self) -> &'static str {
        match self {
            Kind::Tag => "/tags/",
            Kind::Author => "/authors/",
            Kind::Section => "/",
        }
    }

    fn word(self) -> &'static str {
        match self {
            Kind::Tag => "tags",
            Kind::Author => "authors",
            Kind::Section => "sections",
        }
    }
}

/// Names of one kind while they are counted.
pub(super) struct Names {
    kind: Kind,
    /// Key -> spelling -> how often.
    spellings: BTreeMap<String, BTreeMap<String, usize>>,
}

/// Names of one kind, each with its page.
pub(super) struct Named {
    pub(super) kind: Kind,
    pub(super) by_key: BTreeMap<String, Arc<TermName>>,
    pub(super) merges: Vec<Merge>,
}

impl Names {
    pub(super) fn new(kind: Kind) -> Self {
        Names {
            kind,
            spellings: BTreeMap::new(),
        }
    }

    /// Counts one use of `name`.
    pub(super) fn count(&mut self, name: &str) {
        let spellings = self.spellings.entry(self.kind.key(name)).or_default();
        *spellings.entry(name.to_owned()).or_default() += 1;
    }

    /// Gives each name its spelling and address. `title` may give a name for readers that differs
    /// from what articles write.
    pub(super) fn settle(
        self,
        title: impl Fn(&str) -> Option<String>,
        diagnostics: &mut Vec<Diagnostic>,
    ) -> Named {
        let kind = self.kind;
        let mut named = Named {
            kind,
            by_key: BTreeMap::new(),
            merges: Vec::new(),
        };
        let mut by_url: BTreeMap<UrlPath, String> = BTreeMap::new();
        for (key, spellings) in self.spellings {
            let Some(kept) = most_frequent(&spellings) else {
                continue;
            };
            match address(kind, &kept) {
                Err(fault) => diagnostics.push(
                    Diagnostic::error(
                        "bad-address",
                        format!("the address of `{kept}` among the {} {fault}", kind.word()),
                    )
                    .hint("Choose a simpler name."),
                ),
                Ok(url) => {
                    if let Some(other) = by_url.get(&url) {
                        diagnostics.push(
                            Diagnostic::error(
                                "two-names-one-address",
                                format!(
                                    "the {} `{other}` and `{kept}` have one address, {url}",
                                    kind.word()
                                ),
                            )
                            .hint("Spell one of them differently in the articles."),
                        );
                        continue;
                    }
                    by_url.insert(url.clone(), kept.clone());
                    let name = title(&key).unwrap_or_else(|| kept.clone());
                    named.by_key.insert(key, Arc::new(TermName { name, url }));
                }
            }
            if spellings.len() > 1 {
                let merged = spellings
                    .into_iter()
                    .filter(|(spelling, _)| *spelling != kept)
                    .collect();
                named.merges.push(Merge { kept, merged });
            }
        }
        named
    }
}

impl Named {
    /// The name and page of what an article writes as `name`.
    pub(super) fn of(&self, name: &str) -> Option<&Arc<TermName>> {
        self.by_key.get(&self.kind.key(name))
    }

    /// Names of several spellings, each once, in the order first written.
    pub(super) fn all_of(&self, names: &[String]) -> Vec<Arc<TermName>> {
        let mut found: Vec<Arc<TermName>> = Vec::with_capacity(names.len());
        for name in names.iter().filter_map(|name| self.of(name)) {
            if !found.contains(name) {
                found.push(Arc::clone(name));
            }
        }
        found
    }
}

/// The spelling used most; of equals the one with most hamzas, then the first in code point order.
fn most_frequent(spellings: &BTreeMap<String, usize>) -> Option<String> {
    let hamzas = |text: &str| text.chars().filter(|c| "أإآؤئء".contains(*c)).count();
    let mut best: Option<(&String, usize)> = None;
    for (spelling, &uses) in spellings {
        let better =
            best.is_none_or(|(other, most)| (uses, hamzas(spelling)) > (most, hamzas(other)));
        if better {
            best = Some((spelling, uses));
        }
    }
    best.map(|(spelling, _)| spelling.clone())
}

fn address(kind: Kind, name: &str) -> Result<UrlPath, PathError> {
    UrlPath::new(&format!("{}{}/", kind.folder(), slug_or_hash(name)))
}

/// Terms in the order of `order`, with the articles that `keys_of` puts under each key.
pub(super) fn terms<O: Ord>(
    named: &Named,
    keys: impl Iterator<Item = (u32, String)>,
    order: impl Fn(&str, &TermName) -> O,
) -> Vec<Term> {
    let mut articles: BTreeMap<String, Vec<u32>> = BTreeMap::new();
    for (article, key) in keys {
        let list = articles.entry(key).or_default();
        if list.last() != Some(&article) {
            list.push(article);
        }
    }
    let mut terms: Vec<Term> = named
        .by_key
        .iter()
        .map(|(key, name)| Term {
            key: key.clone(),
            name: Arc::clone(name),
            articles: articles.remove(key).unwrap_or_default(),
        })
        .collect();
    terms.sort_by_cached_key(|term| {
        (
            order(&term.key, &term.name),
            term.name.name.clone(),
            term.key.clone(),
        )
    });
    terms
}

#[cfg(test)]
mod tests {
    use super::*;

    fn settle(kind: Kind, names: &[&str]) -> (Named, Vec<&'static str>) {
        let mut counted = Names::new(kind);
        names.iter().for_each(|name| counted.count(name));
        let mut diagnostics = Vec::new();
        let named = counted.settle(|_| None, &mut diagnostics);
        (
            named,
            diagnostics
                .iter()
                .map(|diagnostic| diagnostic.code)
                .collect(),
        )
    }

    #[test]
    fn spellings_become_one_under_the_most_frequent() {
        let (named, codes) = settle(Kind::Tag, &["اقالات", "إقالات", "إقالات", "مكتبه", "مكتبة"]);
        assert!(codes.is_empty());
        assert_eq!(named.of("اقالات").unwrap().name, "إقالات");
        assert_eq!(named.by_key.len(), 2);
        assert_eq!(
            named.merges[0],
            Merge {
                kept: "إقالات".into(),
                merged: vec![("اقالات".into(), 1)]
            }
        );
        assert_eq!(named.all_of(&["اقالات".into(), "إقالات".into()]).len(), 1);
    }

    #[test]
    fn a_tie_goes_to_the_spelling_with_hamza() {
        assert_eq!(
            settle(Kind::Tag, &["امن", "أمن"]).0.of("امن").unwrap().name,
            "أمن"
        );
    }

    #[test]
    fn different_names_with_one_address_are_an_error() {
        assert_eq!(settle(Kind::Tag, &["C", "C++", "C#"]).1, Vec::<&str>::new());
        assert_eq!(
            settle(Kind::Tag, &["a.b", "a!b"]).1,
            ["two-names-one-address"]
        );
    }
}
