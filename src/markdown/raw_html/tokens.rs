//! A piece of raw HTML -> its tags and the text between them, in time proportional to its length.
//!
//! Where a tag ends is found here; what a tag with attributes says is read by html5ever's tokenizer, so
//! that names, values and character references are what a browser takes them to be. Nothing is
//! dropped here: what is no tag is text.

use std::borrow::Cow;
use std::cell::RefCell;
use std::collections::BTreeSet;
use std::ops::Range;

use html5ever::tendril::StrTendril;
use html5ever::tokenizer::{
    BufferQueue, Tag as RawTag, TagKind, Token as RawToken, TokenSink, TokenSinkResult, Tokenizer,
    TokenizerOpts,
};

/// A tag, its names in small letters and its values decoded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Tag<'t> {
    pub(super) name: Cow<'t, str>,
    pub(super) attributes: Vec<(String, String)>,
    /// It had more attributes than anybody writes, and they were not read.
    pub(super) overfull: bool,
}

/// A part of a piece.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Token<'t> {
    /// As written, with its character references.
    Text(&'t str),
    Start(Tag<'t>),
    /// The name of an end tag.
    End(Cow<'t, str>),
    /// A comment, a document type or an instruction: no reader ever sees it.
    Comment,
    /// A `<` of which no tag or comment came.
    Stray,
}

/// Most attributes of one tag: html5ever compares each with each.
const ATTRIBUTES: usize = 64;

/// How many tags of one piece may turn out to have no end before the rest is taken for text: each is
/// looked for to the end of the piece.
const UNENDED: usize = 4;

/// Reads a piece from its beginning to its end.
pub(super) struct Tokens<'t> {
    piece: &'t str,
    at: usize,
    unended: usize,
    /// Ends that the rest of the piece has not, looked for once.
    missing: BTreeSet<&'static str>,
}

impl<'t> Tokens<'t> {
    pub(super) fn new(piece: &'t str) -> Self {
        Tokens {
            piece,
            at: 0,
            unended: 0,
            missing: BTreeSet::new(),
        }
    }

    /// The next part and the bytes it is written in.
    pub(super) fn next(&mut self) -> Option<(Token<'t>, Range<usize>)> {
        let start = self.at;
        let rest = self.piece.get(start..).filter(|rest| !rest.is_empty())?;
        let text = match self.unended < UNENDED {
            true => rest.find('<').unwrap_or(rest.len()),
            false => rest.len(),
        };
        let (token, length) = match text {
            0 => self.markup(rest),
            _ => (Token::Text(&rest[..text]), text),
        };
        self.at += length;
        Some((token, start..self.at))
    }

    /// Goes on behind the end tag of the element `name`, whose start tag was just read and whose
    /// content is no markup; `None`, without going on, if it has none.
    pub(super) fn skip_content(&mut self, name: &'static str) -> Option<usize> {
        if self.missing.contains(name) {
            return None;
        }
        let mut from = self.at;
        while let Some(found) = self.piece[from..].find("</") {
            let tag = from + found;
            if closes(&self.piece[tag..], name) {
                let length = self.piece[tag..].find('>').map(|end| end + 1);
                self.at = length.map_or(self.piece.len(), |length| tag + length);
                return Some(self.at);
            }
            from = tag + 2;
        }
        self.missing.insert(name);
        None
    }

    /// The part that begins with the `<` at the beginning of `rest`, and its length.
    fn markup(&mut self, rest: &'t str) -> (Token<'t>, usize) {
        let bytes = rest.as_bytes();
        let letter = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_alphabetic);
        match bytes.get(1) {
            Some(b'/') if letter(2) => self.tag(rest, 2),
            Some(_) if letter(1) => self.tag(rest, 1),
            Some(b'!') if rest.starts_with("<!--") => match self.comment(rest) {
                Some(length) => (Token::Comment, length),
                // Without an end it would take all that follows with it.
                None => (Token::Comment, "<!--".len()),
            },
            Some(b'!' | b'?' | b'/') => match rest.find('>') {
                Some(end) => (Token::Comment, end + 1),
                None => self.stray(),
            },
            _ => (Token::Text(&rest[..1]), 1),
        }
    }

    fn stray(&mut self) -> (Token<'t>, usize) {
        self.unended += 1;
        (Token::Stray, 1)
    }

    /// The length of the comment at the beginning of `rest`.
    fn comment(&mut self, rest: &str) -> Option<usize> {
        if self.missing.contains("--") {
            return None;
        }
        // `<!-->` and `<!--->` are whole comments.
        let mut from = 2;
        while let Some(found) = rest[from..].find("--") {
            let end = from + found + 2;
            for close in [">", "!>"] {
                if rest[end..].starts_with(close) && (close == ">" || end > 5) {
                    return Some(end + close.len());
                }
            }
            from = end - 1;
        }
        self.missing.insert("--");
        None
    }

    /// The tag at the beginning of `rest`, whose name begins at `name`.
    fn tag(&mut self, rest: &'t str, name: usize) -> (Token<'t>, usize) {
        let bytes = &rest.as_bytes()[name..];
        let plain = bytes
            .iter()
            .position(|byte| !byte.is_ascii_alphanumeric())
            .unwrap_or(bytes.len());
        let (end, count, named) = match bytes.get(plain) {
            Some(b'>') => (name + plain + 1, 0, name + plain),
            _ => match tag_end(rest, name) {
                Some(found) => found,
                None => return self.stray(),
            },
        };
        let written = &rest[name..named];
        let lower = match written.bytes().any(|byte| byte.is_ascii_uppercase()) {
            true => Cow::Owned(written.to_ascii_lowercase()),
            false => Cow::Borrowed(written),
        };
        let overfull = count > ATTRIBUTES;
        let attributes = match count {
            1..=ATTRIBUTES => match read(&rest[..end]) {
                Some(tag) => attributes(tag),
                None => return self.stray(),
            },
            _ => Vec::new(),
        };
        let token = match name {
            1 => Token::Start(Tag {
                name: lower,
                attributes,
                overfull,
            }),
            _ => Token::End(lower),
        };
        (token, end)
    }
}

