//! Blocks -> headline, dateline, and the blocks of the text below them.
//!
//! The headline is the first block. The dateline is looked for in the next few, since a kicker or the
//! caption's line may be joined to it. A block that is neither stays in the text.

use super::blocks::Block;
use super::boilerplate::furniture;
use super::byline;
use super::dateline::{self, Dateline};
use super::kicker;
use super::report::{Kind, Note, quoted};

/// The beginning of an export, and what is left.
#[derive(Debug)]
pub(super) struct Head {
    pub(super) title: String,
    pub(super) kicker: Option<String>,
    pub(super) author: Option<String>,
    /// The dateline and its line.
    pub(super) dateline: Option<(u32, Dateline)>,
    /// The blocks of the text.
    pub(super) text: Vec<Block>,
    /// Which of them may be the caption: the one just after the dateline.
    pub(super) caption_at: usize,
    /// Lines of the old page that stood above the headline.
    pub(super) leading: Vec<String>,
}

/// How many blocks from the top may hold the dateline.
const NEAR_THE_TOP: usize = 4;
/// The longest headline, in characters; what is longer is a paragraph.
const TITLE: usize = 250;
/// Where a paragraph that must serve as headline is cut, in characters.
const CUT: usize = 100;

/// Reads the beginning; at least one block must be given, or there is no headline.
pub(super) fn read(blocks: Vec<Block>, notes: &mut Vec<Note>) -> Option<Head> {
    let mut blocks = one_line_each(blocks, notes);
    let leading = take_furniture(&mut blocks, notes);
    let found = find_dateline(&blocks).map(|(block, line, dateline)| {
        let (before, at, after) = split_at_line(&mut blocks, block, line);
        (before, at, after, dateline)
    });
    let (mut before, dateline, mut text) = match found {
        Some((before, at, after, dateline)) => (before, Some((at, dateline)), after),
        None => (blocks, None, Vec::new()),
    };
    let kicker = kicker::take(&mut before, notes);
    let author = byline::take(&mut before, &mut text, notes);
    let mut before = before.into_iter();
    let first = match before.next() {
        Some(first) => first,
        None if text.is_empty() => return None,
        None => {
            let first = text.remove(0);
            notes.push(Note::at(
                Kind::Guessed,
                first.line,
                "the dateline stands first; the block below it was taken as the headline",
                quoted(&first.text()),
            ));
            first
        }
    };
    let (title, left) = title(first, notes);
    let title = without_marks(title);
    let kept: Vec<Block> = left.into_iter().chain(before).collect();
    let caption_at = match dateline {
        Some(_) => kept.len(),
        None => 0,
    };
    if let (Some(block), Some(_)) = (kept.first(), &dateline) {
        notes.push(Note::at(
            Kind::Guessed,
            block.line,
            "stands between the headline and the dateline; kept as the opening of the text",
            quoted(&block.text()),
        ));
    }
    text.splice(0..0, kept);
    Some(Head {
        title,
        kicker,
        author,
        dateline,
        text,
        caption_at,
        leading,
    })
}

/// Takes the old page's furniture from above the headline, if there is a headline below it: an article
/// may well be called `إعلان`.
fn take_furniture(blocks: &mut Vec<Block>, notes: &mut Vec<Note>) -> Vec<String> {
    let is_furniture = |block: &Block| block.lines.iter().all(|line| furniture(line).is_some());
    let count = blocks
        .iter()
        .take_while(|block| is_furniture(block))
        .count();
    let headline = blocks.get(count).and_then(|block| block.lines.first());
    if headline.is_none_or(|line| dateline::read(line).is_some()) {
        return Vec::new();
    }
    let lines = blocks.drain(..count).flat_map(Block::into_lines);
    let leading = lines.map(|piece| {
        let text = piece.text();
        notes.push(Note::at(
            Kind::Dropped,
            piece.line,
            "belongs to the old page; kept in extra.trailing",
            quoted(&text),
        ));
        text
    });
    leading.collect()
}

