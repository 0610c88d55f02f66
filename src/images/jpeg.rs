//! JPEG: its segments, what they say, and the file without what is private.

use memchr::memchr;

use super::bytes::be16;
use super::credits::Credits;
use super::{Facts, Fault, Kind, exif, iptc, xmp};

const SOI: [u8; 2] = [0xFF, 0xD8];
const EOI: [u8; 2] = [0xFF, 0xD9];
const APP0: u8 = 0xE0;
const APP1: u8 = 0xE1;
const APP2: u8 = 0xE2;
const APP13: u8 = 0xED;
const APP14: u8 = 0xEE;
const APP15: u8 = 0xEF;
const COMMENT: u8 = 0xFE;
const SCAN: u8 = 0xDA;

const EXIF: &[u8] = b"Exif\0\0";
const PHOTOSHOP: &[u8] = b"Photoshop 3.0\0";
const ICC: &[u8] = b"ICC_PROFILE\0";

/// A segment, and for a scan the pixels behind it.
struct Segment<'a> {
    marker: u8,
    /// What it says, behind its length.
    data: &'a [u8],
    /// All of it.
    whole: &'a [u8],
}

/// The segments of a file.
struct Segments<'a> {
    all: Vec<Segment<'a>>,
    /// The picture's end is there.
    is_whole: bool,
}

/// What begins a JPEG.
pub(super) fn is_one(bytes: &[u8]) -> bool {
    bytes.starts_with(&[0xFF, 0xD8, 0xFF])
}

/// What a file says of itself.
pub(super) fn facts(bytes: &[u8]) -> Facts {
    let segments = segments(bytes);
    let mut facts = Facts::of(Kind::Jpeg);
    let (mut size, mut has_pixels) = (None, false);
    let (mut by_xmp, mut by_iptc, mut by_exif) = Default::default();
    for segment in &segments.all {
        facts.is_private |= !is_public(segment);
        match segment.marker {
            APP1 => {
                if let Some(tiff) = segment.data.strip_prefix(EXIF) {
                    let exif = exif::read(tiff);
                    facts.turn = exif.turn.unwrap_or(facts.turn);
                    by_exif = exif.credits;
                } else if let Some(packet) = segment.data.strip_prefix(xmp::HEAD) {
                    by_xmp = xmp::read(packet);
                }
            }
            APP13 => {
                if let Some(block) = segment.data.strip_prefix(PHOTOSHOP) {
                    by_iptc = iptc::read(block);
                }
            }
            SCAN => has_pixels = true,
            // The start of a frame; the three others are tables.
            0xC0..=0xCF if ![0xC4, 0xC8, 0xCC].contains(&segment.marker) => {
                size = size.or(Some((be16(segment.data, 3), be16(segment.data, 1))));
            }
            _ => {}
        }
    }
    facts.credits = Credits::or(by_xmp, by_iptc).or(by_exif).said();
    match size {
        Some((Some(width), Some(height))) if has_pixels => {
            let facts = facts.sized(width.into(), height.into());
            match segments.is_whole {
                true => facts,
                false => facts.faulty(Fault::CutShort),
            }
        }
        _ => facts.faulty(Fault::Head),
    }
}

/// The file with its picture as it is, without what is private, and with `credits`.
pub(super) fn clean(bytes: &[u8], credits: Option<&Credits>) -> Vec<u8> {
    let segments = segments(bytes);
    let mut out = Vec::with_capacity(bytes.len());
    out.extend_from_slice(&SOI);
    let mut public = segments.all.iter().filter(|one| is_public(one)).peekable();
    // The head of JFIF is the first segment of all.
    if let Some(head) = public.next_if(|segment| segment.marker == APP0) {
        out.extend_from_slice(head.whole);
    }
    if let Some(data) = credits.map(app1)
        && let Ok(length) = u16::try_from(data.len() + 2)
    {
        out.extend_from_slice(&[0xFF, APP1]);
        out.extend_from_slice(&length.to_be_bytes());
        out.extend_from_slice(&data);
    }
    for segment in public {
        out.extend_from_slice(segment.whole);
    }
    if segments.is_whole {
        out.extend_from_slice(&EOI);
    }
    out
}

/// What a segment of `credits` says.
pub(super) fn app1(credits: &Credits) -> Vec<u8> {
    [xmp::HEAD, xmp::write(credits).as_bytes()].concat()
}

/// The colour profile of a picture in colour.
pub(super) fn profile(bytes: &[u8]) -> Option<Vec<u8>> {
    let segments = segments(bytes).all;
    let is_frame = |marker| matches!(marker, 0xC0..=0xC3);
    let frame = segments.iter().find(|segment| is_frame(segment.marker))?;
    if frame.data.get(5) != Some(&3) {
        return None;
    }
    let mut parts: Vec<&[u8]> = segments
        .iter()
        .filter(|segment| segment.marker == APP2)
        .filter_map(|segment| segment.data.strip_prefix(ICC))
        .collect();
    // Each part begins with its number and how many there are.
    parts.sort_by_key(|part| part.first().copied());
    let profile: Vec<u8> = parts
        .iter()
        .flat_map(|part| part.get(2..).unwrap_or_default())
        .copied()
        .collect();
    (!profile.is_empty()).then_some(profile)
}

/// What readers' programs need to show the picture.
fn is_public(segment: &Segment) -> bool {
    match segment.marker {
        APP0 => segment.data.starts_with(b"JFIF\0"),
        APP2 => segment.data.starts_with(ICC),
        APP14 => segment.data.starts_with(b"Adobe"),
        COMMENT | APP1..=APP15 => false,
        _ => true,
    }
}

/// The segments up to the end, or to where they can be followed no further. What is behind the end is none.
fn segments(bytes: &[u8]) -> Segments<'_> {
    let mut all = Vec::new();
    let mut at = SOI.len();
    let mut is_whole = false;
    while let Some((segment, next)) = segment(bytes, at) {
        at = next;
        match segment {
            Some(segment) => all.push(segment),
            None => {
                is_whole = true;
                break;
            }
        }
    }
    Segments { all, is_whole }
}

/// The segment at `at`, and where the next one is; no segment for the end of the picture.
fn segment(bytes: &[u8], at: usize) -> Option<(Option<Segment<'_>>, usize)> {
    if bytes.get(at) != Some(&0xFF) {
        return None;
    }
    // Any number of them may stand before a marker.
    let mut start = at;
    while bytes.get(start + 1) == Some(&0xFF) {
        start += 1;
    }
    let marker = *bytes.get(start + 1)?;
    let rest = start + 2;
    if marker == EOI[1] {
        return Some((None, rest));
    }
    let end = match marker {
        0x01 | 0xD0..=0xD7 => rest,
        _ => {
            let length = usize::from(be16(bytes, rest)?);
            rest + length.max(2)
        }
    };
    let data = bytes.get((rest + 2).min(end)..end)?;
    let end = match marker {
        SCAN => pixels_end(bytes, end),
        _ => end,
    };
    let whole = bytes.get(start..end)?;
    let segment = Segment {
        marker,
        data,
        whole,
    };
    Some((Some(segment), end))
}

/// Where the pixels that begin at `at` end: at the next marker that is none of theirs.
fn pixels_end(bytes: &[u8], mut at: usize) -> usize {
    while let Some(found) = bytes.get(at..).and_then(|rest| memchr(0xFF, rest)) {
        let marker = at + found;
        match bytes.get(marker + 1) {
            Some(0x00 | 0xD0..=0xD7) => at = marker + 2,
            Some(0xFF) => at = marker + 1,
            Some(_) => return marker,
            None => break,
        }
    }
    bytes.len()
}
