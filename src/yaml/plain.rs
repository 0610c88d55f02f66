//! The YAML that nearly all articles are written in, read without a parser of all of YAML: `key: text`, one line
//! each, lists and mappings of texts. That parser was a quarter of the work of reading an article.
//!
//! What is not surely such a text is nothing here and goes to the library, so that there is one meaning of YAML: where
//! this gives an answer, it is the library's, which a property test holds.

use serde_yaml::{Mapping, Value};

/// Longest key that is taken; the library has a limit of its own.
const LONGEST_KEY: usize = 64;

/// Values of `yaml`, if all of it is plain.
pub(super) fn read(yaml: &str) -> Option<Value> {
    if !is_printable(yaml.as_bytes()) {
        return None;
    }
    let mut root = Mapping::new();
    let mut lines = yaml.split('\n').peekable();
    while let Some(line) = lines.next() {
        if line.bytes().all(|byte| byte == b' ') {
            continue;
        }
        let (key, rest) = key_of(line)?;
        let value = match rest.trim_matches(' ') {
            "" => {
                let mut items = Vec::new();
                let mut indent = None;
                while let Some(item) = lines.peek().and_then(|line| item_of(line)) {
                    if *indent.get_or_insert(item.0) != item.0 {
                        return None;
                    }
                    items.push(alone(item.1)?);
                    lines.next();
                }
                // Without items it may be anything, and an item may go on below.
                if items.is_empty() {
                    return None;
                }
                Value::Sequence(items)
            }
            rest => match rest.strip_prefix(['[', '{']) {
                Some(inside) => flow(inside, rest.starts_with('{'))?,
                None => alone(rest)?,
            },
        };
        add(&mut root, key, value)?;
        // A line that is set in goes on with what is above it.
        if lines.peek().is_some_and(|line| is_set_in(line)) {
            return None;
        }
    }
    (!root.is_empty()).then_some(Value::Mapping(root))
}

fn is_set_in(line: &str) -> bool {
    line.starts_with(' ') && !line.bytes().all(|byte| byte == b' ')
}

/// Whether all characters mean nothing but themselves to the library. It refuses some, and takes U+0085, U+2028 and
/// U+2029 for the ends of lines.
fn is_printable(bytes: &[u8]) -> bool {
    let is_plain = |at: usize, byte: u8| match byte {
        b'\n' | b' '..=b'~' => true,
        0..=0x7F => false,
        0xC2 => bytes.get(at + 1).is_some_and(|next| *next >= 0xA0),
        0xE2 => !matches!(bytes.get(at + 1..at + 3), Some([0x80, 0xA8 | 0xA9])),
        0xEF => !matches!(
            bytes.get(at + 1..at + 3),
            Some([0xBB, 0xBF] | [0xBF, 0xBE | 0xBF])
        ),
        _ => true,
    };
    bytes
        .iter()
        .enumerate()
        .all(|(at, byte)| is_plain(at, *byte))
}

/// The key that `text` begins with, and what follows its colon.
fn key_of(text: &str) -> Option<(&str, &str)> {
    let (key, rest) = text.split_once(':')?;
    let is_name = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'_';
    let is_key = key.len() <= LONGEST_KEY
        && key.starts_with(|c: char| c.is_ascii_alphabetic())
        && key.bytes().all(is_name)
        && !is_word_of_yaml(key);
    (is_key && (rest.is_empty() || rest.starts_with(' '))).then_some((key, rest))
}

/// The indentation and the text of an item of a list in block style.
fn item_of(line: &str) -> Option<(usize, &str)> {
    let item = line.trim_start_matches(' ');
    let text = item.strip_prefix("- ")?;
    Some((line.len() - item.len(), text))
}

/// A text that is a value by itself, to the end of its line.
fn alone(text: &str) -> Option<Value> {
    let text = text.trim_matches(' ');
    match text.as_bytes().first()? {
        quote @ (b'"' | b'\'') => {
            let (value, rest) = quoted(&text[1..], char::from(*quote))?;
            rest.is_empty().then_some(value)
        }
        _ if text.contains(": ") || text.contains('#') || text.ends_with(':') => None,
        _ => unquoted(text),
    }
}

