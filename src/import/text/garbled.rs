//! Text that is no article's: letters lost or garbled before it was exported, or a web page as a whole.
//!
//! Such a text is a fault with its place; it is never mended by guessing, since half of a guess would
//! be wrong letters under a newspaper's name.

use crate::diagnostics::{Diagnostic, Span};
use crate::paths::SourcePath;

/// Fewer signs of damage than this are not enough to judge by.
const ENOUGH: usize = 8;

/// Refuses a text that was damaged before.
pub(super) fn check(path: &SourcePath, text: &str) -> Result<(), Box<Diagnostic>> {
    match text.find('\u{FFFD}') {
        Some(at) => Err(Box::new(
            Diagnostic::error("lost-letters", "letters were lost before this export was made: it holds the mark U+FFFD in their place")
                .at(path, Span::of_bytes(text, at, at + 3))
                .hint("Export the article again from its source, or write the letters in by hand."),
        )),
        None if is_question_marks(text) => Err(Box::new(
            Diagnostic::error("lost-letters", "letters were lost before this export was made: it holds question marks in their place")
                .in_file(path)
                .hint("The program that made it could not write Arabic. Export the article again from its source, as UTF-8."),
        )),
        None if is_misread(text) => Err(Box::new(
            Diagnostic::error("garbled-text", "the letters were garbled before this export was made: Arabic that was read as a Western encoding (`Ø§Ù„` or `ÇáÃ`)")
                .in_file(path)
                .hint("Export the article again from its source, as UTF-8. What was saved as UTF-8 twice can often be mended with: iconv -f UTF-8 -t windows-1252"),
        )),
        None if is_web_page(text) => Err(Box::new(
            Diagnostic::error("web-page", "the export is a web page, not plain text")
                .in_file(path)
                .hint("Open it in a browser, copy the article's text, and save it as plain text in UTF-8."),
        )),
        None => Ok(()),
    }
}

fn is_web_page(text: &str) -> bool {
    let start: String = text.trim_start().chars().take(14).collect();
    let start = start.to_ascii_lowercase();
    ["<!doctype html", "<html", "<?xml", "<rss"]
        .iter()
        .any(|sign| start.starts_with(sign))
}

/// More question marks in runs than letters.
fn is_question_marks(text: &str) -> bool {
    let (mut lost, mut letters, mut run) = (0usize, 0usize, 0usize);
    for c in text.chars() {
        letters += usize::from(c.is_alphabetic());
        run = if c == '?' { run + 1 } else { 0 };
        lost += match run {
            0..=2 => 0,
            3 => 3,
            _ => 1,
        };
    }
    lost >= ENOUGH && lost > letters
}

/// More accented Latin letters than all others: no language is written so.
fn is_misread(text: &str) -> bool {
    let (mut accented, mut others) = (0usize, 0usize);
    for c in text.chars().filter(|c| c.is_alphabetic()) {
        match c {
            '\u{C0}'..='\u{FF}' => accented += 1,
            _ => others += 1,
        }
    }
    accented >= ENOUGH && accented > others
}

#[cfg(test)]
mod tests {
    use super::*;

    fn code(text: &str) -> Option<&'static str> {
        check(&SourcePath::new("a.txt"), text)
            .err()
            .map(|fault| fault.code)
    }

    #[test]
    fn damage_is_told_and_odd_texts_are_not() {
        assert_eq!(code("خب\u{FFFD}ر"), Some("lost-letters"));
        assert_eq!(code("\n<!DOCTYPE HTML>\n<p>"), Some("web-page"));
        assert_eq!(
            code("????? ?? ???????\n\n???? 2022-01-10"),
            Some("lost-letters")
        );
        let misread: String = "افتتاح السوق".bytes().map(char::from).collect();
        assert_eq!(code(&misread), Some("garbled-text"));
        let (windows, _, _) = encoding_rs::WINDOWS_1256.encode("افتتاح السوق");
        let misread: String = windows.iter().map(|byte| char::from(*byte)).collect();
        assert_eq!(code(&misread), Some("garbled-text"));
        for text in [
            "أحقًا؟؟؟",
            "<b>خبر</b>",
            "What??? Really???",
            "À l'été, où est le café ?",
            "",
            "خبر",
        ] {
            assert_eq!(code(text), None, "{text}");
        }
    }
}
