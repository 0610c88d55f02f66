//! A store of objects as a target: S3 and all that speak it, Google Cloud Storage, Azure.
//!
//! A file is one object, which a store shows whole or not at all. The lock and what is new to the site are put with
//! a condition, so that of two publishers one loses and no object of somebody else's is written over.

use std::collections::BTreeMap;
use std::future::Future;
use std::path::Path as FilePath;
use std::sync::Mutex;
use std::sync::atomic::Ordering;
use std::time::Duration;

use futures_util::{StreamExt, TryStreamExt, stream};
use object_store::path::Path;
use object_store::{
    Attribute, Attributes, Error, GetOptions, ObjectMeta, ObjectStoreExt, PutMode,
    PutMultipartOptions, PutOptions, PutPayload, UpdateVersion,
};
use tokio::runtime::Runtime;

use super::headers::Headers;
use super::looked::{Looked, looked_at};
use super::notes::{Holder, Note};
use super::pieces::{Unsent, Upload};
use super::plan::{Entry, Seen};
use super::ready::uncompressed;
use super::store::{LeadsTo, Store, open};
use super::target::{Copy, Fault, Large, Make, Meter, Sent, Target};
use crate::config::{self, Encoding};
use crate::diagnostics::Diagnostic;
use crate::digest::FileDigest;

/// A bucket, or a folder of one.
pub struct Objects {
    store: Store,
    runtime: Runtime,
    shown: String,
    prefix: String,
    parallel: usize,
    /// The version of the lock that is ours.
    pub(super) held: Mutex<Option<UpdateVersion>>,
}

/// How often an operation is tried that the store's own client gave up.
const TRIES: u32 = 3;

impl Objects {
    /// The store of `target`.
    pub fn open(target: &config::Target) -> Result<Objects, Fault> {
        let (kind, bucket) = match &target.place {
            config::Place::Gcs(bucket) => ("gs", bucket),
            config::Place::Azure(bucket) => ("azure", bucket),
            config::Place::S3(bucket) => ("s3", bucket),
            _ => ("", &config::Bucket::default()),
        };
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .worker_threads(2)
            .enable_all()
            .build()
            .map_err(|error| failed(&target.name, "begin", "", &error))?;
        let guard = runtime.enter();
        let store = open(target)?;
        drop(guard);
        Ok(Objects {
            store,
            runtime,
            shown: match bucket.prefix.is_empty() {
                true => format!("{kind}://{}", bucket.bucket),
                false => format!("{kind}://{}/{}", bucket.bucket, bucket.prefix),
            },
            prefix: bucket.prefix.clone(),
            parallel: target.parallel,
            held: Mutex::new(None),
        })
    }

    /// The name of the object for `path`.
    fn key(&self, path: &str) -> Result<Path, Fault> {
        let whole = match self.prefix.is_empty() {
            true => path.to_owned(),
            false => format!("{}/{path}", self.prefix),
        };
        Path::parse(&whole).map_err(|error| self.fault("name", path, &error))
    }

