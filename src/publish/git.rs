//! A branch of a git repository as a target, such as `gh-pages`.
//!
//! There is no work tree: what is put and deleted is gathered in a stream for `git fast-import` into a bare copy in
//! the site's memory, and becomes one commit, which is pushed on the condition that the branch is still where it was.
//! A publish is there whole or not at all, and of two publishers one is refused, so that no lock and no journal are
//! needed.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{self, BufWriter, Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::sync::{Mutex, PoisonError};

use super::notes::{Holder, Note};
use super::plan::{Entry, Seen};
use super::process::{failed, run, run_reading};
use super::target::{Copy, Fault, Make, Meter, Sent, Target};
use crate::config::Encoding;
use crate::diagnostics::Diagnostic;
use crate::digest::FileDigest;
use crate::disk::at_path;

/// A branch.
pub struct Branch {
    remote: String,
    branch: String,
    keeps_history: bool,
    /// The bare copy.
    repository: PathBuf,
    /// Where the branch was, if it is there.
    was: Option<String>,
    /// The changes, for `git fast-import`: in a file, since the first publish is the whole site.
    changes: Mutex<Option<BufWriter<File>>>,
    /// What is deleted, in the same form: it comes before all else.
    deletions: Mutex<String>,
}

/// Who commits where git knows nobody.
const NOBODY: &str = "Warraq <warraq@localhost>";

/// Where the copy keeps what is at the target.
const THERE: &str = "refs/warraq/there";

/// Where it makes what is to be there.
const NEXT: &str = "refs/warraq/next";

