//! The output folder: which one is refused, what is in it, and the manifest that belongs to it.

use std::fs::{self, File, TryLockError};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};
use std::time::{SystemTime, UNIX_EPOCH};

use super::receipt::proved_by;
use super::stamps::stamp_of;
use super::{KEPT, MEMORY, PUBLIC};
use crate::build::{FileState, FoundFile, Manifest, Present, Record};
use crate::diagnostics::Diagnostic;
use crate::digest::{Digest, FileDigest};

/// Folders of a site that hold its source.
const SOURCE_FOLDERS: [&str; 3] = ["content", "templates", "static"];

/// Folders in which version control keeps what it knows.
pub(super) const REPOSITORIES: [&str; 3] = [".git", ".hg", ".svn"];

/// The longest name of an output folder that its memory is called by, in bytes.
const LONGEST_PLAIN: usize = 100;

/// The output folder of a site.
#[derive(Debug, Clone)]
pub struct Output {
    folder: PathBuf,
    root: PathBuf,
    name: String,
    /// The folder, open and locked, once this build may write to it.
    held: Arc<OnceLock<File>>,
}

/// Why a folder is refused as output.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusal(pub String);

impl Output {
    /// The output `folder` of the site at `root`, unless building there could destroy something.
    pub fn new(root: &Path, folder: &Path) -> Result<Output, Refusal> {
        let root = absolute(root);
        let folder = absolute(folder);
        // A source folder may be a link to where articles really lie.
        let sources = SOURCE_FOLDERS.map(|source| (source, absolute(&root.join(source))));
        let is_above = |(_, at): &(_, PathBuf)| at.starts_with(&folder) && *at != folder;
        if root.starts_with(&folder) || sources.iter().any(is_above) {
            return Err(Refusal(format!(
                "{} holds the site's own source",
                folder.display()
            )));
        }
        if let Some((source, _)) = sources.iter().find(|(_, at)| folder.starts_with(at)) {
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
            held: Arc::default(),
        })
    }

    /// The output folder `name` of a folder that is no site: nothing there is anyone's.
    pub(super) fn below(root: &Path, name: &str) -> Output {
        let root = absolute(root);
        Output {
            folder: root.join(name),
            name: name.to_owned(),
            root,
            held: Arc::default(),
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

    /// Makes the folder in which pages wait, and the output folder where there is none.
    pub(super) fn make(&self) -> io::Result<()> {
        let is_there = self.folder.exists();
        fs::create_dir_all(self.staging())?;
        match is_there {
            true => Ok(()),
            false => fs::write(self.made_for_this(), ""),
        }
    }

    /// Whether the output folder was made for the build whose pages wait in it. One that was there before is its
    /// owner's, empty or not: it may be a mount, or what a server was told to serve.
    pub(super) fn was_made(&self) -> bool {
        self.made_for_this().exists()
    }

    fn made_for_this(&self) -> PathBuf {
        self.staging().join("made")
    }

    /// Sees to it that no build of another site, or of another copy of this one, writes to the folder at the
    /// same time. A folder that is not there yet is held when it is made; where folders cannot be locked, none
    /// is.
    pub(super) fn hold(&self) -> Result<(), Box<Diagnostic>> {
        if self.held.get().is_some() {
            return Ok(());
        }
        let Ok(folder) = File::open(&self.folder) else {
            return Ok(());
        };
        match folder.try_lock() {
            Err(TryLockError::WouldBlock) => Err(Box::new(
                Diagnostic::error(
                    "locked",
                    format!("another build is writing to {}", self.folder.display()),
                )
                .hint("Wait until it has ended and build again, or name another folder with --output."),
            )),
            _ => {
                let _ = self.held.set(folder);
                Ok(())
            }
        }
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

    /// What the last build wrote here; empty where that is not known. Where its manifest is damaged or of
    /// another version, its receipt still proves which files are its own.
    pub fn manifest(&self) -> Manifest {
        let bytes = fs::read(self.manifest_path()).unwrap_or_default();
        Manifest::decode(bytes)
            .or_else(|| proved_by(&self.receipt_path()))
            .unwrap_or_default()
    }

    /// The files of the last build as they are now.
    pub fn present(&self) -> Present {
        let opened = SystemTime::now();
        Present::of(self.manifest(), &|path, record| {
            let (state, metadata) = self.held_against(path, record);
            let modified = metadata
                .filter(|metadata| state == FileState::Intact && !is_of_time(metadata, record))
                .filter(|metadata| stamp_of(metadata, opened).is_some())
                .map(|metadata| modified_by_chance(&metadata))
                .filter(|modified| *modified != 0);
            FoundFile { state, modified }
        })
    }

    /// What is at `path` now, held against its record.
    pub fn state(&self, path: &str, record: &Record) -> FileState {
        self.held_against(path, record).0
    }

    /// What is at `path` now, held against its record, and what the system said of it before it was looked at.
    fn held_against(&self, path: &str, record: &Record) -> (FileState, Option<fs::Metadata>) {
        let file = self.locate(path);
        let Ok(metadata) = fs::symlink_metadata(&file) else {
            return (FileState::Missing, None);
        };
        if !metadata.is_file() || metadata.len() != record.size {
            return (FileState::Altered, None);
        }
        // The same size and time is the same file; another time (a fresh checkout, a restored cache)
        // only means that the bytes have to be looked at.
        if is_of_time(&metadata, record) {
            return (FileState::Intact, Some(metadata));
        }
        match fs::read(&file) {
            Ok(bytes) if FileDigest::of_bytes(&bytes) == record.bytes => {
                (FileState::Intact, Some(metadata))
            }
            _ => (FileState::Altered, None),
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

/// Whether a file has the time that `record` says, if it says any.
pub(super) fn is_of_time(metadata: &fs::Metadata, record: &Record) -> bool {
    record.modified != 0 && record.modified == modified(metadata)
}

/// The time of a file that this build did not write, for its record. A whole second was set by a program, which
/// may have set it for all files alike: it tells none from another, and none is noted.
pub(super) fn modified_by_chance(metadata: &fs::Metadata) -> i64 {
    match modified(metadata) {
        time if time % 1_000_000_000 == 0 => 0,
        time => time,
    }
}

/// A file's time of modification in nanoseconds since 1970; 0 where there is none.
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
        // What the memory calls its files after an output has to be a name for a file too.
        Some(below)
            if below.len() <= LONGEST_PLAIN
                && below
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
        #[cfg(unix)]
        {
            let articles = folder.path().join("articles/ar");
            fs::create_dir_all(&articles).unwrap();
            fs::remove_dir_all(root.join("content")).unwrap();
            std::os::unix::fs::symlink(&articles, root.join("content")).unwrap();
            for bad in ["../articles", "../articles/ar", "../articles/ar/public"] {
                assert!(Output::new(&root, &root.join(bad)).is_err(), "{bad}");
            }
            assert!(Output::new(&root, &root.join("../articles/public")).is_ok());
        }
        for good in ["public", "docs/site", "../elsewhere", "contents", ".github"] {
            assert!(Output::new(&root, &root.join(good)).is_ok(), "{good}");
        }
    }
}