/// Whether `rest` begins with an end tag of the element `name`.
pub(super) fn closes(rest: &str, name: &str) -> bool {
    let Some(after) = rest.strip_prefix("</") else {
        return false;
    };
    let bytes = after.as_bytes();
    bytes
        .get(..name.len())
        .is_some_and(|found| found.eq_ignore_ascii_case(name.as_bytes()))
        && bytes
            .get(name.len())
            .is_none_or(|next| matches!(next, b'>' | b'/') || next.is_ascii_whitespace())
}

/// Whether `rest` begins with a start tag of the element `name`.
pub(super) fn opens(rest: &str, name: &str) -> bool {
    let bytes = rest.as_bytes();
    bytes.first() == Some(&b'<')
        && bytes
            .get(1..=name.len())
            .is_some_and(|found| found.eq_ignore_ascii_case(name.as_bytes()))
        && bytes
            .get(name.len() + 1)
            .is_some_and(|next| matches!(next, b'>' | b'/') || next.is_ascii_whitespace())
}

/// Where in a tag we are (WHATWG HTML, sections 13.2.5.32 to 13.2.5.39).
enum State {
    TagName,
    BeforeName,
    Name,
    AfterName,
    BeforeValue,
    Quoted(u8),
    Unquoted,
}

/// The length of the tag at the beginning of `rest`, the number of its attributes, and where its name
/// ends; `None` if it does not end.
fn tag_end(rest: &str, name: usize) -> Option<(usize, usize, usize)> {
    let mut state = State::TagName;
    let (mut count, mut named) = (0, None);
    for (at, byte) in rest.bytes().enumerate().skip(name) {
        let space = byte.is_ascii_whitespace();
        if byte == b'>' && !matches!(state, State::Quoted(_)) {
            return Some((at + 1, count, named.unwrap_or(at)));
        }
        state = match state {
            State::TagName if space || byte == b'/' => {
                named = Some(at);
                State::BeforeName
            }
            State::TagName => State::TagName,
            State::BeforeName if space || byte == b'/' => State::BeforeName,
            State::AfterName if space => State::AfterName,
            State::Name | State::AfterName if byte == b'=' => State::BeforeValue,
            State::Name if space => State::AfterName,
            State::Name | State::AfterName if byte == b'/' => State::BeforeName,
            State::Name => State::Name,
            State::BeforeName | State::AfterName => {
                count += 1;
                State::Name
            }
            State::BeforeValue if space => State::BeforeValue,
            State::BeforeValue if byte == b'"' || byte == b'\'' => State::Quoted(byte),
            State::BeforeValue => State::Unquoted,
            State::Quoted(quote) if byte == quote => State::BeforeName,
            State::Quoted(quote) => State::Quoted(quote),
            State::Unquoted if space => State::BeforeName,
            State::Unquoted => State::Unquoted,
        };
    }
    None
}

