//! Old addresses: those that articles name, those of the configuration, and those that other spellings
//! of a name would have had.

use std::sync::Arc;

use super::view::{RedirectTo, RedirectView, View};
use super::{Pages, Part};
use crate::archive::Headline;
use crate::config::{CONFIG_FILE, Config, EditionId};
use crate::paths::{SourcePath, UrlPath};

/// Old addresses of articles, and those that the other spellings of a name would have had.
pub(super) fn add(pages: &mut Pages, part: &Part) {
    let archive = part.archive;
    for entry in archive.articles.iter().chain(&archive.pages) {
        for from in entry
            .aliases
            .iter()
            .filter(|alias| **alias != entry.card.url)
        {
            let view = RedirectView {
                from: from.clone(),
                to: RedirectTo::Article(Headline::of(&entry.card)),
                source: Some(entry.body.origin.path.clone()),
            };
            pages.push((from.clone(), View::Redirect(Box::new(view))));
        }
    }
    for tombstone in &archive.removed {
        for from in tombstone
            .aliases
            .iter()
            .filter(|alias| **alias != tombstone.url)
        {
            let view = RedirectView {
                from: from.clone(),
                // The headline may be what had to go.
                to: RedirectTo::Address(tombstone.url.clone()),
                source: Some(tombstone.source.clone()),
            };
            pages.push((from.clone(), View::Redirect(Box::new(view))));
        }
    }
    let names = [
        &archive.sections,
        &archive.tags,
        &archive.authors,
        &archive.series,
    ];
    for term in names.into_iter().flatten() {
        for from in &term.former {
            let view = RedirectView {
                from: from.clone(),
                to: RedirectTo::Name(Arc::clone(&term.name)),
                source: None,
            };
            pages.push((from.clone(), View::Redirect(Box::new(view))));
        }
    }
}

/// The short addresses of articles.
pub(super) fn short(pages: &mut Pages, part: &Part) {
    for entry in &part.archive.articles {
        let Some(from) = part.short.get(&entry.card.id) else {
            continue;
        };
        let view = RedirectView {
            from: from.clone(),
            to: RedirectTo::Short(Headline::of(&entry.card)),
            source: Some(entry.body.origin.path.clone()),
        };
        pages.push((from, View::Redirect(Box::new(view))));
    }
    for tombstone in &part.archive.removed {
        let Some(from) = part.short.get(&tombstone.id) else {
            continue;
        };
        let view = RedirectView {
            from: from.clone(),
            to: RedirectTo::Address(tombstone.url.clone()),
            source: Some(tombstone.source.clone()),
        };
        pages.push((from, View::Redirect(Box::new(view))));
    }
}

/// The redirects of `warraq.yaml`, each in the language of the page it leads to.
pub(super) fn configured(config: &Config) -> Vec<(EditionId, UrlPath, View)> {
    let redirects = config.redirects.iter().map(|redirect| {
        let view = RedirectView {
            from: redirect.from.clone(),
            to: RedirectTo::Address(redirect.to.clone()),
            source: Some(SourcePath::new(CONFIG_FILE)),
        };
        (
            edition_of(&redirect.to, config),
            redirect.from.clone(),
            View::Redirect(Box::new(view)),
        )
    });
    redirects.collect()
}

/// The edition an address belongs to: of those it lies below, the one furthest down.
fn edition_of(url: &UrlPath, config: &Config) -> EditionId {
    let homes = config.editions().map(|(id, edition)| (edition.home(), id));
    homes
        .filter(|(home, _)| url.as_str().starts_with(home.as_str()))
        .max_by_key(|(home, _)| home.as_str().len())
        .map_or(EditionId::MAIN, |(_, id)| id)
}
