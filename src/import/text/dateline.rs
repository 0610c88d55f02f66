//! A line with desk, date and time -> its parts.
//!
//! The line is read from the first word on from which everything is a date; what stands before is the
//! desk. A line that is no dateline is `None`, never a guess; a date that no calendar has is told.

use std::fmt;

use jiff::civil::{Date, Time, Weekday};

use crate::locale::names;
use crate::text::digits::to_ascii;
use crate::text::normalize::{ZWNJ, is_invisible, one_line};

/// The desk's longest name, in characters.
const DESK: usize = 40;

/// The longest dateline, in characters: a desk, weekday, two names of the month, and the time. It also
/// keeps the search from going through a text of one line again for each of its words.
const LINE: usize = 160;

/// A calendar day, and the time on it if one was written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Day {
    /// The day.
    pub date: Date,
    /// The time of day.
    pub time: Option<Clock>,
}

/// A time of day as it was written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Clock {
    /// The time; seconds that were not written are zero.
    pub time: Time,
    /// The offset from UTC, if one was written; else the time is in the site's zone.
    pub offset: Option<String>,
}

/// The form in which front matter has it: `2022-01-10 17:11:00`, or the day alone.
impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let date = self.date;
        write!(
            f,
            "{:04}-{:02}-{:02}",
            date.year(),
            date.month(),
            date.day()
        )?;
        if let Some(Clock { time, offset }) = &self.time {
            write!(
                f,
                " {:02}:{:02}:{:02}",
                time.hour(),
                time.minute(),
                time.second()
            )?;
            f.write_str(offset.as_deref().unwrap_or_default())?;
        }
        Ok(())
    }
}

/// A dateline's parts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Dateline {
    /// The line, with its invisible characters and runs of spaces taken out.
    pub(super) written: String,
    /// The desk, if one stands before the date.
    pub(super) desk: Option<String>,
    /// The day, or why what is written in a date's form is none.
    pub(super) day: Result<Day, String>,
    /// The weekday, if one is written.
    pub(super) weekday: Option<Weekday>,
    /// Day and month might have been meant the other way round.
    pub(super) ambiguous: bool,
}

/// Reads a line.
pub(super) fn read(line: &str) -> Option<Dateline> {
    if line.chars().nth(LINE).is_some() {
        return None;
    }
    let visible: String = line
        .chars()
        .filter(|c| !is_invisible(*c) || matches!(*c, ZWNJ | '\u{200D}'))
        .collect();
    let visible = one_line(&visible).into_owned();
    let written: Vec<&str> = visible.split(' ').collect();
    let ascii: Vec<String> = written
        .iter()
        .map(|word| to_ascii(word).into_owned())
        .collect();
    (0..written.len()).find_map(|at| {
        let mut words = Words {
            rest: ascii[at..].iter().map(String::as_str).collect(),
        };
        let dateline = words.dateline()?;
        let desk = written[..at].join(" ");
        let desk = desk.trim_matches(|c: char| c.is_whitespace() || is_separator(c));
        (desk.chars().count() <= DESK).then(|| Dateline {
            written: visible.clone(),
            desk: (!desk.is_empty()).then(|| desk.to_owned()),
            ..dateline
        })
    })
}

/// Whether `line` ends in a date that cannot be read: a year of two figures, or one of the Hijri
/// calendar.
pub(super) fn ends_in_another_date(line: &str) -> bool {
    let line = to_ascii(line);
    let mut words = line.split_whitespace().rev();
    let Some(last) = words.next() else {
        return false;
    };
    let last = match bare(last).trim_end_matches(['ه', 'ـ']) {
        // The letter for the Hijri year may stand apart.
        "" => words.next().map_or("", bare),
        last => last,
    };
    let parts: Vec<&str> = last.split(['/', '-', '.']).collect();
    let is_number = |part: &&str| number(part).is_some();
    match parts.as_slice() {
        [year] => number(year).is_some_and(|year| (1300..1500).contains(&year)),
        [_, _, year] => parts.iter().all(is_number) && year.len() == 2,
        _ => false,
    }
}

