//! Text inside a block: escaped, with bare web addresses made links that read from left to right.

use pulldown_cmark_escape::{escape_href, escape_html, escape_html_body_text};

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
    let mut rest = text;
    while let Some((before, address, after)) = next_address(rest) {
        push_text(out, before);
        out.push_str("<a dir=\"ltr\" href=\"");
        push_address(out, address);
        out.push_str("\">");
        push_text(out, address);
        out.push_str("</a>");
        rest = after;
    }
    push_text(out, rest);
}

fn next_address(text: &str) -> Option<(&str, &str, &str)> {
    let mut from = 0;
    loop {
        let marker = from + text[from..].find("://")?;
        from = marker + 3;
        let start = match &text[..marker] {
            before if before.ends_with("https") => marker - 5,
            before if before.ends_with("http") => marker - 4,
            _ => continue,
        };
        if text[..start].ends_with(|c: char| c.is_ascii_alphanumeric()) {
            continue;
        }
        let end = start + address_length(&text[start..]);
        if end > from {
            return Some((&text[..start], &text[start..end], &text[end..]));
        }
    }
}

/// How far an address reaches: to a space or quotation mark, without the punctuation of the sentence
/// around it. A closing bracket belongs to it only if it opened one.
fn address_length(text: &str) -> usize {
    let stops = |c: char| c.is_whitespace() || "<>\"«»،؛؟“”".contains(c);
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
    fn addresses_end_where_the_sentence_goes_on() {
        assert_eq!(
            linked("انظر (https://example.org/a_(b)?x=1&y), ثم."),
            "انظر (<a dir=\"ltr\" href=\"https://example.org/a_(b)?x=1&amp;y\">https://example.org/a_(b)?x=1&amp;y</a>), ثم."
        );
        assert_eq!(linked("xhttp://a ://b http://"), "xhttp://a ://b http://");
        assert_eq!(linked("a < b & c"), "a &lt; b &amp; c");
    }
}
