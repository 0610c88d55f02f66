//! The attributes of one tag: which may stand, and where its addresses lead.

use super::elements::{Element, GENERAL, Kind};
use super::judge;
use super::tokens::Tag;
use super::{Change, Cleaner, Place};
use crate::markdown::inline::push_address;
use crate::markdown::scan::{Link, LinkKind};
use crate::markdown::schemes::{Address, classify};

/// Where an address of raw HTML leads.
pub(super) enum Target {
    /// Where the page may lead or load from.
    Here(String),
    /// Another host, from which nothing is loaded.
    Elsewhere(String),
    /// An article that is not published.
    Nowhere,
    /// Nowhere it may lead; told.
    Refused,
}

/// The attributes of a start tag, sorted out.
#[derive(Default)]
pub(super) struct Attributes {
    /// As they are to be written, each with a space before it.
    written: String,
    /// What the element shows, if it may be loaded.
    pub(super) source: Option<String>,
    /// The same as it is written.
    pub(super) target: String,
    /// What it would load from another host.
    pub(super) elsewhere: Option<String>,
    /// The words that stand for it where it is not shown.
    pub(super) words: String,
}

impl Attributes {
    /// Those of a link made here.
    pub(super) fn of_link(address: &str) -> Self {
        Attributes {
            written: written("href", address),
            ..Attributes::default()
        }
    }

    /// The whole start tag.
    pub(super) fn start_tag(&self, element: &Element) -> String {
        format!("<{}{}>", element.name, self.written)
    }

    /// Whether attribute `name` stands in the tag: in values there are no quotation marks.
    pub(super) fn say(&self, name: &str) -> bool {
        self.written.contains(&format!(" {name}=\""))
    }

    /// Adds an attribute to the tag.
    pub(super) fn add(&mut self, attribute: &str) {
        self.written.push_str(attribute);
    }
}

/// What becomes of one attribute.
enum Verdict {
    /// It stands, with this value.
    Stands(String),
    /// It goes, and why is told by the element or by whoever follows links.
    Goes,
    /// It goes, and is told.
    Refused,
}

impl Cleaner<'_, '_> {
    /// Sorts out the attributes of `tag`.
    pub(super) fn attributes(
        &mut self,
        element: &'static Element,
        tag: &Tag,
        place: &Place,
    ) -> Attributes {
        let mut sorted = Attributes::default();
        if tag.overfull {
            self.tell(Change::Removed, place, || {
                format!("all of the attributes of <{}>", element.name)
            });
        }
        for (name, value) in &tag.attributes {
            let known = element.attributes.contains(&&**name) || GENERAL.contains(&&**name);
            let verdict = match known {
                true => self.attribute(element, name, value, place, &mut sorted),
                false => Verdict::Refused,
            };
            let written = match verdict {
                Verdict::Stands(value) => written(name, &value),
                Verdict::Goes => continue,
                Verdict::Refused => String::new(),
            };
            // One by one, so that what ammonia takes out can be named.
            match !written.is_empty() && self.passes(element, &written) {
                true => sorted.written.push_str(&written),
                false => self.tell(Change::Removed, place, || match &**name {
                    "id" => format!("the id `{value}` of <{}>, which is not free,", element.name),
                    name => format!("`{name}` of <{}>", element.name),
                }),
            }
        }
        sorted
    }

    /// Whether ammonia gives the element back unchanged with this attribute.
    fn passes(&mut self, element: &'static Element, written: &str) -> bool {
        let tag = format!("<{}{written}>", element.name);
        if let Some(passes) = self.judged.get(&tag) {
            return *passes;
        }
        let passes = judge::start_tag(element, &tag).is_some_and(|kept| kept == tag);
        self.judged.insert(tag, passes);
        passes
    }

