//! Start tags of raw HTML: written, replaced by a link, or taken out.

use super::attributes::{Attributes, Target};
use super::elements::{self, Element, Kind};
use super::tokens::Tag;
use super::{Change, Cleaner, Place};
use crate::markdown::inline::push_text;
use crate::markdown::scan::LinkKind;

impl Cleaner<'_, '_> {
    /// Reads a start tag; `whole` if its content and end tag are already gone.
    pub(super) fn start_tag(&mut self, tag: &Tag, place: &Place, whole: bool) {
        let stands = match elements::find(&tag.name) {
            Some(element) if element.name == "a" && !self.make_room_for_link() => false,
            Some(element) => self.make_room(element) && self.element(element, tag, place),
            None => {
                if matches!(&*tag.name, "iframe" | "embed") && self.frame(tag, place) {
                    if !whole {
                        self.scope_mut().remember(&tag.name);
                    }
                    return;
                }
                false
            }
        };
        if !stands {
            self.tell(Change::Removed, place, || format!("<{}>", tag.name));
            if !whole {
                self.scope_mut().remember(&tag.name);
            }
        }
    }

    /// A link ends the one it would lie in; whether there may be one here at all.
    fn make_room_for_link(&mut self) -> bool {
        if self.markdown_links > 0 {
            return false;
        }
        if self.links > 0 {
            let base = self.scope().base;
            let outer = self.open[base..]
                .iter()
                .position(|open| open.event.is_some() && open.element.name == "a");
            match outer {
                Some(outer) => self.close_to(base + outer),
                None => return false,
            }
        }
        true
    }

    /// Writes an element there is room for; whether it stands in the page in some form.
    fn element(&mut self, element: &'static Element, tag: &Tag, place: &Place) -> bool {
        if element.kind == Kind::Media && self.is_in_media() {
            return false;
        }
        let attributes = self.attributes(element, tag, place);
        match element.kind {
            Kind::Media => self.media(element, &attributes, place),
            Kind::MediaPart => return self.media_part(element, &attributes, place),
            Kind::Void if element.name == "img" => return self.image(element, attributes, place),
            _ if element.is_void() => self.piece.push_str(&attributes.start_tag(element)),
            _ => self.push(element, &attributes.start_tag(element), *place),
        }
        true
    }

    fn is_in_media(&self) -> bool {
        self.open
            .iter()
            .any(|open| open.element.kind == Kind::Media)
    }

    /// An image, or what stands for one that cannot be shown.
    fn image(
        &mut self,
        element: &'static Element,
        mut attributes: Attributes,
        place: &Place,
    ) -> bool {
        if let Some(address) = &attributes.elsewhere {
            self.tell(Change::Linked, place, || format!("<img> from {address}"));
            self.link(address, &attributes.words);
            return true;
        }
        if attributes.source.is_some() {
            if !attributes.say("alt") {
                let range = self.range(place);
                let target = attributes.target.clone();
                self.cleaned.wordless.push((target, range));
            }
            self.picture(element, &mut attributes);
            return true;
        }
        push_text(&mut self.piece, &attributes.words);
        false
    }

    /// Writes an image that is shown, with what is known of its picture.
    fn picture(&mut self, element: &'static Element, attributes: &mut Attributes) {
        let Some(picture) = (self.picture)(&attributes.target) else {
            return self.piece.push_str(&attributes.start_tag(element));
        };
        let mut also = String::new();
        picture.forms(&mut also);
        if !attributes.say("width") && !attributes.say("height") {
            picture.size(&mut also);
        }
        for (name, value) in [("loading", "lazy"), ("decoding", "async")] {
            if !attributes.say(name) {
                also.push_str(&format!(" {name}=\"{value}\""));
            }
        }
        attributes.add(&also);
        picture.open(&mut self.piece);
        self.piece.push_str(&attributes.start_tag(element));
        picture.close(&mut self.piece);
    }

    fn media(&mut self, element: &'static Element, attributes: &Attributes, place: &Place) {
        if let Some(address) = &attributes.elsewhere {
            self.tell(Change::Linked, place, || {
                format!("<{}> from {address}", element.name)
            });
            self.link(address, &attributes.words);
        }
        self.push(element, &attributes.start_tag(element), *place);
        if let Some(open) = self.open.last_mut() {
            open.plays = attributes.source.is_some();
            open.linked = attributes.elsewhere.is_some();
        }
    }

    fn media_part(
        &mut self,
        element: &'static Element,
        attributes: &Attributes,
        place: &Place,
    ) -> bool {
        if let Some(address) = &attributes.elsewhere {
            self.tell(Change::Linked, place, || {
                format!("<{}> from {address}", element.name)
            });
            self.link(address, &attributes.words);
            if let Some(open) = self.top() {
                open.linked = true;
            }
            return true;
        }
        let Some(open) = self.top() else { return false };
        open.plays |= element.name == "source" && attributes.source.is_some();
        let stands = open.plays && attributes.source.is_some();
        if stands {
            self.piece.push_str(&attributes.start_tag(element));
        }
        stands
    }

    /// A frame shows another page: a link to that stands for it. Whether there is one.
    fn frame(&mut self, tag: &Tag, place: &Place) -> bool {
        let source = tag.attributes.iter().find(|(name, _)| name == "src");
        let Some((_, source)) = source else {
            return false;
        };
        let (Target::Here(address) | Target::Elsewhere(address)) =
            self.address(source, LinkKind::Link, place)
        else {
            return false;
        };
        let title = tag.attributes.iter().find(|(name, _)| name == "title");
        self.tell(Change::Linked, place, || {
            format!("<{}> of {address}", tag.name)
        });
        self.link(&address, title.map_or("", |(_, title)| title));
        true
    }

    /// Writes a link, or no more than its words where a link is open already.
    fn link(&mut self, address: &str, words: &str) {
        self.fill();
        let words = match words.trim() {
            "" => address,
            words => words,
        };
        let mut text = String::new();
        push_text(&mut text, words);
        let tag = elements::find("a").and_then(|element| {
            let written = Attributes::of_link(address).start_tag(element);
            super::judge::start_tag(element, &written)
        });
        match tag {
            Some(tag) if self.links == 0 && self.markdown_links == 0 => {
                self.write_alone(&tag);
                self.piece.push_str(&text);
                self.write_alone("</a>");
            }
            _ => self.piece.push_str(&text),
        }
    }
}
