//! The digests of files that are not articles, and what the heads of pictures say, kept from build to build: an
//! archive may have more pictures than a machine reads in an hour.
//!
//! A digest is believed for a file of the same stamp, and of no other. What is kept that is damaged or cut
//! short is not believed at all, and nothing here can fail a build.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::MEMORY;
use crate::build::Stamp;
use crate::digest::Digest;
use crate::images::Facts;
use crate::paths::SourcePath;
use crate::seal::{sealed, unsealed};

const SEAL: &[u8; 16] = b"warraq files 03\n";

/// The file of a site's memory that holds the digests.
const NAME: &str = "files";

/// What is known of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Known {
    pub(super) digest: Digest,
    /// What its head says, if it is a picture.
    pub(super) picture: Option<Arc<Facts>>,
}

/// What is known of files by path, each with the stamp of the file it was learnt from.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Digests(BTreeMap<SourcePath, (Stamp, Known)>);

impl Digests {
    /// What the site at `root` remembers; nothing where it remembers none.
    pub(super) fn of(root: &Path) -> Self {
        let bytes = fs::read(file(root)).unwrap_or_default();
        Self::decode(&bytes).unwrap_or_default()
    }

    /// What is known of the file at `path`, if it is of this stamp.
    pub(super) fn get(&self, path: &SourcePath, stamp: Option<Stamp>) -> Option<&Known> {
        let (of, known) = self.0.get(path)?;
        (Some(*of) == stamp).then_some(known)
    }

    /// Keeps what is known of a file.
    pub(super) fn insert(&mut self, path: &SourcePath, stamp: Option<Stamp>, known: Known) {
        if let Some(stamp) = stamp {
            self.0.insert(path.clone(), (stamp, known));
        }
    }

    /// Remembers these in the place of `earlier`. A site that remembers nothing yet has no build running.
    pub(super) fn save(&self, root: &Path, earlier: &Digests) {
        let file = file(root);
        if self == earlier || !file.parent().is_some_and(Path::is_dir) {
            return;
        }
        let new = file.with_extension("tmp");
        // Its checksum proves it whole: nothing has to wait for the disk.
        if fs::write(&new, self.encode())
            .and_then(|()| fs::rename(&new, &file))
            .is_err()
        {
            let _ = fs::remove_file(&new);
        }
    }

    fn encode(&self) -> Vec<u8> {
        let rows: Vec<(&str, Stamp, Digest, Option<Arc<Facts>>)> = self
            .0
            .iter()
            .map(|(path, (stamp, known))| {
                let Known { digest, picture } = known.clone();
                (path.as_str(), *stamp, digest, picture)
            })
            .collect();
        sealed(SEAL, &bitcode::encode(&rows))
    }

    fn decode(bytes: &[u8]) -> Option<Self> {
        let rows: Vec<(String, Stamp, Digest, Option<Arc<Facts>>)> =
            bitcode::decode(unsealed(SEAL, bytes)?).ok()?;
        let row = |(path, stamp, digest, picture)| {
            let path: String = path;
            (SourcePath::new(path), (stamp, Known { digest, picture }))
        };
        Some(Digests(rows.into_iter().map(row).collect()))
    }
}

fn file(root: &Path) -> PathBuf {
    root.join(MEMORY).join(NAME)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::images::probe;

    #[test]
    fn a_digest_is_believed_for_its_stamp_and_whole() {
        let stamp = |modified| Stamp {
            size: 1,
            modified,
            changed: 2,
            number: 3,
        };
        let path = SourcePath::new("static/a.jpg");
        let known_of = |picture| Known {
            digest: Digest::of_bytes(b"a"),
            picture,
        };
        let gif = probe(&path, b"GIF89a\x02\x00\x01\x00").map(Arc::new);
        assert!(gif.is_some());
        let mut known = Digests::default();
        known.insert(&path, Some(stamp(1)), known_of(gif.clone()));
        known.insert(&SourcePath::new("static/new.jpg"), None, known_of(None));
        let bytes = known.encode();
        let back = Digests::decode(&bytes).unwrap();
        assert_eq!(back, known);
        assert_eq!(back.get(&path, Some(stamp(1))), Some(&known_of(gif)));
        assert_eq!(back.get(&path, Some(stamp(2))), None);
        assert_eq!(back.get(&path, None), None);
        assert_eq!(back.0.len(), 1);
        for at in 0..bytes.len() {
            let mut damaged = bytes.clone();
            damaged[at] ^= 1;
            assert_eq!(Digests::decode(&damaged), None);
            assert_eq!(Digests::decode(&bytes[..at]), None);
        }
    }
}
