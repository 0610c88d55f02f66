//! The order in which a line is seen, for those who draw it themselves: UAX #9, as a browser shows what HTML
//! isolates.
//!
//! A text and its direction come in, stretches from left to right go out.

use std::borrow::Cow;
use std::ops::Range;

use unicode_bidi::{BidiInfo, Level};

use super::bidi::{Run, may_need_isolation, runs};
use super::classes::Classes;
use super::direction::{Direction, StrongLetters};

/// A paragraph of one line of text, which is shown in one line or several.
pub struct Ordered<'t> {
    info: BidiInfo<'t>,
}

/// `text` with isolates around what HTML isolates in a block of direction `base`.
pub fn isolated(text: &str, base: Direction) -> Cow<'_, str> {
    let is_flagged = match base {
        Direction::Rtl => may_need_isolation(text),
        Direction::Ltr => StrongLetters::of(text).rtl,
    };
    let found = match is_flagged {
        true => runs(text, base, |_| true),
        false => Vec::new(),
    };
    if found.is_empty() {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len() + found.len() * 6);
    let mut from = 0;
    for Run { range, direction } in found {
        out.push_str(text.get(from..range.start).unwrap_or_default());
        out.push(match direction {
            Direction::Ltr => '\u{2066}',
            Direction::Rtl => '\u{2067}',
        });
        out.push_str(text.get(range.clone()).unwrap_or_default());
        out.push('\u{2069}');
        from = range.end;
    }
    out.push_str(text.get(from..).unwrap_or_default());
    Cow::Owned(out)
}

impl<'t> Ordered<'t> {
    /// The order of `text`, which holds no line feed, in a block of direction `base`.
    pub fn new(text: &'t str, base: Direction) -> Self {
        let level = match base {
            Direction::Ltr => Level::ltr(),
            Direction::Rtl => Level::rtl(),
        };
        Ordered {
            info: BidiInfo::new_with_data_source(&Classes, text, Some(level)),
        }
    }

    /// The stretches of one direction in a line that shows the bytes `line`, from left to right.
    pub fn line(&self, line: Range<usize>) -> Vec<Run> {
        let Some(paragraph) = self.info.paragraphs.first() else {
            return Vec::new();
        };
        if line.is_empty() || line.end > paragraph.range.end {
            return Vec::new();
        }
        let (levels, stretches) = self.info.visual_runs(paragraph, line);
        let run = |range: Range<usize>| {
            let is_rtl = levels.get(range.start).is_some_and(Level::is_rtl);
            let direction = match is_rtl {
                true => Direction::Rtl,
                false => Direction::Ltr,
            };
            Run { range, direction }
        };
        stretches.into_iter().map(run).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seen(text: &str, base: Direction) -> Vec<String> {
        let text = isolated(text, base);
        let runs = Ordered::new(&text, base).line(0..text.len());
        let is_isolate = |c: char| ('\u{2066}'..='\u{2069}').contains(&c);
        let words = runs.into_iter().map(|run| {
            let letters = text[run.range].chars().filter(|c| !is_isolate(*c));
            match run.direction {
                Direction::Ltr => letters.collect::<String>(),
                Direction::Rtl => letters.rev().collect(),
            }
        });
        words.filter(|word| !word.is_empty()).collect()
    }

    #[test]
    fn a_line_is_seen_as_a_browser_shows_it() {
        assert_eq!(seen("abc", Direction::Ltr), ["abc"]);
        assert_eq!(seen("اب cd هو", Direction::Rtl), ["وه ", "cd", " با"]);
        assert_eq!(seen("ab (هو)", Direction::Ltr), ["ab (", "وه", ")"]);
        assert_eq!(seen("", Direction::Rtl), [""; 0]);
    }

    #[test]
    fn what_html_isolates_is_isolated() {
        // A date would be turned round in a right-to-left line.
        let date = "في 2022-01-10 خبر";
        let text = isolated(date, Direction::Rtl);
        assert!(text.contains("\u{2066}2022-01-10\u{2069}"), "{text:?}");
        assert!(seen(date, Direction::Rtl).contains(&"2022-01-10".to_owned()));
        assert!(matches!(isolated("خبر", Direction::Rtl), Cow::Borrowed(_)));
    }
}
