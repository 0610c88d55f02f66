//! Tags, authors, sections and series: different spellings of one name made one, with a page each.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::card::TermName;
use super::collisions::numbered;
use crate::config::{Edition, Slugs};
use crate::diagnostics::Diagnostic;
use crate::locale::{IndexGroup, Locale};
use crate::lookup::Lookup;
use crate::paths::{PathError, UrlPath};
use crate::text::identity::{person_key, similar_key, topic_key};
use crate::text::slug::slug_or_hash;
use crate::text::transliterate::transliterate;

/// A section, tag, author or series with its articles.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Term {
    /// The key under which its spellings are one.
    pub key: String,
    /// Its name and page.
    pub name: Arc<TermName>,
    /// Its articles as places in the edition's list, oldest first.
    pub articles: Vec<u32>,
    /// The addresses that its other spellings would have had.
    pub former: Vec<UrlPath>,
    /// The letter it stands under in an alphabet index.
    pub group: IndexGroup,
}

/// Spellings that became one name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Merge {
    /// What they name: `tag`, `author`, `section` or `series`.
    pub kind: &'static str,
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
    Series,
}

impl Kind {
    pub(super) fn key(self, name: &str) -> String {
        let key = match self {
            Kind::Tag | Kind::Section | Kind::Series => topic_key(name),
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
            Kind::Series => "/series/",
        }
    }

    /// One of its names, in words.
    pub(super) fn word(self) -> &'static str {
        match self {
            Kind::Tag => "tag",
            Kind::Author => "author",
            Kind::Section => "section",
            Kind::Series => "series",
        }
    }
}

/// How often a name was written, in each of its spellings.
struct Uses {
    key: String,
    /// Which of all names of its kind was met first: 0 for the first.
    first: usize,
    spellings: BTreeMap<String, usize>,
}

impl Uses {
    fn total(&self) -> usize {
        self.spellings.values().sum()
    }
}

/// Names of one kind while they are counted, in order of time.
pub(super) struct Names {
    kind: Kind,
    /// Keys in the order they were met.
    keys: Vec<String>,
    places: Lookup<String, usize>,
    /// The place of each spelling's key, and how often it was written: an archive writes a few thousand
    /// spellings millions of times, and a key takes longer to make than to look up.
    spellings: Lookup<String, (usize, usize)>,
    /// Keys that the owner has declared one with another, and the spelling that is shown.
    merged: BTreeMap<String, (String, String)>,
}

/// Names of one kind, each with its page.
pub(super) struct Named {
    kind: Kind,
    merged: BTreeMap<String, String>,
    /// The names, in the order they were met.
    names: Vec<Arc<TermName>>,
    by_key: BTreeMap<String, u32>,
    by_spelling: Lookup<String, u32>,
    /// By the key of a name, the addresses its other spellings would have had.
    former: BTreeMap<String, Vec<UrlPath>>,
    pub(super) merges: Vec<Merge>,
}

/// The edition names are settled for, and what their addresses are made of.
pub(super) type Place<'a> = (&'a Edition, Slugs);

impl Names {
    pub(super) fn new(kind: Kind) -> Self {
        Names {
            kind,
            keys: Vec::new(),
            places: Lookup::default(),
            spellings: Lookup::default(),
            merged: BTreeMap::new(),
        }
    }

    /// Takes the owner's word that `others` are `kept`.
    pub(super) fn merge(&mut self, kept: &str, others: &[String]) {
        let key = self.kind.key(kept);
        for name in others.iter().map(String::as_str).chain([kept]) {
            self.merged
                .insert(self.kind.key(name), (key.clone(), kept.to_owned()));
        }
    }

    /// Counts one use of `name`.
    pub(super) fn count(&mut self, name: &str) {
        if let Some((_, times)) = self.spellings.get_mut(name) {
            *times += 1;
            return;
        }
        let own = self.kind.key(name);
        let key = self.merged.get(&own).map_or(own, |(key, _)| key.clone());
        let place = match self.places.get(&key) {
            Some(place) => *place,
            None => {
                let place = self.keys.len();
                self.keys.push(key.clone());
                self.places.insert(key, place);
                place
            }
        };
        self.spellings.insert(name.to_owned(), (place, 1));
    }

    /// Each name with its spellings, in the order they were met.
    fn uses(&self) -> Vec<Uses> {
        let uses = |(first, key): (usize, &String)| Uses {
            key: key.clone(),
            first,
            spellings: BTreeMap::new(),
        };
        let mut all: Vec<Uses> = self.keys.iter().enumerate().map(uses).collect();
        // Each goes to a place of its own: the order in which they come reaches nothing.
        for (spelling, (place, times)) in &self.spellings {
            if let Some(uses) = all.get_mut(*place) {
                uses.spellings.insert(spelling.clone(), *times);
            }
        }
        all
    }

