//! Cards, names and headlines: what is set inside lists and other text.

use serde::Serialize;
use tera::Value;

use super::{Setting, direction_of};
use crate::archive::{Card, Destination, Headline, Picture, TermName};
use crate::paths::UrlPath;
use crate::render::pictures::Forms;
use crate::text::packed::Packed;

/// An article in a list.
#[derive(Debug, Clone, Serialize)]
pub(in crate::render) struct CardContext {
    href: String,
    title: String,
    /// Language of title and summary where it is not the page's.
    lang: Option<String>,
    /// Direction of the title.
    dir: &'static str,
    date: Option<Value>,
    updated: Option<Value>,
    summary: String,
    /// Direction of the summary.
    summary_dir: &'static str,
    image: Option<ImageContext>,
    section: Option<Value>,
    authors: Vec<Value>,
    tags: Vec<Value>,
}

/// A section, tag or author.
#[derive(Debug, Clone, Serialize)]
pub(in crate::render) struct NameContext {
    name: String,
    href: String,
    dir: &'static str,
}

/// A lead image.
#[derive(Debug, Clone, Serialize)]
pub(in crate::render) struct ImageContext {
    src: Option<String>,
    /// Its smaller forms and itself, for `srcset`.
    srcset: Option<String>,
    /// The same in WebP, where they are not that already.
    webp: Option<String>,
    /// Its size in pixels.
    width: Option<u32>,
    height: Option<u32>,
    alt: String,
    caption: Option<String>,
    caption_dir: Option<&'static str>,
    credit: Option<String>,
    credit_dir: Option<&'static str>,
}

/// A neighbouring article.
#[derive(Debug, Clone, Serialize)]
pub(in crate::render) struct HeadlineContext {
    href: String,
    title: String,
    lang: Option<String>,
    dir: &'static str,
    date: Option<Value>,
}

impl CardContext {
    pub(in crate::render) fn new(card: &Card, setting: &Setting) -> Self {
        let own = setting.of_card(card);
        let base = own.locale.language().direction();
        let summary = card.summary.text();
        CardContext {
            href: setting.site.base_url.href(&card.url),
            title: card.title.clone(),
            lang: (own.tag() != setting.language.tag()).then(|| own.tag().to_owned()),
            dir: direction_of(&card.title, base),
            date: card.date.map(|date| setting.date(date)),
            updated: card.updated.map(|date| setting.date(date)),
            summary_dir: direction_of(&summary, base),
            summary,
            image: card
                .picture
                .as_ref()
                .map(|picture| ImageContext::new(picture, card, setting)),
            section: card.section.as_ref().map(|name| setting.name(name)),
            authors: setting.names(&card.authors),
            tags: setting.names(&card.tags),
        }
    }
}

impl NameContext {
    pub(in crate::render) fn new(name: &TermName, setting: &Setting) -> Self {
        NameContext {
            name: name.name.clone(),
            href: setting.site.base_url.href(&name.url),
            dir: direction_of(&name.name, setting.site.language.direction()),
        }
    }
}

impl ImageContext {
    pub(in crate::render) fn new(picture: &Picture, card: &Card, setting: &Setting) -> Self {
        let base = setting.of_card(card).locale.language().direction();
        let dir = |text: &Option<String>| text.as_ref().map(|text| direction_of(text, base));
        let text = |text: &Option<Packed>| text.as_ref().map(Packed::text);
        let (caption, credit) = (text(&picture.caption), text(&picture.credit));
        let shown = picture.shown.as_deref();
        let forms = shown.map(|shown| Forms::of(shown, setting));
        let (srcset, webp) = forms.map_or((None, None), |forms| (forms.srcset, forms.webp));
        ImageContext {
            srcset,
            webp,
            width: shown.map(|shown| shown.width),
            height: shown.map(|shown| shown.height),
            // A picture of another host is told to search engines and not loaded by pages.
            src: match &picture.src {
                Some(src @ Destination::Inside { .. }) => setting.href(src),
                _ => None,
            },
            alt: text(&picture.alt).unwrap_or_default(),
            caption_dir: dir(&caption),
            caption,
            credit_dir: dir(&credit),
            credit,
        }
    }
}

impl HeadlineContext {
    pub(in crate::render) fn new(headline: &Headline, setting: &Setting) -> Self {
        let own = setting.of_headline(headline);
        HeadlineContext {
            href: setting.site.base_url.href(headline.url()),
            title: headline.title().to_owned(),
            lang: (own.tag() != setting.language.tag()).then(|| own.tag().to_owned()),
            dir: direction_of(headline.title(), own.locale.language().direction()),
            date: headline.date().map(|date| setting.date(date)),
        }
    }

    /// A page of which nothing is told but its address.
    pub(in crate::render) fn of_address(url: &UrlPath, setting: &Setting) -> Self {
        HeadlineContext {
            href: setting.site.base_url.href(url),
            title: url.to_string(),
            lang: None,
            // A path is read from its first part to its last, whatever it is written in.
            dir: "ltr",
            date: None,
        }
    }

    /// A section, tag or author in the place of an article.
    pub(in crate::render) fn of_name(name: &TermName, setting: &Setting) -> Self {
        let own = &setting.site.language;
        HeadlineContext {
            href: setting.site.base_url.href(&name.url),
            title: name.name.clone(),
            lang: (own.tag() != setting.language.tag()).then(|| own.tag().to_owned()),
            dir: direction_of(&name.name, own.direction()),
            date: None,
        }
    }
}
