//! `warraq build`.

use std::time::Instant;

use jiff::Timestamp;

use super::Exit;
use super::arguments::BuildOptions;
use super::lock::{Guard, plural};
use super::progress::Shown;
use super::rebuild;
use super::report::{count, print, print_all, print_grouped};
use super::summary::{Outcome, summary, told_of_others};
use crate::archive::Admission;
use crate::build::receipt::Receipt;
use crate::build::{FileState, Manifest, Record, Stale, plan, render, stale};
use crate::diagnostics::{Diagnostic, Severity, any_error};
use crate::digest::Digest;
use crate::disk::{
    CONFIG, Choices, CommitFault, Committed, Cupboard, Lock, Output, PUBLIC, Refusal, Scratch,
    Site, Staging, Tally, copy_receipt, keep_receipt, read_site, recover, refuse_receipt,
    stage_receipt,
};
use crate::plan::Plan;
use crate::render::Renderer;

/// Why nothing came of a build, and what that means for the site.
pub(super) struct Failure {
    pub(super) errors: Vec<Diagnostic>,
    state: SiteState,
}

/// What is in the output folder after a build that failed.
#[derive(Clone, Copy)]
pub(super) enum SiteState {
    /// The last good site.
    Untouched,
    /// Whatever the build that is running there makes of it.
    Others,
    /// Part of the new site and part of the old one.
    Between,
    /// The new site.
    Built,
}

impl SiteState {
    fn told(self) -> &'static str {
        match self {
            SiteState::Untouched => "; nothing was written, the last good site is as it was",
            SiteState::Others => "",
            SiteState::Built => "; the site is built",
            SiteState::Between => {
                "; the new site was being put in place and is there only in part. Nothing is lost: \
                 mend what is told above and build again, which finishes it"
            }
        }
    }
}

impl Failure {
    fn untouched(diagnostic: Diagnostic) -> Self {
        Failure {
            errors: vec![diagnostic],
            state: SiteState::Untouched,
        }
    }
}

impl From<CommitFault> for Failure {
    fn from(fault: CommitFault) -> Self {
        Failure {
            errors: vec![*fault.diagnostic],
            state: match fault.begun {
                true => SiteState::Between,
                false => SiteState::Untouched,
            },
        }
    }
}

pub(super) fn run(options: &BuildOptions) -> Exit {
    let started = Instant::now();
    if let Some(jobs) = options.jobs {
        // Only fails if a pool was made before, and none was.
        let _ = rayon::ThreadPoolBuilder::new()
            .num_threads(jobs.into())
            .build_global();
    }
    let output = match output(options) {
        Ok(output) => output,
        Err(diagnostic) => {
            print(&[*diagnostic]);
            return Exit::WrongUse;
        }
    };
    if let Some(Err(refused)) = options.receipt.as_deref().map(refuse_receipt) {
        print(&[*refused]);
        return Exit::WrongUse;
    }
    let site = Site::new(&options.root);
    // A folder that is no site gets no memory of one.
    let mut earlier = Committed::default();
    let mut _lock = None;
    if options.root.join(CONFIG).exists() {
        match begin(options, &output) {
            Ok((lock, committed)) => {
                _lock = Some(lock);
                earlier = committed;
            }
            Err(failure) => return failed(options, &site, &failure.errors, failure.state),
        }
    }
    let now = options.now.unwrap_or_else(Timestamp::now);
    let choices = Choices {
        admission: Admission {
            now: now.as_second(),
            drafts: options.drafts,
            future: options.future,
        },
        base_url: options.base_url.clone(),
    };
    match build(options, &output, &site, &choices, &earlier, started) {
        Exit::Done if options.verify => rebuild::verify(options, &output, &site, &choices),
        exit => exit,
    }
}

