//! What a language is: direction, dates, numbers, order of words, messages.
//!
//! [`LocaleSettings`] and a site's own messages come in, a [`Locale`] goes out: formatters built once
//! from CLDR (through ICU4X) and the theme's messages. It knows nothing of articles and reads neither
//! clock nor environment. No text it writes holds an invisible mark of direction; isolating is the
//! work of HTML. What machines read (addresses, `datetime`, feeds) never passes through here.

mod alphabet;
mod article;
mod collation;
mod dates;
mod hijri;
mod language;
mod lists;
mod marks;
mod messages;
pub mod names;
mod numbers;
mod overrides;
mod patterns;
mod settings;
mod umm_al_qura;
mod week;
mod wording;

pub use alphabet::{IndexEntry, IndexGroup};
pub use collation::Collation;
pub use dates::{ArchiveStyle, DateStyle, DateWords, HijriStyle};
pub use hijri::{HIJRI_YEARS, HijriDate, HijriMonth, hijri_of, hijri_year};
pub use language::{Language, LanguageError};
pub use messages::{Argument, MESSAGE_LANGUAGES, MessageError, plural_forms};
pub use overrides::{FaultKind, MessageFault, MessageOverrides, OWN_PREFIX};
pub use settings::{
    ARABIC_MONTHS, Digits, FIRST_DAY_WORDS, HijriUse, HourCycle, LocaleSettings, parse_first_day,
    parse_months,
};
pub use week::{Week, WeekDay};
pub use wording::Wording;

use alphabet::Alphabet;
use dates::DateFormats;
use jiff::civil;
use lists::Lists;
use messages::Messages;
use numbers::Numbers;

/// One language with all that is needed to write dates, numbers and labels in it.
pub struct Locale {
    settings: LocaleSettings,
    dates: DateFormats,
    numbers: Numbers,
    lists: Lists,
    week: Week,
    collation: Collation,
    alphabet: Alphabet,
    messages: Messages,
}

impl Locale {
    /// The locale of `settings`, with the site's own wording of messages. A language that CLDR or
    /// the theme's messages do not cover gets the root locale's dates and English labels; nothing
    /// fails.
    pub fn new(settings: &LocaleSettings, overrides: Option<&MessageOverrides>) -> Self {
        let language = &settings.language;
        let icu = settings.icu();
        let numbers = Numbers::new(&icu);
        let of_dates = settings.icu_of_dates(numbers.numbering_system());
        Locale {
            dates: DateFormats::new(&of_dates, &icu, settings.hijri, &numbers),
            lists: Lists::new(&icu),
            week: Week::new(&icu),
            collation: Collation::new(language),
            alphabet: Alphabet::of(language),
            messages: Messages::new(language, overrides),
            settings: settings.clone(),
            numbers,
        }
    }

    /// The language itself.
    pub fn language(&self) -> &Language {
        &self.settings.language
    }

    /// What the locale was made with.
    pub fn settings(&self) -> &LocaleSettings {
        &self.settings
    }

    /// `date` as a reader sees it: in the calendar that is usual in this language, with the Hijri
    /// date as the settings say.
    pub fn date(&self, date: civil::Date, style: DateStyle) -> DateWords {
        self.dates.date(date, style)
    }

    /// The name of a part of the archive that `date` lies in, Gregorian.
    pub fn archive_date(&self, date: civil::Date, style: ArchiveStyle) -> String {
        self.dates.archive(date, style)
    }

    /// The name of a part of the Hijri archive that `day` lies in.
    pub fn hijri(&self, day: HijriDate, style: HijriStyle) -> String {
        self.dates.hijri(day, style)
    }

    /// A time of the day to the minute.
    pub fn time(&self, time: civil::Time) -> String {
        self.dates.time(time)
    }

    /// The week with the names of its days.
    pub fn week(&self) -> &Week {
        &self.week
    }

    /// A whole number with this locale's digits and grouping.
    pub fn number(&self, n: u64) -> String {
        self.numbers.number(n)
    }

    /// The decimal number that `ascii` writes (`-7939.2`), with this locale's digits, grouping and
    /// signs; none if it is no number. In a right-to-left line it must be isolated.
    pub fn decimal(&self, ascii: &str) -> Option<String> {
        self.numbers.decimal(ascii)
    }

    /// A year or a page number: this locale's digits, no grouping.
    pub fn digits(&self, n: u64) -> String {
        self.numbers.digits(n)
    }

    /// What stands between each two of `names` in a sentence: `" و"`, or `", "` and `" and "`. One
    /// text fewer than names.
    pub fn joints(&self, names: &[&str]) -> Vec<String> {
        self.lists.joints(names)
    }

    /// The order of words in a list of this language.
    pub fn collation(&self) -> &Collation {
        &self.collation
    }

    /// Where `name` stands in an alphabet index of this language: under which letter, and in which
    /// order. The rules are those of [`IndexEntry`].
    pub fn index_entry(&self, name: &str) -> IndexEntry {
        self.alphabet.entry(name, &self.collation)
    }

    /// The letters of this language's alphabet index in their order; empty for a language whose
    /// alphabet Warraq does not have, where the names themselves say which letters there are.
    pub fn alphabet(&self) -> impl Iterator<Item = &'static str> {
        self.alphabet.letters()
    }

    /// The theme's message `key` in this language, with `arguments` put in.
    pub fn message(
        &self,
        key: &str,
        arguments: &[(&str, Argument)],
    ) -> Result<String, MessageError> {
        self.messages.format(key, arguments)
    }
}
