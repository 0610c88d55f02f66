//! Raw HTML in an article: what may stand, and what is taken out.
//!
//! ammonia does the cleaning, on the whole of the rendered body, since a tag may open in one piece of
//! raw HTML and close in another. What it will take out is found beforehand by reading the pieces
//! with a real HTML tokenizer, so that the editor can be told where.

use std::cell::RefCell;
use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::OnceLock;

use ammonia::Builder;
use html5ever::tendril::StrTendril;
use html5ever::tokenizer::{
    BufferQueue, TagKind, Token, TokenSink, TokenSinkResult, Tokenizer, TokenizerOpts,
};

use super::schemes::{Address, classify};

/// Elements that may stand in an article, with their own attributes.
const ELEMENTS: [(&str, &[&str]); 67] = [
    (
        "a",
        &[
            "href",
            "hreflang",
            "rel",
            "role",
            "tabindex",
            "aria-hidden",
            "aria-label",
        ],
    ),
    ("abbr", &[]),
    ("aside", &["role"]),
    ("audio", &["src", "controls", "preload", "loop"]),
    ("b", &[]),
    ("bdi", &[]),
    ("bdo", &[]),
    ("blockquote", &["cite"]),
    ("br", &[]),
    ("caption", &[]),
    ("cite", &[]),
    ("code", &["translate"]),
    ("col", &["span"]),
    ("colgroup", &["span"]),
    ("data", &["value"]),
    ("dd", &[]),
    ("del", &["cite", "datetime"]),
    ("details", &["open"]),
    ("dfn", &[]),
    ("div", &["role", "tabindex", "aria-label"]),
    ("dl", &[]),
    ("dt", &[]),
    ("em", &[]),
    ("figcaption", &[]),
    ("figure", &[]),
    ("h1", &[]),
    ("h2", &[]),
    ("h3", &[]),
    ("h4", &[]),
    ("h5", &[]),
    ("h6", &[]),
    ("hr", &[]),
    ("i", &[]),
    (
        "img",
        &[
            "src", "srcset", "sizes", "alt", "width", "height", "loading", "decoding",
        ],
    ),
    ("input", &["type", "checked", "disabled", "aria-label"]),
    ("ins", &["cite", "datetime"]),
    ("kbd", &["translate"]),
    ("li", &["value"]),
    ("mark", &[]),
    ("ol", &["start", "reversed", "type"]),
    ("p", &[]),
    ("picture", &[]),
    ("pre", &["translate", "tabindex"]),
    ("q", &["cite"]),
    ("rp", &[]),
    ("rt", &[]),
    ("ruby", &[]),
    ("s", &[]),
    ("samp", &["translate"]),
    ("section", &["role", "aria-label"]),
    ("small", &[]),
    ("source", &["src", "srcset", "sizes", "type", "media"]),
    ("span", &[]),
    ("strong", &[]),
    ("sub", &[]),
    ("summary", &[]),
    ("sup", &[]),
    ("table", &[]),
    ("tbody", &[]),
    ("td", &["colspan", "rowspan", "headers"]),
    ("tfoot", &[]),
    ("th", &["colspan", "rowspan", "headers", "scope"]),
    ("thead", &[]),
    ("time", &["datetime"]),
    ("tr", &[]),
    ("track", &["src", "kind", "srclang", "label", "default"]),
    ("ul", &[]),
];

/// `video` has too many attributes to stand in the table's line.
const VIDEO: (&str, &[&str]) = (
    "video",
    &[
        "src",
        "controls",
        "preload",
        "loop",
        "muted",
        "playsinline",
        "poster",
        "width",
        "height",
    ],
);

/// Attributes any element may have.
const GENERAL: [&str; 5] = ["class", "dir", "id", "lang", "title"];

/// Elements whose content goes with them.
const DROPPED_WHOLE: [&str; 8] = [
    "script", "style", "template", "iframe", "noscript", "object", "svg", "math",
];

/// Schemes an address in raw HTML may have; [`classify`] decides the same for Markdown links.
const SCHEMES: [&str; 4] = ["http", "https", "mailto", "tel"];

