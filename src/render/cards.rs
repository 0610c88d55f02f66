//! Cards as HTML: made once by `card.html`, and shared by all lists that show them.
//!
//! A card of a list comes in as the value that [`Shared`](super::context::Shared) made of it, its HTML
//! goes out, isolated. `card.html` sees the card, the site and the language, and nothing of the page it
//! stands on: that is what lets it be shared.

use std::sync::{Arc, Mutex};
use std::thread::{self, ThreadId};

use tera::{Context, Error, Kwargs, State, Tera, TeraResult, Value};

use super::isolation;
use super::languages::PageLanguage;
use super::memo::Memo;
use super::templates::CARD;

/// How many cards are kept: in about six megabytes.
const CARDS: usize = 4096;

/// What pages are made with where a card has no place that [`isolation::finished`] foresees. No template
/// can set a variable of this name.
pub(super) const IN_PLACE: &str = "cards in place";

/// The HTML of the cards that were made last.
pub(super) struct Cards {
    /// The templates, without the function that would lead back here.
    tera: Tera,
    made: Memo<(SameMap, SameMap, usize), Value>,
    /// What went wrong in `card.html`, with its place there, while this thread was making a page.
    faults: Mutex<Vec<(ThreadId, Error)>>,
}

/// A value of several fields as part of a key: two are equal if they are one.
struct SameMap(Value);

impl SameMap {
    fn address(&self) -> usize {
        self.0
            .as_map()
            .map_or(0, |map| std::ptr::from_ref(map) as usize)
    }
}

impl PartialEq for SameMap {
    fn eq(&self, other: &Self) -> bool {
        self.address() != 0 && self.address() == other.address()
    }
}

impl Cards {
    /// Cards made with `tera`.
    pub(super) fn new(tera: Tera) -> Self {
        Cards {
            tera,
            made: Memo::new(CARDS),
            faults: Mutex::new(Vec::new()),
        }
    }

    /// What went wrong in `card.html`, if that is why this thread could not make a page.
    pub(super) fn take_fault(&self) -> Option<Error> {
        let mut faults = self.faults.lock().ok()?;
        let own = thread::current().id();
        let at = faults.iter().position(|(thread, _)| *thread == own)?;
        Some(faults.swap_remove(at).1)
    }

    /// `card_html(card=card)`, for a page in `language`.
    pub(super) fn html(
        &self,
        language: &Arc<PageLanguage>,
        arguments: &Kwargs,
        state: &State,
    ) -> TeraResult<Value> {
        let card = arguments.must_get::<&Value>("card")?.clone();
        let site = state.get::<Value>("site")?.unwrap_or_else(Value::none);
        let base = language.locale.language().direction();
        if state.get::<bool>(IN_PLACE)?.unwrap_or(false) {
            let html = self.marked(language, card, site)?;
            return Ok(Value::safe_string(html.trim_ascii()));
        }
        let key = (SameMap(card), SameMap(site), Arc::as_ptr(language) as usize);
        let place = key.0.address();
        self.made.try_get(key, place, |(card, site, _)| {
            let html = self.marked(language, card.0.clone(), site.0.clone())?;
            Ok(Value::safe_string(&isolation::finished(&html, base)))
        })
    }

    /// A card as the template makes it, its inserted texts marked.
    fn marked(&self, language: &PageLanguage, card: Value, site: Value) -> TeraResult<String> {
        let mut context = Context::new();
        context.insert_value("card", card);
        context.insert_value("site", site);
        context.insert_value("lang", Value::from(language.tag()));
        self.tera.render(CARD, &context).map_err(|error| {
            let told = Error::message(error.to_string());
            if let Ok(mut faults) = self.faults.lock() {
                faults.push((thread::current().id(), error));
            }
            told
        })
    }
}
