//! The marks of footnotes in the text, the notes after it, and the ways back.

use super::Writer;
use crate::markdown::inline::{push_attribute, push_text};
use crate::text::direction::Direction;

impl Writer<'_, '_> {
    pub(super) fn note_mention(&mut self, label: &str) {
        let (number, mention) = self.notes.mention(label);
        let shown = (self.settings.digits)(number as u64);
        let id = mention_id(number, mention);
        self.out.push_str(&format!(
            "<sup class=\"note\"><a id=\"{id}\" href=\"#fn-{number}\" role=\"doc-noteref\"><bdi>"
        ));
        push_text(&mut self.out, &shown);
        self.out.push_str("</bdi></a></sup>");
    }

    pub(super) fn write_notes(&mut self) {
        let mut number = 1;
        while let Some(((start, end), mentions)) = self.notes.note(number) {
            if number == 1 {
                self.out
                    .push_str("<section class=\"footnotes\" role=\"doc-endnotes\" aria-label=\"");
                push_attribute(&mut self.out, &self.settings.labels.footnotes);
                self.out.push_str("\">\n<ol>\n");
            }
            self.out.push_str(&format!("<li id=\"fn-{number}\""));
            self.direction(start);
            self.out.push('>');
            self.write(start + 1, end - 1);
            let direction = self.directions[start].unwrap_or(self.settings.direction);
            self.back_links(number, mentions, direction);
            self.out.push_str("</li>\n");
            number += 1;
        }
        if number > 1 {
            self.out.push_str("</ol>\n</section>\n");
        }
    }

    /// The ways back to the text stand in the note's last paragraph, if it ends in one.
    fn back_links(&mut self, number: usize, mentions: usize, direction: Direction) {
        let in_paragraph = self.out.ends_with("</p>\n");
        if in_paragraph {
            self.out.truncate(self.out.len() - "</p>\n".len());
        }
        for mention in 1..=mentions {
            let id = mention_id(number, mention);
            self.out.push_str(&format!(
                " <a class=\"back\" href=\"#{id}\" role=\"doc-backlink\" aria-label=\""
            ));
            push_attribute(&mut self.out, &self.settings.labels.back_to_text);
            if mentions > 1 {
                push_attribute(
                    &mut self.out,
                    &format!(" ({})", (self.settings.digits)(mention as u64)),
                );
            }
            // The arrow points back to where lines begin. U+FE0E keeps it from becoming a picture.
            self.out.push_str(match direction {
                Direction::Ltr => "\">\u{21A9}\u{FE0E}</a>",
                Direction::Rtl => "\">\u{21AA}\u{FE0E}</a>",
            });
        }
        if in_paragraph {
            self.out.push_str("</p>\n");
        }
    }
}

fn mention_id(number: usize, mention: usize) -> String {
    match mention {
        1 => format!("fnref-{number}"),
        mention => format!("fnref-{number}-{mention}"),
    }
}
