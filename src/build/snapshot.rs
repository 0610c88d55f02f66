//! Everything a site depends on, the clock included.

use bitcode::{Decode, Encode};

use crate::archive::Admission;
use crate::config::Config;
use crate::diagnostics::Diagnostic;
use crate::digest::Digest;
use crate::images::Pictures;
use crate::paths::SourcePath;
use crate::plan::StaticFile;
use crate::render::TemplateSource;

/// A site at one moment. Texts of articles are behind [`Files`], to be read when they are needed.
#[derive(Debug)]
pub struct Snapshot {
    /// The configuration.
    pub config: Config,
    /// The present, and what is published.
    pub admission: Admission,
    /// The Markdown files under `content/`, in the order of their paths.
    pub articles: Vec<ArticleFile>,
    /// The other files under `content/`, in the order of their paths.
    pub files: Vec<(SourcePath, Digest)>,
    /// The site's own templates, in the order of their names.
    pub templates: Vec<TemplateSource>,
    /// The site's own wording of the theme's messages, in the order of their paths.
    pub messages: Vec<MessageSource>,
    /// The theme's static files and the site's own.
    pub statics: Vec<StaticFile>,
    /// What the heads of pictures say, of those under `content/` and the site's own under `static/`.
    pub pictures: Pictures,
}

/// A file of messages: `templates/messages/ar.ftl`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MessageSource {
    /// The file, whose name is the language's tag.
    pub path: SourcePath,
    /// Its text.
    pub text: String,
}

/// The door to the site's files.
pub trait Files: Sync {
    /// The bytes of a file of the snapshot.
    fn read(&self, path: &SourcePath) -> Result<Vec<u8>, Box<Diagnostic>>;
}

/// The file of an article.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ArticleFile {
    /// Its path.
    pub path: SourcePath,
    /// What tells it from what it was before without reading it; nothing where that would prove nothing, as
    /// of a file that was written a moment ago.
    pub stamp: Option<Stamp>,
}

/// What a file system says of a file. The same stamp is the same file; another only means that its bytes
/// must be looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Encode, Decode)]
pub struct Stamp {
    /// Its size in bytes.
    pub size: u64,
    /// When its bytes were written, in nanoseconds since 1970, as whoever wrote them may have set it.
    pub modified: i64,
    /// When the system last changed anything of it, in nanoseconds since 1970; 0 where no system says it.
    pub changed: i64,
    /// The number the file system has for it; 0 where it has none. Files of one size that were written together
    /// may have the same times, and keep them when their folders change places.
    pub number: u64,
}

/// The door to what builds keep of the articles they read. It may forget anything at any time.
pub trait Shelves: Sync {
    /// The bytes of a part of shelf `number` of `of` that were saved last.
    fn load(&self, part: ShelfPart, number: usize, of: usize) -> Option<Vec<u8>>;

    /// Keeps the bytes of a part of a shelf.
    fn save(&self, part: ShelfPart, number: usize, of: usize, bytes: &[u8]);

    /// Forgets the shelves of all other numbers.
    fn keep_only(&self, of: usize);
}

/// A part of a shelf.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum ShelfPart {
    /// What is known of its files.
    Marks,
    /// The articles.
    Articles,
}

/// Shelves on which nothing is kept: every article is read.
#[derive(Debug, Clone, Copy, Default)]
pub struct NoShelves;

impl Shelves for NoShelves {
    fn load(&self, _: ShelfPart, _: usize, _: usize) -> Option<Vec<u8>> {
        None
    }

    fn save(&self, _: ShelfPart, _: usize, _: usize, _: &[u8]) {}

    fn keep_only(&self, _: usize) {}
}
