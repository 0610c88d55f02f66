//! The Arabic article, taken off a name for an index.
//!
//! A name comes in, the part of it that an index orders by goes out. The article is known by its
//! letters: a bare alef and a lam, never an alef with hamza (`ألمانيا`، `ألعاب`). Words that begin
//! with these letters and have no article are listed, since no rule tells them apart.

use crate::text::normalize::{TATWEEL, ZWNJ, is_arabic_mark};

/// How many letters must remain for the article to be one.
const LEAST: usize = 3;

/// Words whose first letters are no article, without harakat: the names of God; verbal nouns of
/// roots in lam; relative pronouns; and names that should have a hamza and are often written
/// without.
const WHOLE_WORDS: &[&str] = &[
    // Of God, and relative pronouns.
    "الله",
    "اللهم",
    "الذي",
    "التي",
    "الذين",
    "اللذان",
    "اللتان",
    "اللواتي",
    "اللاتي",
    "اللائي",
    // Verbal nouns: التزام has its lam from لزم.
    "التئام",
    "التباس",
    "التجاء",
    "التحاق",
    "التحام",
    "التزام",
    "التزامات",
    "التفات",
    "التفاف",
    "التقاء",
    "التقاط",
    "التماس",
    "التماسات",
    "التهاب",
    "التهابات",
    "التهام",
    "التواء",
    "التواءات",
    // Countries and places.
    "المانيا",
    "المانية",
    "الماني",
    "البانيا",
    "البانية",
    "الاسكا",
    "الزاس",
    "البرتا",
    "الماتا",
    "الماتي",
    // Persons.
    "البرت",
    "البير",
    "الكسندر",
    "الكساندر",
    "الكساندرا",
    "الكسي",
    "الكسيس",
    "الفريد",
    "الفونس",
    "الفونسو",
    "الياس",
    "اليف",
    "اليسا",
    "اليزابيث",
    "اليكس",
    "اليكسي",
    "الهام",
    "الينا",
    "اليانور",
    // Things.
    "العاب",
    "الغاء",
    "الغام",
    "الحان",
    "الحاد",
    "الزام",
    "الزامي",
    "الزامية",
    "القاء",
    "الواح",
    "الوان",
    "الوية",
    "الياف",
    "اليات",
    "الماس",
    "الكترون",
    "الكترونات",
    "الكتروني",
    "الكترونية",
    "الكترونيا",
    "الكترونيات",
    "الومنيوم",
    "المنيوم",
    "البوم",
    "البومات",
];

/// `name` from after its article, where it has one; all of it otherwise. `name` begins with a letter.
pub(super) fn without_article(name: &str) -> &str {
    let mut letters = name
        .char_indices()
        .filter(|(_, c)| !is_sign(*c))
        .take_while(|(_, c)| c.is_alphabetic());
    if !matches!(letters.next(), Some((_, 'ا' | 'ٱ'))) || !matches!(letters.next(), Some((_, 'ل')))
    {
        return name;
    }
    let Some((rest, _)) = letters.next() else {
        return name;
    };
    if letters.count() + 1 < LEAST || WHOLE_WORDS.contains(&&*first_word(name)) {
        return name;
    }
    &name[rest..]
}

/// The letters of the first word, without signs.
fn first_word(name: &str) -> String {
    name.chars()
        .filter(|c| !is_sign(*c))
        .take_while(|c| c.is_alphabetic())
        .map(|c| if c == 'ٱ' { 'ا' } else { c })
        .collect()
}

/// What stands at a letter or between letters of one word and is none.
fn is_sign(c: char) -> bool {
    is_arabic_mark(c) || c == TATWEEL || c == ZWNJ
}