fn build(
    options: &BuildOptions,
    output: &Output,
    site: &Site,
    choices: &Choices,
    earlier: &Committed,
    started: Instant,
) -> Exit {
    let (snapshot, mut diagnostics) = read_site(site, choices);
    let Some(snapshot) = snapshot else {
        if diagnostics
            .iter()
            .any(|diagnostic| diagnostic.code == "no-site")
        {
            print(&diagnostics);
            return Exit::WrongUse;
        }
        return failed(options, site, &diagnostics, SiteState::Untouched);
    };
    let shown = Shown::new(options.quiet);
    let planned = plan(&snapshot, site, &Cupboard::of(&options.root), &shown);
    shown.end();
    diagnostics.extend(planned.diagnostics.iter().cloned());
    let guard = Guard::check(site, &planned, &mut diagnostics);
    if options.strict {
        for diagnostic in &mut diagnostics {
            diagnostic.severity = Severity::Error;
        }
    }
    let Some((plan, renderer)) = planned.site.as_ref().filter(|_| !any_error(&diagnostics)) else {
        return failed(options, site, &diagnostics, SiteState::Untouched);
    };
    let built = write(output, site, plan, renderer, &shown);
    shown.end();
    match built {
        Ok(outcome) => {
            tell_all(options, site, &diagnostics);
            let others = [earlier, &outcome.committed];
            tell_all(options, site, &told_of_others(&options.root, &others));
            if !options.quiet {
                summary(options, output, &planned, plan, &outcome, started);
            }
            let copied = options
                .receipt
                .as_ref()
                .map(|file| copy_receipt(output, file));
            if let Some(fault) = copied.and_then(Result::err) {
                return failed(options, site, &[*fault], SiteState::Built);
            }
            match guard.filter(|_| !is_preview(options)) {
                Some(guard) => keep_up(options, &guard, site, plan),
                None => Exit::Done,
            }
        }
        Err(failure) => {
            diagnostics.extend(failure.errors);
            failed(options, site, &diagnostics, failure.state)
        }
    }
}

/// Whether the site is built with what is not published yet, whose addresses may still change.
fn is_preview(options: &BuildOptions) -> bool {
    let is_later = options.now.is_some_and(|now| now > Timestamp::now());
    options.drafts || options.future || is_later
}

/// Adds what was published to the site's lock.
fn keep_up(options: &BuildOptions, guard: &Guard, site: &Site, plan: &Plan) -> Exit {
    match guard.keep_up(site, plan) {
        Ok(0) => Exit::Done,
        Ok(new) => {
            if !options.quiet {
                tell!("  lock      {} added", plural(new));
            }
            Exit::Done
        }
        Err(faults) => {
            tell_all(options, site, &faults);
            tell_err!("the site is built, but its new addresses are not in the lock; build again");
            Exit::Errors
        }
    }
}

fn output(options: &BuildOptions) -> Result<Output, Box<Diagnostic>> {
    if options.root.exists() && !options.root.is_dir() {
        let message = format!("{} is not a folder", options.root.display());
        return Err(Box::new(
            Diagnostic::error("no-site", message)
                .hint(format!("Name the folder that holds {CONFIG} with --root.")),
        ));
    }
    let folder = match &options.output {
        Some(folder) => folder.clone(),
        None => options.root.join(PUBLIC),
    };
    Output::new(&options.root, &folder).map_err(|Refusal(why)| {
        Box::new(
            Diagnostic::error(
                "output-refused",
                format!("cannot write the site here: {why}"),
            )
            .hint("Name another folder with --output."),
        )
    })
}

/// Takes the site's lock and finishes or undoes what a killed build left, whatever this build will find
/// wrong in the articles.
fn begin(options: &BuildOptions, output: &Output) -> Result<(Lock, Committed), Failure> {
    let lock = Lock::take(&options.root).map_err(|diagnostic| {
        let state = match diagnostic.code {
            "locked" => SiteState::Others,
            _ => SiteState::Untouched,
        };
        Failure {
            errors: vec![*diagnostic],
            state,
        }
    })?;
    Scratch::clear(&options.root).map_err(|fault| Failure::untouched(*fault))?;
    let Some(committed) = recover(output)? else {
        return Ok((lock, Committed::default()));
    };
    if !options.quiet {
        tell_err!("a build that was cut short has been finished");
    }
    Ok((lock, committed))
}

fn tell_all(options: &BuildOptions, site: &Site, diagnostics: &[Diagnostic]) {
    match options.explain {
        true => print_all(diagnostics, site),
        false => print_grouped(diagnostics, site),
    }
}

