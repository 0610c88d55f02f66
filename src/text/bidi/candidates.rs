//! Stretches whose form says that they are read from one side: dates, scores, telephone numbers, names
//! with signs.
//!
//! A text comes in, the stretches that could be shown in a wrong order go out, whether or not they are.

use std::cell::LazyCell;
use std::ops::Range;

use unicode_bidi::BidiClass;

use super::phrases::phrases;
use super::{OBJECT, Run};
use crate::text::bytes;
use crate::text::classes::class;
use crate::text::direction::Direction;
use crate::text::normalize::is_arabic_mark;

/// Whether `text` holds anything that could be a candidate: a sign beside a Latin letter or digit, or
/// figures parted by a space. This looks at bytes alone, so that prose costs next to nothing.
pub fn may_need_isolation(text: &str) -> bool {
    // Without any of these there is nothing to be set in order.
    let rough =
        |byte: u8| bytes::is_letter(byte) | bytes::is_digit(byte) | (byte == b'#') | (byte == b'@');
    let found = bytes::any(text.as_bytes(), rough) || bytes::has_persian_digit(text.as_bytes());
    found && has_sign(text.as_bytes())
}

/// How many bytes before a letter or digit a sign may stand that is told by it, and how many behind.
const BEFORE: usize = 1;
const BEHIND: usize = 3;

/// Whether a sign parts anything. What it parts, a Latin letter or digit, and signs that need nothing to
/// part are rarer in Arabic than spaces and the like: only around those is every byte looked at.
fn has_sign(bytes: &[u8]) -> bool {
    let rare = |byte: u8, _| {
        bytes::is_letter(byte)
            | bytes::is_digit(byte)
            | (byte == 0xDB)
            | (byte == 0xE2)
            | (byte == 0xC2)
            | (byte == b'+')
            | (byte == b'#')
            | (byte == b'@')
    };
    let mut done = 0;
    bytes::stretches(bytes, rare).any(|stretch| {
        let start = done.max(stretch.start.saturating_sub(BEFORE));
        done = bytes.len().min(stretch.end + BEHIND);
        signs(bytes, start..done)
    })
}

/// Whether one of the bytes of `range` is a sign that parts anything.
fn signs(bytes: &[u8], range: Range<usize>) -> bool {
    let at = |n: usize| bytes.get(n).copied().unwrap_or(0);
    range.into_iter().any(|n| {
        let kind = KIND[usize::from(at(n))];
        if kind == Kind::Other {
            return false;
        }
        let (before, after) = (n.checked_sub(1).map_or(0, at), at(n + 1));
        let persian_before = n >= 2 && at(n - 2) == 0xDB && (0xB0..=0xB9).contains(&before);
        match kind {
            Kind::Other => false,
            Kind::Sign => {
                before.is_ascii_alphanumeric()
                    || after.is_ascii_alphanumeric()
                    || persian_before
                    || before == b' ' && after == b' ' && n >= 2 && at(n - 2).is_ascii_digit()
                    || before == b' '
                        && n >= 3
                        && at(n - 3) == 0xDB
                        && (0xB0..=0xB9).contains(&at(n - 2))
            }
            // A number sign or an at sign may stand before a word in any script.
            Kind::Mark => true,
            Kind::Dot => before.is_ascii_alphabetic() || after.is_ascii_alphabetic(),
            Kind::Space => {
                before.is_ascii_digit() && after.is_ascii_digit() || persian_before && after == 0xDB
            }
            // En dash and minus.
            Kind::Dash => matches!((after, at(n + 2)), (0x80, 0x93) | (0x88, 0x92)),
            Kind::Degree => after == 0xB0,
            // Arabic punctuation behind a Latin letter.
            Kind::Arabic => before.is_ascii_alphanumeric() && matches!(after, 0x8C | 0x9B | 0x9F),
        }
    })
}

#[derive(Clone, Copy, PartialEq)]
enum Kind {
    Other,
    Sign,
    Mark,
    Dot,
    Space,
    Dash,
    Degree,
    Arabic,
}

