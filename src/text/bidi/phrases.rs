//! Stretches of several words that lend their direction to what stands beside them.
//!
//! A text comes in, candidates go out: Arabic or Hebrew words in a left-to-right block, whose number,
//! bracket or comma would move to their other side; in a right-to-left one Latin words before an Arabic
//! comma, Latin words that end in a sign inside quotation marks, scores written with spaces, and telephone
//! numbers with brackets.

use std::ops::Range;

use super::super::direction::Direction;
use super::Run;
use super::candidates::{is_digit, is_letter, is_rtl_letter, is_word};

/// Signs of Arabic punctuation that part Latin words.
pub(super) const ARABIC_SIGNS: [char; 3] = ['،', '؛', '؟'];

const QUOTES: [(char, char); 7] = [
    ('"', '"'),
    ('«', '»'),
    ('“', '”'),
    ('‘', '’'),
    ('(', ')'),
    ('[', ']'),
    ('‹', '›'),
];

/// The phrases of `text`; in a left-to-right block around `others`, the candidates found before.
pub(super) fn phrases(text: &str, base: Direction, others: &[Run]) -> Vec<Run> {
    let mut found = Vec::new();
    match base {
        Direction::Ltr => right_to_left(text, others, &mut found),
        Direction::Rtl => {
            before_signs(text, &mut found);
            in_quotes(text, &mut found);
            spaced_scores(text, &mut found);
            bracketed_numbers(text, &mut found);
        }
    }
    found.sort_by_key(|run| (run.range.start, std::cmp::Reverse(run.range.end)));
    let mut end = 0;
    found.retain(|run| {
        let is_apart = run.range.start >= end;
        end = end.max(run.range.end);
        is_apart
    });
    found
}

fn push(found: &mut Vec<Run>, range: Range<usize>, direction: Direction) {
    if !range.is_empty() {
        found.push(Run { range, direction });
    }
}

/// The end of a line, or the beginning or end of what is isolated already.
fn is_end(c: char) -> bool {
    is_break(c) || matches!(c, '\u{2066}'..='\u{2069}')
}

/// What parts two paragraphs (UAX #9, class B), over which nothing is isolated.
fn is_break(c: char) -> bool {
    matches!(c, '\n' | '\r' | '\u{1C}'..='\u{1E}' | '\u{85}' | '\u{2029}')
}

/// From the first to the last word of a right-to-left script, with no Latin letter between. A Latin
/// comma followed by a space parts two names. Words around something isolated are left alone: they hold
/// it between them.
fn right_to_left(text: &str, others: &[Run], found: &mut Vec<Run>) {
    let mut phrase: Option<Range<usize>> = None;
    let (mut isolates, mut passed, mut holds) = (0usize, false, false);
    let mut chars = text.char_indices().peekable();
    let mut others = others.iter().peekable();
    while let Some((at, c)) = chars.next() {
        if let Some(other) = others.next_if(|other| other.range.start == at) {
            while chars.next_if(|(at, _)| *at < other.range.end).is_some() {}
            passed = true;
            continue;
        }
        let next = chars.peek().map(|(_, next)| *next);
        match c {
            '\u{2066}'..='\u{2068}' => isolates += 1,
            '\u{2069}' => {
                isolates = isolates.saturating_sub(1);
                passed = true;
            }
            _ if isolates > 0 => {}
            _ if is_letter(c) || is_break(c) || matches!(c, ',' | ';') && next == Some(' ') => {
                end_phrase(&mut phrase, holds, found);
            }
            _ if is_rtl_letter(c) => {
                let start = phrase.as_ref().map(|phrase| phrase.start);
                holds = start.is_some() && (holds || passed);
                passed = false;
                phrase = Some(start.unwrap_or(at)..at + c.len_utf8());
            }
            _ => {
                if let Some(phrase) = phrase.as_mut().filter(|phrase| phrase.end == at)
                    && is_word(c)
                    && !is_digit(c)
                {
                    phrase.end += c.len_utf8();
                }
            }
        }
    }
    end_phrase(&mut phrase, holds, found);
}

fn end_phrase(phrase: &mut Option<Range<usize>>, holds: bool, found: &mut Vec<Run>) {
    if let Some(range) = phrase.take().filter(|_| !holds) {
        found.push(Run {
            range,
            direction: Direction::Rtl,
        });
    }
}

