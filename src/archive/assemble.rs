//! Articles -> [`Archive`], in these steps: who is published, which address each has, which names are
//! one, where each link leads, which articles are translations of each other, and then the lists of
//! each edition.

use std::collections::BTreeMap;

use super::assets::{Bundles, place};
use super::collisions::{Moved, settle};
use super::edition::Draft;
use super::links::{Target, Targets};
use super::names::AllNames;
use super::resolve::resolve;
use super::tombstone::Tombstone;
use super::translations::join;
use super::vacated::vacated;
use super::withheld::{Admission, Withheld, WithheldReason};
use super::{Archive, Asset};
use crate::config::{Config, EditionId};
use crate::content::{Article, Role};
use crate::diagnostics::Diagnostic;
use crate::digest::Digest;
use crate::locale::Locale;
use crate::paths::{SourcePath, UrlPath};

/// Files under `content/` that are not Markdown.
pub type Files = [(SourcePath, Digest)];

/// Puts the archive together. `locale` is that of an edition, whose dictionary orders its indexes.
pub fn assemble(
    articles: Vec<Article>,
    files: &Files,
    admission: Admission,
    config: &Config,
    locale: &dyn Fn(EditionId) -> Locale,
) -> (Archive, Vec<Diagnostic>) {
    let mut diagnostics = Vec::new();
    let (mut published, withheld) = admit(articles, admission);
    // Told when they were read: no list they could introduce.
    published.retain(|article| article.role != Role::Introduction || article.introduces);
    // Dated articles in order of time; the path settles what falls on one moment.
    published.sort_by(|a, b| order(a).cmp(&order(b)));
    let moved = settle(&published);
    let url = |at: usize| url(&published, &moved, at);
    let names: Vec<AllNames> = config
        .editions()
        .map(|(id, edition)| {
            let listed = published
                .iter()
                .filter(|article| is_listed(article, id, config));
            AllNames::settle(listed, edition, config, &mut diagnostics)
        })
        .collect();
    let gone = published.iter().filter(|article| article.removed.is_some());
    let expired = withheld
        .iter()
        .filter(|(_, withheld)| withheld.reason == WithheldReason::Expired);
    let vacated = vacated(
        gone.chain(expired.map(|(article, _)| article)),
        &names,
        config,
    );
    let bundles = bundles(&published, &url, &withheld);
    let assets = place(files, &bundles, &mut diagnostics);
    let targets = targets(&published, &url, &withheld, &assets, &names, config);
    let mut translations = join(&published, config, url, &mut diagnostics);
    let mut drafts: Vec<Draft> = config
        .editions()
        .map(|(id, _)| Draft::new(id == EditionId::MAIN && mixes(config)))
        .collect();
    for (at, article) in published.into_iter().enumerate() {
        let Some(own) = names.get(article.edition.place()) else {
            continue;
        };
        let address = moved.get(&at).map(|moved| moved.url.clone());
        if article.removed.is_some() {
            let url = address.unwrap_or_else(|| article.address.url().clone());
            let draft = drafts.get_mut(article.edition.place());
            if let (Some(draft), Some(tombstone)) = (draft, Tombstone::of(article, url)) {
                draft.bury(tombstone);
            }
            continue;
        }
        let links = resolve(&article, &targets, &mut diagnostics);
        let others = translations.remove(&at);
        let draft = super::edition::Resolved {
            url: address.unwrap_or_else(|| article.address.url().clone()),
            links,
            translations: others,
            article,
        };
        let id = draft.article.edition;
        if mixes(config)
            && id != EditionId::MAIN
            && draft.article.role == Role::Article
            && draft.article.head.date.is_some()
            && let (Some(main), Some(names)) = (drafts.first_mut(), names.first())
        {
            main.list(&draft.article, names);
            // Its entry follows, with the names of its own edition.
        }
        let entry = drafts
            .get_mut(id.place())
            .and_then(|own_draft| own_draft.add(draft, own, &targets, &mut diagnostics));
        if let (true, Some(entry), Some(main)) = (mixes(config), entry, drafts.first_mut()) {
            main.mix(entry);
        }
    }
    let mut merges = Vec::new();
    let editions = drafts
        .into_iter()
        .zip(names)
        .zip(config.editions())
        .map(|((draft, names), (id, edition))| {
            let finished = draft.finish(&names, edition, &locale(id));
            let named = [names.sections, names.tags, names.authors];
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

fn url(published: &[Article], moved: &BTreeMap<usize, Moved>, at: usize) -> UrlPath {
    match (moved.get(&at), published.get(at)) {
        (Some(moved), _) => moved.url.clone(),
        (None, Some(article)) => article.address.url().clone(),
        (None, None) => UrlPath::home(),
    }
}

fn order(article: &Article) -> (Option<(jiff::civil::Date, i64)>, &SourcePath) {
    let date = article.head.date;
    (
        date.map(|date| (date.day(), date.seconds())),
        &article.body.origin.path,
    )
}

type WithheldArticle = (Article, Withheld);

fn admit(articles: Vec<Article>, admission: Admission) -> (Vec<Article>, Vec<WithheldArticle>) {
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

fn bundles(
    published: &[Article],
    url: &dyn Fn(usize) -> UrlPath,
    withheld: &[WithheldArticle],
) -> Bundles {
    let folder = |article: &Article| {
        let is_bundle = article.neutral.stem() == "index";
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
    published: &[Article],
    url: &dyn Fn(usize) -> UrlPath,
    withheld: &[WithheldArticle],
    assets: &[Asset],
    names: &[AllNames],
    config: &Config,
) -> Targets {
    let mut targets = Targets::default();
    for (at, article) in published.iter().enumerate() {
        let url = match (article.role, &article.section) {
            (Role::Introduction, Some(section)) => names
                .get(article.edition.place())
                .and_then(|names| names.sections.of(section))
                .map(|name| name.url.clone()),
            (Role::Introduction, None) => Some(config.edition(article.edition).home()),
            _ => Some(url(at)),
        };
        if let Some(url) = url {
            targets.insert(&article.body.origin.path, Target::Page(url));
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
