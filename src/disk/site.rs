//! The folder of a site, as the door to its files.

use std::fs;
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::SystemTime;

use super::at_path;
use super::digests::Digests;
use super::stamps::stamp_of;
use crate::build::{ArticleFile, Files};
use crate::content::{MAX_ARTICLE_BYTES, is_markdown};
use crate::diagnostics::{Diagnostic, Span};
use crate::paths::SourcePath;

/// How much is shown of a file that is too large, in bytes.
const OPENING: u64 = 200;

/// The folder of a site, as the door to its files.
#[derive(Debug, Clone)]
pub struct Site {
    root: PathBuf,
    /// When this program began to look at it.
    pub(super) opened: SystemTime,
    /// What is remembered of its files is used.
    pub(super) remembers: bool,
    /// What is seen of its files is remembered.
    keeps: bool,
    /// What was seen of its files and is still to be remembered, where that is done later.
    later: Option<Arc<Mutex<Option<Seen>>>>,
}

/// What is known of a site's files: now, and as it was read from its memory.
#[derive(Debug)]
struct Seen {
    now: Digests,
    earlier: Digests,
}

impl Site {
    /// The site in the folder `root`.
    pub fn new(root: impl Into<PathBuf>) -> Self {
        Site {
            root: root.into(),
            opened: SystemTime::now(),
            remembers: true,
            keeps: true,
            later: None,
        }
    }

    /// The same site, of which nothing is remembered: every file is read.
    #[must_use]
    pub fn without_memory(&self) -> Self {
        Site {
            remembers: false,
            keeps: false,
            ..self.clone()
        }
    }

    /// The same site, in whose folder nothing is written.
    #[must_use]
    pub fn without_writing(&self) -> Self {
        Site {
            keeps: false,
            ..self.clone()
        }
    }

    /// The same site, in whose folder nothing is written until [`keep_now`](Site::keep_now).
    #[must_use]
    pub fn keeping_later(&self) -> Self {
        Site {
            keeps: false,
            later: Some(Arc::default()),
            ..self.clone()
        }
    }

    /// Remembers what was seen of its files. Whoever calls this has the site's lock.
    pub fn keep_now(&self) {
        let Some(later) = &self.later else {
            return;
        };
        // What was seen is put there whole.
        let seen = later.lock().unwrap_or_else(PoisonError::into_inner).take();
        if let Some(Seen { now, earlier }) = seen {
            now.save(&self.root, &earlier);
        }
    }

    /// Takes what was seen of its files, which was `earlier`, to be remembered now, later or never.
    pub(super) fn keep(&self, now: Digests, earlier: Digests) {
        if self.keeps {
            now.save(&self.root, &earlier);
        } else if let Some(later) = &self.later {
            *later.lock().unwrap_or_else(PoisonError::into_inner) = Some(Seen { now, earlier });
        }
    }

    /// The folder.
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// Where a file of the site lies on this machine.
    pub fn locate(&self, path: &SourcePath) -> PathBuf {
        self.root.join(path.as_str())
    }
}

impl Files for Site {
    fn read(&self, path: &SourcePath) -> Result<Vec<u8>, Box<Diagnostic>> {
        let file = self.locate(path);
        let refuse = |error: io::Error| Box::new(at_path("read", &file, &error).in_file(path));
        // Asked of the open file: a path is looked up once, and a hundred thousand of them are read.
        let mut opened = fs::File::open(&file).map_err(refuse)?;
        let size = opened.metadata().map_err(refuse)?.len();
        if is_markdown(path) && size > MAX_ARTICLE_BYTES {
            let (mib, most) = (size / (1024 * 1024), MAX_ARTICLE_BYTES / (1024 * 1024));
            return Err(Box::new(
                Diagnostic::error("file-too-large", format!("the file has {mib} MiB; an article has at most {most}"))
                    .at(path, opening(&file))
                    .hint("Is this an export or a picture under a wrong name? Split it, or move it out of content/."),
            ));
        }
        let mut bytes = Vec::with_capacity(usize::try_from(size).unwrap_or(0).saturating_add(1));
        opened.read_to_end(&mut bytes).map_err(refuse)?;
        Ok(bytes)
    }
}

impl Site {
    /// The file of an article with what the system says of it.
    pub(super) fn article(&self, path: SourcePath) -> ArticleFile {
        let metadata = fs::metadata(self.locate(&path)).ok();
        ArticleFile {
            stamp: metadata.and_then(|metadata| stamp_of(&metadata, self.opened)),
            path,
        }
    }
}

/// The first line of a file that is too large to be read whole.
fn opening(file: &Path) -> Span {
    let mut bytes = Vec::new();
    if let Ok(file) = fs::File::open(file) {
        // What cannot be read here is shown as an empty line.
        let _ = file.take(OPENING).read_to_end(&mut bytes);
    }
    let text = String::from_utf8_lossy(&bytes);
    // What follows the text of a file that is mostly empty shows nothing.
    Span::of_line(text.trim_end_matches('\0'), 1)
}
