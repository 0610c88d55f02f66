//! Pieces of pages as HTML, made once and shared by all pages that show them: cards of lists, and what
//! stands above and below every page.
//!
//! What a template asks for comes in, HTML goes out, isolated. Where no template on the way to a page
//! looks into its cards, they are HTML before the page is made; where one does, it gets their fields, and
//! a card is made for this page alone. The template of a piece sees what it is
//! given, the site and the language, and nothing of the page it stands on: that is what lets it be
//! shared.

use std::sync::{Arc, Mutex};
use std::thread::{self, ThreadId};

use tera::{Context, Error, Kwargs, State, Tera, TeraResult, Value};

use super::context::{CardContext, OfPage, Setting, value};
use super::isolation::{self, text};
use super::languages::PageLanguage;
use super::memo::{Memo, Same};
use crate::archive::Card;

/// A piece of a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Piece {
    /// An article in a list.
    Card,
    /// The site's name and navigation.
    Masthead,
    /// What every page ends with.
    Footer,
    /// The article that a front opens with.
    Lead,
}

/// Each piece with the function that templates call for it, and the template it is made by.
pub(super) const PIECES: [(Piece, &str, &str); 4] = [
    (Piece::Card, "card_html", "piece-card.html"),
    (Piece::Masthead, "masthead_html", "piece-masthead.html"),
    (Piece::Footer, "footer_html", "piece-footer.html"),
    (Piece::Lead, "lead_html", "piece-lead.html"),
];

impl Piece {
    fn template(self) -> &'static str {
        PIECES[self as usize].2
    }

    /// Whether it shows one article.
    fn is_of_card(self) -> bool {
        matches!(self, Piece::Card | Piece::Lead)
    }
}

/// How many cards are kept, in twenty megabytes or so: lists of one time show a few hundred, those of tags
/// and authors any. The memory is less than what reading took and gave back. And how many of the others.
const CARDS: usize = 16384;
const FRAMES: usize = 256;

/// What pages are made with where a piece has no place that [`isolation::finished`] foresees. No
/// template can set a variable of this name.
pub(super) const IN_PLACE: &str = "pieces in place";

/// The pieces that were made last.
pub(super) struct Pieces {
    /// The templates, without the functions that would lead back here.
    tera: Tera,
    cards: Memo<(Same<Card>, OfPage), Value>,
    frames: Memo<Given, Value>,
    /// What went wrong in the template of a piece, with its place there, while this thread was making a
    /// page.
    faults: Mutex<Vec<(ThreadId, Error)>>,
}

/// What a piece is made of.
struct Given {
    piece: Piece,
    /// The card of a [`Piece::Card`] or [`Piece::Lead`].
    card: Value,
    /// The page, if it is one of the navigation's.
    here: Option<String>,
    site: Value,
    language: Arc<PageLanguage>,
}

impl Given {
    fn of(
        piece: Piece,
        language: &Arc<PageLanguage>,
        arguments: &Kwargs,
        state: &State,
    ) -> TeraResult<Self> {
        let site = state.get::<Value>("site")?.unwrap_or_else(Value::none);
        let mut given = Given {
            piece,
            card: Value::none(),
            here: None,
            site,
            language: Arc::clone(language),
        };
        match piece {
            Piece::Card | Piece::Lead => given.card = arguments.must_get::<&Value>("card")?.clone(),
            Piece::Masthead => {
                let here = arguments.must_get::<&str>("here")?;
                given.here = is_in_navigation(&given.site, here).then(|| here.to_owned());
            }
            Piece::Footer => {}
        }
        Ok(given)
    }

    fn context(&self) -> Context {
        let mut context = Context::new();
        match self.piece {
            Piece::Card | Piece::Lead => context.insert_value("card", self.card.clone()),
            Piece::Masthead => context.insert_value("here", Value::from(self.here.clone())),
            Piece::Footer => {}
        }
        context.insert_value("site", self.site.clone());
        context.insert_value("lang", Value::from(self.language.tag()));
        context
    }
}

