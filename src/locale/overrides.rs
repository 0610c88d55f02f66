//! A site's own wording of the theme's messages: its `.ftl` file, read and checked.
//!
//! The text of a file comes in; [`MessageOverrides`] and every fault of the file go out. A key that
//! the theme does not have, a value that it does not give and a plural form that the language needs
//! and the file lacks are faults: each would otherwise be seen only by a reader of one page. Finding
//! the file and printing its faults is done elsewhere.

use std::collections::{BTreeMap, BTreeSet};

use fluent_bundle::resolver::errors::{ReferenceKind, ResolverError};
use fluent_bundle::{FluentArgs, FluentError};
use fluent_syntax::ast::{Entry, Message, Resource};
use fluent_syntax::parser::{self, ErrorKind};

use super::Language;
use super::messages::{ENGLISH, Messages, plural_forms};
use super::patterns::{Choice, Uses, too_deep};
use crate::text::nearest::nearest;

/// Keys that begin so are the site's own, for its own templates: the theme does not know them.
pub const OWN_PREFIX: &str = "site-";

/// The longest file that is read, in bytes. The theme's own are under ten thousand.
const LONGEST: usize = 256 * 1024;

/// A site's own wording in one language. Equal files are equal, so that its hash stands for it.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct MessageOverrides {
    text: String,
    keys: BTreeSet<String>,
}

/// Something wrong with a file of messages.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MessageFault {
    /// What kind of fault.
    pub kind: FaultKind,
    /// Where it is, in bytes of the file.
    pub start: usize,
    /// Where it ends.
    pub end: usize,
    /// Its line, from 1.
    pub line: u32,
    /// Its column in characters, from 1.
    pub column: u32,
    /// What is wrong, in one sentence without a final stop.
    pub message: String,
    /// What to do about it.
    pub hint: Option<String>,
}

/// The kinds of faults.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum FaultKind {
    /// Not Fluent.
    Syntax,
    /// No message of the theme has this key.
    UnknownKey,
    /// The key was there before.
    DuplicateKey,
    /// The message uses a value that it is not given.
    UnknownValue,
    /// A plural form is missing, or is none of the language.
    PluralForms,
    /// The message cannot be written: it calls a function, or names a message that does not exist.
    Broken,
}

impl FaultKind {
    /// A stable name for diagnostics.
    pub fn code(self) -> &'static str {
        match self {
            FaultKind::Syntax => "message-syntax",
            FaultKind::UnknownKey => "unknown-message",
            FaultKind::DuplicateKey => "duplicate-message",
            FaultKind::UnknownValue => "unknown-message-value",
            FaultKind::PluralForms => "plural-forms",
            FaultKind::Broken => "broken-message",
        }
    }
}

impl MessageOverrides {
    /// Reads the text of a site's file of messages in `language`. What is faulty is told and left
    /// out of nothing: a site with a fault is not to be built.
    pub fn read(language: &Language, text: &str) -> (Self, Vec<MessageFault>) {
        let mut reading = Reading::new(language, text);
        reading.read();
        let overrides = MessageOverrides {
            text: reading.text.to_owned(),
            keys: reading.keys.keys().map(|key| (*key).to_owned()).collect(),
        };
        reading.try_all(&overrides);
        (overrides, reading.told())
    }

    /// The keys that are worded here, in their order.
    pub fn keys(&self) -> impl Iterator<Item = &str> {
        self.keys.iter().map(String::as_str)
    }

    pub(super) fn text(&self) -> &str {
        &self.text
    }
}

struct Reading<'a> {
    language: &'a Language,
    text: &'a str,
    /// The length of a byte order mark before `text`.
    before: usize,
    /// The values each message of the theme is given.
    given: BTreeMap<String, BTreeSet<String>>,
    forms: Vec<&'static str>,
    /// The keys of the file, each with the place where it is.
    keys: BTreeMap<&'a str, usize>,
    faults: Vec<(FaultKind, usize, usize, String, Option<String>)>,
}

impl<'a> Reading<'a> {
    fn new(language: &'a Language, file: &'a str) -> Self {
        let text = file.strip_prefix('\u{FEFF}').unwrap_or(file);
        Reading {
            language,
            text,
            before: file.len() - text.len(),
            given: given(),
            forms: plural_forms(language),
            keys: BTreeMap::new(),
            faults: Vec::new(),
        }
    }

