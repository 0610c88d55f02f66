//! One pass over a page, by the states of HTML's tokenizer (HTML Standard, 13.2.5).
//!
//! The page comes in with marks around its inserted texts and goes out without. Each byte is looked
//! at a bounded number of times, whatever the page is worth.

use memchr::{memchr, memchr_iter, memchr2, memmem};

use super::open::{Content, OpenElements};
use super::readable::characters;
use super::tag::{CONTENT, Dir, Name, StartTag, Tag, Value};
use super::{CLOSE, FINISHED_END, FINISHED_LTR, FINISHED_RTL, Isolated, LEAD, MARK, OPEN, mark_at};
use crate::markdown::isolated;
use crate::text::direction::{Direction, has_letters, isolate_direction, mark};

pub(super) struct Walk<'p> {
    pub(super) page: &'p [u8],
    /// The same as text. What is taken out of it lies between tags and marks, which are characters.
    text: &'p str,
    /// How far the page is read, and how far it is copied into the output: copying is done in long
    /// stretches, up to where something is to be left out or put in.
    pub(super) at: usize,
    copied: usize,
    out: Vec<u8>,
    open: OpenElements,
    is_misplaced: bool,
    /// There is no end of a finished piece any more: it is not looked for again.
    no_more_ends: bool,
    /// The start tag behind which there was nothing but text so far.
    tag: Option<StartTag>,
    /// The name of the tag that was read last, and its values that readers see.
    pub(super) name: Name,
    pub(super) readable: Vec<Value>,
}

impl<'p> Walk<'p> {
    pub(super) fn new(text: &'p str, base: Direction) -> Self {
        let page = text.as_bytes();
        Walk {
            page,
            text,
            at: 0,
            copied: 0,
            out: Vec::with_capacity(page.len() + page.len() / 8),
            open: OpenElements::new(base),
            is_misplaced: false,
            no_more_ends: false,
            tag: None,
            name: Name::default(),
            readable: Vec::new(),
        }
    }

    pub(super) fn finish(mut self) -> Isolated {
        loop {
            self.at = self.next_stop();
            match self.page.get(self.at) {
                None => {
                    self.copy();
                    return Isolated {
                        page: self.out,
                        is_misplaced: self.is_misplaced,
                    };
                }
                Some(b'<') => self.markup(),
                Some(_) => match mark_at(&self.page[self.at..]) {
                    Some(OPEN) => self.insertion(),
                    Some(FINISHED_RTL) => self.finished(Direction::Rtl),
                    Some(FINISHED_LTR) => self.finished(Direction::Ltr),
                    _ => self.skip_mark(),
                },
            }
        }
    }

    /// Where the text from here on ends: at a tag, a mark or the end of the page.
    fn next_stop(&self) -> usize {
        // Most tags follow another.
        if self.page.get(self.at) == Some(&b'<') {
            return self.at;
        }
        let mut from = self.at;
        while let Some(stop) = memchr2(b'<', LEAD[0], &self.page[from..]) {
            let stop = from + stop;
            if self.page[stop] == b'<' || mark_at(&self.page[stop..]).is_some() {
                return stop;
            }
            from = stop + 1;
        }
        self.page.len()
    }

    /// Copies what has been read.
    #[inline]
    fn copy(&mut self) {
        self.out.extend_from_slice(&self.page[self.copied..self.at]);
        self.copied = self.at;
    }

    /// Where in the output the next byte of the page will stand.
    pub(super) fn place(&self) -> usize {
        self.out.len() + self.at - self.copied
    }

    /// Leaves out the mark that comes next.
    fn skip_mark(&mut self) {
        self.copy();
        self.at += MARK;
        self.copied = self.at;
    }

    /// Passes what is not text for readers, up to `end`: nothing in it is isolated.
    pub(super) fn pass_to(&mut self, end: usize) {
        while let Some(lead) = memchr(LEAD[0], &self.page[self.at..end]) {
            self.at += lead;
            self.pass_lead();
        }
        self.at = end;
    }

    /// Passes a mark, or a byte that marks begin with.
    pub(super) fn pass_lead(&mut self) {
        match mark_at(&self.page[self.at..]) {
            Some(_) => self.skip_mark(),
            None => self.at += 1,
        }
    }

