//! Typed values out of a mapping. Each reader takes its key out of what is left, so that what nobody
//! took is known at the end to be unknown.

use std::borrow::Cow;

use serde_yaml::Value;

use super::places::Places;
use crate::diagnostics::{Diagnostic, Severity, Span};
use crate::paths::SourcePath;
use crate::text::controls::{Fault, clean_line, plain, present};
use crate::text::nearest::nearest;
use crate::text::normalize::one_line;

/// The fields of one mapping, and where its faults are told.
pub struct Fields<'a> {
    file: &'a SourcePath,
    places: &'a Places<'a>,
    /// The keys above this mapping.
    parents: Vec<String>,
    /// Which item of a list of mappings this is.
    item: Option<usize>,
    value: &'a Value,
    /// The values of keys that are texts, and whether somebody took them. There are a few, and each is asked for by
    /// many names.
    entries: Vec<(&'a str, &'a Value, bool)>,
    diagnostics: &'a mut Vec<Diagnostic>,
}

impl<'a> Fields<'a> {
    pub(super) fn new(
        file: &'a SourcePath,
        places: &'a Places<'a>,
        value: &'a Value,
        diagnostics: &'a mut Vec<Diagnostic>,
    ) -> Self {
        Fields {
            file,
            places,
            parents: Vec::new(),
            item: None,
            value,
            entries: entries(value),
            diagnostics,
        }
    }

