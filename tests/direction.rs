//! The rules of direction, of invisible characters and of slips, as tables that an editor can read; and
//! what holds for every text: nothing is lost, and every isolated stretch is shown as it is written.
//!
//! `WARRAQ_BLESS=1` writes the last columns of the tables anew.

mod support;

use std::fs;
use std::path::Path;

use proptest::prelude::*;
use support::bless;
use unicode_bidi::{BidiInfo, Level};
use warraq::config::{self, Config};
use warraq::content;
use warraq::markdown::{Labels, Settings, line, render};
use warraq::paths::SourcePath;
use warraq::text::bidi;
use warraq::text::direction::Direction;

/// The invisible characters by their names.
const NAMES: [(&str, char); 20] = [
    ("‹LRM›", '\u{200E}'),
    ("‹RLM›", '\u{200F}'),
    ("‹ALM›", '\u{61C}'),
    ("‹LRE›", '\u{202A}'),
    ("‹RLE›", '\u{202B}'),
    ("‹PDF›", '\u{202C}'),
    ("‹LRO›", '\u{202D}'),
    ("‹RLO›", '\u{202E}'),
    ("‹LRI›", '\u{2066}'),
    ("‹RLI›", '\u{2067}'),
    ("‹FSI›", '\u{2068}'),
    ("‹PDI›", '\u{2069}'),
    ("‹ZWNJ›", '\u{200C}'),
    ("‹ZWJ›", '\u{200D}'),
    ("‹ZWSP›", '\u{200B}'),
    ("‹BOM›", '\u{FEFF}'),
    ("‹SHY›", '\u{AD}'),
    ("‹VS15›", '\u{FE0E}'),
    ("⏎", '\n'),
    ("⇥", '\t'),
];

/// A cell of a table as the text it stands for.
fn written(cell: &str) -> String {
    let mut text = cell.replace("\\|", "|").replace("\\\\", "\\");
    for (name, c) in NAMES {
        text = text.replace(name, &c.to_string());
    }
    text
}

/// A text as a cell of a table.
fn shown(text: &str) -> String {
    let mut cell = text.trim_end_matches('\n').to_owned();
    for (name, c) in NAMES {
        cell = cell.replace(c, name);
    }
    cell
}

/// Compares the last columns of a table with what `case` makes of the first `inputs` ones.
fn check(name: &str, inputs: usize, least: usize, case: impl Fn(&[String]) -> Vec<String>) {
    let file = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/tables")
        .join(name);
    let table = fs::read_to_string(&file).unwrap();
    let mut fresh = String::new();
    let (mut wrong, mut cases) = (Vec::new(), 0);
    for line in table.lines() {
        if line.is_empty() || line.starts_with('#') {
            fresh.push_str(line);
            fresh.push('\n');
            continue;
        }
        cases += 1;
        let cells: Vec<&str> = line.split(" ║ ").collect();
        let given: Vec<String> = cells
            .iter()
            .take(inputs)
            .map(|cell| written(cell))
            .collect();
        assert_eq!(given.len(), inputs, "{name}: {line}");
        let found: Vec<String> = case(&given).iter().map(|cell| shown(cell)).collect();
        let whole = [
            &cells[..inputs],
            &found.iter().map(String::as_str).collect::<Vec<_>>(),
        ]
        .concat();
        let whole = whole.join(" ║ ").trim_end().to_owned();
        if whole != line.trim_end() {
            wrong.push(format!("expected {line}\n   found {whole}"));
        }
        fresh.push_str(&whole);
        fresh.push('\n');
    }
    assert!(cases >= least, "{name} has {cases} cases");
    if bless() {
        fs::write(&file, fresh).unwrap();
    } else {
        assert!(wrong.is_empty(), "{name}:\n{}", wrong.join("\n"));
    }
}

fn html(body: &str, direction: Direction) -> String {
    let labels = Labels {
        footnotes: "الحواشي".into(),
        back_to_text: "العودة إلى النص".into(),
        table: "جدول".into(),
        done: "أُنجز".into(),
        not_done: "لم يُنجز".into(),
        alerts: ["ملاحظة", "فائدة", "مهم", "تحذير", "تنبيه"].map(String::from),
    };
    render(
        body,
        &Settings {
            direction,
            labels: &labels,
            resolve: &|_| None,
            picture: &|_| None,
            digits: &|n| n.to_string(),
        },
    )
}

