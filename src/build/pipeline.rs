//! Snapshot -> plan -> pages, in parallel, with every diagnostic gathered.

use std::sync::Arc;

use rayon::prelude::*;

use super::looking::{Look, inputs, look};
use super::pictures::Pictures;
use super::reading::{Reading, read_all};
use super::stale::Stale;
use super::validity::until;
use super::{Files, Shelves, Snapshot, wording};
use crate::archive::{Merge, Moved, Withheld, assemble};
use crate::content::{Origin, TakenOut, body_of};
use crate::diagnostics::{Diagnostic, any_error};
use crate::digest::Digest;
use crate::locale::Locale;
use crate::paths::SourcePath;
use crate::plan::{Page, PictureView, Plan, View, lay_out};
use crate::render::{Bodies, Rendered, Renderer};

/// What a build is doing, for whoever watches.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stage {
    /// Reading articles.
    Read,
    /// Making pages.
    Render,
    /// Bringing files that other machines made.
    Merge,
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
    /// The plan where there was an error; pages may be missing from it.
    pub faulty: Option<Plan>,
    /// Articles that are published.
    pub articles: usize,
    /// Articles that are not.
    pub withheld: Vec<Withheld>,
    /// Names of different spelling that became one.
    pub merges: Vec<Merge>,
    /// Articles that had to move aside for an older one of the same address.
    pub moved: Vec<Moved>,
    /// What of the texts does not reach the reader.
    pub taken_out: TakenOut,
    /// The moment up to which the same content makes the same site, in seconds since
    /// 1970-01-01T00:00:00Z.
    pub until: i64,
    /// The digest of everything the site depends on but the clock.
    pub inputs: Digest,
    /// Everything there is to say, in order.
    pub diagnostics: Vec<Diagnostic>,
}

/// Plans the site of `snapshot`. All faults of all files are gathered before anything is given up.
pub fn plan(
    snapshot: Snapshot,
    files: &dyn Files,
    shelves: &dyn Shelves,
    progress: &dyn Progress,
) -> Planned {
    let look = look(&snapshot, files, shelves);
    plan_after(look, snapshot, files, shelves, progress)
}

/// Plans the site of `snapshot` after a look at its articles.
pub fn plan_after(
    look: Look,
    mut snapshot: Snapshot,
    files: &dyn Files,
    shelves: &dyn Shelves,
    progress: &dyn Progress,
) -> Planned {
    let Reading {
        articles,
        mut diagnostics,
        taken_out,
        shelves,
    } = read_all(&snapshot, look, files, shelves, progress);
    // The articles have their paths.
    snapshot.articles = Vec::new();
    let until = until(&articles, &snapshot.config, snapshot.admission.now);
    let mut planned = Planned {
        site: None,
        faulty: None,
        articles: 0,
        withheld: Vec::new(),
        merges: Vec::new(),
        moved: Vec::new(),
        taken_out,
        until,
        inputs: inputs(&snapshot, &shelves),
        diagnostics: Vec::new(),
    };
    let parsed_all = !any_error(&diagnostics);
    let locale = |id| Locale::new(&snapshot.config.edition(id).locale, None);
    let (archive, told) = assemble(
        articles,
        &snapshot.files,
        &snapshot.pictures,
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
        &snapshot.pictures,
        snapshot.admission.now,
    );
    diagnostics.extend(
        told.into_iter()
            .filter(|diagnostic| parsed_all || diagnostic.code != "dead-address"),
    );
    planned.articles = archive.articles();
    planned.withheld = archive.withheld;
    planned.merges = archive.merges;
    planned.moved = archive.moved;
    let renderer = Renderer::new(&plan, snapshot.templates);
    if let Ok(renderer) = &renderer {
        diagnostics.extend_from_slice(renderer.templates().warnings());
    }
    match renderer {
        Ok(renderer) if !any_error(&diagnostics) => planned.site = Some((plan, renderer)),
        Ok(_) => planned.faulty = Some(plan),
        Err(told) => diagnostics.extend(told),
    }
    planned.diagnostics = settle(diagnostics);
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
    let bodies = BodiesOf::new(files);
    let one = |stale: &Stale| -> Option<Diagnostic> {
        let page = plan.pages.get(stale.page)?;
        let put = renderer
            .render(page, &bodies)
            .and_then(|rendered| sink.put(*stale, page, rendered));
        progress.step();
        put.err().map(|diagnostic| *diagnostic)
    };
    let is_picture = |stale: &&Stale| {
        let page = plan.pages.get(stale.page);
        page.is_some_and(|page| matches!(page.view, View::Picture(_)))
    };
    let (stale_pictures, mut in_time): (Vec<&Stale>, Vec<&Stale>) =
        stale.iter().partition(is_picture);
    // Pages of one time show the same cards, which are then made once; those of a tag show few of any.
    in_time.sort_by_cached_key(|stale| plan.pages.get(stale.page).map(|page| page.view.span()));
    let pictures = Pictures {
        plan,
        renderer,
        bodies: &bodies,
        sink,
        progress,
    };
    let (mut told, of_pictures): (Vec<Diagnostic>, Vec<Diagnostic>) = rayon::join(
        || in_time.into_par_iter().filter_map(one).collect(),
        || pictures.make(&stale_pictures),
    );
    told.extend(of_pictures);
    settle(told)
}

