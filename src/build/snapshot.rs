//! Everything a site depends on, the clock included.

use crate::archive::Admission;
use crate::config::Config;
use crate::diagnostics::Diagnostic;
use crate::digest::Digest;
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
    pub articles: Vec<SourcePath>,
    /// The other files under `content/`, in the order of their paths.
    pub files: Vec<(SourcePath, Digest)>,
    /// The site's own templates, in the order of their names.
    pub templates: Vec<TemplateSource>,
    /// The site's own wording of the theme's messages, in the order of their paths.
    pub messages: Vec<MessageSource>,
    /// The theme's static files and the site's own.
    pub statics: Vec<StaticFile>,
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
