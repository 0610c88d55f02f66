//! Articles -> [`Archive`], in these steps: who is published, which names are one, where each file
//! lies, where each link leads, and then the lists.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::assets::{Bundles, place};
use super::card::{Card, CardFields, Picture};
use super::links::{Destination, Fault, ResolvedLink, Target, Targets};
use super::periods::periods;
use super::terms::{Kind, Named, Names, Term, terms};
use super::withheld::{Admission, Withheld, WithheldReason};
use super::{Archive, Entry, Introduction};
use crate::config::Config;
use crate::content::{Article, Image, Role};
use crate::diagnostics::{Diagnostic, Span};
use crate::digest::Digest;
use crate::locale::Locale;
use crate::markdown::LinkKind;
use crate::paths::{SourcePath, UrlPath};

/// Files under `content/` that are not Markdown.
pub type Files = [(SourcePath, Digest)];

/// Puts the archive together. `locale` is that of the site, whose dictionary orders the indexes.
pub fn assemble(
    articles: Vec<Article>,
    files: &Files,
    admission: Admission,
    config: &Config,
    locale: &Locale,
) -> (Archive, Vec<Diagnostic>) {
    let mut diagnostics = Vec::new();
    let (mut published, withheld) = admit(articles, admission);
    // Dated articles in order of time; the path settles what falls on one moment.
    published.sort_by(|a, b| order(a).cmp(&order(b)));
    let names = AllNames::settle(&published, config, &mut diagnostics);
    let bundles = bundles(&published, &withheld);
    let assets = place(files, &bundles, &mut diagnostics);
    let targets = targets(&published, &withheld, &assets, &names);
    let mut archive = Archive {
        articles: Vec::with_capacity(published.len()),
        pages: Vec::new(),
        years: Vec::new(),
        sections: Vec::new(),
        tags: Vec::new(),
        authors: Vec::new(),
        section_introductions: Vec::new(),
        home_introduction: None,
        assets,
        withheld: withheld.into_iter().map(|(_, withheld)| withheld).collect(),
        merges: Vec::new(),
    };
    let mut introductions = BTreeMap::new();
    let (mut tag_keys, mut author_keys, mut section_keys) = (Vec::new(), Vec::new(), Vec::new());
    for article in published {
        let links = resolve(&article, &targets, &mut diagnostics);
        match article.role {
            Role::Introduction => {
                let key = article
                    .section
                    .as_deref()
                    .map(|section| Kind::Section.key(section));
                let introduction = Introduction {
                    title: article.head.title,
                    body: Arc::new(article.body),
                    links,
                };
                match key {
                    Some(key) => drop(introductions.insert(key, introduction)),
                    None => archive.home_introduction = Some(introduction),
                }
            }
            Role::Page => {
                archive
                    .pages
                    .push(entry(article, links, &names, &targets, &mut diagnostics))
            }
            Role::Article => {
                let at = u32::try_from(archive.articles.len()).unwrap_or(u32::MAX);
                tag_keys.extend(article.tags.iter().map(|tag| (at, Kind::Tag.key(tag))));
                author_keys.extend(
                    article
                        .authors
                        .iter()
                        .map(|author| (at, Kind::Author.key(author))),
                );
                section_keys.extend(
                    article
                        .section
                        .iter()
                        .map(|section| (at, Kind::Section.key(section))),
                );
                archive
                    .articles
                    .push(entry(article, links, &names, &targets, &mut diagnostics));
            }
        }
    }
    archive.years = periods(
        archive
            .articles
            .iter()
            .filter_map(|entry| entry.card.date)
            .map(|date| date.day()),
    );
    let collate = |name: &str| locale.collation().key(name);
    archive.tags = terms(&names.tags, tag_keys.into_iter(), |_, name| {
        collate(&name.name)
    });
    archive.authors = terms(&names.authors, author_keys.into_iter(), |_, name| {
        collate(&name.name)
    });
    let place = |key: &str| {
        config
            .sections
            .iter()
            .position(|(name, _)| Kind::Section.key(name) == key)
    };
    archive.sections = terms(&names.sections, section_keys.into_iter(), |key, name| {
        (place(key).unwrap_or(usize::MAX), collate(&name.name))
    });
    archive.section_introductions = introductions_of(&archive.sections, introductions);
    archive.merges = names.tags.merges;
    (archive, diagnostics)
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
            WithheldReason::Future => article.head.date,
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

/// The names of all kinds, settled.
struct AllNames {
    tags: Named,
    authors: Named,
    sections: Named,
}

impl AllNames {
    fn settle(published: &[Article], config: &Config, diagnostics: &mut Vec<Diagnostic>) -> Self {
        let mut tags = Names::new(Kind::Tag);
        let mut authors = Names::new(Kind::Author);
        let mut sections = Names::new(Kind::Section);
        let mut titles = BTreeMap::new();
        for article in published {
            if article.role == Role::Article {
                article.tags.iter().for_each(|tag| tags.count(tag));
                article
                    .authors
                    .iter()
                    .for_each(|author| authors.count(author));
            }
            if let Some(section) = &article.section {
                sections.count(section);
                if article.role == Role::Introduction {
                    titles.insert(Kind::Section.key(section), article.head.title.clone());
                }
            }
        }
        for (key, section) in &config.sections {
            if let Some(title) = &section.title {
                titles.insert(Kind::Section.key(key), title.clone());
            }
        }
        AllNames {
            tags: tags.settle(|_| None, diagnostics),
            authors: authors.settle(|_| None, diagnostics),
            sections: sections.settle(|key| titles.get(key).cloned(), diagnostics),
        }
    }
}

fn bundles(published: &[Article], withheld: &[WithheldArticle]) -> Bundles {
    let folder = |article: &Article| {
        let path = &article.body.origin.path;
        (path.stem() == "index").then(|| path.folder().to_owned())
    };
    let shown = published
        .iter()
        .filter_map(|article| Some((folder(article)?, Some(article.url.clone()))));
    let hidden = withheld
        .iter()
        .filter_map(|(article, _)| Some((folder(article)?, None)));
    shown.chain(hidden).collect()
}

fn targets(
    published: &[Article],
    withheld: &[WithheldArticle],
    assets: &[super::Asset],
    names: &AllNames,
) -> Targets {
    let mut targets = Targets::default();
    for article in published {
        let url = match (article.role, &article.section) {
            (Role::Introduction, Some(section)) => {
                names.sections.of(section).map(|name| name.url.clone())
            }
            (Role::Introduction, None) => Some(UrlPath::home()),
            _ => Some(article.url.clone()),
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

/// Where the links of an article's text lead; those that lead nowhere are told.
fn resolve(
    article: &Article,
    targets: &Targets,
    diagnostics: &mut Vec<Diagnostic>,
) -> Arc<[ResolvedLink]> {
    let source = &article.body.origin.path;
    let mut resolved: Vec<ResolvedLink> = Vec::with_capacity(article.body.links.len());
    for link in &article.body.links {
        let span = Span {
            line: link.line,
            column: link.column,
            length: link.length,
            text: String::new(),
        };
        let what = match link.kind {
            LinkKind::Link => "link",
            LinkKind::Image => "image",
        };
        let destination = match targets.resolve(source, &link.target) {
            Ok((destination, None)) => destination,
            Ok((destination, Some(reason))) => {
                diagnostics.push(leads_to_withheld(&link.target, reason).at(source, span));
                destination
            }
            Err(fault) => {
                diagnostics.push(broken(what, &link.target, fault).at(source, span));
                continue;
            }
        };
        resolved.push(ResolvedLink {
            target: link.target.clone(),
            destination,
        });
    }
    resolved.sort_by(|a, b| a.target.cmp(&b.target));
    resolved.dedup();
    resolved.into()
}

fn broken(what: &str, target: &str, fault: Fault) -> Diagnostic {
    let (message, hint) = match fault {
        Fault::Missing(path) => (
            format!("the {what} `{target}` leads to nothing: there is no file {path}"),
            "A path is counted from this file's folder, or from content/ when it begins with `/`.",
        ),
        Fault::Leaves => (
            format!("the {what} `{target}` leads out of the content folder"),
            "Link to files below content/, or give a whole address: https://…",
        ),
        Fault::Forbidden => (
            format!("the {what} `{target}` has a scheme that is not allowed"),
            "Use http, https, or a path below content/.",
        ),
    };
    Diagnostic::error("broken-link", message).hint(hint)
}

fn leads_to_withheld(target: &str, reason: WithheldReason) -> Diagnostic {
    let why = match reason {
        WithheldReason::Draft => "a draft",
        WithheldReason::Future => "dated in the future",
        WithheldReason::Expired => "expired",
    };
    Diagnostic::warning(
        "link-to-withheld",
        format!("`{target}` is {why} and not published"),
    )
    .hint("The text stays and is not a link until the article is published.")
}

fn entry(
    article: Article,
    links: Arc<[ResolvedLink]>,
    names: &AllNames,
    targets: &Targets,
    diagnostics: &mut Vec<Diagnostic>,
) -> Entry {
    let source = &article.body.origin.path;
    let place = article.image_place;
    let head = article.head;
    let picture = head
        .image
        .map(|image| picture(image, place, source, targets, diagnostics));
    let card = Card::new(CardFields {
        url: article.url,
        title: head.title,
        language: head.language.map(Arc::from),
        date: head.date,
        updated: head.updated,
        summary: head.summary,
        picture,
        section: article
            .section
            .as_deref()
            .and_then(|section| names.sections.of(section))
            .cloned(),
        authors: names.authors.all_of(&article.authors),
        tags: names.tags.all_of(&article.tags),
    });
    Entry {
        card: Arc::new(card),
        body: Arc::new(article.body),
        links,
        aliases: article.aliases,
    }
}

fn picture(
    image: Image,
    place: (u32, u32),
    source: &SourcePath,
    targets: &Targets,
    diagnostics: &mut Vec<Diagnostic>,
) -> Picture {
    let Image {
        src,
        alt,
        caption,
        credit,
    } = image;
    let src = src.and_then(|src| match targets.resolve(source, &src) {
        Ok((destination, _)) => {
            Some(destination).filter(|destination| *destination != Destination::Nowhere)
        }
        Err(fault) => {
            let length = u32::try_from(src.chars().count()).unwrap_or(1);
            let span = Span {
                line: place.0,
                column: place.1,
                length,
                text: String::new(),
            };
            diagnostics.push(broken("image", &src, fault).at(source, span));
            None
        }
    });
    Picture {
        src,
        alt,
        caption,
        credit,
    }
}

fn introductions_of(
    sections: &[Term],
    mut introductions: BTreeMap<String, Introduction>,
) -> Vec<Option<Introduction>> {
    sections
        .iter()
        .map(|section| introductions.remove(&section.key))
        .collect()
}
