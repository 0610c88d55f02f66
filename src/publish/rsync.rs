//! A folder of another machine as a target, by the system's rsync over ssh.
//!
//! rsync is told which files: those of the plan, from a folder they were written to, never a whole tree to be
//! compared. It writes each beside its place and renames it, so that none is ever half there. What is deleted is
//! named as well; rsync's own `--delete`, which takes whatever it does not know, is never used.
//!
//! There is no conditional put. Each publisher puts a lock under a name of its own and then looks whether it is alone;
//! where it is not, it takes its own away again. Whoever looks second sees the first, so that no two go on.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use super::notes::{Holder, LOCK, Note};
use super::plan::{Entry, Seen};
use super::process::{failed, run};
use super::ready::hash_at;
use super::target::{Copy, Fault, Make, Meter, Sent, Target};
use crate::config::Encoding;
use crate::digest::FileDigest;
use crate::disk::at_path;

/// A folder of another machine.
pub struct Remote {
    to: String,
    ssh: Option<String>,
    timeout: u64,
    retries: usize,
    /// A folder of the site's memory for what is on its way.
    work: PathBuf,
    /// The socket by which all calls share one connection, where its name is one ssh can take.
    socket: Option<String>,
    /// Notes that were read together, until each is asked for.
    read: Mutex<BTreeMap<&'static str, Option<Vec<u8>>>>,
}

/// What rsync ends with where the connection broke or a time-out came, and trying again may help.
const PASSING: [i32; 6] = [10, 12, 30, 35, 14, 255];

/// Where some of what was asked for is not there.
const PARTIAL: i32 = 23;

/// Where some of it went away meanwhile.
const VANISHED: i32 = 24;

/// How many files are made ready, or brought here, at a time to be looked at.
const GROUP: usize = 4096;

/// How often the lock is tried for, where others try at the same time.
const TRIES: u64 = 5;

impl Remote {
    /// The folder `to`, reached through `ssh`.
    pub fn new(
        to: &str,
        ssh: Option<&str>,
        (timeout, retries): (u64, usize),
        work: PathBuf,
        socket: &Path,
    ) -> Remote {
        Remote {
            to: to.trim_end_matches('/').to_owned(),
            ssh: ssh.map(str::to_owned),
            timeout,
            retries,
            work,
            socket: plain(socket),
            read: Mutex::default(),
        }
    }

    fn there(&self) -> String {
        format!("{}/", self.to)
    }

