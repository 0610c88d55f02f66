//! Articles -> [`Archive`], in these steps: who is published, which address each has, which names are
//! one, where each link leads, which articles are translations of each other, and then the lists of
//! each edition.

use std::collections::BTreeMap;
use std::sync::Arc;

use rayon::prelude::*;

use super::assets::{Bundles, place};
use super::collisions::{Moved, settle};
use super::edition::{Draft, Made, Resolved, make};
use super::gallery::Gallery;
use super::links::{Target, Targets};
use super::names::AllNames;
use super::resolve::resolve;
use super::tombstone::Tombstone;
use super::translations::{Translation, join};
use super::vacated::vacated;
use super::withheld::{Admission, Withheld, WithheldReason};
use super::{Archive, Asset};
use crate::config::{Config, EditionId};
use crate::content::{Article, Role};
use crate::diagnostics::Diagnostic;
use crate::digest::Digest;
use crate::images::Pictures;
use crate::locale::Locale;
use crate::paths::{SourcePath, UrlPath};

/// Files under `content/` that are not Markdown.
pub type Files = [(SourcePath, Digest)];

/// Puts the archive together. `locale` is that of an edition, whose dictionary orders its indexes.
pub fn assemble(
    articles: Vec<Box<Article>>,
    files: &Files,
    pictures: &Pictures,
    admission: Admission,
    config: &Config,
    locale: &dyn Fn(EditionId) -> Locale,
) -> (Archive, Vec<Diagnostic>) {
    let mut diagnostics = Vec::new();
    let (mut published, withheld) = admit(articles, admission);
    // Told when they were read: no list they could introduce.
    published.retain(|article| article.role != Role::Introduction || article.introduces);
    // Dated articles in order of time; the path settles what falls on one moment.
    published.par_sort_by(|a, b| order(a).cmp(&order(b)));
    let names = || {
        let mut told = Vec::new();
        let names: Vec<AllNames> = config
            .editions()
            .map(|(id, edition)| {
                let listed: Vec<&Article> = published
                    .iter()
                    .map(Box::as_ref)
                    .filter(|article| is_listed(article, id, config))
                    .collect();
                AllNames::settle(&listed, edition, config, &mut told)
            })
            .collect();
        (names, told)
    };
    let keeping = keeping(&withheld);
    let places = || {
        let mut told = Vec::new();
        let moved = settle(&published, &keeping);
        let url = |at: usize| url(&published, &moved, at);
        let bundles = bundles(&published, &url, &withheld);
        let assets = place(files, &bundles, &mut told);
        let gallery = Gallery::new(&assets, pictures, config.images.as_ref(), &mut told);
        let targets = targets(&published, &url, &withheld, &assets);
        let translations = join(&published, config, url, &mut told);
        (moved, assets, gallery, targets, translations, told)
    };
    let ((names, told_of_names), places) = rayon::join(names, places);
    let (moved, assets, gallery, mut targets, translations, told_of_places) = places;
    diagnostics.extend(told_of_names.into_iter().chain(told_of_places));
    introduced(&mut targets, &published, &names, config);
    let gone = published.iter().map(Box::as_ref);
    let gone = gone.filter(|article| article.removed.is_some());
    let expired = withheld
        .iter()
        .filter(|(_, withheld)| withheld.reason == WithheldReason::Expired);
    let vacated = vacated(
        gone.chain(expired.map(|(article, _)| article.as_ref())),
        &names,
        config,
    );
    let mut drafts: Vec<Draft> = config
        .editions()
        .map(|(id, _)| {
            let own = published.iter().filter(|article| article.edition == id);
            Draft::new(own.count(), id == EditionId::MAIN && mixes(config))
        })
        .collect();
    let main = names.first().filter(|_| mixes(config));
    let desk = Desk {
        names: &names,
        main,
        moved: &moved,
        translations: &translations,
        targets: &targets,
        gallery: &gallery,
    };
    let mut waiting = published.into_iter().enumerate();
    loop {
        // Articles become entries some thousands at a time, so that not all are there in both forms.
        let some: Vec<(usize, Box<Article>)> = waiting.by_ref().take(AT_A_TIME).collect();
        if some.is_empty() {
            break;
        }
        let made: Vec<_> = some
            .into_par_iter()
            .filter_map(|(at, article)| desk.make(at, article))
            .collect();
        for (id, made, told) in made {
            diagnostics.extend(told);
            put(made, id, main.is_some(), &mut drafts);
        }
    }
    let mut merges = Vec::new();
    let editions = drafts
        .into_iter()
        .zip(names)
        .zip(config.editions())
        .map(|((draft, names), (id, edition))| {
            let finished = draft.finish(&names, edition, &locale(id), config.related);
            let named = [names.sections, names.tags, names.authors, names.series];
            merges.extend(named.into_iter().flat_map(|named| named.merges));
            finished
        })
        .collect();
    let archive = Archive {
        editions,
        assets,
        withheld: withheld.into_iter().map(|(_, withheld)| withheld).collect(),
        merges,
        moved: moved.into_values().collect(),
        vacated,
    };
    (archive, diagnostics)
}

