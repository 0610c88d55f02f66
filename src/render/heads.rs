//! What a page says of itself in its head: to search engines, to those who share it, and to readers of feeds.
//!
//! A page's view comes in, the data of `page` for templates goes out.

use super::context::{FeedLink, HeadContext, OpenGraph, Setting};
use super::list_data::list_data;
use super::structured_data;
use crate::paths::UrlPath;
use crate::plan::{ArticleView, Kind, Landing, ListingView, Subject};
use crate::text::packed::Packed;

/// What the page of an article or a page without a date says of itself.
pub(super) fn article_head(kind: Kind, view: &ArticleView, setting: &Setting) -> HeadContext {
    let card = &view.card;
    let head = HeadContext::new(setting, kind, &card.url, card.title.clone())
        .description(Some(card.summary.text()));
    if kind == Kind::Page {
        return head;
    }
    let graph = OpenGraph {
        r#type: "article",
        published: card.date.map(|date| date.rfc3339()),
        modified: card.updated.map(|date| date.rfc3339()),
        expires: view.body.expires.map(|date| date.rfc3339()),
        authors: card
            .authors
            .iter()
            .map(|author| setting.site.base_url.absolute(&author.url))
            .collect(),
        section: card.section.as_ref().map(|section| section.name.clone()),
        tags: card.tags.iter().map(|tag| tag.name.clone()).collect(),
        ..pictured(view, setting)
    };
    head.open_graph(graph)
        .json_ld(structured_data::news_article(view, setting))
}

/// The picture that is shown beside links to an article: its own, else what is drawn of its headline, else that of
/// the site.
fn pictured(view: &ArticleView, setting: &Setting) -> OpenGraph {
    let card = &view.card;
    let graph = OpenGraph::website(setting);
    if let Some(share) = &view.share {
        let words = format!("{} – {}", card.title, setting.site.title);
        return graph.drawn(share, words, setting);
    }
    let Some(picture) = card.picture.as_ref() else {
        return graph;
    };
    let image = picture.src.as_ref().and_then(|src| setting.absolute(src));
    if image.is_none() && graph.image.is_some() {
        return graph;
    }
    let shown = picture.shown.as_ref();
    OpenGraph {
        image,
        image_alt: picture.alt.as_ref().map(Packed::text),
        image_width: shown.map(|shown| shown.width),
        image_height: shown.map(|shown| shown.height),
        image_type: None,
        ..graph
    }
}

/// What a page of a list says of itself.
pub(super) fn listing_head(kind: Kind, view: &ListingView, setting: &Setting) -> HeadContext {
    let title = super::context::listing_title(&view.subject, setting);
    let description = view
        .landing
        .as_ref()
        .and_then(|landing| landing.description.clone());
    let json_ld = match &view.subject {
        Subject::Home if view.number.is_none() => structured_data::website(setting),
        _ => list_data(view, &title, description.as_deref(), setting),
    };
    let head = HeadContext::new(setting, kind, &view.url, title)
        .description(description)
        .json_ld(json_ld);
    let head = match view.subject {
        Subject::Month(_) | Subject::Day(_) => head,
        _ => head.titled_by_site(setting),
    };
    // A tag of one article says nothing that the article does not.
    let is_single = |landing: &Landing| landing.total < 2;
    let head = match (&view.subject, &view.landing) {
        (Subject::Tag(_), Some(landing)) if is_single(landing) => head.noindex(),
        _ => head,
    };
    match &view.landing {
        Some(landing) if landing.has_feeds => head.feeds(feeds(&view.home, setting)),
        _ => head,
    }
}

/// The feeds beside the list at `home`.
pub(super) fn feeds(home: &UrlPath, setting: &Setting) -> Vec<FeedLink> {
    let folder = setting.site.base_url.href(home);
    let formats = setting.site.machines.feeds.iter();
    formats
        .map(|format| FeedLink {
            href: format!("{folder}{}", format.file_name()),
            r#type: format.media_type(),
            title: format.title().to_owned(),
        })
        .collect()
}
