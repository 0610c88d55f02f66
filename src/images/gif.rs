//! GIF: its size. It is published as it is, for it may move.

use super::bytes::le16;
use super::{Facts, Fault, Kind};

/// What begins a GIF.
pub(super) fn is_one(bytes: &[u8]) -> bool {
    bytes.starts_with(b"GIF87a") || bytes.starts_with(b"GIF89a")
}

/// What a file says of itself.
pub(super) fn facts(bytes: &[u8]) -> Facts {
    let facts = Facts::of(Kind::Gif);
    match (le16(bytes, 6), le16(bytes, 8)) {
        (Some(width), Some(height)) => facts.sized(width.into(), height.into()),
        _ => facts.faulty(Fault::Head),
    }
}
