//! An outline, what the build before wrote and what this one did -> the lines of a receipt.

use std::io::{self, BufRead, Write};

use rayon::prelude::*;

use super::{Change, Damage, FORMAT, Joined, Reader, Total, joined};
use crate::build::{Manifest, Record, Share, Written};
use crate::plan::Kind;
use crate::program::VERSION;

/// How many lines are made before they are written, and how many of them by one thread.
const AT_A_TIME: usize = 4 * 1024;
const TOGETHER: usize = 512;

/// What a receipt is written from.
pub struct Receipt<'a> {
    old: &'a Manifest,
    new: &'a Written<'a>,
    total: Total,
    share: Option<&'a Share>,
}

impl<'a> Receipt<'a> {
    /// The receipt of the site in `new`, where the site in `old` was before.
    pub fn new(old: &'a Manifest, new: &'a Written<'a>) -> Self {
        Receipt {
            old,
            new,
            total: new.total(),
            share: None,
        }
    }

    /// The receipt of the site in `old`, of which `new` are all files: nothing has changed.
    pub fn of_unchanged(old: &'a Manifest, new: &'a Written<'a>) -> Self {
        // No build leaves a whole site without a file; a shard may have none, and its manifest no root.
        let total = match old.is_empty() {
            true => new.total(),
            false => new.total_of(old.head().root),
        };
        Receipt {
            old,
            new,
            total,
            share: None,
        }
    }

    /// The same, of one shard of a site.
    #[must_use]
    pub fn of_shard(self, share: Option<&'a Share>) -> Self {
        Receipt { share, ..self }
    }

    /// Which shard of a site it is of, if it is of one.
    pub fn share(&self) -> Option<&Share> {
        self.share
    }

    /// What its files come to.
    pub fn total(&self) -> Total {
        self.total
    }

    /// Where the site is published.
    pub fn base_url(&self) -> String {
        self.new.outline().base_url()
    }

    /// Whether the build before left the same files with the same bytes.
    pub fn changes_nothing(&self) -> bool {
        let mut both = self.old.iter().zip(self.new.iter());
        self.old.len() == self.new.len()
            && both.all(|((a, was), (b, is))| a == b && was.bytes == is.bytes)
    }

    /// Writes it, with what changed since the build before.
    pub fn write(&self, out: &mut dyn Write) -> io::Result<()> {
        let previous = (!self.old.is_empty()).then(|| self.old.head().root);
        self.head(out, previous.map(|root| root.to_string()))?;
        let mut lists = Lists::begin(out)?;
        if self.old.is_empty() {
            // All of a site is new the first time.
            for (change, path) in self.changes() {
                lists.put(change, path)?;
            }
        } else {
            let mut changes: Vec<(Change, &str)> = self.changes().collect();
            // Of each kind they stay in the order of their paths.
            changes.sort_by_key(|(change, _)| *change);
            for (change, path) in changes {
                lists.put(change, path)?;
            }
        }
        lists.end()?;
        self.files(out)
    }

    /// Writes it with the changes of `earlier`, a receipt of the same files: what led to them is still
    /// what led to them.
    pub fn write_after(
        &self,
        out: &mut dyn Write,
        earlier: &mut Reader<impl BufRead>,
    ) -> Result<(), Damage> {
        let previous = earlier.head().previous_root.clone();
        self.head(out, previous)?;
        let mut lists = Lists::begin(out)?;
        while let Some((change, path)) = earlier.next_change()? {
            lists.put(change, &path)?;
        }
        lists.end()?;
        Ok(self.files(out)?)
    }

    fn head(&self, out: &mut dyn Write, previous_root: Option<String>) -> io::Result<()> {
        let Total { root, count, bytes } = self.total;
        write!(out, "{{\"receipt\": {FORMAT}, \"warraq\": ")?;
        string(out, VERSION)?;
        write!(out, ", \"base_url\": ")?;
        string(out, &self.base_url())?;
        write!(out, ", \"root\": \"{root}\", \"previous_root\": ")?;
        match previous_root {
            Some(previous) => string(out, &previous)?,
            None => write!(out, "null")?,
        }
        write!(out, ", \"count\": {count}, \"bytes\": {bytes}")?;
        if let Some(share) = self.share {
            write!(out, ", \"shard\": ")?;
            serde_json::to_writer(&mut *out, share)?;
        }
        writeln!(out, ",")
    }

    /// The paths that were added, changed or removed, in the order of the paths.
    fn changes(&self) -> impl Iterator<Item = (Change, &str)> {
        let order = |a: &(&str, Record), b: &(&str, &Record)| a.0.cmp(b.0);
        joined(self.old.iter(), self.new.iter(), order).filter_map(|pair| match pair {
            Joined::Left((path, _)) => Some((Change::Removed, path)),
            Joined::Right((path, _)) => Some((Change::Added, path)),
            Joined::Both((_, was), (path, is)) if was.bytes != is.bytes => {
                Some((Change::Changed, path))
            }
            Joined::Both(..) => None,
        })
    }

