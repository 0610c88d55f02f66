//! One build at a time on one site.

use std::fs::{File, TryLockError};
use std::io::{Read, Seek, Write};
use std::path::Path;

use super::{MEMORY, at_path};
use crate::diagnostics::Diagnostic;

/// Held while a build runs; given back when it is dropped or the program dies.
#[derive(Debug)]
pub struct Lock {
    _file: File,
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
            Err(TryLockError::WouldBlock) => {
                let mut holder = String::new();
                let _ = file.read_to_string(&mut holder);
                let who = holder.trim();
                return Err(Box::new(
                    Diagnostic::error(
                        "locked",
                        format!("another build of this site is running ({who})"),
                    )
                    .hint("Wait until it has ended, or end it."),
                ));
            }
            Err(TryLockError::Error(error)) => {
                return Err(Box::new(at_path("lock", &path, &error)));
            }
        }
        // Who holds it is a help for people; the lock itself is the system's.
        let _ = file
            .set_len(0)
            .and_then(|()| file.rewind())
            .and_then(|()| writeln!(file, "process {}", std::process::id()));
        Ok(Lock { _file: file })
    }
}
