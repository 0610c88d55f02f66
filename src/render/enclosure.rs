//! The picture of an article as feeds name it.
//!
//! A card's picture and its whole address come in, the attributes of an element go out: Atom's `link` (RFC 4287,
//! section 4.2.7) and `content` of Media RSS, which unlike RSS's own `enclosure` needs no length in bytes.

use crate::archive::Picture;
use crate::media_types::media_type;

/// The name space of Media RSS.
pub(super) const MEDIA: (&str, &str) = ("xmlns:media", "http://search.yahoo.com/mrss/");

/// A picture in a feed.
pub(super) struct Enclosure {
    address: String,
    /// Its media type, as far as its name tells.
    kind: Option<&'static str>,
    size: Option<(String, String)>,
}

impl Enclosure {
    /// The `picture` at the whole `address`.
    pub(super) fn new(picture: &Picture, address: String) -> Self {
        let path = address.split(['?', '#']).next().unwrap_or(&address);
        let kind = Some(media_type(path)).filter(|kind| kind.starts_with("image/"));
        let shown = picture.shown.as_ref();
        Enclosure {
            kind,
            size: shown.map(|shown| (shown.width.to_string(), shown.height.to_string())),
            address,
        }
    }

    /// The attributes of an Atom link.
    pub(super) fn link(&self) -> Vec<(&'static str, &str)> {
        let mut link = vec![("rel", "enclosure")];
        link.extend(self.kind.map(|kind| ("type", kind)));
        link.push(("href", &self.address));
        link
    }

    /// The attributes of `media:content`.
    pub(super) fn content(&self) -> Vec<(&'static str, &str)> {
        let mut content = vec![("url", &*self.address), ("medium", "image")];
        content.extend(self.kind.map(|kind| ("type", kind)));
        if let Some((width, height)) = &self.size {
            content.extend([("width", &**width), ("height", &**height)]);
        }
        content
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn enclosure(address: &str) -> Enclosure {
        let picture = Picture {
            src: None,
            alt: None,
            caption: None,
            credit: None,
            shown: None,
        };
        Enclosure::new(&picture, address.to_owned())
    }

    #[test]
    fn the_type_is_told_where_the_name_tells_it() {
        let named = enclosure("https://example.org/a.JPG?v=1.txt");
        assert_eq!(
            named.link(),
            [
                ("rel", "enclosure"),
                ("type", "image/jpeg"),
                ("href", "https://example.org/a.JPG?v=1.txt"),
            ]
        );
        let unnamed = enclosure("https://example.org/picture/12");
        assert_eq!(
            unnamed.content(),
            [
                ("url", "https://example.org/picture/12"),
                ("medium", "image")
            ]
        );
    }
}