    fn read(&mut self) {
        if self.text.len() > LONGEST {
            let message = format!("the file is longer than {} KiB", LONGEST / 1024);
            self.tell(FaultKind::Syntax, 0, 1, message, None);
            self.text = "";
        } else if let Some(at) = too_deep(self.text) {
            let message = "too many braces are open at once".to_owned();
            self.tell(FaultKind::Syntax, at, at + 1, message, None);
            self.text = "";
        }
        let resource = match parser::parse(self.text) {
            Ok(resource) => resource,
            Err((resource, errors)) => {
                for error in errors {
                    let end = error.pos.end.max(error.pos.start + 1);
                    let hint = "a message is one line `key = text`; text that goes on in the next \
                                line is indented there";
                    let message = syntax(&error.kind);
                    self.tell(
                        FaultKind::Syntax,
                        error.pos.start,
                        end,
                        message,
                        Some(hint.into()),
                    );
                }
                resource
            }
        };
        self.entries(&resource);
    }

    fn entries(&mut self, resource: &Resource<&'a str>) {
        for entry in &resource.body {
            if let Entry::Message(message) = entry {
                self.message(message);
            }
        }
    }

    fn message(&mut self, message: &Message<&'a str>) {
        let key = message.id.name;
        let (start, end) = self.place(key);
        if self.keys.insert(key, start).is_some() {
            let told = format!("`{key}` is in this file already");
            self.tell(
                FaultKind::DuplicateKey,
                start,
                end,
                told,
                Some("remove one of them".into()),
            );
        }
        let known = self.given.get(key).cloned();
        if known.is_none() && !key.starts_with(OWN_PREFIX) {
            let keys: Vec<&str> = self.given.keys().map(String::as_str).collect();
            // Nobody reads a hundred hints, and looking for them takes time.
            let looked = self.faults.len() < 100 && key.len() < 100;
            let near = if looked { nearest(key, &keys) } else { None };
            let hint = match near {
                Some(near) => format!("write `{near}`, if that is meant"),
                None => format!("messages of your own templates begin with `{OWN_PREFIX}`"),
            };
            let told = format!("no message of the theme is called `{key}`");
            self.tell(FaultKind::UnknownKey, start, end, told, Some(hint));
        }
        if let Some(attribute) = message.attributes.first() {
            let (start, end) = self.place(attribute.id.name);
            let told = format!("`{key}` has an attribute, which is never shown");
            self.tell(
                FaultKind::Broken,
                start,
                end,
                told,
                Some("remove it".into()),
            );
        }
        let Some(pattern) = &message.value else {
            let told = format!("`{key}` has no text");
            self.tell(FaultKind::Broken, start, end, told, None);
            return;
        };
        let uses = Uses::of(pattern);
        for variable in &uses.variables {
            if known
                .as_ref()
                .is_some_and(|known| !known.contains(*variable))
            {
                self.unknown_value(key, variable, known.as_ref());
            }
        }
        self.must_choose(key, start, &uses);
        for choice in uses
            .choices
            .iter()
            .filter(|choice| choice.variable == "count")
        {
            self.plural_forms(key, choice);
        }
    }

    /// A message that the theme words by number must be worded by number where the language has forms.
    fn must_choose(&mut self, key: &str, start: usize, uses: &Uses<'_>) {
        let counts = self
            .given
            .get(key)
            .is_some_and(|given| given.contains("count"));
        let chooses = uses.choices.iter().any(|choice| choice.variable == "count");
        if counts && !chooses && self.forms.len() > 1 {
            let told = format!("`{key}` does not choose its form by `{{ $count }}`");
            let forms: Vec<String> = self.forms.iter().map(|form| format!("[{form}]")).collect();
            let language = self.language.tag();
            let hint = format!(
                "write `{{ $count -> … }}`; the forms of `{language}` are {}",
                forms.join(" ")
            );
            self.tell(
                FaultKind::PluralForms,
                start,
                start + key.len(),
                told,
                Some(hint),
            );
        }
    }

    fn unknown_value(&mut self, key: &str, variable: &str, known: Option<&BTreeSet<String>>) {
        let (start, end) = self.place(variable);
        let names: Vec<String> = known
            .into_iter()
            .flatten()
            .map(|name| format!("{{ ${name} }}"))
            .collect();
        let hint = match names.is_empty() {
            true => "this message is given no values".to_owned(),
            false => format!("this message is given {}", names.join(", ")),
        };
        let told = format!("`{key}` is given no value `${variable}`");
        self.tell(FaultKind::UnknownValue, start, end, told, Some(hint));
    }

    fn plural_forms(&mut self, key: &str, choice: &Choice<'_>) {
        for (form, missing) in choice.compare(&self.forms) {
            let (start, end) = match missing {
                true => self.place(choice.variable),
                false => self.place(form),
            };
            let language = self.language.tag();
            let told = match missing {
                true => format!("`{key}` lacks the plural form `[{form}]`"),
                false => format!("`[{form}]` in `{key}` is no plural form of `{language}`"),
            };
            let forms: Vec<String> = self.forms.iter().map(|form| format!("[{form}]")).collect();
            let hint = format!("the forms of `{language}` are {}", forms.join(" "));
            self.tell(FaultKind::PluralForms, start, end, told, Some(hint));
        }
    }

