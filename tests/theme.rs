//! How a site looks, as its owner sets it in `warraq.yaml` and with files of its own.

mod support;

use support::{Site, text, warraq};

const SITE: &str = "\
//- content/local/a.md
---
title: الخبر الأول
date: 2022-01-10 10:00
---
نص فيه **كلمة**.
//- content/local/b.md
---
title: خبر بلا شيء
date: 2022-01-11 10:00
image: {src: /img/sea.svg, alt: بحر}
---
نص.
//- static/img/sea.svg
<svg xmlns=\"http://www.w3.org/2000/svg\"/>
//- static/img/logo.svg
<svg xmlns=\"http://www.w3.org/2000/svg\"/>
";

const CONFIG: &str = "title: صحيفة\nbase_url: https://example.org/\ntime_zone: Asia/Riyadh\n\
                      languages: {en: {title: The Paper}}\n";

fn site(theme: &str) -> Site {
    let site = Site::new(SITE);
    site.write("warraq.yaml", format!("{CONFIG}{theme}"));
    site
}

fn files(site: &Site) -> Vec<String> {
    let tree = support::tree(&site.root().join("public/theme"));
    tree.keys().cloned().collect()
}

fn count(html: &str, word: &str) -> usize {
    html.matches(word).count()
}

#[test]
fn pages_ask_for_the_fonts_of_their_script() {
    let site = site("");
    site.built(&[]);
    let preloads = |page: &str| {
        let html = site.read(page);
        let fonts = html.split("rel=\"preload\" href=\"/theme/fonts/").skip(1);
        fonts
            .filter_map(|rest| Some(rest.split_once(".woff2")?.0.to_owned()))
            .collect::<Vec<_>>()
    };
    assert_eq!(preloads("public/index.html"), ["headings-700", "naskh-400"]);
    assert_eq!(preloads("public/en/index.html"), ["headings-latin-700"]);
    // Bold words of a text have a font of their own, and what would be asked for in vain is not.
    let article = "public/2022/01/10/الخبر-الأول/index.html";
    assert_eq!(
        preloads(article),
        ["headings-700", "naskh-400", "naskh-700"]
    );
    assert_eq!(
        preloads("public/2022/01/11/خبر-بلا-شيء/index.html"),
        ["headings-700", "naskh-400"]
    );
}

#[test]
fn what_shows_the_site_outside_a_page_has_the_colour_of_its_paper() {
    let color = |theme: &str| {
        let site = site(theme);
        site.built(&[]);
        let manifest = site.read("public/site.webmanifest");
        let value = manifest.split("\"theme_color\": \"").nth(1).unwrap();
        value.split('"').next().unwrap().to_owned()
    };
    assert_eq!(color(""), "#fdfcfa");
    let set = "theme: {colors: {light: {paper: \"#fff8e7\"}, dark: {paper: \"#101010\"}}}\n";
    assert_eq!(color(set), "#fff8e7");
}

#[test]
fn every_font_of_the_sheet_is_there_with_its_licence() {
    let site = site("");
    site.built(&[]);
    let css = site.read("public/theme/style.css");
    let files = files(&site);
    let fonts = css.split("url(\"").skip(1);
    let fonts: Vec<&str> = fonts
        .filter_map(|rest| Some(rest.split_once('"')?.0))
        .collect();
    assert_eq!(fonts.len(), 4);
    for font in &fonts {
        assert!(files.iter().any(|file| file == font), "{font} in {files:?}");
    }
    for licence in ["fonts/OFL-headings.txt", "fonts/OFL-naskh.txt"] {
        let text = site.read(&format!("public/theme/{licence}"));
        assert!(text.contains("SIL OPEN FONT LICENSE"), "{licence}");
    }
}

#[test]
fn a_site_without_fonts_ships_none_and_names_none() {
    let site = site("theme: {fonts: false}\n");
    site.built(&[]);
    let kept = [
        "icon-192.png",
        "icon-512.png",
        "icon.svg",
        "style.css",
        "theme.js",
    ];
    assert_eq!(files(&site), kept);
    let css = site.read("public/theme/style.css");
    assert!(!css.contains("@font-face") && !css.contains("url("));
    assert!(!site.read("public/index.html").contains("preload"));
    // An owner's own file of such a name is not the theme's.
    site.write("static/theme/fonts/naskh-400.woff2", "another font");
    site.built(&[]);
    assert_eq!(
        site.read("public/theme/fonts/naskh-400.woff2"),
        "another font"
    );
}

#[test]
fn scripts_are_allowed_only_where_there_are_any() {
    let site = site("");
    site.built(&[]);
    let article = "public/2022/01/10/الخبر-الأول/index.html";
    let html = site.read(article);
    assert!(html.contains("script-src 'self';"));
    assert_eq!(count(&html, "<script src=\"/theme/theme.js?v="), 1);
    // Nothing is offered that needs a script, until one runs.
    assert_eq!(count(&html, "<button "), 3);
    assert_eq!(count(&html, " hidden>"), 3);
    site.write(
        "warraq.yaml",
        format!("{CONFIG}theme: {{scripts: false}}\n"),
    );
    site.built(&[]);
    let html = site.read(article);
    for word in ["script-src", "<script src", "<button"] {
        assert!(!html.contains(word), "{word}");
    }
    assert!(html.contains("mailto:?subject=%D8"));
    assert!(!site.root().join("public/theme/theme.js").exists());
}

