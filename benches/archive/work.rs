//! The folder that one size is measured in. Only what this module made is deleted.

use std::fs;
use std::path::{Path, PathBuf};

use crate::Outcome;

/// The folders of one size.
pub struct Work {
    folder: PathBuf,
    /// How many articles the corpus has.
    pub articles: u32,
}

impl Work {
    /// An empty folder for `articles` articles below `dir`.
    pub fn begin(dir: &Path, articles: u32) -> Outcome<Work> {
        fs::create_dir_all(dir).map_err(|error| format!("{}: {error}", dir.display()))?;
        let dir = fs::canonicalize(dir).map_err(|error| format!("{}: {error}", dir.display()))?;
        let work = Work {
            folder: dir.join(format!("archive-{articles}")),
            articles,
        };
        clear(&work.folder)?;
        fs::create_dir(&work.folder)
            .map_err(|error| format!("{}: {error}", work.folder.display()))?;
        Ok(work)
    }

    /// A file or folder in it.
    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.join(name)
    }

    /// Deletes it.
    pub fn end(self) -> Outcome<()> {
        clear(&self.folder)
    }
}

/// Deletes `folder` if it is there.
pub fn clear(folder: &Path) -> Outcome<()> {
    match folder.exists() {
        true => fs::remove_dir_all(folder)
            .map_err(|error| format!("deleting {}: {error}", folder.display())),
        false => Ok(()),
    }
}

/// Says what is being done, while figures are gathered.
pub fn tell(articles: u32, doing: &str) {
    eprintln!("{articles:>9}  {doing}");
}
