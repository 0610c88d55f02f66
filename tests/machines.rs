//! What machines read, and how a site is cited, linked and hosted, tried on small sites.

mod support;

use std::collections::BTreeSet;

use support::edits::random_site;
use support::{Random, Site, assert_same, text, tree, warraq};

const SITE: &str = "\
//- warraq.yaml
title: صحيفة
base_url: https://example.org/archive/
time_zone: Asia/Riyadh
SETTINGS
//- content/local/خبر.md
---
title: \"خبر «السوق» & أسعاره\"
date: 2022-01-10
tags: [سوق, أسعار]
authors: [سلمى الحداد]
aliases: [/قديم/خبر/]
---
نص أول مع [رابط](../culture/other.md) وحاشية[^1].

[^1]: الحاشية.
//- content/culture/other.md
---
title: خبر آخر
date: 2022-02-11
tags: [سوق]
---
نص.
//- content/pages/about.md
---
title: من نحن
---
نص.
";

fn site(settings: &str) -> Site {
    let site = Site::new(&SITE.replace("SETTINGS", settings));
    site.built(&["--quiet"]);
    site
}

fn output(site: &Site, path: &str) -> String {
    site.read(&format!("public/{path}"))
}

/// The short addresses of a built site, each with the article it leads to.
fn short_links(site: &Site) -> Vec<(String, String)> {
    let pages = tree(&site.path("public"));
    let short = pages.iter().filter(|(path, _)| path.starts_with("a/"));
    short
        .map(|(path, page)| {
            let page = text(page);
            let target = page
                .split("url=")
                .nth(1)
                .and_then(|rest| rest.split('"').next());
            (path.clone(), target.unwrap().to_owned())
        })
        .collect()
}

#[test]
fn one_new_article_writes_at_most_sixty_files_feeds_and_all() {
    let written = |articles: usize| {
        let mut random = Random(3);
        let site = random_site(&mut random, articles);
        let settings = site.read("warraq.yaml");
        let more = "short_links: true\nhosting: {redirects: [netlify, nginx, apache]}\n";
        site.write("warraq.yaml", format!("{settings}{more}"));
        site.built(&["--quiet"]);
        site.write(
            "content/local/article-new.md",
            "---\ntitle: الأحدث\ndate: 2025-06-01 10:00\ntags: [ماء, كهرباء, ميناء, سوق]\nauthors: [سلمى الحداد]\n---\nنص.\n",
        );
        let told = site.built(&["--explain"]);
        told.lines()
            .filter(|line| line.starts_with("wrote "))
            .count()
    };
    let (small, large) = (written(60), written(240));
    assert!(
        small <= 60 && large <= 60,
        "{small} files at 60 articles, {large} at 240"
    );
}

#[test]
fn a_short_link_stays_when_articles_are_published_retitled_or_removed() {
    let site = site("short_links: true");
    let before = short_links(&site);
    assert_eq!(before.len(), 2);
    let path = "content/local/خبر.md";
    site.write(path, site.read(path).replace("أسعاره", "وأهله"));
    site.write(
        "content/local/new.md",
        "---\ntitle: جديد\ndate: 2022-03-01\n---\nنص.\n",
    );
    site.built(&["--quiet"]);
    let after = short_links(&site);
    assert_eq!(after.len(), 3);
    let names = |links: &[(String, String)]| -> BTreeSet<String> {
        links.iter().map(|(path, _)| path.clone()).collect()
    };
    assert!(names(&after).is_superset(&names(&before)));
    let retitled = after
        .iter()
        .any(|(_, target)| target.contains("%D9%88%D8%A3%D9%87%D9%84%D9%87"));
    assert!(retitled, "it leads to the new address: {after:?}");
    let article = site.read(path);
    site.write(
        path,
        article.replace("tags:", "removed: {date: 2022-05-01}\ntags:"),
    );
    site.built(&["--quiet"]);
    assert_eq!(names(&short_links(&site)), names(&after));
}

#[test]
fn the_lock_holds_short_links() {
    let site = site("short_links: true");
    assert!(warraq(site.root(), &["lock"]).status.success());
    let lock = site.read("warraq.lock");
    assert_eq!(
        lock.lines()
            .filter(|line| line.starts_with("/a/") || line.starts_with("a/"))
            .count(),
        2,
        "{lock}"
    );
    let settings = site.read("warraq.yaml");
    site.write("warraq.yaml", settings.replace("short_links: true", ""));
    let refused = site.build(&["--quiet"]);
    assert!(
        text(&refused.stderr).contains("url-dropped"),
        "{}",
        text(&refused.stderr)
    );
}

