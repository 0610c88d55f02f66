//! A point in time as an editor writes it, and the calendar day it falls on.

use std::fmt;

use jiff::civil::{Date, DateTime, Time};
use jiff::tz::Offset;
use jiff::{Timestamp, tz::TimeZone};

use crate::config::SiteZone;
use crate::text::digits::to_ascii;

/// A moment with the offset of the zone it is told in. Ordered by time, then by what was written.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, bitcode::Encode, bitcode::Decode,
)]
pub struct Moment {
    /// Seconds since 1970-01-01T00:00:00Z.
    seconds: i64,
    /// Seconds east of UTC.
    offset: i32,
    /// Whether a time of day was written, or only a day.
    has_time: bool,
}

/// Why a text is not a moment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DateFault {
    /// Not in one of the accepted forms.
    Form,
    /// In form, but no such day, time or offset exists; what is wrong in words.
    Impossible(String),
    /// Without an offset, on a site without a time zone.
    NoZone,
}

impl fmt::Display for DateFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            DateFault::Form => f.write_str("is not a date"),
            DateFault::Impossible(what) => write!(f, "is not a possible date: {what}"),
            DateFault::NoZone => f.write_str("has no offset, and the site has no time zone"),
        }
    }
}

impl Moment {
    /// Reads RFC 3339, `YYYY-MM-DD`, or `YYYY-MM-DD HH:MM[:SS]` with or without an offset; digits may
    /// be Arabic-Indic or Persian. Without an offset the moment is in `zone`; the day of any moment is
    /// told in `zone` where there is one.
    pub fn parse(text: &str, zone: Option<&SiteZone>) -> Result<Moment, DateFault> {
        let text = to_ascii(text.trim());
        let (date, rest) = read_date(&text)?;
        let (time, rest) = read_time(rest)?;
        let offset = read_offset(rest)?;
        let written = DateTime::from_parts(date, time.unwrap_or(Time::midnight()));
        let timestamp = match (offset, zone) {
            (Some(offset), _) => offset.to_timestamp(written).map_err(out_of_range)?,
            (None, Some(zone)) => zone.rules().to_timestamp(written).map_err(out_of_range)?,
            (None, None) => return Err(DateFault::NoZone),
        };
        let told_in = match (zone, offset) {
            (Some(zone), _) => zone.rules().to_offset(timestamp),
            (None, Some(offset)) => offset,
            (None, None) => Offset::UTC,
        };
        Ok(Moment {
            seconds: timestamp.as_second(),
            offset: told_in.seconds(),
            has_time: time.is_some(),
        })
    }

    /// The moment of `timestamp`, told in `zone`.
    pub fn at(timestamp: Timestamp, zone: &SiteZone) -> Moment {
        let offset = zone.rules().to_offset(timestamp).seconds();
        Moment {
            seconds: timestamp.as_second(),
            offset,
            has_time: true,
        }
    }

    /// Seconds since 1970-01-01T00:00:00Z.
    pub fn seconds(self) -> i64 {
        self.seconds
    }

    /// Whether a time of day was written.
    pub fn has_time(self) -> bool {
        self.has_time
    }

    /// The calendar day.
    pub fn day(self) -> Date {
        self.local().date()
    }

    /// The time of day.
    pub fn time(self) -> Time {
        self.local().time()
    }

    fn local(self) -> DateTime {
        TimeZone::fixed(self.offset()).to_datetime(self.timestamp())
    }

    fn timestamp(self) -> Timestamp {
        // Built from a Timestamp, so in range; the epoch stands for what cannot happen.
        Timestamp::from_second(self.seconds).unwrap_or(Timestamp::UNIX_EPOCH)
    }

    fn offset(self) -> Offset {
        Offset::from_seconds(self.offset).unwrap_or(Offset::UTC)
    }

    /// RFC 3339 with the offset: `2022-01-10T17:11:00+03:00`.
    pub fn rfc3339(self) -> String {
        self.timestamp()
            .display_with_offset(self.offset())
            .to_string()
    }

