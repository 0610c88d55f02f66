//! A build that has nothing to do: everything the site depends on is what it was, and so are its files.
//!
//! Nothing is planned then. The build says what the last one said, since it has the same to say.

use std::time::Instant;

use super::arguments::{BuildOptions, Format};
use super::report::{Grouped, has_colour, print_text};
use super::summary::{FileCounts, summary};
use crate::build::{Last, Planned};
use crate::diagnostics::Diagnostic;
use crate::digest::Digest;
use crate::disk::{Output, Site, read_lock};

/// What a build was asked for.
pub(super) struct Asked<'a> {
    pub(super) options: &'a BuildOptions,
    pub(super) output: &'a Output,
    pub(super) site: &'a Site,
    /// Its clock, in seconds since 1970-01-01T00:00:00Z.
    pub(super) now: i64,
    pub(super) started: Instant,
}

/// The key under which a build is known.
fn key(asked: &Asked, inputs: Digest, read: &[Diagnostic]) -> Option<Digest> {
    let lock = read_lock(asked.site.root()).ok()?;
    Some(Last::key(
        inputs,
        read,
        lock.as_deref(),
        asked.options.shard,
    ))
}

/// Tells a build that has nothing to do; whether it is one. `read` is what was told when the site was read.
pub(super) fn tell(asked: &Asked, inputs: Option<Digest>, read: &[Diagnostic]) -> bool {
    let Some(last) = inputs.and_then(|inputs| known(asked, inputs, read)) else {
        return false;
    };
    print_text(match has_colour() {
        true => &last.warnings.1,
        false => &last.warnings.0,
    });
    if !asked.options.quiet {
        let files = FileCounts {
            written: 0,
            unchanged: last.files as usize,
            removed: 0,
        };
        let articles = last.articles as usize;
        summary(asked.output, articles, &last.summary, files, asked.started);
    }
    true
}

fn known(asked: &Asked, inputs: Digest, read: &[Diagnostic]) -> Option<Last> {
    // Where more is to be told, or to machines, or warnings are errors, all is gone through again.
    let options = asked.options;
    if options.explain || options.strict || options.tell.format != Format::Human {
        return None;
    }
    let last = asked.output.last()?;
    let key = key(asked, inputs, read)?;
    if !last.is_of(key, asked.now) {
        return None;
    }
    let present = asked.output.left_by(&last)?;
    asked.output.note_times(&present, &last);
    Some(last)
}

/// Remembers a build that is done: how many files it has, and what it had to say of the site. `read` of the
/// diagnostics are those of reading it.
pub(super) fn remember(
    asked: &Asked,
    planned: &Planned,
    files: usize,
    (diagnostics, read): (&[Diagnostic], usize),
    summary: (Vec<String>, Vec<String>),
) {
    let read = diagnostics.get(..read).unwrap_or_default();
    let inputs = key(asked, planned.inputs, read);
    let (Some(inputs), Some(manifest)) = (inputs, asked.output.manifest_sum()) else {
        return;
    };
    let told = Grouped::of(diagnostics, asked.site);
    asked.output.remember(&Last {
        inputs,
        manifest,
        now: (asked.now, planned.until),
        articles: planned.articles as u64,
        files: files as u64,
        warnings: (told.text(false), told.text(true)),
        summary,
    });
}