/// Two are equal if they are given the same things; equal things may be others.
impl PartialEq for Given {
    fn eq(&self, other: &Self) -> bool {
        self.piece == other.piece
            && !self.piece.is_of_card()
            && address(&self.site) == address(&other.site)
            && address(&self.site) != 0
            && Arc::ptr_eq(&self.language, &other.language)
            && self.here == other.here
    }
}

/// Where the fields of a value are; values are shared, not copied. Nought for what has none.
fn address(value: &Value) -> usize {
    value
        .as_map()
        .map_or(0, |map| std::ptr::from_ref(map) as usize)
}

fn is_in_navigation(site: &Value, here: &str) -> bool {
    let links = site.get_from_path("navigation").and_then(Value::as_array);
    links.unwrap_or_default().iter().any(|link| {
        let href = link.get_from_path("href").and_then(Value::as_str);
        href == Some(here)
    })
}

impl Pieces {
    /// Pieces made with `tera`.
    pub(super) fn new(tera: Tera) -> Self {
        Pieces {
            tera,
            cards: Memo::new(CARDS),
            frames: Memo::new(FRAMES),
            faults: Mutex::new(Vec::new()),
        }
    }

    /// What went wrong in the template of a piece, if that is why this thread could not make a page.
    pub(super) fn take_fault(&self) -> Option<Error> {
        let mut faults = self.faults.lock().ok()?;
        let own = thread::current().id();
        let at = faults.iter().position(|(thread, _)| *thread == own)?;
        Some(faults.swap_remove(at).1)
    }

    /// The HTML of `piece` for a page in `language`.
    pub(super) fn html(
        &self,
        piece: Piece,
        language: &Arc<PageLanguage>,
        arguments: &Kwargs,
        state: &State,
    ) -> TeraResult<Value> {
        let given = Given::of(piece, language, arguments, state)?;
        if piece.is_of_card() && given.card.is_safe() {
            return Ok(given.card);
        }
        if piece.is_of_card() || state.get::<bool>(IN_PLACE)?.unwrap_or(false) {
            return Ok(Value::safe_string(text(&self.marked(&given)?).trim_ascii()));
        }
        let here = given.here.iter().flat_map(|here| here.bytes());
        let here: usize = here.map(usize::from).sum();
        let place = address(&given.site) + here * 2 + piece as usize;
        self.frames
            .try_get(given, place, |given| self.finished(given))
    }

    /// The HTML of a card for a page of `site` in `language`: what `card_html` gives back as it is.
    pub(super) fn card(
        &self,
        card: &Arc<Card>,
        language: &Arc<PageLanguage>,
        site: &Value,
        setting: &Setting,
    ) -> TeraResult<Value> {
        let card = Same(Arc::clone(card));
        let place = card.address();
        self.cards
            .try_get((card, setting.of_page()), place, |(card, _)| {
                self.finished(&Given {
                    piece: Piece::Card,
                    card: value(&CardContext::new(&card.0, setting)),
                    here: None,
                    site: site.clone(),
                    language: Arc::clone(language),
                })
            })
    }

    /// The HTML of the article that a front opens with. Few pages show one, so that it is not kept.
    pub(super) fn lead(
        &self,
        card: &Arc<Card>,
        language: &Arc<PageLanguage>,
        site: &Value,
        setting: &Setting,
    ) -> TeraResult<Value> {
        self.finished(&Given {
            piece: Piece::Lead,
            card: value(&CardContext::new(card, setting)),
            here: None,
            site: site.clone(),
            language: Arc::clone(language),
        })
    }

    fn finished(&self, given: &Given) -> TeraResult<Value> {
        let base = given.language.locale.language().direction();
        let html = isolation::finished(&text(&self.marked(given)?), base);
        Ok(Value::safe_string(&text(&html)))
    }

    /// A piece as its template makes it, the inserted texts marked.
    fn marked(&self, given: &Given) -> TeraResult<Vec<u8>> {
        let mut html = Vec::with_capacity(4 * 1024);
        let template = given.piece.template();
        let rendered = self.tera.render_to(template, &given.context(), &mut html);
        rendered.map(|()| html).map_err(|error| {
            let told = Error::message(error.to_string());
            if let Ok(mut faults) = self.faults.lock() {
                faults.push((thread::current().id(), error));
            }
            told
        })
    }
}
