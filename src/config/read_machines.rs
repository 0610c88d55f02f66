//! The keys of `warraq.yaml` for what machines read -> [`Machines`].

use super::machines::moment;
use super::*;
use crate::diagnostics::Severity;
use crate::paths::UrlPath;
use crate::yaml::Fields;

/// The keys read here.
pub(super) const MACHINE_KEYS: [&str; 7] = [
    "citation",
    "short_links",
    "links",
    "hosting",
    "search",
    "icons",
    "security",
];

/// Where a search's words go in its address (OpenSearch 1.1).
const TERMS: &str = "{searchTerms}";

/// The largest icon, in pixels.
const LARGEST: u16 = 4096;

/// Reads them. `zone` is the newsroom's, in which a day begins.
pub(super) fn read_machines(fields: &mut Fields, zone: &SiteZone) -> Machines {
    Machines {
        citation: fields.flag("citation").unwrap_or(true),
        short_links: fields.flag("short_links").unwrap_or(false),
        relative_links: read_links(fields),
        hosting: read_hosting(fields),
        search: read_search(fields),
        icons: read_icons(fields),
        security: read_security(fields, zone),
    }
}

fn read_links(fields: &mut Fields) -> bool {
    match fields.text("links").as_deref() {
        None | Some("absolute") => false,
        Some("relative") => true,
        Some(other) => {
            fields.error(
                "links",
                "bad-links",
                format!("`{other}` is neither absolute nor relative"),
                "relative lets the site be read from a folder or a USB stick without a web server; absolute is for every other site.",
            );
            false
        }
    }
}

/// `feeds: {formats: [atom, rss, json]}`.
pub(super) fn read_formats(feeds: &mut Fields) -> Vec<FeedFormat> {
    if !feeds.has("formats") {
        return FeedFormat::ALL.to_vec();
    }
    let mut formats = Vec::new();
    for word in feeds.texts("formats") {
        match FeedFormat::ALL.iter().find(|format| format.word() == word) {
            Some(format) if formats.contains(format) => {}
            Some(format) => formats.push(*format),
            None => feeds.error(
                "formats",
                "bad-feed-format",
                format!("`{word}` is no form of feed"),
                "Write any of atom, rss and json: formats: [atom, rss, json]",
            ),
        }
    }
    formats
}

fn read_hosting(fields: &mut Fields) -> Hosting {
    let example = "hosting: {redirects: [netlify, nginx, apache], headers: true}";
    let read = fields.mapping("hosting", example, |hosting| {
        let mut servers: Vec<Server> = Vec::new();
        for word in hosting.texts("redirects") {
            let Some(server) = Server::ALL.into_iter().find(|server| server.word() == word) else {
                hosting.error(
                    "redirects",
                    "bad-hosting",
                    format!("`{word}` is no server that old addresses can be written for"),
                    "Write any of netlify, cloudflare, nginx and apache.",
                );
                continue;
            };
            match servers.iter().find(|other| other.file() == server.file()) {
                Some(other) if *other != server => hosting.error(
                    "redirects",
                    "bad-hosting",
                    format!(
                        "{} and {} would both read {}, each in its own way",
                        other.word(),
                        server.word(),
                        server.file()
                    ),
                    "Keep the one that the site is hosted by.",
                ),
                Some(_) => {}
                None => servers.push(server),
            }
        }
        let headers = hosting.flag("headers").unwrap_or(true);
        hosting.finish(&["redirects", "headers"], Severity::Error);
        Hosting {
            redirects: servers,
            headers,
        }
    });
    read.unwrap_or(Hosting {
        redirects: Vec::new(),
        headers: true,
    })
}

fn read_search(fields: &mut Fields) -> Option<String> {
    let example = format!("search: {{url: \"https://example.org/search?q={TERMS}\"}}");
    let read = fields.mapping("search", &example, |search| {
        let url = search.text("url");
        search.finish(&["url"], Severity::Error);
        url
    });
    let address = read??;
    let is_web = address.starts_with("https://") || address.starts_with("http://");
    let plain = address.replace(['{', '}'], "");
    if is_web && address.contains(TERMS) && url::Url::parse(&plain).is_ok() {
        return Some(address);
    }
    fields.error(
        "search",
        "bad-search",
        format!("`{address}` is not the address of a search"),
        format!(
            "Write an absolute address with {TERMS} where the words go. For example: {example}"
        ),
    );
    None
}

fn read_icons(fields: &mut Fields) -> Vec<Icon> {
    let example = "icons: {any: /icon.svg, 192: /icon-192.png, 512: /icon-512.png}";
    let read = fields.mapping("icons", example, |icons| {
        let mut read = Vec::new();
        for key in icons.keys() {
            let Some(target) = icons.text(&key) else {
                continue;
            };
            let size = match key.as_str() {
                "any" => Some(None),
                number => number
                    .parse()
                    .ok()
                    .filter(|size| (1..=LARGEST).contains(size))
                    .map(Some),
            };
            let is_path = target.starts_with('/') && !target.contains(['?', '#']);
            let url = UrlPath::new(&target).ok().filter(|_| is_path);
            match (size, url) {
                (Some(size), Some(url)) => read.push(Icon { size, url }),
                _ => icons.error(
                    &key,
                    "bad-icon",
                    format!("`{key}: {target}` is not an icon"),
                    format!("Write the width in pixels, or any for an SVG, and the address of a file in static/. For example: {example}"),
                ),
            }
        }
        read
    });
    read.unwrap_or_default()
}

fn read_security(fields: &mut Fields, zone: &SiteZone) -> Option<Security> {
    let example =
        "security: {contact: \"mailto:security@example.org\", expires: 2027-12-31T00:00:00Z}";
    let read = fields.mapping("security", example, |security| {
        let contact = security.texts("contact");
        let written = security.text("expires");
        let span = security.place("expires");
        let read = Security {
            expires: written
                .as_deref()
                .and_then(|text| moment(text, zone))
                .unwrap_or_default(),
            contact,
            languages: security.texts("languages"),
            policy: security.text("policy"),
            place: (span.line, span.column),
        };
        security.finish(
            &["contact", "expires", "languages", "policy"],
            Severity::Error,
        );
        read
    })?;
    let is_address = |text: &String| {
        let known = ["https://", "mailto:", "tel:"];
        known.iter().any(|scheme| text.starts_with(scheme)) && !text.contains(char::is_whitespace)
    };
    let addresses_are_good = read.contact.iter().chain(&read.policy).all(is_address);
    if !read.contact.is_empty() && addresses_are_good && !read.expires.0.is_empty() {
        return Some(read);
    }
    fields.error(
        "security",
        "bad-security",
        "`security` needs a `contact`, which begins with mailto:, tel: or https://, and a date at which it `expires`",
        format!("For example: {example}"),
    );
    None
}
