//! A page as it was built -> the same page with the script that watches for changes.
//!
//! Two things are touched: a `<script>` is put before `</head>`, and the page's own Content-Security-Policy
//! lets it and its connection through. All other bytes stay. A page without a head gets the script at its
//! end.

use std::borrow::Cow;

use memchr::memmem;

use super::request::OWN;
use crate::digest::Digest;

/// The site itself, in a policy.
const OWN_SITE: &str = "'self'";

/// The entity tag of a file with these bytes.
pub(super) fn tag_of(bytes: &[u8]) -> String {
    Digest::of_bytes(bytes).to_string()
}

/// What a page is apart from the versions in the addresses of its style sheets: where only these differ, the
/// sheets can be swapped under the reader's eyes.
pub(super) fn unstyled(page: &[u8]) -> String {
    let head = head(page);
    let mut rest = page.get(..head).unwrap_or_default();
    let mut kept = Vec::with_capacity(page.len());
    while let Some(at) = find(rest, b"<link") {
        let (before, tag) = rest.split_at(at);
        kept.extend_from_slice(before);
        let end = find(tag, b">").unwrap_or(tag.len());
        let (tag, after) = tag.split_at(end);
        match find(tag, b"stylesheet") {
            Some(_) => kept.extend(without_versions(tag)),
            None => kept.extend_from_slice(tag),
        }
        rest = after;
    }
    kept.extend_from_slice(rest);
    kept.extend_from_slice(page.get(head..).unwrap_or_default());
    tag_of(&kept)
}

/// A tag without what stands in it between a `?` and the next quotation mark.
fn without_versions(tag: &[u8]) -> impl Iterator<Item = u8> {
    let mut is_version = false;
    tag.iter().copied().filter(move |byte| {
        is_version = match byte {
            b'?' => true,
            b'"' | b'\'' => false,
            _ => is_version,
        };
        !is_version
    })
}

/// The page with the script. `tag` is the entity tag of the page as it was built.
pub(super) fn with_script(page: &[u8], tag: &str) -> Vec<u8> {
    let script = format!(
        "<script src=\"{OWN}live.js\" data-tag=\"{tag}\" data-page=\"{}\" defer></script>\n",
        unstyled(page)
    );
    let head = head(page);
    let mut served = Vec::with_capacity(page.len() + script.len() + 100);
    let mut rest = page.get(..head).unwrap_or_default();
    while let Some(at) = find(rest, b"<meta") {
        let (before, tag) = rest.split_at(at);
        served.extend_from_slice(before);
        let end = find(tag, b">").unwrap_or(tag.len());
        let (tag, after) = tag.split_at(end);
        served.extend_from_slice(&permitting(tag));
        rest = after;
    }
    served.extend_from_slice(rest);
    served.extend_from_slice(script.as_bytes());
    served.extend_from_slice(page.get(head..).unwrap_or_default());
    served
}

/// Where the head of a page ends.
fn head(page: &[u8]) -> usize {
    find(page, b"</head>").unwrap_or(page.len())
}

fn find(bytes: &[u8], needle: &[u8]) -> Option<usize> {
    memmem::find(bytes, needle)
}

/// A `<meta` tag, whose policy lets the script through if it is one.
fn permitting(tag: &[u8]) -> Cow<'_, [u8]> {
    let text = std::str::from_utf8(tag).ok();
    let is_policy = |text: &&str| {
        text.to_ascii_lowercase()
            .contains("content-security-policy")
    };
    let Some(text) = text.filter(is_policy) else {
        return Cow::Borrowed(tag);
    };
    let quoted = ['"', '\''].into_iter().find_map(|quote| {
        let (before, rest) = text.split_once(&format!("content={quote}"))?;
        let (policy, after) = rest.split_once(quote)?;
        // Between apostrophes those of the keywords are written as references.
        let policy = ["&#39;", "&#x27;", "&apos;"]
            .iter()
            .fold(policy.to_owned(), |policy, written| {
                policy.replace(written, "'")
            });
        let mut policy = permissive(&policy);
        if quote == '\'' {
            policy = policy.replace('\'', "&#39;");
        }
        Some(format!("{before}content={quote}{policy}{quote}{after}"))
    });
    match quoted {
        Some(text) => Cow::Owned(text.into_bytes()),
        None => Cow::Borrowed(tag),
    }
}