    /// The path below the target of the object `key`.
    fn path<'k>(&self, key: &'k Path) -> Option<&'k str> {
        match self.prefix.is_empty() {
            true => Some(key.as_ref()),
            false => key.as_ref().strip_prefix(&self.prefix)?.strip_prefix('/'),
        }
    }

    pub(super) fn fault(&self, doing: &str, path: &str, error: &dyn std::error::Error) -> Fault {
        failed(&self.shown, doing, path, error)
    }

    pub(super) async fn get(&self, path: &str) -> Result<Option<(Vec<u8>, UpdateVersion)>, Fault> {
        let key = self.key(path)?;
        let read = again(async || {
            let got = self
                .store
                .objects
                .get_opts(&key, GetOptions::default())
                .await?;
            let version = UpdateVersion {
                e_tag: got.meta.e_tag.clone(),
                version: got.meta.version.clone(),
            };
            Ok((got.bytes().await?.to_vec(), version))
        });
        match read.await {
            Ok(got) => Ok(Some(got)),
            Err(Error::NotFound { .. }) => Ok(None),
            Err(error) => Err(self.fault("read", path, &error)),
        }
    }

    pub(super) async fn put_note(
        &self,
        path: &str,
        bytes: &[u8],
        mode: PutMode,
    ) -> Result<UpdateVersion, Error> {
        let key = self.key(path).map_err(|fault| Error::Generic {
            store: "",
            source: fault.message.into(),
        })?;
        let attributes = Attributes::from_iter([
            (Attribute::ContentType, "application/octet-stream"),
            (Attribute::CacheControl, "no-store"),
        ]);
        let put = again(async || {
            let options = PutOptions {
                mode: mode.clone(),
                attributes: attributes.clone(),
                ..PutOptions::default()
            };
            let payload = PutPayload::from(bytes.to_vec());
            self.store.objects.put_opts(&key, payload, options).await
        });
        put.await.map(UpdateVersion::from)
    }

    /// Puts a file. `false` where it is new and something else is there.
    async fn put_one(&self, file: &Sent) -> Result<bool, Fault> {
        let key = self.key(&file.path)?;
        let put = again(async || {
            let mut options = PutOptions {
                mode: match file.is_new {
                    true => PutMode::Create,
                    false => PutMode::Overwrite,
                },
                attributes: attributes(&file.headers),
                ..PutOptions::default()
            };
            if let Some(address) = &file.leads_to {
                options.extensions.insert(LeadsTo(address.clone()));
            }
            let payload = PutPayload::from(file.bytes.clone());
            self.store.objects.put_opts(&key, payload, options).await
        });
        match put.await {
            Ok(_) => Ok(true),
            // It was put, and the answer was lost on its way; or somebody else's is there.
            Err(Error::AlreadyExists { .. }) => {
                let there = self.get(&file.path).await?;
                match there.is_some_and(|(bytes, ..)| bytes == file.bytes) {
                    true => Ok(true),
                    false => Ok(false),
                }
            }
            // A store without conditions.
            Err(Error::NotImplemented { .. }) => {
                let plain = Sent {
                    is_new: false,
                    ..file.clone()
                };
                Box::pin(self.put_one(&plain)).await
            }
            Err(error) => Err(self.fault("write", &file.path, &error)),
        }
    }

    /// The hash and the size of the object at `path`, unpacked. A large one is not held in memory.
    async fn hash(&self, path: &str) -> Result<Option<(FileDigest, u64)>, Fault> {
        let key = self.key(path)?;
        let read = again(async || {
            let options = GetOptions::default();
            let got = self.store.objects.get_opts(&key, options).await?;
            let encoding = got.attributes.get(&Attribute::ContentEncoding);
            let encoding = encoding.map(|value| value.to_string());
            if let Some(encoding) = encoding.filter(|encoding| !encoding.is_empty()) {
                let plain = uncompressed(&got.bytes().await?, &encoding).unwrap_or_default();
                return Ok((FileDigest::of_bytes(&plain), plain.len() as u64));
            }
            let mut hasher = blake3::Hasher::new();
            let mut pieces = got.into_stream();
            while let Some(piece) = pieces.try_next().await? {
                hasher.update(&piece);
            }
            Ok((FileDigest::of_hash(hasher.finalize()), hasher.count()))
        });
        match read.await {
            Ok(hash) => Ok(Some(hash)),
            Err(Error::NotFound { .. }) => Ok(None),
            Err(error) => Err(self.fault("read", path, &error)),
        }
    }

    async fn is_free(&self, key: &Path) -> Result<bool, Error> {
        match again(async || self.store.objects.head(key).await).await {
            Ok(_) => Ok(false),
            Err(Error::NotFound { .. }) => Ok(true),
            Err(error) => Err(error),
        }
    }

    async fn list(&self) -> Result<Vec<ObjectMeta>, Fault> {
        let prefix = match self.prefix.is_empty() {
            true => None,
            false => {
                Some(Path::parse(&self.prefix).map_err(|error| self.fault("list", "", &error))?)
            }
        };
        let listed = again(async || {
            let all = self.store.objects.list(prefix.as_ref());
            all.try_collect::<Vec<ObjectMeta>>().await
        });
        listed.await.map_err(|error| self.fault("list", "", &error))
    }
}

impl Target for Objects {
    fn shown(&self) -> String {
        self.shown.clone()
    }

    fn has_headers(&self) -> bool {
        true
    }

    fn has_folders(&self) -> bool {
        false
    }

    fn requests(&self) -> u64 {
        self.store.requests.load(Ordering::Relaxed)
    }

    fn read(&self, note: Note) -> Result<Option<Vec<u8>>, Fault> {
        let got = self.runtime.block_on(self.get(note.path()))?;
        Ok(got.map(|(bytes, ..)| bytes))
    }

    fn write(&self, note: Note, bytes: &[u8]) -> Result<(), Fault> {
        let put = self.put_note(note.path(), bytes, PutMode::Overwrite);
        let put = self.runtime.block_on(put);
        put.map(drop)
            .map_err(|error| self.fault("write", note.path(), &error))
    }

    fn remove(&self, note: Note) -> Result<(), Fault> {
        self.delete(&[note.path().to_owned()], &Meter::new(|_| {}))
    }

