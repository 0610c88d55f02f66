//! What holds for every text: it is read without a fault of the program, and what is written is read
//! back as it was.

use proptest::prelude::*;

use super::*;
use crate::config::{self, Config};
use crate::content::{self, Article};
use crate::markdown::{Labels, Settings as Html, render};
use crate::text::controls::{clean_line, plain};
use crate::text::direction::Direction;
use crate::text::normalize::one_line;

fn config() -> Config {
    let text = "title: صحيفة\nbase_url: https://example.org/\ntime_zone: Asia/Riyadh\n";
    config::read(&SourcePath::new("warraq.yaml"), text, None)
        .0
        .unwrap()
}

fn story(title: &str) -> Story {
    Story {
        title: title.to_owned(),
        date: None,
        section: None,
        caption: None,
        source: None,
        body: Vec::new(),
        trailing: Vec::new(),
    }
}

fn parsed(markdown: &str) -> Article {
    let (article, diagnostics) = content::parse(
        &SourcePath::new("content/x.md"),
        markdown.as_bytes(),
        &config(),
    );
    // Slips of the text itself are the author's, and stay in it.
    let lints = ["mixed-digits", "weekday-mismatch"];
    let told: Vec<_> = diagnostics
        .iter()
        .filter(|told| !lints.contains(&told.code) && !told.code.starts_with("bidi-"))
        .collect();
    assert!(told.is_empty(), "{told:?}\n{markdown}");
    article.unwrap()
}

/// The text a reader of the rendered `body` sees.
fn shown(body: &str) -> String {
    let labels = Labels::default();
    let html = render(
        body,
        &Html {
            direction: Direction::Rtl,
            labels: &labels,
            resolve: &|_| None,
            digits: &|n| n.to_string(),
        },
    );
    let mut text = String::new();
    let mut in_tag = false;
    for c in html.chars() {
        match c {
            '<' => in_tag = true,
            '>' if in_tag => in_tag = false,
            c if !in_tag => text.push(c),
            _ => {}
        }
    }
    text.replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&quot;", "\"")
        .replace("&amp;", "&")
}

fn body_of(markdown: &str) -> String {
    content::body_of(&SourcePath::new("content/x.md"), markdown.as_bytes())
        .unwrap()
        .0
}

/// Lines thick with signs that Markdown knows.
fn line() -> impl Strategy<Value = String> {
    let sign = prop::sample::select(vec![
        "#",
        "##",
        ">",
        "-",
        "+",
        "*",
        "**",
        "_",
        "__",
        "`",
        "```",
        "~",
        "~~",
        "=",
        "===",
        "---",
        "|",
        ":",
        "[",
        "]",
        "(",
        ")",
        "[^1]",
        "[x]: y",
        "![",
        "<",
        "</b>",
        "<!--",
        "<b>",
        "{",
        "}",
        "{#a}",
        "\\",
        "&amp;",
        "&#35;",
        "&",
        "!",
        "1.",
        "2)",
        "2022.",
        " ",
        "  ",
        "\t",
        "\u{A0}",
        "\"",
        "'",
        "http://a.b/c_d",
        "a@b.c",
        "كلمة",
        "نص",
        "،",
        "a",
        "B",
        "7",
        "\u{200F}",
        "ـ",
        "ً",
        "$",
        "^",
        "%",
        "\u{2028}",
        "…",
    ]);
    prop::collection::vec(sign, 1..9).prop_map(|signs| signs.concat())
}

