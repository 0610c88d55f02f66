//! The pictures that are shown beside links to pages that have none of their own: one of the site, and one of each
//! article without a picture.
//!
//! All that is drawn is in the view of the image, dates in words among it: an image is made again when its own words
//! change, and never else.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use rayon::prelude::*;

use super::Part;
use super::view::View;
use crate::archive::{Card, Destination, Entry};
use crate::config::Config;
use crate::diagnostics::Diagnostic;
use crate::digest::Digest;
use crate::images::share::{DRAWING, Palette, Paper, ShareImage, Words, can_draw, missing};
use crate::locale::{DateStyle, Language, Locale, LocaleSettings};
use crate::paths::{SourcePath, UrlPath};

/// The name of a share image beside its page.
const NAME: &str = "share.png";

/// Where a share image is.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct ShareLink {
    /// Its address, which stays.
    pub url: UrlPath,
    /// Changes with its words, so that social networks take a new one where they keep the old.
    pub version: String,
}

/// The share images of an edition.
#[derive(Default)]
pub(super) struct Shares {
    /// That of the site.
    pub(super) site: Option<(ShareLink, ShareImage)>,
    /// Those of its articles, in their order; none where a site has none at all.
    articles: Vec<Option<(ShareLink, ShareImage)>>,
    /// Headlines with letters that cannot be drawn, by their files.
    undrawn: Vec<(SourcePath, String)>,
}

impl Shares {
    /// The images of `part`. Where a file of the owner's lies among `copied`, none is put.
    pub(super) fn of(part: &Part, copied: &[(UrlPath, View)]) -> Self {
        if !part.config.share_images {
            return Shares::default();
        }
        let own: BTreeSet<&UrlPath> = copied.iter().map(|(url, _)| url).collect();
        let maker = Maker::new(part, &own);
        let articles = part.archive.articles.par_iter();
        let made: Vec<Made> = articles.map(|entry| maker.article(entry)).collect();
        let mut shares = Shares {
            site: maker.site(part),
            ..Shares::default()
        };
        for made in made {
            let (image, undrawn) = match made {
                Made::Image(url, image) => (Some((url, image)), None),
                Made::Undrawn(path, letters) => (None, Some((path, letters))),
                Made::None => (None, None),
            };
            shares.articles.push(image.map(linked));
            shares.undrawn.extend(undrawn);
        }
        shares
    }

    /// The image of the article at this place of the edition.
    pub(super) fn article(&self, at: usize) -> Option<&(ShareLink, ShareImage)> {
        self.articles.get(at)?.as_ref()
    }
}

/// What there is to say of all that could not be drawn: once, however many articles they are.
pub(super) fn told<'a>(all: impl Iterator<Item = &'a Shares>) -> Option<Diagnostic> {
    let mut undrawn: Vec<&(SourcePath, String)> = all.flat_map(|shares| &shares.undrawn).collect();
    undrawn.sort();
    let (path, letters) = undrawn.first()?;
    let others = match undrawn.len() {
        1 => String::new(),
        more => format!("; so have the headlines of {more} articles in all"),
    };
    let diagnostic = Diagnostic::warning(
        "undrawn-headline",
        format!(
            "the headline has letters that no share image can be drawn with (`{letters}`){others}"
        ),
    );
    Some(diagnostic.in_file(path).hint(
        "The image of the site is shown beside links to it. Give the article a picture of its own if you want another.",
    ))
}

enum Made {
    Image(UrlPath, ShareImage),
    Undrawn(SourcePath, String),
    None,
}

struct Maker<'a> {
    paper: Option<Arc<Paper>>,
    own: &'a BTreeSet<&'a UrlPath>,
    edition: Locale,
    others: BTreeMap<Arc<str>, Locale>,
}

