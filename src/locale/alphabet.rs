//! The alphabet index of tags and authors: which letter a name stands under, and in which order.
//!
//! A name comes in, an [`IndexEntry`] goes out. It is a function of the name and the language alone;
//! neither the other names nor their order matter. The names themselves are never changed.

use super::Language;
use super::article::without_article;
use super::collation::Collation;
use crate::text::normalize::{TATWEEL, is_arabic_mark, is_hebrew_mark, nfkc};

/// The part of an alphabet index that a name stands in.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum IndexGroup {
    /// The names under one letter; for Latin script the capital.
    Letter(String),
    /// Names that begin with a digit, or with a letter of another alphabet than the language's own
    /// and Latin.
    Other,
}

/// Where a name stands in the index of a language.
///
/// - Signs before the first letter or digit (quotation marks, `#`) do not count.
/// - In Arabic a leading article `ال` does not count, where at least three letters of its word remain
///   and the word is not one that merely begins so (`الله`، `التزام`، `المانيا`): `المغرب` stands
///   under م. Forms of the alef with hamza or madda stand under ا, and the letters that Arabic
///   borrows under the letter they are made from (`پ` under ب, `ڤ` under ف).
/// - Other languages index the word as it is written; each has its own alphabet, and letters with
///   signs that the alphabet does not count stand under the plain letter (`É` under E).
/// - The language's own letters come first, Latin letters after them, everything else last.
/// - Inside a group the order is the language's collation of the name without what does not count;
///   names equal in it are ordered by their characters, so that no two names tie.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct IndexEntry {
    /// The group.
    pub group: IndexGroup,
    /// The place in the whole index: entries sorted by these bytes come group by group.
    pub order: Vec<u8>,
}

/// A letter of an index, and the other letters that stand under it.
type Letter = (&'static str, &'static str);

const ARABIC: [Letter; 28] = [
    ("ا", "أإآٱء"),
    ("ب", "پ"),
    ("ت", "ٹټ"),
    ("ث", ""),
    ("ج", "چ"),
    ("ح", ""),
    ("خ", ""),
    ("د", "ڈډ"),
    ("ذ", ""),
    ("ر", "ڑڕ"),
    ("ز", "ژ"),
    ("س", ""),
    ("ش", ""),
    ("ص", ""),
    ("ض", ""),
    ("ط", ""),
    ("ظ", ""),
    ("ع", ""),
    ("غ", ""),
    ("ف", "ڤڢ"),
    ("ق", "ڨ"),
    ("ك", "کگڭ"),
    ("ل", "ڵ"),
    ("م", ""),
    ("ن", "ں"),
    ("ه", "ةھہەۀ"),
    ("و", "ؤۆۇۋ"),
    ("ي", "ئىیێېے"),
];

const PERSIAN: [Letter; 33] = [
    ("آ", ""),
    ("ا", "أإٱء"),
    ("ب", ""),
    ("پ", ""),
    ("ت", "ٹټ"),
    ("ث", ""),
    ("ج", ""),
    ("چ", ""),
    ("ح", ""),
    ("خ", ""),
    ("د", "ڈډ"),
    ("ذ", ""),
    ("ر", "ڑڕ"),
    ("ز", ""),
    ("ژ", ""),
    ("س", ""),
    ("ش", ""),
    ("ص", ""),
    ("ض", ""),
    ("ط", ""),
    ("ظ", ""),
    ("ع", ""),
    ("غ", ""),
    ("ف", "ڤ"),
    ("ق", "ڨ"),
    ("ک", "كڭ"),
    ("گ", ""),
    ("ل", "ڵ"),
    ("م", ""),
    ("ن", "ں"),
    ("و", "ؤۆۇۋ"),
    ("ه", "ةھہەۀ"),
    ("ی", "ئيىێېے"),
];

