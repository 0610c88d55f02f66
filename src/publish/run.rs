//! Publishing, from the lock to the receipt: what was known, the plan, and its steps one after the other.
//!
//! The same for every target. Before the first file is sent there is a journal of all that may change; the receipt
//! comes after all else. Stopped anywhere, what is there is whole, in an order in which pages find what they need,
//! and the next run knows what may be there.

use std::path::PathBuf;

use jiff::Timestamp;
use rayon::prelude::*;

use super::held::{Held, holder, now};
use super::known::{look, remember};
use super::notes::{Holder, Journal, Note, entries, pack};
use super::plan::{Entry, Plan, Put, STEPS, Wishes, plan};
use super::proof::proved;
use super::ready::{Source, is_large};
use super::target::{Fault, Meter, Sent, Target};
use crate::config;
use crate::diagnostics::Diagnostic;
use crate::digest::Digest;
use crate::disk::Output;

/// What was asked for.
#[derive(Debug, Clone, Copy, Default)]
pub struct Asked {
    /// Look at what is there instead of believing the receipt.
    pub check_remote: bool,
    /// Do nothing, only tell.
    pub dry_run: bool,
    /// How many files may be deleted.
    pub max_deletes: Option<usize>,
    /// Files that others put in the place of the site's are replaced.
    pub overwrite: bool,
    /// A lock that another holds is broken.
    pub break_lock: bool,
}

/// A site to be published.
pub struct Job<'a> {
    /// The target's settings.
    pub settings: &'a config::Target,
    /// The target.
    pub place: &'a dyn Target,
    /// The output.
    pub output: &'a Output,
    /// Its receipt.
    pub receipt: &'a [u8],
    /// Where this machine keeps what was published last: it saves reading the receipt that lies at the target.
    pub memory: PathBuf,
    /// What was asked for.
    pub asked: Asked,
    /// Who publishes: a user and a machine.
    pub who: String,
    /// Counts what is sent.
    pub meter: &'a Meter,
    /// Tells of each step before it is done: its name, how many files and bytes.
    pub step: &'a dyn Fn(&str, usize, u64),
    /// Tells of something worth knowing.
    pub warn: &'a dyn Fn(Diagnostic),
}

/// What came of it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Outcome {
    /// The steps.
    pub plan: Plan,
    /// The root hash of the site.
    pub root: String,
    /// The target had all of it already.
    pub was_there: bool,
    /// A publish that was cut short has been finished.
    pub went_on: bool,
    /// What that one may have sent or deleted before, of which nobody was told.
    pub untold: Vec<String>,
    /// How many requests it takes, where the store counts them.
    pub requests: u64,
}

/// Files are made ready and sent in groups of so many, and of so many bytes.
const GROUP: usize = 512;
const GROUP_BYTES: u64 = 64 << 20;

/// Publishes a site.
pub fn publish(job: &Job) -> Result<Outcome, Fault> {
    if job.asked.dry_run {
        return locked(job, None);
    }
    let holder = holder(job.who.clone());
    let may_break = |other: &Holder| {
        if job.asked.break_lock || other.until <= now() {
            let why = match job.asked.break_lock {
                true => "was broken, as you asked",
                false => "had run out",
            };
            let message = format!(
                "the lock of {}, held since {}, {why}",
                other.who, other.since
            );
            (job.warn)(
                Diagnostic::warning("lock-broken", message)
                    .hint("If that publish is still running, it stops at its next step; what it sent is published again."),
            );
            return true;
        }
        false
    };
    if let Err(other) = job.place.lock(&holder, &may_break)? {
        return Err(Box::new(refused(job, &other)));
    }
    let held = Held::new(job.place, holder);
    let done = locked(job, Some(&held));
    let unlocked = held.give_back();
    let outcome = done?;
    unlocked.map(|()| outcome)
}

fn refused(job: &Job, other: &Holder) -> Diagnostic {
    let message = format!(
        "{} is publishing to {} (since {})",
        other.who,
        job.place.shown(),
        other.since
    );
    let until = Timestamp::from_second(other.until)
        .map_or_else(|_| String::new(), |until| format!("{until:.0}"));
    Diagnostic::error("publish-locked", message).hint(format!(
        "Wait until it has ended. If it was killed, its lock runs out at {until} by this machine's clock; \
         if you know that it does not run any more: --break-lock"
    ))
}

