//! What an import has to tell: one note for each thing guessed, changed or left out.
//!
//! A note is plain data with a sentence for an editor. Printing is not done here.

use std::fmt;

/// What sort of decision a note tells; what most needs an editor's eye comes first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// Looked for and not there.
    Missing,
    /// Could be read in two ways; left as it was.
    Unsure,
    /// Taken as something by a rule that may be wrong.
    Guessed,
    /// Not in the article's text.
    Dropped,
    /// Written otherwise than in the export.
    Changed,
}

impl Kind {
    /// The word that stands before the sentence.
    pub fn as_str(self) -> &'static str {
        match self {
            Kind::Guessed => "guessed",
            Kind::Unsure => "unsure",
            Kind::Changed => "changed",
            Kind::Dropped => "dropped",
            Kind::Missing => "missing",
        }
    }
}

/// One thing to tell.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Note {
    /// What sort of decision it was.
    pub kind: Kind,
    /// The decision without a final stop; the same words wherever the same rule decided, so that a
    /// report of many exports can put them together.
    pub what: &'static str,
    /// The line of the export, from 1; `None` for the export as a whole.
    pub line: Option<u32>,
    /// What was decided about: a piece of the text, a number; may be empty.
    pub detail: String,
}

impl Note {
    /// A note about one line.
    pub(super) fn at(kind: Kind, line: u32, what: &'static str, detail: impl Into<String>) -> Self {
        Note {
            kind,
            what,
            line: Some(line),
            detail: detail.into(),
        }
    }

    /// A note about the export as a whole.
    pub(super) fn whole(kind: Kind, what: &'static str, detail: impl Into<String>) -> Self {
        Note {
            kind,
            what,
            line: None,
            detail: detail.into(),
        }
    }
}

impl fmt::Display for Note {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(line) = self.line {
            write!(f, "line {line}: ")?;
        }
        write!(f, "{}: {}", self.kind.as_str(), self.what)?;
        match self.detail.as_str() {
            "" => Ok(()),
            detail => write!(f, ": {detail}"),
        }
    }
}

/// Longest piece of text quoted in a note, in characters.
const QUOTED: usize = 60;

/// `text` between backticks, cut where it is long.
pub(super) fn quoted(text: &str) -> String {
    match text.char_indices().nth(QUOTED) {
        Some((cut, _)) => format!("`{}…`", text[..cut].trim_end()),
        None => format!("`{text}`"),
    }
}