    fn files(&self, out: &mut dyn Write) -> io::Result<()> {
        write!(out, "\"files\": [")?;
        let mut files = self.new.iter().enumerate();
        loop {
            // Some thousand lines are made at a time, side by side.
            let some: Vec<(usize, (&str, &Record))> = files.by_ref().take(AT_A_TIME).collect();
            if some.is_empty() {
                break;
            }
            let pieces = some.par_chunks(TOGETHER).map(|files| {
                let mut lines = Vec::with_capacity(files.len() * 256);
                for (at, (path, record)) in files {
                    self.file(&mut lines, *at, path, record)?;
                }
                Ok(lines)
            });
            for piece in pieces.collect::<Vec<io::Result<Vec<u8>>>>() {
                out.write_all(&piece?)?;
            }
        }
        writeln!(out, "\n]}}")
    }

    /// Writes the line of file `at` behind what comes before it.
    fn file(&self, out: &mut Vec<u8>, at: usize, path: &str, record: &Record) -> io::Result<()> {
        let outline = self.new.outline();
        out.extend_from_slice(if at == 0 { b"\n" } else { b",\n" });
        out.extend_from_slice(b"{\"path\": ");
        string(out, path)?;
        let (digest, size) = (record.bytes, record.size);
        let kind = outline.kind(at);
        write!(
            out,
            ", \"blake3\": \"{digest}\", \"size\": {size}, \"kind\": \"{kind}\""
        )?;
        if let Some(source) = outline.source(at) {
            out.extend_from_slice(b", \"source\": ");
            string(out, source)?;
        }
        if self.share.is_some() {
            write!(out, ", \"view\": \"{}\"", record.view)?;
        }
        out.push(b'}');
        Ok(())
    }
}

/// The three lists of paths.
struct Lists<'a> {
    out: &'a mut dyn Write,
    /// The lists that are still to be opened.
    rest: std::slice::Iter<'static, Change>,
    open: Option<Change>,
    is_empty: bool,
}

impl<'a> Lists<'a> {
    fn begin(out: &'a mut dyn Write) -> io::Result<Self> {
        writeln!(out, "\"changes\": {{")?;
        let mut lists = Lists {
            out,
            rest: Change::ALL.iter(),
            open: None,
            is_empty: true,
        };
        lists.next()?;
        Ok(lists)
    }

    /// Closes the open list and opens the next, if there is one.
    fn next(&mut self) -> io::Result<()> {
        let last = self.rest.as_slice().is_empty();
        if self.open.is_some() {
            writeln!(self.out, "\n]{}", if last { "" } else { "," })?;
        }
        self.open = self.rest.next().copied();
        self.is_empty = true;
        match self.open {
            Some(change) => write!(self.out, "\"{}\": [", change.name()),
            None => Ok(()),
        }
    }

    fn put(&mut self, change: Change, path: &str) -> io::Result<()> {
        while self.open.is_some_and(|open| open < change) {
            self.next()?;
        }
        write!(self.out, "{}", if self.is_empty { "\n" } else { ",\n" })?;
        self.is_empty = false;
        string(self.out, path)
    }

    fn end(mut self) -> io::Result<()> {
        while self.open.is_some() {
            self.next()?;
        }
        writeln!(self.out, "}},")
    }
}

/// A JSON string: what need not be escaped is not.
fn string(out: &mut (impl Write + ?Sized), text: &str) -> io::Result<()> {
    Ok(serde_json::to_writer(out, text)?)
}

/// The name of a kind of file in a receipt, which stays the same in later versions.
pub fn kind(kind: Kind) -> &'static str {
    match kind {
        Kind::Article => "article",
        Kind::Page => "page",
        Kind::Home => "home",
        Kind::Section => "section",
        Kind::Tag => "tag",
        Kind::Tags => "tags",
        Kind::Author => "author",
        Kind::Authors => "authors",
        Kind::Archive => "archive",
        Kind::Year => "year",
        Kind::Series => "series",
        Kind::AllSeries => "all-series",
        Kind::OnThisDay => "on-this-day",
        Kind::AllDays => "all-days",
        Kind::Corrections => "corrections",
        Kind::Month => "month",
        Kind::Day => "day",
        Kind::NotFound => "not-found",
        Kind::Feed => "feed",
        Kind::Sitemap => "sitemap",
        Kind::Machine => "machine",
        Kind::Removed => "removed",
        Kind::Redirect => "redirect",
        Kind::Asset => "asset",
        Kind::Picture => "picture",
    }
}