fn elements() -> impl Iterator<Item = (&'static str, &'static [&'static str])> {
    ELEMENTS.into_iter().chain([VIDEO])
}

/// Removes from rendered HTML whatever is not on the list.
pub(super) fn sanitise(html: &str) -> String {
    static CLEANER: OnceLock<Builder<'static>> = OnceLock::new();
    let cleaner = CLEANER.get_or_init(|| {
        let mut builder = Builder::empty();
        let attributes: HashMap<&str, HashSet<&str>> = elements()
            .map(|(name, own)| (name, own.iter().copied().collect()))
            .collect();
        builder
            .tags(elements().map(|(name, _)| name).collect())
            .tag_attributes(attributes)
            .generic_attributes(GENERAL.into_iter().collect())
            .clean_content_tags(DROPPED_WHOLE.into_iter().collect())
            .url_schemes(
                SCHEMES
                    .into_iter()
                    .chain(["sms", "geo", "xmpp", "irc", "ircs", "magnet", "ftp"])
                    .collect(),
            )
            .url_relative(ammonia::UrlRelative::PassThrough)
            .link_rel(None)
            .strip_comments(true);
        builder
    });
    cleaner.clean(html).to_string()
}

/// Something in a piece of raw HTML that will not reach the reader.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Removal {
    /// The line inside the piece, from 0.
    pub(super) line: usize,
    /// What it is: `<script>`, or `onclick` of `<a>`.
    pub(super) what: String,
}

/// Everything in `fragment` that [`sanitise`] will take out.
pub(super) fn removals(fragment: &str) -> Vec<Removal> {
    let sink = Collector::default();
    let tokenizer = Tokenizer::new(sink, TokenizerOpts::default());
    let input = BufferQueue::default();
    input.push_back(StrTendril::from(fragment));
    let _ = tokenizer.feed(&input);
    tokenizer.end();
    tokenizer.sink.found.into_inner()
}

#[derive(Default)]
struct Collector {
    found: RefCell<Vec<Removal>>,
}

impl TokenSink for Collector {
    type Handle = ();

    fn process_token(&self, token: Token, line: u64) -> TokenSinkResult<()> {
        let line = usize::try_from(line).unwrap_or(1).saturating_sub(1);
        let tell = |what: String| self.found.borrow_mut().push(Removal { line, what });
        if let Token::TagToken(tag) = token
            && tag.kind == TagKind::StartTag
        {
            let name = tag.name.to_string();
            match allowed().get(name.as_str()) {
                None => tell(format!("<{name}>")),
                Some(own) => {
                    for attribute in &tag.attrs {
                        let key = attribute.name.local.to_string();
                        let address = matches!(key.as_str(), "href" | "src" | "cite" | "poster");
                        let known = own.contains(&key.as_str()) || GENERAL.contains(&key.as_str());
                        if !known || address && classify(&attribute.value) == Address::Forbidden {
                            tell(format!("`{key}` of <{name}>"));
                        }
                    }
                }
            }
        }
        TokenSinkResult::Continue
    }
}

fn allowed() -> &'static BTreeMap<&'static str, &'static [&'static str]> {
    static ALLOWED: OnceLock<BTreeMap<&str, &[&str]>> = OnceLock::new();
    ALLOWED.get_or_init(|| elements().collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_told_is_what_is_taken_out() {
        for (fragment, told, left) in [
            ("<script>alert(1)</script>", vec!["<script>"], ""),
            (
                "<a href=\"javascript:x\" onclick=\"y\">a</a>",
                vec!["`href` of <a>", "`onclick` of <a>"],
                "<a>a</a>",
            ),
            (
                "<figure><img src=\"a.png\" alt=\"x\"></figure>",
                vec![],
                "<figure><img src=\"a.png\" alt=\"x\"></figure>",
            ),
            (
                "<iframe src=\"https://x.org\"></iframe><abbr title=\"x\">y</abbr>",
                vec!["<iframe>"],
                "<abbr title=\"x\">y</abbr>",
            ),
            (
                "<p style=\"color:red\">x</p>",
                vec!["`style` of <p>"],
                "<p>x</p>",
            ),
            (
                "<svg><script>1</script></svg>",
                vec!["<svg>", "<script>"],
                "",
            ),
        ] {
            let found: Vec<String> = removals(fragment)
                .into_iter()
                .map(|removal| removal.what)
                .collect();
            assert_eq!(found, told, "{fragment}");
            assert_eq!(sanitise(fragment), left, "{fragment}");
        }
        assert_eq!(
            removals("<p>\n<script>")
                .first()
                .map(|removal| removal.line),
            Some(1)
        );
    }
}
