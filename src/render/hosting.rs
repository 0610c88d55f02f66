//! What web servers are told: old addresses and headers, each in the words of one server.
//!
//! Servers differ in what they compare an address with: `_redirects` with what stands in it, percent-encoded;
//! nginx and Apache with the path as it reads when it is decoded.

use crate::config::{BaseUrl, Server};
use crate::paths::{UrlPath, decode};
use crate::plan::Site;

/// The old addresses and where they lead, in the order of the old ones, for `server`.
pub(super) fn redirects(
    server: Server,
    redirects: &[(UrlPath, UrlPath)],
    base: &BaseUrl,
) -> Vec<u8> {
    let text = match server {
        // Netlify sends the page that is at the old address unless it is told not to.
        Server::Netlify => underscore(redirects, base, "301!"),
        Server::Cloudflare => underscore(redirects, base, "301"),
        Server::Nginx => nginx(redirects, base),
        Server::Apache => apache(redirects, base),
    };
    text.into_bytes()
}

fn underscore(redirects: &[(UrlPath, UrlPath)], base: &BaseUrl, status: &str) -> String {
    let mut text = String::new();
    // A star is all that follows, a colon a name for it.
    let plain = |url| base.href(url).replace('*', "%2A").replace(':', "%3A");
    for (from, to) in redirects {
        text.extend([&plain(from), " ", &plain(to), " ", status, "\n"]);
    }
    text
}

fn nginx(redirects: &[(UrlPath, UrlPath)], base: &BaseUrl) -> String {
    let mut text = String::from(
        "# In nginx.conf, inside http { }:\n\
         #   map_hash_bucket_size 1024;\n\
         #   map_hash_max_size 65536;\n\
         #   include /path/to/redirects.nginx.conf;\n\
         # and inside server { }:\n\
         #   if ($warraq_moved) { return 301 $warraq_moved; }\n\
         map $uri $warraq_moved {\n",
    );
    // nginx takes capitals and small letters of ASCII for the same, and refuses the second of two.
    let mut seen = std::collections::HashSet::new();
    for (from, to) in redirects {
        let path = decode(&base.href(from));
        if !seen.insert(path.to_ascii_lowercase()) {
            continue;
        }
        let path = path.replace('\\', "\\\\").replace('"', "\\\"");
        let to = base.href(to).replace('$', "%24");
        text.extend(["  \"", &path, "\" \"", &to, "\";\n"]);
    }
    text.push_str("}\n");
    text
}

fn apache(redirects: &[(UrlPath, UrlPath)], base: &BaseUrl) -> String {
    let root = base.local("/");
    let mut text = format!("ErrorDocument 404 {root}404.html\n");
    for (from, to) in redirects {
        let (from, to) = (decode(&base.href(from)), decode(&base.href(to)));
        let from = expression(&from).replace('"', "\\\"");
        // Apache encodes where it leads, so that it is written decoded.
        let to = to
            .replace('$', "\\$")
            .replace('&', "\\&")
            .replace('"', "\\\"");
        text.extend(["RedirectMatch 301 \"^", &from, "$\" \"", &to, "\"\n"]);
    }
    text
}

/// A path as a regular expression that it alone fits, inside quotation marks: Apache takes one backslash
/// away only before a quotation mark or another backslash.
fn expression(path: &str) -> String {
    let mut expression = String::with_capacity(path.len() + 8);
    for c in path.chars() {
        if "\\.+*?()|[]{}^$".contains(c) {
            expression.push('\\');
        }
        expression.push(c);
    }
    expression
}

/// `_headers`, as Netlify and Cloudflare Pages read it.
pub(super) fn headers(site: &Site) -> Vec<u8> {
    let root = site.base_url.local("/");
    let policy = site.machines.policy.of_server();
    format!(
        "{root}*\n  \
           Content-Security-Policy: {policy}\n  \
           Referrer-Policy: strict-origin-when-cross-origin\n  \
           X-Content-Type-Options: nosniff\n\
         {root}theme/*\n  \
           Cache-Control: public, max-age=31536000, immutable\n"
    )
    .into_bytes()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn list() -> Vec<(UrlPath, UrlPath)> {
        let url = |text: &str| UrlPath::new(text).unwrap();
        vec![
            (url("/قديم/"), url("/جديد/")),
            (url("/a+b(1).html"), url("/it's $1 & \"x\"/")),
        ]
    }

    fn written(server: Server) -> String {
        let base = BaseUrl::new("https://example.org/archive/").unwrap();
        String::from_utf8(redirects(server, &list(), &base)).unwrap()
    }

    #[test]
    fn underscore_redirects_are_percent_encoded() {
        assert_eq!(
            written(Server::Cloudflare),
            "/archive/%D9%82%D8%AF%D9%8A%D9%85/ /archive/%D8%AC%D8%AF%D9%8A%D8%AF/ 301\n\
             /archive/a+b(1).html /archive/it's%20$1%20&%20%22x%22/ 301\n"
        );
        assert!(
            written(Server::Netlify)
                .lines()
                .all(|line| line.ends_with(" 301!"))
        );
    }

    #[test]
    fn nginx_compares_decoded_and_sends_encoded() {
        let text = written(Server::Nginx);
        assert!(text.contains("  \"/archive/قديم/\" \"/archive/%D8%AC%D8%AF%D9%8A%D8%AF/\";\n"));
        assert!(
            text.contains("  \"/archive/a+b(1).html\" \"/archive/it's%20%241%20&%20%22x%22/\";\n")
        );
    }

    #[test]
    fn apache_matches_the_whole_path_and_nothing_in_it_is_a_pattern() {
        let text = written(Server::Apache);
        assert!(text.contains("RedirectMatch 301 \"^/archive/قديم/$\" \"/archive/جديد/\"\n"));
        assert!(
            text.contains("\"^/archive/a\\+b\\(1\\)\\.html$\""),
            "{text}"
        );
    }
}
