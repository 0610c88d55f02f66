//! One program at a time on one site.
//!
//! The root of a site comes in, a hold on it goes out, or a word on who has it. The hold is the operating
//! system's: it ends with the program that has it, so that a file left behind is never in anyone's way. What
//! the file says is for people, and only what this module can have written is shown.

use std::fs::{File, TryLockError};
use std::io::{self, Read, Seek, Write};
use std::path::Path;

use jiff::Timestamp;

use super::{MEMORY, at_path};
use crate::diagnostics::Diagnostic;

/// Held while a build runs; given back when it is dropped or the program dies.
#[derive(Debug)]
pub struct Lock {
    file: File,
}

impl Lock {
    /// Takes the lock of the site at `root`, or says who has it.
    pub fn take(root: &Path) -> Result<Lock, Box<Diagnostic>> {
        let folder = root.join(MEMORY);
        std::fs::create_dir_all(&folder)
            .map_err(|error| Box::new(at_path("create", &folder, &error)))?;
        let path = folder.join("lock");
        let mut file = File::options()
            .read(true)
            .write(true)
            .create(true)
            .truncate(false)
            .open(&path)
            .map_err(|error| Box::new(at_path("open", &path, &error)))?;
        match file.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => return Err(Box::new(refusal(&mut file))),
            Err(TryLockError::Error(error)) => {
                return Err(Box::new(at_path("lock", &path, &error)));
            }
        }
        // A disk that is full has no room for a name, and the lock holds without one.
        let _ = Holder::this().write(&mut file);
        Ok(Lock { file })
    }
}

impl Drop for Lock {
    fn drop(&mut self) {
        // Whoever comes while the next one writes its name must not read this one's.
        let _ = self.file.set_len(0);
    }
}

/// Who holds a lock, as its file says.
#[derive(Debug, PartialEq, Eq)]
struct Holder {
    process: u32,
    since: Option<Timestamp>,
}

impl Holder {
    fn this() -> Holder {
        Holder {
            process: std::process::id(),
            since: Some(Timestamp::now()),
        }
    }

    fn write(&self, file: &mut File) -> io::Result<()> {
        let since = self.since.map(|since| format!("since {since:.0}\n"));
        let text = format!("process {}\n{}", self.process, since.unwrap_or_default());
        file.set_len(0)?;
        file.rewind()?;
        file.write_all(text.as_bytes())
    }

    fn read(text: &str) -> Option<Holder> {
        let find = |key: &str| text.lines().find_map(|line| line.strip_prefix(key));
        Some(Holder {
            process: find("process ")?.parse().ok()?,
            since: find("since ").and_then(|since| since.parse().ok()),
        })
    }

    /// `process 4121, for 3 minutes now`.
    fn told(&self, now: Timestamp) -> String {
        let since = self.since.and_then(|since| how_long(since, now));
        match since {
            Some(long) => format!("process {}, for {long} now", self.process),
            None => format!("process {}", self.process),
        }
    }
}

/// That the lock in `file` is held by another.
fn refusal(file: &mut File) -> Diagnostic {
    let mut text = String::new();
    let _ = file.read_to_string(&mut text);
    let (who, hint) = match Holder::read(&text) {
        Some(holder) => (
            holder.told(Timestamp::now()),
            format!(
                "Wait until it has ended and build again. If it hangs, end process {}: what it leaves is finished \
                 or undone by the next build.",
                holder.process
            ),
        ),
        None => (
            "it has only just begun".to_owned(),
            "Wait until it has ended and build again.".to_owned(),
        ),
    };
    let message = format!("another build of this site is running ({who})");
    Diagnostic::error("locked", message).hint(hint)
}

/// A time gone by, in the largest unit that fits: a length is the same in every time zone. Nothing where the
/// clock was set back.
fn how_long(since: Timestamp, now: Timestamp) -> Option<String> {
    let seconds = now.as_second() - since.as_second();
    let (count, unit) = match seconds {
        ..0 => return None,
        0..60 => (seconds, "second"),
        60..3600 => (seconds / 60, "minute"),
        3600..86_400 => (seconds / 3600, "hour"),
        _ => (seconds / 86_400, "day"),
    };
    let end = if count == 1 { "" } else { "s" };
    Some(format!("{count} {unit}{end}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_holds_a_lock_is_read_as_it_was_written() {
        let folder = tempfile::tempdir().unwrap();
        let lock = Lock::take(folder.path()).unwrap();
        let text = std::fs::read_to_string(folder.path().join(".warraq/lock")).unwrap();
        let holder = Holder::read(&text).unwrap();
        assert_eq!(holder.process, std::process::id());
        assert!(holder.since.is_some());
        let refused = Lock::take(folder.path()).unwrap_err();
        let who = format!("process {}, for", std::process::id());
        assert!(refused.message.contains(&who), "{}", refused.message);
        drop(lock);
        assert!(Lock::take(folder.path()).is_ok());
        // What someone else put there is not shown.
        for foreign in ["", "process \u{1b}[31m", "process -1\n", "\u{0}\u{0}"] {
            assert_eq!(Holder::read(foreign), None);
        }
    }

    #[test]
    fn how_long_is_told_in_words() {
        let told = |seconds: i64| {
            let since = Timestamp::from_second(1_000_000).unwrap();
            let now = Timestamp::from_second(1_000_000 + seconds).unwrap();
            let process = 7;
            Holder {
                process,
                since: Some(since),
            }
            .told(now)
        };
        assert_eq!(told(0), "process 7, for 0 seconds now");
        assert_eq!(told(60), "process 7, for 1 minute now");
        assert_eq!(told(3 * 3600 + 5), "process 7, for 3 hours now");
        assert_eq!(told(86_400), "process 7, for 1 day now");
        assert_eq!(told(-5), "process 7");
    }
}
