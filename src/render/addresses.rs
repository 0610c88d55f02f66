//! The addresses in finished HTML, written anew: relative, for a site that is read without a server, or
//! absolute, for a text that is read away from its page.
//!
//! HTML comes in and goes out, and nothing changes in it but addresses of this site in attributes that hold
//! one. What is not a tag (text, comments, scripts) is passed over.

use std::borrow::Cow;
use std::ops::Range;

use memchr::{memchr, memmem};

use crate::config::BaseUrl;
use crate::paths::OutputPath;

/// Attributes whose value is one address.
const ADDRESSES: [&str; 6] = ["href", "src", "poster", "action", "data", "xlink:href"];

/// Attributes that list pictures with their sizes.
const SETS: [&str; 2] = ["srcset", "imagesrcset"];

/// Elements in which nothing is a tag but their own end.
const TEXTS: [&str; 6] = ["script", "style", "textarea", "title", "iframe", "xmp"];

/// The page that will lie at `path`, each of its addresses within the site as a file system reads it:
/// relative, and with the name of a folder's page.
pub(super) fn relative(page: &str, path: &OutputPath, base: &BaseUrl) -> String {
    let root = base.local("/");
    let up = "../".repeat(path.as_str().matches('/').count());
    rewritten(page, &|address| {
        let (path, rest) = parts(address);
        if path.starts_with("//") {
            return None;
        }
        let below = path.strip_prefix(root.as_str())?;
        let page = match below.is_empty() || below.ends_with('/') {
            true => "index.html",
            false => "",
        };
        // A colon before any slash would make a scheme of what stands before it.
        let first = below.split('/').next().unwrap_or_default();
        let here = match up.is_empty() && first.contains(':') {
            true => "./",
            false => "",
        };
        Some(format!("{here}{up}{below}{page}{rest}"))
    })
}

/// The text of the page at `address`, a whole one, each of its addresses as it is from anywhere.
pub(super) fn absolute(text: &str, address: &str, base: &BaseUrl) -> String {
    rewritten(text, &|written| match written.as_bytes() {
        [b'/', b'/', ..] => None,
        [b'/', ..] => Some(format!("{}{written}", base.origin())),
        [b'#', ..] => Some(format!("{address}{written}")),
        _ => None,
    })
}

/// An address as it stands in an attribute: its path, and what follows from `?` or `#` on. The `#` of a
/// character reference is part of the path.
fn parts(address: &str) -> (&str, &str) {
    let bytes = address.as_bytes();
    let ends = |at: &usize| match bytes[*at] {
        b'?' => true,
        b'#' => at.checked_sub(1).is_none_or(|before| bytes[before] != b'&'),
        _ => false,
    };
    let end = (0..bytes.len()).find(ends).unwrap_or(bytes.len());
    address.split_at(end)
}

fn rewritten(html: &str, new: &dyn Fn(&str) -> Option<String>) -> String {
    let bytes = html.as_bytes();
    let mut out = String::with_capacity(html.len() + html.len() / 8);
    let (mut at, mut copied) = (0, 0);
    while let Some(open) = memchr(b'<', &bytes[at..]) {
        at += open + 1;
        if bytes[at..].starts_with(b"!--") {
            let end = memmem::find(&bytes[at..], b"-->");
            at = end.map_or(bytes.len(), |end| at + end);
            continue;
        }
        if !bytes.get(at).is_some_and(u8::is_ascii_alphabetic) {
            continue;
        }
        let tag = Tag::read(html, at);
        for (value, written) in tag.changes(html, new) {
            out.push_str(&html[copied..value.start]);
            out.push_str(&written);
            copied = value.end;
        }
        at = tag.end;
        let name = &html[tag.name];
        if TEXTS.iter().any(|text| name.eq_ignore_ascii_case(text)) {
            at = end_of_text(bytes, at, name);
        }
    }
    out.push_str(&html[copied..]);
    out
}

/// Where the content of an element without elements ends.
fn end_of_text(bytes: &[u8], from: usize, name: &str) -> usize {
    let is_end = |end: &usize| {
        let after = from + end + 2;
        bytes
            .get(after..after + name.len())
            .is_some_and(|other| other.eq_ignore_ascii_case(name.as_bytes()))
    };
    let end = memmem::find_iter(&bytes[from..], b"</").find(is_end);
    end.map_or(bytes.len(), |end| from + end)
}

/// A start tag: where its name, its attributes' names and values, and its end are.
struct Tag {
    name: Range<usize>,
    attributes: Vec<(Range<usize>, Range<usize>)>,
    end: usize,
}

impl Tag {
    /// Reads the tag whose name begins at `start`.
    fn read(html: &str, start: usize) -> Self {
        let bytes = html.as_bytes();
        let find = |from: usize, is: &dyn Fn(u8) -> bool| {
            let rest = bytes.get(from..).unwrap_or_default();
            from + rest.iter().position(|byte| is(*byte)).unwrap_or(rest.len())
        };
        let ends_name = |byte: u8| byte.is_ascii_whitespace() || matches!(byte, b'/' | b'>');
        let mut tag = Tag {
            name: start..find(start, &ends_name),
            attributes: Vec::new(),
            end: bytes.len(),
        };
        let mut at = tag.name.end;
        loop {
            at = find(at, &|byte| !byte.is_ascii_whitespace() && byte != b'/');
            match bytes.get(at) {
                None => return tag,
                Some(b'>') => {
                    tag.end = at + 1;
                    return tag;
                }
                Some(_) => {}
            }
            // An equals sign that opens a name is part of it.
            let name = at..find(at + 1, &|byte| ends_name(byte) || byte == b'=');
            let equals = find(name.end, &|byte| !byte.is_ascii_whitespace());
            if bytes.get(equals) != Some(&b'=') {
                at = name.end;
                continue;
            }
            let from = find(equals + 1, &|byte| !byte.is_ascii_whitespace());
            let value = match bytes.get(from) {
                Some(quote @ (b'"' | b'\'')) => from + 1..find(from + 1, &|byte| byte == *quote),
                _ => from..find(from, &|byte| byte.is_ascii_whitespace() || byte == b'>'),
            };
            let is_quoted = value.start > from;
            at = (value.end + usize::from(is_quoted)).min(bytes.len());
            tag.attributes.push((name, value));
        }
    }

