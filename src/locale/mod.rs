//! What a language is: direction, dates, numbers, order of words, messages.
//!
//! A BCP 47 tag comes in, a [`Locale`] goes out: formatters built once from CLDR (through ICU4X) and
//! the theme's messages. It knows nothing of articles and reads neither clock nor environment.

mod collation;
mod dates;
mod language;
mod messages;
pub mod names;

pub use collation::Collation;
pub use dates::DateStyle;
pub use language::{Language, LanguageError};
pub use messages::{Argument, MESSAGE_LANGUAGES, MessageError};

use dates::DateFormats;
use icu_decimal::DecimalFormatter;
use icu_decimal::input::Decimal;
use jiff::civil;
use messages::Messages;

/// One language with all that is needed to write dates, numbers and labels in it.
pub struct Locale {
    language: Language,
    dates: DateFormats,
    decimal: Option<DecimalFormatter>,
    collation: Collation,
    messages: Messages,
}

impl Locale {
    /// The locale of `language`. A language that CLDR or the theme's messages do not cover gets the
    /// root locale's dates and English labels; nothing fails.
    pub fn new(language: Language) -> Self {
        Locale {
            dates: DateFormats::new(&language),
            decimal: DecimalFormatter::try_new(language.icu().into(), Default::default()).ok(),
            collation: Collation::new(&language),
            messages: Messages::new(&language),
            language,
        }
    }

    /// The language itself.
    pub fn language(&self) -> &Language {
        &self.language
    }

    /// `date` in words, in the calendar that is usual in this language.
    pub fn date(&self, date: civil::Date, style: DateStyle) -> String {
        self.dates.format(date, style)
    }

    /// A time of the day to the minute, in the usual hour cycle.
    pub fn time(&self, time: civil::Time) -> String {
        self.dates.time(time)
    }

    /// A whole number with this locale's digits and grouping.
    pub fn number(&self, n: u64) -> String {
        match &self.decimal {
            Some(formatter) => formatter.format(&Decimal::from(n)).to_string(),
            None => n.to_string(),
        }
    }

    /// A year or a page number: this locale's digits, no grouping.
    pub fn digits(&self, n: u64) -> String {
        let zero = self.zero_digit();
        n.to_string()
            .bytes()
            .map(|digit| char::from_u32(zero as u32 + u32::from(digit - b'0')).unwrap_or('0'))
            .collect()
    }

    /// The order of words in a list of this language.
    pub fn collation(&self) -> &Collation {
        &self.collation
    }

    /// The theme's message `key` in this language, with `arguments` put in.
    pub fn message(
        &self,
        key: &str,
        arguments: &[(&str, Argument)],
    ) -> Result<String, MessageError> {
        self.messages.format(key, arguments)
    }

    fn zero_digit(&self) -> char {
        self.number(0)
            .chars()
            .find(|c| c.is_numeric())
            .unwrap_or('0')
    }
}
