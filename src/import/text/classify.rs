//! Blocks below the dateline -> caption, paragraphs, subheadings, and the old page's furniture.
//!
//! Each decision follows one rule that can be told in a sentence, by length, final punctuation and
//! neighbours. What the rules do not settle stays a paragraph and is told; no block is dropped.

use super::blocks::Block;
use super::boilerplate::{Furniture, furniture};
use super::dateline;
use super::report::{Kind, Note, quoted};
use super::sentence::{ends_a_sentence, has_final_punctuation, is_quotation};
use super::story::Part;

/// A caption has fewer characters.
const CAPTION: usize = 120;
/// A subheading has no more characters.
const SUBHEADING: usize = 60;
/// How many blocks at the end may be furniture.
const NEAR_THE_END: usize = 3;

/// The parts of a text.
#[derive(Debug, Default)]
pub(super) struct Parts {
    pub(super) caption: Option<String>,
    /// Each part with its line.
    pub(super) body: Vec<(u32, Part)>,
    pub(super) source: Option<String>,
    pub(super) trailing: Vec<String>,
}

/// Sorts `blocks`; the block at `caption_at` may be the caption.
pub(super) fn classify(mut blocks: Vec<Block>, caption_at: usize, notes: &mut Vec<Note>) -> Parts {
    let mut parts = Parts::default();
    take_furniture(&mut blocks, &mut parts, notes);
    if is_caption(&blocks, caption_at) {
        let block = blocks.remove(caption_at);
        let caption = block.text();
        notes.push(Note::at(
            Kind::Guessed,
            block.line,
            "read as the caption of a picture",
            quoted(&caption),
        ));
        parts.caption = Some(caption);
    }
    // What stands above the dateline has been told already.
    let verdicts: Vec<Verdict> = (0..blocks.len())
        .map(|at| match at < caption_at {
            true => Verdict::Paragraph,
            false => verdict(&blocks, at),
        })
        .collect();
    for (block, verdict) in blocks.into_iter().zip(verdicts) {
        let line = block.line;
        match verdict {
            Verdict::Subheading => {
                let text = block.text();
                notes.push(Note::at(
                    Kind::Guessed,
                    line,
                    "read as a subheading",
                    quoted(&text),
                ));
                parts.body.push((line, Part::Subheading(text)));
                continue;
            }
            Verdict::Unsure(why) => {
                notes.push(Note::at(Kind::Unsure, line, why, quoted(&block.text())));
            }
            Verdict::Paragraph => {}
        }
        parts.body.push((line, Part::Paragraph(block.lines)));
    }
    parts
}

/// Takes the furniture out of the last blocks. A block is furniture when all its lines are: labels of
/// the old page, and headlines below a heading of links.
fn take_furniture(blocks: &mut Vec<Block>, parts: &mut Parts, notes: &mut Vec<Note>) {
    let from = blocks.len().saturating_sub(NEAR_THE_END);
    let mut below_links = false;
    for block in blocks.split_off(from) {
        let mut open = below_links;
        let found: Option<Vec<Option<Furniture>>> = block
            .lines
            .iter()
            .map(|line| {
                let found = furniture(line);
                match &found {
                    Some(furniture) => open = *furniture == Furniture::Links,
                    None => open = open && is_link(line),
                }
                (found.is_some() || open).then_some(found)
            })
            .collect();
        let Some(found) = found else {
            blocks.push(block);
            below_links = false;
            continue;
        };
        below_links = open;
        for (piece, furniture) in block.into_lines().zip(found) {
            let text = piece.text();
            let (kind, what) = match furniture {
                Some(Furniture::Source(name)) if parts.source.is_none() => {
                    parts.source = Some(name);
                    (Kind::Changed, "became the article's source")
                }
                Some(_) => (
                    Kind::Dropped,
                    "belongs to the old page; kept in extra.trailing",
                ),
                None => (
                    Kind::Dropped,
                    "stands below the old page's links to other articles; kept in extra.trailing",
                ),
            };
            notes.push(Note::at(kind, piece.line, what, quoted(&text)));
            if kind == Kind::Dropped {
                parts.trailing.push(text);
            }
        }
    }
}

