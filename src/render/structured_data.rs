//! JSON-LD: for articles schema.org's `NewsArticle` with the way that leads there, for lists what `lists`
//! says.
//!
//! Sentences that readers see in search results begin with a mark of direction where their first
//! strong letter would give them the wrong one; names and keywords are data and never do.

mod lists;

pub(super) use lists::{About, Crumb, about, collection, website};

use std::borrow::Cow;

use serde::Serialize;

use lists::{breadcrumbs, graph, website_of};

use super::context::Setting;
use crate::content::Moment;
use crate::plan::ArticleView;
use crate::text::bytes::any;
use crate::text::direction::mark;
use crate::text::packed::Packed;

/// An article. Its fields, as those of a thing, stand in the order of their names.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct NewsArticle<'a> {
    #[serde(rename = "@type")]
    kind: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    article_section: Option<&'a str>,
    author: OneOrMore<'a>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    correction: Vec<Thing<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    date_modified: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    date_published: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    dateline: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    description: Option<Cow<'a, str>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    expires: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    headline: Option<Cow<'a, str>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    image: Option<[Thing<'a>; 1]>,
    in_language: &'a str,
    is_accessible_for_free: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    is_based_on: Option<&'a str>,
    is_part_of: Vec<Thing<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    keywords: Vec<&'a str>,
    main_entity_of_page: Thing<'a>,
    /// Which part of its series it is.
    #[serde(skip_serializing_if = "Option::is_none")]
    position: Option<u32>,
    publisher: Thing<'a>,
    #[serde(skip_serializing_if = "Option::is_none")]
    source_organization: Option<Thing<'a>>,
    url: &'a str,
    word_count: u32,
}

/// Anything that an article names.
#[derive(Default, Serialize)]
#[serde(rename_all = "camelCase")]
struct Thing<'a> {
    #[serde(rename = "@id", skip_serializing_if = "Option::is_none")]
    id: Option<&'a str>,
    #[serde(rename = "@type")]
    kind: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    caption: Option<Cow<'a, str>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    copyright_notice: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    creator: Option<Box<Thing<'a>>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    credit_text: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    date_published: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    height: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    logo: Option<Box<Thing<'a>>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    name: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    text: Option<Cow<'a, str>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    url: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    width: Option<String>,
}

#[derive(Serialize)]
#[serde(untagged)]
enum OneOrMore<'a> {
    One(Box<Thing<'a>>),
    More(Vec<Thing<'a>>),
}

impl<'a> Thing<'a> {
    fn of(kind: &'static str) -> Self {
        Thing {
            kind,
            ..Thing::default()
        }
    }

    fn named(kind: &'static str, name: &'a str) -> Self {
        Thing {
            name: Some(name),
            ..Thing::of(kind)
        }
    }
}

/// The structured data of an article, safe inside a `<script>` element: every field its front matter
/// fills, and none that would be invented.
pub(super) fn news_article(view: &ArticleView, setting: &Setting) -> String {
    let (card, body) = (&view.card, &view.body);
    let address = setting.site.base_url.absolute(&card.url);
    let corrections = body.corrections.iter().map(|correction| Thing {
        text: sentence(&*correction.text, setting),
        date_published: correction.date.map(Moment::rfc3339),
        ..Thing::of("CorrectionComment")
    });
    let source = body.source.as_ref();
    let part = view.part.as_deref();
    let article = NewsArticle {
        kind: "NewsArticle",
        article_section: card.section.as_ref().map(|section| &*section.name),
        author: authors(view, setting),
        correction: corrections.collect(),
        date_modified: card.changed().map(Moment::rfc3339),
        date_published: card.date.map(Moment::rfc3339),
        dateline: body.dateline.as_deref(),
        description: sentence(card.summary.text(), setting),
        expires: body.expires.map(Moment::rfc3339),
        headline: sentence(&*card.title, setting),
        image: image(view, setting).map(|image| [image]),
        in_language: setting.language.tag(),
        is_accessible_for_free: true,
        is_based_on: source.and_then(|source| source.url.as_deref()),
        is_part_of: part
            .map(|part| Thing {
                url: Some(setting.site.base_url.absolute(&part.series.url)),
                ..Thing::named("CreativeWorkSeries", &part.series.name)
            })
            .or_else(|| Some(Thing::named("CreativeWorkSeries", body.series.as_deref()?)))
            .into_iter()
            .chain([website_of(setting)])
            .collect(),
        keywords: card.tags.iter().map(|tag| &*tag.name).collect(),
        main_entity_of_page: Thing {
            id: Some(&address),
            ..Thing::of("WebPage")
        },
        position: part.map(|part| part.number),
        publisher: publisher(setting),
        source_organization: source.map(|source| Thing::named("Organization", &source.name)),
        url: &address,
        word_count: body.words,
    };
    let (site, base) = (setting.site, &setting.site.base_url);
    let mut crumbs = vec![(&*site.title, base.absolute(&site.addresses.home()))];
    crumbs.extend(
        card.section
            .as_ref()
            .map(|section| (&*section.name, base.absolute(&section.url))),
    );
    crumbs.push((&*card.title, String::new()));
    in_script(&graph((article, breadcrumbs(&crumbs))))
}

fn authors<'a>(view: &'a ArticleView, setting: &Setting<'a>) -> OneOrMore<'a> {
    if view.card.authors.is_empty() {
        return OneOrMore::One(Box::new(publisher(setting)));
    }
    let people = view.card.authors.iter().map(|author| Thing {
        url: Some(setting.site.base_url.absolute(&author.url)),
        ..Thing::named("Person", &author.name)
    });
    OneOrMore::More(people.collect())
}

fn publisher<'a>(setting: &Setting<'a>) -> Thing<'a> {
    let site = setting.site;
    let home = || site.base_url.absolute(&site.addresses.home());
    let Some(publisher) = &site.publisher else {
        return Thing {
            url: Some(home()),
            ..Thing::named("Organization", &site.title)
        };
    };
    let logo = publisher.logo.as_ref().map(|logo| Thing {
        url: Some(site.base_url.complete(logo)),
        ..Thing::of("ImageObject")
    });
    Thing {
        url: Some(publisher.url.clone().unwrap_or_else(home)),
        logo: logo.map(Box::new),
        ..Thing::named("NewsMediaOrganization", &publisher.name)
    }
}

