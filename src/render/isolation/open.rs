//! The open elements at a place of a page: which direction text has there, and what it may hold.
//!
//! A small part of HTML's tree construction: end tags that may be left out are understood where they
//! commonly are, an end tag without its start tag is passed over.

use crate::text::direction::Direction;

/// How far up an end tag looks for its start tag. Pages that are deeper than this at once are not
/// written by people, and looking must not take longer the longer such a page is.
const FARTHEST: usize = 128;

/// What can be done with text at a place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Content {
    /// Text with markup.
    Markup,
    /// Text without markup that readers see whole: an `<option>`.
    Plain,
    /// Drawings and formulas, in which `<bdi>` is no element.
    Foreign,
}

/// The first bytes of an element's name: no two elements of HTML share them.
type Name = [u8; 16];

#[derive(Debug)]
struct Element {
    name: Name,
    direction: Direction,
    content: Content,
}

/// The open elements, outermost first.
#[derive(Debug)]
pub(super) struct OpenElements {
    page: Direction,
    elements: Vec<Element>,
}

impl OpenElements {
    pub(super) fn new(page: Direction) -> Self {
        OpenElements {
            page,
            elements: Vec::new(),
        }
    }

    /// The direction of the innermost element that says one.
    pub(super) fn direction(&self) -> Direction {
        self.elements
            .last()
            .map_or(self.page, |element| element.direction)
    }

    pub(super) fn content(&self) -> Content {
        self.elements
            .last()
            .map_or(Content::Markup, |element| element.content)
    }

    /// An element begins; `dir` is the direction it says.
    pub(super) fn begin(&mut self, name: &[u8], dir: Option<Direction>) {
        if ends_paragraph(name) {
            self.end_if_last(&[b"p"]);
        }
        match name {
            b"li" => self.end_if_last(&[b"li"]),
            b"dt" | b"dd" => self.end_if_last(&[b"dt", b"dd"]),
            b"td" | b"th" => self.end_if_last(&[b"td", b"th"]),
            b"tr" => {
                self.end_if_last(&[b"td", b"th"]);
                self.end_if_last(&[b"tr"]);
            }
            b"option" | b"optgroup" => self.end_if_last(&[b"option"]),
            _ => {}
        }
        let content = match name {
            b"svg" | b"math" => Content::Foreign,
            b"option" | b"select" | b"datalist" => Content::Plain,
            b"foreignobject" | b"annotation-xml" => Content::Markup,
            _ => self.content(),
        };
        self.elements.push(Element {
            name: short(name),
            direction: dir.unwrap_or(self.direction()),
            content,
        });
    }

    /// An element ends, and all that was left open in it.
    pub(super) fn end(&mut self, name: &[u8]) {
        let name = short(name);
        let inmost = self.elements.iter().rev().take(FARTHEST);
        if let Some(depth) = inmost
            .map(|element| element.name)
            .position(|open| open == name)
        {
            self.elements.truncate(self.elements.len() - depth - 1);
        }
    }

    fn end_if_last(&mut self, names: &[&[u8]]) {
        if let Some(last) = self.elements.last()
            && names.iter().any(|name| last.name == short(name))
        {
            self.elements.pop();
        }
    }
}

fn short(name: &[u8]) -> Name {
    let mut short = Name::default();
    short
        .iter_mut()
        .zip(name)
        .for_each(|(to, from)| *to = *from);
    short
}

/// Whether a paragraph ends where this element begins (HTML Standard, 4.4.1).
fn ends_paragraph(name: &[u8]) -> bool {
    matches!(
        name,
        b"p" | b"div"
            | b"ul"
            | b"ol"
            | b"li"
            | b"dl"
            | b"dt"
            | b"dd"
            | b"h1"
            | b"h2"
            | b"h3"
            | b"h4"
            | b"h5"
            | b"h6"
            | b"table"
            | b"blockquote"
            | b"pre"
            | b"hr"
            | b"section"
            | b"article"
            | b"aside"
            | b"header"
            | b"footer"
            | b"main"
            | b"nav"
            | b"figure"
            | b"figcaption"
            | b"form"
            | b"details"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn directions_end_with_their_elements_whether_their_tags_are_written_or_not() {
        let mut open = OpenElements::new(Direction::Rtl);
        let ltr = Some(Direction::Ltr);
        open.begin(b"ul", None);
        open.begin(b"li", ltr);
        open.begin(b"p", None);
        assert_eq!(open.direction(), Direction::Ltr);
        open.begin(b"li", None);
        assert_eq!(open.direction(), Direction::Rtl);
        open.begin(b"div", ltr);
        open.begin(b"div", None);
        open.end(b"div");
        open.end(b"b");
        assert_eq!(open.direction(), Direction::Ltr);
        open.end(b"ul");
        assert_eq!(open.direction(), Direction::Rtl);
    }

    #[test]
    fn drawings_and_options_hold_no_markup() {
        let mut open = OpenElements::new(Direction::Rtl);
        open.begin(b"select", None);
        open.begin(b"option", None);
        assert_eq!(open.content(), Content::Plain);
        open.end(b"select");
        open.begin(b"svg", None);
        open.begin(b"g", None);
        assert_eq!(open.content(), Content::Foreign);
        open.begin(b"foreignobject", None);
        assert_eq!(open.content(), Content::Markup);
        open.end(b"svg");
        assert_eq!(open.content(), Content::Markup);
    }
}
