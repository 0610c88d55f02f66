//! `warraq build`.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::Instant;

use jiff::Timestamp;

use super::Exit;
use super::arguments::BuildOptions;
use super::begin::{begin, output};
use super::failure::SiteState;
use super::lock::{Guard, plural};
use super::progress::Shown;
use super::rebuild;
use super::report::{count, print};
use super::summary::{FileCounts, explain, summary, told_of_others, told_of_site};
use super::unchanged::{self, Asked};
use super::voice::Voice;
use super::write::write;
use crate::archive::Admission;
use crate::build::{Planned, Share, look, plan_after};
use crate::diagnostics::{Diagnostic, Severity, any_error};
use crate::disk::{
    CONFIG, Choices, Committed, Cupboard, Output, ShardFolder, Site, at_path, copy_receipt,
    read_site, refuse_receipt,
};
use crate::plan::Plan;

pub(super) fn run(options: &BuildOptions) -> Exit {
    let started = Instant::now();
    match Voice::new(&options.tell, &options.root, options.explain, options.quiet) {
        Ok(voice) => {
            let exit = run_telling(options, &voice, started);
            voice.end(exit)
        }
        Err(refused) => {
            print(&[*refused]);
            Exit::WrongUse
        }
    }
}

fn run_telling(options: &BuildOptions, voice: &Voice, started: Instant) -> Exit {
    if let Some(jobs) = options.jobs {
        // Only fails if a pool was made before, and none was.
        let _ = rayon::ThreadPoolBuilder::new()
            .num_threads(jobs.into())
            .build_global();
    }
    let shard = shard_folder(options).map(|shard| shard.files());
    let named = shard.or_else(|| options.output.clone());
    let output = match output(&options.root, named.as_ref()) {
        Ok(output) => output,
        Err(diagnostic) => {
            voice.tell_of_none(&[*diagnostic]);
            return Exit::WrongUse;
        }
    };
    let receipts = options
        .receipt
        .iter()
        .cloned()
        .chain(shard_receipt(options));
    for receipt in receipts {
        if let Err(refused) = refuse_receipt(&receipt) {
            voice.tell_of_none(&[*refused]);
            return Exit::WrongUse;
        }
    }
    let site = Site::new(&options.root);
    // A folder that is no site gets no memory of one.
    let mut earlier = Committed::default();
    let mut _lock = None;
    if options.root.join(CONFIG).exists() {
        match begin(&options.root, options.quiet, &output) {
            Ok((lock, committed)) => {
                _lock = Some(lock);
                earlier = committed;
            }
            Err(failure) => return failed(voice, &site, &failure.errors, failure.state),
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
    let place = (&output, &site);
    match build(options, voice, place, &choices, &earlier, started) {
        Exit::Done if options.verify => rebuild::verify(options, voice, place, &choices),
        exit => exit,
    }
}

fn build(
    options: &BuildOptions,
    voice: &Voice,
    (output, site): (&Output, &Site),
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
            voice.tell_of_none(&diagnostics);
            return Exit::WrongUse;
        }
        return failed(voice, site, &diagnostics, SiteState::Untouched);
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
        return copied(options, voice, output, site);
    }
    let read = diagnostics.len();
    let shown = Shown::new(options.quiet);
    // What is in the output folder waits for no plan.
    let (mut planned, present) = rayon::join(
        || plan_after(look, snapshot, site, &shelves, &shown),
        || output.present(),
    );
    shown.end();
    diagnostics.append(&mut planned.diagnostics);
    let guard = Guard::check(site, &planned, &mut diagnostics);
    if options.strict {
        for diagnostic in &mut diagnostics {
            diagnostic.severity = Severity::Error;
        }
    }
    let share = cut(options, &mut planned);
    let Some((plan, renderer)) = planned.site.as_ref().filter(|_| !any_error(&diagnostics)) else {
        return failed(voice, site, &diagnostics, SiteState::Untouched);
    };
    let built = write(
        (output, &present),
        site,
        (plan, renderer),
        share.as_ref(),
        &shown,
    );
    shown.end();
    match built {
        Ok(mut outcome) => {
            diagnostics.append(&mut outcome.told);
            voice.tell(&diagnostics, site);
            let others = [earlier, &outcome.committed];
            voice.tell(&told_of_others(&options.root, &others), site);
            if options.explain && !voice.is_quiet() {
                explain(&planned, plan, &outcome);
            }
            let told = told_of_site(&planned, plan);
            if !voice.is_quiet() {
                let files = FileCounts {
                    written: outcome.written.len(),
                    unchanged: outcome.unchanged,
                    removed: outcome.committed.removed.len(),
                };
                summary(output, planned.articles, &told, files, started);
            }
            // Of a slice no machine knows whether it will be published.
            let is_whole = !is_preview(options) && options.shard.is_none();
            let exit = match guard.filter(|_| is_whole) {
                Some(guard) => keep_up(voice, &guard, site, plan),
                None => Exit::Done,
            };
            if exit == Exit::Done && !options.strict && !is_preview(options) {
                let told_of = (&*diagnostics, read);
                unchanged::remember(&asked, &planned, plan.pages.len(), told_of, told);
            }
            let exit = match exit {
                Exit::Done => copied(options, voice, output, site),
                exit => exit,
            };
            // The program ends soon, and taking a million pages apart first would take a while.
            std::mem::forget(planned);
            exit
        }
        Err(failure) => {
            diagnostics.extend(failure.errors);
            failed(voice, site, &diagnostics, failure.state)
        }
    }
}

