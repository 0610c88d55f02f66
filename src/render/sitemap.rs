//! Sitemaps and `robots.txt`, by the protocol of sitemaps.org and RFC 9309.

use super::xml::{document, element};
use crate::config::BaseUrl;
use crate::paths::UrlPath;
use crate::plan::SitemapEntry;

const NAMESPACE: (&str, &str) = ("xmlns", "http://www.sitemaps.org/schemas/sitemap/0.9");

/// A part of the sitemap. `lastmod` is there only where an article says it.
pub(super) fn part(entries: &[SitemapEntry], base: &BaseUrl) -> Vec<u8> {
    document(|writer| {
        writer
            .create_element("urlset")
            .with_attribute(NAMESPACE)
            .write_inner_content(|writer| {
                for entry in entries {
                    let (url, changed) = match entry {
                        SitemapEntry::List(url) => (url, None),
                        SitemapEntry::Article(card) => (&card.url, card.changed()),
                    };
                    writer.create_element("url").write_inner_content(|writer| {
                        element(writer, "loc", &base.absolute(url))?;
                        match changed {
                            Some(moment) => element(writer, "lastmod", &moment.machine()),
                            None => Ok(()),
                        }
                    })?;
                }
                Ok(())
            })?;
        Ok(())
    })
}

/// An article of the news sitemap.
pub(super) struct News<'a> {
    pub(super) url: String,
    pub(super) publication: &'a str,
    pub(super) language: &'a str,
    pub(super) date: String,
    pub(super) title: &'a str,
}

const NEWS_NAMESPACE: (&str, &str) = (
    "xmlns:news",
    "http://www.google.com/schemas/sitemap-news/0.9",
);

/// The news sitemap, newest first.
pub(super) fn news<'a>(entries: impl Iterator<Item = News<'a>>) -> Vec<u8> {
    document(|writer| {
        let root = writer.create_element("urlset");
        root.with_attributes([NAMESPACE, NEWS_NAMESPACE])
            .write_inner_content(|writer| {
                for entry in entries {
                    writer.create_element("url").write_inner_content(|writer| {
                        element(writer, "loc", &entry.url)?;
                        let news = writer.create_element("news:news");
                        news.write_inner_content(|writer| {
                            let publication = writer.create_element("news:publication");
                            publication.write_inner_content(|writer| {
                                element(writer, "news:name", entry.publication)?;
                                element(writer, "news:language", entry.language)
                            })?;
                            element(writer, "news:publication_date", &entry.date)?;
                            element(writer, "news:title", entry.title)
                        })?;
                        Ok(())
                    })?;
                }
                Ok(())
            })?;
        Ok(())
    })
}

/// The list of the parts.
pub(super) fn index(parts: &[UrlPath], base: &BaseUrl) -> Vec<u8> {
    document(|writer| {
        writer
            .create_element("sitemapindex")
            .with_attribute(NAMESPACE)
            .write_inner_content(|writer| {
                for part in parts {
                    writer
                        .create_element("sitemap")
                        .write_inner_content(|writer| {
                            element(writer, "loc", &base.absolute(part))
                        })?;
                }
                Ok(())
            })?;
        Ok(())
    })
}

/// `robots.txt`: everything may be read, and this is where the sitemap is.
pub(super) fn robots(base: &BaseUrl) -> Vec<u8> {
    let sitemap = UrlPath::new("/sitemap.xml")
        .map(|url| base.absolute(&url))
        .unwrap_or_default();
    format!("User-agent: *\nAllow: /\n\nSitemap: {sitemap}\n").into_bytes()
}