fn locked(job: &Job, held: Option<&Held>) -> Result<Outcome, Fault> {
    let (site, root) = entries(job.receipt).map_err(|damage| {
        let message = format!("the site's receipt proves nothing: {damage}");
        Box::new(Diagnostic::error("bad-receipt", message).hint("Build again: warraq build"))
    })?;
    let source = Source::new(job.output, job.settings, job.place);
    let way = way(job);
    let known = look(job, &site, &source, &way)?;
    let beside = source.beside();
    let wishes = Wishes {
        beside: &beside,
        has_folders: job.place.has_folders(),
        max_deletes: job.asked.max_deletes.or(job.settings.max_deletes),
        grace: job.settings.grace,
        now: now(),
    };
    let mut plan = plan(&site, &known.before, &wishes);
    if !job.asked.overwrite && !plan.foreign.is_empty() {
        return Err(Box::new(in_the_way(job, &plan.foreign)));
    }
    if job.asked.overwrite {
        let puts = plan.steps.iter_mut().flatten();
        puts.for_each(Put::replaces);
    }
    if plan.gone > plan.most_gone && !(job.asked.dry_run) {
        return Err(Box::new(too_many(job, &plan)));
    }
    let kept = known.before.retired.keys().eq(plan.retired.keys());
    let was_there = plan.is_empty()
        && known.journal.is_none()
        && known.root.as_deref() == Some(&root)
        && known.state.way == way
        && kept;
    let outcome = |plan| Outcome {
        requests: requests_of(&plan),
        plan,
        root: root.clone(),
        was_there,
        went_on: known.journal.is_some(),
        untold: known.untold.clone(),
    };
    let Some(held) = held.filter(|_| !was_there) else {
        return Ok(outcome(plan));
    };
    let puts: Vec<&Entry> = plan.steps.iter().flatten().map(|put| &put.entry).collect();
    source.check(&puts)?;
    let earlier = known.journal.iter().flat_map(|journal| &journal.ways);
    let ways = earlier.chain([&way]).cloned().collect();
    let run = held.token();
    let journal = Journal::of(&plan, &known.before, run, &root, ways, &beside);
    let before = &known.before.receipt;
    let mut state = known.state.after(before, &site, &root, run, &way);
    state.beside = beside;
    state.retired.clone_from(&plan.retired);
    let has_new_receipt = state.base == root && known.state.base != root;
    // A new receipt that is there without its state is believed only where a journal says that a publish was cut.
    if has_new_receipt || !plan.is_empty() {
        held.check(false)?;
        job.place.write(Note::Journal, &pack(&journal.bytes()))?;
    }
    for (name, puts) in STEPS
        .iter()
        .zip(&mut plan.steps)
        .filter(|(_, puts)| !puts.is_empty())
    {
        let bytes = puts.iter().map(|put| put.entry.size).sum();
        (job.step)(name, puts.len(), bytes);
        let mut foreign = send(job, held, &source, puts)?;
        while !foreign.is_empty() {
            // What a publish that was cut short had under way may arrive after it was looked for.
            let late = proved(job.place, &known.before, &foreign)?;
            foreign.retain(|path| !late.contains(path));
            if !foreign.is_empty() {
                // The next publish must not take for its own what was in the way of this one.
                let journal = journal.without(&foreign);
                job.place.write(Note::Journal, &pack(&journal.bytes()))?;
                return Err(Box::new(in_the_way(job, &foreign)));
            }
            puts.iter_mut().for_each(|put| put.replaces_any(&late));
            foreign = send(job, held, &source, puts)?;
        }
    }
    delete(job, held, &plan)?;
    held.check(false)?;
    if has_new_receipt {
        job.place.write(Note::Receipt, &pack(job.receipt))?;
    }
    job.place.write(Note::State, &pack(&state.bytes()))?;
    job.place.remove(Note::Journal)?;
    job.place.finish(&format!("Publish {root}"))?;
    remember(job);
    Ok(outcome(plan))
}

