//! Addresses and tags, by the tables in tests/tables/ and on small sites.

mod support;

use std::fs;
use std::path::Path;

use support::Site;
use warraq::markdown::{Labels, Settings, render};
use warraq::paths::UrlPath;
use warraq::text::direction::Direction;
use warraq::text::identity::{person_key, similar_key, topic_key};
use warraq::text::slug::{MAX_BYTES, slug_or_hash};
use warraq::text::transliterate::transliterate;

/// The lines of a table, each with its number; names of invisible characters are put back.
fn table(name: &str, sign: char) -> Vec<(usize, Vec<String>)> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/tables")
        .join(name);
    let text = fs::read_to_string(path).unwrap();
    let cases = text.lines().enumerate().filter(|(_, line)| {
        let line = line.trim();
        !line.is_empty() && !line.starts_with("# ")
    });
    cases
        .map(|(n, line)| {
            let cells = line.split(sign).map(|cell| readable(cell.trim())).collect();
            (n + 1, cells)
        })
        .collect()
}

fn readable(cell: &str) -> String {
    [
        ("‹LRM›", "\u{200E}"),
        ("‹RLM›", "\u{200F}"),
        ("‹ZWNJ›", "\u{200C}"),
        ("‹HAMZA›", "\u{654}"),
        ("‹HAMZA BELOW›", "\u{655}"),
        ("⏎", "\n"),
    ]
    .into_iter()
    .fold(cell.to_owned(), |cell, (name, character)| {
        cell.replace(name, character)
    })
}

fn html(markdown: &str) -> String {
    let settings = Settings {
        direction: Direction::Rtl,
        labels: &Labels::default(),
        resolve: &|_| None,
        picture: &|_| None,
        digits: &|n| n.to_string(),
    };
    render(markdown, &settings)
}

#[test]
fn addresses_are_what_the_table_says() {
    for (line, cells) in table("addresses.txt", '║') {
        let [rule, written, expected] = cells.as_slice() else {
            panic!("line {line} has not three cells");
        };
        let found = match rule.as_str() {
            "S8" | "S9" | "S10" => UrlPath::new(written).unwrap().encoded(),
            "S11" => html(written),
            _ => slug_or_hash(written),
        };
        match rule.as_str() {
            "S11" => assert!(found.contains(expected.as_str()), "line {line}: {found}"),
            _ => assert_eq!(&found, expected, "{rule}, line {line}"),
        }
    }
}

#[test]
fn titles_in_latin_letters_are_what_the_table_says() {
    let mut faults = Vec::new();
    for (line, cells) in table("transliteration.txt", '|') {
        let [written, expected] = cells.as_slice() else {
            panic!("line {line} has not two cells");
        };
        let found = slug_or_hash(&transliterate(written));
        if &found != expected {
            faults.push(format!("line {line}: {written} is {found}, not {expected}"));
        }
    }
    assert!(faults.is_empty(), "{faults:#?}");
}

#[test]
fn tags_are_one_or_two_as_the_table_says() {
    for (line, cells) in table("tags.txt", '║') {
        let [verdict, a, b] = cells.as_slice() else {
            panic!("line {line} has not three cells");
        };
        let found = match (
            topic_key(a) == topic_key(b),
            similar_key(a) == similar_key(b),
        ) {
            (true, _) => "one",
            (false, true) => "may",
            (false, false) => "two",
        };
        assert_eq!(found, verdict, "line {line}: {a} and {b}");
    }
    // What is one topic may be two people.
    assert_ne!(person_key("علي"), person_key("على"));
}

/// S5: a long title is cut between words, stays apart from its like, and fits into a file name.
#[test]
fn s5_long_titles_are_cut_and_stay_apart() {
    let long = "المظاهرات تستمر ".repeat(30);
    let slugs = [
        slug_or_hash(&format!("{long} أولا")),
        slug_or_hash(&format!("{long} ثانيا")),
    ];
    assert_ne!(slugs[0], slugs[1]);
    for slug in &slugs {
        assert!(slug.len() <= MAX_BYTES, "{slug}");
        let (words, digits) = slug.rsplit_once('-').unwrap();
        assert!(digits.len() == 6 && digits.chars().all(|c| c.is_ascii_hexdigit()));
        assert!(
            words.ends_with("تستمر") || words.ends_with("المظاهرات"),
            "{words}"
        );
    }
}

fn same_title(date: &str, text: &str) -> String {
    format!("---\ntitle: توقعات الطقس\ndate: {date}\n---\n{text}\n")
}

