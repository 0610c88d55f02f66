//! A body as a list of parser events with their places, ready to be looked at more than once.

use std::ops::Range;

use pulldown_cmark::{CowStr, Event, Options, Parser, Tag, TagEnd};

use crate::text::controls;

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
/// two events. Joining takes time in proportion to the text, however many pieces it comes in.
pub(super) fn parse(body: &str) -> Vec<Placed<'_>> {
    let mut events: Vec<Placed> = Vec::new();
    // The text of the last event, once it is no longer a stretch of the body as it stands.
    let mut joined: Option<String> = None;
    for (event, range) in Parser::new_ext(body, options()).into_offset_iter() {
        let Event::Text(text) = event else {
            settle(&mut events, &mut joined);
            events.push((event, range));
            continue;
        };
        let Some((Event::Text(before), place)) = events.last_mut() else {
            events.push((Event::Text(text), range));
            continue;
        };
        let is_source = joined.is_none()
            && before.len() == place.len()
            && place.end == range.start
            && body.get(range.clone()) == Some(&*text);
        match body.get(place.start..range.end) {
            // Nothing was escaped between the two: both are one stretch of the body.
            Some(source) if is_source => *before = CowStr::Borrowed(source),
            _ => joined
                .get_or_insert_with(|| before.to_string())
                .push_str(&text),
        }
        place.end = range.end;
    }
    settle(&mut events, &mut joined);
    events
}

fn settle(events: &mut [Placed], joined: &mut Option<String>) {
    if let (Some(text), Some((event, _))) = (joined.take(), events.last_mut()) {
        *event = Event::Text(CowStr::from(text));
    }
}

/// Whether an element stands inside a line of text.
pub(super) fn is_inline(tag: &Tag) -> bool {
    matches!(
        tag,
        Tag::Emphasis
            | Tag::Strong
            | Tag::Strikethrough
            | Tag::Superscript
            | Tag::Subscript
            | Tag::Link { .. }
            | Tag::Image { .. }
    )
}

/// As [`is_inline`], of an element's end.
pub(super) fn is_inline_end(tag: &TagEnd) -> bool {
    matches!(
        tag,
        TagEnd::Emphasis
            | TagEnd::Strong
            | TagEnd::Strikethrough
            | TagEnd::Superscript
            | TagEnd::Subscript
            | TagEnd::Link
            | TagEnd::Image
    )
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

/// The readable text of `events`: text and code, with breaks as spaces, and without the controls of
/// direction, which mean nothing where it is cut or put into an attribute.
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
    match controls::present(&text) {
        true => controls::plain(&text).into_owned(),
        false => text,
    }
}