impl Branch {
    /// The branch `branch` of `remote`, with a copy of it at `repository`. Reads where it is.
    pub fn open(
        remote: &str,
        branch: &str,
        keeps_history: bool,
        repository: PathBuf,
    ) -> Result<Branch, Fault> {
        let mut this = Branch {
            remote: remote.to_owned(),
            branch: branch.to_owned(),
            keeps_history,
            repository,
            was: None,
            changes: Mutex::new(None),
            deletions: Mutex::default(),
        };
        if !this.repository.join("HEAD").exists() {
            let folder = &this.repository;
            fs::create_dir_all(folder)
                .map_err(|error| Box::new(at_path("create", folder, &error)))?;
            this.git("make", &["init", "--quiet", "--bare"], b"")?;
        }
        let name = format!("refs/heads/{}", this.branch);
        let listed = this.git("read", &["ls-remote", "--", &this.remote, &name], b"")?;
        let listed = String::from_utf8_lossy(&listed.stdout).into_owned();
        let at = listed.lines().find_map(|line| {
            let (at, found) = line.split_once('\t')?;
            (found == name).then(|| at.to_owned())
        });
        if at.is_some() {
            let refs = format!("+{name}:{THERE}");
            let fetch = [
                "fetch",
                "--quiet",
                "--depth=1",
                "--no-tags",
                // It would keep the address, and some have a password in theirs.
                "--no-write-fetch-head",
                "--",
                &this.remote,
                &refs,
            ];
            this.git("read", &fetch, b"")?;
            let there = this.git("read", &["rev-parse", THERE], b"")?;
            this.was = Some(String::from_utf8_lossy(&there.stdout).trim().to_owned());
        }
        Ok(this)
    }

    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new("git");
        command
            .current_dir(&self.repository)
            .env("GIT_DIR", &self.repository)
            .env("GIT_TERMINAL_PROMPT", "0")
            .env_remove("GIT_WORK_TREE")
            .env_remove("GIT_INDEX_FILE")
            .args(arguments);
        command
    }

    fn git(&self, doing: &str, arguments: &[&str], input: &[u8]) -> Result<Output, Fault> {
        let output = run(&mut self.command(arguments), input)?;
        match output.status.success() {
            true => Ok(output),
            false => Err(self.failed(doing, &output)),
        }
    }

    /// What git said, without what may be secret in the repository's address.
    fn failed(&self, doing: &str, output: &Output) -> Fault {
        let mut fault = failed(doing, &self.shown(), output);
        fault.message = fault
            .message
            .replace(&self.remote, &without_password(&self.remote));
        fault
    }

    /// Where changes are gathered.
    fn gathered(&self) -> PathBuf {
        self.repository.join("warraq-changes")
    }

    fn add(&self, change: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> Result<(), Fault> {
        let mut changes = self.changes.lock().unwrap_or_else(PoisonError::into_inner);
        let path = self.gathered();
        let written = (|| {
            let out = match changes.as_mut() {
                Some(out) => out,
                None => changes.insert(BufWriter::new(File::create(&path)?)),
            };
            change(out)
        })();
        written.map_err(|error| Box::new(at_path("write", &path, &error)))
    }

    fn add_file(&self, path: &str, bytes: &[u8]) -> Result<(), Fault> {
        self.add(|changes| {
            writeln!(
                changes,
                "M 100644 inline {}\ndata {}",
                quoted(path),
                bytes.len()
            )?;
            changes.write_all(bytes)?;
            changes.write_all(b"\n")
        })
    }

    /// All that was gathered, as one commit.
    fn import(&self, message: &str) -> Result<(), Fault> {
        self.add(|changes| changes.write_all(b"\ndone\n"))?;
        let mut changes = self.changes.lock().unwrap_or_else(PoisonError::into_inner);
        let flushed = changes.take().map_or(Ok(()), |mut out| out.flush());
        let path = self.gathered();
        let opened = flushed.and_then(|()| File::open(&path));
        let opened = opened.map_err(|error| Box::new(at_path("read", &path, &error)))?;
        let identity = self.identity()?;
        let mut head = format!(
            "commit {NEXT}\ncommitter {identity}\ndata {}\n{message}\n",
            message.len()
        );
        if let Some(was) = &self.was {
            head.push_str(&format!("from {was}\n"));
        }
        // Where a folder has come in the place of a file, deleting the file afterwards would delete the folder.
        let deletions = self.deletions.lock();
        head.push_str(&deletions.unwrap_or_else(PoisonError::into_inner));
        let arguments = ["fast-import", "--quiet", "--force", "--done"];
        let mut command = self.command(&arguments);
        let imported = run_reading(&mut command, &mut head.as_bytes().chain(opened))?;
        let _ = fs::remove_file(path);
        match imported.status.success() {
            true => Ok(()),
            false => Err(self.failed("write", &imported)),
        }
    }

    /// The blobs of the branch, by their paths.
    fn blobs(&self) -> Result<BTreeMap<String, String>, Fault> {
        let Some(was) = &self.was else {
            return Ok(BTreeMap::new());
        };
        let listed = self.git("list", &["ls-tree", "-r", "-z", "--full-tree", was], b"")?;
        let text = String::from_utf8_lossy(&listed.stdout);
        let line = |line: &str| {
            let (about, path) = line.split_once('\t')?;
            Some((path.to_owned(), about.split(' ').nth(2)?.to_owned()))
        };
        Ok(text.split('\0').filter_map(line).collect())
    }

    /// Who commits: whoever git knows, or the program.
    fn identity(&self) -> Result<String, Fault> {
        let known = run(&mut self.command(&["var", "GIT_COMMITTER_IDENT"]), b"")?;
        let known = String::from_utf8_lossy(&known.stdout).trim().to_owned();
        let now = jiff::Timestamp::now().as_second();
        match known.is_empty() {
            false => Ok(known),
            true => Ok(format!("{NOBODY} {now} +0000")),
        }
    }
}

/// A path as `git fast-import` reads it.
fn quoted(path: &str) -> String {
    format!("\"{}\"", path.replace('\\', "\\\\").replace('"', "\\\""))
}

impl Target for Branch {
    fn shown(&self) -> String {
        format!("{} ({})", without_password(&self.remote), self.branch)
    }

