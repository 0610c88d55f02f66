//! What others put in a page's place, moved to where its owner finds it again: `warraq-kept/` beside
//! the configuration.
//!
//! A file, folder or symbolic link of the output comes in, its new place goes out. Nothing in that
//! folder is ever replaced or deleted; a file that lies there already, byte for byte, is not put there
//! twice.

use std::fs;
use std::io::{self, BufRead, BufReader};
use std::path::{Path, PathBuf};

use super::{KEPT, Output};

/// Longest name a file can have on the common file systems, in bytes.
const LONGEST_NAME: usize = 255;

/// Puts what stands at `path` of the output aside; where it is now.
pub(super) fn keep(output: &Output, path: &str) -> io::Result<PathBuf> {
    let from = output.locate(path);
    let (folders, name) = path.rsplit_once('/').unwrap_or(("", path));
    let mut folder = output.root().to_owned();
    for part in [KEPT].into_iter().chain(folders.split('/')) {
        folder = folder_in(&folder, part)?;
    }
    for n in 0.. {
        let to = folder.join(numbered(name, n));
        if fs::symlink_metadata(&to).is_err() {
            move_to(&from, &to)?;
            return Ok(to);
        }
        if same(&from, &to)? {
            fs::remove_file(&from)?;
            return Ok(to);
        }
    }
    Err(io::ErrorKind::AlreadyExists.into())
}

/// The folder `name` in `folder`, made if there is none. Where something else has that name, such as a
/// file that was put aside before, it gets a number.
fn folder_in(folder: &Path, name: &str) -> io::Result<PathBuf> {
    if name.is_empty() {
        return Ok(folder.to_owned());
    }
    let mut n = 0;
    loop {
        let path = folder.join(numbered(name, n));
        match fs::symlink_metadata(&path) {
            Ok(there) if there.is_dir() => return Ok(path),
            Ok(_) => n += 1,
            Err(_) => {
                fs::create_dir(&path)?;
                return Ok(path);
            }
        }
    }
}

/// `name`, `name.1`, `name.2`: never too long to be a file's name.
fn numbered(name: &str, n: usize) -> String {
    let number = match n {
        0 => String::new(),
        n => format!(".{n}"),
    };
    let mut end = name.len().min(LONGEST_NAME - number.len());
    while !name.is_char_boundary(end) {
        end -= 1;
    }
    format!("{}{number}", &name[..end])
}

/// Whether two files have the same bytes or two links lead to the same place. Folders never are the
/// same: they are not looked through.
pub(super) fn same(a: &Path, b: &Path) -> io::Result<bool> {
    let (kind_a, kind_b) = (fs::symlink_metadata(a)?, fs::symlink_metadata(b)?);
    if kind_a.is_symlink() && kind_b.is_symlink() {
        return Ok(fs::read_link(a)? == fs::read_link(b)?);
    }
    if !kind_a.is_file() || !kind_b.is_file() || kind_a.len() != kind_b.len() {
        return Ok(false);
    }
    let mut a = BufReader::new(fs::File::open(a)?);
    let mut b = BufReader::new(fs::File::open(b)?);
    loop {
        let (left, right) = (a.fill_buf()?, b.fill_buf()?);
        let n = left.len().min(right.len());
        if n == 0 {
            return Ok(left.is_empty() && right.is_empty());
        }
        if left[..n] != right[..n] {
            return Ok(false);
        }
        a.consume(n);
        b.consume(n);
    }
}

/// Renames, or copies where the two places are on different file systems. What is copied is removed
/// only when all of it has been.
fn move_to(from: &Path, to: &Path) -> io::Result<()> {
    match fs::rename(from, to) {
        Err(error) if error.kind() == io::ErrorKind::CrossesDevices => {
            if let Err(error) = copy(from, to) {
                // Half a copy on a full disk is no one's: the whole of it is still where it was.
                let _ = fs::remove_file(to).or_else(|_| fs::remove_dir_all(to));
                return Err(error);
            }
            match fs::symlink_metadata(from)?.is_dir() {
                true => fs::remove_dir_all(from),
                false => fs::remove_file(from),
            }
        }
        other => other,
    }
}

