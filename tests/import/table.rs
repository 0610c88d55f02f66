//! The rules of the import one by one: `tests/tables/import.txt`.

use std::collections::BTreeMap;

use encoding_rs::WINDOWS_1256;
use warraq::import::text::{Converted, Part, Quotes, Settings, convert};
use warraq::paths::SourcePath;

const TABLE: &str = include_str!("../tables/import.txt");

/// Characters that cannot be seen have names in the table.
const NAMES: [(&str, &str); 19] = [
    ("⏎", "\n"),
    ("<CR>", "\r"),
    ("<TAB>", "\t"),
    ("<NBSP>", "\u{A0}"),
    ("<LRM>", "\u{200E}"),
    ("<RLM>", "\u{200F}"),
    ("<ZWNJ>", "\u{200C}"),
    ("<ZWSP>", "\u{200B}"),
    ("<SHY>", "\u{AD}"),
    ("<BOM>", "\u{FEFF}"),
    ("<LRE>", "\u{202A}"),
    ("<RLE>", "\u{202B}"),
    ("<PDF>", "\u{202C}"),
    ("<LRO>", "\u{202D}"),
    ("<RLO>", "\u{202E}"),
    ("<LRI>", "\u{2066}"),
    ("<RLI>", "\u{2067}"),
    ("<PDI>", "\u{2069}"),
    ("<PS>", "\u{2029}"),
];

fn unnamed(text: &str) -> String {
    NAMES
        .iter()
        .fold(text.to_owned(), |text, (name, c)| text.replace(name, c))
}

/// The export's bytes: `{encoding}` may stand before its text.
fn bytes(export: &str) -> (Vec<u8>, Settings) {
    let (how, text) = match export
        .strip_prefix('{')
        .and_then(|rest| rest.split_once('}'))
    {
        Some((how, text)) => (how, text.trim_start()),
        None => ("", export),
    };
    let text = unnamed(text);
    let utf_16 = |order: fn(u16) -> [u8; 2]| text.encode_utf16().flat_map(order).collect();
    let mut settings = Settings::default();
    let bytes = match how {
        "" => text.into_bytes(),
        "guillemets" => {
            settings.quotes = Quotes::Guillemets;
            text.into_bytes()
        }
        "utf-16le" => utf_16(u16::to_le_bytes),
        "utf-16be" => utf_16(u16::to_be_bytes),
        "windows-1256" => WINDOWS_1256.encode(&text).0.into_owned(),
        // An Arabic letter of ISO-8859-6 is its code point less 0x560.
        "iso-8859-6" => text
            .chars()
            .map(|c| match u32::from(c) {
                c @ 0x60C..=0x652 => u8::try_from(c - 0x560).unwrap(),
                c => u8::try_from(c).unwrap(),
            })
            .collect(),
        "bytes" => text
            .split_whitespace()
            .map(|byte| u8::from_str_radix(byte, 16).unwrap())
            .collect(),
        other => panic!("{other}"),
    };
    (bytes, settings)
}

/// What can be asked of an article in the table's third column.
fn parts(converted: &Converted) -> BTreeMap<&'static str, String> {
    let story = &converted.story;
    let all = |wanted: fn(&Part) -> Option<String>| {
        let texts: Vec<String> = story.body.iter().filter_map(wanted).collect();
        texts.join(" / ")
    };
    let markdown = converted.markdown(1);
    let body = markdown.split_once("\n---\n").unwrap().1.trim();
    BTreeMap::from([
        ("title", story.title.clone()),
        ("author", story.author.clone().unwrap_or_default()),
        ("kicker", story.kicker.clone().unwrap_or_default()),
        (
            "date",
            story
                .date
                .as_ref()
                .map(ToString::to_string)
                .unwrap_or_default(),
        ),
        ("section", story.section.clone().unwrap_or_default()),
        ("caption", story.caption.clone().unwrap_or_default()),
        ("source", story.source.clone().unwrap_or_default()),
        ("trailing", story.trailing.join(" / ")),
        (
            "subheads",
            all(|part| match part {
                Part::Subheading(text) => Some(text.clone()),
                Part::Paragraph(_) => None,
            }),
        ),
        (
            "text",
            all(|part| match part {
                Part::Subheading(_) => None,
                Part::Paragraph(lines) => Some(lines.join("\n")),
            }),
        ),
        ("markdown", body.to_owned()),
    ])
}

#[test]
fn every_rule_of_the_table_holds() {
    let mut wrong = String::new();
    let mut cases = 0;
    for (row, number) in TABLE.lines().zip(1..) {
        if row.is_empty() || row.starts_with('#') {
            continue;
        }
        cases += 1;
        let columns: Vec<&str> = row.split(" ¦ ").collect();
        let [_, export, expected] = columns.as_slice() else {
            panic!("line {number}: {row}");
        };
        let (bytes, settings) = bytes(export);
        let found = convert(&SourcePath::new("export.txt"), &bytes, &settings);
        for wanted in expected.split(" ; ") {
            let (name, value) = wanted.split_once('=').unwrap_or((wanted, ""));
            let value = unnamed(value.trim());
            let is = match (name.trim(), &found) {
                ("fault", Err(fault)) => fault.code.to_owned(),
                (_, Err(fault)) => format!("{}: {}", fault.code, fault.message),
                ("told", Ok(converted)) => {
                    let notes: Vec<String> =
                        converted.notes.iter().map(ToString::to_string).collect();
                    match notes.iter().any(|note| note.contains(&value)) {
                        true => value.clone(),
                        false => notes.join("\n"),
                    }
                }
                ("untold", Ok(converted)) => converted
                    .notes
                    .first()
                    .map(ToString::to_string)
                    .unwrap_or_default(),
                (name, Ok(converted)) => parts(converted)
                    .remove(name)
                    .unwrap_or_else(|| format!("there is no `{name}`")),
            };
            if is != value {
                wrong.push_str(&format!("line {number}: {name} is `{is}`, not `{value}`\n"));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
    assert!(cases > 80, "{cases}");
}