/// S6: of articles with one title and day the oldest keeps the bare address, whatever the files are
/// called.
#[test]
fn s6_the_oldest_keeps_the_address() {
    for names in [["a", "b", "c"], ["c", "a", "b"], ["b", "c", "a"]] {
        let site = Site::new(
            "//- warraq.yaml\ntitle: صحيفة\nbase_url: https://example.org/\ntime_zone: Asia/Riyadh\n",
        );
        for (name, (date, text)) in names.into_iter().zip([
            ("2022-01-10 06:00", "صباحا"),
            ("2022-01-10 12:00", "ظهرا"),
            ("2022-01-10 18:00", "مساء"),
        ]) {
            site.write(&format!("content/{name}.md"), same_title(date, text));
        }
        site.write(
            "content/other.md",
            "---\ntitle: توقعات الطقس 2\ndate: 2022-01-10 20:00\n---\nعنوان آخر\n",
        );
        site.built(&[]);
        for (slug, text) in [
            ("توقعات-الطقس", "صباحا"),
            ("توقعات-الطقس-3", "ظهرا"),
            ("توقعات-الطقس-4", "مساء"),
            ("توقعات-الطقس-2", "عنوان آخر"),
        ] {
            let page = site.read(&format!("public/2022/01/10/{slug}/index.html"));
            assert!(page.contains(text), "{slug} of {names:?}");
        }
    }
}

/// An address that an editor chose is never moved: two of one address are an error.
#[test]
fn chosen_addresses_do_not_move() {
    let site = Site::new(
        "//- warraq.yaml\ntitle: صحيفة\nbase_url: https://example.org/\ntime_zone: Asia/Riyadh\n\
         //- content/a.md\n---\ntitle: أ\nslug: x\ndate: 2022-01-10\n---\n\
         //- content/b.md\n---\ntitle: ب\nslug: x\ndate: 2022-01-10\n---\n\
         //- content/c.md\n---\ntitle: x\ndate: 2022-01-09\n---\n",
    );
    let output = site.build(&[]);
    assert_eq!(output.status.code(), Some(1));
    assert!(support::text(&output.stderr).contains("two-pages-one-address"));
    site.write(
        "content/b.md",
        "---\ntitle: x\ndate: 2022-01-10\n---\nمن العنوان\n",
    );
    site.built(&[]);
    assert!(
        site.read("public/2022/01/10/x-2/index.html")
            .contains("من العنوان")
    );
}

/// Addresses by id stay when title and text are mended.
#[test]
fn ids_outlive_the_title() {
    let site = Site::new(
        "//- warraq.yaml\ntitle: صحيفة\nbase_url: https://example.org/\ntime_zone: Asia/Riyadh\nslugs: id\n\
         //- content/local/a.md\n---\ntitle: عنوان فيه خطاء\ndate: 2022-01-10\n---\n",
    );
    site.built(&[]);
    let pages = || -> Vec<String> {
        let files = site.files().into_iter();
        files
            .filter(|path| path.starts_with("public/2022/01/10/"))
            .collect()
    };
    let before = pages();
    let article = before
        .iter()
        .find(|path| path.len() > "public/2022/01/10/index.html".len());
    let id = article.unwrap().split('/').nth(4).unwrap();
    assert!(
        id.len() == 6 && id.chars().all(|c| c.is_ascii_hexdigit()),
        "{id}"
    );
    site.write(
        "content/local/a.md",
        "---\ntitle: عنوان فيه خطأ\ndate: 2022-01-10\n---\n",
    );
    site.built(&[]);
    assert_eq!(pages(), before);
}

/// The address that another spelling of a tag would have had leads to the tag.
#[test]
fn another_spelling_of_a_tag_leads_to_it() {
    let site = Site::new(
        "//- warraq.yaml\ntitle: صحيفة\nbase_url: https://example.org/\ntime_zone: Asia/Riyadh\n\
         //- content/a.md\n---\ntitle: أ\ndate: 2022-01-10\ntags: [إقالات]\n---\n\
         //- content/b.md\n---\ntitle: ب\ndate: 2022-01-11\ntags: [إقالات]\n---\n\
         //- content/c.md\n---\ntitle: ج\ndate: 2022-01-12\ntags: [اقالات]\n---\n",
    );
    let told = site.built(&[]);
    assert!(told.contains("إقالات = اقالات (1)"), "{told}");
    let redirect = site.read("public/tags/اقالات/index.html");
    assert!(
        redirect.contains("url=/tags/%D8%A5%D9%82%D8%A7%D9%84%D8%A7%D8%AA/"),
        "{redirect}"
    );
    // An article's own address is worth more than the courtesy.
    site.write(
        "content/d.md",
        "---\ntitle: د\ndate: 2022-01-13\nurl: /tags/اقالات/\n---\nمقالة\n",
    );
    site.built(&[]);
    assert!(site.read("public/tags/اقالات/index.html").contains("مقالة"));
}

/// D2: languages and their directions.
#[test]
fn d2_languages_have_the_direction_of_their_script() {
    for (line, cells) in table("languages.txt", '║') {
        let [tag, expected] = cells.as_slice() else {
            panic!("line {line} has not two cells");
        };
        let found = warraq::locale::Language::new(tag);
        let found = found.map_or("refused", |language| language.direction().as_str());
        assert_eq!(found, expected, "line {line}: {tag}");
    }
}
