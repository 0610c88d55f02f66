//! Permanence: every address that was ever published, in `warraq.lock`, held against the plan.
//!
//! The text of the lock and a plan come in; what is wrong goes out as diagnostics, and the next lock as
//! lines. It never reads or writes a file, and never forgets an address: a line leaves the lock only by
//! a person's hand.
//!
//! # What is kept, and what is not
//!
//! What readers, libraries and other sites cite or follow: articles, pages, lists with their numbered
//! pages, indexes, the calendar, feeds, old addresses that somebody asked for, and the files that travel
//! with articles. Not kept: sitemaps and `robots.txt`, which crawlers find anew each time; the theme and
//! `static/`, which belong to the design; addresses that only another spelling of a name would have had,
//! which nobody was ever given.
//!
//! # What a line promises
//!
//! An article's line names its file and its day. The address must lead to that article (its page, its
//! tombstone, a redirect) as long as the line stands. A file that was renamed is known by the day and by
//! the old file being gone: two articles of one title share an address, but hardly a day as well. Lists
//! and feeds have no owner but their kind. Whatever the owner redirects on purpose is as good as a page.
//!
//! An article that reaches its `expires` leaves on purpose, at a time when perhaps only a timer builds:
//! its addresses may be gone, their lines stay, and nobody else gets them. So do the lists it leaves
//! empty, and those of an article that was removed.

mod compare;
mod line;
mod published;
mod told;

pub use compare::{Missing, Next};
pub use line::{FORMAT, Line, Lines, What};
pub use published::Absences;

use std::io;

use super::Files;
use crate::diagnostics::Diagnostic;
use crate::plan::Plan;

/// The name of the lock's file, beside the configuration.
pub const LOCK: &str = "warraq.lock";

/// What a lock has to say to a plan.
#[derive(Debug, Default)]
pub struct Verdict {
    /// Every address that would be dropped or would lead elsewhere.
    pub diagnostics: Vec<Diagnostic>,
    /// How many lines the lock would have.
    pub lines: usize,
    /// How many of them are new addresses.
    pub new: usize,
    /// How many addresses are given up that were not.
    pub given_up: usize,
    /// Whether the lock must be written anew.
    pub changed: bool,
}

/// Holds `plan` against the lock. `gives_up` says of an address whether its owner gives it up.
pub fn check(
    lines: &Lines,
    plan: &Plan,
    absences: &Absences,
    gives_up: &dyn Fn(&str) -> bool,
    files: &dyn Files,
) -> Verdict {
    let mut verdict = Verdict {
        changed: !lines.in_order,
        ..Verdict::default()
    };
    let mut faults = Vec::new();
    compare::compare(lines, plan, absences, gives_up, |step| {
        verdict.lines += 1;
        match step {
            Next::Kept(_) => {}
            Next::Added(_) => (verdict.new, verdict.changed) = (verdict.new + 1, true),
            Next::Changed(_) => verdict.changed = true,
            Next::GivenUp(_) => (verdict.given_up, verdict.changed) = (verdict.given_up + 1, true),
            Next::Fault(line, missing) => faults.push(told::Fault::new(line, missing)),
        }
    });
    verdict.diagnostics = told::tell(&faults, lines, plan, absences, files);
    verdict
}

/// Writes the next lock; how many of its addresses are new.
pub fn write(
    lines: &Lines,
    plan: &Plan,
    absences: &Absences,
    gives_up: &dyn Fn(&str) -> bool,
    to: &mut dyn io::Write,
) -> io::Result<usize> {
    writeln!(to, "{FORMAT}")?;
    let (mut new, mut written) = (0, Ok(()));
    compare::compare(lines, plan, absences, gives_up, |step| {
        new += usize::from(matches!(step, Next::Added(_)));
        if written.is_ok() {
            written = match step {
                Next::Kept(line) | Next::Fault(line, _) => line.write(to),
                Next::Added(line) | Next::Changed(line) | Next::GivenUp(line) => line.write(to),
            };
        }
    });
    written.map(|()| new)
}
