//! The site's folder -> one state of the preview after the other.
//!
//! A thread of its own plans the site as a build does, and again whenever something may have changed. A plan
//! with errors takes nothing away: the last good site stays, and what is wrong is told beside it. Nothing is
//! written into the output folder.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, RecvTimeoutError};
use std::time::{Duration, Instant};

use jiff::Timestamp;
use tokio::sync::watch::Sender;

use super::live::{FAULTS_SHOWN, Live};
use super::memory::Memory;
use super::shown::Shown;
use super::watch::{Change, Watching};
use crate::archive::Admission;
use crate::build::{
    Files, Last, Lines, Planned, Progress, Snapshot, Stage, look, plan_after, touched,
};
use crate::config::{BaseUrl, Config};
use crate::diagnostics::{Diagnostic, any_error};
use crate::digest::Digest;
use crate::disk::{Choices, Output, Site, read_lock, read_site};
use crate::paths::SourcePath;

/// Nothing more has come for this long: whoever saves files has saved them.
const QUIET: Duration = Duration::from_millis(25);

/// Waiting for that ends here, whatever still comes.
const LONGEST: Duration = Duration::from_millis(250);

/// After a page was shown at once, the site is planned when nothing has come for this long: whoever writes
/// saves again soon, and a plan of a large archive takes a second.
const SETTLED: Duration = Duration::from_millis(700);

/// What the preview was asked to show.
pub struct Asked {
    /// The site.
    pub site: Site,
    /// Where the site is published, if not as the configuration says.
    pub base_url: Option<BaseUrl>,
    /// The present, if it is not the clock's.
    pub now: Option<Timestamp>,
    /// Drafts are shown.
    pub drafts: bool,
    /// Articles dated in the future are shown.
    pub future: bool,
    /// Where the last build wrote, if that is known.
    pub output: Option<Output>,
}

/// What there is to tell of a plan.
pub struct Told<'a> {
    /// The door to the site's files.
    pub files: &'a dyn Files,
    /// Everything there is to say of the site.
    pub diagnostics: &'a [Diagnostic],
    /// How many articles and files there are; nothing where there is no plan.
    pub counts: Option<(usize, usize)>,
    /// Whether there is a site to be seen.
    pub is_shown: bool,
    /// How long it took.
    pub took: Duration,
}

/// Whoever the preview talks to.
pub trait Teller: Send + Sync {
    /// Changes are noticed so, from now on.
    fn watching(&self, watching: &Watching);

    /// A plan was made, or could not be.
    fn planned(&self, told: &Told);

    /// What else a build would have against the site, such as addresses that would be lost.
    fn check(&self, site: &Site, planned: &Planned, diagnostics: &mut Vec<Diagnostic>);
}

/// How the articles of a plan were read.
struct Read {
    config: Config,
    /// How many there were.
    articles: usize,
}

/// Why the site is planned.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Cause {
    /// Nobody has seen anything yet.
    Start,
    /// It is watched now: has anything changed since the start?
    Watched,
    /// Something has changed, or the clock makes another site of it.
    Change,
}

/// Makes one plan after the other.
pub(super) struct Planner {
    asked: Asked,
    memory: Memory,
    teller: Box<dyn Teller>,
    live: Sender<Live>,
    /// What the site that is shown was made of, and until when it is that.
    made_of: Option<(Digest, i64)>,
    /// How it was read.
    read: Option<Read>,
    /// Whether the last attempt came to what is shown, and to nothing that is wrong.
    is_settled: bool,
    /// Whether a page is shown that was not planned.
    is_touched: bool,
    assets: BTreeMap<String, Digest>,
    /// What was told last.
    told: Option<Digest>,
}

impl Planner {
    pub(super) fn new(asked: Asked, teller: Box<dyn Teller>, live: Sender<Live>) -> Planner {
        Planner {
            memory: Memory::of(asked.site.root()),
            asked,
            teller,
            live,
            made_of: None,
            read: None,
            is_settled: false,
            is_touched: false,
            assets: BTreeMap::new(),
            told: None,
        }
    }

    /// Plans for as long as there are changes to come.
    ///
    /// `watch` begins to look for changes. That is done when the first page can be shown: a watch is told of every
    /// file that is opened, which is a tenth of the work of the first plan. What was saved meanwhile is found by
    /// looking once more.
    pub(super) fn run(mut self, changes: &Receiver<Change>, watch: impl FnOnce() -> Watching) {
        let site = self.asked.site.keeping_later();
        self.plan_of(&site, Cause::Start);
        self.teller.watching(&watch());
        if self.made_of.is_some() {
            self.memory.hand_over(&site);
        }
        self.plan(Cause::Watched);
        // When the site is planned, whatever comes: a page was shown before it was.
        let mut owed: Option<Instant> = None;
        loop {
            let told = match owed {
                Some(at) => changes.recv_timeout(at.saturating_duration_since(Instant::now())),
                None => self.wait(changes),
            };
            match told {
                Ok(mut change) => {
                    let begun = Instant::now();
                    while begun.elapsed() < LONGEST
                        && let Ok(more) = changes.recv_timeout(QUIET)
                    {
                        change = change.and(more);
                    }
                    if self.touch(&change) {
                        owed = Some(Instant::now() + SETTLED);
                        continue;
                    }
                }
                Err(RecvTimeoutError::Timeout) => {}
                Err(RecvTimeoutError::Disconnected) => return,
            }
            owed = None;
            self.plan(Cause::Change);
        }
    }

