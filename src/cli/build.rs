//! `warraq build`.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::Instant;

use jiff::Timestamp;

use super::Exit;
use super::arguments::BuildOptions;
use super::lock::{Guard, plural};
use super::progress::Shown;
use super::rebuild;
use super::report::{count, print};
use super::summary::{FileCounts, Outcome, explain, summary, told_of_others, told_of_site};
use super::unchanged::{self, Asked};
use super::voice::Voice;
use crate::archive::Admission;
use crate::build::receipt::Receipt;
use crate::build::{
    Head, Manifest, Outline, Planned, Present, Share, Stale, Written, left, look, plan_after,
    render, stale,
};
use crate::diagnostics::{Diagnostic, Severity, any_error};
use crate::digest::FileDigest;
use crate::disk::{
    CONFIG, Choices, CommitFault, Committed, Cupboard, Lock, Output, PUBLIC, Refusal, Scratch,
    ShardFolder, Site, Staging, Taken, at_path, copy_receipt, keep_receipt, read_site, recover,
    refuse_receipt, stage_receipt,
};
use crate::plan::Plan;
use crate::render::Renderer;

/// Why nothing came of a build, and what that means for the site.
pub(super) struct Failure {
    pub(super) errors: Vec<Diagnostic>,
    pub(super) state: SiteState,
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
    pub(super) fn told(self) -> &'static str {
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
    pub(super) fn untouched(diagnostic: Diagnostic) -> Self {
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
    Output::new(root, &folder).map_err(|Refusal(why)| Box::new(refused(&why)))
}

/// Tells why a folder is no place for a site.
pub(super) fn refused(why: &str) -> Diagnostic {
    Diagnostic::error(
        "output-refused",
        format!("cannot write the site here: {why}"),
    )
    .hint("Name another folder with --output.")
}

/// Takes the site's lock and finishes or undoes what a killed build left, whatever this build will find
/// wrong in the articles.
pub(super) fn begin(
    root: &Path,
    quiet: bool,
    output: &Output,
) -> Result<(Lock, Committed), Failure> {
    let lock = Lock::take(root).map_err(|diagnostic| {
        let state = match diagnostic.code {
            "locked" => SiteState::Others,
            _ => SiteState::Untouched,
        };
        Failure {
            errors: vec![*diagnostic],
            state,
        }
    })?;
    Scratch::clear(root).map_err(|fault| Failure::untouched(*fault))?;
    let Some(committed) = recover(output)? else {
        return Ok((lock, Committed::default()));
    };
    if !quiet {
        tell_err!("a build that was cut short has been finished");
    }
    Ok((lock, committed))
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

/// Renders what is stale and puts it in place.
pub(super) fn write(
    (output, present): (&Output, &Present),
    site: &Site,
    (plan, renderer): (&Plan, &Renderer),
    share: Option<&Share>,
    shown: &Shown,
) -> Result<Outcome, Failure> {
    let manifest = present.manifest();
    let found = stale(plan, renderer.templates(), present);
    let unwanted = found.unwanted(manifest);
    if found.stale.is_empty() && unwanted.is_empty() {
        let written = Written::new(plan, left(manifest, &found));
        let receipt = Receipt::of_unchanged(manifest, &written).of_shard(share);
        keep_receipt(output, &receipt).map_err(|fault| Failure::untouched(*fault))?;
        return Ok(Outcome {
            written: Vec::new(),
            committed: Committed::default(),
            unchanged: plan.pages.len(),
            told: Vec::new(),
        });
    }
    let staging =
        Staging::new(output, site, manifest, &found).map_err(|fault| Failure::untouched(*fault))?;
    let told = render(plan, renderer, &found.stale, site, &staging, shown);
    let head = |root| Head::of(plan, renderer.templates(), root);
    let place = Place {
        output,
        outline: plan,
        share,
        old: manifest,
        unwanted: &unwanted,
    };
    let (committed, is_new, told) = place.put(staging.finish(), told, head)?;
    let is_new = |stale: &Stale| is_new.get(stale.page) == Some(&true);
    let written: Vec<Stale> = found.stale.into_iter().filter(is_new).collect();
    Ok(Outcome {
        unchanged: plan.pages.len() - written.len(),
        written,
        committed,
        told,
    })
}

/// Where files that are staged are to be, and what was there before.
pub(super) struct Place<'a> {
    pub(super) output: &'a Output,
    pub(super) outline: &'a dyn Outline,
    pub(super) share: Option<&'a Share>,
    pub(super) old: &'a Manifest,
    pub(super) unwanted: &'a [usize],
}

impl Place<'_> {
    /// Puts what is staged in place with its receipt and its manifest, unless there were errors among what
    /// is `told`; what was done, which files have other bytes than before, and what there is to tell.
    pub(super) fn put(
        &self,
        taken: Taken,
        told: Vec<Diagnostic>,
        head: impl FnOnce(FileDigest) -> Head,
    ) -> Result<(Committed, Vec<bool>, Vec<Diagnostic>), Failure> {
        let output = self.output;
        let undone = |mut errors: Vec<Diagnostic>| {
            // Throws the staged pages away; what is there stays.
            errors.extend(recover(output).err().map(|fault| *fault.diagnostic));
            Failure {
                errors,
                state: SiteState::Untouched,
            }
        };
        if any_error(&told) {
            return Err(undone(told));
        }
        let Taken {
            records, is_new, ..
        } = taken;
        let written = Written::new(self.outline, records);
        let receipt = Receipt::new(self.old, &written).of_shard(self.share);
        if let Err(fault) = stage_receipt(output, &receipt) {
            return Err(undone(vec![*fault]));
        }
        let head = head(receipt.total().root);
        let committed = Committed::commit(output, self.old, self.unwanted, |out| {
            written.write(out, &head)
        })?;
        Ok((committed, is_new, told))
    }
}
