//! The program as its users meet it: exit codes, what it prints, what it does to files.

mod support;

use std::fs;
use std::time::SystemTime;

use support::{Site, text, tree, warraq};

const SITE: &str = "\
//- warraq.yaml
title: صحيفة
base_url: https://example.org/
time_zone: Asia/Riyadh
//- content/local/a.md
---
title: الخبر الأول
date: 2022-01-10 10:00
tags: [ماء]
---
نص.
//- content/local/b.md
---
title: الخبر الثاني
date: 2022-01-11 10:00
tags: [ماء, كهرباء]
---
نص آخر.
";

#[test]
fn wrong_use_is_two_and_help_teaches() {
    let site = Site::new(SITE);
    for arguments in [
        &["biuld"][..],
        &["build", "--jobs", "0"],
        &["build", "--now", "yesterday"],
        &["build", "--base-url", "nowhere"],
        &[],
    ] {
        assert_eq!(
            warraq(site.root(), arguments).status.code(),
            Some(2),
            "{arguments:?}"
        );
    }
    let help = warraq(site.root(), &["build", "--help"]);
    assert_eq!(help.status.code(), Some(0));
    for word in [
        "--output",
        "--base-url",
        "--drafts",
        "--future",
        "--now",
        "--jobs",
        "--explain",
        "--quiet",
        "Examples",
    ] {
        assert!(text(&help.stdout).contains(word), "{word}");
    }
    let elsewhere = Site::new("");
    let output = elsewhere.build(&[]);
    assert_eq!(output.status.code(), Some(2));
    assert!(
        text(&output.stderr).contains("warraq init"),
        "{}",
        text(&output.stderr)
    );
}

#[test]
fn an_output_that_holds_the_source_is_refused() {
    let site = Site::new(SITE);
    for output in [".", "..", "content", "content/x", "templates", "/"] {
        let refused = site.build(&["--output", output]);
        assert_eq!(refused.status.code(), Some(2), "{output}");
        assert!(text(&refused.stderr).contains("output-refused"), "{output}");
    }
    assert_eq!(site.files().len(), 3);
}

#[test]
fn a_build_without_change_touches_nothing() {
    let site = Site::new(SITE);
    site.built(&[]);
    let times = |site: &Site| -> Vec<SystemTime> {
        tree(&site.path("public"))
            .keys()
            .map(|path| {
                fs::metadata(site.path("public").join(path))
                    .unwrap()
                    .modified()
                    .unwrap()
            })
            .collect()
    };
    let before = times(&site);
    let told = site.built(&[]);
    assert!(told.contains(" 0 written"), "{told}");
    assert_eq!(times(&site), before);
    // A fresh checkout has new mtimes and the same bytes.
    let article = site.read("content/local/a.md");
    site.write("content/local/a.md", article);
    assert!(site.built(&[]).contains(" 0 written"));
}

#[test]
fn explain_says_for_each_written_file_why() {
    let site = Site::new(SITE);
    assert!(
        site.built(&["--explain"])
            .contains("wrote 2022/01/10/الخبر-الأول/index.html: it is new")
    );
    site.write(
        "content/local/a.md",
        site.read("content/local/a.md")
            .replace("نص.", "نص معدّل تماما."),
    );
    let told = site.built(&["--explain"]);
    assert!(
        told.contains("wrote 2022/01/10/الخبر-الأول/index.html: what it shows has changed"),
        "{told}"
    );
    fs::remove_file(site.path("public/tags/index.html")).unwrap();
    assert!(
        site.built(&["--explain"])
            .contains("wrote tags/index.html: its file was missing")
    );
    site.write("templates/tags.html", "{% extends \"terms.html\" %} ");
    let told = site.built(&["--explain"]);
    assert!(
        told.contains("1 written") || told.contains("0 written"),
        "{told}"
    );
    site.write(
        "warraq.yaml",
        site.read("warraq.yaml").replace("صحيفة", "جريدة"),
    );
    assert!(
        site.built(&["--explain"])
            .contains("the site's title, navigation or settings have changed")
    );
}

#[test]
fn an_edit_of_a_body_writes_one_page_and_what_shows_its_opening() {
    let with_summary = SITE.replace("tags: [ماء]", "tags: [ماء]\nsummary: ملخص");
    let site = Site::new(&with_summary);
    site.built(&[]);
    site.write(
        "content/local/a.md",
        site.read("content/local/a.md").replace("نص.", "نص معدّل."),
    );
    assert!(site.built(&[]).contains(" 1 written"));
}