/// The headline of another article: short and no sentence.
fn is_link(line: &str) -> bool {
    line.chars().count() < CAPTION && !has_final_punctuation(line)
}

/// A caption is short, is no sentence and announces nothing; a sentence follows it.
fn is_caption(blocks: &[Block], at: usize) -> bool {
    let (Some(block), Some(next)) = (blocks.get(at), blocks.get(at + 1)) else {
        return false;
    };
    let text = block.text();
    text.chars().count() < CAPTION
        && !has_final_punctuation(&text)
        && ends_a_sentence(&next.text())
        && dateline::read(&text).is_none()
        && !dateline::ends_in_another_date(&text)
        && furniture(&text).is_none()
}

enum Verdict {
    Paragraph,
    Subheading,
    /// It could be something else; what, and why it was not taken as that.
    Unsure(&'static str),
}

fn verdict(blocks: &[Block], at: usize) -> Verdict {
    let block = &blocks[at];
    let text = block.text();
    let short = block.lines.len() == 1 && text.chars().count() <= SUBHEADING;
    if short && dateline::read(&text).is_some() {
        return Verdict::Unsure(
            "another line with desk and date; kept as a paragraph. Are there two articles in this export?",
        );
    }
    if short && at == 0 && dateline::ends_in_another_date(&text) {
        return Verdict::Unsure(
            "looks like a line with desk and date, but the date cannot be read; kept as a paragraph",
        );
    }
    if short && furniture(&text).is_some() {
        return Verdict::Unsure(
            "looks like a line of the old page, but stands in the text; kept as a paragraph",
        );
    }
    if !looks_like_subheading(block) {
        let between = 0 < at && at + 1 < blocks.len();
        let asks = text.ends_with(['؟', '?']) && begins_with_a_word(&text);
        return match between && short && asks {
            true => {
                Verdict::Unsure("could be a subheading, but it is a question; kept as a paragraph")
            }
            false => Verdict::Paragraph,
        };
    }
    let is_short = |at: usize| blocks.get(at).is_some_and(looks_like_subheading);
    let unsure = if at == 0 {
        "could be a subheading, but nothing of the text stands before it; kept as a paragraph"
    } else if at + 1 == blocks.len() {
        "could be a subheading, but nothing follows it; kept as a paragraph"
    } else if is_short(at - 1) || is_short(at + 1) {
        "could be a subheading, but its neighbour is the same; kept as a paragraph"
    } else if is_quotation(&text) {
        "could be a subheading, but it is a quotation; kept as a paragraph"
    } else if !begins_with_a_word(&text) {
        "could be a subheading, but it begins with a sign, as the items of lists do; kept as a paragraph"
    } else if text.contains("://") || text.contains('@') {
        "could be a subheading, but it is an address; kept as a paragraph"
    } else {
        return Verdict::Subheading;
    };
    Verdict::Unsure(unsure)
}

/// One short line with letters that neither ends a sentence nor breaks off in one.
fn looks_like_subheading(block: &Block) -> bool {
    let [line] = block.lines.as_slice() else {
        return false;
    };
    line.chars().count() <= SUBHEADING
        && !has_final_punctuation(line)
        && line.chars().any(char::is_alphabetic)
}

/// A letter, a bracket or a quotation mark stands first; figures do, unless they number an item.
fn begins_with_a_word(text: &str) -> bool {
    let after = text.trim_start_matches(char::is_numeric);
    let numbered = after.len() < text.len() && after.trim_start().starts_with(['.', ')', '-']);
    !numbered
        && text.starts_with(|c: char| c.is_alphanumeric() || "\"“«([\u{200F}\u{200E}".contains(c))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::import::text::blocks::of_text as split;

    fn parts(text: &str) -> (Parts, Vec<String>) {
        let mut notes = Vec::new();
        let parts = classify(split(text), 0, &mut notes);
        (parts, notes.iter().map(Note::to_string).collect())
    }

    fn subheadings(text: &str) -> Vec<String> {
        let (parts, _) = parts(text);
        let headings = parts.body.into_iter().filter_map(|(_, part)| match part {
            Part::Subheading(text) => Some(text),
            Part::Paragraph(_) => None,
        });
        headings.collect()
    }

    #[test]
    fn a_caption_is_short_and_a_sentence_follows() {
        assert_eq!(
            parts("منظر من الجسر\n\nافتُتح الجسر.").0.caption.as_deref(),
            Some("منظر من الجسر")
        );
        for text in ["منظر.\n\nافتُتح.", "منظر\n\nعنوان", "منظر", "قال:\n\nافتُتح."]
        {
            assert_eq!(parts(text).0.caption, None, "{text}");
        }
        let long = "ك".repeat(120);
        assert_eq!(parts(&format!("{long}\n\nافتُتح.")).0.caption, None);
    }

    #[test]
    fn subheadings_stand_between_paragraphs() {
        assert_eq!(subheadings("أ.\n\nعنوان\n\nب."), ["عنوان"]);
        assert_eq!(
            subheadings("أ.\n\n24 ساعة في المرفأ\n\nب."),
            ["24 ساعة في المرفأ"]
        );
        for text in [
            "أ.\n\nعنوان\n\nآخر\n\nب.",
            "أ.\n\nب.\n\nعنوان",
            "أ.\n\n«قول»\n\nب.",
            "أ.\n\n- بند\n\nب.",
            "أ.\n\n1) بند\n\nب.",
            "أ.\n\n#وسم\n\nب.",
            "أ.\n\ndesk@example.org\n\nب.",
            "أ.\n\n***\n\nب.",
            "أ.\n\nسطر\nوسطر\n\nب.",
            "أ.\n\nوقال:\n\nب.",
        ] {
            assert_eq!(subheadings(text), [""; 0], "{text}");
        }
        let exact = "ك".repeat(60);
        assert_eq!(subheadings(&format!("أ.\n\n{exact}\n\nب.")), [exact]);
        assert!(subheadings(&format!("أ.\n\n{}\n\nب.", "ك".repeat(61))).is_empty());
    }

    #[test]
    fn another_dateline_is_neither_caption_nor_subheading() {
        for text in [
            "محليات 2022-01-10\n\nنص.",
            "أ.\n\nمحليات 2022-01-10 10:00\n\nب.",
        ] {
            let (parts, notes) = parts(text);
            assert_eq!(parts.caption, None, "{text}");
            assert!(subheadings(text).is_empty(), "{text}");
            assert!(
                notes[0].contains("another line with desk and date"),
                "{notes:?}"
            );
        }
    }

    #[test]
    fn headlines_below_links_are_furniture_and_sentences_are_not() {
        let (parts, _) = parts("أ.\n\nاقرأ أيضاً:\n\nافتتاح الجسر\nإغلاق السوق\n\nالتعليقات");
        assert_eq!(
            parts.trailing,
            ["اقرأ أيضاً:", "افتتاح الجسر", "إغلاق السوق", "التعليقات"]
        );
        assert_eq!(parts.body.len(), 1);
        let (parts, _) = self::parts("أ.\n\nاقرأ أيضاً:\n\nافتُتح الجسر.");
        assert_eq!((parts.trailing.len(), parts.body.len()), (1, 2));
    }

    #[test]
    fn furniture_leaves_the_text_and_is_kept() {
        let (parts, notes) = parts("أ.\n\nالمصدر: وكالات\n\nشارك\nالتعليقات (2)");
        assert_eq!(parts.source.as_deref(), Some("وكالات"));
        assert_eq!(parts.trailing, ["شارك", "التعليقات (2)"]);
        assert_eq!((parts.body.len(), notes.len()), (1, 3));
        assert!(notes[2].starts_with("line 6: dropped:"), "{}", notes[2]);
    }
}
