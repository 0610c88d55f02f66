//! The site that Warraq builds, by its command line.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::thread::sleep;
use std::time::Duration;

use crate::Outcome;
use crate::corpus::{Corpus, Layout, Moment};
use crate::measure::{Cost, measured};
use crate::work::{Work, clear};

/// The program that is measured, if no other is named.
pub const PROGRAM: &str = env!("CARGO_BIN_EXE_warraq");

/// Warraq believes no file's time that is younger than two seconds. Between an edit and the build after the next
/// more time passes at any desk.
pub const SETTLED: Duration = Duration::from_millis(2_500);

/// A site of the corpus.
pub struct Site<'a> {
    /// What its articles are drawn from.
    pub corpus: Corpus,
    work: &'a Work,
    program: PathBuf,
    root: PathBuf,
}

impl<'a> Site<'a> {
    /// Writes the site, which `program` is to build.
    pub fn write(work: &'a Work, program: &Path) -> Outcome<Site<'a>> {
        let program = std::path::absolute(program)
            .map_err(|error| format!("{}: {error}", program.display()))?;
        let corpus = Corpus::new(work.articles as usize);
        let root = work.path("warraq");
        corpus
            .write(&root, Layout::Warraq)
            .map_err(|error| format!("{}: {error}", root.display()))?;
        sleep(SETTLED);
        Ok(Site {
            corpus,
            work,
            program,
            root,
        })
    }

    /// Where the site is built.
    pub fn public(&self) -> PathBuf {
        self.root.join("public")
    }

    /// A file of the site.
    pub fn path(&self, path: &str) -> PathBuf {
        self.root.join(path)
    }

    /// A file of the site as it is.
    pub fn read(&self, path: &str) -> Outcome<String> {
        fs::read_to_string(self.path(path)).map_err(|error| format!("{path}: {error}"))
    }

    /// Writes a file of the site.
    pub fn set(&self, path: &str, text: &str) -> Outcome<()> {
        let file = self.path(path);
        let folder = file.parent().unwrap_or(&self.root);
        fs::create_dir_all(folder)
            .and_then(|()| fs::write(&file, text))
            .map_err(|error| format!("{path}: {error}"))
    }

    /// Forgets all that was built.
    pub fn forget(&self) -> Outcome<()> {
        clear(&self.public())?;
        clear(&self.memory())
    }

    fn memory(&self) -> PathBuf {
        self.root.join(".warraq")
    }

    /// Builds what is not built; what it cost and how many files it says it wrote.
    pub fn build(&self) -> Outcome<(Cost, usize)> {
        self.build_into(&self.public())
    }

    /// Builds the same site as if it had never been built, into `folder`. No memory of earlier builds
    /// is in reach.
    pub fn build_clean(&self, folder: &Path) -> Outcome<()> {
        clear(folder)?;
        let aside = self.work.path("memory-aside");
        let set = |from: &Path, to: &Path| {
            fs::rename(from, to).map_err(|error| format!("{}: {error}", from.display()))
        };
        set(&self.memory(), &aside)?;
        let built = self.build_into(folder).map(|_| ());
        clear(&self.memory())?;
        set(&aside, &self.memory())?;
        built
    }

    fn build_into(&self, folder: &Path) -> Outcome<(Cost, usize)> {
        let mut command = Command::new(&self.program);
        command.arg("build").arg("--root").arg(&self.root);
        command.arg("--output").arg(folder);
        // An hour after the last article that any edit adds.
        command
            .arg("--now")
            .arg(Moment::after_the_last(119).to_string());
        let (cost, told) = measured(&command, &self.work.path("warraq.log"))?;
        let written = written(&told).ok_or_else(|| format!("how many files?\n{told}"))?;
        Ok((cost, written))
    }
}

/// The number in `files  12 written, 3 unchanged`.
fn written(told: &str) -> Option<usize> {
    let is_count = |line: &&str| line.trim().starts_with("files ") && line.contains(" written");
    let line = told.lines().find(is_count)?;
    let before = line.split(" written").next()?;
    before.split_whitespace().last()?.parse().ok()
}
