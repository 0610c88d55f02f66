//! A file of the output -> it as it is sent: held against the receipt, compressed where it is to be.
//!
//! Nothing is sent whose bytes are not those of the receipt: an output that somebody altered, or that a build is
//! making at this moment, is never published.

use std::fs::File;
use std::io::{self, Write};
use std::path::Path;

use flate2::Compression;
use flate2::write::GzEncoder;
use rayon::prelude::*;

use super::headers::{Headers, content_type, is_compressible};
use super::plan::{Entry, Put};
use super::redirect::leads_to;
use super::target::{Fault, Large, Sent, Target};
use crate::config::{self, Encoding};
use crate::diagnostics::Diagnostic;
use crate::digest::FileDigest;
use crate::disk::{Output, at_path};

/// Smaller files are not compressed: their headers are as long.
const SMALL: usize = 256;

/// Larger files are not held in memory, where the place takes them in pieces.
const LARGE: u64 = 64 << 20;

/// Whether a file is sent in pieces: a film, an edition of a newspaper. Texts of that size are compressed whole.
pub fn is_large(entry: &Entry) -> bool {
    entry.size > LARGE && !is_compressible(content_type(&entry.path, &entry.kind))
}

/// Files that are made ready for one target.
pub struct Source<'a> {
    output: &'a Output,
    target: &'a config::Target,
    /// The one encoding of the files themselves, where the place has headers.
    encoding: Option<Encoding>,
    /// The encodings that lie beside them.
    beside: Vec<Encoding>,
    redirects: bool,
}

impl<'a> Source<'a> {
    /// The files of `output`, for `target`, which is at `place`.
    pub fn new(output: &'a Output, target: &'a config::Target, place: &dyn Target) -> Self {
        let compress = &target.compress;
        Source {
            output,
            target,
            encoding: compress.first().copied().filter(|_| place.has_headers()),
            beside: match place.keeps_beside() {
                true => compress.clone(),
                false => Vec::new(),
            },
            redirects: matches!(&target.place, config::Place::S3(bucket) if bucket.redirects),
        }
    }

    /// The ends of the names of files that lie beside others.
    pub fn beside(&self) -> Vec<String> {
        let names = self.beside.iter();
        names
            .map(|encoding| encoding.extension().to_owned())
            .collect()
    }

    /// Holds files against the receipt, all of them, before the first is sent.
    pub fn check(&self, entries: &[&Entry]) -> Result<(), Fault> {
        entries.par_iter().try_for_each(|entry| {
            let path = self.output.locate(&entry.path);
            match is(&path, entry) {
                Ok(true) => Ok(()),
                Ok(false) => Err(altered(&entry.path)),
                Err(error) if error.kind() == io::ErrorKind::NotFound => Err(altered(&entry.path)),
                Err(error) => Err(Box::new(at_path("read", &path, &error))),
            }
        })
    }

    /// A file as it is sent.
    pub fn make(&self, entry: &Entry, is_new: bool) -> Result<Sent, Fault> {
        let path = self.output.locate(&entry.path);
        let bytes = std::fs::read(&path).map_err(|error| match error.kind() {
            io::ErrorKind::NotFound => altered(&entry.path),
            _ => Box::new(at_path("read", &path, &error)),
        })?;
        if FileDigest::of_bytes(&bytes) != entry.digest {
            return Err(altered(&entry.path));
        }
        let mut headers = Headers::of(entry, self.target);
        let leads_to = match self.redirects && entry.kind == "redirect" {
            true => leads_to(&bytes),
            false => None,
        };
        let bytes = match self.encoding.filter(|_| is_worth_it(&bytes, &headers)) {
            Some(encoding) => {
                headers.encoding = Some(encoding);
                compressed(&bytes, encoding)
            }
            None => bytes,
        };
        Ok(Sent {
            path: entry.path.clone(),
            bytes,
            headers,
            is_new,
            leads_to,
            beside: None,
            instead_of: Vec::new(),
        })
    }