/// What stands before the quotation mark, and what follows it; nothing if either mark could be part of the text.
fn quoted(text: &str, quote: char) -> Option<(Value, &str)> {
    let (inside, rest) = text.split_once(quote)?;
    let is_plain = match quote {
        '"' => memchr::memchr(b'\\', inside.as_bytes()).is_none(),
        _ => !rest.starts_with(quote),
    };
    is_plain.then(|| (Value::String(inside.to_owned()), rest))
}

/// A text without quotation marks: words, or a date, but no number, which has many forms.
fn unquoted(text: &str) -> Option<Value> {
    match text {
        "true" => return Some(Value::Bool(true)),
        "false" => return Some(Value::Bool(false)),
        _ if is_word_of_yaml(text) => return None,
        _ => {}
    }
    let bytes = text.as_bytes();
    let is_date = || {
        bytes
            .get(..4)
            .is_some_and(|year| year.iter().all(u8::is_ascii_digit))
            && bytes.get(4) == Some(&b'-')
            && bytes.get(5).is_some_and(u8::is_ascii_digit)
    };
    match bytes.first()? {
        b'A'..=b'Z' | b'a'..=b'z' | b'/' | 0x80.. => {}
        _ if is_date() => {}
        _ => return None,
    }
    Some(Value::String(text.to_owned()))
}

/// Words that stand for something else, in any letter case.
fn is_word_of_yaml(text: &str) -> bool {
    ["null", "true", "false"]
        .iter()
        .any(|word| text.eq_ignore_ascii_case(word))
}

/// A list or a mapping of texts on one line, from behind its bracket.
fn flow(text: &str, is_mapping: bool) -> Option<Value> {
    let close = if is_mapping { '}' } else { ']' };
    let (mut items, mut mapping) = (Vec::new(), Mapping::new());
    let mut rest = text.trim_start_matches(' ');
    if let Some(after) = rest.strip_prefix(close) {
        rest = after;
    } else {
        loop {
            let mut key = None;
            if is_mapping {
                let (name, after) = key_of(rest)?;
                (key, rest) = (Some(name), after.trim_start_matches(' '));
            }
            let (value, after) = in_flow(rest)?;
            match key {
                Some(key) => add(&mut mapping, key, value)?,
                None => items.push(value),
            }
            let after = after.trim_start_matches(' ');
            if let Some(after) = after.strip_prefix(close) {
                rest = after;
                break;
            }
            rest = after.strip_prefix(',')?.trim_start_matches(' ');
        }
    }
    let value = match is_mapping {
        true => Value::Mapping(mapping),
        false => Value::Sequence(items),
    };
    rest.bytes().all(|byte| byte == b' ').then_some(value)
}

/// A text in a list or mapping on one line, and what follows it.
fn in_flow(text: &str) -> Option<(Value, &str)> {
    match text.as_bytes().first()? {
        quote @ (b'"' | b'\'') => quoted(&text[1..], char::from(*quote)),
        _ => {
            let end = text.find([',', ']', '}'])?;
            let (word, rest) = text.split_at(end);
            let is_other = |c: char| "[{:?#\"'&*!|>%@`".contains(c);
            let word = word.trim_end_matches(' ');
            (!word.contains(is_other)).then_some((unquoted(word)?, rest))
        }
    }
}

