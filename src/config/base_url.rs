//! The address under which the site is published.

use std::fmt;

use url::Url;

use crate::paths::UrlPath;

/// An absolute http(s) address that ends in `/`, such as `https://example.org/archive/`.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct BaseUrl {
    /// Scheme, host and port, without a final `/`.
    origin: String,
    /// The path, which begins and ends in `/`, percent-encoded.
    path: String,
}

impl BaseUrl {
    /// Reads an address; the error says what is wrong with it.
    pub fn new(text: &str) -> Result<Self, &'static str> {
        let url = Url::parse(text.trim()).map_err(|_| "is not an absolute address")?;
        if !matches!(url.scheme(), "http" | "https") {
            return Err("does not begin with http:// or https://");
        }
        if url.query().is_some() || url.fragment().is_some() {
            return Err("has a `?` or `#` part");
        }
        if !url.username().is_empty() || url.password().is_some() {
            return Err("holds a user name or password, which would be published");
        }
        let path = url.path().trim_end_matches('/');
        Ok(BaseUrl {
            origin: url.origin().ascii_serialization(),
            path: format!("{path}/"),
        })
    }

    /// Where a site says it is that has not been told: this machine.
    pub fn unset() -> Self {
        BaseUrl {
            origin: "http://localhost".into(),
            path: "/".into(),
        }
    }

    /// The link to `path` from any page of the site: percent-encoded, from the host's root.
    pub fn href(&self, path: &UrlPath) -> String {
        let mut href = String::new();
        self.push_href(&mut href, path);
        href
    }

    fn push_href(&self, out: &mut String, path: &UrlPath) {
        // The path ends in one `/` and the address begins with one.
        out.push_str(self.path.strip_suffix('/').unwrap_or(&self.path));
        path.encode_into(out);
    }

    /// The absolute address of `path`, percent-encoded.
    pub fn absolute(&self, path: &UrlPath) -> String {
        let mut address = self.origin.clone();
        self.push_href(&mut address, path);
        address
    }

    /// The absolute form of an address that is one already or begins with `/` on this site.
    pub fn complete(&self, reference: &str) -> String {
        match reference.strip_prefix('/') {
            Some(_) if !reference.starts_with("//") => {
                format!("{}{}", self.origin, self.local(reference))
            }
            _ => reference.to_owned(),
        }
    }

    /// A path that begins with `/`, which the owner wrote as from the site's root, as from the host's.
    pub fn local(&self, reference: &str) -> String {
        match reference.starts_with('/') && !reference.starts_with("//") {
            true => format!("{}{reference}", self.path.trim_end_matches('/')),
            false => reference.to_owned(),
        }
    }

    /// Scheme, host and port, without a final `/`.
    pub fn origin(&self) -> &str {
        &self.origin
    }

    /// The host's name, for ids that must not change with the scheme.
    pub fn host(&self) -> &str {
        self.origin.split("://").nth(1).unwrap_or(&self.origin)
    }
}

impl fmt::Display for BaseUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}{}", self.origin, self.path)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_site_may_lie_below_a_folder() {
        let base = BaseUrl::new("https://example.org/archive").unwrap();
        let path = UrlPath::new("/2022/").unwrap();
        assert_eq!(base.to_string(), "https://example.org/archive/");
        assert_eq!(base.href(&path), "/archive/2022/");
        assert_eq!(base.absolute(&path), "https://example.org/archive/2022/");
        assert_eq!(
            base.complete("/logo.png"),
            "https://example.org/archive/logo.png"
        );
        assert_eq!(base.complete("https://x.org/a"), "https://x.org/a");
        assert_eq!(base.local("//x.org/a"), "//x.org/a");
    }

    #[test]
    fn what_cannot_be_published_under_is_refused() {
        for text in [
            "example.org",
            "/archive/",
            "ftp://example.org/",
            "https://a.org/?x",
            "https://me:pw@a.org/",
        ] {
            assert!(BaseUrl::new(text).is_err(), "{text}");
        }
    }
}
