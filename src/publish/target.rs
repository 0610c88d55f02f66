//! What a place must be able to do for a site to be published there: one small trait, and a file of this folder
//! for each kind of place.
//!
//! A target takes files whole or not at all, and knows nothing of sites: the order of things is the business of
//! [`run`](super::run). All it says of a fault is a diagnostic that names the target and no secret.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};

use super::headers::Headers;
use super::notes::{Holder, Note};
use super::plan::{Entry, Seen};
use crate::config::Encoding;
use crate::diagnostics::Diagnostic;
use crate::digest::FileDigest;

/// What went wrong at a target.
pub type Fault = Box<Diagnostic>;

/// A file as it is sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sent {
    /// Its path below the target.
    pub path: String,
    /// Its bytes, compressed where they are to be.
    pub bytes: Vec<u8>,
    /// Its headers, where the place keeps any.
    pub headers: Headers,
    /// Nothing was ever published here. What is there is left alone, unless it is the same.
    pub is_new: bool,
    /// Where it leads readers, if it is a redirect and the place can be told.
    pub leads_to: Option<String>,
    /// The file beside which it lies, compressed: it is not put where that was not.
    pub beside: Option<String>,
    /// Files of the site's that give way for it, right before it comes.
    pub instead_of: Vec<String>,
}

/// A file that is too large to be held in memory: it is sent from where it lies, as it is.
#[derive(Debug)]
pub struct Large<'a> {
    /// What it is.
    pub entry: &'a Entry,
    /// Where it lies.
    pub file: PathBuf,
    /// Its headers.
    pub headers: Headers,
    /// Nothing was ever published here. What is there is left alone, unless it is the same.
    pub is_new: bool,
}

/// A copy of what is at a target, to be held against a receipt.
pub enum Copy {
    /// A folder that holds all of it.
    Folder(PathBuf),
    /// The hash and size of each file.
    Hashes(BTreeMap<String, (FileDigest, u64)>),
}

/// Makes a file ready to be sent.
pub type Make<'a> = &'a (dyn Fn(&Entry) -> Result<Sent, Fault> + Sync);

/// A place a site is published to.
pub trait Target: Sync {
    /// It, in words: `s3 bucket news/archive`.
    fn shown(&self) -> String;

    /// Whether files have headers here.
    fn has_headers(&self) -> bool {
        false
    }

    /// Whether compressed files lie beside the plain ones here, for a web server to choose from.
    fn keeps_beside(&self) -> bool {
        false
    }

    /// Whether files are in folders here, so that none has the name of a folder.
    fn has_folders(&self) -> bool {
        true
    }

    /// How many requests were made so far, or programs run. Nothing where that means nothing.
    fn requests(&self) -> u64 {
        0
    }

    /// Reads one of the publisher's own files.
    fn read(&self, note: Note) -> Result<Option<Vec<u8>>, Fault>;

    /// Writes one of the publisher's own files.
    fn write(&self, note: Note, bytes: &[u8]) -> Result<(), Fault>;

    /// Removes one of the publisher's own files, if it is there.
    fn remove(&self, note: Note) -> Result<(), Fault>;

    /// Takes the lock, or gives who has it. One that is held is broken where `may_break` says so of its holder.
    fn lock(
        &self,
        mine: &Holder,
        may_break: &dyn Fn(&Holder) -> bool,
    ) -> Result<Result<(), Holder>, Fault>;

    /// Holds the lock for longer. `false` where it was broken.
    fn renew(&self, mine: &Holder) -> Result<bool, Fault>;

    /// Gives the lock back.
    fn unlock(&self, mine: &Holder) -> Result<(), Fault>;

    /// What is there: files of the site that are right, and whatever else. The publisher's own files are left out.
    fn compare(&self, now: &[Entry], make: Make) -> Result<BTreeMap<String, Seen>, Fault>;

    /// The hash of what lies at each of `paths`, unpacked where it is compressed as said. What is not there, or not
    /// compressed so, is not named.
    fn hashes(
        &self,
        paths: &[(String, Option<Encoding>)],
    ) -> Result<BTreeMap<String, FileDigest>, Fault>;

    /// Puts files, what is new before what lies beside it; all of them are there when it returns. Gives those that are new to the site and
    /// in whose place something else is, or a folder with something else in it, which stays.
    fn put(&self, files: &[Sent], meter: &Meter) -> Result<Vec<String>, Fault>;

    /// Whether large files are put piece by piece here.
    fn takes_pieces(&self) -> bool {
        false
    }

    /// Puts a large file. `hold` is called between its pieces, and says that the lock is still held. `false` where it
    /// is new and something else is there.
    fn put_large(
        &self,
        file: &Large,
        _meter: &Meter,
        _hold: &dyn Fn() -> Result<(), Fault>,
    ) -> Result<bool, Fault> {
        let message = format!("{} is too large for {}", file.entry.path, self.shown());
        Err(Box::new(Diagnostic::error("publish-failed", message)))
    }

    /// Deletes files, as far as they are there.
    fn delete(&self, paths: &[String], meter: &Meter) -> Result<(), Fault>;

    /// Ends a publish: what was put is there for readers when it returns.
    fn finish(&self, _message: &str) -> Result<(), Fault> {
        Ok(())
    }

    /// Copies what is there, as it is to readers. `quick` sizes are enough.
    fn copy(&self, work: &Path, meter: &Meter) -> Result<Copy, Fault>;
}

/// Counts what is sent.
pub struct Meter {
    sent: AtomicU64,
    shown: Box<dyn Fn(u64) + Send + Sync>,
}

impl Meter {
    /// A meter that tells `shown` of the bytes of each file that is there.
    pub fn new(shown: impl Fn(u64) + Send + Sync + 'static) -> Self {
        Meter {
            sent: AtomicU64::new(0),
            shown: Box::new(shown),
        }
    }

    /// A file of `bytes` was sent.
    pub fn sent(&self, bytes: usize) {
        let bytes = bytes as u64;
        self.sent.fetch_add(bytes, Ordering::Relaxed);
        (self.shown)(bytes);
    }

    /// How many bytes of files were sent.
    pub fn bytes(&self) -> u64 {
        self.sent.load(Ordering::Relaxed)
    }
}
