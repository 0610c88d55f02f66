//! Files that must go before others can come: a folder cannot have the name of a file, nor a file that of a folder.
//!
//! Pure. Where the site had a file that now is a folder, or the reverse, the former gives way at the moment the latter
//! comes, and is not kept for readers who come late.

use std::collections::BTreeSet;

use super::plan::{Before, Entry, Plan, find};

/// Whether a file at `path` stands where one of `now` needs a folder, or is in a folder where one of `now` is to be.
pub(super) fn is_in_the_way(now: &[Entry], path: &str) -> bool {
    let below = format!("{path}/");
    let at = now.partition_point(|entry| entry.path < below);
    let is_folder = now
        .get(at)
        .is_some_and(|entry| entry.path.starts_with(&below));
    is_folder || folders(path).any(|folder| find(now, folder).is_some())
}

/// Says of each file that is sent what gives way for it, and names what does not since it is somebody else's.
pub(super) fn settle(plan: &mut Plan, now: &[Entry], before: &Before) {
    let deleted = plan.delete.iter().chain(&plan.delete_beside);
    plan.give_way = deleted
        .filter(|path| is_in_the_way(now, path))
        .cloned()
        .collect();
    let mut left = plan.give_way.clone();
    let mut foreign = Vec::new();
    for put in plan.steps.iter_mut().flatten() {
        let path = put.entry.path.as_str();
        let below = format!("{path}/");
        if let Some(seen) = &before.seen {
            let folders = folders(path).filter(|folder| seen.contains_key(*folder));
            let inside = seen.range(below.clone()..).map(|(path, _)| path.as_str());
            let inside = inside.take_while(|path| path.starts_with(&below));
            let theirs = folders
                .chain(inside)
                .filter(|path| !plan.give_way.contains(*path));
            foreign.extend(theirs.map(str::to_owned));
        }
        if left.is_empty() {
            continue;
        }
        let inside = left.range(below.clone()..);
        let inside = inside.take_while(|path| path.starts_with(&below));
        let mut instead_of: BTreeSet<String> = inside.cloned().collect();
        instead_of.extend(folders(path).filter_map(|folder| left.get(folder).cloned()));
        left.retain(|path| !instead_of.contains(path));
        put.instead_of = instead_of.into_iter().collect();
    }
    plan.foreign.extend(foreign);
    plan.foreign.sort();
    plan.foreign.dedup();
}

/// The folders in which `path` is.
fn folders(path: &str) -> impl Iterator<Item = &str> {
    path.match_indices('/').filter_map(|(at, _)| path.get(..at))
}
