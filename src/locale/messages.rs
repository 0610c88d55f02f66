//! The theme's labels in each language, as Fluent messages.
//!
//! Plural forms are chosen by ICU4X's CLDR rules and handed to Fluent by name: the rules built into
//! the Fluent crate put 103 articles in the wrong form in Arabic.

use std::fmt;

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};
use icu_plurals::{PluralCategory, PluralRules};

use super::Language;

/// The languages the default theme has labels in, as primary language subtags.
pub const MESSAGE_LANGUAGES: [(&str, &str); 4] = [
    ("ar", include_str!("messages/ar.ftl")),
    ("en", include_str!("messages/en.ftl")),
    ("fa", include_str!("messages/fa.ftl")),
    ("he", include_str!("messages/he.ftl")),
];

/// A value put into a message.
#[derive(Debug, Clone)]
pub enum Argument {
    /// A number that chooses the plural form.
    Count(u64),
    /// Text set as it is.
    Text(String),
}

/// A message that could not be written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum MessageError {
    /// No message has this key.
    UnknownKey(String),
    /// The message needs an argument that was not given.
    Incomplete(String),
}

impl fmt::Display for MessageError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            MessageError::UnknownKey(key) => write!(f, "there is no message `{key}`"),
            MessageError::Incomplete(what) => write!(f, "a message lacks something: {what}"),
        }
    }
}

pub(super) struct Messages {
    bundle: FluentBundle<FluentResource>,
    plurals: Option<PluralRules>,
}

impl Messages {
    /// The messages of `language`, or the English ones where the theme has none.
    pub(super) fn new(language: &Language) -> Self {
        let (primary, source) = MESSAGE_LANGUAGES
            .into_iter()
            .find(|(primary, _)| *primary == language.primary())
            .unwrap_or(MESSAGE_LANGUAGES[1]);
        let id = primary.parse().unwrap_or_default();
        let mut bundle = FluentBundle::new_concurrent(vec![id]);
        // HTML isolates what is put into a message (`<bdi>`); invisible isolates would end up in
        // titles and attributes.
        bundle.set_use_isolating(false);
        // The embedded files are parsed by a test; what does not parse is left out, not fatal.
        let resource =
            FluentResource::try_new(source.to_owned()).unwrap_or_else(|(parsed, _)| parsed);
        bundle.add_resource_overriding(resource);
        // The forms are those of the language the messages are in, not of the page's.
        let plurals = Language::new(primary)
            .ok()
            .and_then(|language| PluralRules::try_new_cardinal(language.icu().into()).ok());
        Messages { bundle, plurals }
    }

    pub(super) fn format(
        &self,
        key: &str,
        arguments: &[(&str, Argument)],
    ) -> Result<String, MessageError> {
        let pattern = self
            .bundle
            .get_message(key)
            .and_then(|message| message.value())
            .ok_or_else(|| MessageError::UnknownKey(key.to_owned()))?;
        let mut values = FluentArgs::new();
        for (name, value) in arguments {
            match value {
                Argument::Count(n) => values.set(*name, self.plural_form(*n)),
                Argument::Text(text) => values.set(*name, FluentValue::from(text.clone())),
            }
        }
        let mut errors = Vec::new();
        let text = self
            .bundle
            .format_pattern(pattern, Some(&values), &mut errors);
        match errors.first() {
            None => Ok(text.into_owned()),
            Some(error) => Err(MessageError::Incomplete(format!("`{key}`: {error}"))),
        }
    }

    fn plural_form(&self, n: u64) -> &'static str {
        match self.plurals.as_ref().map(|rules| rules.category_for(n)) {
            Some(PluralCategory::Zero) => "zero",
            Some(PluralCategory::One) => "one",
            Some(PluralCategory::Two) => "two",
            Some(PluralCategory::Few) => "few",
            Some(PluralCategory::Many) => "many",
            Some(PluralCategory::Other) | None => "other",
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use fluent_bundle::FluentResource;

    use super::*;
    use crate::locale::Locale;

    fn keys(source: &str) -> BTreeSet<String> {
        source
            .lines()
            .filter(|line| line.starts_with(|c: char| c.is_ascii_lowercase()))
            .filter_map(|line| line.split_once(" ="))
            .map(|(key, _)| key.to_owned())
            .collect()
    }

    #[test]
    fn every_language_parses_and_has_every_key() {
        let english = keys(MESSAGE_LANGUAGES[1].1);
        assert!(english.len() > 20);
        for (language, source) in MESSAGE_LANGUAGES {
            assert!(
                FluentResource::try_new(source.to_owned()).is_ok(),
                "{language} does not parse"
            );
            assert_eq!(keys(source), english, "{language}");
        }
    }

    #[test]
    fn arabic_counts_articles_in_all_six_forms() {
        let locale = Locale::new(Language::new("ar-SY-u-nu-latn").unwrap());
        for (n, expected) in [
            (0, "لا مقالات"),
            (1, "مقالة واحدة"),
            (2, "مقالتان"),
            (3, "3 مقالات"),
            (10, "10 مقالات"),
            (11, "11 مقالة"),
            (26, "26 مقالة"),
            (100, "100 مقالة"),
            (101, "101 مقالة"),
            (103, "103 مقالات"),
            (111, "111 مقالة"),
        ] {
            let arguments = [
                ("count", Argument::Count(n)),
                ("shown", Argument::Text(locale.number(n))),
            ];
            assert_eq!(locale.message("articles", &arguments).unwrap(), expected);
        }
    }
}
