//! What a list of a store tells of an object, held against the file that would be sent there.

use md5::{Digest as _, Md5};
use object_store::ObjectMeta;

use super::plan::{Entry, Seen};
use super::ready::is_large;
use super::target::{Fault, Make};
use crate::digest::FileDigest;

/// What a list tells of an object.
pub(super) enum Looked {
    /// It is so, for certain.
    At(Seen),
    /// It may be the file with these bytes: it has to be read.
    Perhaps(FileDigest),
    /// The same, of a file that is not held in memory.
    PerhapsLarge(FileDigest),
}

/// Whether an object is the file as it would be sent. S3's tag of an object that was put at once is its MD5; other
/// stores' tags tell nothing.
pub(super) fn looked_at(object: &ObjectMeta, entry: &Entry, make: Make) -> Result<Looked, Fault> {
    if is_large(entry) {
        return Ok(match entry.size == object.size {
            true => Looked::PerhapsLarge(entry.digest),
            false => Looked::At(Seen::Other),
        });
    }
    let file = make(entry)?;
    if file.bytes.len() as u64 != object.size {
        return Ok(Looked::At(Seen::Other));
    }
    let tag = object
        .e_tag
        .as_deref()
        .unwrap_or_default()
        .trim_matches('"');
    let is_md5 = tag.len() == 32 && tag.bytes().all(|byte| byte.is_ascii_hexdigit());
    if !is_md5 {
        return Ok(Looked::Perhaps(FileDigest::of_bytes(&file.bytes)));
    }
    let hash = Md5::digest(&file.bytes);
    let hex: String = hash.iter().map(|byte| format!("{byte:02x}")).collect();
    Ok(Looked::At(match tag.eq_ignore_ascii_case(&hex) {
        true => Seen::Right,
        // Encrypted by the store, a tag looks like an MD5 and is none.
        false => return Ok(Looked::Perhaps(FileDigest::of_bytes(&file.bytes))),
    }))
}