fn copy(from: &Path, to: &Path) -> io::Result<()> {
    let kind = fs::symlink_metadata(from)?;
    if kind.is_file() {
        return fs::copy(from, to).map(drop);
    }
    if kind.is_dir() {
        fs::create_dir(to)?;
        for entry in fs::read_dir(from)? {
            let entry = entry?;
            copy(&entry.path(), &to.join(entry.file_name()))?;
        }
        return Ok(());
    }
    copy_link(from, to)
}

#[cfg(unix)]
fn copy_link(from: &Path, to: &Path) -> io::Result<()> {
    // A pipe, a socket or a device is no link, and cannot be copied: it stays where it is.
    std::os::unix::fs::symlink(fs::read_link(from)?, to)
}

#[cfg(not(unix))]
fn copy_link(_: &Path, _: &Path) -> io::Result<()> {
    Err(io::ErrorKind::Unsupported.into())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn site() -> (tempfile::TempDir, Output) {
        let folder = tempfile::tempdir().unwrap();
        let output = Output::new(folder.path(), &folder.path().join("public")).unwrap();
        fs::create_dir(output.folder()).unwrap();
        (folder, output)
    }

    fn put_aside(output: &Output, path: &str, content: &str) -> String {
        let file = output.locate(path);
        fs::create_dir_all(file.parent().unwrap()).unwrap();
        fs::write(file, content).unwrap();
        let kept = keep(output, path).unwrap();
        assert!(fs::symlink_metadata(output.locate(path)).is_err());
        assert_eq!(fs::read_to_string(&kept).unwrap(), content);
        kept.strip_prefix(output.root())
            .unwrap()
            .to_str()
            .unwrap()
            .to_owned()
    }

    #[test]
    fn what_is_kept_already_is_not_kept_twice_and_nothing_is_replaced() {
        let (_folder, output) = site();
        assert_eq!(put_aside(&output, "a/b.html", "1"), "warraq-kept/a/b.html");
        assert_eq!(put_aside(&output, "a/b.html", "1"), "warraq-kept/a/b.html");
        assert_eq!(
            put_aside(&output, "a/b.html", "2"),
            "warraq-kept/a/b.html.1"
        );
        assert_eq!(
            put_aside(&output, "a/b.html", "2"),
            "warraq-kept/a/b.html.1"
        );
    }

    #[test]
    fn a_file_may_have_stood_where_a_folder_stands_now() {
        let (_folder, output) = site();
        assert_eq!(put_aside(&output, "tags", "1"), "warraq-kept/tags");
        assert_eq!(put_aside(&output, "tags/x", "2"), "warraq-kept/tags.1/x");
        let long = "خ".repeat(127);
        put_aside(&output, &long, "1");
        fs::remove_file(output.locate("tags")).unwrap_or_default();
        let second = put_aside(&output, &long, "2");
        assert!(second.ends_with(".1") && second.len() <= "warraq-kept/".len() + LONGEST_NAME);
    }

    #[cfg(unix)]
    #[test]
    fn links_and_folders_are_kept_as_they_are() {
        let (_folder, output) = site();
        std::os::unix::fs::symlink("elsewhere", output.locate("link")).unwrap();
        let kept = keep(&output, "link").unwrap();
        assert_eq!(fs::read_link(kept).unwrap(), Path::new("elsewhere"));
        fs::create_dir_all(output.locate("folder/below")).unwrap();
        fs::write(output.locate("folder/below/x"), "mine").unwrap();
        let kept = keep(&output, "folder").unwrap();
        assert_eq!(fs::read_to_string(kept.join("below/x")).unwrap(), "mine");
        // The same across file systems.
        let copied = output.locate("copied");
        copy(&kept, &copied).unwrap();
        assert_eq!(fs::read_to_string(copied.join("below/x")).unwrap(), "mine");
    }
}
