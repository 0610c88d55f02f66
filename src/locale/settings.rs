//! How one language is written on a site: the settings of a newsroom's house style.
//!
//! A language and a few words from the configuration come in, a [`LocaleSettings`] goes out, for
//! [`super::Locale`] to be built from. The settings are independent of each other: the names of the
//! months may be Syrian, the digits Latin and the week may begin on Monday, whatever the language's
//! region would suggest. What is not set follows CLDR. Nothing here formats anything.

use icu_datetime::preferences::{CalendarAlgorithm, HourCycle as IcuHourCycle};
use icu_locale::Locale as IcuLocale;
use icu_locale::extensions::unicode::{Key, Value, key};
use icu_locale::preferences::extensions::unicode::keywords::FirstDay;
use jiff::civil::Weekday;

use super::Language;

/// Everything that decides how dates, numbers and lists of one language look.
///
/// Equal settings give equal output, so their hash stands for it.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct LocaleSettings {
    /// The language. Extensions of its tag (`-u-nu-latn`, `-u-hc-h23`, `-u-fw-mon`,
    /// `-u-ca-persian`) hold where the settings below are silent.
    pub language: Language,
    /// Whose names of the months are used, such as `ar-SY`; those of `language` where there is none.
    /// A tag of another language is not followed: an Arabic date has no French months.
    pub months: Option<Language>,
    /// Which digits dates and numbers are written with.
    pub digits: Digits,
    /// Whether the time of day counts to 12 or to 24; the region's habit where there is none.
    pub hour_cycle: Option<HourCycle>,
    /// The day a week begins with; the region's where there is none.
    pub first_day: Option<Weekday>,
    /// Whether dates have a Hijri form.
    pub hijri: HijriUse,
}

impl LocaleSettings {
    /// CLDR's habits for `language`. A calendar named in the tag (`ar-SA-u-ca-islamic-umalqura`)
    /// is a wish for Hijri dates; every Islamic calendar means Umm al-Qura here, since the
    /// arithmetical ones are a day off.
    pub fn of(language: Language) -> Self {
        let hijri = match Calendar::of(&language) {
            Calendar::Hijri => HijriUse::Instead,
            Calendar::Usual => HijriUse::Off,
        };
        LocaleSettings {
            language,
            months: None,
            digits: Digits::Auto,
            hour_cycle: None,
            first_day: None,
            hijri,
        }
    }

    /// The locale of numbers, times and weeks: the language with every explicit setting as an
    /// extension, which is where ICU4X reads them.
    pub(super) fn icu(&self) -> IcuLocale {
        let mut locale = self.language.icu().clone();
        if let Some(name) = self.digits.numbering_system() {
            set(&mut locale, key!("nu"), name);
        }
        if let Some(cycle) = self.hour_cycle {
            set(&mut locale, key!("hc"), cycle.name());
        }
        if let Some(day) = self.first_day {
            set(&mut locale, key!("fw"), first_day(day));
        }
        if Calendar::of(&self.language) == Calendar::Hijri {
            // Hijri dates have formatters of their own; beside them stands the Gregorian calendar.
            set(&mut locale, key!("ca"), "gregory");
        }
        locale
    }

    /// The locale of dates: that of [`Self::icu`] with the region whose months are wanted.
    /// `numbering_system` is what that locale's digits were found to be, which the region of the
    /// months must not change.
    pub(super) fn icu_of_dates(&self, numbering_system: Option<&'static str>) -> IcuLocale {
        let mut locale = self.icu();
        let months = self.months.as_ref();
        if let Some(months) = months.filter(|months| months.primary() == self.language.primary()) {
            locale.id = months.icu().id.clone();
            if let Some(name) = numbering_system {
                set(&mut locale, key!("nu"), name);
            }
        }
        locale
    }
}

fn set(locale: &mut IcuLocale, key: Key, value: &'static str) {
    // The words are those of BCP 47, all well-formed; a word that were not would change nothing.
    if let Ok(value) = Value::try_from_str(value) {
        locale.extensions.unicode.keywords.set(key, value);
    }
}

/// The months' language named `tag`, if it is a tag of the same language as `language`.
pub fn parse_months(language: &Language, tag: &str) -> Option<Language> {
    Language::new(tag)
        .ok()
        .filter(|months| months.primary() == language.primary())
}

/// One tag for each set of Arabic month names, for messages: the Levant and Iraq (كانون الثاني), Egypt
/// and the Gulf (يناير), Tunisia and Algeria (جانفي), Morocco (غشت), Mauritania (إبريل).
pub const ARABIC_MONTHS: [&str; 5] = ["ar-SY", "ar-EG", "ar-TN", "ar-MA", "ar-MR"];

/// Which digits are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Digits {
    /// Those of the language and region, or of the tag's `-u-nu-`.
    #[default]
    Auto,
    /// `0123456789`
    Latn,
    /// `٠١٢٣٤٥٦٧٨٩`
    Arab,
    /// `۰۱۲۳۴۵۶۷۸۹`, of Persian and Urdu.
    ArabExt,
}

impl Digits {
    /// The words a configuration may say.
    pub const WORDS: [&str; 4] = ["auto", "latn", "arab", "arabext"];