fn is_separator(c: char) -> bool {
    matches!(c, '-' | '–' | '—' | '|' | '/' | ':' | '،' | ',' | '•' | '·')
}

/// The words not read yet, from the left.
struct Words<'a> {
    rest: Vec<&'a str>,
}

impl<'a> Words<'a> {
    /// Weekday, date and time in the usual orders; nothing may be left over.
    fn dateline(&mut self) -> Option<Dateline> {
        let early = self.clock();
        self.separators();
        let weekday = self.weekday();
        let (day, ambiguous) = self.date()?;
        self.separators();
        let clock = early.or_else(|| self.clock());
        self.separators();
        if !self.rest.is_empty() {
            return None;
        }
        let day = match (day, clock) {
            (Ok(date), None) => Ok(Day { date, time: None }),
            (Ok(date), Some(Ok(time))) => Ok(Day {
                date,
                time: Some(time),
            }),
            (Err(fault), _) | (Ok(_), Some(Err(fault))) => Err(fault),
        };
        Some(Dateline {
            written: String::new(),
            desk: None,
            day,
            weekday,
            ambiguous,
        })
    }

    fn first(&self) -> Option<&'a str> {
        self.rest.first().copied()
    }

    fn take(&mut self, count: usize) {
        self.rest.drain(..count.min(self.rest.len()));
    }

    fn separators(&mut self) {
        while self.first().is_some_and(|word| {
            word.chars().all(is_separator) || matches!(word, "الساعة" | "في" | "على" | "بتاريخ")
        }) {
            self.take(1);
        }
    }

    fn weekday(&mut self) -> Option<Weekday> {
        let weekday = names::weekday(bare(self.first()?))?;
        self.take(1);
        self.separators();
        Some(weekday)
    }

    fn date(&mut self) -> Option<(Result<Date, String>, bool)> {
        self.date_in_figures()
            .or_else(|| self.date_in_words().map(|date| (date, false)))
    }

    fn date_in_figures(&mut self) -> Option<(Result<Date, String>, bool)> {
        let word = self.first()?;
        // `2022-01-10T17:11:00`: what follows the letter is the next word.
        let (date, time) = match word.split_once(['T', 't']) {
            Some((date, time)) if time.starts_with(|c: char| c.is_ascii_digit()) => {
                (date, Some(time))
            }
            _ => (word, None),
        };
        let date = bare(date);
        let separator = date
            .chars()
            .find(|c| !c.is_ascii_digit())
            .filter(|c| matches!(c, '-' | '/' | '.'))?;
        let parts: Vec<&str> = date.split(separator).collect();
        let &[a, b, c] = parts.as_slice() else {
            return None;
        };
        let (year, month, day, ambiguous) = match (a.len(), b.len(), c.len()) {
            (4, 1..=2, 1..=2) => (number(a)?, number(b)?, number(c)?, false),
            (1..=2, 1..=2, 4) => {
                let (first, second) = (number(a)?, number(b)?);
                // The day comes first wherever Arabic is written; only an impossible month says otherwise.
                match second > 12 && first <= 12 {
                    true => (number(c)?, first, second, false),
                    false => (number(c)?, second, first, first <= 12 && first != second),
                }
            }
            _ => return None,
        };
        match time {
            Some(time) => self.rest[0] = time,
            None => self.take(1),
        }
        Some((civil(year, month, day), ambiguous))
    }

    /// `10 كانون الثاني 2022`, or the English order `January 10, 2022`.
    fn date_in_words(&mut self) -> Option<Result<Date, String>> {
        let year_at = self
            .rest
            .iter()
            .position(|word| year(word).is_some())
            .filter(|at| (2..=5).contains(at))?;
        let year = year(self.rest[year_at])?;
        let (day, month) = match short_number(self.rest[0]) {
            Some(day) => (day, self.rest[1..year_at].join(" ")),
            None => (
                short_number(self.rest[year_at - 1])?,
                self.rest[..year_at - 1].join(" "),
            ),
        };
        let month = names::month(bare(&month))?;
        self.take(year_at + 1);
        Some(civil(year, month.into(), day))
    }

    fn clock(&mut self) -> Option<Result<Clock, String>> {
        let word = bare(self.first()?);
        let end = word
            .find(|c: char| !c.is_ascii_digit() && c != ':')
            .unwrap_or(word.len());
        let (figures, mut rest) = word.split_at(end);
        let parts: Vec<&str> = figures.split(':').collect();
        let (hour, minute, second) = match parts.as_slice() {
            [hour, minute] if minute.len() == 2 => (number(hour)?, number(minute)?, 0),
            [hour, minute, second] if minute.len() == 2 && second.len() == 2 => {
                (number(hour)?, number(minute)?, number(second)?)
            }
            _ => return None,
        };
        if !rest.is_empty() && half(rest).is_none() && offset(rest).is_none() {
            return None;
        }
        self.take(1);
        if rest.is_empty()
            && let Some(next) = self.first().map(bare)
            && (half(next).is_some() || offset(next).is_some())
        {
            rest = next;
            self.take(1);
        }
        let hour = match (half(rest), hour) {
            (Some(Half::Morning), 12) => 0,
            (Some(Half::Evening), 1..=11) => hour + 12,
            _ => hour,
        };
        Some(
            match Time::new(to_i8(hour), to_i8(minute), to_i8(second), 0) {
                Ok(time) => Ok(Clock {
                    time,
                    offset: offset(rest),
                }),
                Err(_) => Err(format!("there is no time {figures}")),
            },
        )
    }
}

