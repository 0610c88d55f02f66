//! Text as exported -> its lines as an article has them: ends, invisible characters, spaces, letter forms.
//!
//! Each line keeps its number, so that every later note can name the line of the export. What is
//! taken out is counted in a note; letters, vowel signs, quotation marks and tatweel are not touched.

use super::bidi::tame;
use super::report::{Kind, Note};
use super::{Forms, Settings, Spaces};
use crate::text::normalize::nfkc;

const NBSP: char = '\u{A0}';

/// One line of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Line {
    /// Its number in the export, from 1.
    pub(super) number: u32,
    pub(super) text: String,
}

/// How often something was met, and on which line first.
#[derive(Default)]
struct Tally {
    count: usize,
    first: u32,
}

impl Tally {
    fn add(&mut self, count: usize, line: u32) {
        if self.count == 0 {
            self.first = line;
        }
        self.count += count;
    }

    fn tell(&self, kind: Kind, what: &'static str, notes: &mut Vec<Note>) {
        let detail = match self.count {
            0 => return,
            1 => "1".to_owned(),
            n => format!("{n}, the first of them on this line"),
        };
        notes.push(Note::at(kind, self.first, what, detail));
    }
}

#[derive(Default)]
struct Tallies {
    ends: Tally,
    overrides: Tally,
    embeddings: Tally,
    loose: Tally,
    zero_width: Tally,
    controls: Tally,
    spaces: Tally,
    forms: Tally,
}

impl Tallies {
    fn tell(&self, notes: &mut Vec<Note>) {
        for (tally, kind, what) in [
            (
                &self.ends,
                Kind::Changed,
                "line and page ends of other systems (VT, FF, NEL, U+2028, U+2029), now plain ones",
            ),
            (
                &self.overrides,
                Kind::Dropped,
                "characters that force a direction on the text around them (LRO, RLO)",
            ),
            (
                &self.embeddings,
                Kind::Changed,
                "embeddings of a direction (LRE, RLE), now isolates (LRI, RLI)",
            ),
            (
                &self.loose,
                Kind::Dropped,
                "characters for directions without their other end",
            ),
            (
                &self.zero_width,
                Kind::Dropped,
                "byte order marks, zero-width spaces and soft hyphens",
            ),
            (&self.controls, Kind::Dropped, "control characters"),
            (
                &self.spaces,
                Kind::Changed,
                "runs of spaces with a non-breaking one, now one space each",
            ),
            (
                &self.forms,
                Kind::Changed,
                "presentation forms, now the letters they show",
            ),
        ] {
            tally.tell(kind, what, notes);
        }
    }
}

/// The lines of `text`, cleaned; what was taken out is told in `notes`.
pub(super) fn clean(text: &str, settings: &Settings, notes: &mut Vec<Note>) -> Vec<Line> {
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    let mut tallies = Tallies::default();
    let mut lines = Vec::new();
    for (line, number) in text.split('\n').zip(1u32..) {
        // Ends that a text editor does not count as lines: the pieces keep the line's number.
        for (at, piece) in line.split(is_other_end).enumerate() {
            if at > 0 {
                tallies.ends.add(1, number);
                // A blank line: what stands after such an end is another paragraph.
                lines.push(Line {
                    number,
                    text: String::new(),
                });
            }
            let text = clean_line(piece, number, settings, &mut tallies);
            lines.push(Line { number, text });
        }
    }
    tallies.tell(notes);
    lines
}

/// Paragraph and page ends. A soft line end (VT, U+2028) of a word processor parts lines of one
/// paragraph there, and is an end here too: nobody writes a paragraph of two lines in an export.
fn is_other_end(c: char) -> bool {
    matches!(c, '\u{B}' | '\u{C}' | '\u{85}' | '\u{2028}' | '\u{2029}')
}

fn clean_line(line: &str, number: u32, settings: &Settings, tallies: &mut Tallies) -> String {
    let tamed = tame(line);
    if let Some(tamed) = &tamed {
        tallies.overrides.add(tamed.overrides, number);
        tallies.embeddings.add(tamed.embeddings, number);
        tallies.loose.add(tamed.loose, number);
    }
    let line = tamed.as_ref().map_or(line, |tamed| tamed.line.as_str());
    let visible = drop_invisible(line, number, tallies);
    let letters = match settings.forms {
        Forms::Unify => unify_forms(&visible, number, &mut tallies.forms),
        Forms::Keep => visible,
    };
    match settings.spaces {
        Spaces::Collapse => collapse(&letters, number, &mut tallies.spaces),
        Spaces::Keep => letters,
    }
}

