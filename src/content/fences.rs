//! A source file's bytes -> its text, and where front matter ends and the body begins.

use std::borrow::Cow;

use crate::diagnostics::{Diagnostic, Span};
use crate::digest::Digest;
use crate::paths::SourcePath;
use crate::text::bytes::any;

/// A file's text with LF line ends and without a byte order mark.
#[derive(Debug)]
pub struct SourceText<'a> {
    text: Cow<'a, str>,
    /// Where the first character was taken out that no page may hold.
    stray: Option<usize>,
}

/// Where the parts of a text lie, in bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Fences {
    /// The YAML between the fences.
    pub(super) yaml: (usize, usize),
    /// Where the body begins.
    pub(super) body: usize,
}

impl<'a> SourceText<'a> {
    /// Reads UTF-8. What is not text is told with its place.
    pub fn read(path: &SourcePath, bytes: &'a [u8]) -> Result<Self, Box<Diagnostic>> {
        let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
        // The standard library reads Arabic byte by byte.
        let text = simdutf8::compat::from_utf8(bytes)
            .map_err(|fault| Box::new(not_utf8(path, bytes, fault.valid_up_to())))?;
        if let Some(at) = memchr::memchr(0, bytes) {
            return Err(Box::new(
                Diagnostic::error("nul-byte", "the file holds a NUL byte, which no text has")
                    .at(path, Span::of_bytes(text, at, at + 1))
                    .hint("The file may be damaged or not a text file. Restore it, or remove the byte."),
            ));
        }
        let text = match memchr::memchr(b'\r', bytes) {
            Some(_) => Cow::Owned(text.replace("\r\n", "\n").replace('\r', "\n")),
            None => Cow::Borrowed(text),
        };
        let stray = first_stray(&text);
        let text = match stray {
            Some(_) => Cow::Owned(text.replace(is_stray, "")),
            None => text,
        };
        Ok(SourceText { text, stray })
    }

    /// Where, in the text as it is here, a character stood that no page may hold.
    pub(super) fn stray(&self) -> Option<usize> {
        self.stray
    }

    /// The whole text.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// Finds the front matter.
    pub(super) fn fences(&self, path: &SourcePath) -> Result<Fences, Box<Diagnostic>> {
        let text = self.as_str();
        let mut lines = text.split_inclusive('\n');
        let first = lines.next().unwrap_or_default();
        if !is_fence(first) {
            return Err(Box::new(no_front_matter(path, text, first)));
        }
        let start = first.len();
        let mut at = start;
        for line in lines {
            if is_fence(line) || line.trim_end() == "..." {
                return Ok(Fences {
                    yaml: (start, at),
                    body: at + line.len(),
                });
            }
            at += line.len();
        }
        Err(Box::new(
            Diagnostic::error("front-matter-open", "the front matter is opened here and not closed")
                .at(path, Span::of_bytes(text, 0, 3))
                .hint("Put a line of three hyphens (---) below the last key, before the text of the article."),
        ))
    }
}

/// The body of a file and its digest: the text below the front matter.
pub fn body_of(path: &SourcePath, bytes: &[u8]) -> Result<(String, Digest), Box<Diagnostic>> {
    let text = SourceText::read(path, bytes)?;
    let fences = text.fences(path)?;
    let body = &text.as_str()[fences.body..];
    Ok((body.to_owned(), Digest::of_bytes(body.as_bytes())))
}

/// Control characters and noncharacters, which HTML forbids (WHATWG HTML, section 13.1.4) and no one can
/// see: they come from damaged exports.
fn is_stray(c: char) -> bool {
    matches!(c, '\u{1}'..='\u{8}' | '\u{B}' | '\u{C}' | '\u{E}'..='\u{1F}' | '\u{7F}'..='\u{9F}')
        || matches!(c, '\u{FDD0}'..='\u{FDEF}')
        || c as u32 & 0xFFFE == 0xFFFE
}