    fn value(&self, key: &str) -> Option<&'a Value> {
        let found = self.entries.iter().find(|(known, ..)| *known == key);
        found.map(|(_, value, _)| *value)
    }

    fn get(&mut self, key: &str) -> Option<&'a Value> {
        self.ignore(key);
        match self.value(key)? {
            Value::Null => None,
            value => Some(value),
        }
    }

    /// Whether the mapping has `key`, even with no value.
    pub fn has(&self, key: &str) -> bool {
        self.value(key).is_some()
    }

    /// Whether the value of `key` says anything: it is there and is neither null nor empty text.
    pub fn has_value(&self, key: &str) -> bool {
        self.value(key).is_some_and(|value| match value {
            Value::Null => false,
            Value::String(text) => !text.trim().is_empty(),
            _ => true,
        })
    }

    /// Whether the value of `key` is a list.
    pub fn is_list(&self, key: &str) -> bool {
        self.value(key).is_some_and(Value::is_sequence)
    }

    /// The keys of the mapping, in the order they are written.
    pub fn keys(&self) -> Vec<String> {
        let keys = self
            .value
            .as_mapping()
            .into_iter()
            .flat_map(|mapping| mapping.keys());
        keys.filter_map(scalar).map(Cow::into_owned).collect()
    }

    fn path<'p>(&'p self, key: &'p str) -> Vec<&'p str> {
        self.parents
            .iter()
            .map(String::as_str)
            .chain([key])
            .collect()
    }

    /// Where the value of `key` stands.
    pub fn place(&self, key: &str) -> Span {
        self.places.value(&self.path(key), self.item)
    }

    /// Where item `n` of the list `key` stands.
    pub fn item_place(&self, key: &str, n: usize) -> Span {
        self.places.value(&self.path(key), Some(n))
    }

    /// Tells a fault of the value of `key`.
    pub fn error(
        &mut self,
        key: &str,
        code: &'static str,
        message: impl Into<String>,
        hint: impl Into<String>,
    ) {
        let place = self.place(key);
        self.tell(
            Diagnostic::error(code, message)
                .at(self.file, place)
                .hint(hint),
        );
    }

    /// Tells something worth knowing about the value of `key`.
    pub fn warning(
        &mut self,
        key: &str,
        code: &'static str,
        message: impl Into<String>,
        hint: impl Into<String>,
    ) {
        let place = self.place(key);
        self.tell(
            Diagnostic::warning(code, message)
                .at(self.file, place)
                .hint(hint),
        );
    }

    /// Tells any diagnostic.
    pub fn tell(&mut self, diagnostic: Diagnostic) {
        self.diagnostics.push(diagnostic);
    }

    /// Tells any diagnostic, about the stretch `span` of this file.
    pub fn tell_at(&mut self, diagnostic: Diagnostic, span: Span) {
        self.diagnostics.push(diagnostic.at(self.file, span));
    }

    fn wrong_type(&mut self, key: &str, expected: &str, example: &str) {
        self.error(
            key,
            "wrong-type",
            format!("`{key}` should be {expected}"),
            format!("For example: {example}"),
        );
    }

    /// A text on one line; numbers and truth values are read as they are written. `None` when absent
    /// or empty.
    pub fn text(&mut self, key: &str) -> Option<String> {
        let value = self.get(key)?;
        let written = match value {
            Value::Number(_) | Value::Bool(_) => self.places.source(&self.path(key)),
            _ => None,
        };
        match as_written(value, written) {
            Some(text) => Some(self.clean(key, None, &text)).filter(|text| !text.is_empty()),
            None => {
                self.wrong_type(key, "text", &format!("{key}: \"نص\""));
                None
            }
        }
    }

    /// `true` or `false`.
    pub fn flag(&mut self, key: &str) -> Option<bool> {
        match self.get(key)? {
            Value::Bool(flag) => Some(*flag),
            _ => {
                self.wrong_type(key, "true or false", &format!("{key}: true"));
                None
            }
        }
    }

    /// A whole number from 1 to `most`.
    pub fn count(&mut self, key: &str, most: usize) -> Option<usize> {
        self.whole(key, 1, most)
    }

    /// A whole number from `least` to `most`.
    pub fn whole(&mut self, key: &str, least: usize, most: usize) -> Option<usize> {
        let n = self
            .get(key)?
            .as_u64()
            .and_then(|n| usize::try_from(n).ok());
        match n {
            Some(n) if (least..=most).contains(&n) => Some(n),
            _ => {
                self.wrong_type(
                    key,
                    &format!("a whole number from {least} to {most}"),
                    &format!("{key}: {}", most.min(40)),
                );
                None
            }
        }
    }

    /// A list of texts; one text alone is a list of one. Empty items are dropped.
    pub fn texts(&mut self, key: &str) -> Vec<String> {
        let Some(value) = self.get(key) else {
            return Vec::new();
        };
        let items: Vec<Option<Cow<str>>> = match value {
            Value::Sequence(items) => {
                let is_rewritten = |item: &Value| item.is_number() || item.is_bool();
                let written = match items.iter().any(is_rewritten) {
                    true => self.places.items_source(&self.path(key)),
                    false => Vec::new(),
                };
                let items = items.iter().enumerate();
                items
                    .map(|(n, item)| match item.is_null() {
                        true => Some(Cow::Borrowed("")),
                        false => as_written(item, written.get(n).copied()),
                    })
                    .collect()
            }
            one => vec![as_written(one, self.places.source(&self.path(key)))],
        };
        if let Some(n) = items.iter().position(Option::is_none) {
            let place = self.item_place(key, n);
            let diagnostic =
                Diagnostic::error("wrong-type", format!("`{key}` should be a list of texts"))
                    .at(self.file, place)
                    .hint(format!("For example: {key}: [أول, ثان]"));
            self.tell(diagnostic);
        }
        items
            .into_iter()
            .flatten()
            .enumerate()
            .map(|(n, item)| self.clean(key, Some(n), &item))
            .filter(|item| !item.is_empty())
            .collect()
    }

    /// A text on one line, without the invisible characters that would turn its order around; each is
    /// told.
    fn clean(&mut self, key: &str, item: Option<usize>, text: &str) -> String {
        let line = one_line(text);
        let (clean, judged) = clean_line(&line);
        for judged in judged {
            if let Some(fault) = judged.fault {
                let c = judged.character;
                let span = self.places.value(&self.path(key), item).at_character(c);
                let diagnostic = Diagnostic::warning(fault.code(), fault.message(c))
                    .at(self.file, span)
                    .hint(fault.hint());
                self.tell(diagnostic);
            }
        }
        clean.into_owned()
    }

    /// A mapping below `key`, read by `read`. A value of another kind is told, unless it is a scalar
    /// and `short` names the field it stands for (`image: photo.png` for `image: {src: photo.png}`).
    pub fn mapping<T>(
        &mut self,
        key: &str,
        example: &str,
        read: impl FnOnce(&mut Fields) -> T,
    ) -> Option<T> {
        let value = self.get(key)?;
        if !value.is_mapping() {
            self.wrong_type(key, "a group of keys", example);
            return None;
        }
        Some(read(&mut self.below(key, value, None)))
    }

    /// Whether the value of `key` is a mapping.
    pub fn is_mapping(&self, key: &str) -> bool {
        self.value(key).is_some_and(Value::is_mapping)
    }

    /// A list of mappings below `key`, each read by `read`.
    pub fn mappings<T>(
        &mut self,
        key: &str,
        example: &str,
        mut read: impl FnMut(&mut Fields) -> Option<T>,
    ) -> Vec<T> {
        let Some(value) = self.get(key) else {
            return Vec::new();
        };
        let items: &[Value] = match value {
            Value::Sequence(items) => items,
            one => std::slice::from_ref(one),
        };
        if items.iter().any(|item| !item.is_mapping()) {
            self.wrong_type(key, "a list of groups of keys", example);
            return Vec::new();
        }
        items
            .iter()
            .enumerate()
            .filter_map(|(n, item)| read(&mut self.below(key, item, Some(n))))
            .collect()
    }

    fn below<'b>(&'b mut self, key: &str, value: &'b Value, item: Option<usize>) -> Fields<'b> {
        let parents = self
            .parents
            .iter()
            .cloned()
            .chain([key.to_owned()])
            .collect();
        Fields {
            file: self.file,
            places: self.places,
            parents,
            item,
            value,
            entries: entries(value),
            diagnostics: &mut *self.diagnostics,
        }
    }

    /// A free value below `key` as JSON text with its keys in alphabetical order, for templates.
    pub fn free(&mut self, key: &str) -> Option<String> {
        let value = self.get(key)?;
        if !value.is_mapping() {
            self.wrong_type(
                key,
                "a group of keys",
                &format!("{key}: {{photographer_id: 12}}"),
            );
            return None;
        }
        match serde_json::to_value(value) {
            Ok(json) => Some(self.without_controls(key, json.to_string())),
            Err(_) => {
                self.wrong_type(
                    key,
                    "made of texts, numbers, lists and groups only",
                    &format!("{key}: {{a: 1}}"),
                );
                None
            }
        }
    }

    /// The texts of a free value may go anywhere in a page, so that no pair in them is kept.
    fn without_controls(&mut self, key: &str, json: String) -> String {
        if !present(&json) {
            return json;
        }
        for c in json.chars() {
            if matches!(c, '\u{202D}' | '\u{202E}') {
                let span = self.place(key).at_character(c);
                let diagnostic =
                    Diagnostic::warning(Fault::Override.code(), Fault::Override.message(c))
                        .hint(Fault::Override.hint());
                self.tell_at(diagnostic, span);
            }
        }
        plain(&json).into_owned()
    }

    /// Marks `key` as known without reading it.
    pub fn ignore(&mut self, key: &str) {
        let entry = self.entries.iter_mut().find(|(known, ..)| *known == key);
        if let Some((_, _, is_taken)) = entry {
            *is_taken = true;
        }
    }

    /// Tells every key that nobody took, with the nearest of `known`.
    pub fn finish(&mut self, known: &[&str], severity: Severity) {
        let is_taken = |key: &Value| {
            let mut taken = self.entries.iter().filter(|(.., is_taken)| *is_taken);
            key.as_str()
                .is_some_and(|key| taken.any(|(known, ..)| *known == key))
        };
        let keys = self
            .value
            .as_mapping()
            .into_iter()
            .flat_map(|mapping| mapping.keys());
        let unknown = keys.filter(|key| !is_taken(key)).filter_map(scalar);
        let unknown: Vec<String> = unknown.map(Cow::into_owned).collect();
        for key in unknown {
            let span = self.places.key(&self.path(&key));
            let hint = match nearest(&key, known) {
                Some(near) => format!("Did you mean `{near}`?"),
                None => format!("The keys known here are: {}", known.join(", ")),
            };
            let diagnostic = Diagnostic {
                severity,
                ..Diagnostic::error("unknown-key", format!("unknown key `{key}`"))
            };
            self.tell(diagnostic.at(self.file, span).hint(hint));
        }
    }
}

/// The keys of a mapping that are texts, with their values; none of them is taken.
fn entries(value: &Value) -> Vec<(&str, &Value, bool)> {
    let entries = value.as_mapping().into_iter().flatten();
    entries
        .filter_map(|(key, value)| Some((key.as_str()?, value, false)))
        .collect()
}

/// A scalar as text.
fn scalar(value: &Value) -> Option<Cow<'_, str>> {
    match value {
        Value::String(text) => Some(Cow::Borrowed(text)),
        Value::Number(number) => Some(Cow::Owned(number.to_string())),
        Value::Bool(flag) => Some(Cow::Owned(flag.to_string())),
        _ => None,
    }
}

/// A scalar as text, as it is `written` where that is known: the parser makes `3.5` of `3.50`. What
/// stands there is taken only if it means the same.
fn as_written<'v>(value: &'v Value, written: Option<&str>) -> Option<Cow<'v, str>> {
    if let (Value::Number(_) | Value::Bool(_), Some(written)) = (value, written)
        && serde_yaml::from_str::<Value>(written).is_ok_and(|read| read == *value)
    {
        return Some(Cow::Owned(written.trim().to_owned()));
    }
    scalar(value)
}
