//! What a request asks for -> the file of the site that answers it.
//!
//! The target and the `Host` of a request come in as they were sent, by anyone; a file's path below the
//! output, raw and in NFC, goes out. Nothing here touches a file. A path that climbs, hides something or is
//! no text has no file, on whatever disk it is looked for.

use std::net::IpAddr;

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};

use crate::text::normalize::nfc;

/// The longest path that is looked at, in bytes as it was sent.
const LONGEST: usize = 8 * 1024;

/// The folder below which the server answers itself. No site has an address there: its name is reserved.
pub(super) const OWN: &str = "/.warraq/";

/// What is not encoded in a path that the server sends.
const PLAIN: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'/')
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~');

/// Why a target has no path.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refusal {
    /// It does not begin with `/`.
    NotAPath,
    /// Its bytes are not UTF-8.
    NotText,
    /// `.` or `..` as a part.
    Climbs,
    /// A control character, a backslash or an encoded `/`.
    Character,
    /// It is longer than anything that has an address.
    TooLong,
}

impl Refusal {
    /// It in words.
    pub(super) fn told(self) -> &'static str {
        match self {
            Refusal::NotAPath => "the address does not begin with /",
            Refusal::NotText => "the address is not UTF-8 text",
            Refusal::Climbs => "the address has a part . or ..",
            Refusal::Character => "the address holds a character that no address of a site has",
            Refusal::TooLong => "the address is too long",
        }
    }
}

/// The path of a target that may be raw or percent-encoded: begins with `/`, raw, in NFC. Parts that climb
/// are refused rather than followed: no link of a site has them, and a browser has followed them already.
pub fn path_of(target: &str) -> Result<String, Refusal> {
    let path = target.split(['?', '#']).next().unwrap_or_default();
    if !path.starts_with('/') {
        return Err(Refusal::NotAPath);
    }
    if path.len() > LONGEST {
        return Err(Refusal::TooLong);
    }
    // A file's name holds no `/`: encoded, it can only be meant to get past whoever looks at parts.
    if path.to_ascii_lowercase().contains("%2f") {
        return Err(Refusal::Character);
    }
    let decoded = percent_decode_str(path)
        .decode_utf8()
        .map_err(|_| Refusal::NotText)?;
    let path = nfc(&decoded).into_owned();
    for part in path.split('/') {
        if part == "." || part == ".." {
            return Err(Refusal::Climbs);
        }
        if part.chars().any(|c| c.is_control() || c == '\\') {
            return Err(Refusal::Character);
        }
    }
    Ok(path)
}

/// A raw path as it is sent.
pub(super) fn encoded(path: &str) -> String {
    utf8_percent_encode(path, PLAIN).to_string()
}

/// Where a path leads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Route {
    /// To this file below the output.
    File(String),
    /// To another address, as a raw path from the host's root.
    Moved(String),
    /// Nowhere; the first of these files that is there says so.
    Missing(Vec<String>),
}

/// Where `path` leads on a site that is published under `base`, both raw. `exists` tells whether a file is
/// there.
pub fn route(path: &str, base: &str, exists: &dyn Fn(&str) -> bool) -> Route {
    let home = base.trim_end_matches('/');
    let below = match path
        .strip_prefix(home)
        .and_then(|rest| rest.strip_prefix('/'))
    {
        Some(below) => below,
        None if path == "/" || path == home => return Route::Moved(format!("{home}/")),
        None => return Route::Missing(vec![NOT_FOUND.to_owned()]),
    };
    let folder = below.strip_suffix('/');
    let is_clean = below.is_empty()
        || folder
            .unwrap_or(below)
            .split('/')
            .all(|part| !part.is_empty());
    if !is_clean {
        return Route::Missing(not_found(below));
    }
    if below.is_empty() || folder.is_some() {
        let file = format!("{below}index.html");
        return match exists(&file) {
            true => Route::File(file),
            false => Route::Missing(not_found(below)),
        };
    }
    if exists(below) {
        return Route::File(below.to_owned());
    }
    match exists(&format!("{below}/index.html")) {
        true => Route::Moved(format!("{path}/")),
        false => Route::Missing(not_found(below)),
    }
}