    /// Tells names that may be one but are not by rule, for a person to decide.
    pub(super) fn suggest(&self, diagnostics: &mut Vec<Diagnostic>) {
        let mut similar: BTreeMap<String, Vec<(&Uses, String)>> = BTreeMap::new();
        let all = self.uses();
        for uses in &all {
            if let Some(shown) = most_frequent(&uses.spellings) {
                let key = similar_key(&shown);
                similar.entry(key).or_default().push((uses, shown));
            }
        }
        let mut pairs = similar.into_values().filter(|names| names.len() > 1);
        for mut names in pairs.by_ref().take(SUGGESTED) {
            names.sort_by_key(|(uses, _)| (std::cmp::Reverse(uses.total()), uses.first));
            let shown = names
                .iter()
                .map(|(uses, name)| format!("`{name}` ({})", uses.total()));
            let shown: Vec<String> = shown.collect();
            let mut names = names.into_iter().map(|(_, name)| yaml_text(&name));
            let kept = names.next().unwrap_or_default();
            let others: Vec<String> = names.collect();
            diagnostics.push(
                Diagnostic::warning(
                    "near-duplicate-tags",
                    format!("the tags {} may be one", shown.join(" and ")),
                )
                .hint(format!(
                    "If they are, spell them alike, or add to warraq.yaml: tags: {{merge: {{{kept}: [{}]}}}}",
                    others.join(", ")
                )),
            );
        }
        match pairs.count() {
            0 => {}
            more => diagnostics.push(Diagnostic::warning(
                "near-duplicate-tags",
                format!("{more} more groups of tags may be one"),
            )),
        }
    }

    /// Gives each name its spelling and address. `title` may give a name for readers that differs
    /// from what articles write. Of names with one address the one met first keeps it.
    pub(super) fn settle(
        self,
        place: Place,
        title: impl Fn(&str) -> Option<String>,
        diagnostics: &mut Vec<Diagnostic>,
    ) -> Named {
        let uses = self.uses();
        let Names {
            kind,
            spellings,
            merged,
            ..
        } = self;
        let mut named = Named {
            kind,
            merged: BTreeMap::new(),
            names: Vec::with_capacity(uses.len()),
            by_key: BTreeMap::new(),
            by_spelling: Lookup::default(),
            former: BTreeMap::new(),
            merges: Vec::new(),
        };
        let mut taken: BTreeMap<UrlPath, String> = BTreeMap::new();
        let mut others: Vec<(String, String)> = Vec::new();
        for uses in uses {
            let key = uses.key;
            let chosen = merged.get(&key).map(|(_, kept)| kept.clone());
            let Some(kept) = chosen.or_else(|| most_frequent(&uses.spellings)) else {
                continue;
            };
            let Some(url) = settle_address(kind, place, &kept, &mut taken, diagnostics) else {
                continue;
            };
            let name = title(&key).unwrap_or_else(|| kept.clone());
            // There are no four thousand million names.
            let place = u32::try_from(named.names.len()).unwrap_or(u32::MAX);
            named.names.push(Arc::new(TermName { name, url }));
            named.by_key.insert(key.clone(), place);
            let merged: Vec<(String, usize)> = uses
                .spellings
                .into_iter()
                .filter(|(spelling, _)| *spelling != kept)
                .collect();
            others.extend(
                merged
                    .iter()
                    .map(|(spelling, _)| (key.clone(), spelling.clone())),
            );
            if !merged.is_empty() {
                named.merges.push(Merge {
                    kind: kind.word(),
                    kept,
                    merged,
                });
            }
        }
        // Only once all names have their addresses is it known which the other spellings leave free.
        for (key, spelling) in others {
            if let Ok(url) = address(kind, place, &spelling)
                && !taken.contains_key(&url)
            {
                taken.insert(url.clone(), spelling);
                named.former.entry(key).or_default().push(url);
            }
        }
        named.merges.sort_by(|a, b| a.kept.cmp(&b.kept));
        named.merged = merged
            .into_iter()
            .map(|(own, (key, _))| (own, key))
            .collect();
        for spelling in spellings.into_keys() {
            if let Some(place) = named.by_key.get(&named.key(&spelling)) {
                named.by_spelling.insert(spelling, *place);
            }
        }
        named
    }
}

/// Most groups of similar tags told one by one.
const SUGGESTED: usize = 20;

