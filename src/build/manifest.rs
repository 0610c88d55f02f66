//! What a build wrote: the proof that a file is ours, and the memory of what it was made from.
//!
//! Encoding and decoding are pure. A manifest of another version, cut short, damaged or foreign is no
//! manifest: the build is then a full one, never a wrong one.

use bitcode::{Decode, Encode};

use crate::digest::{Digest, FileDigest};

/// What was written at one path.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Encode, Decode)]
pub struct Record {
    /// Digest of the view the file was made from.
    pub view: Digest,
    /// Digest of the file's bytes: the whole hash, so that a receipt needs no file read again.
    pub bytes: FileDigest,
    /// The file's size in bytes.
    pub size: u64,
    /// The file's time of modification when it was written, in nanoseconds since 1970; a different
    /// one only means that the bytes must be looked at.
    pub modified: i64,
}

/// Everything a build wrote, and what all of it depended on.
#[derive(Debug, Clone, PartialEq, Eq, Default, Encode, Decode)]
pub struct Manifest {
    /// The program's version.
    pub version: String,
    /// Digests of what every page of an edition shows, by the edition's home, in order.
    pub sites: Vec<(String, Digest)>,
    /// Digests of the templates' closures, by name, in order.
    pub templates: Vec<(String, Digest)>,
    /// What was written, by output path, in order.
    pub records: Vec<(String, Record)>,
}

const MAGIC: &[u8; 16] = b"warraq manifest\n";
const FORMAT: u8 = 3;

impl Manifest {
    /// The record of `path`.
    pub fn get(&self, path: &str) -> Option<&Record> {
        let at = self
            .records
            .binary_search_by(|(known, _)| known.as_str().cmp(path))
            .ok()?;
        self.records.get(at).map(|(_, record)| record)
    }

    /// The digest the closure of template `name` had.
    pub fn template(&self, name: &str) -> Option<Digest> {
        self.templates
            .iter()
            .find(|(known, _)| known == name)
            .map(|(_, digest)| *digest)
    }

    /// The digest of what every page of the edition at `home` showed.
    pub fn site(&self, home: &str) -> Option<Digest> {
        self.sites
            .iter()
            .find(|(known, _)| known == home)
            .map(|(_, digest)| *digest)
    }

    /// The manifest as bytes: magic, format, checksum, content.
    pub fn encode(&self) -> Vec<u8> {
        let content = bitcode::encode(self);
        let mut bytes = Vec::with_capacity(content.len() + 64);
        bytes.extend_from_slice(MAGIC);
        bytes.push(FORMAT);
        bytes.extend_from_slice(blake3::hash(&content).as_bytes());
        bytes.extend_from_slice(&content);
        bytes
    }

    /// Reads what [`encode`](Self::encode) wrote; `None` for anything else.
    pub fn decode(bytes: &[u8]) -> Option<Manifest> {
        let rest = bytes.strip_prefix(MAGIC)?.strip_prefix(&[FORMAT])?;
        let (checksum, content) = rest.split_at_checked(blake3::OUT_LEN)?;
        if blake3::hash(content).as_bytes() != checksum {
            return None;
        }
        let manifest: Manifest = bitcode::decode(content).ok()?;
        manifest
            .records
            .is_sorted_by(|a, b| a.0 < b.0)
            .then_some(manifest)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_whole_manifest_of_this_format_is_read() {
        let record = Record {
            view: Digest::default(),
            bytes: FileDigest::of_bytes(b"x"),
            size: 1,
            modified: -1,
        };
        let manifest = Manifest {
            version: "1".into(),
            sites: vec![("/".into(), Digest::of_bytes(b"s"))],
            templates: vec![("a.html".into(), Digest::default())],
            records: vec![("a".into(), record), ("ب".into(), record)],
        };
        let bytes = manifest.encode();
        assert_eq!(Manifest::decode(&bytes), Some(manifest.clone()));
        assert_eq!(manifest.get("ب"), Some(&record));
        assert_eq!(manifest.get("c"), None);
        for end in 0..bytes.len() {
            assert_eq!(Manifest::decode(&bytes[..end]), None);
        }
        for at in 0..bytes.len() {
            let mut damaged = bytes.clone();
            damaged[at] ^= 1;
            assert_eq!(Manifest::decode(&damaged), None);
        }
    }
}
