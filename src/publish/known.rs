//! What is known of a target before anything is done there: what the notes say that lie there, and what is there where
//! they do not say it for certain.

use std::path::PathBuf;

use super::notes::{Journal, Note, entries, unpack};
use super::plan::{Before, Entry};
use super::proof::prove;
use super::ready::Source;
use super::run::Job;
use super::state::State;
use super::target::Fault;
use crate::diagnostics::Diagnostic;

/// What is known of a target, and what it was told before.
pub(super) struct Known {
    pub(super) before: Before,
    pub(super) root: Option<String>,
    pub(super) journal: Option<Journal>,
    /// What a publish that was cut may have changed, of which nobody was told.
    pub(super) untold: Vec<String>,
    pub(super) state: State,
}

/// Looks what is known.
pub(super) fn look(job: &Job, site: &[Entry], source: &Source, way: &str) -> Result<Known, Fault> {
    let read = |note: Note| -> Result<Option<Vec<u8>>, Fault> {
        let Some(bytes) = job.place.read(note)? else {
            return Ok(None);
        };
        unpack(bytes)
            .map(Some)
            .map_err(|why| Box::new(damaged(job, note, &why)))
    };
    let whole =
        |note: Note, bytes: Option<Vec<u8>>, is_whole: bool| match bytes.is_some() && !is_whole {
            true => Err(Box::new(damaged(job, note, "it is not whole"))),
            false => Ok(()),
        };
    let bytes = read(Note::State)?;
    let state = bytes.as_deref().and_then(State::read);
    whole(Note::State, bytes, state.is_some())?;
    let bytes = read(Note::Journal)?;
    let journal = bytes.as_deref().and_then(Journal::read);
    whole(Note::Journal, bytes, journal.is_some())?;
    // The state comes after all else: where it is of the journal's run, all was done but for taking the journal away.
    let run = state.as_ref().map(|state| &state.run);
    let is_done = journal
        .as_ref()
        .is_some_and(|journal| Some(&journal.run) == run);
    let untold = journal.as_ref().map(Journal::paths).unwrap_or_default();
    let journal = journal.filter(|_| !is_done);
    if is_done && !job.asked.dry_run {
        job.place.remove(Note::Journal)?;
    }
    let (state, receipt) = match remembered(job, state.as_ref()) {
        Some(files) => (state, Some(files)),
        None => {
            let base = match read(Note::Receipt)? {
                Some(bytes) => Some(entries(&bytes).map_err(|damage| {
                    Box::new(damaged(job, Note::Receipt, &damage.to_string()))
                })?),
                None => None,
            };
            together(job, state, base, journal.is_some())?
        }
    };
    let root = state.as_ref().map(|state| state.root.clone());
    let has_receipt = receipt.is_some();
    let mut state = state.unwrap_or_default();
    let open = journal.as_ref();
    let mut retired = state.retired.clone();
    if let Some(journal) = open {
        // The receipt that lies there may be that of the publish that was cut: a state must come with one of its own.
        state.base.clear();
        retired.extend(journal.retired.clone());
    }
    let other_way = |was: &str| !was.is_empty() && was != way;
    let mut before = Before {
        uncertain: open.map(Journal::uncertain).unwrap_or_default(),
        retired,
        beside: state.beside.clone(),
        beside_cut: open.map_or_else(Vec::new, |journal| journal.beside.iter().cloned().collect()),
        resend: other_way(&state.way)
            || open.is_some_and(|journal| journal.ways.iter().any(|was| other_way(was))),
        receipt: receipt.unwrap_or_default(),
        seen: None,
    };
    // After a publish that was cut nobody knows which of its pages readers may have reached: one that they may is
    // sent after those it leads to, and which those are only the target can tell.
    if job.asked.check_remote || journal.is_some() || !has_receipt {
        (job.step)("looking at what is there", site.len(), 0);
        let make = |entry: &Entry| source.make(entry, false);
        before.seen = Some(job.place.compare(site, &make)?);
    }
    prove(job.place, site, &mut before, &source.beside())?;
    Ok(Known {
        before,
        root,
        journal,
        untold,
        state,
    })
}

/// What was published last, where this machine knows it: its root hash is that of the state.
fn remembered(job: &Job, state: Option<&State>) -> Option<Vec<Entry>> {
    let state = state?;
    let bytes = std::fs::read(remembered_at(job)).ok()?;
    let (files, root) = entries(&bytes).ok()?;
    (root == state.root).then_some(files)
}

fn remembered_at(job: &Job) -> PathBuf {
    job.memory.join("receipt.json")
}

/// Keeps what was published. Where that fails, the next publish reads it from the target.
pub(super) fn remember(job: &Job) {
    let path = remembered_at(job);
    let new = path.with_extension("new");
    let _ = std::fs::create_dir_all(&job.memory)
        .and_then(|()| std::fs::write(&new, job.receipt))
        .and_then(|()| std::fs::rename(&new, &path));
}

/// The state and the files of a target, from its state and its receipt.
fn together(
    job: &Job,
    state: Option<State>,
    base: Option<(Vec<Entry>, String)>,
    is_cut: bool,
) -> Result<(Option<State>, Option<Vec<Entry>>), Fault> {
    match (state, base) {
        (None, None) => Ok((None, None)),
        (Some(state), Some((files, root))) if state.base == root => {
            let changed = state.applied(files);
            let changed = changed.ok_or_else(|| {
                damaged(job, Note::State, "it does not belong to the receipt there")
            })?;
            Ok((Some(state), Some(changed)))
        }
        // Between a new receipt and its state a publish was cut: whatever may differ is in its journal.
        (state, Some((files, _))) if is_cut => {
            let state = state.map(|mut state| {
                state.base.clear();
                state.root.clear();
                state
            });
            Ok((state, Some(files)))
        }
        (_, Some(_)) => Err(Box::new(damaged(
            job,
            Note::Receipt,
            "its state is not there",
        ))),
        (Some(_), None) => Err(Box::new(damaged(
            job,
            Note::State,
            "its receipt is not there",
        ))),
    }
}

fn damaged(job: &Job, note: Note, why: &str) -> Diagnostic {
    let message = format!(
        "{} at {} cannot be read: {why}",
        note.path(),
        job.place.shown()
    );
    Diagnostic::error("bad-note", message).hint(
        "Delete all files there whose names begin with .warraq- and publish again. What is there is then compared with the site file by file; \
         what the site has no longer stays, since nothing proves any more whose it is.",
    )
}
