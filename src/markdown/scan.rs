//! What can be learnt from a body without making HTML of it: its first words, its links, its length,
//! and what will be taken out of it.

use std::ops::Range;

use memchr::memchr;
use pulldown_cmark::{Event, LinkType, Tag, TagEnd};

use super::document::{Finding, FindingKind, read};
use super::events::{Placed, element_end, plain_text};
use super::schemes::{Address, classify};
use crate::text::bytes::{any, any_pair, is_digit, is_letter};
use crate::text::controls::Counts;
use crate::text::normalize::{may_be_other_space, one_line};

/// What a body says about itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Scan {
    /// The beginning of the first paragraph, as plain text; empty where there is none, or it is not wanted.
    pub opening: String,
    /// Words, counted between spaces.
    pub words: u32,
    /// Links and images that point into the site, in the order written.
    pub links: Vec<Link>,
    /// What will not reach the reader, or not as it is written.
    pub findings: Vec<Finding>,
    /// How many findings there are; of very many, `findings` holds the first.
    pub found: usize,
    /// How many pieces of raw HTML are taken out of the page or replaced by a link.
    pub removed: usize,
    /// How many invisible controls were met.
    pub controls: Counts,
}

/// A link or image of a body whose target is on the site.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Link {
    /// The target as it is written.
    pub target: String,
    /// Link or image.
    pub kind: LinkKind,
    /// The bytes of the body the link is written in.
    pub range: Range<usize>,
}

/// What a target is used for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, bitcode::Encode, bitcode::Decode)]
pub enum LinkKind {
    /// Readers follow it.
    Link,
    /// It is shown.
    Image,
}

/// A text of a body, outside code, with its place.
pub struct TextPiece<'a> {
    /// The text as the reader sees it.
    pub text: &'a str,
    /// The bytes of the body it is written in.
    pub range: Range<usize>,
}

/// Longest opening, in characters.
const OPENING: usize = 220;

/// Reads `body` once.
pub fn scan(body: &str) -> Scan {
    scan_with(body, true, |_| {})
}

/// Reads `body` once, and shows each text outside code to `see`. The opening is found out where it is wanted: most
/// articles have a summary.
pub fn scan_with(body: &str, wants_opening: bool, mut see: impl FnMut(TextPiece)) -> Scan {
    let document = read(body, &|_| None, &|_| None);
    let events = document.events;
    let mut scan = Scan {
        opening: match wants_opening {
            true => opening(&events),
            false => String::new(),
        },
        words: 0,
        links: document.links,
        findings: document.findings,
        found: document.untold,
        removed: document.removed,
        controls: document.controls,
    };
    let mut in_code = false;
    for (at, (event, range)) in events.iter().enumerate() {
        match event {
            // `<a@example.org>` has no scheme in the parser's events, and is no path.
            Event::Start(Tag::Link {
                link_type: LinkType::Email,
                ..
            }) => {}
            Event::Start(Tag::Link { dest_url, .. }) => {
                note_address(&mut scan, dest_url, LinkKind::Link, range);
            }
            Event::Start(Tag::Image { dest_url, .. }) => {
                if classify(dest_url) == Address::Outside {
                    scan.findings.push(Finding {
                        kind: FindingKind::Linked(format!("the image {dest_url}")),
                        range: range.clone(),
                    });
                }
                if classify(dest_url) == Address::Inside && has_no_words(&events, at) {
                    scan.findings.push(Finding {
                        kind: FindingKind::NoWords(dest_url.to_string()),
                        range: range.clone(),
                    });
                }
                note_address(&mut scan, dest_url, LinkKind::Image, range);
            }
            Event::Text(text) | Event::Code(text) => {
                scan.words = scan.words.saturating_add(count_words(text));
                if !in_code && matches!(event, Event::Text(_)) {
                    see(TextPiece {
                        text,
                        range: range.clone(),
                    });
                }
            }
            Event::Start(Tag::CodeBlock(_)) => in_code = true,
            Event::End(TagEnd::CodeBlock) => in_code = false,
            _ => {}
        }
    }
    scan.found += scan.findings.len();
    scan.findings.sort_by_key(|finding| finding.range.start);
    scan.links.sort_by_key(|link| link.range.start);
    scan
}

