//! `_headers` and `_redirects` -> rules, as static hosts read them.
//!
//! The text of the files comes in, rules and the lines that are none go out. What hosts do not agree on is
//! done as Netlify does: a redirect without a status is a 301, and gives way to a file that is there unless its
//! status ends in `!`.

use std::fmt::Write;

/// Headers for the addresses that match.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct HeaderRules(Vec<(Pattern, Vec<Header>)>);

/// What a rule says of a header.
#[derive(Debug, PartialEq, Eq)]
enum Header {
    Set(String, String),
    /// It is taken away again.
    Unset(String),
}

/// A line that is no rule.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Odd {
    /// Its number, from 1.
    pub line: usize,
    /// What is wrong with it.
    pub why: &'static str,
}

impl HeaderRules {
    /// Reads `_headers`.
    pub fn read(text: &str) -> (HeaderRules, Vec<Odd>) {
        let (mut rules, mut odd) = (Vec::new(), Vec::new());
        for (line, shown) in (1..).zip(text.lines()) {
            let content = shown.trim();
            let mut tell = |why| odd.push(Odd { line, why });
            if content.is_empty() || content.starts_with('#') {
                continue;
            }
            if !shown.starts_with([' ', '\t']) {
                match Pattern::read(content) {
                    Some(pattern) => rules.push((pattern, Vec::new())),
                    None => tell("an address begins with / or https://"),
                }
                continue;
            }
            let Some((_, headers)) = rules.last_mut() else {
                tell("a header needs an address above it");
                continue;
            };
            let header = match (content.strip_prefix('!'), content.split_once(':')) {
                (Some(name), _) => Header::Unset(name.trim().to_ascii_lowercase()),
                (None, Some((name, value))) => {
                    Header::Set(name.trim().to_ascii_lowercase(), value.trim().to_owned())
                }
                (None, None) => {
                    tell("a header is written as `Name: value`");
                    continue;
                }
            };
            let (Header::Set(name, _) | Header::Unset(name)) = &header;
            match !name.is_empty() && name.bytes().all(is_token) {
                true => headers.push(header),
                false => tell("this is no name of a header"),
            }
        }
        (HeaderRules(rules), odd)
    }

    /// The headers for the raw path `path`: of several values for one name, all.
    pub fn of(&self, path: &str) -> Vec<(String, String)> {
        let mut found: Vec<(String, String)> = Vec::new();
        for (pattern, headers) in &self.0 {
            if pattern.matches(path).is_none() {
                continue;
            }
            for header in headers {
                match header {
                    Header::Unset(name) => found.retain(|(known, _)| known != name),
                    Header::Set(name, value) => {
                        match found.iter_mut().find(|(known, _)| known == name) {
                            Some((_, known)) => {
                                // Writing to a text cannot fail.
                                let _ = write!(known, ", {value}");
                            }
                            None => found.push((name.clone(), value.clone())),
                        }
                    }
                }
            }
        }
        found
    }
}

fn is_token(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte)
}

/// Addresses that lead elsewhere.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Redirects(Vec<Redirect>);

#[derive(Debug, PartialEq, Eq)]
struct Redirect {
    from: Pattern,
    to: String,
    status: u16,
    /// It comes before a file that is there.
    is_forced: bool,
}

/// What a rule says of an address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Led {
    /// Where to: an address, or a raw path of this site.
    pub to: String,
    /// 200 for what is sent from there under the address that was asked for; 404 and others for a page with that status.
    pub status: u16,
    /// It comes before a file that is there.
    pub is_forced: bool,
}

impl Redirects {
    /// Reads `_redirects`.
    pub fn read(text: &str) -> (Redirects, Vec<Odd>) {
        let (mut rules, mut odd) = (Vec::new(), Vec::new());
        for (line, content) in (1..).zip(text.lines().map(str::trim)) {
            if content.is_empty() || content.starts_with('#') {
                continue;
            }
            match Redirect::read(content) {
                Ok(rule) => rules.push(rule),
                Err(why) => odd.push(Odd { line, why }),
            }
        }
        (Redirects(rules), odd)
    }

