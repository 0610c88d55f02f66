//! What was published, what is there and what is to be there -> the steps that lead from one to the other.
//!
//! Pure. The order of the steps is that of readers: whatever a page shows or leads to is there before the page
//! is, and nothing is deleted while a page still leads to it.

use std::collections::{BTreeMap, BTreeSet};

use super::give_way::{is_in_the_way, settle};
use super::headers::beside_of;
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
    /// The ends of the names of compressed files that lie beside those of the receipt.
    pub beside: Vec<String>,
    /// The ends of those that a publish that was cut short may have put beside its files.
    pub beside_cut: Vec<String>,
    /// Everything is sent again: it is to be published in another way than it was.
    pub resend: bool,
}

impl Before {
    /// The file of the receipt at `path`.
    pub fn listed(&self, path: &str) -> Option<&Entry> {
        find(&self.receipt, path)
    }

    /// Whether a publish of this site put something at `path`, which may be replaced and deleted whatever it is now.
    pub fn owns(&self, path: &str) -> bool {
        let is_proved = || {
            let seen = self.seen.as_ref().and_then(|seen| seen.get(path));
            matches!(seen, Some(Seen::Ours | Seen::Right))
        };
        self.put(path) || is_proved() || self.put_beside(path)
    }

    /// Whether a file was put at `path` for certain.
    fn put(&self, path: &str) -> bool {
        if self.retired.contains_key(path) {
            return true;
        }
        match (self.uncertain.get(path), &self.seen) {
            (None, _) => self.listed(path).is_some(),
            // A journal tells what was to be put there: only the bytes tell whether it was.
            (Some(held), Some(_)) if held.contains(&None) => false,
            (Some(held), _) => held.iter().any(Option::is_some),
        }
    }

    /// The same of a compressed file beside another.
    fn put_beside(&self, path: &str) -> bool {
        self.beside.iter().any(|end| {
            let plain = path.strip_suffix(end.as_str());
            plain.is_some_and(|plain| {
                let kind = self.listed(plain).map_or("", |entry| &entry.kind);
                self.put(plain) && beside_of(plain, kind, std::slice::from_ref(end)).len() == 1
            })
        })
    }

    /// What is at `path`, where it was looked at.
    fn is_at(&self, path: &str) -> Option<Seen> {
        self.seen.as_ref().and_then(|seen| seen.get(path)).copied()
    }
}

/// What the owner wants.
#[derive(Debug, Clone, Copy, Default)]
pub struct Wishes<'a> {
    /// How many files may be deleted; `None` for the default.
    pub max_deletes: Option<usize>,
    /// For how many seconds files stay that the site has no longer.
    pub grace: u64,
    /// The ends of the names of compressed files that are to lie beside the others.
    pub beside: &'a [String],
    /// Files are in folders there, and none has the name of a folder.
    pub has_folders: bool,
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
    /// The compressed files beside it.
    pub beside: Vec<Beside>,
    /// What gives way for it: files of the site's in whose place a folder must be, or that are in a folder in its place.
    pub instead_of: Vec<String>,
}

impl Put {
    /// Whatever is in its place may be replaced.
    pub fn replaces(&mut self) {
        self.is_new = false;
        self.beside
            .iter_mut()
            .for_each(|beside| beside.is_new = false);
    }

    /// The same of what is at those of `paths`.
    pub fn replaces_any(&mut self, paths: &BTreeSet<String>) {
        self.is_new &= !paths.contains(&self.entry.path);
        for beside in &mut self.beside {
            beside.is_new &= !paths.contains(&beside.path);
        }
    }
}

/// A compressed file that is put beside another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Beside {
    /// Its path.
    pub path: String,
    /// Nothing was ever published here.
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
    /// The compressed files that are deleted, beside those or because they are not wanted any more.
    pub delete_beside: BTreeSet<String>,
    /// What of both is not deleted at the end, but gives way for files that are sent.
    pub give_way: BTreeSet<String>,
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
        self.files() == 0 && self.delete.is_empty() && self.delete_beside.is_empty()
    }
}

