//! What holds for every text: it is read without a fault of the program, and what is written is read
//! back as it was and holds every line of the export.

use proptest::prelude::*;

use super::*;
use crate::config::{self, Config};
use crate::content::{self, Article};
use crate::import::verify::{shown, verify};
use crate::text::controls::{clean_line, plain};
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
        kicker: None,
        author: None,
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
    let lints = ["mixed-digits", "weekday-mismatch", "foreign-shortcode"];
    let told: Vec<_> = diagnostics
        .iter()
        .filter(|told| !lints.contains(&told.code) && !told.code.starts_with("bidi-"))
        .collect();
    assert!(told.is_empty(), "{told:?}\n{markdown}");
    article.unwrap()
}

fn body_of(markdown: &str) -> String {
    content::body_of(&SourcePath::new("content/x.md"), markdown.as_bytes())
        .unwrap()
        .0
}

fn joined(pieces: &'static [&'static str]) -> impl Strategy<Value = String> {
    prop::collection::vec(prop::sample::select(pieces), 1..9).prop_map(|pieces| pieces.concat())
}

/// Lines thick with signs that Markdown knows.
fn line() -> impl Strategy<Value = String> {
    joined(&[
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
        "~~~",
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
        "[^1]:",
        "[x]: y",
        "[x]",
        "![",
        "<",
        "</b>",
        "<!--",
        "-->",
        "<b>",
        "<div>",
        "<?",
        "{",
        "}",
        "{#a}",
        "{dir=ltr}",
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
        "    ",
        "\t",
        "\u{A0}",
        "\"",
        "'",
        "http://a.b/c_d",
        "a@b.c",
        "كلمة",
        "نص",
        "و",
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
        "[ ]",
        "[x]",
        "٣",
        "«",
        "»",
        "🙂",
    ])
}

/// Texts thick with signs that YAML knows.
fn tricky() -> impl Strategy<Value = String> {
    joined(&[
        ": ",
        " #",
        "\"",
        "'",
        "- ",
        "[",
        "]",
        "{",
        "}",
        "2022-01-10",
        "true",
        "no",
        "null",
        "~",
        "\\",
        "\\n",
        "\u{7}",
        "\0",
        "\t",
        "\n",
        "\u{85}",
        "\u{2028}",
        "\u{FEFF}",
        "%",
        "@",
        "`",
        "&a",
        "*a",
        "!t",
        "|",
        ">",
        "? ",
        ", ",
        "1e3",
        "0x1F",
        "خبر",
        "عاجل",
        "ّ",
        "ـ",
        "\u{200F}",
        "\u{A0}",
        "news",
        "🙂",
        "---",
        "...",
        "\u{FFFE}",
    ])
}

/// A text that is there on its line.
fn told() -> impl Strategy<Value = String> {
    prop_oneof![tricky(), line(), any::<String>()]
        .prop_filter("blank", |text| !one_line(text).is_empty())
}

fn day() -> impl Strategy<Value = Day> {
    let time = (0i8..24, 0i8..60, 0i8..60).prop_map(|(hour, minute, second)| Clock {
        time: jiff::civil::time(hour, minute, second, 0),
        offset: None,
    });
    (1950i16..2100, 1i8..13, 1i8..29, prop::option::of(time)).prop_map(
        |(year, month, day, time)| Day {
            date: jiff::civil::date(year, month, day),
            time,
        },
    )
}

fn stories() -> impl Strategy<Value = Story> {
    let parts = paragraphs().prop_map(|blocks| {
        let parts = blocks.into_iter().map(|mut lines| match lines.len() {
            1 => Part::Subheading(lines.remove(0)),
            _ => Part::Paragraph(lines),
        });
        parts.collect()
    });
    let optional = || prop::option::of(told());
    let trailing = prop::collection::vec(told(), 0..3);
    (
        told(),
        prop::option::of(day()),
        [optional(), optional(), optional(), optional(), optional()].map(Strategy::boxed),
        parts,
        trailing,
    )
        .prop_map(
            |(title, date, [kicker, author, section, caption, source], body, trailing)| Story {
                title,
                kicker,
                author,
                date,
                section,
                caption,
                source,
                body,
                trailing,
            },
        )
}