/// The first tag that html5ever reads.
#[derive(Default)]
struct FirstTag(RefCell<Option<RawTag>>);

impl TokenSink for FirstTag {
    type Handle = ();

    fn process_token(&self, token: RawToken, _line: u64) -> TokenSinkResult<()> {
        if let RawToken::TagToken(tag) = token {
            self.0.borrow_mut().get_or_insert(tag);
        }
        TokenSinkResult::Continue
    }
}

fn read(tag: &str) -> Option<RawTag> {
    let tokenizer = Tokenizer::new(FirstTag::default(), TokenizerOpts::default());
    let input = BufferQueue::default();
    input.push_back(StrTendril::from(tag));
    let _ = tokenizer.feed(&input);
    tokenizer.sink.0.into_inner()
}

fn attributes(tag: RawTag) -> Vec<(String, String)> {
    // Nobody sees the attributes of an end tag.
    if tag.kind == TagKind::EndTag {
        return Vec::new();
    }
    tag.attrs
        .into_iter()
        .map(|attribute| {
            (
                attribute.name.local.to_string(),
                attribute.value.to_string(),
            )
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read_all(piece: &str) -> Vec<String> {
        let mut tokens = Tokens::new(piece);
        let mut all = Vec::new();
        while let Some((token, _)) = tokens.next() {
            all.push(match token {
                Token::Text(text) => text.to_owned(),
                Token::Start(tag) => format!(
                    "+{}{}",
                    tag.name,
                    tag.attributes
                        .iter()
                        .map(|(name, value)| format!(" {name}={value}"))
                        .collect::<String>()
                ),
                Token::End(name) => format!("-{name}"),
                Token::Comment => "comment".into(),
                Token::Stray => "stray".into(),
            });
        }
        all
    }

    #[test]
    fn tags_are_what_a_browser_takes_them_for() {
        assert_eq!(
            read_all("أ<B>ب</b >ج<a href='x>y' title=\"a&amp;b\"/c d=e/f>"),
            ["أ", "+b", "ب", "-b", "ج", "+a href=x>y title=a&b c= d=e/f"]
        );
        assert_eq!(
            read_all("<!-- a -- b --!>c<!-->d<!--->e<!doctype html><?x?></ >f"),
            [
                "comment", "c", "comment", "d", "comment", "e", "comment", "comment", "comment",
                "f"
            ]
        );
        assert_eq!(read_all("1 < 2 <3"), ["1 ", "<", " 2 ", "<", "3"]);
    }

    #[test]
    fn what_has_no_end_takes_nothing_with_it() {
        assert_eq!(
            read_all("<!-- أ <b>ب</b>"),
            ["comment", " أ ", "+b", "ب", "-b"]
        );
        assert_eq!(
            read_all("<a title=\"أ <b>ب</b>"),
            ["stray", "a title=\"أ ", "+b", "ب", "-b"]
        );
        assert_eq!(read_all("<div"), ["stray", "div"]);
    }

    #[test]
    fn content_that_is_no_markup_is_skipped_if_it_ends() {
        let mut tokens = Tokens::new("<script>'<b>'</SCRIPT >أ<script>ب");
        tokens.next();
        assert!(tokens.skip_content("script").is_some());
        assert_eq!(
            tokens.next().map(|(token, _)| token),
            Some(Token::Text("أ"))
        );
        tokens.next();
        assert!(tokens.skip_content("script").is_none());
        assert_eq!(
            tokens.next().map(|(token, _)| token),
            Some(Token::Text("ب"))
        );
    }
}