    /// Shows at once what an edit of an article's text or headline changes.
    fn touch(&mut self, change: &Change) -> bool {
        let is_current = self.made_of.is_some_and(|(_, until)| self.now() < until);
        let Some(read) = self.read.as_ref().filter(|_| is_current && self.is_settled) else {
            return false;
        };
        let Change::Of(paths) = change else {
            return false;
        };
        let [path] = &**paths else {
            return false;
        };
        let parts: Option<Vec<&str>> = path.iter().map(|part| part.to_str()).collect();
        let Some(path) = parts.map(|parts| SourcePath::new(parts.join("/"))) else {
            return false;
        };
        let Some(shown) = self.live.borrow().shown.clone() else {
            return false;
        };
        let site = Site::new(self.asked.site.root());
        let now = shown.plan().and_then(|plan| {
            let pages = touched(
                (plan, &shown.pages()),
                &read.config,
                read.articles,
                &path,
                &site,
                &self.memory,
            );
            shown.with(pages?)
        });
        let Some(now) = now else {
            return false;
        };
        self.is_touched = true;
        self.publish(&site, Some(Arc::new(now)), &[], Vec::new());
        true
    }

    /// Waits for a change, or for the moment at which the same content makes another site.
    fn wait(&self, changes: &Receiver<Change>) -> Result<Change, RecvTimeoutError> {
        let until = self.made_of.map_or(i64::MAX, |(_, until)| until);
        let seconds = until.saturating_sub(self.now()).max(0);
        // A clock may be set, and a machine may sleep: it is looked at once an hour.
        let most = Duration::from_secs(3600);
        let wait =
            u64::try_from(seconds).map_or(most, |seconds| Duration::from_secs(seconds).min(most));
        match self.asked.now {
            Some(_) => changes.recv().map_err(|_| RecvTimeoutError::Disconnected),
            None => changes.recv_timeout(wait.max(QUIET)),
        }
    }

    fn now(&self) -> i64 {
        self.asked.now.unwrap_or_else(Timestamp::now).as_second()
    }

    fn plan(&mut self, cause: Cause) {
        // What is looked at now is not what was looked at before.
        let site = Site::new(self.asked.site.root()).without_writing();
        self.plan_of(&site, cause);
    }

    fn plan_of(&mut self, site: &Site, cause: Cause) {
        let begun = Instant::now();
        let choices = Choices {
            admission: Admission {
                now: self.now(),
                drafts: self.asked.drafts,
                future: self.asked.future,
            },
            base_url: self.asked.base_url.clone(),
        };
        let (snapshot, mut diagnostics) = read_site(site, &choices);
        let Some(snapshot) = snapshot else {
            return self.failed(site, &diagnostics, cause, begun);
        };
        let look = look(&snapshot, site, &self.memory);
        let inputs = look.inputs(&snapshot);
        if let Some(inputs) = inputs {
            if cause == Cause::Start {
                self.show_last(site, &snapshot, inputs, &diagnostics, choices.admission.now);
            }
            let is_shown = self
                .made_of
                .is_some_and(|(made_of, until)| made_of == inputs && choices.admission.now < until);
            if is_shown && self.is_settled && !self.is_touched && diagnostics.is_empty() {
                return;
            }
        }
        let read = Read {
            config: snapshot.config.clone(),
            articles: snapshot.articles.len(),
        };
        self.is_touched = false;
        let mut planned = plan_after(look, snapshot, site, &self.memory, &Silent);
        diagnostics.append(&mut planned.diagnostics);
        let is_readable = !any_error(&diagnostics);
        self.teller.check(site, &planned, &mut diagnostics);
        let Some((plan, renderer)) = planned.site.take().filter(|_| is_readable) else {
            return self.failed(site, &diagnostics, cause, begun);
        };
        let files = plan.pages.len();
        let shown = Arc::new(Shown::planned(plan, renderer));
        let assets: BTreeMap<String, Digest> = shown.assets().into_iter().collect();
        let is_other = |(url, digest): &(&String, &Digest)| {
            self.assets.get(*url).is_some_and(|known| known != *digest)
        };
        let others = assets.iter().filter(is_other);
        let changed: Vec<String> = others.map(|(url, _)| url.clone()).collect();
        self.assets = assets;
        self.made_of = Some((planned.inputs, planned.until));
        self.read = Some(read);
        self.publish(site, Some(shown), &diagnostics, changed);
        self.tell(
            cause,
            &Told {
                files: site,
                diagnostics: &diagnostics,
                counts: Some((planned.articles, files)),
                is_shown: true,
                took: begun.elapsed(),
            },
        );
    }

