//! The output folder: which one is refused, what is in it, and the manifest that belongs to it.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::time::UNIX_EPOCH;

use super::{KEPT, MEMORY, PUBLIC};
use crate::build::{FileState, Manifest, Record};
use crate::digest::{Digest, FileDigest};

/// Folders of a site that hold its source.
const SOURCE_FOLDERS: [&str; 3] = ["content", "templates", "static"];

/// Folders in which version control keeps what it knows.
pub(super) const REPOSITORIES: [&str; 3] = [".git", ".hg", ".svn"];

/// The output folder of a site.
#[derive(Debug, Clone)]
pub struct Output {
    folder: PathBuf,
    root: PathBuf,
    name: String,
}

/// Why a folder is refused as output.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusal(pub String);

impl Output {
    /// The output `folder` of the site at `root`, unless building there could destroy something.
    pub fn new(root: &Path, folder: &Path) -> Result<Output, Refusal> {
        let root = absolute(root);
        let folder = absolute(folder);
        if root.starts_with(&folder) {
            return Err(Refusal(format!(
                "{} holds the site's own source",
                folder.display()
            )));
        }
        if let Some(source) = SOURCE_FOLDERS
            .iter()
            .find(|source| folder.starts_with(root.join(source)))
        {
            return Err(Refusal(format!(
                "{} lies inside {source}/, which holds the site's own source",
                folder.display()
            )));
        }
        if folder.starts_with(root.join(MEMORY)) {
            return Err(Refusal(format!(
                "{} lies inside {MEMORY}/, which may be deleted at any time",
                folder.display()
            )));
        }
        if folder.starts_with(root.join(KEPT)) {
            return Err(Refusal(format!(
                "{} lies inside {KEPT}/, which holds files of yours",
                folder.display()
            )));
        }
        if let Some(repository) = repository_in(&root, &folder) {
            return Err(Refusal(format!(
                "{} lies inside {repository}, which belongs to version control",
                folder.display()
            )));
        }
        if folder.exists() && !folder.is_dir() {
            return Err(Refusal(format!("{} is a file", folder.display())));
        }
        Ok(Output {
            name: name_of(&root, &folder),
            root,
            folder,
        })
    }

    /// The output folder `name` of a folder that is no site: nothing there is anyone's.
    pub(super) fn below(root: &Path, name: &str) -> Output {
        let root = absolute(root);
        Output {
            folder: root.join(name),
            name: name.to_owned(),
            root,
        }
    }

    /// The folder on this machine.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// Where a file of the output lies.
    pub fn locate(&self, path: &str) -> PathBuf {
        self.folder.join(path)
    }

    /// Where pages wait until all are there. It lies inside the output folder, so that renaming never
    /// crosses file systems.
    pub fn staging(&self) -> PathBuf {
        self.folder.join(".warraq-staging")
    }

    /// The site's folder, beside whose configuration files of others are put that stood in a page's
    /// place.
    pub(super) fn root(&self) -> &Path {
        &self.root
    }

    /// The manifest's file. Each output folder has its own.
    pub fn manifest_path(&self) -> PathBuf {
        self.root
            .join(MEMORY)
            .join(format!("{}.manifest", self.name))
    }

    /// The receipt's file. Each output folder has its own; that of `public/` has the plain name.
    pub fn receipt_path(&self) -> PathBuf {
        let name = match self.name == PUBLIC {
            true => "receipt.json".to_owned(),
            false => format!("{}.receipt.json", self.name),
        };
        self.root.join(MEMORY).join(name)
    }

    /// What the last build wrote here; empty where that is not known.
    pub fn manifest(&self) -> Manifest {
        let bytes = fs::read(self.manifest_path()).unwrap_or_default();
        Manifest::decode(&bytes).unwrap_or_default()
    }