/// Whether the picture that begins at `at` has no alternative text.
fn has_no_words(events: &[Placed], at: usize) -> bool {
    let inside = events.get(at + 1..element_end(events, at) - 1);
    plain_text(inside.unwrap_or_default()).trim().is_empty()
}

fn note_address(scan: &mut Scan, address: &str, kind: LinkKind, range: &Range<usize>) {
    match classify(address) {
        Address::Inside if !address.is_empty() => {
            scan.links.push(Link {
                target: address.to_owned(),
                kind,
                range: range.clone(),
            });
        }
        Address::Forbidden => {
            scan.findings.push(Finding {
                kind: FindingKind::Removed(format!("the address `{address}`")),
                range: range.clone(),
            });
        }
        _ => {}
    }
}

/// Words, parted by white space, in which there is a letter or digit.
fn count_words(text: &str) -> u32 {
    // First a look that is faster: quotation marks and dashes begin as such spaces do.
    let may_begin = |byte: u8| (byte < b' ') | (byte == 0xC2) | (byte.wrapping_sub(0xE1) < 3);
    if any(text.as_bytes(), may_begin) && any_pair(text.as_bytes(), may_be_other_space) {
        let words = text.split_whitespace();
        let words = words.filter(|word| is_word(word)).count();
        return u32::try_from(words).unwrap_or(u32::MAX);
    }
    let bytes = text.as_bytes();
    let word_at = |start: usize| {
        let end = memchr(b' ', &bytes[start..]).map_or(bytes.len(), |length| start + length);
        is_word(&text[start..end])
    };
    let begins = |at: &usize| bytes[at - 1] == b' ' && bytes[*at] != b' ';
    let mut words = usize::from(word_at(0));
    let mut at = 1;
    // Most words are told by their first bytes, and those of a whole stretch at once.
    while let Some(beginnings) = Beginnings::at(bytes, at) {
        words += match beginnings.are_told() {
            true => beginnings.told,
            false => (at..at + STRETCH)
                .filter(begins)
                .filter(|at| word_at(*at))
                .count(),
        };
        at += STRETCH;
    }
    words += (at..bytes.len())
        .filter(begins)
        .filter(|at| word_at(*at))
        .count();
    u32::try_from(words).unwrap_or(u32::MAX)
}

/// Bytes in which beginnings of words are counted together.
const STRETCH: usize = 64;

/// How many words begin in a stretch of a text whose only white space are spaces.
struct Beginnings {
    all: usize,
    /// Those of which the first bytes tell that there is a letter or digit.
    told: usize,
}

impl Beginnings {
    /// Those from `at` on, which is not the first byte; nothing near the end.
    #[inline]
    fn at(bytes: &[u8], at: usize) -> Option<Self> {
        let from = |start: usize| bytes.get(start..)?.first_chunk::<STRETCH>();
        let (before, first, second) = (from(at - 1)?, from(at)?, from(at + 1)?);
        // No branch, so that the compiler looks at many bytes at once.
        let begins = before
            .iter()
            .zip(first)
            .map(|(before, first)| (*before == b' ') & (*first != b' '));
        let told = first
            .iter()
            .zip(second)
            .map(|(first, second)| is_told(*first, *second));
        let count = |begins: u8, of: bool| begins + u8::from(of);
        Some(Beginnings {
            all: usize::from(begins.clone().fold(0, count)),
            told: usize::from(
                begins
                    .zip(told)
                    .map(|(begins, told)| begins & told)
                    .fold(0, count),
            ),
        })
    }

    /// Whether the first bytes tell of each that it is a word.
    fn are_told(&self) -> bool {
        self.all == self.told
    }
}

/// Whether the first two bytes of a word are those of a letter or digit that most words begin with: U+0620 to
/// U+064A, and those of ASCII.
#[inline]
fn is_told(first: u8, second: u8) -> bool {
    (first == 0xD8) & (second >= 0xA0)
        | (first == 0xD9) & (second <= 0x8A)
        | is_letter(first)
        | is_digit(first)
}

