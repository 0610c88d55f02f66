//! The invisible controls of a body: paired within each block, the rest taken out.
//!
//! Events come in and are changed in place; findings with their places go out. What stays in a text
//! are pairs of isolates, and pairs of embeddings for the writer to make elements of.

use std::ops::Range;

use pulldown_cmark::{CowStr, Event, Tag, TagEnd};

use super::document::{Document, Finding, FindingKind};
use super::events::{Placed, is_inline, is_inline_end};
use crate::text::controls::{Control, Fault, Judged, Pairs, Verdict, clean_line, control, present};

/// Which event, and where in its text.
type Place = (usize, usize);

/// Judges every control of the document.
pub(super) fn settle(body: &str, document: &mut Document) {
    let judged = judge(&document.events);
    let mut rest = &judged[..];
    while let Some(first) = rest.first() {
        let at = first.place.0;
        let count = rest.partition_point(|judged| judged.place.0 == at);
        let (of_event, others) = rest.split_at(count);
        rest = others;
        let (event, range) = &mut document.events[at];
        let places = places(body, range, of_event.len());
        for (n, judged) in of_event.iter().enumerate() {
            document.controls.add(judged);
            document.has_embeddings |= judged.verdict == Verdict::Convert;
            if let Some(fault) = judged.fault {
                let place = places.get(n).copied().unwrap_or(range.start);
                document.findings.push(Finding {
                    kind: FindingKind::Control(judged.character, fault),
                    range: place..place + judged.character.len_utf8(),
                });
            }
        }
        apply(event, of_event);
    }
    settle_titles(document);
}

/// Takes out overrides that raw HTML writes as character references, which only a browser would read.
pub(super) fn take_references(events: &mut [Placed]) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (event, range) in events {
        let (Event::Html(html) | Event::InlineHtml(html)) = event else {
            continue;
        };
        let mut kept = String::new();
        let mut from = 0;
        for (at, length, c) in override_references(html) {
            kept.push_str(&html[from..at]);
            from = at + length;
            findings.push(Finding {
                kind: FindingKind::Control(c, Fault::Override),
                range: range.start + at..range.start + at + length,
            });
        }
        if from > 0 {
            kept.push_str(&html[from..]);
            *html = CowStr::from(kept);
        }
    }
    findings
}

/// Overrides written as character references: where, how long, and which.
fn override_references(html: &str) -> Vec<(usize, usize, char)> {
    let reference = |(at, sign): (usize, &str)| {
        let rest = &html[at + sign.len()..];
        let end = rest.bytes().take(12).position(|byte| byte == b';')?;
        let code = match rest.get(..end)?.strip_prefix(['x', 'X']) {
            Some(hex) => u32::from_str_radix(hex, 16).ok()?,
            None => rest.get(..end)?.parse().ok()?,
        };
        let c = char::from_u32(code).filter(|c| control(*c) == Some(Control::Override))?;
        Some((at, sign.len() + end + 1, c))
    };
    html.match_indices("&#").filter_map(reference).collect()
}

/// The verdicts on all controls in texts, in the order they stand.
fn judge(events: &[Placed]) -> Vec<Judged<Place>> {
    let mut judged = Vec::new();
    let mut pairs = Pairs::default();
    let mut in_code = false;
    for (at, (event, _)) in events.iter().enumerate() {
        match event {
            Event::Start(tag) if is_inline(tag) => pairs.enter(),
            Event::End(tag) if is_inline_end(tag) => pairs.leave(),
            // Every block is a paragraph of its own to the algorithm.
            Event::Start(tag) => {
                judged.append(&mut std::mem::take(&mut pairs).finish());
                in_code = matches!(tag, Tag::CodeBlock(_));
            }
            Event::End(tag) => {
                judged.append(&mut std::mem::take(&mut pairs).finish());
                in_code &= !matches!(tag, TagEnd::CodeBlock);
            }
            Event::Text(text) => see(&mut pairs, at, text, in_code),
            // Code and tags are elements of their own.
            Event::Code(text) | Event::Html(text) | Event::InlineHtml(text) => {
                pairs.enter();
                see(&mut pairs, at, text, true);
                pairs.leave();
            }
            _ => {}
        }
    }
    judged.append(&mut pairs.finish());
    judged
}

fn see(pairs: &mut Pairs<Place>, at: usize, text: &str, in_code: bool) {
    if present(text) {
        for (offset, c) in text.char_indices() {
            pairs.see((at, offset), c, in_code);
        }
    }
}

/// Where in the body the controls of an event are written; nothing where they are written as character
/// references, so that they cannot be told apart.
fn places(body: &str, range: &Range<usize>, expected: usize) -> Vec<usize> {
    let source = body.get(range.clone()).unwrap_or_default();
    let written = source
        .char_indices()
        .filter(|(_, c)| control(*c).is_some())
        .map(|(offset, _)| range.start + offset);
    let places: Vec<usize> = written.collect();
    match places.len() == expected {
        true => places,
        false => Vec::new(),
    }
}

/// Takes out of an event what is to go.
fn apply(event: &mut Event, judged: &[Judged<Place>]) {
    let (Event::Text(text) | Event::Code(text) | Event::Html(text) | Event::InlineHtml(text)) =
        event
    else {
        return;
    };
    let mut kept = String::with_capacity(text.len());
    let mut from = 0;
    for judged in judged {
        if judged.verdict == Verdict::Strip {
            kept.push_str(&text[from..judged.place.1]);
            from = judged.place.1 + judged.character.len_utf8();
        }
    }
    kept.push_str(&text[from..]);
    *text = CowStr::from(kept);
}

/// Titles of links and pictures become attributes and captions: lines of their own.
fn settle_titles(document: &mut Document) {
    for (event, range) in &mut document.events {
        let Event::Start(Tag::Link { title, .. } | Tag::Image { title, .. }) = event else {
            continue;
        };
        if !present(title) {
            continue;
        }
        let (clean, judged) = clean_line(title);
        let clean = CowStr::from(clean.into_owned());
        for judged in judged {
            document.controls.add(&judged);
            if let Some(fault) = judged.fault {
                document.findings.push(Finding {
                    kind: FindingKind::Control(judged.character, fault),
                    range: range.clone(),
                });
            }
        }
        *title = clean;
    }
}
