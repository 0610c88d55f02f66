//! What machines and readers are told of an article, by the table in tests/tables/news.txt.

mod support;

use std::fs;
use std::path::Path;

use support::Site;

const SITE: &str = "\
//- warraq.yaml
title: صحيفة المدينة
base_url: https://example.org/
language: ar-SY
digits: latn
time_zone: Asia/Damascus
archive_notice: 365
publisher: {name: دار المدينة, url: https://example.org/, logo: /logo.png}
sections: {local: {title: محليات}}
languages: {en: {title: The City Paper}}
//- static/logo.png
x
//- content/local/bridge.md
---
title: \"افتتاح الجسر </script>\"
date: 2022-01-10 17:11:00
updated: 2022-01-11 09:00
slug: جسر
tags: [جسور, نقل]
authors: [سلمى الحداد]
dateline: مرسانة
image: {src: bridge.png, alt: جسر, caption: الجسر صباحا, credit: كريم العطار}
corrections: [{date: 2022-01-11, text: الطول ثمانون مترا.}]
---
افتُتح الجسر.
//- content/local/bridge.png
x
//- content/local/bridge.en.md
---
title: The bridge
date: 2022-01-10 17:11:00
---
The bridge is open.
//- content/local/wire.md
---
title: خبر منقول
date: 2022-01-12 08:00
slug: wire
tags: [جسور]
source: {name: وكالة, url: https://agency.example/7}
caption: من الأرشيف
---
نص الوكالة.
//- content/local/brand.md
---
title: NATO تجتمع
date: 2022-01-09 08:00
slug: nato
---
نص.
//- content/local/old.md
---
title: خبر قديم
date: 2019-05-05 10:00
slug: old
---
نص قديم.
";

/// An article's updates are shown newest first, and the newest of all dates is when it was changed.
#[test]
fn updates_are_told_newest_first() {
    let article = |lines: &str| {
        let site = Site::new(
            "//- warraq.yaml\ntitle: صحيفة\nbase_url: https://example.org/\ntime_zone: Asia/Riyadh\n",
        );
        let text = format!("---\ntitle: خبر\ndate: 2022-01-10 17:11\n{lines}---\nنص.\n");
        site.write("content/خبر.md", text);
        site.built(&["--quiet"]);
        site.read("public/2022/01/10/خبر/index.html")
    };
    let listed = |page: &str| -> Vec<String> {
        let list = page.split("<section class=\"updates\"").nth(1);
        let list = list.and_then(|list| list.split("</section>").next());
        let times = list.unwrap_or_default().split("<time datetime=\"").skip(1);
        times
            .filter_map(|time| Some(time.split('"').next()?.to_owned()))
            .collect()
    };
    let modified = |page: &str| -> String {
        let data = page.split("\"dateModified\":\"").nth(1).unwrap();
        data.split('"').next().unwrap().to_owned()
    };
    // A day without a time may be the day of publication.
    let page = article(
        "updated: 2022-01-11 09:00\nupdates:\n  - date: 2022-01-10\n  - {date: 2022-01-12 08:00, note: ارتفاع العدد إلى COVID-19}\n  - {date: 2022-01-11, note: صور}\n",
    );
    assert_eq!(
        listed(&page),
        ["2022-01-12T08:00:00+03:00", "2022-01-11", "2022-01-10"]
    );
    assert!(page.contains("<h2>سجلّ التحديثات</h2>"), "{page}");
    assert_eq!(modified(&page), "2022-01-12T08:00:00+03:00");
    // One that is later than all of them holds; alone it is no list.
    let page = article("updated: 2022-01-14\nupdates: [{date: 2022-01-12}]\n");
    assert!(modified(&page).starts_with("2022-01-14"), "{page}");
    let page = article("updated: 2022-01-14\n");
    assert!(modified(&page).starts_with("2022-01-14") && listed(&page).is_empty());
}

/// The file that a name of the table stands for.
fn file(name: &str) -> &'static str {
    match name {
        "article" => "2022/01/10/جسر/index.html",
        "english" => "en/2022/01/10/the-bridge/index.html",
        "wire" => "2022/01/12/wire/index.html",
        "old" => "2019/05/05/old/index.html",
        "brand" => "2022/01/09/nato/index.html",
        "news" => "sitemaps/news.xml",
        "sitemap" => "sitemap.xml",
        "month" => "sitemaps/2022-01.xml",
        "tags" => "sitemaps/tags.xml",
        "atom" => "atom.xml",
        "rss" => "rss.xml",
        "authoratom" => "authors/سلمى-الحداد/atom.xml",
        "robots" => "robots.txt",
        "single" => "tags/نقل/index.html",
        "tag" => "tags/جسور/index.html",
        "style" => "theme/style.css",
        other => panic!("the table names no file `{other}`"),
    }
}

#[test]
fn machines_are_told_what_the_table_says() {
    let site = Site::new(SITE);
    let output = support::warraq(
        site.root(),
        &["build", "--quiet", "--now", "2022-01-13T00:00:00Z"],
    );
    let told = support::text(&output.stderr);
    assert!(output.status.success(), "{told}");
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/tables/news.txt");
    let table = fs::read_to_string(path).unwrap();
    let mut faults = Vec::new();
    for (n, line) in table.lines().enumerate() {
        if line.is_empty() || line.starts_with('#') {
            continue;
        }
        let cells: Vec<&str> = line.split('║').map(str::trim).collect();
        let [rule, name, verb, text] = cells.as_slice() else {
            panic!("line {} has not four cells", n + 1);
        };
        // JSON-LD writes the signs of HTML as escapes.
        let content = site.read(&format!("public/{}", file(name)));
        let plain = content.replace("\\u003c", "<").replace("\\u003e", ">");
        let has = content.contains(text) || plain.contains(text);
        if has != (*verb == "has") {
            faults.push(format!("line {}: {rule}: {name} {verb} {text}", n + 1));
        }
    }
    assert!(faults.is_empty(), "{faults:#?}");
}

/// A feed's ids stay when titles, dates and addresses are mended.
#[test]
fn n8_ids_do_not_hang_on_the_address() {
    let site = Site::new(SITE);
    let ids = || -> Vec<String> {
        let feed = site.read("public/authors/سلمى-الحداد/atom.xml");
        let ids = feed.split("<id>").skip(2);
        ids.filter_map(|rest| Some(rest.split_once("</id>")?.0.to_owned()))
            .collect()
    };
    site.built(&[]);
    let before = ids();
    assert_eq!(before.len(), 1);
    let article = site.read("content/local/bridge.md");
    site.write(
        "content/local/bridge.md",
        article
            .replace("slug: جسر", "slug: الجسر-الجديد")
            .replace("17:11:00", "18:00:00"),
    );
    site.built(&[]);
    assert_eq!(ids(), before);
}