fn config() -> Config {
    let text = "title: صحيفة\nbase_url: https://example.org/\ntime_zone: Asia/Damascus\n";
    config::read(&SourcePath::new("warraq.yaml"), text, None)
        .0
        .unwrap()
}

/// An article's title, and what is told about its file: code, column and what the column holds.
fn told(title: &str, date: &str, body: &str) -> (Option<String>, String) {
    let file = format!("---\ntitle: {title}\ndate: {date}\n---\n{body}\n");
    let path = SourcePath::new("content/a.md");
    let (article, diagnostics) = content::parse(&path, file.as_bytes(), &config());
    let told = diagnostics.iter().map(|diagnostic| {
        let span = diagnostic
            .place
            .as_ref()
            .and_then(|place| place.span.as_ref())
            .unwrap();
        let about = span
            .text
            .chars()
            .skip(span.column as usize - 1)
            .take(span.length as usize);
        format!(
            "{} {}: {}",
            diagnostic.code,
            span.column,
            about.collect::<String>()
        )
    });
    let told: Vec<String> = told.collect();
    let told = match told.is_empty() {
        true => "—".to_owned(),
        false => told.join("; "),
    };
    (article.map(|article| article.head.title), told)
}

#[test]
fn direction() {
    check("direction.txt", 3, 80, |given| {
        let direction = match &*given[1] {
            "rtl" => Direction::Rtl,
            "ltr" => Direction::Ltr,
            other => panic!("{other} is no direction"),
        };
        vec![html(&given[2], direction)]
    });
}

#[test]
fn invisible_characters() {
    check("controls.txt", 2, 30, |given| match &*given[0] {
        "title" => {
            let (title, told) = told(&given[1], "2022-01-10", "نص");
            vec![title.unwrap(), told]
        }
        "body" => vec![
            html(&given[1], Direction::Rtl),
            told("خبر", "2022-01-10", &given[1]).1,
        ],
        other => panic!("{other} is no place"),
    });
}

#[test]
fn slips() {
    check("lints.txt", 2, 35, |given| {
        vec![told("خبر", &given[0], &given[1]).1]
    });
}

/// The text of an HTML, its tags taken out.
fn text_of(html: &str) -> String {
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
        .replace("&amp;", "&")
}

/// Words as news has them, beside each other and parted in any way.
fn mixed() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        prop::sample::select(vec![
            "نتيجة",
            "و",
            "هاتف",
            "C++",
            "C#",
            "F-16",
            "3-2",
            "2022-01-10",
            "+963",
            "11",
            "123 4567",
            "17:11",
            "5.3%",
            "-5",
            "MTV",
            "@name",
            "#وسم",
            "#tag",
            "a@b.org",
            "/etc/x",
            "«",
            "»",
            "(",
            ")",
            "،",
            ".",
            "٣-٢",
            "۳-۲",
            "7 939 000",
            "שלום",
            "U.S.",
            "é-1",
            "\u{200F}",
            "\u{2067}",
            "\u{2069}",
            "\u{FFFC}",
        ])
        .prop_map(String::from),
        prop::sample::select(vec![" ", " ", " ", "", "\u{A0}", "\n"]).prop_map(String::from),
        "[\\PC&&[^<>&*_`~\\\\\\[\\]{}!|$]]{0,3}",
    ];
    prop::collection::vec(piece, 0..24).prop_map(|pieces| pieces.concat())
}

fn base() -> impl Strategy<Value = Direction> {
    prop::sample::select(vec![Direction::Rtl, Direction::Ltr])
}

fn level(direction: Direction) -> Level {
    match direction {
        Direction::Rtl => Level::rtl(),
        Direction::Ltr => Level::ltr(),
    }
}

