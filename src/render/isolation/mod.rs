//! Everything a template inserts into other text is isolated, by the same step that escapes it.
//!
//! Inserted texts come in through [`escape`], which the template engine calls for whatever `{{ … }}`
//! prints and which is not already HTML: it escapes the text and puts two marks around it that no
//! text has. The finished page goes through [`isolate`], which knows from the page's own tags where
//! each inserted text has come to stand:
//!
//! - in the text of an element it becomes `<bdi dir="rtl">…</bdi>`, with the direction its letters
//!   have, unless an element with a direction holds nothing else;
//! - in an attribute, a `<title>`, a script or a comment it stays plain text. What readers see of
//!   these (`<title>`, `alt`, `aria-label`, the description …) is given one U+200F or U+200E in front
//!   if its first strong letter would give it the wrong direction.
//!
//! The page and not the template is read, because only there is it certain where a text stands: a
//! block, a component, an `{% if %}` inside a tag or an included file may each hold half of it. And a
//! template is compiled as its author wrote it, so its faults are told where they are.
//!
//! Nothing here may take away or reorder a letter of the page, whatever its HTML is worth: of a page
//! without marks every byte stays, but for the marks of direction added to readable attributes.

mod open;
mod readable;
mod tag;
mod walk;

use std::borrow::Cow;
use std::io::{self, Write};

use tera::escape_html;

use crate::text::direction::Direction;

/// Around an inserted text. These are noncharacters, which Unicode keeps free for such use inside a
/// program and which HTML forbids in a page.
const OPEN: char = '\u{FDD0}';
const CLOSE: char = '\u{FDD1}';
/// Around the program's own words on their way through a template: a message of the theme, in the
/// page's language, that is text of the template and not an insertion.
const OWN: char = '\u{FDD2}';
const OWN_END: char = '\u{FDD3}';
/// Around HTML that was isolated before, for a place of either direction: a card that several lists show.
const FINISHED_RTL: char = '\u{FDD4}';
const FINISHED_LTR: char = '\u{FDD5}';
const FINISHED_END: char = '\u{FDD6}';

/// The length of each mark in UTF-8, and the two bytes they all begin with.
const MARK: usize = 3;
const LEAD: [u8; 2] = [0xEF, 0xB7];

/// The mark that `bytes` begin with.
fn mark_at(bytes: &[u8]) -> Option<char> {
    if bytes.get(..2)? != LEAD {
        return None;
    }
    match bytes.get(2)? {
        0x90 => Some(OPEN),
        0x91 => Some(CLOSE),
        0x92 => Some(OWN),
        0x93 => Some(OWN_END),
        0x94 => Some(FINISHED_RTL),
        0x95 => Some(FINISHED_LTR),
        0x96 => Some(FINISHED_END),
        _ => None,
    }
}

fn is_mark(c: char) -> bool {
    matches!(c, OPEN..=FINISHED_END)
}

/// Whether `text` holds a mark. The byte that all begin with is rare.
fn has_mark(text: &str) -> bool {
    let bytes = text.as_bytes();
    memchr::memchr_iter(LEAD[0], bytes).any(|at| mark_at(&bytes[at..]).is_some())
}

/// `text` without marks, which it can only have by an accident or a trick.
fn unmarked(text: &str) -> Cow<'_, str> {
    match has_mark(text) {
        true => Cow::Owned(text.replace(is_mark, "")),
        false => Cow::Borrowed(text),
    }
}

/// A text that is set into the program's own words.
pub(super) fn argument(text: &str) -> String {
    format!("{OPEN}{}{CLOSE}", unmarked(text))
}

/// The program's own words, in the page's language. What [`argument`] made of them is isolated, they
/// themselves are not.
pub(super) fn own_words(text: &str) -> String {
    format!("{OWN}{text}{OWN_END}")
}

/// Escapes a text for HTML and marks it as inserted: the template engine's one way of printing text.
pub(super) fn escape(text: &str, out: &mut dyn Write) -> io::Result<()> {
    if !has_mark(text) {
        return inserted(text, out);
    }
    // The program's own words alone, with nothing put into them: most that a template prints of them.
    if let Some(words) = text
        .strip_prefix(OWN)
        .and_then(|rest| rest.strip_suffix(OWN_END))
        && !has_mark(words)
    {
        return escape_html(words, out);
    }
    // The program's own words, perhaps joined with other text: `t(key="by") ~ ": " ~ name`.
    let (mut own, mut argument, mut after_own, mut rest) = (false, false, false, text);
    while !rest.is_empty() {
        let end = rest.find(is_mark).unwrap_or(rest.len());
        let (piece, after) = rest.split_at(end);
        let mark = after.chars().next();
        match (own, argument) {
            (true, false) => escape_html(piece, out)?,
            (true, true) => inserted(piece, out)?,
            (false, _) => joined(piece, after_own, mark == Some(OWN), out)?,
        }
        match mark {
            Some(OWN) => (own, argument) = (true, false),
            Some(OWN_END) => (own, argument, after_own) = (false, false, true),
            Some(OPEN) => argument = true,
            _ => argument = false,
        }
        rest = after.get(MARK..).unwrap_or_default();
    }
    Ok(())
}

/// A text that was joined to the program's own words. White space and punctuation at the joint stand
/// between the two and belong to the template.
fn joined(text: &str, after_own: bool, before_own: bool, out: &mut dyn Write) -> io::Result<()> {
    let between = |c: char| c.is_whitespace() || ":;,.()[]–—·|/،؛«»".contains(c);
    let start = match after_own {
        true => text.len() - text.trim_start_matches(between).len(),
        false => 0,
    };
    let (before, text) = text.split_at(start);
    let end = match before_own {
        true => text.trim_end_matches(between).len(),
        false => text.len(),
    };
    let (text, after) = text.split_at(end);
    escape_html(before, out)?;
    inserted(text, out)?;
    escape_html(after, out)
}

fn inserted(text: &str, out: &mut dyn Write) -> io::Result<()> {
    if text.is_empty() {
        return Ok(());
    }
    out.write_all("\u{FDD0}".as_bytes())?;
    escape_html(text, out)?;
    out.write_all("\u{FDD1}".as_bytes())
}

/// A page whose inserted texts are isolated.
pub(super) struct Isolated {
    pub(super) page: Vec<u8>,
    /// What [`finished`] made stands where other text has another direction, or no markup can be.
    pub(super) is_misplaced: bool,
}

/// The page with its inserted texts isolated. `base` is its direction as long as no element says it.
pub(super) fn isolate(page: &str, base: Direction) -> Isolated {
    walk::Walk::new(page, base).finish()
}

/// A piece of a page, isolated for a place of direction `base`: the page it is put into takes it over as
/// it is.
pub(super) fn finished(piece: &str, base: Direction) -> String {
    let isolated = isolate(piece.trim_ascii(), base).page;
    let begin = match base {
        Direction::Rtl => FINISHED_RTL,
        Direction::Ltr => FINISHED_LTR,
    };
    format!(
        "{begin}{}{FINISHED_END}",
        String::from_utf8_lossy(&isolated)
    )
}

#[cfg(test)]
mod tests;
