//! `warraq build`.

use std::collections::BTreeMap;
use std::time::Instant;

use jiff::Timestamp;

use super::Exit;
use super::arguments::BuildOptions;
use super::progress::Shown;
use super::report::{count, print};
use crate::archive::{Admission, WithheldReason};
use crate::build::{FileState, Manifest, Planned, Record, Stale, plan, render, stale};
use crate::diagnostics::{Diagnostic, any_error};
use crate::digest::Digest;
use crate::disk::{
    Choices, Committed, Lock, Output, Refusal, Site, Staging, Tally, read_site, recover,
};
use crate::plan::{Kind, Plan};
use crate::render::Renderer;

/// What a build did, for its summary.
struct Outcome {
    tally: Tally,
    committed: Committed,
    unchanged: usize,
}

pub(super) fn run(options: &BuildOptions) -> Exit {
    let started = Instant::now();
    if let Some(jobs) = options.jobs {
        // Only fails if a pool was made before, and none was.
        let _ = rayon::ThreadPoolBuilder::new()
            .num_threads(jobs.into())
            .build_global();
    }
    let folder = options
        .output
        .clone()
        .unwrap_or_else(|| options.root.join("public"));
    let output = match Output::new(&options.root, &folder) {
        Ok(output) => output,
        Err(Refusal(why)) => {
            print(&[Diagnostic::error(
                "output-refused",
                format!("cannot write the site here: {why}"),
            )
            .hint("Name another folder with --output.")]);
            return Exit::WrongUse;
        }
    };
    let site = Site::new(&options.root);
    let now = options.now.unwrap_or_else(Timestamp::now);
    let choices = Choices {
        admission: Admission {
            now: now.as_second(),
            drafts: options.drafts,
            future: options.future,
        },
        base_url: options.base_url.clone(),
    };
    let (snapshot, mut diagnostics) = read_site(&site, &choices);
    let Some(snapshot) = snapshot else {
        print(&diagnostics);
        let no_site = diagnostics
            .iter()
            .any(|diagnostic| diagnostic.code == "no-site");
        return if no_site {
            Exit::WrongUse
        } else {
            failed(&diagnostics)
        };
    };
    let shown = Shown::new(options.quiet);
    let planned = plan(&snapshot, &site, &shown);
    shown.end();
    diagnostics.extend(planned.diagnostics.iter().cloned());
    let Some((plan, renderer)) = planned.site.as_ref().filter(|_| !any_error(&diagnostics)) else {
        print(&diagnostics);
        return failed(&diagnostics);
    };
    let built = write(options, &output, &site, plan, renderer, &shown);
    shown.end();
    match built {
        Ok(outcome) => {
            print(&diagnostics);
            print(&told_of_others(&outcome.committed));
            if !options.quiet {
                summary(options, &output, &planned, plan, &outcome, started);
            }
            Exit::Done
        }
        Err(errors) => {
            diagnostics.extend(errors);
            print(&diagnostics);
            failed(&diagnostics)
        }
    }
}

fn failed(diagnostics: &[Diagnostic]) -> Exit {
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
    eprintln!(
        "{}{also}; nothing was written, the last good site is as it was",
        count(errors, "error")
    );
    Exit::Errors
}

