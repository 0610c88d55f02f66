//! What an import did, as plain data.
//!
//! Nothing is decided or printed here.

use super::text::Note;
use super::verify::Difference;
use crate::diagnostics::Diagnostic;
use crate::paths::SourcePath;

/// What became of each export, in the order of the exports' paths.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Outcome {
    /// New articles.
    pub written: Vec<Imported>,
    /// Exports that are in the archive already; their articles were not touched.
    pub unchanged: Vec<Imported>,
    /// Exports that were left aside, and why.
    pub skipped: Vec<Skipped>,
    /// How many articles were compared with their exports and have the same text.
    pub verified: usize,
    /// Those that were compared and have not.
    pub differing: Vec<Differing>,
    /// Exports that hold no article that can be read, and what else went wrong.
    pub failed: Vec<Diagnostic>,
}

/// An export and its article.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Imported {
    /// The export's path as given.
    pub export: String,
    /// The article's file.
    pub path: SourcePath,
    /// What was guessed, changed or left out; empty for an article that was there already.
    pub notes: Vec<Note>,
}

/// An export that was left aside.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Skipped {
    /// The export's path as given.
    pub export: String,
    /// Why, in words.
    pub reason: String,
}

/// An export whose text is not that of its article.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Differing {
    /// The export's path as given.
    pub export: String,
    /// The article's file.
    pub path: SourcePath,
    /// Where they part.
    pub difference: Difference,
}

impl Outcome {
    /// Whether nothing went wrong.
    pub fn is_ok(&self) -> bool {
        self.failed.is_empty() && self.differing.is_empty()
    }

    /// Puts everything in the order of the exports' paths.
    pub(super) fn sort(&mut self) {
        self.written.sort();
        self.unchanged.sort();
        self.skipped.sort();
        self.differing.sort();
        self.failed.sort_by(|a, b| a.order().cmp(&b.order()));
    }
}
