//! Names of months and weekdays as newsrooms write them, by CLDR, under their identity keys.
//!
//! A name comes in, a number goes out. The names of every Arabic region are known at once, since an
//! archive may come from any of them; no name means two months.

use std::sync::LazyLock;

use icu_calendar::{Date, Gregorian};
use icu_datetime::FixedCalendarDateTimeFormatter;
use icu_datetime::fieldsets::M;
use jiff::civil::Weekday;

use super::{Language, Week};
use crate::text::identity::spelling_key;

/// One language for each set of month names: the Levant and Iraq, Egypt and the Gulf, Morocco,
/// Tunisia and Algeria, Mauritania; and the two that agencies add.
const LANGUAGES: [&str; 7] = ["ar-SY", "ar-EG", "ar-MA", "ar-TN", "ar-MR", "en", "fr"];

/// Spellings in use that CLDR does not have.
const OTHER_SPELLINGS: [(&str, i8); 6] = [
    ("مايس", 5),
    ("يونيه", 6),
    ("يوليه", 7),
    ("نوفنبر", 11),
    ("أكتوبر", 10),
    ("اوكتوبر", 10),
];

static MONTHS: LazyLock<Vec<(String, i8)>> = LazyLock::new(months);
/// The weekdays' names from Monday, as they are written.
static WEEKDAYS: LazyLock<Vec<String>> = LazyLock::new(weekdays);
static WEEKDAY_KEYS: LazyLock<Vec<String>> =
    LazyLock::new(|| WEEKDAYS.iter().map(|name| spelling_key(name)).collect());

/// The number of the month called `name`; `name` may hold two names parted by a slash
/// (`كانون الثاني/يناير`), if they mean the same month.
pub fn month(name: &str) -> Option<i8> {
    let mut found = None;
    for part in name.split('/') {
        let key = spelling_key(part);
        let number = MONTHS
            .iter()
            .find(|(known, _)| *known == key)
            .map(|(_, number)| *number)?;
        if found.is_some_and(|before| before != number) {
            return None;
        }
        found = Some(number);
    }
    found
}

/// The weekday called `name`.
pub fn weekday(name: &str) -> Option<Weekday> {
    let at = WEEKDAYS.iter().position(|known| known == name);
    let by_key = || {
        let key = spelling_key(name);
        WEEKDAY_KEYS.iter().position(|known| *known == key)
    };
    let at = at.or_else(by_key)?;
    Weekday::from_monday_zero_offset(i8::try_from(at).ok()?).ok()
}

/// What `weekday` is called in Arabic.
pub fn weekday_in_arabic(weekday: Weekday) -> &'static str {
    let at = usize::try_from(weekday.to_monday_zero_offset()).unwrap_or(0);
    WEEKDAYS.get(at).map_or("", String::as_str)
}

fn months() -> Vec<(String, i8)> {
    let mut names = Vec::new();
    for language in LANGUAGES.iter().filter_map(|tag| Language::new(tag).ok()) {
        // Names alone: a whole locale would cost more than all else that is read here.
        let formatter = FixedCalendarDateTimeFormatter::<Gregorian, M>::try_new(
            language.icu().into(),
            M::long(),
        );
        let Ok(formatter) = formatter else { continue };
        for number in 1..=12i8 {
            let day = Date::try_new_gregorian(2022, number.unsigned_abs(), 1);
            let Ok(day) = day else { continue };
            let key = spelling_key(&formatter.format(&day).to_string());
            // `تشرين أول` is as common as `تشرين الأول`.
            names.push((key.replace(" ال", " "), number));
            names.push((key, number));
        }
    }
    names.extend(
        OTHER_SPELLINGS
            .iter()
            .map(|(name, number)| (spelling_key(name), *number)),
    );
    names.sort();
    names.dedup();
    names
}

fn weekdays() -> Vec<String> {
    let Ok(language) = Language::new("ar") else {
        return Vec::new();
    };
    let week = Week::new(language.icu());
    let mut days = week.days().to_vec();
    days.sort_by_key(|day| day.weekday.to_monday_zero_offset());
    days.into_iter().map(|day| day.name).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn months_of_every_region_are_known() {
        for (name, number) in [
            ("كانون الثاني", 1),
            ("كانون ثاني", 1),
            ("شباط", 2),
            ("آذار", 3),
            ("اذار", 3),
            ("تشرين أول", 10),
            ("تشرين الثاني", 11),
            ("كانون الأول", 12),
            ("يناير", 1),
            ("ابريل", 4),
            ("إبريل", 4),
            ("أغسطس", 8),
            ("جانفي", 1),
            ("فيفري", 2),
            ("جويلية", 7),
            ("أوت", 8),
            ("ماي", 5),
            ("غشت", 8),
            ("دجنبر", 12),
            ("كانون الثاني/يناير", 1),
            ("January", 1),
            ("février", 2),
        ] {
            assert_eq!(month(name), Some(number), "{name}");
        }
        for name in ["", "رمضان", "كانون", "تشرين", "شباط/مارس", "الاثنين"]
        {
            assert_eq!(month(name), None, "{name}");
        }
    }

    #[test]
    fn no_name_means_two_months() {
        for pair in MONTHS.windows(2) {
            assert!(pair[0].0 != pair[1].0, "{pair:?}");
        }
    }

    #[test]
    fn weekdays_are_known_in_both_spellings() {
        assert_eq!(weekday("الاثنين"), Some(Weekday::Monday));
        assert_eq!(weekday("الإثنين"), Some(Weekday::Monday));
        assert_eq!(weekday("الأحد"), Some(Weekday::Sunday));
        assert_eq!(weekday("الجمعه"), Some(Weekday::Friday));
        assert_eq!(weekday("اليوم"), None);
    }
}
