//! A folder as a target: a web root of this machine, or a mounted one.
//!
//! A file is written beside the site's, in a folder of the same file system, and switched into its place by one
//! rename: readers meet the old one or the new one. The folder itself is never exchanged: that would cost as much as
//! the archive is large, and take along what others put there.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{self, ErrorKind, Write};
use std::path::{Path, PathBuf};

use rayon::prelude::*;

use super::notes::{Holder, Note};
use super::plan::{Entry, Seen};
use super::ready::hash_at;
use super::target::{Copy, Fault, Make, Meter, Sent, Target};
use crate::config::Encoding;
use crate::digest::FileDigest;
use crate::disk::{at_path, listing};

/// A folder.
pub struct Folder {
    folder: PathBuf,
}

impl Folder {
    /// The folder at `folder`, which is made where it is not there.
    pub fn new(folder: PathBuf) -> Folder {
        Folder { folder }
    }

    fn locate(&self, path: &str) -> PathBuf {
        self.folder.join(path)
    }

    /// Where files wait until they are whole.
    fn staging(&self) -> PathBuf {
        self.folder.join(".warraq-staging")
    }

    fn stage(&self, name: &str, bytes: &[u8]) -> io::Result<PathBuf> {
        let folder = self.staging();
        fs::create_dir_all(&folder)?;
        let path = folder.join(name);
        let mut file = File::create(&path)?;
        file.write_all(bytes)?;
        // A rename may reach the disk before the bytes do.
        file.sync_data()?;
        Ok(path)
    }

    /// Puts one of the publisher's own files in its place at once.
    fn replace(&self, note: Note, bytes: &[u8]) -> io::Result<()> {
        let staged = self.stage(note.path(), bytes)?;
        fs::rename(staged, self.locate(note.path()))
    }

    fn fault(&self, doing: &str, path: &str, error: &io::Error) -> Fault {
        Box::new(at_path(doing, &self.locate(path), error))
    }

    /// Switches a staged file into its place. `false` where it is new and something else is there.
    fn switch(&self, staged: &Path, file: &Sent) -> io::Result<bool> {
        let place = self.locate(&file.path);
        if let Some(parent) = place.parent() {
            fs::create_dir_all(parent)?;
        }
        if !file.is_new {
            fs::rename(staged, &place)?;
            return Ok(true);
        }
        // A link, unlike a rename, is not made where something is.
        match fs::hard_link(staged, &place) {
            Ok(()) => fs::remove_file(staged).map(|()| true),
            Err(error) if error.kind() == ErrorKind::AlreadyExists => {
                let is_same = fs::read(&place).is_ok_and(|there| there == file.bytes);
                fs::remove_file(staged).map(|()| is_same)
            }
            // A file system without links.
            Err(_) if fs::symlink_metadata(&place).is_err() => {
                fs::rename(staged, &place).map(|()| true)
            }
            Err(_) => Ok(fs::read(&place).is_ok_and(|there| there == file.bytes)),
        }
    }

    /// Removes the folders above `path` that are empty now.
    fn prune(&self, path: &Path) {
        let mut folder = path.parent();
        while let Some(empty) = folder.filter(|folder| *folder != self.folder) {
            // Fails where something is in it.
            if fs::remove_dir(empty).is_err() {
                return;
            }
            folder = empty.parent();
        }
    }

    fn holder(&self) -> io::Result<Option<Holder>> {
        match fs::read(self.locate(Note::Lock.path())) {
            Ok(bytes) => Ok(Some(Holder::read(&bytes))),
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
            Err(error) => Err(error),
        }
    }

    fn take(
        &self,
        mine: &Holder,
        may_break: &dyn Fn(&Holder) -> bool,
    ) -> io::Result<Result<(), Holder>> {
        let name = format!("lock-{}", mine.token);
        let place = self.locate(Note::Lock.path());
        for _ in 0..3 {
            let staged = self.stage(&name, &mine.bytes())?;
            match fs::hard_link(&staged, &place) {
                Ok(()) => {
                    fs::remove_file(staged)?;
                    return Ok(Ok(()));
                }
                Err(error) if error.kind() == ErrorKind::AlreadyExists => {}
                // A file system without links: whoever makes the file has it.
                Err(_) => match File::create_new(&place) {
                    Ok(mut file) => {
                        file.write_all(&mine.bytes())?;
                        fs::remove_file(staged)?;
                        return Ok(Ok(()));
                    }
                    Err(error) if error.kind() == ErrorKind::AlreadyExists => {}
                    Err(error) => return Err(error),
                },
            }
            let Some(holder) = self.holder()? else {
                continue;
            };
            if !may_break(&holder) {
                fs::remove_file(staged)?;
                return Ok(Err(holder));
            }
            fs::rename(staged, &place)?;
            // Of two that break it at once, the later one has it.
            std::thread::sleep(std::time::Duration::from_millis(100));
            if let Some(holder) = self.holder()? {
                return Ok(match holder.is(mine) {
                    true => Ok(()),
                    false => Err(holder),
                });
            }
        }
        Ok(Err(Holder::read(b"")))
    }
}

