//! Whatever a template prints is isolated, whether its author thought of it or not.

mod support;

use std::fs;
use std::path::Path;

use support::Site;
use warraq::archive::Admission;
use warraq::build::{self, Files, NoShelves, Progress, Stage};
use warraq::content::{Origin, body_of};
use warraq::diagnostics::Diagnostic;
use warraq::disk::{self, Choices, read_site};
use warraq::paths::SourcePath;
use warraq::plan::{Kind, PictureView, Plan};
use warraq::render::{Bodies, Rendered, Renderer, TemplateSource};

struct Quiet;

impl Progress for Quiet {
    fn begin(&self, _: Stage, _: usize) {}
    fn step(&self) {}
}

struct Texts(disk::Site);

impl Bodies for Texts {
    fn body(&self, origin: &Origin) -> Result<String, Box<Diagnostic>> {
        Ok(body_of(&origin.path, &self.0.read(&origin.path)?)?.0)
    }

    fn picture(&self, view: &PictureView) -> Result<Vec<u8>, Box<Diagnostic>> {
        self.0.read(&view.source)
    }
}

fn plan(site: &Site) -> (Plan, Texts) {
    let folder = disk::Site::new(site.root());
    let admission = Admission {
        now: 1_700_000_000,
        drafts: false,
        future: false,
    };
    let choices = Choices {
        admission,
        base_url: None,
    };
    let (snapshot, told) = read_site(&folder, &choices);
    let snapshot = snapshot.unwrap_or_else(|| panic!("{told:#?}"));
    let planned = build::plan(snapshot, &folder, &NoShelves, &Quiet);
    let (plan, _) = planned
        .site
        .unwrap_or_else(|| panic!("{:#?}", planned.diagnostics));
    (plan, Texts(folder))
}

fn own(name: &str, text: impl Into<String>) -> TemplateSource {
    TemplateSource {
        name: name.into(),
        text: text.into(),
        path: SourcePath::new(format!("templates/{name}")),
    }
}

/// The page at `url` with these templates of the site's own; what is wrong with them otherwise.
fn page(
    plan: &Plan,
    texts: &Texts,
    url: &str,
    templates: Vec<TemplateSource>,
) -> Result<String, String> {
    let renderer = Renderer::new(plan, templates).map_err(|told| format!("{told:#?}"))?;
    let page = plan
        .pages
        .iter()
        .find(|page| page.path.as_str() == url)
        .unwrap_or_else(|| panic!("no page {url}"));
    match renderer.render(page, texts) {
        Ok(Rendered::Bytes(bytes)) => Ok(String::from_utf8(bytes).unwrap()),
        Ok(_) => panic!("{url} is a copy"),
        Err(told) => Err(format!("{told:#?}")),
    }
}

struct Row {
    line: usize,
    english: bool,
    template: String,
    given: String,
    expected: String,
}

fn rows() -> Vec<Row> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/tables/templates.txt");
    let text = fs::read_to_string(path).unwrap();
    let (mut rows, mut english) = (Vec::new(), false);
    for (at, line) in text.lines().enumerate() {
        match line {
            "" => continue,
            "= rtl" => english = false,
            "= ltr" => english = true,
            _ if line.starts_with('#') => continue,
            _ => {
                let cells: Vec<&str> = line.split('¦').map(str::trim).collect();
                let [template, given, expected] = cells[..] else {
                    panic!("templates.txt:{}: not three cells", at + 1)
                };
                rows.push(Row {
                    line: at + 1,
                    english,
                    template: template.into(),
                    given: given.into(),
                    expected: expected
                        .replace("<RLM>", "\u{200F}")
                        .replace("<LRM>", "\u{200E}")
                        .replace("\\u202E", "\u{202E}"),
                });
            }
        }
    }
    rows
}

