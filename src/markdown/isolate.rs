//! Which stretches of a body's texts are written as `<bdi>`.
//!
//! The events of a body come in, with the direction of each block; stretches of single texts go out. A
//! stretch is judged in its whole block, since what stands before it decides how it is shown; one that
//! goes over the end of an emphasis or a link is left alone.

use std::ops::Range;

use pulldown_cmark::{Event, LinkType, Tag, TagEnd};

use super::attributes::Mark;
use super::document::Document;
use super::events::{Placed, element_end, is_inline, is_inline_end, plain_text};
use super::inline::addresses;
use crate::text::bidi::{self, OBJECT, Run, may_need_isolation};
use crate::text::controls::as_isolate;
use crate::text::direction::{Direction, StrongLetters};

/// The stretches of a body that are isolated, by the event they are in.
#[derive(Default)]
pub(super) struct Isolated {
    runs: Vec<(usize, Run)>,
}

impl Isolated {
    /// Finds them. `directions` has the own direction of each block.
    pub(super) fn new(
        document: &Document,
        directions: &[Option<Direction>],
        base: Direction,
    ) -> Self {
        let mut found = Isolated::default();
        let mut around = vec![base];
        // Where the lines of the present block began, and whether anything in them may need isolation.
        let (mut start, mut flagged, mut in_code) = (0, false, false);
        for (at, (event, _)) in document.events.iter().enumerate() {
            match event {
                Event::Start(tag) if !is_inline(tag) => {
                    found.block(document, start..at, flagged, &around);
                    let outer = around.last().copied().unwrap_or(base);
                    around.push(directions[at].unwrap_or(outer));
                    (start, flagged) = (at + 1, false);
                    in_code = matches!(tag, Tag::CodeBlock(_));
                }
                Event::End(tag) if !is_inline_end(tag) => {
                    found.block(document, start..at, flagged, &around);
                    around.pop();
                    (start, flagged) = (at + 1, false);
                    in_code &= !matches!(tag, TagEnd::CodeBlock);
                }
                Event::Text(text) => {
                    let ltr = around.last() == Some(&Direction::Ltr);
                    flagged |= !in_code && (may_need_isolation(text) || ltr && has_rtl(text));
                }
                _ => {}
            }
        }
        found
    }

    /// The stretches of the text at event `at`.
    pub(super) fn of(&self, at: usize) -> &[(usize, Run)] {
        let start = self.runs.partition_point(|(event, _)| *event < at);
        let end = self.runs.partition_point(|(event, _)| *event <= at);
        &self.runs[start..end]
    }

    fn block(
        &mut self,
        document: &Document,
        events: Range<usize>,
        flagged: bool,
        around: &[Direction],
    ) {
        let Some(base) = around.last().copied().filter(|_| flagged) else {
            return;
        };
        let lines = Lines::of(document, events);
        if base == Direction::Ltr && !StrongLetters::of(&lines.text).rtl {
            return;
        }
        let runs = bidi::runs(&lines.text, base, |range| lines.piece(range).is_some());
        for run in runs {
            if let Some(piece) = lines.piece(&run.range) {
                let offset = piece.offset + run.range.start - piece.start;
                let range = offset..offset + run.range.len();
                self.runs.push((piece.event, Run { range, ..run }));
            }
        }
    }
}

/// The text of a block as the reader sees it, with objects for what is isolated already.
struct Lines {
    text: String,
    pieces: Vec<Piece>,
}

/// A stretch of the lines that comes from one event.
struct Piece {
    start: usize,
    end: usize,
    event: usize,
    /// Where it begins in the event's text.
    offset: usize,
}

impl Lines {
    fn of(document: &Document, range: Range<usize>) -> Self {
        let mut lines = Lines {
            text: String::new(),
            pieces: Vec::new(),
        };
        let events = &document.events;
        let mut links = 0usize;
        let mut raw_code = 0usize;
        let mut at = range.start;
        while at < range.end {
            match &events[at].0 {
                Event::Start(Tag::Image { .. }) => {
                    lines.text.push(OBJECT);
                    at = element_end(events, at);
                    continue;
                }
                Event::Start(Tag::Link { link_type, .. }) => {
                    if reads_from_left(events, at, *link_type) {
                        lines.text.push(OBJECT);
                        at = element_end(events, at);
                        continue;
                    }
                    links += 1;
                }
                Event::End(TagEnd::Link) => links = links.saturating_sub(1),
                Event::Text(text) if text.is_empty() => match document.marks.get(&at) {
                    Some(Mark::Open(attributes)) => lines.text.push(match attributes.direction {
                        Direction::Ltr => '\u{2066}',
                        Direction::Rtl => '\u{2067}',
                    }),
                    Some(Mark::Close) => lines.text.push('\u{2069}'),
                    None => {}
                },
                Event::Text(_) if raw_code > 0 => lines.text.push(OBJECT),
                Event::Text(text) => lines.push_text(at, text, links > 0),
                Event::InlineHtml(tag) => {
                    if is_code_tag(tag) {
                        raw_code += 1;
                    } else if is_code_end(tag) {
                        raw_code = raw_code.saturating_sub(1);
                    }
                }
                Event::SoftBreak => lines.text.push(' '),
                Event::HardBreak => lines.text.push('\n'),
                Event::Code(_) | Event::FootnoteReference(_) => lines.text.push(OBJECT),
                _ => {}
            }
            at += 1;
        }
        lines
    }

    fn push_text(&mut self, event: usize, text: &str, in_link: bool) {
        let mut from = 0;
        if !in_link {
            for address in addresses(text) {
                self.push_piece(event, text, from..address.start);
                self.text.push(OBJECT);
                from = address.end;
            }
        }
        self.push_piece(event, text, from..text.len());
    }

    fn push_piece(&mut self, event: usize, text: &str, range: Range<usize>) {
        let start = self.text.len();
        // Pairs of embeddings are written as elements, which isolate.
        self.text
            .extend(text[range.clone()].chars().map(as_isolate));
        self.pieces.push(Piece {
            start,
            end: self.text.len(),
            event,
            offset: range.start,
        });
    }

    /// The piece that holds all of `range`.
    fn piece(&self, range: &Range<usize>) -> Option<&Piece> {
        let after = self
            .pieces
            .partition_point(|piece| piece.start <= range.start);
        let piece = self.pieces.get(after.checked_sub(1)?)?;
        (range.end <= piece.end).then_some(piece)
    }
}

/// Whether a text may hold Arabic or Hebrew letters, by its bytes.
fn has_rtl(text: &str) -> bool {
    text.bytes()
        .any(|byte| matches!(byte, 0xD6..=0xDF | 0xE0 | 0xEF | 0xF0))
}

/// Tags of raw HTML around what is typed or read by machines.
const CODE_TAGS: [&str; 3] = ["<kbd>", "<code>", "<samp>"];

/// Whether a piece of raw HTML opens an element whose content reads from the left.
pub(super) fn is_code_tag(raw: &str) -> bool {
    CODE_TAGS.contains(&raw)
}

fn is_code_end(raw: &str) -> bool {
    matches!(raw, "</kbd>" | "</code>" | "</samp>")
}

/// Whether the text of the link at `at` is an address, which gets a direction of its own.
pub(super) fn reads_from_left(events: &[Placed], at: usize, kind: LinkType) -> bool {
    let text = plain_text(&events[at..element_end(events, at)]);
    let is_address = matches!(kind, LinkType::Autolink | LinkType::Email) || text.contains("://");
    is_address && !StrongLetters::of(&text).rtl
}
