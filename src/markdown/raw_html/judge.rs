//! What ammonia lets through of one start tag.
//!
//! ammonia reads each element by itself, as a browser would, and what it gives back is what is written.
//! It never sees more than one, so the square of a text's length never comes into it. What it cannot
//! judge so, how elements lie in each other, is held by `nesting`; the elements whose content a
//! browser may read in two ways (`svg`, `math`, `style`, `noscript` and their like), on which
//! mutation attacks rest, are not on the list at all.

use std::collections::{HashMap, HashSet};
use std::sync::OnceLock;

use ammonia::Builder;

use super::elements::{ELEMENTS, Element, GENERAL, Kind};
use crate::markdown::schemes::ALLOWED;

fn cleaner() -> &'static Builder<'static> {
    static CLEANER: OnceLock<Builder<'static>> = OnceLock::new();
    CLEANER.get_or_init(|| {
        let mut builder = Builder::empty();
        // ammonia asks for sets; they are only looked up in.
        let attributes: HashMap<&str, HashSet<&str>> = ELEMENTS
            .iter()
            .map(|element| (element.name, element.attributes.iter().copied().collect()))
            .collect();
        builder
            .tags(ELEMENTS.iter().map(|element| element.name).collect())
            .tag_attributes(attributes)
            .generic_attributes(GENERAL.into_iter().collect())
            .clean_content_tags(HashSet::new())
            .url_schemes(ALLOWED.into_iter().collect())
            .url_relative(ammonia::UrlRelative::PassThrough)
            .link_rel(None)
            .strip_comments(true);
        builder
    })
}

/// The start tag `written` of `element` as ammonia gives it back; `None` if it does not.
pub(super) fn start_tag(element: &Element, written: &str) -> Option<String> {
    let (before, after) = around(element.kind);
    let end = match element.is_void() {
        true => String::new(),
        false => format!("</{}>", element.name),
    };
    let cleaned = cleaner()
        .clean(&format!("{before}{written}{end}{after}"))
        .to_string();
    cleaned
        .strip_prefix(before)?
        .strip_suffix(after)?
        .strip_suffix(&*end)
        .filter(|tag| tag.starts_with('<'))
        .map(str::to_owned)
}

/// What must stand around an element for a browser to read it.
fn around(kind: Kind) -> (&'static str, &'static str) {
    match kind {
        Kind::Caption | Kind::Section | Kind::Columns => ("<table>", "</table>"),
        Kind::Column => ("<table><colgroup>", "</colgroup></table>"),
        Kind::Row => ("<table><tbody>", "</tbody></table>"),
        Kind::Cell => ("<table><tbody><tr>", "</tr></tbody></table>"),
        _ => ("", ""),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_element_of_the_list_passes() {
        for element in &ELEMENTS {
            for written in [
                format!("<{}>", element.name),
                format!("<{} title=\"أ &quot;&amp; &lt;&gt;\">", element.name),
            ] {
                assert_eq!(
                    start_tag(element, &written).as_deref(),
                    Some(&*written),
                    "{}",
                    element.name
                );
            }
        }
    }

    #[test]
    fn what_is_not_on_the_list_does_not() {
        let link = ELEMENTS.iter().find(|element| element.name == "a");
        let judged = link.and_then(|link| {
            start_tag(link, "<a href=\"javascript:x\" onclick=\"y\" style=\"z\">")
        });
        assert_eq!(judged.as_deref(), Some("<a>"));
    }
}
