//! Errors of the operating system, in words for an editor, always with the path.

use std::io;
use std::path::Path;

use crate::diagnostics::Diagnostic;

/// How much of either end of a long path is shown, in letters.
const SHOWN: usize = 200;

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
            "The name or the whole path is too long for this system, where most letters count twice: use shorter \
             names or fewer folders; for an article, a shorter `slug:` or `url:`."
        }
        _ => "Run it again; if it goes on, the disk or the folder needs attention.",
    };
    Diagnostic::error(
        "file-system",
        format!("cannot {doing} {}: {error}", shown(path)),
    )
    .hint(hint)
}

/// A path as it is shown: of one that is too long for anything, its ends.
fn shown(path: &Path) -> String {
    let text = path.display().to_string();
    let count = text.chars().count();
    if count <= 2 * SHOWN {
        return text;
    }
    let beginning: String = text.chars().take(SHOWN).collect();
    let end: String = text.chars().skip(count - SHOWN).collect();
    format!("{beginning}…{end}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_a_long_path_its_ends_are_shown() {
        assert_eq!(shown(Path::new("content/a.md")), "content/a.md");
        let long = format!("content/{}/a.md", "خ".repeat(5000));
        let shown = shown(Path::new(&long));
        assert!(shown.starts_with("content/خخ") && shown.ends_with("خ/a.md"));
        assert_eq!(shown.chars().count(), 2 * SHOWN + 1);
    }
}