fn failed(
    options: &BuildOptions,
    site: &Site,
    diagnostics: &[Diagnostic],
    state: SiteState,
) -> Exit {
    tell_all(options, site, diagnostics);
    let errors = diagnostics
        .iter()
        .filter(|diagnostic| diagnostic.is_error())
        .count();
    let warnings = diagnostics.len() - errors;
    let also = if warnings > 0 {
        format!(" and {}", count(warnings, "warning"))
    } else {
        String::new()
    };
    tell_err!("{}{also}{}", count(errors, "error"), state.told());
    Exit::Errors
}

/// Renders what is stale and puts it in place.
pub(super) fn write(
    output: &Output,
    site: &Site,
    plan: &Plan,
    renderer: &Renderer,
    shown: &Shown,
) -> Result<Outcome, Failure> {
    let manifest = output.manifest();
    let state = |path: &str| {
        manifest
            .get(path)
            .map_or(FileState::Missing, |record| output.state(path, record))
    };
    let (views, found) = stale(plan, renderer.templates(), &manifest, &state);
    let wanted = wanted(plan, &manifest);
    if found.is_empty() && wanted == manifest.records.len() {
        keep_receipt(output, &Receipt::new(plan, &manifest, &manifest))
            .map_err(|fault| Failure::untouched(*fault))?;
        return Ok(Outcome {
            tally: Tally::default(),
            committed: Committed::default(),
            unchanged: plan.pages.len(),
        });
    }
    let staging = Staging::new(output, site, &manifest, &views)
        .map_err(|fault| Failure::untouched(*fault))?;
    let mut errors = render(plan, renderer, &found, site, &staging, shown);
    let tally = staging.finish();
    if any_error(&errors) {
        // Throws the staged pages away; what is there stays.
        errors.extend(recover(output).err().map(|fault| *fault.diagnostic));
        return Err(Failure {
            errors,
            state: SiteState::Untouched,
        });
    }
    let new = remember(plan, renderer, &manifest, &views, &found, &tally);
    if let Err(fault) = stage_receipt(output, &Receipt::new(plan, &manifest, &new)) {
        // As above.
        let further = recover(output).err().map(|fault| *fault.diagnostic);
        return Err(Failure {
            errors: std::iter::once(*fault).chain(further).collect(),
            state: SiteState::Untouched,
        });
    }
    let committed = Committed::commit(output, &new)?;
    let unchanged = plan.pages.len() - tally.written.len();
    Ok(Outcome {
        tally,
        committed,
        unchanged,
    })
}

/// How many records of the manifest are still wanted.
fn wanted(plan: &Plan, manifest: &Manifest) -> usize {
    plan.pages
        .iter()
        .filter(|page| manifest.get(page.path.as_str()).is_some())
        .count()
}

/// The manifest of the site as it will be.
fn remember(
    plan: &Plan,
    renderer: &Renderer,
    old: &Manifest,
    views: &[Digest],
    found: &[Stale],
    tally: &Tally,
) -> Manifest {
    let made: std::collections::BTreeSet<usize> = found.iter().map(|stale| stale.page).collect();
    let mut records: Vec<(String, Record)> = Vec::with_capacity(plan.pages.len());
    for (at, page) in plan.pages.iter().enumerate() {
        let path = page.path.as_str();
        let record = match made.contains(&at) {
            true => tally.records.get(path).copied(),
            false => old.get(path).map(|record| Record {
                view: views.get(at).copied().unwrap_or(record.view),
                ..*record
            }),
        };
        records.extend(record.map(|record| (path.to_owned(), record)));
    }
    let templates: std::collections::BTreeSet<&str> = plan
        .pages
        .iter()
        .filter_map(|page| page.view.template())
        .collect();
    Manifest {
        version: env!("CARGO_PKG_VERSION").to_owned(),
        sites: plan
            .sites
            .iter()
            .map(|site| {
                (
                    site.addresses.home().as_str().to_owned(),
                    Digest::of(&**site),
                )
            })
            .collect(),
        templates: templates
            .into_iter()
            .map(|name| (name.to_owned(), renderer.templates().digest(name)))
            .collect(),
        records,
    }
}