impl Target for Folder {
    fn shown(&self) -> String {
        self.folder.display().to_string()
    }

    fn keeps_beside(&self) -> bool {
        true
    }

    fn read(&self, note: Note) -> Result<Option<Vec<u8>>, Fault> {
        match fs::read(self.locate(note.path())) {
            Ok(bytes) => Ok(Some(bytes)),
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
            Err(error) => Err(self.fault("read", note.path(), &error)),
        }
    }

    fn write(&self, note: Note, bytes: &[u8]) -> Result<(), Fault> {
        self.replace(note, bytes)
            .map_err(|error| self.fault("write", note.path(), &error))
    }

    fn remove(&self, note: Note) -> Result<(), Fault> {
        match fs::remove_file(self.locate(note.path())) {
            Err(error) if error.kind() != ErrorKind::NotFound => {
                Err(self.fault("remove", note.path(), &error))
            }
            _ => Ok(()),
        }
    }

    fn lock(
        &self,
        mine: &Holder,
        may_break: &dyn Fn(&Holder) -> bool,
    ) -> Result<Result<(), Holder>, Fault> {
        self.take(mine, may_break)
            .map_err(|error| self.fault("lock", Note::Lock.path(), &error))
    }

    fn renew(&self, mine: &Holder) -> Result<bool, Fault> {
        let renewed = self.holder().and_then(|holder| match holder {
            Some(holder) if holder.is(mine) => {
                self.replace(Note::Lock, &mine.bytes()).map(|()| true)
            }
            _ => Ok(false),
        });
        renewed.map_err(|error| self.fault("lock", Note::Lock.path(), &error))
    }

    fn unlock(&self, mine: &Holder) -> Result<(), Fault> {
        // Left by a publisher that was killed.
        let _ = fs::remove_dir_all(self.staging());
        match self.holder() {
            Ok(Some(holder)) if holder.is(mine) => self.remove(Note::Lock),
            _ => Ok(()),
        }
    }

    fn compare(&self, now: &[Entry], _make: Make) -> Result<BTreeMap<String, Seen>, Fault> {
        let there: Vec<(String, PathBuf, bool)> = listing(&self.folder)?;
        let seen = there
            .into_par_iter()
            .filter(|(path, ..)| !Note::is_at(path));
        let seen = seen.map(|(path, file, is_file)| {
            let at = now.binary_search_by(|entry| entry.path.as_str().cmp(&path));
            let entry = at.ok().and_then(|at| now.get(at)).filter(|_| is_file);
            let is_right = match entry {
                Some(entry) => super::ready::is(&file, entry)
                    .map_err(|error| self.fault("read", &path, &error))?,
                None => false,
            };
            let seen = match is_right {
                true => Seen::Right,
                false => Seen::Other,
            };
            Ok((path, seen))
        });
        seen.collect()
    }

    fn hashes(
        &self,
        paths: &[(String, Option<Encoding>)],
    ) -> Result<BTreeMap<String, FileDigest>, Fault> {
        let hashed = paths.par_iter().filter_map(|(path, encoding)| {
            let hash = hash_at(&self.locate(path), *encoding);
            let hash = hash.map_err(|error| self.fault("read", path, &error));
            hash.transpose().map(|hash| Ok((path.clone(), hash?)))
        });
        hashed.collect()
    }

    fn put(&self, files: &[Sent], meter: &Meter) -> Result<Vec<String>, Fault> {
        let stage = |(n, file): (usize, &Sent)| {
            self.stage(&n.to_string(), &file.bytes)
                .map_err(|error| self.fault("write", &file.path, &error))
        };
        let staged: Result<Vec<PathBuf>, Fault> = files.par_iter().enumerate().map(stage).collect();
        let mut foreign = Vec::new();
        for (staged, file) in staged?.iter().zip(files) {
            if file
                .beside
                .as_ref()
                .is_some_and(|plain| foreign.contains(plain))
            {
                continue;
            }
            match self.switch(staged, file) {
                Ok(true) => meter.sent(file.bytes.len()),
                Ok(false) => foreign.push(file.path.clone()),
                Err(error) => return Err(self.fault("write", &file.path, &error)),
            }
        }
        Ok(foreign)
    }

    fn delete(&self, paths: &[String], _meter: &Meter) -> Result<(), Fault> {
        for path in paths {
            let place = self.locate(path);
            match fs::remove_file(&place) {
                Ok(()) => self.prune(&place),
                Err(error)
                    if matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory) => {}
                Err(error) => return Err(self.fault("delete", path, &error)),
            }
        }
        Ok(())
    }

    fn copy(&self, _work: &Path, _meter: &Meter) -> Result<Copy, Fault> {
        Ok(Copy::Folder(self.folder.clone()))
    }
}
