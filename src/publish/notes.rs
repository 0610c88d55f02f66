//! What a publisher leaves at a target for the next one, as bytes and back.
//!
//! Four files that readers do not meet: a receipt of what was published; the state, put there after all else, which
//! says how files were published and what differs from the receipt since; the journal of a publish that is under
//! way, put there before all else; and the lock, which says who is publishing. Nothing of a machine but its name and a user's is in
//! them, and no secret.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{Read, Write};

use flate2::Compression;
use flate2::read::GzDecoder;
use flate2::write::GzEncoder;
use serde::{Deserialize, Serialize};

use super::plan::{Before, Entry, Plan, Role};
use crate::build::receipt::{Damage, Reader};
use crate::digest::FileDigest;

/// One of a publisher's own files.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Note {
    /// A receipt of what was published.
    Receipt,
    /// What a publish that is under way may have changed.
    Journal,
    /// What differs from it since, how files were published, and what is to be deleted later.
    State,
    /// Who is publishing.
    Lock,
}

impl Note {
    /// All of them.
    pub const ALL: [Note; 4] = [Note::Receipt, Note::Journal, Note::State, Note::Lock];

    /// Its name below the target.
    pub fn path(self) -> &'static str {
        match self {
            Note::Receipt => ".warraq-receipt.json.gz",
            Note::Journal => ".warraq-journal.json.gz",
            Note::State => ".warraq-state.json.gz",
            Note::Lock => ".warraq-lock.json",
        }
    }

    /// Whether `path` is one of a publisher's own files.
    pub fn is_at(path: &str) -> bool {
        let is_lock = || path.starts_with(LOCK) && path.ends_with(".json") && !path.contains('/');
        Note::ALL.iter().any(|note| note.path() == path) || is_lock()
    }
}

/// How the name of a lock begins where each publisher puts its own.
pub(super) const LOCK: &str = ".warraq-lock-";

/// Most of a note that is read, unpacked: a receipt of some ten million files.
const MOST: u64 = 4 << 30;

/// `bytes` as they are kept at a target.
pub fn pack(bytes: &[u8]) -> Vec<u8> {
    let mut packed = GzEncoder::new(Vec::new(), Compression::new(6));
    // Writing to memory does not fail.
    let _ = packed.write_all(bytes);
    packed.finish().unwrap_or_default()
}

/// What was packed. A server may have unpacked it on the way.
pub fn unpack(bytes: Vec<u8>) -> Result<Vec<u8>, String> {
    if !bytes.starts_with(&[0x1f, 0x8b]) {
        return Ok(bytes);
    }
    let mut whole = Vec::new();
    let mut from = GzDecoder::new(bytes.as_slice()).take(MOST);
    match from.read_to_end(&mut whole) {
        Ok(_) => Ok(whole),
        Err(error) => Err(error.to_string()),
    }
}

/// The files a receipt lists, in order, and its root hash.
pub fn entries(receipt: &[u8]) -> Result<(Vec<Entry>, String), Damage> {
    let mut reader = Reader::open(receipt)?;
    let mut entries = Vec::new();
    while let Some(listed) = reader.next_file()? {
        entries.push(Entry {
            role: Role::of(&listed.kind, &listed.path),
            path: listed.path,
            digest: listed.digest,
            size: listed.size,
            kind: listed.kind,
        });
    }
    Ok((entries, reader.head().root.clone()))
}

/// What a publish that is under way may have changed.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Journal {
    /// The version of the format.
    journal: u32,
    /// The run that wrote it: where the state is of the same, all was done.
    pub run: String,
    /// The root hash of what is being published.
    pub root: String,
    /// How files were being published: one of these.
    pub ways: BTreeSet<String>,
    /// The ends of the names of compressed files that were being put beside others.
    #[serde(default)]
    pub beside: BTreeSet<String>,
    /// What is to be deleted later, with the time since when: the state may never come to say it.
    #[serde(default)]
    pub retired: BTreeMap<String, i64>,
    /// For each path, the hashes of what it may hold; `-` for nothing.
    files: BTreeMap<String, Vec<String>>,
}

const FORMAT: u32 = 1;
const NOTHING: &str = "-";

impl Journal {
    /// The journal of `plan`, which leads from `before` to the site of `root`; `ways` are those in which files were
    /// being published by publishes that were cut short, and now; `beside` are the ends of what is put beside files now.
    pub fn of(
        plan: &Plan,
        before: &Before,
        run: &str,
        root: &str,
        ways: BTreeSet<String>,
        beside: &[String],
    ) -> Journal {
        let mut held = before.uncertain.clone();
        let published = |path: &str| before.listed(path).map(|entry| entry.digest);
        let mut may_hold = |path: &str, now: Option<FileDigest>| {
            let certain = || BTreeSet::from([published(path)]);
            held.entry(path.to_owned())
                .or_insert_with(certain)
                .insert(now);
        };
        for put in plan.steps.iter().flatten() {
            may_hold(&put.entry.path, Some(put.entry.digest));
        }
        for path in &plan.delete {
            may_hold(path, None);
        }
        let word = |digest: &Option<FileDigest>| {
            digest.map_or_else(|| NOTHING.to_owned(), |digest| digest.to_string())
        };
        let files = held.iter();
        Journal {
            journal: FORMAT,
            run: run.to_owned(),
            root: root.to_owned(),
            ways,
            beside: before.beside_cut.iter().chain(beside).cloned().collect(),
            retired: plan.retired.clone(),
            files: files
                .map(|(path, held)| (path.clone(), held.iter().map(word).collect()))
                .collect(),
        }
    }

