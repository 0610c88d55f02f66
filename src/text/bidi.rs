//! Which stretches of a block must be isolated, because UAX #9 would show them in another order than
//! they are read.
//!
//! The plain text of a block and its direction come in, stretches of it with a direction each go out.
//! What may need isolation is decided by its form ([`candidates`]): dates, scores, telephone numbers,
//! `C++`, `@name`. Whether it does is decided by the algorithm itself: a candidate is isolated only
//! where its characters would not stand side by side in the order written. So `F-16`, `17:11`, `2,2`
//! and a score after a Latin name, which come out right, are left alone.
//!
//! Figures of one number with its sign (`5.3%`, `20$`) are never candidates: a reader of Arabic expects
//! the sign on the left. Nor are Arabic-Indic digits, whose order an isolate does not change (N1 counts
//! them as right-to-left); Persian digits, of class EN, are treated as Latin ones.

mod candidates;
mod phrases;

use std::ops::Range;

use unicode_bidi::{BidiInfo, Level};

use super::classes::Classes;
use super::direction::Direction;
use candidates::candidates;
pub use candidates::may_need_isolation;
use phrases::ARABIC_SIGNS;

/// A stretch of a text that is isolated, and in which direction.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Run {
    /// Its bytes.
    pub range: Range<usize>,
    /// Its direction.
    pub direction: Direction,
}

/// Stands in a block's text for what is isolated already: code, a picture, a link that has a
/// direction.
pub const OBJECT: char = '\u{FFFC}';

/// How often the rest is looked at again after some stretches were isolated, before all of it is.
const PASSES: usize = 6;

/// The stretches of `text`, a block of direction `base`, that must be isolated, from front to back.
/// Only stretches that `may` be are looked at. Line feeds end a line of the block; isolates and
/// embeddings in the text count as they would where it is shown.
pub fn runs(text: &str, base: Direction, may: impl Fn(&Range<usize>) -> bool) -> Vec<Run> {
    let mut candidates = candidates(text, base);
    candidates.retain(|run| may(&run.range));
    if candidates.is_empty() {
        return candidates;
    }
    let mut isolated = vec![false; candidates.len()];
    // A stretch that is isolated no longer lends its direction to its neighbours, which may then need
    // isolation themselves. Each pass is linear, and so is a fixed number of them.
    for _ in 0..PASSES {
        let (shown, places) = with_objects(text, &candidates, &isolated);
        let info = BidiInfo::new_with_data_source(&Classes, &shown, Some(level(base)));
        let mut settled = true;
        // Words that take their neighbours along are looked at last: isolating the neighbour may do.
        for broken in [is_broken, takes_along] {
            for (at, run) in candidates.iter().enumerate() {
                let place = places[at]..places[at] + run.range.len();
                if !isolated[at] && broken(&shown, &info.levels, place, run.direction) {
                    isolated[at] = true;
                    settled = false;
                }
            }
            if !settled {
                break;
            }
        }
        if settled {
            let mut flags = isolated.into_iter();
            candidates.retain(|_| flags.next().unwrap_or(false));
            return candidates;
        }
    }
    candidates
}

fn level(direction: Direction) -> Level {
    match direction {
        Direction::Ltr => Level::ltr(),
        Direction::Rtl => Level::rtl(),
    }
}

/// `text` with an object in the place of each isolated stretch, and where each candidate begins in it.
fn with_objects(text: &str, candidates: &[Run], isolated: &[bool]) -> (String, Vec<usize>) {
    let mut shown = String::with_capacity(text.len());
    let mut places = Vec::with_capacity(candidates.len());
    let mut from = 0;
    for (run, isolated) in candidates.iter().zip(isolated) {
        shown.push_str(&text[from..run.range.start]);
        places.push(shown.len());
        match isolated {
            true => shown.push(OBJECT),
            false => shown.push_str(&text[run.range.clone()]),
        }
        from = run.range.end;
    }
    shown.push_str(&text[from..]);
    (shown, places)
}