/// `line` without what has no shape and no use.
fn drop_invisible(line: &str, number: u32, tallies: &mut Tallies) -> String {
    let mut kept = String::with_capacity(line.len());
    for c in line.chars() {
        match c {
            '\u{FEFF}' | '\u{200B}' | '\u{AD}' => tallies.zero_width.add(1, number),
            '\t' => kept.push(c),
            c if c.is_control() => tallies.controls.add(1, number),
            c => kept.push(c),
        }
    }
    kept
}

/// Whether `c` stands for letters that have code points of their own. Signs that are one sign to a
/// reader stay: the honorifics, the basmala, the name of God, and the ornate brackets.
fn is_form(c: char) -> bool {
    matches!(c, '\u{FB50}'..='\u{FD3D}' | '\u{FD50}'..='\u{FDF1}' | '\u{FDF3}'..='\u{FDF9}' | '\u{FDFC}' | '\u{FE70}'..='\u{FEFC}')
}

fn unify_forms(line: &str, number: u32, tally: &mut Tally) -> String {
    let mut unified = String::with_capacity(line.len());
    for c in line.chars() {
        if is_form(c) {
            tally.add(1, number);
        }
        push_unified(&mut unified, c);
    }
    unified
}

/// Appends `c`, or the letters it stands for.
pub(super) fn push_unified(out: &mut String, c: char) {
    match is_form(c) {
        // A vowel sign's own form unfolds to a space and the sign; the space is not text.
        true => out.push_str(nfkc(c.encode_utf8(&mut [0; 4])).trim_start_matches(' ')),
        false => out.push(c),
    }
}

fn collapse(line: &str, number: u32, tally: &mut Tally) -> String {
    let mut out = String::with_capacity(line.len());
    let is_space = |c: char| c == ' ' || c == NBSP;
    let mut rest = line;
    while let Some(start) = rest.find(is_space) {
        out.push_str(&rest[..start]);
        let after = rest[start..].trim_start_matches(is_space);
        let run = &rest[start..rest.len() - after.len()];
        if run.contains(NBSP) && run.chars().nth(1).is_some() {
            tally.add(1, number);
            out.push(' ');
        } else {
            out.push_str(run);
        }
        rest = after;
    }
    out.push_str(rest);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cleaned(text: &str) -> (String, Vec<String>) {
        let mut notes = Vec::new();
        let lines = clean(text, &Settings::default(), &mut notes);
        let texts: Vec<String> = lines.into_iter().map(|line| line.text).collect();
        (
            texts.join("\n"),
            notes.iter().map(Note::to_string).collect(),
        )
    }

    #[test]
    fn only_runs_with_a_non_breaking_space_collapse() {
        let (text, notes) = cleaned("أ\u{A0} ب \u{A0}ج\u{A0}د  هـ\u{A0}\u{A0}و");
        assert_eq!(text, "أ ب ج\u{A0}د  هـ و");
        assert_eq!(
            notes,
            [
                "line 1: changed: runs of spaces with a non-breaking one, now one space each: 3, the first of them on this line"
            ]
        );
    }

    #[test]
    fn overrides_go_with_their_ends_and_marks_stay() {
        let (text, notes) = cleaned(
            "أ\r\n\u{202E}ب\u{202C} \u{202B}ج\u{202C} \u{200F}د\u{200C}\u{FEFF}\u{AD}\u{7}",
        );
        assert_eq!(text, "أ\nب \u{2067}ج\u{2069} \u{200F}د\u{200C}");
        assert_eq!(notes.len(), 4);
        assert!(notes[0].starts_with("line 2: dropped: characters that force a direction"));
    }

    #[test]
    fn ends_of_other_systems_part_paragraphs_and_keep_the_number() {
        let mut notes = Vec::new();
        let lines = clean("أ\u{2029}ب\u{B}ج\nد", &Settings::default(), &mut notes);
        let found: Vec<(u32, &str)> = lines
            .iter()
            .map(|line| (line.number, line.text.as_str()))
            .collect();
        assert_eq!(
            found,
            [(1, "أ"), (1, ""), (1, "ب"), (1, ""), (1, "ج"), (2, "د")]
        );
        assert_eq!(notes.len(), 1);
    }

    #[test]
    fn presentation_forms_become_letters_and_signs_stay() {
        assert_eq!(
            cleaned("ﻻ ﷺ ﷲ \u{FD3E} ﻣﺮﺣﺒﺎ م\u{FE70}").0,
            "لا ﷺ ﷲ \u{FD3E} مرحبا م\u{64B}"
        );
    }
}
