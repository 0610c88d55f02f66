//! Where what was read of articles is kept from build to build: `articles/` in the site's memory.
//!
//! Nothing here can fail a build: what cannot be read is read from the articles again, what cannot be
//! written is written next time.

use std::fs;
use std::path::{Path, PathBuf};

use super::MEMORY;
use crate::build::{ShelfPart, Shelves};

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

    fn shelf(&self, part: ShelfPart, number: usize, of: usize) -> PathBuf {
        let part = match part {
            ShelfPart::Marks => "marks",
            ShelfPart::Articles => "articles",
        };
        self.folder.join(format!("{number}-of-{of}.{part}"))
    }
}

impl Shelves for Cupboard {
    fn load(&self, part: ShelfPart, number: usize, of: usize) -> Option<Vec<u8>> {
        fs::read(self.shelf(part, number, of)).ok()
    }

    fn save(&self, part: ShelfPart, number: usize, of: usize, bytes: &[u8]) {
        let shelf = self.shelf(part, number, of);
        let mut new = shelf.clone().into_os_string();
        new.push(".tmp");
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
        for entry in fs::read_dir(&self.folder).into_iter().flatten().flatten() {
            let name = entry.file_name().to_string_lossy().into_owned();
            if shelves_of(&name).is_some_and(|count| count != of) {
                let _ = fs::remove_file(entry.path());
            }
        }
    }
}

/// How many shelves there were when a file of this name was saved; nothing for a name that is not one of
/// [`Cupboard::save`]'s.
fn shelves_of(name: &str) -> Option<usize> {
    let name = name.strip_suffix(".tmp").unwrap_or(name);
    let (shelf, part) = name.split_once('.')?;
    let (number, of) = shelf.split_once("-of-")?;
    let is_ours = ["marks", "articles"].contains(&part);
    number.parse::<usize>().ok().filter(|_| is_ours)?;
    of.parse().ok()
}
