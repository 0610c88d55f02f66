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
    /// An invisible character that changes the order of the text.
    Control(char, Fault),
    /// Braces that would set direction or language, but for what is said here.
    Attribute(String),
}

/// Reads `body`.
pub(super) fn read(body: &str) -> Document<'_> {
    let mut document = Document {
        events: parse(body),
        attributes: BTreeMap::new(),
        marks: BTreeMap::new(),
        has_embeddings: false,
        findings: Vec::new(),
        controls: Counts::default(),
    };
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
        Event::Text(text) | Event::Code(text) => controls::present(text),
        _ => false,
    }
}
