//! Articles whose titles came to one address: the oldest keeps it, each later one gets a number.
//!
//! The order is that of time, then of paths, so that the outcome is the same whatever order files
//! were read in. An address that an editor chose is never moved.

use std::collections::BTreeMap;

use crate::content::{Address, Article, Role};
use crate::lookup::Known;
use crate::paths::{SourcePath, UrlPath};

/// An article that had to move aside.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Moved {
    /// Its file.
    pub source: SourcePath,
    /// The address its title would have given it.
    pub wanted: UrlPath,
    /// The address it has.
    pub url: UrlPath,
}

/// The addresses of the articles of `published`, which are in order of time, that are not those they
/// were made with: by their places in the list.
pub(super) fn settle(published: &[Box<Article>]) -> BTreeMap<usize, Moved> {
    // Only looked up in, never walked: its order reaches nothing.
    let mut taken: Known<&str> = Known::default();
    let mut waiting: Vec<usize> = Vec::new();
    let is_shown = |article: &Article| article.role != Role::Introduction;
    for article in published.iter().filter(|article| is_shown(article)) {
        if let Address::Chosen(url) = &article.address {
            taken.insert(url.as_str());
        }
    }
    for (at, article) in published.iter().enumerate() {
        if let Address::Made(url) = &article.address
            && article.role != Role::Introduction
            && !taken.insert(url.as_str())
        {
            waiting.push(at);
        }
    }
    let mut moved: BTreeMap<usize, Moved> = BTreeMap::new();
    let mut given: Known<String> = Known::default();
    let mut last: BTreeMap<&str, usize> = BTreeMap::new();
    for at in waiting {
        let Some(article) = published.get(at) else {
            continue;
        };
        let wanted = article.address.url();
        let n = last.entry(wanted.as_str()).or_insert(1);
        let url = loop {
            *n += 1;
            let url = numbered(wanted, *n);
            if !taken.contains(url.as_str()) && given.insert(url.as_str().to_owned()) {
                break url;
            }
        };
        let source = article.body.origin.path.clone();
        let wanted = wanted.clone();
        moved.insert(
            at,
            Moved {
                source,
                wanted,
                url,
            },
        );
    }
    moved
}

/// `/2022/01/10/title/` with a number: `/2022/01/10/title-2/`; a file's ending stays its ending.
pub(super) fn numbered(url: &UrlPath, n: usize) -> UrlPath {
    let path = url.as_str();
    let (stem, end) = match path.strip_suffix('/') {
        Some(stem) => (stem, "/"),
        None => path
            .rfind('.')
            .filter(|dot| !path[*dot..].contains('/'))
            .map_or((path, ""), |dot| path.split_at(dot)),
    };
    // Both parts come from an address, and a hyphen and digits are always allowed in one; a part of
    // 255 bytes, which alone could grow too long, is never made from a title.
    UrlPath::file(&format!("{stem}-{n}{end}"))
        .and_then(|file| match end {
            "/" => file.join(""),
            _ => Ok(file),
        })
        .unwrap_or_else(|_| url.clone())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_stands_before_the_ending() {
        let numbered = |path| numbered(&UrlPath::new(path).unwrap(), 2).to_string();
        assert_eq!(numbered("/2022/01/10/خبر/"), "/2022/01/10/خبر-2/");
        assert_eq!(numbered("/2022/a.html"), "/2022/a-2.html");
        assert_eq!(numbered("/v1.2/خبر/"), "/v1.2/خبر-2/");
    }
}
