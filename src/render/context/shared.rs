//! What many pages show of the same thing: cards, names and dates, as the values that templates get.

use std::sync::Arc;

use serde::Serialize;
use tera::Value;

use super::super::dates::DateText;
use super::super::memo::{Memo, Same};
use super::Setting;
use super::card::{CardContext, NameContext};
use crate::archive::{Card, TermName};
use crate::content::Moment;

/// How many cards are kept: those of a few weeks of a large archive, in about six megabytes.
const CARDS: usize = 4096;
const NAMES: usize = 2048;
const DATES: usize = 1024;

/// The page's site and language, on which words and addresses depend, by where they are: both live as
/// long as the renderer.
type OfPage = (usize, usize);

/// The values that were made last.
pub(in crate::render) struct Shared {
    cards: Memo<(Same<Card>, OfPage), Value>,
    names: Memo<(Same<TermName>, OfPage), Value>,
    dates: Memo<(Moment, OfPage), Value>,
}

impl Shared {
    pub(in crate::render) fn new() -> Self {
        Shared {
            cards: Memo::new(CARDS),
            names: Memo::new(NAMES),
            dates: Memo::new(DATES),
        }
    }
}

/// Data as a value for templates.
pub(in crate::render) fn value(data: &impl Serialize) -> Value {
    // Contexts are plain structures of text, numbers and lists: serialising them cannot fail.
    Value::try_from_serializable(data).unwrap_or_else(|_| Value::none())
}

impl Setting<'_> {
    fn of_page(&self) -> OfPage {
        let site = std::ptr::from_ref(self.site);
        let language = std::ptr::from_ref(self.language);
        (site as usize, language as usize)
    }

    /// An article in a list.
    pub(super) fn card(&self, card: &Arc<Card>) -> Value {
        let card = Same(Arc::clone(card));
        let place = card.address();
        let key = (card, self.of_page());
        let make = |key: &(Same<Card>, OfPage)| value(&CardContext::new(&key.0.0, self));
        self.shared.cards.get(key, place, make)
    }

    /// A section, tag or author.
    pub(super) fn name(&self, name: &Arc<TermName>) -> Value {
        let name = Same(Arc::clone(name));
        let place = name.address();
        let key = (name, self.of_page());
        let make = |key: &(Same<TermName>, OfPage)| value(&NameContext::new(&key.0.0, self));
        self.shared.names.get(key, place, make)
    }

    /// Several names, in their order.
    pub(super) fn names(&self, list: &[Arc<TermName>]) -> Vec<Value> {
        list.iter().map(|name| self.name(name)).collect()
    }

    /// A moment in words.
    pub(super) fn date(&self, moment: Moment) -> Value {
        let place = moment.seconds() as usize;
        let key = (moment, self.of_page());
        let make = |key: &(Moment, OfPage)| value(&DateText::new(key.0, self.language));
        self.shared.dates.get(key, place, make)
    }
}
