//! Whose is what lies at a target, where notes do not say it for certain: its bytes tell.
//!
//! A journal says what was to be put, and not what was: somebody else's file may have been in its place, or come there
//! since. What lies compressed beside a file is held against that file.

use std::collections::{BTreeMap, BTreeSet};

use super::headers::beside_of;
use super::plan::{Before, Entry, Seen, find};
use super::target::{Fault, Target};
use crate::config::Encoding;
use crate::digest::FileDigest;

/// What is to be proved of a path: of which file it is, and how it is compressed where it lies beside that.
struct Doubt {
    plain: String,
    encoding: Option<Encoding>,
}

/// Looks whose is what was seen at paths that the journal names, and beside files that are to have something beside
/// them: `wanted` are the ends of those names.
pub(super) fn prove(
    place: &dyn Target,
    site: &[Entry],
    before: &mut Before,
    wanted: &[String],
) -> Result<(), Fault> {
    let is_other = |path: &String| {
        let seen = before.seen.as_ref().and_then(|seen| seen.get(path));
        seen == Some(&Seen::Other)
    };
    let ends = before.beside.iter().chain(&before.beside_cut);
    let ends: BTreeSet<&String> = ends.chain(wanted).collect();
    let ends: Vec<String> = ends.into_iter().cloned().collect();
    let mut doubts = BTreeMap::new();
    for (path, held) in &before.uncertain {
        if held.contains(&None) && is_other(path) {
            let plain = path.clone();
            let encoding = None;
            doubts.insert(path.clone(), Doubt { plain, encoding });
        }
        let kind = find(site, path).or_else(|| before.listed(path));
        let kind = kind.map_or("", |entry| &entry.kind);
        doubts.extend(beside(site, path, kind, &ends).filter(|(path, _)| is_other(path)));
    }
    for entry in site {
        let beside = beside(site, &entry.path, &entry.kind, wanted);
        doubts.extend(beside.filter(|(path, _)| is_other(path) && !before.owns(path)));
    }
    let hashes = hashes(place, &doubts)?;
    let looked = doubts.into_iter().filter_map(|(path, doubt)| {
        let hash = hashes.get(&path);
        let now = find(site, &doubt.plain).map(|entry| &entry.digest);
        let seen = match hash.is_some() && hash == now {
            true => Seen::Right,
            false if is_named(before, &doubt, hash) || before.owns(&path) => Seen::Ours,
            false => return None,
        };
        Some((path, seen))
    });
    let looked: Vec<(String, Seen)> = looked.collect();
    if let Some(seen) = &mut before.seen {
        seen.extend(looked);
    }
    Ok(())
}

/// Those of `paths` that hold what the journal says that they may hold: nobody else put it there.
pub(super) fn proved(
    place: &dyn Target,
    before: &Before,
    paths: &[String],
) -> Result<BTreeSet<String>, Fault> {
    let ends: Vec<&String> = before.beside.iter().chain(&before.beside_cut).collect();
    let doubt = |path: &String| {
        if before.uncertain.contains_key(path) {
            let plain = path.clone();
            return Some((
                path.clone(),
                Doubt {
                    plain,
                    encoding: None,
                },
            ));
        }
        ends.iter().find_map(|end| {
            let plain = path.strip_suffix(end.as_str())?.to_owned();
            let encoding = Some(Encoding::of_extension(end)?);
            Some((path.clone(), Doubt { plain, encoding }))
        })
    };
    let doubts = paths.iter().filter_map(doubt).collect();
    let hashes = hashes(place, &doubts)?;
    let proved = doubts.into_iter().filter(|(path, doubt)| {
        let hash = hashes.get(path);
        is_named(before, doubt, hash)
    });
    Ok(proved.map(|(path, _)| path).collect())
}

fn is_named(before: &Before, doubt: &Doubt, hash: Option<&FileDigest>) -> bool {
    let held = before.uncertain.get(&doubt.plain);
    held.is_some_and(|held| hash.is_some() && held.contains(&hash.copied()))
}

fn hashes(
    place: &dyn Target,
    doubts: &BTreeMap<String, Doubt>,
) -> Result<BTreeMap<String, FileDigest>, Fault> {
    let paths = doubts
        .iter()
        .map(|(path, doubt)| (path.clone(), doubt.encoding));
    let paths: Vec<_> = paths.collect();
    match paths.is_empty() {
        true => Ok(BTreeMap::new()),
        false => place.hashes(&paths),
    }
}

/// What may lie compressed beside the file at `plain`: not what is a file of the site's own.
fn beside(
    site: &[Entry],
    plain: &str,
    kind: &str,
    ends: &[String],
) -> impl Iterator<Item = (String, Doubt)> {
    let paths = beside_of(plain, kind, ends).into_iter();
    paths.filter_map(move |path| {
        let encoding = Encoding::of_extension(path.strip_prefix(plain)?);
        let plain = plain.to_owned();
        let is_own = find(site, &path).is_some() || encoding.is_none();
        (!is_own).then_some((path, Doubt { plain, encoding }))
    })
}
