//! Bytes -> [`Facts`], by their first bytes and not by the file's name.

use super::{Facts, Fault, Kind, gif, jpeg, png, svg, webp};
use crate::paths::SourcePath;

/// What the file at `path` says of itself, if it is a picture or claims to be one by its name.
pub fn probe(path: &SourcePath, bytes: &[u8]) -> Option<Facts> {
    if jpeg::is_one(bytes) {
        return Some(jpeg::facts(bytes).settled());
    }
    if png::is_one(bytes) {
        return Some(png::facts(bytes).settled());
    }
    if webp::is_one(bytes) {
        return Some(webp::facts(bytes).settled());
    }
    if gif::is_one(bytes) {
        return Some(gif::facts(bytes));
    }
    let name = path.file_name().to_ascii_lowercase();
    if name.ends_with(".svg") {
        return svg::facts(bytes);
    }
    if is_unread(bytes) {
        return Some(Facts::of(Kind::Other).faulty(Fault::Unread));
    }
    let claims = [".jpg", ".jpeg", ".png", ".webp", ".gif"];
    let claims_to_be_one = claims.iter().any(|ending| name.ends_with(ending));
    claims_to_be_one.then(|| Facts::of(Kind::Other).faulty(Fault::Head))
}

/// HEIC, AVIF and TIFF, as telephones and scanners make them: with where and when.
fn is_unread(bytes: &[u8]) -> bool {
    let brand = bytes.get(8..12);
    let brands: [&[u8]; 6] = [b"heic", b"heix", b"mif1", b"msf1", b"avif", b"avis"];
    let is_of_brand = brand.is_some_and(|brand| brands.contains(&brand));
    bytes.get(4..8) == Some(b"ftyp") && is_of_brand
        || bytes.starts_with(b"II*\0")
        || bytes.starts_with(b"MM\0*")
}
