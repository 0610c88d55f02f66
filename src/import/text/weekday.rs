//! Whether the weekdays an article names agree with its date.
//!
//! A disagreement is told and never mended: either the date or the text may be the wrong one.

use jiff::civil::{Date, Weekday};

use super::names;
use super::report::{Kind, Note};
use crate::text::identity::topic_key;

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
    let words: Vec<String> = text.split_whitespace().map(bare).collect();
    for pair in words.windows(2) {
        let Some(weekday) = names::weekday(&pair[1]) else {
            continue;
        };
        let meant = match topic_key(&pair[0]).as_str() {
            "اليوم" => Some(day),
            "امس" => day.yesterday().ok(),
            "غدا" => day.tomorrow().ok(),
            _ => None,
        };
        if meant.is_some_and(|meant| meant.weekday() != weekday) {
            notes.push(Note::at(
                Kind::Unsure,
                line,
                "a weekday in the text does not fit the article's date; nothing was changed",
                format!("`{} {}` and {day}", pair[0], pair[1]),
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
