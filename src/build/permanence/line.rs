//! A line of `warraq.lock`: an address, what is there, and for an article its file and its day.
//!
//! Columns are parted by tabs, which no address can hold and which keep Arabic and Latin columns in their
//! places on a screen. Lines are in the order of their bytes, so that a merge puts new ones where they
//! belong; any order is read, since a merge by hand or by `merge=union` may leave another.

use std::borrow::Cow;
use std::io;

use jiff::civil::Date;

use super::LOCK;
use crate::diagnostics::{Diagnostic, Span};
use crate::paths::SourcePath;

/// The first line of a lock.
pub const FORMAT: &str = "warraq.lock 1";

/// The first column after the address of one that was given up.
const GIVEN_UP: &str = "given-up";

/// What is at an address.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum What {
    /// A dated article.
    Article,
    /// A page without a date.
    Page,
    /// A file beside articles.
    File,
    /// An old address.
    Redirect,
    /// A page of the home list.
    Home,
    /// A page of a section.
    Section,
    /// A page of a tag.
    Tag,
    /// The index of tags.
    Tags,
    /// A page of an author.
    Author,
    /// The index of authors.
    Authors,
    /// The root of a calendar.
    Archive,
    /// A year.
    Year,
    /// A page of a month.
    Month,
    /// A page of a day.
    Day,
    /// A page of a series.
    Series,
    /// The index of series.
    AllSeries,
    /// The page of a day of all years.
    OnThisDay,
    /// The index of the days of the year.
    AllDays,
    /// A page of corrections.
    Corrections,
    /// A feed.
    Feed,
}

const ALL: [What; 20] = [
    What::Article,
    What::Page,
    What::File,
    What::Redirect,
    What::Home,
    What::Section,
    What::Tag,
    What::Tags,
    What::Author,
    What::Authors,
    What::Archive,
    What::Year,
    What::Month,
    What::Day,
    What::Series,
    What::AllSeries,
    What::OnThisDay,
    What::AllDays,
    What::Corrections,
    What::Feed,
];

impl What {
    /// The word for it in the lock.
    pub fn word(self) -> &'static str {
        match self {
            What::Article => "article",
            What::Page => "page",
            What::File => "file",
            What::Redirect => "redirect",
            What::Home => "home",
            What::Section => "section",
            What::Tag => "tag",
            What::Tags => "tags",
            What::Author => "author",
            What::Authors => "authors",
            What::Archive => "archive",
            What::Year => "year",
            What::Month => "month",
            What::Day => "day",
            What::Series => "series",
            What::AllSeries => "all-series",
            What::OnThisDay => "on-this-day",
            What::AllDays => "all-days",
            What::Corrections => "corrections",
            What::Feed => "feed",
        }
    }

    /// Whether it belongs to one file of the site, and not to many articles.
    pub fn has_owner(self) -> bool {
        matches!(
            self,
            What::Article | What::Page | What::File | What::Redirect
        )
    }
}

/// A line of the lock.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line<'a> {
    /// The address, raw, without its first `/`.
    pub url: &'a str,
    /// What is there.
    pub what: What,
    /// The file of the site it belongs to; empty for lists and feeds.
    pub source: Cow<'a, str>,
    /// For an article, the day it was published.
    pub day: Option<Date>,
    /// Its owner has given the address up.
    pub given_up: bool,
}

impl<'a> Line<'a> {
    fn parse(line: &'a str) -> Option<Line<'a>> {
        let mut columns = line.strip_prefix('/')?.split('\t');
        let url = columns.next()?;
        let first = columns.next()?;
        let given_up = first == GIVEN_UP;
        let word = match given_up {
            true => columns.next()?,
            false => first,
        };
        let what = ALL.into_iter().find(|what| what.word() == word)?;
        let source = columns.next().unwrap_or_default();
        let day = columns.next().map(str::parse::<Date>).transpose().ok()?;
        let is_whole = columns.next().is_none()
            && source.is_empty() != what.has_owner()
            && day.is_some() == (what == What::Article)
            && !url.contains(char::is_control);
        is_whole.then_some(Line {
            url,
            what,
            source: Cow::Borrowed(source),
            day,
            given_up,
        })
    }

    /// The line as text.
    pub(super) fn write(&self, to: &mut dyn io::Write) -> io::Result<()> {
        write!(to, "/{}", self.url)?;
        if self.given_up {
            write!(to, "\t{GIVEN_UP}")?;
        }
        write!(to, "\t{}", self.what.word())?;
        if !self.source.is_empty() {
            write!(to, "\t{}", self.source)?;
        }
        if let Some(day) = self.day {
            write!(to, "\t{day}")?;
        }
        writeln!(to)
    }
}

/// A file's path as it stands in a column.
pub(super) fn column(path: &str) -> Cow<'_, str> {
    match path.contains(['\t', '\n', '\r', '\\']) {
        false => Cow::Borrowed(path),
        true => Cow::Owned(
            path.replace('\\', "\\\\")
                .replace('\t', "\\t")
                .replace('\n', "\\n")
                .replace('\r', "\\r"),
        ),
    }
}

