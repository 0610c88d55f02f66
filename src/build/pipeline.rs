//! Snapshot -> plan -> pages, in parallel, with every diagnostic gathered.

use std::sync::Arc;

use rayon::prelude::*;

use super::stale::Stale;
use super::{Files, Snapshot, wording};
use crate::archive::{Merge, Moved, Withheld, assemble};
use crate::content::{Article, Origin, body_of, parse};
use crate::diagnostics::{Diagnostic, Span, any_error};
use crate::locale::Locale;
use crate::paths::SourcePath;
use crate::plan::{Page, Plan, lay_out};
use crate::render::{Bodies, Rendered, Renderer};

/// What a build is doing, for whoever watches.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stage {
    /// Reading articles.
    Read,
    /// Making pages.
    Render,
}

/// Someone who watches a build.
pub trait Progress: Sync {
    /// A stage of `total` steps begins.
    fn begin(&self, stage: Stage, total: usize);
    /// One step is done.
    fn step(&self);
}

/// Where rendered pages go.
pub trait Sink: Sync {
    /// Takes one page, which is `stale.page` of the plan.
    fn put(&self, stale: Stale, page: &Page, rendered: Rendered) -> Result<(), Box<Diagnostic>>;
}

/// A planned site, with what is told about it.
pub struct Planned {
    /// Every page and how to make it; `None` if there was an error.
    pub site: Option<(Plan, Renderer)>,
    /// Articles that are published.
    pub articles: usize,
    /// Articles that are not.
    pub withheld: Vec<Withheld>,
    /// Names of different spelling that became one.
    pub merges: Vec<Merge>,
    /// Articles that had to move aside for an older one of the same address.
    pub moved: Vec<Moved>,
    /// Everything there is to say, in order.
    pub diagnostics: Vec<Diagnostic>,
}

/// Plans the site of `snapshot`. All faults of all files are gathered before anything is given up.
pub fn plan(snapshot: &Snapshot, files: &dyn Files, progress: &dyn Progress) -> Planned {
    progress.begin(Stage::Read, snapshot.articles.len());
    let read = |path: &SourcePath| {
        let parsed = match files.read(path) {
            Ok(bytes) => parse(path, &bytes, &snapshot.config),
            Err(diagnostic) => (None, vec![*diagnostic]),
        };
        progress.step();
        parsed
    };
    let parsed: Vec<(Option<Article>, Vec<Diagnostic>)> =
        snapshot.articles.par_iter().map(read).collect();
    let mut articles = Vec::with_capacity(parsed.len());
    let mut diagnostics = Vec::new();
    for (article, told) in parsed {
        articles.extend(article);
        diagnostics.extend(told);
    }
    let mut planned = Planned {
        site: None,
        articles: 0,
        withheld: Vec::new(),
        merges: Vec::new(),
        moved: Vec::new(),
        diagnostics: Vec::new(),
    };
    let parsed_all = !any_error(&diagnostics);
    let locale = |id| Locale::new(&snapshot.config.edition(id).locale, None);
    let (archive, told) = assemble(
        articles,
        &snapshot.files,
        snapshot.admission,
        &snapshot.config,
        &locale,
    );
    // An article that could not be read makes links to it look broken, which they are not.
    diagnostics.extend(
        told.into_iter()
            .filter(|diagnostic| parsed_all || diagnostic.code != "broken-link"),
    );
    let (wording, told) = wording::read(&snapshot.messages);
    diagnostics.extend(told);
    let (plan, told) = lay_out(
        &archive,
        &snapshot.config,
        Arc::new(wording),
        &snapshot.statics,
    );
    diagnostics.extend(
        told.into_iter()
            .filter(|diagnostic| parsed_all || diagnostic.code != "dead-address"),
    );
    planned.articles = archive.articles();
    planned.withheld = archive.withheld;
    planned.merges = archive.merges;
    planned.moved = archive.moved;
    match Renderer::new(&plan, snapshot.templates.clone()) {
        Ok(renderer) if !any_error(&diagnostics) => planned.site = Some((plan, renderer)),
        Ok(_) => {}
        Err(told) => diagnostics.extend(told),
    }
    planned.diagnostics = settle(diagnostics, files);
    planned
}

/// Renders the stale pages of a plan into `sink`; what went wrong, in order.
pub fn render(
    plan: &Plan,
    renderer: &Renderer,
    stale: &[Stale],
    files: &dyn Files,
    sink: &dyn Sink,
    progress: &dyn Progress,
) -> Vec<Diagnostic> {
    progress.begin(Stage::Render, stale.len());
    let bodies = BodiesOf { files };
    let one = |stale: &Stale| -> Option<Diagnostic> {
        let page = plan.pages.get(stale.page)?;
        let put = renderer
            .render(page, &bodies)
            .and_then(|rendered| sink.put(*stale, page, rendered));
        progress.step();
        put.err().map(|diagnostic| *diagnostic)
    };
    let told: Vec<Diagnostic> = stale.par_iter().filter_map(one).collect();
    settle(told, files)
}

/// Article texts, read again and held against what was planned with.
struct BodiesOf<'a> {
    files: &'a dyn Files,
}

impl Bodies for BodiesOf<'_> {
    fn body(&self, origin: &Origin) -> Result<String, Box<Diagnostic>> {
        let bytes = self.files.read(&origin.path)?;
        let (body, digest) = body_of(&origin.path, &bytes)?;
        match digest == origin.digest {
            true => Ok(body),
            false => Err(Box::new(
                Diagnostic::error(
                    "changed-meanwhile",
                    "the file was changed while the site was being built",
                )
                .in_file(&origin.path)
                .hint("Run the build again."),
            )),
        }
    }
}

/// Diagnostics in the order of their places, each once, with the lines they are about. A missing time
/// zone is one fault of the site, not one of every article.
fn settle(mut diagnostics: Vec<Diagnostic>, files: &dyn Files) -> Vec<Diagnostic> {
    diagnostics.sort_by_cached_key(Diagnostic::order);
    diagnostics.dedup();
    let zoneless = diagnostics
        .iter()
        .filter(|diagnostic| diagnostic.code == "no-time-zone")
        .count();
    let mut first = true;
    diagnostics.retain_mut(|diagnostic| {
        if diagnostic.code != "no-time-zone" {
            return true;
        }
        if first && zoneless > 1 {
            diagnostic
                .message
                .push_str(&format!("; so are {} dates in all", zoneless));
        }
        std::mem::take(&mut first)
    });
    for diagnostic in &mut diagnostics {
        show_line(diagnostic, files);
    }
    diagnostics
}

/// Spans of links are kept without their line's text, of which there would be millions.
fn show_line(diagnostic: &mut Diagnostic, files: &dyn Files) {
    let Some(place) = &mut diagnostic.place else {
        return;
    };
    let Some(span) = &mut place.span else { return };
    if !span.text.is_empty() {
        return;
    }
    if let Ok(bytes) = files.read(&place.path) {
        let text = String::from_utf8_lossy(&bytes);
        let line = text
            .lines()
            .nth((span.line as usize).saturating_sub(1))
            .unwrap_or_default();
        span.text = Span::of_bytes(line, 0, 0).text;
    }
}
