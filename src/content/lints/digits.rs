//! Whether a body writes its numbers in one system of digits.

use std::ops::Range;

use crate::diagnostics::Diagnostic;
use crate::markdown::TextPiece;
use crate::text::bytes;

/// What each system is called.
const NAMES: [&str; 3] = ["Latin", "Arabic-Indic", "Persian"];

/// The numbers of a body by their digits, and where the first of each is.
#[derive(Default)]
pub(super) struct Digits {
    seen: [(usize, Option<usize>); 3],
}

impl Digits {
    /// Counts the numbers of a text.
    pub(super) fn count(&mut self, piece: &TextPiece) {
        let bytes = piece.text.as_bytes();
        let mut at = 0;
        for stretch in bytes::stretches(bytes, begins_digit) {
            at = at.max(stretch.start);
            while at < stretch.end {
                at = self.count_at(piece, at).unwrap_or(at + 1);
            }
        }
    }

    /// Counts the number that begins at `at`, if one does; where it ends.
    fn count_at(&mut self, piece: &TextPiece, at: usize) -> Option<usize> {
        let bytes = piece.text.as_bytes();
        let system = match bytes.get(at)? {
            b'0'..=b'9' => 0,
            0xD9 if is_native(bytes, at, 0xA0) => 1,
            0xDB if is_native(bytes, at, 0xB0) => 2,
            _ => return None,
        };
        let end = number_end(bytes, at);
        if system != 0 || !is_of_latin_word(bytes, at, end) {
            let (count, first) = &mut self.seen[system];
            *count += 1;
            // A text with escapes is shorter than its source: near enough to be found.
            first.get_or_insert((piece.range.start + at).min(piece.range.end));
        }
        Some(end)
    }

    /// The warning, at the first number of the rarest system, where there is more than one.
    pub(super) fn mixed(&self) -> Option<(Diagnostic, Range<usize>)> {
        let used = || (0..3).filter(|system| self.seen[*system].0 > 0);
        if used().count() < 2 {
            return None;
        }
        // Of equals, the one that comes later in the text is the odd one.
        let minority = used().min_by_key(|system| {
            let (count, first) = self.seen[*system];
            (count, std::cmp::Reverse(first))
        })?;
        let told: Vec<String> = used()
            .map(|system| format!("{} in {} digits", self.seen[system].0, NAMES[system]))
            .collect();
        let start = self.seen[minority].1?;
        // Alike for all articles, so that those of an archive are told in one line.
        let message = match told.len() {
            2 => "numbers are written in two kinds of digits",
            _ => "numbers are written in three kinds of digits",
        };
        let hint = "write all numbers of an article in the same digits";
        let diagnostic = Diagnostic::warning("mixed-digits", message)
            .hint(format!("There are {}: {hint}.", told.join(", ")));
        Some((diagnostic, start..start + 2))
    }
}

/// Whether two bytes are a digit, or the first of them is one.
fn begins_digit(first: u8, second: u8) -> bool {
    bytes::is_digit(first) | bytes::is_native_digit(first, second)
}

fn is_native(bytes: &[u8], at: usize, zero: u8) -> bool {
    bytes
        .get(at + 1)
        .is_some_and(|byte| (zero..zero + 10).contains(byte))
}

/// Where the number at `at` ends: its digits and the signs inside it, so that a date is one number.
fn number_end(bytes: &[u8], at: usize) -> usize {
    let mut end = at;
    loop {
        match bytes.get(end) {
            Some(b'0'..=b'9' | b'-' | b'/' | b'.' | b',' | b':') => end += 1,
            Some(0xD9) if is_native(bytes, end, 0xA0) => end += 2,
            Some(0xDB) if is_native(bytes, end, 0xB0) => end += 2,
            _ => return end,
        }
    }
}

/// Digits of `COVID-19`, `5G` or an address are part of a Latin word, whatever the numbers around it.
fn is_of_latin_word(bytes: &[u8], start: usize, end: usize) -> bool {
    const NEAR: usize = 24;
    let is_word = |byte: &&u8| byte.is_ascii_graphic();
    let before = bytes[start.saturating_sub(NEAR)..start]
        .iter()
        .rev()
        .take_while(is_word);
    let after = bytes[end..bytes.len().min(end + NEAR)]
        .iter()
        .take_while(is_word);
    before.chain(after).any(u8::is_ascii_alphabetic)
}
