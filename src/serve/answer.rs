//! What there is at an address, and the conditions of a request -> what is sent.
//!
//! Pure: conditional requests, ranges and `HEAD` are decided here (RFC 9110, sections 13 and 14), and no
//! byte of a file is read.

use std::fs::File;

/// What is sent behind the head of an answer.
#[derive(Debug)]
pub enum Content {
    /// These bytes.
    Bytes(Vec<u8>),
    /// So many bytes of a file from a place on.
    File {
        /// The file, open: what is sent is the file that was looked at.
        file: File,
        /// The first byte.
        start: u64,
        /// How many.
        length: u64,
    },
}

impl Content {
    /// A whole file.
    pub fn of_file(file: File, length: u64) -> Content {
        Content::File {
            file,
            start: 0,
            length,
        }
    }

    /// How many bytes there are.
    pub fn len(&self) -> u64 {
        match self {
            Content::Bytes(bytes) => bytes.len() as u64,
            Content::File { length, .. } => *length,
        }
    }

    /// The part from byte `first` to byte `last`, which lie inside.
    fn part(self, first: u64, last: u64) -> Content {
        let wanted = last.saturating_sub(first).saturating_add(1);
        match self {
            Content::Bytes(bytes) => {
                let place = |at: u64| usize::try_from(at).unwrap_or(usize::MAX);
                let end = place(first.saturating_add(wanted));
                let part = bytes.get(place(first)..end).unwrap_or_default();
                Content::Bytes(part.to_vec())
            }
            Content::File { file, start, .. } => Content::File {
                file,
                start: start.saturating_add(first),
                length: wanted,
            },
        }
    }
}

/// An answer before it is sent.
#[derive(Debug)]
pub struct Answer {
    /// The status code.
    pub status: u16,
    /// Names and values, without those that follow from the content.
    pub headers: Vec<(String, String)>,
    /// The strong entity tag, with its quotes.
    pub tag: Option<String>,
    /// What is sent.
    pub content: Content,
    /// How many bytes there would be, for a `HEAD`.
    pub length: u64,
}

impl Answer {
    /// An answer of `content`.
    pub fn new(status: u16, media_type: &str, content: Content) -> Answer {
        Answer {
            status,
            headers: vec![("content-type".to_owned(), media_type.to_owned())],
            tag: None,
            length: content.len(),
            content,
        }
    }

    /// An answer of a few words.
    pub fn words(status: u16, text: &str) -> Answer {
        let bytes = Content::Bytes(format!("{text}\n").into_bytes());
        Answer::new(status, "text/plain; charset=utf-8", bytes)
    }

    /// It with one header more.
    #[must_use]
    pub fn header(mut self, name: &str, value: impl Into<String>) -> Answer {
        self.headers.push((name.to_owned(), value.into()));
        self
    }

    /// It with an entity tag.
    #[must_use]
    pub fn tagged(mut self, tag: &str) -> Answer {
        self.tag = Some(format!("\"{tag}\""));
        self
    }
}

/// What a request sets as conditions.
#[derive(Debug, Clone, Default)]
pub struct Conditions {
    /// Only the head is asked for.
    pub is_head: bool,
    /// `If-None-Match`.
    pub none_match: Option<String>,
    /// `Range`.
    pub range: Option<String>,
    /// `If-Range`.
    pub if_range: Option<String>,
}

/// What is sent of `answer` under these conditions.
pub fn under(answer: Answer, conditions: &Conditions) -> Answer {
    let mut answer = answer;
    let is_known = |tag: &String| {
        let known = conditions.none_match.as_deref();
        known.is_some_and(|known| matches_any(known, tag))
    };
    if answer.status == 200 && answer.tag.as_ref().is_some_and(is_known) {
        answer.status = 304;
        answer.content = Content::Bytes(Vec::new());
        answer.length = 0;
        return answer;
    }
    if answer.status == 200 {
        answer = ranged(answer, conditions);
    }
    if conditions.is_head {
        answer.content = Content::Bytes(Vec::new());
    }
    answer
}

fn ranged(answer: Answer, conditions: &Conditions) -> Answer {
    let answer = answer.header("accept-ranges", "bytes");
    // A date is no proof that the file is still the same, and no date was sent.
    let holds = match &conditions.if_range {
        Some(validator) => answer.tag.as_deref() == Some(validator.trim()),
        None => true,
    };
    // A range is of what a GET sends (RFC 9110, section 14.2).
    let Some(range) = conditions
        .range
        .as_deref()
        .filter(|_| holds && !conditions.is_head)
    else {
        return answer;
    };
    let length = answer.content.len();
    match Range::read(range, length) {
        Range::Whole => answer,
        Range::Part(first, last) => {
            let told = format!("bytes {first}-{last}/{length}");
            let Answer {
                headers,
                tag,
                content,
                ..
            } = answer;
            let content = content.part(first, last);
            Answer {
                status: 206,
                headers,
                tag,
                length: content.len(),
                content,
            }
            .header("content-range", told)
        }
        Range::Nothing => Answer::words(416, "there are no such bytes")
            .header("content-range", format!("bytes */{length}")),
    }
}

/// What a `Range` asks for.
#[derive(Debug, PartialEq, Eq)]
enum Range {
    /// All of it: there is no range, several, or none that can be read.
    Whole,
    /// From byte to byte, the last among them.
    Part(u64, u64),
    /// Bytes that are not there.
    Nothing,
}

