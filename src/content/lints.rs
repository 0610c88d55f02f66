//! Slips in an article's text that a reader would notice, told as warnings.
//!
//! The texts of a body come in as they are scanned, diagnostics with their places go out. Nothing is
//! mended: the date or the text may be the wrong one. What is not certain is not told, since a warning
//! that is wrong once is not read again.

mod digits;
mod shortcodes;
mod weekdays;

use std::ops::Range;

use super::Moment;
use crate::diagnostics::Diagnostic;
use crate::markdown::TextPiece;
use digits::Digits;

/// The lints of one body.
pub(super) struct Lints<'a> {
    body: &'a str,
    date: Option<Moment>,
    digits: Digits,
    found: Vec<(Diagnostic, Range<usize>)>,
}

impl<'a> Lints<'a> {
    /// For `body`, of an article of `date`.
    pub(super) fn new(body: &'a str, date: Option<Moment>) -> Self {
        Lints {
            body,
            date,
            digits: Digits::default(),
            found: Vec::new(),
        }
    }

    /// Looks at one text.
    pub(super) fn see(&mut self, piece: &TextPiece) {
        self.digits.count(piece);
        self.emphasis(piece);
        self.shortcodes(piece);
        for found in weekdays::mismatches(piece.text, self.date) {
            let range = self.place(piece, found.range.clone());
            let diagnostic = Diagnostic::warning("weekday-mismatch", found.message)
                .hint("Correct the weekday or the date; neither is changed here.");
            self.found.push((diagnostic, range));
        }
    }

    /// `**` that CommonMark did not take for emphasis: beside a quotation mark and a letter, which is
    /// how Arabic sets `و` and `ب` before a quoted word.
    fn emphasis(&mut self, piece: &TextPiece) {
        if memchr::memchr(b'*', piece.text.as_bytes()).is_none() || !piece.text.contains("**") {
            return;
        }
        let source = self.body.get(piece.range.clone()).unwrap_or_default();
        let mut behind = None;
        for (at, signs) in source.match_indices("**") {
            let before = source[..at].chars().next_back();
            let after = source[at + signs.len()..].chars().next();
            let is_apart = |c: Option<char>| c.is_none_or(char::is_whitespace);
            // Stars in a row, escaped or apart, such as `5 ** 3`, are meant as they stand.
            let is_meant = before == Some('\\')
                || is_apart(before) && is_apart(after)
                || before == Some('*')
                || after == Some('*');
            if is_meant || behind == Some(at) {
                continue;
            }
            behind = Some(at + signs.len());
            let start = piece.range.start + at;
            let diagnostic = Diagnostic::warning(
                "unmatched-emphasis",
                "these asterisks neither open nor close an emphasis; the reader sees them",
            )
            .hint("They do not count between a letter and a sign: put the letter inside, **و«كلمة»**, or write <strong>«كلمة»</strong>; a backslash, \\*\\*, keeps them as they are.");
            self.found.push((diagnostic, start..start + signs.len()));
        }
    }

    /// Tags of another generator, which readers would see as they stand. They are looked for in the
    /// source, where a backslash says that one is meant.
    fn shortcodes(&mut self, piece: &TextPiece) {
        if memchr::memchr(b'{', piece.text.as_bytes()).is_none() {
            return;
        }
        let source = self.body.get(piece.range.clone()).unwrap_or_default();
        for tag in shortcodes::tags(source) {
            let (start, end) = (piece.range.start + tag.start, piece.range.start + tag.end);
            if self.body[..start].ends_with('\\') {
                continue;
            }
            let diagnostic = Diagnostic::warning(
                "foreign-shortcode",
                "this is a tag for another generator's templates; the reader sees it as it stands",
            )
            .hint("Write what it stands for in Markdown or HTML: an image with a title becomes a figure, ![words](photo.png \"caption\"), and a link goes to the path of the other article's file. A backslash before it, \\{{, keeps it as it is.");
            self.found.push((diagnostic, start..end));
        }
    }

    /// Where a stretch of a text is written.
    fn place(&self, piece: &TextPiece, range: Range<usize>) -> Range<usize> {
        let source = self.body.get(piece.range.clone()).unwrap_or_default();
        let word = &piece.text[range.clone()];
        let offset = match source.get(range.clone()) {
            Some(same) if same == word => range.start,
            // Escapes before it make the source longer than the text.
            _ => source.find(word).unwrap_or(0),
        };
        let start = piece.range.start + offset;
        start..(start + word.len()).min(piece.range.end)
    }

    /// All that is to be told, in the order it stands.
    pub(super) fn finish(mut self) -> Vec<(Diagnostic, Range<usize>)> {
        self.found.extend(self.digits.mixed());
        self.found.sort_by_key(|(_, range)| range.start);
        self.found
    }
}
