//! A large file -> an object of a store, piece by piece: no more than some pieces are in memory, whatever its size.
//!
//! The object is there when the store was told of the last piece, whole or not at all. Where that does not come about,
//! the store is told to forget the pieces. A publisher that is killed cannot tell it: what a store does with such
//! pieces is a setting of the bucket.

use std::fs::File;
use std::io::Read;

use futures_util::FutureExt;
use object_store::path::Path;
use object_store::{Error, MultipartUpload, ObjectStore, PutMultipartOptions, PutPayload};
use tokio::runtime::Runtime;
use tokio::task::JoinSet;

use super::ready::altered;
use super::target::{Fault, Large, Meter};
use crate::digest::FileDigest;
use crate::disk::at_path;

/// The size of a piece: all but the last have the same, as some stores want it.
const PIECE: u64 = 8 << 20;

/// The most pieces that stores take of a file, with something to spare.
const MOST: u64 = 9_000;

/// How many pieces are on their way at once.
const AT_ONCE: usize = 4;

/// What did not work.
pub(super) enum Unsent {
    /// Something at the store.
    Store(Error),
    /// Something else, told as it is.
    Fault(Fault),
}

impl From<Error> for Unsent {
    fn from(error: Error) -> Self {
        Unsent::Store(error)
    }
}

impl From<Fault> for Unsent {
    fn from(fault: Fault) -> Self {
        Unsent::Fault(fault)
    }
}

/// A file on its way to a store.
pub(super) struct Upload<'a> {
    pub(super) store: &'a dyn ObjectStore,
    pub(super) runtime: &'a Runtime,
    pub(super) key: &'a Path,
    pub(super) file: &'a Large<'a>,
    pub(super) meter: &'a Meter,
    /// Called between pieces.
    pub(super) hold: &'a dyn Fn() -> Result<(), Fault>,
    /// Called when all pieces are there: whether the object may be made of them.
    pub(super) may_end: &'a dyn Fn() -> Result<bool, Error>,
}

impl Upload<'_> {
    /// Sends it. `false` where it may not be made.
    pub(super) fn run(&self, options: PutMultipartOptions) -> Result<bool, Unsent> {
        let begun = self.store.put_multipart_opts(self.key, options);
        let mut upload = self.runtime.block_on(begun)?;
        let ended = self.pieces(&mut *upload).and_then(|()| {
            let is_free = (self.may_end)()?;
            if is_free {
                self.runtime.block_on(upload.complete())?;
            }
            Ok(is_free)
        });
        if !matches!(ended, Ok(true)) {
            // What went wrong is told; that its pieces could not be taken away as well would help nobody.
            let _ = self.runtime.block_on(upload.abort());
        }
        ended
    }

    fn pieces(&self, upload: &mut dyn MultipartUpload) -> Result<(), Unsent> {
        let mut on_their_way = JoinSet::new();
        let sent = self.send(upload, &mut on_their_way);
        // A piece that arrives when its upload was ended would stay.
        while let Some(late) = self.runtime.block_on(on_their_way.join_next()) {
            drop(late);
        }
        sent
    }

    fn send(
        &self,
        upload: &mut dyn MultipartUpload,
        on_their_way: &mut JoinSet<Result<usize, Error>>,
    ) -> Result<(), Unsent> {
        let Large { entry, file, .. } = self.file;
        let unreadable = |error| Box::new(at_path("read", file, &error));
        let mut open = File::open(file).map_err(unreadable)?;
        let size = piece(entry.size);
        let mut hasher = blake3::Hasher::new();
        loop {
            let mut bytes = Vec::new();
            let read = open.by_ref().take(size).read_to_end(&mut bytes);
            let n = read.map_err(unreadable)?;
            if n == 0 {
                break;
            }
            hasher.update(&bytes);
            let sent = upload
                .put_part(PutPayload::from(bytes))
                .map(move |put| put.map(|()| n));
            on_their_way.spawn_on(sent, self.runtime.handle());
            if on_their_way.len() == AT_ONCE {
                self.arrive(on_their_way)?;
            }
            (self.hold)()?;
        }
        while !on_their_way.is_empty() {
            self.arrive(on_their_way)?;
            (self.hold)()?;
        }
        match FileDigest::of_hash(hasher.finalize()) == entry.digest {
            true => Ok(()),
            false => Err(altered(&entry.path).into()),
        }
    }

    /// Waits for one of the pieces.
    fn arrive(&self, on_their_way: &mut JoinSet<Result<usize, Error>>) -> Result<(), Error> {
        match self.runtime.block_on(on_their_way.join_next()) {
            Some(Ok(sent)) => {
                self.meter.sent(sent?);
                Ok(())
            }
            Some(Err(error)) => Err(Error::Generic {
                store: "",
                source: Box::new(error),
            }),
            None => Ok(()),
        }
    }
}

/// How large the pieces of a file of `size` bytes are.
fn piece(size: u64) -> u64 {
    let least = size.div_ceil(MOST);
    PIECE.max(least.div_ceil(1 << 20) << 20)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pieces_are_small_and_never_too_many() {
        assert_eq!(piece(65 << 20), PIECE);
        assert_eq!(piece(60 << 30), PIECE);
        for size in [100 << 30, 5_u64 << 40] {
            assert!(size.div_ceil(piece(size)) <= MOST, "{size}");
            assert_eq!(piece(size) % (1 << 20), 0);
        }
    }
}
