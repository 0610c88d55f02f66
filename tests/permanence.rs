//! Addresses are kept for good: what `warraq.lock` holds, what a build may not do to it, and what an
//! editor can do about it.

mod support;

use support::{NOW, Site, text, tree, warraq};

/// A site of two articles of one day, one of another day, and a page.
const SITE: &str = "\
//- warraq.yaml
title: صحيفة
base_url: https://example.org/
time_zone: Asia/Riyadh
//- content/local/a.md
---
title: الجسر
date: 2022-01-10 10:00
tags: [ماء]
authors: [سلمى]
---
نص الجسر.
//- content/local/b.md
---
title: السوق
date: 2022-01-10 11:00
tags: [ماء]
---
نص السوق. انظر [ما سبق](a.md).
//- content/local/c.md
---
title: النهر
date: 2022-03-03 11:00
tags: [نهر]
---
نص النهر.
//- content/pages/about.md
---
title: من نحن
---
نص.
";

const BRIDGE: &str = "---\ntitle: الجسر\ndate: 2022-01-10 10:00\ntags: [ماء]\nauthors: [سلمى]\n";

fn lock(site: &Site, arguments: &[&str]) -> (String, bool) {
    let output = warraq(site.root(), &[&["lock", "--now", NOW], arguments].concat());
    let told = format!("{}{}", text(&output.stdout), text(&output.stderr));
    (told, output.status.success())
}

/// The site, built and locked.
fn locked(files: &str) -> Site {
    let site = Site::new(files);
    site.built(&[]);
    let (told, done) = lock(&site, &[]);
    assert!(done, "{told}");
    site
}

/// What a build says that must fail, leaving site and lock as they are.
#[track_caller]
fn refused(site: &Site) -> String {
    let before = (site.read("warraq.lock"), tree(&site.path("public")));
    let output = site.build(&[]);
    let told = text(&output.stderr);
    assert!(!output.status.success(), "the build should fail\n{told}");
    let after = (site.read("warraq.lock"), tree(&site.path("public")));
    assert!(before == after, "something was written\n{told}");
    told
}

/// The line of an address.
fn line(site: &Site, url: &str) -> Option<String> {
    let lock = site.read("warraq.lock");
    let start = format!("{url}\t");
    lock.lines()
        .find(|line| line.starts_with(&start))
        .map(|line| line[start.len()..].replace('\t', " "))
}

#[test]
fn the_lock_lists_what_was_published_and_to_whom_it_belongs() {
    let site = locked(SITE);
    let lock = site.read("warraq.lock");
    assert!(lock.starts_with("warraq.lock 1\n/\thome\n"), "{lock}");
    for (url, what) in [
        (
            "/2022/01/10/الجسر/",
            "article content/local/a.md 2022-01-10",
        ),
        ("/about/", "page content/pages/about.md"),
        ("/local/", "section"),
        ("/tags/ماء/", "tag"),
        ("/tags/", "tags"),
        ("/authors/سلمى/", "author"),
        ("/archive/", "archive"),
        ("/2022/", "year"),
        ("/2022/01/", "month"),
        ("/2022/01/10/", "day"),
        ("/atom.xml", "feed"),
        ("/tags/ماء/rss.xml", "feed"),
    ] {
        assert_eq!(line(&site, url).as_deref(), Some(what), "{url}");
    }
    for no in ["sitemap", "robots", "404", "theme"] {
        assert!(!lock.contains(no), "{no}");
    }
    let lines: Vec<&str> = lock.lines().skip(1).collect();
    assert!(lines.is_sorted(), "{lock}");
}

