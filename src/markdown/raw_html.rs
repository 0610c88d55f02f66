//! Raw HTML in an article: what may stand, what is taken out, and what is told of it.
//!
//! The events of a body come in; they go out with every piece of raw HTML replaced by HTML that may be
//! written as it is. What Markdown itself makes is trusted and never read again.
//!
//! A piece is read tag by tag (`tokens`). A tag stands if its element is on the list (`elements`) and
//! may lie where it is (`nesting`), with those of its attributes that are on the list, lead somewhere
//! (`attributes`) and pass ammonia (`judge`). Any other tag is taken out by itself and told; the text
//! around it stays, except for the content of scripts, styles and frames, which is no text. Raw HTML
//! never reaches out of the block it stands in, and never takes what follows it along. All this takes
//! time in proportion to the text.

mod attributes;
mod elements;
mod judge;
mod nesting;
mod start;
mod tokens;

#[cfg(test)]
mod tests;

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::ops::Range;

use pulldown_cmark::{CowStr, Event, Tag, TagEnd};

use super::anchors::Anchors;
use super::events::{Placed, element_end, plain_text};
use super::pictures::Picture;
use super::scan::Link;
use nesting::{Holds, Open};
use tokens::{Token, Tokens, closes, opens};

/// What happened to something in raw HTML.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Change {
    /// It is taken out of the page.
    Removed,
    /// It would load from another host; a link to it stands in its place.
    Linked,
    /// An element without an end ends with the block around it.
    Unclosed,
}

/// Something in raw HTML that does not reach the reader as it is written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Told {
    pub(super) change: Change,
    /// What it is: `<script>`, or `onclick` of `<a>`.
    pub(super) what: String,
    /// The bytes of the body it is in.
    pub(super) range: Range<usize>,
}

/// A body whose raw HTML is fit to be shown.
#[derive(Default)]
pub(super) struct Cleaned<'e> {
    /// Raw HTML in these is to be written as it is. A link's start tag and end tag are events of
    /// their own.
    pub(super) events: Vec<Placed<'e>>,
    /// The first changes, in the order found.
    pub(super) told: Vec<Told>,
    /// How many changes there are.
    pub(super) changes: usize,
    /// How many of them are no more than a missing end.
    pub(super) unclosed: usize,
    /// Links and media of raw HTML that point into the site.
    pub(super) links: Vec<Link>,
    /// Pictures without alternative text, by their addresses as written, with their places.
    pub(super) wordless: Vec<(String, Range<usize>)>,
}

/// Most changes kept with their places: an article with more was pasted whole from elsewhere.
const KEPT: usize = 1000;

/// Elements whose content is no text, and goes with them.
const NO_TEXT: [&str; 3] = ["iframe", "script", "style"];

/// Makes the raw HTML in `events` fit to be shown. `resolve` is asked where links lead and `picture` what is
/// known of pictures, as in [`super::Settings`].
pub(super) fn clean<'e>(
    events: Vec<Placed<'e>>,
    body: &str,
    resolve: &dyn Fn(&str) -> Option<String>,
    picture: &dyn Fn(&str) -> Option<Picture>,
) -> Cleaned<'e> {
    let is_raw = |(event, _): &Placed| matches!(event, Event::Html(_) | Event::InlineHtml(_));
    if !events.iter().any(is_raw) {
        return Cleaned {
            events,
            ..Cleaned::default()
        };
    }
    let mut cleaner = Cleaner {
        body,
        resolve,
        picture,
        ids: ids(&events),
        without_text: without_text(&events),
        cleaned: Cleaned::default(),
        scopes: vec![Scope::new(0, Holds::Blocks)],
        open: Vec::new(),
        links: 0,
        markdown_links: 0,
        piece: String::new(),
        range: 0..0,
        judged: BTreeMap::new(),
    };
    cleaner.read(events);
    cleaner.cleaned
}

/// Where something stands in the body.
#[derive(Debug, Clone, Copy, Default)]
struct Place {
    start: usize,
    end: usize,
}

/// A Markdown element around the present place.
struct Scope {
    /// How many elements of raw HTML were open when it began.
    base: usize,
    holds: Holds,
    /// Start tags that were taken out, whose end tags go with them.
    gone: BTreeMap<String, u32>,
}

impl Scope {
    fn new(base: usize, holds: Holds) -> Self {
        Scope {
            base,
            holds,
            gone: BTreeMap::new(),
        }
    }

    /// Whether the end tag belongs to a start tag that was taken out.
    fn forget(&mut self, name: &str) -> bool {
        match self.gone.get_mut(name) {
            Some(count) if *count > 0 => {
                *count -= 1;
                true
            }
            _ => false,
        }
    }

    fn remember(&mut self, name: &str) {
        match self.gone.get_mut(name) {
            Some(count) => *count = count.saturating_add(1),
            None => {
                self.gone.insert(name.to_owned(), 1);
            }
        }
    }
}

