//! A folder of a site -> the paths of its files, in order; what is no file or leads out of the site is told.

use std::fs;
use std::io;
use std::path::{MAIN_SEPARATOR, Path, PathBuf};

use rayon::prelude::*;
use walkdir::{DirEntry, WalkDir};

use super::output::REPOSITORIES;
use super::{Site, at_path};
use crate::diagnostics::{Diagnostic, Span};
use crate::paths::SourcePath;

/// The folder whose files are published as they are.
pub(super) const STATIC: &str = "static";

/// The files below `folder`, in the order of their paths, without hidden and editors' files.
pub(super) fn walk(
    site: &Site,
    folder: &str,
    diagnostics: &mut Vec<Diagnostic>,
) -> Vec<SourcePath> {
    let start = site.root().join(folder);
    if !start.exists() {
        return Vec::new();
    }
    let hidden = |entry: &DirEntry| {
        let name = entry.file_name().to_string_lossy();
        // `static/.well-known` and the like are for the web server; elsewhere a dot hides.
        let dotted = name.starts_with('.')
            && (folder != STATIC || name == ".DS_Store" || REPOSITORIES.contains(&&*name));
        dotted || name.ends_with('~') || name == "Thumbs.db"
    };
    let entries = |folder: &Path, depth: usize| {
        let walk = WalkDir::new(folder).min_depth(1).max_depth(depth);
        walk.follow_links(false)
            .into_iter()
            .filter_entry(|entry| !hidden(entry))
    };
    let mut found = Found::default();
    // Level by level, until there are folders enough to be walked side by side.
    let mut folders = vec![start];
    while (1..SIDE_BY_SIDE).contains(&folders.len()) {
        let mut below = Vec::new();
        for folder in folders {
            for entry in entries(&folder, 1) {
                below.extend(found.take(site, &folder, entry));
            }
        }
        folders = below;
    }
    let side_by_side = folders.par_iter().map(|folder| {
        let mut found = Found::default();
        for entry in entries(folder, usize::MAX) {
            found.take(site, folder, entry);
        }
        found
    });
    for more in side_by_side.collect::<Vec<Found>>() {
        found.files.extend(more.files);
        found.told.extend(more.told);
    }
    diagnostics.extend(found.told);
    found.files.par_sort_unstable();
    found.files
}

/// Fewest folders that are walked side by side.
const SIDE_BY_SIDE: usize = 8;

/// What was found in a folder.
#[derive(Default)]
struct Found {
    files: Vec<SourcePath>,
    told: Vec<Diagnostic>,
}

impl Found {
    /// Takes what the walk of `folder` came to; the path of a folder.
    fn take(
        &mut self,
        site: &Site,
        folder: &Path,
        entry: walkdir::Result<DirEntry>,
    ) -> Option<PathBuf> {
        match entry {
            Ok(entry) if entry.file_type().is_dir() => return Some(entry.into_path()),
            Ok(entry) if !entry.file_type().is_file() && !entry.path_is_symlink() => {
                let below = entry.path().strip_prefix(site.root());
                let path = below.unwrap_or(entry.path()).to_string_lossy().into_owned();
                self.told.push(not_a_file(&SourcePath::new(path)));
            }
            Ok(entry) => match source_path(site, &entry) {
                Ok(path) => self.files.push(path),
                Err(diagnostic) => self.told.push(*diagnostic),
            },
            Err(error) => {
                let path = error.path().unwrap_or(folder).to_owned();
                let error = error
                    .into_io_error()
                    .unwrap_or_else(|| io::ErrorKind::Other.into());
                self.told.push(at_path("read", &path, &error));
            }
        }
        None
    }
}

/// A pipe has no end and a device may have none: reading one would never be done.
fn not_a_file(path: &SourcePath) -> Diagnostic {
    Diagnostic::warning(
        "not-a-file",
        "this is a pipe, a socket or a device, and is left out",
    )
    .in_file(path)
    .hint("Delete it, or put a file in its place.")
}

/// The path of a file below the root; a symbolic link only if it stays inside the site.
fn source_path(site: &Site, entry: &DirEntry) -> Result<SourcePath, Box<Diagnostic>> {
    let below = entry
        .path()
        .strip_prefix(site.root())
        .unwrap_or(entry.path());
    let Some(text) = below.to_str() else {
        return Err(Box::new(
            Diagnostic::error(
                "bad-file-name",
                format!("the name of {} is not UTF-8", below.display()),
            )
            .hint("Rename the file."),
        ));
    };
    let path = match MAIN_SEPARATOR {
        '/' => SourcePath::new(text),
        _ => SourcePath::new(text.replace(MAIN_SEPARATOR, "/")),
    };
    if entry.path_is_symlink() && !stays_inside(site, entry.path()) {
        // A link's only line is where it leads.
        let leads_to = fs::read_link(entry.path()).unwrap_or_default();
        let line = Span::of_line(&leads_to.to_string_lossy(), 1);
        return Err(Box::new(
            Diagnostic::error(
                "link-leaves-site",
                "the symbolic link does not lead to a file of this site",
            )
            .at(&path, line)
            .hint("Copy the file here instead of linking to it."),
        ));
    }
    Ok(path)
}

fn stays_inside(site: &Site, link: &Path) -> bool {
    match (fs::canonicalize(link), fs::canonicalize(site.root())) {
        (Ok(target), Ok(root)) => target.starts_with(root) && target.is_file(),
        _ => false,
    }
}
