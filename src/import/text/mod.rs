//! Plain-text exports -> articles, by rules that can be explained to an editor.
//!
//! The bytes of one export come in; a [`Converted`] goes out: where the article belongs, its Markdown,
//! and a note for every decision that was not plain. In these steps: [`decode`], [`clean`], [`blocks`],
//! [`head`], [`classify`], [`emit`]. Nothing here reads a file, a clock or the site's configuration.

mod bidi;
mod blocks;
mod boilerplate;
mod byline;
mod classify;
mod clean;
mod comparable;
mod dateline;
mod decode;
mod emit;
mod escape;
mod garbled;
mod head;
mod kicker;
mod one_byte;
mod places;
mod quotes;
mod report;
mod sentence;
mod story;
mod weekday;

#[cfg(test)]
mod tests;

pub(super) use comparable::{Comparable, lines_of};
pub use dateline::{Clock, Day};
pub(super) use places::too_large;
pub use report::{Kind, Note};
pub use story::{Part, Story};

use crate::content::MAX_ARTICLE_BYTES;
use crate::diagnostics::Diagnostic;
use crate::paths::SourcePath;

/// What the owner can choose about an import.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Settings {
    /// Which folders the articles are laid in.
    pub folders: Folders,
    /// What becomes of runs of spaces that hold a non-breaking one.
    pub spaces: Spaces,
    /// What becomes of Arabic presentation forms.
    pub forms: Forms,
    /// What becomes of straight quotation marks.
    pub quotes: Quotes,
}

/// Which folders the articles are laid in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Folders {
    /// `2022/01/`, since a desk may be renamed and a date may not.
    #[default]
    ByDate,
    /// `desk/2022/01/`.
    BySection,
}

/// What becomes of runs of spaces that hold a non-breaking one, which a browser shows as a gap.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Spaces {
    /// One space; a non-breaking space alone is kept.
    #[default]
    Collapse,
    /// As they are.
    Keep,
}

/// What becomes of Arabic presentation forms (U+FB50–FDFF, U+FE70–FEFC).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Forms {
    /// Written as the letters they show, so that search and slugs meet them.
    #[default]
    Unify,
    /// As they are.
    Keep,
}

/// What becomes of straight quotation marks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Quotes {
    /// As they are.
    #[default]
    Keep,
    /// `«` and `»`, in blocks where they pair.
    Guillemets,
}

/// An export read as an article.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Converted {
    /// What was found.
    pub story: Story,
    /// BLAKE3 of the export's bytes in hexadecimal: by it the same export is known again.
    pub source_blake3: String,
    /// What was guessed, changed or left out, in the order of the export.
    pub notes: Vec<Note>,
    /// The folders below the import's own, with a final `/`.
    folder: String,
}

/// Reads one export. `path` is only what faults are told about.
pub fn convert(
    path: &SourcePath,
    bytes: &[u8],
    settings: &Settings,
) -> Result<Converted, Box<Diagnostic>> {
    if bytes.len() as u64 > MAX_ARTICLE_BYTES {
        return Err(Box::new(too_large(path)));
    }
    let mut notes = Vec::new();
    let text = decode::decode(path, bytes, &mut notes)?;
    let lines = clean::clean(&text, settings, &mut notes);
    let mut story = story::read(path, blocks::split(lines), &mut notes)?;
    if settings.quotes == Quotes::Guillemets {
        quotes::set(&mut story, &mut notes);
    }
    notes.sort_by_key(|note| note.line);
    let folder = places::folder(&story, settings.folders);
    let converted = Converted {
        story,
        source_blake3: digest(bytes),
        notes,
        folder,
    };
    // Escapes and the change of encoding make the text longer.
    let size = converted.markdown(1).len();
    match size as u64 > MAX_ARTICLE_BYTES {
        true => Err(Box::new(too_large(path))),
        false => Ok(converted),
    }
}

/// The name under which an export is known again.
pub fn digest(bytes: &[u8]) -> String {
    blake3::hash(bytes).to_hex().to_string()
}

impl Converted {
    /// Where the article belongs below `into`. `copy` is 1, or higher where the place before it is
    /// taken by another article.
    pub fn path(&self, into: &str, copy: u32) -> SourcePath {
        SourcePath::new(format!("{into}/{}{}.md", self.folder, self.slug(copy)))
    }

    /// The article's last part of address and the name of its file.
    pub fn slug(&self, copy: u32) -> String {
        places::slug(&self.story.title, copy)
    }

    /// The file's text.
    pub fn markdown(&self, copy: u32) -> String {
        emit::markdown(
            &self.story,
            &self.slug(copy),
            &self.source_blake3,
            &self.notes,
        )
    }
}