/// The lines of a lock, in order, each address once.
#[derive(Debug, Default)]
pub struct Lines<'a> {
    /// The lines.
    pub lines: Vec<Line<'a>>,
    /// Whether the text had them in this order and no line twice.
    pub in_order: bool,
    text: &'a str,
}

impl<'a> Lines<'a> {
    /// Reads the text of a lock. One that is damaged in any place is no lock: an address that is not
    /// understood would be one that is not kept.
    pub fn read(text: &'a str) -> Result<Lines<'a>, Vec<Diagnostic>> {
        let mut faults = Vec::new();
        let mut rows = text.lines();
        let first = rows.next().unwrap_or_default();
        let told = |diagnostic: Diagnostic, at: usize, line: &str| {
            let line = match line.is_empty() {
                true => " ",
                false => line,
            };
            let span = Span {
                line: u32::try_from(at).unwrap_or(u32::MAX),
                ..Span::of_line(line, 1)
            };
            diagnostic.at(&SourcePath::new(LOCK), span)
        };
        let conflicted =
            first.starts_with("<<<<<<<") || text.lines().any(|line| line.starts_with("<<<<<<< "));
        if first != FORMAT && !conflicted {
            return Err(vec![told(format_fault(first), 1, first)]);
        }
        let mut lines: Vec<Line> = Vec::with_capacity(text.len() / 100);
        for (at, row) in rows.enumerate() {
            let number = at + 2;
            match Line::parse(row) {
                Some(line) => lines.push(line),
                None if faults.len() < MOST_TOLD => faults.push(told(row_fault(row), number, row)),
                None => {}
            }
        }
        if conflicted && faults.is_empty() {
            faults.push(told(row_fault(first), 1, first));
        }
        if faults.is_empty() && !text.ends_with('\n') {
            let last = text.lines().last().unwrap_or_default();
            let diagnostic =
                Diagnostic::error("bad-lock", "the last line has no end: it may be cut short")
                    .hint(
                        "Take the file from version control again, or end the line if it is whole.",
                    );
            faults.push(told(diagnostic, text.lines().count(), last));
        }
        let in_order = lines.is_sorted_by(|a, b| a.url < b.url);
        if !in_order {
            lines.sort_by(|a, b| a.url.cmp(b.url));
            lines.dedup();
            for pair in lines.windows(2) {
                if let [one, other] = pair
                    && one.url == other.url
                    && faults.len() < MOST_TOLD
                {
                    let read = Lines {
                        text,
                        ..Lines::default()
                    };
                    let at = read.number(other.url, true);
                    let row = text.lines().nth(at.saturating_sub(1)).unwrap_or_default();
                    let diagnostic = Diagnostic::error(
                        "lock-conflict",
                        format!("two lines say what is at /{}", other.url),
                    )
                    .hint(
                        "Keep the one that is right: each branch of a merge may have changed it.",
                    );
                    faults.push(told(diagnostic, at, row));
                }
            }
        }
        match faults.is_empty() {
            true => Ok(Lines {
                lines,
                in_order,
                text,
            }),
            false => Err(faults),
        }
    }

    /// The number of the line of an address, from 1; of its last line if it has several.
    pub(super) fn number(&self, url: &str, last: bool) -> usize {
        let is_of = |row: &str| {
            let rest = row.strip_prefix('/').and_then(|row| row.strip_prefix(url));
            rest.is_some_and(|rest| rest.starts_with('\t'))
        };
        let mut numbers = self
            .text
            .lines()
            .enumerate()
            .filter(|(_, row)| is_of(row))
            .map(|(at, _)| at + 1);
        let found = match last {
            true => numbers.last(),
            false => numbers.next(),
        };
        found.unwrap_or(1)
    }

    /// The text of line `number`, from 1.
    pub(super) fn row(&self, number: usize) -> &'a str {
        let mut rows = self.text.lines();
        rows.nth(number.saturating_sub(1)).unwrap_or_default()
    }
}