/// `text` with each stretch between an isolate and its end, as `<bdi>` isolates it.
fn with_isolates(text: &str, runs: &[bidi::Run]) -> String {
    let mut out = String::new();
    let mut from = 0;
    for run in runs {
        out.push_str(&text[from..run.range.start]);
        out.push(match run.direction {
            Direction::Ltr => '\u{2066}',
            Direction::Rtl => '\u{2067}',
        });
        out.push_str(&text[run.range.clone()]);
        out.push('\u{2069}');
        from = run.range.end;
    }
    out.push_str(&text[from..]);
    out
}

/// The characters of one line as they are seen from left to right.
fn seen(text: &str, base: Direction) -> String {
    let info = BidiInfo::new(text, Some(level(base)));
    info.paragraphs
        .iter()
        .map(|paragraph| {
            info.reorder_line(paragraph, paragraph.range.clone())
                .into_owned()
        })
        .collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]

    #[test]
    fn no_character_is_lost_or_added(text in mixed(), base in base()) {
        prop_assert_eq!(text_of(&line(&text, base)), text);
    }

    #[test]
    fn a_paragraph_keeps_its_text(text in mixed(), base in base()) {
        // One line, that no sign at its beginning makes another block of.
        let text = format!("نص {}", text.replace('\n', " ").replace(['\u{2067}', '\u{2069}'], ""));
        let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
        let html = html(&text, base);
        let kept = text_of(&html);
        prop_assert_eq!(kept.trim_end(), text.trim_end(), "{}", html);
    }

    #[test]
    fn isolated_stretches_are_shown_as_written(text in mixed(), base in base()) {
        let runs = bidi::runs(&text, base, |_| true);
        let isolated = with_isolates(&text, &runs);
        let shown = seen(&isolated, base);
        for run in &runs {
            let stretch = &text[run.range.clone()];
            let alone = seen(stretch, run.direction);
            prop_assert!(shown.contains(&alone), "{stretch} in {shown}");
        }
    }

    #[test]
    fn isolation_is_done_once(text in mixed(), base in base()) {
        let runs = bidi::runs(&text, base, |_| true);
        let isolated = with_isolates(&text, &runs);
        // An isolate's sign has three bytes; each stretch stands behind its own and those before it.
        let places: Vec<_> = runs
            .iter()
            .enumerate()
            .map(|(n, run)| run.range.start + 6 * n + 3..run.range.end + 6 * n + 3)
            .collect();
        for again in bidi::runs(&isolated, base, |_| true) {
            let inside = places
                .iter()
                .any(|place| again.range.start < place.end && place.start < again.range.end);
            prop_assert!(!inside, "{again:?} in {isolated}");
        }
    }
}

/// Bodies of one piece over and over, as no one writes them. A step that looked back at all of the text
/// for each piece would take minutes here.
#[test]
fn hostile_bodies_take_time_in_proportion_to_their_length() {
    let started = std::time::Instant::now();
    for piece in [
        "1-",
        "ا1-2 ",
        "[أ]{lang=en} ",
        "\\[[أ]{lang=en} ",
        "[a]{lang=x1} ",
        "[",
        "]{lang=en}",
        "أ {lang=en}\n\n",
        "> أ {lang=en}\n\n",
        "> ",
        "## أ {dir=up}\n\n",
        "**[أ]{dir=ltr}",
        "\u{202B}",
        "\u{2067}أ\u{2069}\u{202C}",
        "*\u{2067}أ*",
        "&#x202E;",
        "<b>&#x202E;</b>",
        "ال**«أ»**ب ",
        "اليوم الثلاثاء ",
        "الأحد 1 كانون الثاني 2022 ",
        "١ 1 ",
        "@a #b ",
        "https://a.org/1-2 ",
    ] {
        let body = piece.repeat((1 << 17) / piece.len());
        html(&body, Direction::Rtl);
        html(&body, Direction::Ltr);
        let file = format!("---\ntitle: خبر\ndate: 2022-01-10\n---\n{body}");
        content::parse(&SourcePath::new("content/a.md"), file.as_bytes(), &config());
    }
    let taken = started.elapsed();
    assert!(taken.as_secs() < 120, "{taken:?}");
}
