//! One pass over a page, by the states of HTML's tokenizer (HTML Standard, 13.2.5).
//!
//! The page comes in with marks around its inserted texts and goes out without. Each byte is looked
//! at a bounded number of times, whatever the page is worth.

use super::open::{Content, OpenElements};
use super::readable::{self, characters};
use super::{CLOSE, LEAD, MARK, OPEN, mark_at};
use crate::text::direction::{Direction, StrongLetters, isolate_direction, mark};

/// What a start tag says of its direction.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Dir {
    None,
    Auto,
    Said(Direction),
}

/// The start tag that was written last.
#[derive(Debug, Clone, Copy)]
struct StartTag {
    /// Where it ends in the output.
    end: usize,
    bdi: bool,
    dir: Dir,
}

pub(super) struct Walk<'p> {
    page: &'p [u8],
    at: usize,
    out: Vec<u8>,
    open: OpenElements,
    tag: Option<StartTag>,
    /// The name of the tag that is being read, in lower case.
    name: Vec<u8>,
}

/// What of a tag's attributes counts.
struct Attributes {
    dir: Dir,
    /// Where in the output each readable attribute's value begins and ends.
    readable: [Option<(usize, usize)>; readable::COUNT],
    /// The same of `content`, and whether a `<meta>` of this name is readable.
    content: Option<(usize, usize)>,
    description: bool,
    self_closing: bool,
}

impl<'p> Walk<'p> {
    pub(super) fn new(page: &'p [u8], base: Direction) -> Self {
        Walk {
            page,
            at: 0,
            out: Vec::with_capacity(page.len() + page.len() / 8),
            open: OpenElements::new(base),
            tag: None,
            name: Vec::new(),
        }
    }

    pub(super) fn finish(mut self) -> Vec<u8> {
        loop {
            self.copy_to(self.next_stop());
            match self.page.get(self.at) {
                None => return self.out,
                Some(b'<') => self.markup(),
                Some(_) if mark_at(&self.page[self.at..]) == Some(OPEN) => self.insertion(),
                Some(_) => self.at += MARK,
            }
        }
    }

    /// Where the text from here on ends: at a tag, a mark or the end of the page.
    fn next_stop(&self) -> usize {
        let mut from = self.at;
        loop {
            let rest = &self.page[from..];
            let Some(stop) = rest.iter().position(|b| matches!(b, b'<' | 0xEF)) else {
                return self.page.len();
            };
            if rest[stop] == b'<' || mark_at(&rest[stop..]).is_some() {
                return from + stop;
            }
            from += stop + 1;
        }
    }

    fn copy_to(&mut self, end: usize) {
        self.out.extend_from_slice(&self.page[self.at..end]);
        self.at = end;
    }

    /// Copies what is not text for readers: nothing in it is isolated.
    fn copy_unmarked(&mut self, end: usize) {
        while let Some(lead) = self.page[self.at..end].iter().position(|b| *b == LEAD[0]) {
            self.copy_to(self.at + lead);
            match mark_at(&self.page[self.at..]) {
                Some(_) => self.at += MARK,
                None => self.copy_to(self.at + 1),
            }
        }
        self.copy_to(end);
    }

    /// The byte that comes next, past any marks.
    fn byte(&mut self) -> Option<u8> {
        while mark_at(&self.page[self.at..]).is_some() {
            self.at += MARK;
        }
        self.page.get(self.at).copied()
    }

    fn push(&mut self, byte: u8) {
        self.out.push(byte);
        self.at += 1;
    }

    /// From `<` on.
    fn markup(&mut self) {
        self.push(b'<');
        match self.byte() {
            Some(b) if b.is_ascii_alphabetic() => self.start_tag(),
            Some(b'/') => {
                self.tag = None;
                self.push(b'/');
                match self.byte() {
                    Some(b) if b.is_ascii_alphabetic() => {
                        self.attributes();
                        self.open.end(&self.name);
                    }
                    _ => self.to_end_of(b">"),
                }
            }
            Some(b'!') if self.page[self.at..].starts_with(b"!--") => {
                self.tag = None;
                self.comment();
            }
            Some(b'!' | b'?') => {
                self.tag = None;
                let data = self.page[self.at..].starts_with(b"![CDATA[")
                    && self.open.content() == Content::Foreign;
                self.to_end_of(if data { b"]]>" } else { b">" });
            }
            _ => {}
        }
    }

    fn to_end_of(&mut self, what: &[u8]) {
        let rest = &self.page[self.at..];
        let end = rest.windows(what.len()).position(|window| window == what);
        self.copy_unmarked(end.map_or(self.page.len(), |end| self.at + end + what.len()));
    }