    fn lock(
        &self,
        mine: &Holder,
        may_break: &dyn Fn(&Holder) -> bool,
    ) -> Result<Result<(), Holder>, Fault> {
        self.runtime.block_on(self.take(mine, may_break))
    }

    fn renew(&self, mine: &Holder) -> Result<bool, Fault> {
        self.runtime.block_on(self.hold_on(mine))
    }

    fn unlock(&self, mine: &Holder) -> Result<(), Fault> {
        match self.runtime.block_on(self.is_ours(mine))? {
            true => self.remove(Note::Lock),
            false => Ok(()),
        }
    }

    fn compare(&self, now: &[Entry], make: Make) -> Result<BTreeMap<String, Seen>, Fault> {
        use rayon::prelude::*;
        let listed = self.runtime.block_on(self.list())?;
        let looked = listed.par_iter().filter_map(|object| {
            let path = self.path(&object.location);
            let path = path.filter(|path| !Note::is_at(path))?;
            let at = now.binary_search_by(|entry| entry.path.as_str().cmp(path));
            let looked = match at.ok().and_then(|at| now.get(at)) {
                Some(entry) => looked_at(object, entry, make),
                None => Ok(Looked::At(Seen::Other)),
            };
            Some(looked.map(|looked| (path.to_owned(), looked)))
        });
        let looked: Result<Vec<(String, Looked)>, Fault> = looked.collect();
        let read = async |(path, looked): (String, Looked)| {
            let seen = match looked {
                Looked::At(seen) => seen,
                Looked::Perhaps(digest) => {
                    let there = self.get(&path).await?;
                    match there.is_some_and(|(bytes, ..)| FileDigest::of_bytes(&bytes) == digest) {
                        true => Seen::Right,
                        false => Seen::Other,
                    }
                }
                Looked::PerhapsLarge(digest) => match self.hash(&path).await? {
                    Some((there, _)) if there == digest => Seen::Right,
                    _ => Seen::Other,
                },
            };
            Ok::<_, Fault>((path, seen))
        };
        let all = stream::iter(looked?.into_iter().map(read)).buffer_unordered(self.parallel);
        let seen = self.runtime.block_on(all.try_collect::<Vec<_>>())?;
        Ok(seen.into_iter().collect())
    }

    fn hashes(
        &self,
        paths: &[(String, Option<Encoding>)],
    ) -> Result<BTreeMap<String, FileDigest>, Fault> {
        // A store knows itself how its objects are compressed.
        let read = async |(path, _): &(String, Option<Encoding>)| {
            let hash = self.hash(path).await?;
            Ok::<_, Fault>(hash.map(|(hash, _)| (path.clone(), hash)))
        };
        let all = stream::iter(paths.iter().map(read)).buffer_unordered(self.parallel);
        let hashes = self.runtime.block_on(all.try_collect::<Vec<_>>())?;
        Ok(hashes.into_iter().flatten().collect())
    }

    fn put(&self, files: &[Sent], meter: &Meter) -> Result<Vec<String>, Fault> {
        let put = async |file: &Sent| {
            let is_ours = self.put_one(file).await?;
            meter.sent(file.bytes.len());
            Ok::<_, Fault>((!is_ours).then(|| file.path.clone()))
        };
        let all = stream::iter(files.iter().map(put)).buffer_unordered(self.parallel);
        let foreign = self.runtime.block_on(all.try_collect::<Vec<_>>());
        Ok(foreign?.into_iter().flatten().collect())
    }

    fn takes_pieces(&self) -> bool {
        true
    }

    fn put_large(
        &self,
        file: &Large,
        meter: &Meter,
        hold: &dyn Fn() -> Result<(), Fault>,
    ) -> Result<bool, Fault> {
        let path = &file.entry.path;
        let key = self.key(path)?;
        let fault = |error: &Error| self.fault("write", path, error);
        // Pieces cannot be put on the condition that nothing is there: it is looked at before the first and the last.
        let is_free = || match file.is_new {
            true => self.runtime.block_on(self.is_free(&key)),
            false => Ok(true),
        };
        if !is_free().map_err(|error| fault(&error))? {
            let there = self.runtime.block_on(self.hash(path))?;
            return Ok(there.is_some_and(|(digest, _)| digest == file.entry.digest));
        }
        let upload = Upload {
            store: self.store.objects.as_ref(),
            runtime: &self.runtime,
            key: &key,
            file,
            meter,
            hold,
            may_end: &is_free,
        };
        let options = PutMultipartOptions {
            attributes: attributes(&file.headers),
            ..PutMultipartOptions::default()
        };
        upload.run(options).map_err(|unsent| match unsent {
            Unsent::Store(error) => fault(&error),
            Unsent::Fault(fault) => fault,
        })
    }