/// Article texts, read again and held against what was planned with.
pub struct BodiesOf<'a> {
    files: &'a dyn Files,
}

impl<'a> BodiesOf<'a> {
    /// The texts of the articles among `files`.
    pub fn new(files: &'a dyn Files) -> Self {
        BodiesOf { files }
    }
}

impl Bodies for BodiesOf<'_> {
    fn picture(&self, view: &PictureView) -> Result<Vec<u8>, Box<Diagnostic>> {
        as_planned(self.files, &view.source, view.digest)
    }

    fn body(&self, origin: &Origin) -> Result<String, Box<Diagnostic>> {
        let bytes = self.files.read(&origin.path)?;
        let (body, digest) = body_of(&origin.path, &bytes)?;
        match digest == origin.digest {
            true => Ok(body),
            false => Err(Box::new(changed_meanwhile(&origin.path))),
        }
    }
}

/// The bytes of a file, if they are those that the site was planned with.
pub fn as_planned(
    files: &dyn Files,
    path: &SourcePath,
    digest: Digest,
) -> Result<Vec<u8>, Box<Diagnostic>> {
    let bytes = files.read(path)?;
    match Digest::of_bytes(&bytes) == digest {
        true => Ok(bytes),
        false => Err(Box::new(changed_meanwhile(path))),
    }
}

fn changed_meanwhile(path: &SourcePath) -> Diagnostic {
    Diagnostic::error(
        "changed-meanwhile",
        "the file was changed while the site was being built",
    )
    .in_file(path)
    .hint("Run the build again.")
}

/// Diagnostics in the order of their places, each once. A missing time
/// zone is one fault of the site, not one of every article.
fn settle(mut diagnostics: Vec<Diagnostic>) -> Vec<Diagnostic> {
    diagnostics.par_sort_by(|a, b| a.order().cmp(&b.order()));
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
    diagnostics
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicBool, Ordering};

    use super::*;
    use crate::archive::Admission;
    use crate::build::{ArticleFile, NoShelves, Reason};
    use crate::config;
    use crate::images;

    /// A site of one article, of which an editor saves another text when it has been read.
    struct Editor(AtomicBool);

    impl Files for Editor {
        fn read(&self, _: &SourcePath) -> Result<Vec<u8>, Box<Diagnostic>> {
            let text = match self.0.swap(true, Ordering::Relaxed) {
                false => "نص.",
                true => "نص آخر.",
            };
            Ok(format!("---\ntitle: خبر\ndate: 2022-01-10\n---\n{text}\n").into_bytes())
        }
    }

    impl Progress for Editor {
        fn begin(&self, _: Stage, _: usize) {}
        fn step(&self) {}
    }

    impl Sink for Editor {
        fn put(&self, _: Stale, _: &Page, _: Rendered) -> Result<(), Box<Diagnostic>> {
            Ok(())
        }
    }

    #[test]
    fn an_article_that_changes_meanwhile_is_told() {
        let text = "title: صحيفة\nbase_url: https://example.org/\ntime_zone: Asia/Riyadh\n";
        let (config, _) = config::read(&SourcePath::new("warraq.yaml"), text, None);
        let snapshot = Snapshot {
            config: config.unwrap(),
            admission: Admission {
                now: i64::MAX,
                drafts: false,
                future: false,
            },
            articles: vec![ArticleFile {
                path: SourcePath::new("content/a.md"),
                stamp: None,
            }],
            files: Vec::new(),
            messages: Vec::new(),
            templates: Vec::new(),
            statics: Vec::new(),
            pictures: images::Pictures::new(),
        };
        let editor = Editor(AtomicBool::new(false));
        let (plan, renderer) = super::plan(snapshot, &editor, &NoShelves, &editor)
            .site
            .unwrap();
        let all: Vec<Stale> = (0..plan.pages.len())
            .map(|page| Stale {
                page,
                reason: Reason::New,
            })
            .collect();
        let told = render(&plan, &renderer, &all, &editor, &editor, &editor);
        let codes: Vec<&str> = told.iter().map(|diagnostic| diagnostic.code).collect();
        assert!(!codes.is_empty() && codes.iter().all(|code| *code == "changed-meanwhile"));
    }
}