    fn comment(&mut self) {
        self.copy_to(self.at + 3);
        let rest = &self.page[self.at..];
        for (whole, length) in [(&b">"[..], 1), (&b"->"[..], 2)] {
            if rest.starts_with(whole) {
                return self.copy_to(self.at + length);
            }
        }
        let mut dashes = rest.windows(2).enumerate().filter(|(_, two)| two == b"--");
        let end = dashes.find_map(|(at, _)| match rest.get(at + 2..)? {
            [b'>', ..] => Some(at + 3),
            [b'!', b'>', ..] => Some(at + 4),
            _ => None,
        });
        self.copy_unmarked(end.map_or(self.page.len(), |end| self.at + end));
    }

    fn start_tag(&mut self) {
        let attributes = self.attributes();
        let dir = match attributes.dir {
            Dir::Said(direction) => Some(direction),
            Dir::None | Dir::Auto => None,
        };
        self.mark_readable(&attributes, dir.unwrap_or(self.open.direction()));
        self.tag = None;
        let foreign = self.open.content() == Content::Foreign;
        match &self.name[..] {
            b"area" | b"base" | b"br" | b"col" | b"embed" | b"hr" | b"img" | b"input" | b"link"
            | b"meta" | b"source" | b"track" | b"wbr" => {}
            _ if foreign && attributes.self_closing => {}
            b"script" | b"style" | b"xmp" | b"iframe" | b"noembed" | b"noframes" | b"textarea" => {
                self.text_without_markup()
            }
            b"title" => {
                let start = self.out.len();
                self.text_without_markup();
                self.mark_from(start, self.out.len(), dir.unwrap_or(self.open.direction()));
            }
            b"plaintext" => self.copy_unmarked(self.page.len()),
            name => {
                self.open.begin(name, dir);
                self.tag = Some(StartTag {
                    end: self.out.len(),
                    bdi: name == b"bdi",
                    dir: attributes.dir,
                });
            }
        }
    }

    /// The content of an element that has no elements inside, up to its end tag.
    fn text_without_markup(&mut self) {
        let is_end = |rest: &[u8]| {
            let name = self.name.len();
            rest.starts_with(b"</")
                && rest
                    .get(2..2 + name)
                    .is_some_and(|found| found.eq_ignore_ascii_case(&self.name))
                && rest
                    .get(2 + name)
                    .is_some_and(|b| b.is_ascii_whitespace() || matches!(b, b'/' | b'>'))
        };
        let rest = &self.page[self.at..];
        let end = (0..rest.len()).find(|at| rest[*at] == b'<' && is_end(&rest[*at..]));
        self.copy_unmarked(end.map_or(self.page.len(), |end| self.at + end));
    }

    /// Name and attributes of a tag, up to and with its `>`.
    fn attributes(&mut self) -> Attributes {
        self.name.clear();
        while let Some(b) = self.byte().filter(|b| !ends_name(*b)) {
            self.name.push(b.to_ascii_lowercase());
            self.push(b);
        }
        let mut found = Attributes {
            dir: Dir::None,
            readable: [None; readable::COUNT],
            content: None,
            description: false,
            self_closing: false,
        };
        while let Some(b) = self.byte() {
            match b {
                b'>' => {
                    self.push(b);
                    break;
                }
                b'/' => {
                    found.self_closing = true;
                    self.push(b);
                }
                b if b.is_ascii_whitespace() => self.push(b),
                _ => {
                    found.self_closing = false;
                    self.attribute(&mut found);
                }
            }
        }
        found
    }

    fn attribute(&mut self, found: &mut Attributes) {
        let name = self.out.len();
        // An equals sign that opens a name is part of it.
        let mut first = true;
        while let Some(b) = self
            .byte()
            .filter(|b| !ends_name(*b) && (first || *b != b'='))
        {
            first = false;
            self.push(b);
        }
        let name = (name, self.out.len());
        self.white_space();
        if self.byte() != Some(b'=') {
            return;
        }
        self.push(b'=');
        self.white_space();
        let value = self.value();
        let text = &self.out[value.0..value.1];
        let name = &self.out[name.0..name.1];
        if let Some(which) = readable::attribute(name) {
            found.readable[which].get_or_insert(value);
        } else if name.eq_ignore_ascii_case(b"dir") && found.dir == Dir::None {
            found.dir = match text {
                text if text.eq_ignore_ascii_case(b"rtl") => Dir::Said(Direction::Rtl),
                text if text.eq_ignore_ascii_case(b"ltr") => Dir::Said(Direction::Ltr),
                text if text.eq_ignore_ascii_case(b"auto") => Dir::Auto,
                _ => Dir::None,
            };
        } else if self.name == b"meta" {
            if name.eq_ignore_ascii_case(b"content") {
                found.content.get_or_insert(value);
            } else if name.eq_ignore_ascii_case(b"name") || name.eq_ignore_ascii_case(b"property") {
                found.description |= readable::description(text);
            }
        }
    }

