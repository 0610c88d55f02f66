//! The theme's labels in each language, as Fluent messages, with a site's own wording over them.
//!
//! A language and a site's overrides come in; a key and its arguments give a text. Plural forms are
//! chosen by ICU4X's CLDR rules and handed to Fluent by name: the rules built into the Fluent crate
//! put 103 articles in the wrong form in Arabic. The files are read and checked in `overrides`.

use std::collections::BTreeSet;
use std::fmt;

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentError, FluentResource, FluentValue};
use icu_plurals::{PluralCategory, PluralRules};

use super::Language;
use super::overrides::MessageOverrides;

/// The languages the default theme has labels in, as primary language subtags.
pub const MESSAGE_LANGUAGES: [(&str, &str); 8] = [
    ("ar", include_str!("messages/ar.ftl")),
    ("en", include_str!("messages/en.ftl")),
    ("fa", include_str!("messages/fa.ftl")),
    ("he", include_str!("messages/he.ftl")),
    ("ur", include_str!("messages/ur.ftl")),
    ("ckb", include_str!("messages/ckb.ftl")),
    ("tr", include_str!("messages/tr.ftl")),
    ("fr", include_str!("messages/fr.ftl")),
];

/// The English messages: every key there is, and the labels of a language that has none.
pub(super) const ENGLISH: (&str, &str) = MESSAGE_LANGUAGES[1];

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
    /// The rules of the language the theme's messages are in, which is not the page's where the theme
    /// has none for it.
    plurals: Option<PluralRules>,
    /// The keys that the site words itself, and the rules of its language.
    own: BTreeSet<String>,
    own_plurals: Option<PluralRules>,
}

impl Messages {
    /// The messages of `language`, or the English ones where the theme has none, under `overrides`.
    pub(super) fn new(language: &Language, overrides: Option<&MessageOverrides>) -> Self {
        let (primary, source) = MESSAGE_LANGUAGES
            .into_iter()
            .find(|(primary, _)| *primary == language.primary())
            .unwrap_or(ENGLISH);
        let id = primary.parse().unwrap_or_default();
        let mut bundle = FluentBundle::new_concurrent(vec![id]);
        // HTML isolates what is put into a message (`<bdi>`); invisible isolates would end up in
        // titles and attributes.
        bundle.set_use_isolating(false);
        // The theme's files are parsed by a test and the site's by `overrides`; what does not parse
        // is left out, not fatal.
        let texts = [Some(source), overrides.map(MessageOverrides::text)];
        for text in texts.into_iter().flatten() {
            let resource =
                FluentResource::try_new(text.to_owned()).unwrap_or_else(|(parsed, _)| parsed);
            bundle.add_resource_overriding(resource);
        }
        Messages {
            bundle,
            plurals: Language::new(primary)
                .ok()
                .and_then(|language| rules(&language)),
            own: overrides
                .map(|own| own.keys().map(str::to_owned).collect())
                .unwrap_or_default(),
            own_plurals: overrides.and_then(|_| rules(language)),
        }
    }

    pub(super) fn format(
        &self,
        key: &str,
        arguments: &[(&str, Argument)],
    ) -> Result<String, MessageError> {
        let plurals = match self.own.contains(key) {
            true => &self.own_plurals,
            false => &self.plurals,
        };
        let mut values = FluentArgs::new();
        for (name, value) in arguments {
            match value {
                Argument::Count(n) => values.set(*name, plural_form(plurals.as_ref(), *n)),
                Argument::Text(text) => values.set(*name, FluentValue::from(text.clone())),
            }
        }
        let (text, errors) = self
            .write(key, &values)
            .ok_or_else(|| MessageError::UnknownKey(key.to_owned()))?;
        match errors.first() {
            None => Ok(text),
            Some(error) => Err(MessageError::Incomplete(format!("`{key}`: {error}"))),
        }
    }

    /// The text of a message and what went wrong with it; none without such a message.
    pub(super) fn write(
        &self,
        key: &str,
        values: &FluentArgs<'_>,
    ) -> Option<(String, Vec<FluentError>)> {
        let pattern = self.bundle.get_message(key)?.value()?;
        let mut errors = Vec::new();
        let text = self
            .bundle
            .format_pattern(pattern, Some(values), &mut errors);
        Some((text.into_owned(), errors))
    }
}

fn rules(language: &Language) -> Option<PluralRules> {
    PluralRules::try_new_cardinal(language.icu().into()).ok()
}

/// The plural forms that CLDR demands of `language`, by name, from `zero` to `other`.
pub fn plural_forms(language: &Language) -> Vec<&'static str> {
    let Some(rules) = rules(language) else {
        return vec![name(PluralCategory::Other)];
    };
    let mut categories: Vec<_> = rules.categories().collect();
    categories.sort_by_key(|category| *category as u8);
    categories.dedup();
    let (other, mut forms): (Vec<_>, Vec<_>) = categories
        .into_iter()
        .partition(|category| *category == PluralCategory::Other);
    forms.extend(other);
    forms.into_iter().map(name).collect()
}

fn plural_form(rules: Option<&PluralRules>, n: u64) -> &'static str {
    rules.map_or(name(PluralCategory::Other), |rules| {
        name(rules.category_for(n))
    })
}

fn name(category: PluralCategory) -> &'static str {
    match category {
        PluralCategory::Zero => "zero",
        PluralCategory::One => "one",
        PluralCategory::Two => "two",
        PluralCategory::Few => "few",
        PluralCategory::Many => "many",
        PluralCategory::Other => "other",
    }
}