    /// The values that `new` writes anew, in order.
    fn changes(
        &self,
        html: &str,
        new: &dyn Fn(&str) -> Option<String>,
    ) -> Vec<(Range<usize>, String)> {
        let is = |range: &Range<usize>, list: &[&str]| {
            let name = &html[range.clone()];
            list.iter().any(|known| name.eq_ignore_ascii_case(known))
        };
        let refreshes = html[self.name.clone()].eq_ignore_ascii_case("meta")
            && self.attributes.iter().any(|(name, value)| {
                is(name, &["http-equiv"]) && html[value.clone()].eq_ignore_ascii_case("refresh")
            });
        let mut changes = Vec::new();
        for (name, range) in &self.attributes {
            let value = &html[range.clone()];
            let written = if is(name, &ADDRESSES) {
                new(value)
            } else if is(name, &SETS) {
                set(value, new)
            } else if refreshes && is(name, &["content"]) {
                value
                    .split_once("url=")
                    .and_then(|(before, address)| Some(format!("{before}url={}", new(address)?)))
            } else {
                None
            };
            if let Some(written) = written {
                changes.push((range.clone(), written));
            }
        }
        changes
    }
}

/// A list of pictures: each an address, and perhaps its width or density, parted by commas. Addresses of
/// this site have no comma in them that is followed by a space.
fn set(value: &str, new: &dyn Fn(&str) -> Option<String>) -> Option<String> {
    let mut is_changed = false;
    let pictures: Vec<Cow<str>> = value
        .split(", ")
        .map(|picture| {
            let picture = picture.trim();
            let (address, size) = picture.split_once(' ').unwrap_or((picture, ""));
            match new(address) {
                Some(address) => {
                    is_changed = true;
                    Cow::Owned(format!("{address} {size}").trim_end().to_owned())
                }
                None => Cow::Borrowed(picture),
            }
        })
        .collect();
    is_changed.then(|| pictures.join(", "))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(page: &str, path: &str) -> String {
        let base = BaseUrl::new("https://example.org/archive/").unwrap();
        relative(page, &OutputPath::new(path).unwrap(), &base)
    }

    #[test]
    fn addresses_of_the_site_lead_to_files() {
        let page = "<a href=\"/archive/2022/\">x</a> <A HREF='/archive/'>y</A> <img src=/archive/a.png>\
                    <a href=\"/archive/tags/it&#x27;s/?a=1#b\"><link href=\"/archive/s.css?v=1\">";
        assert_eq!(
            at(page, "2022/01/index.html"),
            "<a href=\"../../2022/index.html\">x</a> <A HREF='../../index.html'>y</A> <img src=../../a.png>\
             <a href=\"../../tags/it&#x27;s/index.html?a=1#b\"><link href=\"../../s.css?v=1\">"
        );
    }

    #[test]
    fn what_is_no_address_of_the_site_stays() {
        for page in [
            "<a href=\"https://example.org/archive/\">",
            "<a href=\"//other/archive/\">",
            "<a href=\"/elsewhere/\">",
            "<a href=\"#note\">",
            "<p title=\"/archive/\">href=\"/archive/\"</p>",
            "<!-- <a href=\"/archive/\"> -->",
            "<script>\"<a href='/archive/'>\"</script>",
            "<meta name=\"description\" content=\"0; url=/archive/\">",
            "<a href=\"/archive/",
            "<a <",
            "<",
        ] {
            let kept = match page.ends_with("/archive/") {
                // A tag without an end is no tag for readers either.
                true => page.to_owned(),
                false => at(page, "a/index.html"),
            };
            assert_eq!(kept, page);
        }
    }

    #[test]
    fn pictures_and_refreshes_are_addresses_too() {
        assert_eq!(
            at(
                "<img srcset=\"/archive/a.png 1x, https://x.org/b.png 2x\"><meta http-equiv=\"refresh\" content=\"0; url=/archive/b/\">",
                "a/index.html"
            ),
            "<img srcset=\"../a.png 1x, https://x.org/b.png 2x\"><meta http-equiv=\"refresh\" content=\"0; url=../b/index.html\">"
        );
        assert_eq!(
            at("<a href=\"/archive/a:b/\">", "index.html"),
            "<a href=\"./a:b/index.html\">"
        );
    }

    #[test]
    fn a_text_away_from_its_page_leans_on_no_address() {
        let base = BaseUrl::new("https://example.org/").unwrap();
        assert_eq!(
            absolute(
                "<a href=\"#n1\">1</a><a href=\"/b/\"><a href=\"mailto:x@y\">",
                "https://example.org/a/",
                &base
            ),
            "<a href=\"https://example.org/a/#n1\">1</a><a href=\"https://example.org/b/\"><a href=\"mailto:x@y\">"
        );
    }
}
