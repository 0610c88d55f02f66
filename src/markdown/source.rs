//! Where the letters of an event's text are written in the body.
//!
//! A text is mostly a stretch of its source. Backslashes and character references make it shorter;
//! those are found in one pass, so that any number of places can then be asked for.

use std::ops::Range;

/// A text and its source.
pub(super) struct Source {
    start: usize,
    end: usize,
    /// Where text and source part: an offset in the text, and the place of that letter in the body.
    steps: Vec<(usize, usize)>,
    /// The offsets of letters behind a backslash or written as character references.
    escaped: Vec<usize>,
    /// From this offset on, the source could not be followed.
    lost: Option<usize>,
}

impl Source {
    /// Follows `text`, which comes from the bytes `range` of `body`.
    pub(super) fn new(body: &str, range: &Range<usize>, text: &str) -> Self {
        let source = body.get(range.clone()).unwrap_or_default();
        let mut found = Source {
            start: range.start,
            end: range.end,
            steps: vec![(0, range.start)],
            escaped: Vec::new(),
            lost: None,
        };
        // The backslash before the first letter is not part of an event's range.
        let before = body.get(..range.start).unwrap_or_default();
        let backslashes = before.bytes().rev().take_while(|byte| *byte == b'\\');
        if backslashes.count() % 2 == 1 {
            found.escaped.push(0);
        }
        if source == text {
            return found;
        }
        let mut at = 0;
        for (offset, c) in text.char_indices() {
            let rest = &source[at..];
            // A backslash before a sign is always an escape, also before another backslash.
            let unescaped = rest.strip_prefix('\\').filter(|_| c.is_ascii_punctuation());
            let spelt = ["&amp;", "&#38;", "&#x26;"];
            if unescaped.is_some_and(|rest| rest.starts_with(c)) {
                found.escaped.push(offset);
                found.steps.push((offset, range.start + at + 1));
                at += 1 + c.len_utf8();
            } else if rest.starts_with(c) && !spelt.iter().any(|spelt| rest.starts_with(spelt)) {
                at += c.len_utf8();
            } else if let Some(length) = reference(rest) {
                // CommonMark: a reference never stands for a sign of the markup.
                found.escaped.push(offset);
                found.steps.push((offset, range.start + at));
                at += length;
                found.steps.push((offset + c.len_utf8(), range.start + at));
            } else {
                found.lost = Some(offset);
                break;
            }
        }
        found
    }

    /// The place in the body of the letter at `offset` of the text; where it cannot be told, that of
    /// the text's beginning.
    pub(super) fn place(&self, offset: usize) -> usize {
        if self.lost.is_some_and(|lost| offset > lost) {
            return self.start;
        }
        let before = self.steps.partition_point(|(text, _)| *text <= offset);
        let (text, place) = before
            .checked_sub(1)
            .and_then(|last| self.steps.get(last))
            .copied()
            .unwrap_or((0, self.start));
        (place + offset - text).min(self.end)
    }

    /// Whether the letter at `offset` stands behind a backslash or is written as a character reference,
    /// so that it is no sign of Markdown's.
    pub(super) fn is_escaped(&self, offset: usize) -> bool {
        self.lost.is_some_and(|lost| offset >= lost) || self.escaped.binary_search(&offset).is_ok()
    }
}

/// The length of the character reference at the beginning of `source`; the longest in HTML has 33
/// bytes.
fn reference(source: &str) -> Option<usize> {
    if !source.starts_with('&') {
        return None;
    }
    source
        .bytes()
        .take(40)
        .position(|b| b == b';')
        .map(|end| end + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn escapes_and_references_are_followed() {
        let body = "قال \\[أ\\] &amp; &#x628; ثم";
        let text = "قال [أ] & ب ثم";
        let source = Source::new(body, &(0..body.len()), text);
        for word in ["قال", "أ", "ثم"] {
            assert_eq!(
                source.place(text.find(word).unwrap()),
                body.find(word).unwrap()
            );
        }
        assert!(source.is_escaped(text.find('[').unwrap()));
        assert!(!source.is_escaped(0));
        assert!(Source::new("\\[أ]", &(1..5), "[أ]").is_escaped(0));
        assert!(!Source::new("\\\\[أ]", &(2..6), "[أ]").is_escaped(0));
        assert!(Source::new("\\[a]", &(1..4), "[a]").is_escaped(0));
        let twice = Source::new("a\\\\\\[b]", &(0..7), "a\\[b]");
        assert!(twice.is_escaped(2) && !twice.is_escaped(4));
        let lost = Source::new("xyz", &(0..3), "abc");
        assert_eq!(lost.place(2), 0);
    }
}
