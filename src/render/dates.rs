//! Moments and days as templates get them: for readers in words, for machines in ASCII.

use jiff::civil::Date;
use serde::Serialize;

use super::languages::PageLanguage;
use crate::content::Moment;
use crate::locale::{ArchiveStyle, DateStyle};

/// A date in words, with its machine form.
#[derive(Debug, Clone, Serialize)]
pub(super) struct DateText {
    /// The value of `datetime`.
    pub(super) machine: String,
    /// Day, month and year in words.
    pub(super) text: String,
    /// The time of day; none where none was written.
    pub(super) time: Option<String>,
}

impl DateText {
    pub(super) fn new(moment: Moment, language: &PageLanguage) -> Self {
        DateText {
            machine: moment.machine(),
            text: language.locale.date(moment.day(), DateStyle::Day).primary,
            time: moment
                .has_time()
                .then(|| language.locale.time(moment.time())),
        }
    }
}

/// The weekday, day, month and year of a day page's title.
pub(super) fn day_title(date: Date, language: &PageLanguage) -> String {
    language.locale.archive_date(date, ArchiveStyle::Day)
}

/// The month and year of a month page's title.
pub(super) fn month_title(date: Date, language: &PageLanguage) -> String {
    language.locale.archive_date(date, ArchiveStyle::Month)
}

/// The month's name alone.
pub(super) fn month_name(date: Date, language: &PageLanguage) -> String {
    language.locale.archive_date(date, ArchiveStyle::MonthName)
}