    fn read(&self, note: Note) -> Result<Option<Vec<u8>>, Fault> {
        let Some(was) = self.was.as_ref().filter(|_| note != Note::Journal) else {
            return Ok(None);
        };
        let object = format!("{was}:{}", note.path());
        if !run(&mut self.command(&["cat-file", "-e", &object]), b"")?
            .status
            .success()
        {
            return Ok(None);
        }
        let read = self.git("read", &["cat-file", "blob", &object], b"")?;
        Ok(Some(read.stdout))
    }

    fn write(&self, note: Note, bytes: &[u8]) -> Result<(), Fault> {
        match note {
            Note::Journal => Ok(()),
            _ => self.add_file(note.path(), bytes),
        }
    }

    fn remove(&self, _note: Note) -> Result<(), Fault> {
        Ok(())
    }

    fn lock(&self, _: &Holder, _: &dyn Fn(&Holder) -> bool) -> Result<Result<(), Holder>, Fault> {
        Ok(Ok(()))
    }

    fn renew(&self, _mine: &Holder) -> Result<bool, Fault> {
        Ok(true)
    }

    fn unlock(&self, _mine: &Holder) -> Result<(), Fault> {
        Ok(())
    }

    fn compare(&self, now: &[Entry], make: Make) -> Result<BTreeMap<String, Seen>, Fault> {
        let blobs = self.blobs()?;
        let there = now.iter().filter(|entry| blobs.contains_key(&entry.path));
        let mut right = BTreeMap::new();
        for entry in there {
            let file = make(entry)?;
            let hashed = self.git(
                "compare",
                &["hash-object", "--no-filters", "--stdin"],
                &file.bytes,
            )?;
            let hash = String::from_utf8_lossy(&hashed.stdout).trim().to_owned();
            right.insert(file.path, hash);
        }
        let files = blobs.into_iter().filter(|(path, _)| !Note::is_at(path));
        let seen = files.map(|(path, blob)| {
            let seen = match right.get(&path) == Some(&blob) {
                true => Seen::Right,
                false => Seen::Other,
            };
            (path, seen)
        });
        Ok(seen.collect())
    }

    /// Never asked for: there is no journal whose words were to be proved.
    fn hashes(
        &self,
        _: &[(String, Option<Encoding>)],
    ) -> Result<BTreeMap<String, FileDigest>, Fault> {
        Ok(BTreeMap::new())
    }

    fn put(&self, files: &[Sent], meter: &Meter) -> Result<Vec<String>, Fault> {
        let looks = |file: &Sent| file.is_new || !file.instead_of.is_empty();
        let blobs = match files.iter().any(looks) {
            true => self.blobs()?,
            false => BTreeMap::new(),
        };
        let is_foreign = |file: &&Sent| {
            let below = format!("{}/", file.path);
            let inside = blobs.range(below.clone()..).map(|(path, _)| path);
            let mut inside = inside.take_while(|path| path.starts_with(&below));
            file.is_new && blobs.contains_key(&file.path)
                || inside.any(|path| !file.instead_of.contains(path))
        };
        let foreign: Vec<String> = files
            .iter()
            .filter(is_foreign)
            .map(|file| file.path.clone())
            .collect();
        if foreign.is_empty() {
            for file in files {
                self.add_file(&file.path, &file.bytes)?;
                meter.sent(file.bytes.len());
            }
        }
        Ok(foreign)
    }

    fn delete(&self, paths: &[String], _meter: &Meter) -> Result<(), Fault> {
        let mut deletions = self
            .deletions
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        for path in paths {
            deletions.push_str(&format!("D {}\n", quoted(path)));
        }
        Ok(())
    }

