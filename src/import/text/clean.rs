//! Text as exported -> text as an article has it: line ends, invisible characters, spaces, letter forms.
//!
//! The lines stay the same lines, so that every later note can name the line of the export. What is
//! taken out is counted in a note; letters, vowel signs, quotation marks and tatweel are not touched.

use super::report::{Kind, Note};
use super::{Forms, Settings, Spaces};
use crate::text::normalize::nfkc;

const NBSP: char = '\u{A0}';

/// How often something was met, and on which line first.
#[derive(Default)]
struct Tally {
    count: usize,
    first: u32,
}

impl Tally {
    fn add(&mut self, line: u32) {
        if self.count == 0 {
            self.first = line;
        }
        self.count += 1;
    }

    fn tell(&self, kind: Kind, what: &str, notes: &mut Vec<Note>) {
        match self.count {
            0 => {}
            1 => notes.push(Note::at(kind, self.first, format!("{what}: 1"))),
            n => notes.push(Note::at(
                kind,
                self.first,
                format!("{what}: {n}, the first of them on this line"),
            )),
        }
    }
}

#[derive(Default)]
struct Tallies {
    overrides: Tally,
    zero_width: Tally,
    controls: Tally,
    spaces: Tally,
    forms: Tally,
}

/// Cleans `text`; what was taken out is told in `notes`.
pub(super) fn clean(text: &str, settings: &Settings, notes: &mut Vec<Note>) -> String {
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    let mut tallies = Tallies::default();
    let mut clean = String::with_capacity(text.len());
    for (line, number) in text.split('\n').zip(1u32..) {
        if number > 1 {
            clean.push('\n');
        }
        let visible = drop_invisible(line, number, &mut tallies);
        let letters = match settings.forms {
            Forms::Unify => unify_forms(&visible, number, &mut tallies.forms),
            Forms::Keep => visible,
        };
        match settings.spaces {
            Spaces::Collapse => collapse(&letters, number, &mut tallies.spaces, &mut clean),
            Spaces::Keep => clean.push_str(&letters),
        }
    }
    tallies.overrides.tell(
        Kind::Dropped,
        "characters that force a direction on the text around them (LRO, RLO)",
        notes,
    );
    tallies.zero_width.tell(
        Kind::Dropped,
        "byte order marks, zero-width spaces and soft hyphens",
        notes,
    );
    tallies
        .controls
        .tell(Kind::Dropped, "control characters", notes);
    tallies.spaces.tell(
        Kind::Changed,
        "runs of spaces with a non-breaking one, now one space each",
        notes,
    );
    tallies.forms.tell(
        Kind::Changed,
        "presentation forms, now the letters they show",
        notes,
    );
    clean
}

/// `line` without overrides and what closes them, and without what has no shape and no use.
fn drop_invisible(line: &str, number: u32, tallies: &mut Tallies) -> String {
    let mut kept = String::with_capacity(line.len());
    // For each embedding that is open, whether it is an override, so that its end goes with it.
    let mut open: Vec<bool> = Vec::new();
    for c in line.chars() {
        match c {
            '\u{202D}' | '\u{202E}' => {
                open.push(true);
                tallies.overrides.add(number);
                continue;
            }
            '\u{202A}' | '\u{202B}' => open.push(false),
            '\u{202C}' if open.pop() == Some(true) => continue,
            '\u{FEFF}' | '\u{200B}' | '\u{AD}' => {
                tallies.zero_width.add(number);
                continue;
            }
            '\t' => {}
            c if c.is_control() => {
                tallies.controls.add(number);
                continue;
            }
            _ => {}
        }
        kept.push(c);
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
            tally.add(number);
            // A vowel sign's own form unfolds to a space and the sign; the space is not text.
            unified.push_str(nfkc(c.encode_utf8(&mut [0; 4])).trim_start_matches(' '));
        } else {
            unified.push(c);
        }
    }
    unified
}

fn collapse(line: &str, number: u32, tally: &mut Tally, out: &mut String) {
    let is_space = |c: char| c == ' ' || c == NBSP;
    let mut rest = line;
    while let Some(start) = rest.find(is_space) {
        out.push_str(&rest[..start]);
        let after = rest[start..].trim_start_matches(is_space);
        let run = &rest[start..rest.len() - after.len()];
        if run.contains(NBSP) && run.chars().nth(1).is_some() {
            tally.add(number);
            out.push(' ');
        } else {
            out.push_str(run);
        }
        rest = after;
    }
    out.push_str(rest);
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cleaned(text: &str) -> (String, Vec<String>) {
        let mut notes = Vec::new();
        let clean = clean(text, &Settings::default(), &mut notes);
        (clean, notes.iter().map(Note::to_string).collect())
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
        assert_eq!(text, "أ\nب \u{202B}ج\u{202C} \u{200F}د\u{200C}");
        assert_eq!(notes.len(), 3);
        assert!(notes[0].starts_with("line 2: dropped: characters that force a direction"));
    }

    #[test]
    fn presentation_forms_become_letters_and_signs_stay() {
        assert_eq!(
            cleaned("ﻻ ﷺ ﷲ \u{FD3E} ﻣﺮﺣﺒﺎ م\u{FE70}").0,
            "لا ﷺ ﷲ \u{FD3E} مرحبا م\u{64B}"
        );
    }
}
