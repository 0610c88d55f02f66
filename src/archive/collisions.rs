//! Articles whose titles came to one address: the one that came out first keeps it, each later one gets a number.
//!
//! The order is that of the time they come out, then of paths, so that the outcome is the same whatever order files
//! were read in, and nothing that is out moves for what comes later. An address that an editor chose is never moved.

use std::collections::BTreeMap;

use rayon::prelude::*;

use super::assemble::order;
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

/// The addresses of the articles of `published` that are not those they were made with: by their places in the
/// list. What has expired or waits for its hour is `keeping` its address from others as long as its file is there,
/// so that none of them moves when it goes or comes.
pub(super) fn settle(published: &[Box<Article>], keeping: &[&Article]) -> BTreeMap<usize, Moved> {
    // Only looked up in, never walked: its order reaches nothing.
    let mut taken: Known<&str> = Known::default();
    let mut waiting: Vec<(Option<usize>, &Article)> = Vec::new();
    let both = joined(published, keeping);
    for (_, article) in &both {
        if let Address::Chosen(url) = &article.address {
            taken.insert(url.as_str());
        }
    }
    for (at, article) in &both {
        if let Address::Made(url) = &article.address
            && !taken.insert(url.as_str())
        {
            waiting.push((*at, *article));
        }
    }
    let mut moved: BTreeMap<usize, Moved> = BTreeMap::new();
    let mut given: Known<String> = Known::default();
    let mut last: BTreeMap<&str, usize> = BTreeMap::new();
    for (at, article) in waiting {
        let wanted = article.address.url();
        let n = last.entry(wanted.as_str()).or_insert(1);
        let url = loop {
            *n += 1;
            let url = numbered(wanted, *n);
            if !taken.contains(url.as_str()) && given.insert(url.as_str().to_owned()) {
                break url;
            }
        };
        let Some(at) = at else {
            continue;
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

/// The articles of both lists that are shown at an address of their own, in the order they come out; those of
/// `published` with their places.
fn joined<'a>(
    published: &'a [Box<Article>],
    keeping: &[&'a Article],
) -> Vec<(Option<usize>, &'a Article)> {
    let published = published.iter().enumerate();
    let mut both: Vec<(Option<usize>, &Article)> = published
        .map(|(at, article)| (Some(at), &**article))
        .chain(keeping.iter().map(|absent| (None, *absent)))
        .filter(|(_, article)| article.role != Role::Introduction)
        .collect();
    both.par_sort_by(|(_, a), (_, b)| comes_out(a).cmp(&comes_out(b)));
    both
}

/// When an article comes out: on its date, or later if it is held back.
fn comes_out(article: &Article) -> (Option<(i64, i64)>, &SourcePath) {
    let (date, path) = order(article);
    let held_back = article.embargo;
    let embargo = held_back.map(|moment| (moment.day_number(), moment.seconds()));
    (date.max(embargo), path)
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
