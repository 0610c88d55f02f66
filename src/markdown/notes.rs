//! Footnotes: numbered in the order they are first mentioned, set after the text.

use std::collections::BTreeMap;

use pulldown_cmark::{Event, Tag, TagEnd};

use super::events::Placed;

/// The notes of one body while it is being written.
pub(super) struct Notes {
    /// Label -> the events of its definition.
    definitions: BTreeMap<String, (usize, usize)>,
    /// Labels in the order of their definitions, of which those nobody mentions are taken at the end.
    defined: std::collections::VecDeque<String>,
    /// Labels in the order of first mention; a note's number is its place here, from 1.
    order: Vec<String>,
    /// Label -> its number and how often it was mentioned.
    mentions: BTreeMap<String, (usize, usize)>,
}

impl Notes {
    pub(super) fn new(events: &[Placed]) -> Self {
        let mut definitions = BTreeMap::new();
        let mut defined = std::collections::VecDeque::new();
        let mut open = Vec::new();
        for (at, (event, _)) in events.iter().enumerate() {
            match event {
                Event::Start(Tag::FootnoteDefinition(label)) => open.push((label.to_string(), at)),
                Event::End(TagEnd::FootnoteDefinition) => {
                    if let Some((label, start)) = open.pop()
                        && !definitions.contains_key(&label)
                    {
                        definitions.insert(label.clone(), (start, at + 1));
                        defined.push_back(label);
                    }
                }
                _ => {}
            }
        }
        Notes {
            definitions,
            defined,
            order: Vec::new(),
            mentions: BTreeMap::new(),
        }
    }

    /// Counts a mention of `label`; its note's number and which mention of it this is, from 1.
    pub(super) fn mention(&mut self, label: &str) -> (usize, usize) {
        let (number, mentions) = match self.mentions.get(label) {
            Some((number, mentions)) => (*number, mentions + 1),
            None => {
                self.order.push(label.to_owned());
                (self.order.len(), 1)
            }
        };
        self.mentions.insert(label.to_owned(), (number, mentions));
        (number, mentions)
    }

    /// Note `number` (from 1): its events and how often it is mentioned. Once all mentioned ones were
    /// asked for, those nobody mentions follow, so that no text is lost.
    pub(super) fn note(&mut self, number: usize) -> Option<((usize, usize), usize)> {
        while number > self.order.len() {
            let label = self.defined.pop_front()?;
            if !self.mentions.contains_key(&label) {
                self.order.push(label);
            }
        }
        let label = self.order.get(number - 1)?;
        let mentions = self
            .mentions
            .get(label)
            .map_or(0, |(_, mentions)| *mentions);
        self.definitions
            .get(label)
            .map(|events| (*events, mentions))
    }
}