    /// A file that is sent in pieces.
    pub fn large<'e>(&self, entry: &'e Entry, is_new: bool) -> Large<'e> {
        Large {
            entry,
            file: self.output.locate(&entry.path),
            headers: Headers::of(entry, self.target),
            is_new,
        }
    }

    /// A file as it is sent, with what lies beside it.
    pub fn make_all(&self, put: &Put) -> Result<Vec<Sent>, Fault> {
        let file = self.make(&put.entry, put.is_new)?;
        let mut all = Vec::with_capacity(1 + put.beside.len());
        for beside in &put.beside {
            let end = beside.path.strip_prefix(file.path.as_str());
            let mut encodings = self.beside.iter();
            if let Some(encoding) = encodings.find(|encoding| end == Some(encoding.extension())) {
                all.push(Sent {
                    path: beside.path.clone(),
                    bytes: compressed(&file.bytes, *encoding),
                    headers: file.headers.clone(),
                    is_new: beside.is_new,
                    leads_to: None,
                    beside: Some(file.path.clone()),
                    instead_of: Vec::new(),
                });
            }
        }
        // Nothing is put beside a new file before it is known that its place is free.
        match put.is_new {
            true => all.insert(0, file),
            false => all.push(file),
        }
        if let Some(first) = all.first_mut() {
            first.instead_of.clone_from(&put.instead_of);
        }
        Ok(all)
    }
}

fn is_worth_it(bytes: &[u8], headers: &Headers) -> bool {
    bytes.len() >= SMALL && is_compressible(headers.content_type)
}

/// The same bytes, compressed: always the same, so that what is there can be told from what is not.
pub fn compressed(bytes: &[u8], encoding: Encoding) -> Vec<u8> {
    let mut packed = Vec::new();
    // Writing to memory does not fail.
    match encoding {
        Encoding::Gzip => {
            let mut out = GzEncoder::new(&mut packed, Compression::new(9));
            let _ = out.write_all(bytes);
            let _ = out.finish();
        }
        Encoding::Brotli => {
            let (quality, window) = (9, 22);
            let mut out = brotli::CompressorWriter::new(&mut packed, 64 * 1024, quality, window);
            let _ = out.write_all(bytes);
            drop(out);
        }
    }
    packed
}

/// What was compressed so.
pub fn uncompressed(bytes: &[u8], encoding: &str) -> io::Result<Vec<u8>> {
    let mut whole = Vec::new();
    match encoding {
        "br" => {
            io::copy(&mut brotli::Decompressor::new(bytes, 64 * 1024), &mut whole)?;
        }
        "gzip" => {
            io::copy(&mut flate2::read::GzDecoder::new(bytes), &mut whole)?;
        }
        _ => whole.extend(bytes),
    }
    Ok(whole)
}

/// Whether the file at `path` has the bytes of `entry`.
pub fn is(path: &Path, entry: &Entry) -> io::Result<bool> {
    Ok(std::fs::metadata(path)?.len() == entry.size && digest(path)? == entry.digest)
}

/// The hash of the file at `path`, unpacked where it is compressed as said; nothing where it is not there or not so.
pub fn hash_at(path: &Path, encoding: Option<Encoding>) -> io::Result<Option<FileDigest>> {
    use io::ErrorKind::{NotADirectory, NotFound};
    match path.symlink_metadata() {
        Ok(metadata) if metadata.is_file() => {}
        Ok(_) => return Ok(None),
        Err(error) if matches!(error.kind(), NotFound | NotADirectory) => return Ok(None),
        Err(error) => return Err(error),
    }
    let Some(encoding) = encoding else {
        return digest(path).map(Some);
    };
    let plain = uncompressed(&std::fs::read(path)?, encoding.name());
    Ok(plain.ok().map(|plain| FileDigest::of_bytes(&plain)))
}

fn digest(path: &Path) -> io::Result<FileDigest> {
    let mut hasher = blake3::Hasher::new();
    hasher.update_reader(File::open(path)?)?;
    Ok(FileDigest::of_hash(hasher.finalize()))
}

/// That the output is not what was built.
pub(super) fn altered(path: &str) -> Fault {
    Box::new(
        Diagnostic::error(
            "altered-output",
            format!("{path} is not what the last build made, and nothing is published"),
        )
        .hint("Somebody or something altered the output, or a build was cut short. Build again: warraq build"),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_compressed_comes_back() {
        let text = "خبر ".repeat(500);
        for encoding in [Encoding::Brotli, Encoding::Gzip] {
            let packed = compressed(text.as_bytes(), encoding);
            assert!(packed.len() < text.len() / 10, "{encoding:?}");
            assert_eq!(packed, compressed(text.as_bytes(), encoding));
            assert_eq!(
                uncompressed(&packed, encoding.name()).unwrap(),
                text.as_bytes()
            );
        }
        assert_eq!(uncompressed(b"x", "").unwrap(), b"x");
    }
}
