//! Faults that only the whole plan shows: two pages in one place, links to pages that do not exist.

use std::collections::{BTreeSet, HashSet};

use rayon::prelude::*;

use crate::archive::{Archive, Destination, Entry};
use crate::config::{CONFIG_FILE, Config};
use crate::content::is_markdown;
use crate::diagnostics::{Diagnostic, Span};
use crate::images::Form;
use crate::lookup::Known;
use crate::paths::{SourcePath, UrlPath};

use super::Page;
use super::view::{AssetView, Month, RedirectTo, Subject, TermKind, View};

/// Tells every place two pages claim, with both owners. `pages` are in the order of their paths.
pub(super) fn collisions(pages: &[Page], diagnostics: &mut Vec<Diagnostic>) {
    for pair in pages.windows(2) {
        if let [one, other] = pair
            && one.path == other.path
        {
            diagnostics.push(claimed_twice(&one.path.to_string(), one, other));
        }
    }
    // A file and a folder cannot share a name either. All paths that begin with a file's path follow it
    // without another between them, so that one pass finds those that go on with `/`.
    let mut above: Vec<(&Page, bool)> = Vec::new();
    for page in pages {
        let path = page.path.as_str();
        while above
            .last()
            .is_some_and(|(file, _)| !path.starts_with(file.path.as_str()))
        {
            above.pop();
        }
        for (file, told) in &mut above {
            let below = &path[file.path.as_str().len()..];
            if below.starts_with('/') && !std::mem::replace(told, true) {
                diagnostics.push(claimed_twice(file.path.as_str(), file, page));
            }
        }
        above.push((page, false));
    }
}

fn claimed_twice(path: &str, one: &Page, other: &Page) -> Diagnostic {
    let mut diagnostic = Diagnostic::error(
        "two-pages-one-address",
        format!(
            "{} and {} would both be written to {path}",
            owner(&one.view),
            owner(&other.view)
        ),
    )
    .hint("Give one of them another `slug:` or name.");
    // The later of two sources is the likelier newcomer.
    if let Some(source) = other.view.source().or(one.view.source()) {
        diagnostic = match is_markdown(source) {
            // The front matter is where the address is decided; its line is filled in when it is told.
            true => diagnostic.at(
                source,
                Span {
                    line: 1,
                    column: 1,
                    length: 3,
                    text: String::new(),
                },
            ),
            false => diagnostic.in_file(source),
        };
    }
    diagnostic
}

/// What a page is, in words.
fn owner(view: &View) -> String {
    match view {
        View::Article(article) | View::Page(article) => article.body.origin.path.to_string(),
        View::Removed(tombstone) => tombstone.source.to_string(),
        View::Listing(listing) => match &listing.subject {
            Subject::Home => "the home page".into(),
            Subject::Section(name) => format!("the section `{}`", name.name),
            Subject::Tag(name) => format!("the tag `{}`", name.name),
            Subject::Author(name, _) => format!("the author `{}`", name.name),
            Subject::Series(name) => format!("the series `{}`", name.name),
            Subject::Month(Month::Gregorian(date)) => {
                format!("the month {:04}-{:02}", date.year(), date.month())
            }
            Subject::Month(Month::Hijri(month)) => {
                format!("the Hijri month {}-{:02}", month.year(), month.number())
            }
            Subject::Day(date) => format!("the day {date}"),
        },
        View::Terms(terms) => match terms.kind {
            TermKind::Tags => "the index of tags".into(),
            TermKind::Authors => "the index of authors".into(),
            TermKind::Series => "the index of series".into(),
        },
        View::Archive(_) => "the archive's root".into(),
        View::Year(year) => format!("the year {}", year.summary.year.number),
        View::Series(series) => format!("the series `{}`", series.name.name),
        View::OnThisDay(day) => format!("the day {:02}-{:02} of all years", day.month, day.day),
        View::AllDays(_) => "the index of the days of the year".into(),
        View::Corrections(_) => "the page of corrections".into(),
        View::NotFound => "the not-found page".into(),
        View::Feed(_) => "a feed".into(),
        View::Sitemap(_) | View::NewsSitemap(_) | View::SitemapIndex(_) => "the sitemap".into(),
        View::Robots => "robots.txt".into(),
        View::Machine(view) => super::machines::owner(view),
        View::Redirect(redirect) => match (&redirect.source, &redirect.to) {
            (Some(source), _) if source.as_str() == CONFIG_FILE => {
                format!("the redirect {} in {source}", redirect.from)
            }
            (Some(source), _) => format!("the alias {} in {source}", redirect.from),
            (None, RedirectTo::Name(name)) => format!("another spelling of `{}`", name.name),
            (None, RedirectTo::Article(_) | RedirectTo::Address(_)) => {
                format!("the old address {}", redirect.from)
            }
            (None, RedirectTo::Short(_)) => format!("the short link {}", redirect.from),
        },
        View::Stylesheet(sheet) => file_owner(&sheet.asset),
        View::Asset(asset) => file_owner(asset),
        View::Picture(picture) => match picture.form {
            Form::Cleaned => picture.source.to_string(),
            Form::Fitted { .. } => format!("a smaller form of {}", picture.source),
        },
        View::Share(_) => "a share image".into(),
    }
}

