//! JSON Feed 1.1 (jsonfeed.org/version/1.1).
//!
//! As in the other forms, titles and plain texts may begin with a mark of direction; names, terms and
//! addresses are data and stay as they are.

use serde::Serialize;

use super::feed::{Feed, terms};
use crate::archive::Card;
use crate::content::Moment;

#[derive(Serialize)]
struct JsonFeed<'a> {
    version: &'static str,
    title: String,
    home_page_url: String,
    feed_url: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    description: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    icon: Option<String>,
    authors: [Author<'a>; 1],
    language: &'a str,
    items: Vec<Item<'a>>,
}

#[derive(Serialize)]
struct Author<'a> {
    name: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    url: Option<String>,
}

#[derive(Serialize)]
struct Item<'a> {
    id: String,
    url: String,
    title: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    content_html: Option<&'a str>,
    /// A reader needs one of the two; an article without a text has neither, and says so.
    #[serde(skip_serializing_if = "Option::is_none")]
    content_text: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    summary: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    image: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    date_published: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    date_modified: Option<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    authors: Vec<Author<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    tags: Vec<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    language: Option<&'a str>,
}

/// The bytes of `feed`.
pub(super) fn write(feed: &Feed) -> Vec<u8> {
    let (site, base) = (feed.site, &feed.site.base_url);
    let description = site.description.as_deref();
    let icon = site.machines.icons.iter().max_by_key(|icon| icon.size);
    let publisher = site.publisher.as_ref();
    let cards = feed.view.cards.iter().enumerate();
    let json = JsonFeed {
        version: "https://jsonfeed.org/version/1.1",
        title: feed.plain(&feed.title(), feed.direction()).into_owned(),
        home_page_url: base.absolute(&feed.view.page),
        feed_url: base.absolute(&feed.view.url),
        description: description.map(|text| feed.plain(text, feed.direction()).into_owned()),
        icon: icon.map(|icon| base.absolute(&icon.url)),
        authors: [Author {
            name: feed.publisher(),
            url: publisher.and_then(|publisher| publisher.url.clone()),
        }],
        language: site.language.tag(),
        items: cards.map(|(at, card)| item(feed, at, card)).collect(),
    };
    // Plain structures of text and numbers: writing them to memory cannot fail.
    let mut bytes = serde_json::to_vec(&json).unwrap_or_default();
    bytes.push(b'\n');
    bytes
}

fn item<'a>(feed: &'a Feed, at: usize, card: &'a Card) -> Item<'a> {
    let base = &feed.site.base_url;
    let direction = feed.direction_of(card);
    let summary = Some(feed.plain(&card.summary.text(), direction).into_owned());
    let summary = summary.filter(|summary| !summary.is_empty());
    let content_html = feed.text(at);
    let authors = card.authors.iter().map(|name| Author {
        name: &name.name,
        url: Some(base.absolute(&name.url)),
    });
    let picture = card
        .picture
        .as_ref()
        .and_then(|picture| picture.src.as_ref());
    let changed = card.changed().filter(|_| card.updated.is_some());
    Item {
        id: feed.id(card),
        url: base.absolute(&card.url),
        title: feed.plain(&card.title, direction).into_owned(),
        content_html,
        content_text: match content_html {
            Some(_) => None,
            None => Some(summary.clone().unwrap_or_default()),
        },
        summary: summary.filter(|_| content_html.is_some()),
        image: picture.and_then(|src| feed.absolute(src)),
        date_published: card.date.map(Moment::rfc3339),
        date_modified: changed.map(Moment::rfc3339),
        authors: authors.collect(),
        tags: terms(card).collect(),
        language: feed.language(card).map(|language| language.tag()),
    }
}
