//! `"` -> `«` and `»`, where an owner asks for it.
//!
//! A story comes in and goes out with the quotation marks of its blocks in pairs; a block whose marks
//! do not pair is left as it is and told. Nothing but the straight mark is touched.

use super::Story;
use super::report::{Kind, Note, quoted};
use super::story::Part;

/// Sets the quotation marks of every block of `story`.
pub(super) fn set(story: &mut Story, notes: &mut Vec<Note>) {
    let Story {
        title,
        caption,
        body,
        ..
    } = story;
    let texts = [title].into_iter().chain(caption);
    let mut set = 0;
    for text in texts {
        set_block(text, &mut set, notes);
    }
    for part in body {
        match part {
            Part::Subheading(text) => set_block(text, &mut set, notes),
            Part::Paragraph(lines) => {
                let mut text = lines.join("\n");
                set_block(&mut text, &mut set, notes);
                *lines = text.split('\n').map(String::from).collect();
            }
        }
    }
    if set > 0 {
        notes.push(Note::whole(
            Kind::Changed,
            "pairs of straight quotation marks, now guillemets",
            set.to_string(),
        ));
    }
}

fn set_block(text: &mut String, set: &mut usize, notes: &mut Vec<Note>) {
    if !text.contains('"') {
        return;
    }
    match paired(text) {
        Some((pairs, with_guillemets)) => {
            *set += pairs;
            *text = with_guillemets;
        }
        None => notes.push(Note::whole(
            Kind::Unsure,
            "the quotation marks of this block do not pair; left as they are",
            quoted(text),
        )),
    }
}

/// The text with guillemets and how many pairs, if each opening mark stands before a word and each
/// closing one after.
fn paired(text: &str) -> Option<(usize, String)> {
    let is_gap = |c: Option<char>| c.is_none_or(char::is_whitespace);
    let mut out = String::with_capacity(text.len() + 8);
    let mut marks = 0usize;
    let mut before = None;
    let mut rest = text.chars().peekable();
    while let Some(c) = rest.next() {
        if c != '"' {
            out.push(c);
        } else if marks.is_multiple_of(2) {
            // `5"`: a mark of inches or seconds.
            let after_digit = before.is_some_and(char::is_numeric);
            if is_gap(rest.peek().copied()) || after_digit {
                return None;
            }
            marks += 1;
            out.push('«');
        } else {
            if is_gap(before) {
                return None;
            }
            marks += 1;
            out.push('»');
        }
        before = Some(c);
    }
    marks.is_multiple_of(2).then_some((marks / 2, out))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_marks_that_pair_are_set() {
        for (text, expected) in [
            ("قال \"كذا\" ثم \"كذا\".", Some("قال «كذا» ثم «كذا».")),
            ("بـ \"السوق\"", Some("بـ «السوق»")),
            ("و\"السوق\"", Some("و«السوق»")),
            ("قال: \"أول\nوثانٍ\"", Some("قال: «أول\nوثانٍ»")),
            ("سوق\" يفتتح", None),
            ("\"قال \"كذا\" أمس\"", None),
            ("شاشة 5\" و7\"", None),
            ("قال \" كذا \".", None),
        ] {
            assert_eq!(
                paired(text).map(|(_, text)| text).as_deref(),
                expected,
                "{text}"
            );
        }
    }
}
