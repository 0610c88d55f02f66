//! An export's lines in a form in which an import changes nothing.
//!
//! Bytes come in, lines go out, each with a key of its letters and signs. It is read apart from
//! [`super::clean`] and [`super::blocks`], so that what they lose is missed.

use super::boilerplate::{Furniture, furniture};
use super::byline::author;
use super::clean::push_unified;
use super::dateline;
use super::decode::decode;
use super::report::quoted;
use crate::diagnostics::Diagnostic;
use crate::paths::SourcePath;
use crate::text::normalize::is_invisible;

/// A line of an export that is not blank.
#[derive(Debug)]
pub(in crate::import) struct Comparable {
    /// Its number, from 1, as editors count lines.
    pub(in crate::import) number: u32,
    /// What of it is compared.
    pub(in crate::import) key: String,
    text: String,
}

/// The lines of the export in `bytes`.
pub(in crate::import) fn lines_of(
    path: &SourcePath,
    bytes: &[u8],
) -> Result<Vec<Comparable>, Box<Diagnostic>> {
    let text = decode(path, bytes, &mut Vec::new())?;
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    let numbered = text.split('\n').zip(1u32..);
    let pieces = numbered.flat_map(|(line, number)| {
        let ends = |c| matches!(c, '\u{B}' | '\u{C}' | '\u{85}' | '\u{2028}' | '\u{2029}');
        line.split(ends).map(move |piece| (number, piece))
    });
    let lines = pieces.map(|(number, piece)| Comparable {
        number,
        key: Comparable::key(piece),
        text: piece.to_owned(),
    });
    // A joiner alone has no shape.
    let shaped = lines.filter(|line| line.key.chars().any(|c| !is_invisible(c)));
    Ok(shaped.collect())
}

impl Comparable {
    /// The letters, signs and figures of `text`: no spaces, nothing invisible but joiners, letters for
    /// presentation forms, and one kind of quotation mark.
    pub(in crate::import) fn key(text: impl AsRef<str>) -> String {
        let mut unified = String::with_capacity(text.as_ref().len());
        for c in text.as_ref().chars() {
            push_unified(&mut unified, c);
        }
        let compared = unified.chars().filter(|c| {
            let joins = matches!(c, '\u{200C}' | '\u{200D}' | '\u{2060}'..='\u{2064}');
            joins || !(c.is_whitespace() || c.is_control() || is_invisible(*c))
        });
        compared
            .map(|c| if matches!(c, '«' | '»') { '"' } else { c })
            .collect()
    }

    /// Whether the line is a dateline of this desk and date, as front matter has them.
    pub(in crate::import) fn is_dateline(
        &self,
        section: &Option<String>,
        date: &Option<String>,
    ) -> bool {
        let mut unified = String::new();
        for c in self.text.chars() {
            push_unified(&mut unified, c);
        }
        dateline::read(&unified).is_some_and(|found| {
            let day = found.day.ok().map(|day| day.to_string());
            found.desk.map(Self::key) == section.as_ref().map(Self::key) && day == *date
        })
    }

    /// The key of the source that the line names, if it names one.
    pub(in crate::import) fn source_key(&self) -> Option<String> {
        match furniture(&self.text)? {
            Furniture::Source(name) => Some(Self::key(name)),
            Furniture::Label | Furniture::Links => None,
        }
    }

    /// The key of the author that the line names, if it names one.
    pub(in crate::import) fn author_key(&self) -> Option<String> {
        author(&self.text).map(Self::key)
    }

    /// The line for a message.
    pub(in crate::import) fn quoted(&self) -> String {
        quoted(self.text.trim())
    }
}
