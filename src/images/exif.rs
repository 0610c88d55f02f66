//! EXIF: how a picture is turned, and whose it is.

use super::bytes::{be16, be32, le16, le32, place};
use super::credits::{Credits, told};

/// What EXIF says that counts here.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Exif {
    /// From 1 to 8, if it says so.
    pub(super) turn: Option<u8>,
    pub(super) credits: Credits,
}

const ORIENTATION: u16 = 0x0112;
const ARTIST: u16 = 0x013B;
const COPYRIGHT: u16 = 0x8298;

/// Its entries are of these kinds: text, and a number of two bytes.
const TEXT: u16 = 2;
const SHORT: u16 = 3;

/// Reads a TIFF block.
pub(super) fn read(tiff: &[u8]) -> Exif {
    read_all(tiff).unwrap_or_default()
}

fn read_all(tiff: &[u8]) -> Option<Exif> {
    let is_little = match tiff.get(..2)? {
        b"II" => true,
        b"MM" => false,
        _ => return None,
    };
    let short = |at| {
        if is_little {
            le16(tiff, at)
        } else {
            be16(tiff, at)
        }
    };
    let long = |at| {
        if is_little {
            le32(tiff, at)
        } else {
            be32(tiff, at)
        }
    };
    let directory = place(long(4)?);
    let mut exif = Exif::default();
    for entry in 0..usize::from(short(directory)?) {
        let at = directory.checked_add(2 + entry * 12)?;
        let (tag, kind) = (short(at)?, short(at + 2)?);
        let text = || {
            let length = place(long(at + 4)?);
            let start = match length {
                0..=4 => at + 8,
                _ => place(long(at + 8)?),
            };
            let bytes = tiff.get(start..start.checked_add(length)?)?;
            let bytes = bytes.split(|byte| *byte == 0).next()?;
            told(&super::iptc::text(bytes))
        };
        match tag {
            ORIENTATION if kind == SHORT => {
                let turn = u8::try_from(short(at + 8)?).ok();
                exif.turn = turn.filter(|turn| (1..=8).contains(turn));
            }
            ARTIST if kind == TEXT => exif.credits.creator = text(),
            COPYRIGHT if kind == TEXT => exif.credits.copyright = text(),
            _ => {}
        }
    }
    Some(exif)
}
