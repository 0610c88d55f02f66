//! `listing.overview`: a list over the whole of its time, with the shape of its chart.

use std::fmt::Write;

use jiff::ToSpan;
use jiff::civil::Date;
use serde::Serialize;
use tera::Value;

use super::super::dates::{month_name, month_title, year_title};
use super::Setting;
use crate::plan::{Calendar, Chart, ChartUnit, Month, Overview, Year};
use crate::text::direction::Direction;

/// A list over time.
#[derive(Debug, Clone, Serialize)]
pub(super) struct OverviewContext {
    /// The oldest article.
    first: Value,
    /// The newest.
    latest: Value,
    chart: Option<ChartContext>,
    /// The tags that its articles have most.
    together: Vec<TogetherContext>,
}

#[derive(Debug, Clone, Serialize)]
struct TogetherContext {
    tag: Value,
    /// How many of the articles have it.
    count: u32,
    /// The same in the page's digits.
    shown: String,
}

/// A chart, a bar for each period.
#[derive(Debug, Clone, Serialize)]
struct ChartContext {
    /// The first period in words.
    from: String,
    /// The last.
    to: String,
    width: usize,
    height: usize,
    /// All bars, as the `d` of one SVG path; time runs as the page's text does.
    path: String,
    /// The periods with articles, in order.
    rows: Vec<RowContext>,
}

#[derive(Debug, Clone, Serialize)]
struct RowContext {
    /// The period in words.
    title: String,
    /// How many articles it has.
    count: u32,
    /// The same in the page's digits.
    shown: String,
}

/// Units of a chart: from one bar to the next, and the height of the highest.
const STEP: usize = 10;
const HEIGHT: usize = 48;

impl OverviewContext {
    pub(super) fn new(view: &Overview, setting: &Setting) -> Self {
        let Overview {
            first,
            latest,
            chart,
            together,
        } = view;
        OverviewContext {
            first: setting.headline(first),
            latest: setting.headline(latest),
            chart: chart
                .as_ref()
                .map(|chart| ChartContext::new(chart, setting)),
            together: together
                .iter()
                .map(|(tag, count)| TogetherContext {
                    tag: setting.name(tag),
                    count: *count,
                    shown: setting.language.locale.number(u64::from(*count)),
                })
                .collect(),
        }
    }
}

impl ChartContext {
    fn new(chart: &Chart, setting: &Setting) -> Self {
        let Chart {
            unit,
            start,
            counts,
        } = chart;
        let title = |at: usize| {
            let months = i64::try_from(at).unwrap_or(0) * i64::from(unit.months());
            let first = start.checked_add(months.months()).unwrap_or(*start);
            period(*unit, first, setting)
        };
        let rows = counts.iter().enumerate().filter(|(_, count)| **count > 0);
        ChartContext {
            from: title(0),
            to: title(counts.len().saturating_sub(1)),
            width: counts.len() * STEP,
            height: HEIGHT,
            path: bars(counts, setting.direction()),
            rows: rows
                .map(|(at, count)| RowContext {
                    title: title(at),
                    count: *count,
                    shown: setting.language.locale.number(u64::from(*count)),
                })
                .collect(),
        }
    }
}

/// How wide a bar is: a chart of few is as wide as one of many, and its bars are no slabs.
fn bar(periods: usize) -> usize {
    match periods {
        ..=12 => 3,
        13..=24 => 5,
        _ => 8,
    }
}

/// The period of a chart that begins with `first`, in words.
fn period(unit: ChartUnit, first: Date, setting: &Setting) -> String {
    let language = setting.language;
    match unit {
        ChartUnit::Month => month_title(Month::Gregorian(first), language),
        ChartUnit::Quarter => {
            let last = first.checked_add(2.months()).unwrap_or(first);
            let from = month_name(Month::Gregorian(first), language);
            format!("{from} – {}", month_title(Month::Gregorian(last), language))
        }
        ChartUnit::Year => {
            let year = Year {
                calendar: Calendar::Gregorian,
                number: first.year(),
            };
            year_title(year, language)
        }
    }
}

/// Bars side by side as one path: upright boxes on the ground line, the first where reading begins.
fn bars(counts: &[u32], direction: Direction) -> String {
    let wide = bar(counts.len());
    let most = counts.iter().copied().max().unwrap_or(1).max(1) as usize;
    let mut path = String::new();
    for (at, count) in counts.iter().enumerate().filter(|(_, count)| **count > 0) {
        let place = match direction {
            Direction::Ltr => at,
            Direction::Rtl => counts.len() - 1 - at,
        };
        // The smallest number is seen as well.
        let high = (*count as usize * HEIGHT).div_ceil(most).max(2);
        let x = place * STEP + (STEP - wide) / 2;
        // Writing to a text cannot fail.
        let _ = write!(path, "M{x} {HEIGHT}v-{high}h{wide}v{high}z");
    }
    path
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn time_runs_as_the_text_does() {
        assert_eq!(
            bars(&[4, 0, 1], Direction::Ltr),
            "M3 48v-48h3v48zM23 48v-12h3v12z"
        );
        assert_eq!(
            bars(&[4, 0, 1], Direction::Rtl),
            "M23 48v-48h3v48zM3 48v-12h3v12z"
        );
    }
}