    /// Where the raw path `path` is led to.
    pub fn of(&self, path: &str) -> Option<Led> {
        self.0.iter().find_map(|rule| {
            let names = rule.from.matches(path)?;
            Some(Led {
                to: filled(&rule.to, &names),
                status: rule.status,
                is_forced: rule.is_forced,
            })
        })
    }
}

impl Redirect {
    fn read(content: &str) -> Result<Redirect, &'static str> {
        let mut words = content.split_whitespace();
        let from = words.next().unwrap_or_default();
        let from = Pattern::read(from).ok_or("an address begins with / or https://")?;
        let to = words.next().ok_or("it does not say where it leads")?;
        if !to.starts_with('/') && !to.starts_with("https://") && !to.starts_with("http://") {
            return Err(
                "conditions on a query are not known here: write the address it leads to next",
            );
        }
        let (mut status, mut is_forced) = (301, false);
        if let Some(word) = words.next() {
            let number = word.strip_suffix('!');
            is_forced = number.is_some();
            status = number
                .unwrap_or(word)
                .parse()
                .map_err(|_| "the status is no number")?;
        }
        if !matches!(status, 200 | 301 | 302 | 303 | 307 | 308 | 404 | 410) {
            return Err("the status is one of 200, 301, 302, 303, 307, 308, 404 and 410");
        }
        if words.next().is_some() {
            return Err("conditions on a country, a language or a role are not known here");
        }
        Ok(Redirect {
            from,
            to: to.to_owned(),
            status,
            is_forced,
        })
    }
}

/// The parts of an address: `/news/:year/*`.
#[derive(Debug, PartialEq, Eq)]
struct Pattern {
    parts: Vec<Part>,
}

#[derive(Debug, PartialEq, Eq)]
enum Part {
    Text(String),
    /// One part of any text.
    Name(String),
    /// All that follows.
    Rest,
}

impl Pattern {
    /// Reads a pattern, raw or percent-encoded. Of one with a host, the path: here is one host.
    fn read(text: &str) -> Option<Pattern> {
        let path = match text.split_once("://") {
            Some((scheme, rest)) if !scheme.contains('/') => {
                let (_, path) = rest.split_once('/').unwrap_or((rest, ""));
                path
            }
            _ => text.strip_prefix('/')?,
        };
        let path = crate::paths::decode(path);
        let mut parts = Vec::new();
        for part in path.split('/') {
            parts.push(match (part, part.strip_prefix(':')) {
                ("*", _) => {
                    parts.push(Part::Rest);
                    break;
                }
                (_, Some(name)) if !name.is_empty() => Part::Name(name.to_owned()),
                _ => Part::Text(part.to_owned()),
            });
        }
        Some(Pattern { parts })
    }

    /// What the names stand for, if `path` is one of these.
    fn matches(&self, path: &str) -> Option<Vec<(&str, String)>> {
        let mut names = Vec::new();
        let mut rest = Some(path.strip_prefix('/')?);
        for part in &self.parts {
            let Some(left) = rest else {
                // `/news/*` is `/news` as well.
                return matches!(part, Part::Rest).then(|| {
                    names.push(("splat", String::new()));
                    names
                });
            };
            if *part == Part::Rest {
                names.push(("splat", left.to_owned()));
                return Some(names);
            }
            let (first, after) = match left.split_once('/') {
                Some((first, after)) => (first, Some(after)),
                None => (left, None),
            };
            match part {
                Part::Text(text) if text == first => {}
                Part::Name(name) if !first.is_empty() => names.push((name, first.to_owned())),
                _ => return None,
            }
            rest = after;
        }
        // A final `/` makes no other address.
        rest.is_none_or(str::is_empty).then_some(names)
    }
}