    fn failed(&mut self, site: &Site, diagnostics: &[Diagnostic], cause: Cause, begun: Instant) {
        self.publish(site, None, diagnostics, Vec::new());
        let is_shown = self.live.borrow().shown.is_some();
        self.tell(
            cause,
            &Told {
                files: site,
                diagnostics,
                counts: None,
                is_shown,
                took: begun.elapsed(),
            },
        );
    }

    /// Tells of a plan. Nobody has changed anything where the site is planned again because it is watched now: it is
    /// told only if it has come to something else.
    fn tell(&mut self, cause: Cause, told: &Told) {
        let now = Digest::of(&(told.diagnostics, told.counts));
        if self.told.replace(now) != Some(now) || cause != Cause::Watched {
            self.teller.planned(told);
        }
    }

    /// Makes this the state that is shown; what was shown before is taken apart when nobody waits for it.
    fn publish(
        &mut self,
        site: &Site,
        shown: Option<Arc<Shown>>,
        diagnostics: &[Diagnostic],
        changed: Vec<String>,
    ) {
        let mut lines = Lines::of(site);
        let errors = diagnostics.iter().filter(|told| told.is_error());
        let faults: Vec<Diagnostic> = errors
            .take(FAULTS_SHOWN + 1)
            .map(|told| lines.shown(told))
            .collect();
        self.is_settled = faults.is_empty();
        let next = self.live.borrow().next(shown, faults, changed);
        drop(self.live.send_replace(next));
    }

    /// Shows what the last build made, if it is of the same inputs, until there is a plan.
    fn show_last(
        &self,
        site: &Site,
        snapshot: &Snapshot,
        inputs: Digest,
        read: &[Diagnostic],
        now: i64,
    ) {
        let Some(output) = &self.asked.output else {
            return;
        };
        let Some((last, lock)) = output.last().zip(read_lock(site.root()).ok()) else {
            return;
        };
        if output.staging().exists()
            || !last.is_of(Last::key(inputs, read, lock.as_deref(), None), now)
        {
            return;
        }
        let manifest = output.manifest();
        if manifest.sum() != Some(last.manifest) {
            return;
        }
        let shown = Shown::built(output.clone(), manifest, &snapshot.config.base_url);
        let next = self
            .live
            .borrow()
            .next(Some(Arc::new(shown)), Vec::new(), Vec::new());
        self.live.send_replace(next);
    }
}

/// A preview shows no bar: it is to be looked at elsewhere.
struct Silent;

impl Progress for Silent {
    fn begin(&self, _: Stage, _: usize) {}
    fn step(&self) {}
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::path::PathBuf;
    use std::sync::Mutex;
    use std::sync::mpsc::{self, Sender};

    use super::*;

    const ARTICLE: &str = "---\ntitle: خبر\ndate: 2022-01-10\n---\nنص.\n";

    /// Saves an article as soon as the first plan is told, when nothing is watched yet.
    struct Editor {
        root: PathBuf,
        plans: Mutex<Sender<(usize, bool)>>,
    }

    impl Teller for Editor {
        fn watching(&self, _: &Watching) {
            assert!(!self.root.join(".warraq").exists());
        }

        fn planned(&self, told: &Told) {
            let articles = told.counts.unwrap().0;
            if articles == 1 {
                let other = ARTICLE.replace("خبر", "آخر");
                fs::write(self.root.join("content/b.md"), other).unwrap();
            }
            let is_kept = self.root.join(".warraq/articles").exists();
            let _ = self.plans.lock().unwrap().send((articles, is_kept));
        }

        fn check(&self, _: &Site, _: &Planned, _: &mut Vec<Diagnostic>) {}
    }

    #[test]
    fn what_is_saved_before_the_site_is_watched_is_seen_and_nothing_is_written_before_a_page() {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path().to_owned();
        for path in ["content", "static"] {
            fs::create_dir(root.join(path)).unwrap();
        }
        let config = "title: صحيفة\nbase_url: https://example.org/\ntime_zone: Asia/Riyadh\n";
        for (path, text) in [
            ("warraq.yaml", config),
            ("content/a.md", ARTICLE),
            ("static/a.txt", "x"),
        ] {
            fs::write(root.join(path), text).unwrap();
        }
        let (plans, told) = mpsc::channel();
        let asked = Asked {
            site: Site::new(&root),
            base_url: None,
            now: None,
            drafts: false,
            future: false,
            output: None,
        };
        let editor = Editor {
            root,
            plans: Mutex::new(plans),
        };
        let (sender, live) = tokio::sync::watch::channel(Live::default());
        let (changed, changes) = mpsc::channel();
        let planner = Planner::new(asked, Box::new(editor), sender);
        let running = std::thread::spawn(move || planner.run(&changes, || Watching::Told));
        assert_eq!(told.recv().unwrap(), (1, false));
        assert_eq!(told.recv().unwrap(), (2, true));
        drop(changed);
        running.join().unwrap();
        // Nothing else has changed: it was told twice and not more.
        assert!(told.recv().is_err());
        assert_eq!(live.borrow().version, 2);
    }
}
