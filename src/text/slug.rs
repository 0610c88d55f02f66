//! A title as one component of an address: readable, in its own script, safe as a file name.

use std::borrow::Cow;

use unicode_segmentation::UnicodeSegmentation;

use super::digits::ascii_digit;
use super::normalize::{
    TATWEEL, ZWNJ, is_arabic_mark, is_hebrew_mark, is_invisible, is_plain_letter, nfc,
};

/// No slug is longer than this many bytes of UTF-8, so that a file system's limit of 255 bytes a
/// name leaves room for an ending.
pub const MAX_BYTES: usize = 200;

/// The slug of `text`: NFC, letters and digits of any script kept as they are spelt, ASCII letters in
/// lower case, Arabic and Persian digits as ASCII, vowel signs, tatweel and invisible characters
/// dropped, everything else a single `-`. `None` when nothing is left.
///
/// `+` and `#` after a letter are spelt out, so that `C`, `C++` and `C#` have addresses of their own.
/// A longer result is cut at a word (else at a letter) and ends in six digits of the whole text's
/// hash, so that two long titles with one beginning stay two.
pub fn slug(text: &str) -> Option<String> {
    let mut words: Vec<String> = Vec::new();
    let mut word = String::new();
    // The capital of Turkish i loses its dot with a look at no language: `i̇` would be two letters.
    let text = match text.contains('İ') {
        true => Cow::Owned(text.replace('İ', "i")),
        false => Cow::Borrowed(text),
    };
    for c in nfc(&text).chars() {
        if is_plain_letter(c) {
            word.push(c);
            continue;
        }
        if is_arabic_mark(c) || is_hebrew_mark(c) || c == TATWEEL {
            continue;
        }
        let letter = c.is_alphanumeric() || is_combining(c) && !word.is_empty();
        if letter {
            word.extend(ascii_digit(c).to_lowercase());
            continue;
        }
        if is_invisible(c) && c != ZWNJ {
            continue;
        }
        let spelt = match c {
            '+' if ends_in_ascii_letter(&word, &words) => Some("plus"),
            '#' if ends_in_ascii_letter(&word, &words) => Some("sharp"),
            _ => None,
        };
        if !word.is_empty() {
            words.push(std::mem::take(&mut word));
        }
        words.extend(spelt.map(String::from));
    }
    if !word.is_empty() {
        words.push(word);
    }
    match words.join("-") {
        empty if empty.is_empty() => None,
        slug if slug.len() <= MAX_BYTES => Some(slug),
        long => Some(shorten(&long)),
    }
}

/// Whether `text` has a slug. Of most texts the first letter tells it.
pub fn has_slug(text: &str) -> bool {
    text.starts_with(is_plain_letter) || slug(text).is_some()
}

/// The slug of `text`, or `n-` and eight digits of its hash where `text` has no letter or digit.
pub fn slug_or_hash(text: &str) -> String {
    slug(text).unwrap_or_else(|| format!("n-{}", &hash_digits(text)[..8]))
}

fn ends_in_ascii_letter(word: &str, words: &[String]) -> bool {
    match word.chars().last() {
        Some(c) => c.is_ascii_alphabetic(),
        // The second `+` of `C++` follows a spelt one.
        None => words.last().is_some_and(|w| w == "plus"),
    }
}

/// Marks that belong to the letter before them in scripts other than Arabic and Hebrew, such as the
/// vowel signs and virama of Indic scripts.
fn is_combining(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36F}' | '\u{900}'..='\u{DFF}' | '\u{E31}'..='\u{E4E}')
}

fn shorten(long: &str) -> String {
    const HASH: usize = 6;
    let room = MAX_BYTES - HASH - 1;
    let mut cut = 0;
    for (at, letter) in long.grapheme_indices(true) {
        if at + letter.len() > room {
            break;
        }
        cut = at + letter.len();
    }
    let head = &long[..cut];
    // A whole word is worth keeping only if that leaves most of the slug.
    let head = match head.rfind('-') {
        Some(at) if at > room / 2 && !long[cut..].starts_with('-') => &head[..at],
        _ => head,
    };
    format!(
        "{}-{}",
        head.trim_end_matches('-'),
        &hash_digits(long)[..HASH]
    )
}

fn hash_digits(text: &str) -> String {
    blake3::hash(text.as_bytes()).to_hex().to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keeps_arabic_and_drops_what_is_not_spelling() {
        for (text, expected) in [
            ("إقالات", "إقالات"),
            ("مُظاهَـرات الشَّعب", "مظاهرات-الشعب"),
            ("ا\u{654}من", "أمن"),
            ("حصاد ٢٠٢٢", "حصاد-2022"),
            ("COVID-19 في دمشق", "covid-19-في-دمشق"),
            ("\u{200F}عاجل:\u{200E} «خبر» ..", "عاجل-خبر"),
            ("می\u{200C}شود", "می-شود"),
            ("C++", "c-plus-plus"),
            ("C#", "c-sharp"),
            ("../../etc/passwd", "etc-passwd"),
            ("#وسم", "وسم"),
        ] {
            assert_eq!(slug(text).as_deref(), Some(expected), "{text}");
        }
        assert_eq!(slug("؟؟؟"), None);
        assert!(slug_or_hash("؟؟؟").starts_with("n-"));
    }

    #[test]
    fn long_titles_are_cut_between_letters_and_stay_apart() {
        let long = "المظاهرات ".repeat(40);
        let a = slug(&format!("{long} الأولى")).unwrap();
        let b = slug(&format!("{long} الثانية")).unwrap();
        assert!(a.len() <= MAX_BYTES && b.len() <= MAX_BYTES);
        assert_ne!(a, b);
        let one_word = "م".repeat(300);
        assert!(slug(&one_word).unwrap().len() <= MAX_BYTES);
    }
}