#[test]
fn numbered_pages_old_addresses_and_files_beside_articles_are_kept_and_the_design_is_not() {
    let mut site = SITE.replace(
        "time_zone: Asia/Riyadh\n",
        "time_zone: Asia/Riyadh\nlistings: {per_page: 1}\nredirects: {/old/: /archive/}\n",
    );
    site.push_str("//- content/local/d/index.md\n---\ntitle: صورة\ndate: 2022-04-04\naliases: [/node/4]\n---\n![صورة](p.jpg)\n//- content/local/d/p.jpg\nx\n//- static/logo.png\nx\n");
    let site = locked(&site);
    for (url, what) in [
        ("/page/1/", "home"),
        ("/local/page/1/", "section"),
        ("/node/4/", "redirect content/local/d/index.md"),
        ("/old/", "redirect warraq.yaml"),
        ("/2022/04/04/صورة/p.jpg", "file content/local/d/p.jpg"),
    ] {
        assert_eq!(line(&site, url).as_deref(), Some(what), "{url}");
    }
    assert_eq!(line(&site, "/logo.png"), None);
}

#[test]
fn a_site_without_a_lock_is_left_alone() {
    let site = Site::new(SITE);
    site.built(&[]);
    site.remove("content/local/c.md");
    site.built(&[]);
    assert!(!site.exists("warraq.lock"));
}

#[test]
fn a_build_adds_what_is_new_and_touches_nothing_otherwise() {
    let site = locked(SITE);
    let file = || {
        std::fs::metadata(site.path("warraq.lock"))
            .unwrap()
            .modified()
            .unwrap()
    };
    let (before, when) = (site.read("warraq.lock"), file());
    let told = site.built(&[]);
    assert!(!told.contains("lock "), "{told}");
    assert!(told.contains("0 written"), "{told}");
    assert_eq!(file(), when);
    site.write(
        "content/local/e.md",
        "---\ntitle: جديد\ndate: 2022-01-10\n---\n",
    );
    let told = site.built(&[]);
    assert!(told.contains("1 address added"), "{told}");
    let after = site.read("warraq.lock");
    let new: Vec<&str> = after
        .lines()
        .filter(|line| !before.contains(line))
        .collect();
    assert_eq!(
        new,
        ["/2022/01/10/جديد/\tarticle\tcontent/local/e.md\t2022-01-10"]
    );
    assert!(!site.files().iter().any(|file| file.contains(".tmp")));
}

#[test]
fn a_moved_article_is_named_with_the_line_to_add_and_that_line_is_enough() {
    let site = locked(SITE);
    let mended = BRIDGE.replace("الجسر", "الجسر القديم");
    site.write("content/local/a.md", format!("{mended}---\nنص.\n"));
    let told = refused(&site);
    assert!(
        told.contains("error[url-dropped]: the site would have nothing at /2022/01/10/الجسر/ any more: its article is now at /2022/01/10/الجسر-القديم/"),
        "{told}"
    );
    assert!(told.contains("content/local/a.md:1:1"), "{told}");
    let alias = "aliases: [/2022/01/10/الجسر/]";
    assert!(
        told.contains(&format!("Add below this line: {alias}")),
        "{told}"
    );
    site.write(
        "content/local/a.md",
        format!(
            "{}\n{alias}\n{}---\nنص.\n",
            "---",
            mended.trim_start_matches("---\n")
        ),
    );
    site.built(&[]);
    // The old line stands; the new address is kept as well.
    let article = "article content/local/a.md 2022-01-10";
    assert_eq!(line(&site, "/2022/01/10/الجسر/").as_deref(), Some(article));
    assert_eq!(
        line(&site, "/2022/01/10/الجسر-القديم/").as_deref(),
        Some(article)
    );
    // And an alias cannot be taken out any more.
    site.write(
        "content/local/a.md",
        format!("{mended}aliases: [/x/]\n---\nنص.\n"),
    );
    let told = refused(&site);
    assert!(told.contains("content/local/a.md:6:1"), "{told}");
    assert!(
        told.contains("Make it aliases: [/x/, /2022/01/10/الجسر/]"),
        "{told}"
    );
}