/// What each byte may part.
const KIND: [Kind; 256] = {
    let mut kinds = [Kind::Other; 256];
    let signs = *b"-/~\\&_=*^";
    let mut n = 0;
    while n < signs.len() {
        kinds[signs[n] as usize] = Kind::Sign;
        n += 1;
    }
    kinds[b'+' as usize] = Kind::Mark;
    kinds[b'#' as usize] = Kind::Mark;
    kinds[b'@' as usize] = Kind::Mark;
    kinds[b'.' as usize] = Kind::Dot;
    kinds[0xC2] = Kind::Degree;
    kinds[0xD8] = Kind::Arabic;
    kinds[b'?' as usize] = Kind::Dot;
    kinds[b'!' as usize] = Kind::Dot;
    kinds[b' ' as usize] = Kind::Space;
    // The first byte of a dash, and of other marks that are looked at more closely.
    kinds[0xE2] = Kind::Dash;
    kinds
};

/// A stretch without spaces and without letters of right-to-left scripts.
struct Token<'a> {
    start: usize,
    text: &'a str,
    /// Nothing that belongs to a word stands before it.
    is_apart: bool,
}

impl Token<'_> {
    fn range(&self) -> Range<usize> {
        self.start..self.start + self.text.len()
    }

    /// Digits and hyphens, perhaps with a plus sign before them: a part of a telephone number.
    fn is_figures(&self) -> bool {
        let figures = self.text.strip_prefix('+').unwrap_or(self.text);
        figures.starts_with(is_digit) && figures.chars().all(|c| is_digit(c) || is_hyphen(c))
    }
}

/// The candidates of `text`, from front to back.
pub(super) fn candidates(text: &str, base: Direction) -> Vec<Run> {
    let mut found = Vec::new();
    let mut tokens = Tokens { text, at: 0 }.peekable();
    let mut group: Vec<Figures> = Vec::new();
    // A hyphen that closes a parenthesis of hyphens, `-5 قتلى-`, tells the first one from a minus.
    let closing_hyphen =
        LazyCell::new(|| text.contains("- ") || text.ends_with('-') || text.contains("-،"));
    while let Some(token) = tokens.next() {
        group.clear();
        group.push(Figures::of(token));
        while let Some(next) = tokens.next_if(|next| {
            next.is_figures()
                && group
                    .last()
                    .is_some_and(|last| follows(text, &last.token, next))
        }) {
            group.push(Figures::of(next));
        }
        let mut rest = &group[..];
        while let Some((first, others)) = rest.split_first() {
            let most = rest.len().min(MOST_DIGITS);
            let telephone = (2..=most).rev().find(|count| is_telephone(&rest[..*count]));
            let last = telephone.and_then(|count| rest.get(count - 1));
            match (telephone, last) {
                (Some(count), Some(last)) => {
                    found.push(Run {
                        range: first.token.start..last.token.range().end,
                        direction: Direction::Ltr,
                    });
                    rest = &rest[count..];
                }
                _ => {
                    if is_candidate(&first.token, || *closing_hyphen) {
                        found.push(Run {
                            range: first.token.range(),
                            direction: Direction::Ltr,
                        });
                    }
                    rest = others;
                }
            }
        }
    }
    if base == Direction::Ltr {
        found.extend(hashtags(text));
    }
    found.sort_by_key(|run| run.range.start);
    // A hashtag goes on through the Latin letters in it.
    let mut end = 0;
    found.retain(|run| {
        let is_apart = run.range.start >= end;
        end = end.max(run.range.end);
        is_apart
    });
    let mut phrases = phrases(text, base, &found);
    // Latin words go as a whole, with the names in them.
    if base == Direction::Rtl {
        let mut outer = phrases.iter().peekable();
        found.retain(|run| {
            while outer
                .next_if(|phrase| phrase.range.end <= run.range.start)
                .is_some()
            {}
            outer
                .peek()
                .is_none_or(|phrase| phrase.range.start >= run.range.end)
        });
    }
    found.append(&mut phrases);
    found.sort_by_key(|run| run.range.start);
    found
}

/// Whether one space is all that parts two groups of figures.
fn follows(text: &str, last: &Token, next: &Token) -> bool {
    last.is_figures() && matches!(&text[last.range().end..next.start], " " | "\u{A0}")
}

