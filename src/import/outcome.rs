//! What an import did, as plain data and as lines of text.
//!
//! Results come in, sentences go out. Printing is not done here.

use super::text::Note;
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

impl Outcome {
    /// Whether nothing went wrong.
    pub fn is_ok(&self) -> bool {
        self.failed.is_empty()
    }

    /// The report: each new article with its notes, each export left aside, and a sum. Faults are
    /// diagnostics and are printed as those of a build are; here they are counted.
    pub fn lines(&self) -> Vec<String> {
        let mut lines = Vec::new();
        for Imported {
            export,
            path,
            notes,
        } in &self.written
        {
            lines.push(format!("{export} -> {path}"));
            lines.extend(notes.iter().map(|note| format!("  {note}")));
        }
        lines.extend(
            self.skipped
                .iter()
                .map(|skipped| format!("{}: skipped: {}", skipped.export, skipped.reason)),
        );
        lines.push(format!(
            "{} written, {} unchanged, {} skipped, {} failed",
            self.written.len(),
            self.unchanged.len(),
            self.skipped.len(),
            self.failed.len()
        ));
        lines
    }

    /// Puts everything in the order of the exports' paths.
    pub(super) fn sort(&mut self) {
        self.written.sort();
        self.unchanged.sort();
        self.skipped.sort();
        self.failed.sort_by_cached_key(Diagnostic::order);
    }
}