    /// The value of HTML's `datetime`: the day alone where no time was written.
    pub fn machine(self) -> String {
        match self.has_time {
            true => self.rfc3339(),
            false => self.day().to_string(),
        }
    }

    /// RFC 822 with a four-digit year, in English as the standard wants, for RSS.
    pub fn rfc822(self) -> String {
        let local = self.local();
        let (sign, offset) = if self.offset < 0 {
            ('-', -self.offset)
        } else {
            ('+', self.offset)
        };
        let weekday = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]
            [local.date().weekday().to_monday_zero_offset() as usize % 7];
        let month = [
            "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
        ][(local.month() as usize).saturating_sub(1) % 12];
        format!(
            "{weekday}, {:02} {month} {:04} {:02}:{:02}:{:02} {sign}{:02}{:02}",
            local.day(),
            local.year(),
            local.hour(),
            local.minute(),
            local.second(),
            offset / 3600,
            offset % 3600 / 60,
        )
    }
}

fn out_of_range(_: jiff::Error) -> DateFault {
    DateFault::Impossible("it is too far from the present".into())
}

/// Takes up to `most` digits from the front of `text`.
fn number(text: &str, least: usize, most: usize) -> Option<(i64, &str)> {
    let end = text
        .bytes()
        .take(most)
        .take_while(u8::is_ascii_digit)
        .count();
    if end < least || text[end..].starts_with(|c: char| c.is_ascii_digit()) {
        return None;
    }
    Some((text[..end].parse().ok()?, &text[end..]))
}

fn read_date(text: &str) -> Result<(Date, &str), DateFault> {
    let split = || -> Option<(i64, i64, i64, &str)> {
        let (year, rest) = number(text, 4, 4)?;
        let separator = rest.chars().next().filter(|c| matches!(c, '-' | '/'))?;
        let (month, rest) = number(rest.strip_prefix(separator)?, 1, 2)?;
        let (day, rest) = number(rest.strip_prefix(separator)?, 1, 2)?;
        Some((year, month, day, rest))
    };
    let (year, month, day, rest) = split().ok_or(DateFault::Form)?;
    let impossible = |what: String| Err(DateFault::Impossible(what));
    if !(1..=12).contains(&month) {
        return impossible(format!("there is no month {month}"));
    }
    match Date::new(year as i16, month as i8, day as i8) {
        Ok(date) if year > 0 => Ok((date, rest)),
        Ok(_) => impossible("there is no year 0".into()),
        Err(_) => impossible(format!("month {month} of {year} has no day {day}")),
    }
}

fn read_time(text: &str) -> Result<(Option<Time>, &str), DateFault> {
    let rest = text.trim_start();
    let Some(rest) = rest
        .strip_prefix(['T', 't'])
        .or(Some(rest))
        .filter(|rest| rest.starts_with(|c: char| c.is_ascii_digit()))
    else {
        // Only an offset may follow, and only with a time: what is left is looked at there.
        return match rest.is_empty() {
            true => Ok((None, "")),
            false => Err(DateFault::Form),
        };
    };
    let (hour, rest) = number(rest, 1, 2).ok_or(DateFault::Form)?;
    let (minute, rest) = rest
        .strip_prefix(':')
        .and_then(|rest| number(rest, 2, 2))
        .ok_or(DateFault::Form)?;
    let (second, rest) = match rest.strip_prefix(':') {
        Some(rest) => number(rest, 2, 2).ok_or(DateFault::Form)?,
        None => (0, rest),
    };
    let rest = match rest.strip_prefix(['.', ',']) {
        Some(fraction) => fraction.trim_start_matches(|c: char| c.is_ascii_digit()),
        None => rest,
    };
    // A leap second is told as the second before it, as POSIX time does.
    match Time::new(hour as i8, minute as i8, second.min(59) as i8, 0) {
        Ok(time) if second <= 60 => Ok((Some(time), rest)),
        _ => Err(DateFault::Impossible(format!(
            "there is no time {hour:02}:{minute:02}:{second:02}"
        ))),
    }
}