#[test]
fn withheld_articles_are_counted_and_named() {
    let site = Site::new(SITE);
    site.write(
        "content/draft.md",
        "---\ntitle: مسودة\ndate: 2022-01-01\ndraft: true\n---\n",
    );
    site.write(
        "content/future.md",
        "---\ntitle: غدا\ndate: 2030-01-01\n---\n",
    );
    site.write(
        "content/past.md",
        "---\ntitle: أمس\ndate: 2020-01-01\nexpires: 2021-01-01\n---\n",
    );
    let told = site.built(&["--explain"]);
    assert!(
        told.contains("withheld  1 draft, 1 dated in the future, 1 expired"),
        "{told}"
    );
    assert!(
        told.contains("withheld content/future.md: it is dated 2030-01-01"),
        "{told}"
    );
    assert!(site.built(&["--drafts", "--future"]).contains("4 articles"));
    // What is withheld again leaves no page behind.
    site.built(&[]);
    assert!(!site.exists("public/2030"));
}

#[test]
fn files_of_others_stay_and_stale_files_go() {
    let site = Site::new(SITE);
    site.write("public/CNAME", "example.org");
    site.write("public/.git/HEAD", "ref");
    site.write("public/tags/index.html", "mine");
    let told = site.built(&[]);
    assert!(told.contains("kept-file"), "{told}");
    assert_eq!(site.read(".warraq/kept/tags/index.html"), "mine");
    // An old page that someone has changed is theirs.
    site.write(
        "public/2022/01/11/الخبر-الثاني/index.html",
        "edited by hand",
    );
    site.remove("content/local/b.md");
    let told = site.built(&[]);
    assert!(told.contains("left-file"), "{told}");
    assert_eq!(
        site.read("public/2022/01/11/الخبر-الثاني/index.html"),
        "edited by hand"
    );
    assert!(!site.exists("public/tags/كهرباء"));
    assert_eq!(
        (site.read("public/CNAME"), site.read("public/.git/HEAD")),
        ("example.org".into(), "ref".into())
    );
}

#[test]
fn the_memory_may_be_deleted_or_damaged() {
    let site = Site::new(SITE);
    site.built(&[]);
    let expected = tree(&site.path("public"));
    fs::remove_dir_all(site.path(".warraq")).unwrap();
    assert!(site.built(&[]).contains(" 0 written"));
    site.write(".warraq/public.manifest", b"warraq manifest\n\x01garbage");
    assert!(site.built(&[]).contains(" 0 written"));
    support::assert_same(
        &tree(&site.path("public")),
        &expected,
        "after the memory was lost",
    );
}

#[test]
fn a_failed_build_leaves_the_last_good_site() {
    let site = Site::new(SITE);
    site.built(&[]);
    let before = tree(&site.path("public"));
    site.write("content/local/a.md", "---\ntitle: x\n---\n");
    site.write(
        "content/local/new.md",
        "---\ntitle: جديد\ndate: 2022-02-02\n---\n",
    );
    assert_eq!(site.build(&[]).status.code(), Some(1));
    site.write(
        "content/local/a.md",
        "---\ntitle: x\ndate: 2022-01-01\n---\n",
    );
    site.write("templates/day.html", "{{ no_such_thing }}");
    let output = site.build(&[]);
    assert_eq!(output.status.code(), Some(1));
    assert!(
        text(&output.stderr).contains("templates/day.html:1:4"),
        "{}",
        text(&output.stderr)
    );
    support::assert_same(&tree(&site.path("public")), &before, "after failed builds");
}

#[test]
fn fifty_broken_files_give_fifty_diagnostics() {
    let site = Site::new(SITE);
    for n in 0..50 {
        site.write(
            &format!("content/broken/{n:02}.md"),
            format!("---\ntitle: خبر {n}\ndate: 2022-13-{n:02}\n---\n"),
        );
    }
    let output = site.build(&[]);
    let said = text(&output.stderr);
    assert_eq!(output.status.code(), Some(1));
    assert_eq!(said.matches("error[bad-date]").count(), 50, "{said}");
    assert!(said.contains("content/broken/07.md:3:7"), "{said}");
    assert!(!site.exists("public"));
}

