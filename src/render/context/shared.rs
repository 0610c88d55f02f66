//! What many pages show of the same thing: names and dates, as the values that templates get.

use std::sync::Arc;

use jiff::civil::Date;
use serde::Serialize;
use tera::Value;

use super::super::dates::DateText;
use super::super::memo::{Memo, Same};
use super::Setting;
use super::calendar::PeriodLink;
use super::card::{HeadlineContext, NameContext};
use crate::archive::{Card, Headline, TermName};
use crate::content::Moment;

/// How many of each are kept. Articles of one time name the same headlines, and are made one after the other.
const HEADLINES: usize = 2048;
const NAMES: usize = 4096;
const DATES: usize = 256;

/// The page's site and language, on which words and addresses depend, by where they are: both live as
/// long as the renderer.
pub(in crate::render) type OfPage = (usize, usize);

/// The values that were made last.
pub(in crate::render) struct Shared {
    names: Memo<(Same<TermName>, OfPage), Value>,
    dates: Memo<(Moment, OfPage), Value>,
    days: Memo<(Date, OfPage), Value>,
    headlines: Memo<(Same<Card>, OfPage), Value>,
}

impl Shared {
    pub(in crate::render) fn new() -> Self {
        Shared {
            names: Memo::new(NAMES),
            dates: Memo::new(DATES),
            days: Memo::new(DATES),
            headlines: Memo::new(HEADLINES),
        }
    }
}

/// Data as a value for templates.
pub(in crate::render) fn value(data: &impl Serialize) -> Value {
    // Contexts are plain structures of text, numbers and lists: serialising them cannot fail.
    Value::try_from_serializable(data).unwrap_or_else(|_| Value::none())
}

impl Setting<'_> {
    pub(in crate::render) fn of_page(&self) -> OfPage {
        let site = std::ptr::from_ref(self.site);
        let language = std::ptr::from_ref(self.language);
        (site as usize, language as usize)
    }

    /// A section, tag or author.
    pub(super) fn name(&self, name: &Arc<TermName>) -> Value {
        let name = Same(Arc::clone(name));
        let place = name.address();
        let key = (name, self.of_page());
        let make = |key: &(Same<TermName>, OfPage)| value(&NameContext::new(&key.0.0, self));
        self.shared.names.get(key, place, make)
    }

    /// The headline of another article.
    pub(super) fn headline(&self, headline: &Headline) -> Value {
        let card = Same(headline.shared());
        let place = card.address();
        let key = (card, self.of_page());
        let make = |_: &(Same<Card>, OfPage)| value(&HeadlineContext::new(headline, self));
        self.shared.headlines.get(key, place, make)
    }

    /// Several names, in their order.
    pub(super) fn names(&self, list: &[Arc<TermName>]) -> Vec<Value> {
        list.iter().map(|name| self.name(name)).collect()
    }

    /// A link to the page of a day.
    pub(super) fn day(&self, date: Date) -> Value {
        let place = (usize::from(date.year().unsigned_abs()) * 12
            + usize::from(date.month().unsigned_abs()))
            * 31
            + usize::from(date.day().unsigned_abs());
        let key = (date, self.of_page());
        let make = |key: &(Date, OfPage)| value(&PeriodLink::day(key.0, self));
        self.shared.days.get(key, place, make)
    }

    /// A moment in words.
    pub(super) fn date(&self, moment: Moment) -> Value {
        let place = moment.seconds() as usize;
        let key = (moment, self.of_page());
        let make = |key: &(Moment, OfPage)| value(&DateText::new(key.0, self.language));
        self.shared.dates.get(key, place, make)
    }
}
