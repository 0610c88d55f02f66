//! What a build says when it is done: what it did, and what of others it met.
//!
//! The plan and what became of it come in, lines go to the terminal. Nothing is decided here.

use std::collections::BTreeMap;
use std::path::Path;
use std::time::Instant;

use super::report::count;
use super::terminal::safe_line;
use crate::archive::WithheldReason;
use crate::build::{Planned, Stale};
use crate::content::TakenOut;
use crate::diagnostics::Diagnostic;
use crate::disk::{Committed, KEPT, Output};
use crate::plan::{Kind, Plan};

/// What a build did, for its summary.
pub(super) struct Outcome {
    /// The pages whose files have new bytes, in the order of the plan.
    pub(super) written: Vec<Stale>,
    pub(super) committed: Committed,
    pub(super) unchanged: usize,
    /// What was learnt while pages were made.
    pub(super) told: Vec<Diagnostic>,
}

/// How many paths a warning names before it counts the rest.
const NAMED: usize = 5;

/// Files of others that builds met: one warning for those that were put aside, one for those that stayed.
pub(super) fn told_of_others(root: &Path, committed: &[&Committed]) -> Vec<Diagnostic> {
    let kept: Vec<&str> = committed
        .iter()
        .flat_map(|one| &one.kept)
        .map(|(path, _)| path.as_str())
        .collect();
    let left: Vec<&str> = committed
        .iter()
        .flat_map(|one| &one.left)
        .map(String::as_str)
        .collect();
    let mut told = Vec::new();
    if !kept.is_empty() {
        let folder = match root == Path::new(".") {
            true => KEPT.into(),
            false => root.join(KEPT),
        };
        told.push(
            Diagnostic::warning(
                "kept-file",
                format!(
                    "{} not written by this site's builds stood in a page's place: {}",
                    count(kept.len(), "file"),
                    named(&kept)
                ),
            )
            .hint(format!(
                "What stood there is now in {}, under the same path. Delete it if it is not wanted.",
                folder.display()
            )),
        );
    }
    if !left.is_empty() {
        told.push(
            Diagnostic::warning(
                "left-file",
                format!(
                    "{} no longer part of the site had been changed by someone since: {}",
                    count(left.len(), "file"),
                    named(&left)
                ),
            )
            .hint("What has been changed is left where it is. Delete it if it is not wanted."),
        );
    }
    told
}

fn named(paths: &[&str]) -> String {
    let first: Vec<&str> = paths.iter().take(NAMED).copied().collect();
    match paths.len() - first.len() {
        0 => first.join(", "),
        more => format!("{} and {more} more", first.join(", ")),
    }
}

/// What is told of a site, whatever of it was written: the lines before and after those of the files.
pub(super) fn told_of_site(planned: &Planned, plan: &Plan) -> (Vec<String>, Vec<String>) {
    let mut kinds: BTreeMap<Kind, usize> = BTreeMap::new();
    for page in &plan.pages {
        *kinds.entry(page.view.kind()).or_default() += 1;
    }
    let kinds: Vec<String> = kinds
        .into_iter()
        .map(|(kind, n)| format!("{} {n}", kind.name()))
        .collect();
    let before = vec![format!("  pages     {}", kinds.join(", "))];
    let mut after = Vec::new();
    if let Some(withheld) = withheld_line(planned) {
        after.push(format!("  withheld  {withheld}"));
    }
    for merge in &planned.merges {
        let others: Vec<String> = merge
            .merged
            .iter()
            .map(|(spelling, uses)| format!("{spelling} ({uses})"))
            .collect();
        let kind = format!("one {}", merge.kind);
        after.push(format!(
            "  {kind:<9} {} = {}",
            merge.kept,
            others.join(", ")
        ));
    }
    if !planned.moved.is_empty() {
        after.push(format!(
            "  moved     {} with the title and day of an older one; --explain tells their addresses",
            count(planned.moved.len(), "article")
        ));
    }
    if let Some(taken_out) = taken_out_line(&planned.taken_out) {
        after.push(format!("  taken out {taken_out}"));
    }
    (before, after)
}

/// How many files were written, left and removed.
#[derive(Clone, Copy)]
pub(super) struct FileCounts {
    pub(super) written: usize,
    pub(super) unchanged: usize,
    pub(super) removed: usize,
}

/// Prints what was built: the articles, what is told of the site, and what became of its files.
pub(super) fn summary(
    output: &Output,
    articles: usize,
    (before, after): &(Vec<String>, Vec<String>),
    files: FileCounts,
    started: Instant,
) {
    tell!(
        "{} in {}",
        count(articles, "article"),
        output.folder().display()
    );
    for line in before {
        tell!("{line}");
    }
    tell!(
        "  files     {} written, {} unchanged, {} removed",
        files.written,
        files.unchanged,
        files.removed
    );
    for line in after {
        tell!("{line}");
    }
    let seconds = started.elapsed().as_secs_f64();
    tell!(
        "  time      {seconds:.2} s, {:.0} articles a second",
        articles as f64 / seconds.max(0.001)
    );
}

fn taken_out_line(taken_out: &TakenOut) -> Option<String> {
    let TakenOut { html, controls } = taken_out;
    let parts: Vec<String> = [
        (*html, "piece", " of raw HTML"),
        (controls.overrides as usize, "override", " of direction"),
        (controls.embeddings as usize, "embedding", ""),
        (controls.unbalanced as usize, "unbalanced control", ""),
        (controls.blank as usize, "blank character", ""),
    ]
    .into_iter()
    .filter(|(n, ..)| *n > 0)
    .map(|(n, what, of)| format!("{}{of}", count(n, what)))
    .collect();
    (!parts.is_empty()).then(|| parts.join(", "))
}

fn withheld_line(planned: &Planned) -> Option<String> {
    let of = |reason| {
        planned
            .withheld
            .iter()
            .filter(|withheld| withheld.reason == reason)
            .count()
    };
    let parts: Vec<String> = [
        (of(WithheldReason::Draft), "draft", "drafts"),
        (
            of(WithheldReason::Future),
            "dated in the future",
            "dated in the future",
        ),
        (of(WithheldReason::Expired), "expired", "expired"),
    ]
    .into_iter()
    .filter(|(n, ..)| *n > 0)
    .map(|(n, one, many)| format!("{n} {}", if n == 1 { one } else { many }))
    .collect();
    (!parts.is_empty()).then(|| parts.join(", "))
}

/// Tells of each file why it was written or removed, and of each article that moved where to.
pub(super) fn explain(planned: &Planned, plan: &Plan, outcome: &Outcome) {
    for stale in &outcome.written {
        if let Some(page) = plan.pages.get(stale.page) {
            tell!("wrote {}: {}", page.path, stale.reason);
        }
    }
    for path in &outcome.committed.removed {
        tell!("removed {path}: nothing asks for it any more");
    }
    for moved in &planned.moved {
        tell!(
            "moved {}: {} is an older article's, this one is at {}",
            safe_line(moved.source.as_str()),
            safe_line(moved.wanted.as_str()),
            safe_line(moved.url.as_str())
        );
    }
    for withheld in &planned.withheld {
        let since = withheld.since.as_deref().unwrap_or_default();
        let source = safe_line(withheld.source.as_str());
        match withheld.reason {
            WithheldReason::Draft => tell!("withheld {source}: it is a draft"),
            WithheldReason::Future => tell!("withheld {source}: it is dated {since}"),
            WithheldReason::Expired => tell!("withheld {source}: it expired {since}"),
        }
    }
}
