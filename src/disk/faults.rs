//! Errors of the operating system, in words for an editor, always with the path.

use std::io;
use std::path::Path;

use crate::diagnostics::Diagnostic;

/// Tells that `doing` failed at `path`.
pub fn at_path(doing: &str, path: &Path, error: &io::Error) -> Diagnostic {
    let hint = match error.kind() {
        io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem => {
            "Check that you may read and write there."
        }
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => {
            "Free some space and run the program again."
        }
        io::ErrorKind::NotFound => {
            "It may have been moved or deleted while the program ran. Run it again."
        }
        io::ErrorKind::InvalidFilename => {
            "The name is too long for this file system: give the article a shorter `slug:`."
        }
        _ => "Run it again; if it goes on, the disk or the folder needs attention.",
    };
    Diagnostic::error(
        "file-system",
        format!("cannot {doing} {}: {error}", path.display()),
    )
    .hint(hint)
}
