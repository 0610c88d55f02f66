//! How elements of raw HTML lie in each other and in the elements that Markdown made.
//!
//! What is written here a browser reads as it was meant: no tag closes what it did not open, no start
//! tag ends another element behind our back, no text is moved out of a table. Whatever raw HTML opens
//! is closed before the Markdown element around it ends.

use pulldown_cmark::{Event, Tag};

use super::elements::{self, Element, Kind};
use super::{Change, Cleaner, Place};

/// Most elements of raw HTML that may lie in each other. Browsers stop at 512, and what a parser does
/// for a tag takes time in proportion to it.
const DEPTH: usize = 100;

/// What raw HTML may stand in an element that Markdown made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Holds {
    Blocks,
    Text,
    /// An image's alternative text.
    Nothing,
}

impl Holds {
    pub(super) fn of(tag: &Tag) -> Holds {
        match tag {
            Tag::BlockQuote(_)
            | Tag::Item
            | Tag::FootnoteDefinition(_)
            | Tag::DefinitionListDefinition
            | Tag::TableCell => Holds::Blocks,
            Tag::Image { .. } => Holds::Nothing,
            _ => Holds::Text,
        }
    }
}

/// An element of raw HTML that is open.
pub(super) struct Open {
    pub(super) element: &'static Element,
    /// Where it was opened.
    pub(super) place: Place,
    /// The event its start tag was written in, for those that may yet be taken back.
    pub(super) event: Option<usize>,
    /// It has a file to play, for `audio` and `video`.
    pub(super) plays: bool,
    /// A link stands for what it would play.
    pub(super) linked: bool,
}

impl Open {
    fn new(element: &'static Element, place: Place) -> Self {
        Open {
            element,
            place,
            event: None,
            plays: false,
            linked: false,
        }
    }
}

impl Cleaner<'_, '_> {
    /// The innermost open element, if it was opened inside the present Markdown element.
    pub(super) fn top(&mut self) -> Option<&mut Open> {
        match self.open.len() > self.scope().base {
            true => self.open.last_mut(),
            false => None,
        }
    }

    fn top_kind(&mut self) -> Option<Kind> {
        self.top().map(|open| open.element.kind)
    }

    /// Makes room for an element; whether it may stand here.
    pub(super) fn make_room(&mut self, element: &'static Element) -> bool {
        if self.open.len() >= DEPTH || self.scope().holds == Holds::Nothing {
            return false;
        }
        match element.kind {
            Kind::Item => self.back_to(Kind::List),
            Kind::Term => self.back_to(Kind::Definitions),
            Kind::RubyPart => self.back_to(Kind::Ruby),
            Kind::MediaPart => self.top_kind() == Some(Kind::Media),
            _ if element.is_table_part() => self.make_room_in_table(element.kind),
            Kind::Phrasing | Kind::Transparent | Kind::Ruby | Kind::Void | Kind::Media => {
                self.fill();
                true
            }
            _ if self.scope().holds != Holds::Blocks => false,
            _ => {
                self.make_room_for_block();
                true
            }
        }
    }

    /// Ends whatever the next block ends, and opens what must lie around it.
    pub(super) fn make_room_for_block(&mut self) {
        let base = self.scope().base;
        let first = self.open[base..]
            .iter()
            .position(|open| open.element.holds_text_only());
        if let Some(first) = first {
            self.close_to(base + first);
        }
        self.fill();
    }

    /// Text and blocks stand in the items of a list and in the cells of a table, never beside them:
    /// a browser would move them out of the table, and change the order of what is said.
    pub(super) fn fill(&mut self) {
        while let Some(kind) = self.top_kind() {
            let inner = match kind {
                Kind::List => "li",
                Kind::Definitions => "dd",
                Kind::Table | Kind::Section => "tr",
                Kind::Row => "td",
                Kind::Columns => {
                    self.close_to(self.open.len() - 1);
                    continue;
                }
                _ => return,
            };
            let Some(element) = elements::find(inner) else {
                return;
            };
            let place = self.open.last().map_or(Place::default(), |open| open.place);
            self.push(element, &format!("<{inner}>"), place);
        }
    }

    /// Ends what lies in the nearest open element of the kind, if nothing but text and items does.
    fn back_to(&mut self, kind: Kind) -> bool {
        let base = self.scope().base;
        for at in (base..self.open.len()).rev() {
            let found = self.open[at].element;
            if found.kind == kind {
                self.close_to(at + 1);
                return true;
            }
            let passes = found.holds_text_only()
                || matches!(found.kind, Kind::Item | Kind::Term | Kind::Transparent);
            if !passes {
                return false;
            }
        }
        false
    }

