//! Where the links of a text lead: from paths of source files to addresses of pages.

use std::borrow::Cow;
use std::sync::Arc;

use super::withheld::WithheldReason;
use crate::content::CONTENT;
use crate::images::Shown;
use crate::lookup::Lookup;
use crate::markdown::{Address, classify};
use crate::paths::{SourcePath, UrlPath, decode};
use crate::text::normalize::nfc;

/// Where a link leads.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Destination {
    /// A page or file of this site, with the `#…` or `?…` behind it as written.
    Inside {
        /// The page or file.
        url: UrlPath,
        /// What follows the path, with its sign.
        suffix: String,
    },
    /// Anything else, as written.
    Outside(String),
    /// An article that is not published: the text stays, without a link.
    Nowhere,
}

/// A link of a text with what it leads to.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct ResolvedLink {
    /// The target as written.
    pub target: Arc<str>,
    /// Where it leads.
    pub destination: Destination,
    /// The picture there, if it is one that pages show.
    pub picture: Option<Arc<Shown>>,
}

/// Why a link leads nowhere.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Fault {
    /// There is no such file; the path it stands for.
    Missing(SourcePath),
    /// The path leaves the content folder.
    Leaves,
    /// An address that must not be linked to.
    Forbidden,
}

/// What a path under `content/` is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Target {
    Page(UrlPath),
    Withheld(WithheldReason),
}

/// Every file under `content/` by its path in NFC, so that a name written on a Mac is found.
#[derive(Default)]
pub(super) struct Targets {
    by_path: Lookup<SourcePath, Target>,
}

impl Targets {
    pub(super) fn insert(&mut self, path: &SourcePath, target: Target) {
        let path = match nfc(path.as_str()) {
            Cow::Borrowed(_) => path.clone(),
            Cow::Owned(composed) => SourcePath::new(composed),
        };
        self.by_path.insert(path, target);
    }

    /// What is at `file`, or is the text that a path without an ending stands for.
    fn get(&self, file: &SourcePath) -> Option<&Target> {
        // An ending of ASCII changes nothing of a normal form.
        let mut path = nfc(file.as_str()).into_owned();
        let length = path.len();
        ["", ".md", "/index.md", "/_index.md"]
            .into_iter()
            .find_map(|ending| {
                path.truncate(length);
                path.push_str(ending);
                self.by_path.get(path.as_str())
            })
    }

    /// Where `target`, written in `source`, leads; and why nowhere, if it leads to something withheld.
    pub(super) fn resolve(
        &self,
        source: &SourcePath,
        target: &str,
    ) -> Result<(Destination, Option<WithheldReason>), Fault> {
        match classify(target) {
            Address::Outside | Address::Fragment => {
                return Ok((Destination::Outside(target.to_owned()), None));
            }
            Address::Forbidden => return Err(Fault::Forbidden),
            Address::Inside => {}
        }
        let (path, suffix) = match target.find(['#', '?']) {
            Some(at) => target.split_at(at),
            None => (target, ""),
        };
        if path.is_empty() {
            return Ok((Destination::Outside(target.to_owned()), None));
        }
        let decoded = decode(path);
        // Zola writes a path from the content folder with `@/` before it.
        let decoded = match decoded.strip_prefix("@/") {
            Some(_) => &decoded[1..],
            None => decoded.as_str(),
        };
        let file = source.resolve(decoded, CONTENT).ok_or(Fault::Leaves)?;
        let inside = |url: &UrlPath| Destination::Inside {
            url: url.clone(),
            suffix: suffix.to_owned(),
        };
        match self.get(&file) {
            Some(Target::Page(url)) => return Ok((inside(url), None)),
            Some(Target::Withheld(reason)) => return Ok((Destination::Nowhere, Some(*reason))),
            None => {}
        }
        // An address from the site's root may be one of the site's own; the plan knows them all.
        match decoded.starts_with('/') && !decoded.ends_with(".md") {
            true => UrlPath::new(path)
                .map(|url| (inside(&url), None))
                .map_err(|_| Fault::Leaves),
            false => Err(Fault::Missing(file)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn source_paths_become_addresses() {
        let mut targets = Targets::default();
        let url = UrlPath::new("/2022/ب/").unwrap();
        targets.insert(
            &SourcePath::new("content/economy/ب.md"),
            Target::Page(url.clone()),
        );
        targets.insert(
            &SourcePath::new("content/fair/index.md"),
            Target::Page(UrlPath::new("/fair/").unwrap()),
        );
        targets.insert(
            &SourcePath::new("content/draft.md"),
            Target::Withheld(WithheldReason::Draft),
        );
        let source = SourcePath::new("content/local/a.md");
        let resolve = |target| targets.resolve(&source, target);
        let inside = |suffix: &str| Destination::Inside {
            url: url.clone(),
            suffix: suffix.into(),
        };
        assert_eq!(resolve("../economy/ب.md#ج"), Ok((inside("#ج"), None)));
        assert_eq!(resolve("/economy/%D8%A8.md"), Ok((inside(""), None)));
        assert!(matches!(
            resolve("../fair/"),
            Ok((Destination::Inside { .. }, None))
        ));
        assert_eq!(
            resolve("../draft.md"),
            Ok((Destination::Nowhere, Some(WithheldReason::Draft)))
        );
        assert_eq!(
            resolve("b.md"),
            Err(Fault::Missing(SourcePath::new("content/local/b.md")))
        );
        assert_eq!(resolve("../../x"), Err(Fault::Leaves));
        assert_eq!(
            resolve("/x.md"),
            Err(Fault::Missing(SourcePath::new("content/x.md")))
        );
        assert!(matches!(
            resolve("/tags/"),
            Ok((Destination::Inside { .. }, None))
        ));
        assert_eq!(
            resolve("https://a.org"),
            Ok((Destination::Outside("https://a.org".into()), None))
        );
    }
}