    /// Writes every message in every form: what cannot be written is told now, not while rendering.
    fn try_all(&mut self, overrides: &MessageOverrides) {
        if !self.faults.is_empty() {
            return;
        }
        let messages = Messages::new(self.language, Some(overrides));
        for (key, start) in self.keys.clone() {
            let own = key.starts_with(OWN_PREFIX);
            for form in self.forms.clone() {
                let mut values = FluentArgs::new();
                for name in self.given.get(key).into_iter().flatten() {
                    values.set(name.clone(), if name == "count" { form } else { "0" });
                }
                let errors = messages.write(key, &values).map(|(_, errors)| errors);
                let broken = errors
                    .into_iter()
                    .flatten()
                    // The values of a site's own messages are known to its templates only.
                    .find(|error| !(own && is_unknown_value(error)));
                if let Some(error) = broken {
                    let told = format!("`{key}` cannot be written: {}", reason(&error));
                    self.tell(
                        FaultKind::Broken,
                        start,
                        start + key.len(),
                        told,
                        Some("write its text out".into()),
                    );
                    break;
                }
            }
        }
    }

    /// Where `part`, a piece of the text, stands in it.
    fn place(&self, part: &str) -> (usize, usize) {
        let at = (part.as_ptr() as usize).saturating_sub(self.text.as_ptr() as usize);
        let start = if at <= self.text.len() { at } else { 0 };
        (start, start + part.len())
    }

    fn tell(
        &mut self,
        kind: FaultKind,
        start: usize,
        end: usize,
        message: String,
        hint: Option<String>,
    ) {
        self.faults.push((kind, start, end, message, hint));
    }

    /// The faults in the order of the file, each with its line and column.
    fn told(mut self) -> Vec<MessageFault> {
        self.faults.sort_by_key(|fault| (fault.1, fault.2));
        let (mut line, mut column, mut at) = (1, 1, 0);
        let mut told = Vec::with_capacity(self.faults.len());
        for (kind, start, end, message, hint) in self.faults {
            let start = floor(self.text, start);
            for c in self.text[at..start.max(at)].chars() {
                (line, column) = if c == '\n' {
                    (line + 1, 1)
                } else {
                    (line, column + 1)
                };
            }
            at = start.max(at);
            told.push(MessageFault {
                kind,
                start: self.before + start,
                end: self.before + end.max(start),
                line,
                column,
                message,
                hint,
            });
        }
        told
    }
}

/// The values each message of the theme is given, by key: what its English text uses.
fn given() -> BTreeMap<String, BTreeSet<String>> {
    let resource = parser::parse(ENGLISH.1).unwrap_or_else(|(parsed, _)| parsed);
    let messages = resource.body.iter().filter_map(|entry| match entry {
        Entry::Message(message) => Some(message),
        _ => None,
    });
    messages
        .map(|message| {
            let uses = message.value.as_ref().map(Uses::of).unwrap_or_default();
            let variables = uses.variables.iter().map(|name| (*name).to_owned());
            (message.id.name.to_owned(), variables.collect())
        })
        .collect()
}

/// A fault of syntax in the words of an editor.
fn syntax(kind: &ErrorKind) -> String {
    match kind {
        ErrorKind::ExpectedToken(token) => format!("`{token}` is missing"),
        ErrorKind::ExpectedCharRange { range } => match range.as_str() {
            "a-zA-Z" => "a name begins with a Latin letter".to_owned(),
            "0-9" => "a digit is missing".to_owned(),
            _ => "the line must end after `->`".to_owned(),
        },
        ErrorKind::ExpectedMessageField { entry_id } => format!("`{entry_id}` has no text"),
        ErrorKind::MissingDefaultVariant => {
            "no variant is marked with a star, as `*[other]`".to_owned()
        }
        ErrorKind::MultipleDefaultVariants => "two variants are marked with a star".to_owned(),
        ErrorKind::UnbalancedClosingBrace => "this brace closes none".to_owned(),
        other => lower_first(&other.to_string()),
    }
}

fn is_unknown_value(error: &FluentError) -> bool {
    matches!(
        error,
        FluentError::ResolverError(ResolverError::Reference(ReferenceKind::Variable { .. }))
    )
}

fn reason(error: &FluentError) -> String {
    let told = match error {
        FluentError::ResolverError(error) => error.to_string(),
        other => other.to_string(),
    };
    lower_first(&told)
}

fn lower_first(text: &str) -> String {
    let mut chars = text.chars();
    match chars.next() {
        Some(first) => first.to_lowercase().chain(chars).collect(),
        None => String::new(),
    }
}

/// The nearest boundary of a character at or before `at`.
fn floor(text: &str, at: usize) -> usize {
    (0..=at.min(text.len()))
        .rev()
        .find(|at| text.is_char_boundary(*at))
        .unwrap_or(0)
}

#[cfg(test)]
mod tests;
