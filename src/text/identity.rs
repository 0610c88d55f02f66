//! The key under which two spellings of a tag are one tag. It is never shown.

use std::borrow::Cow;

use super::digits::ascii_digit;
use super::normalize::{
    TATWEEL, is_arabic_mark, is_hebrew_mark, is_invisible, is_plain_letter, nfkc,
};

/// The identity key of a topic: compatibility forms unified (NFKC), vowel signs, tatweel and
/// invisible characters dropped, the hamza over and under alef dropped, alef maqsura and Persian ya as
/// ya, Persian kaf as kaf, digits as ASCII, case folded, and spaces, underscores, hyphens and a
/// leading `#` treated alike.
///
/// Ta marbuta and ha, and hamza on waw and ya, are kept: `كتابة` (writing) is not `كتابه` (his book).
/// Where they may be slips, [`similar_key`] finds the pair.
pub fn topic_key(text: &str) -> String {
    fold(text, Letters::Topic)
}

/// The identity key of a person's name: as [`topic_key`], but alef maqsura and ya, which tell names
/// apart (`علي` and `على`), are kept.
pub fn person_key(text: &str) -> String {
    fold(text, Letters::Person)
}

/// A key under which the spellings of one word meet, slips of the pen among them: as [`topic_key`], but
/// with ta marbuta as ha, and hamza on waw and ya as the bare letters.
pub fn spelling_key(text: &str) -> String {
    let key = topic_key(text);
    if !key.contains(['ة', 'ؤ', 'ئ']) {
        return key;
    }
    key.chars()
        .map(|c| match c {
            'ة' => 'ه',
            'ؤ' => 'و',
            'ئ' => 'ي',
            c => c,
        })
        .collect()
}

/// A key under which topics meet that may be one, for a person to decide: as [`spelling_key`], with the
/// article before a word left out.
pub fn similar_key(text: &str) -> String {
    let folded = spelling_key(text);
    let words: Vec<&str> = folded.split(' ').map(without_article).collect();
    words.join(" ")
}

/// A word without `ال`, where at least three letters remain.
pub fn without_article(word: &str) -> &str {
    word.strip_prefix("ال")
        .filter(|rest| rest.chars().count() >= 3)
        .unwrap_or(word)
}

#[derive(Clone, Copy, PartialEq)]
enum Letters {
    Topic,
    Person,
}

/// Plain letters, and spaces.
fn is_plain(c: char) -> bool {
    c == ' ' || is_plain_letter(c)
}

fn fold(text: &str, letters: Letters) -> String {
    let mut key = String::with_capacity(text.len());
    let mut gap = false;
    let text = match text.chars().all(is_plain) {
        true => Cow::Borrowed(text),
        false => Cow::Owned(nfkc(&text.replace('İ', "i")).into_owned()),
    };
    for c in text.chars() {
        if !is_plain(c) {
            // A zero-width non-joiner parts words for the eye as a space does elsewhere: dropped, so
            // that both habits of typing meet.
            if is_arabic_mark(c) || is_hebrew_mark(c) || is_invisible(c) || c == TATWEEL {
                continue;
            }
            if c == '#' && key.is_empty() {
                continue;
            }
        }
        if is_gap(c) {
            gap = true;
            continue;
        }
        if gap && !key.is_empty() {
            key.push(' ');
        }
        gap = false;
        match (c, letters) {
            ('أ' | 'إ' | 'آ' | 'ٱ', _) => key.push('ا'),
            ('ى', Letters::Topic) | ('ی', _) => key.push('ي'),
            ('ک', _) => key.push('ك'),
            (c, _) if is_plain(c) => key.push(c),
            _ => key.extend(ascii_digit(c).to_lowercase()),
        }
    }
    key
}

/// What parts two words.
fn is_gap(c: char) -> bool {
    match c {
        ' ' => true,
        c if is_plain(c) => false,
        c => {
            c.is_whitespace() || c.is_control() || matches!(c, '_' | '-' | '\u{2010}'..='\u{2015}')
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plain_letters_are_those_that_no_normal_form_changes() {
        for c in '\0'..='\u{FFFF}' {
            let between = format!("ب{c}ا");
            if is_plain(c) {
                assert_eq!(nfkc(&between), between, "{c:?}");
                assert!(!is_arabic_mark(c) && !is_invisible(c) && c != TATWEEL);
                assert_eq!(c.to_lowercase().collect::<String>(), c.to_string());
                assert_eq!(c.is_whitespace(), c == ' ');
            }
        }
    }

    #[test]
    fn spellings_of_one_topic_meet() {
        for (a, b) in [
            ("إقالات", "اقالات"),
            ("مستشفى", "مستشفي"),
            ("مُظاهَرات", "مظاهرات"),
            ("مـظاهرات", "مظاهرات"),
            ("COVID-19", "covid 19"),
            ("ا\u{654}من", "أمن"),
            ("عام_٢٠٢٢", "عام 2022"),
            ("#وسم", "وسم"),
            ("کازاخستان", "كازاخستان"),
        ] {
            assert_eq!(topic_key(a), topic_key(b), "{a} / {b}");
        }
    }

    #[test]
    fn different_topics_stay_apart() {
        for (a, b) in [
            ("C", "C++"),
            ("العراق", "عراق"),
            ("C#", "C"),
            ("كتابة", "كتابه"),
            ("مسؤول", "مسوول"),
        ] {
            assert_ne!(topic_key(a), topic_key(b), "{a} / {b}");
        }
        assert_ne!(person_key("علي"), person_key("على"));
        assert_eq!(topic_key("علي"), topic_key("على"));
    }

    #[test]
    fn topics_that_may_be_one_have_a_key_in_common() {
        for (a, b) in [
            ("مكتبة", "مكتبه"),
            ("مسؤول", "مسوول"),
            ("العراق", "عراق"),
            ("الطاقة الشمسية", "طاقه شمسيه"),
        ] {
            assert_eq!(similar_key(a), similar_key(b), "{a} / {b}");
        }
        assert_ne!(similar_key("الله"), similar_key("له"));
    }
}
