//! What was published, what is there and what is to be there -> the steps that lead from one to the other.
//!
//! Pure. The order of the steps is that of readers: whatever a page shows or leads to is there before the page
//! is, and nothing is deleted while a page still leads to it.

use std::collections::{BTreeMap, BTreeSet};

use crate::digest::FileDigest;

/// What a file is to its readers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Role {
    /// What pages show: styles, pictures, fonts.
    Asset,
    /// A page.
    Page,
    /// Where readers and programs enter: homes, feeds, sitemaps, the page for what is not there, and the files
    /// a host reads its rules from.
    Entrance,
}

impl Role {
    /// The role of the file at `path`, of which a receipt says that it is of `kind`.
    pub fn of(kind: &str, path: &str) -> Role {
        match kind {
            "home" | "feed" | "sitemap" | "not-found" => Role::Entrance,
            // Owners' own files: what a host reads its rules from is copied as it is.
            _ if matches!(path, "_redirects" | "_headers" | ".htaccess") => Role::Entrance,
            // The smaller forms of pictures and share images are shown by pages, and go before them.
            "asset" | "picture" if !path.ends_with(".html") => Role::Asset,
            _ => Role::Page,
        }
    }
}

/// A file of the site.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// Its path.
    pub path: String,
    /// The hash of its bytes.
    pub digest: FileDigest,
    /// Its size.
    pub size: u64,
    /// What it is to its readers.
    pub role: Role,
    /// The word a receipt has for its kind.
    pub kind: String,
}

/// What is at a path of the target, as far as it was looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Seen {
    /// The bytes the site is to have there.
    Right,
    /// Others that a publish of this site put there before it was cut short.
    Ours,
    /// Something else.
    Other,
}

/// What is known of the target before anything is done.
#[derive(Debug, Clone, Default)]
pub struct Before {
    /// The files of the receipt that was published last, in the order of their paths.
    pub receipt: Vec<Entry>,
    /// What a publish that was cut short may have left: for each path, all it may hold; `None` for nothing.
    pub uncertain: BTreeMap<String, BTreeSet<Option<FileDigest>>>,
    /// What is there, where it was looked at: paths that are not named hold nothing.
    pub seen: Option<BTreeMap<String, Seen>>,
    /// Files that the site has no longer and that were left for readers who come late, with the time since when.
    pub retired: BTreeMap<String, i64>,
    /// Everything is sent again: it is to be published in another way than it was.
    pub resend: bool,
}

impl Before {
    /// The file of the receipt at `path`.
    pub fn listed(&self, path: &str) -> Option<&Entry> {
        let found = self
            .receipt
            .binary_search_by(|entry| entry.path.as_str().cmp(path));
        found.ok().and_then(|at| self.receipt.get(at))
    }

    /// Whether a publish of this site put something at `path`, which may be replaced and deleted whatever it is now.
    fn owns(&self, path: &str) -> bool {
        if self.retired.contains_key(path) {
            return true;
        }
        match (self.uncertain.get(path), &self.seen) {
            (None, _) => self.listed(path).is_some(),
            // A journal tells what was to be put there: only the bytes tell whether it was.
            (Some(held), Some(seen)) if held.contains(&None) => seen.get(path) == Some(&Seen::Ours),
            (Some(held), _) => held.iter().any(Option::is_some),
        }
    }
}

/// What the owner wants.
#[derive(Debug, Clone, Copy, Default)]
pub struct Wishes {
    /// How many files may be deleted; `None` for the default.
    pub max_deletes: Option<usize>,
    /// For how many seconds files stay that the site has no longer.
    pub grace: u64,
    /// The present, in seconds since 1970.
    pub now: i64,
}

/// A file to be sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Put {
    /// The file.
    pub entry: Entry,
    /// Nothing was ever published here: what is there is somebody else's.
    pub is_new: bool,
}

/// The steps before anything is deleted, in their order.
pub const STEPS: [&str; 5] = [
    "assets",
    "new pages",
    "new feeds and homes",
    "changed pages",
    "home, feeds and sitemaps",
];

/// What is to be done.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Plan {
    /// The files of each of [`STEPS`].
    pub steps: [Vec<Put>; STEPS.len()],
    /// What is deleted then, in order.
    pub delete: Vec<String>,
    /// What the site has no longer and stays for now, with the time since when.
    pub retired: BTreeMap<String, i64>,
    /// How many files are not of the site any more since the last publish.
    pub gone: usize,
    /// Most files that may be gone.
    pub most_gone: usize,
    /// What somebody else put in the place of a file of the site.
    pub foreign: Vec<String>,
    /// How many files are right as they are.
    pub unchanged: usize,
}

/// The least of what may be deleted without being asked for.
const FEW: usize = 50;

/// Of how many files one may be deleted without being asked for.
const SHARE: usize = 50;

impl Plan {
    /// How many files are sent.
    pub fn files(&self) -> usize {
        self.steps.iter().map(Vec::len).sum()
    }

    /// Their bytes.
    pub fn bytes(&self) -> u64 {
        let all = self.steps.iter().flatten();
        all.map(|put| put.entry.size).sum()
    }

