//! Archive -> [`Plan`], kind by kind.

use std::sync::Arc;

use rayon::prelude::*;

use crate::archive::{Archive, Entry, Headline, Term};
use crate::config::{Config, EditionId};
use crate::content::Body;
use crate::diagnostics::Diagnostic;
use crate::images::Pictures;
use crate::locale::{IndexGroup, Wording};
use crate::paths::UrlPath;

use super::files::StaticFile;
use super::site::{EditionLink, Site, Stylesheet};
use super::view::{ArticleView, RedirectTo, TermGroup, TermKind, TermsView, View};
use super::{Addresses, Page, Pages, Part, Plan};
use super::{
    calendar, check, feeds, files, letter_case, listings, pictures, redirects, sitemaps, vacated,
};

/// Where the theme's style sheet lies.
const STYLESHEET: &str = "/theme/style.css";

/// Lays out every file of the site. `statics` are the theme's files and those of `static/`,
/// `wording` the site's own messages. `now` reaches what readers or search engines are told of age, and
/// nothing else.
pub fn lay_out(
    archive: &Archive,
    config: &Config,
    wording: Arc<Wording>,
    statics: &[StaticFile],
    pictures: &Pictures,
    now: i64,
) -> (Plan, Vec<Diagnostic>) {
    let mut diagnostics = Vec::new();
    let parts: Vec<(EditionId, Part)> = archive
        .editions
        .iter()
        .zip(config.editions())
        .map(|(archive, (id, edition))| {
            let addresses = Addresses::below(edition.home());
            let part = Part {
                archive,
                edition,
                config,
                addresses,
                now,
            };
            (id, part)
        })
        .collect();
    let mut all: Vec<Page> = Vec::new();
    let mut put = |edition: EditionId, pages: Pages| {
        all.extend(pages.into_iter().map(|(url, view)| Page {
            path: url.output_path(),
            edition,
            view,
        }));
    };
    let mut sitemap = Vec::new();
    for (id, part) in &parts {
        let mut add = |kind: &dyn Fn(&mut Pages)| {
            // Kind by kind, so that no list of all pages is there twice.
            let mut pages = Pages::new();
            kind(&mut pages);
            put(*id, pages);
        };
        add(&|pages| articles(pages, part));
        add(&|pages| listings::add(pages, part, &parts));
        add(&|pages| calendar::add(pages, part));
        add(&|pages| indexes(pages, part));
        add(&|pages| feeds::add(pages, part));
        add(&|pages| redirects::add(pages, part));
        let mut pages = Pages::new();
        sitemap.extend(sitemaps::add(&mut pages, part));
        put(*id, pages);
    }
    for (id, url, view) in redirects::configured(config) {
        put(id, vec![(url, view)]);
    }
    let mut copied = files::views(archive, statics);
    pictures::add(&mut copied, archive, pictures, config.images.as_ref());
    let mut pages = Pages::new();
    machine_pages(&mut pages, &copied);
    sitemap.extend(sitemaps::add_news(&mut pages, archive, now));
    if let Ok(url) = UrlPath::new("/sitemap.xml") {
        pages.push((url, View::SitemapIndex(sitemap.into())));
    }
    pages.extend(copied);
    put(EditionId::MAIN, pages);
    let pages = placed(all);
    check::collisions(&pages, &mut diagnostics);
    letter_case::collisions(&pages, &mut diagnostics);
    check::links(archive, &pages, &mut diagnostics);
    check::configured(config, &pages, &mut diagnostics);
    check::redirects(config, &pages, &mut diagnostics);
    let stylesheet = stylesheet(&pages);
    let editions = EditionLink::all(config);
    let sites = parts
        .iter()
        .map(|(_, part)| {
            let wording = Arc::clone(&wording);
            Arc::new(Site::new(
                part,
                editions.clone(),
                wording,
                stylesheet.clone(),
            ))
        })
        .collect();
    let plan = Plan {
        sites,
        pages,
        vacated: vacated::lists(archive, config),
    };
    (plan, diagnostics)
}

