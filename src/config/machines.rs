//! What machines read and how the site is hosted, as its owner sets it.

use jiff::Timestamp;
use jiff::civil::{DateTime, Time};

use super::SiteZone;
use crate::paths::UrlPath;

/// What machines read beside the pages, and how the site may be hosted.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Machines {
    /// Articles tell how they are cited, to readers and to reference managers.
    pub citation: bool,
    /// Articles have a short address that stays.
    pub short_links: bool,
    /// Links within the site are relative, so that it can be read without a server.
    pub relative_links: bool,
    /// What web servers are told.
    pub hosting: Hosting,
    /// Where the site is searched: an address with `{searchTerms}` in it.
    pub search: Option<String>,
    /// The site's icons; the theme's where there are none.
    pub icons: Vec<Icon>,
    /// Whom to tell of a hole in the site's security (RFC 9116).
    pub security: Option<Security>,
}

/// The form of a feed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum FeedFormat {
    /// RFC 4287.
    Atom,
    /// RSS 2.0.
    Rss,
    /// JSON Feed 1.1.
    Json,
}

impl FeedFormat {
    /// All forms, in the order pages name them in.
    pub const ALL: [FeedFormat; 3] = [FeedFormat::Atom, FeedFormat::Rss, FeedFormat::Json];

    /// The word for it in the configuration.
    pub fn word(self) -> &'static str {
        match self {
            FeedFormat::Atom => "atom",
            FeedFormat::Rss => "rss",
            FeedFormat::Json => "json",
        }
    }

    /// The name of its file beside the list it follows.
    pub fn file_name(self) -> &'static str {
        match self {
            FeedFormat::Atom => "atom.xml",
            FeedFormat::Rss => "rss.xml",
            FeedFormat::Json => "feed.json",
        }
    }

    /// Its media type.
    pub fn media_type(self) -> &'static str {
        match self {
            FeedFormat::Atom => "application/atom+xml",
            FeedFormat::Rss => "application/rss+xml",
            FeedFormat::Json => "application/feed+json",
        }
    }

    /// Its name for readers.
    pub fn title(self) -> &'static str {
        match self {
            FeedFormat::Atom => "Atom",
            FeedFormat::Rss => "RSS",
            FeedFormat::Json => "JSON Feed",
        }
    }
}

/// What web servers are told.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Hosting {
    /// The servers that are given the site's old addresses.
    pub redirects: Vec<Server>,
    /// Headers for hosts that read `_headers`.
    pub headers: bool,
}

/// A kind of web server, by the file it reads old addresses from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Server {
    /// `_redirects`, as Netlify reads it.
    Netlify,
    /// `_redirects`, as Cloudflare Pages reads it.
    Cloudflare,
    /// A file for nginx to include.
    Nginx,
    /// `.htaccess`.
    Apache,
}

impl Server {
    /// All kinds.
    pub const ALL: [Server; 4] = [
        Server::Netlify,
        Server::Cloudflare,
        Server::Nginx,
        Server::Apache,
    ];

    /// The word for it in the configuration.
    pub fn word(self) -> &'static str {
        match self {
            Server::Netlify => "netlify",
            Server::Cloudflare => "cloudflare",
            Server::Nginx => "nginx",
            Server::Apache => "apache",
        }
    }

    /// The file it reads, below the output folder.
    pub fn file(self) -> &'static str {
        match self {
            Server::Netlify | Server::Cloudflare => "_redirects",
            Server::Nginx => "redirects.nginx.conf",
            Server::Apache => ".htaccess",
        }
    }
}

/// An icon of the site.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Icon {
    /// Width and height in pixels; none for a drawing of any size.
    pub size: Option<u16>,
    /// Its address on the site.
    pub url: UrlPath,
}

/// What `/.well-known/security.txt` says.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Security {
    /// Where to write to, the best first.
    pub contact: Vec<String>,
    /// Until when this holds, as RFC 3339 writes it, and in seconds since 1970-01-01T00:00:00Z.
    pub expires: (String, i64),
    /// The languages that are understood there.
    pub languages: Vec<String>,
    /// What may be done and what may not.
    pub policy: Option<String>,
    /// The line and column of `expires`, from 1.
    pub place: (u32, u32),
}

/// A moment of the configuration: with its offset, or a day in the newsroom's zone.
pub(super) fn moment(text: &str, zone: &SiteZone) -> Option<(String, i64)> {
    let timestamp = match text.parse::<Timestamp>() {
        Ok(timestamp) => timestamp,
        Err(_) => {
            let midnight = DateTime::from_parts(text.parse().ok()?, Time::midnight());
            zone.rules().to_timestamp(midnight).ok()?
        }
    };
    Some((timestamp.to_string(), timestamp.as_second()))
}
