//! Digests: 128 bits of BLAKE3 over bytes or over a value, and all 256 bits over a file's bytes.
//!
//! A value is fed through `#[derive(Hash)]`, so that a new field of a view is part of its
//! fingerprint from the moment it compiles. Every write is little-endian and of fixed width: the
//! digest of a value is the same on every machine.

use std::cell::Cell;
use std::fmt;
use std::hash::{Hash, Hasher};

/// The first 16 bytes of a BLAKE3 hash.
#[derive(
    Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default, bitcode::Encode, bitcode::Decode,
)]
pub struct Digest([u8; 16]);

impl Digest {
    /// The digest of `bytes`.
    pub fn of_bytes(bytes: &[u8]) -> Self {
        Self::cut(blake3::hash(bytes))
    }

    /// The digest of a value by its `Hash`.
    pub fn of(value: &(impl Hash + ?Sized)) -> Self {
        // A value that takes digests inside its `Hash` finds no buffer here, and makes one.
        let mut fields = Fields {
            bytes: BUFFER.take(),
        };
        fields.bytes.clear();
        value.hash(&mut fields);
        let digest = Self::of_bytes(&fields.bytes);
        BUFFER.set(fields.bytes);
        digest
    }

    /// The digest of these bytes.
    pub fn from_bytes(bytes: [u8; 16]) -> Self {
        Digest(bytes)
    }

    /// Its bytes.
    pub fn as_bytes(&self) -> &[u8; 16] {
        &self.0
    }

    /// Reads what is shown; `None` for anything else.
    pub fn from_hex(text: &str) -> Option<Self> {
        let mut bytes = [0; 16];
        let (pairs, rest) = text.as_bytes().as_chunks::<2>();
        if pairs.len() != bytes.len() || !rest.is_empty() {
            return None;
        }
        for (byte, pair) in bytes.iter_mut().zip(pairs) {
            *byte = u8::try_from(HEX.iter().position(|known| known == pair)?).ok()?;
        }
        Some(Digest(bytes))
    }

    fn cut(hash: blake3::Hash) -> Self {
        let mut digest = [0; 16];
        digest.copy_from_slice(&hash.as_bytes()[..16]);
        Digest(digest)
    }
}

impl fmt::Display for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write_hex::<32>(&self.0, f)
    }
}

impl fmt::Debug for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Digest({self})")
    }
}

/// The whole BLAKE3 hash of a file's bytes, shown as `b3sum` shows it.
#[derive(
    Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default, bitcode::Encode, bitcode::Decode,
)]
pub struct FileDigest([u8; blake3::OUT_LEN]);

impl FileDigest {
    /// The digest of `bytes`.
    pub fn of_bytes(bytes: &[u8]) -> Self {
        Self::of_hash(blake3::hash(bytes))
    }

    /// The digest of what was hashed piece by piece.
    pub fn of_hash(hash: blake3::Hash) -> Self {
        FileDigest(hash.into())
    }

    /// The digest of these bytes.
    pub fn from_bytes(bytes: [u8; blake3::OUT_LEN]) -> Self {
        FileDigest(bytes)
    }

    /// Its bytes.
    pub fn as_bytes(&self) -> &[u8; blake3::OUT_LEN] {
        &self.0
    }

    /// Reads what is shown; `None` for anything else.
    pub fn from_hex(text: &str) -> Option<Self> {
        let small = !text.bytes().any(|byte| byte.is_ascii_uppercase());
        let hash = blake3::Hash::from_hex(text).ok().filter(|_| small)?;
        Some(Self::of_hash(hash))
    }
}

impl fmt::Display for FileDigest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write_hex::<64>(&self.0, f)
    }
}

impl fmt::Debug for FileDigest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "FileDigest({self})")
    }
}

/// The two small hexadecimal digits of each byte.
const HEX: [[u8; 2]; 256] = {
    let digits = b"0123456789abcdef";
    let mut pairs = [[0; 2]; 256];
    let mut byte = 0;
    while byte < 256 {
        pairs[byte] = [digits[byte >> 4], digits[byte & 0xF]];
        byte += 1;
    }
    pairs
};

/// Writes the `DIGITS` digits of half as many bytes: a receipt has one such text for each file.
fn write_hex<const DIGITS: usize>(bytes: &[u8], f: &mut fmt::Formatter<'_>) -> fmt::Result {
    let mut digits = [0; DIGITS];
    let (pairs, _) = digits.as_chunks_mut::<2>();
    for (pair, byte) in pairs.iter_mut().zip(bytes) {
        *pair = HEX[usize::from(*byte)];
    }
    // Digits are ASCII.
    f.write_str(std::str::from_utf8(&digits).unwrap_or_default())
}

thread_local! {
    /// What the last value wrote, to be written over: a plan takes the digests of a million views.
    static BUFFER: Cell<Vec<u8>> = const { Cell::new(Vec::new()) };
}

/// Collects what a value's `Hash` writes.
struct Fields {
    bytes: Vec<u8>,
}

impl Hasher for Fields {
    fn write(&mut self, bytes: &[u8]) {
        self.bytes.extend_from_slice(bytes);
    }

    fn write_u16(&mut self, n: u16) {
        self.write(&n.to_le_bytes());
    }

    fn write_u32(&mut self, n: u32) {
        self.write(&n.to_le_bytes());
    }

    fn write_u64(&mut self, n: u64) {
        self.write(&n.to_le_bytes());
    }

    fn write_usize(&mut self, n: usize) {
        self.write_u64(n as u64);
    }

    fn write_i16(&mut self, n: i16) {
        self.write_u16(n as u16);
    }

    fn write_i32(&mut self, n: i32) {
        self.write_u32(n as u32);
    }

    fn write_i64(&mut self, n: i64) {
        self.write_u64(n as u64);
    }

    fn write_isize(&mut self, n: isize) {
        self.write_u64(n as u64);
    }

    /// Never asked for: the digest is BLAKE3 of the bytes.
    fn finish(&self) -> u64 {
        0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_field_and_every_boundary_counts() {
        assert_ne!(Digest::of(&("ab", "c")), Digest::of(&("a", "bc")));
        assert_ne!(Digest::of(&vec!["a"]), Digest::of(&vec!["a", ""]));
        assert_ne!(Digest::of(&Some(0u8)), Digest::of(&None::<u8>));
        assert_eq!(
            Digest::of(&(1u32, "x")),
            Digest::of(&(1u32, String::from("x")))
        );
    }

    #[test]
    fn is_the_same_on_every_machine() {
        let value = (7usize, -1i32, "خبر", [1u16, 2]);
        assert_eq!(
            Digest::of(&value).to_string(),
            "d11feca3dabbdebaf9460fb8edb0113c"
        );
    }

    #[test]
    fn what_is_shown_is_read_and_nothing_else() {
        let digest = Digest::of_bytes(b"x");
        let shown = digest.to_string();
        assert_eq!(Digest::from_hex(&shown), Some(digest));
        for wrong in [
            "",
            &shown[1..],
            &shown.to_uppercase(),
            &format!("{shown}00"),
            &"خ".repeat(16),
        ] {
            assert_eq!(Digest::from_hex(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn a_file_has_the_digest_that_b3sum_shows() {
        // The first of BLAKE3's test vectors: `b3sum < /dev/null`.
        assert_eq!(
            FileDigest::of_bytes(b"").to_string(),
            "af1349b9f5f9a1a6a0404dea36dcc9499bcb25c9adc112b7cc9a93cae41f3262"
        );
    }
}