/// The address with what its names stand for. Longer names first: `:yearly` is not `:year` and `ly`.
fn filled(to: &str, names: &[(&str, String)]) -> String {
    let mut filled = String::with_capacity(to.len());
    let mut rest = to;
    while let Some(at) = rest.find(':') {
        let (before, after) = rest.split_at(at);
        filled.push_str(before);
        let name = |(name, _): &&(&str, String)| after[1..].starts_with(name);
        match names.iter().filter(name).max_by_key(|(name, _)| name.len()) {
            Some((name, value)) => {
                filled.push_str(value);
                rest = &after[1 + name.len()..];
            }
            None => {
                filled.push(':');
                rest = &after[1..];
            }
        }
    }
    filled.push_str(rest);
    filled
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn headers_of_all_rules_that_match_are_sent() {
        let (rules, odd) = HeaderRules::read(
            "# all\n/*\n  X-Frame-Options: DENY\n  Cache-Control: max-age=60\n\n/theme/*\n  ! Cache-Control\n  \
             Cache-Control: immutable\n/أرشيف/:year/\n\tX-Year: yes\n  Link: <a>; rel=x\n/*\n  Link: <b>\n",
        );
        assert_eq!(odd, []);
        let of = |path: &str| -> Vec<String> {
            let found = rules.of(path).into_iter();
            found
                .map(|(name, value)| format!("{name}: {value}"))
                .collect()
        };
        assert_eq!(
            of("/"),
            [
                "x-frame-options: DENY",
                "cache-control: max-age=60",
                "link: <b>"
            ]
        );
        assert_eq!(
            of("/theme/style.css"),
            [
                "x-frame-options: DENY",
                "cache-control: immutable",
                "link: <b>"
            ]
        );
        assert_eq!(
            of("/أرشيف/2022/").last().map(String::as_str),
            Some("link: <a>; rel=x, <b>")
        );
    }

    #[test]
    fn redirects_are_the_first_that_match() {
        let (rules, odd) = Redirects::read(
            "/old /new/\n/a/* /b/:splat 302\n/y/:year/:yearly /:yearly/:year/ 308\n/%D8%AE/ /خبر/\n\
             /app/* /index.html 200\n/x /y 301!\n/gone/* /gone.html 410\nhttps://old.org/h https://new.org/h\n",
        );
        assert_eq!(odd, []);
        let of = |path: &str| {
            let led = rules.of(path)?;
            Some(format!(
                "{} {}{}",
                led.status,
                led.to,
                if led.is_forced { "!" } else { "" }
            ))
        };
        let is =
            |path: &str, expected: &str| assert_eq!(of(path).as_deref(), Some(expected), "{path}");
        is("/old", "301 /new/");
        is("/old/", "301 /new/");
        is("/a", "302 /b/");
        is("/a/1/2/", "302 /b/1/2/");
        is("/y/2022/1", "308 /1/2022/");
        is("/خ/", "301 /خبر/");
        is("/app/x", "200 /index.html");
        is("/x", "301 /y!");
        is("/gone/x", "410 /gone.html");
        is("/h", "301 https://new.org/h");
        for path in ["/", "/older", "/old/x", "/y/2022", "/y//1"] {
            assert_eq!(of(path), None, "{path}");
        }
    }

    #[test]
    fn lines_that_are_no_rules_are_told() {
        let lines = |odd: Vec<Odd>| odd.into_iter().map(|odd| odd.line).collect::<Vec<_>>();
        let (_, odd) = HeaderRules::read("  X: y\nnews\n/a\n  no header\n  a b: c\n  X: y\n");
        assert_eq!(lines(odd), [1, 2, 4, 5]);
        let (_, odd) = Redirects::read(
            "/a\nx /y\n/a id=:id /b\n/a /b 999\n/a /b x\n/a /b 302 Country=sa\n/a /b\n",
        );
        assert_eq!(lines(odd), [1, 2, 3, 4, 5, 6]);
    }

    proptest! {
        #[test]
        fn no_file_and_no_path_is_too_odd(text in "([/:*! a\n#خ]|\\PC){0,60}", path in "([/:*a]|\\PC){0,20}") {
            let (headers, _) = HeaderRules::read(&text);
            let _ = headers.of(&path);
            let (redirects, _) = Redirects::read(&text);
            let _ = redirects.of(&path);
        }
    }
}
