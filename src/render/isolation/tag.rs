//! A tag: its name, what it says of direction, and the attributes that readers see.

use std::borrow::Cow;

use memchr::memchr2;

use super::walk::Walk;
use super::{LEAD, MARK, mark_at, readable};
use crate::text::direction::Direction;

/// What a start tag says of its direction.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Dir {
    None,
    Auto,
    Said(Direction),
}

/// A start tag that was read.
#[derive(Debug, Clone, Copy)]
pub(super) struct StartTag {
    /// Where it ends in the output.
    pub(super) end: usize,
    pub(super) bdi: bool,
    pub(super) dir: Dir,
}

/// What of a tag's attributes counts, beside the values that readers see.
pub(super) struct Tag {
    pub(super) dir: Dir,
    pub(super) self_closing: bool,
    /// It says that it is a `<meta>` whose `content` readers see.
    pub(super) description: bool,
}

/// What an attribute says that counts here.
enum Said {
    Nothing,
    /// Its value is the element's direction.
    Direction,
    /// Readers see its value.
    Readable(usize),
    /// Its value says what the `<meta>` is about.
    Kind,
}

/// A value that readers see: which attribute's, and from where to where it goes in the output.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Value {
    pub(super) start: usize,
    pub(super) end: usize,
    pub(super) which: usize,
}

/// The `content` of a `<meta>`, among the readable attributes.
pub(super) const CONTENT: usize = readable::COUNT;

/// The start of an element's name, in lower case: no two elements of HTML share it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Name {
    bytes: [u8; 16],
    length: usize,
}

impl Name {
    pub(super) fn of(name: &[u8]) -> Self {
        let mut short = Name {
            length: name.len().min(16),
            ..Name::default()
        };
        for (to, from) in short.bytes.iter_mut().zip(name) {
            *to = from.to_ascii_lowercase();
        }
        short
    }

    pub(super) fn as_bytes(&self) -> &[u8] {
        &self.bytes[..self.length]
    }
}

impl<'p> Walk<'p> {
    /// Reads a tag from its name on, up to and with its `>`. Its name is then in `self.name`, and the
    /// values that readers see in `self.readable`.
    pub(super) fn read_tag(&mut self) -> Tag {
        self.name = self.tag_name();
        self.readable.clear();
        let mut tag = Tag {
            dir: Dir::None,
            self_closing: false,
            description: false,
        };
        // Every other tag is an end tag, and many a start tag says nothing.
        if self.page.get(self.at) == Some(&b'>') {
            self.at += 1;
            return tag;
        }
        while let Some(b) = self.byte() {
            match b {
                b'>' => {
                    self.at += 1;
                    break;
                }
                b' ' | b'\n' | b'\t' | b'\r' | b'\x0C' => self.at += 1,
                b'/' => {
                    tag.self_closing = true;
                    self.at += 1;
                }
                _ => {
                    tag.self_closing = false;
                    self.attribute(&mut tag);
                }
            }
        }
        tag
    }

    #[inline]
    fn tag_name(&mut self) -> Name {
        let (name, _) = self.pass_name(ENDS_TAG);
        Name::of(&name)
    }

    fn attribute(&mut self, tag: &mut Tag) {
        // An equals sign that opens a name is part of it.
        let first = self.at;
        self.at += 1;
        let (rest, end) = self.pass_name(ENDS_ATTRIBUTE);
        let name = match rest {
            // A mark may also stand at its beginning.
            Cow::Borrowed(_) => Cow::Borrowed(&self.page[first..end]),
            Cow::Owned(_) => unmarked(&self.page[first..end]),
        };
        if self.page.get(self.at) != Some(&b'=') {
            self.white_space();
            if self.byte() != Some(b'=') {
                return;
            }
        }
        self.at += 1;
        if !matches!(self.page.get(self.at), Some(b'"')) {
            self.white_space();
        }
        let (from, to) = self.value();
        let page = self.page;
        let text = || unmarked(&page[from.read..to.read]);
        match self.said(&name) {
            Said::Nothing => {}
            Said::Readable(which) => {
                // Of attributes of one name the first counts.
                if self.readable.iter().all(|value| value.which != which) {
                    self.readable.push(Value {
                        start: from.written,
                        end: to.written,
                        which,
                    });
                }
            }
            Said::Direction if tag.dir != Dir::None => {}
            Said::Direction => {
                tag.dir = match Name::of(&text()).as_bytes() {
                    b"rtl" => Dir::Said(Direction::Rtl),
                    b"ltr" => Dir::Said(Direction::Ltr),
                    b"auto" => Dir::Auto,
                    _ => Dir::None,
                };
            }
            Said::Kind => tag.description |= readable::description(&text()),
        }
    }