#[test]
fn a_deleted_article_needs_a_tombstone_or_an_heir() {
    let site = locked(SITE);
    site.write(
        "content/local/b.md",
        "---\ntitle: السوق\ndate: 2022-01-10 11:00\ntags: [ماء]\n---\n",
    );
    site.remove("content/local/a.md");
    let told = refused(&site);
    assert!(
        told.contains("the file of its article, content/local/a.md, is gone"),
        "{told}"
    );
    assert!(
        told.contains("date: 2022-01-10, url: /2022/01/10/الجسر/, removed: {date: YYYY-MM-DD"),
        "{told}"
    );
    assert!(
        told.contains("/authors/سلمى/ any more: it was a page of an author"),
        "{told}"
    );
    // Another article may take the address over, on purpose.
    site.write(
        "content/local/b.md",
        "---\ntitle: السوق\ndate: 2022-01-10 11:00\ntags: [ماء]\nauthors: [سلمى]\naliases: [/2022/01/10/الجسر/]\n---\n",
    );
    site.built(&[]);
}

#[test]
fn a_deleted_article_is_told_together_with_the_links_to_it() {
    let site = locked(SITE);
    site.remove("content/local/a.md");
    let told = refused(&site);
    assert!(
        told.contains("broken-link") && told.contains("url-dropped"),
        "{told}"
    );
}

#[test]
fn what_another_fault_hides_does_not_look_lost() {
    let site = locked(SITE);
    site.write("content/local/c.md", "---\ntitle: النهر\n");
    assert!(!refused(&site).contains("url-dropped"));
    let config = site.read("warraq.yaml");
    site.write(
        "content/local/c.md",
        "---\ntitle: النهر\ndate: 2022-03-03 11:00\ntags: [نهر]\n---\n",
    );
    site.write("warraq.yaml", format!("{config}permalink: /:yaer/\n"));
    assert!(!refused(&site).contains("url-dropped"));
}

#[test]
fn a_tombstone_takes_the_articles_place_and_the_article_is_nowhere_else() {
    let site = locked(SITE);
    let reason = "نُشر بالخطأ";
    site.write(
        "content/local/a.md",
        format!("{BRIDGE}summary: موجز لا يُعرض\naliases: [/node/1/]\nremoved: {{date: 2023-05-06, reason: {reason}}}\n---\nنص لا يُعرض [x](nowhere.md).\n"),
    );
    // The author had this article alone: the loss of that page is part of the removal.
    site.built(&[]);
    let page = site.read("public/2022/01/10/الجسر/index.html");
    for shown in [
        "الجسر",
        reason,
        "2023-05-06",
        "noindex",
        "data-kind=\"removed\"",
    ] {
        assert!(page.contains(shown), "{shown} is missing:\n{page}");
    }
    for hidden in [
        "لا يُعرض",
        "ld+json",
        "سلمى",
        "article:",
        "hreflang",
        "name=\"description\"",
    ] {
        assert!(!page.contains(hidden), "{hidden} is shown:\n{page}");
    }
    let place = "2022/01/10/الجسر/index.html";
    let neighbour = "2022/01/10/السوق/index.html";
    let encoded = "/2022/01/10/%D8%A7%D9%84%D8%AC%D8%B3%D8%B1/";
    for (path, bytes) in tree(&site.path("public")) {
        let named = text(&bytes).contains("الجسر") || text(&bytes).contains(encoded);
        let may = [place, neighbour, "node/1/index.html"].contains(&path.as_str());
        assert!(!named || may, "{path} names the removed article");
    }
    assert!(!site.exists("public/authors/سلمى/index.html"));
    // Other articles' links and old addresses lead to the tombstone.
    assert!(
        site.read(&format!("public/{neighbour}"))
            .contains(&format!("href=\"{encoded}\">ما سبق</a>"))
    );
    assert!(
        !site
            .read(&format!("public/{neighbour}"))
            .contains("rel=\"prev\"")
    );
    assert!(
        site.read("public/node/1/index.html")
            .contains(&format!("url={encoded}"))
    );
    assert!(
        site.read("public/2022/01/10/index.html")
            .contains("مقالة واحدة")
    );
    // The lock keeps all it had.
    assert_eq!(line(&site, "/authors/سلمى/").as_deref(), Some("author"));
    site.built(&[]);
}

