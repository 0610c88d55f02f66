//! What the landing page of a list tells of the whole list: its first and latest article, how many it has
//! at what time, and the tags that its articles have most.
//!
//! An edition comes in, an [`Overview`] for each list goes out. The work follows the number of articles and
//! their tags, each once for each list an article is in; never the number of tags by itself.

use std::cmp::Reverse;
use std::sync::Arc;

use jiff::civil::Date;
use rayon::prelude::*;

use super::browsing::{Chart, ChartUnit, Overview};
use crate::archive::{Card, Edition, Entry, Headline, TermName};

/// Fewest articles of a list with a chart: two dates are read faster than a chart of them.
const CHARTED: usize = 3;

/// A chart of this many months at most has a bar for each, and one of this many a bar for each quarter.
const MONTHLY: i32 = 36;
const QUARTERLY: i32 = 120;

/// Most tags that are named beside a list, and fewest articles they must have with it.
const NAMED: usize = 8;
const OFTEN: u32 = 2;

/// The tags of each listed article, and what is counted with them.
pub(super) struct Overviews<'a> {
    archive: &'a Edition,
    /// Where the tags of each article begin in `tags`, and where the last one's end.
    starts: Vec<u32>,
    /// Places among the edition's tags.
    tags: Vec<u32>,
    /// The month of each listed article, counted from year 0; nothing where it has no date.
    months: Vec<Option<i32>>,
}

/// How often each tag was met; nought before and after each list.
pub(super) struct Counts(Vec<u32>);

impl<'a> Overviews<'a> {
    /// Of the lists of `archive`.
    pub(super) fn of(archive: &'a Edition) -> Self {
        let mut starts = vec![0_u32; archive.listed().len() + 1];
        for article in archive.tags.iter().flat_map(|tag| &tag.articles) {
            if let Some(count) = starts.get_mut(*article as usize + 1) {
                *count += 1;
            }
        }
        let mut sum = 0;
        for start in &mut starts {
            sum += *start;
            *start = sum;
        }
        let mut next = starts.clone();
        let mut tags = vec![0; sum as usize];
        for (place, tag) in (0_u32..).zip(&archive.tags) {
            for article in &tag.articles {
                if let Some(at) = next.get_mut(*article as usize) {
                    if let Some(slot) = tags.get_mut(*at as usize) {
                        *slot = place;
                    }
                    *at += 1;
                }
            }
        }
        let date = |entry: &Entry| entry.card.date.map(|date| month(date.day()));
        Overviews {
            archive,
            starts,
            tags,
            months: archive.listed().par_iter().map(date).collect(),
        }
    }

    /// What to count with.
    pub(super) fn counts(&self) -> Counts {
        Counts(vec![0; self.archive.tags.len()])
    }

    /// Of the list of `articles`, oldest first; `own` is the tag it is the list of.
    pub(super) fn of_list(
        &self,
        articles: &[u32],
        own: Option<usize>,
        counts: &mut Counts,
    ) -> Option<Overview> {
        let (first, latest) = match articles {
            [first, .., latest] => (self.card(*first)?, self.card(*latest)?),
            _ => return None,
        };
        Some(Overview {
            first: Headline::of(first),
            latest: Headline::of(latest),
            chart: self.chart(articles),
            together: self.together(articles, own, counts),
        })
    }

    fn card(&self, at: u32) -> Option<&'a Arc<Card>> {
        let entry = self.archive.listed().get(at as usize);
        entry.map(|entry| &entry.card)
    }

    fn chart(&self, articles: &[u32]) -> Option<Chart> {
        let month = |at: &u32| *self.months.get(*at as usize)?;
        if articles.len() < CHARTED {
            return None;
        }
        let (first, last) = (month(articles.first()?)?, month(articles.last()?)?);
        let unit = unit(last - first + 1);
        let start = first / unit.months();
        let periods = usize::try_from(last / unit.months() - start + 1).ok()?;
        if periods < 2 {
            return None;
        }
        let mut counts = vec![0; periods];
        for month in articles.iter().filter_map(month) {
            let period = usize::try_from(month / unit.months() - start).ok();
            if let Some(count) = period.and_then(|period| counts.get_mut(period)) {
                *count += 1;
            }
        }
        Some(Chart {
            unit,
            start: first_day(start * unit.months())?,
            counts,
        })
    }

    fn together(
        &self,
        articles: &[u32],
        own: Option<usize>,
        Counts(counts): &mut Counts,
    ) -> Vec<(Arc<TermName>, u32)> {
        let mut met: Vec<u32> = Vec::new();
        for article in articles {
            let at = *article as usize;
            let (Some(start), Some(end)) = (self.starts.get(at), self.starts.get(at + 1)) else {
                continue;
            };
            let tags = self.tags.get(*start as usize..*end as usize);
            for tag in tags.unwrap_or_default() {
                if let Some(count) = counts.get_mut(*tag as usize) {
                    if *count == 0 {
                        met.push(*tag);
                    }
                    *count += 1;
                }
            }
        }
        let mut together: Vec<(u32, u32)> = Vec::new();
        for tag in met {
            let count = counts.get_mut(tag as usize).map(std::mem::take);
            let count = count.unwrap_or_default();
            if count >= OFTEN && own != Some(tag as usize) {
                together.push((tag, count));
            }
        }
        // Of equals the first of the dictionary, in whose order the tags are.
        together.sort_unstable_by_key(|(tag, count)| (Reverse(*count), *tag));
        together.truncate(NAMED);
        let named = together.into_iter().filter_map(|(tag, count)| {
            let tag = self.archive.tags.get(tag as usize)?;
            Some((Arc::clone(&tag.name), count))
        });
        named.collect()
    }
}

/// The length of periods that a chart of so many months is drawn in.
fn unit(months: i32) -> ChartUnit {
    match months {
        ..=MONTHLY => ChartUnit::Month,
        _ if months <= QUARTERLY => ChartUnit::Quarter,
        _ => ChartUnit::Year,
    }
}

/// The number of a day's month, counted from year 0.
fn month(day: Date) -> i32 {
    i32::from(day.year()) * 12 + i32::from(day.month()) - 1
}

fn first_day(month: i32) -> Option<Date> {
    let year = i16::try_from(month.div_euclid(12)).ok()?;
    let month = i8::try_from(month.rem_euclid(12) + 1).ok()?;
    Date::new(year, month, 1).ok()
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn a_long_time_is_drawn_in_long_periods() {
        let months = |from, to| month(to) - month(from) + 1;
        let three_years = months(date(2020, 1, 31), date(2022, 12, 1));
        assert_eq!((three_years, unit(three_years)), (36, ChartUnit::Month));
        assert_eq!(unit(three_years + 1), ChartUnit::Quarter);
        assert_eq!(unit(121), ChartUnit::Year);
    }

    #[test]
    fn periods_begin_where_the_calendar_begins_them() {
        assert_eq!(first_day(month(date(2021, 12, 5))), Some(date(2021, 12, 1)));
        let quarter = month(date(2021, 12, 5)) / 3 * 3;
        assert_eq!(first_day(quarter), Some(date(2021, 10, 1)));
    }
}
