//! One size: a site before and after one article, and each tool that publishes both.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, SystemTime};

use crate::Outcome;
use crate::corpus::{Corpus, Layout};
use crate::hugo::{self, Hugo};
use crate::measure::measured;
use crate::options::Options;
use crate::server::{Seen, Server, is_for_readers};
use crate::site::Site;
use crate::table::{Row, What};
use crate::tools::{Tool, Tools, keys};
use crate::tree::Tree;
use crate::work::{Work, clear, tell};

/// One size, and all that is needed for it.
pub struct Trial<'a> {
    pub work: &'a Work,
    pub server: &'a Server,
    pub tools: &'a Tools,
    pub options: &'a Options,
}

/// A site built before and after one article.
struct Pair {
    before: PathBuf,
    after: PathBuf,
    /// Seconds the second build took.
    build: f64,
    /// When it began.
    begun: SystemTime,
}

impl Trial<'_> {
    /// Warraq's site, published by itself and, where that is wanted, by the others.
    pub fn ours(&self, rows: &mut Vec<Row>, by_others: bool) -> Outcome<()> {
        self.tell("the corpus");
        let site = Site::write(self.work, &self.options.warraq)?;
        let config = site.read("warraq.yaml")?;
        let target = format!(
            "publish:\n  live: {{type: s3, bucket: warraq, region: us-east-1, endpoint: \"{}\"}}\n",
            self.server.endpoint()
        );
        site.set("warraq.yaml", &format!("{config}{target}"))?;
        self.tell("full build: Warraq");
        site.build()?;
        let bucket = self.server.bucket("warraq")?;
        let publish = || {
            let mut command = Command::new(&self.options.warraq);
            command
                .args(["publish", "--root"])
                .arg(self.work.path("warraq"));
            keys(&mut command);
            command
        };
        let first = self.seen("first publish: warraq publish", &publish())?;
        let before = self.work.path("warraq-before");
        link(&site.public(), &before)?;
        let article = site.corpus.newer(0);
        site.set(
            &Layout::Warraq.path(&article),
            &Layout::Warraq.file(&article),
        )?;
        self.tell("one new article: Warraq");
        let begun = SystemTime::now();
        let build = site.build()?.0.wall;
        let then = self.seen("second publish: warraq publish", &publish())?;
        rows.push(Row {
            articles: self.work.articles,
            what: What::Warraq,
            tool: "`warraq publish`",
            site: Tree::of(&site.public())?.files.len(),
            build,
            differ: differences(&bucket, &site.public())?,
            first,
            then,
        });
        let pair = Pair {
            before,
            after: site.public(),
            build,
            begun,
        };
        self.server.empty()?;
        if by_others {
            self.others(What::Warraq, &pair, rows)?;
        }
        match self.options.keep {
            true => Ok(()),
            false => {
                clear(&pair.before)?;
                clear(&self.work.path("warraq"))
            }
        }
    }

    /// Hugo's site, published by the others; whether it could be built.
    pub fn hugos(&self, rows: &mut Vec<Row>) -> Outcome<bool> {
        let mut limited = self.options.clone();
        limited.hugo = self.limited()?;
        if self.options.hugo == "none" || hugo::version(self.options).is_none() {
            return Ok(false);
        }
        let corpus = Corpus::new(self.work.articles as usize);
        let Some(hugo) = Hugo::write(self.work, &corpus, &limited)? else {
            return Ok(false);
        };
        self.tell("full build: Hugo");
        if let Err(why) = hugo.build() {
            self.tell(&format!("Hugo could not build it: {why}"));
            rows.push(Row::without(self.work.articles));
            hugo.end()?;
            return Ok(false);
        }
        let before = self.work.path("hugo-before");
        move_to(&hugo.public(), &before)?;
        let article = corpus.newer(0);
        let file = self.work.path("hugo").join(Layout::Hugo.path(&article));
        fs::write(&file, Layout::Hugo.file(&article))
            .map_err(|error| format!("{}: {error}", file.display()))?;
        self.tell("one new article: Hugo");
        let begun = SystemTime::now();
        let build = hugo.build()?.wall;
        let pair = Pair {
            before,
            after: hugo.public(),
            build,
            begun,
        };
        self.others(What::Hugo, &pair, rows)?;
        if !self.options.keep {
            clear(&pair.before)?;
            hugo.end()?;
        }
        Ok(true)
    }

    fn others(&self, what: What, pair: &Pair, rows: &mut Vec<Row>) -> Outcome<()> {
        for (n, tool) in self.tools.found.iter().enumerate() {
            rows.push(self.other(what, pair, tool, n)?);
            self.server.empty()?;
        }
        Ok(())
    }

    fn other(&self, what: What, pair: &Pair, tool: &Tool, n: usize) -> Outcome<Row> {
        let name = format!("{}-{n}", what.name().to_lowercase());
        let bucket = self.server.bucket(&name)?;
        let sync = |folder: &Path| tool.sync(self.server, folder, &name);
        let told = |which: &str| format!("{which} publish of {}: {}", what.name(), tool.name);
        let first = self.seen(&told("first"), &sync(&pair.before))?;
        renew(&pair.after, pair.begun)?;
        let then = self.seen(&told("second"), &sync(&pair.after))?;
        Ok(Row {
            articles: self.work.articles,
            what,
            tool: tool.name,
            site: Tree::of(&pair.after)?.files.len(),
            build: pair.build,
            differ: differences(&bucket, &pair.after)?,
            first,
            then,
        })
    }

    /// Runs a command; how long it took and what the server saw of it.
    fn seen(&self, doing: &str, command: &Command) -> Outcome<(f64, f64, Seen)> {
        self.tell(doing);
        self.server.seen();
        let (cost, _) = measured(command, &self.work.path("publish.log"))?;
        Ok((cost.wall, cost.cpu, self.server.seen()))
    }

    /// Hugo, stopped where it takes more than it may.
    fn limited(&self) -> Outcome<String> {
        let Options {
            hugo,
            hugo_memory,
            hugo_minutes,
            ..
        } = self.options;
        let script = format!(
            "#!/bin/sh\nulimit -v {}\nexec timeout {} '{hugo}' \"$@\"\n",
            u64::from(*hugo_memory) << 20,
            u64::from(*hugo_minutes) * 60,
        );
        let file = self.work.path("hugo.sh");
        let fault = |error: std::io::Error| format!("{}: {error}", file.display());
        fs::write(&file, script).map_err(fault)?;
        #[cfg(unix)]
        fs::set_permissions(&file, std::os::unix::fs::PermissionsExt::from_mode(0o755))
            .map_err(fault)?;
        Ok(file.display().to_string())
    }

    fn tell(&self, doing: &str) {
        tell(self.work.articles, doing);
    }
}