#[test]
fn a_tombstone_can_keep_the_headline_back() {
    let site = Site::new(SITE);
    site.write(
        "content/local/a.md",
        "---\ntitle: سر\nurl: /2022/x/\ndate: 2022-01-10\naliases: [/y/]\nremoved: {date: 2023-05-06, title: false}\n---\n",
    );
    site.built(&[]);
    for path in ["2022/x", "y"] {
        assert!(
            !site
                .read(&format!("public/{path}/index.html"))
                .contains("سر"),
            "{path}"
        );
    }
    assert!(
        site.read("public/2022/x/index.html")
            .contains("<h1 dir=\"rtl\">حُذفت هذه المادة</h1>")
    );
}

#[test]
fn files_of_a_removed_article_go_with_it() {
    let bundle = format!(
        "{SITE}//- content/local/d/index.md\n---\ntitle: صورة\ndate: 2022-04-04\n---\n![صورة](p.jpg)\n//- content/local/d/p.jpg\nx\n"
    );
    let site = locked(&bundle);
    site.write(
        "content/local/d/index.md",
        "---\ntitle: صورة\ndate: 2022-04-04\nremoved: {date: 2023-05-06}\n---\n![صورة](p.jpg)\n",
    );
    site.built(&[]);
    assert!(site.exists("public/2022/04/04/صورة/index.html"));
    assert!(!site.exists("public/2022/04/04/صورة/p.jpg"));
}

#[test]
fn a_removed_version_is_no_translation() {
    let site = Site::new(
        "//- warraq.yaml\ntitle: صحيفة\nbase_url: https://example.org/\ntime_zone: Asia/Riyadh\nlanguages: {en: {title: Paper}}\n//- content/a.md\n---\ntitle: خبر\ndate: 2022-01-10\n---\n//- content/a.en.md\n---\ntitle: Story\ndate: 2022-01-10\nremoved: {date: 2022-02-02, reason: An error.}\n---\n",
    );
    site.built(&[]);
    assert!(
        !site
            .read("public/2022/01/10/خبر/index.html")
            .contains("hreflang=\"x-default\"")
    );
    let page = site.read("public/en/2022/01/10/story/index.html");
    assert!(
        page.contains("This article has been removed") && page.contains("dir=\"ltr\""),
        "{page}"
    );
    assert!(!page.contains("rel=\"alternate\" hreflang"), "{page}");
}

#[test]
fn a_dropped_tag_needs_a_redirect_or_must_be_given_up() {
    let site = locked(SITE);
    site.write(
        "content/local/c.md",
        "---\ntitle: النهر\ndate: 2022-03-03 11:00\ntags: [ماء]\n---\n",
    );
    let told = refused(&site);
    // The page and its three feeds.
    assert_eq!(told.matches("error[url-dropped]").count(), 4, "{told}");
    assert!(told.contains("redirects: {/tags/نهر/: /…/}"), "{told}");
    assert!(told.contains("warraq lock --drop /tags/نهر/"), "{told}");
    assert!(told.contains("warraq.lock:"), "{told}");
    // The redirect leads readers on; a feed's followers are given up.
    let config = site.read("warraq.yaml");
    site.write(
        "warraq.yaml",
        format!("{config}redirects: {{/tags/نهر/: /tags/ماء/}}\n"),
    );
    let (told, done) = lock(
        &site,
        &["--drop", "https://example.org/tags/%D9%86%D9%87%D8%B1/*"],
    );
    assert!(done && told.contains("3 given up"), "{told}");
    site.built(&[]);
    assert!(
        site.read("public/tags/نهر/index.html")
            .contains("url=/tags/")
    );
    assert_eq!(line(&site, "/tags/نهر/").as_deref(), Some("tag"));
    assert_eq!(
        line(&site, "/tags/نهر/atom.xml").as_deref(),
        Some("given-up feed")
    );
    // What was given up may come again.
    site.write("warraq.yaml", config);
    site.write(
        "content/local/c.md",
        "---\ntitle: النهر\ndate: 2022-03-03 11:00\ntags: [نهر]\n---\n",
    );
    site.built(&[]);
    assert_eq!(line(&site, "/tags/نهر/atom.xml").as_deref(), Some("feed"));
}