fn read_offset(text: &str) -> Result<Option<Offset>, DateFault> {
    let text = text.trim();
    if text.is_empty() {
        return Ok(None);
    }
    if matches!(text, "Z" | "z" | "UTC" | "GMT") {
        return Ok(Some(Offset::UTC));
    }
    let (sign, rest) = match text.split_at_checked(1) {
        Some(("+", rest)) => (1, rest),
        Some(("-", rest)) => (-1, rest),
        _ => return Err(DateFault::Form),
    };
    let read = || -> Option<(i64, i64)> {
        let digits: String = rest.chars().filter(|c| *c != ':').collect();
        let (hours, minutes) = match digits.len() {
            2 => (digits.parse().ok()?, 0),
            4 => (digits[..2].parse().ok()?, digits[2..].parse().ok()?),
            _ => return None,
        };
        Some((hours, minutes))
    };
    let (hours, minutes) = read().filter(|_| rest.is_ascii()).ok_or(DateFault::Form)?;
    if hours > 23 || minutes > 59 {
        return Err(DateFault::Impossible(format!("there is no offset {text}")));
    }
    let seconds = sign * (hours * 3600 + minutes * 60);
    Offset::from_seconds(seconds as i32)
        .map(Some)
        .map_err(out_of_range)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<String, DateFault> {
        let zone = SiteZone::new("Asia/Riyadh").unwrap();
        Moment::parse(text, Some(&zone)).map(Moment::machine)
    }

    #[test]
    fn the_accepted_forms() {
        for (text, expected) in [
            ("2022-01-10 17:11:00", "2022-01-10T17:11:00+03:00"),
            ("2022-01-10 17:11", "2022-01-10T17:11:00+03:00"),
            ("2022-01-10T17:11:00", "2022-01-10T17:11:00+03:00"),
            ("2022-01-10T17:11:00Z", "2022-01-10T20:11:00+03:00"),
            ("2022-01-10T23:11:00.5+00:00", "2022-01-11T02:11:00+03:00"),
            ("2022-01-10 17:11:00 +0200", "2022-01-10T18:11:00+03:00"),
            ("2022-01-10", "2022-01-10"),
            ("2022/1/5", "2022-01-05"),
            ("٢٠٢٢-٠١-١٠ ١٧:١١", "2022-01-10T17:11:00+03:00"),
            ("۲۰۲۲-۰۱-۱۰", "2022-01-10"),
        ] {
            assert_eq!(read(text).as_deref(), Ok(expected), "{text}");
        }
    }

    #[test]
    fn what_is_no_date_says_why() {
        for (text, why) in [
            ("yesterday", "is not a date"),
            ("10-01-2022", "is not a date"),
            ("20220110", "is not a date"),
            ("2022-01-10 5pm", "is not a date"),
            ("2022-01-10 17:11 Damascus", "is not a date"),
            ("2022-13-01", "there is no month 13"),
            ("2022-02-30", "month 2 of 2022 has no day 30"),
            ("2022-01-10 25:00", "there is no time 25:00:00"),
            ("2022-01-10 10:00+25:00", "there is no offset +25:00"),
            ("0000-01-10", "there is no year 0"),
        ] {
            let fault = read(text).unwrap_err().to_string();
            assert!(fault.contains(why), "{text}: {fault}");
        }
        assert_eq!(Moment::parse("2022-01-10", None), Err(DateFault::NoZone));
        assert!(Moment::parse("2022-01-10T10:00:00+03:00", None).is_ok());
    }

    #[test]
    fn rss_dates_are_english() {
        let zone = SiteZone::new("Asia/Damascus").unwrap();
        let moment = Moment::parse("2022-01-10 17:11:00", Some(&zone)).unwrap();
        assert_eq!(moment.rfc822(), "Mon, 10 Jan 2022 17:11:00 +0200");
    }
}