/// Articles that are made into entries at a time.
const AT_A_TIME: usize = 16 * 1024;

/// What making an article's entry needs of the others.
struct Desk<'a> {
    names: &'a [AllNames],
    /// The names of the main edition, where its lists hold the articles of all.
    main: Option<&'a AllNames>,
    moved: &'a BTreeMap<usize, Moved>,
    translations: &'a BTreeMap<usize, Arc<[Translation]>>,
    targets: &'a Targets,
    gallery: &'a Gallery,
}

impl Desk<'_> {
    /// What becomes of the article at place `at`, and what there is to say of it.
    fn make(&self, at: usize, article: Box<Article>) -> Option<(EditionId, Made, Vec<Diagnostic>)> {
        let id = article.edition;
        let own = self.names.get(id.place())?;
        let mut told = Vec::new();
        let moved = self.moved.get(&at).map(|moved| moved.url.clone());
        let url = moved.unwrap_or_else(|| article.address.url().clone());
        if article.removed.is_some() {
            return Some((id, Made::Removed(Tombstone::of(*article, url)?), told));
        }
        let resolved = Resolved {
            url,
            links: resolve(&article, self.targets, self.gallery, &mut told),
            translations: self.translations.get(&at).cloned(),
            article,
        };
        let made = make(
            resolved,
            own,
            self.main,
            self.targets,
            self.gallery,
            &mut told,
        );
        Some((id, made, told))
    }
}

/// Puts what has become of an article of edition `id` where it belongs.
fn put(made: Made, id: EditionId, mixes: bool, drafts: &mut [Draft]) {
    if let Made::Article {
        entry,
        in_main: Some(names),
        ..
    } = &made
        && let (true, Some(main)) = (mixes, drafts.first_mut())
    {
        if id != EditionId::MAIN {
            main.list(names);
        }
        main.mix(entry.clone());
    }
    let Some(draft) = drafts.get_mut(id.place()) else {
        return;
    };
    match made {
        Made::Article { entry, names, .. } => {
            draft.list(&names);
            draft.add(entry);
        }
        Made::Page(entry) => draft.add_page(entry),
        Made::Introduction(section, introduction) => draft.introduce(section, introduction),
        Made::Removed(tombstone) => draft.bury(tombstone),
    }
}

/// Whether the lists of edition `id` hold `article`.
fn is_listed(article: &Article, id: EditionId, config: &Config) -> bool {
    let from_all = id == EditionId::MAIN && mixes(config);
    let is_dated = article.role == Role::Article && article.head.date.is_some();
    match article.role {
        _ if article.removed.is_some() => false,
        Role::Article => is_dated && (article.edition == id || from_all),
        _ => article.edition == id,
    }
}

pub(super) fn mixes(config: &Config) -> bool {
    config.listings.all_languages && !config.others.is_empty()
}

fn url(published: &[Box<Article>], moved: &BTreeMap<usize, Moved>, at: usize) -> UrlPath {
    match (moved.get(&at), published.get(at)) {
        (Some(moved), _) => moved.url.clone(),
        (None, Some(article)) => article.address.url().clone(),
        (None, None) => UrlPath::home(),
    }
}