    /// A folder for files on their way, empty.
    fn fresh(&self, name: &str) -> Result<PathBuf, Fault> {
        let folder = self.work.join(name);
        let made = match fs::remove_dir_all(&folder) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(error),
            _ => fs::create_dir_all(&folder),
        };
        made.map_err(|error| Box::new(at_path("create", &folder, &error)))?;
        Ok(folder)
    }

    /// Runs rsync with `arguments`, the files in `names` and from and to where is said last; again where the
    /// connection broke.
    fn rsync(
        &self,
        arguments: &[&str],
        names: Option<&[&str]>,
        ends: [&str; 2],
    ) -> Result<Output, Fault> {
        let mut list = Vec::new();
        for name in names.unwrap_or_default() {
            // What begins with `#` or `;` would be a remark.
            list.extend(b"./");
            list.extend(name.as_bytes());
            list.push(0);
        }
        let mut tried = 0;
        loop {
            let mut command = Command::new("rsync");
            let timeout = format!("--timeout={}", self.timeout);
            command.args(["--protect-args", "--8-bit-output", &timeout]);
            let ssh = self.ssh.as_deref().unwrap_or("ssh");
            // A publish is a dozen calls, and a connection takes longer than most of them.
            let shared = self.socket.as_ref().map_or_else(String::new, |socket| {
                format!(" -o ControlMaster=auto -o ControlPath={socket} -o ControlPersist=15")
            });
            command.arg(format!("--rsh={ssh} -o BatchMode=yes{shared}"));
            command.args(arguments);
            if names.is_some() {
                command.args(["--from0", "--files-from=-"]);
            }
            command.arg("--").args(ends);
            let output = run(&mut command, &list)?;
            let code = output.status.code().unwrap_or(-1);
            if !PASSING.contains(&code) || tried >= self.retries {
                return Ok(output);
            }
            std::thread::sleep(Duration::from_millis(300 << tried.min(5)));
            tried += 1;
        }
    }

    /// Writes files into a fresh folder and sends those that differ. Gives what rsync told of each.
    fn send(&self, files: &[(&str, &[u8])], arguments: &[&str]) -> Result<Output, Fault> {
        // Times say nothing here: what is named differs, or is not there.
        self.send_all(files, &[&["--checksum"], arguments].concat())
    }

    /// The same, whether they differ or not.
    fn send_all(&self, files: &[(&str, &[u8])], arguments: &[&str]) -> Result<Output, Fault> {
        let folder = self.fresh("out")?;
        for (path, bytes) in files {
            let file = folder.join(path);
            let written = file
                .parent()
                .map_or(Ok(()), fs::create_dir_all)
                .and_then(|()| fs::write(&file, bytes));
            written.map_err(|error| Box::new(at_path("write", &file, &error)))?;
        }
        let names: Vec<&str> = files.iter().map(|(path, _)| *path).collect();
        let always = [
            "--mkpath",
            // A link to a folder is a folder there: else rsync puts a new one in its place.
            "--keep-dirlinks",
            "--perms",
            "--chmod=D755,F644",
            "--out-format=%n",
        ];
        let from = format!("{}/", folder.display());
        let output = self.rsync(
            &[&always, arguments].concat(),
            Some(&names),
            [&from, &self.there()],
        )?;
        match output.status.success() {
            true => Ok(output),
            false => Err(failed("publish to", &self.to, &output)),
        }
    }

    /// Brings files here, as far as they are there.
    fn bring(&self, name: &str, names: &[&str]) -> Result<PathBuf, Fault> {
        let folder = self.fresh(name)?;
        let to = format!("{}/", folder.display());
        let output = self.rsync(
            &["--ignore-missing-args"],
            Some(names),
            [&self.there(), &to],
        )?;
        match output.status.code() {
            Some(0) => Ok(folder),
            // The folder itself is not there yet.
            Some(PARTIAL) if is_missing(&output) => Ok(folder),
            _ => Err(failed("read", &self.to, &output)),
        }
    }

    /// Reads notes in one go.
    fn fetch(&self, notes: &[Note]) -> Result<BTreeMap<&'static str, Option<Vec<u8>>>, Fault> {
        let names: Vec<&'static str> = notes.iter().map(|note| note.path()).collect();
        let folder = self.bring("in", &names)?;
        let read = names
            .into_iter()
            .map(|name| match fs::read(folder.join(name)) {
                Ok(bytes) => Ok((name, Some(bytes))),
                Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok((name, None)),
                Err(error) => Err(Box::new(at_path("read", &folder, &error))),
            });
        read.collect()
    }

    fn known(&self) -> std::sync::MutexGuard<'_, BTreeMap<&'static str, Option<Vec<u8>>>> {
        self.read.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The locks that are there, with their names. What is read with them is as it is while the lock is held.
    fn locks(&self) -> Result<Vec<(String, Holder)>, Fault> {
        let folder = self.fresh("in")?;
        let notes = [Note::State, Note::Journal];
        let wanted = notes.map(|note| format!("--include=/{}", note.path()));
        let [state, journal] = &wanted;
        let to = format!("{}/", folder.display());
        let output = self.rsync(
            &[
                "--recursive",
                "--include=/.warraq-lock*.json",
                state,
                journal,
                "--exclude=*",
            ],
            None,
            [&self.there(), &to],
        )?;
        match output.status.code() {
            Some(0) => {}
            // The folder is not there yet, or a lock was taken away meanwhile.
            Some(PARTIAL) if is_missing(&output) => {}
            Some(VANISHED) => {}
            _ => return Err(failed("read", &self.to, &output)),
        }
        let unreadable = |error| Box::new(at_path("read", &folder, &error));
        let (mut known, mut locks) = (BTreeMap::new(), Vec::new());
        for note in notes {
            known.insert(note.path(), None);
        }
        for entry in fs::read_dir(&folder).map_err(unreadable)? {
            let entry = entry.map_err(unreadable)?;
            let bytes = fs::read(entry.path()).map_err(unreadable)?;
            let name = entry.file_name().to_string_lossy().into_owned();
            match notes.iter().find(|note| note.path() == name) {
                Some(note) => drop(known.insert(note.path(), Some(bytes))),
                None => locks.push((name, Holder::read(&bytes))),
            }
        }
        *self.known() = known;
        locks.sort_by(|(a, _), (b, _)| a.cmp(b));
        Ok(locks)
    }

    fn delete_one(&self, name: &str) -> Result<(), Fault> {
        self.delete(&[name.to_owned()], &Meter::new(|_| {}))
    }

    /// The locks of others that are not to be broken; the others are broken.
    fn others(
        &self,
        mine: &Holder,
        may_break: &dyn Fn(&Holder) -> bool,
    ) -> Result<Vec<Holder>, Fault> {
        let mut left = Vec::new();
        for (name, holder) in self.locks()? {
            if holder.is(mine) {
                continue;
            }
            match may_break(&holder) {
                true => self.delete(&[name], &Meter::new(|_| {}))?,
                false => left.push(holder),
            }
        }
        Ok(left)
    }

    /// The files below `folder`, which ends with `/`.
    fn list(&self, folder: &str) -> Result<Vec<String>, Fault> {
        let listed = self.rsync(&["--recursive", "--list-only"], None, [folder, "."])?;
        match listed.status.code() {
            Some(0) => {}
            Some(PARTIAL) if is_missing(&listed) => return Ok(Vec::new()),
            _ => return Err(failed("list", &self.to, &listed)),
        }
        let text = String::from_utf8_lossy(&listed.stdout);
        Ok(text.lines().filter_map(listed_file).collect())
    }

    /// Removes what gives way for `files`. Gives those in whose place a folder is with something of others in it.
    fn make_way(&self, files: &[Sent]) -> Result<Vec<String>, Fault> {
        let (mut paths, mut folders) = (Vec::new(), BTreeSet::new());
        for file in files.iter().filter(|file| !file.instead_of.is_empty()) {
            let below = format!("{}/", file.path);
            let inside = file
                .instead_of
                .iter()
                .filter(|path| path.starts_with(&below));
            let above: BTreeSet<&Path> = inside
                .flat_map(|path| Path::new(path).ancestors().skip(1))
                .filter(|folder| folder.starts_with(&file.path))
                .collect();
            if !above.is_empty() {
                let there = self.list(&format!("{}/{below}", self.to))?;
                let mut there = there.iter().map(|path| format!("{below}{path}"));
                if there.any(|path| !file.instead_of.contains(&path)) {
                    return Ok(vec![file.path.clone()]);
                }
            }
            paths.extend(file.instead_of.iter().cloned());
            folders.extend(above.into_iter().map(Path::to_owned));
        }
        if paths.is_empty() {
            return Ok(Vec::new());
        }
        self.delete(&paths, &Meter::new(|_| {}))?;
        // The folders they were in are empty now; what is below comes later in this order.
        for folder in folders.into_iter().rev() {
            self.delete_one(&folder.display().to_string())?;
        }
        Ok(Vec::new())
    }

    /// Puts files where nothing is. Gives those in whose place something else is.
    fn put_new(&self, files: &[(&str, &[u8])]) -> Result<Vec<String>, Fault> {
        if files.is_empty() {
            return Ok(Vec::new());
        }
        let sent = told(&self.send(files, &["--ignore-existing"])?);
        let left = files.iter().filter(|(path, _)| !sent.contains(*path));
        let left: Vec<(&str, &[u8])> = left.copied().collect();
        if left.is_empty() {
            return Ok(Vec::new());
        }
        // They may be ours, put before a connection broke.
        let differ = told(&self.send(&left, &["--dry-run"])?);
        let differing = left.iter().filter(|(path, _)| differ.contains(*path));
        Ok(differing.map(|(path, _)| (*path).to_owned()).collect())
    }
}

