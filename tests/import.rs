//! Imports of raw text exports, from bytes to built pages.
//!
//! Each folder of `tests/import/` holds an export (`export.txt`, or `export.bin` where it is not
//! UTF-8), the article it becomes (`expected.md`, absent where it becomes none) and what is told
//! (`report.txt`). `WARRAQ_BLESS=1 cargo test --test import` writes the last two anew. The rules one
//! by one are in `tests/tables/import.txt`.

mod support;

#[path = "import/cases.rs"]
mod cases;
#[path = "import/runs.rs"]
mod runs;
#[path = "import/seed.rs"]
mod seed;
#[path = "import/table.rs"]
mod table;

use std::fs;
use std::path::{Path, PathBuf};

use warraq::import::text::Settings;
use warraq::import::{Job, Outcome, run};

/// The folders of exports with what is expected of them.
fn folders() -> Vec<PathBuf> {
    let base = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/import");
    let mut folders: Vec<PathBuf> = fs::read_dir(base)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.is_dir())
        .collect();
    folders.sort();
    folders
}

/// The export's bytes. Of one that is long, `export.times` has a line with a number and a text that
/// stands that many times.
fn export(folder: &Path) -> Vec<u8> {
    if let Ok(times) = fs::read_to_string(folder.join("export.times")) {
        let (count, text) = times.split_once('\n').unwrap();
        return text
            .trim_end_matches('\n')
            .repeat(count.parse().unwrap())
            .into_bytes();
    }
    fs::read(folder.join("export.txt"))
        .or_else(|_| fs::read(folder.join("export.bin")))
        .unwrap()
}

/// What is told of a run, without the names of the exports.
fn counts(outcome: &Outcome) -> [usize; 4] {
    [
        outcome.written.len(),
        outcome.unchanged.len(),
        outcome.skipped.len(),
        outcome.failed.len(),
    ]
}

/// Every file below `folder` with its bytes.
fn files(folder: &Path) -> Vec<(PathBuf, Vec<u8>)> {
    let files = walkdir::WalkDir::new(folder)
        .sort_by_file_name()
        .into_iter()
        .map(Result::unwrap)
        .filter(|entry| entry.file_type().is_file());
    files
        .map(|entry| (entry.path().to_owned(), fs::read(entry.path()).unwrap()))
        .collect()
}

struct Site {
    folder: tempfile::TempDir,
}

impl Site {
    fn new() -> Self {
        Site {
            folder: tempfile::tempdir().unwrap(),
        }
    }

    fn root(&self) -> PathBuf {
        self.folder.path().join("site")
    }

    fn exports(&self) -> PathBuf {
        self.folder.path().join("exports")
    }

    fn export(&self, name: &str, text: impl AsRef<[u8]>) {
        let path = self.exports().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    fn import(&self) -> Outcome {
        self.import_from(&[self.exports()], "content")
    }

    fn import_from(&self, inputs: &[PathBuf], into: &str) -> Outcome {
        run(&Job {
            inputs,
            root: &self.root(),
            into,
            settings: Settings::default(),
            verify: true,
        })
    }

    fn content(&self) -> Vec<(PathBuf, Vec<u8>)> {
        files(&self.root())
    }
}
