//! `article.cite`: how an article is cited, and what reference managers read in its head.

use serde::Serialize;

use super::super::citation::{MetaTag, Work, bibtex, csl, meta, ris};
use super::Setting;
use crate::plan::ArticleView;

/// How an article is cited.
#[derive(Debug, Clone, Serialize)]
pub(in crate::render) struct CiteContext {
    /// Its authors, joined as the page's language joins names; empty where none is named.
    authors: String,
    /// The newspaper.
    newspaper: String,
    /// Its address for readers: the short one if it has one, else that of its page, in letters.
    address: String,
    /// A link to that address.
    href: String,
    /// For reference managers, as HTML.
    bibtex: String,
    ris: String,
    csl: String,
}

/// How `view` is cited, in its page and in its head. Nothing where the site does not say it.
pub(in crate::render) fn cite(
    view: &ArticleView,
    setting: &Setting,
) -> Option<(CiteContext, Vec<MetaTag>)> {
    let site = setting.site;
    if !site.machines.citation {
        return None;
    }
    let card = &view.card;
    let base = &site.base_url;
    let (url, page) = (
        view.short.as_ref().unwrap_or(&card.url),
        base.absolute(&card.url),
    );
    let address = base.absolute(url);
    let date = card.date.map(|date| date.day());
    let digits: String = date
        .map(|date| date.to_string())
        .unwrap_or_default()
        .replace('-', "");
    let id = card.id.to_string();
    let authors: Vec<&str> = card.authors.iter().map(|name| &*name.name).collect();
    let publisher = site.publisher.as_ref();
    let work = Work {
        key: format!("n{digits}-{}", id.get(..8).unwrap_or(&id)),
        title: &card.title,
        newspaper: &site.title,
        publisher: publisher
            .map(|publisher| &*publisher.name)
            .filter(|name| *name != site.title),
        date,
        language: setting.language.tag(),
        address: &address,
        page: &page,
        authors,
    };
    let context = CiteContext {
        authors: joined(&work.authors, setting),
        newspaper: site.title.clone(),
        address: format!("{}{}", base.origin(), base.local(url.as_str())),
        href: base.href(url),
        bibtex: html(&bibtex(&work)),
        ris: html(&ris(&work)),
        csl: html(&csl(&work)),
    };
    Some((context, meta(&work)))
}

fn joined(names: &[&str], setting: &Setting) -> String {
    let joints = setting.language.locale.joints(names);
    let mut joined = String::new();
    for (at, name) in names.iter().enumerate() {
        if let Some(joint) = at.checked_sub(1).and_then(|at| joints.get(at)) {
            joined.push_str(joint);
        }
        joined.push_str(name);
    }
    joined
}

/// A text as the content of an element; quotation marks stay, of which JSON is full.
fn html(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
}
