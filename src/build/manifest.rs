//! What a build wrote: the proof that a file is ours, and the memory of what it was made from.
//!
//! A manifest is its bytes: a million records are looked at where they lie, so that reading one costs the
//! time of reading its file. Writing goes to any writer, record by record, so that the manifest of the site
//! to be is never in memory at all. A manifest of another version, cut short, damaged or foreign is no
//! manifest: the build is then a full one, never a wrong one.

use std::io::{self, BufWriter, IntoInnerError, Write};

use bitcode::{Decode, Encode};

use crate::digest::{Digest, FileDigest};

/// What was written at one path.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Record {
    /// Digest of the view the file was made from.
    pub view: Digest,
    /// The hash of the file's bytes.
    pub bytes: FileDigest,
    /// The file's size in bytes.
    pub size: u64,
    /// The file's time of modification when it was written, in nanoseconds since 1970; a different
    /// one, or 0 for none, only means that the bytes must be looked at.
    pub modified: i64,
}

/// What all files of a build depended on, and what they come to.
#[derive(Debug, Clone, PartialEq, Eq, Default, Encode, Decode)]
pub struct Head {
    /// The program's version.
    pub version: String,
    /// Digests of what every page of an edition shows, by the edition's home, in order.
    pub sites: Vec<(String, Digest)>,
    /// Digests of the templates' closures, by name, in order.
    pub templates: Vec<(String, Digest)>,
    /// The root hash of the files, as a receipt tells it.
    pub root: FileDigest,
}

/// Everything a build wrote, by output path, in order.
#[derive(Debug, Clone, Default)]
pub struct Manifest {
    head: Head,
    bytes: Vec<u8>,
    /// Where the paths begin in `bytes`, one after the other.
    paths: usize,
    /// Where the end of each path is told.
    ends: usize,
    /// Where the records begin.
    records: usize,
    count: usize,
}

const MAGIC: &[u8; 16] = b"warraq manifest\n";
const FORMAT: u8 = 4;

/// Bytes that are hashed and written together.
const PIECE: usize = 64 * 1024;

/// Bytes of one record, and of the end of its path.
const RECORD: usize = 16 + 32 + 8 + 8;
const END: usize = 4;

impl Manifest {
    /// What all files depended on.
    pub fn head(&self) -> &Head {
        &self.head
    }

    /// The checksum, which no other manifest has; nothing for one that was not read.
    pub fn sum(&self) -> Option<FileDigest> {
        let sum = self.bytes.last_chunk::<{ blake3::OUT_LEN }>()?;
        Some(FileDigest::from_bytes(*sum))
    }

    /// How many files there are.
    pub fn len(&self) -> usize {
        self.count
    }

    /// Whether no build has written anything: every site has a home page.
    pub fn is_empty(&self) -> bool {
        self.count == 0
    }

    /// The path of record `at`.
    pub fn path(&self, at: usize) -> Option<&str> {
        let start = match at {
            0 => 0,
            _ => self.end(at - 1)?,
        };
        let path = self
            .bytes
            .get(self.paths + start..self.paths + self.end(at)?)?;
        simdutf8::basic::from_utf8(path).ok()
    }

    /// The place of the first record whose path is not before `path`.
    pub fn lower_bound(&self, path: &str) -> usize {
        let (mut from, mut to) = (0, self.count);
        while from < to {
            let middle = from + (to - from) / 2;
            match self.path(middle).is_some_and(|known| known < path) {
                true => from = middle + 1,
                false => to = middle,
            }
        }
        from
    }

    /// Record `at`.
    pub fn record(&self, at: usize) -> Option<Record> {
        if at >= self.count {
            return None;
        }
        let (view, rest) = self
            .bytes
            .get(self.records + at * RECORD..)?
            .split_first_chunk()?;
        let (bytes, rest) = rest.split_first_chunk()?;
        let (size, rest) = rest.split_first_chunk()?;
        let (modified, _) = rest.split_first_chunk()?;
        Some(Record {
            view: Digest::from_bytes(*view),
            bytes: FileDigest::from_bytes(*bytes),
            size: u64::from_le_bytes(*size),
            modified: i64::from_le_bytes(*modified),
        })
    }

    /// The place of the record of `path`.
    pub fn find(&self, path: &str) -> Option<usize> {
        let at = self.lower_bound(path);
        (self.path(at) == Some(path)).then_some(at)
    }

    /// The record of `path`.
    pub fn get(&self, path: &str) -> Option<Record> {
        self.record(self.find(path)?)
    }

    /// All records with their paths, in order.
    pub fn iter(&self) -> impl Iterator<Item = (&str, Record)> {
        (0..self.count).filter_map(|at| Some((self.path(at)?, self.record(at)?)))
    }

    /// The digest the closure of template `name` had.
    pub fn template(&self, name: &str) -> Option<Digest> {
        find(&self.head.templates, name)
    }

    /// The digest of what every page of the edition at `home` showed.
    pub fn site(&self, home: &str) -> Option<Digest> {
        find(&self.head.sites, home)
    }

    fn end(&self, at: usize) -> Option<usize> {
        let end = self.bytes.get(self.ends + at * END..)?.first_chunk()?;
        usize::try_from(u32::from_le_bytes(*end)).ok()
    }