    /// Whether nothing is sent or deleted.
    pub fn is_empty(&self) -> bool {
        self.files() == 0 && self.delete.is_empty()
    }
}

/// Plans how a target is led from `before` to `now`, which is in the order of its paths.
pub fn plan(now: &[Entry], before: &Before, wishes: &Wishes) -> Plan {
    let mut plan = Plan::default();
    for entry in now {
        let certain = BTreeSet::from([before.listed(&entry.path).map(|entry| entry.digest)]);
        let may_hold = before.uncertain.get(&entry.path).unwrap_or(&certain);
        let is_ours = before.owns(&entry.path);
        let is_right = match &before.seen {
            None => may_hold.iter().all(|held| *held == Some(entry.digest)),
            Some(seen) => match seen.get(&entry.path) {
                Some(Seen::Right) => true,
                Some(Seen::Ours | Seen::Other) => {
                    if !is_ours {
                        plan.foreign.push(entry.path.clone());
                    }
                    false
                }
                None => false,
            },
        };
        if is_right && !before.resend {
            plan.unchanged += 1;
            continue;
        }
        let is_missing = match &before.seen {
            None => may_hold.contains(&None),
            Some(seen) => !seen.contains_key(&entry.path),
        };
        let put = Put {
            is_new: !is_ours && !is_right,
            entry: entry.clone(),
        };
        let step = match (entry.role, is_missing) {
            (Role::Asset, _) => 0,
            (Role::Page, true) => 1,
            // The home of a whole site comes last even where none was there: nobody has entered yet.
            (Role::Entrance, true) if entry.path != "index.html" => 2,
            (Role::Page, false) => 3,
            (Role::Entrance, _) => 4,
        };
        plan.steps[step].push(put);
    }
    deletions(now, before, wishes, &mut plan);
    plan
}

