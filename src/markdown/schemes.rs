//! Which addresses a link of an article may have.

/// Where a link's address points, as far as its text tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Address {
    /// Another host, or mail or telephone.
    Outside,
    /// A heading or note of the same page.
    Fragment,
    /// Something on this site.
    Inside,
    /// A scheme that runs code or reaches into the reader's machine.
    Forbidden,
}

/// Schemes a reader's browser may be sent to from an article.
pub(super) const ALLOWED: [&str; 11] = [
    "http", "https", "mailto", "tel", "sms", "geo", "xmpp", "irc", "ircs", "magnet", "ftp",
];

/// The signs of which the first says whether an address has a scheme (RFC 3986, section 4.1).
const SIGNS: [char; 4] = [':', '/', '?', '#'];

/// Reads `address` as a browser does: white space and control characters inside the scheme do not
/// hide it (WHATWG URL, section 4.4).
pub fn classify(address: &str) -> Address {
    let mut clean = String::new();
    let mut is_decided = false;
    for c in address
        .chars()
        .filter(|c| !c.is_control() && !c.is_whitespace())
        .take(64)
    {
        clean.push(c);
        is_decided |= SIGNS.contains(&c);
        // Two signs at the front are looked at together.
        if is_decided && clean.len() > 1 {
            break;
        }
    }
    if clean.starts_with('#') {
        return Address::Fragment;
    }
    if clean.starts_with("//") || clean.starts_with("\\\\") || clean.starts_with("/\\") {
        return Address::Outside;
    }
    let scheme_end = clean
        .find(SIGNS)
        .filter(|at| clean.as_bytes().get(*at) == Some(&b':'));
    match scheme_end.map(|end| clean[..end].to_ascii_lowercase()) {
        None => Address::Inside,
        Some(scheme) if ALLOWED.contains(&scheme.as_str()) => Address::Outside,
        // `12:30.html` and Arabic names with a colon are files, not schemes (RFC 3986, 3.1).
        Some(scheme) if !scheme.starts_with(|c: char| c.is_ascii_alphabetic()) => Address::Inside,
        Some(scheme)
            if !scheme
                .chars()
                .all(|c| c.is_ascii_alphanumeric() || "+-.".contains(c)) =>
        {
            Address::Inside
        }
        Some(_) => Address::Forbidden,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hidden_schemes_are_seen() {
        for address in [
            "javascript:alert(1)",
            " JaVaScRiPt:x",
            "java\nscript:x",
            "data:text/html,x",
            "vbscript:x",
            "file:///etc/passwd",
        ] {
            assert_eq!(classify(address), Address::Forbidden, "{address}");
        }
        for address in [
            "https://example.org",
            "mailto:a@example.org",
            "tel:+963",
            "//cdn.example.org/x",
        ] {
            assert_eq!(classify(address), Address::Outside, "{address}");
        }
        for address in [
            "../a.md",
            "/2022/",
            "خبر: عاجل.md",
            "photo.png",
            "?q=a:b",
            "a/b:c",
        ] {
            assert_eq!(classify(address), Address::Inside, "{address}");
        }
    }
}
