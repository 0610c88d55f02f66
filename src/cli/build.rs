//! `warraq build`.

use std::path::{Path, PathBuf};
use std::time::Instant;

use jiff::Timestamp;

use super::Exit;
use super::arguments::BuildOptions;
use super::lock::{Guard, plural};
use super::progress::Shown;
use super::rebuild;
use super::report::{count, print, print_all, print_grouped};
use super::summary::{FileCounts, Outcome, explain, summary, told_of_others, told_of_site};
use super::unchanged::{self, Asked};
use crate::archive::Admission;
use crate::build::receipt::Receipt;
use crate::build::{Record, Stale, Written, left, look, plan_after, render, stale};
use crate::diagnostics::{Diagnostic, Severity, any_error};
use crate::disk::{
    CONFIG, Choices, CommitFault, Committed, Cupboard, Lock, Output, PUBLIC, Refusal, Scratch,
    Site, Staging, Taken, copy_receipt, keep_receipt, read_site, recover, refuse_receipt,
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
    let output = match output(&options.root, options.output.as_ref()) {
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
    let shelves = Cupboard::of(&options.root);
    let look = look(&snapshot, site, &shelves);
    let inputs = look.inputs(&snapshot);
    let asked = Asked {
        options,
        output,
        site,
        now: choices.admission.now,
        started,
    };
    if *earlier == Committed::default() && unchanged::tell(&asked, inputs, &diagnostics) {
        return copied(options, output, site);
    }
    let read = diagnostics.len();
    let shown = Shown::new(options.quiet);
    let mut planned = plan_after(look, snapshot, site, &shelves, &shown);
    shown.end();
    diagnostics.append(&mut planned.diagnostics);
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
        Ok(mut outcome) => {
            diagnostics.append(&mut outcome.told);
            tell_all(options, site, &diagnostics);
            let others = [earlier, &outcome.committed];
            tell_all(options, site, &told_of_others(&options.root, &others));
            if options.explain && !options.quiet {
                explain(&planned, plan, &outcome);
            }
            let told = told_of_site(&planned, plan);
            if !options.quiet {
                let files = FileCounts {
                    written: outcome.written.len(),
                    unchanged: outcome.unchanged,
                    removed: outcome.committed.removed.len(),
                };
                summary(output, planned.articles, &told, files, started);
            }
            let exit = match guard.filter(|_| !is_preview(options)) {
                Some(guard) => keep_up(options, &guard, site, plan),
                None => Exit::Done,
            };
            if exit == Exit::Done && !options.strict && !is_preview(options) {
                let told_of = (&*diagnostics, read);
                unchanged::remember(&asked, &planned, plan.pages.len(), told_of, told);
            }
            let exit = match exit {
                Exit::Done => copied(options, output, site),
                exit => exit,
            };
            // The program ends soon, and taking a million pages apart first would take a while.
            std::mem::forget(planned);
            exit
        }
        Err(failure) => {
            diagnostics.extend(failure.errors);
            failed(options, site, &diagnostics, failure.state)
        }
    }
}

/// Writes the receipt to where it is asked for as well.
fn copied(options: &BuildOptions, output: &Output, site: &Site) -> Exit {
    let copied = options.receipt.as_ref();
    match copied.map(|file| copy_receipt(output, file)) {
        Some(Err(fault)) => failed(options, site, &[*fault], SiteState::Built),
        _ => Exit::Done,
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

/// The output folder of the site at `root`.
pub(super) fn output(root: &Path, named: Option<&PathBuf>) -> Result<Output, Box<Diagnostic>> {
    if root.exists() && !root.is_dir() {
        let message = format!("{} is not a folder", root.display());
        return Err(Box::new(
            Diagnostic::error("no-site", message)
                .hint(format!("Name the folder that holds {CONFIG} with --root.")),
        ));
    }
    let folder = match named {
        Some(folder) => folder.clone(),
        None => root.join(PUBLIC),
    };
    Output::new(root, &folder).map_err(|Refusal(why)| {
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
    let state = |path: &str, record: &Record| output.state(path, record);
    let found = stale(plan, renderer.templates(), &manifest, &state);
    let unwanted = found.unwanted(&manifest);
    if found.stale.is_empty() && unwanted.is_empty() {
        let written = Written::new(plan, left(&manifest, &found));
        keep_receipt(output, &Receipt::of_unchanged(plan, &manifest, &written))
            .map_err(|fault| Failure::untouched(*fault))?;
        return Ok(Outcome {
            written: Vec::new(),
            committed: Committed::default(),
            unchanged: plan.pages.len(),
            told: Vec::new(),
        });
    }
    let staging = Staging::new(output, site, &manifest, &found)
        .map_err(|fault| Failure::untouched(*fault))?;
    let mut told = render(plan, renderer, &found.stale, site, &staging, shown);
    let Taken {
        records, is_new, ..
    } = staging.finish();
    if any_error(&told) {
        // Throws the staged pages away; what is there stays.
        told.extend(recover(output).err().map(|fault| *fault.diagnostic));
        return Err(Failure {
            errors: told,
            state: SiteState::Untouched,
        });
    }
    let written = Written::new(plan, records);
    let receipt = Receipt::new(plan, &manifest, &written);
    if let Err(fault) = stage_receipt(output, &receipt) {
        // As above.
        let further = recover(output).err().map(|fault| *fault.diagnostic);
        return Err(Failure {
            errors: std::iter::once(*fault).chain(further).collect(),
            state: SiteState::Untouched,
        });
    }
    let root = receipt.total().root;
    let committed = Committed::commit(output, &manifest, &unwanted, |out| {
        written.write(out, renderer.templates(), root)
    })?;
    let is_new = |stale: &Stale| is_new.get(stale.page) == Some(&true);
    let written: Vec<Stale> = found.stale.into_iter().filter(is_new).collect();
    Ok(Outcome {
        unchanged: plan.pages.len() - written.len(),
        written,
        committed,
        told,
    })
}