/// Whether there is a letter or digit in `word`.
fn is_word(word: &str) -> bool {
    match word.as_bytes() {
        [first, second, ..] if is_told(*first, *second) => true,
        _ => word.chars().any(char::is_alphanumeric),
    }
}

/// The first paragraph at the outermost level that has words, cut between words.
fn opening(events: &[Placed]) -> String {
    let mut at = 0;
    while at < events.len() {
        let end = element_end(events, at);
        if let (Event::Start(Tag::Paragraph), _) = &events[at] {
            let text = plain_text(&without_images(&events[at..end]));
            let text = one_line(&text);
            if text.chars().any(char::is_alphanumeric) {
                return cut(&text);
            }
        }
        at = end;
    }
    String::new()
}

/// A picture's alternative text is not the article's opening.
fn without_images<'a>(events: &[Placed<'a>]) -> Vec<Placed<'a>> {
    let mut kept = Vec::with_capacity(events.len());
    let mut at = 0;
    while at < events.len() {
        match &events[at].0 {
            Event::Start(Tag::Image { .. }) => at = element_end(events, at),
            _ => {
                kept.push(events[at].clone());
                at += 1;
            }
        }
    }
    kept
}

fn cut(text: &str) -> String {
    let Some((limit, _)) = text.char_indices().nth(OPENING) else {
        return text.to_owned();
    };
    let head = match text[..limit].rfind(' ') {
        Some(space) if space > limit / 2 => &text[..space],
        _ => &text[..limit],
    };
    format!(
        "{}…",
        head.trim_end_matches(['،', ',', '؛', ';', ':', '-', '–', ' '])
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn learns_opening_words_links_and_removals() {
        let body = "## عنوان\n\n![صورة](a.png)\n\nوكانت [البلدية](../b.md) قد\nأعلنت[^1].\n\n<script>x</script>\n\n[x](javascript:y) [ص](https://example.org) <a@example.org>\n\n[^1]: حاشية [ج](/c/)\n";
        let scan = scan(body);
        assert_eq!(scan.opening, "وكانت البلدية قد أعلنت.");
        let targets: Vec<(&str, LinkKind)> = scan
            .links
            .iter()
            .map(|link| (&*link.target, link.kind))
            .collect();
        assert_eq!(
            targets,
            [
                ("a.png", LinkKind::Image),
                ("../b.md", LinkKind::Link),
                ("/c/", LinkKind::Link)
            ]
        );
        let found: Vec<&FindingKind> = scan.findings.iter().map(|finding| &finding.kind).collect();
        let removed = |what: &str| FindingKind::Removed(what.to_owned());
        assert_eq!(
            found,
            [&removed("<script>"), &removed("the address `javascript:y`")]
        );
        assert!(body[scan.findings[0].range.clone()].starts_with("<script>"));
    }

    #[test]
    fn words_are_what_stands_between_spaces_and_has_a_letter() {
        for text in [
            "",
            " ",
            "كلمة",
            " كلمة  وأخرى ",
            "\u{a0}«كلمة»\u{a0}-\u{3000}42 —\u{2003}…x\u{85}y\u{1680}z\u{200c}ا",
            "a\tb\nc\u{b}d\u{1f}e ⁂ ©",
            "٤٢ «و» – “x” ۷ … — العام\u{202f}الجديد",
            "a\u{2028}b\u{2029}c\u{205f}d\u{200a}e\u{2000}f ـ",
            "كلمة \n",
            "-",
        ] {
            // At each place of a longer text as well.
            for (before, behind) in [(0, 0), (20, 0), (20, 20), (63, 64), (0, 70)] {
                for pad in ["كلمة ", "x ", "« ", "  "] {
                    let text = format!("{}{text}{}", pad.repeat(before), pad.repeat(behind));
                    let words = text.split_whitespace();
                    let words = words.filter(|word| word.chars().any(char::is_alphanumeric));
                    assert_eq!(count_words(&text) as usize, words.count(), "{text:?}");
                }
            }
        }
    }

    #[test]
    fn a_long_opening_is_cut_between_words() {
        let scan = scan(&"كلمة ".repeat(100));
        assert!(scan.opening.chars().count() <= OPENING + 1);
        assert!(scan.opening.ends_with("كلمة…"));
        assert_eq!(scan.words, 100);
    }
}