/// Blocks as the importer would split them.
fn paragraphs() -> impl Strategy<Value = Vec<Vec<String>>> {
    let blocks = prop::collection::vec(prop::collection::vec(line(), 1..4), 1..5);
    blocks.prop_map(|blocks| {
        let text: Vec<String> = blocks.iter().map(|lines| lines.join("\n")).collect();
        super::blocks::split(&text.join("\n\n"))
            .into_iter()
            .map(|block| block.lines)
            .collect()
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(512))]

    #[test]
    fn rendered_text_is_the_source_text(blocks in paragraphs()) {
        let mut story = story("خبر");
        story.body = blocks.iter().cloned().map(Part::Paragraph).collect();
        let expected: Vec<String> = blocks.iter().map(|lines| lines.join("\n")).collect();
        let markdown = emit::markdown(&story, "a", "00", &[]);
        let shown = shown(&body_of(&markdown));
        prop_assert_eq!(shown.trim_end_matches('\n'), expected.join("\n"), "{}", markdown);
    }

    #[test]
    fn rendered_subheadings_are_the_source_text(text in line()) {
        let text = text.trim().to_owned();
        prop_assume!(!text.is_empty());
        let mut story = story("خبر");
        story.body = vec![Part::Subheading(text.clone())];
        let markdown = emit::markdown(&story, "a", "00", &[]);
        let shown = shown(&body_of(&markdown));
        prop_assert_eq!(shown.trim_end_matches('\n'), text, "{}", markdown);
    }

    #[test]
    fn front_matter_reads_back(title in "\\PC{1,40}", section in ".{1,20}", caption in any::<String>(), source in line(), trailing in line()) {
        prop_assume!(!clean_line(&one_line(&title)).0.is_empty() && !title.contains('\0'));
        let mut story = story(&title);
        story.section = Some(section.clone());
        story.caption = Some(caption.clone());
        story.source = Some(source.clone());
        story.trailing = vec![trailing.clone()];
        let article = parsed(&emit::markdown(&story, &places::slug(&title, 1), "00", &[]));
        let wanted = |text: &str| Some(clean_line(&one_line(text)).0.into_owned()).filter(|text| !text.is_empty());
        prop_assert_eq!(Some(article.head.title), wanted(&title));
        prop_assert_eq!(article.section, wanted(&section));
        prop_assert_eq!(article.head.image.and_then(|image| image.caption), wanted(&caption));
        prop_assert_eq!(article.body.source.map(|source| source.name), wanted(&source));
        let extra: serde_json::Value = serde_json::from_str(&article.body.extra.unwrap()).unwrap();
        prop_assert_eq!(extra["trailing"][0].as_str(), Some(&*plain(&trailing)));
        prop_assert!(article.draft);
    }

    #[test]
    fn any_text_becomes_an_article_or_a_fault(text in prop::collection::vec(prop_oneof![line(), any::<String>(), Just("محليات 2022-01-10 10:00".to_owned()), Just(String::new())], 0..12)) {
        let path = SourcePath::new("a.txt");
        if let Ok(converted) = convert(&path, text.join("\n").as_bytes(), &Settings::default()) {
            parsed(&converted.markdown(1));
        }
    }

    #[test]
    fn any_bytes_are_read_or_refused(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        let _ = convert(&SourcePath::new("a.txt"), &bytes, &Settings::default());
    }
}

#[test]
fn names_that_mean_something_to_the_site_are_avoided() {
    assert_eq!(places::slug("Index", 1), "index-1");
    assert_eq!(places::slug("خبر", 2), "خبر-2");
    let mut story = story("خبر");
    story.section = Some("Pages".into());
    assert_eq!(places::folder(&story, Folders::BySection), "undated/");
    story.section = Some("محليات وناس".into());
    assert_eq!(
        places::folder(&story, Folders::BySection),
        "محليات-وناس/undated/"
    );
}

#[test]
fn notes_beyond_the_limit_are_counted() {
    let notes: Vec<Note> = (1..=45)
        .map(|line| Note::at(Kind::Unsure, line, "x"))
        .collect();
    let text = emit::markdown(&story("خبر"), "a", "00", &notes);
    assert_eq!(text.matches("unsure").count(), 40);
    assert!(text.contains("- \"and 5 more\""));
    parsed(&text);
}
