//! Words -> lines of about one length.
//!
//! Pure counting: how wide each word is comes in, which words stand in which line goes out.

use std::ops::Range;

/// A word, or a part of one behind which a line may end.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Word {
    /// Its bytes.
    pub(super) range: Range<usize>,
    /// A space stands before it, unless it begins a line.
    pub(super) is_spaced: bool,
}

/// The words of `text` in their order.
pub(super) fn words(text: &str) -> Vec<Word> {
    let mut words: Vec<Word> = Vec::new();
    let mut is_spaced = false;
    let mut begin: Option<usize> = None;
    let put = |words: &mut Vec<Word>, range: Range<usize>, is_spaced: bool| {
        let part = text.get(range.clone()).unwrap_or_default();
        match words.last_mut() {
            // A sign that stands apart, as French writes it, stays with its word.
            Some(last)
                if is_spaced
                    && (is_closing(part)
                        || is_opening(text.get(last.range.clone()).unwrap_or_default())) =>
            {
                last.range.end = range.end;
            }
            _ => words.push(Word { range, is_spaced }),
        }
    };
    for (at, c) in text.char_indices() {
        if is_space(c) {
            if let Some(start) = begin.take() {
                put(&mut words, start..at, is_spaced);
            }
            is_spaced = true;
            continue;
        }
        let start = *begin.get_or_insert(at);
        let end = at + c.len_utf8();
        let is_inside = start < at
            && text
                .get(end..)
                .unwrap_or_default()
                .starts_with(char::is_alphabetic);
        if matches!(c, '/' | '-' | '–' | '—' | '\u{200B}') && is_inside {
            put(&mut words, start..end, is_spaced);
            is_spaced = false;
            begin = None;
        }
    }
    if let Some(start) = begin {
        put(&mut words, start..text.len(), is_spaced);
    }
    words
}

/// A space at which a line may end.
fn is_space(c: char) -> bool {
    c.is_whitespace() && !matches!(c, '\u{A0}' | '\u{202F}' | '\u{2007}')
}

fn is_closing(part: &str) -> bool {
    part.chars().all(|c| {
        matches!(
            c,
            '»' | '!'
                | '?'
                | '؟'
                | ':'
                | ';'
                | '؛'
                | '،'
                | ','
                | '.'
                | '%'
                | '”'
                | '–'
                | '—'
                | '-'
                | '|'
                | '/'
                | '…'
        )
    })
}

fn is_opening(part: &str) -> bool {
    part == "«" || part == "“"
}

/// Which words stand in which line, if no line is wider than `limit` and there are at most `most`: as few lines as
/// can be, and all as full as the others. `gap` is the width of a space.
pub(super) fn wrap(
    words: &[(Word, i64)],
    gap: i64,
    limit: i64,
    most: usize,
) -> Option<Vec<Range<usize>>> {
    let count = count(words, gap, limit)?;
    if count > most {
        return None;
    }
    // `best[k][n]` is how uneven the first `n` words are in `k` lines, and where the last of these begins.
    let mut best: Vec<Vec<Option<(i64, usize)>>> = vec![vec![None; words.len() + 1]; count + 1];
    if let Some(first) = best.first_mut().and_then(|row| row.first_mut()) {
        *first = Some((0, 0));
    }
    for line in 1..=count {
        for end in 1..=words.len() {
            let mut width = 0;
            let mut found: Option<(i64, usize)> = None;
            for start in (0..end).rev() {
                let Some((word, own)) = words.get(start) else {
                    break;
                };
                width += own;
                if width > limit {
                    break;
                }
                let before = best.get(line - 1).and_then(|row| *row.get(start)?);
                if let Some((before, _)) = before {
                    let uneven = before + (limit - width).pow(2);
                    if found.is_none_or(|(least, _)| uneven < least) {
                        found = Some((uneven, start));
                    }
                }
                // The space before this word, where another stands before it in the line.
                width += if word.is_spaced { gap } else { 0 };
            }
            if let Some(cell) = best.get_mut(line).and_then(|row| row.get_mut(end)) {
                *cell = found;
            }
        }
    }
    let mut lines = Vec::with_capacity(count);
    let mut end = words.len();
    for line in (1..=count).rev() {
        let (_, start) = (*best.get(line)?.get(end)?)?;
        lines.push(start..end);
        end = start;
    }
    lines.reverse();
    Some(lines)
}

/// How many lines there must be; nothing where a word is wider than a line.
fn count(words: &[(Word, i64)], gap: i64, limit: i64) -> Option<usize> {
    let (mut lines, mut filled) = (0, limit);
    for (word, width) in words {
        let gap = if word.is_spaced { gap } else { 0 };
        if *width > limit {
            return None;
        }
        match lines > 0 && filled + gap + width <= limit {
            true => filled += gap + width,
            false => {
                lines += 1;
                filled = *width;
            }
        }
    }
    Some(lines)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parts(text: &str) -> Vec<&str> {
        words(text)
            .into_iter()
            .map(|word| &text[word.range])
            .collect()
    }

    /// Every letter is one wide.
    fn wrapped(text: &str, limit: i64, most: usize) -> Option<Vec<&str>> {
        let words: Vec<(Word, i64)> = words(text)
            .into_iter()
            .map(|word| {
                let width = text[word.range.clone()].chars().count() as i64;
                (word, width)
            })
            .collect();
        let lines = wrap(&words, 1, limit, most)?;
        let text_of = |line: Range<usize>| {
            &text[words[line.start].0.range.start..words[line.end - 1].0.range.end]
        };
        Some(lines.into_iter().map(text_of).collect())
    }

    #[test]
    fn a_line_may_end_at_a_space_and_behind_a_hyphen() {
        assert_eq!(parts(" الميناء  القديم "), ["الميناء", "القديم"]);
        assert_eq!(
            parts("north-west/east 3-1 -x"),
            ["north-", "west/", "east", "3-1", "-x"]
        );
        assert_eq!(parts("a\u{A0}b c"), ["a\u{A0}b", "c"]);
        assert_eq!(parts(""), [""; 0]);
    }

    #[test]
    fn signs_that_stand_apart_stay_with_their_words() {
        assert_eq!(
            parts("« Bonjour » : ça va ?"),
            ["« Bonjour » :", "ça", "va ?"]
        );
        assert_eq!(parts("المدينة – حيّ"), ["المدينة –", "حيّ"]);
    }

    #[test]
    fn lines_are_few_and_of_about_one_length() {
        assert_eq!(wrapped("aa bb cc dd", 8, 4).unwrap(), ["aa bb", "cc dd"]);
        // Filled one after the other they would be "aaaa bbbb" and "cc".
        assert_eq!(wrapped("aaaa bbbb cc", 9, 4).unwrap(), ["aaaa", "bbbb cc"]);
        assert_eq!(wrapped("aaaa", 4, 4).unwrap(), ["aaaa"]);
        assert_eq!(wrapped("", 4, 4).unwrap(), [""; 0]);
    }

    #[test]
    fn what_does_not_fit_is_no_lines() {
        assert_eq!(wrapped("aaaaa", 4, 4), None);
        assert_eq!(wrapped("aa aa aa", 2, 2), None);
    }
}