enum Half {
    Morning,
    Evening,
}

fn half(word: &str) -> Option<Half> {
    match word {
        "ص" | "صباحا" | "صباحاً" | "صباحًا" | "AM" | "am" => Some(Half::Morning),
        "م" | "مساء" | "مساءً" | "PM" | "pm" => Some(Half::Evening),
        _ => None,
    }
}

/// An offset in the form front matter has it.
fn offset(word: &str) -> Option<String> {
    if matches!(word, "Z" | "UTC" | "GMT") {
        return Some("+00:00".into());
    }
    let figures = word.strip_prefix(['+', '-'])?.replace(':', "");
    let plausible = figures.len() == 4
        && figures.bytes().all(|byte| byte.is_ascii_digit())
        && figures[..2] < *"24"
        && figures[2..] < *"60";
    plausible.then(|| format!("{}{}:{}", &word[..1], &figures[..2], &figures[2..]))
}

fn bare(word: &str) -> &str {
    word.trim_matches(['،', ',', '|', '(', ')', '.', '[', ']'])
}

fn number(text: &str) -> Option<i64> {
    let digits = (1..=4).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit());
    digits.then(|| text.parse().ok()).flatten()
}

fn short_number(word: &str) -> Option<i64> {
    number(bare(word)).filter(|_| bare(word).len() <= 2)
}

/// Four digits, perhaps with the letter that stands for "AD".
fn year(word: &str) -> Option<i64> {
    let word = bare(word);
    let word = word.strip_suffix('م').unwrap_or(word);
    number(word).filter(|_| word.len() == 4)
}

fn civil(year: i64, month: i64, day: i64) -> Result<Date, String> {
    let impossible = || format!("there is no day {year:04}-{month:02}-{day:02}");
    // A year before printing is a slip or another calendar's year.
    if year < 1600 {
        return Err(impossible());
    }
    Date::new(i16::try_from(year).unwrap_or(0), to_i8(month), to_i8(day)).map_err(|_| impossible())
}

/// Out of every range where it does not fit.
fn to_i8(n: i64) -> i8 {
    i8::try_from(n).unwrap_or(i8::MAX)
}

#[cfg(test)]
mod tests;