/// What dated articles are in order of: time, and the path of what falls on one moment.
pub(super) fn order(article: &Article) -> (Option<(i64, i64)>, &SourcePath) {
    let date = article.head.date;
    (
        date.map(|date| (date.day_number(), date.seconds())),
        article.path(),
    )
}

type WithheldArticle = (Box<Article>, Withheld);

#[allow(
    clippy::vec_box,
    reason = "articles are sorted and handed on, and are large"
)]
fn admit(
    articles: Vec<Box<Article>>,
    admission: Admission,
) -> (Vec<Box<Article>>, Vec<WithheldArticle>) {
    let mut published = Vec::with_capacity(articles.len());
    let mut withheld = Vec::new();
    for article in articles {
        let Some(reason) = admission.withholds(&article) else {
            published.push(article);
            continue;
        };
        let since = match reason {
            WithheldReason::Draft => None,
            WithheldReason::Future => article.embargo.max(article.head.date),
            WithheldReason::Expired => article.expires,
        };
        let source = article.body.origin.path.clone();
        withheld.push((
            article,
            Withheld {
                source,
                reason,
                since: since.map(|moment| moment.machine()),
            },
        ));
    }
    withheld.sort_by(|(_, a), (_, b)| a.source.cmp(&b.source));
    (published, withheld)
}

/// The articles that are not published and keep their addresses from others all the same: those whose time has
/// passed or will come, with nobody there. A draft has no address before an editor publishes it.
fn keeping(withheld: &[WithheldArticle]) -> Vec<&Article> {
    let keeping = withheld
        .iter()
        .filter(|(_, withheld)| withheld.reason != WithheldReason::Draft);
    keeping.map(|(article, _)| &**article).collect()
}

fn bundles(
    published: &[Box<Article>],
    url: &dyn Fn(usize) -> UrlPath,
    withheld: &[WithheldArticle],
) -> Bundles {
    let folder = |article: &Article| {
        let is_bundle = article.neutral().stem() == "index";
        is_bundle.then(|| article.body.origin.path.folder().to_owned())
    };
    let mut bundles: Bundles = withheld
        .iter()
        .map(|(article, _)| article)
        .chain(published.iter().filter(|article| article.removed.is_some()))
        .filter_map(|article| Some((folder(article)?, None)))
        .collect();
    // Versions of one article in several languages share a folder: its files go with the first edition.
    let mut shown: Vec<(EditionId, String, UrlPath)> = published
        .iter()
        .enumerate()
        .filter(|(_, article)| article.removed.is_none())
        .filter_map(|(at, article)| Some((article.edition, folder(article)?, url(at))))
        .collect();
    shown.sort();
    for (_, folder, url) in shown.into_iter().rev() {
        bundles.insert(folder, Some(url));
    }
    bundles
}

fn targets(
    published: &[Box<Article>],
    url: &dyn Fn(usize) -> UrlPath,
    withheld: &[WithheldArticle],
    assets: &[Asset],
) -> Targets {
    let mut targets = Targets::default();
    for (at, article) in published.iter().enumerate() {
        if article.role != Role::Introduction {
            targets.insert(&article.body.origin.path, Target::Page(url(at)));
        }
    }
    for (_, withheld) in withheld {
        targets.insert(&withheld.source, Target::Withheld(withheld.reason));
    }
    for asset in assets {
        targets.insert(&asset.source, Target::Page(asset.url.clone()));
    }
    targets
}

/// Adds the lists that are introduced, which have their addresses of the names.
fn introduced(
    targets: &mut Targets,
    published: &[Box<Article>],
    names: &[AllNames],
    config: &Config,
) {
    for article in published {
        let url = match (article.role, &article.section) {
            (Role::Introduction, Some(section)) => names
                .get(article.edition.place())
                .and_then(|names| names.sections.of(section))
                .map(|name| name.url.clone()),
            (Role::Introduction, None) => Some(config.edition(article.edition).home()),
            _ => None,
        };
        if let Some(url) = url {
            targets.insert(&article.body.origin.path, Target::Page(url));
        }
    }
}