/// Most faults of a lock told one by one.
const MOST_TOLD: usize = 20;

fn format_fault(first: &str) -> Diagnostic {
    let version = first
        .strip_prefix("warraq.lock ")
        .and_then(|version| version.parse::<u32>().ok());
    match version {
        Some(version) => Diagnostic::error(
            "newer-lock",
            format!("the lock is of version {version}, which this program does not know"),
        )
        .hint("Build with the version of Warraq that wrote it, or a later one."),
        None => Diagnostic::error("bad-lock", format!("the first line should be `{FORMAT}`"))
            .hint("Take the file from version control again: what it lists is kept only if it can be read."),
    }
}

fn row_fault(row: &str) -> Diagnostic {
    let marks = ["<<<<<<<", "|||||||", "=======", ">>>>>>>"];
    if marks.iter().any(|mark| row.starts_with(mark)) {
        return Diagnostic::error("lock-conflict", "a merge has left its marks here")
            .hint("Keep the lines of both sides and delete the marks; `warraq.lock merge=union` in .gitattributes lets git do so.");
    }
    Diagnostic::error("bad-lock", "this is not a line of a lock")
        .hint("A line is an address, what is there and for an article its file and day, with tabs between them. Take the file from version control again.")
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "warraq.lock 1\n/\thome\n/2022/خبر/\tarticle\tcontent/a b.md\t2022-01-10\n\
                        /about/\tpage\tcontent/pages/about.md\n/tags/ماء/\tgiven-up\ttag\n";

    fn codes(text: &str) -> Vec<(&'static str, u32)> {
        let faults = Lines::read(text).unwrap_err();
        let line = |fault: &Diagnostic| {
            let place = fault.place.as_ref().unwrap();
            place.span.as_ref().unwrap().line
        };
        faults
            .iter()
            .map(|fault| (fault.code, line(fault)))
            .collect()
    }

    #[test]
    fn what_is_written_is_read() {
        let lines = Lines::read(TEXT).unwrap();
        assert!(lines.in_order);
        let mut written = format!("{FORMAT}\n").into_bytes();
        for line in &lines.lines {
            line.write(&mut written).unwrap();
        }
        assert_eq!(String::from_utf8(written).unwrap(), TEXT);
        assert_eq!(lines.number("about/", false), 4);
    }

    #[test]
    fn line_ends_and_order_are_free() {
        let windows = TEXT.replace('\n', "\r\n");
        assert_eq!(
            Lines::read(&windows).unwrap().lines,
            Lines::read(TEXT).unwrap().lines
        );
        let turned = "warraq.lock 1\n/b/\ttag\n/a/\ttag\n/b/\ttag\n";
        let lines = Lines::read(turned).unwrap();
        assert!(!lines.in_order);
        assert_eq!(lines.lines.len(), 2);
    }

    #[test]
    fn every_cut_and_every_strange_line_is_told() {
        for end in (0..TEXT.len()).filter(|end| TEXT.is_char_boundary(*end)) {
            let cut = &TEXT[..end];
            let whole = cut.ends_with('\n');
            assert_eq!(Lines::read(cut).is_ok(), whole, "{cut:?}");
        }
        assert_eq!(codes(&format!("{TEXT}/x/\tpicture\n")), [("bad-lock", 6)]);
        assert_eq!(codes(&format!("{TEXT}/x/\tarticle\n")), [("bad-lock", 6)]);
        assert_eq!(codes(&format!("{TEXT}\n")), [("bad-lock", 6)]);
        assert_eq!(codes("warraq.lock 2\n"), [("newer-lock", 1)]);
        assert_eq!(codes(""), [("bad-lock", 1)]);
        assert_eq!(
            codes("warraq.lock 1\n<<<<<<< HEAD\n/a/\ttag\n=======\n/b/\ttag\n>>>>>>> other\n"),
            [
                ("lock-conflict", 2),
                ("lock-conflict", 4),
                ("lock-conflict", 6)
            ]
        );
        assert_eq!(
            codes("warraq.lock 1\n/a/\ttag\n/a/\tsection\n"),
            [("lock-conflict", 3)]
        );
    }

    #[test]
    fn a_file_name_cannot_break_a_line() {
        assert_eq!(column("content/a\tb\nc\\.md"), "content/a\\tb\\nc\\\\.md");
    }
}
