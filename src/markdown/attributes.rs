//! What an author says of direction and language: `{dir=ltr lang=en}` at the end of a block, and
//! `[text]{lang=ku dir=rtl}` around a stretch of it.
//!
//! Events come in; the braces are taken out of their texts, and what they say goes out beside the
//! events. Braces with any other key are text. So are braces with a value that is none, and those are
//! told.
//!
//! Braces at the end of a paragraph, item, cell or term are about that block, except in the last
//! paragraph of a quotation, where they are about the whole of it. A language without a direction has
//! the direction of its script.

use std::collections::BTreeMap;
use std::ops::Range;

use pulldown_cmark::{CowStr, Event, Tag, TagEnd};

use super::document::{Document, Finding, FindingKind};
use super::events::{Placed, element_end, is_inline, is_inline_end};
use super::source::Source;
use crate::locale::Language;
use crate::text::direction::Direction;

/// Direction and language of a block or a span.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Attributes {
    pub(super) direction: Direction,
    /// A tag for HTML's `lang`.
    pub(super) language: Option<String>,
}

/// The beginning or the end of a span.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Mark {
    Open(Attributes),
    Close,
}

/// Braces with more than this between them, in bytes, are text.
const LONGEST: usize = 100;

/// Reads all braces of the document.
pub(super) fn read(body: &str, document: &mut Document) {
    if has_text(document, "]{") {
        read_spans(body, document);
    }
    if has_text(document, "}") {
        read_blocks(body, document);
    }
    read_headings(body, document);
}

fn has_text(document: &Document, sign: &str) -> bool {
    document
        .events
        .iter()
        .any(|(event, _)| matches!(event, Event::Text(text) if text.contains(sign)))
}

/// Whether braces say something of direction or language: `Err` with what is wrong about it.
fn parse<'a>(
    pairs: impl Iterator<Item = (&'a str, &'a str)>,
) -> Option<Result<Attributes, String>> {
    let (mut direction, mut language) = (None, None);
    for (key, value) in pairs {
        let value = value.trim_matches(['"', '\'']);
        match key {
            "dir" => {
                direction = Some(match value {
                    "ltr" => Ok(Direction::Ltr),
                    "rtl" => Ok(Direction::Rtl),
                    _ => Err(format!("`{value}` is no direction: it is ltr or rtl")),
                });
            }
            "lang" => {
                language = Some(Language::new(value).map_err(|fault| format!("`{value}` {fault}")));
            }
            _ => return None,
        }
    }
    if direction.is_none() && language.is_none() {
        return None;
    }
    let read = || {
        let language = language.transpose()?;
        let of_script = language.as_ref().map(Language::direction);
        Ok(Attributes {
            direction: direction
                .transpose()?
                .or(of_script)
                .unwrap_or(Direction::Ltr),
            language: language.map(|language| language.tag().to_owned()),
        })
    };
    Some(read())
}

/// Reads what stands between two braces.
fn parse_braces(inside: &str) -> Option<Result<Attributes, String>> {
    if inside.len() > LONGEST {
        return None;
    }
    let mut pairs = Vec::new();
    for word in inside.split_whitespace() {
        pairs.push(word.split_once('=')?);
    }
    parse(pairs.into_iter())
}

/// A span: where its bracket opens and closes, and where its braces end.
struct Span {
    open: (usize, usize),
    close: (usize, usize),
    end: usize,
    attributes: Attributes,
}

fn read_spans(body: &str, document: &mut Document) {
    let spans = find_spans(body, document);
    if spans.is_empty() {
        return;
    }
    // Where the events are to be cut: what is dropped there, and what is put in its place.
    let mut cuts: BTreeMap<(usize, usize), (usize, Mark)> = BTreeMap::new();
    for span in spans {
        cuts.insert(span.open, (1, Mark::Open(span.attributes)));
        cuts.insert(span.close, (span.end - span.close.1, Mark::Close));
    }
    let mut cuts = cuts.into_iter().peekable();
    let mut events = Vec::with_capacity(document.events.len() + 8);
    for (at, (event, range)) in std::mem::take(&mut document.events).into_iter().enumerate() {
        let Event::Text(text) = &event else {
            events.push((event, range));
            continue;
        };
        let cut_here = |cut: &((usize, usize), (usize, Mark))| cut.0.0 == at;
        if !cuts.peek().is_some_and(cut_here) {
            events.push((event, range));
            continue;
        }
        let source = Source::new(body, &range, text);
        let mut from = 0;
        while let Some(((_, offset), (length, mark))) = cuts.next_if(cut_here) {
            push_piece(&mut events, &source, text, from..offset);
            document.marks.insert(events.len(), mark);
            let place = source.place(offset);
            events.push((Event::Text(CowStr::Borrowed("")), place..place));
            from = offset + length;
        }
        push_piece(&mut events, &source, text, from..text.len());
    }
    document.events = events;
}