#[test]
fn only_what_is_lost_is_given_up() {
    let site = locked(SITE);
    let before = site.read("warraq.lock");
    for url in ["/tags/نهر/", "/never/"] {
        let (told, done) = lock(&site, &["--drop", url]);
        assert!(!done && told.contains("not-given-up"), "{told}");
    }
    assert_eq!(site.read("warraq.lock"), before);
}

#[test]
fn an_address_that_another_article_takes_is_told() {
    let slugs = SITE.replace(
        "time_zone: Asia/Riyadh\n",
        "time_zone: Asia/Riyadh\npermalink: /:slug/\n",
    );
    let site = locked(&slugs);
    // A year later another article has the same title, and the first one is moved.
    site.write("content/local/a.md", format!("{BRIDGE}slug: other\n---\n"));
    site.write(
        "content/local/z.md",
        "---\ntitle: الجسر\ndate: 2023-01-10\ntags: [نهر]\n---\n",
    );
    let told = refused(&site);
    assert!(told.contains("error[url-moved]: /الجسر/ would lead elsewhere: it was content/local/a.md and would be content/local/z.md"), "{told}");
    // The same with the first one gone.
    site.remove("content/local/a.md");
    site.write(
        "content/local/b.md",
        "---\ntitle: السوق\ndate: 2022-01-10 11:00\nauthors: [سلمى]\ntags: [ماء]\n---\n",
    );
    let told = refused(&site);
    assert!(
        told.contains("[url-moved]") && told.contains("content/local/a.md is gone"),
        "{told}"
    );
    let (told, done) = lock(&site, &["--drop", "/الجسر/"]);
    assert!(done, "{told}");
    site.built(&[]);
    assert_eq!(
        line(&site, "/الجسر/").as_deref(),
        Some("article content/local/z.md 2023-01-10")
    );
}

#[test]
fn files_may_be_renamed_and_sorted_into_folders() {
    let site = locked(SITE);
    let article = site.read("content/local/c.md");
    site.remove("content/local/c.md");
    site.write("content/local/2022/river.md", article);
    site.built(&[]);
    assert_eq!(
        line(&site, "/2022/03/03/النهر/").as_deref(),
        Some("article content/local/2022/river.md 2022-03-03")
    );
}

/// Two articles of one title and day, the later of which has a number in its address.
fn twins() -> Site {
    let site = Site::new(SITE);
    site.write(
        "content/local/d.md",
        "---\ntitle: النهر\ndate: 2022-03-03 12:00\ntags: [نهر]\n---\n",
    );
    site.built(&[]);
    assert!(lock(&site, &[]).1);
    assert!(site.exists("public/2022/03/03/النهر-2/index.html"));
    site
}

#[test]
fn an_article_does_not_inherit_the_address_of_one_of_its_title_and_day() {
    let site = twins();
    site.remove("content/local/c.md");
    // The later one would have no number then. That its own address leads on is not enough.
    site.write(
        "content/local/d.md",
        "---\ntitle: النهر\ndate: 2022-03-03 12:00\ntags: [نهر]\naliases: [/2022/03/03/النهر-2/]\n---\n",
    );
    let told = refused(&site);
    assert!(
        told.contains("error[url-moved]: /2022/03/03/النهر/ would lead elsewhere: it was content/local/c.md and would be content/local/d.md"),
        "{told}"
    );
}

