//! Diagnostics -> a page that shows them where there is no page to show.

use std::fmt::Write;

use super::answer::{Answer, Content};
use super::injection::tag_of;
use super::live::{FAULTS_SHOWN, Words};
use super::request::OWN;
use crate::diagnostics::Diagnostic;

const STYLE: &str = "body{margin:2em auto;max-width:50em;padding:0 1em;font:16px/1.6 system-ui,sans-serif;color-scheme:light dark}\
                     pre{white-space:pre-wrap;padding:.6em;background:#8882}code,pre{font-size:.9em}h2{font-size:1em}";

/// The page that says `title` and what is wrong. It becomes what it should be when that is mended.
pub(super) fn fault_page(status: u16, title: &str, faults: &[Diagnostic]) -> Answer {
    let mut body = format!("<h1>{}</h1>\n", escaped(title));
    for fault in faults.iter().take(FAULTS_SHOWN) {
        let words = Words::of(fault);
        let (message, code) = (escaped(&fault.message), escaped(fault.code));
        // Writing to a text cannot fail.
        let _ = writeln!(body, "<h2 dir=\"auto\">{message} [{code}]</h2>");
        if let Some(place) = &words.place {
            let _ = writeln!(body, "<p><code>{}</code></p>", escaped(place));
        }
        if let Some(text) = &words.text {
            let _ = writeln!(body, "<pre dir=\"auto\">{}</pre>", escaped(text));
        }
        if let Some(hint) = &fault.hint {
            let _ = writeln!(body, "<p dir=\"auto\">{}</p>", escaped(hint));
        }
    }
    if let Some(more) = faults.len().checked_sub(FAULTS_SHOWN).filter(|n| *n > 0) {
        let _ = writeln!(body, "<p>{more} more; the terminal shows all.</p>");
    }
    let tag = tag_of(body.as_bytes());
    let page = format!(
        "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>{}</title>\n\
         <style>{STYLE}</style>\n\
         <script src=\"{OWN}live.js\" data-tag=\"{tag}\" data-page=\"fault\" defer></script>\n</head>\n\
         <body>\n{body}</body>\n</html>\n",
        escaped(title)
    );
    Answer::new(
        status,
        "text/html; charset=utf-8",
        Content::Bytes(page.into_bytes()),
    )
    .tagged(&tag)
    .header(
        "content-security-policy",
        "default-src 'none'; style-src 'unsafe-inline'; script-src 'self'; connect-src 'self'",
    )
}

fn escaped(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '"' => safe.push_str("&quot;"),
            '\'' => safe.push_str("&#39;"),
            // Neither shown nor let loose on the order of what follows.
            c if (c.is_control() && c != '\n' && c != '\t')
                || matches!(c, '\u{202A}'..='\u{202E}') =>
            {
                safe.extend(c.escape_unicode());
            }
            c => safe.push(c),
        }
    }
    safe
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostics::Span;
    use crate::paths::SourcePath;

    #[test]
    fn what_files_hold_is_shown_and_not_obeyed() {
        let fault = Diagnostic::error("unknown-key", "<script>alert(1)</script>")
            .at(
                &SourcePath::new("content/\"><b>.md"),
                Span::of_line("title: </pre>\u{202e}", 1),
            )
            .hint("<i>");
        let page = fault_page(500, "x", &[fault]);
        let Content::Bytes(bytes) = page.content else {
            panic!("no bytes")
        };
        let page = String::from_utf8(bytes).unwrap();
        assert!(page.contains("&lt;script&gt;alert(1)&lt;/script&gt;"));
        assert!(page.contains("content/&quot;&gt;&lt;b&gt;.md:1:1"));
        assert!(page.contains("title: &lt;/pre&gt;\\u{202e}"));
        assert_eq!(page.matches("<script").count(), 1);
    }
}
