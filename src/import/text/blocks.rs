//! Lines -> blocks: runs of lines between blank ones.
//!
//! A line of spaces or of invisible characters alone is blank. Spaces at the ends of a line are not
//! text: in Markdown they would make code blocks and forced line breaks.

use super::clean::Line;
use crate::text::normalize::is_invisible;

/// Neighbouring lines.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Block {
    /// The number of the first line in the export, from 1.
    pub(super) line: u32,
    /// The lines, trimmed; at least one, and none of them blank.
    pub(super) lines: Vec<String>,
}

impl Block {
    /// The block on one line.
    pub(super) fn text(&self) -> String {
        self.lines.join(" ")
    }

    /// Each line as a block of its own.
    pub(super) fn into_lines(self) -> impl Iterator<Item = Block> {
        self.lines
            .into_iter()
            .zip(self.line..)
            .map(|(text, line)| Block {
                line,
                lines: vec![text],
            })
    }
}

/// The blocks of a text.
pub(super) fn split(lines: Vec<Line>) -> Vec<Block> {
    let mut blocks: Vec<Block> = Vec::new();
    let mut open = false;
    for Line { number: line, text } in lines {
        let text = text.trim();
        if text.chars().all(|c| c.is_whitespace() || is_invisible(c)) {
            open = false;
            continue;
        }
        match blocks.last_mut() {
            Some(block) if open => block.lines.push(text.to_owned()),
            _ => blocks.push(Block {
                line,
                lines: vec![text.to_owned()],
            }),
        }
        open = true;
    }
    blocks
}

/// The blocks of a text that needs no cleaning.
#[cfg(test)]
pub(super) fn of_text(text: &str) -> Vec<Block> {
    let lines = text.split('\n').zip(1u32..).map(|(text, number)| Line {
        number,
        text: text.to_owned(),
    });
    split(lines.collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_of_spaces_and_marks_are_blank() {
        let blocks = of_text("\n أ \nب\n \u{A0}\t\nج\n\u{200F}\n\nد");
        let found: Vec<(u32, String)> = blocks
            .iter()
            .map(|block| (block.line, block.text()))
            .collect();
        assert_eq!(found, [(2, "أ ب".into()), (5, "ج".into()), (8, "د".into())]);
        assert!(of_text(" \n\n").is_empty());
    }
}