/// `name` as it can stand in YAML.
fn yaml_text(name: &str) -> String {
    let plain = |c: char| c.is_alphanumeric() || c == ' ';
    match name.chars().all(plain) && !name.starts_with(|c: char| c.is_numeric()) {
        true => name.to_owned(),
        false => format!("{name:?}"),
    }
}

/// The address of a name, with a number behind it where an older name has it.
fn settle_address(
    kind: Kind,
    place: Place,
    name: &str,
    taken: &mut BTreeMap<UrlPath, String>,
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<UrlPath> {
    let wanted = match address(kind, place, name) {
        Ok(url) => url,
        Err(fault) => {
            diagnostics.push(
                Diagnostic::error(
                    "bad-address",
                    format!("the address of the {} `{name}` {fault}", kind.word()),
                )
                .hint("Choose a simpler name."),
            );
            return None;
        }
    };
    let mut url = wanted.clone();
    let mut n = 1;
    while taken.contains_key(&url) {
        n += 1;
        url = numbered(&wanted, n);
    }
    if let Some(other) = taken.get(&wanted) {
        diagnostics.push(
            Diagnostic::warning(
                "two-names-one-address",
                format!(
                    "the {}s `{other}` and `{name}` come to one address; `{name}` is at {url}",
                    kind.word()
                ),
            )
            .hint("Spell one of them differently in the articles for a readable address."),
        );
    }
    taken.insert(url.clone(), name.to_owned());
    Some(url)
}

impl Named {
    /// The key under which `name` is filed.
    pub(super) fn key(&self, name: &str) -> String {
        let own = self.kind.key(name);
        match self.merged.get(&own) {
            Some(key) => key.clone(),
            None => own,
        }
    }

    /// The place of what an article writes as `name` among the names.
    pub(super) fn place(&self, name: &str) -> Option<u32> {
        let known = self.by_spelling.get(name);
        known.or_else(|| self.by_key.get(&self.key(name))).copied()
    }

    /// The name and page of what an article writes as `name`.
    pub(super) fn of(&self, name: &str) -> Option<&Arc<TermName>> {
        self.names.get(self.place(name)? as usize)
    }

    /// The page of `name`, or the one it would have if an article wrote it.
    pub(super) fn address(&self, name: &str, place: Place) -> Option<UrlPath> {
        match self.of(name) {
            Some(known) => Some(known.url.clone()),
            None => address(self.kind, place, name).ok(),
        }
    }

    /// The places of names of several spellings, each once, in the order first written.
    pub(super) fn places(&self, names: &[Arc<str>]) -> Box<[u32]> {
        let mut found: Vec<u32> = Vec::with_capacity(names.len());
        for place in names.iter().filter_map(|name| self.place(name)) {
            if !found.contains(&place) {
                found.push(place);
            }
        }
        found.into()
    }

    /// The names at `places`.
    pub(super) fn at(&self, places: &[u32]) -> Box<[Arc<TermName>]> {
        let names = places.iter().map(|place| self.names.get(*place as usize));
        names.flatten().cloned().collect()
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

fn address(kind: Kind, (edition, slugs): Place, name: &str) -> Result<UrlPath, PathError> {
    let slug = match slugs {
        // An id says nothing of what a list is about, and lists are few.
        Slugs::Unicode | Slugs::Id => slug_or_hash(name),
        Slugs::Transliterate => slug_or_hash(&transliterate(name)),
    };
    edition.url(&format!("{}{slug}/", kind.folder()))
}

/// Terms in the order of the language's alphabet index, with the articles that `filed` puts under each
/// name by its place, in order; first those that `place` puts before others.
pub(super) fn terms(
    named: &Named,
    filed: Vec<(u32, u32)>,
    locale: &Locale,
    place: impl Fn(&str) -> usize,
) -> Vec<Term> {
    let mut counts = vec![0; named.names.len()];
    for (_, name) in &filed {
        if let Some(count) = counts.get_mut(*name as usize) {
            *count += 1;
        }
    }
    let mut articles: Vec<Vec<u32>> = counts.into_iter().map(Vec::with_capacity).collect();
    for (article, name) in filed {
        if let Some(list) = articles.get_mut(name as usize)
            && list.last() != Some(&article)
        {
            list.push(article);
        }
    }
    let mut terms: Vec<(usize, Vec<u8>, Term)> = named
        .by_key
        .iter()
        .filter_map(|(key, at)| {
            let name = named.names.get(*at as usize)?;
            let entry = locale.index_entry(&name.name);
            let term = Term {
                key: key.clone(),
                name: Arc::clone(name),
                articles: articles
                    .get_mut(*at as usize)
                    .map(std::mem::take)
                    .unwrap_or_default(),
                former: named.former.get(key).cloned().unwrap_or_default(),
                group: entry.group,
            };
            Some((place(key), entry.order, term))
        })
        .collect();
    // Two titles may be one text: the key settles it.
    terms.sort_by(|(a_place, a_order, a), (b_place, b_order, b)| {
        (a_place, a_order, &a.key).cmp(&(b_place, b_order, &b.key))
    });
    terms.into_iter().map(|(_, _, term)| term).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn counted(kind: Kind, names: &[&str]) -> Names {
        let mut counted = Names::new(kind);
        names.iter().for_each(|name| counted.count(name));
        counted
    }

    fn settle(names: Names, slugs: Slugs) -> (Named, Vec<&'static str>) {
        let text = "title: a\nbase_url: https://example.org/\n";
        let (config, _) =
            crate::config::read(&crate::paths::SourcePath::new("warraq.yaml"), text, None);
        let mut diagnostics = Vec::new();
        names.suggest(&mut diagnostics);
        let named = names.settle((&config.unwrap().main, slugs), |_| None, &mut diagnostics);
        let codes = diagnostics.iter().map(|told| told.code).collect();
        (named, codes)
    }

    fn url(named: &Named, name: &str) -> String {
        named.of(name).unwrap().url.to_string()
    }

    #[test]
    fn spellings_become_one_under_the_most_frequent() {
        let names = counted(Kind::Tag, &["اقالات", "إقالات", "إقالات", "covid-19"]);
        let (named, codes) = settle(names, Slugs::Unicode);
        assert!(codes.is_empty());
        assert_eq!(named.of("اقالات").unwrap().name, "إقالات");
        assert_eq!(named.by_key.len(), 2);
        assert_eq!(
            named.merges[0],
            Merge {
                kind: "tag",
                kept: "إقالات".into(),
                merged: vec![("اقالات".into(), 1)]
            }
        );
        assert_eq!(named.places(&["اقالات".into(), "إقالات".into()]).len(), 1);
        // The address of the other spelling leads to the tag.
        let former = &named.former[&named.key("إقالات")];
        assert_eq!(former[0].as_str(), "/tags/اقالات/");
    }

    #[test]
    fn a_tie_goes_to_the_spelling_with_hamza() {
        let (named, _) = settle(counted(Kind::Tag, &["امن", "أمن"]), Slugs::Unicode);
        assert_eq!(named.of("امن").unwrap().name, "أمن");
    }

    #[test]
    fn what_may_be_one_is_suggested_and_not_done() {
        let names = ["مكتبة", "مكتبه", "العراق", "عراق", "كتاب"];
        let (named, codes) = settle(counted(Kind::Tag, &names), Slugs::Unicode);
        assert_eq!(codes, ["near-duplicate-tags", "near-duplicate-tags"]);
        assert_eq!(named.by_key.len(), 5);
    }

    #[test]
    fn the_owner_can_say_that_tags_are_one() {
        let mut names = Names::new(Kind::Tag);
        names.merge("مكتبة", &["مكتبه".into(), "مكتبات".into()]);
        ["مكتبه", "مكتبات", "مكتبه"]
            .iter()
            .for_each(|name| names.count(name));
        let (named, codes) = settle(names, Slugs::Unicode);
        assert!(codes.is_empty());
        assert_eq!(named.by_key.len(), 1);
        assert_eq!(named.of("مكتبات").unwrap().name, "مكتبة");
        assert_eq!(named.former.values().map(Vec::len).sum::<usize>(), 2);
    }

    #[test]
    fn of_names_with_one_address_the_older_keeps_it() {
        let (named, codes) = settle(counted(Kind::Tag, &["C", "C++", "C#"]), Slugs::Unicode);
        assert!(codes.is_empty(), "{codes:?}");
        assert_eq!(url(&named, "C++"), "/tags/c-plus-plus/");
        let (named, codes) = settle(counted(Kind::Tag, &["a!b", "a.b"]), Slugs::Unicode);
        assert_eq!(codes, ["two-names-one-address"]);
        assert_eq!(
            (url(&named, "a!b"), url(&named, "a.b")),
            ("/tags/a-b/".into(), "/tags/a-b-2/".into())
        );
        let (named, _) = settle(counted(Kind::Tag, &["طب", "تب"]), Slugs::Transliterate);
        assert_eq!(
            (url(&named, "طب"), url(&named, "تب")),
            ("/tags/tb/".into(), "/tags/tb-2/".into())
        );
    }
}
