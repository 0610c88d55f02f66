//! YAML mappings read key by key, each value with its place, so that all faults are told at once.
//!
//! The text of a front matter or of `warraq.yaml` comes in; a [`Fields`] goes out from which typed
//! values are taken. This is the only module that knows serde_yaml, so that a successor can replace
//! it here.

mod fields;
mod places;
mod plain;

pub use fields::Fields;
use places::Places;
use serde_yaml::Value;

use crate::diagnostics::{Diagnostic, Span};
use crate::paths::SourcePath;

/// Longest YAML text that is read, in bytes: front matter and configuration are written by hand.
pub const MAX_BYTES: usize = 256 * 1024;

/// A YAML text: lines `start..end` (bytes) of a file.
pub struct Document<'a> {
    path: &'a SourcePath,
    places: Places<'a>,
    root: Value,
}

impl<'a> Document<'a> {
    /// Parses the bytes `start..end` of `file`. An empty document is an empty mapping.
    pub fn parse(
        path: &'a SourcePath,
        file: &'a str,
        start: usize,
        end: usize,
    ) -> Result<Self, Box<Diagnostic>> {
        let places = Places::new(file, start, end);
        let yaml = &file[start..end];
        if yaml.len() > MAX_BYTES {
            let size = MAX_BYTES / 1024;
            return Err(Box::new(
                Diagnostic::error(
                    "yaml-too-long",
                    format!("the YAML here is longer than {size} KiB"),
                )
                .at(path, Span::of_bytes(file, start, start))
                .hint("Is the closing `---` line missing? Long text belongs below it."),
            ));
        }
        match read(yaml) {
            Ok(Value::Null) => Ok(Document {
                path,
                places,
                root: Value::Mapping(Default::default()),
            }),
            Ok(root @ Value::Mapping(_)) => Ok(Document { path, places, root }),
            Ok(_) => Err(Box::new(
                Diagnostic::error("yaml-no-mapping", "expected lines of the form `key: value`")
                    .at(path, places.first_line())
                    .hint("For example: title: \"عنوان الخبر\""),
            )),
            Err(error) => Err(Box::new(syntax_error(path, &places, &error))),
        }
    }

    /// The fields of the outermost mapping.
    pub fn fields(&'a self, diagnostics: &'a mut Vec<Diagnostic>) -> Fields<'a> {
        Fields::new(self.path, &self.places, &self.root, diagnostics)
    }
}

/// Most numbers that are too long for the parser and are read as texts, in one document.
const LONG_NUMBERS: usize = 16;

/// Parses YAML. The parser refuses whole numbers of more digits than its numbers have; they are texts,
/// such as the identifiers of another system, and are put in quotation marks for it.
fn read(yaml: &str) -> Result<Value, serde_yaml::Error> {
    if let Some(value) = plain::read(yaml) {
        return Ok(value);
    }
    let mut result = serde_yaml::from_str(yaml);
    let mut quoted = String::new();
    for _ in 0..LONG_NUMBERS {
        let Err(error) = &result else { break };
        if quoted.is_empty() {
            yaml.clone_into(&mut quoted);
        }
        let Some(at) = long_number(&quoted, error) else {
            break;
        };
        quoted.insert(at.end, '"');
        quoted.insert(at.start, '"');
        result = serde_yaml::from_str(&quoted);
    }
    result
}

/// Where the number stands that is too long for the parser, if that is what it says.
fn long_number(yaml: &str, error: &serde_yaml::Error) -> Option<std::ops::Range<usize>> {
    let said = error.to_string();
    if !said.contains("as i128") && !said.contains("as u128") {
        return None;
    }
    let number = said.split('`').nth(1)?;
    // The place the parser names is near the number, or that of the mapping around it.
    let is_part = |c: Option<char>| c.is_some_and(|c| c.is_alphanumeric() || "\"'.-+_".contains(c));
    yaml.match_indices(number)
        .map(|(start, number)| start..start + number.len())
        .find(|at| {
            !is_part(yaml[..at.start].chars().next_back())
                && !is_part(yaml[at.end..].chars().next())
        })
}

fn syntax_error(path: &SourcePath, places: &Places, error: &serde_yaml::Error) -> Diagnostic {
    let said = error.to_string();
    // The library's text ends in its own position, which counts from the YAML's first line.
    let said = said.split(" at line ").next().unwrap_or(&said).to_owned();
    if let Some(key) = said
        .split("duplicate entry with key \"")
        .nth(1)
        .and_then(|rest| rest.strip_suffix('"'))
    {
        return Diagnostic::error("yaml-duplicate-key", format!("`{key}` is given twice"))
            .at(path, places.repeated_key(key))
            .hint("Keep one of them.");
    }
    if said.contains("repetition limit exceeded") || said.contains("recursion limit exceeded") {
        return Diagnostic::error("yaml-too-complex", "this YAML unfolds into too many values")
            .at(path, places.densest_line())
            .hint("Write the values out instead of repeating them with `&` and `*`.");
    }
    // A character that YAML does not allow is told with its byte alone.
    let (said, byte) = match said.split_once(" at position ") {
        Some((what, byte)) => (what.to_owned(), byte.trim().parse::<usize>().ok()),
        None => (said, None),
    };
    let span = match (error.location(), byte) {
        (_, Some(byte)) => places.at_byte(byte),
        (Some(at), None) => places.at_index(at.index(), at.line()),
        (None, None) => places.first_line(),
    };
    Diagnostic::error("yaml-syntax", format!("this is not valid YAML: {said}"))
        .at(path, span.clone())
        .hint(syntax_hint(&span.text))
}

/// The commonest slips of editors, told from the line itself.
fn syntax_hint(line: &str) -> &'static str {
    if line.contains('\t') {
        "YAML does not allow tab characters at the start of a line: use spaces."
    } else if line.matches(": ").count() > 1 || line.contains(" #") {
        "Put the value in quotation marks when it holds `: ` or ` #`: title: \"الخبر: تفاصيل\""
    } else if line.matches('"').count() % 2 == 1 {
        "A quotation mark is opened and not closed. Inside \"…\" write \\\" for a quotation mark."
    } else {
        "Each line is `key: value`; quote a value that begins with a sign such as \" [ { @ ` % & * !"
    }
}

#[cfg(test)]
mod tests;
