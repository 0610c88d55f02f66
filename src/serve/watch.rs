//! The site's folder -> a word whenever something of the site may have changed.
//!
//! The system tells of changes where it can; else the folder is looked through again and again. That
//! something is told proves nothing: what changed is found by reading the site. A change that is not told
//! would be a page that stays old, so that in doubt one is.

use std::ffi::OsStr;
use std::fs::Metadata;
use std::path::{Path, PathBuf};
use std::sync::mpsc::Sender;
use std::thread;
use std::time::{Duration, Instant};

use notify::event::{AccessKind, AccessMode};
use notify::{Event, EventKind, RecommendedWatcher, RecursiveMode, Watcher};
use walkdir::WalkDir;

use crate::digest::Digest;
use crate::disk::CONFIG;

/// The folders of a site that it depends on.
const FOLDERS: [&str; 3] = ["content", "static", "templates"];

/// The file that keeps published addresses.
const LOCK: &str = "warraq.lock";

/// The shortest time from one look to the next where the system tells nothing.
const SHORTEST: Duration = Duration::from_millis(500);

/// Looking takes at most one part in so many of the time.
const SHARE: u32 = 10;

/// What may have changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Change {
    /// These, as paths below the site's folder.
    Of(Vec<PathBuf>),
    /// It is not known.
    Any,
}

impl Change {
    /// This one and another.
    pub(super) fn and(self, other: Change) -> Change {
        match (self, other) {
            (Change::Of(mut paths), Change::Of(others)) => {
                paths.extend(others);
                paths.sort_unstable();
                paths.dedup();
                Change::Of(paths)
            }
            _ => Change::Any,
        }
    }
}

/// How changes are noticed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Watching {
    /// The system tells of them.
    Told,
    /// The folder is looked through, for this reason.
    Polled(String),
}

/// Watches the site at `root` from now on: `changed` gets a word for each change that is noticed.
pub(super) fn watch(root: &Path, poll: bool, changed: Sender<Change>) -> Watching {
    let why = match poll {
        true => "--poll".to_owned(),
        false => match Told::start(root, changed.clone()) {
            Ok(()) => return Watching::Told,
            Err(error) => error.to_string(),
        },
    };
    let root = root.to_owned();
    thread::spawn(move || look_again(&root, &changed));
    Watching::Polled(why)
}

/// A watch that the system keeps.
struct Told {
    root: PathBuf,
    watcher: RecommendedWatcher,
}

impl Told {
    fn start(root: &Path, changed: Sender<Change>) -> notify::Result<()> {
        let root = root.canonicalize()?;
        let (events, told) = std::sync::mpsc::channel();
        let watcher = notify::recommended_watcher(events)?;
        let mut watch = Told { root, watcher };
        watch
            .watcher
            .watch(&watch.root, RecursiveMode::NonRecursive)?;
        watch.folders()?;
        thread::spawn(move || {
            let mut is_complete = true;
            for event in told {
                // An event that could not be told may have been any.
                let is_ours = event.as_ref().map_or(true, |event| watch.is_ours(event));
                if !is_ours {
                    continue;
                }
                let mut is_told = event.is_ok();
                if event.as_ref().is_ok_and(|event| watch.is_of_folder(event)) {
                    // It may be a new folder under a known name.
                    is_told = watch.folders().is_ok();
                }
                if is_complete && !is_told {
                    // The system has no more watches for a folder that came: it is looked for as well.
                    is_complete = false;
                    let (root, changed) = (watch.root.clone(), changed.clone());
                    thread::spawn(move || look_again(&root, &changed));
                }
                let change = event.map_or(Change::Any, |event| watch.change(event));
                if changed.send(change).is_err() {
                    return;
                }
            }
        });
        Ok(())
    }

    /// Watches the folders that are there.
    fn folders(&mut self) -> notify::Result<()> {
        for folder in FOLDERS {
            // A folder that is a link is watched where it leads.
            if let Ok(folder) = self.root.join(folder).canonicalize() {
                self.watcher.watch(&folder, RecursiveMode::Recursive)?;
            }
        }
        Ok(())
    }