/// Writes the receipt to where it is asked for as well, and beside a shard.
fn copied(options: &BuildOptions, voice: &Voice, output: &Output, site: &Site) -> Exit {
    let of_shard = shard_receipt(options);
    if let Some(folder) = of_shard.as_deref().and_then(Path::parent)
        && let Err(error) = fs::create_dir_all(folder)
    {
        let fault = at_path("create", folder, &error);
        return failed(voice, site, &[fault], SiteState::Built);
    }
    for file in options.receipt.iter().chain(&of_shard) {
        if let Err(fault) = copy_receipt(output, file) {
            return failed(voice, site, &[*fault], SiteState::Built);
        }
    }
    Exit::Done
}

/// Where the shard that is asked for is to lie.
fn shard_folder(options: &BuildOptions) -> Option<ShardFolder> {
    let shard = options.shard?;
    Some(match &options.output {
        Some(folder) => ShardFolder::new(folder),
        None => ShardFolder::of(&options.root, shard),
    })
}

fn shard_receipt(options: &BuildOptions) -> Option<PathBuf> {
    shard_folder(options).map(|folder| folder.receipt())
}

/// Leaves of a plan the slice that is asked for, and says of which plan it is.
pub(super) fn cut(options: &BuildOptions, planned: &mut Planned) -> Option<Share> {
    let (plan, renderer) = planned.site.as_mut()?;
    let shard = options.shard?;
    let share = Share::new(shard, plan, renderer.templates());
    shard.cut(plan);
    Some(share)
}

/// Whether the site is built with what is not published yet, whose addresses may still change.
fn is_preview(options: &BuildOptions) -> bool {
    let is_later = options.now.is_some_and(|now| now > Timestamp::now());
    options.drafts || options.future || is_later
}

/// Adds what was published to the site's lock.
fn keep_up(voice: &Voice, guard: &Guard, site: &Site, plan: &Plan) -> Exit {
    match guard.keep_up(site, plan) {
        Ok(0) => Exit::Done,
        Ok(new) => {
            if !voice.is_quiet() {
                tell!("  lock      {} added", plural(new));
            }
            Exit::Done
        }
        Err(faults) => {
            voice.tell(&faults, site);
            tell_err!("the site is built, but its new addresses are not in the lock; build again");
            Exit::Errors
        }
    }
}

fn failed(voice: &Voice, site: &Site, diagnostics: &[Diagnostic], state: SiteState) -> Exit {
    voice.tell(diagnostics, site);
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
