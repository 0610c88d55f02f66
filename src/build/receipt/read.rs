//! The lines of a receipt -> its head, its changes and its files, one at a time.
//!
//! Nothing of a receipt is believed: a path that would leave the folder, that comes twice or out of
//! order, and a root hash that is not that of the files are told, with the line.

use std::fmt;
use std::io::{self, BufRead, Read};

use serde::Deserialize;

use super::{Change, Counter, FORMAT, Total};
use crate::digest::FileDigest;
use crate::paths::OutputPath;

/// Longest line of a receipt, in bytes: a path and a source of 4096 bytes each, escaped, and some more.
const LONGEST_LINE: u64 = 64 * 1024;

/// What is wrong with a receipt.
#[derive(Debug)]
pub enum Damage {
    /// It cannot be read, or what is made of it not written.
    Io(io::Error),
    /// A line of it is not what it must be.
    Line(u64, String),
}

impl From<io::Error> for Damage {
    fn from(error: io::Error) -> Self {
        Damage::Io(error)
    }
}

impl fmt::Display for Damage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Damage::Io(error) => write!(f, "{error}"),
            Damage::Line(line, what) => write!(f, "line {line}: {what}"),
        }
    }
}

/// The first line of a receipt.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Head {
    /// The version of the format.
    receipt: u32,
    /// The program's version.
    pub warraq: String,
    /// Where the site is published.
    pub base_url: String,
    /// The root hash.
    pub root: String,
    /// The root hash from which the changes lead here; `None` where there was no build before.
    pub previous_root: Option<String>,
    /// How many files there are.
    pub count: u64,
    /// Their bytes.
    pub bytes: u64,
}

/// A file of a receipt.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listed {
    /// Where it lies.
    pub path: String,
    /// The hash of its bytes.
    pub digest: FileDigest,
    /// Its size in bytes.
    pub size: u64,
    /// What kind of file it is, by the word receipts have for it.
    pub kind: String,
    /// What it was made from, if it was made from one file.
    pub source: Option<String>,
}

#[derive(Deserialize)]
struct Line {
    path: String,
    blake3: String,
    size: u64,
    #[serde(default)]
    kind: String,
    source: Option<String>,
}

/// Reads a receipt from its first line to its last.
pub struct Reader<R> {
    from: R,
    line: Vec<u8>,
    number: u64,
    head: Head,
    place: Place,
    /// The path before, which the next must come after.
    before: Option<String>,
    /// Whether the line before ended in a comma, if it was an item of the same list.
    comma: Option<bool>,
    counter: Counter,
}

/// Where in the receipt the next line lies.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Place {
    Changes(Change),
    Files,
    End,
}

impl<R: BufRead> Reader<R> {
    /// Reads the head.
    pub fn open(mut from: R) -> Result<Self, Damage> {
        let mut line = Vec::new();
        read_line(&mut from, &mut line, 1)?;
        let no_receipt = || Damage::Line(1, "this is not a receipt of Warraq".into());
        let text = line.strip_suffix(b",").ok_or_else(no_receipt)?;
        let whole = [text, b"}"].concat();
        let format = serde_json::from_slice::<serde_json::Value>(&whole)
            .ok()
            .and_then(|head| head.get("receipt")?.as_u64())
            .ok_or_else(no_receipt)?;
        if format != u64::from(FORMAT) {
            let what = format!("the receipt has format {format}; this program reads {FORMAT}");
            return Err(Damage::Line(1, what));
        }
        let head: Head = serde_json::from_slice(&whole)
            .map_err(|error| Damage::Line(1, format!("the head is not whole: {error}")))?;
        let mut reader = Reader {
            from,
            line,
            number: 1,
            head,
            place: Place::Changes(Change::Added),
            before: None,
            comma: None,
            counter: Counter::new(),
        };
        reader.require("\"changes\": {")?;
        reader.require("\"added\": [")?;
        Ok(reader)
    }

    /// The head.
    pub fn head(&self) -> &Head {
        &self.head
    }

    /// The next change: added files come first, then changed ones, then removed ones.
    pub fn next_change(&mut self) -> Result<Option<(Change, String)>, Damage> {
        while let Place::Changes(change) = self.place {
            self.advance()?;
            if !self.line.starts_with(b"]") {
                let path: String = self.item()?;
                self.check(&path)?;
                return Ok(Some((change, path)));
            }
            self.close()?;
            let (end, place) = match change {
                Change::Added => ("],", Place::Changes(Change::Changed)),
                Change::Changed => ("],", Place::Changes(Change::Removed)),
                Change::Removed => ("]", Place::Files),
            };
            self.is(end)?;
            self.place = place;
            match place {
                Place::Changes(next) => self.require(&format!("\"{}\": [", next.name()))?,
                _ => {
                    self.require("},")?;
                    self.require("\"files\": [")?;
                }
            }
        }
        Ok(None)
    }

