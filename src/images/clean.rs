//! A picture without what is private: where it was taken, by whose camera, what it was before it was cut. The
//! picture itself stays as it is, byte for byte, and whose it is stays with it.

use super::{Facts, Kind, jpeg, png, webp};

/// The file to be published for `bytes`, of which `facts` are known.
pub(super) fn clean(bytes: &[u8], facts: &Facts) -> Vec<u8> {
    let credits = facts.credits.as_deref();
    match facts.kind {
        Kind::Jpeg => jpeg::clean(bytes, credits),
        Kind::Png => png::clean(bytes, credits),
        Kind::Webp => webp::clean(bytes, credits),
        Kind::Gif | Kind::Svg | Kind::Other => bytes.to_vec(),
    }
}
