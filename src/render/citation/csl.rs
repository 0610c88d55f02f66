//! CSL-JSON, which Zotero, Pandoc and citeproc read.

use serde::Serialize;

use super::Work;

#[derive(Serialize)]
struct Item<'a> {
    id: &'a str,
    r#type: &'static str,
    title: &'a str,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    author: Vec<Name<'a>>,
    #[serde(rename = "container-title")]
    container_title: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    publisher: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    issued: Option<Issued>,
    language: &'a str,
    #[serde(rename = "URL")]
    url: &'a str,
}

/// A name as it is written: which part of it is the family's differs from one language to another.
#[derive(Serialize)]
struct Name<'a> {
    literal: &'a str,
}

#[derive(Serialize)]
struct Issued {
    #[serde(rename = "date-parts")]
    date_parts: [[i16; 3]; 1],
}

/// A list of one item.
pub(in crate::render) fn csl(work: &Work) -> String {
    let item = Item {
        id: &work.key,
        r#type: "article-newspaper",
        title: work.title,
        author: work
            .authors
            .iter()
            .map(|name| Name { literal: name })
            .collect(),
        container_title: work.newspaper,
        publisher: work.publisher,
        issued: work.date.map(|date| Issued {
            date_parts: [[date.year(), date.month().into(), date.day().into()]],
        }),
        language: work.language,
        url: work.address,
    };
    // Plain structures of text and numbers: writing them to memory cannot fail.
    serde_json::to_string(&[item]).unwrap_or_default()
}
