//! JSON-LD for articles, by schema.org's `NewsArticle`.
//!
//! Sentences that readers see in search results begin with a mark of direction where their first
//! strong letter would give them the wrong one; names and keywords are data and never do.

use serde_json::{Map, Value, json};

use super::context::Setting;
use crate::plan::ArticleView;
use crate::text::bytes::any;
use crate::text::direction::mark;

/// The structured data of an article, safe inside a `<script>` element: every field its front matter
/// fills, and none that would be invented.
pub(super) fn news_article(view: &ArticleView, setting: &Setting) -> String {
    let (card, body, site) = (&view.card, &view.body, setting.site);
    let address = site.base_url.absolute(&card.url);
    let mut article = Map::new();
    let mut put = |key: &str, value: Value| {
        if !value.is_null() {
            article.insert(key.to_owned(), value);
        }
    };
    put("@context", json!("https://schema.org"));
    put("@type", json!("NewsArticle"));
    put(
        "mainEntityOfPage",
        json!({"@type": "WebPage", "@id": address}),
    );
    put("url", json!(address));
    put("headline", sentence(&card.title, setting));
    put("description", sentence(&card.summary, setting));
    put("inLanguage", json!(setting.language.tag()));
    put("datePublished", json!(card.date.map(|date| date.rfc3339())));
    put(
        "dateModified",
        json!(card.changed().map(|date| date.rfc3339())),
    );
    put("author", authors(view, setting));
    put("publisher", publisher(setting));
    put("image", image(view, setting));
    put(
        "articleSection",
        json!(card.section.as_ref().map(|section| &section.name)),
    );
    put(
        "keywords",
        list(card.tags.iter().map(|tag| json!(tag.name)).collect()),
    );
    put("wordCount", json!(body.words));
    put("isAccessibleForFree", json!(true));
    put("expires", json!(body.expires.map(|date| date.rfc3339())));
    put("dateline", json!(body.dateline));
    put(
        "isPartOf",
        json!(
            body.series
                .as_ref()
                .map(|series| json!({"@type": "CreativeWorkSeries", "name": series}))
        ),
    );
    put(
        "isBasedOn",
        json!(body.source.as_ref().and_then(|source| source.url.clone())),
    );
    put(
        "sourceOrganization",
        json!(
            body.source
                .as_ref()
                .map(|source| json!({"@type": "Organization", "name": source.name}))
        ),
    );
    let corrections = body.corrections.iter().map(|correction| {
        let mut comment = json!({
            "@type": "CorrectionComment",
            "text": sentence(&correction.text, setting),
        });
        if let Some(date) = correction.date {
            comment["datePublished"] = json!(date.rfc3339());
        }
        comment
    });
    put("correction", list(corrections.collect()));
    in_script(&Value::Object(article))
}

fn authors(view: &ArticleView, setting: &Setting) -> Value {
    if view.card.authors.is_empty() {
        return publisher(setting);
    }
    let people = view.card.authors.iter().map(|author| {
        json!({"@type": "Person", "name": author.name, "url": setting.site.base_url.absolute(&author.url)})
    });
    Value::Array(people.collect())
}

fn publisher(setting: &Setting) -> Value {
    let site = setting.site;
    let home = site.base_url.absolute(&site.addresses.home());
    match &site.publisher {
        None => json!({"@type": "Organization", "name": site.title, "url": home}),
        Some(publisher) => {
            let mut organisation = json!({
                "@type": "NewsMediaOrganization",
                "name": publisher.name,
                "url": publisher.url.clone().unwrap_or(home),
            });
            if let Some(logo) = &publisher.logo {
                organisation["logo"] =
                    json!({"@type": "ImageObject", "url": site.base_url.complete(logo)});
            }
            organisation
        }
    }
}

fn image(view: &ArticleView, setting: &Setting) -> Value {
    let Some(picture) = &view.card.picture else {
        return Value::Null;
    };
    let Some(url) = picture.src.as_ref().and_then(|src| setting.absolute(src)) else {
        return Value::Null;
    };
    let mut image = json!({"@type": "ImageObject", "url": url});
    if let Some(caption) = &picture.caption {
        image["caption"] = sentence(caption, setting);
    }
    if let Some(credit) = &picture.credit {
        image["creditText"] = json!(credit);
    }
    json!([image])
}

/// A text for readers in the article's language; nothing if it is empty.
fn sentence(text: &str, setting: &Setting) -> Value {
    if text.is_empty() {
        return Value::Null;
    }
    match mark(text.chars(), setting.direction()) {
        Some(mark) => json!(format!("{mark}{text}")),
        None => json!(text),
    }
}

fn list(items: Vec<Value>) -> Value {
    if items.is_empty() {
        Value::Null
    } else {
        Value::Array(items)
    }
}

/// JSON in which nothing can end a `<script>` element or a line of JavaScript; letters stay letters.
fn in_script(value: &Value) -> String {
    let json = value.to_string();
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