/// Plans how a target is led from `before` to `now`, which is in the order of its paths.
pub fn plan(now: &[Entry], before: &Before, wishes: &Wishes) -> Plan {
    let mut plan = Plan::default();
    for entry in now {
        let certain = BTreeSet::from([before.listed(&entry.path).map(|entry| entry.digest)]);
        let may_hold = before.uncertain.get(&entry.path).unwrap_or(&certain);
        let is_right = match &before.seen {
            None => may_hold.iter().all(|held| *held == Some(entry.digest)),
            Some(seen) => seen.get(&entry.path) == Some(&Seen::Right),
        };
        let is_ours = is_right || before.owns(&entry.path);
        if !is_ours && before.is_at(&entry.path).is_some() {
            plan.foreign.push(entry.path.clone());
        }
        let beside = wanted_beside(now, entry, wishes);
        let foreign = beside
            .iter()
            .filter(|path| matches!(before.is_at(path), Some(Seen::Other)) && !before.owns(path));
        plan.foreign.extend(foreign.cloned());
        let is_right = is_right && beside.iter().all(|path| is_right_beside(before, path));
        if is_right && !before.resend {
            plan.unchanged += 1;
            continue;
        }
        let is_missing = match &before.seen {
            None => may_hold.contains(&None),
            Some(seen) => !seen.contains_key(&entry.path),
        };
        let beside = beside.into_iter().map(|path| Beside {
            is_new: !before.owns(&path),
            path,
        });
        let put = Put {
            is_new: !is_ours,
            entry: entry.clone(),
            beside: beside.collect(),
            instead_of: Vec::new(),
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
    if wishes.has_folders {
        settle(&mut plan, now, before);
    }
    plan
}

/// The compressed files that are to lie beside `entry`: a file of the site's own of that name goes before them.
fn wanted_beside(now: &[Entry], entry: &Entry, wishes: &Wishes) -> Vec<String> {
    let mut paths = beside_of(&entry.path, &entry.kind, wishes.beside);
    paths.retain(|path| find(now, path).is_none());
    paths
}

/// Whether the compressed file at `path`, beside a file that is right, is of the same bytes.
fn is_right_beside(before: &Before, path: &str) -> bool {
    // What was a file of the site's own has bytes of its own.
    let is_known = || before.listed(path).is_none() && before.owns(path);
    match (&before.seen, before.is_at(path)) {
        (None, _) => !before.uncertain.contains_key(path) && before.listed(path).is_none(),
        (Some(_), None | Some(Seen::Ours)) => false,
        (Some(_), Some(Seen::Right)) => true,
        (Some(_), Some(Seen::Other)) => is_known(),
    }
}

/// The file of `files`, which are in the order of their paths, at `path`.
pub fn find<'e>(files: &'e [Entry], path: &str) -> Option<&'e Entry> {
    let found = files.binary_search_by(|entry| entry.path.as_str().cmp(path));
    found.ok().and_then(|at| files.get(at))
}

/// What the site has no longer: only what a receipt of this site put there.
fn deletions(now: &[Entry], before: &Before, wishes: &Wishes, plan: &mut Plan) {
    let is_beside = |path: &str| {
        wishes.beside.iter().any(|end| {
            let plain = path.strip_suffix(end.as_str());
            let plain = plain.and_then(|plain| find(now, plain));
            plain.is_some_and(|entry| wanted_beside(now, entry, wishes).iter().any(|b| b == path))
        })
    };
    let is_now = |path: &str| find(now, path).is_some() || is_beside(path);
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
        let gives_way = wishes.has_folders && is_in_the_way(now, path);
        match gives_way || since.saturating_add(grace) <= wishes.now {
            true => plan.delete.push(path.clone()),
            false => {
                plan.retired.insert(path.clone(), since);
            }
        }
    }
    let kind = |path: &str| before.listed(path).map_or("", |entry| entry.kind.as_str());
    let mut beside = BTreeSet::new();
    let ends: BTreeSet<&String> = before.beside.iter().chain(&before.beside_cut).collect();
    let ends: Vec<String> = ends.into_iter().cloned().collect();
    // Of what a cut publish sent or deleted, what lies beside may be there alone.
    let cut = before.uncertain.keys();
    let cut = cut.filter(|path| !is_now(path) && !plan.retired.contains_key(*path));
    for path in plan.delete.iter().chain(cut) {
        beside.extend(beside_of(path, kind(path), &ends));
    }
    // Encodings that are not wanted any more would be sent to readers instead of the new files.
    let unwanted = ends.into_iter().filter(|end| !wishes.beside.contains(end));
    let unwanted: Vec<String> = unwanted.collect();
    if !unwanted.is_empty() {
        let listed = before.receipt.iter().map(|entry| &entry.path);
        let all = listed
            .chain(before.uncertain.keys())
            .chain(before.retired.keys());
        beside.extend(all.flat_map(|path| beside_of(path, kind(path), &unwanted)));
    }
    beside.retain(|path| {
        let is_other = before.listed(path).is_some() || plan.retired.contains_key(path);
        !is_now(path) && !is_other && is_there(path) && before.owns(path)
    });
    plan.delete_beside = beside;
}

#[cfg(test)]
mod tests;