fn push_piece(events: &mut Vec<Placed>, source: &Source, text: &str, piece: Range<usize>) {
    if !piece.is_empty() {
        let (start, end) = (source.place(piece.start), source.place(piece.end));
        let text = CowStr::from(text[piece].to_owned());
        events.push((Event::Text(text), start..end.max(start)));
    }
}

/// Finds the spans. A bracket opens and closes within one element.
fn find_spans(body: &str, document: &mut Document) -> Vec<Span> {
    let mut spans = Vec::new();
    let mut frames: Vec<Vec<(usize, usize)>> = vec![Vec::new()];
    let mut code = false;
    for (at, (event, range)) in document.events.iter().enumerate() {
        match event {
            Event::Start(tag) => {
                frames.push(Vec::new());
                code |= matches!(tag, Tag::CodeBlock(_));
            }
            Event::End(tag) => {
                frames.pop();
                code &= !matches!(tag, TagEnd::CodeBlock);
            }
            Event::Text(text) if !code && text.contains(['[', ']']) => {
                let Some(open) = frames.last_mut() else {
                    continue;
                };
                let source = Source::new(body, range, text);
                let mut skip_to = 0;
                for (offset, sign) in text.match_indices(['[', ']']) {
                    if offset < skip_to || source.is_escaped(offset) {
                        continue;
                    }
                    if sign == "[" {
                        open.push((at, offset));
                        continue;
                    }
                    let Some(start) = open.pop() else { continue };
                    let Some(inside) = text[offset + 1..].strip_prefix('{') else {
                        continue;
                    };
                    if source.is_escaped(offset + 1) {
                        continue;
                    }
                    let Some(length) = closing_brace(inside) else {
                        continue;
                    };
                    let end = offset + length + 3;
                    match parse_braces(&inside[..length]) {
                        Some(Ok(attributes)) => {
                            skip_to = end;
                            spans.push(Span {
                                open: start,
                                close: (at, offset),
                                end,
                                attributes,
                            });
                        }
                        Some(Err(fault)) => {
                            let place = source.place(offset + 1);
                            document
                                .findings
                                .push(told(fault, place..place + length + 2));
                        }
                        None => {}
                    }
                }
            }
            _ => {}
        }
    }
    spans
}

/// Where braces close, if they do so soon.
fn closing_brace(inside: &str) -> Option<usize> {
    inside
        .bytes()
        .take(LONGEST + 1)
        .position(|byte| byte == b'}')
}

fn told(fault: String, range: Range<usize>) -> Finding {
    Finding {
        kind: FindingKind::Attribute(fault),
        range,
    }
}

/// Reads braces at the end of blocks other than headings.
fn read_blocks(body: &str, document: &mut Document) {
    let mut open: Vec<usize> = Vec::new();
    for at in 0..document.events.len() {
        match &document.events[at].0 {
            Event::Start(tag) if !is_inline(tag) => open.push(at),
            Event::End(tag) if !is_inline_end(tag) => {
                open.pop();
            }
            Event::Text(_) => {
                if let Some(owner) = open.last().copied() {
                    read_block(body, document, owner, at);
                }
            }
            _ => {}
        }
    }
}

