//! Share images: what is drawn for those who share a page that has no picture.

mod support;

use std::collections::BTreeSet;

use support::pictures::plain;
use support::{NOW, Site, assert_same, command, text, tree};
use warraq::digest::Digest;
use warraq::images::{Kind, probe};
use warraq::paths::SourcePath;

/// Two languages; an article with a picture of its own, one with a drawing, four without.
const SITE: &str = "\
//- warraq.yaml
title: بريد مرسانة
description: أرشيف «بريد مرسانة».
base_url: https://example.org/
time_zone: Asia/Riyadh
language: ar-SY-u-nu-latn
share_images: true
sections: {local: {title: محليات}}
languages: {en: {title: Marsana Mail}}
//- content/local/a.md
---
title: الميناء القديم يعود في 2023 مع شركة Blue Harbor
date: 2022-01-10
tags: [ميناء]
---
نص.
//- content/local/b.md
---
title: «عاصفة»
date: 2022-01-11
---
نص.
//- content/local/c.en.md
---
title: The old harbour reopens
date: 2022-01-12
---
Text.
//- content/local/fair/index.md
---
title: معرض الكتاب
date: 2022-01-13
slug: fair
image: {src: photo.jpg, alt: قارب}
---
نص.
//- content/local/drawn/index.md
---
title: خريطة
date: 2022-01-14
slug: drawn
image: {src: map.svg, alt: خريطة}
---
نص.
//- content/local/drawn/map.svg
<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"10\" height=\"10\"/>
//- content/pages/about.md
---
title: من نحن
---
نص.
";

fn site() -> Site {
    let site = Site::new(SITE);
    site.write("content/local/fair/photo.jpg", plain(200, 100));
    site
}

/// The share images of a site, by their paths.
fn images(site: &Site) -> BTreeSet<String> {
    let files = tree(&site.path("public")).into_keys();
    files.filter(|path| path.ends_with("share.png")).collect()
}

/// What a page says of the picture shown beside links to it.
fn said(site: &Site, page: &str) -> Vec<String> {
    let page = site.read(&format!("public/{page}"));
    let lines = page.lines().filter(|line| {
        line.contains("property=\"og:image") || line.contains("name=\"twitter:card")
    });
    lines.map(str::to_owned).collect()
}

const A: &str = "2022/01/10/الميناء-القديم-يعود-في-2023-مع-شركة-blue-harbor/";

#[test]
fn a_page_without_a_picture_has_one_of_its_words() {
    let site = site();
    site.built(&["--quiet"]);
    let b = "2022/01/11/عاصفة/share.png";
    let expected = [
        "share.png",
        "en/share.png",
        &format!("{A}share.png"),
        b,
        "en/2022/01/12/the-old-harbour-reopens/share.png",
        "2022/01/14/drawn/share.png",
    ];
    assert_eq!(images(&site), BTreeSet::from(expected.map(str::to_owned)));
    for path in images(&site) {
        let bytes = std::fs::read(site.path(&format!("public/{path}"))).unwrap();
        let facts = probe(&SourcePath::new("share.png"), &bytes).unwrap();
        assert_eq!((facts.width, facts.height), (1200, 630), "{path}");
        assert_eq!((facts.kind, facts.fault), (Kind::Png, None));
        assert!(bytes.len() < 60_000, "{path}: {}", bytes.len());
    }
    let article = said(&site, &format!("{A}index.html"));
    let address = article[0].split('"').nth(3).unwrap();
    let (address, version) = address.split_once("?v=").unwrap();
    assert!(
        address.starts_with("https://example.org/2022/01/10/%D8%A7")
            && address.ends_with("/share.png")
    );
    assert_eq!(version.len(), 8);
    assert_eq!(
        article[1..],
        [
            "<meta property=\"og:image:width\" content=\"1200\">",
            "<meta property=\"og:image:height\" content=\"630\">",
            "<meta property=\"og:image:type\" content=\"image/png\">",
            "<meta property=\"og:image:alt\" content=\"الميناء القديم يعود في 2023 مع شركة Blue Harbor – بريد مرسانة\">",
            "<meta name=\"twitter:card\" content=\"summary_large_image\">",
        ]
    );
    // It is none of the article's own: search engines are not told of it.
    assert!(
        !site
            .read(&format!("public/{A}index.html"))
            .contains("\"image\":")
    );
    // An article with a picture shows that.
    let own = said(&site, "2022/01/13/fair/index.html");
    assert!(own[0].contains("/2022/01/13/fair/photo.jpg\""), "{own:?}");
    assert!(!own.concat().contains("image:type"));
    // All other pages show the site's.
    for (page, image) in [
        ("index.html", "https://example.org/share.png?v="),
        ("local/index.html", "https://example.org/share.png?v="),
        ("about/index.html", "https://example.org/share.png?v="),
        ("en/index.html", "https://example.org/en/share.png?v="),
    ] {
        let said = said(&site, page);
        assert!(said[0].contains(image), "{page}: {said:?}");
        assert!(said.iter().any(|line| line.contains("summary_large_image")));
    }
}

/// Drawn once and looked at: what they are from then on.
#[test]
fn the_pixels_are_what_they_were_on_every_machine() {
    let site = site();
    site.built(&["--quiet"]);
    let mut found = String::new();
    for path in images(&site) {
        let bytes = std::fs::read(site.path(&format!("public/{path}"))).unwrap();
        found.push_str(&format!("{} {path}\n", Digest::of_bytes(&bytes)));
    }
    let kept =
        std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/tables/share-images.txt");
    if support::bless() {
        std::fs::write(&kept, &found).unwrap();
    }
    assert_eq!(found, std::fs::read_to_string(kept).unwrap());
}

