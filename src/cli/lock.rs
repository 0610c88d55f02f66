//! `warraq lock`, and what a build does with the lock it makes.

use std::cell::Cell;
use std::path::Path;

use jiff::Timestamp;

use super::Exit;
use super::arguments::LockOptions;
use super::progress::Shown;
use super::report::{count, print};
use super::voice::Voice;
use crate::archive::Admission;
use crate::build::permanence::{self, Absences, LOCK, Lines, Verdict};
use crate::build::{Planned, plan};
use crate::diagnostics::{Diagnostic, any_error};
use crate::disk::{CONFIG, Choices, Cupboard, Lock, Site, read_lock, read_site, write_lock};
use crate::paths::UrlPath;
use crate::plan::Plan;

/// The lock of a site while it is built.
#[derive(Default)]
pub(super) struct Guard {
    absences: Absences,
    changed: bool,
}

impl Guard {
    /// Holds the plan against the site's lock, if it has one. A plan that is not whole is held against
    /// nothing: what its faults hide would look lost.
    pub(super) fn check(
        site: &Site,
        planned: &Planned,
        diagnostics: &mut Vec<Diagnostic>,
    ) -> Option<Guard> {
        let text = match read_lock(site.root()) {
            Ok(text) => text?,
            Err(fault) => {
                diagnostics.push(*fault);
                return None;
            }
        };
        let lines = match Lines::read(&text) {
            Ok(lines) => lines,
            Err(faults) => {
                diagnostics.extend(faults);
                return None;
            }
        };
        // Of all errors this one alone takes no page from the plan and moves none, and it is what an editor
        // meets who deletes an article.
        let takes_pages = |told: &Diagnostic| told.is_error() && told.code != "broken-link";
        if diagnostics.iter().any(takes_pages) {
            return None;
        }
        let plan = planned
            .site
            .as_ref()
            .map(|(plan, _)| plan)
            .or(planned.faulty.as_ref())?;
        let absences = Absences::new(plan, &planned.withheld);
        let verdict = permanence::check(&lines, plan, &absences, &|_| false, site);
        diagnostics.extend(verdict.diagnostics);
        Some(Guard {
            absences,
            changed: verdict.changed,
        })
    }

    /// Adds the addresses of a site that has just been published; how many. The lock is read again, so
    /// that its text need not be held while pages are made.
    pub(super) fn keep_up(&self, site: &Site, plan: &Plan) -> Result<usize, Vec<Diagnostic>> {
        if !self.changed {
            return Ok(0);
        }
        let text = read_lock(site.root()).map_err(|fault| vec![*fault])?;
        let text = text.unwrap_or_else(|| format!("{}\n", permanence::FORMAT));
        let lines = Lines::read(&text)?;
        write(site.root(), &lines, plan, &self.absences, &|_| false).map_err(|fault| vec![*fault])
    }
}

fn write(
    root: &Path,
    lines: &Lines,
    plan: &Plan,
    absences: &Absences,
    gives_up: &dyn Fn(&str) -> bool,
) -> Result<usize, Box<Diagnostic>> {
    let mut new = 0;
    write_lock(root, |to| {
        new = permanence::write(lines, plan, absences, gives_up, to)?;
        Ok(())
    })?;
    Ok(new)
}

pub(super) fn run(options: &LockOptions) -> Exit {
    match Voice::new(&options.tell, &options.root, false, false) {
        Ok(voice) => {
            let exit = run_telling(options, &voice);
            voice.end(exit)
        }
        Err(refused) => {
            print(&[*refused]);
            Exit::WrongUse
        }
    }
}

fn run_telling(options: &LockOptions, voice: &Voice) -> Exit {
    let site = Site::new(&options.root);
    let mut _running = None;
    if options.root.join(CONFIG).exists() {
        match Lock::take(&options.root) {
            Ok(running) => _running = Some(running),
            Err(fault) => return failed(voice, &site, &[*fault]),
        }
    }
    let now = options.now.unwrap_or_else(Timestamp::now);
    let choices = Choices {
        admission: Admission {
            now: now.as_second(),
            drafts: false,
            future: false,
        },
        base_url: None,
    };
    let (snapshot, mut diagnostics) = read_site(&site, &choices);
    let Some(snapshot) = snapshot else {
        let no_site = diagnostics.iter().any(|told| told.code == "no-site");
        let exit = failed(voice, &site, &diagnostics);
        return if no_site { Exit::WrongUse } else { exit };
    };
    let base_url = snapshot.config.base_url.to_string();
    let shown = Shown::new(false);
    let mut planned = plan(snapshot, &site, &Cupboard::of(&options.root), &shown);
    shown.end();
    diagnostics.append(&mut planned.diagnostics);
    let Some((plan, _)) = planned.site.as_ref().filter(|_| !any_error(&diagnostics)) else {
        return failed(voice, &site, &diagnostics);
    };
    // The site's warnings are a build's to tell.
    match renew(options, &site, plan, &planned, &base_url) {
        Ok(told) => {
            if !voice.is_quiet() {
                tell!("{told}");
            }
            Exit::Done
        }
        Err(faults) => failed(voice, &site, &faults),
    }
}

