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

use notify::event::{AccessKind, AccessMode, CreateKind, ModifyKind};
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

/// Whether the system tells of each folder by itself, so that a new one has to be watched first. Elsewhere it tells of
/// all below a folder, and asking for one more would interrupt it.
const EACH_FOLDER: bool = cfg!(any(target_os = "linux", target_os = "android"));

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
    look_again(root.to_owned(), changed);
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
                } else if EACH_FOLDER && event.as_ref().is_ok_and(may_bring_folders) {
                    watch.caught_up();
                }
                if is_complete && !is_told {
                    // The system has no more watches for a folder that came: it is looked for as well.
                    is_complete = false;
                    look_again(watch.root.clone(), changed.clone());
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

    /// Waits until folders that came are watched: a new one is told first and watched then, and what is saved in
    /// between must be there when the change is looked at. The watcher does one thing after the other.
    fn caught_up(&mut self) {
        // The root is watched already; if it is gone, there is nothing to wait for.
        let _ = self.watcher.watch(&self.root, RecursiveMode::NonRecursive);
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

/// Whether an event may tell of a folder that was not there.
fn may_bring_folders(event: &Event) -> bool {
    match event.kind {
        EventKind::Create(kind) => kind != CreateKind::File,
        EventKind::Modify(kind) => matches!(kind, ModifyKind::Name(_)),
        _ => false,
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

/// Looks through the site for as long as anyone listens. The first look is over on return: whatever is saved after it
/// is a change.
fn look_again(root: PathBuf, changed: Sender<Change>) {
    let mut known = seen(&root);
    thread::spawn(move || {
        loop {
            let begun = Instant::now();
            let now = seen(&root);
            if now != known {
                known = now;
                if changed.send(Change::Any).is_err() {
                    return;
                }
            }
            thread::sleep(SHORTEST.max(begun.elapsed() * SHARE));
        }
    });
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
    use std::fs;
    use std::sync::mpsc::{Receiver, channel};

    use super::*;

    /// Longer than anything here takes on a machine that does other work.
    const LONG: Duration = Duration::from_secs(60);

    /// Sites that are watched, with what is told of each.
    fn watched(poll: bool, count: usize) -> Vec<(tempfile::TempDir, Receiver<Change>)> {
        let watched = |_| {
            let folder = tempfile::tempdir().unwrap();
            fs::create_dir(folder.path().join("content")).unwrap();
            let (changed, changes) = channel();
            watch(folder.path(), poll, changed);
            // Saved at once: no moment is left in which nobody looks.
            fs::write(folder.path().join("content/a.md"), "a").unwrap();
            (folder, changes)
        };
        (0..count).map(watched).collect()
    }

    #[test]
    fn what_is_saved_as_soon_as_the_site_is_watched_is_noticed() {
        for poll in [false, true] {
            for (_folder, changes) in watched(poll, 40) {
                assert!(changes.recv_timeout(LONG).is_ok(), "poll: {poll}");
            }
        }
    }

    #[test]
    fn what_is_saved_in_a_new_folder_is_there_when_the_folder_is_told_or_told_later() {
        let deep = Path::new("content/new/deep/deeper");
        for (folder, changes) in watched(false, 20) {
            let file = folder.path().join(deep).join("b.md");
            fs::create_dir_all(file.parent().unwrap()).unwrap();
            let saved = file.clone();
            let saving = thread::spawn(move || fs::write(saved, "b").unwrap());
            // Whoever reads the site on each change comes to see the file.
            let mut is_seen = false;
            while !is_seen {
                assert!(changes.recv_timeout(LONG).is_ok());
                is_seen = file.exists();
            }
            saving.join().unwrap();
        }
    }

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
