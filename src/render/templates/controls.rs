//! Characters in templates that make them read otherwise than they run ("Trojan Source",
//! CVE-2021-42574).

use super::TemplateSource;
use crate::diagnostics::{Diagnostic, Span};

/// Told at most of one template: after so many, the file needs cleaning and no list.
const MOST: usize = 20;

/// The name of a character that overrides, embeds or isolates direction without a trace on screen.
fn control(c: char) -> Option<&'static str> {
    Some(match c {
        '\u{202A}' => "LRE, U+202A",
        '\u{202B}' => "RLE, U+202B",
        '\u{202C}' => "PDF, U+202C",
        '\u{202D}' => "LRO, U+202D",
        '\u{202E}' => "RLO, U+202E",
        '\u{2066}' => "LRI, U+2066",
        '\u{2067}' => "RLI, U+2067",
        '\u{2068}' => "FSI, U+2068",
        '\u{2069}' => "PDI, U+2069",
        _ => return None,
    })
}

/// A warning for each such character, with its place.
pub(super) fn warnings(source: &TemplateSource) -> Vec<Diagnostic> {
    let controls = source
        .text
        .char_indices()
        .filter_map(|(at, c)| Some((at, c.len_utf8(), control(c)?)));
    let warning = |(at, length, name): (usize, usize, &str)| {
        Diagnostic::warning(
            "bidi-override",
            format!("an invisible control character ({name}) changes the order in which this is read"),
        )
        .at(&source.path, Span::of_bytes(&source.text, at, at + length))
        .hint("Delete it. What a template prints is isolated by itself; other text can have a dir attribute.")
    };
    controls.take(MOST).map(warning).collect()
}
