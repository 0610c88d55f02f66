//! A build that has nothing to do plans nothing. These are the ways in which it could be wrong about that.

mod support;

use std::collections::BTreeMap;
use std::fs;

use support::{NOW, Site, assert_same, text, tree, warraq};

const SITE: &str = "\
//- warraq.yaml
title: صحيفة
base_url: https://example.org/
time_zone: Asia/Riyadh
//- content/local/a.md
---
title: خبر
date: 2024-05-01 10:00
colour: أحمر
tags: [ماء]
---
نص الخبر.
//- content/local/later.md
---
title: خبر مؤجل
date: 2026-03-01 10:00
---
نص.
//- content/local/passing.md
---
title: خبر عابر
date: 2024-06-01
expires: 2026-02-01
---
نص.
//- static/robots-extra.txt
x
";

/// A site that was built, looked at again once the clock has settled the stamps of its files.
fn site() -> Site {
    let site = Site::new(SITE);
    age(&site);
    site.built(&[]);
    site
}

/// Makes all files of the site old enough for their stamps to prove something, as far as a test can: the
/// time the system keeps for itself cannot be set.
fn age(site: &Site) {
    for path in site.files() {
        let file = fs::File::options().write(true).open(site.path(&path));
        let long_ago = std::time::UNIX_EPOCH + std::time::Duration::from_secs(1_600_000_000);
        file.and_then(|file| file.set_modified(long_ago)).unwrap();
    }
}

fn public(site: &Site) -> BTreeMap<String, Vec<u8>> {
    tree(&site.path("public"))
}

/// What a build said, without the lines that are about this run.
fn of_the_site(told: &str) -> Vec<&str> {
    let of_the_run = |line: &&str| {
        let line = line.trim_start();
        ["files ", "time ", "reading ", "making "]
            .iter()
            .any(|of| line.starts_with(of))
    };
    told.lines().filter(|line| !of_the_run(line)).collect()
}

#[test]
fn it_says_what_the_last_build_said() {
    let site = site();
    fs::remove_dir_all(site.path("public")).unwrap();
    let first = site.built(&[]);
    assert!(first.contains("warning[unknown-key]"), "{first}");
    assert!(first.contains("withheld  1 dated in the future"), "{first}");
    let second = site.built(&[]);
    assert!(second.contains(" 0 written, "), "{second}");
    assert_eq!(of_the_site(&first), of_the_site(&second));
    // More is told where all is gone through again, and the same after it.
    let third = site.built(&["--explain"]);
    assert!(of_the_site(&third).ends_with(&of_the_site(&second)));
    assert!(site.built(&["--quiet"]).contains("warning[unknown-key]"));
    let strict = site.build(&["--strict"]);
    assert_eq!(strict.status.code(), Some(1));
    assert!(text(&strict.stderr).contains("error[unknown-key]"));
}

#[test]
fn an_edit_that_is_taken_back_takes_back_the_site() {
    let site = site();
    let before = public(&site);
    let old = site.read("content/local/a.md");
    site.write("content/local/a.md", old.replace("خبر\n", "غير\n"));
    site.built(&[]);
    assert_ne!(before, public(&site));
    site.write("content/local/a.md", &old);
    site.built(&[]);
    assert_same(&before, &public(&site), "the edit was taken back");
}

#[test]
fn the_clock_alone_can_change_a_site() {
    let site = site();
    let at = |now: &str| {
        let output = warraq(site.root(), &["build", "--now", now]);
        assert!(output.status.success(), "{}", text(&output.stderr));
        let later = Site::copy_of(site.root());
        fs::remove_dir_all(later.path(".warraq")).unwrap();
        fs::remove_dir_all(later.path("public")).unwrap();
        assert!(
            warraq(later.root(), &["build", "--now", now])
                .status
                .success()
        );
        assert_same(&public(&later), &public(&site), now);
    };
    for now in [
        NOW,
        "2026-01-31T20:59:59Z",
        // `passing` has expired.
        "2026-01-31T21:00:00Z",
        // `later` is published, is news for two days, and then is not.
        "2026-03-01T06:59:59Z",
        "2026-03-01T07:00:00Z",
        "2026-03-03T07:00:00Z",
        "2026-03-03T07:00:01Z",
        // A clock that was wrong is set right.
        "2026-01-31T20:59:59Z",
        NOW,
    ] {
        at(now);
        at(now);
    }
}

#[test]
fn whatever_a_site_is_made_of_counts() {
    let edits: [(&str, &str, &str); 8] = [
        (
            "content/local/b.md",
            "",
            "---\ntitle: ثان\ndate: 2024-05-02\n---\nنص\n",
        ),
        ("content/local/p.txt", "", "x"),
        ("content/local/p.txt", "x", "y"),
        ("static/robots-extra.txt", "x", "y"),
        ("templates/article.html", "", "<p>{{ article.title }}</p>"),
        ("templates/messages/ar.ftl", "", "tags = وسوم أخرى\n"),
        ("warraq.yaml", "title: صحيفة", "title: جريدة"),
        ("content/local/a.md", "نص الخبر", "نص آخر"),
    ];
    let site = site();
    for (path, old, new) in edits {
        site.built(&["--quiet"]);
        let text = match old {
            "" => new.to_owned(),
            old => site.read(path).replace(old, new),
        };
        site.write(path, text);
        site.built(&["--quiet"]);
        assert_same(&site.clean(&[]), &public(&site), path);
    }
    site.built(&["--quiet", "--future"]);
    assert_same(&site.clean(&["--future"]), &public(&site), "--future");
    site.built(&["--quiet"]);
    assert_same(&site.clean(&[]), &public(&site), "not --future");
}