#[test]
fn with_relative_links_every_page_is_reached_without_a_server() {
    let site = site("links: relative\nshort_links: true");
    let files = tree(&site.path("public"));
    let mut reached = BTreeSet::new();
    let mut waiting = vec!["index.html".to_owned()];
    while let Some(path) = waiting.pop() {
        if !reached.insert(path.clone()) || !path.ends_with(".html") {
            continue;
        }
        let page = text(&files[&path]);
        // Browsers refuse to read a font from a folder before a style sheet asks for it.
        assert!(!page.contains("rel=\"preload\""), "{path}");
        for (name, rest) in [" href=\"", " src=\""]
            .iter()
            .flat_map(|name| page.split(name).skip(1).map(move |rest| (name, rest)))
        {
            let link = rest.split('"').next().unwrap();
            if link.contains(':') || link.starts_with('#') {
                continue;
            }
            assert!(!link.starts_with('/'), "{path}: {name}{link}");
            let link = link.split(['?', '#']).next().unwrap();
            let mut parts: Vec<&str> = path.split('/').collect();
            parts.pop();
            for part in link.split('/') {
                match part {
                    ".." => assert!(parts.pop().is_some(), "{path}: {link} leaves the site"),
                    part => parts.push(part),
                }
            }
            let target = warraq::paths::decode(&parts.join("/"));
            assert!(
                files.contains_key(&target),
                "{path}: {link} leads to no file"
            );
            waiting.push(target);
        }
    }
    let is_page = |path: &&String| {
        path.ends_with(".html")
            && *path != "404.html"
            && !text(&files[*path]).contains("http-equiv=\"refresh\"")
    };
    let pages: Vec<&String> = files.keys().filter(is_page).collect();
    assert!(pages.len() > 10);
    for page in pages {
        // A page without a date is in no list; the owner links to it.
        assert!(
            reached.contains(page) || page.starts_with("about"),
            "{page} is not reached"
        );
    }
    // What is read elsewhere keeps its whole addresses, and the not-found page has no place of its own.
    assert!(
        text(&files["index.html"])
            .contains("rel=\"canonical\" href=\"https://example.org/archive/\"")
    );
    assert!(text(&files["404.html"]).contains("href=\"/archive/"));
    let redirect = text(&files["قديم/خبر/index.html"]);
    assert!(redirect.contains("url=../../2022/"), "{redirect}");
}

#[test]
fn feeds_hold_whole_texts_where_the_site_says_so() {
    let site = site("feeds: {full_text: true}");
    let link = "https://example.org/archive/2022/02/11/";
    for feed in ["atom.xml", "rss.xml", "feed.json"] {
        let feed = output(&site, feed);
        assert!(feed.contains("نص أول مع") && feed.contains(link), "{feed}");
        assert!(
            !feed.contains("href=&quot;#") && !feed.contains("href=\\\"#"),
            "{feed}"
        );
    }
    // A new text is a new feed.
    let path = "content/local/خبر.md";
    site.write(path, site.read(path).replace("نص أول", "نص ثان"));
    site.built(&["--quiet"]);
    assert!(output(&site, "feed.json").contains("نص ثان"));
    assert_same(
        &tree(&site.path("public")),
        &site.clean(&["--quiet"]),
        "full text",
    );
}

#[test]
fn a_site_may_have_some_feeds_or_none() {
    let only_json = site("feeds: {formats: [json]}");
    let home = output(&only_json, "index.html");
    assert!(home.contains("application/feed+json") && !home.contains("atom.xml"));
    assert!(!only_json.exists("public/atom.xml"));
    let none = site("feeds: {formats: []}");
    let home = output(&none, "index.html");
    assert!(!home.contains("feed.json") && !home.contains("atom.xml"));
}

#[test]
fn the_policy_of_pages_and_of_servers_is_one() {
    let site = site("");
    let headers = output(&site, "_headers");
    let policy = headers.split("Content-Security-Policy: ").nth(1).unwrap();
    let policy = policy
        .lines()
        .next()
        .unwrap()
        .strip_suffix("; frame-ancestors 'self'")
        .unwrap();
    for page in ["index.html", "404.html", "قديم/خبر/index.html"] {
        assert!(
            output(&site, page).contains(&format!("content=\"{policy}\"")),
            "{page}"
        );
    }
    assert!(headers.contains("/archive/theme/*\n"));
}

#[test]
fn an_owners_file_takes_the_place_of_the_programs() {
    let site = Site::new(&SITE.replace("SETTINGS", "hosting: {redirects: [apache, nginx]}"));
    site.write("static/_headers", "/*\n  X-Own: yes\n");
    site.write("static/.htaccess", "# own\n");
    site.write("static/site.webmanifest", "{}");
    site.write(
        "static/favicon.svg",
        "<svg xmlns=\"http://www.w3.org/2000/svg\"/>",
    );
    site.built(&["--quiet"]);
    assert!(output(&site, "_headers").contains("X-Own"));
    assert_eq!(output(&site, ".htaccess"), "# own\n");
    assert_eq!(output(&site, "site.webmanifest"), "{}");
    assert!(output(&site, "redirects.nginx.conf").contains("\"/archive/قديم/خبر/\""));
    assert!(output(&site, "index.html").contains("rel=\"icon\" href=\"/archive/favicon.svg\""));
}

#[test]
fn no_citation_is_told_where_it_is_off() {
    let path = "2022/01/10/خبر-السوق-وأسعاره/index.html";
    let article = |site: &Site| {
        let files = tree(&site.path("public"));
        let page = files
            .iter()
            .find(|(path, _)| path.starts_with("2022/01/10/خبر"));
        text(
            page.unwrap_or_else(|| panic!("{path} of {:?}", files.keys()))
                .1,
        )
    };
    let on = article(&site(""));
    assert!(on.contains("citation_title") && on.contains("@article{"));
    let off = article(&site("citation: false"));
    assert!(!off.contains("citation_") && !off.contains("class=\"cite\""));
}