/// The name of the lock of `holder`, which no other has.
fn lock_of(holder: &Holder) -> String {
    format!("{LOCK}{}.json", holder.token)
}

/// A path that neither rsync nor ssh reads otherwise, and that is short enough for a socket.
fn plain(socket: &Path) -> Option<String> {
    let text = socket.to_str()?;
    let is_plain = |c: char| c.is_ascii_alphanumeric() || "/._-".contains(c);
    (text.len() <= 80 && text.chars().all(is_plain)).then(|| text.to_owned())
}

fn is_missing(output: &Output) -> bool {
    let said = String::from_utf8_lossy(&output.stderr);
    said.contains("No such file or directory")
}

impl Target for Remote {
    fn shown(&self) -> String {
        self.to.clone()
    }

    fn keeps_beside(&self) -> bool {
        true
    }

    fn read(&self, note: Note) -> Result<Option<Vec<u8>>, Fault> {
        let known = self.known().remove(note.path());
        match known {
            Some(bytes) => Ok(bytes),
            None => self
                .fetch(&[note])
                .map(|mut all| all.remove(note.path()).flatten()),
        }
    }

    fn write(&self, note: Note, bytes: &[u8]) -> Result<(), Fault> {
        self.send(&[(note.path(), bytes)], &[]).map(drop)
    }

