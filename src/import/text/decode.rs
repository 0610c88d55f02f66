//! An export's bytes -> its text: UTF-8, else UTF-16, else one of the Arabic encodings of one byte a letter.
//!
//! Bytes that are not text, or were text and are damaged, are a fault: a letter that cannot be read
//! is never replaced by a mark.

use encoding_rs::{Encoding, UTF_16BE, UTF_16LE};

use super::garbled::check;
use super::one_byte;
use super::report::{Kind, Note};
use crate::diagnostics::{Diagnostic, Span};
use crate::paths::SourcePath;

/// Reads `bytes`; tells in `notes` when the encoding is not UTF-8.
pub(super) fn decode(
    path: &SourcePath,
    bytes: &[u8],
    notes: &mut Vec<Note>,
) -> Result<String, Box<Diagnostic>> {
    let text = read(path, bytes, notes)?;
    check(path, &text)?;
    Ok(text)
}

fn read(path: &SourcePath, bytes: &[u8], notes: &mut Vec<Note>) -> Result<String, Box<Diagnostic>> {
    if let Some(rest) = bytes.strip_prefix(b"\xEF\xBB\xBF") {
        return std::str::from_utf8(rest)
            .map(String::from)
            .map_err(|fault| damaged(path, rest, fault.valid_up_to()));
    }
    for (mark, encoding) in [(b"\xFF\xFE", UTF_16LE), (b"\xFE\xFF", UTF_16BE)] {
        if let Some(rest) = bytes.strip_prefix(mark) {
            notes.push(Note::whole(
                Kind::Changed,
                "the export is not in UTF-8 as the article is; by its byte order mark it is",
                encoding.name(),
            ));
            return strictly(encoding, rest)
                .ok_or_else(|| Box::new(damaged_utf_16(path, encoding)));
        }
    }
    // Arabic in UTF-16 is often valid UTF-8 with NUL bytes, which no text has.
    if bytes.contains(&0) {
        return without_mark(bytes, notes).ok_or_else(|| Box::new(not_text(path)));
    }
    let fault = match std::str::from_utf8(bytes) {
        Ok(text) => return Ok(text.to_owned()),
        Err(fault) => fault,
    };
    if is_mostly_utf_8(bytes) {
        return Err(damaged(path, bytes, fault.valid_up_to()));
    }
    let (encoding, text) = one_byte::read(path, bytes)?;
    notes.push(guessed(encoding));
    Ok(text)
}

fn guessed(encoding: &'static Encoding) -> Note {
    Note::whole(
        Kind::Guessed,
        "the export is not UTF-8; by its letters it was read as",
        encoding.name(),
    )
}

pub(super) fn strictly(encoding: &'static Encoding, bytes: &[u8]) -> Option<String> {
    encoding
        .decode_without_bom_handling_and_without_replacement(bytes)
        .map(String::from)
}

/// UTF-16 without a byte order mark, in the order of bytes that gives Arabic or ASCII letters.
fn without_mark(bytes: &[u8], notes: &mut Vec<Note>) -> Option<String> {
    let (encoding, text) = [UTF_16LE, UTF_16BE].into_iter().find_map(|encoding| {
        let text = strictly(encoding, bytes)?;
        let all = text.chars().count();
        let usual = text
            .chars()
            .filter(|c| matches!(c, '\t' | '\n' | '\r' | ' '..='~' | '\u{600}'..='\u{6FF}'))
            .count();
        (usual * 10 >= all * 9 && !text.chars().any(is_odd_control)).then_some((encoding, text))
    })?;
    notes.push(guessed(encoding));
    Some(text)
}

/// A control character that no text holds.
pub(super) fn is_odd_control(c: char) -> bool {
    c.is_ascii_control() && !matches!(c, '\t' | '\n' | '\r' | '\u{B}' | '\u{C}' | '\u{1A}')
}

/// Whether these bytes are UTF-8 with a few bad places: then reading them as windows-1256 would turn
/// every letter into two wrong ones.
fn is_mostly_utf_8(bytes: &[u8]) -> bool {
    let (mut good, mut bad) = (0usize, 0usize);
    for chunk in bytes.utf8_chunks() {
        good += chunk.valid().chars().filter(|c| !c.is_ascii()).count();
        bad += chunk.invalid().len();
    }
    good > bad
}

/// The fault of a file that is no text.
pub(super) fn not_text(path: &SourcePath) -> Diagnostic {
    Diagnostic::error(
        "not-text",
        "the export is not text in UTF-8, UTF-16, windows-1256 or ISO-8859-6",
    )
    .in_file(path)
    .hint("Is it a picture or a word processor's file? Save it as plain text in UTF-8.")
}

fn damaged_utf_16(path: &SourcePath, encoding: &'static Encoding) -> Diagnostic {
    Diagnostic::error(
        "damaged-text",
        format!(
            "the export begins as {} and is not valid to its end",
            encoding.name()
        ),
    )
    .in_file(path)
    .hint("The file may be cut off. Export the article again.")
}

fn damaged(path: &SourcePath, bytes: &[u8], at: usize) -> Box<Diagnostic> {
    // Up to the fault the bytes are text, so the place can be counted in it.
    let before = String::from_utf8_lossy(&bytes[..at]);
    Box::new(
        Diagnostic::error("damaged-text", "the export is UTF-8 with bytes that are no letter")
            .at(path, Span::of_bytes(&before, before.len(), before.len()))
            .hint("The file may be cut off or joined from two. Export the article again, or write the letter in by hand."),
    )
}

#[cfg(test)]
mod tests {
    use encoding_rs::WINDOWS_1256;

    use super::*;

    fn read(bytes: &[u8]) -> Result<(String, usize), &'static str> {
        let mut notes = Vec::new();
        match decode(&SourcePath::new("a.txt"), bytes, &mut notes) {
            Ok(text) => Ok((text, notes.len())),
            Err(fault) => Err(fault.code),
        }
    }

    fn utf_16(text: &str, order: fn(u16) -> [u8; 2]) -> Vec<u8> {
        text.encode_utf16().flat_map(order).collect()
    }

    #[test]
    fn four_encodings_are_read() {
        let text = "خبر عاجل\nنص: 7 «أ».\n";
        assert_eq!(read(text.as_bytes()), Ok((text.into(), 0)));
        assert_eq!(
            read(format!("\u{FEFF}{text}").as_bytes()),
            Ok((text.into(), 0))
        );
        for order in [u16::to_le_bytes, u16::to_be_bytes] {
            assert_eq!(read(&utf_16(text, order)), Ok((text.into(), 1)));
            assert_eq!(
                read(&utf_16(&format!("\u{FEFF}{text}"), order)),
                Ok((text.into(), 1))
            );
        }
        let (old, _, lost) = WINDOWS_1256.encode(text);
        assert!(!lost);
        assert_eq!(read(&old), Ok((text.into(), 1)));
    }

    #[test]
    fn what_cannot_be_read_is_told() {
        assert_eq!(read(b"\x89PNG\r\n\x1A\n\0\0\0\rIHDR"), Err("not-text"));
        assert_eq!(read(b"\xFF\xFEa"), Err("damaged-text"));
        assert_eq!(read(&"خبر عاجل".as_bytes()[..12]), Err("damaged-text"));
        assert_eq!(read("خب\u{FFFD}ر".as_bytes()), Err("lost-letters"));
        assert_eq!(read(b"\xC7\xE1\x01\x02"), Err("not-text"));
    }
}