    /// The byte that comes next, past any marks.
    #[inline]
    pub(super) fn byte(&mut self) -> Option<u8> {
        loop {
            let byte = *self.page.get(self.at)?;
            if byte != LEAD[0] || mark_at(&self.page[self.at..]).is_none() {
                return Some(byte);
            }
            self.skip_mark();
        }
    }

    /// From `<` on.
    fn markup(&mut self) {
        self.at += 1;
        match self.byte() {
            Some(b) if b.is_ascii_alphabetic() => self.start_tag(),
            Some(b'/') => {
                self.tag = None;
                self.at += 1;
                match self.byte() {
                    Some(b) if b.is_ascii_alphabetic() => {
                        self.read_tag();
                        self.open.end(self.name);
                    }
                    _ => self.pass_through(b">"),
                }
            }
            Some(b'!' | b'?') => {
                self.tag = None;
                let rest = &self.page[self.at..];
                match rest {
                    [b'!', b'-', b'-', ..] => self.comment(),
                    _ if rest.starts_with(b"![CDATA[")
                        && self.open.content() == Content::Foreign =>
                    {
                        self.pass_through(b"]]>");
                    }
                    _ => self.pass_through(b">"),
                }
            }
            _ => {}
        }
    }

    /// Passes everything up to and with `end`.
    fn pass_through(&mut self, end: &[u8]) {
        let found = memmem::find(&self.page[self.at..], end);
        self.pass_to(found.map_or(self.page.len(), |found| self.at + found + end.len()));
    }

    /// From `!--` on.
    fn comment(&mut self) {
        let rest = &self.page[self.at + 3..];
        let end = memchr_iter(b'>', rest).find(|at| {
            let inside = &rest[..*at];
            inside.ends_with(b"--") || inside.ends_with(b"--!") || matches!(inside, b"" | b"-")
        });
        self.pass_to(end.map_or(self.page.len(), |end| self.at + 3 + end + 1));
    }

    fn start_tag(&mut self) {
        let tag = self.read_tag();
        let dir = match tag.dir {
            Dir::Said(direction) => Some(direction),
            Dir::None | Dir::Auto => None,
        };
        let direction = dir.unwrap_or(self.open.direction());
        self.mark_readable(&tag, direction);
        self.tag = None;
        match self.name.as_bytes() {
            b"area" | b"base" | b"br" | b"col" | b"embed" | b"hr" | b"img" | b"input" | b"link"
            | b"meta" | b"source" | b"track" | b"wbr" => {}
            _ if tag.self_closing && self.open.content() == Content::Foreign => {}
            b"script" | b"style" | b"xmp" | b"iframe" | b"noembed" | b"noframes" | b"textarea" => {
                self.text_without_markup();
            }
            b"title" => {
                let start = self.place();
                self.text_without_markup();
                self.copy();
                self.mark_plain(start, self.out.len(), direction);
            }
            b"plaintext" => self.pass_to(self.page.len()),
            name => {
                let bdi = name == b"bdi";
                self.open.begin(self.name, dir);
                self.tag = Some(StartTag {
                    end: self.place(),
                    bdi,
                    dir: tag.dir,
                });
            }
        }
    }

    /// The content of an element that has no elements inside, up to its end tag.
    fn text_without_markup(&mut self) {
        let rest = &self.page[self.at..];
        let own = self.name.as_bytes();
        let end = memmem::find_iter(rest, b"</").find(|end| {
            let (from, to) = (end + 2, end + 2 + own.len());
            rest.get(from..to)
                .is_some_and(|name| name.eq_ignore_ascii_case(own))
                && rest
                    .get(to)
                    .is_some_and(|b| b.is_ascii_whitespace() || matches!(b, b'/' | b'>'))
        });
        self.pass_to(end.map_or(self.page.len(), |end| self.at + end));
    }

    /// Gives the readable attributes of the tag that was just read the marks they need.
    fn mark_readable(&mut self, tag: &Tag, direction: Direction) {
        if self.readable.is_empty() {
            return;
        }
        self.copy();
        let mut values = std::mem::take(&mut self.readable);
        // From the last to the first, so that places stay true.
        values.sort_unstable_by(|a, b| b.cmp(a));
        for value in &values {
            if value.which != CONTENT || tag.description {
                self.mark_plain(value.start, value.end, direction);
            }
        }
        self.readable = values;
    }