/// Blocks as the importer would split them.
fn paragraphs() -> impl Strategy<Value = Vec<Vec<String>>> {
    let blocks = prop::collection::vec(prop::collection::vec(line(), 1..4), 1..5);
    blocks.prop_map(|blocks| {
        let text: Vec<String> = blocks.iter().map(|lines| lines.join("\n")).collect();
        super::blocks::of_text(&text.join("\n\n"))
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

    /// `parse(emit(x)) = x`, for what is told on one line of front matter and for the text.
    #[test]
    fn what_is_written_reads_back(story in stories()) {
        let markdown = emit::markdown(&story, &places::slug(&story.title, 1), "00", &[]);
        let article = parsed(&markdown);
        let line = |text: &str| clean_line(&one_line(text)).0.into_owned();
        let wanted = |text: &Option<String>| text.as_deref().map(line).filter(|text| !text.is_empty());
        prop_assert_eq!(&article.head.title, &line(&story.title));
        prop_assert_eq!(article.draft, story.date.is_none());
        let found = article.head.date.map(|date| (date.day(), date.has_time().then(|| date.time())));
        let expected = story.date.map(|day| (day.date, day.time.map(|clock| clock.time)));
        prop_assert_eq!(found, expected);
        prop_assert_eq!(article.authors.first().map(|author| author.to_string()), wanted(&story.author));
        prop_assert_eq!(article.section.map(|section| section.to_string()), wanted(&story.section));
        prop_assert_eq!(article.head.image.and_then(|image| image.caption).map(|caption| caption.text()), wanted(&story.caption));
        prop_assert_eq!(article.body.source.as_ref().map(|source| source.name.clone()), wanted(&story.source));
        let extra = article.body.extra.clone().unwrap_or_else(|| "{}".into());
        let extra: serde_json::Value = serde_json::from_str(&extra).unwrap();
        prop_assert_eq!(extra["kicker"].as_str().map(str::to_owned), story.kicker.as_deref().map(|text| plain(text).into_owned()));
        for (at, text) in story.trailing.iter().enumerate() {
            prop_assert_eq!(extra["trailing"][at].as_str(), Some(&*plain(text)));
        }
        let body: Vec<String> = story.body.iter().map(|part| match part {
            Part::Paragraph(lines) => lines.join("\n"),
            Part::Subheading(text) => text.clone(),
        }).collect();
        let shown = shown(&body_of(&markdown));
        prop_assert_eq!(shown.trim_end_matches('\n'), body.join("\n"), "{}", markdown);
    }

    #[test]
    fn any_text_becomes_an_article_or_a_fault(text in prop::collection::vec(prop_oneof![line(), any::<String>(), Just("محليات 2022-01-10 10:00".to_owned()), Just(String::new())], 0..12)) {
        let path = SourcePath::new("a.txt");
        let text = text.join("\n");
        for quotes in [Quotes::Keep, Quotes::Guillemets] {
            let settings = Settings { quotes, ..Settings::default() };
            if let Ok(converted) = convert(&path, text.as_bytes(), &settings) {
                let markdown = converted.markdown(1);
                parsed(&markdown);
                prop_assert_eq!(verify(&path, text.as_bytes(), markdown.as_bytes()), Ok(()), "{}", markdown);
            }
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
        .map(|line| Note::at(Kind::Unsure, line, "x", ""))
        .collect();
    let text = emit::markdown(&story("خبر"), "a", "00", &notes);
    assert_eq!(text.matches("unsure").count(), 40);
    assert!(text.contains("- \"and 5 more\""));
    parsed(&text);
}
