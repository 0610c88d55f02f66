//! Diagnostics as an editor sees them: the file, the line, what is wrong, what to do.

use std::io::IsTerminal;

use annotate_snippets::renderer::DecorStyle;
use annotate_snippets::{AnnotationKind, Group, Level, Origin, Renderer, Snippet};

use crate::diagnostics::{Diagnostic, Severity, Span};

/// Prints diagnostics to standard error.
pub(super) fn print(diagnostics: &[Diagnostic]) {
    let colour = std::io::stderr().is_terminal() && std::env::var_os("NO_COLOR").is_none();
    for diagnostic in diagnostics {
        eprintln!("{}\n", render(diagnostic, colour));
    }
}

/// One diagnostic as text.
pub(super) fn render(diagnostic: &Diagnostic, colour: bool) -> String {
    let renderer = match colour {
        true => Renderer::styled(),
        false => Renderer::plain(),
    };
    let level = match diagnostic.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
    };
    let title = level
        .primary_title(diagnostic.message.as_str())
        .id(diagnostic.code);
    let path = diagnostic.place.as_ref().map(|place| place.path.as_str());
    let span = diagnostic
        .place
        .as_ref()
        .and_then(|place| place.span.as_ref());
    let mut group = match (path, span) {
        (Some(path), Some(span)) => {
            let marked = AnnotationKind::Primary.span(bytes(span));
            title.element(
                Snippet::source(span.text.as_str())
                    .path(path)
                    .line_start(span.line as usize)
                    .annotation(marked),
            )
        }
        (Some(path), None) => title.element(Origin::path(path)),
        (None, _) => Group::with_title(title),
    };
    if let Some(hint) = &diagnostic.hint {
        group = group.element(Level::HELP.message(hint.as_str()));
    }
    renderer.decor_style(DecorStyle::Ascii).render(&[group])
}

/// The bytes of a span in its line, which may have been cut.
fn bytes(span: &Span) -> std::ops::Range<usize> {
    let at = |characters: usize| {
        span.text
            .char_indices()
            .nth(characters)
            .map_or(span.text.len(), |(at, _)| at)
    };
    let start = (span.column as usize).saturating_sub(1);
    at(start)..at(start + span.length as usize)
}

/// `1 error`, `3 warnings`.
pub(super) fn count(n: usize, word: &str) -> String {
    match n {
        1 => format!("1 {word}"),
        n => format!("{n} {word}s"),
    }
}
