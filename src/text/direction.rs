//! The direction of a text, decided by its strong letters (UAX #9, types L, R and AL).
//!
//! The rule for prose is not "first strong": a paragraph that opens with a brand name is still
//! Arabic. A block with any letter of the page's direction belongs to the page; only a block whose
//! letters are all of the other direction has a direction of its own.

use unicode_bidi::BidiClass;

use super::bytes::any;
use super::classes::class;

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
        let mut rest = text;
        while !(self.ltr && self.rtl) {
            // In a text that has a right-to-left letter, Hebrew and Arabic have nothing to add:
            // U+05C0 to U+06FF, whose characters are of two bytes. Nor have ASCII's signs and digits.
            if self.rtl {
                rest = behind_arabic(rest);
            }
            let mut characters = rest.chars();
            match characters.next().map(strong) {
                Some(Some(Direction::Ltr)) => self.ltr = true,
                Some(Some(Direction::Rtl)) => self.rtl = true,
                Some(None) => {}
                None => return,
            }
            rest = characters.as_str();
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

/// `text` from its first character on that is neither of U+05C0 to U+06FF nor a sign or digit of ASCII.
fn behind_arabic(text: &str) -> &str {
    let bytes = text.as_bytes();
    // Where no other character begins, all bytes are those characters'.
    let is_other =
        |b: u8| (b.wrapping_sub(0x41) < 0x3F) | (b >= 0xDC) | (b.wrapping_sub(0xC0) < 0x17);
    let pieces = bytes.chunks(64).take_while(|piece| !any(piece, is_other));
    let mut at: usize = pieces.map(<[u8]>::len).sum();
    while let Some(0x80..=0xBF) = bytes.get(at) {
        at += 1;
    }
    loop {
        match bytes.get(at) {
            Some(0xD7..=0xDB) => at += 2,
            Some(0..=0x40) => at += 1,
            _ => return text.get(at..).unwrap_or_default(),
        }
    }
}

/// The `dir` that a text needs inside a page of direction `base`, as
/// [`StrongLetters::own_direction`] has it. The first letter of the page's direction settles it.
pub fn own_direction(text: &str, base: Direction) -> Option<Direction> {
    let mut other = None;
    for letter in text.chars().filter_map(strong) {
        if letter == base {
            return None;
        }
        other = Some(letter);
    }
    other
}

/// Whether a text holds a strong letter.
pub fn has_letters(text: &str) -> bool {
    text.chars().any(|c| strong(c).is_some())
}

/// The direction of a strong letter; none for anything else.
fn strong(c: char) -> Option<Direction> {
    match c {
        'a'..='z' | 'A'..='Z' => Some(Direction::Ltr),
        '\0'..='\u{7F}' => None,
        // What Arabic text is mostly made of, without a look at the table: letters and signs of its
        // own, vowel signs, digits, and the punctuation it shares with others.
        '\u{620}'..='\u{64A}' | '؛' | '؟' => Some(Direction::Rtl),
        '\u{64B}'..='\u{669}' | '،' | '«' | '»' | '\u{2010}'..='\u{2027}' => None,
        c => by_table(c),
    }
}

fn by_table(c: char) -> Option<Direction> {
    match class(c) {
        BidiClass::L => Some(Direction::Ltr),
        BidiClass::R | BidiClass::AL => Some(Direction::Rtl),
        _ => None,
    }
}

/// The direction of the isolate that a text needs when it is set inside other text of direction
/// `base`; none where it needs no isolate, because nothing in it can move or be moved: it is a plain
/// number (`7,939`, `17:11`), or has neither letters nor digits.
///
/// Letters decide as in [`StrongLetters::own_direction`]. Without letters, digits that browsers set
/// from left to right (`2022-01-10`, `+963 11 123`) keep that order.
pub fn isolate_direction(text: impl Iterator<Item = char>, base: Direction) -> Option<Direction> {
    let (mut other, mut left_digits, mut bare, mut number) = (false, false, true, Number::Start);
    for c in text {
        match strong(c) {
            Some(direction) if direction == base => return Some(base),
            Some(_) => other = true,
            // The letters decide; what stands between them says nothing.
            None if other => {}
            None => {
                let class = class(c);
                left_digits |= class == BidiClass::EN;
                number = number.then(class);
                bare &= matches!(
                    class,
                    BidiClass::ON
                        | BidiClass::WS
                        | BidiClass::CS
                        | BidiClass::ES
                        | BidiClass::ET
                        | BidiClass::B
                        | BidiClass::S
                );
            }
        }
    }
    match (other, bare, number, base, left_digits) {
        (true, _, _, Direction::Rtl, _) => Some(Direction::Ltr),
        (true, _, _, Direction::Ltr, _) => Some(Direction::Rtl),
        (_, true, _, _, _) | (_, _, Number::Digits(_), _, _) => None,
        (_, _, _, _, true) => Some(Direction::Ltr),
        _ => Some(base),
    }
}

/// How far a text is a plain number: digits of one kind with single separators between them, which
/// UAX #9 keeps together in every surrounding (rule W4).
#[derive(Clone, Copy, PartialEq, Eq)]
enum Number {
    Start,
    Digits(BidiClass),
    Separator(BidiClass),
    No,
}

impl Number {
    fn then(self, class: BidiClass) -> Self {
        match (self, class) {
            (Number::Start, BidiClass::EN | BidiClass::AN) => Number::Digits(class),
            (Number::Digits(kind), _) if kind == class => self,
            (Number::Digits(kind), BidiClass::CS) => Number::Separator(kind),
            (Number::Separator(kind), _) if kind == class => Number::Digits(kind),
            _ => Number::No,
        }
    }
}

/// The mark that plain text of direction `base`, which cannot carry markup, needs before it: readers
/// take its direction from its first strong letter (rules P2 and P3), so a text that has a letter of
/// `base` but opens with one of the other direction is given U+200F or U+200E. Any other text reads
/// right as it is.
pub fn mark(text: impl Iterator<Item = char>, base: Direction) -> Option<char> {
    let mut letters = text.filter_map(strong);
    if letters.next()? == base || !letters.any(|letter| letter == base) {
        return None;
    }
    Some(match base {
        Direction::Ltr => '\u{200E}',
        Direction::Rtl => '\u{200F}',
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_are_found_wherever_they_stand() {
        for c in '\0'..='\u{FFFF}' {
            let alone = StrongLetters::of(&c.to_string());
            let behind = StrongLetters::of(&format!("ا ש{c}"));
            assert_eq!(strong(c), by_table(c), "{c:?}");
            assert_eq!(behind.ltr, alone.ltr, "{c:?}");
            assert_eq!(alone.ltr, strong(c) == Some(Direction::Ltr), "{c:?}");
        }
        // Behind texts of any length, whatever is looked at together.
        for letters in 0..140 {
            let text = |end: &str| format!("ا{}{end}", " ب".repeat(letters));
            for (end, ltr) in [
                ("x", true),
                ("é", true),
                ("中", true),
                ("…", false),
                ("ﷺ", false),
            ] {
                assert_eq!(StrongLetters::of(&text(end)).ltr, ltr, "{letters}, {end}");
            }
        }
    }

    #[test]
    fn an_inserted_text_is_isolated_by_its_letters_and_numbers_keep_their_order() {
        let (ltr, rtl) = (Some(Direction::Ltr), Some(Direction::Rtl));
        for (text, in_rtl, in_ltr) in [
            ("Putin يتوعد", rtl, ltr),
            ("Reuters", ltr, ltr),
            ("دمشق", rtl, rtl),
            ("2022-01-10", ltr, ltr),
            ("+963 11 123 4567", ltr, ltr),
            ("3-2", ltr, ltr),
            ("٣-٢", rtl, ltr),
            ("7,939", None, None),
            ("17:11:00", None, None),
            ("٧٬٩٣٩٫٢", None, None),
            ("10", None, None),
            ("1, 2", ltr, ltr),
            ("10٢", ltr, ltr),
            (" · ", None, None),
            ("", None, None),
            // An override without a letter must not run on into the text behind it.
            ("\u{202E}", rtl, ltr),
        ] {
            let direction = |base| isolate_direction(text.chars(), base);
            assert_eq!(direction(Direction::Rtl), in_rtl, "{text} in rtl");
            assert_eq!(direction(Direction::Ltr), in_ltr, "{text} in ltr");
        }
    }

    #[test]
    fn plain_text_is_marked_only_where_its_first_letter_misleads() {
        for (text, in_rtl, in_ltr) in [
            ("Putin يتوعد", Some('\u{200F}'), None),
            ("بوتين في Davos", None, Some('\u{200E}')),
            ("Reuters", None, None),
            ("دمشق", None, None),
            ("2022", None, None),
            ("\u{200F}Putin يتوعد", None, Some('\u{200E}')),
            ("12 Tage حرب", Some('\u{200F}'), None),
            ("", None, None),
        ] {
            assert_eq!(mark(text.chars(), Direction::Rtl), in_rtl, "{text} in rtl");
            assert_eq!(mark(text.chars(), Direction::Ltr), in_ltr, "{text} in ltr");
        }
    }

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