#[test]
fn what_a_template_prints_becomes_what_the_table_says() {
    let site = Site::new(
        "//- warraq.yaml\ntitle: صحيفة\nbase_url: https://example.org/\nlanguage: ar-SY-u-nu-latn\ntime_zone: Asia/Damascus\n",
    );
    let rows = rows();
    assert!(rows.len() >= 100, "{}", rows.len());
    for row in &rows {
        let language = if row.english { "lang: en\n" } else { "" };
        let file = format!(
            "---\ntitle: صفحة\n{language}extra: {{{}}}\n---\nنص.\n",
            row.given
        );
        site.write(&format!("content/pages/row-{}.md", row.line), file);
    }
    let (plan, texts) = plan(&site);
    let mut wrong = Vec::new();
    for row in &rows {
        let names = given_names(&row.given);
        let sets: String = names
            .iter()
            .map(|name| format!("{{% set {name} = article.extra.{name} %}}"))
            .collect();
        let template = own("page.html", format!("{sets}{}", row.template));
        let url = format!("row-{}/index.html", row.line);
        let found = match page(&plan, &texts, &url, vec![template]) {
            Ok(html) => html.replace('\n', "⏎"),
            Err(told) => told,
        };
        if found != row.expected {
            wrong.push(format!(
                "templates.txt:{}\n  expected {:?}\n  found    {found:?}",
                row.line, row.expected
            ));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// The keys of a YAML flow mapping's first level.
fn given_names(given: &str) -> Vec<String> {
    let value: serde_yaml::Value = serde_yaml::from_str(&format!("{{{given}}}")).unwrap();
    let keys = value.as_mapping().unwrap().keys();
    keys.map(|key| key.as_str().unwrap().to_owned()).collect()
}

const NEWS: &str = "\
//- warraq.yaml
title: صحيفة
base_url: https://example.org/
language: ar-SY-u-nu-latn
time_zone: Asia/Damascus
//- content/local/a.md
---
title: \"Putin يتوعد\"
date: 2022-01-09 10:00
tags: [Reuters, ماء]
authors: [AFP]
---
نص.
//- content/local/b.md
---
title: Storm
date: 2022-01-10 10:00
tags: [Reuters]
authors: [سلمى]
---
نص.
//- content/local/c.md
---
title: خبر
date: 2022-01-11 10:00
tags: [Reuters]
---
نص.
";

/// A theme whose author has never heard of direction.
const FORGETFUL: [(&str, &str); 4] = [
    (
        "base.html",
        "<!doctype html><title>{% block title %}{{ page.title }} - {{ site.title }}{% endblock title %}</title>{% block head %}{% endblock head %}<body>{{ site.title }}: {% block main %}{% endblock main %}",
    ),
    (
        "terms.html",
        "{% extends \"base.html\" %}{% block main %}<ul>{% for group in terms.groups %}{% for term in group.items %}<li><a href={{ term.href }}>{{ term.name }}</a> ({{ term.shown }}){% endfor %}{% endfor %}</ul>{% endblock main %}",
    ),
    (
        "article.html",
        "{% extends \"base.html\" %}{% block main %}<h1>{{ article.title }}</h1>{% for author in article.authors %}{{ t(key=\"by\") }} {{ author.name }}, {% endfor %}{{ article.date.text }} {% include \"tags.tera\" %}{% if article.previous %}« {{ article.previous.title }}{% endif %}{% if article.next %} | {{ article.next.title }} »{% endif %}{{ content }}{% endblock main %}",
    ),
    (
        "tags.tera",
        "{% for tag in article.tags %}{{ <label name={tag.name} /> }} {% endfor %}{% component label(name) %}<i title=\"{{ name }}\">{{ name }}</i>{% endcomponent label %}",
    ),
];

fn forgetful() -> Vec<TemplateSource> {
    FORGETFUL.map(|(name, text)| own(name, text)).into()
}

#[test]
fn a_theme_that_forgets_every_isolate_isolates_everything() {
    let site = Site::new(NEWS);
    let (plan, texts) = plan(&site);
    let tags = page(&plan, &texts, "tags/index.html", forgetful()).unwrap();
    assert!(
        tags.contains("<bdi dir=\"ltr\">Reuters</bdi></a> (3)"),
        "{tags}"
    );
    assert!(
        tags.contains("<bdi dir=\"rtl\">ماء</bdi></a> (1)"),
        "{tags}"
    );
    assert!(
        tags.contains("<body><bdi dir=\"rtl\">صحيفة</bdi>: "),
        "{tags}"
    );
    let article = plan
        .pages
        .iter()
        .find(|page| page.view.kind() == Kind::Article && page.path.as_str().contains("storm"))
        .unwrap();
    let html = page(&plan, &texts, article.path.as_str(), forgetful()).unwrap();
    for part in [
        // A mark, because the whole title is Arabic but opens with a Latin letter.
        "<title>\u{200F}Storm - صحيفة</title>",
        "<h1><bdi dir=\"ltr\">Storm</bdi></h1>",
        "<bdi dir=\"rtl\">سلمى</bdi>, <bdi dir=\"rtl\">10 كانون الثاني 2022</bdi> ",
        "<i title=\"Reuters\"><bdi dir=\"ltr\">Reuters</bdi></i>",
        "« <bdi dir=\"rtl\">Putin يتوعد</bdi> | <bdi dir=\"rtl\">خبر</bdi> »",
        "<p>نص.</p>",
    ] {
        assert!(html.contains(part), "{part} is not in\n{html}");
    }
}

#[test]
fn no_mark_of_the_program_s_own_is_left_in_any_page() {
    let site = Site::new(NEWS);
    let (plan, texts) = plan(&site);
    for templates in [Vec::new(), forgetful()] {
        let renderer = Renderer::new(&plan, templates).map_err(|_| ()).unwrap();
        for page in &plan.pages {
            if let Ok(Rendered::Bytes(bytes)) = renderer.render(page, &texts) {
                let text = String::from_utf8(bytes).unwrap();
                let left = text.find(|c| ('\u{FDD0}'..='\u{FDEF}').contains(&c));
                assert_eq!(left, None, "{}", page.path.as_str());
            }
        }
    }
}

#[test]
fn a_fault_is_told_where_its_author_wrote_it() {
    let site = Site::new(NEWS);
    let (plan, texts) = plan(&site);
    let told = |text: &str| {
        let url = "tags/index.html";
        let told = page(&plan, &texts, url, vec![own("tags.html", text)]).unwrap_err();
        let number = |key: &str| -> u32 {
            let rest = told.split(key).nth(1).unwrap_or_else(|| panic!("{told}"));
            rest.split(',').next().unwrap().trim().parse().unwrap()
        };
        (number("line:"), number("column:"))
    };
    // Behind and before things that are printed, on one line with them.
    assert_eq!(
        told("<p>{{ site.title }} {{ site.title | shout }}</p>"),
        (1, 37)
    );
    assert_eq!(
        told("<p>\n{{ site.title }}{{ }} {{ site.title }}</p>"),
        (2, 20)
    );
    assert_eq!(
        told("<p>{{ site.title }}: {{ nothing }} {{ site.title }}</p>"),
        (1, 25)
    );
}

#[test]
fn feeds_mark_titles_that_open_with_the_wrong_letter() {
    let site = Site::new(NEWS);
    let (plan, texts) = plan(&site);
    let atom = page(&plan, &texts, "atom.xml", Vec::new()).unwrap();
    assert!(
        atom.contains("<title>\u{200F}Putin يتوعد</title>"),
        "{atom}"
    );
    assert!(atom.contains("<title>Storm</title>"), "{atom}");
    assert!(atom.contains("<category term=\"Reuters\"/>"), "{atom}");
    let rss = page(&plan, &texts, "rss.xml", Vec::new()).unwrap();
    assert!(rss.contains("<title>\u{200F}Putin يتوعد</title>"), "{rss}");
    assert!(
        rss.contains("<description>&lt;div lang=&quot;ar-SY&quot; dir=&quot;rtl&quot;&gt;نص.&lt;/div&gt;</description>"),
        "{rss}"
    );
}

/// A list of a theme's own, in an element of direction `dir`.
fn list(dir: &str, card: &str) -> Vec<TemplateSource> {
    let text = format!(
        "<body><ol dir=\"{dir}\">{{% for card in listing.cards %}}\n{card}{{% endfor %}}</ol>"
    );
    vec![
        own("home.html", text),
        own(
            "piece-card.html",
            "<li>{{ card.title }} – {{ card.date.text }} {{ t(key=\"by\") }} {{ site.title }}</li>",
        ),
    ]
}

#[test]
fn a_card_that_lists_share_is_the_one_they_would_make_themselves() {
    let site = Site::new(NEWS);
    let (plan, texts) = plan(&site);
    for dir in ["rtl", "ltr"] {
        let html = |card| page(&plan, &texts, "index.html", list(dir, card)).unwrap();
        let shared = html("{{ card_html(card=card) }}");
        assert_eq!(shared, html("{% include \"piece-card.html\" %}"));
        assert!(
            shared.contains("<li><bdi dir=\"ltr\">Storm</bdi> – "),
            "{shared}"
        );
    }
}

#[test]
fn a_fault_of_a_piece_is_told_where_it_is() {
    let site = Site::new(NEWS);
    let (plan, texts) = plan(&site);
    for (text, message) in [
        ("<li>\n{{ card.titel }}", "titel"),
        ("<li>\n{{ card_html(card=card) }}", "cannot hold others"),
    ] {
        let mut templates = list("rtl", "{{ card_html(card=card) }}");
        templates[1] = own("piece-card.html", text);
        let told = page(&plan, &texts, "index.html", templates).unwrap_err();
        for part in ["templates/piece-card.html", "line: 2,", message] {
            assert!(told.contains(part), "{part} is not in {told}");
        }
    }
}
