//! An article's file, read as text again, against the export it was made from.
//!
//! The bytes of both come in; where they part goes out. Nothing is taken from what the import
//! remembers: the file is read from its first byte, its Markdown rendered, and every line of the
//! export must be found in it, once and in order, and nothing else. Compared are letters, vowel signs,
//! figures and signs; the dateline by its desk and date, source and author by their names. Not compared are
//! spaces and line ends, invisible characters, presentation forms against the letters they show, and
//! `"` against `«»`, which are what an import may change.

use std::collections::VecDeque;
use std::fmt;

use super::existing::{Written, written};
use super::text::{Comparable, lines_of};
use crate::markdown::{Labels, Settings, render};
use crate::paths::SourcePath;
use crate::text::direction::Direction;

/// Where an article and its export part.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Difference {
    /// The line of the export that is not in the article; `None` where the article has more.
    pub line: Option<u32>,
    /// In words.
    pub what: String,
}

impl fmt::Display for Difference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.what)
    }
}

/// Compares the export in `export`, whose path is `path`, with its article in `article`.
pub fn verify(path: &SourcePath, export: &[u8], article: &[u8]) -> Result<(), Difference> {
    let fault = |what: &str| Difference {
        line: None,
        what: what.to_owned(),
    };
    let written = written(article).ok_or_else(|| fault("its article cannot be read"))?;
    let lines = lines_of(path, export).map_err(|_| fault("the export cannot be read"))?;
    let mut left = Left::of(&written);
    let mut rest = lines.as_slice();
    while let Some(first) = rest.first() {
        let taken = left.take(rest).ok_or_else(|| Difference {
            line: Some(first.number),
            what: format!(
                "this line of the export is not in the article, or not there: {}",
                first.quoted()
            ),
        })?;
        rest = &rest[taken..];
    }
    match left.rest() {
        None => Ok(()),
        Some(text) => Err(fault(&format!(
            "the article has what the export has not: {text}"
        ))),
    }
}

/// The text a reader of the rendered `body` sees.
pub(super) fn shown(body: &str) -> String {
    let labels = Labels::default();
    let settings = Settings {
        direction: Direction::Rtl,
        labels: &labels,
        resolve: &|_| None,
        picture: &|_| None,
        digits: &|n| n.to_string(),
    };
    let html = render(body, &settings);
    let mut text = String::with_capacity(html.len());
    for piece in html.split('<') {
        text.push_str(piece.split_once('>').map_or(piece, |(_, text)| text));
    }
    text.replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&quot;", "\"")
        .replace("&amp;", "&")
}

/// What of an article no line of the export has been found for yet, in forms that can be compared.
struct Left<'a> {
    written: &'a Written,
    title: Option<String>,
    /// The headline is the beginning of a text that has none, and stands on no line of its own.
    made_up: bool,
    dateline: bool,
    kicker: Option<String>,
    author: Option<String>,
    caption: Option<String>,
    body: VecDeque<String>,
    source: Option<String>,
    trailing: VecDeque<String>,
}

impl<'a> Left<'a> {
    fn of(written: &'a Written) -> Self {
        let comparable = |text: &String| Comparable::key(text);
        let body: VecDeque<String> = shown(&written.body)
            .lines()
            .map(Comparable::key)
            .filter(|key| !key.is_empty())
            .collect();
        let title = Comparable::key(&written.title);
        let made_up = title
            .strip_suffix('…')
            .is_some_and(|beginning| body.front().is_some_and(|line| line.starts_with(beginning)));
        Left {
            written,
            title: Some(title),
            made_up,
            dateline: written.date.is_some() || written.section.is_some(),
            kicker: written.kicker.as_ref().map(comparable),
            author: written.author.as_ref().map(comparable),
            caption: written.caption.as_ref().map(comparable),
            body,
            source: written.source.as_ref().map(comparable),
            trailing: written.trailing.iter().map(comparable).collect(),
        }
    }

    /// Finds the place of the first of `lines` and takes it out of what is left; how many lines stand
    /// there together.
    fn take(&mut self, lines: &[Comparable]) -> Option<usize> {
        let line = lines.first()?;
        let key = Some(&line.key);
        if self.kicker.as_ref() == key {
            self.kicker = None;
        } else if let Some(count) = lines_of_text(&self.title, lines) {
            self.title = None;
            return Some(count);
        } else if self.dateline && line.is_dateline(&self.written.section, &self.written.date) {
            self.dateline = false;
        } else if self.author.is_some() && line.author_key() == self.author {
            self.author = None;
        } else if let Some(count) = lines_of_text(&self.caption, lines) {
            self.caption = None;
            return Some(count);
        } else if self.body.front() == key {
            self.body.pop_front();
        } else if self.source.is_some() && line.source_key() == self.source {
            self.source = None;
        } else if self.trailing.front() == key {
            self.trailing.pop_front();
        } else if self.dateline || !line.is_dateline(&None, &None) {
            // But a dateline whose date cannot be, and which names no desk, leaves nothing behind.
            return None;
        }
        Some(1)
    }

