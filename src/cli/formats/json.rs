//! JSON lines: an object for each diagnostic, one a line.

use serde::Serialize;

use super::{Repository, plain_json};
use crate::diagnostics::{Diagnostic, Severity};

#[derive(Serialize)]
struct Line<'a> {
    severity: &'static str,
    code: &'a str,
    message: &'a str,
    file: Option<String>,
    line: Option<u32>,
    column: Option<u32>,
    length: Option<u32>,
    hint: Option<&'a str>,
}

pub(super) fn written(diagnostics: &[Diagnostic], repository: &Repository) -> String {
    let line = |diagnostic: &Diagnostic| {
        let span = diagnostic
            .place
            .as_ref()
            .and_then(|place| place.span.as_ref());
        let line = Line {
            severity: match diagnostic.severity {
                Severity::Error => "error",
                Severity::Warning => "warning",
            },
            code: diagnostic.code,
            message: &diagnostic.message,
            file: repository.path(diagnostic),
            line: span.map(|span| span.line),
            column: span.map(|span| span.column),
            length: span.map(|span| span.length),
            hint: diagnostic.hint.as_deref(),
        };
        format!("{}\n", plain_json(&line))
    };
    diagnostics.iter().map(line).collect()
}

#[cfg(test)]
mod tests {
    use super::super::samples;
    use super::*;

    #[test]
    fn a_line_for_each() {
        let told = written(&samples::diagnostics(), &Repository::default());
        let expected = [
            r#"{"severity":"error","code":"bad-date","message":"`2022-02-30` is 100% wrong: no such day\nin 2022","file":"content/محلي/a, b.md","line":2,"column":7,"length":10,"hint":"Write it as 2022-01-10"}"#,
            r#"{"severity":"warning","code":"unknown-key","message":"unknown key `\u202ex`","file":"content/محلي/a, b.md","line":null,"column":null,"length":null,"hint":null}"#,
            r#"{"severity":"warning","code":"no-time-zone","message":"no time zone is set","file":null,"line":null,"column":null,"length":null,"hint":null}"#,
            r#"{"severity":"warning","code":"no-time-zone","message":"no time zone is set","file":null,"line":null,"column":null,"length":null,"hint":null}"#,
        ];
        assert_eq!(told.lines().collect::<Vec<_>>(), expected);
        assert_eq!(written(&[], &Repository::default()), "");
    }
}
