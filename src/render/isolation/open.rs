//! The open elements at a place of a page: which direction text has there, and what it may hold.
//!
//! A small part of HTML's tree construction: end tags that may be left out are understood where they
//! commonly are, an end tag without its start tag is passed over.

use super::tag::Name;
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
    pub(super) fn begin(&mut self, name: Name, dir: Option<Direction>) {
        let bytes = name.as_bytes();
        if let Some(last) = self.elements.last()
            && is_ended_by(last.name.as_bytes(), bytes)
        {
            self.elements.pop();
            // The paragraph at the end of a list item ends with the item, the last cell with its row.
            return self.begin(name, dir);
        }
        let content = match bytes {
            b"svg" | b"math" => Content::Foreign,
            b"option" | b"select" | b"datalist" => Content::Plain,
            b"foreignobject" | b"annotation-xml" => Content::Markup,
            _ => self.content(),
        };
        self.elements.push(Element {
            name,
            direction: dir.unwrap_or(self.direction()),
            content,
        });
    }

    /// An element ends, and all that was left open in it.
    pub(super) fn end(&mut self, name: Name) {
        let inmost = self.elements.iter().rev().take(FARTHEST);
        if let Some(depth) = inmost
            .map(|element| element.name)
            .position(|open| open == name)
        {
            self.elements.truncate(self.elements.len() - depth - 1);
        }
    }
}

/// Whether an open element ends where this one begins, without an end tag.
fn is_ended_by(open: &[u8], begins: &[u8]) -> bool {
    match open {
        b"p" => ends_paragraph(begins),
        b"li" => begins == b"li",
        b"dt" | b"dd" => matches!(begins, b"dt" | b"dd"),
        b"td" | b"th" => matches!(begins, b"td" | b"th" | b"tr"),
        b"tr" => begins == b"tr",
        b"option" => matches!(begins, b"option" | b"optgroup"),
        _ => false,
    }
}

/// Whether a paragraph ends where this element begins (HTML Standard, 4.4.1).
fn ends_paragraph(name: &[u8]) -> bool {
    matches!(
        name,
        b"p" | b"td"
            | b"th"
            | b"tr"
            | b"div"
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
        open.begin(Name::of(b"ul"), None);
        open.begin(Name::of(b"li"), ltr);
        open.begin(Name::of(b"p"), None);
        assert_eq!(open.direction(), Direction::Ltr);
        open.begin(Name::of(b"li"), None);
        assert_eq!(open.direction(), Direction::Rtl);
        open.begin(Name::of(b"div"), ltr);
        open.begin(Name::of(b"div"), None);
        open.end(Name::of(b"div"));
        open.end(Name::of(b"b"));
        assert_eq!(open.direction(), Direction::Ltr);
        open.end(Name::of(b"ul"));
        assert_eq!(open.direction(), Direction::Rtl);
    }

    #[test]
    fn drawings_and_options_hold_no_markup() {
        let mut open = OpenElements::new(Direction::Rtl);
        open.begin(Name::of(b"select"), None);
        open.begin(Name::of(b"option"), None);
        assert_eq!(open.content(), Content::Plain);
        open.end(Name::of(b"select"));
        open.begin(Name::of(b"svg"), None);
        open.begin(Name::of(b"g"), None);
        assert_eq!(open.content(), Content::Foreign);
        open.begin(Name::of(b"foreignobject"), None);
        assert_eq!(open.content(), Content::Markup);
        open.end(Name::of(b"svg"));
        assert_eq!(open.content(), Content::Markup);
    }
}
