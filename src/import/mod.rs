//! Import: what another system exported becomes content files, and ends where reading begins.
//!
//! Exports come in as bytes; Markdown files with front matter go out, with a note for each thing that
//! was guessed, changed or left out. [`text`] is pure; [`run()`] is the edge. Nothing here
//! overwrites a file, and nothing of an export is lost without being told.

mod existing;
mod outcome;
mod run;
mod summary;
pub mod text;
mod verify;
mod write;

pub use outcome::{Differing, Imported, Outcome, Skipped};
pub use run::{Job, run};
pub use verify::{Difference, verify};
