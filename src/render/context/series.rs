//! `series`: a page of a series. `article.part`: an article's place in its series.

use serde::Serialize;
use tera::Value;

use super::{Setting, direction_of};
use crate::paths::UrlPath;
use crate::plan::{PartView, SeriesView};

/// A page of a series.
#[derive(Debug, Clone, Serialize)]
pub(in crate::render) struct SeriesContext {
    name: String,
    dir: &'static str,
    /// The index of series.
    index: String,
    /// One or two sentences; on the landing page only.
    description: Option<String>,
    description_dir: Option<&'static str>,
    /// How many parts there are; on the landing page only.
    total: Option<u32>,
    /// No part will be added; told on the landing page only.
    closed: bool,
    /// The page's number; none on the landing page.
    number: Option<u32>,
    /// The number of the first part on this page.
    first: u32,
    /// The parts in order.
    cards: Vec<Value>,
    /// The page with the parts before these.
    previous: Option<String>,
    /// The page with the parts after these.
    next: Option<String>,
}

impl SeriesContext {
    /// Of `view`, with its cards as templates see them.
    pub(in crate::render) fn new(view: &SeriesView, shown: Vec<Value>, setting: &Setting) -> Self {
        let SeriesView {
            name,
            url: _,
            number,
            first,
            cards: _,
            previous,
            next,
            landing,
        } = view;
        let base = setting.site.language.direction();
        let landing = landing.as_ref();
        let description = landing.and_then(|landing| landing.description.clone());
        let href = |url: &UrlPath| setting.href_of(url);
        SeriesContext {
            name: name.name.clone(),
            dir: direction_of(&name.name, base),
            index: href(&setting.site.addresses.series()),
            description_dir: description.as_ref().map(|text| direction_of(text, base)),
            description,
            total: landing.map(|landing| landing.total),
            closed: landing.is_some_and(|landing| landing.closed),
            number: *number,
            first: *first,
            cards: shown,
            previous: previous.as_ref().map(href),
            next: next.as_ref().map(href),
        }
    }
}

/// An article's place in its series.
#[derive(Debug, Clone, Serialize)]
pub(super) struct PartContext {
    /// The series.
    series: Value,
    /// Which part it is, from 1.
    number: u32,
    /// How many parts there are; none in a long series that is not closed.
    total: Option<u32>,
    /// The part before it.
    previous: Option<Value>,
    /// The part after it.
    next: Option<Value>,
}

impl PartContext {
    pub(super) fn new(view: &PartView, setting: &Setting) -> Self {
        let PartView {
            series,
            number,
            total,
            previous,
            next,
        } = view;
        let headline = |headline| setting.headline(headline);
        PartContext {
            series: setting.name(series),
            number: *number,
            total: *total,
            previous: previous.as_ref().map(headline),
            next: next.as_ref().map(headline),
        }
    }
}