    /// Writes a manifest. `files` gives all paths with their records, in order, each time it is called.
    pub fn write<'a, F: Iterator<Item = (&'a str, &'a Record)>>(
        out: &mut dyn Write,
        head: &Head,
        files: impl Fn() -> F,
    ) -> io::Result<()> {
        // Hashing is fast in large pieces only.
        let summed = Summed {
            out,
            sum: blake3::Hasher::new(),
        };
        let mut out = BufWriter::with_capacity(PIECE, summed);
        let head = bitcode::encode(head);
        let (mut count, mut paths) = (0u64, 0u64);
        for (path, _) in files() {
            count += 1;
            paths += path.len() as u64;
        }
        if paths > u64::from(u32::MAX) {
            return Err(io::Error::other(
                "all paths together are longer than four gigabytes",
            ));
        }
        out.write_all(MAGIC)?;
        out.write_all(&[FORMAT])?;
        for length in [head.len() as u64, count, paths] {
            out.write_all(&length.to_le_bytes())?;
        }
        out.write_all(&head)?;
        for (path, _) in files() {
            out.write_all(path.as_bytes())?;
        }
        let mut end = 0u32;
        for (path, _) in files() {
            // Less than what was held against the largest number above.
            end = end.saturating_add(u32::try_from(path.len()).unwrap_or(u32::MAX));
            out.write_all(&end.to_le_bytes())?;
        }
        for (_, record) in files() {
            let Record {
                view,
                bytes,
                size,
                modified,
            } = record;
            out.write_all(view.as_bytes())?;
            out.write_all(bytes.as_bytes())?;
            out.write_all(&size.to_le_bytes())?;
            out.write_all(&modified.to_le_bytes())?;
        }
        let Summed { out, sum } = out.into_inner().map_err(IntoInnerError::into_error)?;
        out.write_all(sum.finalize().as_bytes())
    }

    /// Reads what [`write`](Self::write) wrote; `None` for anything else.
    pub fn decode(bytes: Vec<u8>) -> Option<Manifest> {
        let (content, sum) = bytes.split_last_chunk::<{ blake3::OUT_LEN }>()?;
        if blake3::hash(content).as_bytes() != sum {
            return None;
        }
        let rest = content.strip_prefix(MAGIC)?.strip_prefix(&[FORMAT])?;
        let (head_length, rest) = number(rest)?;
        let (count, rest) = number(rest)?;
        let (paths_length, rest) = number(rest)?;
        let (head, rest) = rest.split_at_checked(head_length)?;
        let (paths, rest) = rest.split_at_checked(paths_length)?;
        let (_, rest) = rest.split_at_checked(count.checked_mul(END)?)?;
        if rest.len() != count.checked_mul(RECORD)? {
            return None;
        }
        std::str::from_utf8(paths).ok()?;
        let records = content.len() - rest.len();
        let ends = records - count * END;
        let manifest = Manifest {
            head: bitcode::decode(head).ok()?,
            paths: ends - paths_length,
            ends,
            records,
            count,
            bytes,
        };
        let mut before = None;
        for at in 0..count {
            let path = manifest.path(at)?;
            if before.is_some_and(|before| before >= path) {
                return None;
            }
            before = Some(path);
        }
        Some(manifest)
    }
}

fn find(digests: &[(String, Digest)], name: &str) -> Option<Digest> {
    let found = digests.iter().find(|(known, _)| known == name);
    found.map(|(_, digest)| *digest)
}

fn number(bytes: &[u8]) -> Option<(usize, &[u8])> {
    let (number, rest) = bytes.split_first_chunk::<8>()?;
    Some((usize::try_from(u64::from_le_bytes(*number)).ok()?, rest))
}

/// Passes bytes on and hashes them, in large pieces.
struct Summed<'a> {
    out: &'a mut dyn Write,
    sum: blake3::Hasher,
}

impl Write for Summed<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = self.out.write(bytes)?;
        self.sum.update(bytes.get(..written).unwrap_or_default());
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(files: &[(&str, Record)]) -> Vec<u8> {
        let head = Head {
            version: "1".into(),
            sites: vec![("/".into(), Digest::of_bytes(b"s"))],
            templates: vec![("a.html".into(), Digest::default())],
            root: FileDigest::of_bytes(b"r"),
        };
        let mut bytes = Vec::new();
        let all = || files.iter().map(|(path, record)| (*path, record));
        Manifest::write(&mut bytes, &head, all).unwrap();
        bytes
    }

    fn record(n: u64) -> Record {
        Record {
            view: Digest::of_bytes(&n.to_le_bytes()),
            bytes: FileDigest::of_bytes(b"x"),
            size: n,
            modified: -1,
        }
    }

    #[test]
    fn what_was_written_is_found_again() {
        let files = [("a", record(1)), ("a/b", record(2)), ("ب", record(3))];
        let manifest = Manifest::decode(written(&files)).unwrap();
        assert_eq!(manifest.iter().collect::<Vec<_>>(), files);
        assert_eq!(manifest.get("ب"), Some(record(3)));
        assert_eq!((manifest.find("a/b"), manifest.get("c")), (Some(1), None));
        assert_eq!(manifest.site("/"), Some(Digest::of_bytes(b"s")));
        assert_eq!(manifest.template("b.html"), None);
        assert_eq!(manifest.record(3), None);
        let empty = Manifest::decode(written(&[])).unwrap();
        assert!(empty.is_empty() && empty.get("").is_none());
    }

    #[test]
    fn only_a_whole_manifest_of_this_format_is_read() {
        let bytes = written(&[("a", record(1)), ("ب", record(2))]);
        for end in 0..bytes.len() {
            assert!(Manifest::decode(bytes[..end].to_vec()).is_none());
        }
        for at in 0..bytes.len() {
            let mut damaged = bytes.clone();
            damaged[at] ^= 1;
            assert!(Manifest::decode(damaged).is_none());
        }
        assert!(Manifest::decode(written(&[("b", record(1)), ("a", record(2))])).is_none());
    }
}