/// A token that may be a part of a telephone number, with what was counted in it.
struct Figures<'a> {
    token: Token<'a>,
    digits: usize,
    has_hyphen: bool,
}

impl<'a> Figures<'a> {
    fn of(token: Token<'a>) -> Self {
        Figures {
            digits: token.text.chars().filter(|c| is_digit(*c)).count(),
            has_hyphen: token.text.contains(is_hyphen),
            token,
        }
    }
}

/// No telephone number has more digits (ITU-T E.164).
const MOST_DIGITS: usize = 15;

/// `+963 11 123 4567`, `011 123 4567`, `7 939 000`: figures in groups that are read from the left. A
/// list of years or of dates is none.
fn is_telephone(group: &[Figures]) -> bool {
    let Some((first, rest)) = group.split_first() else {
        return false;
    };
    let digits: usize = group.iter().map(|part| part.digits).sum();
    if !(7..=MOST_DIGITS).contains(&digits) {
        return false;
    }
    let text = first.token.text;
    // `+963-11-123 4567`; another number with hyphens is whole without what follows it.
    if first.has_hyphen {
        return text.starts_with('+') || text.starts_with("00") || text.starts_with("۰۰");
    }
    let dialled = text.starts_with(['+', '0', '۰']);
    let thousands =
        group.len() > 2 && first.digits <= 3 && rest.iter().all(|part| part.digits == 3);
    let grouped = group.len() > 2
        && rest.last().is_some_and(|last| last.digits >= 3)
        && group.iter().any(|part| part.digits != 4);
    dialled || thousands || grouped
}

fn is_candidate(token: &Token, closing_hyphen: impl Fn() -> bool) -> bool {
    let text = token.text;
    let mut chars = text.chars();
    let (first, last) = (chars.next(), chars.next_back().or(text.chars().next()));
    let has_letter = text.chars().any(is_letter);
    let Some((first, last)) = first.zip(last) else {
        return false;
    };
    if has_letter {
        return text.chars().any(|c| !is_letter(c) && !is_digit(c));
    }
    let inside = &text[first.len_utf8()..text.len().max(first.len_utf8())];
    match first {
        '+' | '#' => true,
        '*' => last == '#',
        _ if last == '%' && inside.contains('%') => inside.contains(is_hyphen),
        _ if is_hyphen(first) => token.is_apart && !closing_hyphen(),
        _ => is_digit(last) && inside.contains(|c| is_hyphen(c) || matches!(c, '/' | '+' | '=')),
    }
}

/// The tokens of a text, without the punctuation of the sentence around them.
struct Tokens<'a> {
    text: &'a str,
    at: usize,
}

impl<'a> Iterator for Tokens<'a> {
    type Item = Token<'a>;

    fn next(&mut self) -> Option<Token<'a>> {
        loop {
            let skipped = self.text[self.at..].find(is_token)?;
            let start = self.at + skipped;
            let length = self.text[start..]
                .find(|c| !is_token(c))
                .unwrap_or(self.text.len() - start);
            self.at = start + length;
            let before = self.text[..start].chars().next_back();
            let is_apart = before.is_none_or(|c| !is_joined(c));
            let token = &self.text[start..self.at];
            let open = leading(token, is_apart);
            let trimmed = &token[open..open + trailing(&token[open..])];
            if trimmed.contains(|c| is_letter(c) || is_digit(c)) {
                return Some(Token {
                    start: start + open,
                    text: trimmed,
                    is_apart,
                });
            }
        }
    }
}

/// How many bytes of a token's beginning are not part of it.
fn leading(token: &str, is_apart: bool) -> usize {
    let mut chars = token.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        let next = chars.peek().map(|(_, next)| *next);
        let on_letter = next.is_some_and(|next| next.is_ascii_alphabetic());
        let on_digit = next.is_some_and(is_digit);
        let begins = match c {
            c if is_letter(c) || is_digit(c) => true,
            '@' | '#' | '_' => on_letter || on_digit || next == Some('_'),
            '+' => on_digit,
            '*' => on_digit && token.contains('#'),
            '~' => next == Some('/'),
            '/' | '.' | '\\' => is_apart && at == 0 && on_letter,
            c if is_hyphen(c) => is_apart && at == 0 && on_digit,
            _ => false,
        };
        if begins {
            return at;
        }
    }
    token.len()
}