    fn delete(&self, paths: &[String], _meter: &Meter) -> Result<(), Fault> {
        let keys: Vec<Path> = paths
            .iter()
            .map(|path| self.key(path))
            .collect::<Result<_, _>>()?;
        let deleted = self.runtime.block_on(again(async || {
            let keys = keys.clone().into_iter().map(Ok);
            let mut results = self.store.objects.delete_stream(stream::iter(keys).boxed());
            while let Some(result) = results.next().await {
                match result {
                    Ok(_) | Err(Error::NotFound { .. }) => {}
                    Err(error) => return Err(error),
                }
            }
            Ok(())
        }));
        let first = paths.first().map_or("", String::as_str);
        deleted.map_err(|error| self.fault("delete", first, &error))
    }

    fn copy(&self, _work: &FilePath, meter: &Meter) -> Result<Copy, Fault> {
        let read = async |object: ObjectMeta| {
            let Some(path) = self.path(&object.location).map(str::to_owned) else {
                return Ok(None);
            };
            if Note::is_at(&path) {
                return Ok(None);
            }
            let hash = self.hash(&path).await?;
            meter.sent(usize::try_from(object.size).unwrap_or(usize::MAX));
            Ok::<_, Fault>(hash.map(|hash| (path, hash)))
        };
        let copied = self.runtime.block_on(async {
            let listed = self.list().await?;
            let all = stream::iter(listed.into_iter().map(read)).buffer_unordered(self.parallel);
            all.try_collect::<Vec<_>>().await
        });
        Ok(Copy::Hashes(copied?.into_iter().flatten().collect()))
    }
}

/// What a store keeps beside the bytes of a file.
fn attributes(headers: &Headers) -> Attributes {
    let mut attributes = Attributes::from_iter([
        (Attribute::ContentType, headers.content_type.to_owned()),
        (Attribute::CacheControl, headers.cache_control.clone()),
    ]);
    if let Some(encoding) = headers.encoding {
        attributes.insert(Attribute::ContentEncoding, encoding.name().into());
    }
    attributes
}

/// Does something until it is done, or has failed too often, or cannot be done at all.
async fn again<T, F: Future<Output = Result<T, Error>>>(
    mut act: impl FnMut() -> F,
) -> Result<T, Error> {
    let mut tried = 0;
    loop {
        tried += 1;
        match act().await {
            Err(error) if tried < TRIES && may_pass(&error) => {
                tokio::time::sleep(pause(tried)).await;
            }
            done => return done,
        }
    }
}

/// Whether what went wrong may go right the next time.
fn may_pass(error: &Error) -> bool {
    let Error::Generic { source, .. } = error else {
        return false;
    };
    let mut text = source.to_string();
    let mut below = source.source();
    while let Some(error) = below {
        text.push_str(&error.to_string());
        below = error.source();
    }
    // What the request itself is wrong about stays wrong.
    !text.contains("status code: 4")
}

/// A while that grows with each try, by chance up to half as long again.
fn pause(tried: u32) -> Duration {
    use std::hash::{BuildHasher, Hasher, RandomState};
    let base = 200_u64 << tried.min(6);
    let chance = RandomState::new().build_hasher().finish() % (base / 2 + 1);
    Duration::from_millis(base + chance)
}

fn failed(shown: &str, doing: &str, path: &str, error: &dyn std::error::Error) -> Fault {
    // The innermost reason is what helps; what wraps it repeats it, with addresses.
    let mut reason = error;
    while let Some(source) = reason.source() {
        reason = source;
    }
    let whole = error.to_string();
    let first = whole.lines().next().unwrap_or_default();
    let reason = match reason.to_string() {
        text if first.contains(&text) => String::new(),
        text => format!(": {}", text.lines().next().unwrap_or_default()),
    };
    let what = match path.is_empty() {
        true => format!("cannot {doing} {shown}: {first}{reason}"),
        false => format!("cannot {doing} {path} at {shown}: {first}{reason}"),
    };
    let hint = match () {
        () if whole.contains("403") || whole.contains("401") || whole.contains("ermission") => {
            "The keys were refused: check them, and that they may list, read, write and delete there."
        }
        () => {
            "Nothing that readers see is broken: what was sent is whole, and in an order in which pages find what \
             they need. Publish again, and it goes on where it stopped."
        }
    };
    Box::new(Diagnostic::error("publish-failed", what).hint(hint))
}

#[cfg(test)]
mod tests;