/// Whether characters of these levels are shown in another order than in a line of their own.
///
/// A left-to-right stretch is whole if all its characters have one even level: every reversal of L2
/// then takes all of it or none, and an even number of them takes all. Two different even levels occur
/// only where a number was drawn to Arabic text beside it.
fn is_broken(_: &str, levels: &[Level], place: Range<usize>, direction: Direction) -> bool {
    let Some((first, own)) = levels[place].split_first() else {
        return false;
    };
    match direction {
        Direction::Ltr => first.is_rtl() || own.iter().any(|level| level != first),
        // A hashtag: its sign, which comes first, must stand on the right of its word.
        Direction::Rtl => first.is_ltr(),
    }
}

/// Whether what stands beside a stretch is shown in the stretch's direction and not in the block's:
/// around right-to-left words anything, behind left-to-right words an Arabic sign.
fn takes_along(shown: &str, levels: &[Level], place: Range<usize>, direction: Direction) -> bool {
    let after = levels.get(place.end);
    match direction {
        Direction::Ltr => {
            shown[place.end..].starts_with(ARABIC_SIGNS) && after.is_some_and(Level::is_ltr)
        }
        Direction::Rtl => {
            // What begins an isolate is not drawn anywhere.
            if shown[..place.start].ends_with(['\u{2066}', '\u{2067}', '\u{2068}']) {
                return false;
            }
            let before = place.start.checked_sub(1).and_then(|at| levels.get(at));
            [before, after].into_iter().flatten().any(Level::is_rtl)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn isolated(text: &str, base: Direction) -> String {
        let mut out = String::new();
        let mut from = 0;
        for run in runs(text, base, |_| true) {
            out.push_str(&text[from..run.range.start]);
            let open = match run.direction {
                Direction::Ltr => '<',
                Direction::Rtl => '>',
            };
            out.push(open);
            out.push_str(&text[run.range.clone()]);
            out.push('|');
            from = run.range.end;
        }
        out.push_str(&text[from..]);
        out
    }

    #[test]
    fn only_what_would_be_shown_in_another_order_is_isolated() {
        for (text, expected) in [
            (
                "متابعات 2022-01-10 17:11:00",
                "متابعات <2022-01-10| 17:11:00",
            ),
            ("هاتف 011-123-4567", "هاتف <011-123-4567|"),
            ("هاتف +963 11 123 4567.", "هاتف <+963 11 123 4567|."),
            ("نتيجة 3-2 لصالح", "نتيجة <3-2| لصالح"),
            ("لغة C++، ولغة C#.", "لغة <C++|، ولغة <C#|."),
            ("قناة MTV 3-2", "قناة MTV 3-2"),
            (
                "طائرة F-16 و2,2 و5.3% و17:11 و939",
                "طائرة F-16 و2,2 و5.3% و17:11 و939",
            ),
            ("نتيجة ٣-٢", "نتيجة ٣-٢"),
            ("نتیجه ۳-۲", "نتیجه <۳-۲|"),
        ] {
            assert_eq!(isolated(text, Direction::Rtl), expected);
        }
        assert_eq!(
            isolated("See السعودية 3-2 مصر and #وسم.", Direction::Ltr),
            "See السعودية <3-2| مصر and >#وسم|."
        );
    }

    #[test]
    fn nothing_is_isolated_over_the_end_of_a_paragraph() {
        for end in ['\n', '\r', '\u{85}', '\u{2029}'] {
            for run in runs(
                &format!("\u{1EE47}{end}\u{10D4A}-5"),
                Direction::Ltr,
                |_| true,
            ) {
                assert!(run.range.start > 4, "{end:?}: {run:?}");
            }
        }
    }

    #[test]
    fn hostile_paragraphs_take_time_in_proportion_to_their_length() {
        for piece in [
            "1-",
            "1 ",
            "@a #b ",
            "ا3-2 ",
            "(ا1-2",
            "+1 (",
            "C++ ا",
            "\u{2067}1-2 ",
            "ا-5 ",
        ] {
            let text = piece.repeat((1 << 17) / piece.len());
            let found = runs(&text, Direction::Rtl, |_| true);
            let other = runs(&text, Direction::Ltr, |_| true);
            assert!(found.len() <= text.len() && other.len() <= text.len());
        }
    }
}
