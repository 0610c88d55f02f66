//! From the output folder to the site's memory, which may lie on another file system.
//!
//! There a file cannot be moved, only copied, and a disk that is full is better found out before anything of
//! the site has moved. So a copy can be sent ahead.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use super::keep::same;

/// Where what is to be `path` waits until it is whole.
pub(super) fn temporary(path: &Path) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(".tmp");
    PathBuf::from(name)
}

/// Sees to it that [`bring`] needs no more room for what is to be `to`.
pub(super) fn send_ahead(from: &Path, to: &Path) -> io::Result<()> {
    match is_across(from, to)? {
        true => copy(from, &temporary(to)),
        false => Ok(()),
    }
}

/// Puts `from` in the place of `to`.
pub(super) fn bring(from: &Path, to: &Path) -> io::Result<()> {
    match fs::rename(from, to) {
        Err(error) if error.kind() == io::ErrorKind::CrossesDevices => {
            let temporary = temporary(to);
            if !same(from, &temporary).unwrap_or(false) {
                copy(from, &temporary)?;
            }
            fs::rename(&temporary, to)
        }
        other => other,
    }
}

fn copy(from: &Path, to: &Path) -> io::Result<()> {
    fs::copy(from, to)?;
    fs::File::open(to)?.sync_all()
}

#[cfg(unix)]
fn is_across(from: &Path, to: &Path) -> io::Result<bool> {
    use std::os::unix::fs::MetadataExt;
    let folder = to.parent().unwrap_or(to);
    fs::create_dir_all(folder)?;
    Ok(fs::metadata(from)?.dev() != fs::metadata(folder)?.dev())
}

/// Not known: what crosses is then copied when it is moved.
#[cfg(not(unix))]
fn is_across(_: &Path, _: &Path) -> io::Result<bool> {
    Ok(false)
}