const URDU: [Letter; 36] = [
    ("ا", "آأإٱء"),
    ("ب", ""),
    ("پ", ""),
    ("ت", ""),
    ("ٹ", ""),
    ("ث", ""),
    ("ج", ""),
    ("چ", ""),
    ("ح", ""),
    ("خ", ""),
    ("د", ""),
    ("ڈ", ""),
    ("ذ", ""),
    ("ر", ""),
    ("ڑ", ""),
    ("ز", ""),
    ("ژ", ""),
    ("س", ""),
    ("ش", ""),
    ("ص", ""),
    ("ض", ""),
    ("ط", ""),
    ("ظ", ""),
    ("ع", ""),
    ("غ", ""),
    ("ف", "ڤ"),
    ("ق", ""),
    ("ک", "ك"),
    ("گ", ""),
    ("ل", ""),
    ("م", ""),
    ("ن", "ں"),
    ("و", "ؤ"),
    ("ہ", "ھهةۃە"),
    ("ی", "ئيىې"),
    ("ے", "ۓ"),
];

const SORANI: [Letter; 33] = [
    ("ئ", ""),
    ("ا", "آأإٱء"),
    ("ب", ""),
    ("پ", ""),
    ("ت", "ط"),
    ("ج", ""),
    ("چ", ""),
    ("ح", ""),
    ("خ", ""),
    ("د", ""),
    ("ر", ""),
    ("ڕ", ""),
    ("ز", "ذضظ"),
    ("ژ", ""),
    ("س", "ثص"),
    ("ش", ""),
    ("ع", ""),
    ("غ", ""),
    ("ف", ""),
    ("ڤ", ""),
    ("ق", ""),
    ("ک", "ك"),
    ("گ", ""),
    ("ل", ""),
    ("ڵ", ""),
    ("م", ""),
    ("ن", ""),
    ("و", "ؤ"),
    ("ۆ", ""),
    ("ھ", "هہ"),
    ("ە", "ة"),
    ("ی", "يى"),
    ("ێ", ""),
];

const HEBREW: [Letter; 22] = [
    ("א", ""),
    ("ב", ""),
    ("ג", ""),
    ("ד", ""),
    ("ה", ""),
    ("ו", ""),
    ("ז", ""),
    ("ח", ""),
    ("ט", ""),
    ("י", ""),
    ("כ", "ך"),
    ("ל", ""),
    ("מ", "ם"),
    ("נ", "ן"),
    ("ס", ""),
    ("ע", ""),
    ("פ", "ף"),
    ("צ", "ץ"),
    ("ק", ""),
    ("ר", ""),
    ("ש", ""),
    ("ת", ""),
];

const LATIN: [Letter; 26] = [
    ("A", "Æ"),
    ("B", ""),
    ("C", ""),
    ("D", "ÐĐ"),
    ("E", "Ə"),
    ("F", ""),
    ("G", ""),
    ("H", "Ħ"),
    ("I", ""),
    ("J", ""),
    ("K", ""),
    ("L", "Ł"),
    ("M", ""),
    ("N", "Ŋ"),
    ("O", "ØŒ"),
    ("P", ""),
    ("Q", ""),
    ("R", ""),
    ("S", "ẞ"),
    ("T", "ÞŦ"),
    ("U", ""),
    ("V", ""),
    ("W", ""),
    ("X", ""),
    ("Y", ""),
    ("Z", ""),
];

const TURKISH: [Letter; 32] = [
    ("A", "Æ"),
    ("B", ""),
    ("C", ""),
    ("Ç", ""),
    ("D", "ÐĐ"),
    ("E", "Ə"),
    ("F", ""),
    ("G", ""),
    ("Ğ", ""),
    ("H", "Ħ"),
    ("I", ""),
    ("İ", ""),
    ("J", ""),
    ("K", ""),
    ("L", "Ł"),
    ("M", ""),
    ("N", "Ŋ"),
    ("O", "ØŒ"),
    ("Ö", ""),
    ("P", ""),
    ("Q", ""),
    ("R", ""),
    ("S", "ẞ"),
    ("Ş", ""),
    ("T", "ÞŦ"),
    ("U", ""),
    ("Ü", ""),
    ("V", ""),
    ("W", ""),
    ("X", ""),
    ("Y", ""),
    ("Z", ""),
];

