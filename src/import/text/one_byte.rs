//! Bytes that are not UTF-8 or UTF-16 -> text in windows-1256 or ISO-8859-6.
//!
//! Both have a letter for nearly every byte, so validity alone does not tell them apart: the wrong
//! one shows in Latin letters in the middle of Arabic words. What is neither is a fault.

use encoding_rs::{Encoding, ISO_8859_6, WINDOWS_1256};

use super::decode::{is_odd_control, not_text, strictly};
use crate::diagnostics::Diagnostic;
use crate::paths::SourcePath;

/// Reads `bytes`, and says in which encoding they are.
pub(super) fn read(
    path: &SourcePath,
    bytes: &[u8],
) -> Result<(&'static Encoding, String), Box<Diagnostic>> {
    let windows = strictly(WINDOWS_1256, bytes)
        .filter(|text| !text.contains(is_odd_control))
        .ok_or_else(|| Box::new(not_text(path)))?;
    if !has_mixed_words(&windows) {
        return Ok((WINDOWS_1256, windows));
    }
    // ISO-8859-6 leaves a third of its bytes without meaning; MacArabic, in which the letters are the
    // same, has signs and digits there.
    match strictly(ISO_8859_6, bytes).filter(|text| !text.chars().any(is_c1)) {
        Some(text) => Ok((ISO_8859_6, text)),
        None => Err(Box::new(unknown(path))),
    }
}

/// Whether a Latin letter with an accent touches an Arabic one: in windows-1256 the most frequent
/// letters of ISO-8859-6 (و, ي, ه) are `è`, `ê` and `ç`.
fn has_mixed_words(text: &str) -> bool {
    let is_arabic = |c: char| matches!(c, '\u{620}'..='\u{64A}');
    let is_accented = |c: char| c.is_alphabetic() && matches!(c, '\u{C0}'..='\u{17F}');
    let touching = text
        .chars()
        .zip(text.chars().skip(1))
        .filter(|(a, b)| is_arabic(*a) && is_accented(*b) || is_accented(*a) && is_arabic(*b));
    // One such pair may be a slip of typing.
    touching.count() > 1
}

fn is_c1(c: char) -> bool {
    matches!(c, '\u{80}'..='\u{9F}')
}

fn unknown(path: &SourcePath) -> Diagnostic {
    Diagnostic::error(
        "unknown-encoding",
        "the export is in no encoding this program reads: it looks Arabic, and is neither UTF-8, UTF-16, windows-1256 nor ISO-8859-6",
    )
    .in_file(path)
    .hint("It may be MacArabic or DOS (CP 720, CP 864). Open it with the program it is from and save it as UTF-8, or convert it: iconv -f MACARABIC -t UTF-8")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read_as(bytes: &[u8]) -> Result<(&'static str, String), &'static str> {
        match read(&SourcePath::new("a.txt"), bytes) {
            Ok((encoding, text)) => Ok((encoding.name(), text)),
            Err(fault) => Err(fault.code),
        }
    }

    #[test]
    fn the_two_encodings_are_told_apart() {
        let text = "خبر من المدينة: يوم للبحر، وليلة في السوق؟";
        // In ISO-8859-6 an Arabic letter is its code point less 0x560.
        let iso: Vec<u8> = text
            .chars()
            .map(|c| match u32::from(c) {
                c @ 0x60C..=0x652 => u8::try_from(c - 0x560).unwrap(),
                c => u8::try_from(c).unwrap(),
            })
            .collect();
        assert_eq!(read_as(&iso), Ok(("ISO-8859-6", text.to_owned())));
        let text = "افتُتح café المدينة، ومعه \"معرض\" وCNN والمكتبة à 10.";
        let (windows, _, lost) = WINDOWS_1256.encode(text);
        assert!(!lost);
        assert_eq!(read_as(&windows), Ok(("windows-1256", text.to_owned())));
    }

    #[test]
    fn what_is_neither_is_told() {
        // MacArabic: the letters of ISO-8859-6, and its own signs at A2 and B1.
        let mac = b"\xC7\xE4\xE8\xD1\xE8\xD2\xA2\xB1";
        assert_eq!(read_as(mac), Err("unknown-encoding"));
        assert_eq!(read_as(b"\xC7\xE1\x01\x02"), Err("not-text"));
    }
}
