//! PNG: its chunks, what they say, and the file without what is private.

use super::bytes::{be32, place};
use super::credits::Credits;
use super::{Facts, Fault, Kind, exif, xmp};

pub(super) const SIGNATURE: &[u8] = b"\x89PNG\r\n\x1a\n";

/// What a chunk of XMP begins with: its name, neither packed nor in a language.
const XMP: &[u8] = b"XML:com.adobe.xmp\0\0\0\0\0";

/// Chunks that say nothing but how the picture looks.
const PUBLIC: [&[u8; 4]; 16] = [
    b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"cHRM", b"gAMA", b"iCCP", b"sBIT", b"sRGB",
    b"cICP", b"bKGD", b"pHYs", b"acTL", b"fcTL", b"fdAT",
];

struct Chunk<'a> {
    name: &'a [u8],
    data: &'a [u8],
    whole: &'a [u8],
    /// Its checksum is right.
    is_sound: bool,
}

/// What begins a PNG.
pub(super) fn is_one(bytes: &[u8]) -> bool {
    bytes.starts_with(SIGNATURE)
}

/// What a file says of itself.
pub(super) fn facts(bytes: &[u8]) -> Facts {
    let mut facts = Facts::of(Kind::Png);
    let (mut size, mut is_whole, mut is_sound) = (None, false, true);
    let (mut by_xmp, mut by_exif) = <(Credits, Credits)>::default();
    for chunk in chunks(bytes) {
        facts.is_private |= !is_public(&chunk);
        is_sound &= chunk.is_sound;
        match chunk.name {
            b"IHDR" => size = Some((be32(chunk.data, 0), be32(chunk.data, 4))),
            b"acTL" => facts.is_animated = true,
            b"IEND" => is_whole = true,
            b"eXIf" => {
                let exif = exif::read(chunk.data);
                facts.turn = exif.turn.unwrap_or(facts.turn);
                by_exif = exif.credits;
            }
            b"iTXt" => {
                if let Some(packet) = chunk.data.strip_prefix(XMP) {
                    by_xmp = xmp::read(packet);
                }
            }
            _ => {}
        }
    }
    facts.credits = by_xmp.or(by_exif).said();
    match size {
        Some((Some(width), Some(height))) => {
            let facts = facts.sized(width, height);
            match is_whole && is_sound {
                true => facts,
                false => facts.faulty(Fault::CutShort),
            }
        }
        _ => facts.faulty(Fault::Head),
    }
}

/// The file with its picture as it is, without what is private, and with `credits`.
pub(super) fn clean(bytes: &[u8], credits: Option<&Credits>) -> Vec<u8> {
    let mut out = Vec::with_capacity(bytes.len());
    out.extend_from_slice(SIGNATURE);
    for chunk in chunks(bytes).filter(is_public) {
        out.extend_from_slice(chunk.whole);
        if let (b"IHDR", Some(credits)) = (chunk.name, credits) {
            push(
                &mut out,
                b"iTXt",
                &[XMP, xmp::write(credits).as_bytes()].concat(),
            );
        }
    }
    out
}

/// Appends a chunk.
pub(super) fn push(out: &mut Vec<u8>, name: &[u8; 4], data: &[u8]) {
    let Ok(length) = u32::try_from(data.len()) else {
        return;
    };
    out.extend_from_slice(&length.to_be_bytes());
    out.extend_from_slice(name);
    out.extend_from_slice(data);
    let mut sum = crc32fast::Hasher::new();
    sum.update(name);
    sum.update(data);
    out.extend_from_slice(&sum.finalize().to_be_bytes());
}

fn is_public(chunk: &Chunk) -> bool {
    PUBLIC.iter().any(|name| *name == chunk.name)
}

/// The chunks up to the end, or to where they can be followed no further. What is behind the end is none.
fn chunks(bytes: &[u8]) -> impl Iterator<Item = Chunk<'_>> {
    let mut at = Some(SIGNATURE.len());
    std::iter::from_fn(move || {
        let start = at?;
        at = None;
        let length = place(be32(bytes, start)?);
        let name = bytes.get(start + 4..start + 8)?;
        let end = (start + 8).checked_add(length)?;
        let data = bytes.get(start + 8..end)?;
        let whole = bytes.get(start..end.checked_add(4)?)?;
        let mut sum = crc32fast::Hasher::new();
        sum.update(name);
        sum.update(data);
        let is_sound = be32(bytes, end) == Some(sum.finalize());
        at = (name != b"IEND").then_some(end + 4);
        Some(Chunk {
            name,
            data,
            whole,
            is_sound,
        })
    })
}