struct Cleaner<'e, 'a> {
    body: &'a str,
    resolve: &'a dyn Fn(&str) -> Option<String>,
    picture: &'a dyn Fn(&str) -> Option<Picture>,
    /// The ids of the page, where raw HTML has any itself.
    ids: Option<Anchors>,
    /// Inline tags of elements whose content is no text -> the event of their end tag.
    without_text: BTreeMap<usize, usize>,
    cleaned: Cleaned<'e>,
    /// Never empty: the first is the body.
    scopes: Vec<Scope>,
    open: Vec<Open>,
    /// How many links of raw HTML are open and written.
    links: usize,
    /// How many links of Markdown are open.
    markdown_links: usize,
    /// HTML not yet made an event.
    piece: String,
    /// The bytes of the event being read.
    range: Range<usize>,
    /// What ammonia said of tags it has seen.
    judged: BTreeMap<String, bool>,
}

impl<'e> Cleaner<'e, '_> {
    fn read(&mut self, events: Vec<Placed<'e>>) {
        let mut block: Option<Piece> = None;
        let mut skip_to = 0;
        for (at, (event, range)) in events.into_iter().enumerate() {
            if at < skip_to {
                continue;
            }
            self.range = range.clone();
            match event {
                // The lines of one piece are read together: a tag may span them.
                Event::Html(line) => match &mut block {
                    Some(block) => block.push(&line, &range),
                    None => block = Some(Piece::new(Cow::Owned(line.into_string()), &range)),
                },
                Event::InlineHtml(tag) => {
                    self.piece(&Piece::new(Cow::Borrowed(&tag), &range));
                    if let Some(end) = self.without_text.get(&at) {
                        skip_to = end + 1;
                    }
                }
                Event::End(TagEnd::HtmlBlock) => {
                    if let Some(block) = block.take() {
                        self.piece(&block);
                    }
                    self.keep(Event::End(TagEnd::HtmlBlock), range);
                }
                event => self.markdown(event, range),
            }
        }
        self.close_to(0);
        self.flush();
    }

    /// Goes past an event that is no raw HTML.
    fn markdown(&mut self, event: Event<'e>, range: Range<usize>) {
        match &event {
            Event::Start(Tag::HtmlBlock) => {}
            Event::Start(tag) => return self.enter(tag.clone(), range),
            Event::End(tag) => {
                if self.scopes.len() > 1 {
                    self.close_to(self.scope().base);
                    self.scopes.pop();
                }
                self.markdown_links -= usize::from(*tag == TagEnd::Link);
            }
            Event::Rule => self.make_room_for_block(),
            Event::FootnoteReference(_) => {
                self.take_back_links();
                self.fill();
            }
            _ => self.fill(),
        }
        self.keep(event, range);
    }

    fn enter(&mut self, tag: Tag<'e>, range: Range<usize>) {
        match &tag {
            // It is written elsewhere.
            Tag::FootnoteDefinition(_) => {}
            Tag::Link { .. } => {
                self.take_back_links();
                self.fill();
                self.markdown_links += 1;
            }
            Tag::Emphasis
            | Tag::Strong
            | Tag::Strikethrough
            | Tag::Superscript
            | Tag::Subscript
            | Tag::Image { .. } => self.fill(),
            _ => self.make_room_for_block(),
        }
        // A heading has a link to itself.
        if matches!(tag, Tag::Heading { .. }) {
            self.take_back_links();
        }
        let holds = match self.scope().holds {
            Holds::Nothing => Holds::Nothing,
            _ => Holds::of(&tag),
        };
        self.keep(Event::Start(tag), range);
        self.scopes.push(Scope::new(self.open.len(), holds));
    }

    /// Reads a piece of raw HTML.
    fn piece(&mut self, piece: &Piece) {
        let mut tokens = Tokens::new(&piece.text);
        while let Some((token, written)) = tokens.next() {
            let place = piece.place(&written);
            match token {
                Token::Text(text) => self.text(text),
                Token::Stray => {
                    self.tell(Change::Removed, &place, || "a tag without an end".into());
                    self.text("<");
                }
                Token::Comment => self.tell(Change::Removed, &place, || "a comment".into()),
                Token::End(name) => self.end_tag(&name, &place),
                Token::Start(tag) => {
                    let no_text = NO_TEXT.iter().find(|name| **name == tag.name);
                    let end = no_text.and_then(|name| tokens.skip_content(name));
                    let whole = end.map_or(place, |end| piece.place(&(written.start..end)));
                    // One that goes whole has no end tag left.
                    self.start_tag(&tag, &whole, end.is_some());
                }
            }
        }
        self.flush();
    }

    /// Writes text of raw HTML, character references as they are.
    fn text(&mut self, text: &str) {
        if !text.trim_ascii().is_empty() {
            self.fill();
        }
        match text.contains('<') {
            true => self.piece.push_str(&text.replace('<', "&lt;")),
            false => self.piece.push_str(text),
        }
    }

    /// Keeps an event of Markdown.
    fn keep(&mut self, event: Event<'e>, range: Range<usize>) {
        self.flush();
        self.cleaned.events.push((event, range));
    }

    /// Makes an event of what was written so far.
    fn flush(&mut self) {
        if !self.piece.is_empty() {
            let piece = CowStr::from(std::mem::take(&mut self.piece));
            self.cleaned
                .events
                .push((Event::InlineHtml(piece), self.range.clone()));
        }
    }

    /// Makes `html` an event of its own; its index.
    fn write_alone(&mut self, html: &str) -> usize {
        self.flush();
        self.piece.push_str(html);
        self.flush();
        self.cleaned.events.len().saturating_sub(1)
    }

    fn scope(&self) -> &Scope {
        &self.scopes[self.scopes.len() - 1]
    }

    fn scope_mut(&mut self) -> &mut Scope {
        let last = self.scopes.len() - 1;
        &mut self.scopes[last]
    }

    fn tell(&mut self, change: Change, place: &Place, what: impl FnOnce() -> String) {
        self.cleaned.changes += 1;
        self.cleaned.unclosed += usize::from(change == Change::Unclosed);
        if self.cleaned.told.len() < KEPT {
            let range = self.range(place);
            self.cleaned.told.push(Told {
                change,
                what: what(),
                range,
            });
        }
    }

    /// The bytes to be shown for a place: of its first line, and of that no more than fits one.
    fn range(&self, place: &Place) -> Range<usize> {
        let start = place.start.min(self.body.len());
        let Some(text) = self.body.get(start..place.end.max(start)) else {
            return start..start;
        };
        let shown = text
            .char_indices()
            .take(80)
            .take_while(|(_, c)| *c != '\n' && *c != '\r')
            .last();
        start..shown.map_or(start, |(at, c)| start + at + c.len_utf8())
    }

    /// Whether no other element of the page has this id; it is taken with that.
    fn is_free(&mut self, id: &str) -> bool {
        self.ids
            .as_mut()
            .is_none_or(|ids| ids.id("", Some(id)) == id)
    }
}