/// The classes of groups in their order; the first byte of an entry's order.
const OWN: u8 = 1;
const FOREIGN: u8 = 2;
const AFTER_OWN: u8 = 3;
const OTHER: u8 = 4;

/// The index alphabet of one language.
pub(super) struct Alphabet {
    /// Nothing for a language whose alphabet is not in this file.
    own: &'static [Letter],
    strips_article: bool,
    /// Whether a small i is the letter İ.
    dotted: bool,
}

impl Alphabet {
    pub(super) fn of(language: &Language) -> Self {
        let own: &[Letter] = match language.primary() {
            "ar" => &ARABIC,
            "fa" => &PERSIAN,
            "ur" => &URDU,
            "ckb" => &SORANI,
            "he" => &HEBREW,
            "tr" => &TURKISH,
            "en" | "fr" => &LATIN,
            _ => &[],
        };
        Alphabet {
            own,
            strips_article: language.primary() == "ar",
            dotted: matches!(language.primary(), "tr" | "az"),
        }
    }

    pub(super) fn letters(&self) -> impl Iterator<Item = &'static str> {
        self.own.iter().map(|(letter, _)| *letter)
    }

    pub(super) fn entry(&self, name: &str, collation: &Collation) -> IndexEntry {
        let start = name.find(counts).unwrap_or(name.len());
        let mut counted = &name[start..];
        if self.strips_article {
            counted = without_article(counted);
        }
        let (group, mut order) = self.group(counted, collation);
        order.extend(collation.key(counted));
        // A sort key holds no zero, so that a name comes before every longer one.
        order.push(0);
        order.extend(name.bytes());
        IndexEntry { group, order }
    }

    /// The group of a name by its first letter, and the bytes that order the groups.
    fn group(&self, counted: &str, collation: &Collation) -> (IndexGroup, Vec<u8>) {
        // One letter may be several characters, so a few of them are looked at.
        let head: String = counted.chars().take(4).collect();
        let Some(first) = nfkc(&head).chars().find(|c| counts(*c)) else {
            return (IndexGroup::Other, vec![OTHER]);
        };
        let capital = self.capital(first);
        let plain = base(capital);
        let found = |letters: &[Letter], class| {
            let place = letter_of(letters, capital).or_else(|| letter_of(letters, plain))?;
            let (letter, _) = letters.get(place)?;
            let order = vec![class, u8::try_from(place).unwrap_or(u8::MAX)];
            Some((IndexGroup::Letter((*letter).to_owned()), order))
        };
        if let Some(group) = found(self.own, OWN) {
            return group;
        }
        if let Some(group) = found(&LATIN, AFTER_OWN) {
            return group;
        }
        if self.own.is_empty() && plain.is_alphabetic() {
            // The collation knows the alphabet, though this file does not.
            let letter = plain.to_string();
            let mut order = vec![FOREIGN];
            order.extend(collation.key(&letter));
            order.push(0);
            return (IndexGroup::Letter(letter), order);
        }
        (IndexGroup::Other, vec![OTHER])
    }

    fn capital(&self, c: char) -> char {
        match c {
            'i' if self.dotted => 'İ',
            'ß' => 'ẞ',
            _ => {
                let mut upper = c.to_uppercase();
                match (upper.next(), upper.next()) {
                    (Some(one), None) => one,
                    _ => c,
                }
            }
        }
    }
}

/// Whether an index looks at `c`: a letter or a digit, no sign above or below one.
fn counts(c: char) -> bool {
    c.is_alphanumeric() && c != TATWEEL && !is_arabic_mark(c) && !is_hebrew_mark(c)
}

fn letter_of(letters: &[Letter], c: char) -> Option<usize> {
    letters
        .iter()
        .position(|(letter, also)| letter.starts_with(c) || also.contains(c))
}

/// `c` without the signs that Unicode writes apart from it: `É` is E.
fn base(c: char) -> char {
    let mut buffer = [0; 4];
    icu_normalizer::DecomposingNormalizerBorrowed::new_nfd()
        .normalize(c.encode_utf8(&mut buffer))
        .chars()
        .next()
        .unwrap_or(c)
}
