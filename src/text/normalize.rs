//! Unicode normal forms and the invisible characters around Arabic text.

use std::borrow::Cow;

use icu_normalizer::ComposingNormalizerBorrowed;

use super::bytes::any_pair;

/// `text` in normalisation form C (UAX #15). Borrows when it is already.
pub fn nfc(text: &str) -> Cow<'_, str> {
    // Most paths of an archive are of nothing else.
    if text.chars().all(|c| c.is_ascii() || is_plain_letter(c)) {
        return Cow::Borrowed(text);
    }
    ComposingNormalizerBorrowed::new_nfc().normalize(text)
}

/// `text` in normalisation form KC (UAX #15).
pub fn nfkc(text: &str) -> Cow<'_, str> {
    if text.is_ascii() {
        return Cow::Borrowed(text);
    }
    ComposingNormalizerBorrowed::new_nfkc().normalize(text)
}

/// Arabic vowel signs and Quranic annotation, which a reader may leave out: U+0610–061A,
/// U+064B–065F, U+0670, U+06D6–06DC, U+06DF–06E4, U+06E7–06E8, U+06EA–06ED.
pub fn is_arabic_mark(c: char) -> bool {
    matches!(c,
        '\u{610}'..='\u{61A}' | '\u{64B}'..='\u{65F}' | '\u{670}' | '\u{6D6}'..='\u{6DC}'
        | '\u{6DF}'..='\u{6E4}' | '\u{6E7}' | '\u{6E8}' | '\u{6EA}'..='\u{6ED}')
}

/// Hebrew points and cantillation marks: U+0591–05BD, U+05BF, U+05C1–05C2, U+05C4–05C5, U+05C7.
pub fn is_hebrew_mark(c: char) -> bool {
    matches!(
        c,
        '\u{591}'
            ..='\u{5BD}' | '\u{5BF}' | '\u{5C1}' | '\u{5C2}' | '\u{5C4}' | '\u{5C5}' | '\u{5C7}'
    )
}

/// Letters of Arabic that no normal form and no change of case alters, whatever stands beside them: all
/// that most words are made of.
pub fn is_plain_letter(c: char) -> bool {
    matches!(c, '\u{621}'..='\u{63A}' | '\u{641}'..='\u{64A}')
}

/// The tatweel (kashida), which stretches a word and carries no meaning in a key or an address.
pub const TATWEEL: char = '\u{640}';

/// The zero-width non-joiner: in Persian it parts a word from its ending.
pub const ZWNJ: char = '\u{200C}';

/// Characters with no shape of their own: bidi marks, embeddings, overrides and isolates, joiners,
/// zero-width space, soft hyphen, byte order mark.
pub fn is_invisible(c: char) -> bool {
    matches!(c,
        '\u{AD}' | '\u{61C}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}'
        | '\u{2060}'..='\u{2064}' | '\u{2066}'..='\u{2069}' | '\u{FEFF}')
}

/// `text` on one line: white space and control characters run together into single spaces, the
/// ends trimmed.
pub fn one_line(text: &str) -> Cow<'_, str> {
    let text = text.trim_matches(' ');
    if is_one_line(text) {
        return Cow::Borrowed(text);
    }
    let mut line = String::with_capacity(text.len());
    for word in text.split(|c: char| c.is_whitespace() || c.is_control()) {
        if word.is_empty() {
            continue;
        }
        if !line.is_empty() {
            line.push(' ');
        }
        line.push_str(word);
    }
    Cow::Owned(line)
}

/// Whether it is seen from its bytes that `text` is one line.
fn is_one_line(text: &str) -> bool {
    let bytes = text.as_bytes();
    let folds = |a, b| {
        (a == b' ') & (b == b' ')
            | may_be_other_space(a, b)
            | (a < 0x20)
            | (a == 0x7F)
            | (a == 0xC2) & (b < 0xA0)
    };
    let is_end = |byte: &u8| *byte <= b' ' || *byte == 0x7F;
    !any_pair(bytes, folds)
        && !bytes.first().is_some_and(is_end)
        && !bytes.last().is_some_and(is_end)
}

/// Whether two bytes may be the end of white space that is no space, or its beginning: U+0009 to U+000D,
/// U+0085, U+00A0, U+1680, U+2000 to U+200A, U+2028, U+2029, U+202F, U+205F, U+3000.
pub fn may_be_other_space(a: u8, b: u8) -> bool {
    let in_general = (b.wrapping_sub(0x80) < 0x0B) | (b == 0xA8) | (b == 0xA9) | (b == 0xAF);
    (a.wrapping_sub(9) < 5)
        | (a == 0xC2) & ((b == 0x85) | (b == 0xA0))
        | (a == 0x9A) & (b == 0x80)
        | (a == 0x80) & in_general
        | (a == 0x81) & (b == 0x9F)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn composes_hamza() {
        assert_eq!(nfc("ا\u{654}"), "أ");
        assert!(matches!(nfc("أحمد"), Cow::Borrowed(_)));
    }

    #[test]
    fn one_line_folds_breaks_and_controls() {
        assert_eq!(one_line("  خبر\r\n\tعاجل\u{0} "), "خبر عاجل");
        assert!(matches!(one_line("خبر عاجل، \"x\" و«y»"), Cow::Borrowed(_)));
        let characters = (0..=0x3001).filter_map(char::from_u32);
        for c in characters {
            for text in [format!("{c}"), format!("ا{c}ب"), format!("ا {c}")] {
                let words = text.split(|c: char| c.is_whitespace() || c.is_control());
                let words: Vec<&str> = words.filter(|word| !word.is_empty()).collect();
                assert_eq!(one_line(&text), words.join(" "), "{c:?}");
            }
        }
    }
}