/// How many bytes of a token are left when the punctuation after it is taken off.
fn trailing(token: &str) -> usize {
    let has_letter = token.contains(is_letter);
    let mut left = token;
    while let Some(last) = left.chars().next_back() {
        let before = &left[..left.len() - last.len_utf8()];
        let ends = match last {
            c if is_letter(c) || is_digit(c) || c == '_' => true,
            '+' | '#' if has_letter => {
                has_letter && before.ends_with(|c| is_letter(c) || is_digit(c) || c == '+')
            }
            '#' if left.starts_with(['*', '#']) => before.ends_with(is_digit),
            '/' => has_letter && before.contains('/'),
            // `5%-10%`; the sign of one figure stays where a reader of Arabic looks for it.
            '%' => before.contains("%-") || before.contains("%–"),
            '-' => matches!(before, "A" | "B" | "AB" | "O"),
            '.' => is_abbreviation(before),
            _ => false,
        };
        if ends {
            break;
        }
        left = before;
    }
    left.len()
}

/// `U.S` before a stop: single letters with stops between them.
fn is_abbreviation(text: &str) -> bool {
    text.len() >= 3
        && text.len() <= 12
        && text
            .split('.')
            .all(|part| part.len() == 1 && part.starts_with(|c: char| c.is_ascii_uppercase()))
}

/// `#وسم` and `@حساب`: in a left-to-right block their sign belongs on the right of the word.
fn hashtags(text: &str) -> impl Iterator<Item = Run> + '_ {
    text.match_indices(['#', '@']).filter_map(|(start, sign)| {
        let word = &text[start + sign.len()..];
        let is_tag = word.starts_with(is_rtl_letter)
            && !text[..start].ends_with(|c| is_joined(c) || matches!(c, '#' | '@'));
        let length = word.find(|c| !is_word(c) && c != '_').unwrap_or(word.len());
        is_tag.then(|| Run {
            range: start..start + sign.len() + length,
            direction: Direction::Rtl,
        })
    })
}

fn is_token(c: char) -> bool {
    match c {
        '"' | '<' | '>' | '|' | '(' | ')' | '[' | ']' | '{' | '}' => false,
        '!'..='~' => true,
        '–' | '−' | '°' => true,
        '\0'..='\u{7F}' => false,
        c => is_digit(c) || is_letter(c),
    }
}

/// A left-to-right letter.
pub(super) fn is_letter(c: char) -> bool {
    match c {
        'a'..='z' | 'A'..='Z' => true,
        '\0'..='\u{BF}' | '\u{590}'..='\u{8FF}' => false,
        c => c.is_alphanumeric() && class(c) == BidiClass::L,
    }
}

/// A digit of class EN as the algorithm sees it: Latin or Persian.
pub(super) fn is_digit(c: char) -> bool {
    matches!(c, '0'..='9' | '\u{6F0}'..='\u{6F9}')
}

fn is_hyphen(c: char) -> bool {
    matches!(c, '-' | '–' | '−')
}

pub(super) fn is_word(c: char) -> bool {
    c.is_alphanumeric() || is_arabic_mark(c)
}

/// Whether what follows `c` belongs to it: a letter, or the end of what is isolated.
fn is_joined(c: char) -> bool {
    is_word(c) || matches!(c, OBJECT | '\u{2069}')
}

pub(super) fn is_rtl_letter(c: char) -> bool {
    matches!(class(c), BidiClass::R | BidiClass::AL)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sign_is_found_wherever_it_stands() {
        for sign in [
            "3-2", "a/", "/a", "#و", "+١", "a.", "!a", "1 1", "1 - 2", "۱ - ۲", "۱ ۲", "۱-", "ا–ا",
            "ا−ا", "20°", "C++،", "a،", "1", "a", "۱", "ا-ا", "ا.", "١-٢", "«", "…", "1 ا",
        ] {
            for letters in 0..140 {
                let text = format!("{}{sign} {}", "ا ".repeat(letters), "ب".repeat(70));
                let bytes = text.as_bytes();
                assert_eq!(has_sign(bytes), signs(bytes, 0..bytes.len()), "{text}");
            }
        }
    }
}
