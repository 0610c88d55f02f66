//! Archive -> [`Plan`], kind by kind.

use std::sync::Arc;

use rayon::prelude::*;

use crate::archive::{Archive, Entry, Headline, Term};
use crate::config::{Config, EditionId};
use crate::content::Body;
use crate::diagnostics::Diagnostic;
use crate::digest::Digest;
use crate::images::Pictures;
use crate::locale::{IndexGroup, Wording};
use crate::paths::UrlPath;

use super::files::StaticFile;
use super::shares::Shares;
use super::short::ShortLinks;
use super::site::{EditionLink, ForMachines, Site, ThemeFile, ThemeFiles};
use super::view::{ArticleView, RedirectTo, TermGroup, TermKind, TermsView, View};
use super::{Addresses, Page, Pages, Part, Plan};
use super::{
    calendar, check, corrections, feeds, files, letter_case, listings, machines, on_this_day,
    pictures, redirects, series, shares, sitemaps, vacated,
};

/// Where the theme's style sheet lies.
pub(super) const STYLESHEET: &str = "/theme/style.css";

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
    let short = match config.machines.short_links {
        true => ShortLinks::of(archive),
        false => ShortLinks::none(),
    };
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
                short: &short,
                now,
            };
            (id, part)
        })
        .collect();
    let mut all: Vec<Page> = Vec::new();
    let mut put = |edition: EditionId, pages: Pages| {
        // By what is to come and no more: there are few kinds, and many pages.
        all.reserve_exact(pages.len());
        all.extend(pages.into_iter().map(|(url, view)| Page {
            path: url.output_path(),
            edition,
            view,
        }));
    };
    let mut sitemap = Vec::new();
    let mut copied = files::views(archive, statics, &config.theme);
    pictures::add(&mut copied, archive, pictures, config.images.as_ref());
    let shares: Vec<Shares> = parts
        .iter()
        .map(|(_, part)| Shares::of(part, &copied))
        .collect();
    diagnostics.extend(shares::told(shares.iter()));
    for ((id, part), shares) in parts.iter().zip(&shares) {
        let mut add = |kind: &dyn Fn(&mut Pages)| {
            // Kind by kind, so that no list of all pages is there twice.
            let mut pages = Pages::new();
            kind(&mut pages);
            put(*id, pages);
        };
        add(&|pages| articles(pages, part, shares));
        add(&|pages| listings::add(pages, part, &parts));
        add(&|pages| calendar::add(pages, part));
        add(&|pages| series::add(pages, part));
        add(&|pages| on_this_day::add(pages, part));
        add(&|pages| corrections::add(pages, part));
        add(&|pages| indexes(pages, part));
        add(&|pages| feeds::add(pages, part));
        add(&|pages| redirects::add(pages, part));
        add(&|pages| redirects::short(pages, part));
        let mut pages = Pages::new();
        if let Some((link, image)) = &shares.site {
            pages.push((link.url.clone(), View::Share(Box::new(image.clone()))));
        }
        machines::of_edition(&mut pages, &part.addresses, config);
        machines::without_own(&mut pages, &copied);
        sitemap.extend(sitemaps::add(&mut pages, part));
        put(*id, pages);
    }
    for (id, url, view) in redirects::configured(config) {
        put(id, vec![(url, view)]);
    }
    let mut pages = Pages::new();
    machines::of_site(&mut pages, config);
    machines::without_own(&mut pages, &copied);
    machine_pages(&mut pages, &copied);
    sitemap.extend(sitemaps::add_news(&mut pages, archive, now));
    if let Ok(url) = UrlPath::new("/sitemap.xml") {
        pages.push((url, View::SitemapIndex(sitemap.into())));
    }
    pages.extend(copied);
    put(EditionId::MAIN, pages);
    let mut pages = placed(all);
    machines::redirects(&mut pages, config);
    machines::check_security(config, now, &mut diagnostics);
    check::collisions(&pages, &mut diagnostics);
    letter_case::collisions(&pages, &mut diagnostics);
    check::links(archive, &pages, &mut diagnostics);
    check::configured(config, &pages, &mut diagnostics);
    check::redirects(config, &pages, &mut diagnostics);
    let files = theme_files(&pages, config);
    let editions = EditionLink::all(config);
    let for_machines = ForMachines::of(config, machines::icons(config, statics));
    let sites = parts
        .iter()
        .zip(&shares)
        .map(|((_, part), shares)| {
            let wording = Arc::clone(&wording);
            Arc::new(Site::new(
                part,
                editions.clone(),
                wording,
                files.clone(),
                for_machines.clone(),
                shares.site.as_ref().map(|(link, _)| link.clone()),
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

fn articles(pages: &mut Pages, part: &Part, shares: &Shares) {
    let archive = part.archive;
    let headline = |at: Option<usize>| {
        at.and_then(|at| archive.articles.get(at))
            .map(|entry| Headline::of(&entry.card))
    };
    let parts = series::Parts::of(part);
    let laid_out = |(at, entry): (usize, &Entry)| {
        let related = archive.related.of(at);
        let view = ArticleView {
            previous: headline(at.checked_sub(1)),
            next: headline(at.checked_add(1)),
            part: parts.of_article(&entry.card),
            related: related.filter_map(|at| headline(Some(at))).collect(),
            old: is_old(entry, part),
            share: shares.article(at).map(|(link, _)| Box::new(link.clone())),
            ..article(entry, part)
        };
        (entry.card.url.clone(), View::Article(Box::new(view)))
    };
    pages.par_extend(archive.articles.par_iter().enumerate().map(laid_out));
    let images = (0..archive.articles.len()).filter_map(|at| shares.article(at));
    pages.extend(
        images.map(|(link, image)| (link.url.clone(), View::Share(Box::new(image.clone())))),
    );
    for entry in &archive.pages {
        pages.push((
            entry.card.url.clone(),
            View::Page(Box::new(article(entry, part))),
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

/// An article or page, with nothing of others yet.
fn article(entry: &Entry, part: &Part) -> ArticleView {
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
        previous: None,
        next: None,
        part: None,
        related: Box::default(),
        old: false,
        short: part.short.get(&card.id),
        share: None,
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
    if !archive.series.is_empty() {
        let (kind, groups) = (TermKind::Series, groups(&archive.series));
        let view = View::Terms(Box::new(TermsView { kind, groups }));
        pages.push((addresses.series(), view));
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

/// The fonts that the first lines of any page in a script are set in: those that are worth asking for before
/// the style sheet is read.
const FIRST_FONTS: [(&str, &str); 3] = [
    ("Arab", "/theme/fonts/headings-700.woff2"),
    ("Arab", "/theme/fonts/naskh-400.woff2"),
    ("Latn", "/theme/fonts/headings-latin-700.woff2"),
];

/// The font of words that are set in bold in a text in Arabic script: not every page has such.
const BOLD_FONT: &str = "/theme/fonts/naskh-700.woff2";

/// What every page links to of the theme, as it is planned.
fn theme_files(pages: &[Page], config: &Config) -> ThemeFiles {
    let planned = |path: &str| {
        let path = path.trim_start_matches('/');
        let at = pages.binary_search_by(|page| page.path.as_str().cmp(path));
        at.ok().and_then(|at| pages.get(at))
    };
    let file = |path: &str| {
        let digest = match planned(path).map(|page| &page.view) {
            Some(View::Asset(asset)) => asset.digest,
            Some(View::Stylesheet(sheet)) => Digest::of(&**sheet),
            _ => Digest::default(),
        };
        let url = UrlPath::new(path).unwrap_or_else(|_| UrlPath::home());
        ThemeFile { url, digest }
    };
    let is_planned = |path: &&str| planned(path).is_some();
    // From a folder a browser reads fonts for a style sheet, but refuses to ask for them before.
    let is_asked_for = config.theme.fonts && !config.machines.relative_links;
    let fonts = FIRST_FONTS.iter().filter(|_| is_asked_for);
    let bold = Some(BOLD_FONT).filter(|path| is_asked_for && is_planned(path));
    let script = Some(files::SCRIPT).filter(|path| config.theme.scripts && is_planned(path));
    ThemeFiles {
        stylesheet: file(STYLESHEET),
        script: script.map(file),
        bold_font: bold.and_then(|path| UrlPath::new(path).ok()),
        fonts: fonts
            .filter(|(_, path)| is_planned(path))
            .filter_map(|(script, path)| Some((*script, UrlPath::new(path).ok()?)))
            .collect(),
    }
}