/// The ids of headings, if any raw HTML may have an id itself.
fn ids(events: &[Placed]) -> Option<Anchors> {
    let has_id = events.iter().any(|(event, _)| match event {
        Event::Html(piece) | Event::InlineHtml(piece) => piece
            .as_bytes()
            .windows(2)
            .any(|two| two.eq_ignore_ascii_case(b"id")),
        _ => false,
    });
    has_id.then(|| {
        let mut anchors = Anchors::new();
        for (at, (event, _)) in events.iter().enumerate() {
            if let Event::Start(Tag::Heading { id, .. }) = event {
                let end = element_end(events, at);
                anchors.id(&plain_text(&events[at..end]), id.as_deref());
            }
        }
        anchors
    })
}

/// For each inline start tag whose content is no text, the event of its end tag, if that stands in the
/// same Markdown element.
fn without_text(events: &[Placed]) -> BTreeMap<usize, usize> {
    let mut found = BTreeMap::new();
    // For each Markdown element around, the tags in it that wait for their end, by name.
    let mut waiting: Vec<[Option<usize>; NO_TEXT.len()]> = vec![Default::default()];
    for (at, (event, _)) in events.iter().enumerate() {
        match event {
            Event::Start(_) => waiting.push(Default::default()),
            Event::End(_) if waiting.len() > 1 => {
                waiting.pop();
            }
            Event::InlineHtml(tag) => {
                // Most tags are told apart by their first letter.
                let first = tag.as_bytes().get(1).map(u8::to_ascii_lowercase);
                let (Some(b'/' | b'i' | b's'), Some(waiting)) = (first, waiting.last_mut()) else {
                    continue;
                };
                for (name, start) in NO_TEXT.iter().zip(waiting) {
                    if opens(tag, name) {
                        start.get_or_insert(at);
                    } else if closes(tag, name)
                        && let Some(start) = start.take()
                    {
                        found.insert(start, at);
                    }
                }
            }
            _ => {}
        }
    }
    found
}

/// A piece of raw HTML whose lines may stand apart in the body, in a quotation for example.
struct Piece<'t> {
    text: Cow<'t, str>,
    /// The bytes of its first line in the body.
    first: Range<usize>,
    /// Where each further line begins in the text, and its bytes in the body.
    more: Vec<(usize, Range<usize>)>,
}

impl<'t> Piece<'t> {
    fn new(text: Cow<'t, str>, range: &Range<usize>) -> Self {
        Piece {
            text,
            first: range.clone(),
            more: Vec::new(),
        }
    }

    fn push(&mut self, line: &str, range: &Range<usize>) {
        self.more.push((self.text.len(), range.clone()));
        self.text.to_mut().push_str(line);
    }

    fn place(&self, written: &Range<usize>) -> Place {
        Place {
            start: self.in_body(written.start),
            end: self.in_body(written.end.saturating_sub(1)) + 1,
        }
    }

    fn in_body(&self, at: usize) -> usize {
        let line = self.more.partition_point(|(start, _)| *start <= at);
        let (start, range) = match line.checked_sub(1).and_then(|line| self.more.get(line)) {
            Some((start, range)) => (*start, range),
            None => (0, &self.first),
        };
        (range.start + at - start).min(range.end.saturating_sub(1))
    }
}
