//! `warraq build --verify`: the site built again from nothing, and compared with what the build left.
//!
//! The second build has a folder and a memory of its own, reads every file again and makes every page.
//! Nothing the site remembers is read for it or written by it.

use super::Exit;
use super::arguments::BuildOptions;
use super::build::cut;
use super::failure::Failure;
use super::progress::Shown;
use super::report::count;
use super::verify::{NAMED, name};
use super::voice::Voice;
use super::write::write;
use crate::build::{NoShelves, plan};
use crate::diagnostics::Diagnostic;
use crate::disk::{Choices, Differences, Faults, Output, Scratch, Site, compare, read_site};
use crate::plan::Plan;

/// Proves that `output` is what a clean build of the same choices makes.
pub(super) fn verify(
    options: &BuildOptions,
    voice: &Voice,
    (output, site): (&Output, &Site),
    choices: &Choices,
) -> Exit {
    let found = match differences(options, output, site, choices) {
        Ok(found) => found,
        Err(errors) => {
            voice.tell(&errors, site);
            tell_err!("the site is built; it could not be compared with a clean build");
            return Exit::Errors;
        }
    };
    if found.count() == 0 {
        if !voice.is_quiet() {
            let others = match found.others {
                0 => String::new(),
                n => format!("; {} there of others", count(n, "file")),
            };
            tell!(
                "  verified  {} of a clean build, byte for byte{others}",
                count(found.files, "file")
            );
        }
        return Exit::Done;
    }
    if voice.speaks() {
        name("differ", &found.differ);
        name("missing", &found.missing);
        name("extra", &found.extra);
    }
    let message = format!(
        "{} not what a clean build makes",
        match found.count() {
            1 => "1 file is".to_owned(),
            n => format!("{n} files are"),
        }
    );
    voice.tell_of_none(&[Diagnostic::error("incremental-differs", message).hint(
        "If nothing was saved meanwhile and nobody wrote to the output, this is a fault of Warraq: please \
         report it. To mend the site, delete .warraq/ and the output folder and build again.",
    )]);
    Exit::Errors
}

fn differences(
    options: &BuildOptions,
    output: &Output,
    site: &Site,
    choices: &Choices,
) -> Result<Differences, Vec<Diagnostic>> {
    let one = |diagnostic: Box<Diagnostic>| vec![*diagnostic];
    let scratch = Scratch::new(&options.root).map_err(one)?;
    let shown = Shown::new(options.quiet);
    let site = &site.without_memory();
    let (snapshot, told) = read_site(site, choices);
    let Some(snapshot) = snapshot else {
        return Err(told);
    };
    let mut planned = plan(snapshot, site, &NoShelves, &shown);
    shown.end();
    let share = cut(options, &mut planned);
    let Some((plan, renderer)) = &planned.site else {
        // Something was saved since the build that is to be verified.
        return Err(errors(planned.diagnostics));
    };
    let clean = scratch.output();
    let built = write(
        (clean, &clean.present()),
        site,
        (plan, renderer),
        share.as_ref(),
        &shown,
    );
    shown.end();
    built.map_err(|Failure { errors, .. }| errors)?;
    let mut found = compare(output, scratch.output(), NAMED).map_err(one)?;
    for faults in [&mut found.differ, &mut found.missing] {
        add_sources(faults, plan);
    }
    Ok(found)
}

fn errors(diagnostics: Vec<Diagnostic>) -> Vec<Diagnostic> {
    let errors = diagnostics.into_iter();
    errors.filter(Diagnostic::is_error).collect()
}

/// Says of each file what it was made from.
fn add_sources(faults: &mut Faults, plan: &Plan) {
    for named in &mut faults.first {
        let page = plan
            .pages
            .binary_search_by(|page| page.path.as_str().cmp(&named.path))
            .ok()
            .and_then(|at| plan.pages.get(at));
        named.source = page
            .and_then(|page| page.view.source())
            .map(|source| source.as_str().to_owned());
    }
}
