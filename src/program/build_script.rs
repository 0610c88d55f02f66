//! Run by cargo before the program is compiled: the digest of all that it is made of, so that no build believes
//! what a program of other source left in `.warraq/`.
//!
//! Paths below the crate and bytes count, times and places do not: two clones of one commit have one digest.

use std::fs;
use std::hash::{DefaultHasher, Hasher};
use std::io;
use std::path::{Path, PathBuf};

/// What the program is made of: its source, the theme that is built into it, and the packages it uses.
const PARTS: [&str; 5] = ["Cargo.toml", "Cargo.lock", "src", "static", "templates"];

fn main() -> io::Result<()> {
    let mut files = Vec::new();
    for part in PARTS.map(Path::new) {
        // Of a part that is not there, as the lock in a package, cargo would say each time that it has changed.
        if part.exists() {
            println!("cargo:rerun-if-changed={}", part.display());
            gather(part, &mut files)?;
        }
    }
    files.sort();
    let mut hasher = DefaultHasher::new();
    for file in files {
        let name: Vec<_> = file.iter().map(|part| part.to_string_lossy()).collect();
        let (name, bytes) = (name.join("/"), fs::read(&file)?);
        for part in [name.as_bytes(), &bytes] {
            hasher.write_u64(part.len() as u64);
            hasher.write(part);
        }
    }
    println!("cargo:rustc-env=WARRAQ_BUILD={:016x}", hasher.finish());
    Ok(())
}

/// The files at and below `path`, but for the hidden ones that editors and desktops leave there.
fn gather(path: &Path, files: &mut Vec<PathBuf>) -> io::Result<()> {
    if !path.is_dir() {
        files.push(path.to_owned());
        return Ok(());
    }
    for entry in fs::read_dir(path)? {
        let entry = entry?;
        if !entry.file_name().to_string_lossy().starts_with('.') {
            gather(&entry.path(), files)?;
        }
    }
    Ok(())
}