/// Adds a value that was not there: what is given twice is told by the library.
fn add(mapping: &mut Mapping, key: &str, value: Value) -> Option<()> {
    let before = mapping.insert(Value::String(key.to_owned()), value);
    before.is_none().then_some(())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// What the library makes of it, where this gives an answer.
    fn is_the_librarys(yaml: &str) -> Result<bool, TestCaseError> {
        let Some(value) = read(yaml) else {
            return Ok(false);
        };
        let other = serde_yaml::from_str::<Value>(yaml);
        prop_assert_eq!(other.ok(), Some(value), "{:?}", yaml);
        Ok(true)
    }

    #[test]
    fn what_articles_begin_with_is_plain() {
        for yaml in [
            "title: \"خبر: تفاصيل\"\ndate: 2024-12-31T21:19:46+03:00\nslug: story-099999\nsection: economy\n",
            "title: خبر الساعة 10:30\ntags: [\"ماء\", الكويت, 'سد']\nauthors: []\ndraft: false\n",
            "title: 'خبر'\n\nimage: {src: /img/a.png, alt: \"صورة, أولى\", caption: نص}\n",
            "title: خبر\ntags:\n  - ماء\n  - \"سد\"\nauthors:\n- سلمى\n- وائل\ndate: 2022-01-10 17:11:00\n",
        ] {
            assert!(is_the_librarys(yaml).unwrap(), "{yaml}");
        }
    }

    #[test]
    fn what_may_mean_something_else_is_left_to_the_library() {
        for yaml in [
            "",
            "\n",
            "title:\n",
            "title: 1\n",
            "title: 1e5\n",
            "title: .5\n",
            "title: ~\n",
            "title: Null\n",
            "title: True\n",
            "title: a: b\n",
            "title: a # b\n",
            "title: a\n  b\n",
            "title: \"a\n  b\"\n",
            "title: \"a\\n\"\n",
            "title: 'a''b'\n",
            "title: \"a\" b\n",
            "title: &a b\n",
            "title: *a\n",
            "title: !x a\n",
            "title: |\n  a\n",
            "title: >\n  a\n",
            "title: - a\n",
            "title: ? a\n",
            "title: a\u{85}b\n",
            "title: a\u{2028}b\n",
            "title: \u{feff}a\n",
            "title: a\u{7f}\n",
            "title: a\ttab\n",
            "title: a\r\nslug: b\r\n",
            "title: a\ntitle: b\n",
            "a: {b: c, b: d}\n",
            "a: [b, ]\n",
            "a: [b]]\n",
            "a: [[b]]\n",
            "a: [b: c]\n",
            "a: {b}\n",
            "a: {b: }\n",
            "a: [1]\n",
            "a: [\"b\": c]\n",
            "a:\n  - b\n c: d\n",
            "a:\n  - b\n    c\n",
            "a:\n  - b: c\n",
            "- a\n",
            "a\n",
            "\"a\": b\n",
            "--- \na: b\n",
            "a: b\n...\n",
            "null: a\n",
            " a: b\n",
            "a: [b\n",
            "a: @b\n",
            "a: `b`\n",
        ] {
            assert_eq!(read(yaml), None, "{yaml:?}");
        }
    }

    /// Lines of pieces that mean something to YAML, and of those that articles are made of.
    fn texts(most: usize) -> impl Strategy<Value = String> {
        let piece = prop::sample::select(vec![
            "title: ",
            "a: ",
            "b:",
            "tags: ",
            "[",
            "]",
            "{",
            "}",
            ", ",
            ",",
            "\"",
            "'",
            "\\",
            "خبر",
            "ماء",
            " ",
            "  ",
            "\n",
            "\n",
            "\n  - ",
            "\n- ",
            "- ",
            "2022-01-10",
            "10:30",
            "1",
            "true",
            "false",
            "null",
            "~",
            ".",
            "-",
            "#",
            " #",
            ":",
            ": ",
            "?",
            "&x",
            "*x",
            "!",
            "|",
            ">",
            "%",
            "@",
            "`",
            "/img/a.png",
            "abc",
            "\u{a0}",
            "\u{85}",
            "\u{2028}",
            "\u{feff}",
            "\u{fffe}",
            "\u{1f600}",
            "\t",
            "\r",
            "٣",
            "+",
            "0x1f",
            "---",
            "...",
            "=",
            "<<: ",
        ]);
        prop::collection::vec(piece, 0..most).prop_map(|pieces| pieces.concat())
    }

    /// Mostly plain front matter, with one piece put somewhere into it.
    fn nearly_plain() -> impl Strategy<Value = String> {
        let text = prop::sample::select(vec![
            "خبر",
            "\"خبر: ب\"",
            "'ب'",
            "[أ, \"ب, ج\"]",
            "{src: /a.png, alt: 'x'}",
            "2022-01-10",
            "true",
            "abc def",
        ]);
        let line = (
            prop::sample::select(vec!["title", "a", "tags", "date_1"]),
            text,
        )
            .prop_map(|(key, text)| format!("{key}: {text}\n"));
        let lines = prop::collection::vec(line, 1..4).prop_map(|lines| lines.concat());
        (lines, texts(3), any::<prop::sample::Index>()).prop_map(|(mut lines, piece, at)| {
            let ends: Vec<usize> = lines.char_indices().map(|(at, _)| at).collect();
            lines.insert_str(ends[at.index(ends.len())], &piece);
            lines
        })
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(4000))]

        #[test]
        fn every_answer_is_the_librarys(yaml in prop_oneof![1 => texts(14), 4 => nearly_plain()]) {
            is_the_librarys(&yaml)?;
        }
    }
}
