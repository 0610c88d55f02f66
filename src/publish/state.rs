//! The state of a target as bytes and back: what is there, as the difference from the receipt that lies there.
//!
//! It is small and written last, and with it a publish is done: one article in an archive of a hundred thousand
//! costs some hundred bytes and not the whole receipt. Where the differences have become many, the receipt is written
//! anew, before the state.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::plan::{Entry, Role};
use crate::build::Record;
use crate::build::receipt::{Joined, Total, joined};
use crate::digest::{Digest, FileDigest};

/// How files were published, what differs from the receipt that lies there, and what is to be deleted later.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct State {
    /// The version of the format.
    state: u32,
    /// The run that wrote it.
    pub run: String,
    /// The root hash of what is there.
    pub root: String,
    /// The root hash of the receipt that lies there.
    pub base: String,
    /// How files were published, as a hash of the settings that decide it.
    pub way: String,
    /// The encodings that lie beside files, by the ends of their names.
    pub beside: Vec<String>,
    /// What the site has no longer, with the time since when.
    pub retired: BTreeMap<String, i64>,
    /// What differs from the receipt that lies there; nothing for what is gone.
    changes: BTreeMap<String, Option<Kept>>,
}

/// A file, as a receipt has it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Kept {
    blake3: String,
    size: u64,
    kind: String,
}

const FORMAT: u32 = 1;

/// Fewer differences than that are no reason for a new receipt.
const FEW: usize = 500;

/// Of how many files one may differ.
const SHARE: usize = 32;

impl State {
    /// The state after a publish of `site`, of `root`, by `run`, in this `way`. The receipt is still to be written if
    /// it is its own base.
    pub fn after(
        &self,
        before: &[Entry],
        site: &[Entry],
        root: &str,
        run: &str,
        way: &str,
    ) -> State {
        let mut changes = self.changes.clone();
        let order = |a: &&Entry, b: &&Entry| a.path.cmp(&b.path);
        for pair in joined(before, site, order) {
            match pair {
                Joined::Left(gone) => {
                    changes.insert(gone.path.clone(), None);
                }
                Joined::Right(now) => {
                    changes.insert(now.path.clone(), Some(Kept::of(now)));
                }
                Joined::Both(was, now) if was != now => {
                    changes.insert(now.path.clone(), Some(Kept::of(now)));
                }
                Joined::Both(..) => {}
            }
        }
        let is_new = self.base.is_empty() || changes.len() > FEW.max(site.len() / SHARE);
        State {
            state: FORMAT,
            run: run.to_owned(),
            root: root.to_owned(),
            base: match is_new {
                true => root.to_owned(),
                false => self.base.clone(),
            },
            way: way.to_owned(),
            beside: Vec::new(),
            retired: BTreeMap::new(),
            changes: match is_new {
                true => BTreeMap::new(),
                false => changes,
            },
        }
    }

    /// What is there, of the files of the receipt that lies there. Nothing where the two do not belong together.
    pub fn applied(&self, base: Vec<Entry>) -> Option<Vec<Entry>> {
        let mut files: BTreeMap<String, Entry> = base
            .into_iter()
            .map(|entry| (entry.path.clone(), entry))
            .collect();
        for (path, kept) in &self.changes {
            match kept {
                None => {
                    files.remove(path);
                }
                Some(kept) => {
                    files.insert(path.clone(), kept.entry(path)?);
                }
            }
        }
        let files: Vec<Entry> = files.into_values().collect();
        (root_of(&files) == self.root).then_some(files)
    }

    /// Its bytes.
    pub fn bytes(&self) -> Vec<u8> {
        // Texts and numbers are always JSON.
        serde_json::to_vec(self).unwrap_or_default()
    }

    /// Reads it.
    pub fn read(bytes: &[u8]) -> Option<State> {
        let state: State = serde_json::from_slice(bytes).ok()?;
        (state.state == FORMAT).then_some(state)
    }
}

impl Kept {
    fn of(entry: &Entry) -> Kept {
        Kept {
            blake3: entry.digest.to_string(),
            size: entry.size,
            kind: entry.kind.clone(),
        }
    }

    fn entry(&self, path: &str) -> Option<Entry> {
        Some(Entry {
            path: path.to_owned(),
            digest: FileDigest::from_hex(&self.blake3)?,
            size: self.size,
            role: Role::of(&self.kind, path),
            kind: self.kind.clone(),
        })
    }
}

fn root_of(files: &[Entry]) -> String {
    let files = files.iter().map(|entry| {
        let record = Record {
            view: Digest::default(),
            bytes: entry.digest,
            size: entry.size,
            modified: 0,
        };
        (entry.path.as_str(), record)
    });
    Total::of(files).root.to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn site(files: &[(&str, &str)]) -> Vec<Entry> {
        let mut files: Vec<Entry> = files
            .iter()
            .map(|(path, content)| Entry {
                path: (*path).into(),
                digest: FileDigest::of_bytes(content.as_bytes()),
                size: content.len() as u64,
                role: Role::Page,
                kind: "article".into(),
            })
            .collect();
        files.sort_by(|a, b| a.path.cmp(&b.path));
        files
    }

    #[test]
    fn what_is_there_is_the_receipt_and_what_changed_since() {
        let first = site(&[("a", "1"), ("b", "1"), ("c", "1")]);
        let sites = [
            site(&[("a", "2"), ("c", "1"), ("d", "1")]),
            site(&[("a", "1"), ("b", "2"), ("d", "1")]),
            site(&[]),
        ];
        let mut state = State::default().after(&[], &first, &root_of(&first), "0", "way");
        assert_eq!(state.base, state.root);
        assert_eq!(state.applied(first.clone()), Some(first.clone()));
        let mut before = first.clone();
        for now in sites {
            let next = state.after(&before, &now, &root_of(&now), "1", "way");
            let read = State::read(&next.bytes()).unwrap();
            assert_eq!(read.base, root_of(&first));
            assert_eq!(read.applied(first.clone()), Some(now.clone()));
            // Another receipt than the one it was counted from proves nothing.
            assert_eq!(read.applied(site(&[("x", "1")])), None);
            (state, before) = (read, now);
        }
    }

    #[test]
    fn a_receipt_is_written_anew_where_much_differs() {
        let many = |content: &str| -> Vec<Entry> {
            let paths: Vec<String> = (0..2 * FEW).map(|n| format!("{n:05}")).collect();
            let files: Vec<(&str, &str)> =
                paths.iter().map(|path| (path.as_str(), content)).collect();
            site(&files)
        };
        let (first, second) = (many("1"), many("2"));
        let state = State::default().after(&[], &first, &root_of(&first), "0", "way");
        let next = state.after(&first, &second, &root_of(&second), "1", "way");
        assert_eq!(next.base, next.root);
        assert_eq!(next.applied(second.clone()), Some(second));
    }
}
