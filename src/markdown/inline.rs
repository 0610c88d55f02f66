//! Text inside a block: escaped, with bare web addresses made links that read from left to right.

use std::ops::Range;

use pulldown_cmark_escape::{escape_href, escape_html, escape_html_body_text};

use crate::text::bidi::{may_need_isolation, runs};
use crate::text::controls::{Control, control};
use crate::text::direction::{Direction, StrongLetters};

/// Appends `text` escaped for an element's content.
pub(super) fn push_text(out: &mut String, text: &str) {
    // Writing to a String cannot fail.
    let _ = escape_html_body_text(out, text);
}

/// Appends `text` escaped for an attribute in double quotes.
pub(super) fn push_attribute(out: &mut String, text: &str) {
    let _ = escape_html(&mut *out, text);
}

/// Appends an address for an `href` or `src`, percent-encoding what is not encoded yet.
pub(super) fn push_address(out: &mut String, address: &str) {
    let _ = escape_href(&mut *out, address);
}

/// Appends `text` with bare `http://` and `https://` addresses as links.
pub(super) fn push_text_with_links(out: &mut String, text: &str) {
    let mut from = 0;
    for address in addresses(text) {
        push_text(out, &text[from..address.start]);
        from = address.end;
        let address = &text[address];
        out.push_str("<a dir=\"ltr\" href=\"");
        push_address(out, address);
        out.push_str("\">");
        push_text(out, address);
        out.push_str("</a>");
    }
    push_text(out, &text[from..]);
}

/// Where bare addresses stand in `text`.
pub(super) fn addresses(text: &str) -> impl Iterator<Item = Range<usize>> + '_ {
    let mut from = 0;
    std::iter::from_fn(move || {
        loop {
            // The colon is rarer than what could be looked for as a whole.
            let marker = from + memchr::memchr(b':', &text.as_bytes()[from..])?;
            if !text[marker..].starts_with("://") {
                from = marker + 1;
                continue;
            }
            let start = match &text[from..marker] {
                before if before.ends_with("https") => marker - 5,
                before if before.ends_with("http") => marker - 4,
                _ => {
                    from = marker + 3;
                    continue;
                }
            };
            let is_inside_word = text[from..start].ends_with(|c: char| c.is_ascii_alphanumeric());
            let end = start + address_length(&text[start..]);
            from = marker + 3;
            if !is_inside_word && end > from {
                from = end;
                return Some(start..end);
            }
        }
    })
}

/// Appends one line of plain text, with what would be shown in another order isolated.
pub(super) fn push_line(out: &mut String, text: &str, base: Direction) {
    let is_flagged = match base {
        Direction::Rtl => may_need_isolation(text),
        // Arabic words may take along what stands beside them, without any sign.
        Direction::Ltr => StrongLetters::of(text).rtl,
    };
    let runs = match is_flagged {
        true => runs(text, base, |_| true),
        false => Vec::new(),
    };
    let mut from = 0;
    for run in runs {
        push_text(out, &text[from..run.range.start]);
        push_isolated(out, &text[run.range.clone()], run.direction);
        from = run.range.end;
    }
    push_text(out, &text[from..]);
}

/// Appends `text` in an element that sets it in a direction of its own.
pub(super) fn push_isolated(out: &mut String, text: &str, direction: Direction) {
    out.push_str("<bdi dir=\"");
    out.push_str(direction.as_str());
    out.push_str("\">");
    push_text(out, text);
    out.push_str("</bdi>");
}

/// The HTML of one line of plain text, such as a headline or a caption, that stands in an element of
/// direction `base`: escaped, with what UAX #9 would show in another order isolated.
pub fn line(text: &str, base: Direction) -> String {
    let mut out = String::with_capacity(text.len());
    push_line(&mut out, text, base);
    out
}