/// What the site has no longer: only what a receipt of this site put there.
fn deletions(now: &[Entry], before: &Before, wishes: &Wishes, plan: &mut Plan) {
    let is_now = |path: &str| {
        let found = now.binary_search_by(|entry| entry.path.as_str().cmp(path));
        found.is_ok()
    };
    let is_there = |path: &str| {
        before
            .seen
            .as_ref()
            .is_none_or(|seen| seen.contains_key(path))
    };
    let listed = before.receipt.iter().map(|entry| &entry.path);
    let perhaps = before
        .uncertain
        .iter()
        .filter(|(_, held)| held.iter().any(Option::is_some))
        .map(|(path, _)| path);
    let mut gone: BTreeMap<&String, i64> = BTreeMap::new();
    for path in listed.chain(perhaps) {
        gone.insert(path, wishes.now);
    }
    gone.extend(before.retired.iter().map(|(path, since)| (path, *since)));
    gone.retain(|path, _| !is_now(path) && is_there(path) && before.owns(path));
    plan.gone = gone
        .keys()
        .filter(|path| !before.retired.contains_key(**path))
        .count();
    plan.most_gone = wishes
        .max_deletes
        .unwrap_or_else(|| FEW.max(before.receipt.len() / SHARE));
    let grace = i64::try_from(wishes.grace).unwrap_or(i64::MAX);
    for (path, since) in gone {
        match since.saturating_add(grace) <= wishes.now {
            true => plan.delete.push(path.clone()),
            false => {
                plan.retired.insert(path.clone(), since);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry(path: &str, content: &str, kind: &str) -> Entry {
        Entry {
            path: path.into(),
            digest: FileDigest::of_bytes(content.as_bytes()),
            size: content.len() as u64,
            role: Role::of(kind, path),
            kind: kind.into(),
        }
    }

    fn site(files: &[(&str, &str, &str)]) -> Vec<Entry> {
        let mut files: Vec<Entry> = files.iter().map(|(p, c, k)| entry(p, c, k)).collect();
        files.sort_by(|a, b| a.path.cmp(&b.path));
        files
    }

    fn names(plan: &Plan) -> Vec<Vec<&str>> {
        plan.steps
            .iter()
            .map(|puts| puts.iter().map(|put| put.entry.path.as_str()).collect())
            .collect()
    }

    fn before(files: &[(&str, &str, &str)]) -> Before {
        Before {
            receipt: site(files),
            ..Before::default()
        }
    }

    const OLD: [(&str, &str, &str); 5] = [
        ("index.html", "1", "home"),
        ("a/index.html", "1", "article"),
        ("b/index.html", "1", "article"),
        ("feed.xml", "1", "feed"),
        ("style.css", "1", "asset"),
    ];

    #[test]
    fn what_pages_show_goes_before_them() {
        for (kind, path) in [
            ("asset", "style.css"),
            ("picture", "2022/01/10/a/boat.480.webp"),
        ] {
            assert_eq!(Role::of(kind, path), Role::Asset, "{path}");
        }
        for (kind, path) in [("article", "a/index.html"), ("asset", "own/index.html")] {
            assert_eq!(Role::of(kind, path), Role::Page, "{path}");
        }
    }

    #[test]
    fn what_a_page_needs_is_there_before_it() {
        let now = site(&[
            ("index.html", "2", "home"),
            ("a/index.html", "2", "article"),
            ("c/index.html", "1", "article"),
            ("c/photo.jpg", "1", "asset"),
            ("en/index.html", "1", "home"),
            ("feed.xml", "2", "feed"),
            ("style.css", "1", "asset"),
        ]);
        let plan = plan(&now, &before(&OLD), &Wishes::default());
        assert_eq!(
            names(&plan),
            [
                vec!["c/photo.jpg"],
                vec!["c/index.html"],
                vec!["en/index.html"],
                vec!["a/index.html"],
                vec!["feed.xml", "index.html"],
            ]
        );
        assert_eq!(plan.delete, ["b/index.html"]);
        assert_eq!(plan.unchanged, 1);
    }

    #[test]
    fn the_home_of_a_new_site_comes_last() {
        let plan = plan(&site(&OLD), &Before::default(), &Wishes::default());
        assert_eq!(names(&plan)[4], ["index.html"]);
        assert!(plan.steps.iter().flatten().all(|put| put.is_new));
        assert!(plan.delete.is_empty());
    }

    #[test]
    fn nothing_is_done_where_nothing_changed() {
        let plan = plan(&site(&OLD), &before(&OLD), &Wishes::default());
        assert!(plan.is_empty());
        assert_eq!(plan.unchanged, 5);
    }

    #[test]
    fn a_publish_that_was_cut_is_finished_whatever_of_it_is_there() {
        let digest = |content: &str| Some(FileDigest::of_bytes(content.as_bytes()));
        let mut known = before(&OLD);
        known.uncertain = BTreeMap::from([
            (
                "a/index.html".to_owned(),
                BTreeSet::from([digest("1"), digest("2")]),
            ),
            (
                "new/index.html".to_owned(),
                BTreeSet::from([None, digest("1")]),
            ),
            (
                "b/index.html".to_owned(),
                BTreeSet::from([None, digest("1")]),
            ),
        ]);
        let plan = plan(&site(&OLD), &known, &Wishes::default());
        // What may be missing is put before pages that may lead there, and is not taken for somebody else's.
        assert_eq!(names(&plan)[1], ["b/index.html"]);
        assert_eq!(names(&plan)[3], ["a/index.html"]);
        assert!(plan.steps.iter().flatten().all(|put| !put.is_new));
        assert_eq!(plan.delete, ["new/index.html"]);
    }

    #[test]
    fn what_was_looked_at_is_believed() {
        let mut known = before(&OLD);
        known.seen = Some(BTreeMap::from([
            ("index.html".to_owned(), Seen::Right),
            ("a/index.html".to_owned(), Seen::Other),
            ("style.css".to_owned(), Seen::Right),
            ("feed.xml".to_owned(), Seen::Right),
            ("z.html".to_owned(), Seen::Other),
            ("foreign.txt".to_owned(), Seen::Other),
        ]));
        let mut now = site(&OLD);
        now.push(entry("z.html", "1", "article"));
        let plan = plan(&now, &known, &Wishes::default());
        assert_eq!(names(&plan)[1], ["b/index.html"]);
        assert_eq!(names(&plan)[3], ["a/index.html", "z.html"]);
        assert_eq!(plan.foreign, ["z.html"]);
        assert!(plan.delete.is_empty());
    }

    #[test]
    fn what_is_gone_waits_for_readers_who_come_late() {
        let now = site(&OLD[..2]);
        let wishes = |now| Wishes {
            grace: 60,
            now,
            max_deletes: None,
        };
        let first = plan(&now, &before(&OLD), &wishes(1000));
        assert!(first.delete.is_empty());
        assert_eq!((first.gone, first.retired.len()), (3, 3));
        let mut later = before(&OLD[..2]);
        later.retired = first.retired;
        let second = plan(&now, &later, &wishes(1059));
        assert!(second.delete.is_empty());
        assert_eq!((second.gone, second.retired.len()), (0, 3));
        let third = plan(&now, &later, &wishes(1060));
        assert_eq!(third.delete, ["b/index.html", "feed.xml", "style.css"]);
        assert!(third.retired.is_empty());
        // What comes back is not deleted.
        let fourth = plan(&site(&OLD), &later, &wishes(1060));
        assert!(fourth.delete.is_empty() && fourth.retired.is_empty());
        assert_eq!(fourth.files(), 3);
    }

    #[test]
    fn how_much_may_go_at_once_grows_with_the_site() {
        let many: Vec<Entry> = (0..10_000)
            .map(|n| entry(&format!("{n:05}.html"), "1", "article"))
            .collect();
        let known = Before {
            receipt: many,
            ..Before::default()
        };
        let all = plan(&[], &known, &Wishes::default());
        assert_eq!((all.gone, all.most_gone), (10_000, 200));
        let few = plan(&[], &before(&OLD), &Wishes::default());
        assert_eq!((few.gone, few.most_gone), (5, 50));
    }
}
