use std::sync::atomic::{AtomicUsize, Ordering};

use super::*;

/// rsync brings files to a folder of this machine as it does to another.
fn remote(to: &Path, work: &Path) -> Remote {
    let to = to.display().to_string();
    Remote::new(&to, None, (10, 0), work.to_owned(), Path::new("/ *"))
}

fn holder(token: &str) -> Holder {
    Holder {
        who: token.into(),
        since: "now".into(),
        until: i64::MAX,
        token: token.into(),
    }
}

fn has_rsync() -> bool {
    let has = Command::new("rsync").arg("--version").output().is_ok();
    if !has {
        println!("left out: rsync is not installed");
    }
    has
}

#[test]
fn of_many_publishers_at_once_one_has_the_lock() {
    if !has_rsync() {
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let to = folder.path().join("www");
    let (inside, taken) = (AtomicUsize::new(0), AtomicUsize::new(0));
    let publisher = |n: usize| {
        let place = remote(&to, &folder.path().join(format!("work-{n}")));
        for round in 0..6 {
            let mine = holder(&format!("{n}-{round}"));
            if place.lock(&mine, &|_| false).unwrap().is_err() {
                continue;
            }
            assert_eq!(inside.fetch_add(1, Ordering::SeqCst), 0, "{n}, {round}");
            taken.fetch_add(1, Ordering::SeqCst);
            std::thread::sleep(Duration::from_millis(20));
            assert!(place.renew(&mine).unwrap(), "{n}, {round}");
            inside.fetch_sub(1, Ordering::SeqCst);
            place.unlock(&mine).unwrap();
        }
    };
    std::thread::scope(|scope| {
        let publisher = &publisher;
        for n in 0..4 {
            scope.spawn(move || publisher(n));
        }
    });
    assert!(taken.into_inner() > 0);
    assert_eq!(fs::read_dir(&to).unwrap().count(), 0);
}

#[test]
fn a_lock_that_was_broken_is_not_held_any_more() {
    if !has_rsync() {
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let to = folder.path().join("www");
    let place = remote(&to, &folder.path().join("a"));
    let (mine, other) = (holder("mine"), holder("other"));
    assert_eq!(place.lock(&mine, &|_| false).unwrap(), Ok(()));
    assert!(place.renew(&mine).unwrap());
    let second = remote(&to, &folder.path().join("b"));
    assert_eq!(second.lock(&other, &|_| false).unwrap(), Err(mine.clone()));
    assert_eq!(second.lock(&other, &|_| true).unwrap(), Ok(()));
    assert!(!place.renew(&mine).unwrap());
    assert!(second.renew(&other).unwrap());
    place.unlock(&mine).unwrap();
    assert!(second.renew(&other).unwrap());
    second.unlock(&other).unwrap();
    assert_eq!(fs::read_dir(&to).unwrap().count(), 0);
}

#[test]
fn names_are_read_from_a_listing() {
    let line = "-rw-r--r--          4,318 2022/01/10 17:11:00 a/خبر  b.html";
    assert_eq!(listed_file(line).as_deref(), Some("a/خبر  b.html"));
    assert_eq!(
        listed_file("drwxr-xr-x          4,096 2022/01/10 17:11:00 a"),
        None
    );
    assert_eq!(listed_file("-rw"), None);
}
