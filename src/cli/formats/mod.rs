//! Diagnostics for machines: one small module a format, each a pure function of the diagnostics.
//!
//! Diagnostics come in with the places of their files in the repository, text goes out. `docs/diagnostics.md`
//! says what is in each, and where it goes.

mod fingerprint;
mod github;
mod gitlab;
mod json;
mod repository;
mod sarif;

pub(super) use repository::Repository;

use super::arguments::Format;
use crate::diagnostics::Diagnostic;

/// `diagnostics` in a format for machines; nothing for [`Format::Human`], which is not one.
pub(super) fn written(
    format: Format,
    diagnostics: &[Diagnostic],
    repository: &Repository,
) -> Option<String> {
    Some(match format {
        Format::Human => return None,
        Format::Json => json::written(diagnostics, repository),
        Format::Github => github::written(diagnostics, repository),
        Format::Gitlab => gitlab::written(diagnostics, repository),
        Format::Sarif => sarif::written(diagnostics, repository),
    })
}

/// JSON in which no character can steer a terminal: controls, and those that turn the order of what follows
/// them. Such characters stand in strings only, where they can be written by their numbers.
fn plain_json(value: &impl serde::Serialize) -> String {
    // A structure of texts and numbers is always JSON.
    let json = serde_json::to_string(value).unwrap_or_default();
    let mut plain = String::with_capacity(json.len());
    for c in json.chars() {
        match super::terminal::steers(c) {
            true => plain.push_str(&format!("\\u{:04x}", u32::from(c))),
            false => plain.push(c),
        }
    }
    plain
}

#[cfg(test)]
mod samples {
    //! The diagnostics that the formats' tests tell.

    use crate::diagnostics::{Diagnostic, Span};
    use crate::paths::SourcePath;

    /// One with a place, one with a file, one with neither, and texts that need escaping.
    pub(super) fn diagnostics() -> Vec<Diagnostic> {
        let article = SourcePath::new("content/محلي/a, b.md");
        let text = "title: خبر\ndate: 2022-02-30\n";
        vec![
            Diagnostic::error(
                "bad-date",
                "`2022-02-30` is 100% wrong: no such day\nin 2022",
            )
            .at(
                &article,
                Span::of_bytes(text, text.len() - 11, text.len() - 1),
            )
            .hint("Write it as 2022-01-10"),
            Diagnostic::warning("unknown-key", "unknown key `\u{202e}x`").in_file(&article),
            Diagnostic::warning("no-time-zone", "no time zone is set"),
            Diagnostic::warning("no-time-zone", "no time zone is set"),
        ]
    }

    /// So many errors and so many warnings, of a line each.
    pub(super) fn many(errors: usize, warnings: usize) -> Vec<Diagnostic> {
        let path = |n: usize| SourcePath::new(format!("content/{n}.md"));
        let errors =
            (0..errors).map(|n| Diagnostic::error("bad-date", "no date").in_file(&path(n)));
        let warnings =
            (0..warnings).map(|n| Diagnostic::warning("unknown-key", "`x`").in_file(&path(n)));
        warnings.chain(errors).collect()
    }
}