    fn remove(&self, note: Note) -> Result<(), Fault> {
        self.delete(&[note.path().to_owned()], &Meter::new(|_| {}))
    }

    fn lock(
        &self,
        mine: &Holder,
        may_break: &dyn Fn(&Holder) -> bool,
    ) -> Result<Result<(), Holder>, Fault> {
        let (name, bytes) = (lock_of(mine), mine.bytes());
        for tried in 1..=TRIES {
            // Most that have the lock have had it for a while: nothing need be put there to see it.
            if let Some(holder) = self.others(mine, may_break)?.into_iter().next() {
                return Ok(Err(holder));
            }
            self.send(&[(&name, &bytes)], &[])?;
            let others = self.others(mine, &|_| false)?;
            let Some(holder) = others.into_iter().next() else {
                return Ok(Ok(()));
            };
            self.delete_one(&name)?;
            if tried == TRIES {
                return Ok(Err(holder));
            }
            std::thread::sleep(pause(tried));
        }
        Ok(Err(Holder::read(b"")))
    }

    fn renew(&self, mine: &Holder) -> Result<bool, Fault> {
        let name = lock_of(mine);
        // Where somebody took it away it is not put there again.
        let output = self.send_all(&[(&name, &mine.bytes())], &["--existing", "--ignore-times"])?;
        Ok(told(&output).contains(&name))
    }

    fn unlock(&self, mine: &Holder) -> Result<(), Fault> {
        self.delete_one(&lock_of(mine))?;
        let _ = fs::remove_dir_all(&self.work);
        Ok(())
    }

    fn compare(&self, now: &[Entry], make: Make) -> Result<BTreeMap<String, Seen>, Fault> {
        let listed = self.list(&self.there())?.into_iter();
        let mut seen: BTreeMap<String, Seen> = listed
            .filter(|path| !Note::is_at(path))
            .map(|path| (path, Seen::Other))
            .collect();
        // What is there may be right: rsync holds checksums against each other, and sends nothing.
        let there = now.iter().filter(|entry| seen.contains_key(&entry.path));
        let there: Vec<&Entry> = there.collect();
        for group in there.chunks(GROUP) {
            let made: Result<Vec<Sent>, Fault> = group.iter().map(|entry| make(entry)).collect();
            let made = made?;
            let files: Vec<(&str, &[u8])> = made
                .iter()
                .map(|file| (file.path.as_str(), file.bytes.as_slice()))
                .collect();
            let output = self.send(&files, &["--dry-run"])?;
            let differ = told(&output);
            for (path, _) in files {
                if !differ.contains(path) {
                    seen.insert(path.to_owned(), Seen::Right);
                }
            }
        }
        Ok(seen)
    }

