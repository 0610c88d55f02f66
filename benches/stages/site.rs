//! A generated site in memory, planned once and shared by all micro-benchmarks.
//!
//! This is the one place that puts the pipeline together, so that a change of it is followed here alone.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use warraq::archive::{Admission, Archive, assemble};
use warraq::build::{self, ArticleFile, Files, NoShelves, Progress, Snapshot, Stage};
use warraq::config;
use warraq::content::{Article, Origin, body_of, parse};
use warraq::diagnostics::Diagnostic;
use warraq::locale::Locale;
use warraq::paths::SourcePath;
use warraq::plan::{ListingView, Page, PictureView, Plan, View};
use warraq::render::{Bodies, Renderer};

use crate::corpus::{Corpus, Layout};

const ARTICLES: usize = 2000;

/// The kinds of pages that are rendered.
pub const PAGES: [&str; 2] = [ARTICLE, LIST];
const ARTICLE: &str = "article";
const LIST: &str = "list of 50";

/// The site.
pub struct Site {
    /// Articles' files.
    pub sources: BTreeMap<SourcePath, String>,
    /// What is read of the rest.
    pub snapshot: Snapshot,
    /// The parsed articles.
    pub articles: Vec<Article>,
    /// Every page.
    pub plan: Plan,
    /// How pages are made.
    pub renderer: Renderer,
}

struct Unwatched;

impl Progress for Unwatched {
    fn begin(&self, _: Stage, _: usize) {}
    fn step(&self) {}
}

struct Sources<'a>(&'a BTreeMap<SourcePath, String>);

impl Files for Sources<'_> {
    fn read(&self, path: &SourcePath) -> Result<Vec<u8>, Box<Diagnostic>> {
        let text = self.0.get(path).map(String::as_str);
        Ok(text.unwrap_or_default().into())
    }
}

impl Bodies for Site {
    fn body(&self, origin: &Origin) -> Result<String, Box<Diagnostic>> {
        let bytes = Sources(&self.sources).read(&origin.path)?;
        Ok(body_of(&origin.path, &bytes)?.0)
    }

    fn picture(&self, view: &PictureView) -> Result<Vec<u8>, Box<Diagnostic>> {
        Sources(&self.sources).read(&view.source)
    }
}

impl Site {
    /// The site, made when it is first asked for.
    pub fn shared() -> &'static Site {
        static SITE: LazyLock<Site> = LazyLock::new(Site::new);
        &SITE
    }

    fn new() -> Site {
        let corpus = Corpus::new(ARTICLES);
        let sources: BTreeMap<SourcePath, String> = (0..ARTICLES)
            .map(|i| {
                let article = corpus.article(i);
                let path = SourcePath::new(Layout::Warraq.path(&article));
                (path, Layout::Warraq.file(&article))
            })
            .collect();
        let text = corpus.config();
        let (config, _) = config::read(&SourcePath::new("warraq.yaml"), text, None);
        let config = config.expect("the corpus has a configuration without faults");
        let snapshot = || Snapshot {
            config: config.clone(),
            admission: Admission {
                now: i64::MAX,
                drafts: false,
                future: false,
            },
            articles: sources
                .keys()
                .map(|path| ArticleFile {
                    path: path.clone(),
                    stamp: None,
                })
                .collect(),
            files: Vec::new(),
            templates: Vec::new(),
            messages: Vec::new(),
            statics: Vec::new(),
            pictures: Default::default(),
        };
        let articles = sources
            .iter()
            .filter_map(|(path, text)| parse(path, text.as_bytes(), &config).0)
            .collect();
        let planned = build::plan(snapshot(), &Sources(&sources), &NoShelves, &Unwatched);
        let (plan, renderer) = planned.site.expect("the corpus is a site without faults");
        Site {
            snapshot: snapshot(),
            sources,
            articles,
            plan,
            renderer,
        }
    }

    /// Articles put together.
    pub fn assemble(&self, articles: Vec<Article>) -> (Archive, Vec<Diagnostic>) {
        let config = &self.snapshot.config;
        let locale = |id| Locale::new(&config.edition(id).locale, None);
        assemble(
            articles.into_iter().map(Box::new).collect(),
            &self.snapshot.files,
            &self.snapshot.pictures,
            self.snapshot.admission,
            config,
            &locale,
        )
    }

    /// The pages of a kind: articles, or lists that are full.
    pub fn pages(&self, kind: &str) -> Vec<&Page> {
        let is_full = |list: &ListingView| list.cards.len() == 50;
        let is_of_kind = |page: &&Page| match &page.view {
            View::Article(_) => kind == ARTICLE,
            View::Listing(list) => kind == LIST && is_full(list),
            _ => false,
        };
        self.plan.pages.iter().filter(is_of_kind).collect()
    }
}
