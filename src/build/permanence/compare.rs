//! Two lists in one order, the lock's and the plan's, walked together once.

use std::cmp::Ordering;
use std::collections::HashSet;

use super::line::{Line, Lines, What};
use super::published::{Absences, Published, published};
use crate::plan::Plan;

/// What becomes of one address.
pub enum Next<'l> {
    /// Its line stays as it is.
    Kept(&'l Line<'l>),
    /// It is new.
    Added(&'l Line<'l>),
    /// Its line says something new about the same thing.
    Changed(&'l Line<'l>),
    /// Its owner gives it up.
    GivenUp(&'l Line<'l>),
    /// It may not become what the plan makes of it.
    Fault(&'l Line<'l>, Missing<'l>),
}

/// What would be at an address in the place of what was.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Missing<'l> {
    /// Nothing.
    Nothing,
    /// Something else: what, and of which file.
    Another(What, &'l str),
}

/// Tells `visit` of every address of the lock and of the plan, in order.
pub(super) fn compare(
    lines: &Lines,
    plan: &Plan,
    absences: &Absences,
    gives_up: &dyn Fn(&str) -> bool,
    mut visit: impl FnMut(Next),
) {
    let published = published(plan);
    let mut pages = published.iter().peekable();
    let mut sources = Sources {
        published: &published,
        lines,
        known: None,
        locked: None,
    };
    for line in &lines.lines {
        while let Some(page) = pages.next_if(|page| page.line.url < line.url) {
            added(page, &mut visit);
        }
        let page = pages.next_if(|page| page.line.url.cmp(line.url) == Ordering::Equal);
        judge(line, page, absences, gives_up, &mut sources, &mut visit);
    }
    for page in pages {
        added(page, &mut visit);
    }
}

fn added(page: &Published, visit: &mut impl FnMut(Next)) {
    if page.is_kept {
        visit(Next::Added(&page.line));
    }
}

/// The files that have a page of their own, in the plan and in the lock, gathered when they are first asked for.
struct Sources<'p> {
    published: &'p [Published<'p>],
    lines: &'p Lines<'p>,
    known: Option<HashSet<&'p str>>,
    locked: Option<HashSet<&'p str>>,
}

impl Sources<'_> {
    /// Whether `source` has a page of its own.
    fn have(&mut self, source: &str) -> bool {
        let published = self.published;
        let known = self
            .known
            .get_or_insert_with(|| owners(published.iter().map(|page| &page.line)));
        known.contains(source)
    }

    /// Whether `source` has had an address before: a file that has is not another one by a new name. What it
    /// gave up counts as well, or giving one of two addresses up would hand the other one over.
    fn had(&mut self, source: &str) -> bool {
        let lines = self.lines;
        let locked = self
            .locked
            .get_or_insert_with(|| owners(lines.lines.iter()));
        locked.contains(source)
    }
}

/// The files of articles and pages.
fn owners<'l>(lines: impl Iterator<Item = &'l Line<'l>>) -> HashSet<&'l str> {
    let owners = lines.filter(|line| matches!(line.what, What::Article | What::Page));
    owners.map(|line| &*line.source).collect()
}

fn judge(
    line: &Line,
    page: Option<&Published>,
    absences: &Absences,
    gives_up: &dyn Fn(&str) -> bool,
    sources: &mut Sources,
    visit: &mut impl FnMut(Next),
) {
    let Some(page) = page else {
        return match line.given_up || absences.excuse(line) {
            true => visit(Next::Kept(line)),
            false if gives_up(line.url) => visit(Next::GivenUp(&Line {
                given_up: true,
                ..line.clone()
            })),
            false => visit(Next::Fault(line, Missing::Nothing)),
        };
    };
    let there = &page.line;
    // What was given up is free to be taken, also by what was there before.
    if line.given_up {
        return match page.is_kept {
            true => visit(Next::Changed(there)),
            false => visit(Next::Kept(line)),
        };
    }
    let same = match (line.what, there.what) {
        // Somebody leads readers from here on purpose.
        (_, What::Redirect) => {
            return match line.what == What::Redirect && page.is_kept && line != there {
                true => visit(Next::Changed(there)),
                false => visit(Next::Kept(line)),
            };
        }
        (What::Article | What::Page, What::Article | What::Page) => {
            line.source == there.source
                || (line.day == there.day
                    && !sources.have(&line.source)
                    && !sources.had(&there.source)
                    && !absences.withholds(&line.source))
        }
        (What::Redirect, What::Article | What::Page) => line.source == there.source,
        (was, is) => was == is,
    };
    match same {
        true if line == there || !page.is_kept => visit(Next::Kept(line)),
        true => visit(Next::Changed(there)),
        false if gives_up(line.url) => match page.is_kept {
            true => visit(Next::Changed(there)),
            false => visit(Next::GivenUp(&Line {
                given_up: true,
                ..line.clone()
            })),
        },
        false => visit(Next::Fault(
            line,
            Missing::Another(there.what, &there.source),
        )),
    }
}