    fn hashes(
        &self,
        paths: &[(String, Option<Encoding>)],
    ) -> Result<BTreeMap<String, FileDigest>, Fault> {
        let mut hashes = BTreeMap::new();
        for group in paths.chunks(GROUP) {
            let names: Vec<&str> = group.iter().map(|(path, _)| path.as_str()).collect();
            let folder = self.bring("in", &names)?;
            for (path, encoding) in group {
                let hash = hash_at(&folder.join(path), *encoding);
                let hash = hash.map_err(|error| Box::new(at_path("read", &folder, &error)))?;
                hashes.extend(hash.map(|hash| (path.clone(), hash)));
            }
        }
        Ok(hashes)
    }

    fn put(&self, files: &[Sent], meter: &Meter) -> Result<Vec<String>, Fault> {
        let all = |which: &dyn Fn(&&Sent) -> bool| -> Vec<(&str, &[u8])> {
            let files = files.iter().filter(which);
            files
                .map(|file| (file.path.as_str(), file.bytes.as_slice()))
                .collect()
        };
        let theirs = self.make_way(files)?;
        if !theirs.is_empty() {
            return Ok(theirs);
        }
        // Nothing is put beside a file in whose place something of others is.
        let mut foreign = self.put_new(&all(&|file| file.is_new && file.beside.is_none()))?;
        if foreign.is_empty() {
            foreign = self.put_new(&all(&|file| file.is_new && file.beside.is_some()))?;
        }
        let others = all(&|file| !file.is_new);
        if !others.is_empty() && foreign.is_empty() {
            self.send(&others, &[])?;
        }
        files.iter().for_each(|file| meter.sent(file.bytes.len()));
        Ok(foreign)
    }

    fn delete(&self, paths: &[String], _meter: &Meter) -> Result<(), Fault> {
        let folder = self.fresh("none")?;
        let from = format!("{}/", folder.display());
        let names: Vec<&str> = paths.iter().map(String::as_str).collect();
        // rsync looks for a file only in folders that are here as well.
        for path in paths {
            let parent = folder.join(path).parent().map(Path::to_owned);
            let made = parent.map_or(Ok(()), fs::create_dir_all);
            made.map_err(|error| Box::new(at_path("create", &folder, &error)))?;
        }
        // What is named and missing here is deleted there: nothing else is.
        let output = self.rsync(
            &["--delete-missing-args", "--keep-dirlinks"],
            Some(&names),
            [&from, &self.there()],
        )?;
        match output.status.code() {
            Some(0) => Ok(()),
            Some(PARTIAL) if is_missing(&output) => Ok(()),
            _ => Err(failed("delete at", &self.to, &output)),
        }
    }

    fn copy(&self, work: &Path, _meter: &Meter) -> Result<Copy, Fault> {
        fs::create_dir_all(work).map_err(|error| Box::new(at_path("create", work, &error)))?;
        let to = format!("{}/", work.display());
        let output = self.rsync(&["--recursive", "--checksum"], None, [&self.there(), &to])?;
        match output.status.success() {
            true => Ok(Copy::Folder(work.to_owned())),
            false => Err(failed("read", &self.to, &output)),
        }
    }
}

/// A while that is another for each publisher.
fn pause(tried: u64) -> Duration {
    use std::hash::{BuildHasher, Hasher, RandomState};
    let chance = RandomState::new().build_hasher().finish() % (400 * tried);
    Duration::from_millis(50 + chance)
}

/// The names rsync told.
fn told(output: &Output) -> BTreeSet<String> {
    let text = String::from_utf8_lossy(&output.stdout);
    let names = text.lines().filter(|name| !name.ends_with('/'));
    names.map(str::to_owned).collect()
}

/// The name on a line of `rsync --list-only`: `-rw-r--r--          4,318 2022/01/10 17:11:00 a/index.html`.
fn listed_file(line: &str) -> Option<String> {
    if line.starts_with('d') {
        return None;
    }
    let mut rest = line;
    for _ in 0..4 {
        rest = rest.trim_start();
        rest = rest.get(rest.find(' ')?..)?;
    }
    Some(rest.get(1..)?.to_owned())
}

#[cfg(test)]
mod tests;
