//! What a listing may show of an article, complete at birth.

use std::hash::{Hash, Hasher};
use std::ops::Deref;
use std::sync::Arc;

use super::links::Destination;
use crate::config::EditionId;
use crate::content::{Head, Image, Moment};
use crate::digest::Digest;
use crate::images::Shown;
use crate::paths::UrlPath;
use crate::text::packed::Packed;

/// The name of a section, tag or author, and the address of its page.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct TermName {
    /// Its name for readers.
    pub name: String,
    /// Its page.
    pub url: UrlPath,
}

/// The lead image as a page shows it.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Picture {
    /// Where the picture is; a caption may stand without one.
    pub src: Option<Destination>,
    /// What it shows, for those who do not see it.
    pub alt: Option<Packed>,
    /// The text below it.
    pub caption: Option<Packed>,
    /// Who made it: as the article says, else as the file does.
    pub credit: Option<Packed>,
    /// Its size and its smaller forms, where they are known.
    pub shown: Option<Arc<Shown>>,
}

/// The fields of a card.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct CardFields {
    /// Stays when the address, the title or the date is mended: it is that of the source file.
    pub id: Digest,
    /// The article's address.
    pub url: UrlPath,
    /// The headline.
    pub title: String,
    /// The article's language, if it is not its edition's.
    pub language: Option<Arc<str>>,
    /// The language's part of the site it belongs to.
    pub edition: EditionId,
    /// When it was published; pages have none.
    pub date: Option<Moment>,
    /// When it was last changed in substance.
    pub updated: Option<Moment>,
    /// A few sentences.
    pub summary: Packed,
    /// The lead image.
    pub picture: Option<Box<Picture>>,
    /// The section.
    pub section: Option<Arc<TermName>>,
    /// Who wrote it.
    pub authors: Box<[Arc<TermName>]>,
    /// What it is about.
    pub tags: Box<[Arc<TermName>]>,
}

impl CardFields {
    /// When the article was last changed in substance.
    pub fn changed(&self) -> Option<Moment> {
        [self.updated, self.date]
            .into_iter()
            .flatten()
            .max_by_key(|moment| moment.seconds())
    }
}

/// What listings may show of an article. Its digest stands for it in every fingerprint, so that a
/// page of fifty cards is hashed in no time.
#[derive(Debug, PartialEq, Eq)]
pub struct Card {
    fields: CardFields,
    digest: Digest,
    headline_digest: Digest,
}

impl Card {
    /// Makes a card; it does not change from then on.
    pub fn new(fields: CardFields) -> Self {
        let digest = Digest::of(&fields);
        let CardFields {
            url,
            title,
            language,
            edition,
            date,
            ..
        } = &fields;
        let headline_digest = Digest::of(&(url, title, language, edition, date));
        Card {
            fields,
            digest,
            headline_digest,
        }
    }
}

impl Card {
    /// Whether this is the card of an article with this head, as far as lists show it.
    pub fn shows(&self, head: &Head) -> bool {
        self.edited(head)
            .is_some_and(|card| card.digest == self.digest)
    }

    /// The card of the same article with another headline, summary, words around its picture and time of change.
    /// Whatever else differs needs an archive: then there is none.
    pub fn edited(&self, head: &Head) -> Option<Card> {
        let Head {
            title,
            date,
            updated,
            language,
            summary,
            image,
        } = head;
        if *date != self.date || language.as_deref() != self.language.as_deref() {
            return None;
        }
        let picture = match (&self.picture, image) {
            (None, None) => None,
            (Some(picture), Some(image)) => Some(Box::new(picture.reworded(image))),
            _ => return None,
        };
        Some(Card::new(CardFields {
            title: title.clone(),
            updated: *updated,
            summary: summary.clone(),
            picture,
            ..self.fields.clone()
        }))
    }
}

impl Picture {
    /// The same picture with the words of `image`, whose source is that of this picture.
    fn reworded(&self, image: &Image) -> Picture {
        let Image {
            src: _,
            alt,
            caption,
            credit,
        } = image;
        Picture {
            src: self.src.clone(),
            alt: alt.clone(),
            caption: caption.clone(),
            credit: credited(credit.clone(), self.shown.as_deref()),
            shown: self.shown.clone(),
        }
    }
}

/// Who made a picture: as the article says, else as the file does.
pub(super) fn credited(credit: Option<Packed>, shown: Option<&Shown>) -> Option<Packed> {
    credit.or_else(|| Some(shown?.credits.as_deref()?.line()?.into()))
}

impl Deref for Card {
    type Target = CardFields;

    fn deref(&self) -> &CardFields {
        &self.fields
    }
}

impl Hash for Card {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.digest.hash(state);
    }
}

/// A card of which only headline, date, language and address can be seen: what a neighbouring article
/// shows. A new summary restales no neighbour.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Headline(Arc<Card>);

impl Headline {
    /// The headline of `card`.
    pub fn of(card: &Arc<Card>) -> Self {
        Headline(Arc::clone(card))
    }

    /// Whether it is the headline of `card`, and of no other that is the same.
    pub fn is_of(&self, card: &Arc<Card>) -> bool {
        Arc::ptr_eq(&self.0, card)
    }

    /// Something that is one for all headlines of one article, and tells nothing of it.
    pub(crate) fn shared(&self) -> Arc<Card> {
        Arc::clone(&self.0)
    }

    /// The article's address.
    pub fn url(&self) -> &UrlPath {
        &self.0.url
    }

    /// The headline.
    pub fn title(&self) -> &str {
        &self.0.title
    }

    /// The article's edition.
    pub fn edition(&self) -> EditionId {
        self.0.edition
    }

    /// The article's language, if it is not its edition's.
    pub fn language(&self) -> Option<&str> {
        self.0.language.as_deref()
    }

    /// When it was published.
    pub fn date(&self) -> Option<Moment> {
        self.0.date
    }
}

impl Hash for Headline {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.0.headline_digest.hash(state);
    }
}