const NOT_FOUND: &str = "404.html";

/// The pages that may say that `below` is not there, nearest first: a language has its own.
fn not_found(below: &str) -> Vec<String> {
    let ends = below.match_indices('/').map(|(at, _)| at + 1);
    let mut found: Vec<String> = ends
        .filter_map(|end| Some(format!("{}{NOT_FOUND}", below.get(..end)?)))
        .filter(|path| !path.starts_with('/') && !path.contains("//"))
        .collect();
    found.reverse();
    found.push(NOT_FOUND.to_owned());
    found
}

/// Whether a request may be meant for this server. A page of a foreign site can lead its own name to this
/// machine (DNS rebinding) and read what is there; it cannot do so with an address or with `localhost`.
/// `named` is the name the server was told to listen on.
pub fn is_host_ours(host: &str, named: &str) -> bool {
    let name = match host.strip_prefix('[') {
        Some(rest) => match rest.split_once(']') {
            Some((name, port)) if port.is_empty() || port.starts_with(':') => name,
            _ => return false,
        },
        None => match host.rsplit_once(':') {
            Some((name, port)) if port.bytes().all(|byte| byte.is_ascii_digit()) => name,
            Some(_) => return false,
            None => host,
        },
    };
    let name = name.trim_end_matches('.').to_ascii_lowercase();
    name.parse::<IpAddr>().is_ok()
        || name == "localhost"
        || name.ends_with(".localhost")
        || (!name.is_empty() && name == named.to_ascii_lowercase())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn raw_encoded_and_decomposed_forms_are_one_path() {
        for target in [
            "/2022/إقالات/",
            "/2022/%D8%A5%D9%82%D8%A7%D9%84%D8%A7%D8%AA/",
            "/2022/ا\u{655}قالات/?q=1",
            "/2022/%d8%a5قالات/#x",
        ] {
            assert_eq!(path_of(target).as_deref(), Ok("/2022/إقالات/"));
        }
        // A percent sign that encodes nothing is one.
        assert_eq!(path_of("/50%").as_deref(), Ok("/50%"));
        assert_eq!(path_of("/50%25").as_deref(), Ok("/50%"));
        // What was encoded twice is decoded once.
        assert_eq!(path_of("/%252e%252e/").as_deref(), Ok("/%2e%2e/"));
    }

    #[test]
    fn what_no_address_holds_is_refused() {
        for (target, refusal) in [
            ("", Refusal::NotAPath),
            ("*", Refusal::NotAPath),
            ("x/../", Refusal::NotAPath),
            ("/../etc/passwd", Refusal::Climbs),
            ("/a/%2e%2E/b", Refusal::Climbs),
            ("/.%2e/", Refusal::Climbs),
            ("/./a", Refusal::Climbs),
            ("/..%2fetc", Refusal::Character),
            ("/a%2Fb", Refusal::Character),
            ("/a\\..\\b", Refusal::Character),
            ("/%5c..%5c", Refusal::Character),
            ("/a%00.html", Refusal::Character),
            ("/a%0d%0aSet-Cookie:x", Refusal::Character),
            ("/%c0%ae%c0%ae/", Refusal::NotText),
            ("/%ff", Refusal::NotText),
        ] {
            assert_eq!(path_of(target), Err(refusal), "{target}");
        }
        let long = format!("/{}", "a".repeat(LONGEST));
        assert_eq!(path_of(&long), Err(Refusal::TooLong));
    }

    #[test]
    fn a_path_leads_to_its_file_its_folder_or_nowhere() {
        let files = ["index.html", "a/index.html", "feed.xml", "en/404.html"];
        let exists = |file: &str| files.contains(&file);
        let at = |path: &str| route(path, "/", &exists);
        let file = |file: &str| Route::File(file.to_owned());
        assert_eq!(at("/"), file("index.html"));
        assert_eq!(at("/a/"), file("a/index.html"));
        assert_eq!(at("/a/index.html"), file("a/index.html"));
        assert_eq!(at("/feed.xml"), file("feed.xml"));
        assert_eq!(at("/a"), Route::Moved("/a/".into()));
        let missing =
            |files: &[&str]| Route::Missing(files.iter().map(|file| (*file).to_owned()).collect());
        assert_eq!(
            at("/en/x/y"),
            missing(&["en/x/404.html", "en/404.html", "404.html"])
        );
        assert_eq!(
            at("/feed.xml/"),
            missing(&["feed.xml/404.html", "404.html"])
        );
        // No host would be taken for the first part of a path.
        for path in ["//a", "//a/", "/a//", "//"] {
            assert!(matches!(at(path), Route::Missing(_)), "{path}");
        }
    }

    #[test]
    fn a_site_below_a_path_is_served_there() {
        let exists = |file: &str| file == "index.html" || file == "a/index.html";
        let at = |path: &str| route(path, "/أرشيف/", &exists);
        assert_eq!(at("/"), Route::Moved("/أرشيف/".into()));
        assert_eq!(at("/أرشيف"), Route::Moved("/أرشيف/".into()));
        assert_eq!(at("/أرشيف/"), Route::File("index.html".into()));
        assert_eq!(at("/أرشيف/a"), Route::Moved("/أرشيف/a/".into()));
        assert_eq!(at("/a/"), Route::Missing(vec!["404.html".into()]));
        assert_eq!(at("/أرشيفx/"), Route::Missing(vec!["404.html".into()]));
    }

    #[test]
    fn only_names_of_this_machine_are_answered() {
        for host in [
            "localhost",
            "localhost:8000",
            "LOCALHOST.",
            "site.localhost:1",
            "127.0.0.1:8000",
            "[::1]:8000",
            "[::1]",
            "192.168.1.4",
            "press.local:8000",
        ] {
            assert!(is_host_ours(host, "press.local"), "{host}");
        }
        for host in [
            "",
            "example.org",
            "localhost.example.org",
            "127.0.0.1.example.org",
            "127.0.0.1:80:80",
            "[::1]x",
            "[::1",
            "notlocalhost",
            "localhost:x",
            "press.local.evil",
            "user@localhost.evil",
        ] {
            assert!(!is_host_ours(host, "press.local"), "{host}");
        }
        assert!(!is_host_ours("", ""));
    }

    proptest! {
        /// Whatever is sent: no panic, and a path that is taken cannot leave any folder.
        #[test]
        fn no_path_leaves_a_folder(target in "(/|%2e|\\.|%2f|%5c|\\\\|a|خ|%d8%ae|%00|%|\u{655}|\\PC){0,40}", base in "/(a/)?") {
            if let Ok(path) = path_of(&target) {
                prop_assert!(path.starts_with('/') && !path.contains(['\\', '\0']));
                prop_assert!(path.split('/').all(|part| part != ".." && part != "."));
                let outside = |file: &str| {
                    file.starts_with('/') || file.split('/').any(|part| matches!(part, "" | "." | ".."))
                };
                let mut asked = Vec::new();
                let cell = std::cell::RefCell::new(&mut asked);
                let found = route(&path, &base, &|file| { cell.borrow_mut().push(file.to_owned()); true });
                prop_assert!(!asked.iter().any(|file| outside(file)), "{asked:?}");
                if let Route::Missing(files) = found {
                    prop_assert!(!files.iter().any(|file| outside(file)), "{files:?}");
                }
                // A redirect stays on this host.
                if let Route::Moved(to) = route(&path, &base, &|file| file.ends_with("/index.html")) {
                    prop_assert!(to.starts_with('/') && !to.starts_with("//"));
                    prop_assert_eq!(path_of(&encoded(&to)), Ok(to));
                }
            }
        }

        #[test]
        fn no_host_is_too_odd(host in "\\PC{0,40}") {
            let _ = is_host_ours(&host, "x");
        }
    }
}
