//! A story -> the text of its content file.
//!
//! Plain text comes in, YAML front matter and Markdown go out; reading the file again gives the same
//! text. Every string of the front matter stands in quotation marks, so that no title is ever taken
//! for a number, a date or YAML's own signs.

use super::escape;
use super::report::Note;
use super::{Part, Story};

/// Notes beyond this many are only counted: front matter is for people.
const NOTES: usize = 40;

/// The file's text.
pub(super) fn markdown(story: &Story, slug: &str, source_blake3: &str, notes: &[Note]) -> String {
    let Story {
        title,
        kicker,
        author,
        date,
        section,
        caption,
        source,
        body,
        trailing,
    } = story;
    let mut out = String::from("---\n");
    field(&mut out, "title", title);
    match date {
        Some(day) => field(&mut out, "date", &day.to_string()),
        None => out.push_str("draft: true\n"),
    }
    if let Some(section) = section {
        field(&mut out, "section", section);
    }
    if let Some(author) = author {
        out.push_str("authors:\n  - ");
        push_quoted(&mut out, author);
        out.push('\n');
    }
    field(&mut out, "slug", slug);
    if let Some(caption) = caption {
        out.push_str("image:\n  ");
        field(&mut out, "caption", caption);
    }
    if let Some(source) = source {
        field(&mut out, "source", source);
    }
    if kicker.is_some() || !trailing.is_empty() {
        out.push_str("extra:\n");
    }
    if let Some(kicker) = kicker {
        out.push_str("  ");
        field(&mut out, "kicker", kicker);
    }
    if !trailing.is_empty() {
        out.push_str("  trailing:\n");
        items(&mut out, trailing.iter().cloned());
    }
    out.push_str("import:\n  ");
    field(&mut out, "source_blake3", source_blake3);
    if !notes.is_empty() {
        out.push_str("  notes:\n");
        let more = notes.len().saturating_sub(NOTES);
        let rest = (more > 0).then(|| format!("and {more} more"));
        items(
            &mut out,
            notes.iter().take(NOTES).map(Note::to_string).chain(rest),
        );
    }
    out.push_str("---\n");
    for part in body {
        out.push('\n');
        match part {
            Part::Paragraph(lines) => escape::push_paragraph(&mut out, lines),
            Part::Subheading(text) => escape::push_subheading(&mut out, text),
        }
        out.push('\n');
    }
    out
}

fn field(out: &mut String, key: &str, value: &str) {
    out.push_str(key);
    out.push_str(": ");
    push_quoted(out, value);
    out.push('\n');
}

fn items(out: &mut String, values: impl Iterator<Item = String>) {
    for value in values {
        out.push_str("    - ");
        push_quoted(out, &value);
        out.push('\n');
    }
}

/// Appends `text` as a YAML string in double quotes (YAML 1.2, section 7.3.1).
fn push_quoted(out: &mut String, text: &str) {
    out.push('"');
    for c in text.chars() {
        match c {
            '"' | '\\' => out.extend(['\\', c]),
            // Characters that YAML does not print, and those it takes for line breaks.
            c if c.is_control()
                || matches!(
                    c,
                    '\u{2028}' | '\u{2029}' | '\u{FEFF}' | '\u{FFFE}' | '\u{FFFF}'
                ) =>
            {
                out.push_str(&format!("\\u{:04X}", u32::from(c)));
            }
            c => out.push(c),
        }
    }
    out.push('"');
}