#[test]
fn what_is_no_article_is_refused() {
    let site = Site::new(SITE);
    let big = fs::File::create(site.path("content/big.md")).unwrap();
    big.set_len(50 * 1024 * 1024).unwrap();
    #[cfg(unix)]
    std::os::unix::fs::symlink("/etc/hostname", site.path("content/link.md")).unwrap();
    let output = site.build(&[]);
    let said = text(&output.stderr);
    assert_eq!(output.status.code(), Some(1));
    assert!(said.contains("error[file-too-large]"), "{said}");
    #[cfg(unix)]
    assert!(said.contains("error[link-leaves-site]"), "{said}");
    assert!(!site.exists("public"));
}

#[cfg(unix)]
#[test]
fn a_file_that_cannot_be_written_is_told() {
    use std::os::unix::fs::PermissionsExt;
    let site = Site::new(SITE);
    site.built(&[]);
    let before = tree(&site.path("public"));
    site.write("content/c.md", "---\ntitle: ج\ndate: 2022-01-12\n---\n");
    fs::set_permissions(site.path("public"), fs::Permissions::from_mode(0o555)).unwrap();
    let output = site.build(&[]);
    let writable = fs::File::create(site.path("public/probe")).is_ok();
    fs::set_permissions(site.path("public"), fs::Permissions::from_mode(0o755)).unwrap();
    if writable {
        println!("this user may write anywhere: the read-only output was not tried");
        return;
    }
    assert_eq!(output.status.code(), Some(1));
    assert!(text(&output.stderr).contains("error[file-system]"));
    support::assert_same(
        &tree(&site.path("public")),
        &before,
        "after a build that could not write",
    );
}

#[test]
fn a_new_site_builds_at_once_and_takes_new_articles() {
    let folder = Site::new("");
    let made = warraq(
        folder.root(),
        &["init", "site", "--title", "صحيفة \"المدينة\""],
    );
    assert!(made.status.success(), "{}", text(&made.stderr));
    let root = folder.path("site");
    let built = warraq(&root, &["build"]);
    assert!(
        built.status.success()
            && text(&built.stderr)
                .lines()
                .all(|line| !line.starts_with("warning")),
        "{}",
        text(&built.stderr)
    );
    let new = warraq(
        &root,
        &[
            "new",
            "عنوان: «الخبر» \"الأول\"",
            "--section",
            "ثقافة",
            "--tags",
            "كتب,مسرح",
            "--now",
            "2024-05-05T10:00:00Z",
        ],
    );
    assert_eq!(
        text(&new.stdout).trim(),
        "content/ثقافة/2024/عنوان-الخبر-الأول.md",
        "{}",
        text(&new.stderr)
    );
    let again = warraq(
        &root,
        &[
            "new",
            "عنوان: «الخبر» \"الأول\"",
            "--section",
            "ثقافة",
            "--now",
            "2024-05-05T10:00:00Z",
        ],
    );
    assert_eq!(again.status.code(), Some(2), "an article was overwritten");
    let drafts = warraq(
        &root,
        &["build", "--drafts", "--now", "2024-06-01T00:00:00Z"],
    );
    assert!(
        text(&drafts.stdout).contains("2 articles"),
        "{}{}",
        text(&drafts.stdout),
        text(&drafts.stderr)
    );
    assert!(
        root.join("public/2024/05/05/عنوان-الخبر-الأول/index.html")
            .exists()
    );
    assert_eq!(
        warraq(folder.root(), &["init", "site"]).status.code(),
        Some(2)
    );
    assert_eq!(
        warraq(&root, &["new", "x", "--section", "../x"])
            .status
            .code(),
        Some(2)
    );
    assert_eq!(warraq(&root, &["new", "  "]).status.code(), Some(2));
}

#[test]
fn a_site_below_a_folder_links_within_it() {
    let site = Site::new(SITE);
    site.built(&["--base-url", "https://example.org/archive"]);
    for (path, bytes) in tree(&site.path("public")) {
        let page = text(&bytes);
        for piece in page.split("href=\"").skip(1) {
            let href = piece.split('"').next().unwrap();
            let fine = href.starts_with("/archive/")
                || href.starts_with('#')
                || href.starts_with("https://example.org/archive/");
            assert!(fine, "{path}: {href}");
        }
    }
}

#[test]
fn two_builds_at_once_do_not_meet() {
    let site = Site::new(SITE);
    site.built(&[]);
    let lock = fs::File::options()
        .write(true)
        .open(site.path(".warraq/lock"))
        .unwrap();
    lock.lock().unwrap();
    let output = site.build(&[]);
    assert_eq!(output.status.code(), Some(1));
    assert!(
        text(&output.stderr).contains("error[locked]"),
        "{}",
        text(&output.stderr)
    );
}
