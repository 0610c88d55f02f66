//! A folder for a build that leaves no trace, below the site's memory.
//!
//! It is taken away when it is dropped, and by the next build where the program was killed.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use super::{MEMORY, Output, PUBLIC, at_path};
use crate::diagnostics::Diagnostic;

/// A temporary output with a memory of its own, empty at first.
#[derive(Debug)]
pub struct Scratch {
    folder: PathBuf,
    output: Output,
}

impl Scratch {
    /// Makes one. The site's lock must be held.
    pub fn new(root: &Path) -> Result<Scratch, Box<Diagnostic>> {
        Self::clear(root)?;
        let folder = place(root);
        fs::create_dir_all(&folder)
            .map_err(|error| Box::new(at_path("create", &folder, &error)))?;
        let output = Output::below(&folder, PUBLIC);
        Ok(Scratch { folder, output })
    }

    /// Takes away what a killed program left.
    pub fn clear(root: &Path) -> Result<(), Box<Diagnostic>> {
        let folder = place(root);
        match fs::remove_dir_all(&folder) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => {
                Err(Box::new(at_path("remove", &folder, &error)))
            }
            _ => Ok(()),
        }
    }

    /// Where to build.
    pub fn output(&self) -> &Output {
        &self.output
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        // What cannot be removed now is tried again by the next build, which tells it.
        let _ = fs::remove_dir_all(&self.folder);
    }
}

fn place(root: &Path) -> PathBuf {
    root.join(MEMORY).join("clean")
}