    /// What an attribute of the tag that is read says, by its name. Most are told by their first letter:
    /// `href`, `class`, `rel`.
    #[inline]
    fn said(&self, name: &[u8]) -> Said {
        let is = |known: &[u8]| name.eq_ignore_ascii_case(known);
        let meta = || self.name.as_bytes() == b"meta";
        match name.first().map(u8::to_ascii_lowercase) {
            Some(b'd') if is(b"dir") => Said::Direction,
            Some(b'c') if is(b"content") && meta() => Said::Readable(CONTENT),
            Some(b'n') if is(b"name") && meta() => Said::Kind,
            Some(b'p') if is(b"property") && meta() => Said::Kind,
            Some(b'a' | b't' | b'p' | b'l' | b's') => {
                readable::attribute(name).map_or(Said::Nothing, Said::Readable)
            }
            _ => Said::Nothing,
        }
    }

    /// Passes bytes up to one that ends a name, by `ends`; what they are without marks, and where in the page they
    /// end.
    #[inline]
    fn pass_name(&mut self, ends: u8) -> (Cow<'p, [u8]>, usize) {
        let (page, start) = (self.page, self.at);
        let rest = page.get(start..).unwrap_or_default();
        let stop = |ends: u8| move |byte: &u8| CLASSES[usize::from(*byte)] & ends != 0;
        let length = rest.iter().position(stop(ends | BEGINS_MARK));
        let length = length.unwrap_or(rest.len());
        if rest.get(length) != Some(&LEAD[0]) {
            self.at = start + length;
            return (Cow::Borrowed(&rest[..length]), self.at);
        }
        let length = rest.iter().position(stop(ends)).unwrap_or(rest.len());
        self.pass_to(start + length);
        (Cow::Owned(without_marks(&rest[..length])), start + length)
    }

    fn white_space(&mut self) {
        while self.byte().is_some_and(|b| b.is_ascii_whitespace()) {
            self.at += 1;
        }
    }

    /// Reads the value of an attribute; from where to where it goes.
    fn value(&mut self) -> (Place, Place) {
        let Some(quote @ (b'"' | b'\'')) = self.byte() else {
            let start = self.here();
            self.unquoted();
            return (start, self.here());
        };
        self.at += 1;
        let start = self.here();
        while let Some(stop) = memchr2(quote, LEAD[0], &self.page[self.at..]) {
            self.at += stop;
            if self.page[self.at] == quote {
                let end = self.here();
                self.at += 1;
                return (start, end);
            }
            self.pass_lead();
        }
        self.at = self.page.len();
        (start, self.here())
    }

    /// Passes a value without quotation marks.
    fn unquoted(&mut self) {
        let rest = self.page.get(self.at..).unwrap_or_default();
        let ends = |byte: &u8| byte.is_ascii_whitespace() || *byte == b'>';
        let length = rest.iter().position(ends).unwrap_or(rest.len());
        self.pass_to(self.at + length);
    }

    #[inline]
    fn here(&self) -> Place {
        Place {
            read: self.at,
            written: self.place(),
        }
    }
}

/// A place in the page and in the output.
#[derive(Clone, Copy)]
struct Place {
    read: usize,
    written: usize,
}

/// A piece of the page without the marks in it.
#[inline]
fn unmarked(piece: &[u8]) -> Cow<'_, [u8]> {
    match piece.contains(&LEAD[0]) {
        true => Cow::Owned(without_marks(piece)),
        false => Cow::Borrowed(piece),
    }
}

fn without_marks(piece: &[u8]) -> Vec<u8> {
    let mut plain = Vec::with_capacity(piece.len());
    let mut rest = piece;
    while let Some(byte) = rest.first() {
        match mark_at(rest) {
            Some(_) => rest = &rest[MARK..],
            None => {
                plain.push(*byte);
                rest = &rest[1..];
            }
        }
    }
    plain
}

/// The byte ends the name of a tag.
const ENDS_TAG: u8 = 1;

/// It ends the name of an attribute.
const ENDS_ATTRIBUTE: u8 = 2;

/// Marks begin with it.
const BEGINS_MARK: u8 = 4;

/// What the bytes are in a tag.
const CLASSES: [u8; 256] = {
    let mut classes = [0; 256];
    let bytes = b" >/\n\t\r\x0C";
    let mut at = 0;
    while at < bytes.len() {
        classes[bytes[at] as usize] = ENDS_TAG | ENDS_ATTRIBUTE;
        at += 1;
    }
    classes[b'=' as usize] = ENDS_ATTRIBUTE;
    classes[LEAD[0] as usize] |= BEGINS_MARK;
    classes
};
