//! A folder -> what is in it, in the order of the whole paths' bytes, which is that of manifests and
//! receipts. Never more of it in memory than the folders on the way to one file.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use walkdir::{DirEntry, WalkDir};

use super::at_path;
use crate::diagnostics::Diagnostic;

/// Something in a folder that is not a folder itself.
#[derive(Debug, Clone)]
pub(super) struct Entry {
    /// Its path below the folder, with `/`; what is not UTF-8 in it is shown as `�`.
    pub(super) path: String,
    /// Where it lies on this machine.
    pub(super) file: PathBuf,
    /// Whether it is a file, not a link or a device.
    pub(super) is_file: bool,
}

impl Entry {
    /// Its size, if it is a file.
    pub(super) fn size(&self) -> Result<u64, Box<Diagnostic>> {
        match fs::symlink_metadata(&self.file) {
            Ok(metadata) => Ok(metadata.len()),
            Err(error) => Err(Box::new(at_path("read", &self.file, &error))),
        }
    }
}

/// Everything below `folder` but folders, and but what a build has staged there.
pub(super) fn entries(folder: &Path) -> impl Iterator<Item = Result<Entry, Box<Diagnostic>>> {
    let folder = folder.to_owned();
    let staged = |entry: &DirEntry| entry.depth() == 1 && entry.file_name() == ".warraq-staging";
    WalkDir::new(&folder)
        .sort_by(|a, b| in_path(a).cmp(in_path(b)))
        .into_iter()
        .filter_entry(move |entry| !staged(entry))
        .filter_map(move |entry| match entry {
            Ok(entry) if entry.file_type().is_dir() => None,
            Ok(entry) => Some(Ok(found(&folder, entry))),
            Err(error) => {
                let path = error.path().unwrap_or(&folder).to_owned();
                let error = error
                    .into_io_error()
                    .unwrap_or_else(|| io::ErrorKind::Other.into());
                Some(Err(Box::new(at_path("read", &path, &error))))
            }
        })
}

/// Everything below `folder` but folders: its path below it with `/`, where it lies, and whether it is a file.
/// Nothing where there is no such folder.
pub fn listing(folder: &Path) -> Result<Vec<(String, PathBuf, bool)>, Box<Diagnostic>> {
    if !folder.exists() {
        return Ok(Vec::new());
    }
    let all = entries(folder);
    all.map(|entry| entry.map(|entry| (entry.path, entry.file, entry.is_file)))
        .collect()
}

/// A name as it stands in the paths below it: `a-b` comes before `a/b`.
fn in_path(entry: &DirEntry) -> impl Iterator<Item = u8> {
    let end = match entry.file_type().is_dir() {
        true => "/",
        false => "",
    };
    let name = entry.file_name().as_encoded_bytes();
    name.iter().copied().chain(end.bytes())
}

fn found(folder: &Path, entry: DirEntry) -> Entry {
    let is_file = entry.file_type().is_file();
    let file = entry.into_path();
    let below = file.strip_prefix(folder).unwrap_or(&file);
    let mut path = String::with_capacity(below.as_os_str().len());
    for part in below.components() {
        if !path.is_empty() {
            path.push('/');
        }
        path.push_str(&part.as_os_str().to_string_lossy());
    }
    Entry {
        path,
        file,
        is_file,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_order_is_that_of_whole_paths() {
        let folder = tempfile::tempdir().unwrap();
        let mut paths = [
            "a/b/c", "a/b-c", "a-b", "a.b", "a/bc", "ab", "ب/ا", "a/b./x",
        ];
        for path in paths {
            let file = folder.path().join(path);
            fs::create_dir_all(file.parent().unwrap()).unwrap();
            fs::write(file, "").unwrap();
        }
        paths.sort_unstable();
        let found: Vec<String> = entries(folder.path())
            .map(|entry| entry.unwrap().path)
            .collect();
        assert_eq!(found, paths);
    }
}
