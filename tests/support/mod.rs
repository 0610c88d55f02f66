//! What the tests share: sites written as one text, runs of the real program, trees compared.
#![allow(dead_code, reason = "each test binary uses its own part")]

pub mod edits;
pub mod pictures;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

/// The moment all test builds take for the present.
pub const NOW: &str = "2026-01-01T00:00:00Z";

/// A site in a folder of its own, deleted when dropped.
pub struct Site {
    folder: tempfile::TempDir,
}

impl Site {
    /// A site of the files in `text`, each below a line `//- path`.
    pub fn new(text: &str) -> Site {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let site = Site { folder };
        for (path, content) in sections(text) {
            site.write(&path, content);
        }
        site
    }

    /// A site that is a copy of `from`.
    pub fn copy_of(from: &Path) -> Site {
        let site = Site::new("");
        for (path, bytes) in tree(from) {
            site.write(&path, bytes);
        }
        site
    }

    pub fn root(&self) -> &Path {
        self.folder.path()
    }

    pub fn path(&self, path: &str) -> PathBuf {
        self.root().join(path)
    }

    pub fn write(&self, path: &str, content: impl AsRef<[u8]>) {
        let file = self.path(path);
        fs::create_dir_all(file.parent().expect("a parent")).expect("a folder");
        fs::write(file, content).expect("a file");
    }

    pub fn read(&self, path: &str) -> String {
        let file = self.path(path);
        fs::read_to_string(&file).unwrap_or_else(|error| panic!("{}: {error}", file.display()))
    }

    pub fn exists(&self, path: &str) -> bool {
        self.path(path).exists()
    }

    pub fn remove(&self, path: &str) {
        fs::remove_file(self.path(path)).expect("a file to remove");
    }

    /// `warraq build` with the tests' present.
    pub fn build(&self, arguments: &[&str]) -> Output {
        warraq(self.root(), &[&["build", "--now", NOW], arguments].concat())
    }

    /// A build that must succeed; what it printed.
    #[track_caller]
    pub fn built(&self, arguments: &[&str]) -> String {
        let output = self.build(arguments);
        let told = format!("{}{}", text(&output.stdout), text(&output.stderr));
        assert!(
            output.status.success(),
            "the build failed\n{told}\nfiles: {:#?}",
            self.files()
        );
        told
    }

    /// The output of a clean build of the same source, into a folder of its own.
    #[track_caller]
    pub fn clean(&self, arguments: &[&str]) -> BTreeMap<String, Vec<u8>> {
        let other = Site::new("");
        let written = ["public/", ".warraq/", "warraq-kept/"];
        // A preview may be putting files there and taking them away: those are not even read.
        for path in paths(self.root()) {
            if !written.iter().any(|folder| path.starts_with(folder)) {
                let bytes = fs::read(self.path(&path)).expect("a readable file");
                other.write(&path, bytes);
            }
        }
        other.built(arguments);
        tree(&other.path("public"))
    }

    pub fn files(&self) -> Vec<String> {
        paths(self.root()).collect()
    }
}

/// The pieces of a text, each with the path on its `//- ` line.
pub fn sections(text: &str) -> Vec<(String, String)> {
    let mut sections: Vec<(String, String)> = Vec::new();
    for line in text.split_inclusive('\n') {
        match line.strip_prefix("//- ") {
            Some(path) => sections.push((path.trim_end().to_owned(), String::new())),
            None => {
                if let Some((_, content)) = sections.last_mut() {
                    content.push_str(line);
                }
            }
        }
    }
    sections
}

/// Runs the program in `folder`.
pub fn warraq(folder: &Path, arguments: &[&str]) -> Output {
    command(folder, arguments)
        .output()
        .expect("the program runs")
}

pub fn command(folder: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_warraq"));
    command
        .current_dir(folder)
        .args(arguments)
        .env("NO_COLOR", "1");
    command
}

pub fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

/// Every file below `folder` by its path with `/`.
pub fn tree(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let read = |path: String| {
        let bytes = fs::read(folder.join(&path)).expect("a readable file");
        (path, bytes)
    };
    paths(folder).map(read).collect()
}

/// The paths of all files below `folder`, with `/`, in order.
pub fn paths(folder: &Path) -> impl Iterator<Item = String> {
    let walk = walkdir::WalkDir::new(folder).follow_links(false);
    let mut paths: Vec<String> = walk
        .into_iter()
        .filter_map(Result::ok)
        .filter(|entry| entry.file_type().is_file())
        .map(|entry| {
            let below = entry
                .path()
                .strip_prefix(folder)
                .expect("a path below the folder");
            let parts: Vec<_> = below
                .components()
                .map(|part| part.as_os_str().to_string_lossy())
                .collect();
            parts.join("/")
        })
        .collect();
    paths.sort();
    paths.into_iter()
}

/// Every folder below `folder` by its path with `/`.
pub fn folders(folder: &Path) -> std::collections::BTreeSet<String> {
    let walk = walkdir::WalkDir::new(folder).min_depth(1);
    walk.into_iter()
        .filter_map(Result::ok)
        .filter(|entry| entry.file_type().is_dir())
        .map(|entry| {
            let below = entry.path().strip_prefix(folder).expect("a path below");
            below.to_string_lossy().replace('\\', "/")
        })
        .collect()
}

/// The folders that a tree of files needs: a site has no others.
pub fn folders_of(files: &BTreeMap<String, Vec<u8>>) -> std::collections::BTreeSet<String> {
    files
        .keys()
        .flat_map(|path| path.match_indices('/').map(|(at, _)| path[..at].to_owned()))
        .collect()
}

/// Fails with the first differences between two trees.
#[track_caller]
pub fn assert_same(
    found: &BTreeMap<String, Vec<u8>>,
    expected: &BTreeMap<String, Vec<u8>>,
    what: &str,
) {
    let mut told = Vec::new();
    for path in found
        .keys()
        .chain(expected.keys())
        .collect::<std::collections::BTreeSet<_>>()
    {
        match (found.get(path), expected.get(path)) {
            (Some(a), Some(b)) if a == b => {}
            (Some(a), Some(b)) => told.push(format!("{path} differs\n{}", difference(b, a))),
            (Some(_), None) => told.push(format!("{path} should not be there")),
            (None, _) => told.push(format!("{path} is missing")),
        }
    }
    let shown: Vec<&String> = told.iter().take(5).collect();
    assert!(
        told.is_empty(),
        "{what}: {} files differ\n{shown:#?}",
        told.len()
    );
}

/// The differing lines of two texts, a few of them.
pub fn difference(expected: &[u8], found: &[u8]) -> String {
    let (expected, found) = (text(expected), text(found));
    let difference = similar::TextDiff::from_lines(&expected, &found);
    difference
        .unified_diff()
        .context_radius(1)
        .to_string()
        .lines()
        .take(40)
        .collect::<Vec<_>>()
        .join("\n")
}

/// Whether golden files are to be rewritten.
pub fn bless() -> bool {
    std::env::var_os("WARRAQ_BLESS").is_some()
}

/// A generator of numbers that is the same everywhere (SplitMix64).
pub struct Random(pub u64);

impl Random {
    pub fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    pub fn below(&mut self, n: usize) -> usize {
        (self.next() % n.max(1) as u64) as usize
    }

    pub fn one_of<'a, T>(&mut self, list: &'a [T]) -> &'a T {
        &list[self.below(list.len())]
    }
}