/// A length as schema.org writes one: a number and its unit.
fn pixels(length: u32) -> String {
    format!("{length} px")
}

fn image<'a>(view: &'a ArticleView, setting: &Setting) -> Option<Thing<'a>> {
    let picture = view.card.picture.as_ref()?;
    let url = setting.absolute(picture.src.as_ref()?)?;
    let caption = picture.caption.as_ref();
    let shown = picture.shown.as_deref();
    let credits = shown.and_then(|shown| shown.credits.as_deref());
    let creator = credits.and_then(|credits| credits.creator.as_deref());
    Some(Thing {
        url: Some(url),
        width: shown.map(|shown| pixels(shown.width)),
        height: shown.map(|shown| pixels(shown.height)),
        creator: creator.map(|name| Box::new(Thing::named("Person", name))),
        copyright_notice: credits.and_then(|credits| credits.copyright.as_deref()),
        caption: caption.and_then(|caption| sentence(caption.text(), setting)),
        credit_text: picture.credit.as_ref().map(Packed::text),
        ..Thing::of("ImageObject")
    })
}

/// A text for readers in the article's language; nothing if it is empty.
fn sentence<'a>(text: impl Into<Cow<'a, str>>, setting: &Setting) -> Option<Cow<'a, str>> {
    let text = text.into();
    if text.is_empty() {
        return None;
    }
    Some(match mark(text.chars(), setting.direction()) {
        Some(mark) => Cow::Owned(format!("{mark}{text}")),
        None => text,
    })
}

/// JSON in which nothing can end a `<script>` element or a line of JavaScript; letters stay letters.
fn in_script(value: &impl Serialize) -> String {
    // Plain structures of text and numbers: writing them to memory cannot fail.
    let json = serde_json::to_string(value).unwrap_or_default();
    // U+2028 and U+2029 begin with 0xE2.
    let is_suspect = |byte| (byte == b'<') | (byte == b'>') | (byte == b'&') | (byte == 0xE2);
    if !any(json.as_bytes(), is_suspect) {
        return json;
    }
    json.replace('<', "\\u003c")
        .replace('>', "\\u003e")
        .replace('&', "\\u0026")
        .replace('\u{2028}', "\\u2028")
        .replace('\u{2029}', "\\u2029")
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_headline_cannot_close_the_script() {
        let json = in_script(&json!({"headline": "</script><b>&\u{2028} خبر"}));
        assert_eq!(
            json,
            "{\"headline\":\"\\u003c/script\\u003e\\u003cb\\u003e\\u0026\\u2028 خبر\"}"
        );
    }
}