    fn finish(&self, message: &str) -> Result<(), Fault> {
        // Left by a publish that was cut short.
        run(&mut self.command(&["update-ref", "-d", NEXT]), b"")?;
        self.import(message)?;
        if !self.keeps_history {
            let tree = format!("{NEXT}^{{tree}}");
            let known = !self.identity()?.starts_with(NOBODY);
            let names = [
                "-c",
                "user.name=Warraq",
                "-c",
                "user.email=warraq@localhost",
            ];
            let mut arguments = match known {
                true => Vec::new(),
                false => names.to_vec(),
            };
            arguments.extend(["commit-tree", &tree, "-m", message]);
            let commit = self.git("write", &arguments, b"")?;
            let commit = String::from_utf8_lossy(&commit.stdout).trim().to_owned();
            self.git("write", &["update-ref", NEXT, &commit], b"")?;
        }
        let branch = format!("refs/heads/{}", self.branch);
        let lease = format!(
            "--force-with-lease={branch}:{}",
            self.was.as_deref().unwrap_or_default()
        );
        let refs = format!("{NEXT}:{branch}");
        let pushed = run(
            &mut self.command(&["push", "--quiet", &lease, "--", &self.remote, &refs]),
            b"",
        )?;
        if pushed.status.success() {
            return Ok(());
        }
        let said = String::from_utf8_lossy(&pushed.stderr).into_owned();
        let lost = [
            "stale info",
            "fetch first",
            "incorrect old value",
            "cannot lock ref",
            "failed to update ref",
        ];
        match lost.iter().any(|word| said.contains(word)) {
            true => Err(Box::new(
                Diagnostic::error(
                    "lock-lost",
                    format!("somebody else has pushed to {} meanwhile", self.shown()),
                )
                .hint(
                    "Nothing was changed there. Publish again: it goes on from what is there now.",
                ),
            )),
            false => Err(self.failed("push to", &pushed)),
        }
    }

    fn copy(&self, work: &Path, _meter: &Meter) -> Result<Copy, Fault> {
        let Some(was) = &self.was else {
            fs::create_dir_all(work).map_err(|error| Box::new(at_path("create", work, &error)))?;
            return Ok(Copy::Folder(work.to_owned()));
        };
        fs::create_dir_all(work).map_err(|error| Box::new(at_path("create", work, &error)))?;
        let index = self.repository.join("warraq-index");
        let mut command = self.command(&["read-tree", was]);
        let read = run(command.env("GIT_INDEX_FILE", &index), b"")?;
        let prefix = format!("--prefix={}/", work.display());
        let mut command = self.command(&[
            "-c",
            "core.bare=false",
            "checkout-index",
            "--all",
            "--force",
            &prefix,
        ]);
        let copied = run(
            command
                .env("GIT_INDEX_FILE", &index)
                .env("GIT_WORK_TREE", work),
            b"",
        )?;
        let _ = fs::remove_file(&index);
        match read.status.success() && copied.status.success() {
            true => Ok(Copy::Folder(work.to_owned())),
            false => Err(self.failed("read", &copied)),
        }
    }
}

/// An address without the password or token that some put into it.
fn without_password(remote: &str) -> String {
    let Some((scheme, rest)) = remote.split_once("://") else {
        return remote.to_owned();
    };
    // A password may hold the sign itself: the host begins behind the last one.
    let host = rest.find('/').unwrap_or(rest.len());
    match rest[..host].rfind('@') {
        Some(at) => format!("{scheme}://{}", &rest[at + 1..]),
        None => remote.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_password_in_an_address_is_not_shown() {
        assert_eq!(
            without_password("https://me:token@example.org/a.git"),
            "https://example.org/a.git"
        );
        assert_eq!(
            without_password("https://me:to@ken@example.org/@a.git"),
            "https://example.org/@a.git"
        );
        assert_eq!(
            without_password("git@example.org:a.git"),
            "git@example.org:a.git"
        );
    }

    #[test]
    fn paths_are_quoted() {
        assert_eq!(quoted("a \"b\"\\c"), "\"a \\\"b\\\"\\\\c\"");
    }
}
