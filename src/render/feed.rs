//! Atom (RFC 4287) and RSS 2.0; JSON Feed is beside it.
//!
//! Neither has a place to say a text's direction, so readers take it from the first strong letter.
//! Where that would be wrong, titles and plain summaries begin with one U+200F or U+200E; RSS's
//! description is HTML and says its direction there. Names, terms and addresses are data, and stay as
//! they are.

use std::borrow::Cow;
use std::io;

use quick_xml::events::BytesText;

use super::enclosure::{Enclosure, MEDIA};
use super::json_feed;
use super::languages::{Languages, PageLanguage};
use super::xml::{Inside, XmlWriter, document, element, legal};
use crate::archive::{Card, Destination};
use crate::content::Moment;
use crate::digest::Digest;
use crate::plan::{FeedFormat, FeedView, Site, Subject};
use crate::program::VERSION;
use crate::text::direction::{Direction, mark, own_direction};

/// A feed and what is said of it as a whole.
pub(super) struct Feed<'a> {
    pub(super) view: &'a FeedView,
    pub(super) site: &'a Site,
    pub(super) languages: &'a Languages,
    /// Whether titles are given marks of direction where they need them.
    pub(super) marks: bool,
    /// The articles' texts as HTML that leans on no address, in the order of the cards, where the feed holds
    /// them.
    pub(super) texts: Vec<String>,
}

