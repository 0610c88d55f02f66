//! `corrections`: a page of all corrections.

use serde::Serialize;
use tera::Value;

use super::{Setting, direction_of};
use crate::paths::UrlPath;
use crate::plan::{CorrectionView, CorrectionsView};

/// A page of corrections.
#[derive(Debug, Clone, Serialize)]
pub(in crate::render) struct CorrectionsContext {
    /// How many there are; on the landing page only.
    total: Option<u32>,
    /// The page's number, from the oldest; none on the landing page.
    number: Option<u32>,
    /// The corrections, newest first.
    items: Vec<ItemContext>,
    /// The page with older ones.
    older: Option<String>,
    /// The page with newer ones.
    newer: Option<String>,
}

/// A correction.
#[derive(Debug, Clone, Serialize)]
struct ItemContext {
    /// When it was made.
    date: Option<Value>,
    text: String,
    dir: &'static str,
    /// The article's language, where it is not the page's.
    lang: Option<String>,
    article: Value,
}

impl CorrectionsContext {
    pub(in crate::render) fn new(view: &CorrectionsView, setting: &Setting) -> Self {
        let CorrectionsView {
            url: _,
            number,
            total,
            corrections,
            older,
            newer,
        } = view;
        let item = |one: &CorrectionView| {
            let CorrectionView {
                article,
                correction,
            } = one;
            let own = setting.of_headline(article);
            ItemContext {
                date: correction.date.map(|date| setting.date(date)),
                text: correction.text.clone(),
                dir: direction_of(&correction.text, own.locale.language().direction()),
                lang: (own.tag() != setting.language.tag()).then(|| own.tag().to_owned()),
                article: setting.headline(article),
            }
        };
        let href = |url: &UrlPath| setting.href_of(url);
        CorrectionsContext {
            total: *total,
            number: *number,
            items: corrections.iter().map(item).collect(),
            older: older.as_ref().map(href),
            newer: newer.as_ref().map(href),
        }
    }
}
