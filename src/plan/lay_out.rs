//! Archive -> [`Plan`], kind by kind.

use std::sync::Arc;

use crate::archive::{Archive, Entry, Headline};
use crate::config::Config;
use crate::content::Body;
use crate::diagnostics::Diagnostic;
use crate::paths::UrlPath;

use super::addresses::{authors_url, tags_url};
use super::files::StaticFile;
use super::site::{Site, Stylesheet};
use super::view::{ArticleView, RedirectView, TermKind, TermsView, View};
use super::{Page, Plan, calendar, check, feeds, files, listings, sitemaps};
use crate::archive::Term;

/// Where the theme's style sheet lies.
const STYLESHEET: &str = "/theme/style.css";

/// Lays out every file of the site. `statics` are the theme's files and those of `static/`.
pub fn lay_out(
    archive: &Archive,
    config: &Config,
    statics: &[StaticFile],
) -> (Plan, Vec<Diagnostic>) {
    let mut diagnostics = Vec::new();
    let mut pages: Vec<(UrlPath, View)> = Vec::new();
    articles(&mut pages, archive);
    listings::add(&mut pages, archive, config);
    calendar::add(&mut pages, archive, config);
    indexes(&mut pages, archive);
    feeds::add(&mut pages, archive, config);
    sitemaps::add(&mut pages, archive, config.base_url.to_string().len());
    redirects(&mut pages, archive);
    let copied = files::views(archive, statics);
    machine_pages(&mut pages, &copied);
    pages.extend(copied);
    let pages = placed(pages, &mut diagnostics);
    check::collisions(&pages, &mut diagnostics);
    check::links(archive, &pages, &mut diagnostics);
    let site = Site::new(config, archive, stylesheet(&pages));
    (
        Plan {
            site: Arc::new(site),
            pages,
        },
        diagnostics,
    )
}

fn articles(pages: &mut Vec<(UrlPath, View)>, archive: &Archive) {
    let headline = |at: Option<usize>| {
        at.and_then(|at| archive.articles.get(at))
            .map(|entry| Headline::of(&entry.card))
    };
    for (at, entry) in archive.articles.iter().enumerate() {
        let view = article(
            entry,
            headline(at.checked_sub(1)),
            headline(at.checked_add(1)),
        );
        pages.push((entry.card.url.clone(), View::Article(Box::new(view))));
    }
    for entry in &archive.pages {
        pages.push((
            entry.card.url.clone(),
            View::Page(Box::new(article(entry, None, None))),
        ));
    }
}

fn article(entry: &Entry, previous: Option<Headline>, next: Option<Headline>) -> ArticleView {
    let Entry {
        card,
        body,
        links,
        aliases: _,
    } = entry;
    ArticleView {
        card: Arc::clone(card),
        body: Arc::<Body>::clone(body),
        links: Arc::clone(links),
        previous,
        next,
    }
}

fn indexes(pages: &mut Vec<(UrlPath, View)>, archive: &Archive) {
    let index = |kind, terms: &[Term]| {
        let counted = terms.iter().map(|term| {
            (
                Arc::clone(&term.name),
                u32::try_from(term.articles.len()).unwrap_or(u32::MAX),
            )
        });
        View::Terms(Box::new(TermsView {
            kind,
            terms: counted.collect(),
        }))
    };
    pages.push((tags_url(), index(TermKind::Tags, &archive.tags)));
    pages.push((authors_url(), index(TermKind::Authors, &archive.authors)));
}

fn redirects(pages: &mut Vec<(UrlPath, View)>, archive: &Archive) {
    for entry in archive.articles.iter().chain(&archive.pages) {
        for from in entry
            .aliases
            .iter()
            .filter(|alias| **alias != entry.card.url)
        {
            let view = RedirectView {
                from: from.clone(),
                to: Headline::of(&entry.card),
                source: entry.body.origin.path.clone(),
            };
            pages.push((from.clone(), View::Redirect(Box::new(view))));
        }
    }
}

/// The not-found page and `robots.txt`; a file of the owner's in `static/` takes their place.
fn machine_pages(pages: &mut Vec<(UrlPath, View)>, copied: &[(UrlPath, View)]) {
    for (path, view) in [("/404.html", View::NotFound), ("/robots.txt", View::Robots)] {
        if let Ok(url) = UrlPath::new(path)
            && !copied.iter().any(|(own, _)| *own == url)
        {
            pages.push((url, view));
        }
    }
}

fn placed(pages: Vec<(UrlPath, View)>, diagnostics: &mut Vec<Diagnostic>) -> Vec<Page> {
    let mut placed = Vec::with_capacity(pages.len());
    for (url, view) in pages {
        match url.output_path() {
            Ok(path) => placed.push(Page { path, view }),
            Err(fault) => {
                let diagnostic =
                    Diagnostic::error("bad-address", format!("the address {url} {fault}"));
                diagnostics.push(match view.source() {
                    Some(source) => diagnostic.in_file(source),
                    None => diagnostic,
                });
            }
        }
    }
    placed.sort_by(|a, b| {
        a.path
            .cmp(&b.path)
            .then_with(|| a.view.source().cmp(&b.view.source()))
    });
    placed
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