    /// What is at `path` now, held against its record.
    pub fn state(&self, path: &str, record: &Record) -> FileState {
        let file = self.locate(path);
        let Ok(metadata) = fs::symlink_metadata(&file) else {
            return FileState::Missing;
        };
        if !metadata.is_file() || metadata.len() != record.size {
            return FileState::Altered;
        }
        // The same size and time is the same file; another time (a fresh checkout, a restored cache)
        // only means that the bytes have to be looked at.
        if modified(&metadata) == record.modified {
            return FileState::Intact;
        }
        match fs::read(&file) {
            Ok(bytes) if FileDigest::of_bytes(&bytes) == record.bytes => FileState::Intact,
            _ => FileState::Altered,
        }
    }
}

/// The folder of version control that `folder` is or lies in, not counting one the whole site lies in.
fn repository_in(root: &Path, folder: &Path) -> Option<String> {
    let shared = root
        .components()
        .zip(folder.components())
        .take_while(|(a, b)| a == b)
        .count();
    folder
        .components()
        .skip(shared)
        .map(|part| part.as_os_str().to_string_lossy().into_owned())
        .find(|part| {
            REPOSITORIES
                .iter()
                .any(|name| part.eq_ignore_ascii_case(name))
        })
}

/// A file's time of modification in nanoseconds since 1970.
pub(super) fn modified(metadata: &fs::Metadata) -> i64 {
    let time = metadata
        .modified()
        .ok()
        .and_then(|time| time.duration_since(UNIX_EPOCH).ok());
    time.and_then(|time| i64::try_from(time.as_nanos()).ok())
        .unwrap_or(0)
}

/// The path without symbolic links, as far as it exists.
fn absolute(path: &Path) -> PathBuf {
    let whole = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
    let mut missing = Vec::new();
    let mut existing = whole.as_path();
    loop {
        if let Ok(real) = fs::canonicalize(existing) {
            return missing
                .iter()
                .rev()
                .fold(real, |path, part| path.join(part));
        }
        match (existing.parent(), existing.file_name()) {
            (Some(parent), Some(name)) => {
                missing.push(name.to_owned());
                existing = parent;
            }
            _ => return whole,
        }
    }
}

/// A name for an output folder: its path below the site, so that it is the same on every machine, or
/// a digest of its path elsewhere.
fn name_of(root: &Path, folder: &Path) -> String {
    match folder.strip_prefix(root).ok().and_then(Path::to_str) {
        Some(below)
            if below
                .chars()
                .all(|c| c.is_ascii_alphanumeric() || "-_".contains(c)) =>
        {
            below.to_owned()
        }
        Some(below) => format!("output-{}", Digest::of_bytes(below.as_bytes())),
        None => format!(
            "output-{}",
            Digest::of_bytes(folder.as_os_str().as_encoded_bytes())
        ),
    }
}

/// Writes `bytes` to `path` so that there is the old file or the new one, never half of one.
pub(super) fn write_atomically(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut temporary = path.as_os_str().to_owned();
    temporary.push(".tmp");
    let temporary = PathBuf::from(temporary);
    let mut file = fs::File::create(&temporary)?;
    io::Write::write_all(&mut file, bytes)?;
    file.sync_all()?;
    fs::rename(&temporary, path)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folders_that_hold_source_are_refused() {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path().join("site");
        fs::create_dir_all(root.join("content/a")).unwrap();
        fs::write(root.join("file"), "x").unwrap();
        for bad in [
            "",
            "..",
            "content",
            "content/a",
            "static/x",
            "templates",
            "file",
            ".warraq/x",
            "content/../content",
            "warraq-kept",
            ".git",
            ".git/public",
            ".GIT",
            "../other/.hg/x",
        ] {
            assert!(Output::new(&root, &root.join(bad)).is_err(), "{bad}");
        }
        for good in ["public", "docs/site", "../elsewhere", "contents", ".github"] {
            assert!(Output::new(&root, &root.join(good)).is_ok(), "{good}");
        }
    }
}
