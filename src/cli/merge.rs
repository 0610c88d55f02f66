//! `warraq merge`: the shards that several machines built, joined to one site.
//!
//! It plans nothing and needs no article: the shards' receipts say what the plan was. Files go the way that
//! rendered pages go, so that a merge is committed, finished and undone as a build is.

use std::path::{Path, PathBuf};
use std::time::Instant;

use super::Exit;
use super::arguments::MergeOptions;
use super::begin::{begin, refused};
use super::failure::{Failure, SiteState};
use super::progress::Shown;
use super::report::{count, print};
use super::summary::told_of_others;
use super::verify::told_of;
use super::write::Place;
use crate::build::permanence::LOCK;
use crate::build::receipt::Damage;
use crate::build::shard::{Fault, Joint, Part, join};
use crate::build::{Manifest, Outline, Present, Progress, Reason, Stage, Stale, Staleness};
use crate::diagnostics::Diagnostic;
use crate::disk::{
    Committed, NoVerdict, Output, PUBLIC, Refusal, ShardFolder, Site, Staging, Verdict, altered,
    bring_shards, copy_receipt, refuse_receipt,
};
use crate::program::VERSION;

/// How many files of a kind are named.
const NAMED: usize = 3;

/// How many numbers of missing shards are named.
const NUMBERS: usize = 20;

pub(super) fn run(options: &MergeOptions) -> Exit {
    let started = Instant::now();
    let folder = match &options.output {
        Some(folder) => folder.clone(),
        None => options.root.join(PUBLIC),
    };
    let folders: Vec<ShardFolder> = options.folders.iter().map(ShardFolder::new).collect();
    let output = match output(options, &folder, &folders) {
        Ok(output) => output,
        Err(told) => {
            print(&[*told]);
            return Exit::WrongUse;
        }
    };
    let parts = match read(&folders) {
        Ok(parts) => parts,
        Err((told, exit)) => {
            print(&told);
            ended(told.len(), SiteState::Untouched);
            return exit;
        }
    };
    match merge(options, &output, parts, &folders) {
        Ok((joint, merged)) => tell(options, &output, &joint, &merged, started),
        Err(Failure { errors, state }) => {
            print(&errors);
            ended(errors.len(), state);
            Exit::Errors
        }
    }
}

fn ended(errors: usize, state: SiteState) {
    tell_err!("{}{}", count(errors, "error"), state.told());
}

fn output(
    options: &MergeOptions,
    folder: &Path,
    folders: &[ShardFolder],
) -> Result<Output, Box<Diagnostic>> {
    let output =
        Output::new(&options.root, folder).map_err(|Refusal(why)| Box::new(refused(&why)))?;
    let real = |path: &Path| path.canonicalize().unwrap_or_else(|_| path.to_owned());
    let written = real(output.folder());
    for shard in folders {
        let shard = real(shard.folder());
        if shard.starts_with(&written) || written.starts_with(&shard) {
            return Err(Box::new(refused(&format!(
                "{} and the shard in {} lie one in the other",
                written.display(),
                shard.display()
            ))));
        }
    }
    if let Some(file) = &options.receipt {
        refuse_receipt(file)?;
    }
    Ok(output)
}

/// Reads the receipts of all shards; all that is wrong with any of them.
fn read(folders: &[ShardFolder]) -> Result<Vec<Part>, (Vec<Diagnostic>, Exit)> {
    let mut parts = Vec::new();
    let (mut told, mut exit) = (Vec::new(), Exit::Done);
    for folder in folders {
        match folder.read() {
            Ok(part) => parts.push(part),
            Err(damage) => {
                let (diagnostic, ends) = of_receipt(folder, damage);
                told.push(diagnostic);
                // Wrong use is what the others would have been as well.
                exit = match exit {
                    Exit::Done => ends,
                    exit => exit,
                };
            }
        }
    }
    match told.is_empty() {
        true => Ok(parts),
        false => Err((told, exit)),
    }
}

