//! The equal site, built by Hugo where it is installed.

use std::path::{Path, PathBuf};
use std::process::Command;

use crate::Outcome;
use crate::corpus::{Corpus, Layout};
use crate::measure::{Cost, measured};
use crate::options::Options;
use crate::work::{Work, clear};

/// A site of the same articles.
pub struct Hugo<'a> {
    program: &'a str,
    work: &'a Work,
    root: PathBuf,
}

/// What `hugo version` tells; `None` where there is no Hugo.
pub fn version(options: &Options) -> Option<String> {
    if options.hugo == "none" {
        return None;
    }
    let output = Command::new(&options.hugo).arg("version").output().ok()?;
    let told = String::from_utf8_lossy(&output.stdout).into_owned();
    // What wraps the program may tell something of its own first.
    let line = told.lines().find(|line| line.starts_with("hugo v"))?;
    // `hugo v0.168.0-e27a6760+extended linux/amd64 …`
    line.split(['-', '+']).next().map(str::to_owned)
}

impl<'a> Hugo<'a> {
    /// Writes the site, if there is a Hugo and it is asked for this size.
    pub fn write(work: &'a Work, corpus: &Corpus, options: &'a Options) -> Outcome<Option<Self>> {
        if work.articles > options.hugo_up_to || version(options).is_none() {
            return Ok(None);
        }
        let root = work.path("hugo");
        corpus
            .write(&root, Layout::Hugo)
            .map_err(|error| format!("{}: {error}", root.display()))?;
        Ok(Some(Hugo {
            program: &options.hugo,
            work,
            root,
        }))
    }

    /// Where the site is built.
    pub fn public(&self) -> PathBuf {
        self.root.join("public")
    }

    /// Builds the site from nothing.
    pub fn build(&self) -> Outcome<Cost> {
        let cache = self.work.path("hugo-cache");
        self.forget(&cache)?;
        let mut command = Command::new(self.program);
        command
            .args(["--quiet", "--noBuildLock", "--source"])
            .arg(&self.root);
        command.env("HUGO_CACHEDIR", &cache);
        Ok(measured(&command, &self.work.path("hugo.log"))?.0)
    }

    fn forget(&self, cache: &Path) -> Outcome<()> {
        clear(&self.public())?;
        clear(&self.root.join("resources"))?;
        clear(cache)
    }

    /// Makes room.
    pub fn end(self) -> Outcome<()> {
        clear(&self.root)
    }
}
