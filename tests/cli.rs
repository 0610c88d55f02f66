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
    assert_eq!(site.read("warraq-kept/tags/index.html"), "mine");
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
                || href.starts_with("mailto:")
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

/// Each row of `rows` is a command line after whose end nothing listens any more.
#[cfg(unix)]
#[test]
fn a_reader_that_has_gone_does_not_end_the_build() {
    use std::process::Stdio;
    let gone = || -> Stdio {
        let (reader, writer) = std::io::pipe().unwrap();
        drop(reader);
        writer.into()
    };
    let full = || -> Stdio {
        match fs::File::options().write(true).open("/dev/full") {
            Ok(file) => file.into(),
            Err(_) => gone(),
        }
    };
    for device in [&gone as &dyn Fn() -> Stdio, &full] {
        let site = Site::new(SITE);
        let build = |arguments: &[&str]| {
            support::command(site.root(), arguments)
                .stdout(device())
                .stderr(device())
                .status()
                .unwrap()
                .code()
        };
        assert_eq!(
            build(&["build", "--explain", "--now", support::NOW]),
            Some(0)
        );
        assert!(!site.exists("public/.warraq-staging"));
        support::assert_same(&tree(&site.path("public")), &site.clean(&[]), "unheard");
        assert_eq!(build(&["new", "خبر"]), Some(0));
        assert_eq!(build(&["init", "other"]), Some(0));
        assert_eq!(build(&["new", ""]), Some(2));
        site.write("content/bad.md", "---\ntitle: x\n---\n");
        assert_eq!(build(&["build"]), Some(1));
    }
}

#[test]
fn a_commit_that_cannot_be_finished_is_told_and_finished_by_the_next() {
    let site = Site::new(SITE);
    // The manifest is put in place last.
    site.write(".warraq/public.manifest/in-the-way", "");
    let output = site.build(&[]);
    let told = text(&output.stderr);
    assert_eq!(output.status.code(), Some(1));
    assert!(told.contains("error[file-system]"), "{told}");
    assert!(!told.contains("nothing was written"), "{told}");
    assert!(told.contains("build again, which finishes it"), "{told}");
    // It stays so until what is in the way is gone, whatever is wrong with the articles meanwhile.
    site.write("content/bad.md", "---\ntitle: x\n---\n");
    let told = text(&site.build(&[]).stderr);
    assert!(told.contains("build again, which finishes it"), "{told}");
    fs::remove_dir_all(site.path(".warraq/public.manifest")).unwrap();
    let told = text(&site.build(&[]).stderr);
    assert!(told.contains("cut short has been finished"), "{told}");
    assert!(told.contains("the last good site is as it was"), "{told}");
    site.remove("content/bad.md");
    support::assert_same(&tree(&site.path("public")), &site.clean(&[]), "finished");
    assert!(site.built(&[]).contains(" 0 written"));
}

#[test]
fn what_is_put_aside_is_kept_in_sight_and_told_once() {
    let site = Site::new(SITE);
    site.built(&[]);
    // Without its memory a build knows none of its files; those that are right are simply taken.
    fs::remove_dir_all(site.path(".warraq")).unwrap();
    assert!(site.built(&[]).contains(" 0 written"));
    assert!(!site.exists("warraq-kept"));
    fs::remove_dir_all(site.path(".warraq")).unwrap();
    let title = site.read("warraq.yaml").replace("صحيفة", "جريدة");
    site.write("warraq.yaml", title);
    let told = site.built(&[]);
    assert_eq!(told.matches("warning[").count(), 1, "{told}");
    let mut counted = told
        .split(" and ")
        .filter_map(|rest| rest.split_once(" more"));
    let is_long = |n: &str| n.parse::<usize>().is_ok_and(|n| n >= 10);
    assert!(counted.any(|(n, _)| is_long(n)), "{told}");
    assert!(told.contains("warraq-kept"), "{told}");
    let kept = tree(&site.path("warraq-kept"));
    assert!(kept.contains_key("2022/01/10/الخبر-الأول/index.html"));
    // The same again is not put there twice, and what is there is no part of the site.
    for (path, bytes) in &kept {
        site.write(&format!("public/{path}"), bytes);
    }
    site.built(&[]);
    support::assert_same(&tree(&site.path("warraq-kept")), &kept, "kept twice");
    support::assert_same(&tree(&site.path("public")), &site.clean(&[]), "the site");
}

#[cfg(unix)]
#[test]
fn links_and_folders_in_a_pages_place_are_put_aside_too() {
    let site = Site::new(SITE);
    site.write("public/tags/index.html/mine.txt", "mine");
    site.write("elsewhere/notes.txt", "notes");
    std::os::unix::fs::symlink("../elsewhere", site.path("public/archive")).unwrap();
    site.built(&[]);
    assert_eq!(site.read("warraq-kept/tags/index.html/mine.txt"), "mine");
    let link = fs::read_link(site.path("warraq-kept/archive")).unwrap();
    assert_eq!(link, std::path::Path::new("../elsewhere"));
    assert_eq!(tree(&site.path("elsewhere")).len(), 1);
    support::assert_same(&tree(&site.path("public")), &site.clean(&[]), "the site");
}