impl<'a> Maker<'a> {
    fn new(part: &Part, own: &'a BTreeSet<&'a UrlPath>) -> Self {
        let name = &part.edition.title;
        let paper = can_draw(name).then(|| Paper {
            name: name.clone(),
            colors: palette(part.config),
        });
        let named = part.archive.articles.iter();
        let named: BTreeSet<Arc<str>> = named
            .filter_map(|entry| entry.card.language.clone())
            .collect();
        let other = |tag: Arc<str>| {
            let language = Language::new(&tag).ok()?;
            Some((tag, Locale::new(&LocaleSettings::of(language), None)))
        };
        Maker {
            paper: paper.map(Arc::new),
            own,
            edition: Locale::new(&part.edition.locale, None),
            others: named.into_iter().filter_map(other).collect(),
        }
    }

    fn site(&self, part: &Part) -> Option<(ShareLink, ShareImage)> {
        let url = self.free(&part.addresses.home())?;
        let description = part.edition.description.clone();
        let words = Words::Site(description.filter(|text| can_draw(text)));
        Some(linked((url, self.image(&self.edition, words)?)))
    }

    fn article(&self, entry: &Entry) -> Made {
        let card = &entry.card;
        if has_picture(card) {
            return Made::None;
        }
        let Some(url) = self.free(&card.url) else {
            return Made::None;
        };
        if let Some(letters) = missing(&card.title) {
            return Made::Undrawn(entry.body.origin.path.clone(), letters);
        }
        let other = card.language.as_ref().and_then(|tag| self.others.get(tag));
        let locale = other.unwrap_or(&self.edition);
        let section = card.section.as_ref().map(|section| section.name.clone());
        let date = card.date.map(|date| {
            let words = locale.date(date.day(), DateStyle::Day);
            match words.secondary {
                Some(second) => format!("{} ({second})", words.primary),
                None => words.primary,
            }
        });
        let words = Words::Article {
            headline: card.title.clone(),
            section: section.filter(|name| can_draw(name)),
            date: date.filter(|words| can_draw(words)),
        };
        match self.image(locale, words) {
            Some(image) => Made::Image(url, image),
            None => Made::None,
        }
    }

    fn image(&self, locale: &Locale, words: Words) -> Option<ShareImage> {
        let language = locale.language();
        Some(ShareImage {
            paper: Arc::clone(self.paper.as_ref()?),
            direction: language.direction(),
            language: language.tag().into(),
            words,
            drawing: DRAWING,
        })
    }

    /// The address of the image beside a page, if nothing of the owner's is there.
    fn free(&self, page: &UrlPath) -> Option<UrlPath> {
        let url = match page.as_str().ends_with('/') {
            true => page.below(NAME),
            false => UrlPath::file(&format!("{}.{NAME}", page.as_str())).ok()?,
        };
        (!self.own.contains(&url)).then_some(url)
    }
}

/// An image with what pages say of it. Its colours are not of its version: what was shared in others stays right.
fn linked((url, image): (UrlPath, ShareImage)) -> (ShareLink, ShareImage) {
    let digest = Digest::of(&(&image.paper.name, &image.words)).to_string();
    let version = digest.chars().take(8).collect();
    (ShareLink { url, version }, image)
}

/// Whether an article has a picture that can be shown beside a link. No social network shows a drawing in SVG.
fn has_picture(card: &Card) -> bool {
    let source = card
        .picture
        .as_ref()
        .and_then(|picture| picture.src.as_ref());
    let is_drawing = |path: &str| path.to_ascii_lowercase().ends_with(".svg");
    match source {
        Some(Destination::Inside { url, .. }) => !is_drawing(url.as_str()),
        Some(Destination::Outside(address)) => !is_drawing(address),
        Some(Destination::Nowhere) | None => false,
    }
}

fn palette(config: &Config) -> Palette {
    let color = |name| config.theme.colors.on_light(name);
    Palette {
        paper: color("paper"),
        ink: color("ink"),
        accent: color("accent"),
        quiet: color("quiet"),
        line: color("line"),
    }
}
