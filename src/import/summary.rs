//! What an import did, in lines for an editor.
//!
//! An [`Outcome`] comes in, lines go out: first what needs a person, then what the rules decided, put
//! together by rule, then the new articles, and the sum at the end. Printing is not done here.

use std::collections::BTreeMap;

use super::outcome::{Differing, Imported, Outcome, Skipped};
use super::text::Kind;

impl Outcome {
    /// The report. Of each group at most `most` places are listed; the others are counted.
    pub fn lines(&self, most: usize) -> Vec<String> {
        let mut lines = Vec::new();
        self.faults(most, &mut lines);
        self.notes(most, &mut lines);
        let places = |imported: &Imported| format!("{} -> {}", imported.export, imported.path);
        group(
            "imported",
            self.written.iter().map(places),
            most,
            &mut lines,
        );
        lines.extend(self.sums());
        lines
    }

    fn faults(&self, most: usize, lines: &mut Vec<String>) {
        let mut failed: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for fault in &self.failed {
            let place = fault.place.as_ref();
            let file = place.map_or("", |place| place.path.as_str());
            let line = place
                .and_then(|place| place.span.as_ref())
                .map_or(String::new(), |span| format!(":{}", span.line));
            let what = format!("failed: {}", fault.message);
            failed
                .entry(what)
                .or_default()
                .push(format!("{file}{line}"));
        }
        for (what, places) in failed {
            group(&what, places.into_iter(), most, lines);
        }
        let skipped = |Skipped { export, reason }: &Skipped| format!("{export}: {reason}");
        group("skipped", self.skipped.iter().map(skipped), most, lines);
        let differing = |Differing {
                             export,
                             path,
                             difference,
                         }: &Differing| {
            let line = difference
                .line
                .map_or(String::new(), |line| format!(":{line}"));
            format!("{export}{line} and {path}: {difference}")
        };
        group(
            "differs from its export",
            self.differing.iter().map(differing),
            most,
            lines,
        );
    }

    fn notes(&self, most: usize, lines: &mut Vec<String>) {
        let mut groups: BTreeMap<(Kind, &str), Vec<String>> = BTreeMap::new();
        for Imported { export, notes, .. } in &self.written {
            for note in notes {
                let line = note.line.map_or(String::new(), |line| format!(":{line}"));
                let detail = match note.detail.as_str() {
                    "" => String::new(),
                    detail => format!(": {detail}"),
                };
                groups
                    .entry((note.kind, note.what))
                    .or_default()
                    .push(format!("{export}{line}{detail}"));
            }
        }
        for ((kind, what), places) in groups {
            let heading = format!("{}: {what}", kind.as_str());
            group(&heading, places.into_iter(), most, lines);
        }
    }

    /// How many exports became what, and how many notes of each kind there are.
    fn sums(&self) -> Vec<String> {
        let counts = [
            (self.written.len(), "imported"),
            (self.unchanged.len(), "unchanged"),
            (self.skipped.len(), "skipped"),
            (self.failed.len(), "failed"),
        ];
        let mut lines = vec![listed(&counts)];
        let of_kind = |kind: Kind| {
            let notes = self.written.iter().flat_map(|imported| &imported.notes);
            (
                notes.filter(|note| note.kind == kind).count(),
                kind.as_str(),
            )
        };
        let kinds = [
            Kind::Missing,
            Kind::Unsure,
            Kind::Guessed,
            Kind::Dropped,
            Kind::Changed,
        ];
        if !self.written.is_empty() {
            lines.push(format!("notes: {}", listed(&kinds.map(of_kind))));
        }
        if self.verified + self.differing.len() > 0 {
            let compared = [
                (self.verified, "the same"),
                (self.differing.len(), "different"),
            ];
            lines.push(format!(
                "compared with their exports: {}",
                listed(&compared)
            ));
        }
        lines
    }
}

fn listed(counts: &[(usize, &str)]) -> String {
    let counts: Vec<String> = counts
        .iter()
        .map(|(count, what)| format!("{count} {what}"))
        .collect();
    counts.join(", ")
}

/// A heading with its number of places, then the places.
fn group(
    heading: &str,
    places: impl ExactSizeIterator<Item = String>,
    most: usize,
    lines: &mut Vec<String>,
) {
    let count = places.len();
    if count == 0 {
        return;
    }
    lines.push(format!("{heading} ({count})"));
    lines.extend(places.take(most).map(|place| format!("  {place}")));
    if count > most {
        lines.push(format!("  and {} more", count - most));
    }
    lines.push(String::new());
}
