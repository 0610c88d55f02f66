//! The documents say what the program does.

mod support;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use serde_json::Value;
use support::Site;
use warraq::archive::Admission;
use warraq::build::{self, Files, NoShelves, Progress, Stage};
use warraq::content::{Origin, body_of};
use warraq::diagnostics::Diagnostic;
use warraq::disk::{self, Choices, read_site};
use warraq::plan::PictureView;
use warraq::render::Bodies;

/// A site in which every field of every page is filled.
const FULL: &str = "\
//- warraq.yaml
title: صحيفة
description: وصف
base_url: https://example.org/
time_zone: Asia/Riyadh
listings: {per_page: 1, feed_items: 3}
sections: {local: {title: محليات, description: أخبار}}
series: {سلسلة: {description: وصف}}
authors: {سلمى: {role: مراسلة, bio: سيرة, url: https://example.org/salma}}
publisher: {name: دار, url: https://example.org/, logo: /logo.png}
navigation: [{title: الأرشيف, url: /archive/}]
hijri: {dates: beside, archive: true}
short_links: true
search: {url: \"https://example.org/?q={searchTerms}\"}
//- static/photo.png
x
//- content/_index.md
---
title: مقدمة
---
نص.
//- content/pages/about.md
---
title: من نحن
---
نص.
//- content/local/2020.md
---
title: أقدم
date: 2020-01-10 10:00
authors: [سلمى]
tags: [ماء]
---
نص.
//- content/local/2021a.md
---
title: قديم
date: 2021-05-05 10:00
series: سلسلة
authors: [سلمى]
tags: [ماء]
---
نص.
//- content/local/2021b.md
---
title: خبر
date: 2021-05-05 11:00
updated: 2021-05-06 11:00
authors: [سلمى]
tags: [ماء]
source: {name: وكالة, url: https://example.org/wire}
dateline: دمشق
series: سلسلة
image: {src: /photo.png, alt: صورة, caption: شرح, credit: مصور}
corrections: [{date: 2021-05-07, text: تصويب}]
updates: [{date: 2021-05-07 09:00, note: إضافة}]
aliases: [/old/]
extra: {note: 1}
---
نص.
//- content/local/en.md
---
title: A story
date: 2021-05-05 12:00
lang: en
series: سلسلة
authors: [سلمى]
tags: [ماء]
---
Text.
//- content/local/removed.md
---
title: محذوف
date: 2021-05-05 13:00
removed: {date: 2021-05-08, reason: خطأ}
---
نص.
//- content/local/2022.md
---
title: أحدث
date: 2022-05-05 12:00
updated: 2022-05-06 12:00
image: {src: /photo.png, alt: صورة, caption: شرح, credit: مصور}
series: سلسلة
authors: [سلمى]
tags: [ماء]
---
نص.
";

struct Quiet;

impl Progress for Quiet {
    fn begin(&self, _: Stage, _: usize) {}
    fn step(&self) {}
}

struct Texts<'a>(&'a disk::Site);

impl Bodies for Texts<'_> {
    fn body(&self, origin: &Origin) -> Result<String, Box<Diagnostic>> {
        Ok(body_of(&origin.path, &self.0.read(&origin.path)?)?.0)
    }

    fn picture(&self, view: &PictureView) -> Result<Vec<u8>, Box<Diagnostic>> {
        self.0.read(&view.source)
    }
}

/// The variables each kind of page has, as `listing.cards[].title`.
fn actual() -> BTreeMap<String, BTreeSet<String>> {
    let site = Site::new(FULL);
    let folder = disk::Site::new(site.root());
    let admission = Admission {
        now: 1_700_000_000,
        drafts: false,
        future: false,
    };
    let (snapshot, told) = read_site(
        &folder,
        &Choices {
            admission,
            base_url: None,
        },
    );
    let planned = build::plan(
        snapshot.unwrap_or_else(|| panic!("{told:#?}")),
        &folder,
        &NoShelves,
        &Quiet,
    );
    let (plan, renderer) = planned
        .site
        .unwrap_or_else(|| panic!("{:#?}", planned.diagnostics));
    let mut kinds: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for page in &plan.pages {
        if let Some(context) = renderer.context(page, &Texts(&folder)).unwrap() {
            let kind = context["page"]["kind"].as_str().unwrap().to_owned();
            collect(&context, "", kinds.entry(kind).or_default());
        }
    }
    kinds
}

fn collect(value: &Value, path: &str, found: &mut BTreeSet<String>) {
    match value {
        Value::Object(fields) if path != "article.extra" => {
            for (name, field) in fields {
                let path = if path.is_empty() {
                    name.clone()
                } else {
                    format!("{path}.{name}")
                };
                collect(field, &path, found);
            }
        }
        Value::Array(items) => {
            found.insert(path.to_owned());
            items
                .iter()
                .for_each(|item| collect(item, &format!("{path}[]"), found));
        }
        _ => drop(found.insert(path.to_owned())),
    }
}

/// The rows of each section of the document: variable and shape.
fn documented() -> BTreeMap<String, Vec<(String, String)>> {
    let text = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/templates.md"))
        .unwrap();
    let mut sections: BTreeMap<String, Vec<(String, String)>> = BTreeMap::new();
    let mut section = String::new();
    for line in text.lines() {
        if let Some(title) = line.strip_prefix("### ").or(line.strip_prefix("## ")) {
            section = title.to_owned();
        }
        let cells: Vec<&str> = line.split('|').map(str::trim).collect();
        if let [_, variable, shape, ..] = cells[..]
            && let Some(name) = variable
                .strip_prefix('`')
                .and_then(|name| name.strip_suffix('`'))
        {
            sections
                .entry(section.clone())
                .or_default()
                .push((name.to_owned(), shape.to_owned()));
        }
    }
    sections
}

/// The variables a section documents, with its shapes unfolded.
fn unfold(sections: &BTreeMap<String, Vec<(String, String)>>, section: &str) -> BTreeSet<String> {
    let mut variables = BTreeSet::new();
    for (name, shape) in sections
        .get(section)
        .unwrap_or_else(|| panic!("docs/templates.md has no section {section}"))
    {
        match shape.as_str() {
            "" | "free" => drop(variables.insert(name.clone())),
            shape => variables.extend(
                unfold(sections, shape)
                    .into_iter()
                    .map(|inner| format!("{name}.{inner}")),
            ),
        }
    }
    variables
}

#[test]
fn every_variable_of_every_page_is_documented_and_every_documented_one_exists() {
    let sections = documented();
    let common = unfold(&sections, "Every page");
    let listing = ["home", "section", "tag", "author", "month", "day"];
    let mut seen = BTreeSet::new();
    let mut faults = Vec::new();
    let kinds = actual();
    assert_eq!(kinds.len(), 20, "{:?}", kinds.keys());
    for (kind, found) in kinds {
        assert!(
            sections.contains_key(&kind)
                || listing.contains(&kind.as_str())
                || ["page", "authors", "404", "all-series"].contains(&kind.as_str())
        );
        let section = match kind.as_str() {
            kind if listing.contains(&kind) => "listing",
            "page" => "article",
            "authors" | "all-series" => "tags",
            "404" => "Every page",
            kind => kind,
        };
        let documented: BTreeSet<String> =
            unfold(&sections, section).union(&common).cloned().collect();
        for variable in &found {
            // A field that is none or empty on this page has its parts on another.
            let known = documented.iter().any(|name| {
                name == variable
                    || name.starts_with(&format!("{variable}."))
                    || name.starts_with(&format!("{variable}["))
            });
            if !known && variable != "content" {
                faults.push(format!("{kind}: `{variable}` is not documented"));
            }
        }
        seen.extend(
            found
                .into_iter()
                .map(|variable| format!("{section}: {variable}")),
        );
    }
    for section in [
        "article",
        "listing",
        "tags",
        "archive",
        "year",
        "redirect",
        "removed",
        "series",
        "on-this-day",
        "all-days",
        "corrections",
    ] {
        for variable in unfold(&sections, section) {
            if !seen.contains(&format!("{section}: {variable}")) {
                faults.push(format!(
                    "{section}: `{variable}` is documented and on no page"
                ));
            }
        }
    }
    assert!(faults.is_empty(), "{faults:#?}");
}

#[test]
fn every_key_of_front_matter_and_configuration_is_documented() {
    for (document, source) in [
        ("docs/front-matter.md", "src/content/front_matter.rs"),
        ("docs/configuration.md", "src/config/read.rs"),
        ("docs/configuration.md", "src/config/read_edition.rs"),
        ("docs/configuration.md", "src/config/read_machines.rs"),
    ] {
        let read = |path: &str| {
            fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(path)).unwrap()
        };
        let (text, code) = (read(document), read(source));
        let keys = code
            .split("KEYS: [&str;")
            .nth(1)
            .unwrap()
            .split("];")
            .next()
            .unwrap();
        for key in keys.split('"').skip(1).step_by(2) {
            assert!(
                text.contains(&format!("`{key}`")) || text.contains(&format!("`{key}.")),
                "{document} does not tell of `{key}`"
            );
        }
    }
}

#[test]
fn every_fault_of_the_arabic_guide_is_one_that_is_told() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let guide = fs::read_to_string(root.join("docs/ar/errors.md")).unwrap();
    let named: Vec<&str> = guide
        .lines()
        .filter_map(|line| line.strip_prefix("| `")?.split('`').next())
        .collect();
    assert!(named.len() > 40);
    for code in named {
        let golden = root.join(format!("tests/faults/{code}.txt"));
        assert!(golden.exists(), "no fault is called `{code}`");
    }
}