fn articles(pages: &mut Pages, part: &Part) {
    let archive = part.archive;
    let headline = |at: Option<usize>| {
        at.and_then(|at| archive.articles.get(at))
            .map(|entry| Headline::of(&entry.card))
    };
    for (at, entry) in archive.articles.iter().enumerate() {
        let view = article(
            entry,
            headline(at.checked_sub(1)),
            headline(at.checked_add(1)),
            is_old(entry, part),
        );
        pages.push((entry.card.url.clone(), View::Article(Box::new(view))));
    }
    for entry in &archive.pages {
        pages.push((
            entry.card.url.clone(),
            View::Page(Box::new(article(entry, None, None, false))),
        ));
    }
    for tombstone in &archive.removed {
        let view = View::Removed(Box::new(tombstone.clone()));
        pages.push((tombstone.url.clone(), view));
    }
}

/// Whether readers are told that an article is old.
fn is_old(entry: &Entry, part: &Part) -> bool {
    match (entry.card.date, part.config.archive_notice) {
        (Some(date), Some(days)) => date.seconds() + i64::from(days) * 86_400 < part.now,
        _ => false,
    }
}

fn article(
    entry: &Entry,
    previous: Option<Headline>,
    next: Option<Headline>,
    old: bool,
) -> ArticleView {
    let Entry {
        card,
        body,
        links,
        aliases: _,
        translations,
    } = entry;
    ArticleView {
        card: Arc::clone(card),
        body: Arc::<Body>::clone(body),
        links: Arc::clone(links),
        translations: translations.clone(),
        previous,
        next,
        old,
    }
}

fn indexes(pages: &mut Pages, part: &Part) {
    let archive = part.archive;
    let addresses = &part.addresses;
    for (url, kind, terms) in [
        (addresses.tags(), TermKind::Tags, &archive.tags),
        (addresses.authors(), TermKind::Authors, &archive.authors),
    ] {
        let groups = groups(terms);
        pages.push((url, View::Terms(Box::new(TermsView { kind, groups }))));
    }
}

/// Names under their letters; `terms` are in the order of the index.
fn groups(terms: &[Term]) -> Vec<TermGroup> {
    let mut groups: Vec<TermGroup> = Vec::new();
    for term in terms {
        let letter = match &term.group {
            IndexGroup::Letter(letter) => Some(letter.clone()),
            IndexGroup::Other => None,
        };
        if groups.last().is_none_or(|last| last.letter != letter) {
            groups.push(TermGroup {
                letter,
                terms: Vec::new(),
            });
        }
        if let Some(group) = groups.last_mut() {
            let articles = u32::try_from(term.articles.len()).unwrap_or(u32::MAX);
            group.terms.push((Arc::clone(&term.name), articles));
        }
    }
    groups
}

/// The not-found page and `robots.txt`; a file of the owner's in `static/` takes their place.
fn machine_pages(pages: &mut Pages, copied: &[(UrlPath, View)]) {
    for (path, view) in [("/404.html", View::NotFound), ("/robots.txt", View::Robots)] {
        if let Ok(url) = UrlPath::new(path)
            && !copied.iter().any(|(own, _)| *own == url)
        {
            pages.push((url, view));
        }
    }
}

/// The pages in the order of their paths. The address of another spelling is a courtesy: it gives way to any
/// page that claims its place.
fn placed(mut pages: Vec<Page>) -> Vec<Page> {
    let is_courtesy = |page: &Page| matches!(&page.view, View::Redirect(redirect) if matches!(redirect.to, RedirectTo::Name(_)));
    pages.par_sort_by(|a, b| {
        a.path
            .cmp(&b.path)
            .then_with(|| is_courtesy(a).cmp(&is_courtesy(b)))
            .then_with(|| a.view.source().cmp(&b.view.source()))
    });
    pages.dedup_by(|page, kept| page.path == kept.path && is_courtesy(page));
    pages.shrink_to_fit();
    pages
}

fn stylesheet(pages: &[Page]) -> Stylesheet {
    let url = UrlPath::new(STYLESHEET).unwrap_or_else(|_| UrlPath::home());
    let file = pages
        .iter()
        .find(|page| page.path.as_str() == STYLESHEET.trim_start_matches('/'));
    let digest = match file.map(|page| &page.view) {
        Some(View::Asset(asset)) => asset.digest,
        _ => crate::digest::Digest::default(),
    };
    Stylesheet { url, digest }
}
