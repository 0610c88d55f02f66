//! The key under which two spellings of a tag are one tag. It is never shown.

use super::digits::ascii_digit;
use super::normalize::{TATWEEL, is_arabic_mark, is_hebrew_mark, is_invisible, nfkc};

/// The identity key of a topic: compatibility forms unified (NFKC), vowel signs, tatweel and
/// invisible characters dropped, hamza seats as bare letters, alef maqsura and Persian ya as ya,
/// Persian kaf as kaf, ta marbuta as ha, digits as ASCII, case folded, and spaces, underscores,
/// hyphens and a leading `#` treated alike.
pub fn topic_key(text: &str) -> String {
    fold(text, Letters::Topic)
}

/// The identity key of a person's name: as [`topic_key`], but the final letters that tell names
/// apart (`علي` and `على`, ta marbuta and ha) are kept.
pub fn person_key(text: &str) -> String {
    fold(text, Letters::Person)
}

#[derive(Clone, Copy, PartialEq)]
enum Letters {
    Topic,
    Person,
}

fn fold(text: &str, letters: Letters) -> String {
    let mut key = String::with_capacity(text.len());
    let mut gap = false;
    for c in nfkc(text).chars() {
        // A zero-width non-joiner parts words for the eye as a space does elsewhere: dropped, so
        // that both habits of typing meet.
        if is_arabic_mark(c) || is_hebrew_mark(c) || is_invisible(c) || c == TATWEEL {
            continue;
        }
        if c.is_whitespace() || c.is_control() || matches!(c, '_' | '-' | '\u{2010}'..='\u{2015}') {
            gap = true;
            continue;
        }
        if c == '#' && key.is_empty() {
            continue;
        }
        if gap && !key.is_empty() {
            key.push(' ');
        }
        gap = false;
        match (c, letters) {
            ('أ' | 'إ' | 'آ' | 'ٱ', _) => key.push('ا'),
            ('ؤ', Letters::Topic) => key.push('و'),
            ('ئ', Letters::Topic) => key.push('ي'),
            ('ى', Letters::Topic) | ('ی', _) => key.push('ي'),
            ('ة', Letters::Topic) => key.push('ه'),
            ('ک', _) => key.push('ك'),
            _ => key.extend(ascii_digit(c).to_lowercase()),
        }
    }
    key
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spellings_of_one_topic_meet() {
        for (a, b) in [
            ("إقالات", "اقالات"),
            ("مكتبة", "مكتبه"),
            ("مستشفى", "مستشفي"),
            ("مُظاهَرات", "مظاهرات"),
            ("مـظاهرات", "مظاهرات"),
            ("COVID-19", "covid 19"),
            ("ا\u{654}من", "أمن"),
            ("عام_٢٠٢٢", "عام 2022"),
            ("#وسم", "وسم"),
            ("مسؤول", "مسوول"),
            ("کازاخستان", "كازاخستان"),
        ] {
            assert_eq!(topic_key(a), topic_key(b), "{a} / {b}");
        }
    }

    #[test]
    fn different_topics_stay_apart() {
        for (a, b) in [("C", "C++"), ("العراق", "عراق"), ("C#", "C")] {
            assert_ne!(topic_key(a), topic_key(b), "{a} / {b}");
        }
        assert_ne!(person_key("علي"), person_key("على"));
    }
}