#[test]
fn what_was_given_up_does_not_make_another_article_of_its_file() {
    let site = twins();
    site.remove("content/local/c.md");
    refused(&site);
    // An editor gives up the address with the number, as the build proposes, and not the one without.
    let (told, done) = lock(&site, &["--drop", "/2022/03/03/النهر-2/"]);
    assert!(done, "{told}");
    let told = refused(&site);
    assert!(
        told.contains("error[url-moved]: /2022/03/03/النهر/ would lead elsewhere: it was content/local/c.md and would be content/local/d.md"),
        "{told}"
    );
    // Both are given up: the address is the later one's.
    assert!(lock(&site, &["--drop", "/2022/03/03/النهر/"]).1);
    site.built(&[]);
    assert_eq!(
        line(&site, "/2022/03/03/النهر/").as_deref(),
        Some("article content/local/d.md 2022-03-03")
    );
}

#[test]
fn an_article_that_was_held_back_takes_no_address_when_its_hour_comes() {
    let site = Site::new(SITE);
    let waits = |more: &str| {
        let text = format!("---\ntitle: النهر\ndate: 2022-03-03 11:00\n{more}---\nكان محجوبا.\n");
        site.write("content/local/c.md", text);
    };
    let at = |now: &str| {
        let output = warraq(site.root(), &["build", "--now", now]);
        assert!(output.status.success(), "{}", text(&output.stderr));
    };
    let is_held_back = |url: &str| {
        let page = site.read(&format!("public/2022/03/03/{url}/index.html"));
        page.contains("<p>كان محجوبا")
    };
    // Dated before the other one, and out after it: at an hour that only a timer may see.
    waits("publishDate: 2026-02-01\n");
    let other = "---\ntitle: النهر\ndate: 2022-03-03 12:00\n---\nكان هنا.\n";
    site.write("content/local/d.md", other);
    site.built(&[]);
    assert!(lock(&site, &[]).1);
    assert!(!is_held_back("النهر"));
    at("2026-02-02T00:00:00Z");
    assert!(!is_held_back("النهر") && is_held_back("النهر-2"));
    // When that one expires, nothing moves either.
    site.write(
        "content/local/d.md",
        other.replace("---\nكان", "expires: 2026-03-01\n---\nكان"),
    );
    at("2026-03-02T00:00:00Z");
    assert!(!site.exists("public/2022/03/03/النهر/index.html"));
    assert!(is_held_back("النهر-2"));
}

#[test]
fn an_address_chosen_for_later_is_told_when_it_is_chosen() {
    let site = locked(SITE);
    let text = "---\ntitle: المجرى\ndate: 2026-02-01\nurl: /2022/03/03/النهر/\n---\n";
    site.write("content/local/later.md", text);
    // And not in the night when it comes out.
    let told = refused(&site);
    assert!(told.contains("at /2022/03/03/النهر/ any more"), "{told}");
}

#[test]
fn an_article_keeps_its_number_when_the_one_before_it_expires() {
    let site = twins();
    let before = site.read("public/2022/03/03/النهر-2/index.html");
    let first =
        "---\ntitle: النهر\ndate: 2022-03-03 11:00\ntags: [نهر]\nexpires: 2025-01-01\n---\n";
    site.write("content/local/c.md", first);
    // As a timer builds it, with nobody there to be asked.
    site.built(&[]);
    assert!(!site.exists("public/2022/03/03/النهر/index.html"));
    assert_eq!(
        site.read("public/2022/03/03/النهر-2/index.html")
            .contains("<h1"),
        before.contains("<h1")
    );
}