    fn white_space(&mut self) {
        while let Some(b) = self.byte().filter(u8::is_ascii_whitespace) {
            self.push(b);
        }
    }

    /// The value of an attribute; where it stands in the output.
    fn value(&mut self) -> (usize, usize) {
        let quote = self.byte().filter(|b| matches!(b, b'"' | b'\''));
        if let Some(quote) = quote {
            self.push(quote);
        }
        let start = self.out.len();
        let ends = |b: &u8| match quote {
            Some(quote) => *b == quote,
            None => b.is_ascii_whitespace() || *b == b'>',
        };
        let length = self.page[self.at..].iter().position(ends);
        self.copy_unmarked(length.map_or(self.page.len(), |length| self.at + length));
        let end = self.out.len();
        if quote.is_some() && self.at < self.page.len() {
            self.push(self.page[self.at]);
        }
        (start, end)
    }

    /// Gives the readable attributes of the tag that was just written the marks they need.
    fn mark_readable(&mut self, found: &Attributes, base: Direction) {
        let content = found.content.filter(|_| found.description);
        if content.is_none() && found.readable.iter().all(Option::is_none) {
            return;
        }
        let mut values: Vec<(usize, usize)> = found
            .readable
            .into_iter()
            .chain([content])
            .flatten()
            .collect();
        // From the last to the first, so that places stay true.
        values.sort_unstable_by(|a, b| b.cmp(a));
        for (start, end) in values {
            self.mark_from(start, end, base);
        }
    }

    /// Puts the mark that the plain text `start..end` of the output needs before its first character.
    fn mark_from(&mut self, start: usize, end: usize, base: Direction) {
        let Ok(text) = std::str::from_utf8(&self.out[start..end]) else {
            return;
        };
        let start = start + (text.len() - text.trim_ascii_start().len());
        if let Some(mark) = mark(characters(text), base) {
            let mut utf8 = [0; 4];
            let utf8 = mark.encode_utf8(&mut utf8).bytes();
            self.out.splice(start..start, utf8);
        }
    }

    /// The isolate of a text that needs `own`, as the first that is inserted behind `tag`: none if the
    /// element isolates it already. A `<bdi>` that says no direction is told one, since it would go by
    /// the first letter in it.
    fn first_in(
        &mut self,
        tag: StartTag,
        base: Direction,
        own: Option<Direction>,
    ) -> Option<Direction> {
        let before = std::str::from_utf8(&self.out[tag.end..]).unwrap_or_default();
        let alone = before.trim_ascii().is_empty()
            && self.page[self.at..].trim_ascii_start().starts_with(b"</");
        let silent = tag.bdi && tag.dir == Dir::None;
        let (said, isolate) = match (alone, silent) {
            (true, true) => (own, None),
            (true, false) if tag.dir != Dir::None => (None, None),
            (false, true) if StrongLetters::of(before) == StrongLetters::default() => {
                (Some(base), own)
            }
            _ => (None, own),
        };
        if let Some(direction) = said {
            let dir = format!(" dir=\"{}\"", direction.as_str());
            self.out.splice(tag.end - 1..tag.end - 1, dir.bytes());
        }
        isolate
    }

    /// An inserted text in the text of an element, from its opening mark on.
    fn insertion(&mut self) {
        let tag = self.tag.take();
        self.at += MARK;
        let start = self.at;
        let end = self.next_stop();
        // A text that was cut off, mark and all, goes to the next tag.
        let rest = &self.page[end..];
        self.at = end;
        if mark_at(rest) == Some(CLOSE) {
            self.at += MARK;
        }
        let inserted = &self.page[start..end];
        let text = std::str::from_utf8(inserted).unwrap_or_default();
        let base = self.open.direction();
        let own = match self.open.content() {
            Content::Markup => isolate_direction(characters(text), base),
            Content::Plain => {
                let mark = mark(characters(text), base);
                self.out
                    .extend(mark.map(String::from).unwrap_or_default().bytes());
                None
            }
            Content::Foreign => None,
        };
        let isolate = match tag {
            None => own,
            Some(tag) => self.first_in(tag, base, own),
        };
        match isolate {
            None => self.out.extend_from_slice(inserted),
            Some(direction) => {
                self.out.extend_from_slice(b"<bdi dir=\"");
                self.out.extend_from_slice(direction.as_str().as_bytes());
                self.out.extend_from_slice(b"\">");
                self.out.extend_from_slice(inserted);
                self.out.extend_from_slice(b"</bdi>");
            }
        }
    }
}

/// Whether `byte` ends the name of a tag or attribute.
fn ends_name(byte: u8) -> bool {
    byte.is_ascii_whitespace() || matches!(byte, b'/' | b'>')
}
