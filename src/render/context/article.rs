//! `article`: an article or page with its text. `redirect`: an old address.

use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use serde::Serialize;
use tera::Value;

use super::card::{HeadlineContext, ImageContext};
use super::cite::CiteContext;
use super::reading_time::minutes;
use super::series::PartContext;
use super::{Setting, direction_of};
use crate::plan::{ArticleView, RedirectTo, RedirectView};

/// An article or page.
#[derive(Debug, Clone, Serialize)]
pub(in crate::render) struct ArticleContext {
    title: String,
    dir: &'static str,
    date: Option<Value>,
    updated: Option<Value>,
    /// The page of its day.
    day: Option<Value>,
    summary: String,
    section: Option<Value>,
    authors: Vec<Value>,
    tags: Vec<Value>,
    image: Option<ImageContext>,
    source: Option<SourceContext>,
    dateline: Option<String>,
    dateline_dir: Option<&'static str>,
    series: Option<String>,
    series_dir: Option<&'static str>,
    corrections: Vec<CorrectionContext>,
    /// What was added after publication, newest first.
    updates: Vec<UpdateContext>,
    /// The page of all corrections.
    all_corrections: String,
    words: u32,
    /// How many minutes it takes to read; none for an article without words.
    minutes: Option<u32>,
    /// A link that opens a mail about it.
    mail: String,
    /// Its place in its series.
    part: Option<PartContext>,
    /// Earlier articles on what it is about.
    related: Vec<Value>,
    /// Readers are told that it is old.
    old: bool,
    /// How it is cited.
    cite: Option<CiteContext>,
    /// The owner's own fields.
    extra: serde_json::Value,
    previous: Option<Value>,
    next: Option<Value>,
}

#[derive(Debug, Clone, Serialize)]
struct SourceContext {
    name: String,
    url: Option<String>,
    dir: &'static str,
}

#[derive(Debug, Clone, Serialize)]
struct CorrectionContext {
    date: Option<Value>,
    text: String,
    dir: &'static str,
}

#[derive(Debug, Clone, Serialize)]
struct UpdateContext {
    date: Value,
    note: Option<String>,
    note_dir: Option<&'static str>,
}

impl ArticleContext {
    pub(in crate::render) fn new(
        view: &ArticleView,
        cite: Option<CiteContext>,
        setting: &Setting,
    ) -> Self {
        let ArticleView {
            card,
            body,
            links: _,
            translations: _,
            previous,
            next,
            part,
            related,
            old,
            short: _,
            share: _,
        } = view;
        let base = setting.direction();
        ArticleContext {
            title: card.title.clone(),
            dir: direction_of(&card.title, base),
            date: card.date.map(|date| setting.date(date)),
            updated: card.updated.map(|date| setting.date(date)),
            day: card.date.map(|date| setting.day(date.day())),
            summary: card.summary.text(),
            section: card.section.as_ref().map(|name| setting.name(name)),
            authors: setting.names(&card.authors),
            tags: setting.names(&card.tags),
            image: card
                .picture
                .as_ref()
                .map(|picture| ImageContext::new(picture, card, setting)),
            source: body.source.as_ref().map(|source| SourceContext {
                name: source.name.clone(),
                url: source.url.clone(),
                dir: direction_of(&source.name, base),
            }),
            dateline_dir: body.dateline.as_ref().map(|text| direction_of(text, base)),
            dateline: body.dateline.as_deref().map(str::to_owned),
            series_dir: body.series.as_ref().map(|text| direction_of(text, base)),
            series: body.series.as_deref().map(str::to_owned),
            corrections: body
                .corrections
                .iter()
                .map(|correction| CorrectionContext {
                    date: correction.date.map(|date| setting.date(date)),
                    text: correction.text.clone(),
                    dir: direction_of(&correction.text, base),
                })
                .collect(),
            updates: body
                .updates
                .iter()
                .map(|update| UpdateContext {
                    date: setting.date(update.date),
                    note_dir: update.note.as_ref().map(|note| direction_of(note, base)),
                    note: update.note.clone(),
                })
                .collect(),
            words: body.words,
            mail: mail(&card.title, &setting.site.base_url.absolute(&card.url)),
            all_corrections: setting.href_of(&setting.site.addresses.corrections()),
            minutes: (body.words > 0)
                .then(|| minutes(body.words, setting.language.locale.language().primary())),
            part: part.as_ref().map(|part| PartContext::new(part, setting)),
            related: related
                .iter()
                .map(|headline| setting.headline(headline))
                .collect(),
            old: *old,
            cite,
            // Written by this program as JSON when the article was read.
            extra: body
                .extra
                .as_deref()
                .and_then(|extra| serde_json::from_str(extra).ok())
                .unwrap_or_default(),
            previous: previous.as_ref().map(|headline| setting.headline(headline)),
            next: next.as_ref().map(|headline| setting.headline(headline)),
        }
    }
}

/// A link that opens a mail with the headline as its subject and the address as its text (RFC 6068).
fn mail(title: &str, address: &str) -> String {
    let encoded = |text: &str| utf8_percent_encode(text, NON_ALPHANUMERIC).to_string();
    format!(
        "mailto:?subject={}&body={}",
        encoded(title),
        encoded(address)
    )
}

/// Where an old address leads.
#[derive(Debug, Clone, Serialize)]
pub(in crate::render) struct RedirectContext {
    to: HeadlineContext,
}

impl RedirectContext {
    pub(in crate::render) fn new(view: &RedirectView, setting: &Setting) -> Self {
        let RedirectView {
            from: _,
            to,
            source: _,
        } = view;
        RedirectContext {
            to: match to {
                RedirectTo::Article(headline) | RedirectTo::Short(headline) => {
                    HeadlineContext::new(headline, setting)
                }
                RedirectTo::Name(name) => HeadlineContext::of_name(name, setting),
                RedirectTo::Address(url) => HeadlineContext::of_address(url, setting),
            },
        }
    }
}