/// Marks of direction (LRM, RLM, ALM) before a headline help no reader and spoil lists; they are
/// left out as spaces are. Those inside stand where a writer put them.
fn without_marks(title: String) -> String {
    let bare = title.trim_start_matches(['\u{200E}', '\u{200F}', '\u{61C}', ' ']);
    match bare.is_empty() {
        true => title,
        false => bare.to_owned(),
    }
}

/// An export without any blank line has a block on each line.
fn one_line_each(blocks: Vec<Block>, notes: &mut Vec<Note>) -> Vec<Block> {
    let joined = blocks.len() == 1 && blocks.iter().any(|block| block.lines.len() > 1);
    if !joined {
        return blocks;
    }
    notes.push(Note::whole(
        Kind::Guessed,
        "the export has no blank lines; each line was read as a paragraph of its own",
        "",
    ));
    blocks.into_iter().flat_map(Block::into_lines).collect()
}

/// Block and line of the dateline. The very first line is a headline, unless it has nothing but a
/// date, or a time of day, which headlines have not.
fn find_dateline(blocks: &[Block]) -> Option<(usize, usize, Dateline)> {
    let near = blocks.iter().take(NEAR_THE_TOP).enumerate();
    let lines = near.flat_map(|(block, found)| {
        found
            .lines
            .iter()
            .enumerate()
            .map(move |(at, text)| (block, at, text))
    });
    let mut found = lines.filter_map(|(block, at, text)| Some((block, at, dateline::read(text)?)));
    let first = found.next()?;
    if (first.0, first.1) != (0, 0) {
        return Some(first);
    }
    let is_alone = blocks.len() == 1;
    found.next().or_else(|| {
        let bare =
            first.2.desk.is_none() || first.2.day.as_ref().is_ok_and(|day| day.time.is_some());
        (bare && !is_alone).then_some(first)
    })
}

/// Takes line `line` of block `block` out: what stands before it, its number, and what follows.
fn split_at_line(
    blocks: &mut Vec<Block>,
    block: usize,
    line: usize,
) -> (Vec<Block>, u32, Vec<Block>) {
    let mut after = blocks.split_off(block);
    let lines: Vec<Block> = after.remove(0).into_lines().collect();
    let at = lines[line].line;
    let joined = |part: &[Block]| {
        let lines: Vec<String> = part.iter().map(Block::text).collect();
        part.first().map(|first| Block {
            line: first.line,
            lines,
        })
    };
    let mut before = std::mem::take(blocks);
    before.extend(joined(&lines[..line]));
    after.splice(0..0, joined(&lines[line + 1..]));
    (before, at, after)
}

/// The headline, and what of its block is text.
fn title(block: Block, notes: &mut Vec<Note>) -> (String, Option<Block>) {
    let line = block.line;
    let whole = block.text();
    if block.lines.len() <= 3 && whole.chars().count() <= TITLE {
        if block.lines.len() > 1 {
            notes.push(Note::at(
                Kind::Guessed,
                line,
                "the headline stands on several lines; they were joined",
                quoted(&whole),
            ));
        }
        return (whole, None);
    }
    let mut lines = block.lines;
    if lines[0].chars().count() <= TITLE {
        let title = lines.remove(0);
        notes.push(Note::at(
            Kind::Guessed,
            line,
            "only the first line of the first block was taken as the headline; the rest is text",
            quoted(&title),
        ));
        return (
            title,
            Some(Block {
                line: line + 1,
                lines,
            }),
        );
    }
    let title = cut(&lines[0]);
    notes.push(Note::at(
        Kind::Guessed,
        line,
        "the first block is too long for a headline; its beginning serves as one, and all of it is text",
        quoted(&title),
    ));
    (title, Some(Block { line, lines }))
}