/// Renders what is stale and puts it in place.
fn write(
    options: &BuildOptions,
    output: &Output,
    site: &Site,
    plan: &Plan,
    renderer: &Renderer,
    shown: &Shown,
) -> Result<Outcome, Vec<Diagnostic>> {
    let one = |diagnostic: Box<Diagnostic>| vec![*diagnostic];
    let _lock = Lock::take(&options.root).map_err(one)?;
    if recover(output).map_err(one)?.is_some() && !options.quiet {
        eprintln!("a build that was cut short has been finished");
    }
    let manifest = output.manifest();
    let state = |path: &str| {
        manifest
            .get(path)
            .map_or(FileState::Missing, |record| output.state(path, record))
    };
    let (views, found) = stale(plan, renderer.templates(), &manifest, &state);
    let wanted = wanted(plan, &manifest);
    if found.is_empty() && wanted == manifest.records.len() {
        return Ok(Outcome {
            tally: Tally::default(),
            committed: Committed::default(),
            unchanged: plan.pages.len(),
        });
    }
    let staging = Staging::new(output, site, &manifest, &views).map_err(one)?;
    let errors = render(plan, renderer, &found, site, &staging, shown);
    let tally = staging.finish();
    if any_error(&errors) {
        // Throws the staged pages away; what is there stays.
        let undone = recover(output);
        return Err(errors
            .into_iter()
            .chain(undone.err().map(|diagnostic| *diagnostic))
            .collect());
    }
    let new = remember(plan, renderer, &manifest, &views, &found, &tally);
    let committed = Committed::commit(output, &new).map_err(one)?;
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

/// Files of others that a build met.
fn told_of_others(committed: &Committed) -> Vec<Diagnostic> {
    let mut told: Vec<Diagnostic> = committed
        .kept
        .iter()
        .map(|(path, kept)| {
            Diagnostic::warning(
                "kept-file",
                format!("{path} was not written by this site's builds and stood in a page's place"),
            )
            .hint(format!("It was put into {}", kept.display()))
        })
        .collect();
    told.extend(committed.left.iter().map(|path| {
        Diagnostic::warning(
            "left-file",
            format!(
                "{path} is no longer part of the site, but someone changed it since it was written"
            ),
        )
        .hint("It was left where it is. Delete it if it is not wanted.")
    }));
    told
}

fn summary(
    options: &BuildOptions,
    output: &Output,
    planned: &Planned,
    plan: &Plan,
    outcome: &Outcome,
    started: Instant,
) {
    if options.explain {
        explain(planned, outcome);
    }
    let mut kinds: BTreeMap<Kind, usize> = BTreeMap::new();
    for page in &plan.pages {
        *kinds.entry(page.view.kind()).or_default() += 1;
    }
    let kinds: Vec<String> = kinds
        .into_iter()
        .map(|(kind, n)| format!("{} {n}", kind.name()))
        .collect();
    println!(
        "{} in {}",
        count(planned.articles, "article"),
        output.folder().display()
    );
    println!("  pages     {}", kinds.join(", "));
    println!(
        "  files     {} written, {} unchanged, {} removed",
        outcome.tally.written.len(),
        outcome.unchanged,
        outcome.committed.removed.len()
    );
    if let Some(withheld) = withheld_line(planned) {
        println!("  withheld  {withheld}");
    }
    for merge in &planned.merges {
        let others: Vec<String> = merge
            .merged
            .iter()
            .map(|(spelling, uses)| format!("{spelling} ({uses})"))
            .collect();
        println!("  one tag   {} = {}", merge.kept, others.join(", "));
    }
    let seconds = started.elapsed().as_secs_f64();
    println!(
        "  time      {seconds:.2} s, {:.0} articles a second",
        planned.articles as f64 / seconds.max(0.001)
    );
}

fn withheld_line(planned: &Planned) -> Option<String> {
    let of = |reason| {
        planned
            .withheld
            .iter()
            .filter(|withheld| withheld.reason == reason)
            .count()
    };
    let parts: Vec<String> = [
        (of(WithheldReason::Draft), "draft", "drafts"),
        (
            of(WithheldReason::Future),
            "dated in the future",
            "dated in the future",
        ),
        (of(WithheldReason::Expired), "expired", "expired"),
    ]
    .into_iter()
    .filter(|(n, ..)| *n > 0)
    .map(|(n, one, many)| format!("{n} {}", if n == 1 { one } else { many }))
    .collect();
    (!parts.is_empty()).then(|| parts.join(", "))
}

fn explain(planned: &Planned, outcome: &Outcome) {
    for (path, reason) in &outcome.tally.written {
        println!("wrote {path}: {reason}");
    }
    for path in &outcome.committed.removed {
        println!("removed {path}: nothing asks for it any more");
    }
    for withheld in &planned.withheld {
        let since = withheld.since.as_deref().unwrap_or_default();
        match withheld.reason {
            WithheldReason::Draft => println!("withheld {}: it is a draft", withheld.source),
            WithheldReason::Future => println!("withheld {}: it is dated {since}", withheld.source),
            WithheldReason::Expired => println!("withheld {}: it expired {since}", withheld.source),
        }
    }
}
