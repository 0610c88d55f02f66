//! A line that names the author: `كتب: …`, `بقلم: …`.
//!
//! The blocks around the dateline come in, the name goes out of them. Only a label of a fixed list with a sign after it counts: `كتب
//! الوزير في رسالته` is a sentence.

use std::sync::LazyLock;

use super::blocks::Block;
use super::report::{Kind, Note, quoted};
use crate::text::identity::spelling_key;

const LABELS: [&str; 11] = [
    "كتب",
    "كتبت",
    "كتبها",
    "بقلم",
    "إعداد",
    "أعدّه",
    "أجرى الحوار",
    "حاوره",
    "الكاتب",
    "By",
    "Written by",
];

static KEYS: LazyLock<Vec<String>> =
    LazyLock::new(|| LABELS.iter().map(|label| spelling_key(label)).collect());

/// The longest name, in characters; beyond it the line is a sentence.
const NAME: usize = 50;

/// Takes the author's line from below the headline, which is the first of `before`, or from the first
/// two blocks of the text after the dateline, if some text is left then.
pub(super) fn take(
    before: &mut Vec<Block>,
    text: &mut Vec<Block>,
    notes: &mut Vec<Note>,
) -> Option<String> {
    let is_byline =
        |block: &Block| matches!(block.lines.as_slice(), [line] if author(line).is_some());
    let above = before.iter().skip(1).take(2).position(is_byline);
    let below = text.iter().take(2).position(is_byline);
    let block = match (above, below) {
        (Some(at), _) if before.len() + text.len() > 2 => before.remove(at + 1),
        (None, Some(at)) if text.len() > 1 => text.remove(at),
        _ => return None,
    };
    let name = author(&block.text())?;
    notes.push(Note::at(
        Kind::Guessed,
        block.line,
        "read as the name of the author",
        quoted(&name),
    ));
    Some(name)
}

/// The author that `line` names, if it is such a line.
pub(super) fn author(line: &str) -> Option<String> {
    let (label, name) = line.split_once([':', '：'])?;
    let label = spelling_key(label);
    let name = name.trim().trim_end_matches('.').trim_end();
    let is_name = name.chars().any(char::is_alphabetic) && name.chars().count() <= NAME;
    (is_name && KEYS.contains(&label)).then(|| name.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_label_and_a_name_are_a_byline() {
        for line in [
            "كتب: وائل الصبّاغ",
            "بقلم : وائل الصبّاغ.",
            "كَتَبَ: وائل الصبّاغ",
        ] {
            assert_eq!(author(line).as_deref(), Some("وائل الصبّاغ"), "{line}");
        }
        for line in ["كتب وائل الصبّاغ", "قال: كذا", "كتب: ...", "وكتب: عدنا"]
        {
            assert_eq!(author(line), None, "{line}");
        }
        assert_eq!(author(&format!("كتب: {}", "كلمة ".repeat(20))), None);
    }
}