/// What decides how files are published, beside their bytes: where it changes, all are sent again.
fn way(job: &Job) -> String {
    let settings = job.settings;
    let headers = job.place.has_headers().then_some((
        settings.page_age,
        settings.asset_age,
        matches!(&settings.place, config::Place::S3(bucket) if bucket.redirects),
    ));
    let compress = match job.place.has_headers() || job.place.keeps_beside() {
        true => settings.compress.as_slice(),
        false => &[],
    };
    Digest::of(&("1", headers, compress)).to_string()
}

/// Sends files in groups: each is made ready in parallel, then sent in parallel. Large ones go one after the other.
/// It ends where something of others is in the way, and gives the paths of that.
fn send(job: &Job, held: &Held, source: &Source, puts: &[Put]) -> Result<Vec<String>, Fault> {
    let in_pieces = |put: &&Put| job.place.takes_pieces() && is_large(&put.entry);
    let (large, others): (Vec<&Put>, Vec<&Put>) = puts.iter().partition(in_pieces);
    for put in large {
        held.check(false)?;
        let file = source.large(&put.entry, put.is_new);
        let hold = || held.check(false);
        if !job.place.put_large(&file, job.meter, &hold)? {
            return Ok(vec![put.entry.path.clone()]);
        }
    }
    let mut rest = others.as_slice();
    while !rest.is_empty() {
        held.check(false)?;
        let mut bytes = 0;
        let fits = |put: &&&Put| {
            bytes += put.entry.size;
            bytes <= GROUP_BYTES
        };
        let n = rest.iter().take(GROUP).take_while(fits).count().max(1);
        let (group, after) = rest.split_at(n.min(rest.len()));
        rest = after;
        let ready: Result<Vec<Vec<Sent>>, Fault> =
            group.par_iter().map(|put| source.make_all(put)).collect();
        let ready: Vec<Sent> = ready?.into_iter().flatten().collect();
        let foreign = job.place.put(&ready, job.meter)?;
        if !foreign.is_empty() {
            return Ok(foreign);
        }
    }
    Ok(Vec::new())
}

fn delete(job: &Job, held: &Held, plan: &Plan) -> Result<(), Fault> {
    let paths = plan.delete_beside.iter().chain(&plan.delete);
    let paths = paths.filter(|path| !plan.give_way.contains(*path));
    let paths: Vec<String> = paths.cloned().collect();
    if paths.is_empty() {
        return held.check(true);
    }
    (job.step)("deleting", paths.len(), 0);
    for group in paths.chunks(GROUP) {
        held.check(true)?;
        job.place.delete(group, job.meter)?;
    }
    Ok(())
}

fn in_the_way(job: &Job, foreign: &[String]) -> Diagnostic {
    let first = foreign.first().map_or("", String::as_str);
    let message = match foreign.len() {
        1 => format!("{first} at {} is not the site's", job.place.shown()),
        2 => format!(
            "{first} at {} is not the site's, nor is one more",
            job.place.shown()
        ),
        n => format!(
            "{first} at {} is not the site's, nor are {} more",
            job.place.shown(),
            n - 1
        ),
    };
    Diagnostic::error("foreign-file", message).hint(
        "No receipt of this site says that it was put there, and nothing of others is lost. Move it away, or say \
         that it may be replaced: --overwrite",
    )
}

fn too_many(job: &Job, plan: &Plan) -> Diagnostic {
    let message = format!(
        "the site has {} files less than {}, and at most {} may be deleted at once",
        plan.gone,
        job.place.shown(),
        plan.most_gone
    );
    Diagnostic::error("too-many-deletes", message).hint(format!(
        "Nothing was sent or deleted. If the whole site was built and they are to go: --max-deletes {}. \
         --dry-run --list tells which they are.",
        plan.gone
    ))
}

/// How many requests a store takes for `plan`: one for each file, one for a thousand deletions, and the lock, the
/// journal, the state and the receipt.
fn requests_of(plan: &Plan) -> u64 {
    let own = 12;
    (plan.files() + plan.delete.len().div_ceil(1000)) as u64 + own
}