fn of_receipt(folder: &ShardFolder, damage: Damage) -> (Diagnostic, Exit) {
    match damage {
        Damage::Io(error) if error.kind() == std::io::ErrorKind::NotFound => {
            let message = format!(
                "{} holds no shard: there is no receipt.json in it",
                folder.folder().display()
            );
            let told = Diagnostic::error("no-shard", message).hint(NO_SHARD);
            (told, Exit::WrongUse)
        }
        damage => told_of(&folder.receipt(), damage),
    }
}

const NO_SHARD: &str = "Name the folders that `warraq build --shard I/N` has written.";

/// What a merge did.
struct Merged {
    committed: Committed,
    earlier: Committed,
    written: usize,
}

fn merge(
    options: &MergeOptions,
    output: &Output,
    parts: Vec<Part>,
    folders: &[ShardFolder],
) -> Result<(Joint, Merged), Failure> {
    let untouched = |errors| Failure {
        errors,
        state: SiteState::Untouched,
    };
    let joint =
        join(parts).map_err(|faults| untouched(faults.into_iter().map(of_fault).collect()))?;
    let wrong: Vec<Diagnostic> = folders.iter().filter_map(wrong).collect();
    if !wrong.is_empty() {
        return Err(untouched(wrong));
    }
    let (_lock, earlier) = begin(&options.root, options.quiet, output)?;
    // Every file is brought, whatever is there.
    let present = Present::unseen(output.manifest());
    let manifest = present.manifest();
    let found = staleness(&joint, manifest);
    let unwanted = found.unwanted(manifest);
    let site = Site::new(&options.root);
    let staging = Staging::new(output, &site, &present, &found)
        .map_err(|fault| Failure::untouched(*fault))?;
    let shown = Shown::new(options.quiet);
    shown.begin(Stage::Merge, joint.count());
    let errors = bring_shards(&joint, folders, &staging, &|| shown.step());
    shown.end();
    let place = Place {
        output,
        outline: &joint,
        share: None,
        old: manifest,
        unwanted: &unwanted,
    };
    let head = |root| joint.share().head(root);
    let (committed, is_new, _) = place.put(staging.finish(), errors, head)?;
    let written = is_new.into_iter().filter(|is_new| *is_new).count();
    let merged = Merged {
        committed,
        earlier,
        written,
    };
    Ok((joint, merged))
}

/// Every file is brought, whatever is known of it: its bytes are what has to be proved.
fn staleness(joint: &Joint, manifest: &Manifest) -> Staleness {
    let stale = |page| Stale {
        page,
        reason: Reason::View,
    };
    Staleness {
        views: joint.views(),
        known: (0..joint.count())
            .map(|at| manifest.find(joint.path(at)))
            .collect(),
        stale: (0..joint.count()).map(stale).collect(),
    }
}

/// What a folder has beside the files of its receipt, or has not.
fn wrong(folder: &ShardFolder) -> Option<Diagnostic> {
    let verdict = match folder.verify(NAMED) {
        Ok(verdict) if verdict.is_right() => return None,
        Ok(verdict) => verdict,
        Err(NoVerdict::Folder(fault)) => return Some(*fault),
        Err(NoVerdict::Receipt(damage)) => return Some(of_receipt(folder, damage).0),
    };
    Some(altered(folder.folder(), &told(&verdict)))
}

fn told(verdict: &Verdict) -> String {
    let kinds = [
        ("missing", &verdict.missing),
        ("altered", &verdict.altered),
        ("extra", &verdict.extra),
    ];
    let kinds: Vec<String> = kinds
        .into_iter()
        .filter(|(_, faults)| faults.count > 0)
        .map(|(kind, faults)| {
            let named: Vec<&str> = faults
                .first
                .iter()
                .map(|named| named.path.as_str())
                .collect();
            let more = match faults.count - named.len() {
                0 => String::new(),
                more => format!(" and {more} more"),
            };
            format!("{kind} {}{more}", named.join(", "))
        })
        .collect();
    kinds.join("; ")
}

