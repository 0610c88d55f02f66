//! `<meta>` elements by which Zotero, Google Scholar and library systems know an article: Highwire's names,
//! and those of Dublin Core that say what Highwire's cannot.
//!
//! Zotero takes a page with `citation_` names for a journal's article unless `dc.type` names another of its
//! kinds.

use serde::Serialize;

use super::Work;

/// A `<meta>` element.
#[derive(Debug, Clone, Serialize)]
pub(in crate::render) struct MetaTag {
    name: &'static str,
    content: String,
}

/// The elements of a work.
pub(in crate::render) fn meta(work: &Work) -> Vec<MetaTag> {
    let mut tags = Vec::with_capacity(9 + work.authors.len());
    let mut tag = |name, content: &str| {
        tags.push(MetaTag {
            name,
            content: content.to_owned(),
        });
    };
    tag("citation_title", work.title);
    for name in &work.authors {
        tag("citation_author", name);
    }
    tag("citation_journal_title", work.newspaper);
    if let Some(date) = work.date {
        let (year, month, day) = (date.year(), date.month(), date.day());
        let date = format!("{year:04}/{month:02}/{day:02}");
        tag("citation_publication_date", &date);
    }
    tag("citation_language", work.language);
    if let Some(publisher) = work.publisher {
        tag("citation_publisher", publisher);
    }
    if work.address != work.page {
        tag("citation_public_url", work.address);
    }
    tag("citation_fulltext_html_url", work.page);
    tag("dc.type", "newspaperArticle");
    tags
}
