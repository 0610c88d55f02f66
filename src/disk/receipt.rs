//! Where receipts lie: staged with the pages, put in place by the commit, kept by builds that change
//! nothing, copied to where `--receipt` says.
//!
//! A receipt is written before the commit's journal and moved by the commit, so that a commit that was
//! killed and is finished by the next build has its own receipt, whatever that build finds wrong.

use std::fs::{self, File};
use std::io::{self, BufRead, BufReader, BufWriter, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

use super::across::{bring, temporary};
use super::keep::same;
use super::{Output, at_path};
use crate::build::receipt::{Damage, Reader, Receipt};
use crate::build::{Head, Manifest, Record};
use crate::diagnostics::Diagnostic;
use crate::digest::{Digest, FileDigest};
use crate::program::VERSION;

/// Receipts are written and read in pieces of so many bytes.
const PIECE: usize = 128 * 1024;

/// How every receipt begins.
const BEGINNING: &[u8] = b"{\"receipt\": ";

/// How every whole receipt ends.
const END: &[u8] = b"\n]}\n";

/// Writes the receipt of the site that is about to be committed beside its pages.
pub fn stage_receipt(output: &Output, receipt: &Receipt) -> Result<(), Box<Diagnostic>> {
    let path = staged(output);
    write(&output.receipt_path(), receipt, &path)
        .map_err(|error| Box::new(at_path("write", &path, &error)))
}

/// Sees to it that the receipt of a site that did not change is there.
pub fn keep_receipt(output: &Output, receipt: &Receipt) -> Result<(), Box<Diagnostic>> {
    let path = output.receipt_path();
    if is_of(&path, receipt) {
        return Ok(());
    }
    let temporary = temporary(&path);
    write(&path, receipt, &temporary)
        .and_then(|()| fs::rename(&temporary, &path))
        .map_err(|error| Box::new(at_path("write", &path, &error)))
}

/// Moves the staged receipt to its place, if a commit that was killed has not done so.
pub(super) fn place_receipt(output: &Output) -> Result<(), Box<Diagnostic>> {
    let (staged, path) = (staged(output), output.receipt_path());
    let moved = match bring(&staged, &path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        other => other,
    };
    moved.map_err(|error| Box::new(at_path("write", &path, &error)))
}

/// What the receipt at `path` proves to be files of an earlier build, if it is whole. What they were made from
/// no receipt tells.
pub(super) fn proved_by(path: &Path) -> Option<Manifest> {
    let mut reader = open_receipt(path).ok()?;
    let mut files = Vec::new();
    while let Some(listed) = reader.next_file().ok()? {
        let record = Record {
            view: Digest::default(),
            bytes: listed.digest,
            size: listed.size,
            modified: 0,
        };
        files.push((listed.path, record));
    }
    let head = Head {
        root: FileDigest::from_hex(&reader.head().root)?,
        ..Head::default()
    };
    let mut bytes = Vec::new();
    let all = || files.iter().map(|(path, record)| (path.as_str(), record));
    Manifest::write(&mut bytes, &head, all).ok()?;
    Manifest::decode(bytes)
}

/// Why a receipt must not be written to `file`: what is there is something else.
pub fn refuse_receipt(file: &Path) -> Result<(), Box<Diagnostic>> {
    let refused = |why: String| {
        Box::new(
            Diagnostic::error(
                "receipt-refused",
                format!("cannot write the receipt here: {why}"),
            )
            .hint("Name another file with --receipt."),
        )
    };
    let shown = file.display();
    match fs::symlink_metadata(file) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        Err(error) => Err(Box::new(at_path("read", file, &error))),
        Ok(there) if !there.is_file() => Err(refused(format!("{shown} is not a file"))),
        Ok(_) => {
            let mut beginning = Vec::new();
            File::open(file)
                .and_then(|file| {
                    let most = BEGINNING.len() as u64;
                    file.take(most).read_to_end(&mut beginning)
                })
                .map_err(|error| Box::new(at_path("read", file, &error)))?;
            match beginning == BEGINNING {
                true => Ok(()),
                false => Err(refused(format!(
                    "{shown} is not a receipt, and would be lost"
                ))),
            }
        }
    }
}

/// Writes the site's receipt to `file` as well, unless it is there already.
pub fn copy_receipt(output: &Output, file: &Path) -> Result<(), Box<Diagnostic>> {
    refuse_receipt(file)?;
    let path = output.receipt_path();
    if file.exists() && same(&path, file).unwrap_or(false) {
        return Ok(());
    }
    replace(&path, file).map_err(|error| Box::new(at_path("write", file, &error)))
}

/// Opens a receipt and reads its head.
pub fn open_receipt(file: &Path) -> Result<Reader<impl BufRead + use<>>, Damage> {
    Reader::open(BufReader::with_capacity(PIECE, File::open(file)?))
}

pub(super) fn staged(output: &Output) -> PathBuf {
    output.staging().join("receipt.json")
}

/// Puts a copy of `from` in the place of `to`.
fn replace(from: &Path, to: &Path) -> io::Result<()> {
    // The folder is somebody's, and so may be what is called `.tmp` there.
    let mut name = to.as_os_str().to_owned();
    name.push(".warraq-tmp");
    let temporary = PathBuf::from(name);
    fs::copy(from, &temporary)?;
    fs::rename(&temporary, to)
}

/// Writes `receipt` to `to`. Where the receipt at `earlier` is of the same files, what led to them stays.
///
/// Nothing waits for the disk here: a receipt that a power failure cut off is written again by the next
/// build.
fn write(earlier: &Path, receipt: &Receipt, to: &Path) -> io::Result<()> {
    if receipt.changes_nothing()
        && let Ok(mut reader) = open_receipt(earlier)
        && reader.head().root == receipt.total().root.to_string()
    {
        let mut out = BufWriter::with_capacity(PIECE, File::create(to)?);
        match receipt.write_after(&mut out, &mut reader) {
            Ok(()) => return out.flush(),
            // Its changes cannot be read: they are not known, and written anew below.
            Err(Damage::Line(..)) => {}
            Err(Damage::Io(error)) => return Err(error),
        }
    }
    let mut out = BufWriter::with_capacity(PIECE, File::create(to)?);
    receipt.write(&mut out)?;
    out.flush()
}

/// Whether the receipt at `path` is of these files: its head says so, and it is not cut off.
fn is_of(path: &Path, receipt: &Receipt) -> bool {
    let Ok(reader) = open_receipt(path) else {
        return false;
    };
    let (head, total) = (reader.head(), receipt.total());
    head.root == total.root.to_string()
        && (head.count, head.bytes) == (total.count, total.bytes)
        && head.base_url == receipt.base_url()
        && head.shard.as_ref() == receipt.share()
        && head.warraq == VERSION
        && ends_whole(path).unwrap_or(false)
}

/// Whether the receipt of `output` is there, is not cut off, and is of the files whose root hash is `root`.
pub(super) fn is_whole(output: &Output, root: FileDigest) -> bool {
    let path = output.receipt_path();
    let Ok(reader) = open_receipt(&path) else {
        return false;
    };
    reader.head().root == root.to_string()
        && reader.head().warraq == VERSION
        && ends_whole(&path).unwrap_or(false)
}

fn ends_whole(path: &Path) -> io::Result<bool> {
    let mut file = File::open(path)?;
    file.seek(SeekFrom::End(-(END.len() as i64)))?;
    let mut end = Vec::new();
    file.read_to_end(&mut end)?;
    Ok(end == END)
}
