//! The addresses of a plan, as lines a lock would have.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use rayon::prelude::*;

use super::line::{Line, What, column};
use crate::archive::{Withheld, WithheldReason};
use crate::content::{CONTENT, Moment};
use crate::images::Form;
use crate::paths::SourcePath;
use crate::plan::{Kind, Page, Plan, StaticOrigin, View};

/// An address of the plan.
pub(super) struct Published<'a> {
    pub(super) line: Line<'a>,
    /// It is not kept, and may yet stand for an address that is.
    pub(super) is_kept: bool,
}

/// The address of a file of the output, without its first `/`.
fn url(path: &str) -> &str {
    match path.strip_suffix("index.html") {
        Some(folder) if folder.is_empty() || folder.ends_with('/') => folder,
        _ => path,
    }
}

/// The addresses of `plan` in the order of their bytes.
pub(super) fn published(plan: &Plan) -> Vec<Published<'_>> {
    let mut all: Vec<Published> = plan.pages.iter().filter_map(of).collect();
    // In the order of the files, but for each folder's own page.
    all.par_sort_by(|a, b| a.line.url.cmp(b.line.url));
    all
}

fn of(page: &Page) -> Option<Published<'_>> {
    let (what, day, is_kept) = match &page.view {
        View::Article(article) => (What::Article, article.card.date, true),
        View::Page(_) => (What::Page, None, true),
        View::Removed(tombstone) => match tombstone.published {
            Some(date) => (What::Article, Some(date), true),
            None => (What::Page, None, true),
        },
        View::Asset(asset) => {
            let beside = matches!(&asset.origin, StaticOrigin::Site(path) if is_content(path));
            (What::File, None, beside)
        }
        View::Stylesheet(_) => (What::File, None, false),
        View::Picture(picture) => match picture.form {
            Form::Cleaned => (What::File, None, is_content(&picture.source)),
            // Which smaller forms there are is for the settings to say: nobody links to one.
            Form::Fitted { .. } => return None,
        },
        View::Share(_) => return None,
        View::Redirect(redirect) => (What::Redirect, None, redirect.source.is_some()),
        view => (list(view.kind())?, None, true),
    };
    let owner = page.view.source().filter(|_| what.has_owner());
    Some(Published {
        line: Line {
            url: url(page.path.as_str()),
            what,
            source: owner.map_or(Cow::Borrowed(""), |source| column(source.as_str())),
            day: day.map(Moment::day),
            given_up: false,
        },
        is_kept,
    })
}

fn is_content(path: &SourcePath) -> bool {
    let below = path.as_str().strip_prefix(CONTENT);
    below.is_some_and(|below| below.starts_with('/'))
}

fn list(kind: Kind) -> Option<What> {
    Some(match kind {
        Kind::Home => What::Home,
        Kind::Section => What::Section,
        Kind::Tag => What::Tag,
        Kind::Tags => What::Tags,
        Kind::Author => What::Author,
        Kind::Authors => What::Authors,
        Kind::Archive => What::Archive,
        Kind::Year => What::Year,
        Kind::Month => What::Month,
        Kind::Day => What::Day,
        Kind::Series => What::Series,
        Kind::AllSeries => What::AllSeries,
        Kind::OnThisDay => What::OnThisDay,
        Kind::AllDays => What::AllDays,
        Kind::Corrections => What::Corrections,
        Kind::Feed => What::Feed,
        _ => return None,
    })
}

/// What the plan lacks on purpose.
#[derive(Debug, Default)]
pub struct Absences {
    /// Articles whose time has passed, by their files.
    expired: BTreeSet<String>,
    /// Other articles that are not published, and why.
    withheld: BTreeMap<String, WithheldReason>,
    /// The folders of articles that are not published, with a final `/`.
    folders: BTreeSet<String>,
    /// The lists they have left, by their landing pages.
    lists: BTreeMap<String, Left>,
}

/// What a list may have lost with the articles that have left it.
#[derive(Debug, Default)]
struct Left {
    /// The last numbered page it may have had with them.
    last: usize,
    /// It has a page still, and so its feeds.
    is_there: bool,
}