    /// Puts the mark that the plain text `start..end` of the output needs before its first character.
    fn mark_plain(&mut self, start: usize, end: usize, base: Direction) {
        if first_letter(&self.out[start..end]) == Some(base) {
            return;
        }
        let text = std::str::from_utf8(&self.out[start..end]).unwrap_or_default();
        if let Some(mark) = mark(characters(text), base) {
            let first = start + text.len() - text.trim_ascii_start().len();
            self.out.splice(first..first, mark.to_string().bytes());
        }
    }

    /// A piece that was isolated for a place of direction `base`, from its opening mark on.
    fn finished(&mut self, base: Direction) {
        self.skip_mark();
        if base != self.open.direction() || self.open.content() != Content::Markup {
            self.is_misplaced = true;
            return;
        }
        if self.no_more_ends {
            return;
        }
        let mut leads = memchr_iter(LEAD[0], &self.page[self.at..]).map(|lead| self.at + lead);
        match leads.find(|lead| mark_at(&self.page[*lead..]) == Some(FINISHED_END)) {
            Some(end) => {
                self.tag = None;
                self.pass_to(end);
            }
            None => self.no_more_ends = true,
        }
    }

    /// An inserted text in the text of an element, from its opening mark on.
    fn insertion(&mut self) {
        self.skip_mark();
        let start = self.at;
        self.at = self.next_stop();
        // A text that was cut off, mark and all, goes to the next tag.
        let closed = mark_at(&self.page[self.at..]) == Some(CLOSE);
        let text = self.text.get(start..self.at).unwrap_or_default();
        let base = self.open.direction();
        // What of the text itself would be shown in another order: a score in a headline.
        let mut in_order = None;
        let isolate = match self.open.content() {
            Content::Markup => {
                let own = match first_letter(text.as_bytes()) {
                    Some(direction) if direction == base => Some(base),
                    _ => isolate_direction(characters(text), base),
                };
                in_order = isolated(text, own.unwrap_or(base));
                match self.tag.take() {
                    None => own,
                    Some(tag) => {
                        let behind = self.at + if closed { MARK } else { 0 };
                        self.first_in(tag, behind, base, own)
                    }
                }
            }
            Content::Plain => {
                if let Some(mark) = mark(characters(text), base) {
                    self.out.extend(mark.to_string().bytes());
                }
                None
            }
            Content::Foreign => None,
        };
        if let Some(direction) = isolate {
            self.out.extend_from_slice(match direction {
                Direction::Ltr => b"<bdi dir=\"ltr\">",
                Direction::Rtl => b"<bdi dir=\"rtl\">",
            });
        }
        match in_order {
            None => self.copy(),
            Some(text) => {
                self.out.extend_from_slice(text.as_bytes());
                self.copied = self.at;
            }
        }
        if isolate.is_some() {
            self.out.extend_from_slice(b"</bdi>");
        }
        if closed {
            self.skip_mark();
        }
    }

    /// The isolate of a text that needs `own`, as the first that is inserted behind `tag`: none if the
    /// element isolates it already. A `<bdi>` that says no direction is told one, since it would go by
    /// the first letter in it.
    fn first_in(
        &mut self,
        tag: StartTag,
        behind: usize,
        base: Direction,
        own: Option<Direction>,
    ) -> Option<Direction> {
        let before = &self.out[tag.end..];
        let alone = before.iter().all(u8::is_ascii_whitespace)
            && self.page[behind..].trim_ascii_start().starts_with(b"</");
        let silent = tag.bdi && tag.dir == Dir::None;
        let (told, isolate) = match (alone, silent) {
            (true, true) => (own, None),
            (true, false) if tag.dir != Dir::None => (None, None),
            (false, true) if !std::str::from_utf8(before).is_ok_and(has_letters) => {
                (Some(base), own)
            }
            _ => (None, own),
        };
        if let Some(direction) = told {
            let dir = format!(" dir=\"{}\"", direction.as_str());
            self.out.splice(tag.end - 1..tag.end - 1, dir.bytes());
        }
        isolate
    }
}

/// The direction of the first character, if that is a letter of the two commonest scripts: of most
/// texts no more has to be read.
#[inline]
fn first_letter(text: &[u8]) -> Option<Direction> {
    match text {
        [b'a'..=b'z' | b'A'..=b'Z', ..] => Some(Direction::Ltr),
        // U+0620 to U+064A.
        [0xD8, 0xA0..=0xBF, ..] | [0xD9, 0x80..=0x8A, ..] => Some(Direction::Rtl),
        _ => None,
    }
}
