//! What of a page's plain text readers see, and its letters.

/// Attributes that readers see or hear. Not among them: addresses, names, `value` (which is data that
/// goes back to a server) and everything else that machines read.
const ATTRIBUTES: [&str; 9] = [
    "alt",
    "title",
    "aria-label",
    "aria-description",
    "aria-roledescription",
    "aria-valuetext",
    "placeholder",
    "label",
    "summary",
];

/// The names of `<meta>` whose `content` readers see: in search results, in shared links.
const DESCRIPTIONS: [&str; 12] = [
    "description",
    "application-name",
    "apple-mobile-web-app-title",
    "og:title",
    "og:description",
    "og:site_name",
    "og:image:alt",
    "twitter:title",
    "twitter:description",
    "twitter:image:alt",
    "dc.title",
    "dcterms.title",
];

fn place(list: &[&str], name: &[u8]) -> Option<usize> {
    list.iter()
        .position(|known| name.eq_ignore_ascii_case(known.as_bytes()))
}

/// Which of the readable attributes `name` is.
pub(super) fn attribute(name: &[u8]) -> Option<usize> {
    // Most attributes of a page are `href`, `class` and `src`.
    match name.first()?.to_ascii_lowercase() {
        b'a' | b't' | b'p' | b'l' | b's' => place(&ATTRIBUTES, name),
        _ => None,
    }
}

/// How many readable attributes there are.
pub(super) const COUNT: usize = ATTRIBUTES.len();

/// Whether readers see the `content` of a `<meta>` of this name or property.
pub(super) fn description(name: &[u8]) -> bool {
    place(&DESCRIPTIONS, name.trim_ascii()).is_some()
}

/// Longest name of a character reference that is passed over.
const LONGEST_REFERENCE: usize = 32;

/// The characters of a piece of HTML text, without those that spell a character reference: the
/// letters of `&quot;` are none of the text's.
pub(super) fn characters(text: &str) -> impl Iterator<Item = char> {
    let mut rest = text;
    std::iter::from_fn(move || {
        if let Some(reference) = rest.strip_prefix('&') {
            let end = reference
                .bytes()
                .take(LONGEST_REFERENCE)
                .position(|byte| !(byte.is_ascii_alphanumeric() || byte == b'#'));
            if let Some(end) = end.filter(|end| *end > 0 && reference.as_bytes()[*end] == b';') {
                rest = &reference[end + 1..];
                return Some('&');
            }
        }
        let mut characters = rest.chars();
        let next = characters.next();
        rest = characters.as_str();
        next
    })
}
