//! IPTC-IIM, in the block Photoshop keeps it in: creator, credit and copyright.

use super::bytes::{be16, be32, place};
use super::credits::{Credits, told};

/// The resource of a Photoshop block that holds IPTC.
const RESOURCE: u16 = 0x0404;

const BYLINE: u8 = 80;
const CREDIT: u8 = 110;
const COPYRIGHT: u8 = 116;

/// Reads the resources of a Photoshop block, which begin with `8BIM`.
pub(super) fn read(block: &[u8]) -> Credits {
    let mut credits = Credits::default();
    let mut rest = block;
    while let Some((number, data, behind)) = resource(rest) {
        if number == RESOURCE {
            credits = credits.or(records(data));
        }
        rest = behind;
    }
    credits
}

/// The first resource, and what is behind it.
fn resource(block: &[u8]) -> Option<(u16, &[u8], &[u8])> {
    let rest = block.strip_prefix(b"8BIM")?;
    let number = be16(rest, 0)?;
    // A name with its length before it, filled up to two bytes; so is the data.
    let name = usize::from(*rest.get(2)?);
    let at = 2 + (name + 2) / 2 * 2;
    let length = place(be32(rest, at)?);
    let data = rest.get(at + 4..)?;
    let behind = length.checked_add(length % 2)?;
    Some((
        number,
        data.get(..length)?,
        data.get(behind..).unwrap_or_default(),
    ))
}

fn records(data: &[u8]) -> Credits {
    let mut credits = Credits::default();
    let mut rest = data;
    while let Some((number, text_of, behind)) = record(rest) {
        let said = match number {
            BYLINE => &mut credits.creator,
            CREDIT => &mut credits.credit,
            COPYRIGHT => &mut credits.copyright,
            _ => {
                rest = behind;
                continue;
            }
        };
        let text = told(&text(text_of));
        // There may be several by-lines.
        *said = match (said.take(), text) {
            (Some(first), Some(text)) if number == BYLINE => told(&format!("{first}, {text}")),
            (first, text) => first.or(text),
        };
        rest = behind;
    }
    credits
}

/// The first data set's number in record 2, or 0 for one of another record, its data, and what is behind it.
fn record(data: &[u8]) -> Option<(u8, &[u8], &[u8])> {
    let rest = data.strip_prefix(&[0x1C])?;
    let number = match rest.first()? {
        2 => *rest.get(1)?,
        _ => 0,
    };
    let length = usize::from(be16(rest, 2)?);
    let rest = rest.get(4..)?;
    Some((number, rest.get(..length)?, rest.get(length..)?))
}

/// Text of a time when nobody said how letters are written: as UTF-8, else as Arabic Windows wrote it, which has
/// the letters of French in their usual places.
pub(super) fn text(bytes: &[u8]) -> String {
    match std::str::from_utf8(bytes) {
        Ok(text) => text.to_owned(),
        Err(_) => encoding_rs::WINDOWS_1256.decode(bytes).0.into_owned(),
    }
}