/// Reads the braces at the end of the text at `at`, if that is the end of the lines of `owner`.
fn read_block(body: &str, document: &mut Document, owner: usize, at: usize) {
    let Event::Start(tag) = &document.events[owner].0 else {
        return;
    };
    let takes = matches!(
        tag,
        Tag::Paragraph
            | Tag::Item
            | Tag::TableCell
            | Tag::DefinitionListTitle
            | Tag::DefinitionListDefinition
    );
    let is_last = match document.events.get(at + 1).map(|(event, _)| event) {
        Some(Event::Start(tag)) => !is_inline(tag),
        Some(Event::End(tag)) => !is_inline_end(tag),
        None => true,
        Some(_) => false,
    };
    let (Event::Text(text), range) = &document.events[at] else {
        return;
    };
    let Some(inside) = text
        .trim_end()
        .strip_suffix('}')
        .filter(|_| takes && is_last)
    else {
        return;
    };
    let Some(start) = inside
        .rfind('{')
        .filter(|start| inside.len() - start <= LONGEST)
    else {
        return;
    };
    // Braces at the beginning of a line belong to the lines before it; alone they are text.
    let on_own_line = start == 0 && at > owner + 1 && is_break(&document.events[at - 1].0);
    if !on_own_line && !inside[..start].ends_with(char::is_whitespace) {
        return;
    }
    let source = Source::new(body, range, text);
    if source.is_escaped(start) {
        return;
    }
    match parse_braces(&inside[start + 1..]) {
        None => {}
        Some(Err(fault)) => {
            let place = source.place(start);
            let finding = told(fault, place..place + inside.len() - start + 1);
            document.findings.push(finding);
        }
        Some(Ok(attributes)) => {
            let kept = CowStr::from(inside[..start].trim_end().to_owned());
            let range = range.clone();
            document.events[at] = (Event::Text(kept), range);
            if on_own_line {
                let place = document.events[at - 1].1.clone();
                document.events[at - 1] = (Event::Text(CowStr::Borrowed("")), place);
            }
            let about = quotation(&document.events, owner, at).unwrap_or(owner);
            document.attributes.insert(about, attributes);
        }
    }
}

fn is_break(event: &Event) -> bool {
    matches!(event, Event::SoftBreak | Event::HardBreak)
}

/// The quotation whose last paragraph starts at `owner` and ends after `at`.
fn quotation(events: &[Placed], owner: usize, at: usize) -> Option<usize> {
    let is_last = matches!(events.get(at + 1)?.0, Event::End(TagEnd::Paragraph))
        && matches!(events.get(at + 2)?.0, Event::End(TagEnd::BlockQuote(_)));
    if !is_last {
        return None;
    }
    // The quotation begins where as many blocks have opened as have closed before the paragraph.
    let mut depth = 0usize;
    for (start, (event, _)) in events[..owner].iter().enumerate().rev() {
        match event {
            Event::End(_) => depth += 1,
            Event::Start(_) if depth > 0 => depth -= 1,
            Event::Start(Tag::BlockQuote(_)) => return Some(start),
            Event::Start(_) => return None,
            _ => {}
        }
    }
    None
}

/// Headings have attributes of their own in the parser, which takes the braces out. Those with a value
/// that is none are put back.
fn read_headings(body: &str, document: &mut Document) {
    // For each heading: the index of its end, and where the braces are written.
    let mut restored: Vec<(usize, Range<usize>)> = Vec::new();
    for (at, (event, range)) in document.events.iter().enumerate() {
        let Event::Start(Tag::Heading { attrs, .. }) = event else {
            continue;
        };
        let pairs = attrs
            .iter()
            .filter_map(|(key, value)| Some((&**key, value.as_deref()?)))
            .filter(|(key, _)| matches!(*key, "dir" | "lang"));
        match parse(pairs) {
            None => {}
            Some(Ok(attributes)) => {
                document.attributes.insert(at, attributes);
            }
            Some(Err(fault)) => {
                let source = body.get(range.clone()).unwrap_or_default();
                let braces = source.rfind('{').zip(source.rfind('}'));
                let Some((start, end)) = braces.filter(|(start, end)| start < end) else {
                    continue;
                };
                let place = range.start + start..range.start + end + 1;
                document.findings.push(told(fault, place.clone()));
                restored.push((element_end(&document.events, at) - 1, place));
            }
        }
    }
    if restored.is_empty() {
        return;
    }
    // What is put in moves everything after it.
    let moved = |at: usize| at + restored.partition_point(|(end, _)| *end <= at);
    document.attributes = std::mem::take(&mut document.attributes)
        .into_iter()
        .map(|(at, attributes)| (moved(at), attributes))
        .collect();
    document.marks = std::mem::take(&mut document.marks)
        .into_iter()
        .map(|(at, mark)| (moved(at), mark))
        .collect();
    let mut pending = restored.iter().peekable();
    let mut events = Vec::with_capacity(document.events.len() + restored.len());
    for (at, event) in std::mem::take(&mut document.events).into_iter().enumerate() {
        if let Some((_, place)) = pending.next_if(|(end, _)| *end == at) {
            let text = format!(" {}", &body[place.clone()]);
            events.push((Event::Text(CowStr::from(text)), place.clone()));
        }
        events.push(event);
    }
    document.events = events;
}