impl Absences {
    /// What `plan` lacks because an article has expired or was removed.
    pub fn new(plan: &Plan, withheld: &[Withheld]) -> Self {
        let mut absences = Absences::default();
        let bundle = |source: &SourcePath| {
            let is_bundle = source.file_name().starts_with("index.");
            is_bundle.then(|| format!("{}/", column(source.folder())))
        };
        for withheld in withheld {
            let source = column(withheld.source.as_str()).into_owned();
            if withheld.reason == WithheldReason::Expired {
                absences.folders.extend(bundle(&withheld.source));
                absences.expired.insert(source);
            } else {
                absences.withheld.insert(source, withheld.reason);
            }
        }
        let tombstones = plan.pages.iter().filter_map(|page| match &page.view {
            View::Removed(tombstone) => bundle(&tombstone.source),
            _ => None,
        });
        absences.folders.extend(tombstones);
        for list in &plan.vacated {
            let left = Left {
                last: list.pages,
                is_there: false,
            };
            let landing = list.url.as_str().trim_start_matches('/');
            absences.lists.insert(landing.to_owned(), left);
        }
        if !absences.lists.is_empty() {
            absences.look_at(plan);
        }
        absences
    }

    /// Looks which of the lists are there still, and counts the pages they may have lost from the last they have.
    fn look_at(&mut self, plan: &Plan) {
        let mut last: BTreeMap<&str, usize> = BTreeMap::new();
        let lists = plan.pages.iter();
        for page in lists.filter(|page| list(page.view.kind()).is_some()) {
            let url = url(page.path.as_str());
            if let Some((landing, number)) = numbered(url) {
                let last = last.entry(landing).or_default();
                *last = number.max(*last);
            } else if let Some(left) = self.lists.get_mut(url) {
                left.is_there = true;
            }
        }
        for (landing, left) in &mut self.lists {
            left.last += last.get(landing.as_str()).copied().unwrap_or_default();
        }
    }

    /// Whether an article is there and not published.
    pub(super) fn withholds(&self, source: &str) -> bool {
        self.expired.contains(source) || self.withheld.contains_key(source)
    }

    /// Why an article that has not expired is not published; none if it is, or is not there.
    pub(super) fn reason(&self, source: &str) -> Option<WithheldReason> {
        self.withheld.get(source).copied()
    }

    /// Whether the address of `line` may be gone.
    pub(super) fn excuse(&self, line: &Line) -> bool {
        match line.what {
            What::Article | What::Page | What::Redirect => self.expired.contains(&*line.source),
            What::File => {
                let ends = line.source.match_indices('/').map(|(at, _)| at + 1);
                ends.into_iter()
                    .any(|end| self.folders.contains(&line.source[..end]))
            }
            _ => match numbered(line.url) {
                Some((list, number)) => {
                    self.lists.get(list).is_some_and(|left| number <= left.last)
                }
                // A list or a feed of it.
                None => {
                    let list = self.lists.get(landing(line.url));
                    list.is_some_and(|left| !left.is_there)
                }
            },
        }
    }
}

/// The landing page and the number of a numbered page of a list.
fn numbered(url: &str) -> Option<(&str, usize)> {
    let list = landing(url);
    let below = url.strip_prefix(list)?.strip_prefix("page/")?;
    Some((list, below.strip_suffix('/')?.parse().ok()?))
}

/// The landing page of the list that a numbered page or a feed is of.
fn landing(url: &str) -> &str {
    let folder = match url.strip_suffix('/') {
        // `x/page/3/`
        Some(folder) => folder
            .rsplit_once('/')
            .filter(|(_, number)| number.bytes().all(|byte| byte.is_ascii_digit()))
            .and_then(|(rest, _)| match rest {
                "page" => Some(""),
                rest => rest.strip_suffix("page").filter(|rest| rest.ends_with('/')),
            }),
        // `x/atom.xml`
        None => url.rsplit_once('/').map(|(folder, _)| {
            let end = folder.len() + 1;
            &url[..end]
        }),
    };
    folder.unwrap_or(url)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_those_a_server_answers() {
        for (path, expected) in [
            ("index.html", ""),
            ("a/index.html", "a/"),
            ("a/photo.jpg", "a/photo.jpg"),
            ("a/myindex.html", "a/myindex.html"),
        ] {
            assert_eq!(url(path), expected);
        }
    }

    #[test]
    fn numbered_pages_and_feeds_belong_to_their_list() {
        for (url, expected) in [
            ("", ""),
            ("page/2/", ""),
            ("tags/ماء/", "tags/ماء/"),
            ("tags/ماء/page/12/", "tags/ماء/"),
            ("tags/ماء/atom.xml", "tags/ماء/"),
            ("tags/page/", "tags/page/"),
            ("tags/homepage/2/", "tags/homepage/2/"),
            ("2022/01/", "2022/01/"),
        ] {
            assert_eq!(landing(url), expected, "{url}");
        }
    }
}
