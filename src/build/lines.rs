//! The lines that diagnostics are about, read when they are shown.
//!
//! Places are kept without their lines' text, of which there would be millions. The diagnostics of one file
//! follow each other, so that it is read once.

use super::Files;
use crate::content::{SourceText, is_markdown};
use crate::diagnostics::{Diagnostic, Span};
use crate::paths::SourcePath;

/// The lines of the file that was asked for last.
pub struct Lines<'a> {
    files: &'a dyn Files,
    file: Option<File>,
}

struct File {
    path: SourcePath,
    text: String,
    /// Where each line begins.
    starts: Vec<usize>,
    /// The line that was asked for last, and its text.
    last: (u32, String),
}

impl<'a> Lines<'a> {
    /// Lines of `files`.
    pub fn of(files: &'a dyn Files) -> Self {
        Lines { files, file: None }
    }

    /// The diagnostic with the line it is about.
    #[must_use]
    pub fn shown(&mut self, diagnostic: &Diagnostic) -> Diagnostic {
        let mut diagnostic = diagnostic.clone();
        if let Some(place) = &mut diagnostic.place
            && let Some(span) = &mut place.span
            && span.text.is_empty()
        {
            let known = self.file.take().filter(|file| file.path == place.path);
            let file = known.unwrap_or_else(|| File::read(&place.path, self.files));
            span.text = self.file.insert(file).line(span.line);
        }
        diagnostic
    }
}

impl File {
    fn read(path: &SourcePath, files: &dyn Files) -> File {
        let bytes = files.read(path).unwrap_or_default();
        // Places in an article are counted in the text that was read of it.
        let article = match is_markdown(path) {
            true => SourceText::read(path, &bytes).ok(),
            false => None,
        };
        let text = match article {
            Some(text) => text.as_str().to_owned(),
            None => String::from_utf8_lossy(&bytes).into_owned(),
        };
        let after_ends = text.match_indices('\n').map(|(end, _)| end + 1);
        File {
            path: path.clone(),
            starts: std::iter::once(0).chain(after_ends).collect(),
            text,
            last: (0, String::new()),
        }
    }

    /// The text of line `line` (from 1), cut where it is very long.
    fn line(&mut self, line: u32) -> String {
        if self.last.0 != line {
            let start = self.starts.get((line as usize).saturating_sub(1));
            let text = start.map(|start| Span::of_bytes(&self.text[*start..], 0, 0).text);
            self.last = (line, text.unwrap_or_default());
        }
        self.last.1.clone()
    }
}
