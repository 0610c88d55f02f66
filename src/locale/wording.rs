//! A site's own wording of the theme's messages, in all the languages it words them in.

use std::collections::BTreeMap;

use super::{Language, MessageOverrides};

/// The site's own messages by language. Equal wordings are equal, so that their hash stands for them.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
pub struct Wording {
    by_tag: BTreeMap<String, MessageOverrides>,
}

impl Wording {
    /// Adds the messages of one language.
    pub fn insert(&mut self, language: &Language, overrides: MessageOverrides) {
        self.by_tag.insert(language.tag().to_owned(), overrides);
    }

    /// The messages for a page in `language`: those of its region, else those of the language alone.
    pub fn of(&self, language: &Language) -> Option<&MessageOverrides> {
        self.by_tag
            .get(language.tag())
            .or_else(|| self.by_tag.get(language.primary()))
    }
}
