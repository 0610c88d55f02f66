//! Where what was read of articles is kept from build to build: `articles/` in the site's memory.
//!
//! Nothing here can fail a build: what cannot be read is read from the articles again, what cannot be
//! written is written next time.

use std::fs;
use std::path::{Path, PathBuf};

use super::MEMORY;
use crate::build::Shelves;

/// The shelves of the site at a root.
#[derive(Debug, Clone)]
pub struct Cupboard {
    folder: PathBuf,
}

impl Cupboard {
    /// The shelves of the site at `root`.
    pub fn of(root: &Path) -> Self {
        Cupboard {
            folder: root.join(MEMORY).join("articles"),
        }
    }

    fn shelf(&self, number: usize, of: usize) -> PathBuf {
        self.folder.join(format!("{number}-of-{of}"))
    }
}

impl Shelves for Cupboard {
    fn load(&self, number: usize, of: usize) -> Option<Vec<u8>> {
        fs::read(self.shelf(number, of)).ok()
    }

    fn save(&self, number: usize, of: usize, bytes: &[u8]) {
        let shelf = self.shelf(number, of);
        let new = shelf.with_extension("tmp");
        // Its checksum proves a shelf whole: nothing has to wait for the disk.
        let saved = fs::create_dir_all(&self.folder)
            .and_then(|()| fs::write(&new, bytes))
            .and_then(|()| fs::rename(&new, &shelf));
        if saved.is_err() {
            let _ = fs::remove_file(&new);
            // What an old shelf says is not wrong, but a full disk is no place for it.
            let _ = fs::remove_file(&shelf);
        }
    }

    fn keep_only(&self, of: usize) {
        let end = format!("-of-{of}");
        for entry in fs::read_dir(&self.folder).into_iter().flatten().flatten() {
            let name = entry.file_name().to_string_lossy().into_owned();
            if !name.ends_with(&end) && is_shelf(&name) {
                let _ = fs::remove_file(entry.path());
            }
        }
    }
}

/// Whether a name is one that [`Cupboard::save`] gives.
fn is_shelf(name: &str) -> bool {
    let is_number = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    let name = name.strip_suffix(".tmp").unwrap_or(name);
    name.split_once("-of-")
        .is_some_and(|(number, of)| is_number(number) && is_number(of))
}
