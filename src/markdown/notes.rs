//! Footnotes: numbered in the order they are first mentioned, set after the text.

use std::collections::BTreeMap;

use pulldown_cmark::{Event, Tag};

use super::events::{Placed, element_end};

/// The notes of one body while it is being written.
pub(super) struct Notes {
    /// Label -> the events of its definition, in the order defined.
    definitions: Vec<(String, (usize, usize))>,
    /// Labels in the order of first mention; a note's number is its place here, from 1.
    order: Vec<String>,
    mentions: BTreeMap<String, usize>,
}

impl Notes {
    pub(super) fn new(events: &[Placed]) -> Self {
        let mut definitions: Vec<(String, (usize, usize))> = Vec::new();
        for (at, (event, _)) in events.iter().enumerate() {
            if let Event::Start(Tag::FootnoteDefinition(label)) = event
                && !definitions.iter().any(|(known, _)| **known == **label)
            {
                definitions.push((label.to_string(), (at, element_end(events, at))));
            }
        }
        Notes {
            definitions,
            order: Vec::new(),
            mentions: BTreeMap::new(),
        }
    }

    /// Counts a mention of `label`; its note's number and which mention of it this is, from 1.
    pub(super) fn mention(&mut self, label: &str) -> (usize, usize) {
        let number = self.number(label);
        let mentions = self.mentions.entry(label.to_owned()).or_default();
        *mentions += 1;
        (number, *mentions)
    }

    fn number(&mut self, label: &str) -> usize {
        if let Some(at) = self.order.iter().position(|known| known == label) {
            return at + 1;
        }
        self.order.push(label.to_owned());
        self.order.len()
    }

    /// Note `number` (from 1): its events and how often it is mentioned. Once all mentioned ones were
    /// asked for, those nobody mentions follow, so that no text is lost.
    pub(super) fn note(&mut self, number: usize) -> Option<((usize, usize), usize)> {
        if number > self.order.len() {
            let unseen = self
                .definitions
                .iter()
                .find(|(label, _)| !self.order.contains(label))?;
            self.order.push(unseen.0.clone());
        }
        let label = self.order.get(number - 1)?;
        let (_, events) = self.definitions.iter().find(|(known, _)| known == label)?;
        Some((*events, self.mentions.get(label).copied().unwrap_or(0)))
    }
}
