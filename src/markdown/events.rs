//! A body as a list of parser events with their places, ready to be looked at more than once.

use std::ops::Range;

use pulldown_cmark::{CowStr, Event, Options, Parser, Tag, TagEnd};

/// An event and the bytes of the body it comes from.
pub(super) type Placed<'a> = (Event<'a>, Range<usize>);

fn options() -> Options {
    Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_GFM
        | Options::ENABLE_HEADING_ATTRIBUTES
        | Options::ENABLE_DEFINITION_LIST
}

/// Parses `body`. Neighbouring pieces of text are joined, so that a word or an address is never in
/// two events; NUL, which HTML cannot hold, never comes this far.
pub(super) fn parse(body: &str) -> Vec<Placed<'_>> {
    let mut events: Vec<Placed> = Vec::new();
    for (event, range) in Parser::new_ext(body, options()).into_offset_iter() {
        match (events.last_mut(), event) {
            (Some((Event::Text(before), place)), Event::Text(text)) => {
                // The source can be borrowed unless an escape or entity stands between the two.
                let joined = body.get(place.start..range.end).filter(|source| {
                    source.len() == before.len() + text.len()
                        && source.starts_with(&**before)
                        && source.ends_with(&*text)
                });
                *before = match joined {
                    Some(source) => CowStr::Borrowed(source),
                    None => CowStr::from(format!("{before}{text}")),
                };
                place.end = range.end;
            }
            (_, event) => events.push((event, range)),
        }
    }
    events
}

/// The index just after the end of the element that starts at `start`.
pub(super) fn element_end(events: &[Placed], start: usize) -> usize {
    let mut depth = 0usize;
    for (offset, (event, _)) in events[start..].iter().enumerate() {
        match event {
            Event::Start(_) => depth += 1,
            Event::End(_) => depth = depth.saturating_sub(1),
            _ => {}
        }
        if depth == 0 {
            return start + offset + 1;
        }
    }
    events.len()
}

/// The readable text of `events`: text and code, with breaks as spaces.
pub(super) fn plain_text(events: &[Placed]) -> String {
    let mut text = String::new();
    let mut in_note = 0usize;
    for (event, _) in events {
        match event {
            Event::Start(Tag::FootnoteDefinition(_)) => in_note += 1,
            Event::End(TagEnd::FootnoteDefinition) => in_note = in_note.saturating_sub(1),
            _ if in_note > 0 => {}
            Event::Text(piece) | Event::Code(piece) => text.push_str(piece),
            Event::SoftBreak | Event::HardBreak => text.push(' '),
            Event::End(
                TagEnd::Paragraph | TagEnd::Item | TagEnd::TableCell | TagEnd::Heading(_),
            ) => {
                text.push(' ');
            }
            _ => {}
        }
    }
    text
}
