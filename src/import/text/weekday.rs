//! Whether the weekdays an article names agree with its date.
//!
//! A disagreement is told and never mended: either the date or the text may be the wrong one.

use jiff::civil::{Date, Weekday};

use super::report::{Kind, Note};
use crate::locale::names;
use crate::text::identity::spelling_key;

/// A word for a day has no more characters, its vowel signs and what stands about it included.
const LONGEST: usize = 24;

/// Tells when the dateline's own weekday is not that of its date.
pub(super) fn check_dateline(weekday: Weekday, day: Date, line: u32, notes: &mut Vec<Note>) {
    if day.weekday() != weekday {
        notes.push(Note::at(
            Kind::Unsure,
            line,
            "the weekday in the dateline is not that of its date; the date was taken",
            day.to_string(),
        ));
    }
}

/// Tells each `اليوم`, `أمس` or `غدا` that is followed by another weekday than it should be.
pub(super) fn check_text(text: &str, day: Date, line: u32, notes: &mut Vec<Note>) {
    let bare = |word: &'_ str| {
        word.trim_matches(|c: char| {
            !c.is_alphanumeric() && !crate::text::normalize::is_arabic_mark(c)
        })
        .to_owned()
    };
    let words = text.split_whitespace();
    for (word, next) in words.clone().zip(words.skip(1)) {
        // Most words need no closer look.
        if !word.contains(['غ', 'م']) || word.chars().nth(LONGEST).is_some() {
            continue;
        }
        let (word, next) = (bare(word), bare(next));
        let meant = match spelling_key(&word).as_str() {
            "اليوم" => Some(day),
            "امس" => day.yesterday().ok(),
            "غدا" => day.tomorrow().ok(),
            _ => None,
        };
        let weekday = meant.and_then(|_| names::weekday(&next));
        if let (Some(meant), Some(weekday)) = (meant, weekday)
            && meant.weekday() != weekday
        {
            notes.push(Note::at(
                Kind::Unsure,
                line,
                "a weekday in the text does not fit the article's date; nothing was changed",
                format!("`{word} {next}` and {day}"),
            ));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_disagrees_is_told() {
        // 2023-03-05 was a Sunday.
        let day = jiff::civil::date(2023, 3, 5);
        let mut notes = Vec::new();
        check_text(
            "قال اليوم الأحد، إن اجتماع أمس السبت تأجل إلى غدٍ أو يوم الجمعة.",
            day,
            3,
            &mut notes,
        );
        assert!(notes.is_empty(), "{notes:?}");
        check_text("افتتح أمس الجمعة، ويعود غداً الاثنين.", day, 3, &mut notes);
        assert_eq!(notes.len(), 1);
        assert!(
            notes[0].detail.starts_with("`أمس الجمعة`"),
            "{}",
            notes[0].detail
        );
        check_dateline(Weekday::Monday, day, 2, &mut notes);
        check_dateline(Weekday::Sunday, day, 2, &mut notes);
        assert_eq!(notes.len(), 2);
    }
}