fn first_stray(text: &str) -> Option<usize> {
    // Almost every text has none: bytes tell it before characters are looked at. Of each kind the few
    // bytes that can begin one are looked for, all at once.
    let bytes = text.as_bytes();
    let alone = |byte: u8| {
        (byte < 0x20) & (byte != b'\n') & (byte != b'\t') | (byte == 0x7F) | (byte >= 0xF0)
    };
    let in_two = |at: usize| match (bytes[at], bytes.get(at + 1)) {
        (0xC2, Some(next)) => *next < 0xA0,
        (_, Some(next)) => matches!(next, 0xB7 | 0xBF),
        _ => false,
    };
    let may_be = any(bytes, alone) || memchr::memchr2_iter(0xC2, 0xEF, bytes).any(in_two);
    match may_be {
        true => text.find(is_stray),
        false => None,
    }
}

fn is_fence(line: &str) -> bool {
    line.trim_end() == "---"
}

fn no_front_matter(path: &SourcePath, text: &str, first: &str) -> Diagnostic {
    if text.trim().is_empty() {
        return Diagnostic::error("empty-file", "the file is empty")
            .at(path, Span::of_line(text, 1))
            .hint("Write the article, or delete the file.");
    }
    let hint = match first.trim_end() {
        "+++" => {
            "This is TOML. Write the front matter in YAML, between lines of three hyphens (---): title: \"…\""
        }
        _ => {
            "Begin the file with a line of three hyphens (---), then keys such as title: and date:, then --- again."
        }
    };
    Diagnostic::error(
        "no-front-matter",
        "the file does not begin with front matter",
    )
    .at(path, Span::of_line(text, 1))
    .hint(hint)
}

fn not_utf8(path: &SourcePath, bytes: &[u8], at: usize) -> Diagnostic {
    // Everything before the fault is text; what follows is shown with marks for the bad bytes.
    let line_start = bytes[..at]
        .iter()
        .rposition(|byte| *byte == b'\n')
        .map_or(0, |newline| newline + 1);
    let line_end = bytes[at..]
        .iter()
        .position(|byte| *byte == b'\n')
        .map_or(bytes.len(), |newline| at + newline);
    let shown = String::from_utf8_lossy(&bytes[line_start..line_end.min(line_start + 400)]);
    let column = String::from_utf8_lossy(&bytes[line_start..at]).len();
    let mut span = Span::of_bytes(&shown, column, column + 1);
    span.line = u32::try_from(1 + bytes[..at].iter().filter(|byte| **byte == b'\n').count())
        .unwrap_or(u32::MAX);
    Diagnostic::error("not-utf-8", "the file is not UTF-8 text")
        .at(path, span)
        .hint("Save it again as UTF-8. Old Arabic files are often in windows-1256: iconv -f WINDOWS-1256 -t UTF-8")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn code(bytes: &[u8]) -> &'static str {
        body_of(&SourcePath::new("content/a.md"), bytes)
            .unwrap_err()
            .code
    }

    #[test]
    fn marks_line_ends_and_trailing_spaces_are_accepted() {
        let path = SourcePath::new("content/a.md");
        let plain = body_of(&path, b"---\ntitle: a\n---\nx\ny\n").unwrap();
        assert_eq!(plain.0, "x\ny\n");
        assert_eq!(
            body_of(
                &path,
                b"\xEF\xBB\xBF---  \r\ntitle: a\r\n--- \r\nx\r\ny\r\n"
            )
            .unwrap(),
            plain
        );
        assert_eq!(body_of(&path, b"---\n---").unwrap().0, "");
    }

    #[test]
    fn what_is_no_article_is_told() {
        assert_eq!(code(b""), "empty-file");
        assert_eq!(code(b" \n\n"), "empty-file");
        assert_eq!(code(b"title: a\n"), "no-front-matter");
        assert_eq!(code(b"---\ntitle: a\n"), "front-matter-open");
        assert_eq!(code(b"---\ntitle: a\0\n---\n"), "nul-byte");
        assert_eq!(code(b"---\ntitle: \xC7\xE1\n---\n"), "not-utf-8");
    }
}