#[test]
fn a_list_may_lose_as_many_pages_as_its_articles_that_are_gone_explain() {
    let site = Site::new(&SITE.replace(
        "time_zone: Asia/Riyadh\n",
        "time_zone: Asia/Riyadh\nlistings: {per_page: 2}\n",
    ));
    let article = |n: usize, more: &str| {
        let text = format!("---\ntitle: خبر {n}\ndate: 2021-01-{n:02}\ntags: [وفير]\n{more}---\n");
        site.write(&format!("content/local/n{n}.md"), text);
    };
    for n in 1..=12 {
        article(n, "");
    }
    site.built(&[]);
    assert!(lock(&site, &[]).1);
    let pages = || {
        (2..9)
            .filter(|n| site.exists(&format!("public/tags/وفير/page/{n}/index.html")))
            .count()
    };
    let before = pages();
    article(1, "expires: 2025-01-01\n");
    article(2, "expires: 2025-01-01\n");
    site.built(&[]);
    assert_eq!(pages(), before - 1, "two articles fill a page");
    // Six others leave the tag, and nobody has said why.
    for n in 3..=8 {
        let text = site.read(&format!("content/local/n{n}.md"));
        site.write(
            &format!("content/local/n{n}.md"),
            text.replace("وفير", "ماء"),
        );
    }
    let told = refused(&site);
    assert!(told.contains("/tags/وفير/page/"), "{told}");
}

#[test]
fn feeds_go_with_a_list_that_is_empty_and_not_with_one_that_is_there() {
    let site = locked(SITE);
    site.write(
        "content/local/c.md",
        "---\ntitle: النهر\ndate: 2022-03-03 11:00\ntags: [نهر]\nexpires: 2025-01-01\n---\n",
    );
    site.built(&[]);
    assert!(!site.exists("public/tags/نهر/rss.xml"));
    // That an article has expired is no reason for home and its section to lose what readers follow.
    let config = site.read("warraq.yaml");
    site.write(
        "warraq.yaml",
        format!("{config}feeds: {{formats: [atom, json]}}\n"),
    );
    let told = refused(&site);
    for lost in ["/rss.xml", "/local/rss.xml", "/tags/ماء/rss.xml"] {
        assert!(told.contains(&format!("nothing at {lost} ")), "{told}");
    }
    assert!(!told.contains("/tags/نهر/"), "{told}");
}

#[test]
fn what_expires_goes_on_purpose_and_nobody_else_gets_its_address() {
    let site = locked(SITE);
    let expired = |more: &str| {
        format!(
            "---\ntitle: النهر\ndate: 2022-03-03 11:00\ntags: [نهر]\nexpires: 2025-01-01\n{more}---\n"
        )
    };
    site.write("content/local/c.md", expired(""));
    site.built(&[]);
    assert!(!site.exists("public/2022/03/03/index.html"));
    assert!(line(&site, "/2022/03/03/النهر/").is_some());
    // Another article of that title and day gets a number, as if the first one were there still.
    let other = "title: النهر\ndate: 2022-03-03 12:00\ntags: [نهر]\n";
    site.write("content/local/d.md", format!("---\n{other}---\n"));
    site.built(&[]);
    assert_eq!(
        line(&site, "/2022/03/03/النهر-2/").as_deref(),
        Some("article content/local/d.md 2022-03-03")
    );
    let chosen = "url: /2022/03/03/النهر/\naliases: [/2022/03/03/النهر-2/]\n";
    site.write("content/local/d.md", format!("---\n{other}{chosen}---\n"));
    assert!(
        refused(&site)
            .contains("would be content/local/d.md; content/local/c.md has expired and keeps it")
    );
    site.write("content/local/d.md", format!("---\n{other}---\n"));
    // A draft is no farewell.
    site.write("content/local/c.md", expired("draft: true\n"));
    let told = refused(&site);
    assert!(
        told.contains("content/local/c.md is a draft again"),
        "{told}"
    );
    let chosen = "url: /2022/03/03/النهر-2/\n";
    site.write("content/local/d.md", format!("---\n{other}{chosen}---\n"));
    let told = refused(&site);
    assert!(told.contains("its article is a draft again"), "{told}");
}

