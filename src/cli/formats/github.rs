//! Workflow commands, which GitHub makes annotations of at the lines of a change.
//!
//! GitHub takes ten errors and ten warnings of a step and drops the others without a word. So the tenth of
//! more says how many there are; the text beside it in the log leaves out none of the errors.

use super::super::terminal::safe;
use super::Repository;
use crate::diagnostics::{Diagnostic, Severity};

/// How many annotations of a kind GitHub takes of one step.
const TAKEN: usize = 10;

pub(super) fn written(diagnostics: &[Diagnostic], repository: &Repository) -> String {
    let mut text = String::new();
    for severity in [Severity::Error, Severity::Warning] {
        let of_kind: Vec<&Diagnostic> = diagnostics
            .iter()
            .filter(|diagnostic| diagnostic.severity == severity)
            .collect();
        let shown = match of_kind.len() > TAKEN {
            true => TAKEN - 1,
            false => of_kind.len(),
        };
        for diagnostic in of_kind.iter().take(shown) {
            text.push_str(&command(diagnostic, repository));
        }
        let more = of_kind.len() - shown;
        if more > 0 {
            let name = name(severity);
            text.push_str(&format!("::{name}::{more} more {name}s; see the log\n"));
        }
    }
    text
}

fn name(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
    }
}

fn command(diagnostic: &Diagnostic, repository: &Repository) -> String {
    let mut properties = Vec::new();
    if let Some(path) = repository.path(diagnostic) {
        properties.push(format!("file={}", property(&path)));
    }
    if let Some(span) = diagnostic
        .place
        .as_ref()
        .and_then(|place| place.span.as_ref())
    {
        properties.push(format!("line={}", span.line));
        properties.push(format!("col={}", span.column));
        properties.push(format!(
            "endColumn={}",
            span.column.saturating_add(span.length)
        ));
    }
    properties.push(format!("title={}", property(diagnostic.code)));
    let mut message = safe(&diagnostic.message).into_owned();
    if let Some(hint) = &diagnostic.hint {
        message.push('\n');
        message.push_str(&safe(hint));
    }
    format!(
        "::{} {}::{}\n",
        name(diagnostic.severity),
        properties.join(","),
        data(&message)
    )
}

/// A message, in which no line may end.
fn data(text: &str) -> String {
    text.replace('%', "%25")
        .replace('\r', "%0D")
        .replace('\n', "%0A")
}

/// A property's value, which other properties come after.
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}

#[cfg(test)]
mod tests {
    use super::super::samples;
    use super::*;

    #[test]
    fn errors_come_first_and_nothing_ends_a_command_early() {
        let told = written(&samples::diagnostics(), &Repository::default());
        let expected = [
            "::error file=content/محلي/a%2C b.md,line=2,col=7,endColumn=17,title=bad-date::`2022-02-30` is 100%25 wrong: no such day%0Ain 2022%0AWrite it as 2022-01-10",
            "::warning file=content/محلي/a%2C b.md,title=unknown-key::unknown key `\\u{202e}x`",
            "::warning title=no-time-zone::no time zone is set",
            "::warning title=no-time-zone::no time zone is set",
        ];
        assert_eq!(told.lines().collect::<Vec<_>>(), expected);
    }

    #[test]
    fn of_thousands_as_many_are_sent_as_are_taken_and_the_rest_is_counted() {
        let told = written(&samples::many(11, 4000), &Repository::default());
        let lines: Vec<&str> = told.lines().collect();
        assert_eq!(lines.len(), 20);
        assert_eq!(
            lines[0],
            "::error file=content/0.md,title=bad-date::no date"
        );
        assert_eq!(lines[9], "::error::2 more errors; see the log");
        assert_eq!(lines[19], "::warning::3991 more warnings; see the log");
        let told = written(&samples::many(10, 0), &Repository::default());
        assert_eq!(told.lines().count(), 10);
        assert!(!told.contains("more"));
    }
}
