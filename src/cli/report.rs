//! Diagnostics as an editor sees them: the file, the line, what is wrong, what to do.
//!
//! Diagnostics come in, text for the terminal goes out. No error is ever left out of it.

use std::collections::BTreeMap;
use std::io::IsTerminal;

use annotate_snippets::renderer::DecorStyle;
use annotate_snippets::{AnnotationKind, Group, Level, Origin, Renderer, Snippet};

use super::terminal::{err_styled, safe, safe_line};
use crate::build::{Files, Lines};
use crate::diagnostics::{Diagnostic, Severity, Span};
use crate::lookup::{Known, Lookup};

/// How many warnings that say the same are shown in full where they are many.
const SHOWN_OF_A_KIND: usize = 3;

/// How many warnings of one code are shown in full, whatever they say.
const SHOWN_OF_A_CODE: usize = 12;

/// Prints diagnostics to standard error.
pub(super) fn print(diagnostics: &[Diagnostic]) {
    let colour = has_colour();
    for diagnostic in diagnostics {
        err_styled(&format!("{}\n", render(diagnostic, colour)));
    }
}

/// Whether standard error shows colours.
pub(super) fn has_colour() -> bool {
    std::io::stderr().is_terminal() && std::env::var_os("NO_COLOR").is_none()
}

/// Prints diagnostics about `files` to standard error, with the lines they are about.
pub(super) fn print_all(diagnostics: &[Diagnostic], files: &dyn Files) {
    let mut lines = Lines::of(files);
    for diagnostic in diagnostics {
        print(&[lines.shown(diagnostic)]);
    }
}

/// Prints diagnostics about `files` to standard error: where one warning is told of many files, the first
/// of them and how many more there are.
pub(super) fn print_grouped(diagnostics: &[Diagnostic], files: &dyn Files) {
    print_text(&Grouped::of(diagnostics, files).text(has_colour()));
}

/// Prints what [`Grouped::text`] made.
pub(super) fn print_text(text: &str) {
    if let Some(text) = text.strip_suffix('\n') {
        err_styled(text);
    }
}

/// What [`print_grouped`] prints.
pub(super) struct Grouped {
    /// Those to show in full, with their lines.
    shown: Vec<Diagnostic>,
    /// A line for each group of which some are not shown.
    more: Vec<String>,
}

impl Grouped {
    /// What there is to say of `files`.
    pub(super) fn of(diagnostics: &[Diagnostic], files: &dyn Files) -> Grouped {
        let (shown, more) = grouped(diagnostics);
        let mut lines = Lines::of(files);
        let shown = shown.into_iter();
        Grouped {
            shown: shown.map(|diagnostic| lines.shown(diagnostic)).collect(),
            more,
        }
    }

    /// It as text.
    pub(super) fn text(&self, colour: bool) -> String {
        let mut text = String::new();
        for diagnostic in &self.shown {
            text.push_str(&render(diagnostic, colour));
            text.push_str("\n\n");
        }
        for line in &self.more {
            text.push_str(&safe(line));
            text.push_str("\n\n");
        }
        text
    }
}

/// Warnings that say the same.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
struct Kind<'a> {
    code: &'a str,
    message: &'a str,
}

impl Kind<'_> {
    /// The kind of a warning; an error is one of a kind.
    fn of(diagnostic: &Diagnostic) -> Option<Kind<'_>> {
        (diagnostic.severity == Severity::Warning).then_some(Kind {
            code: diagnostic.code,
            message: &diagnostic.message,
        })
    }
}

/// Warnings of which one line tells.
#[derive(Default)]
struct Hidden<'a> {
    times: usize,
    files: Known<&'a str>,
}

impl<'a> Hidden<'a> {
    fn add(&mut self, diagnostic: &'a Diagnostic) {
        self.times += 1;
        let place = diagnostic.place.as_ref();
        self.files.extend(place.map(|place| place.path.as_str()));
    }
}

