//! The export this form of text was taken from, from its bytes to the built page.
//!
//! It is no part of the project: where it is at hand it is read, and of what it says nothing stands
//! here but numbers.

use std::fs;
use std::path::{Path, PathBuf};

use warraq::import::text::{Converted, Kind, Part, Settings, convert};
use warraq::import::verify;
use warraq::paths::SourcePath;

use super::support::{self, text, warraq};
use super::{Site, counts};

const CONFIGURATION: &str = "\
//- warraq.yaml
title: صحيفة
base_url: https://example.org/
time_zone: Asia/Damascus
language: ar-SY
";

/// The export, or a word about why the test says nothing.
fn seed() -> Option<Vec<u8>> {
    let path = match std::env::var_os("WARRAQ_SEED") {
        Some(path) => PathBuf::from(path),
        None => Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/seed-article.txt"),
    };
    let bytes = fs::read(&path).ok();
    if bytes.is_none() {
        println!(
            "skipped: {} is not there; WARRAQ_SEED may name it",
            path.display()
        );
    }
    bytes
}

/// What must come through: quotation marks, vowel signs, tatweel, non-breaking spaces, a number with
/// a comma.
fn signs(text: &str) -> [usize; 5] {
    let count = |wanted: fn(char) -> bool| text.chars().filter(|c| wanted(*c)).count();
    [
        count(|c| c == '"'),
        count(|c| ('\u{64B}'..='\u{652}').contains(&c)),
        count(|c| c == '\u{640}'),
        count(|c| c == '\u{A0}'),
        text.matches("(2,2 ").count(),
    ]
}

const SIGNS: [usize; 5] = [14, 17, 1, 1, 1];

#[test]
fn each_part_is_found() {
    let Some(bytes) = seed() else { return };
    let source = String::from_utf8(bytes.clone()).unwrap();
    let blocks: Vec<&str> = source.split("\n\n").collect();
    let path = SourcePath::new("seed.txt");
    let converted = convert(&path, &bytes, &Settings::default()).unwrap();
    let Converted { story, notes, .. } = &converted;
    assert_eq!(story.title, blocks[0]);
    assert_eq!(story.section.as_deref(), blocks[1].split(' ').next());
    let date = story.date.as_ref().unwrap().to_string();
    assert_eq!(date, "2022-01-10 17:11:00");
    assert_eq!(story.caption.as_deref(), Some(blocks[2]));
    assert_eq!(story.trailing, blocks[19..]);
    assert_eq!((&story.source, &story.kicker), (&None, &None));
    let subheadings: Vec<&str> = story
        .body
        .iter()
        .filter_map(|part| match part {
            Part::Subheading(text) => Some(text.as_str()),
            Part::Paragraph(_) => None,
        })
        .collect();
    assert_eq!(subheadings, [blocks[9], blocks[12]]);
    let lengths = subheadings.iter().map(|text| text.chars().count());
    assert_eq!(lengths.collect::<Vec<_>>(), [32, 6]);
    let told = |kind| notes.iter().filter(|note| note.kind == kind).count();
    // A caption and two subheadings; two runs of spaces; the comments; a weekday that does not fit.
    assert_eq!(told(Kind::Guessed), 3, "{notes:#?}");
    assert_eq!(told(Kind::Changed), 1);
    assert_eq!(told(Kind::Dropped), 1);
    assert_eq!(told(Kind::Unsure), 1);
    assert_eq!(told(Kind::Missing), 0);
    let article = converted.markdown(1);
    let body = article.rsplit_once("---\n").unwrap().1;
    assert_eq!(signs(body), SIGNS);
    assert!(!body.contains(['\\', '&']), "nothing needs a backslash");
    assert_eq!(verify(&path, &bytes, article.as_bytes()), Ok(()));
}

#[test]
fn the_built_page_has_it_all() {
    let Some(bytes) = seed() else { return };
    let site = support::Site::new(CONFIGURATION);
    site.write("exports/seed.txt", &bytes);
    let arguments = ["import", "text", "exports", "--verify"];
    let output = warraq(site.root(), &arguments);
    assert!(output.status.success(), "{}", text(&output.stdout));
    assert!(text(&output.stdout).contains("1 the same, 0 different"));
    site.built(&[]);
    let pages: Vec<String> = site
        .files()
        .into_iter()
        .filter(|path| path.starts_with("public/2022/01/10/") && path.matches('/').count() == 5)
        .collect();
    let [page] = pages.as_slice() else {
        panic!("{:#?}", site.files());
    };
    let html = site.read(page);
    let prose = html.split_once("<div class=\"prose\">").unwrap().1;
    let prose = prose.split_once("<footer").unwrap().0;
    let mut shown = String::new();
    for piece in prose.split('<') {
        shown.push_str(piece.split_once('>').map_or(piece, |(_, text)| text));
    }
    let shown = shown.replace("&quot;", "\"").replace("&nbsp;", "\u{A0}");
    assert_eq!(signs(&shown), SIGNS);
    assert_eq!(prose.matches("<h2").count(), 2);
    assert_eq!(prose.matches("<p").count(), 14);
    // Letters of the page are the letters of the export's blocks between caption and comments.
    let source = String::from_utf8(bytes).unwrap();
    let blocks: Vec<&str> = source.split("\n\n").collect();
    let visible = |text: &str| text.split_whitespace().collect::<String>();
    assert_eq!(visible(&shown), visible(&blocks[3..19].concat()));
    for part in [blocks[0], blocks[2]] {
        assert!(html.contains(part), "headline and caption are on the page");
    }
    assert!(html.contains("datetime=\"2022-01-10T17:11:00+02:00\""));
}

#[test]
fn importing_it_twice_writes_nothing_the_second_time() {
    let Some(bytes) = seed() else { return };
    let site = Site::new();
    site.export("seed.txt", &bytes);
    assert_eq!(counts(&site.import()), [1, 0, 0, 0]);
    let before = site.content();
    let modified = |site: &Site| {
        let files = site.content().into_iter();
        files
            .map(|(path, _)| fs::metadata(path).unwrap().modified().unwrap())
            .collect::<Vec<_>>()
    };
    let times = modified(&site);
    assert_eq!(counts(&site.import()), [0, 1, 0, 0]);
    assert_eq!((site.content(), modified(&site)), (before, times));
}
