//! What every build begins with: the folder it may write to, the lock, and what a killed build left.

use std::path::{Path, PathBuf};

use super::failure::{Failure, SiteState};
use crate::diagnostics::Diagnostic;
use crate::disk::{CONFIG, Committed, Lock, Output, PUBLIC, Refusal, Scratch, recover};

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
