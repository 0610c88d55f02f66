//! What is shown now, and what a browser is told of it.
//!
//! A [`Live`] is one state of the preview, never changed once it is there; the next one takes its place. It
//! says what the browser's script has to know as JSON. Nothing is read or made here.

use std::collections::VecDeque;
use std::sync::Arc;

use serde_json::{Value, json};

use super::shown::Shown;
use crate::diagnostics::Diagnostic;

/// The script that the preview puts into pages.
pub(super) const SCRIPT: &str = include_str!("live.js");

/// How it shows faults.
pub(super) const STYLE: &str = include_str!("live.css");

/// How many faults are shown in a page; the terminal tells all.
pub(super) const FAULTS_SHOWN: usize = 20;

/// States whose changed files are remembered.
const REMEMBERED: usize = 64;

/// One state of the preview.
#[derive(Clone, Default)]
pub(super) struct Live {
    /// Counts the states.
    pub(super) version: u64,
    /// The last good site, if there has been one.
    pub(super) shown: Option<Arc<Shown>>,
    /// What is wrong with the site as it is now, with the lines.
    pub(super) faults: Arc<[Diagnostic]>,
    /// Copied files that became others, with the version in which they did.
    changed: VecDeque<(u64, Arc<[String]>)>,
}

impl Live {
    /// The state after this one.
    pub(super) fn next(
        &self,
        shown: Option<Arc<Shown>>,
        faults: Vec<Diagnostic>,
        changed: Vec<String>,
    ) -> Live {
        let mut next = Live {
            version: self.version + 1,
            shown: shown.or_else(|| self.shown.clone()),
            faults: faults.into(),
            changed: self.changed.clone(),
        };
        if !changed.is_empty() {
            next.changed.push_back((next.version, changed.into()));
        }
        if next.changed.len() > REMEMBERED {
            next.changed.pop_front();
        }
        next
    }

    /// What is told to a browser that knows state `since` of this `run`.
    pub(super) fn told(&self, run: u64, since: Option<u64>) -> Value {
        let since = since.unwrap_or(self.version);
        let changed = self.changed.iter().filter(|(version, _)| *version > since);
        let mut files: Vec<&str> = changed
            .flat_map(|(_, files)| files.iter().map(String::as_str))
            .collect();
        files.sort_unstable();
        files.dedup();
        json!({
            "since": format!("{run}.{}", self.version),
            "files": files,
            "faults": faults(&self.faults),
        })
    }
}

/// The state that a browser says it knows, if it is one of this `run`.
pub(super) fn since(run: u64, query: &str) -> Option<u64> {
    let known = query
        .split('&')
        .find_map(|pair| pair.strip_prefix("since="))?;
    let (of, version) = known.split_once('.')?;
    (of.parse() == Ok(run)).then_some(())?;
    version.parse().ok()
}

/// Diagnostics for the script.
pub(super) fn faults(diagnostics: &[Diagnostic]) -> Value {
    let shown = diagnostics.iter().take(FAULTS_SHOWN);
    shown.map(fault).collect()
}

fn fault(diagnostic: &Diagnostic) -> Value {
    let shown = Words::of(diagnostic);
    json!({
        "code": diagnostic.code,
        "message": diagnostic.message,
        "place": shown.place,
        "text": shown.text,
        "hint": diagnostic.hint,
    })
}

/// A diagnostic's place in words.
pub(super) struct Words {
    /// `content/a.md:3:1`.
    pub(super) place: Option<String>,
    /// The piece of the line that it is about, with what stands around it.
    pub(super) text: Option<String>,
}

/// How much of a line is shown on either side, in characters. A paragraph of Markdown is one line.
const AROUND: usize = 80;

impl Words {
    pub(super) fn of(diagnostic: &Diagnostic) -> Words {
        let Some(place) = &diagnostic.place else {
            return Words {
                place: None,
                text: None,
            };
        };
        let path = place.path.as_str();
        let Some(span) = &place.span else {
            return Words {
                place: Some(path.to_owned()),
                text: None,
            };
        };
        let start = (span.column as usize).saturating_sub(1);
        let first = start.saturating_sub(AROUND);
        let wanted = (start - first) + (span.length as usize).min(AROUND) + AROUND;
        let mut rest = span.text.chars().skip(first);
        let piece: String = rest.by_ref().take(wanted).collect();
        let before = if first > 0 { "…" } else { "" };
        let after = if rest.next().is_some() { "…" } else { "" };
        Words {
            place: Some(format!("{path}:{}:{}", span.line, span.column)),
            text: Some(format!("{before}{piece}{after}")).filter(|text| !text.is_empty()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostics::Span;
    use crate::paths::SourcePath;

    #[test]
    fn the_script_is_small() {
        assert!(SCRIPT.len() < 4096, "{}", SCRIPT.len());
    }

    #[test]
    fn a_browser_is_told_what_changed_since_it_last_heard() {
        let first = Live::default().next(None, Vec::new(), Vec::new());
        let second = first.next(None, Vec::new(), vec!["/a.css".into()]);
        let third = second.next(None, Vec::new(), vec!["/b.png".into(), "/a.css".into()]);
        let files = |since| third.told(7, since)["files"].clone();
        assert_eq!(files(Some(1)), json!(["/a.css", "/b.png"]));
        assert_eq!(files(Some(2)), json!(["/a.css", "/b.png"]));
        assert_eq!(files(Some(3)), json!([]));
        // A page that was just loaded has everything.
        assert_eq!(files(None), json!([]));
        assert_eq!(third.told(7, None)["since"], "7.3");
        assert_eq!(since(7, "since=7.2"), Some(2));
        for query in ["", "since=", "since=8.2", "since=7", "since=7.x"] {
            assert_eq!(since(7, query), None, "{query}");
        }
    }

    #[test]
    fn of_a_long_line_what_matters_is_shown() {
        let line = format!("{} هنا {}", "قبل ".repeat(200), "بعد ".repeat(200));
        let at = line.find("هنا").unwrap();
        let told = Diagnostic::error("broken-link", "x").at(
            &SourcePath::new("content/a.md"),
            Span::of_bytes(&line, at, at + "هنا".len()),
        );
        let words = Words::of(&told);
        assert_eq!(words.place.as_deref(), Some("content/a.md:1:802"));
        let text = words.text.unwrap();
        assert!(text.starts_with('…') && text.ends_with('…') && text.contains("هنا"));
    }
}
