//! The time the archive covers: 2004 to 2024, in a newsroom at +03:00.

use std::fmt;

use jiff::civil::DateTime;
use jiff::tz::Offset;
use jiff::{Timestamp, ToSpan};

/// 2004-01-01T06:00:00+03:00, in seconds since 1970.
const FIRST: i64 = 1_072_926_000;
/// 2024-12-31T22:00:00+03:00.
const LAST: i64 = 1_735_671_600;

/// When an article was published.
#[derive(Clone, Copy)]
pub struct Moment(DateTime);

impl Moment {
    /// The moment at a share of the whole time, 0 to 1.
    pub(super) fn at(share: f64) -> Moment {
        let seconds = FIRST + ((LAST - FIRST) as f64 * share) as i64;
        let stamp = Timestamp::from_second(seconds).expect("seconds of these years are a time");
        Moment(Offset::constant(3).to_datetime(stamp))
    }

    /// `minutes` after the last article can be, on the same day while they are less than 120.
    pub fn after_the_last(minutes: usize) -> Moment {
        Moment(Moment::at(1.0).0 + (minutes as i64).minutes())
    }

    pub(super) fn year(self) -> i16 {
        self.0.year()
    }

    pub(super) fn month(self) -> i8 {
        self.0.month()
    }

    /// `2024/12`
    pub fn folder(self) -> String {
        format!("{:04}/{:02}", self.year(), self.month())
    }

    /// `2024-12-31`
    pub(super) fn day(self) -> String {
        self.0.strftime("%Y-%m-%d").to_string()
    }
}

impl fmt::Display for Moment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}+03:00", self.0.strftime("%Y-%m-%dT%H:%M:%S"))
    }
}