#[test]
fn no_address_reaches_into_a_repository() {
    let site = Site::new(SITE);
    site.write("public/.git/config", "mine");
    for (key, code) in [
        ("aliases: [/.git/config/]", "bad-alias"),
        ("url: /.git/x/", "bad-url"),
    ] {
        site.write(
            "content/c.md",
            format!("---\ntitle: ج\ndate: 2022-01-12\n{key}\n---\n"),
        );
        let output = site.build(&[]);
        assert_eq!(output.status.code(), Some(1));
        assert!(
            text(&output.stderr).contains(code),
            "{}",
            text(&output.stderr)
        );
    }
    site.remove("content/c.md");
    // What the owner puts into static/ is the owner's to decide, but for a repository.
    site.write("static/.well-known/security.txt", "x");
    site.write("static/.htaccess", "x");
    site.write("static/.git/HEAD", "x");
    site.built(&[]);
    assert!(site.exists("public/.well-known/security.txt") && site.exists("public/.htaccess"));
    assert_eq!(site.read("public/.git/config"), "mine");
    assert!(!site.exists("public/.git/HEAD"));
    assert_eq!(site.build(&["--output", ".git"]).status.code(), Some(2));
}

#[test]
fn a_strict_build_takes_warnings_for_errors() {
    let site = Site::new(SITE);
    site.write(
        "content/c.md",
        "---\ntitle: ج\ndate: 2022-01-12\ntgas: [ماء]\n---\n\u{202E}مقلوب\n",
    );
    let output = site.build(&["--strict"]);
    assert_eq!(output.status.code(), Some(1));
    let told = text(&output.stderr);
    assert!(
        told.contains("error[unknown-key]") && told.contains("error[bidi-override]"),
        "{told}"
    );
    assert!(!site.exists("public/index.html"));
    let summary = site.built(&[]);
    assert!(summary.contains("1 override of direction"), "{summary}");
}

/// Of many warnings of one kind the first are shown, and how many more there are.
#[test]
fn many_warnings_of_a_kind_are_counted() {
    let site = Site::new(SITE);
    for n in 0..40 {
        site.write(
            &format!("content/n{n}.md"),
            format!("---\ntitle: خبر {n}\ndate: 2022-01-12\n---\n{n} و٣\n"),
        );
    }
    let shown = |arguments: &[&str]| {
        site.built(arguments)
            .matches("warning[mixed-digits]: numbers")
            .count()
    };
    let told = site.built(&[]);
    assert!(
        told.contains("more of this kind in") || told.contains("more files"),
        "{told}"
    );
    assert!(shown(&[]) <= 12);
    assert_eq!(shown(&["--explain"]), 40);
}

#[test]
fn thousands_of_dead_links_are_told_in_time() {
    let site = Site::new(SITE);
    let links: String = (0..20_000)
        .map(|n| format!("[x](/nowhere/{n}/)\n"))
        .collect();
    site.write(
        "content/c.md",
        format!("---\ntitle: ج\ndate: 2022-01-12\n---\n{links}"),
    );
    let started = std::time::Instant::now();
    let told = site.built(&["--quiet", "--explain"]);
    assert!(told.contains("content/c.md:20004:1"));
    // A program of the test profile; one look at the file for each link took minutes.
    assert!(started.elapsed().as_secs() < 20, "{:?}", started.elapsed());
}

#[test]
fn wrong_use_of_folders_is_two() {
    let site = Site::new(SITE);
    site.write(
        "story.txt",
        "عنوان\n\nمحليات 2022-01-10 17:11:00\n\nنص أول.\n",
    );
    let code = |arguments: &[&str]| warraq(site.root(), arguments).status.code();
    assert_eq!(code(&["build", "--root", "warraq.yaml"]), Some(2));
    assert_eq!(
        code(&["import", "text", "story.txt", "--into", "../x"]),
        Some(2)
    );
    assert_eq!(code(&["init", "warraq.yaml"]), Some(2));
    let imported = warraq(
        site.root(),
        &["import", "text", "story.txt", "--into", "inbox"],
    );
    assert_eq!(
        imported.status.code(),
        Some(0),
        "{}",
        text(&imported.stderr)
    );
    assert!(text(&imported.stderr).contains("warning[folder-not-read]"));
    let imported = warraq(site.root(), &["import", "text", "story.txt"]);
    assert!(!text(&imported.stderr).contains("folder-not-read"));
}

#[test]
fn new_and_init_say_what_comes_next() {
    let site = Site::new(SITE);
    let new = warraq(site.root(), &["new", "خبر جديد"]);
    assert!(text(&new.stderr).contains("`draft: true`"));
    let path = warraq(site.root(), &["new", "posts/my-post.md"]);
    assert_eq!(path.status.code(), Some(2));
    assert!(
        text(&path.stderr).contains("warraq new \"my post\" --section posts"),
        "{}",
        text(&path.stderr)
    );
    let init = warraq(site.root(), &["init", "other"]);
    assert!(text(&init.stdout).contains("warraq serve --open --root other"));
}