#[test]
fn colours_go_into_the_one_sheet_which_gets_another_address() {
    let site = site("");
    site.built(&[]);
    let address = |site: &Site| {
        let html = site.read("public/index.html");
        let (_, rest) = html.split_once("<link rel=\"stylesheet\" href=\"").unwrap();
        rest.split_once('"').unwrap().0.to_owned()
    };
    let before = address(&site);
    let colors = "theme:\n  colors:\n    accent: \"#0b6\"\n    dark: {paper: \"#000\"}\n";
    site.write("warraq.yaml", format!("{CONFIG}{colors}"));
    let said = site.built(&[]);
    assert!(said.contains("warning[low-contrast]"), "{said}");
    let css = site.read("public/theme/style.css");
    let (_, set) = css.split_once("\n@media screen {\n").unwrap();
    // The dark accent is a lighter one of the same hue, to be read on the dark paper that is set.
    assert_eq!(
        set,
        "  :root { --accent: #00bb66; }\n}\n\n\
         @media screen and (prefers-color-scheme: dark) {\n  :root { --paper: #000000; --accent: #00bb66; }\n}\n"
    );
    assert_ne!(address(&site), before);
    site.write("warraq.yaml", CONFIG);
    site.built(&[]);
    assert_eq!(address(&site), before);
}

#[test]
fn a_sheet_of_the_owners_keeps_the_settings() {
    let site = site("theme: {fonts: false, colors: {accent: \"#804000\"}}\n");
    site.write(
        "static/theme/style.css",
        "/* fonts */ @font-face {} /* end of fonts */ p { color: red }\n",
    );
    site.built(&[]);
    let css = site.read("public/theme/style.css");
    assert!(css.starts_with(" p { color: red }\n"), "{css}");
    assert!(css.contains("--accent: #804000;"));
}

#[test]
fn a_logo_stands_for_the_name_in_each_language() {
    let site = site("theme: {logo: /img/logo.svg}\n");
    site.built(&[]);
    let logo = "<img class=\"logo\" src=\"/img/logo.svg\" alt=\"";
    assert!(
        site.read("public/index.html")
            .contains(&format!("{logo}صحيفة"))
    );
    assert!(
        site.read("public/en/index.html")
            .contains(&format!("{logo}The Paper"))
    );
    site.write(
        "warraq.yaml",
        CONFIG.replace(
            "{title: The Paper}",
            "{title: The Paper, theme: {logo: /img/sea.svg}}",
        ),
    );
    site.built(&[]);
    assert!(!site.read("public/index.html").contains("class=\"logo\""));
    assert!(
        site.read("public/en/index.html")
            .contains("src=\"/img/sea.svg\" alt=\"The Paper\"")
    );
}

#[test]
fn a_front_opens_with_its_newest_story() {
    let site = site("");
    site.built(&[]);
    for front in ["public/index.html", "public/local/index.html"] {
        let html = site.read(front);
        assert_eq!(count(&html, "<li class=\"card"), 2, "{front}");
        let (_, lead) = html
            .split_once("<ol class=\"cards front\" reversed>")
            .unwrap();
        let lead = lead.trim_start();
        assert!(
            lead.starts_with("<li class=\"card lead pictured\">"),
            "{front}"
        );
        // The picture of the lead is what a reader waits for.
        let (lead, rest) = lead.split_once("</li>").unwrap();
        assert!(lead.contains("fetchpriority=\"high\"") && !lead.contains("loading=\"lazy\""));
        assert!(lead.contains("خبر بلا شيء") && !rest.contains("card lead"));
    }
    let month = site.read("public/2022/01/index.html");
    assert!(!month.contains("front") && !month.contains("card lead"));
}

#[test]
fn an_own_template_may_look_into_the_lead() {
    let site = site("");
    site.write(
        "templates/home.html",
        "{% extends 'base.html' %}{% block main %}{% if listing.lead %}<h1>{{ listing.lead.title }}</h1>{{ lead_html(card=listing.lead) }}{% endif %}{% endblock main %}",
    );
    site.built(&[]);
    let html = site.read("public/index.html");
    assert!(
        html.contains("<h1><bdi dir=\"rtl\">خبر بلا شيء</bdi></h1>"),
        "{html}"
    );
    assert_eq!(count(&html, "card lead"), 1);
}

#[test]
fn ejected_files_are_the_themes_and_change_nothing() {
    let site = site("");
    site.built(&[]);
    let before = support::tree(&site.root().join("public"));
    let list = warraq(site.root(), &["theme", "eject", "--list"]);
    let names: Vec<String> = text(&list.stdout).lines().map(str::to_owned).collect();
    assert!(names.contains(&"templates/piece-footer.html".to_owned()));
    assert!(names.contains(&"static/theme/fonts/OFL-naskh.txt".to_owned()));
    let ejected = warraq(site.root(), &["theme", "eject"]);
    assert_eq!(text(&ejected.stdout), text(&list.stdout));
    for name in &names {
        assert!(site.root().join(name).is_file(), "{name}");
    }
    site.built(&[]);
    assert_eq!(support::tree(&site.root().join("public")), before);
}

#[test]
fn ejecting_overwrites_nothing() {
    let site = site("");
    site.write("templates/article.html", "mine");
    let said = warraq(
        site.root(),
        &["theme", "eject", "article.html", "static/theme/style.css"],
    );
    assert_eq!(said.status.code(), Some(0));
    assert_eq!(
        text(&said.stdout),
        "templates/article.html is there already, and stays as it is\nstatic/theme/style.css\n"
    );
    assert_eq!(site.read("templates/article.html"), "mine");
    // `card.html` is the end of a name, but no name.
    for wrong in ["card.html", "../warraq.yaml", "articel.html"] {
        let said = warraq(site.root(), &["theme", "eject", wrong]);
        assert_eq!(said.status.code(), Some(2), "{wrong}");
    }
}
