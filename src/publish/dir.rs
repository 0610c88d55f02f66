//! A folder as a target: a web root of this machine, or a mounted one.
//!
//! A file is written beside the site's, in a folder of the same file system, and switched into its place by one
//! rename: readers meet the old one or the new one. The folder itself is never exchanged: that would cost as much as
//! the archive is large, and take along what others put there.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{self, ErrorKind, Write};
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

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
    /// What tells this publisher from others, who may be at work at the same time after they have lost the lock.
    mine: OnceLock<String>,
}

impl Folder {
    /// The folder at `folder`, which is made where it is not there.
    pub fn new(folder: PathBuf) -> Folder {
        Folder {
            folder,
            mine: OnceLock::new(),
        }
    }

    fn locate(&self, path: &str) -> PathBuf {
        self.folder.join(path)
    }

    /// Where the files of all publishers wait until they are whole.
    fn staging(&self) -> PathBuf {
        self.folder.join(".warraq-staging")
    }

    /// Where this one's do.
    fn own_staging(&self) -> PathBuf {
        let mine = self.mine.get();
        self.staging().join(mine.map_or("unlocked", String::as_str))
    }

    /// Removes what this publisher has staged. What cannot be removed is removed by the next one.
    fn unstage(&self) {
        let _ = fs::remove_dir_all(self.own_staging());
        // Fails where another has something in it.
        let _ = fs::remove_dir(self.staging());
    }

    fn stage(&self, name: &str, bytes: &[u8]) -> io::Result<PathBuf> {
        let folder = self.own_staging();
        fs::create_dir_all(&folder)?;
        let path = folder.join(name);
        let mut file = match File::create(&path) {
            // Whoever gives the lock back takes away what others have staged.
            Err(error) if error.kind() == ErrorKind::NotFound => {
                fs::create_dir_all(&folder)?;
                File::create(&path)?
            }
            created => created?,
        };
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

    /// Removes what gives way for `file`. `false` where something of others is in a folder in its place.
    fn make_way(&self, file: &Sent) -> Result<bool, Fault> {
        let place = self.locate(&file.path);
        if is_folder(&place) {
            let inside = listing(&place)?;
            let gives_way = |path: &String| {
                let path = format!("{}/{path}", file.path);
                file.instead_of.contains(&path)
            };
            if !inside.iter().all(|(path, ..)| gives_way(path)) {
                return Ok(false);
            }
        }
        // Where a folder is already, what was there has given way.
        let left = file.instead_of.iter();
        let mut left = left.filter(|path| !is_folder(&self.locate(path)));
        left.try_for_each(|path| self.delete_one(path))?;
        // An empty folder is nobody's; where it is not there all is well.
        if is_folder(&place) {
            let _ = fs::remove_dir(&place);
        }
        Ok(true)
    }

    fn delete_one(&self, path: &str) -> Result<(), Fault> {
        let place = self.locate(path);
        match fs::remove_file(&place) {
            Ok(()) => self.prune(&place),
            Err(error)
                if matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory) => {}
            Err(error) => return Err(self.fault("delete", path, &error)),
        }
        Ok(())
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
        let name = Note::Lock.path();
        let place = self.locate(Note::Lock.path());
        for _ in 0..3 {
            let staged = self.stage(name, &mine.bytes())?;
            match fs::hard_link(&staged, &place) {
                Ok(()) => {
                    // Whoever gives the lock back may have taken it away already.
                    let _ = fs::remove_file(staged);
                    return Ok(Ok(()));
                }
                Err(error) if error.kind() == ErrorKind::AlreadyExists => {}
                // A file system without links: whoever makes the file has it.
                Err(_) => match File::create_new(&place) {
                    Ok(mut file) => {
                        file.write_all(&mine.bytes())?;
                        let _ = fs::remove_file(staged);
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
                let _ = fs::remove_file(staged);
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

/// Whether a folder is at `path`, not a link to one.
fn is_folder(path: &Path) -> bool {
    path.symlink_metadata().is_ok_and(|there| there.is_dir())
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
        let _ = self.mine.set(mine.token.clone());
        let taken = self.take(mine, may_break);
        if !matches!(taken, Ok(Ok(()))) {
            self.unstage();
        }
        taken.map_err(|error| self.fault("lock", Note::Lock.path(), &error))
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
        match self.holder() {
            Ok(Some(holder)) if holder.is(mine) => {
                // Nobody else has the lock: what others have staged was left by those that were killed or lost it.
                let _ = fs::remove_dir_all(self.staging());
                self.remove(Note::Lock)
            }
            _ => {
                self.unstage();
                Ok(())
            }
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
            if !self.make_way(file)? {
                foreign.push(file.path.clone());
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
        paths.iter().try_for_each(|path| self.delete_one(path))
    }

    fn copy(&self, _work: &Path, _meter: &Meter) -> Result<Copy, Fault> {
        Ok(Copy::Folder(self.folder.clone()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn holder(token: &str) -> Holder {
        Holder {
            who: token.into(),
            since: "now".into(),
            until: i64::MAX,
            token: token.into(),
        }
    }

    #[test]
    fn two_publishers_of_whom_one_has_lost_the_lock_do_not_mix_up_their_files() {
        let folder = tempfile::tempdir().unwrap();
        let staging = folder.path().join(".warraq-staging");
        // Left by one that was killed.
        fs::create_dir_all(staging.join("killed")).unwrap();
        fs::write(staging.join("0"), "of an earlier version").unwrap();
        let [first, second, third] = [(); 3].map(|()| Folder::new(folder.path().to_owned()));
        assert_eq!(first.lock(&holder("a"), &|_| false).unwrap(), Ok(()));
        let staged = first.stage("0", b"of the first").unwrap();
        assert_eq!(second.lock(&holder("b"), &|_| true).unwrap(), Ok(()));
        let other = second.stage("0", b"of the second").unwrap();
        assert_eq!(fs::read(&staged).unwrap(), b"of the first");
        // One who does not get the lock leaves nothing.
        let refused = third.lock(&holder("c"), &|_| false).unwrap();
        assert_eq!(refused, Err(holder("b")));
        assert!(!staging.join("c").exists());
        assert!(!first.renew(&holder("a")).unwrap());
        first.unlock(&holder("a")).unwrap();
        assert_eq!(fs::read(&other).unwrap(), b"of the second");
        assert!(!staged.exists());
        assert!(second.renew(&holder("b")).unwrap());
        // Whoever has the lock takes away what others have left.
        second.unlock(&holder("b")).unwrap();
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0);
    }
}