fn file_owner(asset: &AssetView) -> String {
    match asset.origin.source() {
        Some(source) => source.to_string(),
        None => "a file of the theme".into(),
    }
}

/// Whether a page is planned at `path`; `pages` are in the order of their paths.
fn is_planned(pages: &[Page], path: &str) -> bool {
    pages
        .binary_search_by(|page| page.path.as_str().cmp(path))
        .is_ok()
}

/// Tells links and lead images that lead to an address of this site where nothing is.
pub(super) fn links(archive: &Archive, pages: &[Page], diagnostics: &mut Vec<Diagnostic>) {
    let planned: Known<&str> = pages.iter().map(|page| page.path.as_str()).collect();
    let exists = |url: &UrlPath| {
        // `/x` without a final slash and a dot is a folder to us and perhaps a file to the owner.
        planned.contains(url.output_path().as_str())
            || planned.contains(url.as_str().trim_matches('/'))
    };
    let entries: Vec<&Entry> = archive.entries().collect();
    let told = entries.into_par_iter().flat_map_iter(|entry| {
        let mut told = Vec::new();
        check_entry(entry, &exists, &mut told);
        told
    });
    diagnostics.par_extend(told);
}

fn check_entry(
    entry: &Entry,
    exists: &impl Fn(&UrlPath) -> bool,
    diagnostics: &mut Vec<Diagnostic>,
) {
    let source = &entry.body.origin.path;
    let dead: HashSet<&str> = entry
        .links
        .iter()
        .filter(|resolved| {
            matches!(&resolved.destination, Destination::Inside { url, .. } if !exists(url))
        })
        .map(|resolved| &*resolved.target)
        .collect();
    for link in entry
        .body
        .links
        .iter()
        .filter(|link| !dead.is_empty() && dead.contains(&*link.target))
    {
        let span = Span {
            line: link.line,
            column: link.column,
            length: link.length,
            text: String::new(),
        };
        diagnostics.push(missing(&link.target, source, Some(span)));
    }
    if let Some(Destination::Inside { url, .. }) = entry
        .card
        .picture
        .as_ref()
        .and_then(|picture| picture.src.as_ref())
        && !exists(url)
    {
        diagnostics.push(missing(url.as_str(), source, None));
    }
}

/// Tells addresses of the configuration that lead to a place on this site where nothing is.
pub(super) fn configured(config: &Config, pages: &[Page], diagnostics: &mut Vec<Diagnostic>) {
    let mut told = BTreeSet::new();
    for (_, edition) in config.editions() {
        let links = edition.navigation.iter().flatten().map(|link| &link.url);
        let publisher = edition.publisher.iter();
        let logos = publisher.filter_map(|publisher| publisher.logo.as_ref());
        for target in links.chain(logos).chain(&edition.logo) {
            let local = target.starts_with('/') && !target.starts_with("//");
            let path = target.split(['#', '?']).next().unwrap_or_default();
            let found = UrlPath::new(path)
                .is_ok_and(|url| is_planned(pages, url.output_path().as_str()))
                || is_planned(pages, path.trim_matches('/'));
            if local && !found && told.insert(target) {
                diagnostics.push(
                    Diagnostic::warning(
                        "dead-address",
                        format!("there is nothing at `{target}` on this site"),
                    )
                    .in_file(&SourcePath::new(CONFIG_FILE))
                    .hint("Write the address of a page or file as it is on the built site, such as /archive/ or /img/logo.png."),
                );
            }
        }
    }
}

/// Tells redirects of the configuration that lead to a place where nothing is, or to another redirect.
pub(super) fn redirects(config: &Config, pages: &[Page], diagnostics: &mut Vec<Diagnostic>) {
    for redirect in &config.redirects {
        let path = redirect.to.output_path();
        let found = pages.binary_search_by(|page| page.path.cmp(&path));
        let at = found.ok().and_then(|at| pages.get(at));
        let (fault, hint) = match at.map(|page| &page.view) {
            None => (
                "there is nothing",
                "Write the address of a page as it is on the built site, such as /archive/.",
            ),
            Some(View::Redirect(_)) => (
                "there is another redirect",
                "Write the address that one leads to.",
            ),
            Some(_) => continue,
        };
        let place = Span {
            line: redirect.place.0,
            column: redirect.place.1,
            length: 1,
            text: String::new(),
        };
        diagnostics.push(
            Diagnostic::error(
                "bad-redirect",
                format!(
                    "`{}` leads to {}, where {fault}",
                    redirect.from, redirect.to
                ),
            )
            .at(&SourcePath::new(CONFIG_FILE), place)
            .hint(hint),
        );
    }
}

fn missing(target: &str, source: &SourcePath, span: Option<Span>) -> Diagnostic {
    let diagnostic = Diagnostic::warning("dead-address", format!("there is nothing at `{target}` on this site"))
        .hint("Link to an article by the path of its file, such as ../local/bridge.md: that is checked and follows the article when it moves.");
    match span {
        Some(span) => diagnostic.at(source, span),
        None => diagnostic.in_file(source),
    }
}
