//! The elements raw HTML may hold, what may stand in each, and their attributes.
//!
//! A name comes in, its [`Element`] goes out. Nothing here reads HTML.

/// How an element nests: only as much of HTML's content models as decides how a browser reads the tags.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// A block that holds blocks.
    Flow,
    /// A block that holds text; the next block ends it.
    Paragraph,
    /// `ul`, `ol`: holds items.
    List,
    /// `dl`: holds terms and their descriptions.
    Definitions,
    /// `li`.
    Item,
    /// `dt`, `dd`.
    Term,
    /// `table`.
    Table,
    /// `caption`.
    Caption,
    /// `thead`, `tbody`, `tfoot`.
    Section,
    /// `tr`.
    Row,
    /// `td`, `th`.
    Cell,
    /// `colgroup`.
    Columns,
    /// `col`.
    Column,
    /// `hr`.
    Rule,
    /// Stands in text and holds text.
    Phrasing,
    /// Stands in text, and holds whatever may stand in its place.
    Transparent,
    /// `ruby`.
    Ruby,
    /// `rt`, `rp`.
    RubyPart,
    /// Stands in text and holds nothing.
    Void,
    /// `audio`, `video`.
    Media,
    /// `source`, `track`.
    MediaPart,
}

/// An element that may stand in an article.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Element {
    pub(super) name: &'static str,
    pub(super) kind: Kind,
    /// Its own attributes, beside [`GENERAL`].
    pub(super) attributes: &'static [&'static str],
}

impl Element {
    /// Holds nothing and has no end tag.
    pub(super) fn is_void(&self) -> bool {
        matches!(
            self.kind,
            Kind::Void | Kind::Rule | Kind::Column | Kind::MediaPart
        )
    }

    /// May be left open: HTML itself says where it ends.
    pub(super) fn ends_itself(&self) -> bool {
        self.name == "p"
            || matches!(
                self.kind,
                Kind::Item
                    | Kind::Term
                    | Kind::Caption
                    | Kind::Section
                    | Kind::Row
                    | Kind::Cell
                    | Kind::Columns
                    | Kind::RubyPart
            )
    }

    /// Stands directly in a table or one of its parts.
    pub(super) fn is_table_part(&self) -> bool {
        matches!(
            self.kind,
            Kind::Caption | Kind::Section | Kind::Row | Kind::Cell | Kind::Columns | Kind::Column
        )
    }

    /// Ends where the next block begins.
    pub(super) fn holds_text_only(&self) -> bool {
        matches!(
            self.kind,
            Kind::Paragraph | Kind::Phrasing | Kind::Ruby | Kind::RubyPart | Kind::Media
        )
    }
}

const fn element(name: &'static str, kind: Kind, attributes: &'static [&'static str]) -> Element {
    Element {
        name,
        kind,
        attributes,
    }
}

/// Attributes any element may have.
pub(super) const GENERAL: [&str; 5] = ["class", "dir", "id", "lang", "title"];

/// What stands in news text, ordered by name.
pub(super) static ELEMENTS: [Element; 66] = [
    element("a", Kind::Transparent, &["href", "hreflang", "rel"]),
    element("abbr", Kind::Phrasing, &[]),
    element("aside", Kind::Flow, &[]),
    element(
        "audio",
        Kind::Media,
        &["controls", "loop", "preload", "src"],
    ),
    element("b", Kind::Phrasing, &[]),
    element("bdi", Kind::Phrasing, &[]),
    element("blockquote", Kind::Flow, &["cite"]),
    element("br", Kind::Void, &[]),
    element("caption", Kind::Caption, &[]),
    element("cite", Kind::Phrasing, &[]),
    element("code", Kind::Phrasing, &["translate"]),
    element("col", Kind::Column, &["span"]),
    element("colgroup", Kind::Columns, &["span"]),
    element("data", Kind::Phrasing, &["value"]),
    element("dd", Kind::Term, &[]),
    element("del", Kind::Transparent, &["cite", "datetime"]),
    element("details", Kind::Flow, &["open"]),
    element("dfn", Kind::Phrasing, &[]),
    element("div", Kind::Flow, &[]),
    element("dl", Kind::Definitions, &[]),
    element("dt", Kind::Term, &[]),
    element("em", Kind::Phrasing, &[]),
    element("figcaption", Kind::Flow, &[]),
    element("figure", Kind::Flow, &[]),
    element("h2", Kind::Paragraph, &[]),
    element("h3", Kind::Paragraph, &[]),
    element("h4", Kind::Paragraph, &[]),
    element("h5", Kind::Paragraph, &[]),
    element("h6", Kind::Paragraph, &[]),
    element("hr", Kind::Rule, &[]),
    element("i", Kind::Phrasing, &[]),
    element(
        "img",
        Kind::Void,
        &["alt", "decoding", "height", "loading", "src", "width"],
    ),
    element("ins", Kind::Transparent, &["cite", "datetime"]),
    element("kbd", Kind::Phrasing, &[]),
    element("li", Kind::Item, &["value"]),
    element("mark", Kind::Phrasing, &[]),
    element("ol", Kind::List, &["reversed", "start", "type"]),
    element("p", Kind::Paragraph, &[]),
    element("pre", Kind::Paragraph, &["translate"]),
    element("q", Kind::Phrasing, &["cite"]),
    element("rp", Kind::RubyPart, &[]),
    element("rt", Kind::RubyPart, &[]),
    element("ruby", Kind::Ruby, &[]),
    element("s", Kind::Phrasing, &[]),
    element("samp", Kind::Phrasing, &[]),
    element("section", Kind::Flow, &[]),
    element("small", Kind::Phrasing, &[]),
    element("source", Kind::MediaPart, &["src", "type"]),
    element("span", Kind::Phrasing, &[]),
    element("strong", Kind::Phrasing, &[]),
    element("sub", Kind::Phrasing, &[]),
    element("summary", Kind::Flow, &[]),
    element("sup", Kind::Phrasing, &[]),
    element("table", Kind::Table, &[]),
    element("tbody", Kind::Section, &[]),
    element("td", Kind::Cell, &["colspan", "rowspan"]),
    element("tfoot", Kind::Section, &[]),
    element("th", Kind::Cell, &["colspan", "rowspan", "scope"]),
    element("thead", Kind::Section, &[]),
    element("time", Kind::Phrasing, &["datetime"]),
    element("tr", Kind::Row, &[]),
    element(
        "track",
        Kind::MediaPart,
        &["default", "kind", "label", "src", "srclang"],
    ),
    element("ul", Kind::List, &[]),
    element("var", Kind::Phrasing, &[]),
    element(
        "video",
        Kind::Media,
        &[
            "controls",
            "height",
            "loop",
            "muted",
            "playsinline",
            "poster",
            "preload",
            "src",
            "width",
        ],
    ),
    element("wbr", Kind::Void, &[]),
];

/// The element with this name, in small letters. `h1` is the page's title and stands one level lower.
pub(super) fn find(name: &str) -> Option<&'static Element> {
    let name = if name == "h1" { "h2" } else { name };
    ELEMENTS
        .binary_search_by(|element| element.name.cmp(name))
        .ok()
        .and_then(|at| ELEMENTS.get(at))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn elements_are_found_by_name() {
        assert!(ELEMENTS.is_sorted_by(|a, b| a.name < b.name));
        for element in &ELEMENTS {
            assert_eq!(find(element.name), Some(element));
        }
        assert_eq!(find("h1").map(|element| element.name), Some("h2"));
        assert_eq!(find("input"), None);
    }
}