fn cut(text: &str) -> String {
    let end = text
        .char_indices()
        .nth(CUT)
        .map_or(text.len(), |(at, _)| at);
    let head = &text[..end];
    let head = head.rfind(' ').map_or(head, |space| &head[..space]);
    format!("{head}…")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::import::text::blocks::of_text as split;

    fn head(text: &str) -> (String, Option<u32>, Vec<String>, usize, usize) {
        let mut notes = Vec::new();
        let head = read(split(text), &mut notes).unwrap();
        let texts = head.text.iter().map(Block::text).collect();
        (
            head.title,
            head.dateline.map(|(line, _)| line),
            texts,
            head.caption_at,
            notes.len(),
        )
    }

    fn texts<const N: usize>(texts: [&str; N]) -> Vec<String> {
        texts.map(String::from).to_vec()
    }

    #[test]
    fn headline_and_dateline_are_found_where_they_stand() {
        assert_eq!(
            head("أ\n\nد 2022-01-10\n\nب\n\nج"),
            ("أ".into(), Some(3), texts(["ب", "ج"]), 0, 0)
        );
        assert_eq!(
            head("أ\nد 2022-01-10\nب\n\nج"),
            ("أ".into(), Some(2), texts(["ب", "ج"]), 0, 0)
        );
        assert_eq!(
            head("أ\n\nب\n\nد 2022-01-10\n\nج"),
            ("أ".into(), Some(5), texts(["ب", "ج"]), 1, 1)
        );
        assert_eq!(
            head("أ\n\nب\n\nج"),
            ("أ".into(), None, texts(["ب", "ج"]), 0, 0)
        );
        assert_eq!(
            head("أ\nد 2022-01-10\nب"),
            ("أ".into(), Some(2), texts(["ب"]), 0, 1)
        );
        assert_eq!(
            head("د 2022-01-10 10:00\n\nأ\n\nب"),
            ("أ".into(), Some(1), texts(["ب"]), 0, 1)
        );
        assert_eq!(
            head("طقس 10 كانون الثاني 2022\n\nب"),
            ("طقس 10 كانون الثاني 2022".into(), None, texts(["ب"]), 0, 0)
        );
        assert_eq!(
            head("2022-01-10"),
            ("2022-01-10".into(), None, texts([]), 0, 0)
        );
    }

    #[test]
    fn a_kicker_is_no_headline_and_no_text() {
        for text in [
            "تقرير\n\nعنوان طويل\n\nد 2022-01-10\n\nنص.",
            "عنوان طويل\n\nتـقرير:\n\nد 2022-01-10\n\nنص.",
        ] {
            let head = read(split(text), &mut Vec::new()).unwrap();
            assert_eq!(head.title, "عنوان طويل", "{text}");
            assert!(head.kicker.is_some(), "{text}");
            assert_eq!(head.text.len(), 1, "{text}");
        }
        // It may be all there is.
        for text in ["تقرير\n\nد 2022-01-10\n\nنص.", "تقرير"] {
            let head = read(split(text), &mut Vec::new()).unwrap();
            assert_eq!(
                (head.title.as_str(), head.kicker),
                ("تقرير", None),
                "{text}"
            );
        }
    }

    #[test]
    fn furniture_above_the_headline_goes() {
        let head = read(
            split("الرئيسية > محليات\n\nطباعة\nشارك\n\nعنوان\n\nد 2022-01-10\n\nنص."),
            &mut Vec::new(),
        )
        .unwrap();
        assert_eq!(head.title, "عنوان");
        assert_eq!(head.leading, ["الرئيسية > محليات", "طباعة", "شارك"]);
        let head = read(split("إعلان\n\nد 2022-01-10\n\nنص."), &mut Vec::new()).unwrap();
        assert_eq!((head.title.as_str(), head.leading.len()), ("إعلان", 0));
    }

    #[test]
    fn marks_before_a_headline_go() {
        assert_eq!(head("\u{200F}\u{200E}أ\u{200F}\n\nب").0, "أ\u{200F}");
    }

    #[test]
    fn a_block_too_long_for_a_headline_loses_nothing() {
        assert_eq!(head("أ\nب\n\nج").0, "أ ب");
        assert_eq!(head("أ\nب\nج\nد\n\nه").2, texts(["ب ج د", "ه"]));
        let long = "كلمة ".repeat(80);
        let (title, _, text, _, notes) = head(&format!("{long}\n\nب"));
        assert!(title.chars().count() <= CUT + 1 && title.ends_with("كلمة…"));
        assert_eq!(
            (text, notes),
            (vec![long.trim().to_owned(), "ب".to_owned()], 1)
        );
    }
}