/// As [`line`], for a text that is escaped already; `None` where nothing in it is to be isolated, which
/// costs one look at its bytes.
pub fn isolated(escaped: &str, base: Direction) -> Option<String> {
    let may = match base {
        Direction::Rtl => may_need_isolation(escaped),
        // By the bytes that letters of right-to-left scripts begin with.
        Direction::Ltr => escaped
            .bytes()
            .any(|byte| matches!(byte, 0xD6..=0xDF | 0xE0 | 0xEF | 0xF0)),
    };
    if !may {
        return None;
    }
    let mut text = String::with_capacity(escaped.len());
    // Where each character of the text begins, in the text and in its escaped form.
    let mut places = Vec::new();
    let mut rest = escaped;
    while let Some(c) = rest.chars().next() {
        let (c, length) = reference(rest).unwrap_or((c, c.len_utf8()));
        places.push((text.len(), escaped.len() - rest.len()));
        text.push(c);
        rest = &rest[length..];
    }
    if base == Direction::Ltr && !StrongLetters::of(&text).rtl {
        return None;
    }
    let place = |at: usize| {
        let found = places.binary_search_by_key(&at, |(text, _)| *text);
        found.map_or(escaped.len(), |n| places[n].1)
    };
    let mut out = String::new();
    let mut from = 0;
    for run in runs(&text, base, |_| true) {
        let (start, end) = (place(run.range.start), place(run.range.end));
        out.push_str(&escaped[from..start]);
        out.push_str("<bdi dir=\"");
        out.push_str(run.direction.as_str());
        out.push_str("\">");
        out.push_str(&escaped[start..end]);
        out.push_str("</bdi>");
        from = end;
    }
    if from == 0 {
        return None;
    }
    out.push_str(&escaped[from..]);
    Some(out)
}

/// The character that a reference at the beginning of an escaped text stands for, and its length.
fn reference(text: &str) -> Option<(char, usize)> {
    let known = [
        ("&amp;", '&'),
        ("&lt;", '<'),
        ("&gt;", '>'),
        ("&quot;", '"'),
        ("&#x27;", '\''),
        ("&#39;", '\''),
        ("&#x2F;", '/'),
    ];
    let found = known.iter().find(|(written, _)| text.starts_with(written));
    found.map(|(written, c)| (*c, written.len()))
}

/// How far an address reaches: to a space or quotation mark, without the punctuation of the sentence
/// around it. A closing bracket belongs to it only if it opened one.
fn address_length(text: &str) -> usize {
    let stops = |c: char| {
        c.is_whitespace()
            || "<>\"«»،؛؟“”".contains(c)
            || control(c).is_some_and(|c| c != Control::Blank)
    };
    let mut address = &text[..text.find(stops).unwrap_or(text.len())];
    let mut unopened = address.matches(')').count() as i64 - address.matches('(').count() as i64;
    while let Some(last) = address.chars().last() {
        match last {
            ')' if unopened > 0 => unopened -= 1,
            last if ".,;:!?…'*_]".contains(last) => {}
            _ => break,
        }
        address = &address[..address.len() - last.len_utf8()];
    }
    address.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn linked(text: &str) -> String {
        let mut out = String::new();
        push_text_with_links(&mut out, text);
        out
    }

    #[test]
    fn an_escaped_line_is_isolated_as_a_plain_one() {
        for text in [
            "فوز 3-2 في \"C++\"",
            "AT&T و3-2",
            "'1-2' & <b>",
            "نص",
            "التاريخ 1/2-3 و\"x\"",
        ] {
            for base in [Direction::Rtl, Direction::Ltr] {
                let mut escaped = String::new();
                push_attribute(&mut escaped, text);
                let found = isolated(&escaped, base).unwrap_or(escaped);
                let found = found.replace("&quot;", "\"").replace("&#39;", "'");
                assert_eq!(found, line(text, base), "{text}");
            }
        }
    }

    #[test]
    fn addresses_end_where_the_sentence_goes_on() {
        assert_eq!(
            linked("انظر (https://example.org/a_(b)?x=1&y), ثم."),
            "انظر (<a dir=\"ltr\" href=\"https://example.org/a_(b)?x=1&amp;y\">https://example.org/a_(b)?x=1&amp;y</a>), ثم."
        );
        assert_eq!(linked("xhttp://a ://b http://"), "xhttp://a ://b http://");
        assert_eq!(linked("a < b & c"), "a &lt; b &amp; c");
    }
}
