//! What the pages are made from that lead through the whole of an archive: lists over time, series, the days of
//! all years, corrections. As in `view`, each owns its data and is hashed whole.

use std::sync::Arc;

use jiff::civil::Date;

use crate::archive::{Card, Headline, TermName};
use crate::content::Correction;
use crate::paths::UrlPath;

/// A list over the whole of its time.
#[derive(Debug, Clone, Hash)]
pub struct Overview {
    /// Its oldest article.
    pub first: Headline,
    /// Its newest article.
    pub latest: Headline,
    /// How many articles it has at what time, where it is of some length.
    pub chart: Option<Chart>,
    /// The tags that its articles have most, each with how many do; a tag's own is not among them.
    pub together: Vec<(Arc<TermName>, u32)>,
}

/// How many articles a list has in each of the periods from its first article to its last.
#[derive(Debug, Clone, Hash)]
pub struct Chart {
    /// How long a period is.
    pub unit: ChartUnit,
    /// The first day of the first period.
    pub start: Date,
    /// The articles of each period.
    pub counts: Vec<u32>,
}

/// The length of a chart's periods.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ChartUnit {
    /// A month.
    Month,
    /// Three months.
    Quarter,
    /// A year.
    Year,
}

impl ChartUnit {
    /// How many months it has.
    pub fn months(self) -> i32 {
        match self {
            ChartUnit::Month => 1,
            ChartUnit::Quarter => 3,
            ChartUnit::Year => 12,
        }
    }
}

/// An article's place in its series.
#[derive(Debug, Clone, Hash)]
pub struct PartView {
    /// The series.
    pub series: Arc<TermName>,
    /// Which part the article is, from 1.
    pub number: u32,
    /// How many parts there are; not told where a new part would change too many pages.
    pub total: Option<u32>,
    /// The part before it.
    pub previous: Option<Headline>,
    /// The part after it.
    pub next: Option<Headline>,
}

/// A page of a series. The landing page has the first parts: a full page never changes.
#[derive(Debug, Clone, Hash)]
pub struct SeriesView {
    /// The series.
    pub name: Arc<TermName>,
    /// This page's address.
    pub url: UrlPath,
    /// The page's number; `None` for the landing page.
    pub number: Option<u32>,
    /// The number of the first part on this page, from 1.
    pub first: u32,
    /// The parts in order.
    pub cards: Vec<Arc<Card>>,
    /// The page with the parts before these.
    pub previous: Option<UrlPath>,
    /// The page with the parts after these.
    pub next: Option<UrlPath>,
    /// What only the landing page shows.
    pub landing: Option<SeriesLanding>,
}

/// What only the landing page of a series shows: it may change with every part.
#[derive(Debug, Clone, Hash)]
pub struct SeriesLanding {
    /// How many parts there are.
    pub total: u32,
    /// One or two sentences.
    pub description: Option<String>,
    /// No part will be added.
    pub closed: bool,
}

/// What was published on one day of every year.
#[derive(Debug, Clone, Hash)]
pub struct OnThisDayView {
    /// The month, from 1.
    pub month: i8,
    /// The day of the month.
    pub day: i8,
    /// The days, newest first.
    pub days: Vec<DaySummary>,
    /// The day of the year before it that has a page.
    pub previous: Option<(i8, i8)>,
    /// The day of the year after it.
    pub next: Option<(i8, i8)>,
}

/// A day with some of its articles.
#[derive(Debug, Clone, Hash)]
pub struct DaySummary {
    /// The day.
    pub date: Date,
    /// How many articles it has.
    pub total: u32,
    /// The newest of them, newest first.
    pub articles: Vec<Headline>,
}

/// A page of all corrections.
#[derive(Debug, Clone, Hash)]
pub struct CorrectionsView {
    /// This page's address.
    pub url: UrlPath,
    /// The page's number, counted from the oldest; `None` for the landing page.
    pub number: Option<u32>,
    /// How many corrections there are; on the landing page only.
    pub total: Option<u32>,
    /// The corrections, newest first.
    pub corrections: Vec<CorrectionView>,
    /// The page with those before these.
    pub older: Option<UrlPath>,
    /// The page with those after these.
    pub newer: Option<UrlPath>,
}

/// A correction with its article.
#[derive(Debug, Clone, Hash)]
pub struct CorrectionView {
    /// The article.
    pub article: Headline,
    /// What was wrong and is now right.
    pub correction: Correction,
}
