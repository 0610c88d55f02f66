//! Blocks -> the article they hold, or why they hold none.

use super::blocks::Block;
use super::boilerplate::furniture;
use super::classify::{Parts, classify};
use super::dateline::{Dateline, Day};
use super::head::{self, Head};
use super::report::{Kind, Note, quoted};
use super::weekday;
use crate::diagnostics::Diagnostic;
use crate::paths::SourcePath;

/// An article as found in an export: plain text in all its parts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Story {
    /// The headline.
    pub title: String,
    /// The word above or below the headline that says what kind of piece it is.
    pub kicker: Option<String>,
    /// The author, as the byline names them.
    pub author: Option<String>,
    /// When it was published; an article without a date becomes a draft.
    pub date: Option<Day>,
    /// The desk.
    pub section: Option<String>,
    /// The text below a picture that the export does not hold.
    pub caption: Option<String>,
    /// The agency or paper it was taken from.
    pub source: Option<String>,
    /// The text.
    pub body: Vec<Part>,
    /// Lines of the old page that are not the article's.
    pub trailing: Vec<String>,
}

/// A piece of the text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Part {
    /// Lines as they are broken in the export.
    Paragraph(Vec<String>),
    /// One line.
    Subheading(String),
}

/// Reads the story that `blocks` hold.
pub(super) fn read(
    path: &SourcePath,
    blocks: Vec<Block>,
    notes: &mut Vec<Note>,
) -> Result<Story, Box<Diagnostic>> {
    let all_furniture = blocks
        .iter()
        .all(|block| block.lines.iter().all(|line| furniture(line).is_some()));
    if all_furniture && !blocks.is_empty() {
        return Err(Box::new(
            Diagnostic::error("no-article", "the export holds only the old page's furniture, such as the heading of the comments")
                .in_file(path)
                .hint("Export the article again; its text is missing."),
        ));
    }
    let Some(Head {
        title,
        kicker,
        author,
        dateline,
        text,
        caption_at,
        leading,
    }) = head::read(blocks, notes)
    else {
        return Err(Box::new(
            Diagnostic::error("empty-export", "the export is empty")
                .in_file(path)
                .hint("Export the article again, or delete the file."),
        ));
    };
    let Parts {
        caption,
        body,
        source,
        trailing,
    } = classify(text, caption_at, notes);
    if body.is_empty() {
        notes.push(Note::whole(
            Kind::Missing,
            "there is no text below the headline",
            "",
        ));
    }
    let (section, date) = match dateline {
        Some((line, dateline)) => desk_and_day(dateline, line, notes),
        None => {
            notes.push(Note::whole(
                Kind::Missing,
                "no line with desk and date was found; the article is a draft until it has a date",
                "",
            ));
            (None, None)
        }
    };
    if let Some(day) = &date {
        for (line, part) in &body {
            if let Part::Paragraph(lines) = part {
                weekday::check_text(&lines.join(" "), day.date, *line, notes);
            }
        }
    }
    tell_html(&body, notes);
    let body = body.into_iter().map(|(_, part)| part).collect();
    Ok(Story {
        title,
        kicker,
        author,
        date,
        section,
        caption,
        source,
        body,
        trailing: leading.into_iter().chain(trailing).collect(),
    })
}

/// Tells paragraphs with tags or names of characters in them: the page will show them as they stand.
fn tell_html(body: &[(u32, Part)], notes: &mut Vec<Note>) {
    let is_html = |line: &String| {
        [
            "&nbsp;", "&quot;", "&amp;", "&#", "<br", "<p>", "</", "<div", "<!--",
        ]
        .iter()
        .any(|sign| line.contains(sign))
    };
    for (line, part) in body {
        if let Part::Paragraph(lines) = part
            && let Some(found) = lines.iter().find(|line| is_html(line))
        {
            notes.push(Note::at(
                Kind::Unsure,
                *line,
                "remains of HTML; kept as text, and the page shows them",
                quoted(found),
            ));
        }
    }
}

fn desk_and_day(
    dateline: Dateline,
    line: u32,
    notes: &mut Vec<Note>,
) -> (Option<String>, Option<Day>) {
    let Dateline {
        written,
        desk,
        day,
        weekday,
        ambiguous,
    } = dateline;
    if desk.is_none() {
        notes.push(Note::at(
            Kind::Missing,
            line,
            "no desk stands before the date",
            "",
        ));
    }
    let day = match day {
        Ok(day) => day,
        Err(fault) => {
            notes.push(Note::at(
                Kind::Missing,
                line,
                "the dateline has no date that can be; the article is a draft until it has one",
                format!("{}: {fault}", quoted(&written)),
            ));
            return (desk, None);
        }
    };
    if ambiguous {
        notes.push(Note::at(
            Kind::Guessed,
            line,
            "the date was read with the day before the month",
            format!("{} is {day}", quoted(&written)),
        ));
    }
    if let Some(weekday) = weekday {
        weekday::check_dateline(weekday, day.date, line, notes);
    }
    (desk, Some(day))
}