/// All warnings of one kind.
struct OfKind<'a> {
    kind: Kind<'a>,
    times: usize,
    /// How many of them are shown so far.
    shown: usize,
    hidden: Hidden<'a>,
}

/// Diagnostics by what they say: each kind of warning once, and the place of each diagnostic's among them. An archive
/// has hundreds of thousands of warnings, whose texts are looked up only here.
fn by_kind(diagnostics: &[Diagnostic]) -> (Vec<OfKind<'_>>, Vec<Option<usize>>) {
    let mut numbers: Lookup<Kind, usize> = Lookup::default();
    let mut kinds: Vec<OfKind> = Vec::new();
    let mut places = Vec::with_capacity(diagnostics.len());
    for diagnostic in diagnostics {
        let place = Kind::of(diagnostic).map(|kind| {
            *numbers.entry(kind).or_insert_with(|| {
                kinds.push(OfKind {
                    kind,
                    times: 0,
                    shown: 0,
                    hidden: Hidden::default(),
                });
                kinds.len() - 1
            })
        });
        if let Some(of_kind) = place.and_then(|place| kinds.get_mut(place)) {
            of_kind.times += 1;
        }
        places.push(place);
    }
    (kinds, places)
}

/// The diagnostics to show in full, and a line for each group of warnings of which some are not.
fn grouped(diagnostics: &[Diagnostic]) -> (Vec<&Diagnostic>, Vec<String>) {
    let (mut kinds, places) = by_kind(diagnostics);
    let mut of_code: BTreeMap<&str, usize> = BTreeMap::new();
    let mut others: BTreeMap<&str, Hidden> = BTreeMap::new();
    let mut shown = Vec::new();
    for (diagnostic, place) in diagnostics.iter().zip(places) {
        let of_kind = place.and_then(|place| kinds.get_mut(place));
        // One that is left out saves nothing: its line would be as long.
        if let Some(of_kind) = of_kind.filter(|of_kind| of_kind.times > SHOWN_OF_A_KIND + 1) {
            if of_kind.shown == SHOWN_OF_A_KIND {
                of_kind.hidden.add(diagnostic);
                continue;
            }
            of_kind.shown += 1;
        }
        let n = of_code.entry(diagnostic.code).or_default();
        *n += 1;
        if *n > SHOWN_OF_A_CODE && !diagnostic.is_error() {
            others.entry(diagnostic.code).or_default().add(diagnostic);
            continue;
        }
        shown.push(diagnostic);
    }
    let line = |Kind { code, message }: Kind, Hidden { times, files }: Hidden| {
        let places = match files.len() == times {
            true => format!("in {}", count(times, "more file")),
            false => format!("{times} more times in {}", count(files.len(), "file")),
        };
        format!("warning[{code}]: {message} {places}; --explain shows all")
    };
    let of_code = |(code, Hidden { times, files }): (&str, Hidden)| {
        let files = count(files.len(), "file");
        format!("warning[{code}]: {times} more of this kind in {files}; --explain shows all")
    };
    // An archive can have thousands of kinds: of each code the first are told one by one, by what they say.
    let mut lines = Vec::new();
    let mut told: BTreeMap<&str, usize> = BTreeMap::new();
    kinds.retain(|of_kind| of_kind.hidden.times > 0);
    kinds.sort_by_key(|of_kind| of_kind.kind);
    for OfKind { kind, hidden, .. } in kinds {
        let n = told.entry(kind.code).or_default();
        *n += 1;
        if *n <= SHOWN_OF_A_CODE {
            lines.push(line(kind, hidden));
        } else {
            let all = others.entry(kind.code).or_default();
            all.times += hidden.times;
            all.files.extend(hidden.files);
        }
    }
    lines.extend(others.into_iter().map(of_code));
    (shown, lines)
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
    let message = safe(&diagnostic.message);
    let title = level.primary_title(&*message).id(diagnostic.code);
    let path = diagnostic
        .place
        .as_ref()
        .map(|place| safe_line(place.path.as_str()));
    let span = diagnostic
        .place
        .as_ref()
        .and_then(|place| place.span.as_ref());
    let hint = diagnostic.hint.as_deref().map(safe);
    let window = span.map(Window::of);
    let mut group = match (path.as_deref(), &window, span) {
        (Some(path), Some(window), Some(span)) => {
            // The library shows the control characters of a source line as pictures.
            let snippet = Snippet::source(window.text.as_str())
                .line_start(span.line as usize)
                .annotation(AnnotationKind::Primary.span(window.marked.clone()));
            match window.is_cut {
                false => title.element(snippet.path(path)),
                // The column is that of the line, not of the piece of it that is shown.
                true => title
                    .element(
                        Origin::path(path)
                            .line(span.line as usize)
                            .char_column(span.column as usize),
                    )
                    .element(snippet),
            }
        }
        (Some(path), ..) => title.element(Origin::path(path)),
        (None, ..) => Group::with_title(title),
    };
    if let Some(hint) = hint.as_deref() {
        group = group.element(Level::HELP.message(hint));
    }
    renderer.decor_style(DecorStyle::Ascii).render(&[group])
}