/// Latin words up to an Arabic sign.
fn before_signs(text: &str, found: &mut Vec<Run>) {
    let mut start = None;
    let mut has_letter = false;
    for (at, c) in text.char_indices() {
        if ARABIC_SIGNS.contains(&c) {
            if let (Some(start), true) = (start, has_letter) {
                push(
                    found,
                    start..start + text[start..at].trim_end().len(),
                    Direction::Ltr,
                );
            }
            (start, has_letter) = (None, false);
        } else if is_rtl_letter(c)
            || is_end(c)
            || c == ':'
            || QUOTES.iter().any(|q| c == q.0 || c == q.1)
        {
            (start, has_letter) = (None, false);
        } else if is_letter(c) {
            start = start.or(Some(at));
            has_letter = true;
        }
    }
}

/// What is quoted, if it is Latin and ends in a sign of its own.
fn in_quotes(text: &str, found: &mut Vec<Run>) {
    let mut open: Option<(usize, char)> = None;
    let mut has_letter = false;
    for (at, c) in text.char_indices() {
        if let Some((start, close)) = open
            && c == close
        {
            let inside = &text[start..at];
            if has_letter && inside.ends_with(['?', '!', '.', '…']) && inside.starts_with(is_letter)
            {
                push(found, start..at, Direction::Ltr);
            }
            open = None;
        } else if is_rtl_letter(c) || is_end(c) {
            open = None;
        } else if let Some((_, close)) = QUOTES.iter().find(|(quote, _)| *quote == c) {
            open = Some((at + c.len_utf8(), *close));
            has_letter = false;
        } else {
            has_letter |= is_letter(c);
        }
    }
}

/// Telephone numbers with their code in brackets: `(011) 123-4567`, `+963 (11) 123 4567`.
fn bracketed_numbers(text: &str, found: &mut Vec<Run>) {
    let figure = |c: char| is_digit(c) || matches!(c, '-' | ' ' | '\u{A0}');
    for (open, _) in text.match_indices('(') {
        let inside = &text[open + 1..];
        let code = inside.len() - inside.trim_start_matches(is_digit).len();
        if code == 0 || code > 10 || !inside[code..].starts_with(')') {
            continue;
        }
        let rest = &inside[code + 1..];
        // No telephone number has more digits than fit into so many bytes.
        let length: usize = rest
            .chars()
            .take(24)
            .take_while(|c| figure(*c))
            .map(char::len_utf8)
            .sum();
        let end = open + 1 + code + 1 + rest[..length].trim_end_matches([' ', '-', '\u{A0}']).len();
        let before = &text[..open];
        let country = before
            .trim_end_matches(' ')
            .char_indices()
            .rev()
            .take(6)
            .find(|(_, c)| !is_digit(*c))
            .filter(|(_, c)| *c == '+')
            .map(|(at, _)| at);
        let start = country.unwrap_or(open);
        let digits = text[start..end].chars().filter(|c| is_digit(*c)).count();
        if (7..=15).contains(&digits) {
            push(found, start..end, Direction::Ltr);
        }
    }
}

/// `3 - 2`.
fn spaced_scores(text: &str, found: &mut Vec<Run>) {
    for hyphen in [" - ", " – "] {
        for (at, _) in text.match_indices(hyphen) {
            let (before, after) = (&text[..at], &text[at + hyphen.len()..]);
            let left = before.len() - before.trim_end_matches(is_digit).len();
            let right = after.len() - after.trim_start_matches(is_digit).len();
            let joined = |c: char| is_word(c) || matches!(c, '-' | '/' | '.' | ':' | '+');
            let is_score = (1..=4).contains(&left)
                && (1..=4).contains(&right)
                && !before[..at - left]
                    .trim_end_matches(' ')
                    .ends_with(['-', '–'])
                && !before[..at - left].ends_with(joined)
                && !after[right..].starts_with(|c| is_word(c) || matches!(c, '/' | ':'))
                && !after[right..].starts_with(hyphen);
            if is_score {
                push(found, at - left..at + hyphen.len() + right, Direction::Ltr);
            }
        }
    }
}