    fn is_ours(&self, event: &Event) -> bool {
        let is_read = match event.kind {
            EventKind::Access(AccessKind::Close(AccessMode::Write)) => false,
            EventKind::Access(_) => true,
            _ => false,
        };
        !is_read
            && (event.need_rescan()
                || event.paths.is_empty()
                || event.paths.iter().any(|path| self.is_part(path)))
    }

    fn change(&self, event: Event) -> Change {
        if event.need_rescan() || event.paths.is_empty() {
            return Change::Any;
        }
        let parts = event.paths.iter().filter(|path| self.is_part(path));
        let below = parts.map(|path| path.strip_prefix(&self.root).ok().map(Path::to_owned));
        below.collect::<Option<_>>().map_or(Change::Any, Change::Of)
    }

    /// Whether a path can be part of the site. What lies elsewhere is behind a link, and counts.
    fn is_part(&self, path: &Path) -> bool {
        match path.strip_prefix(&self.root) {
            Ok(below) => is_part(below),
            Err(_) => true,
        }
    }

    fn is_of_folder(&self, event: &Event) -> bool {
        let is_folder =
            |path: &PathBuf| path.parent() == Some(&self.root) && !path.ends_with(CONFIG);
        event.paths.iter().any(is_folder)
    }
}

/// Whether a path below the root can be part of the site. Editors save under hidden names first, and
/// version control and builds write beside the site all the time.
fn is_part(below: &Path) -> bool {
    let mut parts = below.components().map(|part| part.as_os_str());
    let Some(first) = parts.next() else {
        return false;
    };
    let is_hidden = |name: &OsStr| {
        let name = name.to_string_lossy();
        name.ends_with('~') || (name.starts_with('.') && first != "static")
    };
    match FOLDERS.iter().any(|folder| first == *folder) {
        true => !parts.any(is_hidden),
        false => (first == CONFIG || first == LOCK) && parts.next().is_none(),
    }
}

/// Looks through the site for as long as anyone listens.
fn look_again(root: &Path, changed: &Sender<Change>) {
    let mut known = seen(root);
    loop {
        let begun = Instant::now();
        let now = seen(root);
        if now != known {
            known = now;
            if changed.send(Change::Any).is_err() {
                return;
            }
        }
        thread::sleep(SHORTEST.max(begun.elapsed() * SHARE));
    }
}

/// What the system says of all files of the site.
fn seen(root: &Path) -> Digest {
    let of = |metadata: Metadata| (metadata.len(), metadata.modified().ok());
    let mut files = Vec::new();
    for name in [CONFIG, LOCK] {
        let metadata = std::fs::metadata(root.join(name)).ok();
        files.push((PathBuf::from(name), metadata.map(of)));
    }
    for folder in FOLDERS {
        // Files are followed where they are links, as reading the site follows them.
        let all = WalkDir::new(root.join(folder)).sort_by_file_name();
        for entry in all.into_iter().filter_map(Result::ok) {
            let below = entry.path().strip_prefix(root).unwrap_or(entry.path());
            if !entry.file_type().is_dir() && is_part(below) {
                let metadata = std::fs::metadata(entry.path()).ok();
                files.push((below.to_owned(), metadata.map(of)));
            }
        }
    }
    Digest::of(&files)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_part_of_the_site_is_not_told() {
        for path in [
            "warraq.yaml",
            "warraq.lock",
            "content/a.md",
            "content/local/a.md",
            "static/.well-known/x",
            "templates/base.html",
            "content",
        ] {
            assert!(is_part(Path::new(path)), "{path}");
        }
        for path in [
            "",
            "public/index.html",
            ".warraq/lock",
            ".git/index",
            "content/.a.md.swp",
            "content/a.md~",
            "content/.git/x",
            "warraq.yaml~",
            "warraq.yaml/x",
        ] {
            assert!(!is_part(Path::new(path)), "{path}");
        }
    }
}