/// A policy that also lets the site's own scripts run and connect to it.
fn permissive(policy: &str) -> String {
    let mut directives: Vec<String> = policy
        .split(';')
        .map(|directive| directive.trim().to_owned())
        .filter(|directive| !directive.is_empty())
        .collect();
    let fallback = directives
        .iter()
        .find(|directive| name_of(directive) == "default-src")
        .map(|directive| sources_of(directive));
    for needed in ["script-src", "connect-src"] {
        let mut is_named = false;
        for directive in &mut directives {
            let name = name_of(directive);
            if name == needed || (needed == "script-src" && name == "script-src-elem") {
                is_named |= name == needed;
                *directive = allowing(&name, sources_of(directive));
            }
        }
        if let (false, Some(fallback)) = (is_named, &fallback) {
            directives.push(allowing(needed, fallback.clone()));
        }
    }
    directives.join("; ")
}

fn name_of(directive: &str) -> String {
    let name = directive.split_whitespace().next().unwrap_or_default();
    name.to_ascii_lowercase()
}

fn sources_of(directive: &str) -> Vec<String> {
    directive
        .split_whitespace()
        .skip(1)
        .map(str::to_owned)
        .collect()
}

fn allowing(name: &str, sources: Vec<String>) -> String {
    let mut allowed: Vec<String> = sources
        .into_iter()
        .filter(|source| !source.eq_ignore_ascii_case("'none'"))
        .collect();
    if !allowed
        .iter()
        .any(|source| source.eq_ignore_ascii_case(OWN_SITE))
    {
        allowed.push(OWN_SITE.to_owned());
    }
    format!("{name} {}", allowed.join(" "))
}

#[cfg(test)]
mod tests {
    use super::*;

    const PAGE: &str = "<!doctype html>\n<head>\n<meta charset=\"utf-8\">\n<meta http-equiv=\"Content-Security-Policy\" \
         content=\"default-src 'none'; style-src 'self'\">\n<link rel=\"stylesheet\" href=\"/style.css?1\">\n</head>\n\
         <body>نص <code>&lt;meta Content-Security-Policy content=\"default-src 'none'\"></body>\n";

    #[test]
    fn only_the_script_and_the_policy_are_touched() {
        let tag = tag_of(PAGE.as_bytes());
        let served = String::from_utf8(with_script(PAGE.as_bytes(), &tag)).unwrap();
        let (before, rest) = served.split_once("<script ").unwrap();
        let (script, after) = rest.split_once("</script>\n").unwrap();
        assert!(script.contains(&format!("data-tag=\"{tag}\"")), "{script}");
        let policy = "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'";
        let restored =
            format!("{before}{after}").replacen(policy, "default-src 'none'; style-src 'self'", 1);
        assert_eq!(restored, PAGE);
    }

    #[test]
    fn a_page_without_a_head_gets_the_script_at_its_end() {
        let served = String::from_utf8(with_script("نص".as_bytes(), "t")).unwrap();
        assert!(served.starts_with("نص<script "), "{served}");
    }

    #[test]
    fn a_policy_lets_no_more_through_than_is_needed() {
        for (policy, expected) in [
            ("", ""),
            ("img-src *", "img-src *"),
            (
                "default-src 'none'",
                "default-src 'none'; script-src 'self'; connect-src 'self'",
            ),
            (
                "default-src https:; script-src 'none'; connect-src a.org",
                "default-src https:; script-src 'self'; connect-src a.org 'self'",
            ),
            (
                "Script-Src 'self' 'sha256-x';connect-src 'self'",
                "script-src 'self' 'sha256-x'; connect-src 'self'",
            ),
            ("script-src-elem 'none'", "script-src-elem 'self'"),
        ] {
            assert_eq!(permissive(policy), expected, "{policy}");
        }
        let tag = "<meta http-equiv='Content-Security-Policy' content='script-src &#39;none&#39;'";
        let expected =
            "<meta http-equiv='Content-Security-Policy' content='script-src &#39;self&#39;'";
        assert_eq!(permitting(tag.as_bytes()), expected.as_bytes());
    }

    #[test]
    fn pages_that_differ_in_a_sheets_version_are_one_page() {
        let newer = PAGE.replace("style.css?1", "style.css?2");
        let other = PAGE.replace("نص", "نصوص");
        let page = |text: &str| unstyled(text.as_bytes());
        assert_eq!(page(PAGE), page(&newer));
        assert_ne!(page(PAGE), page(&other));
        assert_ne!(tag_of(PAGE.as_bytes()), tag_of(newer.as_bytes()));
        let moved = PAGE.replace("style.css?1", "other.css?1");
        assert_ne!(page(PAGE), page(&moved));
    }
}