fn failed(voice: &Voice, site: &Site, diagnostics: &[Diagnostic]) -> Exit {
    voice.tell(diagnostics, site);
    let errors = diagnostics.iter().filter(|told| told.is_error()).count();
    tell_err!("{}; {LOCK} is as it was", count(errors, "error"));
    Exit::Errors
}

/// Writes the lock of a planned site, if it is not right already; what was done.
fn renew(
    options: &LockOptions,
    site: &Site,
    plan: &Plan,
    planned: &Planned,
    base_url: &str,
) -> Result<String, Vec<Diagnostic>> {
    let known = read_lock(site.root()).map_err(|fault| vec![*fault])?;
    let is_first = known.is_none();
    let text = known.unwrap_or_else(|| format!("{}\n", permanence::FORMAT));
    let lines = Lines::read(&text)?;
    let absences = Absences::new(plan, &planned.withheld);
    let dropped: Vec<Dropped> = options
        .drop
        .iter()
        .map(|url| Dropped::new(url, base_url))
        .collect();
    let gives_up = |url: &str| {
        // Every one that matches is marked as used.
        dropped.iter().fold(false, |any, one| one.is(url) | any)
    };
    let verdict = permanence::check(&lines, plan, &absences, &gives_up, site);
    let unused: Vec<Diagnostic> = dropped
        .iter()
        .filter_map(|one| one.unused(&lines))
        .collect();
    if !unused.is_empty() {
        return Err(unused);
    }
    // Whoever gives one address up need not have settled all others yet.
    if dropped.is_empty() && any_error(&verdict.diagnostics) {
        return Err(verdict.diagnostics);
    }
    if verdict.changed || is_first {
        write(site.root(), &lines, plan, &absences, &gives_up).map_err(|fault| vec![*fault])?;
    }
    Ok(told(&verdict, is_first))
}

fn told(verdict: &Verdict, is_first: bool) -> String {
    let mut told = format!("{} in {LOCK}", plural(verdict.lines));
    match is_first {
        true => told.push_str(
            ". Put it into version control: from now on builds fail that would lose one, and add new ones.",
        ),
        false => told.push_str(&format!(
            ": {} new, {} given up",
            verdict.new, verdict.given_up
        )),
    }
    told
}

/// `1 address`, `3 addresses`.
pub(super) fn plural(n: usize) -> String {
    match n {
        1 => "1 address".into(),
        n => format!("{n} addresses"),
    }
}

/// An address, or with a `*` behind it all that begin with it, that its owner gives up.
struct Dropped {
    written: String,
    /// Without the first `/`.
    url: String,
    is_prefix: bool,
    is_used: Cell<bool>,
}

impl Dropped {
    fn new(written: &str, base_url: &str) -> Self {
        // An address may be pasted whole, and percent-encoded.
        let below = match written.strip_prefix(base_url.trim_end_matches('/')) {
            Some(below) => below,
            None => match written.split_once("://") {
                Some((_, rest)) => rest.find('/').map_or("/", |slash| &rest[slash..]),
                None => written,
            },
        };
        let (path, is_prefix) = match below.strip_suffix('*') {
            Some(path) => (path, true),
            None => (below, false),
        };
        let url = UrlPath::new(path).map_or_else(|_| path.to_owned(), |url| url.to_string());
        // A beginning may end in the middle of a name.
        let url = match is_prefix && !path.ends_with('/') {
            true => url.trim_end_matches('/'),
            false => &url,
        };
        Dropped {
            written: written.to_owned(),
            url: url.trim_start_matches('/').to_owned(),
            is_prefix,
            is_used: Cell::new(false),
        }
    }

    fn matches(&self, url: &str) -> bool {
        match self.is_prefix {
            true => url.starts_with(&self.url),
            false => url == self.url,
        }
    }

    fn is(&self, url: &str) -> bool {
        let matches = self.matches(url);
        if matches {
            self.is_used.set(true);
        }
        matches
    }

    /// Tells of an address that there was no need to give up.
    fn unused(&self, lines: &Lines) -> Option<Diagnostic> {
        if self.is_used.get() {
            return None;
        }
        let mut known = lines.lines.iter().filter(|line| self.matches(line.url));
        let why = match known.next() {
            Some(line) if line.given_up => return None,
            Some(_) => "the site still answers there",
            None => "no build has published it",
        };
        Some(
            Diagnostic::error(
                "not-given-up",
                format!("{} is not given up: {why}", self.written),
            )
            .hint("Give up what a build says it would drop, as it writes it; with a `*` behind it, all that begin so."),
        )
    }
}
