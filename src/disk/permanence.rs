//! The file of addresses that were published, `warraq.lock`: read whole, written as it is made.

use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::Path;

use super::at_path;
use crate::build::permanence::LOCK;
use crate::diagnostics::{Diagnostic, Span};
use crate::paths::SourcePath;

/// The text of the lock of the site at `root`; none where the site has no lock.
pub fn read_lock(root: &Path) -> Result<Option<String>, Box<Diagnostic>> {
    let path = root.join(LOCK);
    let bytes = match fs::read(&path) {
        Ok(bytes) => bytes,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(Box::new(at_path("read", &path, &error))),
    };
    String::from_utf8(bytes).map(Some).map_err(|error| {
        let at = error.utf8_error().valid_up_to();
        let shown = String::from_utf8_lossy(error.as_bytes());
        Box::new(
            Diagnostic::error("bad-lock", "the lock is not UTF-8 text")
                .at(&SourcePath::new(LOCK), Span::of_bytes(&shown, at, at + 1))
                .hint("Take the file from version control again."),
        )
    })
}

/// Replaces the lock of the site at `root` by what `write` writes. There is the old file or the new
/// one, never half of one.
pub fn write_lock(
    root: &Path,
    write: impl FnOnce(&mut dyn Write) -> io::Result<()>,
) -> Result<(), Box<Diagnostic>> {
    let path = root.join(LOCK);
    let temporary = root.join(format!("{LOCK}.tmp"));
    let replace = || -> io::Result<()> {
        let mut file = BufWriter::with_capacity(256 * 1024, File::create(&temporary)?);
        write(&mut file)?;
        file.into_inner()
            .map_err(io::IntoInnerError::into_error)?
            .sync_all()?;
        fs::rename(&temporary, &path)
    };
    replace().map_err(|error| {
        // What is left of it is of no use to anyone.
        let _ = fs::remove_file(&temporary);
        Box::new(at_path("write", &path, &error))
    })
}
