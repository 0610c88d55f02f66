//! Where a site lies in its repository, so that what is told of a file is found there.

use std::path::{Component, Path};

use super::super::terminal::safe_line;
use crate::diagnostics::Diagnostic;

/// The folder of a site, as it lies below the folder the program runs in.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(in crate::cli) struct Repository {
    /// Empty, or ends in `/`.
    folder: String,
}

impl Repository {
    /// The repository in whose folder `root` is a site. A site that is elsewhere is one by itself.
    pub(in crate::cli) fn of(root: &Path, here: Option<&Path>) -> Self {
        let below = match root.is_absolute() {
            true => here.and_then(|here| root.strip_prefix(here).ok()),
            false => Some(root),
        };
        let mut folder = String::new();
        for part in below.unwrap_or(Path::new("")).components() {
            match part {
                Component::CurDir => {}
                Component::Normal(name) => {
                    folder.push_str(&name.to_string_lossy());
                    folder.push('/');
                }
                _ => return Repository::default(),
            }
        }
        Repository { folder }
    }

    /// The path of the file a diagnostic is about.
    pub(super) fn path(&self, diagnostic: &Diagnostic) -> Option<String> {
        let place = diagnostic.place.as_ref()?;
        Some(format!("{}{}", self.folder, safe_line(place.path.as_str())))
    }

    /// The same for formats in which everything is about a file: what is about none is about the site's
    /// configuration.
    pub(super) fn path_or_site(&self, diagnostic: &Diagnostic) -> String {
        self.path(diagnostic)
            .unwrap_or_else(|| format!("{}{}", self.folder, crate::disk::CONFIG))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_those_of_the_repository() {
        let folder = |root: &str| Repository::of(Path::new(root), Some(Path::new("/r"))).folder;
        assert_eq!(folder("."), "");
        assert_eq!(folder("sites/./news"), "sites/news/");
        assert_eq!(folder("/r/site"), "site/");
        assert_eq!(folder("/elsewhere/site"), "");
        assert_eq!(folder("../site"), "");
    }
}
