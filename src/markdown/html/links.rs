//! Links, pictures and figures.

use pulldown_cmark::{Event, LinkType, Tag, TagEnd};

use super::Writer;
use crate::markdown::events::{element_end, plain_text};
use crate::markdown::inline::{push_address, push_attribute, push_line, push_text};
use crate::markdown::isolate::reads_from_left;
use crate::markdown::schemes::{Address, classify};
use crate::text::direction::own_direction;

/// What stands between a caption and who made the picture: a neutral mark, for a caption may end with a full
/// stop or without, in any script and direction.
const CREDIT_JOINT: &str = "<span class=\"dot\" aria-hidden=\"true\"> · </span>";

impl Writer<'_, '_> {
    pub(super) fn link(&mut self, at: usize, kind: LinkType, target: &str, title: &str) {
        self.links += 1;
        self.out.push_str("<a");
        let address = match kind {
            LinkType::Email => Some(format!("mailto:{target}")),
            _ => self.address(target),
        };
        if let Some(address) = address {
            self.out.push_str(" href=\"");
            push_address(&mut self.out, &address);
            self.out.push('"');
        }
        if !title.is_empty() {
            self.out.push_str(" title=\"");
            push_attribute(&mut self.out, title);
            self.out.push('"');
        }
        if reads_from_left(self.events, at, kind) {
            self.out.push_str(" dir=\"ltr\"");
        }
        self.out.push('>');
    }

    /// Where a link or image leads; `None` where it must lead nowhere.
    fn address(&self, target: &str) -> Option<String> {
        match classify(target) {
            Address::Forbidden => None,
            Address::Inside => {
                Some((self.settings.resolve)(target).unwrap_or_else(|| target.to_owned()))
                    .filter(|address| !address.is_empty())
            }
            Address::Outside | Address::Fragment => Some(target.to_owned()),
        }
    }

    pub(super) fn image(&mut self, at: usize, end: usize, target: &str, title: &str) {
        if classify(target) == Address::Outside {
            return self.remote_image(at, end, target);
        }
        let picture = (self.settings.picture)(target);
        if let Some(picture) = &picture {
            picture.open(&mut self.out);
        }
        let address = self.address(target).unwrap_or_default();
        self.out.push_str("<img src=\"");
        push_address(&mut self.out, &address);
        self.out.push('"');
        if let Some(picture) = &picture {
            picture.forms(&mut self.out);
            picture.size(&mut self.out);
        }
        self.out.push_str(" alt=\"");
        let alt = plain_text(&self.events[at + 1..end - 1]);
        push_attribute(&mut self.out, alt.trim());
        if !title.is_empty() {
            self.out.push_str("\" title=\"");
            push_attribute(&mut self.out, title);
        }
        self.out.push_str("\" loading=\"lazy\" decoding=\"async\">");
        if let Some(picture) = &picture {
            picture.close(&mut self.out);
        }
    }

    /// A picture of another host is not loaded: a link to it stands in its place.
    fn remote_image(&mut self, at: usize, end: usize, target: &str) {
        let alt = plain_text(&self.events[at + 1..end - 1]);
        let (text, dir) = match alt.trim() {
            "" => (target, " dir=\"ltr\""),
            alt => (alt, ""),
        };
        if self.links > 0 {
            return push_text(&mut self.out, text);
        }
        self.out.push_str("<a");
        self.out.push_str(dir);
        self.out.push_str(" href=\"");
        push_address(&mut self.out, target);
        self.out.push_str("\">");
        push_text(&mut self.out, text);
        self.out.push_str("</a>");
    }

    /// A paragraph that is an image and nothing else becomes a figure, if it has a title or its file says whose
    /// it is; the index after it.
    pub(super) fn captioned_image(&mut self, at: usize) -> Option<usize> {
        let Event::Start(Tag::Image {
            dest_url, title, ..
        }) = &self.events.get(at + 1)?.0
        else {
            return None;
        };
        let end = element_end(self.events, at + 1);
        if !matches!(self.events.get(end)?.0, Event::End(TagEnd::Paragraph)) {
            return None;
        }
        let credit = match classify(dest_url) {
            Address::Inside => (self.settings.picture)(dest_url)
                .and_then(|picture| picture.credit)
                .filter(|credit| !title.contains(&**credit)),
            _ => None,
        };
        if title.is_empty() && credit.is_none() {
            return None;
        }
        self.out.push_str("<figure>\n");
        self.image(at + 1, end, dest_url, "");
        self.out.push_str("\n<figcaption");
        let own = own_direction(title, self.settings.direction);
        if let Some(direction) = own {
            self.out
                .push_str(&format!(" dir=\"{}\"", direction.as_str()));
        }
        self.out.push('>');
        push_line(&mut self.out, title, own.unwrap_or(self.settings.direction));
        if let Some(credit) = credit {
            let around = own.unwrap_or(self.settings.direction);
            let own = own_direction(&credit, around).unwrap_or(around);
            if !title.is_empty() {
                self.out.push_str(CREDIT_JOINT);
            }
            self.out
                .push_str(&format!("<small><bdi dir=\"{}\">", own.as_str()));
            push_line(&mut self.out, &credit, own);
            self.out.push_str("</bdi></small>");
        }
        self.out.push_str("</figcaption>\n</figure>\n");
        Some(end + 1)
    }
}
