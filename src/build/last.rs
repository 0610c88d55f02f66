//! What the last build that succeeded was made of, and what it said: bytes and back.
//!
//! A build of the same inputs makes the same site and has the same to say. Where both are known, nothing is
//! planned at all. Anything damaged or of another version is nothing known.

use bitcode::{Decode, Encode};

use super::Shard;
use crate::diagnostics::Diagnostic;
use crate::digest::{Digest, FileDigest};
use crate::seal::{sealed, unsealed};

/// The last build.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
pub struct Last {
    /// Everything the site depends on but the clock.
    pub inputs: Digest,
    /// The checksum of the manifest it left: the proof that no other build came after it.
    pub manifest: FileDigest,
    /// The clock from which, and up to which, these inputs make this site, in seconds since
    /// 1970-01-01T00:00:00Z.
    pub now: (i64, i64),
    /// How many articles there are.
    pub articles: u64,
    /// How many files it has.
    pub files: u64,
    /// The warnings, as they were shown: without colours, and with them.
    pub warnings: (String, String),
    /// What is told of the site: the lines before and after those of what was written.
    pub summary: (Vec<String>, Vec<String>),
}

const SEAL: &[u8; 16] = b"warraq last 001\n";

impl Last {
    /// The key under which a build is known: its inputs, what was told when they were read, the lock that its
    /// addresses are held against, and which shard of the site it made.
    pub fn key(
        inputs: Digest,
        read: &[Diagnostic],
        lock: Option<&str>,
        shard: Option<Shard>,
    ) -> Digest {
        Digest::of(&(inputs, read, lock, shard))
    }

    /// Whether the inputs of a build, whose clock is `now`, are those of this one.
    pub fn is_of(&self, inputs: Digest, now: i64) -> bool {
        self.inputs == inputs && (self.now.0..self.now.1).contains(&now)
    }

    /// It as bytes.
    pub fn encode(&self) -> Vec<u8> {
        sealed(SEAL, &bitcode::encode(self))
    }

    /// Reads what [`encode`](Self::encode) wrote; `None` for anything else.
    pub fn decode(bytes: &[u8]) -> Option<Last> {
        bitcode::decode(unsealed(SEAL, bytes)?).ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_whole_one_is_read_and_only_for_its_time() {
        let last = Last {
            inputs: Digest::of_bytes(b"a"),
            manifest: FileDigest::of_bytes(b"m"),
            now: (10, 20),
            articles: 3,
            files: 4,
            warnings: ("w".into(), "W".into()),
            summary: (vec!["a".into()], Vec::new()),
        };
        let bytes = last.encode();
        assert_eq!(Last::decode(&bytes), Some(last.clone()));
        for at in 0..bytes.len() {
            let mut damaged = bytes.clone();
            damaged[at] ^= 1;
            assert_eq!(Last::decode(&damaged), None);
            assert_eq!(Last::decode(&bytes[..at]), None);
        }
        let is_of = |inputs: &[u8], now| last.is_of(Digest::of_bytes(inputs), now);
        assert!(is_of(b"a", 10) && is_of(b"a", 19));
        assert!(!is_of(b"a", 9) && !is_of(b"a", 20) && !is_of(b"b", 10));
    }
}