    /// The same without `paths`, which were found to hold what this site never put there.
    #[must_use]
    pub fn without(mut self, paths: &[String]) -> Journal {
        self.files.retain(|path, _| !paths.contains(path));
        self
    }

    /// Its bytes.
    pub fn bytes(&self) -> Vec<u8> {
        // Texts and numbers are always JSON.
        serde_json::to_vec(self).unwrap_or_default()
    }

    /// Reads it.
    pub fn read(bytes: &[u8]) -> Option<Journal> {
        let journal: Journal = serde_json::from_slice(bytes).ok()?;
        (journal.journal == FORMAT).then_some(journal)
    }

    /// The paths it names.
    pub fn paths(&self) -> Vec<String> {
        self.files.keys().cloned().collect()
    }

    /// What each path may hold.
    pub fn uncertain(&self) -> BTreeMap<String, BTreeSet<Option<FileDigest>>> {
        let files = self.files.iter();
        files
            .map(|(path, held)| {
                let held = held.iter().map(|word| FileDigest::from_hex(word));
                (path.clone(), held.collect())
            })
            .collect()
    }
}

/// Who is publishing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Holder {
    /// The user and the machine.
    pub who: String,
    /// Since when, as people write it.
    pub since: String,
    /// Until when it holds unless it is renewed, in seconds since 1970.
    pub until: i64,
    /// Tells this run from every other.
    pub token: String,
}

impl Holder {
    /// Its bytes.
    pub fn bytes(&self) -> Vec<u8> {
        serde_json::to_vec(self).unwrap_or_default()
    }

    /// Reads it. A lock that cannot be read is one that has run out: nobody can have written it whole.
    pub fn read(bytes: &[u8]) -> Holder {
        serde_json::from_slice(bytes).unwrap_or_else(|_| Holder {
            who: "somebody".into(),
            since: "a time that is not known".into(),
            until: 0,
            token: String::new(),
        })
    }

    /// Whether it is the same run's.
    pub fn is(&self, other: &Holder) -> bool {
        !self.token.is_empty() && self.token == other.token
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::publish::plan::{Put, Wishes, plan};

    fn entry(path: &str, content: &str) -> Entry {
        Entry {
            path: path.into(),
            digest: FileDigest::of_bytes(content.as_bytes()),
            size: 1,
            role: Role::Page,
            kind: "article".into(),
        }
    }

    #[test]
    fn a_journal_remembers_all_that_may_be_there_through_any_number_of_cuts() {
        let mut before = Before {
            receipt: vec![entry("a", "1"), entry("b", "1")],
            ..Before::default()
        };
        // Three publishes, each cut short: of any of them, anything may be there.
        for content in ["2", "3", "4"] {
            let now = [entry("a", content), entry("c", content)];
            let plan = plan(&now, &before, &Wishes::default());
            assert_eq!(plan.files(), 2, "{content}");
            let next = Journal::of(&plan, &before, content, content, BTreeSet::new(), &[]);
            let read = Journal::read(&unpack(pack(&next.bytes())).unwrap()).unwrap();
            assert_eq!(read, next);
            before.uncertain = read.uncertain();
        }
        let digest = |content: &str| Some(FileDigest::of_bytes(content.as_bytes()));
        let held = &before.uncertain;
        assert_eq!(held["a"], ["1", "2", "3", "4"].map(digest).into());
        assert_eq!(held["b"], [None, digest("1")].into());
        assert_eq!(
            held["c"],
            [None, digest("2"), digest("3"), digest("4")].into()
        );
        let plan = plan(&[entry("a", "4")], &before, &Wishes::default());
        let names = |puts: &[Put]| puts.iter().map(|put| put.entry.path.clone()).collect();
        let changed: Vec<String> = names(&plan.steps[3]);
        assert_eq!(changed, ["a"]);
        assert_eq!(plan.delete, ["b", "c"]);
    }

    #[test]
    fn what_others_wrote_is_not_believed() {
        assert_eq!(Journal::read(b"{}"), None);
        assert_eq!(
            Journal::read(b"{\"journal\":2,\"run\":\"\",\"root\":\"\",\"ways\":[],\"files\":{}}"),
            None
        );
        assert_eq!(crate::publish::state::State::read(b""), None);
        let holder = Holder::read(b"\xff");
        assert_eq!(holder.until, 0);
        assert!(!holder.is(&holder));
        assert!(unpack(vec![0x1f, 0x8b, 1, 2]).is_err());
    }
}