/// The same files once more, without their bytes: what replaces a file leaves the other as it was.
fn link(from: &Path, to: &Path) -> Outcome<()> {
    for file in Tree::of(from)?.files {
        let (here, there) = (from.join(&file.path), to.join(&file.path));
        let made = fs::create_dir_all(there.parent().unwrap_or(to));
        made.and_then(|()| fs::hard_link(&here, &there))
            .map_err(|error| format!("{}: {error}", there.display()))?;
    }
    Ok(())
}

/// Gives what the second build wrote the present as its time: it is published after the first site was, and a tool
/// that goes by times would else take it for older than what is there.
fn renew(folder: &Path, begun: SystemTime) -> Outcome<()> {
    // The system's clock for files goes by small steps.
    let since = begun - Duration::from_millis(50);
    let now = SystemTime::now();
    for file in Tree::of(folder)?.files {
        let path = folder.join(&file.path);
        let renewed =
            fs::metadata(&path).and_then(|metadata| match metadata.modified()? >= since {
                true => fs::File::open(&path)?.set_modified(now),
                false => Ok(()),
            });
        renewed.map_err(|error| format!("{}: {error}", path.display()))?;
    }
    Ok(())
}

fn move_to(from: &Path, to: &Path) -> Outcome<()> {
    fs::rename(from, to).map_err(|error| format!("{}: {error}", from.display()))
}

/// How many files of a bucket are not those that were built.
fn differences(bucket: &Path, built: &Path) -> Outcome<usize> {
    let sizes = |folder: &Path| -> Outcome<BTreeMap<String, u64>> {
        let files = Tree::of(folder)?.files.into_iter();
        let files = files.filter(|file| is_for_readers(&file.path));
        Ok(files.map(|file| (file.path, file.size)).collect())
    };
    let (there, here) = (sizes(bucket)?, sizes(built)?);
    let mut differ = here
        .keys()
        .filter(|path| !there.contains_key(*path))
        .count();
    for (path, size) in &there {
        let read =
            |folder: &Path| fs::read(folder.join(path)).map_err(|error| format!("{path}: {error}"));
        if here.get(path) != Some(size) || read(bucket)? != read(built)? {
            differ += 1;
        }
    }
    Ok(differ)
}
