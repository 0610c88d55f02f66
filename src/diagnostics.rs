//! What the program has to say to an editor: what is wrong, where, and what to do.
//!
//! Every stage returns its value *and* all its diagnostics. A diagnostic carries the line it is about,
//! so that it can be shown long after the file's text was dropped. Printing is not done here.

use memchr::{memchr, memchr_iter, memrchr};

use crate::paths::SourcePath;

/// How grave a diagnostic is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// The build goes on; the editor should know.
    Warning,
    /// The build ends without writing anything.
    Error,
}

/// One thing to say.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Diagnostic {
    /// Error or warning.
    pub severity: Severity,
    /// A short stable name for this kind of diagnostic, such as `missing-title`.
    pub code: &'static str,
    /// What is wrong, in one sentence without a final stop.
    pub message: String,
    /// The file, and where in it, if the diagnostic is about one.
    pub place: Option<Place>,
    /// What to do about it.
    pub hint: Option<String>,
}

/// A file, and a stretch of one of its lines.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Place {
    /// The file, relative to the site's root.
    pub path: SourcePath,
    /// The stretch, where it is known.
    pub span: Option<Span>,
}

/// A stretch of one line.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Span {
    /// Line number, from 1.
    pub line: u32,
    /// Column in characters, from 1.
    pub column: u32,
    /// Length in characters, at least 1.
    pub length: u32,
    /// The line's text, cut where it is very long.
    pub text: String,
}

/// Longest piece of a line kept for showing, in characters. A paragraph of Markdown is one line, so
/// this is generous; whoever shows it may cut around the span.
const SHOWN: usize = 8 * 1024;

impl Span {
    /// The span of the bytes `start..end` of `text`; of one line only, cut at its end. Offsets that
    /// are out of range or inside a character are moved to the nearest place that is not.
    pub fn of_bytes(text: &str, start: usize, end: usize) -> Span {
        let start = floor_boundary(text, start);
        let bytes = text.as_bytes();
        let line_start = memrchr(b'\n', &bytes[..start]).map_or(0, |at| at + 1);
        let line_end = memchr(b'\n', &bytes[start..]).map_or(text.len(), |at| start + at);
        let line_text = text[line_start..line_end].trim_end_matches('\r');
        let end = floor_boundary(text, end).clamp(start, (line_start + line_text.len()).max(start));
        let line = 1 + memchr_iter(b'\n', &bytes[..line_start]).count();
        let column = text[line_start..start].chars().count();
        let length = text[start..end].chars().count().max(1);
        Span {
            line: clamp(line),
            column: clamp(column + 1),
            length: clamp(length),
            text: shown(line_text),
        }
    }

    /// The first `c` inside this stretch; the stretch itself where `c` is written otherwise.
    #[must_use]
    pub fn at_character(self, c: char) -> Span {
        let before = usize::try_from(self.column.saturating_sub(1)).unwrap_or(usize::MAX);
        match self.text.chars().skip(before).position(|found| found == c) {
            Some(further) => Span {
                column: self.column.saturating_add(clamp(further)),
                length: 1,
                ..self
            },
            None => self,
        }
    }

    /// The whole of line `line` (from 1) of `text`, without its indentation.
    pub fn of_line(text: &str, line: usize) -> Span {
        let start: usize = text
            .split_inclusive('\n')
            .take(line.saturating_sub(1))
            .map(str::len)
            .sum();
        let rest = &text[start.min(text.len())..];
        let this = rest.lines().next().unwrap_or("");
        let indent = this.len() - this.trim_start().len();
        Span::of_bytes(text, start + indent, start + this.trim_end().len())
    }
}

/// Places in a text, asked for from front to back: each is counted from the one before, so that ten
/// thousand of them cost no more than one pass over the text.
#[derive(Debug)]
pub struct PlaceCounter<'a> {
    text: &'a str,
    at: usize,
    line: u32,
    column: u32,
}

impl<'a> PlaceCounter<'a> {
    /// Starts at the beginning of `text`.
    pub fn new(text: &'a str) -> Self {
        PlaceCounter {
            text,
            at: 0,
            line: 1,
            column: 1,
        }
    }

    /// Line and column, from 1, of the byte `at`.
    pub fn place(&mut self, at: usize) -> (u32, u32) {
        let at = floor_boundary(self.text, at);
        if at < self.at {
            *self = PlaceCounter::new(self.text);
        }
        let passed = &self.text[self.at..at];
        let lines = memchr_iter(b'\n', passed.as_bytes()).count();
        let on_line = match memrchr(b'\n', passed.as_bytes()) {
            Some(end) => {
                (self.line, self.column) = (self.line.saturating_add(clamp(lines)), 1);
                &passed[end + 1..]
            }
            None => passed,
        };
        self.column = self.column.saturating_add(clamp(on_line.chars().count()));
        self.at = at;
        (self.line, self.column)
    }
}

fn floor_boundary(text: &str, at: usize) -> usize {
    let mut at = at.min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

fn clamp(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}

fn shown(line: &str) -> String {
    match line.char_indices().nth(SHOWN) {
        Some((cut, _)) => format!("{}…", &line[..cut]),
        None => line.to_owned(),
    }
}

impl Diagnostic {
    /// An error without a place.
    pub fn error(code: &'static str, message: impl Into<String>) -> Self {
        Diagnostic {
            severity: Severity::Error,
            code,
            message: message.into(),
            place: None,
            hint: None,
        }
    }

    /// A warning without a place.
    pub fn warning(code: &'static str, message: impl Into<String>) -> Self {
        Diagnostic {
            severity: Severity::Warning,
            ..Diagnostic::error(code, message)
        }
    }

    /// The same, about the whole of a file.
    pub fn in_file(mut self, path: &SourcePath) -> Self {
        self.place = Some(Place {
            path: path.clone(),
            span: None,
        });
        self
    }

    /// The same, about a stretch of a file.
    pub fn at(mut self, path: &SourcePath, span: Span) -> Self {
        self.place = Some(Place {
            path: path.clone(),
            span: Some(span),
        });
        self
    }

    /// The same, with advice.
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }

    /// The stretch of a line it is about.
    pub fn span_mut(&mut self) -> Option<&mut Span> {
        self.place.as_mut().and_then(|place| place.span.as_mut())
    }

    /// Whether this ends the build.
    pub fn is_error(&self) -> bool {
        self.severity == Severity::Error
    }

    /// The order in which diagnostics are told: by file, line, column, then text, whatever order
    /// the files were read in.
    pub fn order(&self) -> impl Ord + '_ {
        let span = self.place.as_ref().and_then(|place| place.span.as_ref());
        let at = span.map_or((0, 0), |span| (span.line, span.column));
        let path = self.place.as_ref().map(|place| &place.path);
        (path, at, self.code, self.message.as_str())
    }
}

/// Whether any of `diagnostics` ends the build.
pub fn any_error(diagnostics: &[Diagnostic]) -> bool {
    diagnostics.iter().any(Diagnostic::is_error)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spans_count_characters_and_stay_on_their_line() {
        let text = "title: خبر\r\nslug: ../x\n";
        let at = text.find("..").unwrap();
        let span = Span::of_bytes(text, at, at + 100);
        assert_eq!((span.line, span.column, span.length), (2, 7, 4));
        assert_eq!(span.text, "slug: ../x");
        assert_eq!(Span::of_line(text, 1).text, "title: خبر");
        assert_eq!(Span::of_line(text, 9).length, 1);
        assert_eq!(Span::of_bytes("", 5, 9).column, 1);
    }
}
