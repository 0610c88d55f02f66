//! What a file is, and for how long it may be kept -> the headers it is published with.

use super::plan::{Entry, Role};
use crate::config::{Encoding, Target};
use crate::media_types::media_type;

/// The headers of a file.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Headers {
    /// `Content-Type`.
    pub content_type: &'static str,
    /// `Cache-Control`.
    pub cache_control: String,
    /// `Content-Encoding`, where its bytes are compressed.
    pub encoding: Option<Encoding>,
}

impl Headers {
    /// The headers of `entry` at `target`, before it is compressed.
    pub fn of(entry: &Entry, target: &Target) -> Headers {
        let cache_control = match entry.role {
            Role::Asset if tells_its_content(&entry.path) => {
                "public, max-age=31536000, immutable".to_owned()
            }
            Role::Asset => format!("public, max-age={}", target.asset_age),
            Role::Page | Role::Entrance => {
                format!("public, max-age={}, must-revalidate", target.page_age)
            }
        };
        Headers {
            content_type: content_type(&entry.path, &entry.kind),
            cache_control,
            encoding: None,
        }
    }
}

/// Whether the name of a file holds a hash of its bytes, so that it never has others: `style.3fa95c1b.css`.
fn tells_its_content(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or(path);
    let Some((stem, _)) = name.rsplit_once('.') else {
        return false;
    };
    let last = stem.rsplit(['.', '-', '_']).next().unwrap_or_default();
    let is_hex = |c: char| matches!(c, '0'..='9' | 'a'..='f');
    // A number of eight digits is a date as often as a hash.
    last.len() < stem.len()
        && (8..=64).contains(&last.len())
        && last.chars().all(is_hex)
        && last.chars().any(|c| c.is_ascii_alphabetic())
        && last.chars().any(|c| c.is_ascii_digit())
}

/// The type of the file at `path`. Feeds are told by their kind: their names are those of any XML and JSON.
pub fn content_type(path: &str, kind: &str) -> &'static str {
    let name = path.rsplit('/').next().unwrap_or(path);
    match name.rsplit_once('.') {
        Some((stem, "xml")) if kind == "feed" => match stem {
            "rss" => "application/rss+xml; charset=utf-8",
            _ => "application/atom+xml; charset=utf-8",
        },
        Some((_, "json")) if kind == "feed" => "application/feed+json; charset=utf-8",
        _ => media_type(path),
    }
}

/// Whether compressing files of this type saves anything.
pub fn is_compressible(content_type: &str) -> bool {
    content_type.starts_with("text/")
        || content_type.ends_with("charset=utf-8")
        || matches!(
            content_type,
            "image/svg+xml" | "application/wasm" | "font/ttf" | "font/otf" | "image/x-icon"
        )
}

/// The paths of what lies beside the file at `path`.
pub fn beside_of(path: &str, kind: &str, ends: &[String]) -> Vec<String> {
    match is_compressible(content_type(path, kind)) {
        true => ends.iter().map(|end| format!("{path}{end}")).collect(),
        false => Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_names_that_hold_a_hash_are_kept_for_a_year() {
        for path in [
            "theme/style.3fa95c1b.css",
            "a-0123456789abcdef.woff2",
            "x/1f2e3d4c5b6a_9f8e7d6c.jpg",
        ] {
            assert!(tells_its_content(path), "{path}");
        }
        for path in [
            "theme/style.css",
            "img/20220110.jpg",
            "img/photo-20220110.jpg",
            "deadbeef.css",
            "facade-feedface.jpg",
            "3fa95c1b",
        ] {
            assert!(!tells_its_content(path), "{path}");
        }
    }

    #[test]
    fn types_are_told() {
        let types = [
            ("a/index.html", "article", "text/html; charset=utf-8"),
            ("feed.xml", "feed", "application/atom+xml; charset=utf-8"),
            ("sitemap.xml", "sitemap", "application/xml; charset=utf-8"),
            ("feed.json", "feed", "application/feed+json; charset=utf-8"),
            ("a/PHOTO.JPG", "asset", "image/jpeg"),
            ("CNAME", "asset", "application/octet-stream"),
        ];
        for (path, kind, expected) in types {
            assert_eq!(content_type(path, kind), expected, "{path}");
        }
    }
}