    /// The first thing that is left.
    fn rest(self) -> Option<String> {
        let title = self.title.filter(|_| !self.made_up);
        let dateline = self.dateline.then(|| "the desk or the date".to_owned());
        title
            .or(dateline)
            .or(self.kicker)
            .or(self.author)
            .or(self.caption)
            .or(self.body.into_iter().next())
            .or(self.source)
            .or(self.trailing.into_iter().next())
    }
}

/// How many of `lines`, from the first on, make up `text`: a headline or a caption on several lines is
/// joined.
fn lines_of_text(text: &Option<String>, lines: &[Comparable]) -> Option<usize> {
    let mut rest = text.as_deref()?;
    for (line, count) in lines.iter().zip(1..) {
        rest = rest.strip_prefix(line.key.as_str())?;
        if rest.is_empty() {
            return Some(count);
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::import::text::{self, convert};

    const EXPORT: &str = "تقرير\n\nافتتاح الجسر\n\nمحليات | ٥ آذار ٢٠٢٣\n\nعلى الجسر\n\nافتُتح\u{A0} الجسر.\n\n- قال \"كذا\".\n\nالمصدر : وكالات.\n\nالتعليقات (2)";

    fn article(export: &str) -> String {
        convert(
            &SourcePath::new("a.txt"),
            export.as_bytes(),
            &text::Settings::default(),
        )
        .unwrap()
        .markdown(1)
    }

    fn compared(export: &str, article: &str) -> Result<(), Difference> {
        verify(
            &SourcePath::new("a.txt"),
            export.as_bytes(),
            article.as_bytes(),
        )
    }

    #[test]
    fn what_was_written_is_the_export() {
        assert_eq!(compared(EXPORT, &article(EXPORT)), Ok(()));
        let twice = "خبر\n\nأ.\n\nشارك\nشارك\n\nالمصدر: س\nالمصدر: س";
        assert_eq!(compared(twice, &article(twice)), Ok(()));
    }

    #[test]
    fn every_change_of_a_word_is_found() {
        let article = article(EXPORT);
        for (was, is) in [
            ("افتُتح الجسر", "افتتح الجسر"),
            ("افتُتح الجسر", "افتُتح المعبر"),
            ("title: \"افتتاح", "title: \"إغلاق"),
            ("2023-03-05", "2023-03-06"),
            ("section: \"محليات\"", "section: \"ثقافة\""),
            ("caption: \"على الجسر\"", "caption: \"تحت الجسر\""),
            ("kicker: \"تقرير\"", "kicker: \"حوار\""),
            ("source: \"وكالات\"", "source: \"مواقع\""),
            ("    - \"التعليقات (2)\"\n", "    - \"التعليقات (3)\"\n"),
            ("\\- قال \"كذا\".\n", ""),
            ("\\- قال \"كذا\".\n", "\\- قال \"كذا\".\n\nوزيادة.\n"),
            ("\\- قال", "- قال"),
        ] {
            assert!(article.contains(was), "{was}");
            let edited = article.replacen(was, is, 1);
            assert!(compared(EXPORT, &edited).is_err(), "{was} -> {is}");
        }
        assert_eq!(
            compared(EXPORT, &article.replace("افتُتح الجسر", "افتُتح المعبر"))
                .unwrap_err()
                .line,
            Some(9)
        );
        assert!(compared(EXPORT, "").is_err());
        // Two paragraphs in each other's place.
        let (first, second) = ("افتُتح الجسر.", "\\- قال \"كذا\".");
        let turned = article
            .replace(first, "@")
            .replace(second, first)
            .replace('@', second);
        assert!(compared(EXPORT, &turned).is_err());
    }

    #[test]
    fn what_an_import_may_change_is_no_difference() {
        let article = article(EXPORT);
        assert_eq!(
            compared(EXPORT, &article.replace("\"كذا\"", "«كذا»")),
            Ok(())
        );
        assert_eq!(compared(&EXPORT.replace('\n', "\r\n"), &article), Ok(()));
    }
}