    /// Ends what lies in the nearest open table, as far as a part of this kind needs.
    fn make_room_in_table(&mut self, kind: Kind) -> bool {
        let base = self.scope().base;
        let table = self.open[base..]
            .iter()
            .rposition(|open| open.element.kind == Kind::Table);
        let Some(table) = table.map(|at| base + at) else {
            return false;
        };
        // The nearest parts it may lie in, best first.
        let holds: &[Kind] = match kind {
            Kind::Cell => &[Kind::Row, Kind::Section],
            Kind::Row => &[Kind::Section],
            Kind::Column => &[Kind::Columns],
            _ => &[],
        };
        let inner = holds.iter().find_map(|around| {
            self.open[table..]
                .iter()
                .position(|open| open.element.kind == *around)
        });
        self.close_to(table + inner.unwrap_or(0) + 1);
        let missing = match (kind, self.top_kind()) {
            (Kind::Cell, Some(Kind::Table | Kind::Section)) => Some("tr"),
            (Kind::Column, Some(Kind::Table)) => Some("colgroup"),
            _ => None,
        };
        if let Some(element) = missing.and_then(elements::find) {
            let place = self.open.last().map_or(Place::default(), |open| open.place);
            self.push(element, &format!("<{}>", element.name), place);
        }
        true
    }

    /// Writes a start tag and keeps its element open.
    pub(super) fn push(&mut self, element: &'static Element, tag: &str, place: Place) {
        let mut open = Open::new(element, place);
        if element.name == "a" || element.kind == Kind::Media {
            open.event = Some(self.write_alone(tag));
            self.links += usize::from(element.name == "a");
        } else {
            self.piece.push_str(tag);
        }
        self.open.push(open);
    }

    /// Reads the end tag of `name`.
    pub(super) fn end_tag(&mut self, name: &str, place: &Place) {
        if self.scope_mut().forget(name) {
            return;
        }
        let found = elements::find(name).and_then(|element| self.reached(element));
        match found {
            Some(at) => {
                self.close_to(at + 1);
                self.pop();
            }
            None => self.tell(Change::Removed, place, || format!("</{name}>")),
        }
    }

    /// The open element that an end tag of `element` ends. A table keeps what is outside from being
    /// ended inside.
    fn reached(&mut self, element: &'static Element) -> Option<usize> {
        let base = self.scope().base;
        for at in (base..self.open.len()).rev() {
            let open = self.open[at].element;
            if std::ptr::eq(open, element) {
                return Some(at);
            }
            let bounds = match element.is_table_part() {
                true => open.kind == Kind::Table,
                false => matches!(open.kind, Kind::Cell | Kind::Caption),
            };
            if bounds && element.kind != Kind::Table {
                return None;
            }
        }
        None
    }

    /// Ends all open elements but the first `count`, and tells which were left open.
    pub(super) fn close_to(&mut self, count: usize) {
        while self.open.len() > count {
            if let Some(open) = self.open.last()
                && !open.element.ends_itself()
            {
                let (name, place) = (open.element.name, open.place);
                self.tell(Change::Unclosed, &place, || format!("<{name}>"));
            }
            self.pop();
        }
    }

    /// Ends the innermost open element.
    fn pop(&mut self) {
        let Some(open) = self.open.pop() else { return };
        let name = open.element.name;
        if name == "a" {
            if open.event.is_some() {
                self.write_alone("</a>");
                self.links -= 1;
            }
        } else if open.element.kind == Kind::Media && !open.plays {
            self.take_back(open.event);
            if !open.linked {
                self.tell(Change::Removed, &open.place, || format!("<{name}>"));
            }
        } else {
            self.piece.push_str("</");
            self.piece.push_str(name);
            self.piece.push('>');
        }
    }

    /// Takes back the links of raw HTML that are open: Markdown writes a link inside them, and a link
    /// in a link ends the outer one.
    pub(super) fn take_back_links(&mut self) {
        if self.links == 0 {
            return;
        }
        for at in 0..self.open.len() {
            if self.open[at].element.name != "a" {
                continue;
            }
            if let Some(event) = self.open[at].event.take() {
                self.take_back(Some(event));
                let place = self.open[at].place;
                self.tell(Change::Removed, &place, || "<a> around another link".into());
            }
        }
        self.links = 0;
    }

    fn take_back(&mut self, event: Option<usize>) {
        if let Some((event, _)) = event.and_then(|at| self.cleaned.events.get_mut(at)) {
            *event = Event::InlineHtml("".into());
        }
    }
}