impl Feed<'_> {
    /// The feed's bytes.
    pub(super) fn write(&self) -> Vec<u8> {
        match self.view.format {
            FeedFormat::Atom => document(|writer| self.atom(writer)),
            FeedFormat::Rss => document(|writer| self.rss(writer)),
            FeedFormat::Json => json_feed::write(self),
        }
    }

    pub(super) fn title(&self) -> String {
        match &self.view.subject {
            Subject::Section(name)
            | Subject::Tag(name)
            | Subject::Author(name, _)
            | Subject::Series(name) => format!("{} – {}", self.site.title, name.name),
            Subject::Home | Subject::Month(_) | Subject::Day(_) => self.site.title.clone(),
        }
    }

    /// A plain text of language direction `base`, with the mark it needs.
    pub(super) fn plain<'t>(&self, text: &'t str, base: Direction) -> Cow<'t, str> {
        match mark(text.chars(), base).filter(|_| self.marks) {
            Some(mark) => Cow::Owned(format!("{mark}{text}")),
            None => Cow::Borrowed(text),
        }
    }

    /// The text of the article at this place, as HTML in its language and direction.
    pub(super) fn text(&self, at: usize) -> Option<&str> {
        self.texts.get(at).map(String::as_str)
    }

    /// The whole address of a picture.
    pub(super) fn absolute(&self, destination: &Destination) -> Option<String> {
        match destination {
            Destination::Inside { url, suffix } => {
                Some(format!("{}{suffix}", self.site.base_url.absolute(url)))
            }
            Destination::Outside(address) => Some(address.clone()),
            Destination::Nowhere => None,
        }
    }

    /// The picture of an entry, if it has one.
    fn enclosure(&self, card: &Card) -> Option<Enclosure> {
        let picture = card.picture.as_ref()?;
        let address = self.absolute(picture.src.as_ref()?)?;
        Some(Enclosure::new(picture, address))
    }

    /// The direction of the feed's language.
    pub(super) fn direction(&self) -> Direction {
        self.site.language.direction()
    }

    /// The direction of an entry's language.
    pub(super) fn direction_of(&self, card: &Card) -> Direction {
        self.language_of(card).map_or(self.direction(), |language| {
            language.locale.language().direction()
        })
    }

    /// An entry's summary as HTML, in its language and direction.
    fn summary(&self, card: &Card) -> String {
        let base = self.direction_of(card);
        let summary = card.summary.text();
        let direction = own_direction(&summary, base).unwrap_or(base);
        let text = summary
            .replace('&', "&amp;")
            .replace('<', "&lt;")
            .replace('>', "&gt;");
        format!(
            "<div lang=\"{}\" dir=\"{}\">{text}</div>",
            self.language_of(card)
                .map_or(self.site.language.tag(), PageLanguage::tag),
            direction.as_str(),
        )
    }

    pub(super) fn publisher(&self) -> &str {
        self.site
            .publisher
            .as_ref()
            .map_or(&self.site.title, |publisher| &publisher.name)
    }

    /// When anything in the feed last changed. A feed of nothing has never changed.
    fn updated(&self) -> Option<Moment> {
        self.view
            .cards
            .iter()
            .filter_map(|card| card.changed())
            .max_by_key(|moment| moment.seconds())
    }

    /// The language of an entry.
    fn language_of<'c>(&'c self, card: &'c Card) -> Option<&'c PageLanguage> {
        self.languages
            .get(card.edition, card.language.as_deref())
            .map(|language| &**language)
    }

    /// The language of an entry where it is not the feed's.
    pub(super) fn language<'c>(&'c self, card: &'c Card) -> Option<&'c PageLanguage> {
        let language = self.language_of(card)?;
        (language.tag() != self.site.language.tag()).then_some(language)
    }

    /// An id that stays when the address changes (RFC 4287, section 4.2.6): a UUID of the site and the
    /// article's file (RFC 9562, version 8).
    pub(super) fn id(&self, card: &Card) -> String {
        let digest = Digest::of(&(self.site.base_url.host(), card.id)).to_string();
        let (time, rest) = digest.split_at(8);
        let part = |from: usize, to: usize| rest.get(from..to).unwrap_or_default();
        format!(
            "urn:uuid:{time}-{}-8{}-a{}-{}",
            part(0, 4),
            part(5, 8),
            part(9, 12),
            part(12, 24)
        )
    }

    fn atom(&self, writer: &mut XmlWriter) -> io::Result<()> {
        let base = &self.site.base_url;
        let root = writer.create_element("feed").with_attributes([
            ("xmlns", "http://www.w3.org/2005/Atom"),
            ("xml:lang", self.site.language.tag()),
        ]);
        root.write_inner_content(|writer| {
            element(
                writer,
                "title",
                &self.plain(&self.title(), self.direction()),
            )?;
            if let Some(description) = &self.site.description {
                let subtitle = self.plain(description, self.direction());
                element(writer, "subtitle", &subtitle)?;
            }
            element(writer, "id", &base.absolute(&self.view.page))?;
            element(
                writer,
                "updated",
                &self
                    .updated()
                    .map_or_else(|| "1970-01-01T00:00:00Z".into(), Moment::rfc3339),
            )?;
            link(
                writer,
                "alternate",
                "text/html",
                &base.absolute(&self.view.page),
            )?;
            link(
                writer,
                "self",
                "application/atom+xml",
                &base.absolute(&self.view.url),
            )?;
            author(writer, self.publisher())?;
            let version = ("version", VERSION);
            writer
                .create_element("generator")
                .with_attribute(version)
                .write_text_content(BytesText::new("Warraq"))?;
            let mut entries = Inside::new(1);
            for (at, card) in self.view.cards.iter().enumerate() {
                self.atom_entry(&mut entries, at, card);
            }
            entries.put(writer);
            Ok(())
        })?;
        Ok(())
    }

    fn atom_entry(&self, feed: &mut Inside, at: usize, card: &Card) {
        let language = self.language(card).map(PageLanguage::tag);
        let language = language.map(|tag| ("xml:lang", tag));
        feed.outer("entry", language.as_slice(), |entry| {
            let base = self.direction_of(card);
            entry.element("title", &self.plain(&card.title, base));
            entry.element("id", &self.id(card));
            let href = self.site.base_url.absolute(&card.url);
            let link = [
                ("rel", "alternate"),
                ("type", "text/html"),
                ("href", href.as_str()),
            ];
            entry.empty("link", &link);
            if let Some(picture) = self.enclosure(card) {
                entry.empty("link", &picture.link());
            }
            if let Some(date) = card.date {
                entry.element("published", &date.rfc3339());
            }
            if let Some(updated) = card.changed() {
                entry.element("updated", &updated.rfc3339());
            }
            for name in &card.authors {
                entry.outer("author", &[], |author| author.element("name", &name.name));
            }
            for term in terms(card) {
                entry.empty("category", &[("term", &*legal(term))]);
            }
            if !card.summary.is_empty() {
                entry.element("summary", &self.plain(&card.summary.text(), base));
            }
            if let Some(text) = self.text(at) {
                entry.element_with("content", &[("type", "html")], text);
            }
        });
    }

    fn rss(&self, writer: &mut XmlWriter) -> io::Result<()> {
        let base = &self.site.base_url;
        let root = writer.create_element("rss").with_attributes([
            ("version", "2.0"),
            ("xmlns:atom", "http://www.w3.org/2005/Atom"),
            ("xmlns:dc", "http://purl.org/dc/elements/1.1/"),
        ]);
        let content = ("xmlns:content", "http://purl.org/rss/1.0/modules/content/");
        let root = match self.texts.is_empty() {
            true => root,
            false => root.with_attribute(content),
        };
        let mut pictures = self
            .view
            .cards
            .iter()
            .filter_map(|card| card.picture.as_ref());
        let has_pictures = pictures.any(|picture| picture.src.is_some());
        let root = match has_pictures {
            true => root.with_attribute(MEDIA),
            false => root,
        };
        root.write_inner_content(|writer| {
            writer
                .create_element("channel")
                .write_inner_content(|writer| {
                    element(
                        writer,
                        "title",
                        &self.plain(&self.title(), self.direction()),
                    )?;
                    element(writer, "link", &base.absolute(&self.view.page))?;
                    element(
                        writer,
                        "description",
                        self.site.description.as_deref().unwrap_or(&self.site.title),
                    )?;
                    element(writer, "language", &self.site.language.tag().to_lowercase())?;
                    if let Some(updated) = self.updated() {
                        element(writer, "lastBuildDate", &updated.rfc822())?;
                    }
                    element(
                        writer,
                        "generator",
                        concat!("Warraq ", env!("CARGO_PKG_VERSION")),
                    )?;
                    writer
                        .create_element("atom:link")
                        .with_attributes([
                            ("href", base.absolute(&self.view.url).as_str()),
                            ("rel", "self"),
                            ("type", "application/rss+xml"),
                        ])
                        .write_empty()?;
                    let mut items = Inside::new(2);
                    for (at, card) in self.view.cards.iter().enumerate() {
                        self.rss_item(&mut items, at, card);
                    }
                    items.put(writer);
                    Ok(())
                })?;
            Ok(())
        })?;
        Ok(())
    }

    fn rss_item(&self, channel: &mut Inside, at: usize, card: &Card) {
        channel.outer("item", &[], |item| {
            item.element("title", &self.plain(&card.title, self.direction_of(card)));
            item.element("link", &self.site.base_url.absolute(&card.url));
            item.element_with("guid", &[("isPermaLink", "false")], &self.id(card));
            if let Some(date) = card.date {
                item.element("pubDate", &date.rfc822());
            }
            if card.authors.is_empty() {
                item.element("dc:creator", self.publisher());
            }
            for name in &card.authors {
                item.element("dc:creator", &name.name);
            }
            if let Some(language) = self.language(card) {
                item.element("dc:language", language.tag());
            }
            for term in terms(card) {
                item.element("category", term);
            }
            if !card.summary.is_empty() {
                item.element("description", &self.summary(card));
            }
            if let Some(text) = self.text(at) {
                item.element("content:encoded", text);
            }
            if let Some(picture) = self.enclosure(card) {
                item.empty("media:content", &picture.content());
            }
        });
    }
}

/// An entry's section and tags.
pub(super) fn terms(card: &Card) -> impl Iterator<Item = &str> {
    let names = card.section.iter().chain(&card.tags);
    names.map(|name| name.name.as_str())
}

fn link(writer: &mut XmlWriter, rel: &str, kind: &str, href: &str) -> io::Result<()> {
    writer
        .create_element("link")
        .with_attributes([("rel", rel), ("type", kind), ("href", href)])
        .write_empty()?;
    Ok(())
}

fn author(writer: &mut XmlWriter, name: &str) -> io::Result<()> {
    writer
        .create_element("author")
        .write_inner_content(|writer| element(writer, "name", name))?;
    Ok(())
}