    /// The next file. The last call, which gives none, fails if the files are not those of the head.
    pub fn next_file(&mut self) -> Result<Option<Listed>, Damage> {
        while self.next_change()?.is_some() {}
        if self.place == Place::End {
            return Ok(None);
        }
        self.advance()?;
        if self.line.starts_with(b"]") {
            self.close()?;
            self.is("]}")?;
            self.place = Place::End;
            return self.end().map(|()| None);
        }
        let line: Line = self.item()?;
        self.check(&line.path)?;
        let Some(digest) = FileDigest::from_hex(&line.blake3) else {
            return Err(self.fault(format!("`{}` is not a BLAKE3 hash", line.blake3)));
        };
        self.counter.add(&line.path, digest, line.size);
        Ok(Some(Listed {
            path: line.path,
            digest,
            size: line.size,
            kind: line.kind,
            source: line.source,
        }))
    }

    /// What the head says of all files must be true of them, and nothing comes after them.
    fn end(&mut self) -> Result<(), Damage> {
        let counter = std::mem::replace(&mut self.counter, Counter::new());
        let Total { root, count, bytes } = counter.total();
        if !self.from.fill_buf()?.is_empty() {
            return Err(self.fault("something follows the end of the receipt".into()));
        }
        if root.to_string() != self.head.root {
            return Err(self.fault(format!(
                "the root hash is not that of the files, which is {root}"
            )));
        }
        if (count, bytes) != (self.head.count, self.head.bytes) {
            return Err(self.fault(format!(
                "{count} files of {bytes} bytes are listed; the head says {} of {}",
                self.head.count, self.head.bytes
            )));
        }
        Ok(())
    }

    fn fault(&self, what: String) -> Damage {
        Damage::Line(self.number, what)
    }

    fn advance(&mut self) -> Result<(), Damage> {
        self.number += 1;
        read_line(&mut self.from, &mut self.line, self.number)
    }

    fn is(&self, expected: &str) -> Result<(), Damage> {
        match self.line == expected.as_bytes() {
            true => Ok(()),
            false => Err(self.fault(format!("`{expected}` should stand here"))),
        }
    }

    fn require(&mut self, expected: &str) -> Result<(), Damage> {
        self.advance()?;
        self.is(expected)
    }

    /// The line as an item of a list.
    fn item<T: serde::de::DeserializeOwned>(&mut self) -> Result<T, Damage> {
        if self.comma == Some(false) {
            return Err(self.fault("there is no comma before this line".into()));
        }
        let text = self.line.strip_suffix(b",");
        self.comma = Some(text.is_some());
        serde_json::from_slice(text.unwrap_or(&self.line))
            .map_err(|error| self.fault(format!("this is not an entry of a receipt: {error}")))
    }

    /// The line as the end of a list.
    fn close(&mut self) -> Result<(), Damage> {
        if self.comma == Some(true) {
            return Err(self.fault("the list ends after a comma".into()));
        }
        self.comma = None;
        self.before = None;
        Ok(())
    }

    /// A path must be one that a build can write, and come after the one before.
    fn check(&mut self, path: &str) -> Result<(), Damage> {
        let fault = match OutputPath::new(path) {
            Err(fault) => Some(format!("the path {fault}")),
            Ok(clean) if clean.as_str() != path => Some("the path is not in NFC".into()),
            Ok(_) => None,
        };
        let order = match self.before.as_deref().map(|before| before.cmp(path)) {
            Some(std::cmp::Ordering::Equal) => Some("the path comes twice".into()),
            Some(std::cmp::Ordering::Greater) => {
                Some("the path is not in order: it comes before the last one".into())
            }
            _ => None,
        };
        if let Some(what) = fault.or(order) {
            return Err(self.fault(format!("{what}: `{path}`")));
        }
        let before = self.before.get_or_insert_default();
        before.clear();
        before.push_str(path);
        Ok(())
    }
}

/// Reads one line without its end into `line`.
fn read_line(from: &mut impl BufRead, line: &mut Vec<u8>, number: u64) -> Result<(), Damage> {
    line.clear();
    from.by_ref().take(LONGEST_LINE).read_until(b'\n', line)?;
    match line.pop() {
        Some(b'\n') => Ok(()),
        None => Err(Damage::Line(
            number,
            "the receipt ends here, too early".into(),
        )),
        Some(_) if line.len() as u64 + 1 == LONGEST_LINE => {
            Err(Damage::Line(number, "the line is too long".into()))
        }
        Some(_) => Err(Damage::Line(number, "the receipt is cut off here".into())),
    }
}