    /// Reads one of [`Self::WORDS`].
    pub fn parse(word: &str) -> Option<Self> {
        match word {
            "auto" => Some(Digits::Auto),
            "latn" => Some(Digits::Latn),
            "arab" => Some(Digits::Arab),
            "arabext" => Some(Digits::ArabExt),
            _ => None,
        }
    }

    fn numbering_system(self) -> Option<&'static str> {
        match self {
            Digits::Auto => None,
            Digits::Latn => Some("latn"),
            Digits::Arab => Some("arab"),
            Digits::ArabExt => Some("arabext"),
        }
    }
}

/// How far the hours of a day are counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum HourCycle {
    /// `5:11 م`
    H12,
    /// `17:11`
    H23,
}

impl HourCycle {
    /// The words a configuration may say.
    pub const WORDS: [&str; 2] = ["h12", "h23"];

    /// Reads one of [`Self::WORDS`].
    pub fn parse(word: &str) -> Option<Self> {
        match word {
            "h12" => Some(HourCycle::H12),
            "h23" => Some(HourCycle::H23),
            _ => None,
        }
    }

    fn name(self) -> &'static str {
        match self {
            HourCycle::H12 => IcuHourCycle::H12.as_str(),
            HourCycle::H23 => IcuHourCycle::H23.as_str(),
        }
    }
}

/// The words a configuration may say for the first day of the week, from Monday.
pub const FIRST_DAY_WORDS: [&str; 7] = [
    "monday",
    "tuesday",
    "wednesday",
    "thursday",
    "friday",
    "saturday",
    "sunday",
];

/// Reads one of [`FIRST_DAY_WORDS`].
pub fn parse_first_day(word: &str) -> Option<Weekday> {
    let at = FIRST_DAY_WORDS.iter().position(|known| *known == word)?;
    Weekday::from_monday_zero_offset(i8::try_from(at).ok()?).ok()
}

fn first_day(day: Weekday) -> &'static str {
    match day {
        Weekday::Monday => FirstDay::Mon.as_str(),
        Weekday::Tuesday => FirstDay::Tue.as_str(),
        Weekday::Wednesday => FirstDay::Wed.as_str(),
        Weekday::Thursday => FirstDay::Thu.as_str(),
        Weekday::Friday => FirstDay::Fri.as_str(),
        Weekday::Saturday => FirstDay::Sat.as_str(),
        Weekday::Sunday => FirstDay::Sun.as_str(),
    }
}

/// Whether a reader's date has a form in the Umm al-Qura calendar.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum HijriUse {
    /// No.
    #[default]
    Off,
    /// After the usual date.
    Beside,
    /// In place of the usual date.
    Instead,
}

impl HijriUse {
    /// The words a configuration may say.
    pub const WORDS: [&str; 3] = ["off", "beside", "instead"];

    /// Reads one of [`Self::WORDS`].
    pub fn parse(word: &str) -> Option<Self> {
        match word {
            "off" => Some(HijriUse::Off),
            "beside" => Some(HijriUse::Beside),
            "instead" => Some(HijriUse::Instead),
            _ => None,
        }
    }
}

/// The calendar that a tag's `-u-ca-` names.
#[derive(PartialEq, Eq)]
enum Calendar {
    Hijri,
    Usual,
}

impl Calendar {
    fn of(language: &Language) -> Self {
        let named = language.icu().extensions.unicode.keywords.get(&key!("ca"));
        match named.and_then(|value| CalendarAlgorithm::try_from(value).ok()) {
            Some(CalendarAlgorithm::Hijri(_)) => Calendar::Hijri,
            _ => Calendar::Usual,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_word_of_a_list_is_read_and_no_other() {
        assert!(
            Digits::WORDS
                .iter()
                .all(|word| Digits::parse(word).is_some())
        );
        assert!(
            HourCycle::WORDS
                .iter()
                .all(|word| HourCycle::parse(word).is_some())
        );
        assert!(
            HijriUse::WORDS
                .iter()
                .all(|word| HijriUse::parse(word).is_some())
        );
        assert!(
            FIRST_DAY_WORDS
                .iter()
                .all(|word| parse_first_day(word).is_some())
        );
        for word in ["", "Latn", "yes", "24", "sat"] {
            assert_eq!(Digits::parse(word), None);
            assert_eq!(HourCycle::parse(word), None);
            assert_eq!(HijriUse::parse(word), None);
            assert_eq!(parse_first_day(word), None);
        }
    }

    #[test]
    fn months_are_those_of_a_region_of_the_same_language() {
        let arabic = Language::new("ar-EG").unwrap();
        assert!(
            ARABIC_MONTHS
                .iter()
                .all(|tag| parse_months(&arabic, tag).is_some())
        );
        assert_eq!(parse_months(&arabic, "fr-FR"), None);
        assert_eq!(parse_months(&arabic, "Levant"), None);
    }

    #[test]
    fn an_islamic_calendar_in_the_tag_is_a_wish_for_hijri_dates() {
        for (tag, hijri) in [
            ("ar-SA", HijriUse::Off),
            ("fa-u-ca-gregory", HijriUse::Off),
            ("ar-SA-u-ca-islamic-umalqura", HijriUse::Instead),
            ("ar-SA-u-ca-islamic-civil", HijriUse::Instead),
            ("ar-SA-u-ca-islamic", HijriUse::Instead),
        ] {
            let settings = LocaleSettings::of(Language::new(tag).unwrap());
            assert_eq!(settings.hijri, hijri, "{tag}");
        }
    }
}
