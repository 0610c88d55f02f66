//! WebP: its chunks, what they say, and the file without what is private.

use super::bytes::{le16, le32, place};
use super::credits::Credits;
use super::{Facts, Fault, Kind, exif, xmp};

/// Flags of the head of an extended file.
const HAS_PROFILE: u8 = 0x20;
const HAS_ALPHA: u8 = 0x10;
const HAS_EXIF: u8 = 0x08;
const HAS_XMP: u8 = 0x04;

struct Chunk<'a> {
    name: &'a [u8],
    data: &'a [u8],
}

/// What begins a WebP.
pub(super) fn is_one(bytes: &[u8]) -> bool {
    bytes.starts_with(b"RIFF") && bytes.get(8..12) == Some(b"WEBP")
}

/// What a file says of itself.
pub(super) fn facts(bytes: &[u8]) -> Facts {
    let mut facts = Facts::of(Kind::Webp);
    let (mut size, mut canvas, mut moves) = (None, None, false);
    let (mut by_xmp, mut by_exif) = <(Credits, Credits)>::default();
    for chunk in chunks(bytes) {
        facts.is_private |= is_private(chunk.name);
        match chunk.name {
            b"VP8X" => canvas = canvas_size(chunk.data),
            b"VP8 " => size = size.or_else(|| lossy_size(chunk.data)),
            b"VP8L" => size = size.or_else(|| lossless_size(chunk.data)),
            b"ANMF" => moves = true,
            b"EXIF" => {
                let tiff = chunk.data.strip_prefix(b"Exif\0\0").unwrap_or(chunk.data);
                let exif = exif::read(tiff);
                facts.turn = exif.turn.unwrap_or(facts.turn);
                by_exif = exif.credits;
            }
            b"XMP " => by_xmp = xmp::read(chunk.data),
            _ => {}
        }
    }
    facts.credits = by_xmp.or(by_exif).said();
    facts.is_animated = moves;
    let is_whole =
        le32(bytes, 4).is_some_and(|length| bytes.len() >= place(length).saturating_add(8));
    match canvas.or(size) {
        Some((width, height)) if size.is_some() || moves => {
            let facts = facts.sized(width, height);
            match is_whole {
                true => facts,
                false => facts.faulty(Fault::CutShort),
            }
        }
        _ => facts.faulty(Fault::Head),
    }
}

/// The file with its picture as it is, without what is private, and with `credits`.
pub(super) fn clean(bytes: &[u8], credits: Option<&Credits>) -> Vec<u8> {
    let mut body = Vec::with_capacity(bytes.len());
    for chunk in chunks(bytes).filter(|chunk| !is_private(chunk.name)) {
        match (chunk.name, chunk.data.split_first()) {
            (b"VP8X", Some((flags, rest))) => {
                let xmp = if credits.is_some() { HAS_XMP } else { 0 };
                let flags = flags & !(HAS_EXIF | HAS_XMP) | xmp;
                push(&mut body, b"VP8X", &[&[flags], rest].concat());
            }
            _ => push(&mut body, chunk.name, chunk.data),
        }
    }
    if let Some(credits) = credits {
        push(&mut body, b"XMP ", xmp::write(credits).as_bytes());
    }
    riff(&body)
}

/// A picture of one chunk in a file with a colour profile and `credits`.
pub(super) fn extended(
    simple: Vec<u8>,
    (width, height): (u32, u32),
    profile: Option<&[u8]>,
    credits: Option<&Credits>,
) -> Vec<u8> {
    if profile.is_none() && credits.is_none() {
        return simple;
    }
    let mut flags = 0;
    let mut picture = Vec::with_capacity(simple.len());
    for chunk in chunks(&simple) {
        match (chunk.name, chunk.data.first()) {
            (b"VP8X", Some(said)) => flags |= said & HAS_ALPHA,
            (b"VP8X", None) => {}
            (name, _) => {
                let bit = chunk.data.get(4).map_or(0, |byte| byte & 0x10);
                flags |= if name == b"VP8L" { bit } else { 0 };
                push(&mut picture, name, chunk.data);
            }
        }
    }
    flags |= profile.map_or(0, |_| HAS_PROFILE) | credits.map_or(0, |_| HAS_XMP);
    let mut body = Vec::with_capacity(picture.len() + 1024);
    let mut head = vec![flags, 0, 0, 0];
    head.extend_from_slice(&width.saturating_sub(1).to_le_bytes()[..3]);
    head.extend_from_slice(&height.saturating_sub(1).to_le_bytes()[..3]);
    push(&mut body, b"VP8X", &head);
    if let Some(profile) = profile {
        push(&mut body, b"ICCP", profile);
    }
    body.extend_from_slice(&picture);
    if let Some(credits) = credits {
        push(&mut body, b"XMP ", xmp::write(credits).as_bytes());
    }
    riff(&body)
}

/// The colour profile.
pub(super) fn profile(bytes: &[u8]) -> Option<Vec<u8>> {
    let found = chunks(bytes).find(|chunk| chunk.name == b"ICCP")?;
    Some(found.data.to_vec())
}

fn riff(body: &[u8]) -> Vec<u8> {
    let length = u32::try_from(body.len() + 4).unwrap_or(u32::MAX);
    [b"RIFF", &length.to_le_bytes()[..], b"WEBP", body].concat()
}

fn push(out: &mut Vec<u8>, name: &[u8], data: &[u8]) {
    let Ok(length) = u32::try_from(data.len()) else {
        return;
    };
    out.extend_from_slice(name);
    out.extend_from_slice(&length.to_le_bytes());
    out.extend_from_slice(data);
    if data.len() % 2 == 1 {
        out.push(0);
    }
}

/// All but what the picture is made of: whatever a program has put beside it.
fn is_private(name: &[u8]) -> bool {
    let public: [&[u8]; 7] = [
        b"VP8X", b"VP8 ", b"VP8L", b"ALPH", b"ICCP", b"ANIM", b"ANMF",
    ];
    !public.contains(&name)
}

fn canvas_size(data: &[u8]) -> Option<(u32, u32)> {
    let three = |at: usize| Some(le32(data, at)? & 0x00FF_FFFF);
    // The last three bytes have none behind them.
    let height = le32(data, 6)? >> 8;
    Some((three(4)? + 1, height + 1))
}

fn lossy_size(data: &[u8]) -> Option<(u32, u32)> {
    (data.get(3..6)? == [0x9D, 0x01, 0x2A]).then_some(())?;
    let side = |at| Some(u32::from(le16(data, at)? & 0x3FFF));
    Some((side(6)?, side(8)?))
}

fn lossless_size(data: &[u8]) -> Option<(u32, u32)> {
    (data.first()? == &0x2F).then_some(())?;
    let bits = le32(data, 1)?;
    Some(((bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1))
}

/// The chunks up to where they can be followed no further; of one that is cut short, what is there.
fn chunks(bytes: &[u8]) -> impl Iterator<Item = Chunk<'_>> {
    let end = le32(bytes, 4).map_or(0, |length| place(length).saturating_add(8));
    let bytes = bytes.get(..end).unwrap_or(bytes);
    let mut at = 12;
    std::iter::from_fn(move || {
        let length = place(le32(bytes, at + 4)?);
        let name = bytes.get(at..at + 4)?;
        let start = at + 8;
        let stop = start.saturating_add(length).min(bytes.len());
        let data = bytes.get(start..stop)?;
        at = stop + stop % 2;
        Some(Chunk { name, data })
    })
}