#[test]
fn files_of_the_output_are_looked_at() {
    let site = site();
    let whole = public(&site);
    let page = "public/index.html";
    for damage in [Some("x"), None] {
        match damage {
            Some(bytes) => site.write(page, bytes),
            None => site.remove(page),
        }
        site.built(&["--quiet"]);
        assert_eq!(public(&site)["index.html"], whole["index.html"]);
    }
    site.remove(".warraq/receipt.json");
    site.built(&["--quiet"]);
    assert!(site.exists(".warraq/receipt.json"));
    // What is known of another build, which another manifest came after, is believed of none.
    let last = fs::read(site.path(".warraq/public.last")).unwrap();
    let old = site.read("content/local/a.md");
    site.write("content/local/a.md", old.replace("خبر\n", "غير\n"));
    site.built(&["--quiet"]);
    site.write("content/local/a.md", &old);
    fs::write(site.path(".warraq/public.last"), last).unwrap();
    site.built(&["--quiet"]);
    assert_eq!(public(&site)["index.html"], whole["index.html"]);
}

#[test]
fn a_lock_that_was_edited_is_held_against_the_site_again() {
    let site = site();
    let made = warraq(site.root(), &["lock", "--now", NOW]);
    assert!(made.status.success(), "{}", text(&made.stderr));
    site.built(&["--quiet"]);
    site.built(&["--quiet"]);
    let lock = site.read("warraq.lock");
    site.write(
        "warraq.lock",
        format!("{lock}/gone/\tpage\tcontent/pages/gone.md\n"),
    );
    let refused = site.build(&["--quiet"]);
    assert_eq!(refused.status.code(), Some(1), "{}", text(&refused.stderr));
}

/// What is known of a picture is known of its stamp: another picture of the same size and time is another.
#[test]
fn a_picture_is_looked_at_when_it_may_be_another() {
    let site = site();
    site.write("static/a.jpg", "one");
    age(&site);
    let file = || {
        fs::File::options()
            .write(true)
            .open(site.path("static/a.jpg"))
    };
    let time = fs::metadata(site.path("static/a.jpg"))
        .unwrap()
        .modified()
        .unwrap();
    // Until the system's own clock is past what a coarse one would show, nothing is believed of the file.
    std::thread::sleep(std::time::Duration::from_millis(2100));
    site.built(&["--quiet"]);
    assert!(site.exists(".warraq/files"));
    site.built(&["--quiet"]);
    site.write("static/a.jpg", "two");
    file().unwrap().set_modified(time).unwrap();
    site.built(&["--quiet"]);
    assert_eq!(site.read("public/a.jpg"), "two");
}

/// A folder that was copied has other times: all of it is looked at once, and from then on what is told of it is
/// believed. That a file's bytes are not looked at any more shows in that nobody sees them altered.
#[test]
fn the_times_of_an_output_that_was_copied_are_noted() {
    let site = site();
    let since_1970 =
        |nanoseconds| std::time::UNIX_EPOCH + std::time::Duration::new(1_600_000_000, nanoseconds);
    let date = |path: &str, nanoseconds| {
        let file = fs::File::options().write(true).open(site.path(path));
        file.and_then(|file| file.set_modified(since_1970(nanoseconds)))
            .unwrap();
    };
    let page = "public/tags/ماء/index.html";
    // An article that the page does not list.
    let edit = || {
        let old = site.read("content/local/passing.md");
        site.write("content/local/passing.md", format!("{old}نص.\n"));
        site.built(&["--quiet"]);
    };
    let alter = || {
        let bytes = fs::read(site.path(page)).unwrap();
        site.write(page, bytes.iter().rev().copied().collect::<Vec<u8>>());
    };
    let whole = fs::read(site.path(page)).unwrap();
    let nothing = || {
        let told = site.built(&[]);
        assert!(
            told.contains("0 written") || told.contains("nothing"),
            "{told}"
        );
    };
    // A whole second may be that of all files: it is not noted.
    let trials: [(u32, &dyn Fn(), bool); 3] =
        [(0, &edit, false), (5, &edit, true), (7, &nothing, true)];
    for (nanoseconds, build, is_noted) in trials {
        site.write(page, &whole);
        date(page, nanoseconds);
        std::thread::sleep(std::time::Duration::from_millis(2100));
        build();
        alter();
        date(page, nanoseconds);
        edit();
        let is_believed = fs::read(site.path(page)).unwrap() != whole;
        assert_eq!(is_believed, is_noted, "{nanoseconds}");
    }
}

/// The times of a file do not change when a folder above it gets another name.
#[cfg(unix)]
#[test]
fn folders_that_change_places_are_seen() {
    use std::os::unix::fs::MetadataExt;
    let site = site();
    let article = |title: &str| format!("---\ntitle: {title}\ndate: 2024-05-01\n---\nنص.\n");
    let files = ["content/one/x.md", "content/two/x.md"];
    let stamp = |file: &str| {
        let metadata = fs::metadata(site.path(file)).unwrap();
        let changed = (metadata.ctime(), metadata.ctime_nsec());
        (metadata.len(), metadata.modified().unwrap(), changed)
    };
    // As a checkout leaves them: written in one tick of the system's clock.
    for _ in 0..1000 {
        site.write(files[0], article("أول"));
        site.write(files[1], article("ثان"));
        if stamp(files[0]) == stamp(files[1]) {
            break;
        }
    }
    std::thread::sleep(std::time::Duration::from_millis(2200));
    site.built(&[]);
    let folder = |name: &str| site.path(&format!("content/{name}"));
    for (from, to) in [("one", "aside"), ("two", "one"), ("aside", "two")] {
        fs::rename(folder(from), folder(to)).unwrap();
    }
    site.built(&[]);
    assert_same(&public(&site), &site.clean(&[]), "folders changed places");
}