impl Range {
    fn read(text: &str, length: u64) -> Range {
        let Some(ranges) = text.trim().strip_prefix("bytes=") else {
            return Range::Whole;
        };
        let Some((first, last)) = ranges.trim().split_once('-') else {
            return Range::Whole;
        };
        let number = |text: &str| -> Option<Option<u64>> {
            let text = text.trim();
            match text.bytes().all(|byte| byte.is_ascii_digit()) {
                true if text.is_empty() => Some(None),
                // What is longer than any number is beyond any end.
                true => Some(Some(text.parse().unwrap_or(u64::MAX))),
                false => None,
            }
        };
        let (Some(first), Some(last)) = (number(first), number(last)) else {
            return Range::Whole;
        };
        let end = length.saturating_sub(1);
        match (first, last) {
            (None, None) => Range::Whole,
            (Some(first), Some(last)) if last < first => Range::Whole,
            (Some(first), _) if first >= length => Range::Nothing,
            (Some(first), last) => Range::Part(first, last.unwrap_or(end).min(end)),
            (None, Some(0)) => Range::Nothing,
            (None, Some(_)) if length == 0 => Range::Nothing,
            (None, Some(count)) => Range::Part(length.saturating_sub(count), end),
        }
    }
}

/// Whether one of the entity tags in `list` is `tag`; a weak one is as good (RFC 9110, section 13.1.2).
fn matches_any(list: &str, tag: &str) -> bool {
    list.split(',')
        .map(str::trim)
        .any(|known| known == "*" || known.strip_prefix("W/").unwrap_or(known) == tag)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn ranges_are_those_of_rfc_9110() {
        for (text, range) in [
            ("bytes=0-499", Range::Part(0, 499)),
            ("bytes=500-", Range::Part(500, 999)),
            ("bytes=-500", Range::Part(500, 999)),
            ("bytes=-5000", Range::Part(0, 999)),
            ("bytes=999-5000", Range::Part(999, 999)),
            ("bytes=0-99999999999999999999999", Range::Part(0, 999)),
            ("bytes=1000-", Range::Nothing),
            ("bytes=99999999999999999999999-", Range::Nothing),
            ("bytes=-0", Range::Nothing),
            ("bytes=5-4", Range::Whole),
            ("bytes=-", Range::Whole),
            ("bytes=a-b", Range::Whole),
            ("bytes=--1", Range::Whole),
            ("bytes=0-1,5-6", Range::Whole),
            ("lines=0-1", Range::Whole),
            ("", Range::Whole),
        ] {
            assert_eq!(Range::read(text, 1000), range, "{text}");
        }
        assert_eq!(Range::read("bytes=0-", 0), Range::Nothing);
        assert_eq!(Range::read("bytes=-1", 0), Range::Nothing);
    }

    fn page() -> Answer {
        let bytes = Content::Bytes(b"0123456789".to_vec());
        Answer::new(200, "text/plain", bytes).tagged("a")
    }

    fn bytes(answer: Answer) -> Vec<u8> {
        match answer.content {
            Content::Bytes(bytes) => bytes,
            Content::File { .. } => Vec::new(),
        }
    }

    #[test]
    fn what_is_known_is_not_sent_again() {
        for (known, status) in [
            ("\"a\"", 304),
            ("W/\"a\"", 304),
            ("\"x\", \"a\"", 304),
            ("*", 304),
            ("\"b\"", 200),
            ("a", 200),
        ] {
            let conditions = Conditions {
                none_match: Some(known.to_owned()),
                ..Conditions::default()
            };
            assert_eq!(under(page(), &conditions).status, status, "{known}");
        }
    }

    #[test]
    fn a_part_is_sent_only_of_what_the_reader_has() {
        let ask = |range: &str, if_range: Option<&str>| {
            let conditions = Conditions {
                range: Some(range.to_owned()),
                if_range: if_range.map(str::to_owned),
                ..Conditions::default()
            };
            under(page(), &conditions)
        };
        let part = ask("bytes=2-4", None);
        assert_eq!((part.status, part.length), (206, 3));
        assert!(
            part.headers
                .contains(&("content-range".into(), "bytes 2-4/10".into()))
        );
        assert_eq!(bytes(part), b"234");
        assert_eq!(ask("bytes=2-4", Some("\"a\"")).status, 206);
        assert_eq!(ask("bytes=2-4", Some("\"b\"")).status, 200);
        assert_eq!(ask("bytes=2-4", Some("W/\"a\"")).status, 200);
        let nothing = ask("bytes=10-", None);
        assert!(
            nothing
                .headers
                .contains(&("content-range".into(), "bytes */10".into()))
        );
        assert_eq!(nothing.status, 416);
    }

    #[test]
    fn a_head_tells_the_length_of_what_is_not_sent() {
        let conditions = Conditions {
            is_head: true,
            range: Some("bytes=0-0".to_owned()),
            ..Conditions::default()
        };
        let head = under(page(), &conditions);
        assert_eq!((head.status, head.length), (200, 10));
        assert_eq!(bytes(head), b"");
    }

    proptest! {
        #[test]
        fn a_range_is_inside_or_it_is_none(text in "(bytes=)?[-0-9, ]{0,30}", length in 0u64..2000) {
            if let Range::Part(first, last) = Range::read(&text, length) {
                prop_assert!(first <= last && last < length);
            }
        }
    }
}