    fn attribute(
        &mut self,
        element: &'static Element,
        name: &str,
        value: &str,
        place: &Place,
        sorted: &mut Attributes,
    ) -> Verdict {
        let stands_if = |fits: bool| match fits {
            true => Verdict::Stands(value.to_owned()),
            false => Verdict::Refused,
        };
        match name {
            "href" | "cite" => match self.address(value, LinkKind::Link, place) {
                Target::Here(address) | Target::Elsewhere(address) => Verdict::Stands(address),
                Target::Nowhere => Verdict::Goes,
                Target::Refused => Verdict::Refused,
            },
            "src" | "poster" => {
                let kind = match element.kind {
                    Kind::Void => LinkKind::Image,
                    _ if name == "poster" => LinkKind::Image,
                    _ => LinkKind::Link,
                };
                match self.address(value, kind, place) {
                    Target::Here(address) if address.starts_with('#') => Verdict::Refused,
                    Target::Here(address) => {
                        if name == "src" {
                            sorted.source = Some(address.clone());
                            sorted.target = trimmed(value).to_owned();
                        }
                        Verdict::Stands(address)
                    }
                    Target::Elsewhere(address) if name == "src" && is_web(&address) => {
                        sorted.elsewhere = Some(address);
                        Verdict::Goes
                    }
                    Target::Nowhere => Verdict::Goes,
                    Target::Elsewhere(_) | Target::Refused => Verdict::Refused,
                }
            }
            "dir" => stands_if(
                ["ltr", "rtl", "auto"]
                    .iter()
                    .any(|known| value.eq_ignore_ascii_case(known)),
            ),
            "id" => stands_if(
                !value.is_empty() && !value.contains(char::is_whitespace) && self.is_free(value),
            ),
            "width" | "height" | "span" | "colspan" | "rowspan" => stands_if(is_number(value)),
            "start" | "value" if element.name != "data" => {
                stands_if(is_number(value.strip_prefix('-').unwrap_or(value)))
            }
            "alt" | "title" => {
                if sorted.words.is_empty() {
                    value.clone_into(&mut sorted.words);
                }
                Verdict::Stands(value.to_owned())
            }
            _ => Verdict::Stands(value.to_owned()),
        }
    }

    /// Where an address leads. One on this site is noted, to be followed like a link of Markdown.
    pub(super) fn address(&mut self, written: &str, kind: LinkKind, place: &Place) -> Target {
        let target = trimmed(written);
        let mut signs = target
            .chars()
            .filter(|c| !matches!(c, '\t' | '\n' | '\r'))
            .map(|c| c == '/' || c == '\\');
        // A browser takes `\/` for `//`.
        if signs.next() == Some(true) && signs.next() == Some(true) {
            let host = target.trim_start_matches(['/', '\\', '\t', '\n', '\r']);
            return Target::Elsewhere(encoded(&format!("//{host}")));
        }
        match classify(target) {
            Address::Forbidden => Target::Refused,
            Address::Outside => Target::Elsewhere(encoded(target)),
            Address::Fragment => Target::Here(encoded(target)),
            Address::Inside if target.is_empty() => Target::Refused,
            Address::Inside => {
                self.cleaned.links.push(Link {
                    target: target.to_owned(),
                    kind,
                    range: self.range(place),
                });
                match (self.resolve)(target) {
                    Some(address) if address.is_empty() => Target::Nowhere,
                    Some(address) => Target::Here(encoded(&address)),
                    None => Target::Here(encoded(target)),
                }
            }
        }
    }
}

fn trimmed(address: &str) -> &str {
    address.trim_matches(|c: char| c.is_whitespace() || c.is_control())
}

/// Whether a link to this address opens a page of the web.
fn is_web(address: &str) -> bool {
    let lower = address.get(..8).unwrap_or(address).to_ascii_lowercase();
    ["http:", "https:", "//"]
        .iter()
        .any(|start| lower.starts_with(start))
}

fn is_number(value: &str) -> bool {
    !value.is_empty() && value.len() <= 5 && value.bytes().all(|byte| byte.is_ascii_digit())
}

/// An address, percent-encoded where it is not yet.
fn encoded(address: &str) -> String {
    let mut escaped = String::with_capacity(address.len());
    push_address(&mut escaped, address);
    escaped.replace("&#x27;", "'").replace("&amp;", "&")
}

/// An attribute as html5ever writes it, with a space before it.
fn written(name: &str, value: &str) -> String {
    let mut out = format!(" {name}=\"");
    for c in value.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '\u{a0}' => out.push_str("&nbsp;"),
            '"' => out.push_str("&quot;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            c => out.push(c),
        }
    }
    out.push('"');
    out
}
