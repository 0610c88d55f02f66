//! The direction of a text, decided by its strong letters (UAX #9, types L, R and AL).
//!
//! The rule for prose is not "first strong": a paragraph that opens with a brand name is still
//! Arabic. A block with any letter of the page's direction belongs to the page; only a block whose
//! letters are all of the other direction has a direction of its own.

use unicode_bidi::{BidiClass, bidi_class};

/// A base direction of writing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Direction {
    /// Left to right.
    Ltr,
    /// Right to left.
    Rtl,
}

impl Direction {
    /// The value of HTML's `dir` attribute.
    pub fn as_str(self) -> &'static str {
        match self {
            Direction::Ltr => "ltr",
            Direction::Rtl => "rtl",
        }
    }
}

/// Which kinds of strong letters a text holds.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct StrongLetters {
    /// A letter of class L was seen.
    pub ltr: bool,
    /// A letter of class R or AL was seen.
    pub rtl: bool,
}

impl StrongLetters {
    /// The strong letters of `text`.
    pub fn of(text: &str) -> Self {
        let mut found = StrongLetters::default();
        found.add(text);
        found
    }

    /// Adds the letters of `text`; stops early once both kinds were seen.
    pub fn add(&mut self, text: &str) {
        for c in text.chars() {
            if self.ltr && self.rtl {
                return;
            }
            match c {
                'a'..='z' | 'A'..='Z' => self.ltr = true,
                '\0'..='\u{7F}' => {}
                // The letters of the main Arabic block, without a table look-up: its digits and
                // marks are not strong and are left to the table.
                '\u{620}'..='\u{64A}' => self.rtl = true,
                _ => match bidi_class(c) {
                    BidiClass::L => self.ltr = true,
                    BidiClass::R | BidiClass::AL => self.rtl = true,
                    _ => {}
                },
            }
        }
    }

    /// The `dir` a block with these letters needs inside a page of direction `base`: `None` where
    /// it inherits, because it has a letter of that direction or no strong letter at all.
    pub fn own_direction(self, base: Direction) -> Option<Direction> {
        match (base, self.ltr, self.rtl) {
            (Direction::Rtl, true, false) => Some(Direction::Ltr),
            (Direction::Ltr, false, true) => Some(Direction::Rtl),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_block_inherits_when_it_has_any_letter_of_the_page() {
        for (text, base, own) in [
            ("Putin يتوعد", Direction::Rtl, None),
            ("m.x@y.com", Direction::Rtl, Some(Direction::Ltr)),
            ("2022-01-10", Direction::Rtl, None),
            ("مرحبا", Direction::Rtl, None),
            ("مرحبا", Direction::Ltr, Some(Direction::Rtl)),
            ("שלום", Direction::Ltr, Some(Direction::Rtl)),
            ("He said مرحبا", Direction::Ltr, None),
            ("٢٠٢٢", Direction::Ltr, None),
            ("", Direction::Rtl, None),
        ] {
            assert_eq!(StrongLetters::of(text).own_direction(base), own, "{text}");
        }
    }
}