fn of_fault(fault: Fault) -> Diagnostic {
    match fault {
        Fault::Whole(name) => {
            let message = format!("{name} holds no shard: its receipt is that of a whole site");
            Diagnostic::error("no-shard", message).hint(NO_SHARD)
        }
        Fault::Version { name, version } => Diagnostic::error(
            "shard-version",
            format!(
                "the shard in {name} was built by Warraq {version}; this is Warraq {}",
                VERSION
            ),
        )
        .hint("Build all shards and merge them with one version of the program."),
        Fault::Build(name) => Diagnostic::error(
            "shard-version",
            format!("the shard in {name} was built by Warraq {VERSION} from other source than this program"),
        )
        .hint("Build all shards and merge them with one build of the program: with one commit of its source."),
        Fault::Differ(first, second) => Diagnostic::error(
            "shards-differ",
            format!("the shards in {first} and {second} are not of one plan"),
        )
        .hint(
            "Build all shards of the same commit with the same options, and with the same --now: between two \
             clocks an article may have come out or expired.",
        ),
        Fault::Twice(shard, first, second) => Diagnostic::error(
            "shard-twice",
            format!("{first} and {second} both hold shard {shard}"),
        )
        .hint("Name each shard once; see to it that each machine has its own number."),
        Fault::Missing(numbers, of) => {
            let named: Vec<String> = numbers.iter().take(NUMBERS).map(u32::to_string).collect();
            let more = match numbers.len() - named.len() {
                0 => String::new(),
                more => format!(" and {more} more"),
            };
            Diagnostic::error(
                "shard-missing",
                format!(
                    "{} of {of} shards {} missing: {}{more}",
                    numbers.len(),
                    if numbers.len() == 1 { "is" } else { "are" },
                    named.join(", ")
                ),
            )
            .hint("Name the folders of all shards; build those that failed again with --shard I/N.")
        }
        Fault::Astray {
            path,
            name,
            shard,
            own,
        } => Diagnostic::error(
            "shard-overlap",
            format!("{path} is a file of shard {own}, but {name}, which is shard {shard}, lists it"),
        )
        .hint("The receipt was altered. Build the shard again."),
        Fault::Gap(plan, there) => Diagnostic::error(
            "shard-gap",
            format!(
                "the plan has {}, the shards have {there}",
                count(usize::try_from(plan).unwrap_or(usize::MAX), "file")
            ),
        )
        .hint("A receipt was altered or cut short. Build the shards again."),
        Fault::NotThePlan => Diagnostic::error(
            "shard-gap",
            "the files of the shards are not those of the plan they name",
        )
        .hint("A receipt was altered. Build the shards again."),
    }
}

fn tell(
    options: &MergeOptions,
    output: &Output,
    joint: &Joint,
    merged: &Merged,
    started: Instant,
) -> Exit {
    print(&told_of_others(
        &options.root,
        &[&merged.earlier, &merged.committed],
    ));
    if let Some(Err(fault)) = options
        .receipt
        .as_ref()
        .map(|file| copy_receipt(output, file))
    {
        print(&[*fault]);
        ended(1, SiteState::Built);
        return Exit::Errors;
    }
    if options.quiet {
        return Exit::Done;
    }
    let shards = joint.share().shard.of() as usize;
    tell!(
        "{} of {} in {}",
        count(joint.count(), "file"),
        count(shards, "shard"),
        output.folder().display()
    );
    tell!(
        "  files     {} written, {} unchanged, {} removed",
        merged.written,
        joint.count() - merged.written,
        merged.committed.removed.len()
    );
    if lock(&options.root).exists() {
        tell!("  lock      new addresses are added by `warraq lock` or the next build");
    }
    tell!("  time      {:.2} s", started.elapsed().as_secs_f64());
    Exit::Done
}

fn lock(root: &Path) -> PathBuf {
    root.join(LOCK)
}
