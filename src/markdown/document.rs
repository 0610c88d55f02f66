//! A body -> its events, with what its author says of directions and languages, and what the editor
//! must be told.
//!
//! Both readers of a body, the scan and the writer of HTML, start here, so that they see the same text.

use std::collections::BTreeMap;
use std::ops::Range;

use pulldown_cmark::Event;

use super::attributes::{self, Attributes, Mark};
use super::controls as settle;
use super::events::{Placed, parse};
use super::pictures::Picture;
use super::raw_html::{Change, clean};
use super::scan::Link;
use crate::text::controls::{self, Counts, Fault};

/// A body, parsed.
pub(super) struct Document<'a> {
    pub(super) events: Vec<Placed<'a>>,
    /// What the author says of a block, by the index of the event that starts it.
    pub(super) attributes: BTreeMap<usize, Attributes>,
    /// Beginnings and ends of spans, by the index of an empty text that stands in their place.
    pub(super) marks: BTreeMap<usize, Mark>,
    /// Pairs of embeddings are left in the text, to be written as elements.
    pub(super) has_embeddings: bool,
    pub(super) findings: Vec<Finding>,
    /// Links and media of raw HTML that point into the site.
    pub(super) links: Vec<Link>,
    /// How many pieces of raw HTML are taken out or replaced by a link.
    pub(super) removed: usize,
    /// How many more changes of raw HTML there are than `findings` tells.
    pub(super) untold: usize,
    pub(super) controls: Counts,
}

/// Something in a body that the editor should know of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// What it is.
    pub kind: FindingKind,
    /// The bytes of the body it is in.
    pub range: Range<usize>,
}

/// The kinds of [`Finding`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FindingKind {
    /// An element, an attribute or a link's address that is taken out of the page.
    Removed(String),
    /// Media of another host, in whose place a link stands.
    Linked(String),
    /// An element without an end, which ends with the block around it.
    Unclosed(String),
    /// An invisible character that changes the order of the text.
    Control(char, Fault),
    /// A picture without words for those who do not see it, by its address.
    NoWords(String),
    /// Braces that would set direction or language, but for what is said here.
    Attribute(String),
}

/// Reads `body`. `resolve` is asked where the links of raw HTML lead, and `picture` what is known of its
/// pictures, as in [`super::Settings`].
pub(super) fn read<'a>(
    body: &'a str,
    resolve: &dyn Fn(&str) -> Option<String>,
    picture: &dyn Fn(&str) -> Option<Picture>,
) -> Document<'a> {
    let mut events = parse(body);
    let references = match body.contains("&#") {
        true => settle::take_references(&mut events),
        false => Vec::new(),
    };
    let referred = references.len();
    let cleaned = clean(events, body, resolve, picture);
    let untold = cleaned.changes - cleaned.told.len();
    let told = cleaned.told.into_iter().map(|told| Finding {
        kind: match told.change {
            Change::Removed => FindingKind::Removed(told.what),
            Change::Linked => FindingKind::Linked(told.what),
            Change::Unclosed => FindingKind::Unclosed(told.what),
        },
        range: told.range,
    });
    let wordless = cleaned
        .wordless
        .into_iter()
        .map(|(address, range)| Finding {
            kind: FindingKind::NoWords(address),
            range,
        });
    let mut document = Document {
        events: cleaned.events,
        attributes: BTreeMap::new(),
        marks: BTreeMap::new(),
        has_embeddings: false,
        findings: told.chain(references).chain(wordless).collect(),
        links: cleaned.links,
        removed: cleaned.changes - cleaned.unclosed,
        untold,
        controls: Counts::default(),
    };
    let referred = u32::try_from(referred).unwrap_or(u32::MAX);
    document.controls.overrides = document.controls.overrides.saturating_add(referred);
    // A control may also be written as a character reference.
    let written = controls::present(body)
        || body.contains('&')
            && document
                .events
                .iter()
                .any(|(event, _)| holds_control(event));
    if written {
        settle::settle(body, &mut document);
    }
    if body.contains('{') {
        attributes::read(body, &mut document);
    }
    document
}

fn holds_control(event: &Event) -> bool {
    match event {
        Event::Text(text) | Event::Code(text) | Event::Html(text) | Event::InlineHtml(text) => {
            controls::present(text)
        }
        _ => false,
    }
}