/// How much of a long line is shown on either side of what it is about, in characters. A paragraph of
/// Markdown is one line.
const AROUND: usize = 60;

/// The piece of a line that is shown, and the bytes of it that are marked.
struct Window {
    text: String,
    marked: std::ops::Range<usize>,
    /// Whether the line begins before the piece.
    is_cut: bool,
}

impl Window {
    fn of(span: &Span) -> Window {
        let start = (span.column as usize).saturating_sub(1);
        let length = (span.length as usize).min(2 * AROUND);
        let first = match start > 2 * AROUND {
            true => start - AROUND,
            false => 0,
        };
        let mut rest = span.text.chars().skip(first);
        let mut text = String::from(if first > 0 { "…" } else { "" });
        text.extend(rest.by_ref().take(start - first));
        let from = text.len();
        text.extend(rest.by_ref().take(length));
        let to = text.len();
        text.extend(rest.by_ref().take(2 * AROUND));
        if rest.next().is_some() {
            text.push('…');
        }
        Window {
            text,
            marked: from..to,
            is_cut: first > 0,
        }
    }
}

/// `1 error`, `3 warnings`.
pub(super) fn count(n: usize, word: &str) -> String {
    match n {
        1 => format!("1 {word}"),
        n => format!("{n} {word}s"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::paths::SourcePath;

    #[test]
    fn many_warnings_of_one_kind_are_told_together_and_errors_never() {
        let told = |n: usize| {
            let path = SourcePath::new(format!("content/{n}.md"));
            [
                Diagnostic::warning("unknown-key", "unknown key `layout`").in_file(&path),
                Diagnostic::error("bad-date", "no date").in_file(&path),
                Diagnostic::warning("unknown-key", format!("unknown key `x{}`", n % 2))
                    .in_file(&path),
            ]
        };
        let diagnostics: Vec<Diagnostic> = (0..8).flat_map(told).collect();
        let (shown, more) = grouped(&diagnostics);
        assert_eq!(shown.len(), 3 + 8 + 8);
        assert_eq!(
            more,
            ["warning[unknown-key]: unknown key `layout` in 5 more files; --explain shows all"]
        );
    }

    #[test]
    fn a_file_cannot_steer_the_terminal() {
        let path = SourcePath::new("content/\u{1b}[2J\n.md");
        let span = Span::of_line("title: \u{1b}[31mx", 1);
        let told = render(
            &Diagnostic::warning("unknown-key", "unknown key `\u{1b}]0;x`")
                .at(&path, span)
                .hint("\u{9b}"),
            false,
        );
        assert!(
            told.chars().all(|c| c == '\n' || !c.is_control()),
            "{told:?}"
        );
    }
}
