//! What the file system says of a file -> a [`Stamp`], where that proves something.

use std::fs::Metadata;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use crate::build::Stamp;

/// How coarse the clocks of common file systems are: two seconds on FAT. Of a file that was written later
/// than this before it was looked at, another version may have the same stamp.
const COARSEST: Duration = Duration::from_secs(2);

/// The stamp of a file that is looked at by a program which began at `opened`.
pub(super) fn stamp_of(metadata: &Metadata, opened: SystemTime) -> Option<Stamp> {
    let modified = metadata.modified().ok()?;
    let changed = changed(metadata);
    let settled = nanoseconds(opened.checked_sub(COARSEST)?)?;
    let stamp = Stamp {
        size: metadata.len(),
        modified: nanoseconds(modified)?,
        changed,
        number: number(metadata),
    };
    (stamp.modified.max(stamp.changed) < settled).then_some(stamp)
}

/// Nanoseconds since 1970; nothing for a time no clock of today shows.
fn nanoseconds(time: SystemTime) -> Option<i64> {
    match time.duration_since(UNIX_EPOCH) {
        Ok(since) => i64::try_from(since.as_nanos()).ok(),
        Err(before) => i64::try_from(before.duration().as_nanos()).ok().map(|n| -n),
    }
}

/// When the system last changed anything of the file: it cannot be set back, as the time of writing can.
#[cfg(unix)]
fn changed(metadata: &Metadata) -> i64 {
    use std::os::unix::fs::MetadataExt;
    metadata
        .ctime()
        .saturating_mul(1_000_000_000)
        .saturating_add(metadata.ctime_nsec())
}

#[cfg(not(unix))]
fn changed(_: &Metadata) -> i64 {
    0
}

#[cfg(unix)]
fn number(metadata: &Metadata) -> u64 {
    std::os::unix::fs::MetadataExt::ino(metadata)
}

#[cfg(not(unix))]
fn number(_: &Metadata) -> u64 {
    0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_that_was_just_written_has_no_stamp() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a");
        std::fs::write(&path, "x").unwrap();
        let metadata = std::fs::metadata(&path).unwrap();
        let now = SystemTime::now();
        assert_eq!(stamp_of(&metadata, now), None);
        let later = now + Duration::from_secs(3);
        assert_eq!(stamp_of(&metadata, later).map(|stamp| stamp.size), Some(1));
        // Nor is a file from the future believed.
        let file = std::fs::File::options().write(true).open(&path).unwrap();
        file.set_modified(now + Duration::from_secs(3600)).unwrap();
        assert_eq!(stamp_of(&file.metadata().unwrap(), later), None);
    }
}