#[test]
fn any_number_of_threads_draws_the_same() {
    let site = site();
    let expected = site.clean(&["--quiet"]);
    for jobs in ["1", "3", "8"] {
        let build = ["build", "--quiet", "--now", NOW, "--jobs", jobs];
        let output = command(site.root(), &build)
            .env("TZ", "Pacific/Auckland")
            .output()
            .unwrap();
        assert!(output.status.success(), "{}", text(&output.stderr));
        assert_same(&tree(&site.path("public")), &expected, jobs);
        std::fs::remove_dir_all(site.path("public")).unwrap();
        std::fs::remove_dir_all(site.path(".warraq")).unwrap();
    }
}

/// The share images that are others than they were.
fn changed(site: &Site, edit: impl FnOnce(&Site)) -> BTreeSet<String> {
    let before = tree(&site.path("public"));
    edit(site);
    site.built(&["--quiet"]);
    let after = tree(&site.path("public"));
    assert_same(&after, &site.clean(&["--quiet"]), "a clean build");
    let paths = before.keys().chain(after.keys());
    let others = paths.filter(|path| before.get(*path) != after.get(*path));
    others
        .filter(|path| path.ends_with("share.png"))
        .cloned()
        .collect()
}

#[test]
fn an_image_is_drawn_again_when_its_own_words_change() {
    let site = site();
    site.built(&["--quiet"]);
    assert!(site.built(&[]).contains(" 0 written"));
    let edited = |from: &str, to: &str| {
        let text = site.read("content/local/b.md").replace(from, to);
        changed(&site, |site| site.write("content/local/b.md", text))
    };
    let b = BTreeSet::from(["2022/01/11/عاصفة/share.png".to_owned()]);
    assert_eq!(edited("نص.", "نص آخر.\n\nوفقرة."), BTreeSet::new());
    assert_eq!(edited("«عاصفة»", "«عاصفة»!"), b);
    let pages = said(&site, "2022/01/11/عاصفة/index.html");
    assert_eq!(edited("«عاصفة»!", "«عاصفة»؟"), b);
    assert_ne!(
        pages,
        said(&site, "2022/01/11/عاصفة/index.html"),
        "networks take the new one"
    );
    let new = changed(&site, |site| {
        site.write(
            "content/local/new.md",
            "---\ntitle: جديد\ndate: 2022-01-20\n---\nنص.\n",
        );
    });
    assert_eq!(
        new,
        BTreeSet::from(["2022/01/20/جديد/share.png".to_owned()])
    );
    // With a picture of its own it needs none.
    let pictured = changed(&site, |site| {
        site.write("static/p.jpg", plain(100, 100));
        site.write(
            "content/local/new.md",
            "---\ntitle: جديد\ndate: 2022-01-20\nimage: {src: /p.jpg, alt: صورة}\n---\nنص.\n",
        );
    });
    assert_eq!(pictured, new);
    assert!(!site.exists("public/2022/01/20/جديد/share.png"));
    // Colours are those of the theme.
    let all = images(&site);
    let config = site.read("warraq.yaml");
    let recoloured = changed(&site, |site| {
        site.write(
            "warraq.yaml",
            format!("{config}theme: {{colors: {{accent: \"#14532d\"}}}}\n"),
        );
    });
    assert_eq!(recoloured, all);
    // What no image shows draws none again.
    let config = site.read("warraq.yaml");
    let renavigated = changed(&site, |site| {
        site.write(
            "warraq.yaml",
            format!("{config}navigation: [{{title: الرئيسة, url: /}}]\n"),
        );
    });
    assert_eq!(renavigated, BTreeSet::new());
}

#[test]
fn without_the_setting_there_is_none() {
    let site = site();
    site.built(&["--quiet"]);
    let config = site.read("warraq.yaml").replace("share_images: true\n", "");
    // A file of the owner's stays when the images go.
    site.write("public/2022/mine.png", "x");
    site.write("warraq.yaml", config);
    site.built(&["--quiet"]);
    assert_eq!(images(&site), BTreeSet::new());
    assert!(site.exists("public/2022/mine.png"));
    for page in ["index.html", &format!("{A}index.html")] {
        assert_eq!(
            said(&site, page),
            ["<meta name=\"twitter:card\" content=\"summary\">"]
        );
    }
}

#[test]
fn a_file_of_the_owners_is_not_drawn_over() {
    let site = site();
    site.write("static/share.png", "mine");
    site.built(&["--quiet"]);
    assert_eq!(site.read("public/share.png"), "mine");
    assert_eq!(
        said(&site, "index.html"),
        ["<meta name=\"twitter:card\" content=\"summary\">"]
    );
}

#[test]
fn a_headline_that_cannot_be_drawn_has_the_image_of_the_site() {
    let site = site();
    site.write(
        "content/local/b.md",
        "---\ntitle: 東京\ndate: 2022-01-11\nslug: tokyo\n---\nنص.\n",
    );
    let told = text(&site.build(&[]).stderr);
    assert!(told.contains("warning[undrawn-headline]"), "{told}");
    assert!(!site.exists("public/2022/01/11/tokyo/share.png"));
    let said = said(&site, "2022/01/11/tokyo/index.html");
    assert!(
        said[0].contains("\"https://example.org/share.png?v="),
        "{said:?}"
    );
}