#[test]
fn a_preview_publishes_nothing() {
    let site = locked(SITE);
    let before = site.read("warraq.lock");
    site.write(
        "content/local/e.md",
        "---\ntitle: مسودة\ndate: 2022-01-10\ndraft: true\n---\n",
    );
    site.write(
        "content/local/f.md",
        "---\ntitle: غد\ndate: 2031-01-10\n---\n",
    );
    site.built(&["--drafts"]);
    site.built(&["--future"]);
    let later = ["build", "--now", "2032-01-01T00:00:00Z"];
    assert!(warraq(site.root(), &later).status.success());
    assert_eq!(site.read("warraq.lock"), before);
}

#[test]
fn a_changed_permalink_is_told_once_with_the_first_addresses() {
    let mut files = SITE.to_owned();
    for n in 10..40 {
        files.push_str(&format!(
            "//- content/local/n{n}.md\n---\ntitle: خبر {n}\ndate: 2022-02-02\n---\n"
        ));
    }
    let site = locked(&files);
    let config = site.read("warraq.yaml");
    site.write("warraq.yaml", format!("{config}permalink: /:year/:slug/\n"));
    let told = refused(&site);
    assert_eq!(told.matches("error[").count(), 1, "{told}");
    assert!(
        told.contains("33 of the ") && told.contains("article 33"),
        "{told}"
    );
    assert_eq!(told.matches("now at /2022/").count(), 20, "{told}");
    assert!(told.contains("permalink"), "{told}");
}

#[test]
fn a_damaged_lock_is_neither_ignored_nor_overwritten() {
    let site = locked(SITE);
    let whole = site.read("warraq.lock");
    let conflict = whole.replacen("/2022/\t", "<<<<<<< HEAD\n/2022/\t", 1);
    for (damaged, code, line) in [
        (conflict.as_str(), "lock-conflict", "warraq.lock:3"),
        (&whole[..whole.len() - 2], "bad-lock", "warraq.lock:"),
        ("", "bad-lock", "warraq.lock:1"),
        ("warraq.lock 7\n", "newer-lock", "warraq.lock:1"),
    ] {
        site.write("warraq.lock", damaged);
        let told = refused(&site);
        assert!(told.contains(code) && told.contains(line), "{told}");
        let (told, done) = lock(&site, &[]);
        assert!(!done && told.contains(code), "{told}");
        assert_eq!(site.read("warraq.lock"), damaged);
    }
}

#[test]
fn lines_of_both_branches_of_a_merge_are_kept_in_any_order() {
    let site = locked(SITE);
    let whole = site.read("warraq.lock");
    let mut lines: Vec<&str> = whole.lines().skip(1).collect();
    lines.reverse();
    let turned = format!("warraq.lock 1\n{}\n{}\n", lines.join("\n"), lines[0]);
    site.write("warraq.lock", &turned);
    site.built(&[]);
    assert_eq!(site.read("warraq.lock"), whole);
}

#[test]
fn a_lock_that_cannot_be_written_is_told_and_the_site_is_built() {
    use std::os::unix::fs::PermissionsExt;
    let site = locked(SITE);
    let before = site.read("warraq.lock");
    site.write(
        "content/local/e.md",
        "---\ntitle: جديد\ndate: 2022-01-10\n---\n",
    );
    // A folder stands where the new lock would be written.
    std::fs::create_dir(site.path("warraq.lock.tmp")).unwrap();
    let output = site.build(&[]);
    let told = text(&output.stderr);
    assert!(
        !output.status.success() && told.contains("not in the lock"),
        "{told}"
    );
    assert_eq!(site.read("warraq.lock"), before);
    assert!(site.exists("public/2022/01/10/جديد/index.html"));
    std::fs::remove_dir(site.path("warraq.lock.tmp")).unwrap();
    site.built(&[]);
    assert!(line(&site, "/2022/01/10/جديد/").is_some());
    let mode = std::fs::metadata(site.path("warraq.lock"))
        .unwrap()
        .permissions()
        .mode();
    assert_eq!(mode & 0o400, 0o400);
}
